"""What people may say about a delivery that nobody can decide."""

from __future__ import annotations

from datetime import datetime

from bot.domain.delivery import Delivery, Posted, State
from bot.domain.outbox import Outbox
from bot.errors import InputError


class Answering:
    """The two answers of a person to a delivery that is held, or that failed. Raise InputError for any other."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def resend(self, delivery_id: int, *, now: datetime) -> Delivery:
        """It does not stand in the channel: send it again."""
        delivery = self._asked(delivery_id, State.HELD, State.FAILED)
        return self._done(delivery_id, self._outbox.requeue(delivery, reason="resent by a person", now=now))

    def mark_posted(self, delivery_id: int, *, now: datetime) -> Delivery:
        """It stands in the channel: leave it."""
        delivery = self._asked(delivery_id, State.HELD)
        return self._done(delivery_id, self._outbox.settle_posted(delivery, Posted(delivery.target, ""), now=now))

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
