"""The normalised text of every section, by ordinal, for ranking: one immutable part of many.

A section's text is its words with single blanks between them, in four lines: title, headings, labels (tags,
category, author, source lines) and body.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.search.arrays import Array
from bot.search.runs import having, runs_of


def build(first: int, points: NDArray[np.uint16], ends: NDArray[np.int64], days: Sequence[int]) -> dict[str, Array]:
    """The arrays of a part whose sections are numbered from `first`: their texts one after the other in UTF-16 code
    units, where each of them ends, and the ordinals of their dates, 0 for none.
    """
    return {
        "first": np.array([first], np.int64),
        "ends": ends * 2,
        "texts": points.view(np.uint8),
        "letters": np.array([np.count_nonzero(points > ord("."))], np.int64),
        "days": np.array(days, np.int32),
        **runs_of(points, ends, first),
    }


class Part:
    """Sections numbered `first` to `stop` exclusively."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.arrays = arrays
        self.first = int(arrays["first"][0])
        self.stop = self.first + len(arrays["ends"])
        self._texts, self._ends, self._days = arrays["texts"].data, arrays["ends"].data, arrays["days"].data

    def having(self, run: str, *, titled: bool) -> NDArray[np.int64]:
        """Ordinals of the sections with a word (or words in a row) of these initials, only in headings if `titled`."""
        return having(self.arrays["titled_runs" if titled else "runs"], run)

    @property
    def letters(self) -> int:
        """Letters and digits of all its texts."""
        return int(self.arrays["letters"][0])

    def text(self, ordinal: int) -> memoryview:
        """The text of one section as UTF-16."""
        place = ordinal - self.first
        return self._texts[self._ends[place - 1] if place else 0 : self._ends[place]]

    def day(self, ordinal: int) -> int:
        """The ordinal of its date, or 0."""
        return int(self._days[ordinal - self.first])


def merged(parts: Sequence[Part]) -> dict[str, Array]:
    """Neighbouring parts as one."""
    shift = np.cumsum([0, *(len(part.arrays["texts"]) for part in parts)])
    return {
        "first": parts[0].arrays["first"],
        "ends": np.concatenate([part.arrays["ends"] + by for part, by in zip(parts, shift[:-1], strict=True)]),
        "texts": np.concatenate([part.arrays["texts"] for part in parts]),
        "letters": np.array([sum(part.letters for part in parts)], np.int64),
        "days": np.concatenate([part.arrays["days"] for part in parts]),
        **{name: np.sort(np.concatenate([part.arrays[name] for part in parts])) for name in ("runs", "titled_runs")},
    }
