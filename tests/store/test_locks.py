"""Locks die with their process, however it dies, and never while it lives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.locks import Locks
from bot.errors import StoreError
from bot.store.database import Database
from bot.store.locks import FileLocks, locks_of

HOLDER = """
import sys, time
from pathlib import Path
from bot.store.database import open_database
from bot.store.locks import locks_of
locks = locks_of(open_database(sys.argv[1], Path(sys.argv[2])))
print(locks.hold(), flush=True)
sys.stdin.readline()
locks.release()
print("released", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def locks(database: Database) -> Iterator[Locks]:
    found = locks_of(database)
    yield found
    found.release()


@pytest.fixture
def holder(database: Database) -> Iterator[subprocess.Popen[str]]:
    url = "" if database.is_sqlite else database.engine.url.render_as_string(hide_password=False)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, url, str(database.data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_lock_lasts_through_a_pause_and_ends_with_kill_9(locks: Locks, holder: subprocess.Popen[str]) -> None:
    """A stopped process is slow, not dead."""
    name = line(holder)
    assert not locks.is_dead(name)
    os.kill(holder.pid, signal.SIGSTOP)
    assert not locks.is_dead(name)
    os.kill(holder.pid, signal.SIGCONT)
    assert not locks.is_dead(name)
    holder.kill()
    holder.wait()
    assert _soon_dead(locks, name)
    assert locks.is_dead(name)


def _soon_dead(locks: Locks, name: str) -> bool:
    """A database server needs a moment to see that its client is gone."""
    import time

    for _ in range(3000):
        if locks.is_dead(name):
            return True
        time.sleep(0.02)
    return False


def test_a_released_lock_is_free_while_its_process_lives(locks: Locks, holder: subprocess.Popen[str]) -> None:
    """An orderly end needs no death."""
    name = line(holder)
    assert holder.stdin is not None
    holder.stdin.write("\n")
    holder.stdin.flush()
    assert line(holder) == "released"
    assert locks.is_dead(name)


def test_names_are_never_used_twice(locks: Locks) -> None:
    """A row's worker names one life of one process."""
    first = locks.hold()
    assert locks.held()
    assert not locks.is_dead(first)
    locks.release()
    assert not locks.held()
    assert locks.hold() != first
    assert locks.is_dead(first)


def test_nobody_of_that_name_is_dead(locks: Locks) -> None:
    """A lock file that somebody removed, or a database that was copied, holds nobody."""
    assert locks.is_dead("never-was")


def test_a_broken_connection_has_lost_the_lock(postgres_at_head: str, tmp_path: Path) -> None:
    """The server gave it free: the sender has to take a new name."""
    from sqlalchemy import text

    from bot.store.database import open_database

    database = open_database(postgres_at_head, tmp_path)
    locks = locks_of(database)
    locks.hold()
    with database.write() as connection:
        connection.execute(
            text(
                "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()"
            )
        )
    assert not locks.held()
    assert locks.hold()
    assert locks.held()
    locks.release()
    database.dispose()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """The message names the option that mends it."""
    (tmp_path / "locks").write_text("a file")
    with pytest.raises(StoreError, match="--data"):
        FileLocks(tmp_path / "locks").hold()
