"""Sections that treat the same matter as a given one."""

from __future__ import annotations

from collections import Counter

from bot.search.analyze import stem, words
from bot.search.index import WORD, Clause
from bot.search.lexicon import Lexicon
from bot.search.prepare import owned

TELLING_WORDS = 25
"""Words by which a section is compared with others: the rarest that others have too."""


def telling_words(text: str, lexicon: Lexicon) -> list[tuple[str, float]]:
    """The words that tell a text's matter with their weights, the weightiest first."""
    counts = Counter(stem(word) for word in words(text) if len(word) >= 2 and not word.isdigit())
    weighed = []
    for word, count in counts.items():
        if lexicon.frequency(word) >= 2:
            rarity = lexicon.word_rarity(word)
            weighed.append((word, rarity * (1 + min(count, 4) / 4)))
    return sorted(weighed, key=lambda pair: (-pair[1], pair[0]))[:TELLING_WORDS]


def clauses(chosen: list[tuple[str, float]], lexicon: Lexicon) -> list[Clause]:
    """What finds the sections that share the words."""
    if not chosen:
        return []
    greatest = chosen[0][1]
    return [
        Clause(WORD, term, max(0.1, weight / greatest))
        for word, weight in chosen
        for term in dict.fromkeys((word, owned(word, lexicon.owner)))
    ]
