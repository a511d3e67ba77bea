"""Locks that die with their holder: `flock` beside the SQLite file, advisory locks on PostgreSQL.

A sender's name is the name of its lock and is never used again. While the process lives, paused or not, nobody else
gets the lock; when it dies, by whatever signal, the kernel or the database server gives it free at once. The folder
must lie on a local disk: network file systems do not keep these promises.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, text

from bot.domain.locks import Locks
from bot.errors import StoreError
from bot.store.database import Database
from bot.store.faults import REFUSED


def locks_of(database: Database) -> Locks:
    """The kind of locks that fits the database."""
    if database.is_sqlite:
        return FileLocks(Path(str(database.engine.url.database)).parent / "locks")
    return AdvisoryLocks(database)


def _new_name() -> str:
    return f"{os.uname().nodename.split('.')[0][:20]}-{os.getpid()}-{secrets.token_hex(6)}"


class FileLocks:
    """A file for each sender, locked by `flock`. A fork must not share it: children hold what their parent held."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = ""
        self._file: int | None = None

    def hold(self) -> str:
        """Lock a new file. It is looked at again afterwards: a reaper may have taken it for a dead one's."""
        while True:
            name = _new_name()
            path = self._folder / f"{name}.lock"
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
            except OSError as error:
                raise StoreError(
                    f"{self._folder} cannot be written ({error.strerror}); name another folder with --data",
                    code=REFUSED,
                ) from error
            with suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.fstat(file).st_nlink and path.stat().st_ino == os.fstat(file).st_ino:
                    self._name, self._file = name, file
                    return name
            os.close(file)

    def held(self) -> bool:
        """A file lock lasts until the process ends."""
        return self._file is not None

    def release(self) -> None:
        """Remove the file and with it the lock."""
        if self._file is not None:
            (self._folder / f"{self._name}.lock").unlink(missing_ok=True)
            os.close(self._file)
            self._file = None

    def is_dead(self, name: str) -> bool:
        """A missing file is a released one."""
        if name == self._name and self._file is not None:
            return False
        path = self._folder / f"{name}.lock"
        try:
            file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return True
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        else:
            path.unlink(missing_ok=True)
            return True
        finally:
            os.close(file)


class AdvisoryLocks:
    """A session lock of PostgreSQL for each sender, on a connection that serves nothing else."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._name = ""
        self._connection: Connection | None = None

    def hold(self) -> str:
        """Lock a new name."""
        self._name = _new_name()
        with self._database.explaining():
            self._connection = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            # The session must outlive any pause of ours, however long.
            self._connection.execute(text("set idle_session_timeout = 0"))
            self._connection.execute(text("select pg_advisory_lock(:key)"), {"key": _key(self._name)})
        return self._name

    def held(self) -> bool:
        """Asks the session itself: after a break of the connection the lock is gone."""
        if self._connection is None:
            return False
        try:
            with self._database.explaining():
                self._connection.execute(text("select 1"))
        except StoreError:
            self._drop()
            return False
        return True

    def release(self) -> None:
        """Unlock and give the connection back."""
        if self._connection is not None:
            with suppress(StoreError), self._database.explaining():
                self._connection.execute(text("select pg_advisory_unlock(:key)"), {"key": _key(self._name)})
            self._drop()

    def is_dead(self, name: str) -> bool:
        """Whether the lock can be had; it is given back at once."""
        if name == self._name and self._connection is not None:
            return False
        with self._database.write() as connection:
            return bool(
                connection.execute(text("select pg_try_advisory_xact_lock(:key)"), {"key": _key(name)}).scalar()
            )

    def _drop(self) -> None:
        if self._connection is not None:
            # Not back into the pool: the session may still hold the lock, or be half dead.
            self._connection.invalidate()
            self._connection.close()
            self._connection = None


def _key(name: str) -> int:
    """The 64 bits, signed, that PostgreSQL takes as a lock's name."""
    return int.from_bytes(hashlib.sha256(f"aitrend:{name}".encode()).digest()[:8], "big", signed=True)
