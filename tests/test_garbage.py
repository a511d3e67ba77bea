"""When garbage is looked for."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from bot import garbage


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


class Ring:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.itself = self


def _is_found(rings: int) -> bool:
    first = weakref.ref(Ring())
    for _ in range(rings):
        Ring()
    return first() is None


def test_nothing_is_looked_for_while_modules_are_loaded() -> None:
    """As many objects as a start makes."""
    gc.collect()
    garbage.begin()
    assert not _is_found(100_000)


def test_what_a_served_process_leaves_behind_is_found() -> None:
    """Memory does not grow with the requests."""
    gc.collect()
    garbage.begin()
    garbage.settle()
    assert _is_found(100_000)
