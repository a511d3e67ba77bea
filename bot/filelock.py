"""One process at a time: a lock on a file, which the operating system gives free when its holder dies.

It holds between threads too, since every turn opens the file anew. The file stays behind empty: to remove it would let
two processes lock two files of one name. It must lie on a local disk; network file systems do not keep these promises.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def turn(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Whether the lock is held while the block runs; without `wait` it is not where somebody else holds it.

    Makes the file and its folder. Raises OSError where they cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
