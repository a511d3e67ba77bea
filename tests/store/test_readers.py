"""Which folder is served: that of the first living reader, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.store.database import Database
from bot.store.documents import SqlDocumentStore
from bot.store.readers import SqlReaders
from bot.store.tables import readers
from tests.store.test_documents import NOW, document

PREFIX = "folder:"
A, B = "folder:/srv/a", "folder:/mnt/b_%"


@pytest.fixture
def several(database: Database) -> Iterator[list[SqlReaders]]:
    made = [SqlReaders(database) for _ in range(3)]
    yield made
    for one in made:
        one.leave()


def die(reader: SqlReaders) -> None:
    """What the operating system does with the lock of a process that was killed: its row stays."""
    reader._locks.release()


def rows(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(readers)).scalar_one()


def test_the_first_living_reader_keeps_others_folders_out(several: list[SqlReaders]) -> None:
    """Until it leaves; who reads the same folder is let in."""
    first, second, third = several
    assert [first.enter(A, prefix=PREFIX), second.enter(A, prefix=PREFIX), third.enter(B, prefix=PREFIX)] == ["", "", A]
    assert (third.elsewhere(B), first.elsewhere(A)) == (A, "")
    first.leave()
    assert third.enter(B, prefix=PREFIX) == A
    second.leave()
    assert (third.elsewhere(B), third.enter(B, prefix=PREFIX)) == ("", "")
    assert first.enter(A, prefix=PREFIX) == B


def test_a_dead_reader_keeps_nobody_out(several: list[SqlReaders], database: Database) -> None:
    """And its row is cleared away by the next one, whichever folder that reads."""
    first, second, third = several
    first.enter(A, prefix=PREFIX)
    second.enter(A, prefix=PREFIX)
    die(first)
    assert second.enter(A, prefix=PREFIX) == ""
    die(second)
    assert third.enter(B, prefix=PREFIX) == ""
    assert rows(database) == 1


def test_who_lost_its_lock_asks_anew(several: list[SqlReaders]) -> None:
    """A database server that was away has let another one in meanwhile."""
    first, second, _ = several
    first.enter(A, prefix=PREFIX)
    die(first)
    second.enter(B, prefix=PREFIX)
    assert first.enter(A, prefix=PREFIX) == B


def test_documents_change_their_folder_whole(several: list[SqlReaders], database: Database) -> None:
    """Nothing is removed and no revision rises: the next sync finds out what is another. Uploads stay what they are."""
    store = SqlDocumentStore(database)
    for key, origin in (("a", A), ("b", A), ("c", "upload")):
        store.put(document(key), origin=origin, parser="1", now=NOW)
    own = document("d", owner="T1")
    store.put(replace(own, info=replace(own.info, path="d.md")), origin=A, parser="1", now=NOW)
    several[0].enter(B, prefix=PREFIX)
    assert set(store.versions(B)) == {"a.md", "b.md"}
    assert (store.origins(), store.origins(owner="T1")) == ((B, "upload"), (A,))
    assert store.revision() == 4
