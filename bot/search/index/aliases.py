"""Names that mean the same: mined from `한글(English)` pairs of the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.search.spelling.analyze import normalise, stem
from bot.search.spelling.latin import likeness

_BRACKETS = re.compile("[(（]((?:[A-Za-z]|[^\\x00-~가-힣一-龥])[^()（）]{1,60})[)）]")
"""What is not normalised yet may become a Latin letter behind a bracket; digits, Hangul and Chinese do not."""

_ENGLISH = re.compile(r"[a-z][a-z0-9 .\-&']+")
_OTHER = re.compile("[^가-힣a-z0-9 ]")
_MAX_BEFORE = 60
LEAST_LIKENESS = 0.5
"""Of sounds; the text itself sets both side by side, so less is asked than of strangers."""

LEAST_COMPOUND, LONGEST_SHORT = 5, 5
"""Syllables of a compound and letters of its abbreviation, as in `국립표준기술연구소(NIST)`."""


def mined(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of a Korean and an English word that the text itself explains, as normalised words."""
    for match in _BRACKETS.finditer(text):
        inside = normalise(match[1])
        if not _ENGLISH.fullmatch(inside):
            continue
        before = normalise(text[max(0, match.start() - _MAX_BEFORE) : match.start()])
        korean, english = _OTHER.split(before.rstrip())[-1].split(), inside.split()
        if len(english) > len(korean):
            continue
        for one, other in zip(korean[-len(english) :], english, strict=True):
            if not one.isascii() and len(other) >= 2 and _names(one, other, alone=len(english) == 1):
                yield one, other


def _names(one: str, other: str, *, alone: bool) -> bool:
    """Whether both name one thing: they sound alike, or a compound stands before its abbreviation."""
    if likeness(other, stem(one)) >= LEAST_LIKENESS:
        return True
    return alone and other.isalpha() and len(other) <= LONGEST_SHORT and len(one) >= LEAST_COMPOUND
