"""The shape of posts whose matter is a numbered list: each item a short title with its text on the lines below.

Everything outside the list is read as in any post. A list of bare one-line items, or of sentences, is no such list.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.domain.document import SectionKind
from bot.ingest.draft import Draft, Manuscript, Reading, draft, untitled
from bot.ingest.inline import has_words, plain
from bot.ingest.markdown import Outline
from bot.ingest.shapes import headings

FEWEST_ITEMS = 2
MAX_TITLE_CHARS = 50

_ITEM = re.compile(r"(?P<indent>[ \t]{0,12})(?P<number>\d{1,3})[.)][ \t]+(?P<title>\S.*)")
_SENTENCE = re.compile(
    r"(?:[.!。;,]|니다|[한된이있없했였]다|[세어아해]요)[\"'”’)*_]*\Z"
    r"|(?:[을를는]|하고|하며|하여|해서|에서|으로|부터|까지|\b(?:the|an?|of|to|and|or|in|on|with|for|by))\Z"
)
"""How sentences end, and how a line of prose ends that was wrapped: no title ends so."""


@dataclass(frozen=True, slots=True)
class _Item:
    index: int
    number: int
    indent: int
    title: str


def read(manuscript: Manuscript) -> Reading | None:
    """The sections of a document that holds such a list; None for any other."""
    outline = manuscript.outline
    found = list(_candidates(outline))
    if len(found) < FEWEST_ITEMS:
        return None
    if outline.headings:
        whole = list(headings.parts(outline, manuscript.title))
    else:
        whole = list(untitled(outline, (), outline.first, outline.after))
    places = [item.index for item in found]
    drafts = [part for section in whole for part in _parted(outline, section, found, places)]
    return Reading(tuple(drafts)) if any(part.kind is SectionKind.ITEM for part in drafts) else None


def _candidates(outline: Outline) -> Iterator[_Item]:
    """Every line that could open an item: a number and a short title that is no sentence."""
    for index in range(outline.first, outline.after):
        line = outline.lines[index]
        if len(line) > MAX_TITLE_CHARS * 3 or not (match := _ITEM.match(line)) or outline.is_hidden(index):
            continue
        title = plain(match["title"]).removesuffix(":").rstrip()
        if title and len(title) <= MAX_TITLE_CHARS and not _SENTENCE.search(title):
            yield _Item(index, int(match["number"]), len(match["indent"].expandtabs(4)), title)


def _parted(outline: Outline, section: Draft, found: list[_Item], places: list[int]) -> Iterator[Draft]:
    """A section as its lead, its items and what follows them; unchanged where it holds no such list."""
    first, after = outline.lines.index(section.start), outline.lines.index(section.end) + 1
    items = _run(found[bisect_left(places, first) : bisect_left(places, after)])
    ends = [item.index for item in items[1:]] + [after]
    bodies = list(zip(items, ends, strict=False))
    if len(items) < FEWEST_ITEMS or not all(_has_body(outline, item, end) for item, end in bodies):
        yield section
        return
    ends[-1] = _end_of_last(outline, bodies, after)
    yield from _lead(outline, section, items[0])
    for item, end in zip(items, ends, strict=True):
        stop = min(outline.lines.start(end), section.end)
        yield draft(outline, SectionKind.ITEM, (*section.path, item.title), (item.index, item.index + 1), stop)
    yield from untitled(outline, section.path, ends[-1], after)


def _run(items: list[_Item]) -> list[_Item]:
    """The items that count up from the first number 1, at its indentation; sub-lists are passed over."""
    run: list[_Item] = []
    for item in items:
        follows = item.number == len(run) + 1 and (not run or abs(item.indent - run[0].indent) <= 1)
        if follows:
            run.append(item)
    return run


def _has_body(outline: Outline, item: _Item, end: int) -> bool:
    return has_words(outline.text[outline.lines.start(item.index + 1) : outline.lines.start(end)])


def _lead(outline: Outline, section: Draft, item: _Item) -> Iterator[Draft]:
    """What stands before the list; where that is only the heading, the heading itself."""
    stop = outline.lines.start(item.index)
    if section.start < stop and has_words(outline.text[section.start : stop]):
        yield replace(section, end=section.start + len(outline.text[section.start : stop].rstrip()))
    elif section.path:
        heading = section.line - 1
        yield draft(outline, section.kind, section.path, (heading, heading + 1), stop)


def _end_of_last(outline: Outline, bodies: list[tuple[_Item, int]], after: int) -> int:
    """The line where the last item ends: at a paragraph that is not indented, unless the other items have such."""
    *others, (last, _) = bodies
    if any(_outside(outline, item.index + 1, end) is not None for item, end in others):
        return after
    outside = _outside(outline, last.index + 1, after)
    return after if outside is None else outside


def _outside(outline: Outline, first: int, after: int) -> int | None:
    """The first line after a blank one that is not indented, in a range."""
    is_after_blank = False
    for index in range(first, after):
        line = outline.lines[index]
        if not line.strip():
            is_after_blank = True
        elif is_after_blank and not line[0].isspace():
            return index
    return None
