"""Signatures of requests, remembered for all replicas."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
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
PATIENCE_SECONDS = 1.0
"""Slack waits three seconds for an acknowledgement, a write ten for another writer, and a server that hangs forever."""
_THREADS = 4
_PRUNE_EVERY = 100

log = structlog.get_logger(__name__)


class First(Protocol):
    """Whether a signature is seen for the first time."""

    def __call__(self, signature: str, *, now: datetime) -> bool: ...


class SqlReplays:
    """The gate's Replays over a database: a signature is let in once, whichever replica it comes to.

    `alone` knows what came to this process. While the database is away or slow its word is enough: what needs no
    database, such as a search, goes on.
    """

    def __init__(self, database: Database, *, alone: First) -> None:
        self._database = database
        self._alone = alone
        self._calls = 0
        self._asking = ThreadPoolExecutor(_THREADS, thread_name_prefix="replays")

    def first(self, signature: str, *, now: datetime) -> bool:
        """True for the first call with a signature."""
        if not self._alone(signature, now=now):
            return False
        kept = self._asking.submit(self._kept, signature, now)
        try:
            return kept.result(PATIENCE_SECONDS)
        except (StoreError, TimeoutError) as error:
            kept.cancel()
            log.warning("replays.unshared", error=str(error) or "no answer in time")
            return True

    def _kept(self, signature: str, now: datetime) -> bool:
        r = t.replays.c
        self._calls += 1
        with self._database.write() as connection:
            if self._calls % _PRUNE_EVERY == 0:
                connection.execute(delete(t.replays).where(r.at < now - KEEP))
            new = inserting(connection, t.replays).values(signature=signature, at=now).on_conflict_do_nothing()
            return connection.execute(new.returning(r.signature)).first() is not None
