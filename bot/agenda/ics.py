"""The calendar export: RFC 5545 as Google Calendar, Outlook and Apple Calendar take it.

Written by hand, since it is little and has to be the same bytes for the same events: a changed byte makes every
subscribed calendar load everything again. Instants are in UTC; only a series with a wall time needs a VTIMEZONE.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from bot.agenda.spans import zone_of
from bot.domain.agenda import EventVersion
from bot.domain.event import Event, EventStatus
from bot.domain.recurrence import read_stamp, stamp

MAX_OCTETS = 75
"""Of a line without its break, section 3.1 of RFC 5545."""
_HOST = "aitrend"
_ZONE_YEARS = 10
"""How far a VTIMEZONE reaches behind and ahead of its series' start."""


def export(versions: Iterable[EventVersion], *, name: str, product: str = "aitrend") -> bytes:
    """A calendar of events that stand, cancelled ones as such; undated and vague ones have no day to stand on.

    UTF-8 with CRLF. UID, SEQUENCE and DTSTAMP come from what is known of each event, so that an unchanged event is
    exported unchanged, whenever and wherever.
    """
    held = [v for v in versions if v.removed_at is None and v.event.starts is not None and not v.event.vague]
    held.sort(key=lambda v: v.event.uid)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(product)}//events//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        *_time_zones(held),
        *(line for version in held for line in _event(version)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(version: EventVersion) -> Iterator[str]:
    event = version.event
    assert event.starts is not None, "only dated events are exported"
    assert event.ends is not None, "only dated events are exported"
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}@{_HOST}"
    yield f"DTSTAMP:{stamp(version.changed_at)}"
    yield f"CREATED:{stamp(version.found_at)}"
    yield f"LAST-MODIFIED:{stamp(version.changed_at)}"
    yield f"SEQUENCE:{version.sequence}"
    yield from _times(event, event.starts, event.ends)
    yield f"SUMMARY:{_text(event.title)}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    if description := "\n".join(filter(None, (event.summary, event.url))):
        yield f"DESCRIPTION:{_text(description)}"
    if event.url:
        yield f"URL:{event.url}"
    yield f"STATUS:{'CANCELLED' if event.status is EventStatus.CANCELLED else 'CONFIRMED'}"
    if event.all_day:
        yield "TRANSP:TRANSPARENT"  # a conference that one may visit does not make anybody busy for a week
    yield "END:VEVENT"


def _times(event: Event, starts: date | datetime, ends: date | datetime) -> Iterator[str]:
    """Start, end and series. The end of an all-day event is the day after its last one."""
    if not isinstance(starts, datetime) or not isinstance(ends, datetime):
        yield f"DTSTART;VALUE=DATE:{stamp(starts)}"
        yield f"DTEND;VALUE=DATE:{stamp(ends + timedelta(days=1))}"
    else:
        yield f"DTSTART{_moment(event, starts)}"
        if ends > starts:
            yield f"DTEND{_moment(event, ends)}"
    for line in event.recurrence.splitlines():
        name, _, value = line.partition(":")
        if name == "RRULE":
            yield f"RRULE:{_until(value, event)}"
        elif event.all_day:
            yield f"{name};VALUE=DATE:{value}"
        else:
            yield f"{name}{_moment(event, *(read_stamp(one) for one in value.split(',')))}"


def _moment(event: Event, *moments: date | datetime) -> str:
    """A series is written in its wall time, everything else in UTC."""
    if not (event.recurrence and event.zone):
        return f":{','.join(stamp(moment) for moment in moments)}"
    zone = zone_of(event.zone)
    local = (moment.astimezone(zone) for moment in moments if isinstance(moment, datetime))
    return f";TZID={event.zone}:{','.join(f'{moment:%Y%m%dT%H%M%S}' for moment in local)}"


def _until(rule: str, event: Event) -> str:
    """UNTIL has to be an instant where the series has times: the last second of the local day that it names."""
    parts = []
    for part in rule.split(";"):
        name, _, value = part.partition("=")
        if name == "UNTIL" and len(value) == 8 and not event.all_day:
            day = date(int(value[:4]), int(value[4:6]), int(value[6:]))
            last = datetime.combine(day, time(23, 59, 59), tzinfo=zone_of(event.zone or "UTC"))
            value = stamp(last)
        elif name == "UNTIL" and event.all_day:
            value = value[:8]
        parts.append(f"{name}={value}")
    return ";".join(parts)


def _time_zones(versions: Iterable[EventVersion]) -> Iterator[str]:
    """The zones of series with a wall time, each with the changes of its clocks around those series."""
    years: dict[str, set[int]] = {}
    for version in versions:
        event = version.event
        if event.recurrence and event.zone and isinstance(event.starts, datetime):
            years.setdefault(event.zone, set()).add(event.starts.year)
    for name in sorted(years):
        yield "BEGIN:VTIMEZONE"
        yield f"TZID:{name}"
        yield from _observances(name, min(years[name]) - 1, max(years[name]) + _ZONE_YEARS)
        yield "END:VTIMEZONE"


def _observances(name: str, first: int, last: int) -> Iterator[str]:
    """An observance for each change of the clocks, the state at the beginning before them."""
    zone = zone_of(name)
    moment, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last, 12, 31, tzinfo=UTC)
    before = _offset(moment, name)
    yield from _observance(moment.astimezone(zone).replace(tzinfo=None), before, before, moment.astimezone(zone))
    while moment < end:
        following = moment + timedelta(days=7)
        if _offset(following, name) != before:
            change = _change(moment, following, name)
            after = _offset(change, name)
            wall = (change + before).replace(tzinfo=None)
            yield from _observance(wall, before, after, change.astimezone(zone))
            before = after
        moment = following


def _observance(wall: datetime, before: timedelta, after: timedelta, at: datetime) -> Iterator[str]:
    kind = "DAYLIGHT" if at.dst() else "STANDARD"
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{wall:%Y%m%dT%H%M%S}"
    yield f"TZOFFSETFROM:{_signed(before)}"
    yield f"TZOFFSETTO:{_signed(after)}"
    yield f"TZNAME:{at.tzname()}"
    yield f"END:{kind}"


def _change(low: datetime, high: datetime, name: str) -> datetime:
    """The first minute with another offset than at `low`."""
    before = _offset(low, name)
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) // 2
        middle = middle.replace(second=0, microsecond=0)
        low, high = (middle, high) if _offset(middle, name) == before else (low, middle)
    return high


def _offset(moment: datetime, name: str) -> timedelta:
    offset = moment.astimezone(zone_of(name)).utcoffset()
    assert offset is not None, "zones have offsets"
    return offset


def _signed(offset: timedelta) -> str:
    seconds = int(offset.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("+", seconds)
    return f"{sign}{seconds // 3600:02}{seconds // 60 % 60:02}"


def _text(value: str) -> str:
    """A TEXT value: section 3.3.11 of RFC 5545. Control characters, which it forbids, are left out."""
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    escaped = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return "".join(c for c in escaped if c >= " " and c not in "\x7f\x85\u2028\u2029")


def _folded(line: str) -> str:
    """Lines of at most 75 octets, broken between characters."""
    if len(line.encode()) <= MAX_OCTETS:
        return line
    pieces: list[str] = []
    piece, octets = "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > MAX_OCTETS - bool(pieces):
            pieces.append(piece)
            piece, octets = "", 0
        piece += character
        octets += size
    return "\r\n ".join([*pieces, piece])
