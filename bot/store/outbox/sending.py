"""What senders write of what they claimed. Who holds an old generation finds no row to change."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, update

from bot.domain.delivery import Delivery, Payload, Planned, State
from bot.store import tables as t
from bot.store.codec import encode
from bot.store.outbox.planning import insert_planned
from bot.store.outbox.side import Side
from bot.store.outbox.transitions import NOTHING, Values, call_off, move, not_reclaimed


class SqlSending(Side):
    """The Sending of `bot.domain.outbox` over a database."""

    def freeze(self, delivery: Delivery, payload: Payload, payload_hash: str, *, now: datetime) -> bool:
        """Keep what will be sent."""
        frozen = {"payload": encode(payload), "payload_hash": payload_hash}
        return self._settle(delivery, State.SENDING, "frozen", "", now, frozen)

    def settle_unposted(self, delivery: Delivery, *, next_try: datetime, reason: str, now: datetime) -> bool:
        """Surely not posted."""
        return self._settle(delivery, State.PENDING, "not_posted", reason, now, {"next_try": next_try})

    def settle_unknown(self, delivery: Delivery, *, look_at: datetime, reason: str, now: datetime) -> bool:
        """Possibly posted."""
        values = {"look_at": look_at, "looks": 0, "unknown_since": now}
        return self._settle(delivery, State.UNKNOWN, "unknown", reason, now, values)

    def settle_ended(self, delivery: Delivery, state: State, *, reason: str, now: datetime) -> bool:
        """Final without a message."""
        return self._settle(delivery, state, state.value, reason, now)

    def refuse(self, delivery: Delivery, *, reason: str, notice: Planned | None, now: datetime) -> bool:
        """Failed because target or token refuse."""
        with self._database.write() as connection:
            failed = _settle(connection, delivery, State.FAILED, "failed", reason, now)
            if failed and delivery.subscription and _pause(connection, delivery.subscription, reason):
                call_off(connection, delivery.subscription, now=now, but=delivery.id)
                if notice is not None:
                    insert_planned(connection, [notice], now=now)
        return failed

    def _settle(
        self, delivery: Delivery, state: State, event: str, reason: str, now: datetime, values: Values = NOTHING
    ) -> bool:
        with self._database.write() as connection:
            return _settle(connection, delivery, state, event, reason, now, values)


def _settle(
    connection: Connection,
    delivery: Delivery,
    state: State,
    event: str,
    reason: str,
    now: datetime,
    values: Values = NOTHING,
) -> bool:
    """From sending, by the holder of the newest generation only."""
    ours = (*not_reclaimed(delivery), t.deliveries.c.state == State.SENDING)
    values = {**values, "reason": reason}
    return bool(
        move(connection, ours, state, event=event, now=now, values=values, worker=delivery.worker, detail=reason)
    )


def _pause(connection: Connection, subscription_id: str, reason: str) -> bool:
    """False where it is paused already: its owner has been told."""
    s = t.subscriptions.c
    paused = connection.execute(
        update(t.subscriptions)
        .where(s.id == subscription_id, s.paused.is_(False))
        .values(paused=True, pause_reason=reason, version=s.version + 1)
    )
    return bool(paused.rowcount)
