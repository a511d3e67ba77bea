"""The sentences of a section as offsets into its text, without what is no prose: headings, tables, sources, pictures.

Nothing is rewritten: a span names the words as they stand, so that what is shown can be checked against the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.document import Span

SHORTEST, LONGEST = 15, 400
"""Characters of a sentence that can stand alone. Beyond, it is a caption or a run-on of a conversion."""

_LINE = re.compile(r"[^\n]+")
_NO_PROSE = re.compile(
    r"\s*(?:#{1,6}\s|[○●◎■□▶▷△]|!\[|\||<|\\?\*\s|\\\*|\[\d+\]|```|---|===|"
    r"[^\w\n]{0,24}(?:출처|참고|자료|Source|Sources|그림|표)\s*[:：\[<]"
    r"|KEY Contents\b|https?://|\d{1,3}\s*$)",
    re.IGNORECASE,
)
_SYMBOL = r"(?:^|(?<=\n))[nlu](?= [^\sa-z\d])"
"""A bullet of a symbol font, as text conversion gives it."""
_MARKER = re.compile(rf"\s*(?:>\s*)?(?:{_SYMBOL}\s|[-*+•·‣∙◦–]\s+(?:\\?\*\s+)?|\d{{1,3}}[.)]\s+|\(\d{{1,2}}\)\s+)?")
_QUOTE = re.compile(r"\s*>")
_ITEM = re.compile(rf"\s*(?:>\s*)?(?:{_SYMBOL}|[-*+•·‣∙◦–]|\d{{1,3}}[.)]|\(\d{{1,2}}\))\s")
_END = re.compile(r"(?<![ (.][A-Z])[.!?。][\"'”’)\]]*(?=\s)")


def sentences(text: str) -> Iterator[Span]:
    """Every sentence in order. An item of a list is one, or several; lines of one paragraph are read together."""
    for start, end in _blocks(text):
        at = start
        for stop in (*(found.end() for found in _END.finditer(text, start, end)), end):
            span = _trimmed(text, at, stop)
            if SHORTEST <= span.end - span.start <= LONGEST:
                yield span
            at = stop


def quoted(text: str, span: Span) -> bool:
    """Whether a sentence stands in a block quote: somebody else's words."""
    return _QUOTE.match(text, text.rfind("\n", 0, span.start) + 1) is not None


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Runs of lines that belong together, without their list markers."""
    begin = end = -1
    last = -1
    for line in _LINE.finditer(text):
        prose = not _NO_PROSE.match(line[0]) and "\t" not in line[0].strip() and line[0].strip()
        joins = begin >= 0 and last + 1 == line.start() and not _ITEM.match(line[0])
        if begin >= 0 and not (prose and joins):
            yield begin, end
            begin = -1
        if prose:
            if begin < 0:
                marker = _MARKER.match(line[0])
                begin = line.start() + (marker.end() if marker else 0)
            end = line.end()
        last = line.end()
    if begin >= 0:
        yield begin, end


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
