"""Values in runs that fit one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

IN_LIST = 500
"""Values in one IN list, below SQLite's limit on variables in any build."""


def pages(items: Iterable[T], size: int = IN_LIST) -> Iterator[list[T]]:
    """The items in runs of at most a size, in order."""
    rest = iter(items)
    while page := list(islice(rest, size)):
        yield page
