"""What plugs into the deliveries: composers of contents, and sources of events to be reminded of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.delivery import Delivery, Payload
from bot.domain.occasion import Occasion
from bot.domain.subscription import Subscription

LATE_AFTER = timedelta(minutes=30)
"""A delivery that comes later than this after its slot says so."""


Reached = Callable[[str], None]
"""Is told each step by its name, for those who test what a crash there does."""


def unwatched(step: str) -> None:
    """Nobody watches the steps."""


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery about to go out, with what its contents depend on.

    `previous` is up to when the last posted one of the subscription told; `skipped` counts those that were missed
    since; `next_send` is when the next digest comes.
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


class Occasions(Protocol):
    """Tells what a reminders subscription is to be reminded of."""

    def occasions(self, subscription: Subscription, *, until: datetime, now: datetime) -> Sequence[Occasion]:
        """Of every wanted event that lies ahead as of `now`: the occasions with slots up to `until`, past ones too.

        Muted, cancelled and undated events have none.
        """
        ...
