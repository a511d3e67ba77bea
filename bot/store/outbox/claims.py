"""What is due becomes a sender's, and what a dead one had is given up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, exists, func, or_, select

from bot.domain.delivery import Delivery, State
from bot.store import tables as t
from bot.store.outbox.paces import holds, take_pace
from bot.store.outbox.rows import read_deliveries
from bot.store.outbox.side import Side
from bot.store.outbox.transitions import again, move

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

    def workers(self) -> frozenset[str]:
        """Those under whose name something is being sent."""
        d = t.deliveries.c
        with self._database.read() as connection:
            return frozenset(connection.execute(select(d.worker).where(d.state == State.SENDING).distinct()).scalars())

    def abandon(self, worker: str, *, keep: frozenset[int], look_at: datetime, now: datetime) -> tuple[int, int]:
        """Take what a dead sender left."""
        d = t.deliveries.c
        theirs = (d.state == State.SENDING, d.worker == worker, d.id.not_in(keep))
        doubt = {"look_at": look_at, "looks": 0, "unknown_since": now, "reason": "sender died"}
        with self._database.write() as connection:
            unknown = move(
                connection, (*theirs, d.payload_hash != ""), State.UNKNOWN, event="unknown", now=now, values=doubt,
                detail="sender died",
            )  # fmt: skip
            # Without a frozen payload no byte had gone out.
            pending = move(
                connection, (*theirs, d.payload_hash == ""), State.PENDING, event="not_posted", now=now,
                values={"next_try": again(now)}, detail="sender died before it sent",
            )  # fmt: skip
        return len(unknown), len(pending)


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
