"""Which sections hold which bigrams and how strongly: the inverted lists of one part, as arrays.

A bigram is two neighbouring letters of a text without blanks and points; none goes over the end of a line. Sections
are numbered from 0 within their part. What a bigram counts for a section (the saturated frequency of BM25) is worked
out when the part is built and kept in a byte, which is exact enough to choose candidates.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.search.index.arrays import Array

Codes = NDArray[np.uint32]
Keys = NDArray[np.uint64]
"""A bigram's code in the upper half and the number of its section in the lower one."""

K1, B = 1.2, 0.75
"""Saturation and length normalisation of BM25 as tantivy and Lucene have them."""

_BLANK, _POINT = 32, 46
_RARE, _BEYOND = 0xFFFD, 0x10000
_HALF = np.uint64(32)
_STEPS = 255
_BLOCK = 1 << 18
"""Keys counted at once, so that what is worked out between them stays in the cache."""

_NONE = slice(0, 0)

UNIT = (K1 + 1) / _STEPS
"""What one step of a value counts: a bigram that stands in a text however often counts less than K1 + 1."""


def code(bigram: str) -> int:
    """The number of a bigram; letters beyond the basic plane are those of `reading`."""
    first, second = ord(bigram[0]), ord(bigram[1])
    return (first if first < _BEYOND else _RARE) << 16 | (second if second < _BEYOND else _RARE)


def keys(points: NDArray[np.uint16], ends: NDArray[np.int64], first: int) -> Keys:
    """Every bigram of texts (as in `texts`) that end at `ends` and are numbered from `first`; as often as it occurs."""
    kept = np.flatnonzero((points != _BLANK) & (points != _POINT))
    units = points[kept]
    section = np.repeat(
        np.arange(first, first + len(ends), dtype=np.uint32), np.diff(np.searchsorted(kept, ends), prepend=0)
    )
    letter = units > _BLANK
    whole = np.flatnonzero(letter[1:] & letter[:-1] & (section[1:] == section[:-1]))
    bigrams = units[whole].astype(np.uint32) << np.uint32(16) | units[whole + 1]
    return bigrams.astype(np.uint64) << _HALF | section[whole]


def build(found: list[Keys], lengths: NDArray[np.int64], average: float) -> dict[str, Array]:
    """The lists of texts of these lengths; `average` is the length at which a text counts as neither long nor short.

    The keys are used up, which spares half of the memory.
    """
    every = np.concatenate([*found, np.zeros(0, np.uint64)])
    found.clear()
    every.sort()
    damping = (K1 * (1 - B + B * lengths / average)).astype(np.float32)
    # Where a block would part equal keys, it ends before them.
    cuts = every.searchsorted(every[_BLOCK::_BLOCK]).tolist()
    blocks = [_counted(every[start:stop], damping) for start, stop in pairwise([0, *cuts, len(every)])]
    grams, sections, values = (np.concatenate(column) for column in zip(*blocks, strict=True))
    return _lists(grams, sections, values)


def _counted(every: Keys, damping: NDArray[np.float32]) -> tuple[Codes, Codes, NDArray[np.uint8]]:
    """Each of the ordered keys once: the bigrams, the sections, and what the bigram counts there."""
    fresh = np.flatnonzero(_fresh(every))
    times = np.diff(fresh, append=len(every)).astype(np.float32)
    every = every[fresh]
    sections = every.astype(np.uint32)
    counted = times / (times + damping[sections])
    return (every >> _HALF).astype(np.uint32), sections, np.rint(counted * _STEPS).astype(np.uint8)


def merged(parts: Sequence[Mapping[str, Array]], shifts: Sequence[int], kept: NDArray[np.bool_]) -> dict[str, Array]:
    """Lists of several parts as one, sections of each numbered from its shift; only those that are `kept`."""
    grams = np.concatenate([np.repeat(part["grams"], np.diff(part["gram_ends"], prepend=0)) for part in parts])
    sections = np.concatenate(
        [part["gram_sections"].astype(np.uint32) + np.uint32(s) for part, s in zip(parts, shifts, strict=True)]
    )
    values = np.concatenate([part["gram_values"] for part in parts])
    held = np.flatnonzero(kept[sections])
    # Parts stand in the order of their sections, so that a stable order of bigrams keeps sections in order too.
    order = held[np.argsort(grams[held], kind="stable")]
    return _lists(grams[order], sections[order], values[order])


def _lists(grams: Codes, sections: Codes, values: NDArray[np.uint8]) -> dict[str, Array]:
    firsts = np.flatnonzero(_fresh(grams))
    return {
        "grams": grams[firsts],
        "gram_ends": np.append(firsts[1:], len(grams)).astype(np.uint32) if len(firsts) else np.zeros(0, np.uint32),
        "gram_sections": sections.astype(np.uint16) if sections.max(initial=0) < 1 << 16 else sections,
        "gram_values": values,
    }


def _fresh(ordered: Codes | Keys) -> NDArray[np.bool_]:
    """Which values differ from the one before."""
    fresh = np.ones(len(ordered), bool)
    fresh[1:] = ordered[1:] != ordered[:-1]
    return fresh


class Postings:
    """The lists of one part."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._grams, self._ends = arrays["grams"], arrays["gram_ends"]
        self._sections, self._values = arrays["gram_sections"], arrays["gram_values"]
        self._listed, self._stops = self._grams.data, self._ends.data

    def frequency(self, bigram: int) -> int:
        """In how many sections a bigram occurs."""
        held = self._held(bisect_left(self._listed, bigram), bigram)
        return int(held.stop - held.start)

    def having(self, bigram: int) -> NDArray[np.uint32]:
        """The sections with a bigram, in order."""
        return np.asarray(self._sections[self._held(bisect_left(self._listed, bigram), bigram)], np.uint32)

    def scores(self, bigrams: Sequence[int], weights: Sequence[float], count: int) -> NDArray[np.float32]:
        """The weighted sum of values for each of the part's sections."""
        places = self._grams.searchsorted(np.array(bigrams, np.uint32)).tolist()
        spans = [self._held(place, bigram) for place, bigram in zip(places, bigrams, strict=True)]
        sections = np.concatenate([self._sections[span] for span in spans], dtype=np.intp)
        values = np.concatenate([self._values[span] for span in spans], dtype=np.float32)
        values *= np.array(weights, np.float32).repeat([span.stop - span.start for span in spans])
        return np.bincount(sections, values, count).astype(np.float32)

    def _held(self, place: int, bigram: int) -> slice:
        """The list of a bigram that stands, if anywhere, at this place; an empty one for one that does not occur."""
        if place == len(self._listed) or self._listed[place] != bigram:
            return _NONE
        return slice(self._stops[place - 1] if place else 0, self._stops[place])
