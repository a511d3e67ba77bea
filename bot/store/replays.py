"""Signatures of requests, remembered for all replicas."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete

from bot.store import tables as t
from bot.store.database import Database
from bot.store.upsert import inserting

KEEP = timedelta(minutes=15)
"""Longer than a signature is valid in either direction of a skewed clock."""
_PRUNE_EVERY = 100


class SqlReplays:
    """The gate's Replays over a database: a signature is let in once, whichever replica it comes to."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._calls = 0

    def first(self, signature: str, *, now: datetime) -> bool:
        """True for the first call with a signature."""
        r = t.replays.c
        self._calls += 1
        with self._database.write() as connection:
            if self._calls % _PRUNE_EVERY == 0:
                connection.execute(delete(t.replays).where(r.at < now - KEEP))
            new = inserting(connection, t.replays).values(signature=signature, at=now).on_conflict_do_nothing()
            return connection.execute(new.returning(r.signature)).first() is not None
