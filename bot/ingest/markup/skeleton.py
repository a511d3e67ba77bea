"""The part of a text that decides its block structure, so that a block parser reads it in linear time.

CommonMark's blocks are found by how lines begin. What this leaves out can change no block at the outermost level: the
middle of long lines, the inside of a run of plain paragraphs and items, indentation and nesting beyond any sensible
depth. Every line kept knows its place in the original, which alone gives offsets and words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from bot.ingest.markup.lines import Lines

MAX_DEPTH = 64
"""Quotes and lists inside one another; deeper ones are reported and their inside is not told apart."""
MAX_STRUCTURE_LINES = 100_000
"""Lines that the block parser sees of one document: some 30 times the longest report at hand, read in two seconds."""

_LONGEST_LINE = 400
_WIDEST_INDENT = 200
_NESTED_KEPT = 2
_SPECIAL = frozenset("#>-+*=_`~< \t")
_NUMBERED = re.compile(r"\d{1,9}[.)](?:[ \t]|\Z)")
_NEST_OPEN = r"(?:>|(?:[-+*]|\d{1,9}[.)])[ \t])[ \t]*+"
_NEST = re.compile(rf"[ \t]*+(?:{_NEST_OPEN}){{{_NESTED_KEPT + 1},}}")
_NEST_MARK = re.compile(_NEST_OPEN)
_HTML_ENDS = ("-->", "?>", "]]>", "</script>", "</pre>", "</style>", "</textarea>", ">")


@dataclass(slots=True)
class Skeleton:
    """Kept lines, and for each the index of the original line; `too_deep` and `cut` are indexes too, or None."""

    lines: list[str] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)
    too_deep: int | None = None
    cut: int | None = None

    def add(self, line: str, origin: int) -> None:
        """Keep a line."""
        self.lines.append(line)
        self.origins.append(origin)


def skeleton(lines: Lines, first: int, after: int) -> Skeleton:
    """The skeleton of the lines from index `first` up to, not with, `after`."""
    bones = Skeleton()
    index = first
    while index < after:
        if len(bones.lines) >= MAX_STRUCTURE_LINES:
            bones.cut = index
            break
        line = lines[index]
        if _kind(line):
            index = _keep_run(bones, lines, index, after)
            continue
        bones.add(_shortened(bones, line, index), index)
        index += 1
    return bones


def _kind(line: str) -> str:
    """`blank`, `words` that can neither open nor close any block but their paragraph, `item` for a bullet before such
    words, or empty for a line of which nothing is known.
    """
    if not line or line.isspace():
        # Form feeds and the like are no blanks to CommonMark.
        return "blank" if not line.strip(" \t") else ""
    if ">" in line:
        return ""
    if line[0] in "-*+" and line[1:2] == " " and line[2:3] not in _SPECIAL and line[2:3]:
        return "" if line[2].isdigit() and _NUMBERED.match(line, 2) else "item"
    is_special = line[0] in _SPECIAL or (line[0].isdigit() and _NUMBERED.match(line))
    return "" if is_special else "words"


@dataclass(slots=True)
class _Group:
    """Lines without a blank between them: the first, the last, and the last one with a bullet."""

    head: int
    tail: int
    opens_item: bool
    item: int | None

    def add_to(self, bones: Skeleton) -> None:
        """Keep the lines that tell whether the group ends in a paragraph or inside a list."""
        bones.add("- x" if self.opens_item else "x", self.head)
        if self.item is not None and self.item > self.head:
            bones.add("- x", self.item)
        if self.tail > max(self.head, self.item or 0):
            bones.add("x", self.tail)


def _keep_run(bones: Skeleton, lines: Lines, index: int, after: int) -> int:
    """Of a run of blanks, words and items keep the first group and the last, parted as they were.

    The last group alone decides what is open behind it, the first one whether it goes on with what stood before.
    Returns the index after the run.
    """
    groups: list[_Group] = []
    start = index
    is_open = False
    while index < after and (kind := _kind(lines[index])):
        if kind == "blank":
            is_open = False
        elif is_open:
            groups[-1].tail = index
            groups[-1].item = index if kind == "item" else groups[-1].item
        else:
            del groups[1:]
            groups.append(_Group(index, index, kind == "item", index if kind == "item" else None))
            is_open = True
        index += 1
    if not groups or groups[0].head > start:
        bones.add("", start)
    for number, group in enumerate(groups):
        if number:
            bones.add("", group.head - 1)
        group.add_to(bones)
    if groups and not is_open:
        bones.add("", index - 1)
    return index


def _shortened(bones: Skeleton, line: str, index: int) -> str:
    line = _flattened(bones, line, index)
    if len(line) > _LONGEST_LINE:
        rest = line[_LONGEST_LINE:]
        line = line[:_LONGEST_LINE] + "".join(end for end in _HTML_ENDS if end in rest)
    indent = len(line) - len(line.lstrip(" \t"))
    return " " * _WIDEST_INDENT + line[indent:] if indent > _WIDEST_INDENT else line


def _flattened(bones: Skeleton, line: str, index: int) -> str:
    """Keep the outermost few of the quotes and lists that open on one line."""
    nest = _NEST.match(line)
    if nest is None:
        return line
    words = line.lstrip(" \t")
    marks = [mark[0] for mark in islice(_NEST_MARK.finditer(words), MAX_DEPTH + 1)]
    is_rule = words[0] in "-*_" and not words.strip(words[0] + " \t")
    if len(marks) > MAX_DEPTH and not is_rule and bones.too_deep is None:
        bones.too_deep = index
    return line[: len(line) - len(words)] + "".join(marks[:_NESTED_KEPT]) + line[nest.end() :]
