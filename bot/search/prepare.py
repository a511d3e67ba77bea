"""From a document's sections to what is indexed of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bot.domain.document import DocumentInfo, Section
from bot.search import payload
from bot.search.aliases import mined
from bot.search.analyze import core, squeeze, stem
from bot.search.index import Entry
from bot.search.reading import Batch, Lines, read

Row = tuple[DocumentInfo, Section]


@dataclass(slots=True)
class Harvest:
    """What sections leave behind beside their entries: texts in order with their days, and of each owner the count of
    sections that each word came with (below zero: went with) and pairs of names.
    """

    points: list[NDArray[np.uint16]] = field(default_factory=list)
    ends: list[NDArray[np.int64]] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    words: dict[str, Counter[str]] = field(default_factory=dict)
    pairs: dict[str, set[tuple[str, str]]] = field(default_factory=dict)

    def texts(self) -> tuple[NDArray[np.uint16], NDArray[np.int64], list[int]]:
        """The texts so far (as `texts.build` takes them), which are then forgotten."""
        shifts = np.cumsum([0, *map(len, self.points)])[:-1]
        ends = [end + shift for end, shift in zip(self.ends, shifts, strict=True)]
        found = (
            np.concatenate([*self.points, np.zeros(0, np.uint16)]),
            np.concatenate([*ends, np.zeros(0, np.int64)]),
            self.days,
        )
        self.points, self.ends, self.days = [], [], []
        return found

    def forget(self, rows: Sequence[Row]) -> None:
        """Take back the words of sections that are removed."""
        batch = read([_lines(info, section) for info, section in rows])
        for owner, found in _by_owner(rows, batch):
            self.words.setdefault(owner, Counter()).subtract(found)

    def forms(self) -> dict[str, Counter[str]]:
        """Words and their stems with their counts."""
        return {owner: _with_stems(counts) for owner, counts in self.words.items()}


def _with_stems(counts: Mapping[str, int]) -> Counter[str]:
    found = Counter({word: count for word, count in counts.items() if count})
    for word, count in counts.items():
        if count and (cut := stem(word)) != word:
            found[cut] += count
        if count and (single := core(word)):
            found[single] += count
    return found


def _lines(info: DocumentInfo, section: Section) -> Lines:
    cited = [part for citation in section.citations for part in (citation.publisher, citation.title)]
    labels = (*info.tags, *info.categories, info.author, info.source, section.category, *cited)
    return info.title, " ".join(section.path), " ".join(labels), section.text


def _by_owner(rows: Sequence[Row], batch: Batch) -> Iterator[tuple[str, dict[str, int]]]:
    owners = [info.owner for info, _ in rows]
    for owner in dict.fromkeys(owners):
        yield owner, batch.sections_by_word(np.array([other == owner for other in owners]))


def entries(rows: Sequence[Row], first: int, harvest: Harvest) -> Iterator[Entry]:
    """The sections numbered from `first`; what they leave behind goes into the harvest."""
    batch = read([_lines(info, section) for info, section in rows])
    harvest.points.append(batch.points)
    harvest.ends.append(batch.ends)
    for owner, found in _by_owner(rows, batch):
        harvest.words.setdefault(owner, Counter()).update(found)
    known: DocumentInfo | None = None
    facets: tuple[str, ...] = ()
    for ordinal, ((info, section), tight) in enumerate(zip(rows, batch.tight, strict=True), first):
        if info is not known:
            known, facets = info, _facets(info)
            pairs = harvest.pairs.setdefault(info.owner, set())
        day = section.date or info.date
        harvest.days.append(day.toordinal() if day else 0)
        pairs.update(mined(section.text))
        yield Entry(
            ordinal=ordinal,
            id=section.id,
            document=info.id,
            owner=info.owner,
            bigrams=tight,
            facets=(*facets, *facet("category", section.category), *_publishers(section)),
            date=day.year * 10000 + day.month * 100 + day.day if day else 0,
            payload=payload.dump(info, section),
        )


def _publishers(section: Section) -> Iterable[str]:
    return facet("source", *(citation.publisher for citation in section.citations))


def _facets(info: DocumentInfo) -> tuple[str, ...]:
    """The filter values of a document."""
    return (
        *facet("tag", *info.tags),
        *facet("category", *info.categories),
        *facet("author", info.author),
        *facet("source", info.source),
        *facet("doc", info.title, info.path, info.id),
    )


def facet(name: str, *values: str) -> tuple[str, ...]:
    """Filter values as terms: the name and the squeezed value."""
    return tuple(f"{name}:{squeezed}" for value in values if value and (squeezed := squeeze(value)))
