"""The shape of monthly briefs converted from PDF: articles with KEY Contents, in categories that only the contents
list names.

Heading levels are broken by the conversion, so `articles` finds the titles by what stands around them. Parts
(`II. 주요 행사`) and categories end an article; cover and imprint are no sections; what else has words is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.document import SectionKind
from bot.ingest.contents import category_name, part_name
from bot.ingest.cover import cover_title, imprint_start
from bot.ingest.draft import Draft, Manuscript, Reading, draft
from bot.ingest.inline import has_words, plain
from bot.ingest.markdown import Outline
from bot.ingest.mending import mended, score, squeezed
from bot.ingest.shapes.articles import SUBHEADING, Break, BreakKind, find_breaks, is_mark
from bot.ingest.tables import read_tables

_SAME_NAME = 85.0
_BULLET = re.compile(r"[ \t]*(?:[-*+•·▷▶]|\\-)[ \t]+")
_TORN_NUMERAL = re.compile(r"\A([IVXⅠ-Ⅻ]+)\s+\.")
_MOST_KEY_CONTENTS = 12
_LONGEST_ITEM = 1_000


def read(manuscript: Manuscript) -> Reading | None:
    """The articles and other parts of a brief; None for a document that is none."""
    breaks = find_breaks(manuscript)
    if breaks is None:
        return None
    outline, contents = manuscript.outline, manuscript.contents
    opening = min([at.first for at in breaks] + ([contents.first] if contents else []))
    reader = _Reader(manuscript, breaks)
    drafts = tuple(reader.drafts())
    return Reading(drafts, cover_title(outline, opening), tuple(reader.regions))


@dataclass(slots=True)
class _Place:
    """Where the reading stands: the part and the category that the body's own headings opened."""

    part: str = ""
    category: str = ""


class _Reader:
    def __init__(self, manuscript: Manuscript, breaks: list[Break]) -> None:
        self.regions: list[tuple[int, tuple[str, ...]]] = []
        self._outline = manuscript.outline
        self._contents = manuscript.contents
        self._breaks = breaks
        self._place = _Place()
        self._heads = frozenset(heading.first for heading in manuscript.outline.headings)

    def drafts(self) -> Iterator[Draft]:
        """The sections in order; `regions` fills up with the path in force from each offset on."""
        outline = self._outline
        nexts = [at.first for at in self._breaks[1:]] + [outline.after]
        for at, following in zip(self._breaks, nexts, strict=True):
            end = imprint_start(outline, at.after, following) if following == outline.after else following
            path, section = self._section(at, end)
            self.regions.append((outline.lines.start(at.first), path))
            yield from section

    def _section(self, at: Break, end: int) -> tuple[tuple[str, ...], list[Draft]]:
        if at.kind is BreakKind.ARTICLE:
            article = self._article(at, end)
            return article.path, [article]
        title = self._named(at)
        above = (self._place.part,) if self._place.part and self._place.part != title else ()
        path = (*above, title)
        if not self._has_prose(at.after, end):
            return path, []
        stop = self._outline.lines.start(end)
        return path, [draft(self._outline, SectionKind.PART, path, (at.first, at.after), stop)]

    def _named(self, at: Break) -> str:
        """Note which part or category begins, and give its name."""
        if at.kind is BreakKind.PART:
            self._place = _Place(part=self._mended_part(at.title))
            return self._place.part
        if at.kind is BreakKind.CATEGORY:
            self._place.category = category_name(at.title) or at.title
        return at.title

    def _article(self, at: Break, end: int) -> Draft:
        outline = self._outline
        start, stop = outline.lines.start(at.after), outline.lines.start(end)
        title, part, category = at.title, self._place.part, self._place.category
        if at.entry is not None:
            title = mended(title, at.entry.title, outline.text[start:stop]) if title else at.entry.title
            part = part or at.entry.part
            category = at.entry.category or category
        path = tuple(name for name in (part, title) if name)
        return draft(
            outline,
            SectionKind.ARTICLE,
            path,
            (at.first, at.after),
            stop,
            category=category or at.category_hint,
            key_contents=_key_contents(outline, self._heads, at.after, end),
        )

    def _mended_part(self, title: str) -> str:
        listed = self._contents.parts if self._contents else ()
        without_numeral = {squeezed(part_name(part) or part): part for part in listed}
        if squeezed(title) in without_numeral:
            return without_numeral[squeezed(title)]
        best = max(listed, key=lambda part: score(title, part), default="")
        title = _TORN_NUMERAL.sub(r"\1.", title)
        return mended(title, best, "") if best and score(title, best) >= _SAME_NAME else title

    def _has_prose(self, first: int, end: int) -> bool:
        """Whether lines hold words beside tables: an event list is answered by its events."""
        start, stop = self._outline.lines.start(first), self._outline.lines.start(end)
        body = self._outline.text[start:stop]
        for table in reversed(read_tables(body)):
            body = body[: table.span.start] + body[table.span.end :]
        return has_words(body)


def _key_contents(outline: Outline, heads: frozenset[int], first: int, end: int) -> tuple[str, ...]:
    """The items right below the KEY Contents mark, each on one line; `heads` are the lines of headings."""
    mark = next((index for index in range(first, min(end, first + 12)) if is_mark(outline.lines[index])), None)
    if mark is None:
        return ()
    items: list[str] = []
    is_after_blank = False
    for index in range(mark + 1, end):
        line = outline.lines[index]
        bullet = _BULLET.match(line)
        if not line.strip():
            is_after_blank = True
            continue
        if index in heads or (bullet is None and (SUBHEADING.match(line.strip()) or (items and is_after_blank))):
            break
        if bullet is not None or not items:
            items.append(line[bullet.end() :] if bullet else line)
        elif len(items[-1]) < _LONGEST_ITEM:
            items[-1] += " " + line
        is_after_blank = False
        if len(items) == _MOST_KEY_CONTENTS:
            break
    return tuple(item for item in map(plain, items) if item)
