"""A text as lines that know their place: 1-based line numbers and offsets in code points, newlines as they stand."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

_NEWLINE = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Lines:
    """Offsets of every line of a text.

    Only CR LF, LF and CR end a line, as in CommonMark: `str.splitlines` would also break at form feeds and U+2028.
    Not slotted, since the offsets are found when first asked for.
    """

    text: str

    @cached_property
    def _bounds(self) -> tuple[array[int], array[int]]:
        # Arrays, since a hostile file is a million empty lines and lists of integers would take 300 MB.
        starts, ends = array("I", [0]), array("I")
        for newline in _NEWLINE.finditer(self.text):
            ends.append(newline.start())
            starts.append(newline.end())
        ends.append(len(self.text))
        return starts, ends

    def __len__(self) -> int:
        return len(self._bounds[0])

    def __getitem__(self, index: int) -> str:
        """The line of an index from 0, without its newline."""
        starts, ends = self._bounds
        return self.text[starts[index] : ends[index]]

    def start(self, index: int) -> int:
        """The offset where the line of an index begins; the text's length for the index after the last one."""
        starts = self._bounds[0]
        return starts[index] if index < len(starts) else len(self.text)

    def end(self, index: int) -> int:
        """The offset of the newline that ends the line, or the text's length."""
        return self._bounds[1][index]

    def index(self, offset: int) -> int:
        """The index from 0 of the line that holds an offset."""
        return bisect_right(self._bounds[0], offset) - 1

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
