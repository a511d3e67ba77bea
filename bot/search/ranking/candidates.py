"""The first stage: sections that may answer, by bigrams, by initial consonants and within the filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.search.index.lookup import Found, Restriction, Scored
from bot.search.index.storage import Generation, Having
from bot.search.query.filters import TextTest
from bot.search.ranking.pool import Pool
from bot.search.ranking.seek import Wanted

CANDIDATES = 24
"""Sections that the first stage hands to the ranking. Among 60 it finds no better ones: nDCG@10 of 4,000 questions is
.9514 with 60, .9512 with 24, and among 100,000 sections .826 and .835. The ranking takes two thirds of the time.
"""

TITLED = 8
"""Sections among them that have typed initial consonants in title or headings: among 100,000 sections any three begin
words of thousands, by chance mostly. nDCG@10 of 251 such queries is .7742 there without them and .7856 with them.
"""

LISTED = 60
"""Sections listed where there are only filters, and nothing to rank."""

CROSS_WEIGHT = 0.3
"""Of bigrams across a blank, which forgive missing and extra blanks."""

MAX_ALONE = 200
"""Sections ranked for a query of initial consonants alone: where more have them, half of these by their headings, half
the latest, of those that have them side by side if there are any.
"""

MAX_CANDIDATES = 16_384
"""Where phrases and excluded words reject candidates, more are fetched up to so many."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What the first stage looks for: weighted bigrams, filters, and runs of initial consonants with the sections that
    have them.
    """

    clauses: Mapping[str, float]
    within: Restriction
    test: TextTest
    runs: Mapping[str, Having]


def candidates(generation: Generation, sought: Sought, count: int) -> tuple[Found, Pool, list[int]]:
    """Sections that pass the filters, with their texts and days."""
    scored = generation.reader.scored(sought.clauses, sought.within)
    found = _found(generation, sought, scored, count)
    limit = count
    while True:
        rows = [generation.text(ordinal) for ordinal in found.ordinals]
        if not sought.test:
            break
        kept = [place for place, (text, _) in enumerate(rows) if sought.test.holds(str(text, "utf-16-le"))]
        if len(kept) >= count or len(rows) < limit or limit >= MAX_CANDIDATES:
            found, rows = found.pick(kept[:count]), [rows[place] for place in kept[:count]]
            break
        limit *= 4
        found = scored.best(limit)
    return found, Pool([text for text, _ in rows]), [day for _, day in rows]


def _found(generation: Generation, sought: Sought, scored: Scored, count: int) -> Found:
    """The best by bigrams; with initial consonants, first those that have them in their headings, then anywhere."""
    if not sought.runs:
        return scored.best(count)
    having = _of_all([run.sections for run in sought.runs.values()])
    if sought.clauses:
        titled = _of_all([run.titled for run in sought.runs.values()])
        found = scored.among(titled, TITLED).joined(scored.among(having, count))
        return found.joined(scored.best(max(count // 2, count - len(found.ordinals))))
    if len(having) > MAX_ALONE:
        phrase = generation.having("".join(sought.runs))
        beside = phrase.sections if len(phrase.sections) else having
        having = np.union1d(phrase.titled[: MAX_ALONE // 2], beside[-MAX_ALONE // 2 :])
    return scored.among(having, MAX_ALONE)


def _of_all(found: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Sections that are in all lists; a list that has none of those so far is passed over."""
    having, *others = found
    for other in others:
        both = np.intersect1d(having, other, assume_unique=True)
        having = both if len(both) else having
    return having


def clauses(terms: Sequence[Wanted], crosses: Sequence[tuple[str, float]]) -> dict[str, float]:
    """The first stage's bigrams: each once for its term, at the weight of the best form that has it."""
    weights: dict[str, float] = {}
    for term in terms:
        own: dict[str, float] = {}
        for grams in term.grams:
            for bigram, rarity in grams.rarities.items():
                own[bigram] = max(own.get(bigram, 0.0), grams.weight * rarity)
        for bigram, weight in own.items():
            weights[bigram] = weights.get(bigram, 0.0) + weight
    for bigram, rarity in crosses:
        weights[bigram] = weights.get(bigram, 0.0) + CROSS_WEIGHT * rarity
    return weights
