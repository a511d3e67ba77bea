"""The part of a text that decides its block structure, so that a block parser reads it in linear time.

CommonMark's blocks are found by how lines begin. What this leaves out can change no block at the outermost level: the
middle of long lines, the inside of a run of plain paragraphs, indentation and nesting beyond any sensible depth.
Every line kept knows its place in the original, which alone gives offsets and words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.ingest.lines import Lines

MAX_DEPTH = 64
"""Quotes and lists inside one another; deeper ones are reported and their inside is not told apart."""
MAX_STRUCTURE_LINES = 100_000
"""Lines that the block parser sees of one document: some 30 times the longest report at hand, read in two seconds."""

_LONGEST_LINE = 400
_WIDEST_INDENT = 200
_NESTED_KEPT = 2
_SPECIAL = frozenset("#>-+*=_`~< \t")
_NUMBERED = re.compile(r"\d{1,9}[.)](?:[ \t]|\Z)")
_INDENT = re.compile(r"[ \t]*")
_NEST = re.compile(rf"[ \t]*(?:(?:>[ \t]?|(?:[-+*]|\d{{1,9}}[.)])[ \t]+)[ \t]*){{{_NESTED_KEPT + 1},}}")
_NEST_MARK = re.compile(r"(?:>[ \t]?|(?:[-+*]|\d{1,9}[.)])[ \t]+)[ \t]*")
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
        if _is_inert(line):
            index = _keep_run(bones, lines, index, after)
            continue
        bones.add(_shortened(bones, line, index), index)
        index += 1
    return bones


def _is_inert(line: str) -> bool:
    """Whether a line is blank, or words that can neither open nor close any block but their paragraph."""
    if not line or line.isspace():
        # Form feeds and the like are no blanks to CommonMark.
        return not line.strip(" \t")
    first = line[0]
    return first not in _SPECIAL and ">" not in line and not (first.isdigit() and _NUMBERED.match(line))


def _keep_run(bones: Skeleton, lines: Lines, index: int, after: int) -> int:
    """Of a run of inert lines keep its first and its last paragraph, parted as they were; returns the index after."""
    paragraphs: list[tuple[int, int]] = []
    start = index
    begun: int | None = None
    while index < after and _is_inert(line := lines[index]):
        if not line.strip(" \t"):
            if begun is not None:
                _note(paragraphs, begun, index - 1)
            begun = None
        elif begun is None:
            begun = index
        index += 1
    if begun is not None:
        _note(paragraphs, begun, index - 1)
    if not paragraphs or paragraphs[0][0] > start:
        bones.add("", start)
    for number, (head, tail) in enumerate(paragraphs):
        if number:
            bones.add("", head - 1)
        bones.add("x", head)
        if tail > head:
            bones.add("x", tail)
    if paragraphs and begun is None:
        bones.add("", index - 1)
    return index


def _note(paragraphs: list[tuple[int, int]], head: int, tail: int) -> None:
    del paragraphs[1:]
    paragraphs.append((head, tail))


def _shortened(bones: Skeleton, line: str, index: int) -> str:
    if len(line) > _LONGEST_LINE:
        rest = line[_LONGEST_LINE:]
        line = line[:_LONGEST_LINE] + "".join(end for end in _HTML_ENDS if end in rest)
    blank = _INDENT.match(line)
    assert blank is not None
    if blank.end() > _WIDEST_INDENT:
        line = " " * _WIDEST_INDENT + line[blank.end() :]
    return _flattened(bones, line, index)


def _flattened(bones: Skeleton, line: str, index: int) -> str:
    """Keep the outermost few of the quotes and lists that open on one line."""
    nest = _NEST.match(line)
    if nest is None:
        return line
    marks = _NEST_MARK.findall(line[: nest.end()].lstrip(" \t"))
    is_rule = len(set(line) - set(" \t")) == 1 and line.strip()[0] in "-*_"
    if len(marks) > MAX_DEPTH and not is_rule and bones.too_deep is None:
        bones.too_deep = index
    blank = _INDENT.match(line)
    assert blank is not None
    return blank[0] + "".join(marks[:_NESTED_KEPT]) + line[nest.end() :]
