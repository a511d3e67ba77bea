"""Where the articles of a brief begin, whatever became of its heading levels, and with them everything else.

An article begins at the title above a mark of key points, or at a heading that is clearly an entry of the contents
list; `breaks` finds what begins without either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from bot.ingest.citations import is_source
from bot.ingest.contents import Contents, Entry, is_contents_name, part_name
from bot.ingest.draft import Manuscript
from bot.ingest.markup.inline import plain
from bot.ingest.markup.markdown import Heading, Outline
from bot.ingest.mending import matches
from bot.ingest.shapes.breaks import EVENT_LIST, Break, BreakKind, find_others, headed
from bot.ingest.shapes.keypoints import SUBHEADING, find_marks

MAX_TITLE_CHARS = 200
MAX_NEIGHBOURS = 50
_LOOK_UP_LINES = 3

_EVENTS = re.compile(r"행사|이벤트|일정|컨퍼런스|event|conference|calendar", re.IGNORECASE)
_NO_TITLE = re.compile(r"[ \t]*(?:[-*+•][ \t]|\||>).*|.*\t")


def find_breaks(manuscript: Manuscript) -> list[Break] | None:
    """Every break in order of place; None where the document is no brief."""
    outline, contents = manuscript.outline, manuscript.contents
    first = contents.after if contents else outline.first
    marks = find_marks(outline, first)
    if not marks or not (len(marks) > 1 or contents or _cites(outline)):
        return None
    articles = list(_titled(outline, marks))
    if contents is not None:
        taken = {*marks, *(at.first for at in articles)}
        free = [h for h in outline.headings if h.first >= first and h.first not in taken]
        articles = _with_entries(articles, free, contents)
    others = find_others(manuscript, articles, frozenset(marks))
    return sorted([*articles, *others], key=lambda at: at.first)


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
            return replace(headed(BreakKind.ARTICLE, heading), mark=mark)
        if not looked and len(line) <= MAX_TITLE_CHARS and not _NO_TITLE.match(line) and not is_source(line):
            return Break(BreakKind.ARTICLE, index, index + 1, plain(line), mark=mark)
        looked += 1
        if looked == _LOOK_UP_LINES:
            break
    return Break(BreakKind.ARTICLE, mark, mark, "", mark=mark)


def _with_entries(articles: list[Break], free: list[Heading], contents: Contents) -> list[Break]:
    """The articles with their entries of the list, and with those that only the list betrays."""
    entries = contents.entries
    titles = [entry.title for entry in entries]
    known = matches([at.title for at in articles], titles)
    found = [replace(at, entry=entries[known[n]]) if n in known else at for n, at in enumerate(articles)]
    rest = [n for n in range(len(entries)) if n not in known.values() and not _is_of_events(entries[n])]
    free = [heading for heading in free if not SUBHEADING.match(heading.title) and part_name(heading.title) is None]
    unmarked = matches([heading.title for heading in free], [titles[n] for n in rest])
    for n, entry in unmarked.items():
        found.append(replace(headed(BreakKind.ARTICLE, free[n]), entry=entries[rest[entry]]))
    return _with_neighbours(sorted(found, key=lambda at: at.first), entries)


def _is_of_events(entry: Entry) -> bool:
    """Whether an entry is a list of events or stands in a part of them."""
    return bool(_EVENTS.search(entry.part) or EVENT_LIST.fullmatch(entry.title))


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
