"""Filters of a query as restrictions of the index and as tests on a section's text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from rapidfuzz import fuzz

from bot.domain.query import Filters
from bot.search.index import payload
from bot.search.index.lookup import FACET, Reader, Restriction, name
from bot.search.spelling.analyze import squeeze, words
from bot.search.spelling.hangul import keys
from bot.search.spelling.latin import begin_alike, folded, likeness
from bot.search.words.names import Names

_FIELDS = (
    ("tag", "tags"),
    ("source", "sources"),
    ("author", "authors"),
    ("doc", "documents"),
    ("category", "categories"),
)
MAX_VALUES = 1_000
"""Values of a facet that one filter may stand for."""

LEAST_NEAR = 70.0
"""Percent in which a value agrees with one that is offered instead: `벤쳐` and Venturebeat in 73, strangers in 50."""


SHORTEST_NAME, SHORTEST_HEARD, LONGEST_NAME = 2, 3, 40
"""Characters of a name, and of one that is known by its sound: 하나 sounds like Hannah."""

LEAST_ALIKE = 0.88
"""Likeness of a name in both scripts: 한나 브룩스 and Hannah Brooks have .95, 마스크 and Marcus .67."""


@dataclass(frozen=True, slots=True)
class TextTest:
    """What the index cannot decide: phrases as whole words in a row, and words that must not occur."""

    phrases: tuple[str, ...]
    excluded: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.phrases or self.excluded)

    def holds(self, text: str) -> bool:
        """Whether a section's text for ranking passes."""
        lines = text.split("\n")
        tight = [line.replace(" ", "").replace(".", "") for line in lines]
        spaced = [" " + line for line in lines]
        return all(any(phrase in line for line in tight) for phrase in self.phrases) and not any(
            f" {word}" in line for word in self.excluded for line in spaced
        )


def text_test(filters: Filters) -> TextTest:
    """A phrase matches however it is spaced; an excluded word also with particles behind it."""
    return TextTest(
        tuple(squeeze(phrase) for phrase in filters.phrases),
        tuple(" ".join(words(word)) for word in filters.excluded),
    )


def restriction(
    filters: Filters, reader: Reader, owners: tuple[str, ...] | None, glossary: Names | None = None
) -> Restriction:
    """The part of the filters that the index decides. A value that no document has leaves nothing to be found, unless
    documents have it under another name of the glossary: 출처:메타 is the publisher Meta.
    """
    groups = []
    for field, attribute in _FIELDS:
        values: tuple[str, ...] = getattr(filters, attribute)
        if values:
            groups.append(tuple(facet for value in values for facet in _named(field, squeeze(value), reader, glossary)))
    phrases = [squeeze(phrase) for phrase in filters.phrases]
    bigrams = {phrase[place : place + 2] for phrase in phrases for place in range(len(phrase) - 1)}
    return Restriction(
        owners=owners,
        facets=tuple(groups),
        without=tuple(
            facet for field, value in filters.without for facet in _named(field, squeeze(value), reader, glossary)
        ),
        bigrams=tuple(sorted(bigrams)),
        after=filters.after.toordinal() if filters.after else 0,
        before=filters.before.toordinal() if filters.before else 0,
    )


def _named(field: str, value: str, reader: Reader, glossary: Names | None) -> list[str]:
    """The facets of a value, else those of its other names, else those of names that it is a part of."""
    found = _facets(field, value, reader)
    if found or glossary is None:
        return found
    others = glossary.names(value) or glossary.names_with(value)
    return [facet for other in others for facet in _facets(field, other, reader)]


def _facets(field: str, value: str, reader: Reader) -> list[str]:
    """The facet itself, or those that contain the value."""
    exact = f"{field}:{value}"
    if reader.named(name(FACET, exact)):
        return [exact]
    return [facet for facet in reader.facets(f"{field}:") if value in facet[len(field) + 1 :]][:MAX_VALUES]


def nearest(filters: Filters, reader: Reader, owners: tuple[str, ...] | None, glossary: Names) -> dict[str, str]:
    """For each value that no document has the nearest one that a document has, as the document writes it.

    Values that nothing comes near to are left out.
    """
    found = {}
    for field, attribute in _FIELDS:
        for value in getattr(filters, attribute):
            if not _named(field, squeeze(value), reader, glossary) and (near := _nearest(field, value, reader, owners)):
                found[value] = near
    return found


class Authors:
    """Who wrote the documents that may be seen."""

    def __init__(self, reader: Reader, owners: tuple[str, ...] | None) -> None:
        self._reader, self._owners = reader, owners

    @cached_property
    def _facets(self) -> list[str]:
        return self._reader.facets("author:")

    def named(self, value: str) -> str:
        """The author whose name this is, whole or some words of it: as typed, or as documents write it where that is in
        the other script (`마커스`, Marcus). Empty where there is none.
        """
        typed = words(value)
        name = "".join(typed)
        if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
            return ""
        for facet in self._facets:
            whole = facet.removeprefix("author:")
            if name not in whole and not _may_sound(name, whole):
                continue
            written = _as_written("author", facet, self._reader, self._owners)
            parts = words(written)
            if any(parts[place : place + len(typed)] == typed for place in range(len(parts))):
                return value.strip()
            if any(_sounds(name, "".join(parts[start:end])) for start, end in combinations(range(len(parts) + 1), 2)):
                return written
        return ""


def _may_sound(name: str, whole: str) -> bool:
    return name.isascii() != whole.isascii() and _partly(folded(name), folded(whole)) > 0


def _sounds(name: str, other: str) -> bool:
    """Whether a name is another one in the other script."""
    if name.isascii() == other.isascii():
        return False
    latin, korean = (name, other) if name.isascii() else (other, name)
    return len(korean) >= SHORTEST_HEARD and begin_alike(latin, korean) and likeness(latin, korean) >= LEAST_ALIKE


def _nearest(field: str, value: str, reader: Reader, owners: tuple[str, ...] | None) -> str:
    start = len(field) + 1
    likely = {facet: near for facet in reader.facets(f"{field}:") if (near := _near(squeeze(value), facet[start:]))}
    for facet in sorted(likely, key=lambda facet: (-likely[facet], len(facet), facet)):
        if written := _as_written(field, facet, reader, owners):
            return written
    return ""


def _as_written(field: str, facet: str, reader: Reader, owners: tuple[str, ...] | None) -> str:
    """The value of a facet as the newest document that may be seen writes it; empty where none has it."""
    having = reader.newest(Restriction(owners=owners, facets=((facet,),)), 1)
    return _written(field, facet[len(field) + 1 :], reader.payload(having.ordinals[0])) if having.ordinals else ""


def _near(value: str, other: str) -> float:
    """How near a value comes to a part of another, by its keys or its sound in the other script; 0 below LEAST_NEAR."""
    heard = _partly(folded(value), folded(other)) if value.isascii() != other.isascii() else 0.0
    return max(_partly(keys(value), keys(other)), heard)


def _partly(one: str, other: str) -> float:
    alike = fuzz.partial_ratio if len(one) <= len(other) else fuzz.ratio
    return alike(one, other, score_cutoff=LEAST_NEAR)


def _written(field: str, value: str, stored: bytes) -> str:
    """The value as the section's document writes it."""
    info, section = payload.load(stored)
    written = {
        "tag": info.tags,
        "source": (info.source, *(citation.publisher for citation in section.citations)),
        "author": (info.author,),
        "doc": (info.title, info.path),
        "category": (section.category, *info.categories),
    }
    return next((text for text in written[field] if squeeze(text) == value), value)
