"""What plugs into the deliveries: composers of contents, and sources of events to be reminded of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from bot.domain.delivery import Delivery, Payload
from bot.domain.subscription import Subscription

LATE_AFTER = timedelta(minutes=30)
"""A delivery that comes later than this after its slot says so."""


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery about to go out, with what its contents depend on.

    `previous` is the slot of the last posted one of the subscription; `skipped` counts those that were missed since;
    `next_send` is when the next digest comes.
    """

    delivery: Delivery
    subscription: Subscription | None
    previous: datetime | None = None
    skipped: int = 0
    next_send: datetime | None = None

    def late(self, now: datetime) -> bool:
        """Whether it has to say that it comes late."""
        return now - self.delivery.slot > LATE_AFTER


class Composer(Protocol):
    """Makes the contents of one kind of delivery, as of the moment of posting.

    The same inputs give the same payload. It is called outside any transaction, possibly by several threads and once
    again for each attempt. It may raise StoreError; any other error is a defect, and the delivery is tried again.
    """

    def compose(self, due: Due, *, now: datetime) -> Payload | None:
        """What to say; None to stay silent, which ends the delivery as skipped."""
        ...


@dataclass(frozen=True, slots=True)
class Occasion:
    """A moment to remind somebody of an event.

    `uid` and `starts` name the event as it stands now, `offset` the lead time (`7d`, `1d`, `0d`). `until` is when it no
    longer lies ahead. `found` is when the event came to be known, where that is later than its document's beginning.
    """

    uid: str
    starts: date | datetime
    offset: str
    slot: datetime
    until: datetime
    found: datetime | None = None

    def key(self, subscription_id: str) -> str:
        """The business key: an event that is moved is another occasion."""
        moment = self.starts
        starts = f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}" if isinstance(moment, datetime) else moment.isoformat()
        return f"{item_prefix(subscription_id, self.uid)}{starts}:{self.offset}"


@dataclass(frozen=True, slots=True)
class Told:
    """What an item's key says: the event, its start when it was planned, the lead time."""

    uid: str
    starts: date | datetime
    offset: str


def item_prefix(subscription_id: str, uid: str) -> str:
    """How the item keys of an event in a subscription begin, whenever it starts: for finding what was posted of it."""
    return f"reminder:{subscription_id}:{uid}:"


def told(key: str) -> Told:
    """An item's key read back. The uid may hold colons, the rest does not."""
    uid, starts, offset = key.split(":", 2)[2].rsplit(":", 2)
    if "T" in starts:
        return Told(uid, datetime.strptime(starts, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC), offset)
    return Told(uid, date.fromisoformat(starts), offset)


class Occasions(Protocol):
    """Tells what a reminders subscription is to be reminded of."""

    def occasions(self, subscription: Subscription, *, until: datetime, now: datetime) -> Sequence[Occasion]:
        """Of every wanted event still ahead: the occasions with slots up to `until`, past ones too.

        Muted, cancelled and undated events have none.
        """
        ...
