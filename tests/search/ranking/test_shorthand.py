"""Queries of initial consonants alone."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from bot.domain.ports import Change
from bot.search.engine import Engine
from bot.search.spelling.hangul import initials
from tests.search.corpus import document, engine_of

SUBJECTS = ("공장", "병원", "학교", "은행", "시장", "도서관", "연구소", "법원")
DOINGS = ("예산을 줄였다", "직원을 뽑았다", "건물을 옮겼다", "규칙을 고쳤다", "손님을 맞았다", "기계를 들였다")
FILLED = document(
    "filled",
    [
        (f"{one} 소식 {number}", f"{one}에서 {two}. 다음 달에도 {two}.")
        for number, (one, two) in enumerate(product(SUBJECTS, DOINGS))
    ],
)
"""Forty-eight sections, so that some words are common and chance can be told."""

NAMED = document(
    "named",
    [
        ("수학 튜터", "중학생이 수학 튜터로 배운 효과를 쟀다."),
        ("음성 인증", "목소리로 하는 인증이 뚫렸다. 수사는 더디다. 사람의 튼튼한 눈도 속았다."),
        ("교통 카메라", "단속 카메라가 늘었다."),
    ],
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_of([FILLED, NAMED])


@pytest.mark.parametrize("query", ["ㅅㅎ ㅌㅌ", "ㅅㅎ ㅌㅌ ㅎㄱ", "ㄷㅅ ㅋㅁㄹ", "ㅁㅅㄹ ㅇㅈ"])
def test_runs_that_stand_together_name_a_section(engine: Engine, query: str) -> None:
    """Several short runs find the section whose words they are, and it comes first."""
    answer = engine.search(query)
    assert answer.answered
    held = initials(" ".join((answer.hits[0].section.heading, answer.hits[0].section.text)))
    assert all(run in held for run in query.split())
    assert answer.hits[0].document.id == "named"


@pytest.mark.parametrize("query", ["ㄱㄹ ㅇㅅ", "ㅈㅇ ㅅㅅ", "ㄷㅇ ㅇㅅ ㅅㄴ"])
def test_runs_that_stand_apart_answer_nothing(engine: Engine, query: str) -> None:
    """Each run stands somewhere in the corpus, no section has them nearer to one another than chance puts them."""
    answer = engine.search(query)
    assert not answer.answered


def test_the_phrase_comes_before_its_scattered_words() -> None:
    """Of two sections with all runs the one that has them side by side is first."""
    scattered = ("소식", "수학을 배운 사람은 많다. 저녁에는 다른 이야기를 나눈다. 튜터는 그다음 일이다.")
    phrase = ("다른 소식", "저녁에는 다른 이야기를 나눈다. 수학 튜터는 그다음 일이다. 배운 사람은 많다.")
    for parts in ([scattered, phrase], [phrase, scattered]):
        engine = engine_of([FILLED, document("two", parts)])
        assert engine.search("ㅅㅎ ㅌㅌ").hits[0].section.heading == "다른 소식"


def test_two_consonants_are_answered_where_headings_mean_one_word_by_them(engine: Engine) -> None:
    """`ㅌㅌ` is 튜터 in every heading that has it."""
    answer = engine.search("ㅌㅌ")
    assert answer.answered
    assert answer.hits[0].section.heading == "수학 튜터"


def test_two_consonants_with_several_meanings_are_refused_and_the_words_offered() -> None:
    """What they may stand for is offered instead of sections that merely have them."""
    parts = [("소리 검색", "소리를 찾는다."), ("사례 모음", "사례를 모은다."), ("사례 연구", "사례가 많다.")]
    answer = engine_of([FILLED, document("d", parts)]).search("ㅅㄹ")
    assert not answer.answered
    assert answer.did_you_mean == ("사례", "소리")


def test_two_consonants_are_no_term_of_the_glossary() -> None:
    """A glossary of hundreds of terms has one for most pairs of consonants."""
    engine = engine_of([document("d", [("Bias in models", "A model inherits bias.")])], [("편향", "bias")])
    assert not engine.search("ㅍㅎ").answered


def test_a_single_consonant_stands_for_a_word_beside_others(engine: Engine) -> None:
    """`ㄴ` alone is nothing; beside other runs it is one more."""
    assert not engine.search("ㄴ").answered
    assert engine.search("ㅌㅌㅎ ㄴ").hits[0].section.heading == "음성 인증"
    assert not engine.search("ㅌ ㄴ").answered


def test_a_run_that_no_section_has_is_missed_without_a_warning(engine: Engine) -> None:
    """The share of sections is never zero, and numpy divides by none."""
    with np.errstate(all="raise"):
        assert not engine.search("ㅃㅉ ㅃㅆ").answered
        assert not engine.search("ㅃㅉ ㅅㅎ").answered


def test_many_runs_and_none_at_all_are_counted(engine: Engine) -> None:
    """Sixty-four runs take part, and an index that lost its last section has none."""
    with np.errstate(all="raise"):
        assert not engine.search(" ".join(["ㄱㄹ", "ㅇㅅ", "ㅅㅎ", "ㅅㄴ"] * 16)).answered
        emptied = engine_of([NAMED])
        emptied.apply([Change(2, "named", None)], revision=2)
        assert not emptied.search("ㅅㅎ ㅌㅌ").answered


def test_a_name_in_a_title_comes_before_what_begins_so_by_chance() -> None:
    """Any three consonants begin words of many sections; a title has few words, and is what people type so."""
    chance = [(f"소식 {number}", "영화 이야기다. 오거씨가 영화를 보았다.") for number in range(40)]
    about = document("about", [("줄거리", f"영화의 줄거리다. {'다른 이야기가 이어진다. ' * 9}")], title="아가씨")
    answer = engine_of([document("chance", chance), about]).search("영화 ㅇㄱㅆ")
    assert answer.hits[0].document.id == "about"
