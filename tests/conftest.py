"""What tests of several packages share: a PostgreSQL server of our own, and databases made on demand."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from bot.store.database import Database

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

# How fast the machine is decides no test.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

Opener = Callable[[str, Path], "Database"]
_numbers = count(1)


@pytest.fixture(scope="session", autouse=True)
def _database_of_tests() -> None:
    """It need not survive a power cut, and waiting for the disk takes most of the time. A crowded machine is slow."""
    from bot.store import database

    database.SYNCHRONOUS = "OFF"
    database.BUSY_SECONDS = database.CONNECT_SECONDS = 60


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of a fresh server; the tests fail where it cannot start, they are never skipped."""
    from benchmarks.proof_postgres import running_server

    with running_server() as url:
        yield url


def drop_database(server: str, url: str) -> None:
    """Give the disk back, whoever is still connected."""
    import psycopg

    name = url.partition("?")[0].rpartition("/")[2]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")  # made below


def create_database(server: str) -> str:
    """A new, empty database on the server."""
    import psycopg

    name = f"t{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}")  # the name is made above
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """URL and data folder of an empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield "", tmp_path / "data"
        return
    server = request.getfixturevalue("postgres_server")
    url = create_database(server)
    yield url, tmp_path / "data"
    drop_database(server, url)


@pytest.fixture
def opened() -> Iterator[Opener]:
    """`open_database` whose connections are closed when the test ends, as unclosed ones are warnings."""
    from bot.store.database import open_database

    made: list[Database] = []

    def open_(url: str, data: Path) -> Database:
        made.append(open_database(url, data))
        return made[-1]

    yield open_
    for database in made:
        database.dispose()


@pytest.fixture(scope="session")
def postgres_at_head(postgres_server: str) -> str:
    """A database at the newest schema, emptied after each test: making one takes longer than most tests."""
    return create_database(postgres_server)


def empty(database: Database) -> None:
    """Take every row out."""
    from sqlalchemy import text

    from bot.store.tables import metadata

    names = ", ".join(table.name for table in metadata.sorted_tables)
    with database.write() as connection:
        connection.execute(text(f"truncate {names} restart identity cascade"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path, opened: Opener) -> Iterator[Database]:
    """An empty database at the newest schema, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield opened("", tmp_path / "data")
        return
    database = opened(request.getfixturevalue("postgres_at_head"), tmp_path / "data")
    yield database
    empty(database)
