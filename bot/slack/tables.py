"""Tables of documents: native where Slack shows tables, else fields, else a code block; never cut."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from bot.domain.document import Table
from bot.slack import limits, richtext
from bot.slack.blocks import Block, fields
from bot.slack.escape import literal, one_line
from bot.slack.markdown import Kind, Line, Run, Style

_FIELD_ROWS = 12
"""More rows than this read better as one code block than as a column of fields."""

_CODE_COLUMNS = 64
"""A code block wider than this wraps in a window of Slack's; wider tables go row by row."""


def cells(table: Table) -> list[list[str]]:
    """The table's text as a rectangle, header first where there is one; an empty cell is a blank, as Slack asks."""
    rows = [list(table.header), *map(list, table.rows)] if table.header else [list(row) for row in table.rows]
    width = max((len(row) for row in rows), default=0)
    return [[one_line(cell) or " " for cell in (*row, *[""] * (width - len(row)))] for row in rows]


def chars(table: Table) -> int:
    """Characters over all cells, as Slack counts them."""
    return sum(len(literal(cell)) for row in cells(table) for cell in row)


def fits_natively(table: Table, *, max_chars: int = limits.TABLE_CHARS) -> bool:
    """Whether Slack's own table block can hold all of it."""
    rows = cells(table)
    return 0 < len(rows) <= limits.TABLE_ROWS and 0 < len(rows[0]) <= limits.TABLE_CELLS and chars(table) <= max_chars


def native(table: Table, *, marked_row: int = -1) -> Block:
    """Slack's table block; the header and the row of that index (of `table.rows`) are bold."""
    shift = 1 if table.header else 0
    rows = []
    for index, row in enumerate(cells(table)):
        bold = (shift and index == 0) or (marked_row >= 0 and index == marked_row + shift)
        rows.append([_bold_cell(cell) if bold else {"type": "raw_text", "text": literal(cell)} for cell in row])
    settings = [{"is_wrapped": True} for _ in rows[0]]
    return {"type": "table", "rows": rows, "column_settings": settings}


def _bold_cell(cell: str) -> Block:
    return richtext.rich(richtext.text(cell, bold=cell != " "))


def _as_fields(rows: list[list[str]], *, header: bool) -> list[Block] | None:
    """Two columns side by side under their names; more columns row by row, each cell under its column's name."""
    body = rows[1:] if header else rows
    width = len(rows[0])
    if width == 2:
        flat = [cell for row in rows for cell in row]
        texts = [flat[start : start + limits.FIELDS] for start in range(0, len(flat), limits.FIELDS)]
    elif body and len(body) <= _FIELD_ROWS and width <= limits.FIELDS:
        names = rows[0] if header else [""] * width
        texts = [
            [f"{name}\n{cell}" if name.strip() else cell for name, cell in zip(names, row, strict=True)] for row in body
        ]
    else:
        return None
    if any(len(literal(text)) > limits.FIELD_TEXT for row in texts for text in row):
        return None
    return [fields(row) for row in texts]


def columns(words: str) -> int:
    """How many columns of a terminal the words take: Hangul and other wide characters two."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in words
    )


def _padded(words: str, width: int) -> str:
    return words + " " * (width - columns(words))


def _aligned(rows: list[list[str]], *, header: bool) -> list[str]:
    widths = [max(columns(row[index]) for row in rows) for index in range(len(rows[0]))]
    if sum(widths) + 2 * len(widths) > _CODE_COLUMNS:
        return list(_records(rows, header=header))
    lines = ["  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    if header:
        lines.insert(1, "  ".join("-" * width for width in widths))
    return lines


def _records(rows: list[list[str]], *, header: bool) -> Iterator[str]:
    """A row after the other, each cell on its line with its column's name: for what is too wide to align."""
    names = rows[0] if header else [""] * len(rows[0])
    body = rows[1:] if header else rows
    for index, row in enumerate(body):
        if index:
            yield ""
        for name, cell in zip(names, row, strict=True):
            if cell.strip():
                yield f"{name}: {cell}" if name.strip() else cell
    unused = [
        name for column, name in enumerate(names) if name.strip() and not any(row[column].strip() for row in body)
    ]
    if unused:
        yield " | ".join(unused)


def as_code(table: Table) -> list[Block]:
    """Code blocks, aligned where that fits a screen."""
    lines = _aligned(cells(table), header=bool(table.header))
    return richtext.blocks(Line(Kind.CODE, (Run(line, 0, len(line), Style.CODE),)) for line in lines)


def without_native(table: Table) -> list[Block]:
    """The table where Slack shows none of its own (windows, App Home): fields, else code blocks."""
    rows = cells(table)
    if not rows or not rows[0]:
        return []
    return _as_fields(rows, header=bool(table.header)) or as_code(table)


def rows_marked_by(table: Table, text: str, words: Sequence[str]) -> int:
    """The index of the row whose cells hold the most of the words; -1 where none holds any."""
    best, found = 0, -1
    for index, row in enumerate(table.rows):
        joined = " ".join(row)
        score = sum(len(word) for word in words if word and word in joined) + (
            len(text) if text and text in joined else 0
        )
        if score > best:
            best, found = score, index
    return found
