"""The outbox over the two databases and in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.proof_memory import MemoryOutbox, MemorySubscriptions
from bot.store.database import open_database
from bot.store.outbox import SqlOutbox
from bot.store.subscriptions import SqlSubscriptionStore
from tests.conftest import empty
from tests.store.outbox.stages import AnyOutbox, AnySubscriptions


@pytest.fixture(params=["sqlite", "postgresql", "memory"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[AnyOutbox, AnySubscriptions]]:
    """The two databases, and the one in memory that the simulations run over."""
    if request.param == "memory":
        outbox = MemoryOutbox()
        yield outbox, MemorySubscriptions(outbox)
        return
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres_at_head")
    database = open_database(url, tmp_path)
    yield SqlOutbox(database), SqlSubscriptionStore(database)
    if url:
        empty(database)
    database.dispose()


@pytest.fixture
def outbox(both: tuple[AnyOutbox, AnySubscriptions]) -> AnyOutbox:
    return both[0]


@pytest.fixture
def subscriptions(both: tuple[AnyOutbox, AnySubscriptions]) -> AnySubscriptions:
    return both[1]
