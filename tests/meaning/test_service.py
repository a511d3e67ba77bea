"""Search by meaning as the program runs it, with the real search engine beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from structlog.testing import capture_logs

from bot.meaning import service
from bot.meaning.choice import Choice
from bot.meaning.service import MeaningService
from tests.meaning.doubles import BY_WORDS, CLOCK, MemoryVectors, WordEmbedder, document
from tests.meaning.services import corpus, searching, until

pytestmark = pytest.mark.usefixtures("patient")


def test_sections_answer_at_once_and_by_meaning_later(made: Callable[..., MeaningService]) -> None:
    """The background work begins with the start, and follows every change."""
    documents = corpus()
    meaning = made(documents)
    engine = searching(documents, meaning)
    assert engine.search("서버는 전기를").answered
    meaning.start()
    meaning.start()
    until(lambda: engine.search("일자리 기계").answered)
    documents.put(document("new", "바둑 | 기계 로봇 바둑 기사 이야기다."))
    engine.apply(documents.changes(2), revision=documents.revision())
    assert engine.search("바둑 기사").answered
    until(lambda: "new#0" in meaning.stage.shelf.ids and meaning.status().ready)
    documents.remove("new")
    until(lambda: "new#0" not in meaning.stage.shelf.ids)
    assert meaning.status().made == meaning.status().wanted == 4


def test_while_vectors_are_made_words_answer(made: Callable[..., MeaningService]) -> None:
    """An embedder that takes its time over passages keeps nobody waiting."""
    gate = threading.Event()

    class Slow(WordEmbedder):
        def passages(self, texts: Sequence[str]) -> np.typing.NDArray[np.float32]:
            gate.wait()
            return super().passages(texts)

    documents = corpus()
    meaning = made(documents, embedder=Slow())
    engine = searching(documents, meaning)
    meaning.start()
    until(lambda: meaning.status().wanted == 4)
    assert engine.search("서버는 전기를 쓴다").answered
    assert meaning.status().made == 0
    gate.set()
    until(lambda: meaning.status().ready)


def test_one_process_makes_and_the_others_take(
    made: Callable[..., MeaningService], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On one data folder the work is done once."""
    monkeypatch.setattr(service, "FOLLOW_SECONDS", 0.02)
    documents, vectors = corpus(), MemoryVectors()
    embedders = [WordEmbedder(), WordEmbedder()]
    pair = [made(documents, vectors, embedder) for embedder in embedders]
    for each in pair:
        each.start()
    until(lambda: all(each.status().ready for each in pair))
    for each in pair:
        each.stop()
    texts = [text for embedder in embedders for text in embedder.embedded]
    assert len(texts) == len(set(texts))


def test_an_embedder_that_cannot_be_loaded_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Search goes on by words; the operator reads why, and it is tried again."""
    monkeypatch.setattr(service, "FOLLOW_SECONDS", 0.02)
    broken = [OSError("no such model"), None]

    def load() -> WordEmbedder:
        error = broken.pop(0) if len(broken) > 1 else None
        if error:
            raise error
        return WordEmbedder()

    documents = corpus()
    meaning = MeaningService(
        documents,
        MemoryVectors(),
        Choice("words", load),
        clock=CLOCK,
        lock_file=tmp_path / "lock",
        calibration=BY_WORDS,
    )
    with capture_logs() as logs:
        meaning.start()
        until(lambda: any(entry["event"] == "meaning.interrupted" for entry in logs))
        assert searching(documents, meaning).search("전기").answered
        until(lambda: meaning.status().ready)
    meaning.stop()
    assert meaning.status().problem == ""


def test_an_embedder_that_fails_leaves_the_words_answer(made: Callable[..., MeaningService]) -> None:
    """The failure is counted, and the answer is that of the words."""

    class Breaking(WordEmbedder):
        broken = False

        def query(self, text: str) -> np.typing.NDArray[np.float32]:
            if self.broken:
                raise RuntimeError("broken")
            return super().query(text)

    embedder = Breaking()
    documents = corpus()
    meaning = made(documents, embedder=embedder)
    meaning.make_now()
    embedder.broken = True
    engine = searching(documents, meaning)
    plain = engine.seconded_by(None)
    for query in ("일자리 기계", "서버 전기 요금", "그림"):
        one, other = engine.search(query), plain.search(query)
        assert (one.answered, one.hits) == (other.answered, other.hits)
    assert meaning.status().failures >= 1


def test_without_an_embedder_nothing_runs(tmp_path: Path) -> None:
    """The stage has nothing to say, no thread is started, and the status says so."""
    documents = corpus()
    meaning = MeaningService(
        documents,
        MemoryVectors(),
        None,
        clock=CLOCK,
        lock_file=tmp_path / "lock",
    )
    threads = threading.active_count()
    meaning.start()
    meaning.make_now()
    assert threading.active_count() == threads
    assert searching(documents, meaning).search("전기").answered
    status = meaning.status()
    assert (status.model, status.ready, status.wanted) == ("", False, 0)
    meaning.stop()
    assert not (tmp_path / "lock").exists()


def test_a_question_that_words_leave_open_is_noted(made: Callable[..., MeaningService]) -> None:
    """So that a command may make ready what it needs; one that words answer needs nothing."""
    documents = corpus()
    meaning = made(documents)
    engine = searching(documents, meaning)
    assert engine.search("서버는 전기를 많이 쓴다").answered
    assert not meaning.missed
    engine.search("일자리 기계")
    assert meaning.missed
    meaning.make_now()
    assert engine.search("일자리 기계").answered
    assert not meaning.missed


def test_more_than_a_command_may_make_is_left(made: Callable[..., MeaningService]) -> None:
    """What is stored is used all the same."""
    documents, vectors = corpus(), MemoryVectors()
    made(documents, vectors).make_now()
    documents.put(document("late", "새것 | 아직 아무도 벡터로 만들지 않은 이야기다."))
    embedder = WordEmbedder()
    meaning = made(documents, vectors, embedder)
    meaning.make_now(at_most=0)
    assert embedder.embedded == []
    assert (meaning.status().made, meaning.status().wanted) == (4, 5)
    assert "late#0" not in meaning.stage.shelf.ids


def test_progress_is_told(made: Callable[..., MeaningService]) -> None:
    """From what is there already to the whole."""
    told: list[tuple[int, int]] = []
    made(corpus()).make_now(lambda done, wanted: told.append((done, wanted)))
    assert told[0] == (0, 4)
    assert told[-1] == (4, 4)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_few_sections_are_read_closely(made: Callable[..., MeaningService]) -> None:
    """So that a command shows the nearest sentence of what it found, without making every section's."""
    documents = corpus()
    meaning = made(documents)
    assert not meaning.read_closely(["work#0"])
    meaning.make_now()
    engine = searching(documents, meaning)
    assert meaning.read_closely(["work#0"])
    assert not meaning.read_closely(["work#0"])
    hit = engine.search("일자리 기계").hits[0]
    assert (hit.section.id, hit.by_meaning) == ("work#0", True)
    assert len(meaning.stage.shelf.sentence_products("work#0", WordEmbedder().query("직업")))
    assert not len(meaning.stage.shelf.sentence_products("work#1", WordEmbedder().query("직업")))


def test_looking_counts_and_makes_nothing(made: Callable[..., MeaningService]) -> None:
    """What is stored, what is wanted, and what is wrong with a model that does not load."""
    documents, vectors, embedder = corpus(), MemoryVectors(), WordEmbedder()
    status = made(documents, vectors, embedder).look()
    assert (status.made, status.wanted, status.problem, embedder.embedded) == (0, 4, "", [])
    made(documents, vectors).make_now()
    assert made(documents, vectors).look().ready
