"""The units of a section that can answer: sentences, list items and table rows, and what kind of unit each is.

Markers of lists, headings, quotes, cell borders and tags at its ends are not part of what is shown of a unit. A tag
that parts text (`<li>`, `<br>`) ends a unit, even within a table's row.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from bot.domain.document import Span
from bot.search.spelling.hangul import is_syllable

_TAG = r"</?(?:li|br|p|div|span|tr|td|th|h[1-6]|ul|ol|table)\b[^<>\n]*>"
_ONE_TAG = re.compile(_TAG, re.IGNORECASE)
_PDF_BULLET = r"(?<![^\n])[nlu](?= [^\sa-z\d])"
"""A square, a disc, a diamond of the font of bullets, as text conversion gives them."""

_LEAD = re.compile(
    rf"(?:[\s>|]|{_TAG}|[-*+•◦▪▫■□◆◇▷▶►※·○●]+(?=\s)|\\\*|#{{1,6}}(?=\s)|\d{{1,3}}[.)](?=\s)|\*\*|__|{_PDF_BULLET})*"
)
_PARTING = re.compile(r"<(?:li|br|p|div|tr|td|th|h[1-6]|ul|ol|table)\b", re.IGNORECASE)
_TRAILING = " \t\r\n|\u00a0\u3000"
_ABBREVIATED = r"(?<!\b[A-Za-z]\.)(?<!\b(?:vs|cf|Mr|Dr|Co|Jr|St|No|al)\.)(?<!\b(?:etc|Inc|Ltd)\.)(?<!\b(?:e\.g|i\.e)\.)"
_BOUNDARY = re.compile(rf"[\n.!?。！？](?:(?<=\n)\n*|(?<!\n){_ABBREVIATED}[\"'”’)\]]*(?: +|(?<=[。！？])(?=[^\s])))")
_MARKUP = re.compile(r"\s*(?:!\[|<[/!a-zA-Z]|\|?\s*:?-{3,}|```|-{3,}\s*$)")
_HEADING = re.compile(r"\s*(?:#{1,6}\s|<h[1-6]\b)", re.IGNORECASE)
_ITEM = re.compile(rf"\s*(?:[-*+•◦▪▫■□◆◇▷▶►※·○●]\s|\d{{1,3}}[.)]\s|{_PDF_BULLET})")
_LABEL = re.compile(r"[^\W\d][^\n\t|\d.!?:,。]{0,19}[ \t]*\n(?P<parted>\s*\n)?")
_SOURCE_LINE = re.compile(
    r"\s*[^\w\n|]{0,24}(?:출처|자료|원문|Sources?|References?)[^\w\n|:：]{0,4}[:：]", re.IGNORECASE
)
_BORDER = re.compile(r"[\t|]")
_FIGURE = re.compile(r"\d|://")
_HANGUL = re.compile(r"[가-힣]")
_RULE = re.compile(r"\s*\|?\s*:?-{3,}")
"""What stands below the names of a table's columns in Markdown."""
_LETTER = re.compile(r"[^\W_]")

LONGEST_NAME = 20
"""Characters up to which a cell may name its column."""


class Unit(NamedTuple):
    """A unit from `start` to `end`, of which `span` is shown. `readable` means no markup and some letters; `heading`
    that it only names what stands below, as a heading or a label above a list or a paragraph does; `cites` that it
    names a source instead of saying something: a source line, or a foreign title right below one. `cells` are the
    borders of a table's row, 0 elsewhere; `names` that the row names the columns of the rows below it.
    """

    start: int
    end: int
    span: Span
    readable: bool
    heading: bool
    cites: bool
    cells: int
    names: bool

    @property
    def tells(self) -> bool:
        """Whether it says something, which a name of other things or a source does not."""
        return self.readable and not (self.heading or self.names or self.cites)


@lru_cache(maxsize=512)
def units(text: str) -> tuple[Unit, ...]:
    """The units, which together are the whole text; of many queries the same sections are the best ones."""
    # What a text has nowhere none of its units is asked for.
    cited, headed, tabled = ":" in text, "#" in text or "<" in text, _BORDER.search(text) is not None
    found: list[Unit] = []
    cites = False
    for start, end in pairwise(_bounds(text, tabled=tabled)):
        if cited:
            cites = _SOURCE_LINE.match(text, start) is not None or (cites and not _HANGUL.search(text, start, end))
        span = trimmed(text, start, end)
        readable = not _MARKUP.match(text, span.start) and _LETTER.search(text, span.start, span.end) is not None
        heading = (headed and _HEADING.match(text, start) is not None) or (
            readable and _is_label(text, start, end, span)
        )
        cells = _cells(text[start:end]) if tabled else 0
        found.append(Unit(start, end, span, readable, heading, cites, cells, names=False))
    for place, (above, below) in enumerate(pairwise(tuple(found)) if tabled else ()):
        if (
            above.readable
            and above.cells
            and above.cells == below.cells
            and (_RULE.match(text, below.start) or _names_columns(text[above.start : above.end]))
        ):
            found[place] = above._replace(names=True)
    return tuple(found)


def _is_label(text: str, start: int, end: int, span: Span) -> bool:
    """Whether a short line without a full stop stands alone above a blank line or a list."""
    if span.end - span.start > LONGEST_NAME or end == len(text):
        return False
    if text[start : span.start].strip("* \t\n") or text[start - 1 : start].strip("\n"):
        return False
    found = _LABEL.fullmatch(text, span.start, end)
    return found is not None and (found["parted"] is not None or _ITEM.match(text, end) is not None)


def _cells(row: str) -> int:
    return row.count("\t") or (row.count("|") if row.lstrip().startswith("|") else 0)


def _names_columns(row: str) -> bool:
    """Short cells without figures, two or more of them."""
    cells = [cell.strip() for cell in _BORDER.split(row) if cell.strip()]
    return len(cells) > 1 and all(len(cell) <= LONGEST_NAME and not _FIGURE.search(cell) for cell in cells)


def _bounds(text: str, *, tabled: bool) -> list[int]:
    """Where units begin, and the text's end. A row of a table stays whole."""
    starts, rows = _rows(text) if tabled else ([], [])
    found = {0}
    for match in _BOUNDARY.finditer(text):
        place = match.start()
        if not rows or text[place] == "\n" or not rows[bisect_right(starts, place) - 1]:
            found.add(match.end())
    if "<" in text:
        found.update(match.start() for match in _PARTING.finditer(text))
    return sorted({*found, len(text)})


def _rows(text: str) -> tuple[list[int], list[bool]]:
    """Where lines begin, and which are rows of tables."""
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines[:-1])]
    return starts, ["\t" in (cells := line.strip()) or cells.startswith("|") for line in lines]


def trimmed(text: str, start: int, end: int) -> Span:
    """A unit without the markers before it and the blanks and borders behind it. Emphasis stays whole or goes."""
    if not is_syllable(text[start]):
        lead = _LEAD.match(text, start, end)
        start = lead.end() if lead else start
    end = _end(text, start, end)
    if text.count("**", start, end) % 2:
        if text.endswith("**", start, end):
            end = _end(text, start, end - 2)
        elif text.endswith("**", 0, start):
            start -= 2
    return Span(start, end)


def _end(text: str, start: int, end: int) -> int:
    """Where a unit ends without the blanks, borders and tags behind it; in one pass, however many there are."""
    while end > start:
        if text[end - 1] in _TRAILING:
            end -= 1
        elif text[end - 1] == ">" and _ONE_TAG.fullmatch(text, opened := max(start, text.rfind("<", start, end)), end):
            end = opened
        else:
            break
    return end
