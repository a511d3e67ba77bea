"""Golden documents: what reading one gives, as JSON that a person can check line by line.

`python -m tests.ingest.rendering` writes the expectations anew; read the difference before committing it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.domain.document import Citation, Parsed, Section, Table
from bot.ingest.load import read_document

GOLDEN = Path(__file__).parent / "golden"


def documents() -> list[Path]:
    """The golden documents, without their expectations."""
    return sorted(path for path in GOLDEN.iterdir() if path.suffix in {".md", ".txt"})


def expectation(path: Path) -> Path:
    """Where the expectation of a document lies."""
    return path.with_suffix(".expected.json")


def render(path: Path) -> str:
    """What reading a golden document gives."""
    return json.dumps(rendered(read_document(path.read_bytes(), path=path.name)), ensure_ascii=False, indent=1) + "\n"


def rendered(parsed: Parsed) -> dict[str, Any]:
    """The parts of a result that are decisions; ids are tested for their properties elsewhere."""
    problems = [f"{p.severity} {p.path}:{p.line} {p.what} {p.remedy}" for p in parsed.problems]
    if parsed.document is None:
        return {"problems": problems}
    info = parsed.document.info
    return {
        "problems": problems,
        "title": info.title,
        "date": f"{info.date}{' inferred' if info.date_inferred else ''}",
        "author": info.author,
        "source": info.source,
        "tags": list(info.tags),
        "categories": list(info.categories),
        "sections": [_section(section) for section in parsed.document.sections],
        "events": [
            f"line {e.line}: {e.title} | {e.starts} - {e.ends} | {e.place} | {e.url}" for e in parsed.document.events
        ],
    }


def _section(section: Section) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "kind": section.kind,
        "line": section.line,
        "path": list(section.path),
        "category": section.category,
        "key_contents": list(section.key_contents),
        "citations": [_citation(citation) for citation in section.citations],
        "footnotes": list(section.footnotes),
        "tables": [_table(table) for table in section.tables],
        "text": section.text.splitlines(),
    }
    return {name: value for name, value in parts.items() if value}


def _citation(citation: Citation) -> str:
    return f"{citation.publisher} | {citation.title} | {citation.date} | {citation.url}"


def _table(table: Table) -> dict[str, Any]:
    return {
        "line": table.line,
        "caption": table.caption,
        "header": " | ".join(table.header),
        "rows": [" | ".join(row) for row in table.rows],
    }


def main() -> None:
    """Write every expectation."""
    for path in documents():
        expectation(path).write_text(render(path), encoding="utf-8")


if __name__ == "__main__":
    main()
