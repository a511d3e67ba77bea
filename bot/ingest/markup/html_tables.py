"""HTML tables as rows of plain cells. Owns no offsets: `tables` says where a table stood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from bot.ingest.markup.inline import plain

MAX_SPAN = 64
"""Columns or rows that one cell may cover; browsers stop at 1,000, no table of a report comes near."""
MAX_CELLS = 20_000

_NO_TAG = re.compile(r"<(?![/A-Za-z][^<>]*>)")
_CELLS = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as written: its words and how many columns and rows it covers."""

    text: str
    columns: int
    rows: int
    header: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells, every span filled by its cell's text; the first `header_rows` rows are headers."""

    rows: list[list[str]]
    header_rows: int
    caption: str


class _Reader(HTMLParser):
    """Collects the outermost table; a table inside a cell gives its words to that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[Cell]] = []
        self.caption = ""
        self._depth = 0
        self._open = ""
        self._spans = (1, 1)
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._words.append(" ")
        if tag == "table":
            self._depth += 1
        elif self._depth == 1 and (tag == "tr" or tag in _CELLS or tag == "caption"):
            self._close()
            if tag == "tr":
                self.rows.append([])
                return
            given = dict(attrs)
            self._spans = (_span(given.get("colspan")), _span(given.get("rowspan")))
            self._open, self._words = tag, []

    def handle_endtag(self, tag: str) -> None:
        self._words.append(" ")
        if self._depth == 1 and tag in {"table", "tr", "caption", *_CELLS}:
            self._close()
        if tag == "table":
            self._depth = max(self._depth - 1, 0)

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def _close(self) -> None:
        text = plain("".join(self._words))
        if self._open == "caption":
            self.caption = text
        elif self._open:
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append(Cell(text, *self._spans, header=self._open == "th"))
        self._open, self._words = "", []


def _span(value: str | None) -> int:
    """Zero and nonsense count as one, as browsers do for colspan."""
    digits = (value or "").strip()
    return min(max(int(digits), 1), MAX_SPAN) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 1


def read_html_table(source: str) -> Grid:
    """The table of an HTML source that begins with its `<table` tag; never raises, whatever stands in it.

    What looks like a comment, a declaration or a broken tag is text here: html.parser has searched such places in
    quadratic time.
    """
    reader = _Reader()
    reader.feed(_NO_TAG.sub("&lt;", source))
    reader.close()
    rows = [row for row in reader.rows if row]
    headers = 0
    while headers < len(rows) and all(cell.header for cell in rows[headers]):
        headers += 1
    return Grid(_spread(rows), headers, reader.caption)


def _spread(rows: list[list[Cell]]) -> list[list[str]]:
    """Fill what cells cover to their right and below with their text, so that every row stands for itself."""
    spread: list[list[str]] = []
    reaching: dict[int, tuple[int, str]] = {}
    cells = 0
    for row in rows:
        line: list[str] = []
        below: dict[int, tuple[int, str]] = {}

        def put(text: str, rows_left: int, line: list[str] = line, below: dict[int, tuple[int, str]] = below) -> None:
            if rows_left:
                below[len(line)] = (rows_left, text)
            line.append(text)

        for cell in row:
            while (above := reaching.pop(len(line), None)) is not None:
                put(above[1], above[0] - 1)
            for _ in range(cell.columns):
                put(cell.text, cell.rows - 1)
        while (above := reaching.pop(len(line), None)) is not None:
            put(above[1], above[0] - 1)
        cells += len(line)
        if cells > MAX_CELLS:
            break
        spread.append(line)
        reaching = below
    return spread
