from __future__ import annotations

import pytest

from bot.search.spelling.numerals import counts, in_digits


@pytest.mark.parametrize(
    ("spelled", "digits"),
    [
        ("칠백이십억", "720억"),
        ("천이백대", "1200대"),
        ("이천팔백만원을", "2800만원을"),
        ("이천이십사년", "2024년"),
        ("삼초", "3초"),
        ("이십육퍼센트", "26"),
        ("육백열두개", "612개"),
        ("일흔두시간", "72시간"),
        ("여섯달", "6개월"),
        ("이조원", "2조원"),
    ],
)
def test_spelled_numbers_are_written_in_digits(spelled: str, digits: str) -> None:
    """In the greatest unit, with what they count and the particle behind it."""
    assert in_digits(spelled) == digits


@pytest.mark.parametrize(
    "word", ["이사", "천사", "조사", "사건", "사회", "조건", "구분", "이번", "일회용", "삼성", "네트워크", "", "720억"]
)
def test_words_that_look_like_numerals_are_none(word: str) -> None:
    """One or two syllables are a number only before what is counted, a single digit before few of that."""
    assert in_digits(word) == ""


def test_what_is_counted_is_known() -> None:
    """With a particle too."""
    assert counts("명은")
    assert not counts("로봇")
