"""The shape of a text without any heading: its paragraphs, as many together as one reads at a glance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.document import SectionKind
from bot.ingest.draft import Draft, Manuscript, Reading
from bot.ingest.markup.inline import has_words
from bot.ingest.markup.lines import trimmed
from bot.ingest.markup.markdown import Outline

ENOUGH_CHARS = 1_000
"""A section takes paragraphs until it has about this much: one screen of Slack, three minutes of speech."""
TOO_MANY_CHARS = 2_000
"""A paragraph longer than this is cut at the end of a line or of a sentence."""

_SENTENCE_END = re.compile(r"[.!?。…][\"'”’)\]]*\s+|(?:\r\n|\n|\r)")


def read(manuscript: Manuscript) -> Reading | None:
    """The sections of a text; it always fits."""
    return Reading(tuple(_sections(manuscript.outline)))


def _sections(outline: Outline) -> Iterator[Draft]:
    start = end = None
    for piece_start, piece_end in _pieces(outline):
        if start is not None and end is not None and piece_end - start > ENOUGH_CHARS:
            yield from _section(outline, start, end)
            start = None
        start = piece_start if start is None else start
        end = piece_end
    if start is not None and end is not None:
        yield from _section(outline, start, end)


def _section(outline: Outline, start: int, end: int) -> Iterator[Draft]:
    start, end = trimmed(outline.text, start, end)
    if has_words(outline.text[start:end]):
        yield Draft(SectionKind.PART, (), start, end, outline.lines.number(start))


def _pieces(outline: Outline) -> Iterator[tuple[int, int]]:
    """Ranges of paragraphs, the overlong ones cut."""
    for paragraph, end in _paragraphs(outline):
        start = paragraph
        while end - start > TOO_MANY_CHARS:
            cut = _cut(outline.text, start, start + TOO_MANY_CHARS)
            yield start, cut
            start = cut
        yield start, end


def _paragraphs(outline: Outline) -> Iterator[tuple[int, int]]:
    lines = outline.lines
    begun: int | None = None
    for index in range(outline.first, outline.after):
        is_blank = not (line := lines[index]) or line.isspace()
        if begun is None and not is_blank:
            begun = index
        elif begun is not None and is_blank and not outline.is_hidden(index):
            yield lines.start(begun), lines.end(index - 1)
            begun = None
    if begun is not None:
        yield lines.start(begun), lines.end(outline.after - 1)


def _cut(text: str, start: int, limit: int) -> int:
    """The last good place to cut before the limit: a sentence's end, else a blank, else the limit itself."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start + ENOUGH_CHARS, limit)]
    if ends:
        return ends[-1]
    blank = text.rfind(" ", start + ENOUGH_CHARS, limit)
    return blank + 1 if blank >= 0 else limit
