"""Numbers that only grow, and locks of a row until the transaction ends."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from bot.store.tables import counters
from bot.store.upsert import inserting


def counter(connection: Connection, name: str) -> int:
    """The number as of the last commit; 0 where it was never raised."""
    found: int | None = connection.execute(select(counters.c.value).where(counters.c.name == name)).scalar()
    return found or 0


def advance(connection: Connection, name: str) -> int:
    """The next number. Who asks second waits for the first's commit, so that numbers appear in their order."""
    raised = update(counters).where(counters.c.name == name).values(value=counters.c.value + 1)
    found: int | None = connection.execute(raised.returning(counters.c.value)).scalar()
    if found is None:
        # On PostgreSQL two first writers may meet: the second waits here for the first's commit and adds nothing.
        connection.execute(inserting(connection, counters).values(name=name, value=0).on_conflict_do_nothing())
        found = connection.execute(raised.returning(counters.c.value)).scalar_one()
    return found
