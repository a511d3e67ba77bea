"""A query as it was understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Reading(StrEnum):
    """By which way a typed word was led to a word of the corpus."""

    TYPO = "typo"
    LAYOUT = "layout"
    ALIAS = "alias"
    SOUND = "sound"
    SPACING = "spacing"
    INITIALS = "initials"


@dataclass(frozen=True, slots=True)
class Correction:
    """`typed` was searched as `used`."""

    typed: str
    used: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must fulfil. Values of one field are alternatives, fields are joined by and; bounds are inclusive.

    `without` are fields (tag, source, author, doc, category) with values that a hit must not have.
    """

    tags: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    after: date | None = None
    before: date | None = None
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    without: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What was searched: the words, the filters, what was corrected, filters that could not be read and were searched
    as words, and those that were left out, since their value is meant for a date but is none.
    """

    terms: tuple[str, ...] = ()
    filters: Filters = Filters()
    corrections: tuple[Correction, ...] = ()
    unread_filters: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
