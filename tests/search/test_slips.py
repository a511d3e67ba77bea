from __future__ import annotations

import pytest

from bot.search.hangul import keys
from bot.search.slips import BESIDE, NEIGHBOUR_KEY, OTHER, REPEAT, SWAP, cost


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
