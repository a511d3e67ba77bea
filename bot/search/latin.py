"""Whether a Latin name and a Korean word spell the same sounds.

The skeleton of consonants (`hangul.sound`) finds candidates by equality and lets many strangers in; here vowels are
compared too, by the Revised Romanization of the Korean word (National Institute of Korean Language, 2000), both
folded to the few letters that transliteration keeps apart.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import Indel

from bot.search.hangul import FINALS, FIRST_SYLLABLE, INITIALS, SYLLABLES_PER_INITIAL, VOWELS, is_syllable

_HEADS = dict(zip(INITIALS, "k k n t t r m p p s s - j j j k t p h".replace("-", "_").split(), strict=True))
_MIDDLES = dict(
    zip(
        VOWELS,
        [
            "a",
            "e",
            "ya",
            "ye",
            "u",
            "e",
            "yu",
            "ye",
            "o",
            "wa",
            "we",
            "oe",
            "yo",
            "u",
            "wo",
            "we",
            "wi",
            "yu",
            "u",
            "ui",
            "i",
        ],
        strict=True,
    )
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


@lru_cache(maxsize=4096)
def folded(word: str) -> str:
    """The sounds of a word of either script in the folded letters."""
    if any(map(is_syllable, word)):
        return _squashed("".join(_syllable(char) if is_syllable(char) else char for char in word))
    word = _SOFT_C.sub("s", word)
    for letters, instead in _FOLDS:
        word = word.replace(letters, instead)
    return _squashed(word)


def _syllable(char: str) -> str:
    code = ord(char) - FIRST_SYLLABLE
    head, rest = divmod(code, SYLLABLES_PER_INITIAL)
    middle, tail = divmod(rest, len(FINALS))
    vowel = _MIDDLES[VOWELS[middle]].replace("y", "i", 1) if head == 11 else _MIDDLES[VOWELS[middle]]
    return _HEADS[INITIALS[head]].replace("_", "") + vowel + _TAILS.get(FINALS[tail][:1], "")


def _squashed(word: str) -> str:
    return "".join(char for place, char in enumerate(word) if place == 0 or char != word[place - 1])


def likeness(one: str, other: str) -> float:
    """1 for the same sounds, 0 for none in common."""
    return Indel.normalized_similarity(folded(one), folded(other))
