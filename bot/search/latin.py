"""Whether a Latin name and a Korean word spell the same sounds.

The skeleton of consonants (`hangul.sound`) finds candidates by equality and lets many strangers in; here vowels are
compared too, by the Revised Romanization of the Korean word (National Institute of Korean Language, 2000), both
folded to the few letters that transliteration keeps apart.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz.distance import Indel

from bot.search.hangul import FINALS, FIRST_SYLLABLE, INITIALS, VOWELS, is_syllable

SILENT = "ㅇ"
"""Heads a syllable without a sound of its own; a y behind it is heard as i."""

_HEADS = dict(zip(INITIALS, "kknttrmppss-jjjktph", strict=True)) | {SILENT: ""}
_MIDDLES = dict(
    zip(VOWELS, "a e ya ye u e yu ye o wa we oe yo u wo we wi yu u ui i".split(), strict=True)  # noqa: SIM905 - a table
)
_TAILS = {"ㄱ": "k", "ㄲ": "k", "ㄴ": "n", "ㄷ": "t", "ㄹ": "r", "ㅁ": "m", "ㅂ": "p", "ㅅ": "t", "ㅆ": "t", "ㅇ": "n",
          "ㅈ": "t", "ㅊ": "t", "ㅋ": "k", "ㅌ": "t", "ㅍ": "p", "ㅎ": ""}  # fmt: skip
_FOLDS = (
    ("ph", "p"), ("th", "t"), ("ch", "j"), ("sh", "s"), ("ng", "n"), ("ck", "k"), ("qu", "kw"), ("x", "ks"),
    ("ee", "i"), ("oo", "u"), ("ou", "u"), ("ea", "i"), ("ai", "e"), ("ay", "e"), ("au", "o"), ("aw", "o"),
    ("c", "k"), ("g", "k"), ("q", "k"), ("d", "t"), ("b", "p"), ("f", "p"), ("v", "p"), ("l", "r"), ("z", "j"),
    ("y", "i"),
)  # fmt: skip


_SOFT_C = re.compile("c(?=[eiy])")
_REPEATED = re.compile(r"(.)\1+")


@lru_cache(maxsize=4096)
def folded(word: str) -> str:
    """The sounds of a word of either script in the folded letters."""
    if any(map(is_syllable, word)):
        return _squashed(word.translate(_syllables()))
    word = _SOFT_C.sub("s", word)
    for letters, instead in _FOLDS:
        word = word.replace(letters, instead)
    return _squashed(word)


@cache
def _syllables() -> dict[int, str]:
    """Code point of a syllable -> its folded letters; for `str.translate`."""
    sounds = (
        _HEADS[head] + (vowel.replace("y", "i", 1) if head == SILENT else vowel) + _TAILS.get(final[:1], "")
        for head in INITIALS
        for vowel in _MIDDLES.values()
        for final in FINALS
    )
    return dict(enumerate(sounds, FIRST_SYLLABLE))


def _squashed(word: str) -> str:
    return _REPEATED.sub(r"\1", word)


def likeness(one: str, other: str) -> float:
    """1 for the same sounds, 0 for none in common."""
    return Indel.normalized_similarity(folded(one), folded(other))
