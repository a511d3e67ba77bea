"""What of a query is looked at as a whole."""

from __future__ import annotations

import pytest

from bot.domain.query import Filters
from bot.search.index.storage import Generation
from bot.search.query.typed import ParsedQuery, parse
from bot.search.ranking.telling import telling
from bot.search.words.lexicon import Lexicon
from tests.search.corpus import BRIEF, TODAY, TRENDS, engine_of


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    engine = engine_of([BRIEF, TRENDS])
    generation = engine._generation
    assert isinstance(generation, Generation)
    return engine._lexicon(generation, "")


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("안녕하세요 혹시 칩 배치를 누가 하나요? 감사합니다", "칩 배치를 누가 하나요"),
        ("노벨 물리학상", "노벨 물리학상"),
        ("칩 배치 https://chips.example/p?id=1 <@U024BE7LH>", "칩 배치"),
        ("칩 배치 누가 했대 ㅋㅋㅋ", "칩 배치 누가 했대"),
    ],
)
def test_greetings_and_addresses_are_left_out(lexicon: Lexicon, query: str, left: str) -> None:
    """What is asked stays as it was typed."""
    assert telling(parse(query, today=TODAY), lexicon).strip() == left


@pytest.mark.parametrize(
    "query",
    [
        "감사합니다",
        "왜",
        "언제 어디서?",
        "https://chips.example/p?id=1",
        "<!channel> <@U2>",
        "for(i=0;i<10;i++){a[i]++;}",
        "42",
    ],
)
def test_what_says_nothing_is_not_compared(lexicon: Lexicon, query: str) -> None:
    """It lies near to anything."""
    assert not telling(parse(query, today=TODAY), lexicon)


@pytest.mark.parametrize(
    ("query", "asks"),
    [
        (
            "안녕하세요, 팀장님이 물어보셔서 그런데 지난번 자료에서, 칩 배치를 누가 맡았나요? 바쁘신데 죄송합니다",
            "칩 배치를 누가 맡았나요",
        ),
        (
            "칩 배치를 누가 맡았는지 적힌 데가 있었는데 제가 기억이 안 나서요 혹시 어디였는지 아시는 분 계실까요",
            "칩 배치를",
        ),
        (
            "sorry if this was asked before, my manager wants it by noon, who won the Nobel prize, thanks a lot",
            "who won",
        ),
    ],
)
def test_of_a_tale_the_question_is_left(lexicon: Lexicon, query: str, asks: str) -> None:
    """Reasons and excuses around it lie near to everything; marks or endings part them."""
    left = telling(parse(query, today=TODAY), lexicon)
    assert left.startswith(asks)
    assert len(left) < len(query) / 2


def test_a_long_question_without_clauses_stays_whole(lexicon: Lexicon) -> None:
    """As does one of which the documents hold no word."""
    for query in ("칩 배치 " * 20, "gardening tips for balconies " * 3, ", " * 40 + "칩"):
        assert telling(parse(query, today=TODAY), lexicon)


def test_words_joined_by_a_sign_stay_joined(lexicon: Lexicon) -> None:
    """Only what is left out goes."""
    assert telling(parse("안녕하세요 F-16 배치", today=TODAY), lexicon) == "F16 배치"


@pytest.mark.parametrize(
    "text", ["," * 100_000 + "칩", "?!… " * 2_000 + "칩", "시는" * 50_000 + "x", "<@" * 50_000 + "칩"]
)
def test_runs_of_marks_and_endings_take_linear_time(lexicon: Lexicon, text: str) -> None:
    """Looked at from each of their characters on they would take minutes."""
    assert telling(ParsedQuery((), Filters(), (), text), lexicon)


def test_a_run_of_marks_parts_clauses_as_one_mark_does(lexicon: Lexicon) -> None:
    """People shout in chats."""
    query = "안녕하세요!!! 지난번 회의 자료에서 봤던 것 같은데?!?! 칩 배치를 누가 맡았나요??? 바쁘신데 죄송합니다..."
    assert telling(parse(query, today=TODAY), lexicon) == "칩 배치를 누가 맡았나요"
