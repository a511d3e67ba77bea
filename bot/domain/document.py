"""Documents and their answerable sections, as read from the original text.

All offsets are code points: a section's into its document's text, a table's and a span's into its section's text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from bot.domain.troubles import Trouble
from bot.domain.troubles.wording import Said

if TYPE_CHECKING:
    from bot.domain.event import Event

ENDINGS = (".md", ".markdown", ".txt", ".ics")
"""What the names of documents end in, in any case; the last is a calendar's."""

SHARED = ""
"""The owner of documents that every workspace sees; any other owner is a workspace's team id."""


class Span(NamedTuple):
    """Half-open range of code points; `text[span.start:span.end]` is what it names."""

    start: int
    end: int


class Severity(StrEnum):
    """An error keeps the document (or the part) out; a warning only tells the editor."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong in a document, for its editor: `line` is 1-based, 0 where the whole file is meant."""

    path: str
    line: int
    trouble: Trouble
    severity: Severity = Severity.ERROR

    @property
    def what(self) -> str:
        """What is wrong, in English as the shell speaks."""
        return self.trouble.said("en").what

    @property
    def remedy(self) -> str:
        """How to mend it, in English as the shell speaks."""
        return self.trouble.said("en").remedy

    def said(self, language: str) -> Said:
        """What is wrong and how to mend it, in the reader's language."""
        return self.trouble.said(language)


@dataclass(frozen=True, slots=True)
class Citation:
    """A section's own source line: who published what, and when."""

    publisher: str
    title: str = ""
    date: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as data. `header` may be empty; every row has as many cells as the widest one."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    span: Span
    line: int


class SectionKind(StrEnum):
    """How the section stood in its document."""

    ARTICLE = "article"
    PART = "part"
    ITEM = "item"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Section:
    """What a reader would quote. `text` is `document.text[start:end]`, unchanged: what stands under the heading, or
    the heading itself where nothing does. `line` is the heading's, or the text's first one where there is none.

    `path` are the headings from the document's first level down to the section's own, mended where the document
    itself tells the right form (a contents list); the document's title is not repeated. `id` is unique in the whole
    corpus and survives edits of other sections and of the section's body.

    `answers` is False for what only stands around the text: a byline, a heading above others, a list of references. It
    is kept with its document, and never shown to one who asks.
    """

    id: str
    kind: SectionKind
    path: tuple[str, ...]
    text: str
    start: int
    end: int
    line: int
    category: str = ""
    key_contents: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    tables: tuple[Table, ...] = ()
    footnotes: tuple[str, ...] = ()
    answers: bool = True

    @property
    def heading(self) -> str:
        """The section's own heading; empty for an introduction before the first heading."""
        return self.path[-1] if self.path else ""

    @property
    def date(self) -> date | None:
        """The latest date of the section's own sources."""
        return max((c.date for c in self.citations if c.date), default=None)


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document without its text. `date_inferred` says that the document names no day as its own."""

    id: str
    path: str
    title: str
    date: date | None = None
    date_inferred: bool = False
    author: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    owner: str = SHARED


@dataclass(frozen=True, slots=True)
class Document:
    """One document as read: its text, its sections in order, its events. `content_hash` is SHA-256 of the bytes.

    Sections do not overlap, but a section of kind EVENT may lie within the one that announces it.
    """

    info: DocumentInfo
    text: str
    content_hash: str
    sections: tuple[Section, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What reading one file gave: no document where a problem of severity error forbade it."""

    document: Document | None
    problems: tuple[Problem, ...] = field(default=())
