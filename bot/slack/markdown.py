"""Documents' Markdown as lines of styled runs that know where in the text they came from.

Made for showing what is there, not for judging it: whatever is no mark-up of a known form stays as the text that it is,
so that no word can be lost. Every pattern takes time linear in the text. Emphasis closes before Korean particles too
(`**노벨상**은`), where CommonMark would print the asterisks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, IntFlag, auto
from html import unescape
from itertools import pairwise

from bot.domain.document import Span


class Style(IntFlag):
    """How a run looks."""

    PLAIN = 0
    BOLD = 1
    ITALIC = 2
    STRIKE = 4
    CODE = 8


class Kind(Enum):
    """What a line is. TABLE stands for the table of that number, whose text is not among the lines."""

    TEXT = auto()
    HEADING = auto()
    BULLET = auto()
    ORDERED = auto()
    QUOTE = auto()
    CODE = auto()
    BLANK = auto()
    RULE = auto()
    TABLE = auto()


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look; `text` stands for the source between `start` and `end`, usually letter by letter."""

    text: str
    start: int
    end: int
    style: Style = Style.PLAIN
    url: str = ""

    @property
    def verbatim(self) -> bool:
        """Whether the run is as long as its source, so that it can be cut at an offset of the source."""
        return len(self.text) == self.end - self.start


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `indent` counts list levels, `number` is an ordered item's number or a table's index."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    indent: int = 0
    number: int = 0

    @property
    def text(self) -> str:
        """The words without their looks."""
        return "".join(run.text for run in self.runs)


_HTML = (
    "a|abbr|article|b|blockquote|br|center|code|col|colgroup|details|div|em|figcaption|figure|font|h[1-6]|hr|i|img|kbd"
    "|li|mark|ol|p|pre|s|section|small|span|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|u|ul|del|ins"
)
_TOKEN = re.compile(
    rf"""
      (?P<escape>\\[!-/:-@\[-`{{-~])
    | (?P<code>(?P<ticks>`{{1,3}})(?P<coded>[^`\n]+)(?P=ticks))
    | !\[(?P<alt>[^\[\]\n]*)\]\((?P<src>[^()\s]*)(?:\s+"[^"\n]*")?\)
    | \[(?P<label>[^\[\]\n]+)\]\((?P<href>[^()\s]*(?:\([^()\s]*\)[^()\s]*)?)(?:\s+"[^"\n]*")?\)
    | <(?P<auto>https?://[^<>\s]+)>
    | (?P<bare>https?://[A-Za-z0-9\-._~:/?\#@!$&+,;=%]+)
    | (?P<html></?(?:{_HTML})(?=[\s/>])[^<>\n]*>)
    | (?P<entity>&(?:[A-Za-z]{{2,12}}|\#\d{{1,6}}|\#x[0-9a-fA-F]{{1,6}});)
    | (?P<mark>\*{{1,3}}|_{{1,3}}|~~)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HREF = re.compile(r"""(?:href|src)\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_ITEM = re.compile(r"([ \t]*)(?:([-*+•]|(?<![ \t])[nlu](?= [^\sa-z\d]))|(\d{1,6})[.)])[ \t]+(?=\S)")
"""A letter alone before a capital or Hangul is the bullet of a symbol font, as text conversion gives it."""
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]+(?=\S)")
_RULE = re.compile(r"[ \t]{0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_ROW = re.compile(r"[ \t]*\|[^\n]*\|[ \t]*")
_QUOTE = re.compile(r"[ \t]{0,3}>[ \t]?")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)[^`]*$")
_FENCE_END = re.compile(r"[ \t]*(?:`{3,}|~{3,})[ \t\r]*$")
_STYLES = {
    "***": Style.BOLD | Style.ITALIC,
    "___": Style.BOLD | Style.ITALIC,
    "**": Style.BOLD,
    "__": Style.BOLD,
    "*": Style.ITALIC,
    "_": Style.ITALIC,
    "~~": Style.STRIKE,
}
_LATIN = re.compile(r"[A-Za-z0-9_]")
_BREAKS = ("br", "/p", "/div", "/li", "/tr", "/td", "/th", "hr")


def _opens(text: str, match: re.Match[str]) -> bool:
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if not after or after.isspace():
        return False
    return not (match[0][0] == "_" and before.isalnum()) and not (before.isdigit() and after.isdigit())


def _closes(text: str, match: re.Match[str]) -> bool:
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if not before or before.isspace():
        return False
    return not (match[0][0] == "_" and _LATIN.match(after))


def _pairs(text: str, tokens: Sequence[re.Match[str]]) -> set[int]:
    """Where the marks stand that open or close emphasis; all others are letters like any."""
    waiting: dict[str, re.Match[str]] = {}
    paired: set[int] = set()
    for match in tokens:
        mark = match["mark"]
        if not mark:
            continue
        opener = waiting.get(mark)
        if opener is not None and opener.end() < match.start() and _closes(text, match):
            paired |= {opener.start(), match.start()}
            del waiting[mark]
        elif _opens(text, match):
            waiting[mark] = match
    return paired


def inline(text: str, *, base: int = 0, style: Style = Style.PLAIN, url: str = "") -> Iterator[Run]:
    """The runs of one line; `base` is the line's offset in its source."""
    tokens = list(_TOKEN.finditer(text))
    paired = _pairs(text, tokens)
    place = 0
    for match in tokens:
        if match["mark"] and match.start() not in paired:
            continue
        if match.start() > place:
            yield Run(text[place : match.start()], base + place, base + match.start(), style, url)
        place = match.end()
        if match["mark"]:
            style ^= _STYLES[match["mark"]]
        elif match["html"] is not None:
            url = _link_of_tag(match["html"], url)
            yield from _tag(match, base, style)
        else:
            yield from _leaf(match, base, style, url)
    if place < len(text):
        yield Run(text[place:], base + place, base + len(text), style, url)


def _leaf(match: re.Match[str], base: int, style: Style, url: str) -> Iterator[Run]:
    start, end = base + match.start(), base + match.end()
    if match["escape"]:
        yield Run(match["escape"][1], start + 1, end, style, url)
    elif match["code"]:
        yield Run(match["coded"], base + match.start("coded"), base + match.end("coded"), style | Style.CODE, url)
    elif match["label"] is not None:
        yield from inline(match["label"], base=base + match.start("label"), style=style, url=match["href"])
    elif match["alt"] is not None:
        yield Run(match["alt"] or match["src"].rpartition("/")[2] or "…", start, end, style, match["src"])
    elif match["auto"]:
        yield Run(match["auto"], start + 1, end - 1, style, match["auto"])
    elif match["bare"]:
        address = match["bare"].rstrip(".,;:!?")
        yield Run(address, start, start + len(address), style, address)
        if len(address) < len(match["bare"]):
            yield Run(match["bare"][len(address) :], start + len(address), end, style, url)
    else:
        yield Run(unescape(match["entity"]), start, end, style, url)


def _link_of_tag(tag: str, url: str) -> str:
    name = re.match(r"</?(\w+)", tag)
    if name is None or name[1].lower() != "a":
        return url
    address = _HREF.search(tag)
    return unescape(address[1]) if address and not tag.startswith("</") else ""


def _tag(match: re.Match[str], base: int, style: Style) -> Iterator[Run]:
    tag = match["html"].lower()
    name = tag.strip("<>").split()[0].rstrip("/") or "/"
    if name == "img":
        source = _HREF.search(match["html"])
        alt = re.search(r"""\balt\s*=\s*(["'])([^"']*)\1""", match["html"], re.IGNORECASE)
        label = (alt[2] if alt else "") or (source[1].rpartition("/")[2] if source else "") or "…"
        yield Run(label, base + match.start(), base + match.end(), style, source[1] if source else "")
    elif name in _BREAKS:
        yield Run("\n" if name[1:] not in {"td", "th"} else "  ", base + match.start(), base + match.end(), style)


def _indent(white: str) -> int:
    return len(white.replace("\t", "  ")) // 2


def _line(text: str, base: int) -> Line:
    if not text.strip():
        return Line(Kind.BLANK)
    if _RULE.match(text):
        return Line(Kind.RULE)
    if match := _HEADING.match(text):
        body = text[match.end() :].rstrip()
        body = re.sub(r"[ \t]+#{1,12}$", "", body)
        return Line(Kind.HEADING, tuple(inline(body, base=base + match.end(), style=Style.BOLD)))
    if match := _ITEM.match(text):
        kind = Kind.BULLET if match[2] else Kind.ORDERED
        runs = tuple(inline(text[match.end() :], base=base + match.end()))
        return Line(kind, runs, _indent(match[1]), int(match[3] or 0))
    if match := _QUOTE.match(text):
        return Line(Kind.QUOTE, tuple(inline(text[match.end() :], base=base + match.end())))
    white = len(text) - len(text.lstrip())
    if _ROW.fullmatch(text):
        runs = tuple(_cells(text, base))
    else:
        runs = tuple(inline(text[white:].rstrip(), base=base + white))
    return Line(Kind.TEXT, runs)


def _cells(text: str, base: int) -> Iterator[Run]:
    """The cells of a row that stands outside of any table, as a list of events is cut into its rows."""
    place = text.index("|") + 1
    told = False
    for cell in text[place:].split("|"):
        if cell.strip():
            if told:
                yield Run(" · ", base + place - 1, base + place)
            start = place + len(cell) - len(cell.lstrip())
            yield from inline(cell.strip(), base=base + start)
            told = True
        place += len(cell) + 1


def _lines_between(text: str, start: int, end: int) -> Iterator[Line]:
    fenced = False
    place = start
    for raw in text[start:end].split("\n"):
        if (_FENCE_END if fenced else _FENCE).match(raw):
            fenced = not fenced
            label = raw.strip().strip("`~").strip()
            if label:
                yield Line(Kind.CODE, (Run(label, place, place + len(raw), Style.CODE),))
        elif fenced:
            yield Line(Kind.CODE, (Run(raw, place, place + len(raw), Style.CODE),))
        else:
            yield _line(raw.rstrip("\r"), place)
        place += len(raw) + 1


def lines(text: str, *, window: Span | None = None, tables: Sequence[Span] = ()) -> list[Line]:
    """The lines of a text, or of a window of it that begins and ends with lines; offsets are the whole text's.

    Where a span of `tables` stands, one TABLE line with its index stands instead.
    """
    start, end = window or Span(0, len(text))
    found: list[Line] = []
    place = start
    for index, span in sorted(enumerate(tables), key=lambda pair: pair[1]):
        if span.end <= place or span.start >= end:
            continue
        if span.start > place:
            found += _lines_between(text, place, span.start)
        found.append(Line(Kind.TABLE, number=index))
        place = span.end
    if place < end:
        found += _lines_between(text, place, end)
    return _trimmed(found)


def _trimmed(found: list[Line]) -> list[Line]:
    """Without blank lines at the ends and without one blank line after another."""
    kept: list[Line] = []
    for line in found:
        empty = line.kind is Kind.BLANK or (line.kind not in {Kind.RULE, Kind.TABLE, Kind.CODE} and not line.runs)
        if not empty:
            kept.append(line)
        elif kept and kept[-1].kind is not Kind.BLANK:
            kept.append(Line(Kind.BLANK))
    while kept and kept[-1].kind is Kind.BLANK:
        kept.pop()
    return kept


def cut(line: Line, window: Span) -> Line:
    """What of a line lies within a window of the source."""
    runs: list[Run] = []
    for run in line.runs:
        start, end = max(run.start, window.start), min(run.end, window.end)
        if start >= end:
            continue
        if run.verbatim:
            runs.append(replace(run, text=run.text[start - run.start : end - run.start], start=start, end=end))
        else:
            runs.append(run)
    return replace(line, runs=tuple(runs))


def styled(line: Line, span: Span, style: Style) -> Line:
    """The line with a style laid over what stands within a span of the source."""
    runs: list[Run] = []
    for run in line.runs:
        if run.end <= span.start or run.start >= span.end:
            runs.append(run)
        elif not run.verbatim:
            runs.append(replace(run, style=run.style | style))
        else:
            edges = sorted({run.start, max(run.start, span.start), min(run.end, span.end), run.end})
            for start, end in pairwise(edges):
                inside = span.start <= start < span.end
                piece = run.text[start - run.start : end - run.start]
                runs.append(Run(piece, start, end, run.style | style if inside else run.style, run.url))
    return replace(line, runs=tuple(runs))
