"""Section ids survive edits, and code is no witness for sources."""

from __future__ import annotations

import hashlib

from bot.domain.document import Document
from bot.ingest.load import read_document


def read(text: str) -> Document:
    document = read_document(text.encode(), path="폴더/글.md").document
    assert document is not None
    return document


def ids(text: str) -> dict[tuple[str, ...], str]:
    return {section.path: section.id for section in read(text).sections}


TEXT = "# 글\n\n## 가\n\n하나\n\n### 다\n\n둘\n\n## 나\n\n셋\n"


def test_an_id_is_the_document_and_eight_digits_of_the_path() -> None:
    """The rule is fixed: links in Slack outlive releases."""
    digits = hashlib.sha256("가\x1f다\x1f0".encode()).hexdigest()[:8]
    assert ids(TEXT)["가", "다"] == f"폴더/글.md#{digits}"


def test_edits_elsewhere_keep_an_id() -> None:
    """Bodies, other headings, order and new sections change no id of the rest."""
    edited = "# 글\n\n## 새로\n\n영\n\n## 나\n\n셋이 길어졌다\n\n## 가\n\n하나\n\n### 다\n\n다른 둘\n"
    before, after = ids(TEXT), ids(edited)
    assert {path: after[path] for path in before} == before


def test_equal_headings_are_told_apart_by_their_order() -> None:
    """Two sections of one path have two ids, and both are stable."""
    sections = read("## 가\n\n하나\n\n## 가\n\n둘\n").sections
    assert len({section.id for section in sections}) == 2
    assert ids("## 가\n\n하나\n")[("가",)] == sections[0].id


def test_sources_and_footnotes_in_code_do_not_count() -> None:
    """A section that shows how to write a source line has none itself."""
    (section,) = read(
        "## 가\n\n글\n\n```\n출처: 가, 나, 2024.01.02.\n\\* 주\n```\n\n출처: 다, 라, 2024.01.03.\n"
    ).sections
    assert [citation.publisher for citation in section.citations] == ["다"]
    assert section.footnotes == ()
    assert section.date is not None


def test_tables_know_their_line_in_the_document() -> None:
    """A table's span is in its section, its line in the file."""
    (section,) = read("---\ntitle: 가\n---\n\n## 가\n\n글\n\n| a | b |\n|---|---|\n| 1 | 2 |\n").sections
    (table,) = section.tables
    assert table.line == 9
    assert section.text[table.span.start : table.span.end].startswith("| a | b |")
