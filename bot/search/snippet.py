"""What is shown of a section: the sentence that answers best, a window around it, and where the words stand.

All spans are offsets into the section's original text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from operator import itemgetter

from bot.domain.document import Span
from bot.search.analyze import aligned, core, original
from bot.search.hangul import initials, is_syllable
from bot.search.seek import Needle
from bot.search.units import Unit, units

SNIPPET_CHARS = 300
"""A snippet takes in units around the key sentence up to about so many characters."""

HEADING_SHARE = 0.4
"""A heading repeats the question's words but seldom answers it."""

_Range = tuple[int, int]

LONG_UNIT = 1_500
"""Characters at which a unit's worth halves: of two that hold the same words the shorter one answers."""

NUMBER_SHARE = 1.15
"""A question for a number is answered by one."""

_ASKS_NUMBER = re.compile(r"몇|얼마|언제|연도|날짜|비율|수는|인원|how (?:many|much)|when|percent")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The three things that a hit shows."""

    key_sentence: Span
    snippet: Span
    highlights: tuple[Span, ...]


def excerpt(text: str, needles: Sequence[Needle], query: str) -> Excerpt:
    """Choose what to show of a section in which these needles, one of a term each, were found."""
    parts = units(text)
    found = _places(text, needles)
    order = _by_answer(text, parts, found, asks_number=bool(_ASKS_NUMBER.search(query)))
    key = next((place for place in order if parts[place].readable), None)
    if key is None:
        return Excerpt(Span(0, 0), Span(0, 0), ())
    highlights = _merged([place for places, _ in found for place in places])
    return Excerpt(parts[key].span, _window(parts, key), highlights)


def around(text: str, key: Span) -> Span:
    """The snippet around a part of the text that was chosen otherwise."""
    parts = units(text)
    if not parts:
        return key
    window = _window(parts, max(0, bisect_right(parts, key.start, key=itemgetter(0)) - 1))
    return Span(min(window.start, key.start), max(window.end, key.end))


def _places(text: str, needles: Sequence[Needle]) -> list[tuple[list[_Range], float]]:
    """For each needle where it stands in the original text, and what it is worth."""
    plain, places = text.lower(), None
    if len(plain) != len(text) or any(n.initials or n.text not in plain for n in needles):
        plain, places = aligned(text)
    tight: _Tight | None = None
    result = []
    for needle in needles:
        found = _occurrences(initials(plain) if needle.initials else plain, needle.text)
        if not found and len(needle.text) > 2:
            tight = tight or _Tight(plain)
            found = tight.occurrences(needle.text, initial=needle.initials)
        found = [(start, end) for start, end in found if _whole(plain, start, end, needle)]
        if places is not None:
            found = [original(places, start, end) for start, end in found]
        result.append((found, needle.worth))
    return result


def _occurrences(text: str, needle: str) -> list[_Range]:
    found: list[_Range] = []
    place = text.find(needle)
    while place >= 0 and len(found) < 100:
        found.append((place, place + len(needle)))
        place = text.find(needle, place + len(needle))
    return found


class _Tight:
    """The letters and digits of a text without anything between them, and where each came from."""

    def __init__(self, plain: str) -> None:
        self._from = [place for place, char in enumerate(plain) if char.isalnum()]
        self._text = "".join(filter(str.isalnum, plain))

    def occurrences(self, needle: str, *, initial: bool) -> list[_Range]:
        text = initials(self._text) if initial else self._text
        found = _occurrences(text, needle.replace(".", ""))
        return [(self._from[start], self._from[end - 1] + 1) for start, end in found]


def _whole(plain: str, start: int, end: int, needle: Needle) -> bool:
    """Latin words, numbers and initials begin where a word begins, single syllables are one; others stand anywhere."""
    before = plain[start - 1] if start else " "
    if needle.initials or needle.short:
        after = plain[end : end + 1]
        return not before.isalnum() and (needle.initials or not after.isalnum() or core(plain[start : end + 1]) != "")
    return is_syllable(plain[start]) or not (before.isascii() and before.isalnum())


def _by_answer(
    text: str, parts: Sequence[Unit], found: Sequence[tuple[Sequence[_Range], float]], *, asks_number: bool
) -> Iterator[int]:
    """The units, the one that answers best first: it holds most of what the query asks, and is not too long."""
    starts = [part.start for part in parts]
    scores: dict[int, float] = {}
    for places, worth in found:
        for place in _units_of({bisect_right(starts, start) - 1 for start, _ in places}, parts):
            if not parts[place].cites:
                scores[place] = scores.get(place, 0.0) + worth
    for place in scores:
        part = parts[place]
        share = 1 / (1 + (part.end - part.start) / LONG_UNIT)
        if part.heading or part.names:
            share *= HEADING_SHARE
        elif asks_number and _DIGIT.search(text, part.start, part.end):
            share *= NUMBER_SHARE
        scores[place] *= share
    yield from sorted(scores, key=lambda place: (-scores[place], place))
    rest = [place for place in range(len(parts)) if place not in scores]
    yield from sorted(rest, key=lambda place: (parts[place].cites, parts[place].heading))


def _units_of(places: set[int], parts: Sequence[Unit]) -> set[int]:
    """The units with a word, and every row of a table whose column it names."""
    return places.union(*(_rows_below(place, parts) for place in places if parts[place].names))


def _rows_below(place: int, parts: Sequence[Unit]) -> Iterator[int]:
    return takewhile(lambda row: parts[row].cells == parts[place].cells, range(place + 1, len(parts)))


def _window(parts: Sequence[Unit], key: int) -> Span:
    """The units around the key sentence, those after it first, while they fit."""
    first = last = key
    while last + 1 < len(parts) and _fits(parts[first], parts[last + 1], parts[last + 1]):
        last += 1
    while first > 0 and _fits(parts[first - 1], parts[last], parts[first - 1]):
        first -= 1
    start = parts[first].span.start
    return Span(start, max(start, parts[last].span.end))


def _fits(first: Unit, last: Unit, added: Unit) -> bool:
    return last.end - first.start <= SNIPPET_CHARS and added.readable and not added.heading


def _merged(ranges: Iterable[_Range]) -> tuple[Span, ...]:
    """In order and without overlap."""
    result: list[_Range] = []
    for start, end in sorted(ranges):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return tuple(Span(start, end) for start, end in result)
