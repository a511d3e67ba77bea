"""Where words begin with which initial consonants: sorted numbers of 30 bits for a run and 32 for the section.

A run begins where a word begins and goes on over blanks, so that `ㄴㅂㅁㄹㅎㅅ` finds `노벨 물리학상` too; it ends with
the line or at a character without initial. Shorter runs are found as beginnings of longer ones.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.search.hangul import FIRST_SYLLABLE, INITIALS, LAST_SYLLABLE, SYLLABLES_PER_INITIAL

LONGEST = 6
"""Initials in a run; what follows is left to the ranking."""

_BITS = 5
_LINE, _BLANK, _POINT = 10, 32, 46


def runs_of(points: NDArray[np.uint16], ends: NDArray[np.int64], first: int) -> dict[str, NDArray[np.uint64]]:
    """Runs of texts (as in `texts`) that end at `ends`, and those of their first two lines, the title and headings."""
    code = (points - np.uint16(FIRST_SYLLABLE)) // np.uint16(SYLLABLES_PER_INITIAL) + 1
    code = np.where((points >= FIRST_SYLLABLE) & (points <= LAST_SYLLABLE), code, 0).astype(np.uint64)
    begins = np.ones(len(points), bool)
    begins[1:] = points[:-1] <= _BLANK
    begins[ends[:-1][ends[:-1] < len(points)]] = True
    kept = np.flatnonzero((points != _BLANK) & (points != _POINT))
    code, starts = code[kept], np.flatnonzero(begins[kept])
    starts = starts[code[starts] > 0]
    section = np.searchsorted(ends, kept, "right")
    run = np.zeros(len(starts), np.uint64)
    alive = np.ones(len(starts), bool)
    for offset in range(LONGEST):
        place = np.minimum(starts + offset, len(code) - 1)
        alive &= (starts + offset < len(code)) & (code[place] > 0) & (section[place] == section[starts])
        run = run << np.uint64(_BITS) | np.where(alive, code[place], 0)
    line = np.cumsum(points == _LINE)[kept[starts]]
    owner = section[starts]
    lines_before = np.concatenate([[0], np.cumsum(points == _LINE)[ends[:-1] - 1]]) if len(ends) else np.zeros(0)
    titled = line - lines_before[owner] < 2 if len(starts) else np.zeros(0, bool)
    packed = run << np.uint64(32) | (owner + first).astype(np.uint64)
    return {"runs": _distinct(packed), "titled_runs": _distinct(packed[titled])}


def _distinct(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Sorted, each once; numpy's own `unique` hashes, which is slower for so many different values."""
    ordered = np.sort(values)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered


def having(runs: NDArray[np.uint64], wanted: str) -> NDArray[np.int64]:
    """The sections, in order and once each, of the runs that begin with these initials."""
    wanted = wanted[:LONGEST]
    code = 0
    for char in wanted:
        code = code << _BITS | INITIALS.index(char) + 1
    shift = _BITS * (LONGEST - len(wanted)) + 32
    bounds = np.array([code << shift, (code + 1) << shift], np.uint64)
    first, last = np.searchsorted(runs, bounds)
    return _distinct(runs[first:last] & np.uint64(0xFFFFFFFF)).astype(np.int64)
