"""The prior: which words are ordinary."""

from __future__ import annotations

import pytest

from bot.trends.background import EVERYWHERE, UNKNOWN, expected_share, function_word, known


@pytest.mark.parametrize(
    "word", ["기술", "모델", "활용", "ai", "인공지능", "데이터", "발표", "보고서", "model", "the", "트렌드"]
)
def test_ordinary_words_are_expected(word: str) -> None:
    """The words that every weekly brief is full of."""
    assert known(word)
    assert expected_share((word,)) > 0.05


@pytest.mark.parametrize("word", ["메타", "오픈ai", "노벨상", "라마", "온디바이스", "llama", "양자컴퓨팅"])
def test_names_are_not(word: str) -> None:
    """Organisations, models and prizes are what topics are made of."""
    assert not known(word)
    assert expected_share((word,)) == UNKNOWN


def test_words_side_by_side_are_rarer_than_each() -> None:
    """오픈 소스 says more than 소스; with a name in it a phrase is as rare as can be."""
    assert expected_share(("open", "source")) < expected_share(("source",))
    assert expected_share(("ai", "에이전트")) == UNKNOWN


def test_words_from_everywhere_stay_ordinary_together() -> None:
    """AI 기술 is no topic because it has two words."""
    assert expected_share(("ai", "기술")) == pytest.approx(EVERYWHERE**2)


def test_function_words_join_no_name() -> None:
    """위한 stands between nouns, never in a name."""
    assert function_word("위한")
    assert not function_word("메타")
