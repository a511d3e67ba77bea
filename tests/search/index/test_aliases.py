from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.index.aliases import mined


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("구글 딥마인드(DeepMind)가 발표했다.", [("딥마인드", "deepmind")]),
        ("제프리 힌턴 (Geoffrey Hinton)은", [("제프리", "geoffrey"), ("힌턴", "hinton")]),
        ("국립표준기술연구소(NIST)의 지침", [("국립표준기술연구소", "nist")]),
        ("시장 규모（market）는", []),
        ("그는 어제(yesterday) 왔다.", []),
        ("딥마인드(2024)와 (DeepMind)", []),
        ("힌턴(Geoffrey Everest Hinton Junior)", []),
        ("괄호가 없다 DeepMind", []),
    ],
)
def test_only_names_of_one_thing_are_pairs(text: str, pairs: list[tuple[str, str]]) -> None:
    """Word for word, where both sound alike or a compound stands before its abbreviation."""
    assert list(mined(text)) == pairs


@given(st.text(st.sampled_from("가나힌튼(（)）aHn .-&'1"), max_size=60))
def test_any_text_is_mined(text: str) -> None:
    """Pairs are a Hangul and a Latin word of the text, whatever its brackets."""
    for korean, english in mined(text):
        assert not korean.isascii()
        assert english.isascii()
