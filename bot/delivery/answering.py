"""What people may say about a delivery that nobody can decide."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Protocol

from bot.domain.delivery import Delivery, Posted, State
from bot.domain.outbox import Record, Verdicts
from bot.errors import InputError

_LINK = re.compile(r"https://[^/\s]+/archives/([CDG][A-Z0-9]+)/p(\d{10})(\d{6})(?:\?\S*)?")
"""As Slack's “Copy link” gives it: the channel, and the message's `ts` without its point."""


class Answerable(Record, Verdicts, Protocol):
    """What this needs of the outbox."""


class Answering:
    """The two answers of a person to a delivery that is held, or that failed. Raise InputError for any other."""

    def __init__(self, outbox: Answerable) -> None:
        self._outbox = outbox

    def resend(self, delivery_id: int, *, now: datetime) -> Delivery:
        """It does not stand in the channel: send it again."""
        delivery = self._asked(delivery_id, State.HELD, State.FAILED)
        return self._done(delivery_id, self._outbox.requeue(delivery, reason="resent by a person", now=now))

    def mark_posted(self, delivery_id: int, *, link: str = "", now: datetime) -> Delivery:
        """It stands in the channel: leave it. With the message's link, what belongs into its thread is sent."""
        delivery = self._asked(delivery_id, State.HELD)
        stands = _linked(link) if link else Posted(delivery.target, "")
        return self._done(delivery_id, self._outbox.settle_posted(delivery, stands, now=now))

    def _asked(self, delivery_id: int, *states: State) -> Delivery:
        delivery = self._outbox.get(delivery_id)
        if delivery is None:
            raise InputError(
                f"there is no delivery {delivery_id}; `aitrend deliveries` lists them",
                code="error.delivery.unknown",
                id=delivery_id,
            )
        if delivery.state not in states:
            raise InputError(
                f"delivery {delivery_id} is {delivery.state.value}; only {' and '.join(states)} ones can be answered",
                code="error.delivery.state",
                id=delivery_id,
                state=delivery.state.value,
            )
        return delivery

    def _done(self, delivery_id: int, changed: bool) -> Delivery:  # noqa: FBT001 (the outcome of the step before)
        current = self._outbox.get(delivery_id)
        if current is None or not changed:
            raise InputError(
                f"delivery {delivery_id} was settled meanwhile; look at it again",
                code="error.delivery.state",
                id=delivery_id,
            )
        return current


def _linked(link: str) -> Posted:
    match = _LINK.fullmatch(link.strip())
    if match is None:
        raise InputError(
            f"{link!r} is no link to a message; Slack's “Copy link” gives one like "
            "https://example.slack.com/archives/C0123456789/p1733792400000100",
            code="error.delivery.link",
        )
    channel, seconds, fraction = match.groups()
    return Posted(channel, f"{seconds}.{fraction}")
