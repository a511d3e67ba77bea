"""The shapes of documents, one module each; the first that fits reads the document.

A shape is told by the structure of the text, never by the name of its file. `plain` fits everything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.ingest.contents import Contents
from bot.ingest.draft import Draft, Manuscript, Reading
from bot.ingest.markup.inline import has_words
from bot.ingest.markup.lines import trimmed
from bot.ingest.markup.markdown import Outline
from bot.ingest.shapes import brief, headings, numbered_list, plain

Shape = Callable[[Manuscript], Reading | None]

SHAPES: tuple[Shape, ...] = (brief.read, numbered_list.read, headings.read, plain.read)


def read_shape(manuscript: Manuscript) -> Reading:
    """The sections of the first shape that fits; no text of the contents list is in any of them."""
    for shape in SHAPES:
        reading = shape(manuscript)
        if reading is not None:
            break
    else:
        raise AssertionError("the last shape fits everything")
    if manuscript.contents is None:
        return reading
    drafts = tuple(
        part for draft in reading.drafts for part in _without(manuscript.outline, manuscript.contents, draft)
    )
    return replace(reading, drafts=drafts)


def _without(outline: Outline, contents: Contents, draft: Draft) -> list[Draft]:
    """A draft's parts before and after the contents list."""
    hole = outline.lines.start(contents.first), outline.lines.start(contents.after)
    if draft.end <= hole[0] or hole[1] <= draft.start:
        return [draft]
    ranges = (trimmed(outline.text, *pair) for pair in ((draft.start, hole[0]), (hole[1], draft.end)))
    return [
        replace(draft, start=start, end=end, line=draft.line if start == draft.start else outline.lines.number(start))
        for start, end in ranges
        if start < end and has_words(outline.text[start:end])
    ]
