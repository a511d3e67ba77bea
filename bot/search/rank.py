"""The final order of the candidates: where and how exactly each holds the query's terms.

A candidate's score adds up, over the terms, the best of each term's forms by three kinds of evidence: BM25 over the
form's bigrams (as in the index, but exact, where the index keeps a byte), the form
itself as a string (anywhere, at a word's start, as a whole word, in the title), and its closeness to the term before.
All of it is arithmetic over arrays of the sixty candidates' texts at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.search.calibration import SCORE_SHARE
from bot.search.pool import LINES, Pool
from bot.search.seek import Wanted

K1, B = 1.2, 0.6
"""Saturation and length normalisation of BM25; the index's own B is 0.75."""

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

SHORT_TERMS = 3
"""Terms up to which whole words and early places count fully."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores of the candidates in their order. `chosen[t, c]` is the number of term t's needle that candidate c holds
    best, -1 for none; `explained[c]` the share of the query that the candidate holds, 0 to 1; `certainty[c]` adds to it
    the score for each unit of the query's weight, at SCORE_SHARE.
    """

    scores: NDArray[np.float64]
    chosen: NDArray[np.int64]
    explained: NDArray[np.float64]
    certainty: NDArray[np.float64]


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
    if not count:
        return Ranking(np.zeros(0), np.full((len(terms), 0), -1), np.zeros(0), np.zeros(0))
    if len(terms) > SHORT_TERMS:
        # A long question explains itself; the finer signs matter where there is little else to go by.
        share = SHORT_TERMS / len(terms)
        weights = replace(weights, whole=weights.whole * share, early=weights.early * share)
    total, shares = _bigrams(pool, terms, crossing, average, weights)
    chosen = np.full((len(terms), count), -1)
    seen = _seen(pool, terms, weights)
    if seen is not None:
        cells = seen.terms * count + seen.owners
        gained = np.zeros(len(terms) * count)
        np.maximum.at(gained, cells, seen.values)
        best = seen.values >= gained[cells]
        chosen.ravel()[cells[best]] = seen.needles[best]
        total += gained.reshape(chosen.shape).sum(0)
        # Of each term only the places of the form that the candidate holds best count for closeness.
        total += _closeness(seen.only(chosen.ravel()[cells] == seen.needles), count, weights)
    weight = np.array([term.weight for term in terms])
    whole = weight.sum() or 1.0
    explained = np.maximum(_worth(terms, chosen), weight[:, None] * shares).sum(0) / whole
    return Ranking(total, chosen, explained, explained + SCORE_SHARE * total / whole)


def _worth(terms: Sequence[Wanted], chosen: NDArray[np.int64]) -> NDArray[np.float64]:
    """For each term and candidate the worth of the needle by which it holds the term, 0 for none."""
    worths = np.zeros((len(terms), max((len(term.needles) for term in terms), default=0) + 1))
    for number, term in enumerate(terms):
        worths[number, : len(term.needles)] = [needle.worth for needle in term.needles]
    # The last column, which no needle has, is that of -1.
    return np.asarray(np.take_along_axis(worths, chosen, 1))


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
        picked = picked[np.argsort(self.terms[picked] << _PLACE_BITS | self.places[picked])]
        return _Seen(
            self.terms[picked], self.needles[picked], self.places[picked], self.owners[picked], self.values[picked]
        )


_PLACE_BITS = 40
"""A term's number and a place in one sortable number; sixteen thousand candidates have 2**34 characters at most."""


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
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """BM25 over bigrams: for each term the best of its forms, and a little for bigrams across blanks. Then, for each
    term and candidate, the greatest share of a form's bigrams that the candidate has, by rarity.
    """
    shares = np.zeros((len(terms), pool.count))
    rarities = dict(crossing)
    for term in terms:
        for form in term.grams:
            rarities.update(form.rarities)
    if not rarities:
        return np.zeros(pool.count), shares
    place = {name: number for number, name in enumerate(rarities)}
    rarity = np.array(list(rarities.values()))
    counts = pool.bigram_counts(list(rarities), LINE_WEIGHTS)
    length = K1 * (1 - B + B * pool.lengths / average)
    gains = counts * (K1 + 1) / (counts + length[:, None]) * rarity
    # What each form takes of each bigram; the first column is that of the bigrams across blanks.
    forms = [form for term in terms for form in term.grams]
    taken = np.zeros((len(rarities), len(forms) + 1))
    taken[[place[name] for name, _ in crossing], 0] = weights.cross
    for number, form in enumerate(forms, 1):
        taken[[place[name] for name in form.rarities], number] = form.weight
    written = [number for number, term in enumerate(terms) if term.grams]
    firsts = np.cumsum([0, 1, *(len(terms[number].grams) for number in written)])[:-1]
    if written:
        held = (counts > 0) * rarity @ (taken[:, 1:] / [form.whole for form in forms])
        shares[written] = np.maximum.reduceat(held, firsts[1:] - 1, axis=1).T
    return np.asarray(np.maximum.reduceat(gains @ taken, firsts, axis=1).sum(1)), shares


def _closeness(seen: _Seen, count: int, weights: Weights) -> NDArray[np.float64]:
    """For each candidate a bonus for each term by its least distance to the nearest one before that any text holds."""
    other = np.zeros(len(seen.terms), bool)
    other[1:] = seen.terms[1:] != seen.terms[:-1]
    turn = other.cumsum()
    fresh = np.append(0, other.nonzero()[0])
    if len(fresh) < 2:
        return np.zeros(count)
    codes = turn << _PLACE_BITS | seen.places
    gap = np.full(len(fresh) * count, np.inf)
    at = np.searchsorted(codes, codes[fresh[1] :] - (1 << _PLACE_BITS))
    own = np.arange(fresh[1], len(codes))
    for neighbour in (at, np.maximum(at - 1, 0)):
        same = (turn[neighbour] == turn[own] - 1) & (seen.owners[neighbour] == seen.owners[own])
        here = own[same]
        distance = np.abs(seen.places[neighbour[same]] - seen.places[here]).astype(np.float64)
        np.minimum.at(gap, turn[here] * count + seen.owners[here], distance)
    near = np.where(np.isfinite(gap), weights.near / (1 + gap / weights.near_chars), 0.0)
    return np.asarray(near.reshape(len(fresh), count).sum(0))
