"""Events that a document announces: in tables and lists, in the cards of the monthly brief, in its front matter.

What cannot be read is a problem with its line; the other events come all the same. An event's uid is made of the
letters and digits of its title alone, so that neither white space nor punctuation nor a moved date gives it a new
one. Its number and its year stay part of it: the seventh summit is not the eighth. The agenda, which knows what was
announced before, recognises larger edits of a title.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.document import Problem, Severity, Span
from bot.domain.event import Event, EventStatus
from bot.domain.troubles import Trouble, trouble
from bot.ingest.dates.periods import Period, Refused, Undated, read_period
from bot.ingest.events.lists import read_lists
from bot.ingest.events.places import zone_of_place
from bot.ingest.events.rows import Cell, is_web, read_rows
from bot.ingest.events.tables import Draft, field_of, read_drafts
from bot.ingest.markup.lines import Lines
from bot.ingest.markup.markdown import Outline

MAX_EVENTS = 500
"""Of one document; a year's list of a research office has about a hundred."""
MAX_TITLE_CHARS = 300
MAX_SUMMARY_CHARS = 3_000

_CANCELLED_WORDS = r"(?:행사\s?)?취소(?:됨|되었음)?|cancell?ed"
_CANCELLED = re.compile(rf"[\[(【]?\s?(?:{_CANCELLED_WORDS})\s?[\])】]?:?", re.IGNORECASE)
_CANCELLED_TITLE = re.compile(
    rf"[\[(【]\s?(?:{_CANCELLED_WORDS})\s?[\])】]|^\s?(?:{_CANCELLED_WORDS})\s?:", re.IGNORECASE
)
_CHANGED_TITLE = re.compile(
    r"[\[(【]\s?(?:일정\s?)?(?:변경|연기|순연|신규|new|updated?|postponed|rescheduled|moved)(?:됨)?\s?[\])】]",
    re.IGNORECASE,
)
_NO_LINK = re.compile(r"(?:[-–—.]|미정|없음|추후\s?공지|n/?a|none|tb[adc])?", re.IGNORECASE)
_HAS_TIME = re.compile(r"\d:\d\d|\d\s?시|\d\s?[ap]\.?m", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?:.*\r?\n)*?---[ \t]*(?:\r?\n|\Z)")


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event and the place of its rows in the text."""

    event: Event
    span: Span


def find_events(
    outline: Outline, metadata: Mapping[str, object], *, document_id: str, path: str, issued: date | None
) -> tuple[tuple[FoundEvent, ...], tuple[Problem, ...]]:
    """The events of a document in order of their lines, and what could not be read.

    Spans and lines refer to the outline's whole text, its front matter included. Of `metadata`, the front matter as
    read, only `events` is used. `issued` is the document's date and gives missing years.
    """
    problems: list[Problem] = []
    text = outline.text
    drafts = list(_announced(text, metadata.get("events"), path, problems))
    for rows in read_rows(text):
        drafts += read_drafts(rows, path=path, problems=problems)
    drafts += read_lists(outline, issued=issued)
    drafts.sort(key=lambda draft: draft.start)
    if len(drafts) > MAX_EVENTS:
        problems.append(Problem(path, drafts[MAX_EVENTS].line, trouble("event.many", limit=MAX_EVENTS)))
    reader = _Reader(document_id, path, issued, problems)
    found = (reader.read(draft) for draft in drafts[:MAX_EVENTS])
    events = tuple(_distinct(event for event in found if event is not None))
    return events, tuple(sorted(problems))


def event_uid(title: str, *distinction: object) -> str:
    """Identity of an event by the letters and digits of its title; `distinction` parts namesakes of one document."""
    plain = _CHANGED_TITLE.sub(" ", _CANCELLED_TITLE.sub(" ", unicodedata.normalize("NFKC", title)))
    key = "".join(c for c in plain.casefold() if c.isalnum()) or plain.strip()
    return hashlib.sha256("\n".join([key, *map(str, distinction)]).encode()).hexdigest()[:20]


def _distinct(found: Iterable[FoundEvent]) -> Iterator[FoundEvent]:
    """One of each: namesakes on different days are parted by their start, the rest are repetitions."""
    seen: dict[str, set[object]] = {}
    for item in found:
        event = item.event
        starts = seen.setdefault(event.uid, set())
        if event.starts in starts:
            continue
        if starts:
            event = replace(event, uid=event_uid(event.title, event.starts))
        starts.add(event.starts)
        yield FoundEvent(event, item.span)


class _Reader:
    """Understands drafts of one document."""

    def __init__(self, document_id: str, path: str, issued: date | None, problems: list[Problem]) -> None:
        self._document_id = document_id
        self._path = path
        self._issued = issued
        self._problems = problems

    def read(self, draft: Draft) -> FoundEvent | None:
        """The event, or None with a problem where it has no name or no date that can be read."""
        written = draft.text("title")
        title = _CANCELLED_TITLE.sub(" ", written).strip()[:MAX_TITLE_CHARS].strip()
        if not title:
            self._report(draft, trouble("event.no_name"))
            return None
        place = ", ".join(dict.fromkeys(filter(None, (draft.text(name) for name in ("place", "city", "country")))))
        zone = self._zone(draft, place)
        cancelled = bool(_CANCELLED_TITLE.search(written) or _CANCELLED.search(draft.text("status")))
        when = _when(draft)
        if _CANCELLED.search(when):
            cancelled, when = True, _CANCELLED.sub(" ", when).strip()
        period = self._period(draft, title, when, zone, cancelled=cancelled)
        if period is None:
            return None
        event = Event(
            uid=event_uid(title),
            title=title,
            starts=period.earliest if isinstance(period, Undated) else period.starts,
            ends=period.latest if isinstance(period, Undated) else period.ends,
            place=place,
            url=self._url(draft),
            summary=draft.cells["summary"].lines[:MAX_SUMMARY_CHARS] if "summary" in draft.cells else "",
            document=self._document_id,
            line=draft.line,
            zone=zone,
            vague=period.words if isinstance(period, Undated) else period.vague,
            status=EventStatus.CANCELLED if cancelled else EventStatus.CONFIRMED,
        )
        return FoundEvent(event, Span(draft.start, draft.end))

    def _period(self, draft: Draft, title: str, when: str, zone: str, *, cancelled: bool) -> Period | Undated | None:
        if not when:
            if cancelled:
                return Undated("")
            self._report(draft, trouble("event.no_date", title=title))
            return None
        month_first = True if draft.korean else None
        place_zone = ZoneInfo(zone) if zone else None
        period = read_period(when, issued=self._issued, zone=place_zone, month_first=month_first)
        if isinstance(period, Refused):
            self._report(draft, trouble("event.date", when=when[:80], title=title, reason=period.trouble))
            return None
        if isinstance(period, Period) and period.time_note:
            self._warn(draft, trouble("event.times", title=title, reason=period.time_note))
        return period

    def _zone(self, draft: Draft, place: str) -> str:
        named = draft.text("zone")
        if not named:
            return zone_of_place(place)
        if named in available_timezones():
            return named
        self._warn(draft, trouble("event.zone", zone=named[:80]))
        return zone_of_place(place)

    def _url(self, draft: Draft) -> str:
        """The first web address of the link's cell, else of the title's; other schemes are never passed on."""
        for name in ("url", "title"):
            links = [link.rstrip(".,;") for link in (draft.cells[name].links if name in draft.cells else ())]
            web = next((link for link in links if is_web(link)), "")
            if web:
                return web
            if name == "url" and not _NO_LINK.fullmatch(draft.text("url")):
                self._warn(draft, trouble("event.link", link=(links[0] if links else draft.text("url"))[:80]))
        return ""

    def _report(self, draft: Draft, why: Trouble) -> None:
        self._problems.append(Problem(self._path, draft.line, why))

    def _warn(self, draft: Draft, why: Trouble) -> None:
        self._problems.append(Problem(self._path, draft.line, why, Severity.WARNING))


def _when(draft: Draft) -> str:
    """The words that say when: one cell, or first and last day, with the hours of a column of their own."""
    when = draft.text("date") or " ~ ".join(filter(None, (draft.text("starts"), draft.text("ends"))))
    when = f"{when} {draft.text('time')}".strip()
    return f"{when} {draft.zone_note}" if draft.zone_note and _HAS_TIME.search(when) else when


def _announced(text: str, listed: object, path: str, problems: list[Problem]) -> Iterator[Draft]:
    """The events of the front matter: a list of mappings with the names that tables have as headings."""
    if listed is None:
        return
    head = _FRONT_MATTER.match(text)
    end = head.end() if head else 0
    lines = Lines(text)
    cursor = max(text.find("events:", 0, end), 0)
    if not isinstance(listed, list):
        problems.append(Problem(path, lines.number(cursor), trouble("events.no_list")))
        return
    for entry in listed:
        cells, title = _cells(entry)
        found = text.find(title, cursor, end) if title else -1
        cursor = found if found >= 0 else cursor
        line = lines.number(cursor)
        if not cells:
            problems.append(Problem(path, line, trouble("events.no_event")))
            continue
        yield Draft(line, lines.start(line - 1), lines.end(line - 1), cells)


def _cells(entry: object) -> tuple[dict[str, Cell], str]:
    """The fields of an entry, and its title as it stands; an entry that is mere words has nothing else."""
    if not isinstance(entry, Mapping):
        return {}, entry.strip() if isinstance(entry, str) else ""
    cells: dict[str, Cell] = {}
    for key, value in entry.items():
        name = field_of(str(key)).rstrip("?")
        if name and isinstance(value, str | int | float | date) and not isinstance(value, bool):
            cells.setdefault(name, Cell(value.isoformat() if isinstance(value, date) else str(value).strip()))
    return cells, cells["title"].source if "title" in cells else ""
