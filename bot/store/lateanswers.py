"""The answer log for those who answer people: what an answer leaves behind is written after it.

A write waits ten seconds for another writer, such as a backup; who asked would wait as long for what is in memory.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from queue import Full, Queue

import structlog

from bot.domain.answers import GivenAnswer
from bot.errors import StoreError
from bot.store.answers import SqlAnswerLog
from bot.store.database import Database

MAX_WAITING = 1000
"""Writes that wait for the database, a kilobyte each; of more none is kept."""
RETRY_SECONDS = 1.0
CLOSE_SECONDS = 5.0
"""How long the end of the process waits for what is not written yet."""

log = structlog.get_logger(__name__)


class LateAnswerLog(SqlAnswerLog):
    """Writes answers, gaps and what Slack told of a person in the background, in order, until the database takes them.

    This process knows its answers at once. Only the latest of them are lost where it is killed: their buttons then say
    that the answer is too old. Whatever a person or a second process must be able to count on is written as ever.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._waiting: Queue[tuple[Callable[[], None], str] | None] = Queue(MAX_WAITING)
        self._unwritten: dict[str, GivenAnswer] = {}
        self._closing = threading.Event()
        self._writer = threading.Thread(target=self._write, name="answer-log", daemon=True)
        self._writer.start()

    def put(self, answer: GivenAnswer) -> None:
        """Returns at once."""
        self._unwritten[answer.id] = answer
        if not self._later(partial(super().put, answer), answer.id):
            del self._unwritten[answer.id]

    def get(self, answer_id: str, *, owner: str, now: datetime) -> GivenAnswer | None:
        """An answer that is not written yet is as good as one that is."""
        answer = self._unwritten.get(answer_id)
        if answer is not None and answer.owner == owner:
            return answer
        return super().get(answer_id, owner=owner, now=now)

    def add_gap(self, query: str, *, owner: str, now: datetime) -> None:
        """Returns at once."""
        self._later(partial(super().add_gap, query, owner=owner, now=now))

    def put_person(self, user: str, *, owner: str, locale: str, zone: str, fetched: datetime) -> None:
        """Returns at once."""
        self._later(partial(super().put_person, user, owner=owner, locale=locale, zone=zone, fetched=fetched))

    def close(self) -> None:
        """Try once more what waits, and end."""
        self._closing.set()
        with suppress(Full):
            self._waiting.put_nowait(None)
        self._writer.join(CLOSE_SECONDS)
        if self._writer.is_alive():
            log.warning("answers.not_kept", waiting=self._waiting.qsize())

    def _later(self, job: Callable[[], None], answer_id: str = "") -> bool:
        try:
            self._waiting.put_nowait((job, answer_id))
        except Full:
            log.warning("answers.not_kept", waiting=MAX_WAITING)
            return False
        return True

    def _write(self) -> None:
        """Until the end, when nothing waits any more; a None only wakes it up."""
        while not (self._closing.is_set() and self._waiting.empty()):
            if (waiting := self._waiting.get()) is not None:
                job, answer_id = waiting
                self._persist(job)
                self._unwritten.pop(answer_id, None)

    def _persist(self, job: Callable[[], None]) -> None:
        """Until it is done; a defect of ours must not end the thread."""
        is_late = False
        while True:
            is_last = self._closing.is_set()
            try:
                job()
            except StoreError as error:
                if not is_late:
                    log.warning("answers.late", reason=str(error), waiting=self._waiting.qsize())
                is_late = True
                if is_last:
                    return
                self._closing.wait(RETRY_SECONDS)
            except Exception:
                log.exception("answers.not_kept")
                return
            else:
                return
