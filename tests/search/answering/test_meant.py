"""What is offered instead of what the documents do not answer."""

from __future__ import annotations

import pytest

from bot.search.engine import Engine
from tests.search.corpus import BRIEF, GLOSSARY, TRENDS, document, engine_of


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_of([BRIEF, TRENDS], GLOSSARY)


def test_a_slip_of_a_short_word_is_offered() -> None:
    """It is too near to a word that the documents may lack to be answered at once."""
    others = [("다른 글", f"{number}번째 글은 다른 이야기를 한다.") for number in range(12)]
    answer = engine_of([document("a", [("평가", "참말은 참말이 되는 시험이다."), *others])]).search("차말")
    assert (answer.answered, answer.did_you_mean) == (False, ("참말",))


def test_offers_read_like_what_a_person_would_type() -> None:
    """Nouns without their particles and in their own letters; no verb, no word of another script, else nothing."""
    lines = "등대의 불빛을 지킨다. 등대를 고치던 사람이 떠났다. LIDAR 불빛에 배가 돌아온다. 체계를 세우고 내게 알렸다."
    engine = engine_of(
        [document("d", [("항구", lines)]), document("e", [(f"{n}", f"낱말{n} 문장{n}.") for n in range(30)])]
    )
    assert engine.search("LIDAR 등대에서 떠나던 갈매기를 그려 봤다던 화가").did_you_mean == (
        "LIDAR 등대",
        "LIDAR",
        "등대",
    )
    assert engine.search("cprp sports").did_you_mean == ()
    assert engine.search("돌아오던 고치려면 알리던").did_you_mean == ()


def test_other_queries_are_offered_that_have_answers(engine: Engine) -> None:
    """What is offered has been tried."""
    answer = engine.search("하이퍼클로바 블록체인 지갑 수수료 얼굴인식")
    assert not answer.answered
    assert answer.did_you_mean
    assert all(engine.search(query).answered for query in answer.did_you_mean)


def test_a_short_word_is_offered_for_nothing_two_strokes_away() -> None:
    """And neither are lone consonants."""
    text = "강의를 듣는다. 강의가 길다 ㅋㅋ 등대의 빛이다. 등대를 본다."
    others = [(f"{number}", f"낱말{number} 문장{number}.") for number in range(30)]
    engine = engine_of([document("d", [("항구", text)]), document("e", others)])
    assert engine.search("강아지 예방접종").did_you_mean == ()
    assert engine.search("등대 왜케 비싸 비쌈 ㅋㅋ").did_you_mean == ("등대",)


@pytest.mark.parametrize("query", ['"노벨 화학상" 물리학상', "노벨 물리학상 before:1999", "tag:nothing 노벨 물리학상"])
def test_where_filters_leave_nothing_the_words_are_offered(engine: Engine, query: str) -> None:
    """The filter holds; what could be had without it is offered."""
    found = engine.search(query)
    assert not found.answered
    assert [engine.search(offered).answered for offered in found.did_you_mean] == [True]
