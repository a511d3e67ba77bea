"""Where the articles, parts and categories of a brief begin, whatever became of its heading levels.

An article begins at the title above a KEY Contents mark, at a heading that is clearly an entry of the contents list,
or, where there is no such list, at a heading that follows a source line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import accumulate

from bot.ingest.contents import Contents, Entry, category_name, is_contents_name, part_name
from bot.ingest.draft import Manuscript
from bot.ingest.inline import plain
from bot.ingest.markdown import Heading, Outline
from bot.ingest.mending import matches, score, squeezed
from bot.ingest.sources import is_source

MAX_TITLE_CHARS = 200
MAX_PARTS = 20
MAX_NEIGHBOURS = 50
_SAME_NAME = 85.0
_LOOK_UP_LINES = 3

SUBHEADING = re.compile(r"(?:#{1,6}[ \t]+)?[○●◦◇◆■□▶▷◈▣<〈《(\[*※]")
_MARK = re.compile(r"[\W_]{0,12}key[\W_]{0,4}conten\w{0,2}[\W_]{0,12}\Z", re.IGNORECASE)
_EVENTS = re.compile(r"행사|이벤트|일정|컨퍼런스|event|conference|calendar", re.IGNORECASE)
_EVENT_LIST = re.compile(
    r"(?:\w{1,6}[ \t])?(?:행사|이벤트|컨퍼런스)(?:[ \t]?(?:일정|안내|목록|달력))?|"
    r"(?:upcoming |coming )?(?:events|conferences)",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(r"[ \t]*(?:[-*+•][ \t]|\||>|\d{1,3}[.)][ \t]).*|.*\t")


class BreakKind(Enum):
    """What begins at a break."""

    ARTICLE = "article"
    PART = "part"
    CATEGORY = "category"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Break:
    """A place where something begins: the lines of its title (none where an article lost it), and the contents
    list's entry for it. `category_hint` is the category of both neighbours of an article that the list does not know.
    """

    kind: BreakKind
    first: int
    after: int
    title: str
    entry: Entry | None = None
    category_hint: str = ""


def is_mark(line: str) -> bool:
    """Whether a line, heading or not, is the KEY Contents mark."""
    return len(line) < 60 and _MARK.match(line) is not None


def find_breaks(manuscript: Manuscript) -> list[Break] | None:
    """Every break in order of place; None where the document is no brief."""
    outline, contents = manuscript.outline, manuscript.contents
    first = contents.after if contents else outline.first
    marks = [i for i in range(first, outline.after) if is_mark(outline.lines[i]) and not outline.is_hidden(i)]
    if not marks or not (len(marks) > 1 or contents or _cites(outline)):
        return None
    articles = list(_titled(outline, marks))
    headings = _free_headings(outline, marks, articles)
    dividers = list(_dividers(outline, headings, contents, {at.first for at in articles}))
    taken = {at.first for at in (*articles, *dividers)}
    free = [heading for heading in headings if heading.first not in taken and heading.first >= first]
    articles = _with_entries(articles, free, contents, outline)
    return sorted(
        [*articles, *dividers, *_others(outline, contents, free, articles, dividers)], key=lambda at: at.first
    )


def _cites(outline: Outline) -> bool:
    return any(is_source(outline.lines[index]) for index in range(outline.first, outline.after))


def _titled(outline: Outline, marks: list[int]) -> Iterator[Break]:
    """An article for every mark, with the title that stands above it."""
    by_last_line = {heading.after - 1: heading for heading in outline.headings}
    floor = outline.first
    for mark in marks:
        yield _title_above(outline, by_last_line, floor, mark)
        floor = mark + 1


def _title_above(outline: Outline, headings: dict[int, Heading], floor: int, mark: int) -> Break:
    looked = 0
    for index in range(mark - 1, floor - 1, -1):
        line = outline.lines[index]
        if not line.strip():
            continue
        heading = headings.get(index)
        if heading is not None:
            # An underlined mark is the heading above its own underline.
            if heading.first < floor or part_name(heading.title) is not None or is_contents_name(heading.title):
                break
            return Break(BreakKind.ARTICLE, heading.first, heading.after, heading.title)
        if not looked and len(line) <= MAX_TITLE_CHARS and not _NO_TITLE.match(line) and not is_source(line):
            return Break(BreakKind.ARTICLE, index, index + 1, plain(line))
        looked += 1
        if looked == _LOOK_UP_LINES:
            break
    return Break(BreakKind.ARTICLE, mark, mark, "")


def _free_headings(outline: Outline, marks: list[int], articles: list[Break]) -> list[Heading]:
    """The headings that are neither a mark nor the title above one nor a sub-heading."""
    taken = {*marks, *(at.first for at in articles)}
    return [h for h in outline.headings if h.first not in taken and not SUBHEADING.match(h.title)]


def _dividers(
    outline: Outline, headings: list[Heading], contents: Contents | None, titles: set[int]
) -> Iterator[Break]:
    """Parts by their Roman numerals, by their names in the list or as a list of events behind a source line;
    categories by their names in the list, or as headings right above a title.
    """
    listed = {squeezed(entry.category) for entry in contents.entries if entry.category} if contents else set()
    parts = {squeezed(part_name(part) or part) for part in contents.parts} if contents else set()
    seen: set[int] = set()
    for heading in reversed(headings):
        is_part = part_name(heading.title) is not None or squeezed(heading.title) in parts
        is_part = is_part or bool(_EVENT_LIST.fullmatch(heading.title) and _follows_source(outline, heading))
        name = category_name(heading.title) or heading.title
        is_category = squeezed(name) in listed if listed else _next_words(outline, heading.after) in titles
        if is_part or is_category:
            seen.add(heading.first)
            kind = BreakKind.PART if is_part else BreakKind.CATEGORY
            yield Break(kind, heading.first, heading.after, heading.title)
    for part in contents.parts[:MAX_PARTS] if contents else ():
        yield from _lost_part(outline, part, contents, seen)


def _lost_part(outline: Outline, part: str, contents: Contents | None, seen: set[int]) -> Iterator[Break]:
    """A part whose heading became a plain line: it must stand alone and be named as the list names it."""
    start = contents.after if contents else outline.first
    for index in range(start, outline.after):
        line = outline.lines[index]
        if len(line) < 80 and index not in seen and part_name(line.strip()) and score(line, part) >= _SAME_NAME:
            if not line.lstrip().startswith("#"):
                seen.add(index)
                yield Break(BreakKind.PART, index, index + 1, plain(line))
            return


def _next_words(outline: Outline, index: int) -> int:
    """The index of the next line with words."""
    while index < outline.after and not outline.lines[index].strip():
        index += 1
    return index


def _with_entries(
    articles: list[Break], free: list[Heading], contents: Contents | None, outline: Outline
) -> list[Break]:
    """The articles with their entries of the list, and with those that only the list or a source line betrays."""
    if contents is None:
        return sorted([*articles, *_after_sources(outline, free, articles)], key=lambda at: at.first)
    entries = contents.entries
    titles = [entry.title for entry in entries]
    known = matches([at.title for at in articles], titles)
    found = [replace(at, entry=entries[known[n]]) if n in known else at for n, at in enumerate(articles)]
    rest = [n for n in range(len(entries)) if n not in known.values() and not _EVENTS.search(entries[n].part)]
    unmarked = matches([heading.title for heading in free], [titles[n] for n in rest])
    for n, entry in unmarked.items():
        heading = free[n]
        found.append(Break(BreakKind.ARTICLE, heading.first, heading.after, heading.title, entries[rest[entry]]))
    return _with_neighbours(sorted(found, key=lambda at: at.first), entries)


def _with_neighbours(articles: list[Break], entries: tuple[Entry, ...]) -> list[Break]:
    """An article that the list does not clearly name lies between its neighbours, so in their category if they agree;
    one without any title that has exactly one entry between its neighbours' is that entry.
    """
    place = {id(entry): n for n, entry in enumerate(entries)}
    lows = list(accumulate((place[id(at.entry)] if at.entry else -1 for at in articles), max))
    backwards = (place[id(at.entry)] if at.entry else len(entries) for at in reversed(articles))
    highs = list(accumulate(backwards, min))[::-1]
    return [
        _between(at, entries, low, high) if at.entry is None else at
        for at, low, high in zip(articles, lows, highs, strict=True)
    ]


def _between(at: Break, entries: tuple[Entry, ...], low: int, high: int) -> Break:
    """An article between the entries of two positions, neither of them its own."""
    between = entries[low + 1 : high]
    if len(between) == 1 and not at.title:
        return replace(at, entry=between[0])
    names = {entries[n].category for n in (low, high) if 0 <= n < len(entries)}
    names = {entry.category for entry in between[:MAX_NEIGHBOURS]} or names
    return replace(at, category_hint=names.pop() if len(names) == 1 else "")


def _after_sources(outline: Outline, free: list[Heading], articles: list[Break]) -> Iterator[Break]:
    """Headings right below a source line, on a level that titles have."""
    titles = {at.first for at in articles}
    levels = {heading.level for heading in outline.headings if heading.first in titles}
    for heading in free:
        if heading.level in levels and _follows_source(outline, heading):
            yield Break(BreakKind.ARTICLE, heading.first, heading.after, heading.title)


def _follows_source(outline: Outline, heading: Heading) -> bool:
    """Whether the last words above a heading are a source line."""
    index = heading.first - 1
    while index >= outline.first and not outline.lines[index].strip():
        index -= 1
    return index >= outline.first and is_source(outline.lines[index])


def _others(
    outline: Outline, contents: Contents | None, free: list[Heading], articles: list[Break], dividers: list[Break]
) -> Iterator[Break]:
    """Headings before the first article that open a text of their own, such as a preface; the cover's is none."""
    opening = min(at.first for at in articles)
    cover = outline.headings[0].first if outline.headings else -1
    taken = {at.first for at in (*articles, *dividers)}
    for heading in free:
        is_cover = heading.first == cover and (contents is None or heading.first < contents.first)
        if heading.first < opening and heading.first not in taken and not is_cover:
            yield Break(BreakKind.OTHER, heading.first, heading.after, heading.title)
