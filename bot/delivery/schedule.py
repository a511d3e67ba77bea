"""When a subscription is due: pure functions of rules and instants.

A slot is a wall time in the rule's zone. Where the clocks jump over it, it shifts forward by the length of the gap;
where they show it twice, the first counts: PEP 495's fold 0, which RFC 5545 asks for too. Each local period has its
slots once, whatever the clocks do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo

from bot.domain.subscription import Rule

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Slot:
    """An instant to deliver at, and the local period that it serves.

    `period` is the ISO week in the rule's zone, as in 2024-W48; the second slot of a week has `.2` behind it. So a week
    whose days are changed in its middle still has its first, second, … slot once.
    """

    at: datetime
    period: str


def slots(rule: Rule, *, after: datetime, until: datetime) -> Iterator[Slot]:
    """Slots after one instant and up to another, in order."""
    days = sorted(set(rule.weekdays))
    if not days or after >= until:
        return
    zone = zone_of(rule.zone)
    # A day earlier and later: near the ends a shift may carry a slot over the border.
    monday = _monday(after.astimezone(zone).date() - DAY)
    final = until.astimezone(zone).date() + DAY
    last = after
    while monday <= final:
        year, week, _ = monday.isocalendar()
        for number, weekday in enumerate(days, start=1):
            at = instant(monday + timedelta(days=weekday - 1), rule.at, zone)
            # Two local days may share an instant where a whole day was left out of the calendar (Apia, 2011-12-30).
            if last < at <= until:
                last = at
                yield Slot(at, f"{year}-W{week:02}" + (f".{number}" if number > 1 else ""))
        monday += WEEK


def next_slots(rule: Rule, *, after: datetime, count: int) -> list[Slot]:
    """The first slots after an instant."""
    return list(islice(slots(rule, after=after, until=after + WEEK * (count + 2)), count))


def digest_key(subscription_id: str, slot: Slot) -> str:
    """The business key of a digest: one for each local period, whenever in it the digest goes out."""
    return f"digest:{subscription_id}:{slot.period}"


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A wall time in UTC; the way over UTC moves times in a gap forward, and a `fold` of the time counts as 0."""
    return datetime.combine(day, at.replace(fold=0), zone).astimezone(UTC)


@cache
def zone_of(name: str) -> ZoneInfo:
    """The zone, read from disk once."""
    return ZoneInfo(name)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
