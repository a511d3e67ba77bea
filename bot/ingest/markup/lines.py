"""A text as lines that know their place: 1-based line numbers and offsets in code points, newlines as they stand."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right

_NEWLINE = re.compile(r"\r\n|\n|\r")


class Lines:
    """Offsets of every line of a text.

    Only CR LF, LF and CR end a line, as in CommonMark: `str.splitlines` would also break at form feeds and U+2028.
    """

    __slots__ = ("_ends", "_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        # Arrays, since a hostile file is all newlines, and lists of integers would take ten times the memory.
        self._starts, self._ends = array("I", [0]), array("I")
        for newline in _NEWLINE.finditer(text):
            self._ends.append(newline.start())
            self._starts.append(newline.end())
        self._ends.append(len(text))

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, index: int) -> str:
        """The line of an index from 0, without its newline."""
        return self.text[self._starts[index] : self._ends[index]]

    def start(self, index: int) -> int:
        """The offset where the line of an index begins; the text's length for the index after the last one."""
        return self._starts[index] if index < len(self._starts) else len(self.text)

    def end(self, index: int) -> int:
        """The offset of the newline that ends the line, or the text's length."""
        return self._ends[index]

    def index(self, offset: int) -> int:
        """The index from 0 of the line that holds an offset."""
        return bisect_right(self._starts, offset) - 1

    def number(self, offset: int) -> int:
        """The 1-based number of the line that holds an offset."""
        return self.index(offset) + 1


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without white space at its two sides; an empty one collapses at `start`."""
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end
