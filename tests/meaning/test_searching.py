"""What a reader finds by words and meaning, with the real search engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.meaning.service import MeaningService
from bot.search.engine import Engine
from tests.meaning.doubles import Shelfful, WordEmbedder, document
from tests.meaning.services import corpus, fillers, searching, until

pytestmark = pytest.mark.usefixtures("patient")


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


def test_sighs_and_laughter_are_not_read(made: Callable[..., MeaningService]) -> None:
    """Neither keeps a question from being compared: lone letters in a tale stand for no name."""
    documents = corpus()
    embedder = WordEmbedder()
    meaning = made(documents, embedder=embedder)
    meaning.make_now()
    engine = searching(documents, meaning)
    before = len(embedder.queries)
    engine.search("걱정거리 하나 ㅋㅋ")
    engine.search(
        "아 오늘 아침에 갑자기 물어보셔서 그런데요 ㅠ 걱정거리 하나 적어 둔 글을 아시는 분 계실까요 ㄷㄷ 부탁드려요"
    )
    asked = embedder.queries[before:]
    assert [text.startswith("걱정거리 하나") for text in asked] == [True, True]
    assert not any(set(text) & set("ㅋㅠㄷ") for text in asked)
