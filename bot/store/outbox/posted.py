"""The digests that stand in channels, as their corrections need them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from bot.domain.delivery import CORRECTION, DIGEST, Delivery, State
from bot.store import tables as t
from bot.store.database import Database
from bot.store.outbox.rows import read_deliveries


class SqlPostedDigests:
    """The PostedDigests of `bot.domain.outbox` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last(self, *, since: datetime) -> tuple[Delivery, ...]:
        """The last digest of each place."""
        d = t.deliveries.c
        place = func.row_number().over(partition_by=(d.owner, d.target), order_by=(d.slot.desc(), d.id.desc()))
        posted = (
            select(d.id, place.label("place"))
            .where(d.updated_at >= since, d.posted_at >= since, d.kind == DIGEST, d.state == State.POSTED)
            .subquery()
        )
        with self._database.read() as connection:
            return read_deliveries(connection, d.id.in_(select(posted.c.id).where(posted.c.place == 1)))

    def replies(self, digest: Delivery) -> tuple[Delivery | None, ...]:
        """In the order of the payload."""
        count = len(digest.payload.thread) if digest.payload else 0
        keys = [f"{digest.key}#{place}" for place in range(1, count + 1)]
        d = t.deliveries.c
        with self._database.read() as connection:
            found = {reply.key: reply for reply in read_deliveries(connection, d.key.in_(keys))}
        return tuple(found.get(key) for key in keys)

    def edits(self, *, since: datetime) -> Sequence[Delivery]:
        """Newest first."""
        d = t.deliveries.c
        with self._database.read() as connection:
            return read_deliveries(
                connection,
                d.updated_at >= since,
                d.kind == CORRECTION,
                d.state != State.CANCELLED,
                order=(d.slot.desc(), d.id.desc()),
            )
