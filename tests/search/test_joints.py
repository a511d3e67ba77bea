from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bot.search.joints import joined, split, split_slip


def knowing(*words: str) -> Any:
    """A lexicon that knows these words and one word a stroke away from `노밸`."""
    near = [SimpleNamespace(word="노벨", cost=0.8)]
    return SimpleNamespace(
        frequency=lambda word: int(word in words),
        neighbours=lambda word, *, limit, cutoff: near[:limit] if word == "노밸" else [],
    )


@pytest.mark.parametrize(
    ("one", "other", "whole"),
    [("온디", "바이스", "온디바이스"), ("온디", "바이스에서", "온디바이스에서"), ("오", "늘날은", "오늘날은")],
)
def test_halves_of_a_word_are_joined(one: str, other: str, whole: str) -> None:
    """With a particle behind it, too."""
    assert joined(one, other, False, False, knowing("온디바이스", "오늘날")) == whole


def test_words_that_make_sense_alone_stay_apart() -> None:
    """Though the corpus has both as one."""
    assert joined("생성", "모델", True, True, knowing("생성모델")) is None


def test_an_ending_of_names_joins_no_words() -> None:
    """`오늘 날씨` is no `오늘날` with an honorific behind it."""
    assert joined("오늘", "날씨", False, False, knowing("오늘날")) is None


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("카카오카나나", ["카카오", "카나나"]),
        ("카카오카나나는", ["카카오", "카나나"]),
        ("라마3.2", ["라마", "3.2"]),
        ("카카오", None),
        ("카나나", None),
        ("처음보는말", None),
    ],
)
def test_joined_words_come_apart(word: str, parts: list[str] | None) -> None:
    """Into the fewest known words; one alone is none."""
    assert split(word, knowing("카카오", "카나나", "라마", "3.2")) == parts


def test_one_of_two_joined_words_may_hold_a_slip() -> None:
    """The known half stands for itself, the other for what it may mean."""
    found = split_slip("노밸물리학", knowing("물리학"))
    assert found is not None
    assert [typed for typed, _ in found] == ["노밸", "물리학"]
    assert [text for text, _ in found[0][1]] == ["노밸", "노벨"]
