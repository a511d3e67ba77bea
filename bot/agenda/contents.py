"""What a reminder says at the moment of posting: values that the Slack surface renders.

Whatever was planned hours ago is looked at again here: an event that moved, was cancelled, removed or muted since is
left out, and nothing at all is said where nothing is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.agenda.recurrence import occurrences
from bot.agenda.reminders import is_announced, last_move, lies_ahead_until
from bot.agenda.spans import begins, is_over, zone_of
from bot.domain.agenda import Audience, Change, EventVersion, ReminderKind, ReminderLine, ReminderMessage
from bot.domain.event import Event, EventStatus, Moment, local_day
from bot.domain.occasion import Told

MOVE_IS_NEWS = timedelta(days=30)
"""For how long a reminder says that an event had other dates before."""

Lookup = Callable[[str], EventVersion | None]
"""An event by the agenda's uid."""


def coming(
    told: Iterable[Told], find: Lookup, audience: Audience, *, muted: frozenset[str], now: datetime
) -> ReminderMessage | None:
    """The reminder of occasions that still stand; None where none does."""
    here = zone_of(audience.zone)
    lines = [
        line
        for item in _each_once(told)
        if item.uid not in muted and (line := _coming_line(item, find(item.uid), here, now)) is not None
    ]
    return _message(ReminderKind.COMING, lines, audience)


def rewritten(
    told: Iterable[Told], find: Lookup, audience: Audience, *, posted_at: datetime, now: datetime
) -> ReminderMessage | None:
    """A posted reminder as it has to read now: moved events with their old and new dates, the others as they stand.

    None where nothing is left to say of any of them, so that the message stays as it was.
    """
    here = zone_of(audience.zone)
    lines = []
    for item in _each_once(told):
        version = find(item.uid)
        if version is None or version.removed_at is not None:
            continue
        event = _time_at(version.event, item.starts) or version.event
        named = _named(version, item, posted_at)
        was = named if named is not None and named != (event.starts, event.ends) else None
        lines.append(ReminderLine(event, _days(event, here, now), was))
    return _message(ReminderKind.MOVED, lines, audience)


def cancelled(version: EventVersion | None, audience: Audience, *, now: datetime) -> ReminderMessage | None:
    """That an event does not take place; None where it does after all, is gone, or would be over by now."""
    if version is None or version.removed_at is not None or version.event.status is not EventStatus.CANCELLED:
        return None
    here = zone_of(audience.zone)
    if is_over(version.event, now, here):
        return None
    line = ReminderLine(version.event, _days(version.event, here, now))
    return _message(ReminderKind.CANCELLED, [line], audience)


def _each_once(told: Iterable[Told]) -> Iterable[Told]:
    """Of several lead times of one start the last stands for all."""
    return {(item.uid, item.starts): item for item in told}.values()


def _message(kind: ReminderKind, lines: Iterable[ReminderLine], audience: Audience) -> ReminderMessage | None:
    here = zone_of(audience.zone)
    ordered = sorted(lines, key=lambda line: (begins(line.event, here), line.event.title))
    return ReminderMessage(kind, tuple(ordered), audience) if ordered else None


def _named(version: EventVersion, item: Told, posted_at: datetime) -> tuple[Moment | None, Moment | None] | None:
    """The dates that a message named: those before the first move after it was posted; None where nothing moved."""
    moves = (s for s in version.steps if s.change is Change.MOVED and (s.at > posted_at or s.starts == item.starts))
    first = next(moves, None)
    return (first.starts, first.ends) if first is not None else None


def _coming_line(item: Told, version: EventVersion | None, here: ZoneInfo, now: datetime) -> ReminderLine | None:
    if version is None or not is_announced(version) or lies_ahead_until(item.starts, here) <= now:
        return None
    event = _time_at(version.event, item.starts)
    if event is None:
        return None  # it moved: the new date has occasions of its own
    move = last_move(version, now)
    recent = move is not None and now - move.at <= MOVE_IS_NEWS
    was = (move.starts, move.ends) if move is not None and recent else None
    return ReminderLine(event, _days(event, here, now), was)


def _time_at(event: Event, starts: date | datetime) -> Event | None:
    """The event, or the time of a series, that starts exactly then."""
    if event.starts == starts and not event.recurrence:
        return event
    day = starts.date() if isinstance(starts, datetime) else starts
    around = occurrences(event, start=day - timedelta(days=1), end=day + timedelta(days=1))
    return next((one for one in around if one.starts == starts), None)


def _days(event: Event, here: ZoneInfo, now: datetime) -> int:
    if event.starts is None:
        return 0
    return (local_day(event.starts, here) - now.astimezone(here).date()).days
