"""The contract of the vector store, held by both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from bot.store.database import Database
from bot.store.vectors import SqlVectorStore

NOW = datetime(2024, 11, 25, tzinfo=UTC)


@pytest.fixture
def store(database: Database) -> SqlVectorStore:
    return SqlVectorStore(database)


def test_vectors_come_back_as_they_were_kept(store: SqlVectorStore) -> None:
    """Bytes of every value survive, and only those of the model asked for."""
    every = bytes(range(256))
    store.put("one", {"a": every, "b": b"\x00"}, now=NOW)
    store.put("two", {"a": b"other"}, now=NOW)
    assert store.get("one", ["a", "b", "c"]) == {"a": every, "b": b"\x00"}
    assert store.get("two", ["a"]) == {"a": b"other"}
    assert store.get("one", []) == {}


def test_a_key_that_is_there_stays_as_it_is(store: SqlVectorStore) -> None:
    """Two makers of the same content agree, and the second must neither fail nor write."""
    store.put("one", {"a": b"first"}, now=NOW)
    store.put("one", {"a": b"second", "b": b"new"}, now=NOW)
    assert store.get("one", ["a", "b"]) == {"a": b"first", "b": b"new"}
    store.put("one", {}, now=NOW)


def test_more_keys_than_a_statement_takes(store: SqlVectorStore) -> None:
    """Limits of the databases on variables are no matter of the caller's."""
    names = [f"k{number}" for number in range(1203)]
    store.put("one", {name: name.encode() for name in names}, now=NOW)
    assert store.get("one", names) == {name: name.encode() for name in names}
    assert store.keys("one") == frozenset(names)
    assert store.drop("one", names[1:]) == 1202
    assert store.keys("one") == {"k0"}


def test_dropping_counts_what_was_there(store: SqlVectorStore) -> None:
    """Unknown keys and other models are left alone."""
    store.put("one", {"a": b"1", "b": b"2"}, now=NOW)
    store.put("two", {"a": b"3"}, now=NOW)
    assert store.drop("one", ["a", "z"]) == 1
    assert store.drop("one", []) == 0
    assert store.keys("one") == {"b"}
    assert store.keys("two") == {"a"}


def test_other_models_go_when_they_are_old(store: SqlVectorStore) -> None:
    """A replica of the version before still finds its vectors while it is being replaced."""
    store.put("old", {"a": b"1"}, now=NOW - timedelta(days=8))
    store.put("old", {"b": b"1"}, now=NOW - timedelta(days=1))
    store.put("new", {"a": b"1"}, now=NOW - timedelta(days=30))
    assert store.drop_others("new", before=NOW - timedelta(days=7)) == 1
    assert store.keys("old") == {"b"}
    assert store.keys("new") == {"a"}


def test_makers_at_the_same_time_lose_nothing(store: SqlVectorStore) -> None:
    """Replicas make the same vectors at once; every key is there in the end."""

    def make(first: int) -> None:
        for number in range(first, first + 30):
            store.put("one", {f"k{number}": b"x", f"k{number + 1}": b"x"}, now=NOW)

    with ThreadPoolExecutor(3) as makers:
        for done in [makers.submit(make, first) for first in (0, 10, 20)]:
            done.result()
    assert store.keys("one") == {f"k{number}" for number in range(51)}
