"""The vectors of every section in memory, and how near each section lies to a query. A shelf is never changed.

A section's front are the rows by which it is found: its windows, their mean, its heading. Its subjects tell what it
shares with a query in other words. Its sentences are compared with one another only, to show the nearest.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.domain.document import SHARED
from bot.meaning.fixed import Fixed, Floats, fixed, floats, products


@dataclass(frozen=True, slots=True)
class SectionVectors:
    """One section's rows in fixed point. `front` ends with the mean of the windows and the heading; `sentences` has no
    rows until they are made. `subjects` are pairs: a group of the thesaurus, and how many expressions of it there are.
    `korean` is whether the section is written in Korean.
    """

    id: str
    owner: str
    korean: bool
    front: Fixed
    subjects: Fixed
    sentences: Fixed


def front_of(heading: Floats, windows: Floats) -> Fixed:
    """The front of a section: its windows, their mean and its heading."""
    mean = windows.mean(axis=0)
    mean /= max(float(np.linalg.norm(mean)), 1e-9)
    return fixed(np.vstack((windows, mean, heading)).astype(np.float32))


class Parts(NamedTuple):
    """Similarities of a query with sections, cosines in an array a part: the best window, the mean of the windows, and
    the heading.
    """

    window: NDArray[np.float32]
    mean: NDArray[np.float32]
    heading: NDArray[np.float32]


class Shelf:
    """The vectors of sections, numbered in their order.

    `everyday` are the vectors of everyday questions, Korean ones and English ones (see `bot.meaning.everyday`).
    """

    def __init__(self, sections: Sequence[SectionVectors] = (), everyday: Floats | None = None) -> None:
        everyday = np.zeros((2, 1), np.float32) if everyday is None else everyday
        none = np.zeros((0, everyday.shape[1]), np.int16)
        self._rows: Fixed = np.concatenate([none, *(section.front for section in sections)])
        self._sentences: Fixed = np.concatenate([none, *(section.sentences for section in sections)])
        self._ends = np.cumsum([0, *(len(section.front) for section in sections)])
        self._bounds = np.cumsum([0, *(len(section.sentences) for section in sections)])
        self.ids = tuple(section.id for section in sections)
        self.place = {name: number for number, name in enumerate(self.ids)}
        self._owners = {owner: code for code, owner in enumerate(dict.fromkeys(s.owner for s in sections))}
        self._owner = np.array([self._owners[section.owner] for section in sections], np.int64)
        self._means = self._ends[1:] - 2
        # Pairs of window rows' begin and end, for one pass over all of them.
        self._windows = np.stack((self._ends[:-1], self._means), axis=1).reshape(-1)
        self._korean = np.array([section.korean for section in sections], bool)
        self._everyday = tuple(self.compare(vector) for vector in everyday)
        self._farther = tuple(self._behind(usual) for usual in self._everyday)
        self._subjects = _Subjects([section.subjects for section in sections])

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
        """The query beside every section."""
        found = products(self._rows, query)
        window = np.maximum.reduceat(found, self._windows)[::2] if len(self) else found
        return Parts(window, found[self._means], found[self._means + 1])

    def shared(self, subjects: Collection[int]) -> NDArray[np.float64]:
        """How much every section says of the subjects of a query, the rare ones before all: 0 for nothing."""
        return self._subjects.shared(subjects)

    def usual(self, hangul: float) -> Parts:
        """How near every section lies to everyday questions, so much of whose letters are Hangul."""
        return _mixed(hangul, *self._everyday)

    def farther(self, hangul: float) -> Parts:
        """How much farther than those of the nearer language the sections of one language lie on the whole to everyday
        questions, so much of whose letters are Hangul.
        """
        return _mixed(hangul, *self._farther)

    def sentence_products(self, section_id: str, query: Floats) -> Floats:
        """How near each sentence of a section lies; empty where they have no vectors."""
        number = self.place.get(section_id)
        if number is None:
            return np.zeros(0, np.float32)
        return products(self._sentences[self._bounds[number] : self._bounds[number + 1]], query)

    def whole(self, numbers: Sequence[int]) -> Floats:
        """The means of sections' windows, a row each: what a section says as a whole."""
        return floats(self._rows[self._means[np.asarray(numbers, np.int64)]])

    def _behind(self, usual: Parts) -> Parts:
        groups = [group for group in (self._korean, ~self._korean) if group.any()]

        def behind(part: NDArray[np.float32]) -> NDArray[np.float32]:
            levels = [float(part[group].mean()) for group in groups]
            found = np.zeros_like(part)
            for group, level in zip(groups, levels, strict=True):
                found[group] = max(levels) - level
            return found

        return Parts(*map(behind, usual))


def _mixed(hangul: float, korean: Parts, english: Parts) -> Parts:
    return Parts(*(hangul * one + (1 - hangul) * other for one, other in zip(korean, english, strict=True)))


class _Subjects:
    """For each subject the sections that treat it, one after the other, with how much each says of it.

    Of a subject that n of N sections treat, one more expression counts for less and less, as in BM25 with k1 = 1
    (Robertson & Zaragoza 2009): ln((N + 1) / (n + 1/2)) * 2 c / (c + 1) for c expressions.
    """

    def __init__(self, sections: Sequence[Fixed]) -> None:
        pairs = np.concatenate([np.zeros((0, 2), np.int16), *sections]).astype(np.int64)
        places = np.repeat(np.arange(len(sections)), [len(section) for section in sections])
        order = np.argsort(pairs[:, 0], kind="stable")
        subjects, counts = pairs[order, 0], pairs[order, 1]
        self._count = len(sections)
        self._ends = np.searchsorted(subjects, np.arange(subjects.max(initial=-1) + 2))
        held = np.diff(self._ends)[subjects]
        rarity = np.maximum(np.log((len(sections) + 1) / (held + 0.5)), 0.0)
        self._places = places[order]
        self._says = rarity * 2 * counts / (counts + 1)

    def shared(self, subjects: Collection[int]) -> NDArray[np.float64]:
        total = np.zeros(self._count)
        for subject in subjects:
            if subject + 1 < len(self._ends):
                mine = slice(self._ends[subject], self._ends[subject + 1])
                total[self._places[mine]] += self._says[mine]
        return total
