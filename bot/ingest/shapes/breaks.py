"""What begins in a brief beside the articles that are known by their key points: parts, categories, lists of events,
and articles and texts without key points.

A heading of the level of the article before it, or a higher one, ends that article, and so does one that counts on from
its number. Only the headings of a conversion with page numbers, which are broken, end none that the contents list tells
whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from bot.ingest.citations import is_source
from bot.ingest.contents import Entry, category_name, is_contents_name, part_name
from bot.ingest.draft import Manuscript
from bot.ingest.markup.inline import plain
from bot.ingest.markup.markdown import Heading, Outline
from bot.ingest.mending import score, squeezed
from bot.ingest.shapes.keypoints import is_label, is_right_behind, next_words
from bot.ingest.titlepage import title_heading

MAX_PARTS = 20
SAME_NAME = 85.0

EVENT_LIST = re.compile(
    r"[\W_]*(?:\d{1,2}[.)][ \t]*)?(?:[\w·]{1,8}[ \t]){0,3}(?:행사|이벤트|[컨콘]퍼런스)"
    r"(?:[ \t]?(?:일정|안내|목록|달력|캘린더|소식))?[\W_]*|"
    r"[\W_]*(?:\w{1,10} ){0,2}(?:events|conferences)(?: (?:calendar|list))?[\W_]*",
    re.IGNORECASE,
)
_MINOR_SIGNS = "○●◦※*<〈《"
"""They stand before points and captions; ■ and brackets stand before titles too, so that levels decide."""
_COUNTED = re.compile(r"\D{0,3}(\d{1,2})[-.–](\d{1,2})(?!\d)")


class BreakKind(Enum):
    """What begins at a break."""

    ARTICLE = "article"
    PART = "part"
    CATEGORY = "category"
    EVENTS = "events"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Break:
    """A place where something begins: the lines of its title (none where an article lost it), the level of its heading
    (0 for a line that is none), the line of the mark above its key points, and the contents list's entry for it.
    `category_hint` is the category of both neighbours of an article that the list does not know.
    """

    kind: BreakKind
    first: int
    after: int
    title: str
    level: int = 0
    mark: int | None = None
    entry: Entry | None = None
    category_hint: str = ""


def headed(kind: BreakKind, heading: Heading) -> Break:
    """What begins at a heading."""
    return Break(kind, heading.first, heading.after, heading.title, heading.level)


def find_others(manuscript: Manuscript, articles: list[Break], marks: frozenset[int]) -> list[Break]:
    """Every break beside the known articles, in no order; `marks` are the lines of the marks above key points."""
    walk = _Walk(manuscript, articles, marks)
    return [*walk.breaks(), *walk.lost_parts()]


def follows_source(outline: Outline, heading: Heading) -> bool:
    """Whether the last words above a heading are a source line."""
    index = heading.first - 1
    while index >= outline.first and not outline.lines[index].strip():
        index -= 1
    return index >= outline.first and is_source(outline.lines[index])


class _Walk:
    """The headings in their order, and the article that is open at each."""

    def __init__(self, manuscript: Manuscript, articles: list[Break], marks: frozenset[int]) -> None:
        self._outline = manuscript.outline
        self._contents = manuscript.contents
        self._title = manuscript.title
        self._marks = marks
        self._articles = {at.first: at for at in articles}
        self._last_article = max(self._articles)
        self._levels = {at.level for at in articles if at.level}
        self._signs = {at.title[:1] for at in articles}
        entries = self._contents.entries if self._contents else ()
        parts = self._contents.parts if self._contents else ()
        self._listed = {squeezed(entry.category) for entry in entries if entry.category}
        self._parts = {squeezed(part_name(part) or part) for part in parts}
        self._heads = {heading.first: heading for heading in self._outline.headings}
        self._open: Break | None = None
        self._category: Break | None = None
        self._text: Break | None = None
        self._slipped: Break | None = None
        self._has_categories = self._is_flat = False
        self._seen: set[int] = set()

    def breaks(self) -> Iterator[Break]:
        """What begins at the headings that are no article's."""
        cover = self._cover()
        for index in sorted({*self._heads, *self._articles}):
            if index in self._articles:
                self._open, self._text = self._articles[index], None
            elif index not in self._marks and index > cover:
                found = self._at(self._heads[index])
                if found is not None:
                    self._note(found)
                    yield found

    def _note(self, found: Break) -> None:
        self._seen.add(found.first)
        self._open = found if found.kind is BreakKind.ARTICLE else None
        if found.kind not in (BreakKind.EVENTS, BreakKind.OTHER):
            self._text = None
        elif self._text is None or found.level <= self._text.level:
            self._text = found
        if found.kind is BreakKind.CATEGORY:
            self._category = found
            self._has_categories = True
            below = self._articles.get(next_words(self._outline, found.after))
            self._is_flat = below is not None and below.level <= found.level
        elif self._category and found.kind is not BreakKind.ARTICLE and found.level <= self._category.level:
            self._category = None

    def _at(self, heading: Heading) -> Break | None:
        """What begins at a heading, if anything does."""
        kind = self._group(heading)
        if kind is None and not self._is_inner(heading):
            kind = BreakKind.ARTICLE if self._is_article(heading) else BreakKind.OTHER
        return headed(kind, heading) if kind else None

    def _group(self, heading: Heading) -> BreakKind | None:
        """What kind of group a heading opens: parts by Roman numerals or by their names in the list, categories by
        their names there or as bare headings above others, and what calls itself a list of events.
        """
        if part_name(heading.title) is not None or squeezed(heading.title) in self._parts:
            return BreakKind.PART
        if EVENT_LIST.fullmatch(heading.title) and self._ends_article(heading):
            return BreakKind.EVENTS
        number = category_name(heading.title)
        if self._listed:
            return BreakKind.CATEGORY if squeezed(number or heading.title) in self._listed else None
        below = self._below(heading)
        if below is None or (self._is_deeper(heading) and not (number and below in self._articles)):
            return None
        is_above = below in self._articles or self._heads[below].level > heading.level
        return BreakKind.CATEGORY if is_above else None

    def _below(self, heading: Heading) -> int | None:
        """The line of the title right below a bare heading; None where text follows."""
        below = next_words(self._outline, heading.after)
        is_title = below in self._heads and not (below in self._marks or is_label(self._heads[below].title))
        return below if below in self._articles or is_title else None

    def _ends_article(self, heading: Heading) -> bool:
        """Whether a list of events ends what is open: as other headings do, behind a source, behind all articles."""
        is_last = heading.first > self._last_article
        return is_last or not self._is_deeper(heading) or follows_source(self._outline, heading)

    def _is_inner(self, heading: Heading) -> bool:
        """Whether a heading parts the article that is open."""
        if self._open is None:
            return False
        if heading.title[:1] in _MINOR_SIGNS and heading.title[:1] not in self._signs:
            return True
        if follows_source(self._outline, heading) and (self._contents or heading.level in self._levels):
            return False
        if self._is_slip(heading):
            self._slipped = self._open
        return self._is_deeper(heading, by=0 if self._slipped is self._open else 1)

    def _is_slip(self, heading: Heading) -> bool:
        """Whether a heading opens the text of a listed article, whatever its level became in the conversion."""
        if self._contents is None or not self._contents.is_paged or self._open is None or self._open.entry is None:
            return False
        return self._open.mark is not None and is_right_behind(self._outline, self._open.mark, heading.first)

    def _is_deeper(self, heading: Heading, by: int = 1) -> bool:
        """Whether a heading stands `by` levels below the title of the article that is open."""
        if self._open is None or _counts_on(self._open.title, heading.title):
            return False
        level = self._open.level or max(self._levels, default=self._category.level + 1 if self._category else 1)
        return heading.level >= level + by

    def _is_article(self, heading: Heading) -> bool:
        """Whether a heading that ends an article begins another: where titles stand, inside a category if there are."""
        if self._contents is not None or heading.level not in self._levels or is_contents_name(heading.title):
            return False
        if self._text is not None and heading.level > self._text.level:
            return False
        if self._category is not None:
            return self._is_flat or heading.level > self._category.level
        return not self._has_categories

    def _cover(self) -> int:
        """The line of the last heading that belongs to the cover; -1 where none does.

        Without a contents list that is the first heading, where it names the document or stands above all others.
        """
        first = next(iter(self._outline.headings), None)
        if self._contents is not None:
            return self._contents.first
        if first is None or first.first in self._articles or self._names_group(first):
            return -1
        if self._title:
            is_cover = squeezed(first.title) == squeezed(self._title) or title_heading(self._outline) == 0
        else:
            is_first = next_words(self._outline, self._outline.first) == first.first
            is_first = is_first or title_heading(self._outline) == 0
            is_cover = is_first and not any(map(self._is_rival(first), self._outline.headings))
        return first.first if is_cover else -1

    def _names_group(self, heading: Heading) -> bool:
        """Whether a heading is called as parts, numbered categories and lists of events are."""
        words = heading.title
        return bool(part_name(words) or category_name(words) or EVENT_LIST.fullmatch(words))

    def _is_rival(self, first: Heading) -> Callable[[Heading], bool]:
        """Whether a heading shows that the first one is no cover: it stands above it, or is as high and as bare, so
        that both name categories.
        """

        def is_rival(other: Heading) -> bool:
            if other is first or other.first in self._articles or other.level > first.level:
                return False
            return other.level < first.level or (self._below(other) is not None and not self._names_group(other))

        return is_rival

    def lost_parts(self) -> Iterator[Break]:
        """Parts whose heading became a plain line: it must stand alone and be named as the list names it."""
        start = self._contents.after if self._contents else self._outline.first
        for part in self._contents.parts[:MAX_PARTS] if self._contents else ():
            for index in range(start, self._outline.after):
                line = self._outline.lines[index]
                is_free = len(line) < 80 and index not in self._seen
                if is_free and part_name(line.strip()) and score(line, part) >= SAME_NAME:
                    if not line.lstrip().startswith("#"):
                        self._seen.add(index)
                        yield Break(BreakKind.PART, index, index + 1, plain(line))
                    break


def _counts_on(title: str, other: str) -> bool:
    """Whether two titles are numbered in parts, and the second one comes next: `1-2` behind `1-1`, `2-1` behind it."""
    one, two = _COUNTED.match(title), _COUNTED.match(other)
    if one is None or two is None:
        return False
    (part, number), (next_part, next_number) = map(int, one.groups()), map(int, two.groups())
    return (next_part, next_number) in {(part, number + 1), (part + 1, 1)}
