from __future__ import annotations

import pytest

from bot.search.spelling.hangul import keys
from bot.search.spelling.slips import (
    BESIDE,
    COMMON_SYLLABLES,
    EVERYDAY_ODD,
    NEIGHBOUR_KEY,
    OTHER,
    REPEAT,
    SWAP,
    cost,
    is_odd,
    is_sure,
)


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [
        ("abcd", "acbd", SWAP),
        ("shqpa", "shqpr", OTHER),
        ("shqpk", "shqpl", NEIGHBOUR_KEY),
        ("shhqp", "shqp", REPEAT),
        ("shqp", "shhqp", REPEAT),
        ("mqa", "ma", REPEAT),
        ("mpx", "mx", 1.0),
    ],
)
def test_what_fingers_do_often_costs_less(typed: str, meant: str, expected: float) -> None:
    """A neighbour's key, a key twice and two keys swapped are likelier than any other key."""
    assert cost(typed, meant, 1) == expected


def test_more_than_one_slip_costs_its_strokes() -> None:
    """Nobody looks into two slips."""
    assert cost("abc", "xyz", 3) == 3.0
    assert cost("abc", "abc", 0) == 0.0


def test_keys_beside_each_other_are_so_both_ways() -> None:
    """Touching is mutual, and no key touches itself."""
    for key, others in BESIDE.items():
        assert key not in others
        assert all(key in BESIDE[other] for other in others)


def test_a_slip_within_a_syllable_is_one_of_keys() -> None:
    """`노밸` for `노벨` misses one key, however different the syllables look."""
    assert cost(keys("노밸"), keys("노벨"), 1) == NEIGHBOUR_KEY


@pytest.mark.parametrize(
    ("typed", "meant", "sure"),
    [
        ("영화", "영하", False),
        ("노밸상", "노벨상", True),
        ("높이", "높아", False),
        ("라온모데", "라온모델", True),
        ("모댈", "모델", True),
        ("맥주", "매주", False),
        ("wine", "nine", False),
        ("ㄴ벨", "노벨", True),
    ],
)
def test_a_slip_is_sure_where_the_word_is_long_or_looks_odd(typed: str, meant: str, sure: bool) -> None:
    """Short words of common syllables are near to others by chance."""
    assert is_sure(typed, cost(keys(typed), keys(meant), 1), 1) is sure


def test_two_slips_ask_for_a_longer_word() -> None:
    """`결혼식` is no `결론`, however alike they are typed."""
    assert not is_sure("결혼식", 2.0, 2)
    assert is_sure("도담로보턱스", 2.0, 2)


def test_everyday_words_look_odd_but_for_the_list() -> None:
    """Every one of them has a seldom syllable, without which it would stand there for nothing."""
    assert not any(map(is_odd, EVERYDAY_ODD))
    assert all(set(word) - COMMON_SYLLABLES for word in EVERYDAY_ODD)
    assert len(COMMON_SYLLABLES) == 400
