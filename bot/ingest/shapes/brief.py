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
from bot.ingest.draft import Draft, Manuscript, Reading, draft, untitled
from bot.ingest.markup.markdown import Outline
from bot.ingest.mending import mended, score, squeezed
from bot.ingest.shapes.articles import find_breaks
from bot.ingest.shapes.breaks import SAME_NAME, Break, BreakKind
from bot.ingest.shapes.eventtail import events_at_end, has_words_beside_events
from bot.ingest.shapes.keypoints import key_points

_SENTENCE = re.compile(r"[다요][.!?]|[a-z][.!?](?=\s|\Z)")
_TORN_NUMERAL = re.compile(r"\A([IVXⅠ-Ⅻ]+)\s+\.")


def read(manuscript: Manuscript) -> Reading | None:
    """The articles and other parts of a brief; None for a document that is none."""
    breaks = find_breaks(manuscript)
    if breaks is None:
        return None
    outline, contents = manuscript.outline, manuscript.contents
    breaks += _events_at_end(outline, breaks[-1])
    opening = min([at.first for at in breaks] + ([contents.first] if contents else []))
    reader = _Reader(manuscript, breaks)
    drafts = tuple(reader.drafts())
    return Reading(drafts, cover_title(outline, opening), tuple(reader.regions))


def _events_at_end(outline: Outline, last: Break) -> list[Break]:
    """The list of events that stands below the last article without a heading that ends it."""
    after = imprint_start(outline, last.after, outline.after)
    found = events_at_end(outline, last.after, after) if last.kind is BreakKind.ARTICLE else None
    return [Break(BreakKind.EVENTS, *found)] if found else []


def _parts_are_categories(breaks: list[Break]) -> bool:
    """Whether several parts hold the articles, and nothing else tells their kinds."""
    part, parts = "", set[str]()
    for at in breaks:
        if at.kind is BreakKind.CATEGORY or at.category_hint or (at.entry and at.entry.category):
            return False
        if at.kind is BreakKind.PART:
            part = squeezed(part_name(at.title) or at.title)
        elif at.kind is BreakKind.ARTICLE:
            parts.add(part or (squeezed(at.entry.part) if at.entry else ""))
    return len(parts - {""}) > 1


@dataclass(slots=True)
class _Place:
    """Where the reading stands: the part and the category that the body's own headings opened, and its level."""

    part: str = ""
    category: str = ""
    level: int = 0


class _Reader:
    def __init__(self, manuscript: Manuscript, breaks: list[Break]) -> None:
        self.regions: list[tuple[int, tuple[str, ...]]] = []
        self._outline = manuscript.outline
        self._contents = manuscript.contents
        self._breaks = breaks
        self._place = _Place()
        self._texts: list[Break] = []
        self._parts_are_categories = _parts_are_categories(breaks)
        self._heads = frozenset(heading.first for heading in manuscript.outline.headings)

    def drafts(self) -> Iterator[Draft]:
        """The sections in order; `regions` fills up with the path in force from each offset on."""
        outline = self._outline
        yield from self._introduction()
        nexts = [at.first for at in self._breaks[1:]] + [outline.after]
        for at, following in zip(self._breaks, nexts, strict=True):
            end = imprint_start(outline, at.after, following) if following == outline.after else following
            path, section = self._section(at, end)
            self.regions.append((outline.lines.start(at.first), path))
            yield from section

    def _introduction(self) -> Iterator[Draft]:
        """What is told before the first heading, where no contents list says that those lines are a cover."""
        after = self._breaks[0].first
        heads = [heading.after for heading in self._outline.headings if heading.first < after]
        for section in untitled(self._outline, (), max(heads, default=self._outline.first), after):
            if self._contents is None and _SENTENCE.search(self._outline.text[section.start : section.end]):
                yield section

    def _section(self, at: Break, end: int) -> tuple[tuple[str, ...], list[Draft]]:
        if at.kind is BreakKind.ARTICLE:
            article = self._article(at, end)
            self._texts.clear()
            return article.path, [article]
        title = self._named(at)
        while self._texts and not 0 < self._texts[-1].level < at.level:
            self._texts.pop()
        is_within = at.kind not in (BreakKind.PART, BreakKind.EVENTS)
        above = [self._place.part if is_within else "", *(text.title for text in self._texts)]
        if at.kind in (BreakKind.EVENTS, BreakKind.OTHER):
            self._texts.append(at)
        path = tuple(name for name in (*above, title) if name)
        stop = self._outline.lines.start(end)
        if not has_words_beside_events(self._outline.text[self._outline.lines.start(at.after) : stop]):
            return path, []
        return path, [draft(self._outline, SectionKind.PART, path, (at.first, at.after), stop)]

    def _named(self, at: Break) -> str:
        """Note which part or category begins or ends, and give the name of what begins."""
        place = self._place
        if at.kind is BreakKind.PART:
            place = self._place = _Place(part=self._mended_part(at.title))
            return place.part
        if at.kind is BreakKind.CATEGORY:
            place.category, place.level = category_name(at.title) or at.title, at.level
        elif at.level <= place.level:
            place.category, place.level = "", 0
        return at.title

    def _article(self, at: Break, end: int) -> Draft:
        outline = self._outline
        start, stop = outline.lines.start(at.after), outline.lines.start(end)
        title, part, category = at.title, self._place.part, self._place.category
        if at.entry is not None:
            title = mended(title, at.entry.title, outline.text[start:stop]) if title else at.entry.title
            part = part or at.entry.part
            category = at.entry.category or category
        if self._parts_are_categories:
            category = part_name(part) or part
        path = tuple(name for name in (part, title) if name)
        return draft(
            outline,
            SectionKind.ARTICLE,
            path,
            (at.first, at.after),
            stop,
            category=category or at.category_hint,
            key_contents=() if at.mark is None else key_points(outline, self._heads, at.mark, end),
        )

    def _mended_part(self, title: str) -> str:
        listed = self._contents.parts if self._contents else ()
        without_numeral = {squeezed(part_name(part) or part): part for part in listed}
        if squeezed(title) in without_numeral:
            return without_numeral[squeezed(title)]
        best = max(listed, key=lambda part: score(title, part), default="")
        title = _TORN_NUMERAL.sub(r"\1.", title)
        return mended(title, best, "") if best and score(title, best) >= SAME_NAME else title
