"""How words and meaning are weighed together: a readable formula whose numbers were learnt from labelled queries.

    nearness  = weighted mean of three similarities, in hundredths, less `usual` times that of everyday questions
    farther   = the rest of that, as far as it is because of the language (see `Shelf.farther`)
    strength  = words' score of the candidate that they put first / weight of the query
    room      = 1 - (strength / silent_from) ** 3
    shared    = what the section says of the query's subjects, the rare ones before all (see `shelf`)
    order     = words * score + explained * own share ** 3
                + room * (nearness * (nearness + farther) + subjects * shared)
    chance    = sigmoid(bias + nearness * nearness + explained * own share + hangul * share of Hangul in the query
                        + length * log2(characters, 24 at most) + grammar * words that build a sentence, at most two
                        + subjects * sqrt(shared))
    answered  = chance >= threshold, or words answer and chance >= kept * (1 - strength / certain_from)
    shown     = chance >= shown, at odds of a tenth of the best one's at least

A word or two that chance to stand in a section say little, most of a query's words say nearly all: hence the cubes. The
score counts whole, since a long question may have two telling words among twenty.
Where words speak firmly they decide: the firmer they speak, the less it takes for their answer to stand, and from
strength `silent_from` on meaning is not even asked. Where a section holds the whole query, what words answer is
answered whatever meaning says. The numbers stand in `calibration.json` with the evidence for them; they are made by
`python -m benchmarks.meaning --calibrate` and belong to one embedder. Of another one only the order is used, its
similarities spread as far as those of the calibrated one, and whether there is an answer is left to the words.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.domain.meaning import Judgement, Words
from bot.meaning.shelf import Parts
from bot.meaning.texts import grammar, hangul_share

FILE = Path(__file__).with_name("calibration.json")

SHOWN = 3
"""Results that a reader sees at once; what words alone put behind them, they did not find."""

BESIDE = 0.1
"""Least share of the best result's odds that a further one has: what is near to everything is told from what is near to
this query. Of 86 queries with an answer that meaning speaks to, over the shipped documents, 83 are answered somewhere
among 28 results a query without it, 78 among 9 with it, and of the first ten results 78 and 77 hold the answer.
"""

WHOLE = 0.55
"""Share of a query from which a section holds all of it, slips allowed for: that is an answer of the words, common as
they may be. Of 1,300 queries typed in ten ways over 180 passages of an encyclopedia meaning gainsays two, ten without
this rule; from .5 on four more of 84 without an answer would be answered.
"""

LENGTH_UPTO = 24
"""Characters of a query from which on it lies as near to everything as a longer one: greetings and reasons add nothing.
Of seven long questions without an answer, held back, two are answered so, five with every character counted.
"""

SENTENCE_FROM = 2
"""Words with particles or endings that make a sentence of a query: more of them only make it longer."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """The numbers of the formula. `model` is the beginning of the stamps that they belong to."""

    model: str
    parts: Mapping[str, float]
    usual: float
    spread: float
    silent_from: float
    certain_from: float
    order: Mapping[str, float]
    answer: Mapping[str, float]

    @classmethod
    def read(cls, path: Path = FILE) -> Calibration:
        """The numbers of a file, its evidence left out."""
        value = json.loads(path.read_text(encoding="utf8"))
        return cls(**{name: value[name] for name in cls.__dataclass_fields__})

    def fits(self, stamp: str) -> bool:
        """Whether the numbers were learnt with this embedder."""
        return stamp.startswith(self.model)


@cache
def shipped() -> Calibration:
    """The numbers that come with the program."""
    return Calibration.read()


class Evidence(NamedTuple):
    """What meaning has to say of candidates, an entry each: the numbers of the formula.

    `near` is NaN for those without vectors, of tables alone or not read yet: they lie in the middle, where words
    decide.
    """

    near: Numbers
    farther: Numbers
    shared: Numbers


def nearness(parts: Parts, usual: Parts, by: Calibration) -> Numbers:
    """How near sections lie to a query beside everyday questions, in hundredths of cosine."""
    return _weighted(parts, by) - by.usual * _weighted(usual, by)


def allowance(farther: Parts, by: Calibration) -> Numbers:
    """What is given back to sections in the other language, in hundredths of cosine.

    In the order alone: of fifteen Korean questions about two English documents among thirty Korean ones six find theirs
    first with it, three without. Were it to decide as well whether there is an answer, three more of 77 questions
    without one would be answered, in English.
    """
    return (1 - by.usual) * _weighted(farther, by)


def _weighted(parts: Parts, by: Calibration) -> Numbers:
    weights = np.array([by.parts[name] for name in Parts._fields]) / sum(by.parts.values())
    return np.asarray(100.0 * weights @ np.stack(parts), np.float64)


def judge(words: Words, evidence: Evidence, by: Calibration, *, calibrated: bool) -> Judgement:
    """Weigh candidates."""
    own, share = np.asarray(words.scores, np.float64), np.minimum(np.asarray(words.explained, np.float64), 1.0)
    if not len(own):
        return Judgement((), answered=False, shown=(), by_meaning=())
    near, farther, shared = evidence
    known = near[~np.isnan(near)]
    lowest, middle, width = (known.min(), np.median(known), known.std()) if len(known) else (0.0, 0.0, 0.0)
    near = np.where(np.isnan(near), middle, near)
    scale = 1.0 if calibrated else by.spread / max(width, 1e-6)
    total = (
        by.order["words"] * own
        + by.order["explained"] * share**3
        + room(words.strength, by)
        * (by.order["nearness"] * scale * (near + farther - lowest) + by.order["subjects"] * shared)
    )
    answered, shown = words.answered, np.zeros(len(own), bool)
    if calibrated and len(known):
        chances = chance(near, share, shared, words.query, by)
        first = int(total.argmax())
        best = chances[first]
        # Odds compared without dividing by what may be nothing.
        shown = (chances >= by.answer["shown"]) & (chances * (1 - best) >= BESIDE * best * (1 - chances))
        least = by.answer["threshold"]
        if words.answered:
            least = min(least, by.answer["kept"] * (1 - words.strength / by.certain_from))
        whole = words.answered and share[int(own.argmax())] >= WHOLE
        answered = bool(whole or best >= least)
        shown[first] |= answered
    found = np.zeros(len(own), bool)
    if words.answered:
        found[np.argsort(-own, kind="stable")[:SHOWN]] = True
    return Judgement(
        scores=tuple((total * (max(words.weight, 1e-9) / max(total.max(), 1e-9))).tolist()),
        answered=answered,
        shown=tuple(shown.tolist()),
        by_meaning=tuple((~found).tolist()),
    )


def room(strength: float, by: Calibration) -> float:
    """How far meaning may speak where words speak so firmly."""
    return 1.0 - min(1.0, max(0.0, strength) / by.silent_from) ** 3


def chance(near: Numbers, explained: Numbers, shared: Numbers, query: str, by: Calibration) -> Numbers:
    """The probability that each section answers a query.

    Short queries lie nearer to everything than long ones, names that the corpus does not hold are near to others, and
    each language has its own distance to everyday questions.
    """
    told = by.answer
    logit = (
        told["bias"]
        + told["nearness"] * near
        + told["explained"] * explained
        + told["hangul"] * hangul_share(query)
        + told["length"] * math.log2(min(LENGTH_UPTO, max(1, len(query))))
        + told["grammar"] * min(SENTENCE_FROM, grammar(query))
        + told["subjects"] * np.sqrt(shared)
    )
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logit, -60.0, 60.0))), np.float64)
