"""Dates in words and the notations that documents have for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.spelling.notations import notations
from tests.search.corpus import document, engine_of


@pytest.mark.parametrize(
    ("words", "place", "notation"),
    [
        (["12월", "행사"], 0, "202412"),
        (["12월에"], 0, "december"),
        (["december", "events"], 0, "12월"),
        (["2023년", "9월"], 1, "20239"),
        (["2023년", "9월"], 1, "202309"),
        (["sept", "2023"], 0, "202309"),
        (["12월", "10일"], 1, "20241210"),
        (["may", "5th", "2024"], 1, "20240505"),
    ],
)
def test_a_date_has_other_notations(words: list[str], place: int, notation: str) -> None:
    """Digits with the year typed or the years around the reader's, and the other language."""
    assert notation in notations(words, year=2024)[place]


@pytest.mark.parametrize(
    "words", [["13월"], ["0월"], ["may", "the", "force"], ["12", "10"], ["시월의", "밤"], ["2024"]]
)
def test_other_words_have_none(words: list[str]) -> None:
    """Neither what is no month, nor numbers alone, nor the verb."""
    assert not any(notations(words, year=2024))


def test_a_year_beside_it_is_the_only_one() -> None:
    """Whoever types the year wants no other."""
    assert {text[:4] for text in notations(["2022년", "12월"], year=2024)[1] if text.isdigit()} == {"2022"}


@given(st.lists(st.text(min_size=1, max_size=8), max_size=6))
def test_any_words_are_read(words: list[str]) -> None:
    """One entry a word, whatever it is."""
    assert len(notations(words, year=2024)) == len(words)


def test_an_event_is_found_by_its_month() -> None:
    """Tables write dates in digits, readers in words; the other month stays behind."""
    engine = engine_of(
        [
            document("a", [("가을 학회", "기간 2024.10.10~11 서울에서 열리는 행사")]),
            document("b", [("겨울 학회", "기간 2024.12.10~11 부산에서 열리는 행사")]),
        ]
    )
    for query in ("12월 행사", "12월 10일 행사", "2024년 12월 행사", "December 2024"):
        assert engine.search(query).hits[0].section.heading == "겨울 학회"
        assert not engine.search(query).interpreted.corrections
