"""Words that a missing or an extra blank joined or took apart."""

from __future__ import annotations

import re

from bot.search.spelling.analyze import HONORIFICS, PARTICLES, stem
from bot.search.words.lexicon import Lexicon

_LONGEST_PART = 8
_INSIDE = re.compile(r"(?<=[a-z])(?=[a-z])|(?<=[0-9])(?=[0-9.])|(?<=\.)(?=[0-9])")
"""Places inside a run of Latin letters or of digits, where no word ends."""

Alternatives = tuple[str, tuple[tuple[str, float], ...]]


def joined(one: str, other: str, one_known: bool, other_known: bool, lexicon: Lexicon) -> str | None:  # noqa: FBT001
    """Both as one word, where the corpus has that and one of them makes no sense alone."""
    if one_known and other_known and len(one) > 1 and len(other) > 1:
        return None
    whole = one + other
    cut = stem(whole)
    parted = len(cut) > len(one) and whole[len(cut) :] not in HONORIFICS
    return whole if lexicon.frequency(whole) > 0 or (parted and lexicon.frequency(cut) > 0) else None


def split(word: str, lexicon: Lexicon) -> list[str] | None:
    """The fewest known words of two or more characters that make up the word, a particle at its end aside.

    None where there are no two such words.
    """
    size = len(word)
    if size < 4:
        return None
    inside = {match.start() for match in _INSIDE.finditer(word)}
    best: list[list[str] | None] = [[], *([None] * size)]
    for end in range(2, size + 1):
        if end in inside:
            continue
        for start in range(max(0, end - _LONGEST_PART), end - 1):
            before, now = best[start], best[end]
            if before is None or start in inside or (now is not None and len(now) <= len(before) + 1):
                continue
            part = word[start:end]
            if lexicon.frequency(part) > 0:
                best[end] = [*before, part]
    for end in (size, size - 1, size - 2):
        found = best[end]
        if end > 2 and found and (end == size or word[end:] in PARTICLES):
            return found if len(found) > 1 or end < size else None
    return None


def split_slip(word: str, lexicon: Lexicon) -> tuple[Alternatives, Alternatives] | None:
    """The word as two, one of them known and the other a slip away from known ones; the likeliest such pair."""
    best: tuple[float, Alternatives, Alternatives] | None = None
    for place in range(2, len(word) - 1):
        left, right = word[:place], word[place:]
        left_known, right_known = lexicon.frequency(left) > 0, lexicon.frequency(right) > 0
        if left_known == right_known:
            continue
        near = lexicon.neighbours(right if left_known else left, limit=4, cutoff=1)
        if not near:
            continue
        typed = right if left_known else left
        forms = (typed, ((typed, 1.0), *((slip.word, 0.75) for slip in near)))
        cost = near[0].cost - len(typed) / 10
        if best is None or cost < best[0]:
            sure = (left if left_known else right, ((left if left_known else right, 1.0),))
            best = (cost, sure, forms) if left_known else (cost, forms, sure)
    return None if best is None else best[1:]
