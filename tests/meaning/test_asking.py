"""A reader's patience: whatever the embedder does, an answer is not kept waiting."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest
from structlog.testing import capture_logs

from bot.meaning import asking
from bot.meaning.asking import Asker
from tests.meaning.doubles import WordEmbedder


class Hanging(WordEmbedder):
    """Hangs until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def query(self, text: str) -> np.typing.NDArray[np.float32]:
        self.go.wait()
        return super().query(text)


class Failing(WordEmbedder):
    """Fails while it is told to."""

    failing = True

    def query(self, text: str) -> np.typing.NDArray[np.float32]:
        if self.failing:
            raise RuntimeError("no memory")
        return super().query(text)


class Seconds:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def asking_of(embedder: WordEmbedder, clock: Seconds | None = None) -> Iterator[Asker]:
    asker = Asker(embedder, clock=clock or time.monotonic)
    yield asker
    if isinstance(embedder, Hanging):
        embedder.go.set()
    asker.close()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "LEAST_PATIENCE", 0.01)
    monkeypatch.setattr(asking, "MOST_PATIENCE", 0.02)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "LEAST_PATIENCE", 60.0)
    monkeypatch.setattr(asking, "MOST_PATIENCE", 60.0)


def test_a_query_is_embedded_once(patient: None) -> None:
    """People ask the same again, and page through answers."""
    embedder = WordEmbedder()
    with asking_of(embedder) as asker:
        one, two = asker.vector("질문"), asker.vector("질문")
    assert one is not None
    assert two is not None
    assert np.array_equal(one, two)
    assert embedder.queries == ["질문"]
    assert (asker.counts.asked, asker.counts.failures, asker.counts.timeouts) == (2, 0, 0)


def test_what_was_begun_is_waited_for(patient: None) -> None:
    """Whoever asks for a vector that is under way gets that one, and counts as one question."""
    embedder = Hanging()
    with asking_of(embedder) as asker:
        asker.begin("질문")
        embedder.go.set()
        assert asker.vector("질문") is not None
        asker.begin("질문")
        assert asker.vector("질문") is not None
    assert embedder.queries == ["질문"]
    assert asker.counts.asked == 2


def test_nothing_is_begun_while_the_embedder_is_at_work(patient: None) -> None:
    """What may be in vain keeps no other question waiting."""
    embedder = Hanging()
    with asking_of(embedder) as asker:
        asker.begin("질문")
        asker.begin("vielleicht umsonst")
        embedder.go.set()
        assert asker.vector("질문") is not None
        assert asker.vector("다른 질문") is not None
    assert embedder.queries == ["질문", "다른 질문"]


def test_nothing_is_begun_while_the_embedder_rests(patient: None) -> None:
    """It has failed: only a rest lets it recover."""
    embedder = Failing()
    with asking_of(embedder, Seconds()) as asker:
        for number in range(asking.FAILURES_IN_A_ROW):
            asker.vector(f"질문 {number}")
        embedder.failing = False
        asker.begin("질문")
        assert asker.vector("질문") is None
    assert embedder.queries == []


def test_an_embedder_that_fails_is_left_out_and_reported(patient: None) -> None:
    """The words answer; the operator sees the count and the log, which does not hold the query."""
    embedder = Failing()
    with asking_of(embedder) as asker, capture_logs() as logs:
        assert asker.vector("비밀 질문") is None
        embedder.failing = False
        assert asker.vector("비밀 질문") is not None
    assert asker.counts.failures == 1
    assert [entry["event"] for entry in logs] == ["meaning.embedder_failed"]
    assert "비밀" not in str(logs)


def test_an_embedder_that_hangs_is_left_out_and_gets_a_rest(hurried: None) -> None:
    """After a few in a row nobody waits for it at all."""
    clock = Seconds()
    with asking_of(Hanging(), clock) as asker, capture_logs() as logs:
        for number in range(asking.FAILURES_IN_A_ROW):
            assert not asker.resting
            assert asker.vector(f"질문 {number}") is None
        assert asker.resting
        threads = threading.active_count()
        for number in range(50):
            assert asker.vector(f"weiter {number}") is None
        assert threading.active_count() == threads
        assert asker.counts.timeouts == asking.FAILURES_IN_A_ROW + 50
    assert [entry["event"] for entry in logs] == ["meaning.embedder_late"] * asking.FAILURES_IN_A_ROW


def test_after_the_rest_it_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that was busy for a minute must not cost meaning until the next start."""
    clock, embedder = Seconds(), Failing()
    monkeypatch.setattr(asking, "MOST_PATIENCE", 60.0)
    monkeypatch.setattr(asking, "LEAST_PATIENCE", 60.0)
    with asking_of(embedder, clock) as asker:
        for number in range(asking.FAILURES_IN_A_ROW):
            asker.vector(f"질문 {number}")
        embedder.failing = False
        clock.now = asking.REST_SECONDS - 1
        assert asker.vector("질문") is None
        clock.now = asking.REST_SECONDS + 1
        assert asker.vector("질문") is not None
        assert not asker.resting


def test_an_embedder_that_never_comes_back_is_given_up(hurried: None) -> None:
    """Each crew that hangs is left behind, so their number has an end."""
    clock = Seconds()
    before = threading.active_count()
    with asking_of(Hanging(), clock) as asker:
        for number in range(200):
            asker.vector(f"질문 {number}")
            clock.now += asking.LONGEST_REST_SECONDS / asking.FAILURES_IN_A_ROW + 1
        assert threading.active_count() - before <= asking.MAX_CREWS * asking.WORKERS
        clock.now += 10 * asking.LONGEST_REST_SECONDS
        assert asker.resting


def test_a_late_vector_serves_the_next_asker(hurried: None) -> None:
    """The work is done anyway: who asks again gets it."""
    embedder = Hanging()
    with asking_of(embedder) as asker:
        assert asker.vector("질문") is None
        embedder.go.set()
        deadline = time.monotonic() + 30
        while asker.vector("질문") is None and time.monotonic() < deadline:
            time.sleep(0.005)
        assert asker.vector("질문") is not None


def test_readers_wait_as_long_as_the_machine_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A quick machine keeps them for the least time, a slow one for no more than the most."""
    clock = Seconds()

    class Slow(WordEmbedder):
        seconds = 0.001

        def query(self, text: str) -> np.typing.NDArray[np.float32]:
            clock.now += self.seconds
            return super().query(text)

    embedder = Slow()
    with asking_of(embedder, clock) as asker:
        asker.warm("가")
        assert asker.patience == asking.LEAST_PATIENCE
        embedder.seconds = 0.03
        asker.warm("나")
        assert asker.patience == pytest.approx(0.12)
        embedder.seconds = 9.0
        asker.warm("다")
        assert asker.patience == asking.MOST_PATIENCE


def test_many_readers_at_once(patient: None) -> None:
    """Each gets the vector of its own query, or none where too many wait."""
    embedder = WordEmbedder()
    wrong: list[str] = []

    def ask(first: int) -> None:
        for number in range(first, first + 40):
            found = asker.vector(f"낱말{number % 17}")
            if found is not None and not np.array_equal(found, embedder._vector(f"낱말{number % 17}")):
                wrong.append(str(number))

    with asking_of(embedder) as asker:
        readers = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
    assert wrong == []
    assert asker.counts.asked == 240
