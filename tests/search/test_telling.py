"""What of a query is looked at as a whole."""

from __future__ import annotations

import pytest

from bot.search.lexicon import Lexicon
from bot.search.query import parse
from bot.search.storage import Generation
from bot.search.telling import telling
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
        ("감사합니다", "감사합니다"),
    ],
)
def test_greetings_are_left_out(lexicon: Lexicon, query: str, left: str) -> None:
    """Unless nothing else is asked."""
    assert telling(parse(query, today=TODAY), lexicon) == left
