"""What of a section is embedded: its heading and windows of its text that overlap, later its sentences.

A window carries the heading, since a list item alone seldom says what it is about; a sentence stands alone, since it
is only compared with the other sentences of its section. Markup, addresses and source lines are left out. The same
section always gives the same texts; `RECIPE` is raised with every change of them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.document import DocumentInfo, Section, Span

RECIPE = "2"

WINDOW_CHARS = 300
"""A window takes in units until it has so many characters: about 170 tokens of Korean, a third of what e5 reads.

Measured from 150 to 600 with the same outcome; smaller ones cost more vectors, larger ones more time a token.
"""

OVERLAP_CHARS = 120
"""A window begins with the last units of the one before, up to so many characters."""

MAX_UNIT_CHARS = 400
"""Longer units (a table row, text without full stops) are cut at blanks."""

MAX_WINDOWS = 48
"""Of one section: its first 9,000 characters or so. Whoever wants more of it found writes headings."""

MAX_SENTENCES = 96

MAX_HEADING_CHARS = 200

_LINE = re.compile(r"[^\n]+")
_LEAD = re.compile(r"(?:[\s>|]|[-*+•◦▪▫■□◆◇▷▶►※·○●]+(?=\s)|\\\*|#{1,6}(?=\s)|\d{1,3}[.)](?=\s)|\*\*|__)*")
_STOP = re.compile(r"(?<=[가-힣\w)\]\"'”’][.!?。])[\"'”’)]*\s+(?=\S)|(?<=[。！？])")
_TAG = re.compile(r"<[/!a-zA-Z][^<>]{0,500}>")
_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()\s]{0,500}\)")
_LINK = re.compile(r"\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)")
_ADDRESS = re.compile(r"https?://\S+")
_MARKS = re.compile(r"[*_`|#>\\]+")
_SOURCE = re.compile(r"[^\w\n|]{0,24}(?:출처|자료|source)[^\w\n|:：]{0,4}[:：]", re.IGNORECASE)
_KEY_CONTENTS = re.compile(r"[\s#*]*key contents[\s*]*$", re.IGNORECASE)
_LETTER = re.compile(r"[^\W_]")
_BLANKS = re.compile(r"\s+")

MIN_CELL_LETTERS = 20

MIN_LETTERS = 30
"""Of what is left of a line with an address in it: a mere reference says nothing, yet lies near to every question."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, a list item or a table row: what it says, and where in the section's text it stands."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Passages:
    """The texts of a section that are embedded. `heading` is empty where the section has none."""

    heading: str
    windows: tuple[str, ...]


def passages(info: DocumentInfo, section: Section) -> Passages:
    """What to embed of a section of a document: no windows where it has no prose of its own."""
    heading = _plain(section.heading or info.title)[:MAX_HEADING_CHARS]
    return Passages(heading, tuple(_windows(heading, _told(section))))


def sentences(section: Section) -> tuple[Unit, ...]:
    """The sentences of a section in order, of which one may be shown as the answer."""
    return _told(section)[:MAX_SENTENCES]


def key(info: DocumentInfo, section: Section) -> str:
    """The name of a section's vectors: SHA-256 in hex of all that they are made of."""
    told = "\x1f".join((RECIPE, section.heading or info.title, section.text))
    return hashlib.sha256(told.encode("utf8", "replace")).hexdigest()


def _told(section: Section) -> tuple[Unit, ...]:
    heading = _plain(section.heading)
    return tuple(unit for unit in units_of(section.text) if unit.text != heading)


def units_of(text: str) -> Iterator[Unit]:
    """The units of a section's text in order; lines that say nothing to a reader are left out."""
    for line in _LINE.finditer(text):
        start, end = line.span()
        if _SOURCE.match(text, start, end) or _KEY_CONTENTS.match(text, start, end):
            continue
        if "\t" in line.group().strip() and not _is_prose(line.group()):
            continue
        lead = _LEAD.match(text, start, end)
        for span in _sentences(text, lead.end() if lead else start, end):
            plain = _plain(text[slice(*span)])
            if _says_something(plain, text[slice(*span)]):
                yield Unit(plain, span)


def _is_prose(row: str) -> bool:
    """Whether a row tells something in a cell. Names and figures are found by words: as vectors they are noise."""
    return any(len(_LETTER.findall(_plain(cell))) >= MIN_CELL_LETTERS for cell in row.split("\t"))


def _says_something(plain: str, original: str) -> bool:
    bare = "://" in original and _ADDRESS.search(_LINK.sub(r"\1", original)) is not None
    least = MIN_LETTERS if bare else 1
    return len(_LETTER.findall(plain)) >= least


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    stops = [stop.start() for stop in _STOP.finditer(text, start, end)] if "\t" not in text[start:end] else []
    for stop in (*stops, end):
        yield from _cut(text, start, stop)
        start = stop


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """The range without blanks at its ends, in pieces of at most `MAX_UNIT_CHARS`."""
    while True:
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if end - start <= MAX_UNIT_CHARS:
            if start < end:
                yield Span(start, end)
            return
        blank = text.rfind(" ", start + 1, start + MAX_UNIT_CHARS + 1)
        stop = blank if blank > start else start + MAX_UNIT_CHARS
        yield Span(start, stop)
        start = stop


def _plain(text: str) -> str:
    """Without markup and addresses, with single blanks."""
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "[" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub(" ", text))
    if "://" in text:
        text = _ADDRESS.sub(" ", text)
    return _BLANKS.sub(" ", _MARKS.sub(" ", text)).strip()


def _windows(heading: str, units: Sequence[Unit]) -> Iterator[str]:
    prefix = f"{heading}: " if heading else ""
    if not units:
        return
    first = made = 0
    while made < MAX_WINDOWS:
        last, size = first, 0
        while last < len(units) and size < WINDOW_CHARS:
            size += len(units[last].text)
            last += 1
        if sum(len(unit.text) for unit in units[last:]) < WINDOW_CHARS - OVERLAP_CHARS:
            last = len(units)  # a short last window would lie near to everything
        yield prefix + " ".join(unit.text for unit in units[first:last])
        made += 1
        if last >= len(units):
            return
        first = max(first + 1, _back(units, last))


def _back(units: Sequence[Unit], last: int) -> int:
    """The first of the units before `last` that fit into the overlap."""
    first, size = last, 0
    while first > 0 and size + len(units[first - 1].text) <= OVERLAP_CHARS:
        first -= 1
        size += len(units[first].text)
    return first
