"""The final order of the candidates: where and how exactly each holds the query's terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.search.analyze import stem
from bot.search.expand import Form, Term
from bot.search.hangul import FIRST_SYLLABLE, SYLLABLES_PER_INITIAL
from bot.search.hangul import INITIALS as INITIAL_JAMO
from bot.search.lexicon import Lexicon

WITHIN, AT_START, NEAR = 0.7, 0.7, 7.5
"""Weights of a term found anywhere, of one found at a word's start, and of neighbouring terms close together."""

NEAR_CHARS = 15
"""Distance in characters at which closeness counts half."""

STEM_WEIGHT = 0.95
INITIALS_WEIGHT = 4.0


@dataclass(frozen=True, slots=True)
class Needle:
    """A string looked for in the texts, what finding it is worth, and the form that it stands for."""

    text: str
    worth: float
    form: Form
    initials: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A term as it is looked for. `weight` is what it counts among the terms; a term without needles is not there."""

    term: Term
    needles: tuple[Needle, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores of the candidates in their order. `chosen[t, c]` is the number of term t's needle that candidate c holds
    best, -1 for none; `explained[c]` the share of the query that the candidate holds, 0 to 1.
    """

    scores: NDArray[np.float64]
    chosen: NDArray[np.int64]
    explained: NDArray[np.float64]


class Pool:
    """The candidates' texts in one string, so that each needle is looked for once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.whole = "\0".join(texts) + "\0"
        lengths = np.array([len(text) + 1 for text in texts], np.int64)
        self.starts = np.cumsum(lengths) - lengths
        self._points: NDArray[np.uint16] | None = None
        self._initials: NDArray[np.uint8] | None = None

    def owners(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The candidate to which each place belongs."""
        return np.searchsorted(self.starts, places, "right") - 1

    def places(self, needle: Needle) -> NDArray[np.int64]:
        """Every place of a needle, in order."""
        if needle.initials:
            return self._initial_places(needle.text)
        found, whole = [], self.whole
        place = whole.find(needle.text)
        while place >= 0:
            found.append(place)
            place = whole.find(needle.text, place + 1)
        return np.array(found, np.int64)

    def begins(self, places: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which places begin a word."""
        before: NDArray[np.uint16] = self.points[np.maximum(places - 1, 0)]
        return np.asarray((places == 0) | (before <= 32))

    @property
    def points(self) -> NDArray[np.uint16]:
        """Code units; texts for ranking hold no characters beyond the basic plane."""
        if self._points is None:
            self._points = np.frombuffer(self.whole.encode("utf-16-le", "replace"), np.uint16)
        return self._points

    def _initial_places(self, run: str) -> NDArray[np.int64]:
        """Places at word starts where syllables have these initial consonants."""
        if self._initials is None:
            points = self.points
            code = (points - FIRST_SYLLABLE) // SYLLABLES_PER_INITIAL
            self._initials = np.where(points >= FIRST_SYLLABLE, code, 255).astype(np.uint8)
        codes = self._initials
        count = len(codes) - len(run)
        if count <= 0:
            return np.zeros(0, np.int64)
        hit = np.ones(count, bool)
        for offset, char in enumerate(run):
            hit &= codes[offset : offset + count] == INITIAL_JAMO.index(char)
        found = np.flatnonzero(hit)
        return found[self.begins(found)]


def wanted(terms: Sequence[Term], lexicon: Lexicon) -> list[Wanted]:
    """What to look for, and how much each term counts: its rarity, or the greatest one for a word not known."""
    result = []
    for term in terms:
        if term.initials:
            needle = Needle(term.typed, INITIALS_WEIGHT, term.forms[0], initials=True)
            result.append(Wanted(term, (needle,), INITIALS_WEIGHT))
            continue
        found = []
        for form in term.forms:
            cut = stem(form.text)
            for text, share in ((form.text, 1.0), (cut, STEM_WEIGHT)) if cut != form.text else ((form.text, 1.0),):
                worth = lexicon.weight(text) if len(text) >= 2 else 0.0
                if worth:
                    found.append(Needle(text, worth * form.weight * share, form))
        weight = max((needle.worth / needle.form.weight for needle in found), default=lexicon.greatest)
        result.append(Wanted(term, tuple(found), weight))
    return result


def rank(base: Sequence[float], texts: Sequence[str], terms: Sequence[Wanted]) -> Ranking:
    """Score the candidates of the first stage, whose own scores are `base`."""
    count = len(base)
    total = np.array(base, np.float64)
    chosen = np.full((len(terms), count), -1)
    held = np.zeros(count)
    if not count:
        return Ranking(total, chosen, held)
    pool = Pool(texts)
    previous: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None
    for number, term in enumerate(terms):
        gained, places = _find(pool, term, chosen[number])
        total += gained
        worth = np.array([*(needle.worth for needle in term.needles), 0.0])[chosen[number]]
        held += worth
        if not len(places):
            continue
        owners = pool.owners(places)
        if previous is not None:
            total += _closeness(previous, (places, owners), count)
        previous = places, owners
    whole = sum(term.weight for term in terms)
    return Ranking(total, chosen, held / whole if whole else held)


def _find(pool: Pool, term: Wanted, chosen: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """What each candidate gains by its best needle, noted in `chosen`, and the places of those needles, in order."""
    best = np.zeros(len(chosen))
    where: list[tuple[int, NDArray[np.int64], NDArray[np.int64]]] = []
    for number, needle in enumerate(term.needles):
        places = pool.places(needle)
        if not len(places):
            continue
        owners = pool.owners(places)
        where.append((number, places, owners))
        value = needle.worth * np.where(pool.begins(places), WITHIN + AT_START, WITHIN)
        gained = np.zeros(len(best))
        np.maximum.at(gained, owners, value)
        better = gained > best
        best[better] = gained[better]
        chosen[better] = number
    found = [places[chosen[owners] == number] for number, places, owners in where]
    return best, np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)


def _closeness(
    one: tuple[NDArray[np.int64], NDArray[np.int64]], other: tuple[NDArray[np.int64], NDArray[np.int64]], count: int
) -> NDArray[np.float64]:
    """For each candidate that has both terms, a bonus by the least distance between them."""
    (places, owners), (others, other_owners) = one, other
    gap = np.full(count, np.inf)
    at = np.searchsorted(others, places)
    for neighbour in (np.minimum(at, len(others) - 1), np.maximum(at - 1, 0)):
        same = other_owners[neighbour] == owners
        np.minimum.at(gap, owners[same], np.abs(others[neighbour] - places)[same].astype(np.float64))
    return np.where(np.isfinite(gap), NEAR / (1 + gap / NEAR_CHARS), 0.0)
