"""The shape of posts whose matter is a numbered list: each item a short title with its text on the lines below.

Everything outside the list is read as in any post. A list of bare one-line items, or of sentences, is no such list; a
long glossary is, whose items begin with their term in bold.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from bot.domain.document import SectionKind
from bot.ingest.draft import Draft, Manuscript, Reading, draft, untitled
from bot.ingest.markup.inline import has_words, plain
from bot.ingest.markup.markdown import Outline
from bot.ingest.shapes import headings
from bot.ingest.shapes.plain import ENOUGH_CHARS

FEWEST_ITEMS = 2
FEWEST_ENTRIES = 5
"""Of a glossary, which must also be longer than what one reads at a glance: the steps of a recipe stay together."""
MAX_TITLE_CHARS = 50

_LETTERS = "가나다라마바사아자차카타파하"
_BOXES = "□■"
_COUNT = rf"(?P<number>\d{{1,3}})[.)]|(?P<letter>[{_LETTERS}])[.)]|(?P<circled>[①-⑳])"
_ITEM = re.compile(
    rf"(?P<indent>[ \t]{{0,12}})(?:(?:\*\*|__)?(?:{_COUNT})[ \t]+|(?P<box>[{_BOXES}])[ \t]*)(?P<title>\S.*)"
)
_ENTRY = re.compile(r"(?:\*\*|__)(?P<term>[^*_\n]{1,50})(?:\*\*|__)[ \t]*[:：\-–—]?[ \t]*[^\s:：\-–—]")
_SENTENCE = re.compile(
    r"(?:[.!。;,]|니다|[한된이있없했였]다|[세어아해]요)[\"'”’)*_]*\Z"
    r"|(?:[을를는]|하고|하며|하여|해서|에서|으로|부터|까지|\b(?:the|an?|of|to|and|or|in|on|with|for|by))\Z"
)
"""How sentences end, and how a line of prose ends that was wrapped: no title ends so."""


class _Mark(Enum):
    """How a list counts."""

    NUMBER = "number"
    LETTER = "letter"
    CIRCLED = "circled"
    BOX = "box"
    ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class _Item:
    """A line that may open an item. Boxes count nothing, their `number` is 0; one that is no title has none."""

    index: int
    mark: _Mark
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
    """Every line that could open an item: a mark and a short title that is no sentence, or a term in bold."""
    for index in range(outline.first, outline.after):
        match = _ITEM.match(line := outline.lines[index])
        if match and not outline.is_hidden(index) and (item := _candidate(index, line, match)) is not None:
            yield item


def _candidate(index: int, line: str, match: re.Match[str]) -> _Item | None:
    indent = len(match["indent"].expandtabs(4))
    if match["number"] and (entry := _ENTRY.match(match["title"])):
        return _Item(index, _Mark.ENTRY, int(match["number"]), indent, plain(entry["term"]))
    title = plain(match["title"].rstrip("*_")).removesuffix(":").rstrip() if len(line) <= MAX_TITLE_CHARS * 3 else ""
    is_title = title and len(title) <= MAX_TITLE_CHARS and not _SENTENCE.search(title)
    if match["box"]:
        return _Item(index, _Mark.BOX, 0, indent, title if is_title else "")
    if not is_title:
        return None
    if match["number"]:
        return _Item(index, _Mark.NUMBER, int(match["number"]), indent, title)
    if match["letter"]:
        return _Item(index, _Mark.LETTER, _LETTERS.index(match["letter"]) + 1, indent, title)
    return _Item(index, _Mark.CIRCLED, ord(match["circled"]) - ord("①") + 1, indent, title)


def _parted(outline: Outline, section: Draft, found: list[_Item], places: list[int]) -> Iterator[Draft]:
    """A section as its lead, its items and what follows them; unchanged where it holds no such list."""
    first, after = outline.lines.index(section.start), outline.lines.index(section.end) + 1
    inside = found[bisect_left(places, first) : bisect_left(places, after)]
    for mark in dict.fromkeys(item.mark for item in inside):
        items = _run([item for item in inside if item.mark is mark])
        bodies = list(zip(items, [item.index for item in items[1:]] + [after], strict=False))
        if mark is _Mark.ENTRY:
            is_list = _is_glossary(outline, items, after)
        else:
            is_list = len(items) >= FEWEST_ITEMS and all(i.title and _has_body(outline, i, end) for i, end in bodies)
        if is_list:
            yield from _cut(outline, section, bodies, after)
            return
    yield section


def _cut(outline: Outline, section: Draft, bodies: list[tuple[_Item, int]], after: int) -> Iterator[Draft]:
    last = bodies[-1][0]
    if last.mark is not _Mark.ENTRY:
        bodies[-1] = last, _end_of_last(outline, bodies, after)
    yield from _lead(outline, section, bodies[0][0])
    for item, end in bodies:
        stop = min(outline.lines.start(end), section.end)
        heading = (item.index, item.index if item.mark is _Mark.ENTRY else item.index + 1)
        yield draft(outline, SectionKind.ITEM, (*section.path, item.title), heading, stop)
    yield from untitled(outline, section.path, bodies[-1][1], after)


def _run(items: list[_Item]) -> list[_Item]:
    """The items that count up from the first number 1, at its indentation; sub-lists are passed over."""
    run: list[_Item] = []
    for item in items:
        counts = item.mark is _Mark.BOX or item.number == len(run) + 1
        if counts and (not run or abs(item.indent - run[0].indent) <= 1):
            run.append(item)
    return run


def _is_glossary(outline: Outline, items: list[_Item], after: int) -> bool:
    if len(items) < FEWEST_ENTRIES:
        return False
    return outline.lines.start(after) - outline.lines.start(items[0].index) > ENOUGH_CHARS


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
