"""What every side of the outbox stands on."""

from __future__ import annotations

from bot.store.database import Database


class Side:
    """A side of the outbox over a database. The sides share its tables, and nothing in memory."""

    def __init__(self, database: Database) -> None:
        self._database = database
