"""Lines that stand in for headings where the editor typed none: bold lines, lines numbered in parts (`1-2.`), lines
behind a picture or an arrow, names in brackets.

One line proves nothing. A style counts where three different lines of it stand alone, each above a text of its own;
what comes again word for word is a label. In a text with real headings only bold and numbered lines count, a level
below the heading above them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.ingest.bylines import read_line
from bot.ingest.markup.inline import plain
from bot.ingest.markup.markdown import Heading, Outline
from bot.ingest.shapes.keypoints import find_marks, is_label, is_mark, next_words

MAX_CHARS = 100
_FEWEST = {"alone": 2, "bold": 3, "parts": 3, "sign": 3, "name": 2}
"""Lines of each style. Names in brackets or behind Roman numerals are categories: two part a text."""
_BASE = 2
_DEEPEST = 6

_LINE = re.compile(
    r" {0,3}(?:(?P<bold>(?:[^\w\s!-~]{1,3}[ \t])?(?P<mark>\*\*|__)(?P<words>[^*_\n]{2,})(?P=mark)[ \t]*\Z)"
    r"|(?P<parts>\d{1,2}[-.–]\d{1,2}[.)]?[ \t]+\S)"
    r"|(?P<count>\d{1,2}[.)][ \t]+\S)"
    r"|(?P<name>(?:[IVX]{1,4}|[Ⅰ-Ⅻ])[ \t]?[.)][ \t]+\S|[\[【<〈][^\[\]【】<>〈〉()\d]{2,20}[\]】>〉][ \t]*\Z)"
    r"|(?P<sign>[^\w\s!-~○●□■\u2500-\u257f])\ufe0f?[ \t]+\S)"
)
"""Boxes and circles are left to lists and points, strokes draw tables."""
_ARROWS = frozenset("▶▷►◆◇★☆")
_NO_LINE = re.compile(r"[ \t]*(?:[-*+•○●■□※>|<(]|\d{1,3}[.)][ \t])|.*[\t|:：]|.*[!?다요]\Z")
_PARTS = re.compile(r"\d{1,2}[-.–]\d{1,2}[.)]?[ \t]")
_COUNT = re.compile(r"\d{1,2}[.)][ \t]")
_NO_TITLE = re.compile(r"(?:[.。,;:：|]|니다|[세어아해]요)[\"'”’)]*\Z")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that may stand in for a heading; `below` is the next line with words."""

    index: int
    below: int
    style: str
    title: str


def with_stand_ins(outline: Outline) -> Outline:
    """The outline with the lines that stand in for headings among its own."""
    found = _counting(outline, list(_candidates(outline)))
    if not found:
        return outline
    places = {line.index for line in found}
    has_groups = not outline.headings and any(line.below in places for line in found)
    starts = [heading.first for heading in outline.headings]
    stand_ins: list[Heading] = []
    for line in found:
        above = bisect_right(starts, line.index)
        base = outline.headings[above - 1].level + 1 if above else _BASE
        level = base + (has_groups and line.below not in places)
        stand_ins.append(Heading(min(level, _DEEPEST), line.title, line.index, line.index + 1))
    return replace(outline, headings=tuple(sorted([*outline.headings, *stand_ins], key=lambda one: one.first)))


def _counting(outline: Outline, lines: list[_Line]) -> list[_Line]:
    """The lines whose style is one of headings here. A single number is one only above key points, or above lines of
    another style: lists are numbered too.
    """
    titles = Counter(line.title for line in lines)
    at = {line.index: line for line in lines}
    free = [line for line in lines if titles[line.title] == 1 and not _is_same(line, at.get(line.below))]
    styles = Counter(line.style for line in free)
    heads = {line.index for line in free if line.style != "count" and styles[line.style] >= _FEWEST[line.style]}
    run = _run(free)
    if any(is_mark(outline.lines[line.below]) for line in run):
        heads.update(line.index for line in run)
    else:
        heads.update([line.index for line in free if line.style == "count" and line.below in heads])
    return [line for line in free if line.index in heads]


def _run(lines: list[_Line]) -> list[_Line]:
    """The lines that count up from 1."""
    run: list[_Line] = []
    for line in lines:
        if line.style == "count" and int(line.title.split(".")[0].split(")")[0]) == len(run) + 1:
            run.append(line)
    return run


def _is_same(line: _Line, below: _Line | None) -> bool:
    """Whether another line of a list follows instead of a text."""
    return below is not None and below.style == line.style and below.index == line.index + 1


def _candidates(outline: Outline) -> Iterator[_Line]:
    """Every line that stands behind a blank one or a heading, is short and no sentence, and has something below."""
    heads = {heading.after for heading in outline.headings}
    lines, opening = outline.lines, next_words(outline, outline.first)
    is_brief = not outline.headings and len(find_marks(outline, outline.first)) > 1
    for index in range(opening + 1, outline.after):
        if len(lines[index]) > MAX_CHARS * 2 or not (match := _LINE.match(lines[index])):
            if is_brief and (line := _alone(outline, index)) is not None:
                yield line
            continue
        above = lines[index - 1]
        is_free = not above.strip() or index in heads or _LINE.match(above[: MAX_CHARS * 2]) is not None
        line = _candidate(outline, index, match) if is_free and not outline.is_hidden(index) else None
        if line is not None and (not outline.headings or line.style in {"bold", "parts"}):
            yield line


def _alone(outline: Outline, index: int) -> _Line | None:
    """A line of a brief without any headings that stands between blank lines, or right above key points."""
    line, below = outline.lines[index], next_words(outline, index + 1)
    if outline.lines[index - 1].strip() or below >= outline.after or outline.is_hidden(index):
        return None
    is_free = below > index + 1 or is_mark(outline.lines[below])
    words = plain(line)
    is_title = 2 <= len(words) <= MAX_CHARS and not (_NO_TITLE.search(words) or _NO_LINE.match(line) or is_label(words))
    return _Line(index, below, "alone", words) if is_free and is_title and read_line(line) is None else None


def _candidate(outline: Outline, index: int, match: re.Match[str]) -> _Line | None:
    style = next(name for name in ("bold", "parts", "count", "name", "sign") if match[name])
    words = plain(match["words"] if style == "bold" else outline.lines[index])
    if style == "sign" and not (match["sign"] in _ARROWS or unicodedata.category(match["sign"]) == "So"):
        return None
    if style == "bold":
        style = "parts" if _PARTS.match(words) else "count" if _COUNT.match(words) else "bold"
    if style == "name":
        words = words.strip("[]【】<>〈〉 ")
    below = next_words(outline, index + 1)
    is_title = 2 <= len(words) <= MAX_CHARS and not _NO_TITLE.search(words) and not is_mark(words)
    return _Line(index, below, style, words) if is_title and below < outline.after else None
