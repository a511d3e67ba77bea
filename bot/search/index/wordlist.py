"""Many words as two arrays: all characters one after the other, and how many of them each word has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.search.index.codes import codes

_FEED = 10


@dataclass(frozen=True, slots=True)
class WordList:
    """Words of UTF-16 code units, none of them empty or with a character beyond the basic plane."""

    chars: NDArray[np.uint16]
    sizes: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.sizes)

    def pick(self, places: NDArray[np.int64]) -> WordList:
        """Some of the words, in the given order."""
        sizes = self.sizes[places]
        starts = (np.cumsum(self.sizes) - self.sizes)[places]
        shifts = starts - (np.cumsum(sizes) - sizes)
        return WordList(self.chars[np.arange(sizes.sum()) + np.repeat(shifts, sizes)], sizes)

    def strings(self) -> list[str]:
        """The words one by one."""
        if not len(self):
            return []
        lines = np.full(len(self.chars) + len(self) - 1, _FEED, np.uint16)
        lines[np.arange(len(self.chars)) + np.repeat(np.arange(len(self)), self.sizes)] = self.chars
        return lines.tobytes().decode("utf-16-le").split("\n")

    def numbers(self) -> NDArray[np.uint64]:
        """The words' numbers (see `codes`)."""
        return codes(self.chars, self.sizes)


def of(words: Sequence[str]) -> WordList:
    """The words as a list."""
    chars = np.frombuffer("".join(words).encode("utf-16-le", "replace"), np.uint16)
    return WordList(chars, np.fromiter(map(len, words), np.int64, len(words)))


def joined(lists: Iterable[WordList]) -> WordList:
    """Lists one after the other."""
    found = list(lists)
    return WordList(
        np.concatenate([np.zeros(0, np.uint16), *(each.chars for each in found)]),
        np.concatenate([np.zeros(0, np.int64), *(each.sizes for each in found)]),
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """Different words by rising number, with a count each."""

    words: WordList
    numbers: NDArray[np.uint64]
    counts: NDArray[np.int64]


def summed(found: Sequence[Counted]) -> Counted:
    """Each word once, its counts added up."""
    words = joined(each.words for each in found)
    numbers = np.concatenate([np.zeros(0, np.uint64), *(each.numbers for each in found)])
    counts = np.concatenate([np.zeros(0, np.int64), *(each.counts for each in found)])
    if not len(numbers):
        return Counted(words, numbers, counts)
    order = np.argsort(numbers, kind="stable")
    numbers = numbers[order]
    firsts = np.flatnonzero(np.concatenate([[True], numbers[1:] != numbers[:-1]]))
    return Counted(words.pick(order[firsts]), numbers[firsts], np.add.reduceat(counts[order], firsts))
