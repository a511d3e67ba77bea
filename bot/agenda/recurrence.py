"""Events that repeat, as the single occurrences of a window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from bot.domain.event import Event, Moment, local_day
from bot.domain.recurrence import RepeatRule, days_of, read_rule, read_stamp

MAX_OCCURRENCES = 1_000
"""Of one event in one window: a daily event of more than two years."""


@lru_cache(maxsize=1024)
def _series(recurrence: str) -> tuple[tuple[RepeatRule, ...], frozenset[Moment], frozenset[Moment]]:
    """Rules, additional starts and exceptions of an event's recurrence lines."""
    rules: list[RepeatRule] = []
    more: set[Moment] = set()
    less: set[Moment] = set()
    for line in recurrence.splitlines():
        name, _, value = line.partition(":")
        if name == "RRULE":
            rules.append(read_rule(value))
        else:
            (more if name == "RDATE" else less).update(read_stamp(stamp) for stamp in value.split(","))
    return tuple(rules), frozenset(more), frozenset(less)


def occurrences(event: Event, *, start: date, end: date) -> Iterator[Event]:
    """The times of an event that touch the days from `start` up to and with `end`, in order.

    Days are those of the event's zone, or of UTC where it has none. Each is the event itself with other dates and
    without its rule; an event that does not repeat is its only occurrence, an undated one has none.
    """
    if event.starts is None or event.ends is None:
        return
    if not event.recurrence:
        if _day(event, event.starts) <= end and _day(event, event.ends) >= start:
            yield event
        return
    length = event.ends - event.starts
    touching = (
        replace(event, starts=moment, ends=moment + length, recurrence="")
        for moment in _moments(event, start - length - timedelta(days=1), end)
        if _day(event, moment + length) >= start
    )
    yield from islice(touching, MAX_OCCURRENCES)


def _moments(event: Event, start: date, end: date) -> list[Moment]:
    """The starts of all occurrences on the days of a window."""
    rules, more, less = _series(event.recurrence)
    assert event.starts is not None, "an undated event does not repeat"
    first = _day(event, event.starts)
    found: set[Moment] = {m for m in (event.starts, *more) if start <= _day(event, m) <= end}
    for rule in rules:
        for day in days_of(rule, first, start=start, end=end):
            moment = _at(event, day)
            if rule.until is not None and not _within(event, moment, rule.until):
                break
            found.add(moment)
    return sorted(found - less, key=lambda m: (_day(event, m), m))


def _at(event: Event, day: date) -> Moment:
    """The event's wall time on another day; a time that a change of clocks leaves out comes as much later."""
    if not isinstance(event.starts, datetime):
        return day
    zone = _zone(event)
    wall = event.starts.astimezone(zone).time()
    return datetime.combine(day, wall, tzinfo=zone).astimezone(UTC)


def _within(event: Event, moment: Moment, until: Moment) -> bool:
    if isinstance(moment, datetime) and isinstance(until, datetime):
        return moment <= until
    return _day(event, moment) <= _day(event, until)


def _day(event: Event, moment: Moment) -> date:
    return local_day(moment, _zone(event))


def _zone(event: Event) -> ZoneInfo:
    return ZoneInfo(event.zone or "UTC")
