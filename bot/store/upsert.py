"""`insert … on conflict`, which SQLite and PostgreSQL have alike and standard SQL has not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table

if TYPE_CHECKING:
    from sqlalchemy.dialects.sqlite import Insert


def inserting(connection: Connection, table: Table) -> Insert:
    """An insert that knows `on_conflict_do_nothing` and `on_conflict_do_update`, of the connection's dialect."""
    build: Any  # the two dialects' inserts are alike but share no class with these methods
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as build
    else:
        from sqlalchemy.dialects.sqlite import insert as build
    made: Insert = build(table)
    return made
