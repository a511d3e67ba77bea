"""Which reminders of which events are due when: pure functions of what is known, of wishes and of instants.

A slot is the subscription's own wall time some days before the event's first local day. What is found, or moved, when
a lead time has passed already is told once, at once in waking hours and else in the morning, for the newest lead time
that was missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.agenda.recurrence import occurrences
from bot.agenda.spans import midnight, zone_of
from bot.agenda.words import matches, words_of
from bot.domain.agenda import Change, EventVersion, PersonalReminder, Step
from bot.domain.event import Event, EventStatus, local_day
from bot.domain.occasion import Occasion
from bot.domain.subscription import LONG_AGO, Rule, Wish

WAKING = (time(8), time(21))
"""Local hours in which a late discovery may be told at once."""
_DAY = timedelta(days=1)


def occasions(
    versions: Iterable[EventVersion], wish: Wish, *, muted: frozenset[str], until: datetime, now: datetime
) -> list[Occasion]:
    """Every occasion of events ahead whose slot comes up to `until`, past slots too, in the order of their slots.

    Muted, cancelled, removed, undated and vague events have none: nobody knows the day of those.
    """
    farthest = until.date() + (max(wish.leads, default=0) + 2) * _DAY
    near = (v for v in versions if _may_be_near(v.event, now.date() - 2 * _DAY, farthest))
    found = [
        occasion
        for version in near
        if is_announced(version) and version.event.uid not in muted and _is_wanted(version.event, wish.topics)
        for occasion in _of_version(version, wish, until, now)
        if occasion.slot <= until
    ]
    return sorted(found, key=lambda o: (o.slot, o.uid, o.offset))


def _may_be_near(event: Event, first: date, last: date) -> bool:
    """A quick look that spares most of a long list the slow one; it errs towards yes."""
    if event.starts is None:
        return False
    day = event.starts.date() if isinstance(event.starts, datetime) else event.starts
    return bool(event.recurrence) or first <= day <= last


def is_announced(version: EventVersion) -> bool:
    """Whether the event stands, takes place, and has a day."""
    event = version.event
    return (
        version.removed_at is None
        and event.status is EventStatus.CONFIRMED
        and event.starts is not None
        and not event.vague
    )


def known_since(version: EventVersion, now: datetime) -> datetime:
    """Since when the event's present start is known: found, found again, or moved there.

    What was learned after `now` does not count: whoever looks as of an earlier instant asks what would have been.
    """
    moves = [step.at for step in version.steps if step.change is Change.MOVED and step.starts != version.event.starts]
    return max((moment for moment in (version.found_at, *moves) if moment <= now), default=LONG_AGO)


def last_move(version: EventVersion, now: datetime) -> Step | None:
    """The latest change of the event's dates so far."""
    moves = (step for step in reversed(version.steps) if step.change is Change.MOVED and step.at <= now)
    return next(moves, None)


def lies_ahead_until(starts: date | datetime, zone: ZoneInfo) -> datetime:
    """The instant of the start; for an event without a time the end of its first local day."""
    return starts if isinstance(starts, datetime) else midnight(starts + _DAY, zone)


def times_ahead(event: Event, *, zone: ZoneInfo, now: datetime, days: int) -> list[Event]:
    """The event, or the times of a series, that start from now on within so many days."""
    today = now.astimezone(zone).date()
    ahead = occurrences(event, start=today - _DAY, end=today + (days + 2) * _DAY)
    return [time for time in ahead if time.starts is not None and lies_ahead_until(time.starts, zone) > now]


def lead_slot(starts: date | datetime, days: int, rule: Rule) -> datetime:
    """The rule's wall time so many days before the first local day; never after the start.

    An event that begins before that hour of its own day is announced the day before.
    """
    zone = zone_of(rule.zone)
    day = local_day(starts, zone)
    slot = _at(day - days * _DAY, rule.at, zone)
    return _at(day - _DAY, rule.at, zone) if isinstance(starts, datetime) and slot >= starts else slot


def waking(moment: datetime, rule: Rule) -> datetime:
    """The moment itself in waking hours, else the next morning: at the rule's time if that is a waking hour."""
    zone = zone_of(rule.zone)
    local = moment.astimezone(zone)
    if WAKING[0] <= local.time() < WAKING[1]:
        return moment
    morning = rule.at if WAKING[0] <= rule.at < WAKING[1] else WAKING[0]
    day = local.date() if local.time() < WAKING[0] else local.date() + _DAY
    return _at(day, morning, zone)


def personal_slot(reminder: PersonalReminder, starts: date | datetime) -> datetime:
    """When a person wants to be reminded of an event that starts then."""
    if reminder.moment is not None:
        return reminder.moment
    if reminder.minutes is not None and isinstance(starts, datetime):
        return starts - timedelta(minutes=reminder.minutes)
    return lead_slot(starts, reminder.days, Rule(at=reminder.at, zone=reminder.zone))


def _of_version(version: EventVersion, wish: Wish, until: datetime, now: datetime) -> Iterator[Occasion]:
    zone = zone_of(wish.rule.zone)
    days = max(wish.leads, default=0) + max((until - now).days, 0)
    since = known_since(version, now)
    for one in times_ahead(version.event, zone=zone, now=now, days=days):
        assert one.starts is not None, "times have a start"
        leads = _leads(wish.leads, version.event, one, zone)
        yield from _of_time(version.event.uid, one.starts, leads, wish.rule, since)


def _leads(leads: tuple[int, ...], event: Event, one: Event, zone: ZoneInfo) -> list[int]:
    """Of a series only lead times that are shorter than the time since its last turn: nobody asks a week ahead what
    happens every day.
    """
    wanted = sorted(set(leads), reverse=True)
    if not event.recurrence or one.starts is None:
        return wanted
    day = local_day(one.starts, zone)
    before = [local_day(o.starts, zone) for o in occurrences(event, start=day - 8 * _DAY, end=day) if o.starts]
    earlier = [other for other in before if other < day]
    gap = (day - max(earlier)).days if earlier else 366
    return [lead for lead in wanted if lead < gap]


def _of_time(uid: str, starts: date | datetime, leads: list[int], rule: Rule, since: datetime) -> Iterator[Occasion]:
    """Regular slots from when the event is known; of the missed ones the newest, told late.

    A regular slot later on the same day is soon enough: nobody hears of one event twice in a day.
    """
    zone = zone_of(rule.zone)
    until = lies_ahead_until(starts, zone)
    slots = {lead_slot(starts, lead, rule): lead for lead in leads}
    regular = {slot: lead for slot, lead in slots.items() if slot >= since}
    missed = max((slot for slot in slots if slot < since), default=None)
    if missed is not None:
        late = waking(since, rule)
        if late < until and all(local_day(late, zone) < local_day(slot, zone) for slot in regular):
            yield Occasion(uid, starts, f"{slots[missed]}d", late, until, since)
    for slot, lead in regular.items():
        yield Occasion(uid, starts, f"{lead}d", slot, until, since)


def _is_wanted(event: Event, topics: tuple[str, ...]) -> bool:
    return not topics or any(matches(event, words_of(topic)) for topic in topics)


def _at(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A wall time in UTC: in a gap of the clocks later, in a fold the first of the two."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
