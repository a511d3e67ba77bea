"""Reminders that persons asked for: rows for what is due to them, following their events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.agenda.reminders import known_since, lies_ahead_until, personal_slot, times_ahead, waking
from bot.agenda.spans import is_over, zone_of
from bot.agenda.standing import CHANGE_LIFE, is_lately, standing_change
from bot.agenda.upcoming import next_time
from bot.domain.agenda import PERSONAL, Change, EventVersion, PersonalReminder
from bot.domain.delivery import Planned
from bot.domain.event import Event
from bot.domain.occasion import item_prefix, start_key
from bot.domain.subscription import Rule

HORIZON = timedelta(hours=48)
"""How far ahead rows are written down, as for everything that is delivered."""
_AHEAD_DAYS = 400


def personal_rows(reminder: PersonalReminder, version: EventVersion, now: datetime) -> Iterator[Planned]:
    """One for each time ahead whose slot is near; a slot missed by a move is made up for at once."""
    zone = zone_of(reminder.zone)
    since = max(known_since(version, now), min(reminder.created_at, now))
    for one in _times(reminder, version.event, zone, now):
        assert one.starts is not None, "times have a start"
        until = lies_ahead_until(one.starts, zone)
        slot = personal_slot(reminder, one.starts)
        if slot < since:
            slot = waking(since, Rule(at=reminder.at, zone=reminder.zone))
        if slot >= until or until <= now or slot > now + HORIZON:
            continue
        yield Planned(
            key=f"personal:{reminder.id}:{start_key(one.starts)}",
            kind=PERSONAL,
            owner=reminder.owner,
            target=reminder.user,
            slot=slot,
            expires=until,
            ref={
                "reminder": reminder.id,
                "uid": reminder.uid,
                "key": f"{item_prefix(reminder.id, reminder.uid)}{start_key(one.starts)}:me",
                "zone": reminder.zone,
                "language": reminder.language,
            },
        )


def _times(reminder: PersonalReminder, event: Event, zone: ZoneInfo, now: datetime) -> list[Event]:
    """The event, or the times of a series, whose reminder may fall within the horizon.

    A moment that the person chose is meant for what comes next then, however far ahead, and for no later turn.
    """
    if reminder.moment is not None:
        coming = next_time(event, now=reminder.moment, zone=zone)
        return [] if coming is None else [coming]
    lead = reminder.minutes // 1440 if reminder.minutes is not None else reminder.days
    return times_ahead(event, zone=zone, now=now, days=min(lead + HORIZON.days + 1, _AHEAD_DAYS))


def personal_cancellation(reminder: PersonalReminder, version: EventVersion, now: datetime) -> Iterator[Planned]:
    """The one message that the event does not take place, in waking hours."""
    step = standing_change(version)
    if step is None or step.change is not Change.CANCELLED or step.at < reminder.created_at:
        return
    if not is_lately(step, now):
        return
    if is_over(version.event, now, zone_of(reminder.zone)):
        return
    slot = waking(step.at, Rule(at=reminder.at, zone=reminder.zone))
    yield Planned(
        key=f"personal:{reminder.id}:cancelled:{step.sequence}",
        kind=PERSONAL,
        owner=reminder.owner,
        target=reminder.user,
        slot=slot,
        expires=slot + CHANGE_LIFE,
        ref={
            "reminder": reminder.id,
            "uid": reminder.uid,
            "key": "",
            "zone": reminder.zone,
            "language": reminder.language,
        },
    )
