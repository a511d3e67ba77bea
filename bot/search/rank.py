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

from bot.search.pool import LINES, Pool
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

EARLY_CHARS = 100
"""Distance from the beginning of the body at which being early counts half."""

JOINED_CHARS = 4
"""From here on a word that a text does not hold may be two of its words, typed as one."""

JOINED_SHARE = 0.55
"""Of its bigrams: two of three where two words of two syllables were joined. In Korean, chance gives less than half."""

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
    seen = _seen(pool, terms, weights)
    if seen is not None:
        gained = np.zeros((len(terms), count))
        np.maximum.at(gained, (seen.terms, seen.owners), seen.values)
        best = seen.values >= gained[seen.terms, seen.owners]
        chosen[seen.terms[best], seen.owners[best]] = seen.needles[best]
        total += gained.sum(0)
        # Of each term only the places of the form that the candidate holds best count for closeness.
        seen = seen.only(chosen[seen.terms, seen.owners] == seen.needles)
        previous: _Seen | None = None
        for number, term in enumerate(terms):
            held += np.array([*(needle.worth for needle in term.needles), 0.0])[chosen[number]]
            here = seen.of(number)
            if not len(here.places):
                continue
            if previous is not None:
                total += _closeness(previous, here, count, weights)
            previous = here
    for number, term in enumerate(terms):
        if len(term.term.typed) >= JOINED_CHARS and not term.term.initials and not term.term.typed.isascii():
            held += np.where(chosen[number] < 0, term.weight * _covered(pool, term.term.typed), 0.0)
    whole = sum(term.weight for term in terms)
    return Ranking(total, chosen, held / whole if whole else held)


def _covered(pool: Pool, typed: str) -> NDArray[np.float64]:
    """How far each candidate holds words that were typed as one: the share of their bigrams, 0 below `JOINED_SHARE`."""
    bigrams = [typed[at : at + 2] for at in range(len(typed) - 1)]
    share = (pool.bigram_counts(bigrams, (1.0, 1.0, 1.0, 1.0)) > 0).mean(axis=1)
    return np.where(share >= JOINED_SHARE, share, 0.0)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Every place of every needle: parallel arrays, by term and, within a term, by place."""

    terms: NDArray[np.int64]
    needles: NDArray[np.int64]
    places: NDArray[np.int64]
    owners: NDArray[np.int64]
    values: NDArray[np.float64]

    def only(self, which: NDArray[np.bool_]) -> _Seen:
        """Some of them, in the order of terms and places."""
        picked = np.flatnonzero(which)
        picked = picked[np.lexsort((self.places[picked], self.terms[picked]))]
        return self._at(picked)

    def of(self, term: int) -> _Seen:
        """Those of one term; the terms must be in order."""
        first, last = np.searchsorted(self.terms, [term, term + 1])
        return self._at(slice(first, last))

    def _at(self, where: NDArray[np.int64] | slice) -> _Seen:
        return _Seen(self.terms[where], self.needles[where], self.places[where], self.owners[where], self.values[where])


def _seen(pool: Pool, terms: Sequence[Wanted], weights: Weights) -> _Seen | None:
    """Looks up all needles at once and values each place by how exactly it holds the term."""
    found: list[tuple[int, int, float, int, NDArray[np.int64]]] = []
    for term_number, term in enumerate(terms):
        for number, needle in enumerate(term.needles):
            places = pool.places(needle)
            if len(places):
                found.append((term_number, number, needle.worth, len(needle.text), places))
    if not found:
        return None
    repeats = [len(places) for *_, places in found]
    places = np.concatenate([places for *_, places in found])
    worth = np.repeat([worth for _, _, worth, _, _ in found], repeats)
    sizes = np.repeat([size for _, _, _, size, _ in found], repeats)
    lines = pool.lines(places)
    owners = lines // LINES
    begins = pool.begins(places)
    whole = begins.copy()
    whole[begins] = pool.ends(np.minimum(places + sizes, len(pool.points) - 1)[begins])
    value = weights.within + weights.start * begins + weights.whole * whole + weights.title * (lines % LINES == 0)
    # The earlier in the body, the more; the title stands before all of it.
    value = value + weights.early / (1 + np.maximum(places - pool.bodies[owners], 0) / EARLY_CHARS)
    return _Seen(
        np.repeat([term for term, *_ in found], repeats),
        np.repeat([number for _, number, *_ in found], repeats),
        places,
        owners,
        value * worth,
    )


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


def _closeness(one: _Seen, other: _Seen, count: int, weights: Weights) -> NDArray[np.float64]:
    """For each candidate that has both terms, a bonus by the least distance between them."""
    gap = np.full(count, np.inf)
    at = np.searchsorted(other.places, one.places)
    for neighbour in (np.minimum(at, len(other.places) - 1), np.maximum(at - 1, 0)):
        same = other.owners[neighbour] == one.owners
        distance = np.abs(other.places[neighbour] - one.places)[same].astype(np.float64)
        np.minimum.at(gap, one.owners[same], distance)
    return np.where(np.isfinite(gap), weights.near / (1 + gap / weights.near_chars), 0.0)
