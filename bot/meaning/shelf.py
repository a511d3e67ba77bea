"""The vectors of every section in memory, and how near each section lies to a query. A shelf is never changed.

A section's front are the rows by which all sections are compared: its windows, their mean, its heading. Its sentences
are compared only where the section is among the nearest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.domain.document import SHARED
from bot.meaning.fixed import Fixed, Floats, fixed, floats, products

LOOKED_INTO = 4
"""So many times the sections asked for have their sentences compared."""


@dataclass(frozen=True, slots=True)
class SectionVectors:
    """One section's rows in fixed point. `front` ends with the mean of the windows and the heading.

    `hangul` is the share of Hangul among the letters of its text; `sentences` has no rows until they are made.
    """

    id: str
    owner: str
    hangul: float
    front: Fixed
    sentences: Fixed

    @property
    def rows(self) -> int:
        """How many rows the section takes of the memory for vectors."""
        return len(self.front) + len(self.sentences)


def front_of(heading: Floats, windows: Floats) -> Fixed:
    """The front of a section: its windows, their mean and its heading."""
    mean = windows.mean(axis=0)
    mean /= max(float(np.linalg.norm(mean)), 1e-9)
    return fixed(np.vstack((windows, mean, heading)).astype(np.float32))


@dataclass(frozen=True, slots=True)
class Parts:
    """Similarities of a query with sections, cosines in an array a part: the best window, the mean of the windows, the
    heading, and the mean of the two best sentences (NaN where a section's sentences were not compared or have none).
    """

    window: NDArray[np.float32]
    mean: NDArray[np.float32]
    heading: NDArray[np.float32]
    sentences: NDArray[np.float32]


class Shelf:
    """The vectors of sections, numbered in their order."""

    def __init__(self, sections: Sequence[SectionVectors] = (), dimensions: int = 1) -> None:
        none = np.zeros((0, dimensions), np.int16)
        self._rows: Fixed = np.concatenate([none, *(section.front for section in sections)])
        self._sentences: Fixed = np.concatenate([none, *(section.sentences for section in sections)])
        self._ends = np.cumsum([0, *(len(section.front) for section in sections)])
        self._bounds = np.cumsum([0, *(len(section.sentences) for section in sections)])
        self.ids = tuple(section.id for section in sections)
        self.place = {name: number for number, name in enumerate(self.ids)}
        self.hangul = np.array([section.hangul for section in sections], np.float32)
        self._owners = {owner: code for code, owner in enumerate(dict.fromkeys(s.owner for s in sections))}
        self._owner = np.array([self._owners[section.owner] for section in sections], np.int64)
        self._means = self._ends[1:] - 2
        # Pairs of window rows' begin and end, for one pass over all of them.
        self._windows = np.stack((self._ends[:-1], self._means), axis=1).reshape(-1)

    def held(self, section: SectionVectors) -> SectionVectors:
        """The same vectors as views of this shelf's memory, so that they are in memory once."""
        number = self.place[section.id]
        return replace(
            section,
            front=self._rows[self._ends[number] : self._ends[number + 1]],
            sentences=self._sentences[self._bounds[number] : self._bounds[number + 1]],
        )

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def rows(self) -> int:
        """How many vectors there are."""
        return len(self._rows) + len(self._sentences)

    def visible(self, owner: str) -> NDArray[np.bool_]:
        """Which sections an owner may see: its own and the shared ones."""
        codes = [self._owners[name] for name in {SHARED, owner} if name in self._owners]
        return np.isin(self._owner, codes)

    def compare(self, query: Floats) -> Parts:
        """The query beside every section, sentences left out."""
        found = products(self._rows, query)
        window = np.maximum.reduceat(found, self._windows)[::2] if len(self) else found
        absent = np.full(len(self), np.nan, np.float32)
        return Parts(window, found[self._means], found[self._means + 1], absent)

    def look_into(self, parts: Parts, query: Floats, places: Iterable[int]) -> None:
        """Compare the sentences of some sections, and note the mean of the two best."""
        for number in places:
            if np.isnan(parts.sentences[number]):
                found = self._sentence_products(number, query)
                parts.sentences[number] = np.sort(found)[-2:].mean() if len(found) else np.nan

    def sentence_products(self, section_id: str, query: Floats) -> Floats:
        """How near each sentence of a section lies; empty where they have no vectors."""
        number = self.place.get(section_id)
        return np.zeros(0, np.float32) if number is None else self._sentence_products(number, query)

    def _sentence_products(self, number: int, query: Floats) -> Floats:
        return products(self._sentences[self._bounds[number] : self._bounds[number + 1]], query)

    def whole(self, numbers: Sequence[int]) -> Floats:
        """The means of sections' windows, a row each: what a section says as a whole."""
        return floats(self._rows[self._means[np.asarray(numbers, np.int64)]])
