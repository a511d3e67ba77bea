"""The outbox over a database: a module for each side of it, and the rows and transitions that they share."""

from __future__ import annotations

from bot.store.outbox.claims import SqlClaims
from bot.store.outbox.doubts import SqlDoubts
from bot.store.outbox.paces import SqlPaces
from bot.store.outbox.planning import SqlPlanning
from bot.store.outbox.record import SqlRecord
from bot.store.outbox.sending import SqlSending
from bot.store.outbox.strays import SqlStrays
from bot.store.outbox.upkeep import SqlUpkeep
from bot.store.outbox.verdicts import SqlVerdicts


class SqlOutbox(SqlPlanning, SqlClaims, SqlSending, SqlVerdicts, SqlPaces, SqlStrays, SqlDoubts, SqlUpkeep, SqlRecord):
    """The Outbox of `bot.domain.outbox`, whole."""
