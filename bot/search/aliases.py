"""Names that mean the same: mined from `한글(English)` pairs of the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.search.analyze import normalise, stem
from bot.search.latin import likeness

_MAYBE = re.compile("[(（](?:[A-Za-z]|[^\\x00-~가-힣一-龥])")
"""What is not normalised yet may become a bracket before a Latin letter; digits, Hangul and Chinese do not."""

_BRACKET = re.compile(r"\(([a-z][a-z0-9 .\-&']{1,60})\)")
_BEFORE = re.compile(r"[가-힣a-z0-9]+(?: [가-힣a-z0-9]+)*\s?$")
_MAX_BEFORE = 60
LEAST_LIKENESS = 0.5
"""Of sounds; the text itself sets both side by side, so less is asked than of strangers."""

LEAST_COMPOUND, LONGEST_SHORT = 5, 5
"""Syllables of a compound and letters of its abbreviation, as in `국립표준기술연구소(NIST)`."""


def mined(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of a Korean and an English word that the text itself explains, as normalised words."""
    if not _MAYBE.search(text):
        return
    plain = normalise(text)
    for match in _BRACKET.finditer(plain):
        before = _BEFORE.search(plain, max(0, match.start() - _MAX_BEFORE), match.start())
        if before is None:
            continue
        korean, english = before.group().split(), match[1].split()
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
