"""How words and meaning are weighed together: a readable formula whose numbers were learnt from labelled queries.

    nearness  = weighted mean of the four similarities, in hundredths, plus `language` for a query in another script
    room      = (1 - explained) ** 2          of the candidate that words put first
    order     = words * score / weight + explained * own share + nearness * room * nearness
    answered  = sigmoid(bias + nearness * nearness + explained * own share + length * log2(characters)) >= threshold

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


def nearness(parts: Parts, hangul: NDArray[np.float32], query_hangul: float, by: Calibration) -> Numbers:
    """How near sections lie to a query, in hundredths of cosine. Where sentences were not compared, the best window
    stands for them.

    A query lies farther from a section in another script than from one in its own, by about `language`.
    """
    sentences = np.where(np.isnan(parts.sentences), parts.window, parts.sentences)
    weights = by.parts
    mixed = (
        weights["window"] * parts.window
        + weights["mean"] * parts.mean
        + weights["heading"] * parts.heading
        + weights["sentences"] * sentences
    ) / sum(weights.values())
    return np.asarray(100.0 * mixed + by.language * np.abs(hangul - query_hangul), np.float64)


def judge(words: Words, near: Numbers, by: Calibration, *, calibrated: bool) -> Judgement:
    """Weigh candidates. `near` is NaN for those without vectors: they count as the farthest of the others."""
    own, share = np.asarray(words.scores, np.float64), np.asarray(words.explained, np.float64)
    if not len(own):
        return Judgement((), answered=False, shown=(), by_meaning=())
    known = near[~np.isnan(near)]
    lowest = float(known.min()) if len(known) else 0.0
    near = np.where(np.isnan(near), lowest, near)
    first = int(own.argmax())
    scale = 1.0 if calibrated else by.spread / max(float(known.std()) if len(known) else 0.0, 1e-6)
    weight = max(words.weight, 1e-9)
    total = (
        by.order["words"] * own / weight
        + by.order["explained"] * share
        + by.order["nearness"] * room(float(share[first])) * scale * (near - lowest)
    )
    best = int(total.argmax())
    answered, shown = words.answered, np.zeros(len(own), bool)
    if calibrated:
        chances = chance(near, share, words.query, by)
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


def chance(near: Numbers, explained: Numbers, query: str, by: Calibration) -> Numbers:
    """The probability that each section answers a query. The shorter a query, the nearer to everything it lies."""
    told = by.answer
    logit = (
        told["bias"]
        + told["nearness"] * near
        + told["explained"] * explained
        + told["length"] * math.log2(max(1, len(query)))
    )
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logit, -60.0, 60.0))), np.float64)
