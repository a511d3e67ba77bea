"""Search by meaning as the program runs it, with the real search engine beside it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from structlog.testing import capture_logs

from bot.domain.document import Document
from bot.meaning import asking, service
from bot.meaning.choice import Choice
from bot.meaning.service import MeaningService
from bot.search.engine import Engine
from tests.meaning.doubles import BY_WORDS, CLOCK, MemoryVectors, Shelfful, WordEmbedder, document

PATIENCE_SECONDS = 30


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer of these tests depends on how busy the machine is."""
    monkeypatch.setattr(asking, "LEAST_PATIENCE", 60.0)
    monkeypatch.setattr(asking, "MOST_PATIENCE", 60.0)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Callable[..., MeaningService]]:
    """Services that are stopped when the test ends."""
    running: list[MeaningService] = []

    def make(
        documents: Shelfful, vectors: MemoryVectors | None = None, embedder: WordEmbedder | None = None
    ) -> MeaningService:
        choice = Choice("words", lambda: embedder or WordEmbedder())
        found = MeaningService(
            documents,  # type: ignore[arg-type]
            vectors or MemoryVectors(),
            choice,
            clock=CLOCK,
            lock_file=tmp_path / "vectors.lock",
            calibration=BY_WORDS,
        )
        running.append(found)
        return found

    yield make
    for each in running:
        each.stop()


def corpus() -> Shelfful:
    return Shelfful(
        document(
            "work",
            "고용 | 로봇이 직업을 바꾸고 고용이 줄어든다는 걱정이 있다.",
            "전기 | 서버는 전기를 많이 쓴다. 요금은 해마다 오른다.",
            "그림 | 화가들은 새로운 붓으로 풍경을 그린다.",
        ),
        document("secret", "일자리 | 우리 회사의 일자리 계획은 비밀이다. 직업 로봇 고용", owner="T1"),
    )


def searching(documents: Shelfful, meaning: MeaningService) -> Engine:
    engine = Engine(stage=meaning.stage)
    engine.apply(documents.changes(), revision=documents.revision())
    return engine


def until(true: Callable[[], bool]) -> None:
    """Wait for the background; the tests fail where it never comes."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, "the background work did not get there"
        time.sleep(0.01)


def test_a_question_that_shares_no_word_finds_its_section(made: Callable[..., MeaningService]) -> None:
    """It says that it was found by meaning, and shows the sentence that lies nearest."""
    documents = corpus()
    meaning = made(documents)
    engine = searching(documents, meaning)
    assert not engine.search("일자리 기계").answered
    meaning.make_now()
    answer = engine.search("일자리 기계")
    assert answer.answered
    assert answer.hits[0].section.id == "work#0"
    assert answer.hits[0].by_meaning
    exact = engine.search("풍경을 그린다")
    assert exact.hits[0].section.id == "work#2"
    assert not exact.hits[0].by_meaning


def test_the_key_sentence_is_the_nearest_where_words_tell_little(made: Callable[..., MeaningService]) -> None:
    """The first sentence of a section is seldom the answer."""
    documents = Shelfful(
        document("a", "소식 | 오늘은 날씨가 맑았다. 로봇 고용 직업 이야기를 나누었다. 저녁에는 비가 왔다."), *fillers()
    )
    meaning = made(documents)
    engine = searching(documents, meaning)
    meaning.start()
    until(lambda: len(meaning.stage.shelf.sentence_products("a#0", WordEmbedder().query("로봇"))) > 0)
    hit = engine.search("일자리 기계").hits[0]
    assert hit.section.text[slice(*hit.key_sentence)] == "로봇 고용 직업 이야기를 나누었다."
    assert hit.snippet.start <= hit.key_sentence.start
    assert hit.key_sentence.end <= hit.snippet.end


def fillers() -> list[Document]:
    return [document(f"f{number}", f"제목{number} | 낱말{number} 문장{number} 끝{number}.") for number in range(30)]


def test_another_team_sees_nothing_of_it(made: Callable[..., MeaningService]) -> None:
    """Neither by a question nor among related sections."""
    documents = corpus()
    meaning = made(documents)
    engine = searching(documents, meaning)
    meaning.make_now()
    assert "secret#0" in {hit.section.id for hit in engine.search("고용 직업", limit=9, owner="T1").hits}
    for owner in ("", "T2"):
        assert "secret#0" not in {hit.section.id for hit in engine.search("일자리 기계", limit=9, owner=owner).hits}
        assert "secret#0" not in {hit.section.id for hit in engine.related("work#0", limit=9, owner=owner)}
        assert meaning.stage.related("secret#0", owner=owner, count=3) == ()
    assert "work#0" in {hit.section.id for hit in engine.related("secret#0", limit=9, owner="T1")}


def test_filters_hold_for_meaning(made: Callable[..., MeaningService]) -> None:
    """However near a section lies, what the reader excluded is not shown; and more is looked through."""
    same = "로봇 직업 고용 이야기"
    tagged = document("b", f"하나 | {same} 하나다.")
    tagged = replace(tagged, info=replace(tagged.info, tags=("drama",)))
    near = [document(f"n{number}", f"제목{number} | {same} {number}번이다.") for number in range(40)]
    documents = Shelfful(tagged, *near)
    meaning = made(documents)
    engine = searching(documents, meaning)
    meaning.make_now()
    assert [hit.section.id for hit in engine.search("tag:drama 일자리 기계", limit=50).hits] == ["b#0"]
    ids = {hit.section.id for hit in engine.search("일자리 기계 -하나다", limit=50).hits}
    assert ids
    assert "b#0" not in ids


def test_related_sections_lie_near(made: Callable[..., MeaningService]) -> None:
    """The section itself is left out."""
    documents = Shelfful(document("a", "가 | 로봇 직업 이야기다.", "나 | 기계 고용 이야기다.", "다 | 바다 산 들판."))
    meaning = made(documents)
    meaning.make_now()
    found = meaning.stage.related("a#0", owner="", count=2)
    assert [name for name, _ in found] == ["a#1", "a#2"]
    assert found[0][1] > found[1][1]
    assert meaning.stage.related("unknown", owner="", count=2) == ()


def test_copies_are_told_from_neighbours(made: Callable[..., MeaningService]) -> None:
    """Each copy names the first; sections without vectors stand for themselves."""
    documents = Shelfful(
        document("a", "가 | 로봇 직업 이야기다.", "나 | 바다 산 들판."), document("b", "가 | 로봇 직업 이야기다.")
    )
    meaning = made(documents)
    meaning.make_now()
    assert meaning.stage.alike(["a#1", "b#0", "unknown", "a#0"]) == (0, 1, 2, 1)
    assert meaning.stage.alike([]) == ()


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
        documents,  # type: ignore[arg-type]
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
        documents,  # type: ignore[arg-type]
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


def test_meaning_alone_can_be_compared(made: Callable[..., MeaningService]) -> None:
    """It decides whatever words say, over the same vectors."""
    documents = corpus()
    meaning = made(documents)
    engine = searching(documents, meaning)
    assert not meaning.ready
    meaning.make_now()
    assert meaning.ready
    alone = engine.seconded_by(meaning.alone())
    assert alone.search("일자리 기계").hits[0].section.id == "work#0"
    assert alone.search("직업 고용").hits[0].section.id == "work#0"


def test_a_long_question_in_unknown_words_is_embedded_ahead(
    made: Callable[..., MeaningService], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its reader waits for the longer of words and model, not for both; what words may answer is not begun."""
    begun: set[str] = set()
    documents = corpus()
    meaning = made(documents)
    meaning.make_now()
    assert meaning.stage.asker is not None
    monkeypatch.setattr(type(meaning.stage.asker), "begin", lambda _asker, text: begun.add(text))
    engine = searching(documents, meaning)
    question = "옛날 이야기에 나오는 마술사는 어떤 모자를 썼는지"
    for query in (question, "마술사", "로봇이 직업을 바꾸고 고용이 줄어든다는 걱정이 있다"):
        engine.search(query)
    assert begun == {question}


def test_what_nothing_answers_is_offered_what_words_would_offer(made: Callable[..., MeaningService]) -> None:
    """The other queries are looked for while the embedder is at work, and are the same ones."""
    documents = corpus()
    meaning = made(documents)
    meaning.make_now()
    engine = searching(documents, meaning)
    question = "달나라 우주선 엔진이 고장나면 풍경은 어디서 찾아보나"
    both, words = engine.search(question), engine.seconded_by(None).search(question)
    assert not both.answered
    assert both.did_you_mean == words.did_you_mean != ()


def test_what_every_section_holds_is_not_compared(made: Callable[..., MeaningService]) -> None:
    """Such a word tells no section from another, under whichever of its names it is typed."""
    documents = Shelfful(document("d", *(f"기계 {letter}배추" for letter in "가나다라마바사아자차카타")))
    embedder = WordEmbedder()
    meaning = made(documents, embedder=embedder)
    meaning.make_now()
    engine = Engine(glossary=(("기계", "machine"),), stage=meaning.stage)
    engine.apply(documents.changes(), revision=documents.revision())
    before = len(embedder.queries)
    for query in ("기계의 일자리", "machine 일자리", "machine"):
        engine.search(query)
    assert embedder.queries[before:] == ["일자리", "machine"]


def test_lone_consonants_are_left_to_words(made: Callable[..., MeaningService]) -> None:
    """No model reads them: what words say of them stands."""
    documents = corpus()
    embedder = WordEmbedder()
    meaning = made(documents, embedder=embedder)
    meaning.make_now()
    engine = searching(documents, meaning)
    before = len(embedder.queries)
    one, other = engine.search("ㅇㅈㄹ 기계"), engine.seconded_by(None).search("ㅇㅈㄹ 기계")
    assert (one.answered, one.hits) == (other.answered, other.hits)
    assert len(embedder.queries) == before


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
