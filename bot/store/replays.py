"""Signatures of requests, remembered for all replicas."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

import structlog
from sqlalchemy import delete

from bot.errors import StoreError
from bot.store import tables as t
from bot.store.database import Database
from bot.store.upsert import inserting

KEEP = timedelta(minutes=15)
"""Longer than a signature is valid in either direction of a skewed clock."""
_PRUNE_EVERY = 100

log = structlog.get_logger(__name__)


class First(Protocol):
    """Whether a signature is seen for the first time."""

    def __call__(self, signature: str, *, now: datetime) -> bool: ...


class SqlReplays:
    """The gate's Replays over a database: a signature is let in once, whichever replica it comes to.

    While the database is away, `alone` answers: what needs no database, such as a search, goes on.
    """

    def __init__(self, database: Database, *, alone: First) -> None:
        self._database = database
        self._alone = alone
        self._calls = 0

    def first(self, signature: str, *, now: datetime) -> bool:
        """True for the first call with a signature."""
        try:
            return self._kept(signature, now)
        except StoreError as error:
            log.warning("replays.unshared", error=str(error))
            return self._alone(signature, now=now)

    def _kept(self, signature: str, now: datetime) -> bool:
        r = t.replays.c
        self._calls += 1
        with self._database.write() as connection:
            if self._calls % _PRUNE_EVERY == 0:
                connection.execute(delete(t.replays).where(r.at < now - KEEP))
            new = inserting(connection, t.replays).values(signature=signature, at=now).on_conflict_do_nothing()
            return connection.execute(new.returning(r.signature)).first() is not None
