"""Looks sections up: by bigrams, names and dates, over all parts of a generation.

A reader never changes; ordinals name sections for it and for what follows it on the same base.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.search.index.postings import UNIT, code
from bot.search.index.texts import Part

FACET, OWNER, ID, DOCUMENT = "facet", "owner", "id", "document"
"""Kinds of names that sections have."""

BLOCK = 64
"""Scores of which the greatest is looked at first when the best of many are wanted."""

Mask = NDArray[np.bool_]


def name(kind: str, value: str) -> str:
    """A name as it is looked up."""
    return f"{kind}:{value}"


@dataclass(frozen=True, slots=True)
class Restriction:
    """What every hit must fulfil: the owners that may be seen (None: all), one facet of each group, none of `without`,
    all bigrams, and a date, as an ordinal, from `after` to `before` (0: any).
    """

    owners: tuple[str, ...] | None = None
    facets: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()
    bigrams: tuple[str, ...] = ()
    after: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """Sections of a search, best first."""

    ordinals: list[int]
    scores: list[float]

    def pick(self, places: Sequence[int]) -> Found:
        """Some of them, in the given order."""
        return Found([self.ordinals[place] for place in places], [self.scores[place] for place in places])

    def joined(self, other: Found) -> Found:
        """These and those of the other that are not among them."""
        known = set(self.ordinals)
        rest = other.pick([place for place, ordinal in enumerate(other.ordinals) if ordinal not in known])
        return Found(self.ordinals + rest.ordinals, self.scores + rest.scores)


class Reader:
    """One generation of the index; safe for many threads. `gone` are ordinals of removed sections."""

    def __init__(self, parts: Sequence[Part], gone: NDArray[np.int64]) -> None:
        self._parts = parts
        self._firsts = [part.first for part in parts]
        self._count = parts[-1].stop if parts else 0
        self._here: Mask | None = None
        self._thinned: list[tuple[Part, Mask]] = []
        if len(gone):
            self._here = np.ones(self._count, bool)
            self._here[gone] = False
            masks = ((part, ~self._here[part.first : part.stop]) for part in parts)
            self._thinned = [(part, missing) for part, missing in masks if missing.any()]
        self.sections = self._count - len(gone)

    def part(self, ordinal: int) -> Part:
        """The part that holds a section."""
        return self._parts[bisect_right(self._firsts, ordinal) - 1]

    def payload(self, ordinal: int) -> bytes:
        """What is shown of a section."""
        return self.part(ordinal).payload(ordinal)

    def frequency(self, bigram: str) -> int:
        """In how many sections a bigram occurs."""
        wanted, count = code(bigram), 0
        for part in self._parts:
            count += part.postings.frequency(wanted)
        for part, missing in self._thinned:
            count -= int(np.count_nonzero(missing[part.postings.having(wanted)]))
        return count

    def present(self, ordinals: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of the sections that have not been removed."""
        return ordinals if self._here is None else ordinals[self._here[ordinals]]

    def facets(self, start: str) -> list[str]:
        """Values of filters that begin so."""
        return list(dict.fromkeys(facet for part in self._parts for facet in part.labels.facets(start)))

    def named(self, *names: str) -> list[int]:
        """Sections that have any of the names, in order."""
        found = {
            ordinal for each in names for part in self._parts for ordinal in _shifted(part.labels.having(each), part)
        }
        return sorted(found if self._here is None else (ordinal for ordinal in found if self._here[ordinal]))

    def by_ids(self, section_ids: Sequence[str], within: Restriction) -> Found:
        """Those of the sections that fulfil the restriction, in no order."""
        allowed = self._allowed(within)
        found = self.named(*(name(ID, section_id) for section_id in section_ids))
        found = found if allowed is None else [ordinal for ordinal in found if allowed[ordinal]]
        return Found(found, [0.0] * len(found))

    def scored(self, clauses: Mapping[str, float], within: Restriction) -> Scored:
        """The BM25 sum of the clauses, bigrams with their weights, rarity included, for the sections that fulfil the
        restriction; without clauses all are alike.
        """
        scores = self._scores(clauses) if clauses else np.ones(self._count, np.float32)
        allowed = self._allowed(within)
        if allowed is not None:
            scores[~allowed] = -1
        return Scored(scores)

    def newest(self, within: Restriction, limit: int) -> Found:
        """Sections by date, the newest first."""
        allowed = self._allowed(within)
        found = np.arange(self._count) if allowed is None else np.flatnonzero(allowed)
        found = found[np.argsort(-self._days()[found], kind="stable")[:limit]]
        return Found(found.tolist(), [0.0] * len(found))

    def _scores(self, clauses: Mapping[str, float]) -> NDArray[np.float32]:
        codes = [code(bigram) for bigram in clauses]
        weights = [weight * UNIT for weight in clauses.values()]
        parts = [part.postings.scores(codes, weights, len(part)) for part in self._parts]
        return parts[0] if len(parts) == 1 else np.concatenate([*parts, np.zeros(0, np.float32)])

    def _days(self) -> NDArray[np.int32]:
        return np.concatenate([*(part.days for part in self._parts), np.zeros(0, np.int32)])

    def _allowed(self, within: Restriction) -> Mask | None:
        """Which sections fulfil the restriction; None where all of them do."""
        masks = [] if self._here is None else [self._here]
        if within.owners is not None:
            masks.append(self._having(name(OWNER, owner) for owner in within.owners))
        masks += [self._having(name(FACET, facet) for facet in group) for group in within.facets]
        if within.without:
            masks.append(~self._having(name(FACET, facet) for facet in within.without))
        masks += [self._holding(bigram) for bigram in within.bigrams]
        if within.after or within.before:
            # A section without a date (0) is neither after nor before anything.
            days = self._days()
            masks.append((days >= max(within.after, 1)) & (days <= (within.before or np.iinfo(np.int32).max)))
        return np.logical_and.reduce(masks) if masks else None

    def _having(self, names: Iterable[str]) -> Mask:
        wanted = list(names)
        return self._mask([_shifted(part.labels.having(each), part) for part in self._parts for each in wanted])

    def _holding(self, bigram: str) -> Mask:
        return self._mask([_shifted(part.postings.having(code(bigram)), part) for part in self._parts])

    def _mask(self, ordinals: Iterable[NDArray[np.int64]]) -> Mask:
        mask = np.zeros(self._count, bool)
        for each in ordinals:
            mask[each] = True
        return mask


def _shifted(sections: NDArray[np.uint32], part: Part) -> NDArray[np.int64]:
    """Ordinals of sections that are numbered within their part."""
    return sections.astype(np.int64) + part.first


class Scored:
    """What every section scores: 0 where it has none of the clauses, less where it may not be found."""

    def __init__(self, scores: NDArray[np.float32]) -> None:
        self._scores = scores

    def best(self, limit: int) -> Found:
        """The sections with the greatest scores above 0, equal ones in order."""
        return self._found(_greatest(self._scores, limit))

    def among(self, ordinals: NDArray[np.int64], limit: int) -> Found:
        """The best of sections that have been found by other means: they may have none of the clauses."""
        scores = self._scores[ordinals]
        least = max(0.0, np.partition(scores, -limit)[-limit]) if len(scores) > limit else 0.0
        ordinals = ordinals[scores >= least]
        return self._found(ordinals[np.argsort(-self._scores[ordinals], kind="stable")[:limit]])

    def _found(self, order: NDArray[np.int64]) -> Found:
        return Found(order.tolist(), self._scores[order].tolist())


def _greatest(scores: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    """Places of the greatest scores above 0, equal ones in order.

    As many blocks as are wanted have a score of at least their own greatest one, so that nothing below it is needed.
    A block is every so many-th score: numpy finds the greatest of many such blocks at once.
    """
    blocks = scores[: len(scores) // BLOCK * BLOCK].reshape(BLOCK, -1).max(0) if len(scores) else scores
    least = np.partition(blocks, -limit)[-limit] if len(blocks) > limit else 0.0
    found: NDArray[np.int64] = (scores >= least if least > 0 else scores > 0).nonzero()[0]
    return found[(-scores[found]).argsort(kind="stable")[:limit]]
