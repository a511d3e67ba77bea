"""Where words begin with which initial consonants: sorted numbers of 30 bits for a run and 32 for the section.

A run begins where a word begins and goes on over blanks, so that `ㄴㅂㅁㄹㅎㅅ` finds `노벨 물리학상` too; it ends with
the line or at a character without initial. Shorter runs are found as beginnings of longer ones.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.search.spelling.hangul import FIRST_SYLLABLE, INITIALS, LAST_SYLLABLE, SYLLABLES_PER_INITIAL

LONGEST = 6
"""Initials in a run; what follows is left to the ranking."""

_BITS = 5
_LINE, _BLANK, _POINT = 10, 32, 46


def runs_of(
    points: NDArray[np.uint16], ends: NDArray[np.int64], first: int
) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Runs of texts (as in `texts`) that end at `ends`, and those of their first two lines, the title and headings."""
    kept = np.flatnonzero((points != _BLANK) & (points != _POINT))
    units = points[kept]
    code = (units - np.uint16(FIRST_SYLLABLE)) // np.uint16(SYLLABLES_PER_INITIAL) + np.uint16(1)
    code = np.where((units >= FIRST_SYLLABLE) & (units <= LAST_SYLLABLE), code, np.uint16(0))
    begins = np.ones(len(points) + 1, bool)
    begins[1:] = points <= _BLANK
    begins[ends] = True
    starts = np.flatnonzero(begins[kept] & (code > 0))
    at = kept[starts]
    owner = np.searchsorted(ends, at, "right")
    # A run may not go over the end of its text, which no line feed marks.
    stops = np.searchsorted(kept, ends)[owner]
    code = np.append(code, np.zeros(LONGEST, np.uint16)).astype(np.uint64)
    run = np.zeros(len(starts), np.uint64)
    alive = np.ones(len(starts), bool)
    for offset in range(LONGEST):
        following = code[starts + offset]
        alive &= (following > 0) & (starts + offset < stops)
        run = run << np.uint64(_BITS) | np.where(alive, following, np.uint64(0))
    packed = run << np.uint64(32) | (owner + first).astype(np.uint64)
    # The title and headings are the first two of a text's four lines.
    feeds = np.flatnonzero(points == _LINE)
    titled = at < feeds[1::3][owner] if len(starts) else np.zeros(0, bool)
    return packed, packed[titled]


def ordered(found: Sequence[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """Runs of several batches in order, each once; numpy's own `unique` hashes, which is slower for so many values."""
    every = np.concatenate([*found, np.zeros(0, np.uint64)])
    every.sort()
    return _distinct(every)


def _distinct(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Each of the ordered values once."""
    fresh = np.ones(len(values), bool)
    fresh[1:] = values[1:] != values[:-1]
    return values[fresh]


def having(runs: NDArray[np.uint64], wanted: str) -> NDArray[np.int64]:
    """The sections, in order and once each, of the runs that begin with these initials."""
    wanted = wanted[:LONGEST]
    code = 0
    for char in wanted:
        code = code << _BITS | INITIALS.index(char) + 1
    shift = _BITS * (LONGEST - len(wanted)) + 32
    bounds = np.array([code << shift, (code + 1) << shift], np.uint64)
    first, last = np.searchsorted(runs, bounds)
    return ordered([runs[first:last] & np.uint64(0xFFFFFFFF)]).astype(np.int64)
