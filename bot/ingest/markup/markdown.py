"""The block structure of a Markdown text with exact places: headings of the outermost level, and what hides text.

markdown-it-py decides what is a heading, a list, a quote, code or HTML. Only its block rules run: inline syntax is of
no concern to structure, and `inline.plain` reads it where words are shown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bot.domain.document import Problem, Severity
from bot.domain.troubles import trouble
from bot.ingest.markup.inline import plain
from bot.ingest.markup.lines import Lines
from bot.ingest.markup.skeleton import MAX_DEPTH, MAX_STRUCTURE_LINES, Skeleton, skeleton

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_HEADING_CHARS = 300
"""A heading is shown on every answer; what is longer is a paragraph that lost its blank line."""

_ATX = re.compile(r" {0,3}#{1,6}(?:[ \t]+|\Z)")
_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*[#.][^{}]*\}[ \t]*\Z")
"""Names and classes that Jekyll reads behind a heading, as `{#name}`."""
_SENTENCE = re.compile(r"[^\W\d][.。][\"'”’)]*\Z")
"""A rule right below a paragraph underlines it as a heading, which no sentence is."""
_CONTAINERS = frozenset({"blockquote", "bullet_list", "ordered_list"})


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level from 1 to 6, its plain words, and the indexes of its first line and the one after it."""

    level: int
    title: str
    first: int
    after: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's body from line index `first` up to, not with, `after`, with the headings that part it.

    `hidden` are line ranges of code and comments: words there are neither headings nor items nor sources.
    """

    lines: Lines
    first: int
    after: int
    headings: tuple[Heading, ...]
    hidden: tuple[tuple[int, int], ...] = ()

    @property
    def text(self) -> str:
        """The whole document, front matter included."""
        return self.lines.text

    def is_hidden(self, index: int) -> bool:
        """Whether the line of an index lies in code or in a comment."""
        at = bisect_right(self.hidden, (index, len(self.lines))) - 1
        return at >= 0 and self.hidden[at][0] <= index < self.hidden[at][1]


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # The skeleton bounds the depth; markdown-it's own bound would let an item swallow the rest of the document.
    # Link references are inline matters, and tables are found by `tables`.
    return MarkdownIt("commonmark", {"maxNesting": 10_000}).disable(["reference"])


def read_outline(lines: Lines, first: int, *, path: str) -> tuple[Outline, tuple[Problem, ...]]:
    """The outline of the lines from index `first` on; hostile nesting and endless structure are problems."""
    bones = skeleton(lines, first, len(lines))
    tokens: list[Token] = []
    parser = _parser()
    parser.block.parse("\n".join(bones.lines) + "\n", parser, {}, tokens)
    after = len(lines) if bones.cut is None else bones.cut
    ranges = _Ranges(bones, after)
    headings = tuple(_headings(tokens, ranges, lines))
    hidden = tuple(_hidden(tokens, ranges))
    problems = (*_problems(bones, tokens, ranges, path), *_unclosed(tokens, ranges, lines, path))
    return Outline(lines, first, after, headings, hidden), problems


@dataclass(frozen=True, slots=True)
class _Ranges:
    """From a token's lines in the skeleton to line indexes of the original."""

    bones: Skeleton
    after: int

    def of(self, token: Token) -> tuple[int, int]:
        first, after = token.map or (0, 0)
        origins = self.bones.origins
        return origins[first], origins[after - 1] + 1 if after <= len(origins) else self.after


def _headings(tokens: list[Token], ranges: _Ranges, lines: Lines) -> Iterator[Heading]:
    for token in tokens:
        if token.type != "heading_open" or token.level:
            continue
        first, after = ranges.of(token)
        title = plain(_heading_source(token, first, after, lines))
        if title and not (token.markup == "-" and _SENTENCE.search(title)):
            yield Heading(int(token.tag[1:]), title[:MAX_HEADING_CHARS].rstrip(), first, after)


def _heading_source(token: Token, first: int, after: int, lines: Lines) -> str:
    """The heading's words as written; of a heading of absurd length what is enough for its title."""
    enough = MAX_HEADING_CHARS * 4
    if not token.markup.startswith("#"):
        kept = range(first, min(after - 1, first + 50))
        return "\n".join(lines[index][:enough] for index in kept)[:enough]
    line = _ATTRIBUTES.sub("", lines[first][:enough]).rstrip(" \t")
    opening = _ATX.match(line)
    words = line[opening.end() :] if opening else line
    bare = words.rstrip("#")
    return bare if not bare or bare[-1] in " \t" else words


def _hidden(tokens: list[Token], ranges: _Ranges) -> Iterator[tuple[int, int]]:
    for token in tokens:
        if token.level == 0 and (token.type == "fence" or _is_comment(token)):
            yield ranges.of(token)


def _problems(bones: Skeleton, tokens: list[Token], ranges: _Ranges, path: str) -> Iterator[Problem]:
    too_deep = bones.too_deep if bones.too_deep is not None else _first_too_deep(tokens, ranges)
    if too_deep is not None:
        yield Problem(path, too_deep + 1, trouble("document.nesting", limit=MAX_DEPTH))
    if bones.cut is not None:
        yield Problem(path, bones.cut + 1, trouble("document.structure", limit=f"{MAX_STRUCTURE_LINES:,}"))


def _unclosed(tokens: list[Token], ranges: _Ranges, lines: Lines, path: str) -> Iterator[Problem]:
    """A warning where code or a comment has no end: it runs on to the end of the document, headings and all."""
    last = next((token for token in reversed(tokens) if token.level == 0), None)
    if last is None or not (last.type == "fence" or _is_comment(last)):
        return
    first, after = ranges.of(last)
    while after > first + 1 and not lines[after - 1].strip():
        after -= 1
    end = lines[after - 1].strip()
    if last.type == "fence" and (after == first + 1 or not end.startswith(last.markup) or end.strip(last.markup[0])):
        yield Problem(path, first + 1, trouble("code.open", mark=last.markup), Severity.WARNING)
    elif last.type != "fence" and "-->" not in end:
        yield Problem(path, first + 1, trouble("comment.open"), Severity.WARNING)


def _is_comment(token: Token) -> bool:
    return token.type == "html_block" and token.content.lstrip().startswith("<!--")


def _first_too_deep(tokens: list[Token], ranges: _Ranges) -> int | None:
    depth = 0
    for token in tokens:
        if token.nesting and token.type.rpartition("_")[0] in _CONTAINERS:
            depth += token.nesting
            if depth > MAX_DEPTH and token.map:
                return ranges.of(token)[0]
    return None
