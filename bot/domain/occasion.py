"""Moments to remind somebody of an event, and the keys under which deliveries tell of them.

A key reads `reminder:{subscription}:{uid}:{start}:{offset}`: an event that moves is another occasion, so that the
outbox tells of each start and lead time once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

_INSTANT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Occasion:
    """A moment to remind somebody of an event.

    `uid` and `starts` name the event as it stands now, `offset` the lead time (`7d`, `1d`, `0d`). `slot` is when to say
    it and `until` when the event no longer lies ahead. `found` is when the event, or its present start, came to be
    known.
    """

    uid: str
    starts: date | datetime
    offset: str
    slot: datetime
    until: datetime
    found: datetime | None = None

    def key(self, subscription_id: str) -> str:
        """The business key of this occasion in a subscription."""
        return f"{item_prefix(subscription_id, self.uid)}{start_key(self.starts)}:{self.offset}"


@dataclass(frozen=True, slots=True)
class Told:
    """What an item's key says: the event, its start when it was planned, the lead time."""

    uid: str
    starts: date | datetime
    offset: str


def item_prefix(subscription_id: str, uid: str) -> str:
    """How the keys of an event in a subscription begin, whenever it starts: for finding what was posted of it."""
    return f"reminder:{subscription_id}:{uid}:"


def start_key(starts: date | datetime) -> str:
    """A start without colons."""
    return starts.astimezone(UTC).strftime(_INSTANT) if isinstance(starts, datetime) else starts.isoformat()


def told(key: str) -> Told:
    """An item's key read back. The uid may hold colons, the rest does not."""
    uid, starts, offset = key.split(":", 2)[2].rsplit(":", 2)
    if "T" in starts:
        return Told(uid, datetime.strptime(starts, _INSTANT).replace(tzinfo=UTC), offset)
    return Told(uid, date.fromisoformat(starts), offset)
