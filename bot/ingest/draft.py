"""A section as a shape cut it out, before it has an id, tables and sources; and the text it was cut from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.document import SectionKind
from bot.ingest.contents import Contents
from bot.ingest.markup.inline import has_words
from bot.ingest.markup.lines import trimmed
from bot.ingest.markup.markdown import Heading, Outline


@dataclass(frozen=True, slots=True)
class Draft:
    """Where a section stands: its text is `text[start:end]`, `line` the 1-based line of its heading.

    The text is what stands under the heading; where nothing does, it is the heading itself, so that no section is
    empty.
    """

    kind: SectionKind
    path: tuple[str, ...]
    start: int
    end: int
    line: int
    category: str = ""
    key_contents: tuple[str, ...] = ()
    answers: bool = True


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What a shape is offered: the outline without the headings of the contents list, the list itself, and the title
    that the front matter gives, empty where it gives none.
    """

    outline: Outline
    contents: Contents | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a shape made of a document: its sections in order.

    `title` is the title where the shape knows it, empty where it knows that no heading is one, None where it does not
    know. `regions` are offsets with the heading path in force from there on, where sections do not tell it all.
    """

    drafts: tuple[Draft, ...]
    title: str | None = None
    regions: tuple[tuple[int, tuple[str, ...]], ...] = ()


def draft(
    outline: Outline,
    kind: SectionKind,
    path: tuple[str, ...],
    heading: tuple[int, int],
    end: int,
    *,
    category: str = "",
    key_contents: tuple[str, ...] = (),
) -> Draft:
    """The section of a heading on the lines `heading` (first, after) whose body ends at the offset `end`."""
    first, after = heading
    start, stop = trimmed(outline.text, outline.lines.start(after), end)
    if not has_words(outline.text[start:stop]):
        start, _ = trimmed(outline.text, outline.lines.start(first), stop)
        stop = max(stop, outline.lines.end(after - 1))
        stop = trimmed(outline.text, start, stop)[1]
    return Draft(kind, path, start, stop, first + 1, category, key_contents)


def untitled(outline: Outline, path: tuple[str, ...], first: int, after: int) -> Iterator[Draft]:
    """The section of the lines from `first` up to, not with, `after`, if there is anything to read in them."""
    if first >= after:
        return
    start, end = trimmed(outline.text, outline.lines.start(first), outline.lines.end(after - 1))
    if has_words(outline.text[start:end]):
        yield Draft(SectionKind.PART, path, start, end, outline.lines.number(start))


def span_of(heading: Heading) -> tuple[int, int]:
    """A heading's lines as `draft` takes them."""
    return heading.first, heading.after
