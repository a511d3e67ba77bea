"""Sections and documents as the index keeps them, read back into the same values.

Three parts with a line feed between them: the document as a line of JSON, the section as a line of JSON without its
text, and the text as it is. Reading a text costs next to nothing so, and hits of one document share its values.
"""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from typing import Any

from bot.domain.document import Citation, DocumentInfo, Section, SectionKind, Span, Table

Json = dict[str, Any]  # parsed JSON has no narrower type

_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dump(info: DocumentInfo, section: Section) -> bytes:
    """All of both; empty fields are left out."""
    return f"{_info_line(info)}\n{_line(_section(section))}\n{section.text}".encode("utf-8", "surrogatepass")


@lru_cache(maxsize=512)
def load(payload: bytes) -> tuple[DocumentInfo, Section]:
    """What `dump` was given. Of many queries the same sections are the best ones."""
    info, section, text = payload.split(b"\n", 2)
    return _read_info(info), _read_section(_parsed(section), text.decode("utf-8", "surrogatepass"))


def section_id(payload: bytes) -> str:
    """The id alone."""
    found: str = _parsed(payload.split(b"\n", 2)[1]).get("id", "")
    return found


def _parsed(line: bytes) -> Json:
    found: Json = json.loads(line.decode("utf-8", "surrogatepass"))
    return found


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _read_day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


@lru_cache(maxsize=64)
def _info_line(info: DocumentInfo) -> str:
    value = {
        "id": info.id, "path": info.path, "title": info.title, "date": _day(info.date), "inferred": info.date_inferred,
        "author": info.author, "source": info.source, "tags": info.tags, "categories": info.categories,
        "owner": info.owner,
    }  # fmt: skip
    return _line({name: field for name, field in value.items() if field})


@lru_cache(maxsize=1024)
def _read_info(line: bytes) -> DocumentInfo:
    value = _parsed(line)
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
        "id": section.id, "kind": section.kind.value, "path": section.path,
        "start": section.start, "end": section.end, "line": section.line, "category": section.category,
        "key": section.key_contents, "notes": section.footnotes,
        "sources": [[c.publisher, c.title, _day(c.date), c.url] for c in section.citations],
        "tables": [[t.caption, t.header, t.rows, t.span, t.line] for t in section.tables],
    }  # fmt: skip
    return {name: field for name, field in value.items() if field}


def _read_section(value: Json, text: str) -> Section:
    return Section(
        id=value.get("id", ""),
        kind=SectionKind(value["kind"]),
        path=tuple(value.get("path", ())),
        text=text,
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
