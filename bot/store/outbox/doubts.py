"""Deliveries that may stand in their channel: who looks for them, and what was seen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from bot.domain.delivery import Delivery, State
from bot.store import tables as t
from bot.store.outbox.rows import read_deliveries
from bot.store.outbox.side import Side
from bot.store.outbox.transitions import as_read, move

LOOKED_UP = (State.UNKNOWN, State.HELD, State.POSTED)
"""Those with a next look; a posted one's is its audit."""


class SqlDoubts(Side):
    """The Doubts of `bot.domain.outbox` over a database."""

    def to_look_up(self, *, now: datetime, limit: int) -> tuple[Delivery, ...]:
        """The longest due first."""
        d = t.deliveries.c
        with self._database.read() as connection:
            return read_deliveries(
                connection, d.state.in_(LOOKED_UP), d.look_at <= now, order=(d.look_at, d.id), limit=limit
            )

    def start_look(self, delivery: Delivery, *, again_at: datetime, now: datetime) -> bool:
        """Reserve a look."""
        d = t.deliveries.c
        reserved = update(t.deliveries).where(*as_read(delivery), d.look_at <= now).values(look_at=again_at)
        with self._database.write() as connection:
            return bool(connection.execute(reserved).rowcount)

    def absent(self, delivery: Delivery, *, looks: int, again_at: datetime, now: datetime) -> bool:
        """Keep that a look found nothing."""
        values = {"looks": looks, "look_at": again_at}
        with self._database.write() as connection:
            return bool(move(connection, as_read(delivery), delivery.state, event="absent", now=now, values=values))

    def hold(self, delivery: Delivery, *, reason: str, look_at: datetime, now: datetime) -> bool:
        """To held."""
        values = {"reason": reason, "look_at": look_at}
        with self._database.write() as connection:
            return bool(
                move(connection, as_read(delivery), State.HELD, event="held", now=now, values=values, detail=reason)
            )

    def audited(self, delivery: Delivery) -> None:
        """No further look."""
        done = update(t.deliveries).where(*as_read(delivery)).values(look_at=None)
        with self._database.write() as connection:
            connection.execute(done)
