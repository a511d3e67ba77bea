"""From a document's sections to what is indexed of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from bot.domain.document import DocumentInfo, Section
from bot.search.index import payload
from bot.search.index.aliases import mined
from bot.search.index.lookup import DOCUMENT, FACET, ID, OWNER, name
from bot.search.index.reading import Batch, Lines, read
from bot.search.index.texts import Rows
from bot.search.index.wordlist import Counted, of, summed
from bot.search.spelling.analyze import core, squeeze, stem

Row = tuple[DocumentInfo, Section]

STEMMED = 100_000
"""Words that are there as strings at once, each of which takes ten times its space in an array."""


@dataclass(slots=True)
class Harvest:
    """What sections leave behind: the rows of the next part, and of each owner the words of every batch, counted by
    sections (below zero: sections that went), and pairs of names.
    """

    rows: Rows
    words: dict[str, list[Counted]] = field(default_factory=dict)
    pairs: dict[str, set[tuple[str, str]]] = field(default_factory=dict)

    def forget(self, rows: Sequence[Row]) -> None:
        """Take back the words of sections that are removed."""
        batch = read([_lines(info, section) for info, section in rows])
        for owner, found in _by_owner(rows, batch):
            self.words.setdefault(owner, []).append(replace(found, counts=-found.counts))

    def settle(self) -> None:
        """Add up what the batches so far counted, of which nearly every word is in several."""
        self.words = {owner: [summed(found)] for owner, found in self.words.items()}

    def forms(self) -> dict[str, Counted]:
        """Words and their stems with their counts."""
        self.settle()
        return {owner: summed([*found, *_stems(*found)]) for owner, found in self.words.items()}


_stem = stem.__wrapped__
"""Without the memory of `stem`: no word comes twice here."""


def _stems(found: Counted) -> Iterator[Counted]:
    """What words leave without their endings, counted with each of its forms; some words at a time."""
    for first in range(0, len(found.words), STEMMED):
        places = np.arange(first, min(first + STEMMED, len(found.words)))
        counts = found.counts[places].tolist()
        forms = [
            (form, count)
            for word, count in zip(found.words.pick(places).strings(), counts, strict=True)
            for form in (_stem(word), core(word))
            if form and form != word
        ]
        words = of([form for form, _ in forms])
        yield Counted(words, words.numbers(), np.array([count for _, count in forms], np.int64))


def _lines(info: DocumentInfo, section: Section) -> Lines:
    cited = [part for citation in section.citations for part in (citation.publisher, citation.title)]
    labels = (*info.tags, *info.categories, info.author, info.source, section.category, *cited)
    return info.title, " ".join(section.path), " ".join(labels), section.text


def _by_owner(rows: Sequence[Row], batch: Batch) -> Iterator[tuple[str, Counted]]:
    owners = [info.owner for info, _ in rows]
    for owner in dict.fromkeys(owners):
        yield owner, batch.counted(np.array([other == owner for other in owners]))


def take(rows: Sequence[Row], harvest: Harvest) -> None:
    """Read sections into the harvest."""
    batch = read([_lines(info, section) for info, section in rows])
    harvest.rows.add(batch.points, batch.ends)
    for owner, found in _by_owner(rows, batch):
        harvest.words.setdefault(owner, []).append(found)
    known: DocumentInfo | None = None
    for info, section in rows:
        if info is not known:
            known, own = info, _facets(info)
            common = (name(DOCUMENT, info.id), name(OWNER, info.owner))
            pairs = harvest.pairs.setdefault(info.owner, set())
        day = section.date or info.date
        facets = (*own, *facet("category", section.category), *_publishers(section))
        harvest.rows.days.append(day.toordinal() if day else 0)
        harvest.rows.facets.update(facets)
        harvest.rows.names.append((name(ID, section.id), *common, *dict.fromkeys(name(FACET, f) for f in facets)))
        harvest.rows.payloads.append(payload.dump(info, section))
        pairs.update(mined(section.text))


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


def facet(field_name: str, *values: str) -> tuple[str, ...]:
    """Filter values as terms: the name and the squeezed value."""
    return tuple(f"{field_name}:{squeezed}" for value in values if value and (squeezed := squeeze(value)))
