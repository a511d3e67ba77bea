"""Whether a Latin name and a Korean word spell the same sounds.

The skeleton of consonants (`hangul.sound`) finds candidates by equality and lets many strangers in; here vowels are
compared too, by the Revised Romanization of the Korean word (National Institute of Korean Language, 2000), both
folded to the few letters that transliteration keeps apart.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz.distance import Indel

from bot.search.hangul import FINALS, FIRST_SYLLABLE, INITIALS, VOWELS, initials, is_syllable

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


EVERYDAY = frozenset(
    """
    about above across after again against ago all almost alone already also always among and any anybody anyone
    anything apply are around ask away back bad because become been before begin behind being believe below better
    between beyond big both bring build but buy came can cannot cheap child children choose city come coming cook
    cost could decide did different does doing done down during each early easy eat either else end enough even ever
    every everybody everyone everything explain fall far fast feel few find food for found free from full gave get
    getting give given goes going gone good got great grow had happen happy hard has have having health hear held
    help her here high hiking him himself his hold house how however hurt important include instead into its itself
    job just keep kill kind knew know known large last late later learn least leave led left less let like little
    long look lose lost made make making many may maybe mean meant might money more most move much must myself name
    near need never new nobody none nor not nothing now off often old once one only onto other others our out over
    own part pay person please possible pretty price put quite rather reach read really remain rent replace right
    said same saw say says seem seen sell send several shall she should show side since sleep small some somebody
    someone something soon speak spend stand stay still stop such sure take taken taking tell than that the their
    them themselves then there therefore these they thing things think this those though thought through thus today
    together told tomorrow too took toward travel trip try turn under understand until upon use used using very
    visit walk want was watch water way ways weather week well went were what when where whether which while who
    whole whom whose why will win with within without woman women won work works would write wrong year years yes
    yesterday yet you young your yourself
    """.split()  # noqa: SIM905 - a table of words reads better than a list of literals
)
"""Everyday English that no Korean text spells by its sound, as it does 베스트: `take` sounds like 있게 and 타개."""

_EITHER_START = frozenset("hjwy")
"""Korean hears some of these as the beginning of a vowel (`Johann`, 요한; `hour`, 아워; `web`, 웹)."""

_SOFT_C = re.compile("c(?=[eiy])")
_SILENT_R = re.compile("(?<=[aeiou])r(?![aeiouy])")
_REPEATED = re.compile(r"(.)\1+")


@lru_cache(maxsize=4096)
def folded(word: str) -> str:
    """The sounds of a word of either script in the folded letters."""
    if any(map(is_syllable, word)):
        return _squashed(word.translate(_syllables()))
    word = _SILENT_R.sub("", _SOFT_C.sub("s", word))
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


def begin_alike(latin: str, korean: str) -> bool:
    """Whether both begin with a vowel or both with a consonant; every transliteration keeps that."""
    return latin[0] in _EITHER_START or (latin[0] in "aeiou") == (initials(korean[0]) == SILENT)


def likeness(one: str, other: str) -> float:
    """1 for the same sounds, 0 for none in common."""
    return Indel.normalized_similarity(folded(one), folded(other))
