"""The outbox as senders use it: claim, freeze, settle. Who holds an old generation finds no row to change."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, exists, func, or_, select, update

from bot.domain.delivery import Delivery, Payload, Planned, State
from bot.store import tables as t
from bot.store.codec import encode
from bot.store.outbox.paces import holds, take_pace
from bot.store.outbox.planning import insert_planned
from bot.store.outbox.rows import read_deliveries
from bot.store.outbox.side import Side
from bot.store.outbox.transitions import NOTHING, Values, call_off, move, not_reclaimed

_CANDIDATES = 500
"""Looked at in one claim: to rank all of 20,000 due ones took 75 ms each time. A target that fills them waits after its
first message, and lets the others forward."""


class SqlClaims(Side):
    """The Claims of `bot.domain.outbox` over a database."""

    def claim(self, worker: str, *, limit: int, now: datetime, pace_seconds: float) -> tuple[Delivery, ...]:
        """Take due deliveries as `sending` in a new generation."""
        d = t.deliveries.c
        until = now + timedelta(seconds=pace_seconds)
        fresh = {"generation": d.generation + 1, "worker": worker, "payload": None, "payload_hash": "", "reason": ""}
        with self._database.read() as connection:
            # Asked every second: while nothing is due nobody's write has to wait for it.
            if connection.execute(_ready(now).limit(1)).first() is None:
                return ()
        with self._database.write() as connection:
            due = connection.execute(_unlocked(connection, _due(now, limit))).all()
            taken = [row.id for row in due if take_pace(connection, row.owner, row.target, now=now, until=until)]
            if not taken:
                return ()
            pending = (d.id.in_(taken), d.state == State.PENDING)
            move(connection, pending, State.SENDING, event="claimed", now=now, worker=worker, values=fresh)
            return read_deliveries(connection, d.id.in_(taken), order=(d.next_try, d.id))

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


def _ready(now: datetime) -> Select[Any]:
    """What may be sent now, the longest due first."""
    d, p = t.deliveries.c, t.paces.c
    waits = exists().where(p.owner == d.owner, or_(p.target == d.target, p.target == ""), holds(now))
    return (
        select(d.id, d.owner, d.target, d.next_try)
        .where(d.state == State.PENDING, d.next_try <= now, d.expires > now, ~waits)
        .order_by(d.next_try, d.id)
    )


def _due(now: datetime, limit: int) -> Select[Any]:
    """The longest due delivery of each target that need not wait."""
    ready = _ready(now).limit(_CANDIDATES).subquery().c
    order = (ready.next_try, ready.id)
    place = func.row_number().over(partition_by=(ready.owner, ready.target), order_by=order).label("place")
    first = select(ready.id, ready.next_try, place).subquery().c
    return select(first.id).where(first.place == 1).order_by(first.next_try, first.id).limit(limit)


def _unlocked(connection: Connection, ids: Select[Any]) -> Select[Any]:
    """Their rows, locked and without those that another transaction holds; SQLite has one writer at a time."""
    d = t.deliveries.c
    query = select(d.id, d.owner, d.target).where(d.id.in_(ids), d.state == State.PENDING).order_by(d.next_try, d.id)
    return query.with_for_update(skip_locked=True) if connection.dialect.name == "postgresql" else query


def _pause(connection: Connection, subscription_id: str, reason: str) -> bool:
    """False where it is paused already: its owner has been told."""
    s = t.subscriptions.c
    paused = connection.execute(
        update(t.subscriptions)
        .where(s.id == subscription_id, s.paused.is_(False))
        .values(paused=True, pause_reason=reason, version=s.version + 1)
    )
    return bool(paused.rowcount)
