"""Brings a database to the schema of this program: creates it, migrates it, or refuses a newer one."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from bot.errors import StoreError
from bot.store.faults import NEWER
from bot.store.tables import metadata

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
"""Every revision in order. Kept here so that a start at the newest needs no import of alembic."""

MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATION_KEY = 0x6169_7472_656E_6401
"""Advisory lock of PostgreSQL under which a schema is changed: `aitrend` and a number."""


def bring_up(engine: Engine) -> None:
    """Create or migrate, in one transaction and with every other process waiting. Raises StoreError for a newer schema.

    A database at the newest revision is only read.
    """
    with engine.begin() as connection:
        if _known(current(connection)) == REVISIONS[-1]:
            return
    with engine.connect() as connection:
        connection.execution_options(aitrend_write=True)
        with connection.begin():
            _lock(connection)
            found = _known(current(connection))
            if found is None:
                _create(connection)
            elif found != REVISIONS[-1]:
                migrate(connection, REVISIONS[-1])


def current(connection: Connection) -> str | None:
    """The revision that the database stands at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("select version_num from alembic_version")).scalar()
    return found


def migrate(connection: Connection, revision: str) -> None:
    """Run the migrations up to a revision within the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _known(revision: str | None) -> str | None:
    if revision is not None and revision not in REVISIONS:
        raise StoreError(
            f"the database has revision {revision}, newer than this program ({REVISIONS[-1]}); update aitrend, "
            "or name another database",
            code=NEWER,
        )
    return revision


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("set local lock_timeout = '60s'"))
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_KEY})


def _create(connection: Connection) -> None:
    """The newest schema at once; a test holds it equal to what the migrations make."""
    metadata.create_all(connection)
    connection.execute(text("create table alembic_version (version_num varchar(32) not null primary key)"))
    connection.execute(text("insert into alembic_version values (:head)"), {"head": REVISIONS[-1]})
