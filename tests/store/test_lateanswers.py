"""What an answer leaves behind waits for the database; who asked does not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
import structlog
from sqlalchemy import select

from bot.domain.answers import GivenAnswer
from bot.store import lateanswers
from bot.store.answers import SqlAnswerLog
from bot.store.database import Database
from bot.store.lateanswers import LateAnswerLog
from bot.store.tables import votes
from tests.conftest import Opener
from tests.store.test_answers import ANSWER, DAY, NOW


@pytest.fixture
def log(database: Database) -> Iterator[LateAnswerLog]:
    made = LateAnswerLog(database)
    yield made
    made.close()


def test_all_is_written_by_the_end(log: LateAnswerLog, database: Database) -> None:
    """In the order in which it came; another process then knows it."""
    log.put(replace(ANSWER, total=1))
    log.put(ANSWER)
    log.add_gap("블록체인", owner="T1", now=NOW)
    log.put_person("U1", owner="T1", locale="ko-KR", zone="Asia/Seoul", fetched=NOW)
    log.close()
    other = SqlAnswerLog(database)
    assert other.get("abc", owner="T1", now=NOW) == ANSWER
    assert [gap.query for gap in other.gaps(owner="T1", since=NOW - DAY)] == ["블록체인"]
    found = other.profile("U1", owner="T1")
    assert found is not None
    assert found.locale == "ko-KR"
    assert log.get("abc", owner="T1", now=NOW) == ANSWER


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that is refused at once, instead of after ten seconds."""
    monkeypatch.setattr("bot.store.database.BUSY_SECONDS", 0)
    monkeypatch.setattr(lateanswers, "RETRY_SECONDS", 0.01)


@pytest.mark.usefixtures("impatient")
def test_nobody_waits_for_a_locked_database(tmp_path: Path, opened: Opener) -> None:
    """The answer's buttons work meanwhile, for its own workspace; it is written as soon as can be, and said once."""
    other, database = opened("", tmp_path), opened("", tmp_path)
    log = LateAnswerLog(database)
    with structlog.testing.capture_logs() as said, other.write():
        log.put(ANSWER)
        log.add_gap("블록체인", owner="T1", now=NOW)
        assert log.get("abc", owner="T1", now=NOW) == ANSWER
        assert log.get("abc", owner="T2", now=NOW) is None
        assert SqlAnswerLog(other).get("abc", owner="T1", now=NOW) is None
        while not said:
            threading.Event().wait(0.01)
    while not SqlAnswerLog(other).gaps(owner="T1", since=NOW - DAY):
        threading.Event().wait(0.01)
    assert SqlAnswerLog(other).get("abc", owner="T1", now=NOW) == ANSWER
    assert [line["event"] for line in said] == ["answers.late"]
    log.close()


@pytest.mark.usefixtures("impatient")
def test_the_end_does_not_wait_for_a_locked_database(tmp_path: Path, opened: Opener) -> None:
    """What cannot be written by then is given up: a process must end."""
    other, database = opened("", tmp_path), opened("", tmp_path)
    log = LateAnswerLog(database)
    with other.write():
        log.put(ANSWER)
        log.close()
    assert SqlAnswerLog(other).get("abc", owner="T1", now=NOW) is None


def test_what_waits_is_bounded(tmp_path: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that stays away costs answers their buttons, never the process its memory."""
    monkeypatch.setattr(lateanswers, "MAX_WAITING", 2)
    other, database = opened("", tmp_path), opened("", tmp_path)
    with structlog.testing.capture_logs() as said, other.write():
        log = LateAnswerLog(database)
        for number in range(5):
            log.put(replace(ANSWER, id=f"a{number}"))
        known = [log.get(f"a{number}", owner="T1", now=NOW) is not None for number in range(5)]
    assert known[0]
    assert not known[-1]
    assert "answers.not_kept" in {line["event"] for line in said}
    log.close()


@pytest.mark.usefixtures("impatient")
def test_the_end_tries_once_more_what_waits(tmp_path: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has failed just before as well, and of as many writes as can wait."""
    monkeypatch.setattr(lateanswers, "RETRY_SECONDS", 60)
    monkeypatch.setattr(lateanswers, "MAX_WAITING", 2)
    other, database = opened("", tmp_path), opened("", tmp_path)
    log = LateAnswerLog(database)
    with structlog.testing.capture_logs() as said, other.write():
        log.put(replace(ANSWER, id="a0"))
        while not said:
            threading.Event().wait(0.01)
        log.put(replace(ANSWER, id="a1"))
        log.put(replace(ANSWER, id="a2"))
    log.close()
    assert [SqlAnswerLog(other).get(f"a{number}", owner="T1", now=NOW) is not None for number in range(3)] == [True] * 3
    assert "answer-log" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.usefixtures("impatient")
def test_a_vote_knows_what_is_not_written_yet(tmp_path: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is kept with the query of its answer."""
    monkeypatch.setattr(lateanswers, "RETRY_SECONDS", 60)
    other, database = opened("", tmp_path), opened("", tmp_path)
    log = LateAnswerLog(database)
    with structlog.testing.capture_logs() as said, other.write():
        log.put(ANSWER)
        while not said:
            threading.Event().wait(0.01)
    log.vote("abc", owner="T1", mark="m", helpful=True, now=NOW)
    with other.read() as connection:
        assert connection.execute(select(votes.c.query)).scalars().all() == [ANSWER.query]
    log.close()


def test_a_defect_does_not_end_the_writing(
    log: LateAnswerLog, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is logged with its traceback, and the next one is written; what failed is not kept in memory for ever."""

    def fail(self: SqlAnswerLog, answer: GivenAnswer) -> NoReturn:
        raise ZeroDivisionError

    with monkeypatch.context() as broken, structlog.testing.capture_logs() as said:
        broken.setattr(SqlAnswerLog, "put", fail)
        log.put(ANSWER)
        while not said:
            threading.Event().wait(0.01)
    log.add_gap("블록체인", owner="T1", now=NOW)
    log.close()
    assert SqlAnswerLog(database).gaps(owner="T1", since=NOW - DAY)
    assert log.get("abc", owner="T1", now=NOW) is None
