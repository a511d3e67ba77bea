"""Texts as a model reads them, and what their form tells."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.meaning.texts import grammar, hangul_share, readable


@given(st.text())
def test_any_text_becomes_readable(text: str) -> None:
    """Encodable, composed, without control characters, never empty."""
    found = readable(text)
    assert found
    assert found.encode("utf8").decode("utf8") == found == " ".join(found.split())
    assert unicodedata.is_normalized("NFC", found)


def test_decomposed_hangul_is_composed() -> None:
    """A file name pasted from macOS means the same."""
    assert readable(unicodedata.normalize("NFD", "노벨상\x00 질문\ud800")) == "노벨상 질문"


@pytest.mark.parametrize(
    ("text", "share"), [("", 0.0), ("123 !", 0.0), ("AI jobs", 0.0), ("일자리", 1.0), ("AI 인공", 0.5), ("ㄴㅂㅅ", 1.0)]
)
def test_share_of_hangul(text: str, share: float) -> None:
    """Letters alone count."""
    assert hangul_share(text) == share


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("테슬라 옵티머스", 0),
        ("딥시크 R1 학습 비용", 0),
        ("Nvidia quarterly revenue", 0),
        ("", 0),
        ("서버 요금이 무섭다", 2),
        ("일자리를 기계에게 뺏길까", 3),
        ("will AI take our jobs", 2),
        ("electricity bill of servers", 1),
        ("SKT나 KT는 무엇으로 돈을 벌려 하나", 4),
    ],
)
def test_words_that_build_a_sentence(query: str, count: int) -> None:
    """A row of names has none."""
    assert grammar(query) == count
