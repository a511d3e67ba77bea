"""Whose folder is served: the one that living processes read into this database."""

from __future__ import annotations

from contextlib import ExitStack, suppress

from sqlalchemy import Connection, delete, insert, select, update

from bot.domain.document import SHARED
from bot.errors import StoreError
from bot.store import tables as t
from bot.store.counters import advance
from bot.store.database import Database
from bot.store.locks import locks_of

_TURN = "readers"


class SqlReaders:
    """The Readers of `bot.domain.ports` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._locks = locks_of(database)
        self._name = ""

    def elsewhere(self, folder: str) -> str:
        """Asks the locks of all readers."""
        with self._database.read() as connection:
            return next((other for _, other in self._living(connection) if other != folder), "")

    def enter(self, folder: str, *, prefix: str) -> str:
        """Two that enter at once are let in one after the other; the dead leave their rows to whoever comes next."""
        if self._name and self._locks.held():
            return ""
        with ExitStack() as undoing:
            name = self._locks.hold()
            undoing.callback(self._locks.release)
            with self._database.write() as connection:
                advance(connection, _TURN)
                living = dict(self._living(connection))
                connection.execute(delete(t.readers).where(t.readers.c.name.not_in(living)))
                if others := set(living.values()) - {folder}:
                    return others.pop()
                connection.execute(insert(t.readers), {"name": name, "folder": folder})
                d = t.documents.c
                before = (d.owner == SHARED, d.origin.startswith(prefix, autoescape=True), d.origin != folder)
                connection.execute(update(t.documents).where(*before).values(origin=folder))
            self._name = name
            undoing.pop_all()
        return ""

    def leave(self) -> None:
        """Where the database is away the row stays, and is known for a dead one's by its lock."""
        if self._name:
            with suppress(StoreError), self._database.write() as connection:
                connection.execute(delete(t.readers).where(t.readers.c.name == self._name))
            self._locks.release()
            self._name = ""

    def _living(self, connection: Connection) -> list[tuple[str, str]]:
        rows = connection.execute(select(t.readers.c.name, t.readers.c.folder)).all()
        return [(row.name, row.folder) for row in rows if not self._locks.is_dead(row.name)]
