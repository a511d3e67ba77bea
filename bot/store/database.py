"""The one door to the database: SQLite in the data folder, or PostgreSQL by its URL.

A block of `read` or `write` is one transaction. On SQLite a write takes the write lock at its beginning, so that what
it reads cannot change under it; on PostgreSQL the statements lock the rows they mean to change.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, exc
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import SettingsError, StoreError
from bot.store import schema
from bot.store.faults import AWAY, REFUSED, explained

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
    from sqlalchemy.pool import ConnectionPoolEntry

FILE_NAME = "aitrend.sqlite3"
BUSY_SECONDS = 10
"""How long a statement waits for another writer before the step gives up and is tried again later."""
CONNECT_SECONDS = 10
"""How long a server may take for a new connection, for which PostgreSQL starts a process."""
SYNCHRONOUS = "FULL"
"""Not NORMAL: a claim that a power cut undoes after the message went out would be posted again."""

_POSTGRES_OPTIONS = (
    "-c timezone=UTC -c statement_timeout=120s -c idle_in_transaction_session_timeout=300s "
    "-c tcp_keepalives_idle=20 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
)
"""The keep-alives let the server notice within a minute that a client's machine died, and drop its advisory locks."""


class Database:
    """Open connections to one database at the program's schema. Safe to share between threads, not over a fork."""

    def __init__(self, engine: Engine, data: Path) -> None:
        self.engine = engine
        self.data = data

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is the file in the data folder."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One transaction that only reads. Raises StoreError."""
        with explaining(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, committed at the end of the block and undone where the block raises. Raises StoreError."""
        with explaining(), self.engine.connect() as connection:
            connection.execution_options(aitrend_write=True)
            with connection.begin():
                yield connection

    @staticmethod
    def explaining() -> AbstractContextManager[None]:
        """Turn what the driver says into StoreError, for the rare use of a bare connection."""
        return explaining()

    def dispose(self) -> None:
        """Close every connection; the next use opens new ones."""
        self.engine.dispose()

    def forget(self) -> None:
        """Leave the parent's connections alone after a fork."""
        self.engine.dispose(close=False)

    def describe(self) -> str:
        """Where the data lies, without the password."""
        if self.is_sqlite:
            return str(self.engine.url.database)
        return self.engine.url.render_as_string(hide_password=True)


def open_database(url: str, data: Path) -> Database:
    """Connect and bring the schema to this program's revision; an empty `url` means the file in the data folder.

    Raises SettingsError for a URL that cannot be used, and StoreError where the database is away, refuses, or was
    written by a newer program.
    """
    database = connect(url, data)
    try:
        with explaining():
            schema.bring_up(database.engine)
    except BaseException:
        database.dispose()
        raise
    return database


def connect(url: str, data: Path) -> Database:
    """The database as it is, its schema not looked at."""
    target = _target(url, data)
    if target.get_backend_name() == "sqlite":
        _make_folder(Path(str(target.database)).parent)
        return Database(_sqlite(target), data)
    return Database(_postgres(target), data)


def _target(url: str, data: Path) -> URL:
    if not url:
        return URL.create("sqlite", database=str(data / FILE_NAME))
    try:
        target = make_url(url)
    except ArgumentError:
        raise SettingsError(f"--database-url {_shown(url)!r} is no URL; an example is {_EXAMPLE}") from None
    if target.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return target.set(drivername="postgresql+psycopg")
    if target.drivername == "sqlite" and target.database not in {None, "", ":memory:"}:
        return target
    raise SettingsError(
        f"--database-url names {target.drivername!r}; only PostgreSQL is meant there, as in {_EXAMPLE}; "
        "without the option SQLite is used in the data folder"
    )


_EXAMPLE = "postgresql://user:password@host/database"


def _shown(url: str) -> str:
    """Only the scheme: what follows may hold a password."""
    return url.split(":", 1)[0][:20]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the data folder {folder} cannot be made ({error.strerror}); name another with --data", code=REFUSED
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StoreError(f"the data folder {folder} cannot be written; name another with --data", code=REFUSED)


def _sqlite(target: URL) -> Engine:
    engine = create_engine(target, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """The driver's own transaction habits are off: they would begin late and commit around DDL."""
    raw: Any = connection  # the DBAPI's protocol does not know sqlite3's attribute
    raw.isolation_level = None
    cursor = connection.cursor()
    _write_ahead(cursor)
    cursor.execute(f"PRAGMA synchronous={SYNCHRONOUS}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _write_ahead(cursor: DBAPICursor) -> None:
    """Enter WAL mode, and wait for others who enter it in the same moment, as a statement waits for a writer.

    SQLite itself does not wait there: the change raises a read lock to an exclusive one, and of two connections that
    do so at once one is refused without the busy handler being asked (sqlite.org/c3ref/busy_handler.html).
    """
    last = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > last:
                raise
            time.sleep(0.01)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("aitrend_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgres(target: URL) -> Engine:
    try:
        return create_engine(
            target,
            pool_pre_ping=True,
            pool_size=10,
            connect_args={
                "options": f"{_POSTGRES_OPTIONS} -c lock_timeout={BUSY_SECONDS}s",
                "connect_timeout": CONNECT_SECONDS,
                "keepalives_idle": 20,
                "keepalives_interval": 10,
                "keepalives_count": 3,
                "application_name": "aitrend",
            },
        )
    except ModuleNotFoundError as error:
        raise SettingsError(
            "PostgreSQL needs its driver: install the extra with pip install 'aitrend[postgres]'"
        ) from error


@contextmanager
def explaining() -> Iterator[None]:
    try:
        yield
    except exc.SQLAlchemyError as error:
        known = explained(error)
        if known is None:
            raise
        raise known from error
    except ConnectionError as error:
        raise StoreError(f"the database went away ({error}); it is tried again", code=AWAY) from error
