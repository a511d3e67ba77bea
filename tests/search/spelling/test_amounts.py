"""Amounts and the notations that documents have for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.spelling.amounts import amount_notations
from tests.search.corpus import document, engine_of


@pytest.mark.parametrize(
    ("word", "notation"),
    [
        ("2000만건", "2천만건"),
        ("2천만", "2000만"),
        ("730억불", "730억달러"),
        ("143억불을", "143억달러"),
        ("455b", "4550억"),
        ("4550억달러", "455billion"),
        ("1.9조원", "1조9천억원"),
        ("1억5천만원", "1.5억원"),
        ("260000장", "26만장"),
        ("26만", "260000"),
        ("280배", "280fold"),
        ("10million", "1000만"),
    ],
)
def test_an_amount_has_other_notations(word: str, notation: str) -> None:
    """Scales of either language, decimals, two units, digits, and other names of a currency."""
    assert notation in amount_notations(word)


@pytest.mark.parametrize("word", ["2024", "3.2", "100", "gpt4", "5g", "h100", "12.3456만", "만", "조원", "", "3/4"])
def test_other_words_have_none(word: str) -> None:
    """Years, versions, small numbers, models, and what is no number."""
    assert amount_notations(word) == ()


@given(st.from_regex(r"[0-9]{1,16}(\.[0-9]{1,3})?(천만|백만|만|억|조|b|million)?(원|불|건|배)?", fullmatch=True))
def test_any_amount_is_read(word: str) -> None:
    """A few notations, none of them the word itself."""
    found = amount_notations(word)
    assert word not in found
    assert len(found) == len(set(found)) <= 16


def test_an_amount_is_found_however_it_is_written() -> None:
    """Also where the blank, the separators and the currency are written otherwise."""
    held = document(
        "money",
        [
            ("청구인이 맡긴 자료", "청구인은 자료 2천만 건을 내놓으라는 명령을 받았다."),
            ("몸값", "회사의 몸값은 1조 9천억 원으로 뛰었다."),
            ("오라클의 계약", "오라클은 4,550억 달러어치 계약을 쌓았다."),
            ("장비", "정부는 장비 26만 장을 들여온다."),
        ],
    )
    engine = engine_of([held])
    for query, heading in (
        ("2,000만건", "청구인이 맡긴 자료"),
        ("1.9조원", "몸값"),
        ("$455B", "오라클의 계약"),
        ("4550억불", "오라클의 계약"),
        ("장비 260,000장", "장비"),
    ):
        answer = engine.search(query)
        assert answer.answered, query
        assert answer.hits[0].section.heading == heading


def test_parts_of_an_amount_are_no_answer() -> None:
    """The documents hold most digits of any amount somewhere."""
    held = document(
        "report", [("성장", "매출이 1100곳에서 11만 번 늘어 0만 원을 넘겼다."), ("만남", "만난 사람은 많다.")]
    )
    assert not engine_of([held]).search("1,100만크로나").answered
