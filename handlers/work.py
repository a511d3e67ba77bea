"""The pool on which listeners work after their acknowledgement."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

THREADS = 8
"""An answer is a few milliseconds of search and one call to Slack: eight keep a burst of twenty moving, and leave the
acknowledgements their share of the processor."""


class Work(Protocol):
    """Runs jobs; a job catches its own failures."""

    def submit(self, job: Callable[[], None]) -> None:
        """Run a job soon, or at once."""
        ...

    def close(self) -> None:
        """Take no more jobs and wait for those accepted."""
        ...


class Pool:
    """A pool of threads."""

    def __init__(self, threads: int = THREADS) -> None:
        self._executor = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="answer")

    def submit(self, job: Callable[[], None]) -> None:
        """Run a job as soon as a thread is free."""
        self._executor.submit(job)

    def close(self) -> None:
        """Wait for the jobs accepted."""
        self._executor.shutdown(wait=True)


class AtOnce:
    """Runs each job where it is submitted: for tests, and for one-off commands."""

    def submit(self, job: Callable[[], None]) -> None:
        """Run the job now."""
        job()

    def close(self) -> None:
        """Nothing is left to wait for."""
