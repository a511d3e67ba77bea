"""Calendars in the documents' folder: an `.ics` file as a document of events.

Each event becomes a section that search can find. Series keep their rule, so that no horizon ends them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from bot.domain.document import SHARED, Document, DocumentInfo, Parsed, Problem, Section, SectionKind
from bot.domain.event import Event
from bot.domain.troubles import trouble
from bot.ingest.calendars.blocks import read_blocks
from bot.ingest.calendars.events import CalendarReader, latest
from bot.ingest.decode import decode
from bot.ingest.events.reading import MAX_TITLE_CHARS
from bot.ingest.markup.inline import plain


def read_calendar(data: bytes, *, path: str, document_id: str, owner: str = SHARED) -> Parsed:
    """The events of an iCalendar file. Raises DocumentError for bytes that are no text.

    The document's text is written here, a paragraph an event, since the file itself is no text for readers; `line`
    of sections and events counts the lines of the file. Its date is that of its latest change.
    """
    text = decode(data, path=path)
    blocks = read_blocks(text)
    if not blocks.is_calendar:
        return Parsed(None, (Problem(path, 1, trouble("calendar.none")),))
    reader = CalendarReader(blocks, path, document_id)
    read = reader.read()
    events = tuple(sorted(latest(read), key=lambda event: event.line))
    title = blocks.properties.get("X-WR-CALNAME", "") or PurePosixPath(path).stem
    body, sections = _sections(document_id, events)
    info = DocumentInfo(
        document_id,
        path,
        plain(title)[:MAX_TITLE_CHARS],
        date=max((r.written for r in read if r.written), default=None),
        date_inferred=True,
        owner=owner,
    )
    document = Document(info, body, hashlib.sha256(data).hexdigest(), sections, events)
    return Parsed(document, tuple(sorted(reader.problems)))


def _sections(document_id: str, events: Iterable[Event]) -> tuple[str, tuple[Section, ...]]:
    """The text that stands for the calendar, and a section of it for each event."""
    pieces: list[str] = []
    sections: list[Section] = []
    start = 0
    for event in events:
        head = " · ".join(filter(None, (_when(event), event.place)))
        piece = "\n".join(filter(None, (event.title, head, event.summary, event.url)))
        end = start + len(piece)
        path, kind = (event.title,), SectionKind.EVENT
        sections.append(Section(f"{document_id}#{event.uid}", kind, path, piece, start, end, event.line))
        pieces.append(piece)
        start = end + 2
    return "\n\n".join(pieces), tuple(sections)


def _when(event: Event) -> str:
    """Local days and times, the last only where it differs."""
    assert event.starts is not None, "a calendar's events have dates"
    assert event.ends is not None, "a calendar's events have dates"
    first, last = (_local(moment, event.zone) for moment in (event.starts, event.ends))
    return first if first == last else f"{first} ~ {last}"


def _local(moment: date | datetime, zone: str) -> str:
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return f"{moment.astimezone(ZoneInfo(zone or 'UTC')):%Y-%m-%d %H:%M} {zone or 'UTC'}"
