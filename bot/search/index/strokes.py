"""Which words are one stroke apart: both give the same keys when one key is left out of each, or of one of them.

Leaving out covers all that one stroke does wrong: a key too many, one too few, another one, two swapped (the symmetric
deletion of Wolf Garbe's SymSpell). Every word is listed under the hash of its keys and of its keys without each one of
them; a look-up is a binary search for as many hashes, however many words there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray

from bot.search.index.arrays import Array

_BATCH = 1_000_000
"""Keys hashed at once, which bounds the memory of building."""

_BASE = 0x9E3779B97F4A7C15
_FOLD = 0xBF58476D1CE4E5B9
_MASK = (1 << 64) - 1
_POWERS_LISTED = [pow(_BASE, place, 1 << 64) for place in range(256)]
_POWERS = np.array(_POWERS_LISTED, np.uint64)
_INVERSE_NUMBER = pow(_BASE, -1, 1 << 64)
_INVERSE = np.uint64(_INVERSE_NUMBER)
"""Keys behind the one left out move up by one place, which divides by the base."""

_HIGH = np.uint64(32)


def build(codes: NDArray[np.uint64], ends: NDArray[np.int64], *, batch: int = _BATCH) -> dict[str, Array]:
    """The lists for words whose keys are numbers above 0, one after the other; each word's end before one of `ends`."""
    found = [np.zeros(0, np.uint64)]
    first = 0
    while first < len(ends):
        start = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(ends, start + batch)))
        found.append(_listed(codes[start : ends[last - 1]], ends[first:last] - start, first))
        first = last
    every = np.concatenate(found)
    every.sort()
    fresh = every[np.concatenate([[True], every[1:] != every[:-1]])] if len(every) else every
    return {"stroke_hashes": (fresh >> _HIGH).astype(np.uint32), "stroke_words": fresh.astype(np.uint32)}


def _listed(codes: NDArray[np.uint64], ends: NDArray[np.int64], first: int) -> NDArray[np.uint64]:
    """Hashes in the upper half and the numbers of their words, counted from `first`, in the lower one."""
    sizes = np.diff(ends, prepend=0)
    starts = ends - sizes
    word = np.repeat(np.arange(len(ends)), sizes)
    values = codes * _POWERS[np.minimum(np.arange(len(codes)) - starts[word], len(_POWERS) - 1)]
    summed = np.concatenate([np.zeros(1, np.uint64), np.cumsum(values)])
    whole = summed[ends] - summed[starts]
    before = summed[:-1] - summed[starts][word]
    without = before + (whole[word] - before - values) * _INVERSE
    numbers = np.concatenate([np.arange(len(ends)), word]).astype(np.uint64) + np.uint64(first)
    return _folded(np.concatenate([whole, without])) << _HIGH | numbers


def _folded(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The 32 bits that depend on all others."""
    return hashes * np.uint64(_FOLD) >> _HIGH


def near(arrays: Mapping[str, Array], codes: Sequence[int]) -> list[int]:
    """Numbers of the words that may be one stroke away from these keys; hardly any other is among them."""
    wanted = np.array(list(_wanted(codes)), np.uint32)
    hashes, words = arrays["stroke_hashes"], arrays["stroke_words"]
    firsts, lasts = hashes.searchsorted(wanted).tolist(), hashes.searchsorted(wanted, "right").tolist()
    found = (words[first:last].tolist() for first, last in zip(firsts, lasts, strict=True) if first < last)
    return list(set(chain.from_iterable(found)))


def _wanted(codes: Sequence[int]) -> set[int]:
    """The hashes of the keys and of the keys without each one of them: for a few keys arrays are no gain."""
    values = [
        code * power for code, power in zip(codes, chain(_POWERS_LISTED, repeat(_POWERS_LISTED[-1])), strict=False)
    ]
    before, behind = 0, sum(values)
    found = [behind]
    for value in values:
        behind -= value
        found.append(before + behind * _INVERSE_NUMBER)
        before += value
    return {(number * _FOLD & _MASK) >> 32 for number in found}
