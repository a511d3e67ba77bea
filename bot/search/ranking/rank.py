"""The final order of the candidates: where and how exactly each holds the query's terms.

A candidate's score adds up, over the terms, the best of each term's forms by three kinds of evidence: BM25 over the
form's bigrams by lines (the index keeps a byte of all), the form itself as a string (anywhere, at a word's start, as a
whole word, in the title or a heading), and its closeness to the term before.
All of it is arithmetic over arrays of the sixty candidates' texts at once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.domain.query import Reading
from bot.search.query.forms import Form
from bot.search.ranking.calibration import CONFIRMED, GUESSED, SCORE_SHARE
from bot.search.ranking.pool import LINES, SHARED_LINES, TITLE_LINES, Pool
from bot.search.ranking.seek import Grams, Wanted

K1, B = 1.2, 0.6
"""Saturation and length normalisation of BM25; the index's own B is 0.75."""

LINE_WEIGHTS = np.array((2.0, 2.0, 1.0, 1.0))
"""How often a bigram of the title, the headings, the labels, the body counts."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each kind of evidence counts beside BM25; `python -m benchmarks.retrieval` measures them."""

    within: float = 0.7
    start: float = 0.7
    whole: float = 0.5
    title: float = 1.0
    heading: float = 0.7
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
    best, -1 for none; `explained[c]` the share of the query that the candidate holds, 0 to 1, guesses at GUESSED;
    `certainty[c]` adds to it the score for each unit of the query's weight, at SCORE_SHARE, as far as no guess made it.
    `shared[c]` is whether it holds words of the query in the title and the labels alone, as all of its document do.
    """

    scores: NDArray[np.float64]
    chosen: NDArray[np.int64]
    explained: NDArray[np.float64]
    certainty: NDArray[np.float64]
    shared: NDArray[np.bool_]


def rank(
    pool: Pool,
    terms: Sequence[Wanted],
    crossing: Sequence[tuple[str, float]],
    average: float,
    rarest: float,
    weights: Weights = WEIGHTS,
) -> Ranking:
    """Score the candidates of the first stage. `crossing` are bigrams across blanks with their rarity, `average` is the
    mean length of a text in the index, `rarest` the rarity of what stands in a single one.
    """
    count = pool.count
    if not count:
        return Ranking(np.zeros(0), np.full((len(terms), 0), -1), np.zeros(0), np.zeros(0), np.zeros(0, bool))
    total, shares = _bigrams(pool, terms, crossing, average, weights)
    chosen, worth, sure = np.full((len(terms), count), -1), np.zeros((len(terms), count)), np.ones((len(terms), count))
    seen, shared, confirming = _seen(pool, terms, weights), np.zeros(count, bool), np.zeros((len(terms), count))
    if seen is not None:
        cells = seen.terms * count + seen.owners
        gained = np.zeros(len(terms) * count)
        np.maximum.at(gained, cells, seen.values)
        best = (seen.values >= gained[cells]).nonzero()[0]
        chosen.ravel()[cells[best]] = seen.needles[best]
        worth.ravel()[cells[best]] = seen.worths[best]
        sure.ravel()[cells[best]] = seen.sure[best]
        confirming.ravel()[cells[best]] = seen.worths[best] * seen.confirms[best]
        total += gained.reshape(chosen.shape).sum(0)
        shared[seen.owners] = True
        shared[seen.owners[~np.isin(seen.lines, SHARED_LINES)]] = False
        # Of each term only the places of the form that the candidate holds best count for closeness.
        held = (chosen.ravel()[cells] == seen.needles).nonzero()[0]
        total += _closeness(seen.terms[held], seen.owners[held], seen.places[held], count, weights)
    weight = np.array([term.weight for term in terms])
    whole = weight.sum() or 1.0
    shares *= weight[:, None]
    held = np.maximum(worth, shares).sum(0)
    # Words that stand together in hardly any section by chance confirm each other.
    sure[:, confirming.sum(0) - confirming.max(0, initial=0.0) >= CONFIRMED * rarest] = 1.0
    explained = np.maximum(worth * sure, shares).sum(0)
    believed = np.divide(explained, held, out=np.zeros(count), where=held > 0)
    return Ranking(total, chosen, explained / whole, (explained + SCORE_SHARE * total * believed) / whole, shared)


class _Seen(NamedTuple):
    """Every place of every needle: parallel arrays, by term. `lines` are 0 to 3 (see `Pool.lines`), `values` are what
    the places count, `worths` what the needles do, `sure` how much of that is believed, and `confirms` whether it
    makes other words more credible.
    """

    terms: NDArray[np.int64]
    needles: NDArray[np.int64]
    places: NDArray[np.int64]
    owners: NDArray[np.int64]
    lines: NDArray[np.int64]
    values: NDArray[np.float64]
    worths: NDArray[np.float64]
    sure: NDArray[np.float64]
    confirms: NDArray[np.bool_]


def _seen(pool: Pool, terms: Sequence[Wanted], weights: Weights) -> _Seen | None:
    """Looks up all needles at once and values each place by how exactly it holds the term."""
    needles = [
        (number, choice, needle) for number, term in enumerate(terms) for choice, needle in enumerate(term.needles)
    ]
    which, places = pool.found([needle for *_, needle in needles])
    if not len(places):
        return None
    numbers = np.array([number for number, _, _ in needles])[which]
    choices = np.array([choice for _, choice, _ in needles])[which]
    sizes = np.array([len(needle.text) for *_, needle in needles])[which]
    worths = np.array([needle.worth for *_, needle in needles])[which]
    sure = np.array([1.0 if needle.form.sure else GUESSED for *_, needle in needles])[which]
    confirms = np.array([_confirms(needle.form) for *_, needle in needles])[which]
    # A long question explains itself; the finer signs matter where there is little else to go by.
    fine = min(1.0, SHORT_TERMS / len(terms))
    owners, lines = np.divmod(pool.lines(places), LINES)
    begins = pool.begins(places)
    whole = begins.copy()
    whole[begins] = pool.ends((places + sizes)[begins])
    value = weights.within + weights.start * begins + fine * weights.whole * whole
    value = value + np.array((weights.title, weights.heading, 0.0, 0.0))[lines]
    titled = np.array([needle.titled for *_, needle in needles])[which] * (lines < TITLE_LINES)
    # The earlier in the body, the more; the title stands before all of it.
    value = value + fine * weights.early / (1 + np.maximum(places - pool.bodies[owners], 0) / EARLY_CHARS)
    return _Seen(numbers, choices, places, owners, lines, value * np.maximum(worths, titled), worths, sure, confirms)


def _confirms(form: Form) -> bool:
    """Not a guess by sound: `프린터 용지 걸렸어요` sounds like `plant`, `onggi` and `quality`, all of one report."""
    return form.sure or form.reading is not Reading.SOUND


def _bigrams(
    pool: Pool, terms: Sequence[Wanted], crossing: Sequence[tuple[str, float]], average: float, weights: Weights
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """BM25 over bigrams: for each term the best of its forms, and a little for bigrams across blanks. Then, for each
    term and candidate, the greatest share of a form's bigrams that the candidate has, by rarity.
    """
    shares = np.zeros((len(terms), pool.count))
    written = [number for number, term in enumerate(terms) if term.grams]
    groups = [terms[number].grams for number in written]
    if crossing:
        # They make a form that is no share of any term.
        groups.append((Grams(dict(crossing), weights.cross, math.inf),))
    forms = [form for group in groups for form in group]
    if not forms:
        return np.zeros(pool.count), shares
    # Every bigram of every form has a row; rows are added up by form, of a group of forms the best one counts.
    rows = [name for form in forms for name in form.rarities]
    sizes = [len(form.rarities) for form in forms]
    starts = list(accumulate(sizes[:-1], initial=0))
    firsts = list(accumulate(map(len, groups[:-1]), initial=0))

    def best(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.maximum.reduceat(np.add.reduceat(values, starts), firsts))

    places = {name: place for place, name in enumerate(dict.fromkeys(rows))}
    occurring = pool.bigram_counts(list(places))
    norm = 1 - B + B * pool.lengths() / average
    counts = (occurring @ LINE_WEIGHTS)[[places[name] for name in rows]]
    row_weights = [form.weight * rarity for form in forms for rarity in form.rarities.values()]
    row_shares = [form.weight * rarity / form.whole for form in forms for rarity in form.rarities.values()]
    gains = counts * (K1 + 1) / (counts + K1 * norm)
    shares[written] = best((counts > 0) * np.array(row_shares)[:, None])[: len(written)]
    return best(gains * np.array(row_weights)[:, None]).sum(0), shares


def _closeness(
    terms: NDArray[np.int64], owners: NDArray[np.int64], places: NDArray[np.int64], count: int, weights: Weights
) -> NDArray[np.float64]:
    """For each candidate a bonus for each term by its least distance to the nearest one before that any text holds."""
    order = (terms << _PLACE_BITS | places).argsort()
    terms, owners, places = terms[order], owners[order], places[order]
    turn = np.zeros(len(terms), np.int64)
    np.cumsum(terms[1:] != terms[:-1], out=turn[1:])
    if not turn[-1]:
        return np.zeros(count)
    codes, cells = turn << _PLACE_BITS | places, turn * count + owners
    later = int(turn.searchsorted(1))
    behind = codes.searchsorted(codes[later:] - (1 << _PLACE_BITS))
    # Before the first place comes, as it were, the last one, which belongs to no term before.
    beside = np.array((behind - 1, behind))
    distance = np.where(cells[beside] == cells[later:] - count, abs(places[beside] - places[later:]), np.inf).min(0)
    gap = np.full((turn[-1] + 1) * count, np.inf)
    np.minimum.at(gap, cells[later:], distance)
    return np.asarray((weights.near / (1 + gap / weights.near_chars)).reshape(-1, count).sum(0))


_PLACE_BITS = 40
"""A term's number and a place in one sortable number; sixteen thousand candidates have 2**34 characters at most."""
