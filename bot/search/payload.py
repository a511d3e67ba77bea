"""Sections and documents as the index keeps them: plain JSON, read back into the same values."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from bot.domain.document import Citation, DocumentInfo, Section, SectionKind, Span, Table

Json = dict[str, Any]  # parsed JSON has no narrower type


def dump(info: DocumentInfo, section: Section) -> bytes:
    """Both as JSON; empty fields are left out."""
    value = [_info(info), _section(section)]
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def load(payload: bytes) -> tuple[DocumentInfo, Section]:
    """What `dump` was given."""
    info, section = json.loads(payload.decode("utf-8", "surrogatepass"))
    return _read_info(info), _read_section(section)


def section_id(payload: bytes) -> str:
    """The id alone."""
    found: str = json.loads(payload.decode("utf-8", "surrogatepass"))[1]["id"]
    return found


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _read_day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _info(info: DocumentInfo) -> Json:
    value = {
        "id": info.id, "path": info.path, "title": info.title, "date": _day(info.date), "inferred": info.date_inferred,
        "author": info.author, "source": info.source, "tags": info.tags, "categories": info.categories,
        "owner": info.owner,
    }  # fmt: skip
    return {name: field for name, field in value.items() if field}


def _read_info(value: Json) -> DocumentInfo:
    return DocumentInfo(
        id=value.get("id", ""),
        path=value.get("path", ""),
        title=value.get("title", ""),
        date=_read_day(value.get("date", "")),
        date_inferred=value.get("inferred", False),
        author=value.get("author", ""),
        source=value.get("source", ""),
        tags=tuple(value.get("tags", ())),
        categories=tuple(value.get("categories", ())),
        owner=value.get("owner", ""),
    )


def _section(section: Section) -> Json:
    value = {
        "id": section.id, "kind": section.kind.value, "path": section.path, "text": section.text,
        "start": section.start, "end": section.end, "line": section.line, "category": section.category,
        "key": section.key_contents, "notes": section.footnotes,
        "sources": [[c.publisher, c.title, _day(c.date), c.url] for c in section.citations],
        "tables": [[t.caption, t.header, t.rows, t.span, t.line] for t in section.tables],
    }  # fmt: skip
    return {name: field for name, field in value.items() if field}


def _read_section(value: Json) -> Section:
    return Section(
        id=value.get("id", ""),
        kind=SectionKind(value["kind"]),
        path=tuple(value.get("path", ())),
        text=value.get("text", ""),
        start=value.get("start", 0),
        end=value.get("end", 0),
        line=value.get("line", 0),
        category=value.get("category", ""),
        key_contents=tuple(value.get("key", ())),
        citations=tuple(Citation(who, title, _read_day(day), url) for who, title, day, url in value.get("sources", ())),
        tables=tuple(_read_table(*table) for table in value.get("tables", ())),
        footnotes=tuple(value.get("notes", ())),
    )


def _read_table(caption: str, header: list[str], rows: list[list[str]], span: list[int], line: int) -> Table:
    return Table(caption, tuple(header), tuple(map(tuple, rows)), Span(*span), line)
