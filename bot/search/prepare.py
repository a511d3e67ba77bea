"""From a document's sections to what is indexed of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.domain.document import Document, DocumentInfo, Section
from bot.search import payload
from bot.search.aliases import mined
from bot.search.analyze import core, squeeze, stem, words
from bot.search.index import Entry
from bot.search.texts import Ranked


@dataclass(slots=True)
class Harvest:
    """What sections leave behind beside their entries: texts in order, and of each owner the count of sections that
    each word came with (below zero: went with) and pairs of names.
    """

    texts: list[Ranked] = field(default_factory=list)
    words: dict[str, Counter[str]] = field(default_factory=dict)
    pairs: dict[str, set[tuple[str, str]]] = field(default_factory=dict)

    def forget(self, info: DocumentInfo, section: Section) -> None:
        """Take back the words of a section that is removed."""
        self.words.setdefault(info.owner, Counter()).subtract(set(_Lines(info).of(section).everything))

    def forms(self) -> dict[str, Counter[str]]:
        """Words and their stems with their counts."""
        return {owner: _with_stems(counts) for owner, counts in self.words.items()}


def _with_stems(counts: Mapping[str, int]) -> Counter[str]:
    found = Counter({word: count for word, count in counts.items() if count})
    for word, count in counts.items():
        for cut in {stem(word), core(word)} - {word, ""}:
            found[cut] += count
    return found


@dataclass(frozen=True, slots=True)
class _Read:
    """The words of a section by line: title, headings, labels, body."""

    lines: tuple[list[str], list[str], list[str], list[str]]

    @property
    def everything(self) -> list[str]:
        title, heading, labels, body = self.lines
        return [*title, *heading, *labels, *body]


class _Lines:
    """Reads the sections of one document, whose own words are read once."""

    def __init__(self, info: DocumentInfo) -> None:
        self._title = words(info.title)
        self._labels = words(" ".join((*info.tags, *info.categories, info.author, info.source)))

    def of(self, section: Section) -> _Read:
        cited = " ".join(f"{citation.publisher} {citation.title}" for citation in section.citations)
        labels = [*self._labels, *words(f"{section.category} {cited}")] if section.category or cited else self._labels
        return _Read((self._title, words(" ".join(section.path)), labels, words(section.text)))


def entries(document: Document, first: int, harvest: Harvest) -> Iterator[Entry]:
    """The document's sections numbered from `first`; what they leave behind goes into the harvest."""
    info = document.info
    reader = _Lines(info)
    facets = _facets(info)
    counts = harvest.words.setdefault(info.owner, Counter())
    pairs = harvest.pairs.setdefault(info.owner, set())
    for ordinal, section in enumerate(document.sections, first):
        read = reader.of(section)
        day = section.date or info.date
        text = "\n".join(map(" ".join, read.lines))
        harvest.texts.append(Ranked(text, day.toordinal() if day else 0))
        counts.update(set(read.everything))
        pairs.update(mined(section.text))
        yield Entry(
            ordinal=ordinal,
            id=section.id,
            document=info.id,
            owner=info.owner,
            bigrams=text.replace(" ", "").replace(".", ""),
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
