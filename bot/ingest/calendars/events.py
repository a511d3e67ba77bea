"""The events of an iCalendar file: blocks of lines -> events and problems.

What repeats within a day, in a zone that nobody knows, or in a way that cannot be kept, is a problem with its line.
"""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.document import Problem, Severity
from bot.domain.event import Event, EventStatus
from bot.domain.recurrence import RuleError, read_rule, stamp, without_count
from bot.domain.troubles import Trouble, trouble
from bot.ingest.calendars.blocks import Block, Blocks
from bot.ingest.events.places import zone_of_place
from bot.ingest.events.reading import MAX_SUMMARY_CHARS, MAX_TITLE_CHARS
from bot.ingest.events.rows import is_web
from bot.ingest.markup.inline import plain

MAX_EVENTS = 2_000
_MAX_EXCEPTIONS = 1_000
_YEARS = range(1970, 2200)
_BREAK = re.compile(r"<br\s?/?>|</p>|</li>|\n", re.IGNORECASE)

_ESSENTIAL = frozenset({"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS"})
"""Without one of these as it was meant, the event would stand on wrong days."""

Moment = date | datetime
Component = Any
"""The library's own types are unions of thirty value classes, told apart at run time only."""


class _Unreadable(Exception):
    """An event that cannot be kept: `trouble` says why, `words` where."""

    def __init__(self, why: Trouble, words: str = "") -> None:
        super().__init__(why.code)
        self.trouble = why
        self.words = words


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """An event with what its file says beside it. `instead_of` is the start in its series that it replaces."""

    event: Event
    uid: str
    sequence: int
    written: date | None
    instead_of: Moment | None = None


class CalendarReader:
    """One file on its way to events; `problems` grows while it is read."""

    def __init__(self, blocks: Blocks, path: str, document_id: str) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._document_id = document_id
        self._components = [block for block in blocks.components if block.name == "VEVENT"]
        self._zones = {_tzid(block): block for block in blocks.components if block.name == "VTIMEZONE"}
        self._cancelled = blocks.properties.get("METHOD", "").upper() == "CANCEL"
        default = blocks.properties.get("X-WR-TIMEZONE", "")
        self._default_zone = default if default in available_timezones() else ""

    def read(self) -> list[ReadEvent]:
        """Every event that can be kept, in the order of the file."""
        if len(self._components) > MAX_EVENTS:
            self._tell(self._components[MAX_EVENTS].line, trouble("calendar.many", limit=MAX_EVENTS))
        found = (self._try(block) for block in self._components[:MAX_EVENTS])
        return [read for read in found if read is not None]

    def _try(self, block: Block) -> ReadEvent | None:
        try:
            return self._event(block)
        except _Unreadable as failure:
            self._tell(block.line_of(failure.words), trouble("calendar.event", reason=failure.trouble))
        except (ValueError, TypeError, AttributeError, KeyError, IndexError, OverflowError) as failure:
            # The library raises what its parsers happen to raise; the event cannot be read, and that is all.
            reason = str(failure).splitlines()[0][:200] if str(failure) else type(failure).__name__
            self._tell(block.line, trouble("calendar.failure", reason=reason.rstrip(".")))
        return None

    def _event(self, block: Block) -> ReadEvent:
        import icalendar

        if block.fault:
            raise _Unreadable(block.fault)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library warns of zones that it has guessed; their names are kept
            component: Component = icalendar.Event.from_ical(block.source)
            for name, message in component.errors:
                if name in _ESSENTIAL:
                    raise _Unreadable(trouble("vevent.unreadable", name=name), name)
                quoted = re.search(r"'([^']+)'", str(message))
                line = block.line_of(quoted[1] if quoted else name or "")
                self._tell(line, trouble("calendar.line"), warning=True)
            return self._read(component, block)

    def _read(self, component: Component, block: Block) -> ReadEvent:
        title = plain(str(component.get("SUMMARY", "")))[:MAX_TITLE_CHARS].strip()
        if not title:
            raise _Unreadable(trouble("vevent.missing", name="SUMMARY"))
        place = plain(str(component.get("LOCATION", "")))[:MAX_TITLE_CHARS]
        starts, zone = self._moment(component, "DTSTART", zone_of_place(place), block)
        if _is_utc(component) and "RRULE" in component:
            zone = ""  # it repeats by UTC, whatever clocks do at its place
        uid = str(component.get("UID", "")) or f"{title}\n{stamp(starts)}"
        instead_of = self._moment(component, "RECURRENCE-ID", zone, block)[0] if "RECURRENCE-ID" in component else None
        cancelled = self._cancelled or str(component.get("STATUS", "")).upper() == "CANCELLED"
        event = Event(
            uid=_identity(uid, instead_of),
            title=title,
            starts=starts,
            ends=self._end(component, starts, zone, block),
            place=place,
            url=self._url(component, block),
            summary=_paragraphs(str(component.get("DESCRIPTION", ""))),
            document=self._document_id,
            line=block.line,
            zone=zone,
            status=EventStatus.CANCELLED if cancelled else EventStatus.CONFIRMED,
            recurrence=self._recurrence(component, starts, zone, block),
        )
        return ReadEvent(event, uid, _number(component.get("SEQUENCE")), _written(component), instead_of)

    def _moment(self, component: Component, name: str, zone: str, block: Block) -> tuple[Moment, str]:
        """A property's day or instant, and the zone in which the event is held."""
        if name not in component:
            raise _Unreadable(trouble("vevent.missing", name=name))
        value = component[name]
        if isinstance(value, list):
            raise _Unreadable(trouble("vevent.repeated", name=name), name)
        return self._placed(value.dt, str(value.params.get("TZID", "")), zone, block)

    def _placed(self, moment: Any, tzid: str, zone: str, block: Block) -> tuple[Moment, str]:
        """`moment` is what the library made of a value; where it did not know the zone, a bare wall time."""
        if not isinstance(moment, date) or moment.year not in _YEARS:
            raise _Unreadable(trouble("vevent.year"))
        if not isinstance(moment, datetime):
            return moment, zone
        key = getattr(moment.tzinfo, "key", "") or ""
        if moment.tzinfo is not None:
            named = key if key not in {"", "UTC"} else zone
            return moment.astimezone(UTC), named
        if tzid:
            return moment.replace(tzinfo=self._custom(tzid)).astimezone(UTC), ""
        home = self._default_zone or zone
        if home:
            return moment.replace(tzinfo=ZoneInfo(home)).astimezone(UTC), home
        self._tell(block.line, trouble("calendar.no_zone"), warning=True)
        return moment.date(), zone

    def _custom(self, tzid: str) -> tzinfo:
        """The zone that the file itself describes."""
        import icalendar

        if tzid not in self._zones:
            raise _Unreadable(trouble("vevent.zone", zone=tzid[:80]), tzid)
        described: Component = icalendar.Timezone.from_ical(self._zones[tzid].source)
        zone: tzinfo = described.to_tz()
        return zone

    def _end(self, component: Component, starts: Moment, zone: str, block: Block) -> Moment:
        """The last day, or the instant of the end; what has no end ends with its start."""
        if "DTEND" in component:
            ends = self._moment(component, "DTEND", zone, block)[0]
        else:
            ends = starts + component["DURATION"].td if "DURATION" in component else starts
        if not isinstance(starts, datetime):
            ends = _day(ends, zone)
            ends = ends - timedelta(days=1) if ends > starts else ends
        elif not isinstance(ends, datetime):
            raise _Unreadable(trouble("vevent.no_end_time"), "DTEND")
        length = _length(starts, ends)
        if not timedelta() <= length <= timedelta(days=366):
            raise _Unreadable(trouble("vevent.length"), "DTEND")
        return ends

    def _recurrence(self, component: Component, starts: Moment, zone: str, block: Block) -> str:
        """The lines of a series in the form that events keep."""
        lines: list[str] = []
        for rule in _listed(component.get("RRULE")):
            source = rule.to_ical().decode()
            try:
                kept = without_count(read_rule(source), _day(starts, zone))
            except ValueError as failure:
                reason = failure.trouble if isinstance(failure, RuleError) else trouble("rule.unreadable")
                raise _Unreadable(trouble("vevent.rule", rule=source[:80], reason=reason), "RRULE") from None
            lines.append(f"RRULE:{kept}")
        for name in ("RDATE", "EXDATE"):
            values = [value for listed in _listed(component.get(name)) for value in listed.dts]
            if len(values) > _MAX_EXCEPTIONS:
                raise _Unreadable(trouble("vevent.exceptions", limit=_MAX_EXCEPTIONS, name=name), name)
            moments = [self._added(value, zone, block) for value in values]
            stamps = sorted({stamp(m) for m in moments if isinstance(m, datetime) == isinstance(starts, datetime)})
            if stamps:
                lines.append(f"{name}:{','.join(stamps)}")
        return "\n".join(lines)

    def _added(self, value: Any, zone: str, block: Block) -> Moment:
        """A date of RDATE or EXDATE; of a period its start."""
        moment = value.dt[0] if isinstance(value.dt, tuple) else value.dt
        return self._placed(moment, str(value.params.get("TZID", "")), zone, block)[0]

    def _url(self, component: Component, block: Block) -> str:
        url = str(component.get("URL", "")).strip()
        if url and not is_web(url):
            self._tell(block.line_of("URL"), trouble("calendar.link", link=url[:80]), warning=True)
            return ""
        return url

    def _tell(self, line: int, why: Trouble, *, warning: bool = False) -> None:
        severity = Severity.WARNING if warning else Severity.ERROR
        self.problems.append(Problem(self._path, line, why, severity))


def _identity(uid: str, instead_of: Moment | None) -> str:
    parts = ["ics", uid, *([stamp(instead_of)] if instead_of is not None else [])]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]


def _is_utc(component: Component) -> bool:
    moment = component["DTSTART"].dt
    return isinstance(moment, datetime) and getattr(moment.tzinfo, "key", "") == "UTC"


def _length(starts: Moment, ends: Moment) -> timedelta:
    if isinstance(starts, datetime) and isinstance(ends, datetime):
        return ends - starts
    return date(ends.year, ends.month, ends.day) - date(starts.year, starts.month, starts.day)


def latest(read: Iterable[ReadEvent]) -> Iterator[Event]:
    """The latest version of each event; what replaces one time of a series is taken out of the series."""
    latest: dict[tuple[str, Moment | None], ReadEvent] = {}
    for item in read:
        key = item.uid, item.instead_of
        if key not in latest or latest[key].sequence <= item.sequence:
            latest[key] = item
    replaced: dict[str, set[str]] = {}
    for uid, instead_of in latest:
        if instead_of is not None:
            replaced.setdefault(uid, set()).add(stamp(instead_of))
    for (uid, instead_of), item in latest.items():
        event = item.event
        if instead_of is None and event.recurrence and uid in replaced:
            exceptions = f"EXDATE:{','.join(sorted(replaced[uid]))}"
            event = replace(event, recurrence=f"{event.recurrence}\n{exceptions}")
        yield event


def _day(moment: Moment, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone or "UTC")).date() if isinstance(moment, datetime) else moment


def _listed(value: Any) -> list[Any]:
    """The library gives one value or a list of them."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _written(component: Component) -> date | None:
    """The day of the event's latest change, as far as the file tells."""
    stamps = (getattr(component.get(name), "dt", None) for name in ("LAST-MODIFIED", "DTSTAMP", "CREATED"))
    return next((m.date() for m in stamps if isinstance(m, datetime) and m.year in _YEARS), None)


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _tzid(block: Block) -> str:
    return next((row.partition(":")[2].strip() for _, row in block.rows if row.upper().startswith("TZID")), "")


def _paragraphs(description: str) -> str:
    """A description in lines; programs write HTML into it although it should be plain."""
    lines = (plain(line) for line in _BREAK.split(description[: 4 * MAX_SUMMARY_CHARS]))
    return "\n".join(line for line in lines if line)[:MAX_SUMMARY_CHARS]
