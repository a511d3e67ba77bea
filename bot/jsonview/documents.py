"""Documents and their events as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.domain.document import Document, SectionKind
from bot.domain.event import Event
from bot.jsonview import Json


def event_json(event: Event) -> Json:
    """An event; dates are ISO 8601, `ends` of an all-day event its last day, both null where undated."""
    return {
        "uid": event.uid,
        "title": event.title,
        "starts": event.starts.isoformat() if event.starts else None,
        "ends": event.ends.isoformat() if event.ends else None,
        "all_day": event.all_day,
        "place": event.place,
        "url": event.url,
        "summary": event.summary,
        "document": event.document,
        "line": event.line,
    }


def contents_json(documents: Iterable[Document]) -> list[Json]:
    """Documents by path, each with its counts of sections that can be found, by kind, of the others, and of events."""
    return sorted(map(_content, documents), key=lambda row: str(row["path"]))


def _content(document: Document) -> Json:
    info = document.info
    sections = [section for section in document.sections if section.kind is not SectionKind.EVENT]
    kinds = Counter(str(section.kind) for section in sections if section.answers)
    return {
        "path": info.path,
        "title": info.title,
        "date": info.date.isoformat() if info.date else None,
        "date_inferred": info.date_inferred,
        "sections": dict(kinds),
        "unsearched": len(sections) - kinds.total(),
        "events": len(document.events),
    }
