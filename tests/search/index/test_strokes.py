from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.search.index import strokes

LINES = st.lists(st.text(st.sampled_from("abcd"), min_size=1, max_size=12), min_size=1, max_size=80)


def _codes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode(), np.uint8).astype(np.uint64)


@given(LINES, st.text(st.sampled_from("abcde"), min_size=1, max_size=12), st.integers(1, 40))
def test_all_words_one_stroke_away_are_listed(lines: list[str], typed: str, batch: int) -> None:
    """Too many keys, too few, another one and two swapped, however the words are cut into batches."""
    arrays = strokes.build(_codes("".join(lines)), np.cumsum([len(line) for line in lines]), batch=batch)
    found = strokes.near(arrays, _codes(typed).tolist())
    assert len(found) == len(set(found))
    assert {place for place, line in enumerate(lines) if OSA.distance(line, typed) <= 1} <= set(found)
    # Two keys left out, one of either, are the most that any of them differs by.
    assert all(OSA.distance(lines[place], typed) <= 2 for place in found)


def test_no_words_are_near_nothing() -> None:
    """An empty part answers too."""
    arrays = strokes.build(np.zeros(0, np.uint64), np.zeros(0, np.int64))
    assert strokes.near(arrays, _codes("abc").tolist()) == []
