"""The outline of an iCalendar file: its components as blocks of lines with their numbers.

Reading block by block gives every problem its line and keeps one broken event from spoiling the rest; a calendar
library would drop the whole file, or the event in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.domain.troubles import Trouble, trouble

MAX_BLOCK_LINES = 2_000
MAX_BLOCK_CHARS = 100_000
_NEWLINE = re.compile(r"\r\n|\n|\r")
_NAMES = frozenset({"VEVENT", "VTIMEZONE"})


@dataclass(slots=True)
class Block:
    """A component from its BEGIN to its END, inner alarms left out. `fault` says why it cannot be read."""

    name: str
    line: int
    rows: list[tuple[int, str]] = field(default_factory=list)
    fault: Trouble | None = None

    @property
    def source(self) -> str:
        """The component as a library reads it."""
        return "\r\n".join(row for _, row in self.rows) + "\r\n"

    def line_of(self, words: str) -> int:
        """The number of the first line that holds some words, else of the component's first one."""
        return next((number for number, row in self.rows if words and words in row), self.line)


@dataclass(slots=True)
class Blocks:
    """A calendar's own properties (unfolded, names in upper case) and its components in order."""

    properties: dict[str, str] = field(default_factory=dict)
    components: list[Block] = field(default_factory=list)
    is_calendar: bool = False


def read_blocks(text: str) -> Blocks:
    """The outline of a text; never raises, whatever stands in it."""
    found = Blocks()
    open_block: Block | None = None
    inner: list[str] = []
    for number, row in _rows(text):
        verb, _, name = row.partition(":")
        verb, name = verb.strip().upper(), name.strip().upper()
        if open_block is None:
            open_block = _outside(found, number, row, verb, name, inner)
        elif verb == "BEGIN" and name == "VEVENT":
            open_block.fault = trouble("vevent.open_before_next")
            open_block = _open(found, number, row, name)
        elif verb == "END" and name == open_block.name:
            open_block.rows.append((number, row))
            open_block, inner = None, []
        else:
            _inside(open_block, number, row, verb, name, inner)
    if open_block is not None:
        open_block.fault = trouble("vevent.open_at_end")
    return found


def _rows(text: str) -> Iterator[tuple[int, str]]:
    start, number = 0, 1
    for newline in _NEWLINE.finditer(text):
        yield number, text[start : newline.start()]
        start, number = newline.end(), number + 1
    yield number, text[start:]


def _outside(found: Blocks, number: int, row: str, verb: str, name: str, inner: list[str]) -> Block | None:
    if verb == "BEGIN" and name in _NAMES and not inner:
        return _open(found, number, row, name)
    if verb == "BEGIN" and name != "VCALENDAR":
        inner.append(name)
    elif verb == "END" and inner and name == inner[-1]:
        inner.pop()
    elif verb == "BEGIN":
        found.is_calendar = True
    elif not inner and verb and not row.startswith((" ", "\t")):
        found.properties.setdefault(verb.partition(";")[0], row.partition(":")[2].strip())
    return None


def _open(found: Blocks, number: int, row: str, name: str) -> Block:
    block = Block(name, number, [(number, row)])
    found.components.append(block)
    return block


def _inside(block: Block, number: int, row: str, verb: str, name: str, inner: list[str]) -> None:
    """Alarms within an event are left out; the parts of a time zone belong to it."""
    if block.name == "VEVENT" and verb == "BEGIN":
        inner.append(name)
    elif block.name == "VEVENT" and verb == "END" and inner:
        inner.pop()
    elif not inner:
        if len(block.rows) >= MAX_BLOCK_LINES or len(row) > MAX_BLOCK_CHARS:
            block.fault = trouble("vevent.size", lines=MAX_BLOCK_LINES, characters=MAX_BLOCK_CHARS)
        elif row:
            block.rows.append((number, row))
