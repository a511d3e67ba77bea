"""The pool on which listeners work after their acknowledgement."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

THREADS = 4
"""An answer is some milliseconds of processor and one call to Slack, so four give a dozen answers a second. More only
compete with the acknowledgements for the interpreter: at 20 requests at once, eight doubled their wait."""

QUIET_SECONDS = 0.03
PATIENCE_SECONDS = 1.0
"""A burst is acknowledged before it is worked on: a job waits until so long nothing new came, but no longer than that.
Nobody notices three hundredths of a second before an answer; Slack gives up on an acknowledgement after three."""


class Pool:
    """A pool of threads that lets acknowledgements go first. A job catches its own failures."""

    def __init__(self, threads: int = THREADS) -> None:
        self._executor = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="answer")
        self._newest = 0.0

    def submit(self, job: Callable[[], None]) -> Future[None]:
        """Run a job as soon as a thread is free and the rush is over."""
        self._newest = time.monotonic()
        return self._executor.submit(self._run, job)

    def _run(self, job: Callable[[], None]) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while (now := time.monotonic()) < until and now - self._newest < QUIET_SECONDS:
            time.sleep(QUIET_SECONDS / 2)
        job()

    def close(self) -> None:
        """Take no more jobs and wait for those accepted."""
        self._executor.shutdown(wait=True)
