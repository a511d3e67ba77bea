"""How words and meaning are weighed together: a readable formula whose numbers were learnt from labelled queries.

    script    = difference of the shares of Hangul in query and section, 0 to 1
    nearness  = weighted mean of the four similarities, in hundredths, + language * script
    room      = (1 - explained) ** 2          of the candidate that words put first
    order     = words * score / weight + explained * own share + nearness * room * nearness
    answered  = sigmoid(bias + nearness * nearness + script * script + explained * own share
                        + length * log2(characters) + grammar * log2(1 + words that build a sentence)) >= threshold

What the words explain they decide: from `silent_from` on meaning is not even asked, and from `certain_from` on the best
candidate is an answer whatever meaning says. The numbers stand in `calibration.json` with the evidence for them; they
are made by `benchmarks/meaning.py --calibrate` and belong to one embedder. Of another one only the order is used, its
similarities spread as far as those of the calibrated one, and whether there is an answer is left to the words.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.domain.meaning import Judgement, Words
from bot.meaning.shelf import Parts
from bot.meaning.texts import grammar

FILE = Path(__file__).with_name("calibration.json")

SHOWN = 3
"""Results that a reader sees at once; what words alone put behind them, they did not find."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """The numbers of the formula. `model` is the beginning of the stamps that they belong to."""

    model: str
    parts: Mapping[str, float]
    language: float
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


def nearness(parts: Parts, script: Numbers, by: Calibration) -> Numbers:
    """How near sections lie to a query, in hundredths of cosine. Where sentences were not compared, the best window
    stands for them. A query lies farther from what is written in another script, so that is made good in part.
    """
    sentences = np.where(np.isnan(parts.sentences), parts.window, parts.sentences)
    weights = by.parts
    mixed = (
        weights["window"] * parts.window
        + weights["mean"] * parts.mean
        + weights["heading"] * parts.heading
        + weights["sentences"] * sentences
    ) / sum(weights.values())
    return np.asarray(100.0 * mixed + by.language * script, np.float64)


def judge(words: Words, near: Numbers, script: Numbers, by: Calibration, *, calibrated: bool) -> Judgement:
    """Weigh candidates. `near` and `script` are NaN for those without vectors, which count as the farthest."""
    own, share = np.asarray(words.scores, np.float64), np.minimum(np.asarray(words.explained, np.float64), 1.0)
    if not len(own):
        return Judgement((), answered=False, shown=(), by_meaning=())
    known = near[~np.isnan(near)]
    lowest, width = (float(known.min()), float(known.std())) if len(known) else (0.0, 0.0)
    near, script = np.where(np.isnan(near), lowest, near), np.nan_to_num(script)
    scale = 1.0 if calibrated else by.spread / max(width, 1e-6)
    weight = max(words.weight, 1e-9)
    total = (
        by.order["words"] * own / weight
        + by.order["explained"] * share
        + by.order["nearness"] * room(float(share[own.argmax()])) * scale * (near - lowest)
    )
    best = int(total.argmax())
    answered, shown = words.answered, np.zeros(len(own), bool)
    if calibrated and len(known):
        chances = chance(near, script, share, words.query, by)
        shown = chances >= by.answer["shown"]
        if share[best] < by.certain_from:
            answered = bool(chances[best] >= by.answer["threshold"])
    found = np.zeros(len(own), bool)
    if words.answered:
        found[np.argsort(-own, kind="stable")[:SHOWN]] = True
    return Judgement(
        scores=tuple((total * weight / by.order["words"]).tolist()),
        answered=answered,
        shown=tuple(shown.tolist()),
        by_meaning=tuple((~found).tolist()),
    )


def room(explained: float) -> float:
    """How far meaning may speak where the words explain so much of the query."""
    return (1.0 - min(1.0, max(0.0, explained))) ** 2


def chance(near: Numbers, script: Numbers, explained: Numbers, query: str, by: Calibration) -> Numbers:
    """The probability that each section answers a query.

    Short queries lie nearer to everything than long ones, and names that the corpus does not hold are near to others.
    """
    told = by.answer
    logit = (
        told["bias"]
        + told["nearness"] * near
        + told["script"] * script
        + told["explained"] * explained
        + told["length"] * math.log2(max(1, len(query)))
        + told["grammar"] * math.log2(1 + grammar(query))
    )
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logit, -60.0, 60.0))), np.float64)
