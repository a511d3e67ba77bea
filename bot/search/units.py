"""The units of a section that can answer: sentences, list items and table rows, and what kind of unit each is.

Markers of lists, headings, quotes and cell borders at its ends are not part of what is shown of a unit.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bot.domain.document import Span

_LEAD = re.compile(r"(?:[\s>|]|[-*+•◦▪▫■□◆◇▷▶►※·○●]+(?=\s)|\\\*|#{1,6}(?=\s)|\d{1,3}[.)](?=\s)|\*\*|__)*")
_TRAILING = " \t\r\n|\u00a0\u3000"
_ABBREVIATED = r"(?<!\b[A-Za-z]\.)(?<!\b(?:vs|cf|Mr|Dr|Co|Jr|St|No|al)\.)(?<!\b(?:etc|Inc|Ltd)\.)(?<!\b(?:e\.g|i\.e)\.)"
_BOUNDARY = re.compile(rf"[\n.!?。！？](?:(?<=\n)\n*|(?<!\n){_ABBREVIATED}[\"'”’)\]]*(?: +|(?<=[。！？])(?=[^\s])))")
_MARKUP = re.compile(r"\s*(?:!\[|<[/!a-zA-Z]|\|?\s*:?-{3,}|```|-{3,}\s*$)")
_HEADING = re.compile(r"\s*#{1,6}\s")
_SOURCE_LINE = re.compile(r"\s*(?:[-*•]\s+)?(?:출처|자료|원문|Sources?|References?)\s*[::]", re.IGNORECASE)
_HANGUL = re.compile(r"[가-힣]")
_LETTER = re.compile(r"[^\W_]")


class Unit(NamedTuple):
    """A unit from `start` to `end`, of which `span` is shown. `readable` means no markup and some letters; `cites`
    that it names a source instead of saying something: a source line, or a foreign title right below one.
    """

    start: int
    end: int
    span: Span
    readable: bool
    heading: bool
    cites: bool


@lru_cache(maxsize=512)
def units(text: str) -> tuple[Unit, ...]:
    """The units, which together are the whole text; of many queries the same sections are the best ones."""
    found: list[Unit] = []
    cites = False
    for start, end in pairwise(_bounds(text)):
        cites = _SOURCE_LINE.match(text, start) is not None or (cites and not _HANGUL.search(text, start, end))
        span = _trimmed(text, start, end)
        readable = not _MARKUP.match(text, start) and _LETTER.search(text, span.start, span.end) is not None
        found.append(Unit(start, end, span, readable, _HEADING.match(text, start) is not None, cites))
    return tuple(found)


def _bounds(text: str) -> list[int]:
    """Where units begin, and the text's end. A row of a table stays whole."""
    rows = "\t" in text or "|" in text
    found = (match.end() for match in _BOUNDARY.finditer(text) if not (rows and _in_row(text, match.start())))
    bounds = [0, *found]
    if bounds[-1] < len(text):
        bounds.append(len(text))
    return bounds


def _in_row(text: str, place: int) -> bool:
    if text[place] == "\n":
        return False
    start = text.rfind("\n", 0, place) + 1
    stop = text.find("\n", place)
    line = text[start : stop if stop >= 0 else len(text)].strip()
    return "\t" in line or line.startswith("|")


def _trimmed(text: str, start: int, end: int) -> Span:
    """A unit without the markers before it and the blanks and borders behind it."""
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    body = text[start:end].rstrip(_TRAILING)
    if body.endswith("**") and body.count("**") % 2:
        body = body[:-2].rstrip(_TRAILING)
    return Span(start, start + len(body))
