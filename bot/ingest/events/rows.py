"""Tables as rows of raw cells, with links and lists kept: what an event list is read from.

`markup.tables` gives the words of a table to readers; here a cell keeps its source, since an event's homepage is a link
and its summary a list. Offsets are code points of the text given. Every pattern is linear.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.ingest.markup.inline import has_words, plain
from bot.ingest.markup.lines import Lines

MAX_ROWS = 5_000
MAX_CELLS_A_ROW = 50
_MAX_OPEN_LINES = 60
"""A list or a table that opens in a cell may run over so many lines before it counts as never closed."""

_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_RULE = re.compile(r"[\s|:-]+\Z")
_PIPE = re.compile(r"(?<!\\)\|")
_TAG = re.compile(r"<(/?)(table|tr|td|th)\b([^<>]*)>", re.IGNORECASE)
_SPAN = re.compile(r"\b(col|row)span\s?=\s?[\"']?(\d{1,2})", re.IGNORECASE)
_OPEN = re.compile(r"<(?:[uo]l|table)\b", re.IGNORECASE)
_CLOSE = re.compile(r"</(?:[uo]l|table)\s?>", re.IGNORECASE)
_ITEM = re.compile(r"<li\b[^<>]*>|<br\s?/?>|</p>", re.IGNORECASE)
_BULLET = re.compile(r"^[-–•·○●*]\s+")
_STRUCK = re.compile(r"~~[^~]*~~|<(s|del|strike)\b[^<>]*>[^<>]*</\1\s?>", re.IGNORECASE)
_TARGETS = (
    re.compile(r"<a\b[^<>]*?\bhref\s?=\s?(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))", re.IGNORECASE),
    re.compile(r"\]\(\s?<?([^()\s<>]+(?:\([^()\s<>]*\)[^()\s<>]*)?)>?(?:\s[^()]*)?\)"),
    re.compile(r"(?<![\"'=])\b([a-z][a-z0-9+.-]{1,20}://[^\s<>\"'|)\]]+)", re.IGNORECASE),
)
_WEB = re.compile(r"https?://[^\s<>\"'`|\\{}^\x00-\x1f\x7f]{1,2000}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as written."""

    source: str

    @property
    def text(self) -> str:
        """Its words on one line, what is struck through left out."""
        return plain(_STRUCK.sub(" ", self.source))

    @property
    def lines(self) -> str:
        """Its words with a line for each item of a list."""
        items = (_BULLET.sub("", plain(item)) for item in _ITEM.split(self.source))
        return "\n".join(item for item in items if item)

    @property
    def rows(self) -> Iterator[tuple[Row, ...]]:
        """The tables that stand in it; places count within the cell."""
        for rows in _html_tables(Lines(self.source)):
            yield tuple(rows)

    @property
    def links(self) -> tuple[str, ...]:
        """The targets of its links in order, of whatever scheme; bare addresses count where no other link stands."""
        for pattern in _TARGETS:
            found = [html.unescape(next(g for g in m.groups() if g is not None)) for m in pattern.finditer(self.source)]
            if found:
                return tuple(target.strip() for target in found)
        return ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells with its place: 1-based line, offsets of the row's source."""

    cells: tuple[Cell, ...]
    line: int
    start: int
    end: int


@dataclass(slots=True)
class _Block:
    rows: list[Row] = field(default_factory=list)
    blanks: int = 0


def is_web(url: str) -> bool:
    """Whether an address is http(s) and holds nothing that could break out of a link."""
    return bool(_WEB.fullmatch(url))


def read_rows(text: str) -> Iterator[tuple[Row, ...]]:
    """The tables of a text, each as its rows: tab-separated lines, Markdown pipe tables, HTML tables.

    Lines of tabs belong together over a single blank line, as PDF conversions scatter them. At most MAX_ROWS rows of
    a text are read.
    """
    lines = Lines(text)
    left = MAX_ROWS
    for block in _blocks(lines):
        yield tuple(block[:left])
        left -= len(block)
        if left <= 0:
            return


def _blocks(lines: Lines) -> Iterator[list[Row]]:
    html_tables = _html_tables(lines)
    covered = {line for rows in html_tables for line in range(rows[0].line - 1, rows[-1].line)}
    yield from html_tables
    tabbed, fenced, index = _Block(), False, 0
    while index < len(lines):
        line = lines[index]
        if index in covered:
            index += 1
            continue
        if _FENCE.match(line):
            fenced = not fenced
        if not fenced and "|" in line and _is_pipe_table(lines, index):
            rows = _pipe_rows(lines, index)
            yield rows
            index = rows[-1].line
            continue
        if not fenced and "\t" in line.strip(" "):
            index = _take_tabbed(lines, index, tabbed)
            continue
        tabbed.blanks += 1
        if tabbed.rows and (line.strip() or tabbed.blanks > 1):
            yield tabbed.rows
            tabbed = _Block()
        index += 1
    if tabbed.rows:
        yield tabbed.rows


def _take_tabbed(lines: Lines, index: int, block: _Block) -> int:
    """Adds the line of an index, with the lines of what one of its cells leaves open; the next index."""
    after = index + 1
    if _is_left_open(lines[index]):
        last = min(len(lines), index + _MAX_OPEN_LINES)
        closing = next((i for i in range(index + 1, last) if _CLOSE.search(lines[i])), None)
        after = closing + 1 if closing is not None else after
    start, end = lines.start(index), lines.end(after - 1)
    cells = lines.text[start:end].split("\t")[:MAX_CELLS_A_ROW]
    block.rows.append(Row(tuple(Cell(c.strip()) for c in cells), index + 1, start, end))
    block.blanks = 0
    return after


def _is_left_open(line: str) -> bool:
    return len(_OPEN.findall(line)) > len(_CLOSE.findall(line))


def _is_pipe_table(lines: Lines, index: int) -> bool:
    if index + 1 >= len(lines):
        return False
    rule = lines[index + 1]
    return "|" in rule and "-" in rule and bool(_RULE.match(rule))


def _pipe_rows(lines: Lines, index: int) -> list[Row]:
    rows = [_pipe_row(lines, index)]
    after = index + 2
    while after < len(lines) and "|" in lines[after]:
        rows.append(_pipe_row(lines, after))
        after += 1
    return rows


def _pipe_row(lines: Lines, index: int) -> Row:
    cells = _PIPE.split(lines[index].strip())
    if cells and not cells[0].strip():
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1].strip():
        cells = cells[:-1]
    kept = tuple(Cell(cell.strip().replace("\\|", "|")) for cell in cells[:MAX_CELLS_A_ROW])
    return Row(kept, index + 1, lines.start(index), lines.end(index))


class _HtmlTable:
    """One outermost table while its tags go by; a table inside a cell stays in the cell's source."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.rows: list[Row] = []
        self._cells: list[Cell] = []
        self._reaching: dict[int, tuple[int, Cell]] = {}
        self._row_start = -1
        self._cell_start = -1
        self._spans = (1, 1)

    def open(self, tag: re.Match[str]) -> None:
        self.close_cell(tag.start())
        if tag[2].lower() == "tr":
            self.close_row(tag.start())
            self._row_start = tag.start()
        elif tag[2].lower() in {"td", "th"}:
            self._row_start = tag.start() if self._row_start < 0 else self._row_start
            given = {m[1].lower(): max(1, int(m[2])) for m in _SPAN.finditer(tag[3])}
            self._cell_start, self._spans = tag.end(), (given.get("col", 1), given.get("row", 1))

    def close_cell(self, end: int) -> None:
        if self._cell_start < 0:
            return
        cell = Cell(self.lines.text[self._cell_start : end].strip())
        self._fill()
        for _ in range(self._spans[0]):
            self._put(cell, self._spans[1] - 1)
        self._cell_start = -1

    def close_row(self, end: int) -> None:
        if self._row_start >= 0 and self._cells:
            self._fill()
            cells = tuple(self._cells[:MAX_CELLS_A_ROW])
            self.rows.append(Row(cells, self.lines.number(self._row_start), self._row_start, end))
        self._cells, self._row_start = [], -1

    def _fill(self) -> None:
        """Cells of the rows above that reach down to this place."""
        while (above := self._reaching.pop(len(self._cells), None)) is not None:
            self._put(above[1], above[0] - 1)

    def _put(self, cell: Cell, rows_left: int) -> None:
        column = len(self._cells)
        if column < MAX_CELLS_A_ROW:
            self._cells.append(cell)
            if rows_left:
                self._reaching[column] = (rows_left, cell)


def _stands_in_a_cell(lines: Lines, offset: int) -> bool:
    """Whether a table is part of a row of tabs or pipes: then that row tells what it is about."""
    before = lines.text[lines.start(lines.index(offset)) : offset].strip(" ")
    return ("\t" in before or "|" in before) and has_words(before)


def _html_tables(lines: Lines) -> list[list[Row]]:
    if "<t" not in lines.text.lower():
        return []
    found: list[list[Row]] = []
    table: _HtmlTable | None = None
    depth = 0
    for tag in _TAG.finditer(lines.text):
        closing, name = bool(tag[1]), tag[2].lower()
        if name == "table":
            depth = max(0, depth - 1) if closing else depth + 1
            if not closing and depth == 1:
                table = None if _stands_in_a_cell(lines, tag.start()) else _HtmlTable(lines)
            elif closing and depth == 0 and table is not None:
                table.close_cell(tag.start())
                table.close_row(tag.end())
                if table.rows:
                    found.append(table.rows)
                table = None
        elif depth == 1 and table is not None:
            if not closing:
                table.open(tag)
            else:
                table.close_cell(tag.start())
                if name == "tr":
                    table.close_row(tag.end())
    return found
