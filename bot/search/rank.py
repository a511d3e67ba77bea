"""The final order of the candidates: where and how exactly each holds the query's terms.

A candidate's score adds up, over the terms, the best of each term's forms by three kinds of evidence: BM25 over the
form's bigrams (as in the index, but with the true lengths of the texts, which tantivy rounds to a byte), the form
itself as a string (anywhere, at a word's start, as a whole word, in the title), and its closeness to the term before.
All of it is arithmetic over arrays of the sixty candidates' texts at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.search.pool import Pool
from bot.search.seek import Wanted

K1, B = 1.2, 0.6
"""Saturation and length normalisation of BM25; tantivy's own B is 0.75."""

LINE_WEIGHTS = (2.0, 1.0, 1.0, 1.0)
"""How often a bigram of the title, the headings, the labels, the body counts."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each kind of evidence counts beside BM25; found by `benchmarks/tuning.py`."""

    within: float = 0.7
    start: float = 0.7
    whole: float = 0.5
    title: float = 1.0
    early: float = 0.6
    near: float = 6.0
    near_chars: float = 12
    cross: float = 0.3


WEIGHTS = Weights()

SHORT_TERMS = 3
"""Terms up to which whole words and early places count fully."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores of the candidates in their order. `chosen[t, c]` is the number of term t's needle that candidate c holds
    best, -1 for none; `explained[c]` the share of the query that the candidate holds, 0 to 1.
    """

    scores: NDArray[np.float64]
    chosen: NDArray[np.int64]
    explained: NDArray[np.float64]


def rank(
    pool: Pool,
    terms: Sequence[Wanted],
    crossing: Sequence[tuple[str, float]],
    average: float,
    weights: Weights = WEIGHTS,
) -> Ranking:
    """Score the candidates of the first stage. `crossing` are bigrams across blanks with their rarity, `average` is the
    mean length of a text in the index.
    """
    count = pool.count
    total = np.zeros(count)
    chosen = np.full((len(terms), count), -1)
    held = np.zeros(count)
    if not count:
        return Ranking(total, chosen, held)
    if len(terms) > SHORT_TERMS:
        # A long question explains itself; the finer signs matter where there is little else to go by.
        share = SHORT_TERMS / len(terms)
        weights = replace(weights, whole=weights.whole * share, early=weights.early * share)
    total += _bigrams(pool, terms, crossing, average, weights)
    previous: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None
    for number, term in enumerate(terms):
        gained, places, owners = _find(pool, term, chosen[number], weights)
        total += gained
        held += np.array([*(needle.worth for needle in term.needles), 0.0])[chosen[number]]
        if not len(places):
            continue
        if previous is not None:
            total += _closeness(previous, (places, owners), count, weights)
        previous = places, owners
    whole = sum(term.weight for term in terms)
    return Ranking(total, chosen, held / whole if whole else held)


def _bigrams(
    pool: Pool, terms: Sequence[Wanted], crossing: Sequence[tuple[str, float]], average: float, weights: Weights
) -> NDArray[np.float64]:
    """BM25 over bigrams: for each term the best of its forms, and a little for bigrams across blanks."""
    rarities = dict(crossing)
    for term in terms:
        for form in term.grams:
            rarities.update(form.rarities)
    if not rarities:
        return np.zeros(pool.count)
    names = list(rarities)
    place = {name: number for number, name in enumerate(names)}
    counts = pool.bigram_counts(names, LINE_WEIGHTS)
    length = K1 * (1 - B + B * pool.lengths / average)
    gains = counts * (K1 + 1) / (counts + length[:, None]) * np.array([rarities[name] for name in names])
    total = weights.cross * gains[:, [place[name] for name, _ in crossing]].sum(1)
    for term in terms:
        if term.grams:
            forms = [gains[:, [place[name] for name in form.rarities]].sum(1) * form.weight for form in term.grams]
            total += forms[0] if len(forms) == 1 else np.maximum.reduce(forms)
    return np.asarray(total)


def _find(
    pool: Pool, term: Wanted, chosen: NDArray[np.int64], weights: Weights
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """What each candidate gains by its best needle, noted in `chosen`; the places of those needles and whose they are."""
    best = np.zeros(pool.count)
    where: list[tuple[int, NDArray[np.int64], NDArray[np.int64]]] = []
    for number, needle in enumerate(term.needles):
        places = pool.places(needle)
        if not len(places):
            continue
        owners = pool.owners(places)
        where.append((number, places, owners))
        begins = pool.begins(places)
        value = weights.within + weights.start * begins
        if weights.whole:
            value = value + weights.whole * (begins & pool.ends(places, len(needle.text)))
        if weights.title:
            value = value + weights.title * (pool.lines(places) == 0)
        gained = np.zeros(pool.count)
        np.maximum.at(gained, owners, value)
        if weights.early:
            first = np.full(pool.count, np.inf)
            np.minimum.at(first, owners, np.maximum(places - pool.bodies[owners], 0))
            gained += np.where(gained > 0, weights.early / (1 + first / 100), 0)
        gained *= needle.worth
        better = gained > best
        best[better] = gained[better]
        chosen[better] = number
    if not where:
        return best, np.zeros(0, np.int64), np.zeros(0, np.int64)
    kept = [(places[mask], owners[mask]) for n, places, owners in where for mask in [chosen[owners] == n]]
    places = np.concatenate([places for places, _ in kept])
    owners = np.concatenate([owners for _, owners in kept])
    if len(kept) > 1:
        order = np.argsort(places, kind="stable")
        places, owners = places[order], owners[order]
    return best, places, owners


def _closeness(
    one: tuple[NDArray[np.int64], NDArray[np.int64]],
    other: tuple[NDArray[np.int64], NDArray[np.int64]],
    count: int,
    weights: Weights,
) -> NDArray[np.float64]:
    """For each candidate that has both terms, a bonus by the least distance between them."""
    (places, owners), (others, other_owners) = one, other
    gap = np.full(count, np.inf)
    at = np.searchsorted(others, places)
    for neighbour in (np.minimum(at, len(others) - 1), np.maximum(at - 1, 0)):
        same = other_owners[neighbour] == owners
        np.minimum.at(gap, owners[same], np.abs(others[neighbour] - places)[same].astype(np.float64))
    return np.where(np.isfinite(gap), weights.near / (1 + gap / weights.near_chars), 0.0)
