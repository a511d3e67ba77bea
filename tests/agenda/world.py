"""Events, documents and instants as the tests of the agenda write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.domain.agenda import EventVersion
from bot.domain.document import SHARED, Document, DocumentInfo
from bot.domain.event import Event
from bot.ingest.events.reading import event_uid

NOW = datetime(2024, 11, 25, 3, tzinfo=UTC)
"""Monday noon in Seoul, two weeks before the brief's events."""


def at(*parts: int) -> datetime:
    """An instant by its UTC figures."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]  # year to minute


def event(
    title: str = "AI 대회 2024", starts: object = date(2024, 12, 10), ends: object = None, **more: object
) -> Event:
    """An event as the reader of documents makes it."""
    fields: dict[str, object] = {"uid": event_uid(title), "document": "a.md", "line": 1, **more}
    last = starts if ends is None else ends
    return Event(title=title, starts=starts, ends=last, **fields)  # type: ignore[arg-type]  # fields by name


def version(of: Event, **more: object) -> EventVersion:
    """An event that has been known for long."""
    known = at(2024, 10, 1)
    fields: dict[str, object] = {"sequence": 0, "found_at": known, "changed_at": known, "raw": (of.uid,), **more}
    return EventVersion(of, **fields)  # type: ignore[arg-type]  # fields by name


class Documents:
    """A Corpus in memory that holds nothing but events and dates."""

    def __init__(self) -> None:
        self._documents: dict[str, Document] = {}
        self._revision = 0

    def write(self, document_id: str, *events: Event, dated: date | None = None, owner: str = SHARED) -> None:
        """Replace a document by one that announces these events."""
        info = DocumentInfo(document_id, document_id, document_id, date=dated, owner=owner)
        held = tuple(replace(e, document=document_id, line=n) for n, e in enumerate(events, start=1))
        self.put(Document(info, "", "", events=held))

    def put(self, document: Document) -> None:
        self._documents[document.info.id] = document
        self._revision += 1

    def remove(self, document_id: str) -> None:
        if self._documents.pop(document_id, None) is not None:
            self._revision += 1

    def revision(self) -> int:
        return self._revision

    def get(self, document_id: str) -> Document | None:
        return self._documents.get(document_id)

    def infos(self, *, owner: str = SHARED) -> tuple[DocumentInfo, ...]:
        return tuple(d.info for d in self._visible(owner))

    def events(self, *, owner: str = SHARED) -> tuple[Event, ...]:
        return tuple(e for d in self._visible(owner) for e in d.events)

    def _visible(self, owner: str) -> list[Document]:
        return [d for d in self._documents.values() if d.info.owner in {SHARED, owner}]
