"""Tables as data: Markdown pipe tables, HTML tables, and the tab-separated lines that a PDF conversion leaves.

A table of which no sensible rows and columns can be made is simply no table: its text stays in the section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.domain.document import Span, Table
from bot.ingest.markup.inline import plain
from bot.ingest.markup.lines import Lines

MAX_COLUMNS = 200
MAX_CELLS = 20_000
"""Together they bound the memory of a padded table; the widest sheet of a report has a few dozen columns."""
MAX_HTML_CHARS = 200_000
MAX_TAG_CHARS = 100
"""What may stand in a closing tag, so that one that is never closed is not looked for through the whole text."""
MAX_CAPTION_CHARS = 300
MAX_TABLES = 100
"""Of one section; what follows stays text."""

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_RULE_CELL = re.compile(r":?-+:?\Z")
_PIPE = re.compile(r"(?<!\\)\|")
_ITEM = re.compile(r"[ \t]*(?:[-*+•○●▷]|\d{1,3}[.)])[ \t]")
_NUMBER = re.compile(r"[\s+\-−±~≈<>(]*[$€£₩¥]?[\d.,:/]+[\s%]*(?:[a-zA-Z가-힣]{1,3})?\)?\Z")
_BRACKETED = re.compile(r"[<〈《\[【](?P<words>[^<>〈〉《》\[\]【】]+)[>〉》\]】]\Z")
_LABEL = re.compile(r"[<\[〈【(]?\s*(?:표|[Tt]able)\s*[\d.\-]+\s*[>\]〉】):.]*\s*\S")
_DEEP_HEADING = re.compile(r" {0,3}#{4,6}[ \t]+")
_TABLE_TAG = re.compile(r"<(?P<end>/)?table(?:[\s>]|\Z)", re.IGNORECASE)
_CELL_TAG = re.compile(r"<t[dh][\s>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Found:
    """A table's cells and where it stood: the lines from `first` up to, not with, `after`.

    Without rows it only says that these lines were looked at: a hostile run must not be read again from each line.
    """

    header: tuple[str, ...]
    rows: list[list[str]]
    first: int
    after: int
    caption: str = ""


def read_tables(text: str, *, base_line: int = 1) -> tuple[Table, ...]:
    """The tables of a text in order; spans are relative to it, its first line has the number `base_line`.

    A header of two lines becomes one (`Video Generation / Runway Gen3`); the caption is the line before the table
    that names it (`<…>`, `표 3. …`, a heading of level 4 or deeper), or HTML's own.
    """
    if "\t" not in text and "|" not in text and "<" not in text:
        return ()
    lines = Lines(text)
    tables = (_table(found, lines, base_line) for found in _find(lines) if found.rows)
    return tuple(islice(tables, MAX_TABLES))


def _table(found: _Found, lines: Lines, base_line: int) -> Table:
    width = max(len(found.header), *(len(row) for row in found.rows))
    padded = tuple((*row, *[""] * (width - len(row))) for row in found.rows)
    header = (*found.header, *[""] * (width - len(found.header))) if found.header else ()
    span = Span(lines.start(found.first), lines.end(found.after - 1))
    return Table(found.caption or _caption(lines, found.first), header, padded, span, base_line + found.first)


def _find(lines: Lines) -> Iterator[_Found]:
    closings = closed_tables(lines.text)
    index, fence = 0, ""
    while index < len(lines):
        line = lines[index]
        if mark := _FENCE.match(line):
            fence = _toggled(fence, mark[1])
        elif not fence and (found := _at(lines, index, line, closings)) is not None:
            yield found
            index = found.after
            continue
        index += 1


def closed_tables(text: str) -> dict[int, int]:
    """The offset of every table tag that is closed, with the offset behind its closing tag."""
    closed: dict[int, int] = {}
    opened: list[int] = []
    for tag in _TABLE_TAG.finditer(text) if "<" in text else ():
        if not tag["end"]:
            opened.append(tag.start())
        elif opened:
            closed[opened.pop()] = text.find(">", tag.start(), tag.end() + MAX_TAG_CHARS) + 1 or tag.end()
    return closed


def _toggled(fence: str, mark: str) -> str:
    """The fence that is open after a line with a mark: a longer or equal mark of the same kind closes."""
    if not fence:
        return mark
    return "" if mark[0] == fence[0] and len(mark) >= len(fence) else fence


def _at(lines: Lines, index: int, line: str, closings: dict[int, int]) -> _Found | None:
    if closings and "<" in line and (opening := _TABLE_TAG.search(line)) and not opening["end"]:
        return _html(lines, index, opening.start(), closings)
    if "|" in line and index + 1 < len(lines) and "-" in lines[index + 1]:
        return _pipe(lines, index)
    return _tabbed(lines, index) if "\t" in line else None


def _pipe(lines: Lines, index: int) -> _Found | None:
    rule = _pipe_cells(lines[index + 1])
    if not 1 < len(rule) <= MAX_COLUMNS or not all(_RULE_CELL.match(cell) for cell in rule):
        return None
    header = _pipe_cells(lines[index])
    if len(header) != len(rule):
        return None
    rows: list[list[str]] = []
    after = index + 2
    while after < len(lines) and "|" in (line := lines[after]) and (len(rows) + 1) * len(header) <= MAX_CELLS:
        rows.append([*_pipe_cells(line)[: len(header)]])
        after += 1
    if not rows:
        return None
    names, rows = _one_header([header, *rows])
    return _Found(names, rows, index, after)


def _pipe_cells(line: str) -> list[str]:
    cells = _PIPE.split(line.strip())
    if cells and not cells[0]:
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1].strip():
        cells = cells[:-1]
    return [plain(cell) for cell in cells[: MAX_COLUMNS + 1]]


def _tabbed(lines: Lines, index: int) -> _Found | None:
    rows: list[list[str]] = []
    after, width = index, 0
    while after < len(lines) and "\t" in (line := lines[after]) and not _ITEM.match(line):
        cells = line.split("\t", MAX_COLUMNS)
        width = max(width, len(cells))
        if len(cells) > MAX_COLUMNS or width * (len(rows) + 1) > MAX_CELLS:
            break
        rows.append(cells)
        after += 1
    if after == index:
        return None
    if sum(1 for row in rows if sum(1 for cell in row if cell.strip()) > 1) < 2:
        return _Found((), [], index, after)
    names, rows = _one_header([[plain(cell) for cell in row] for row in rows])
    return _Found(names, rows, index, after)


def _html(lines: Lines, index: int, column: int, closings: dict[int, int]) -> _Found | None:
    from bot.ingest.markup.html_tables import read_html_table

    start = lines.start(index) + column
    end = closings.get(start)
    if end is None or end - start > MAX_HTML_CHARS:
        return None
    after = lines.index(end - 1) + 1
    if not _CELL_TAG.search(lines.text, start, end):
        return _Found((), [], index, after)
    grid = read_html_table(lines.text[start:end])
    rows = [row for row in grid.rows if any(row)]
    if len(rows) < 2 or max(map(len, rows)) < 2 or max(map(len, rows)) * len(rows) > MAX_CELLS:
        return _Found((), [], index, after)
    if grid.header_rows == 2 and len(rows) > 2:
        names, rows = _joined(rows[0], rows[1]), rows[2:]
    else:
        names, rows = _one_header(rows)
    return _Found(names, rows, index, after, grid.caption)


def _one_header(rows: Sequence[list[str]]) -> tuple[tuple[str, ...], list[list[str]]]:
    """Part the header from the rows; figures in every column but the first tell that there is no header."""
    first = rows[0]
    if len(rows) > 2 and _is_group_line(first, rows[1]):
        return _joined(_carried(first), rows[1]), list(rows[2:])
    figures = [cell for cell in first[1:] if cell]
    if figures and all(_NUMBER.match(cell) for cell in figures) and not _are_years(figures):
        return (), list(rows)
    return tuple(first), list(rows[1:])


def _are_years(cells: list[str]) -> bool:
    return all(cell.rstrip("년").isdigit() and 1900 <= int(cell.rstrip("년")) <= 2100 for cell in cells)


def _is_group_line(first: list[str], second: list[str]) -> bool:
    """Whether the first of two lines only names groups of the columns that the second names."""
    groups = [cell for cell in first[1:] if cell]
    names = [cell for cell in second if cell]
    gaps = any(not cell for cell in first[1 : len(second)])
    return (
        not first[0]
        and bool(groups)
        and gaps
        and len(names) == len(second) > len(groups)
        and not any(_NUMBER.match(name) for name in names[1:])
    )


def _carried(groups: list[str]) -> list[str]:
    """Blank cells of a group line belong to the group at their left."""
    carried: list[str] = []
    for cell in groups:
        carried.append(cell or (carried[-1] if carried else ""))
    return carried


def _joined(groups: list[str], names: list[str]) -> tuple[str, ...]:
    padded = [*groups, *[""] * (len(names) - len(groups))]
    return tuple(
        f"{group} / {name}" if group and name and group != name else group or name
        for group, name in zip(padded, names, strict=False)
    )


def _caption(lines: Lines, first: int) -> str:
    """The words of the nearest line before the table, where they name one."""
    above = first - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    if above < 0:
        return ""
    line = lines[above]
    if len(line) > MAX_CAPTION_CHARS:
        return ""
    words = plain(_DEEP_HEADING.sub("", line).replace("<", "〈").replace(">", "〉").strip().rstrip("#").strip())
    if bracketed := _BRACKETED.match(words):
        return bracketed["words"].strip()
    return words.replace("〈", "<").replace("〉", ">") if _DEEP_HEADING.match(line) or _LABEL.match(words) else ""
