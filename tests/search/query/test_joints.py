from __future__ import annotations

import pytest

from bot.search.query.joints import joined, split, split_slip
from bot.search.words.lexicon import Lexicon
from tests.search.corpus import BRIEF, TRENDS, engine_of


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The words of two small documents."""
    engine = engine_of([BRIEF, TRENDS])
    assert engine._generation is not None
    return engine._lexicon(engine._generation, "")


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("노벨물리학상", ["노벨", "물리학상"]),
        ("딥마인드알파칩을", ["딥마인드", "알파칩"]),
        ("라마3.2", ["라마", "3.2"]),
        ("얼굴인식", None),
        ("없는낱말이다", None),
        ("노벨", None),
    ],
)
def test_joined_words_come_apart(lexicon: Lexicon, word: str, parts: list[str] | None) -> None:
    """Into the fewest known words, a particle at the end aside; a word of the documents stays whole."""
    assert split(word, lexicon) == parts


def test_an_extra_blank_is_closed(lexicon: Lexicon) -> None:
    """Where both together are a word and one of them alone is none."""
    assert joined("얼굴", "인식", False, False, lexicon) == "얼굴인식"
    assert joined("구글", "딥마인드가", True, True, lexicon) is None
    assert joined("없는", "것들", False, False, lexicon) is None


def test_one_part_may_hold_a_slip(lexicon: Lexicon) -> None:
    """The other one is known; neither known, or both, is no such case."""
    found = split_slip("노벨물리확상", lexicon)
    assert found is not None
    assert found[0] == ("노벨", (("노벨", 1.0),))
    assert "물리학상" in [text for text, _ in found[1][1]]
    assert split_slip("가갸거겨", lexicon) is None
