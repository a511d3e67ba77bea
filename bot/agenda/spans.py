"""When an event lies ahead, runs, and is over: days and instants in one order."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.event import Event

FAR = datetime.max.replace(tzinfo=UTC)


@lru_cache(maxsize=640)
def zone_of(name: str) -> ZoneInfo:
    """The zone of a name, read from disk once."""
    return ZoneInfo(name)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a day begins in a zone."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def begins(event: Event, zone: ZoneInfo) -> datetime:
    """The instant of the start; a day begins where the event takes place, else in `zone`. Undated events come last."""
    if event.starts is None:
        return FAR
    return event.starts if isinstance(event.starts, datetime) else midnight(event.starts, _home(event, zone))


def closes(event: Event, zone: ZoneInfo) -> datetime:
    """The instant from which the event is over."""
    if event.ends is None:
        return FAR
    if isinstance(event.ends, datetime):
        return event.ends
    return midnight(event.ends + timedelta(days=1), _home(event, zone))


def is_over(event: Event, now: datetime, zone: ZoneInfo) -> bool:
    """Whether nothing of the event is ahead any more; what runs over several days is not over until its end."""
    return closes(event, zone) <= now


def _home(event: Event, zone: ZoneInfo) -> ZoneInfo:
    return zone_of(event.zone) if event.zone else zone
