"""The shape of blog posts and reports: every heading down to the third level is a section, with the introduction.

Deeper headings stay inside the section around them: they part an argument, not a document.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.document import SectionKind
from bot.ingest.draft import Draft, Manuscript, Reading, draft, span_of, untitled
from bot.ingest.markup.markdown import Heading, Outline
from bot.ingest.titlepage import title_heading

LEVELS = 3
"""Sections are cut at the levels 1 to 3, and at as many levels below the first one used in deeper documents."""


def read(manuscript: Manuscript) -> Reading | None:
    """The sections of a document with headings; None for one without."""
    if not manuscript.outline.headings:
        return None
    return Reading(tuple(parts(manuscript.outline, manuscript.title)))


def parts(outline: Outline, title: str) -> Iterator[Draft]:
    """A section of each heading, in order. `title` is the front matter's, empty where there is none."""
    headings = cutting(outline.headings)
    yield from untitled(outline, (), outline.first, headings[0].first)
    name = title_heading(outline)
    ends = [heading.first for heading in headings[1:]] + [outline.after]
    stack: list[Heading] = []
    for at, (heading, after) in enumerate(zip(headings, ends, strict=True)):
        while stack and stack[-1].level >= heading.level:
            stack.pop()
        stack.append(heading)
        if at != name:
            path = tuple(above.title for above in stack if above is not outline.headings[0] or name is None)
            yield draft(outline, SectionKind.PART, path, span_of(heading), outline.lines.start(after))
        elif title and heading.title != title:
            yield draft(outline, SectionKind.PART, (heading.title,), span_of(heading), outline.lines.start(after))
        else:
            yield from untitled(outline, (), heading.after, after)


def cutting(headings: tuple[Heading, ...]) -> list[Heading]:
    """The headings that open a section of their own."""
    levels = sorted({heading.level for heading in headings})
    title_only = len(levels) > 1 and levels[0] == 1 and sum(1 for h in headings if h.level == 1) == 1
    base = levels[1] if title_only else levels[0]
    deepest = max(LEVELS, base + LEVELS - 2)
    return [heading for heading in headings if heading.level <= deepest]
