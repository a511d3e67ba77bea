"""What is shown of a section: the sentence that answers best, a window around it, and where the words stand.

All spans are offsets into the section's original text. A unit is a sentence, a list item or a table row; markers of
lists, headings, quotes and cell borders at its ends are not part of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.document import Span
from bot.search.analyze import aligned
from bot.search.hangul import initials, is_syllable
from bot.search.seek import Wanted

SNIPPET_CHARS = 300
"""A snippet takes in units around the key sentence up to about so many characters."""

HEADING_SHARE = 0.4
"""A heading repeats the question's words but seldom answers it."""

_LINE = re.compile(r"[^\n]+")
_LEAD = re.compile(r"(?:[\s>|]|[-*+•◦▪▫■□◆◇▷▶►※·○●]+(?=\s)|\\\*|#{1,6}(?=\s)|\d{1,3}[.)](?=\s)|\*\*|__)*")
_TRAIL = re.compile(r"(?:[\s|]|\*\*|__|#(?=\s*$))*$")
_STOP = re.compile(r"(?<=[가-힣\w)\]\"'”’][.!?。])[\"'”’)]*\s+(?=[^\s])|(?<=[。！？])")
_ABBREVIATION = re.compile(r"(?:\b[A-Za-z]|\b(?:etc|vs|cf|Mr|Dr|Inc|Ltd|Co|Jr|St|No|al|e\.g|i\.e))\.$")
_MARKUP = re.compile(r"\s*(?:!\[|<[/!a-zA-Z]|\|?\s*:?-{3,}|```|-{3,}\s*$)")
_HEADING = re.compile(r"\s*#{1,6}\s")
_LETTER = re.compile(r"[^\W_]")
_ASKS_NUMBER = re.compile(r"몇|얼마|언제|연도|날짜|비율|수는|인원|how (?:many|much)|when|percent")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The three things that a hit shows."""

    key_sentence: Span
    snippet: Span
    highlights: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    span: Span
    heading: bool


def excerpt(text: str, terms: Sequence[Wanted], query: str) -> Excerpt:
    """Choose what to show of a section for the terms of a query ."""
    units = _units(text)
    if not units:
        return Excerpt(Span(0, 0), Span(0, 0), ())
    found = _places(text, terms)
    key = _best(text, units, found, asks_number=bool(_ASKS_NUMBER.search(query)))
    return Excerpt(units[key].span, _window(units, key), _merged([span for spans in found for span, _ in spans]))


def _units(text: str) -> list[_Unit]:
    units: list[_Unit] = []
    for line in _LINE.finditer(text):
        start, end = line.span()
        if _MARKUP.match(text, start, end):
            continue
        heading = _HEADING.match(text, start, end) is not None
        row = "\t" in line.group().strip() or line.group().lstrip().startswith("|")
        for first, last in [(start, end)] if heading or row else _sentences(text, start, end):
            span = _trimmed(text, first, last)
            if span.end > span.start and _LETTER.search(text, span.start, span.end):
                units.append(_Unit(span, heading))
    return units


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for stop in _STOP.finditer(text, start, end):
        if not _ABBREVIATION.search(text[max(start, stop.start() - 8) : stop.start()]):
            found.append((start, stop.end()))
            start = stop.end()
    found.append((start, end))
    return found


def _trimmed(text: str, start: int, end: int) -> Span:
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    trail = _TRAIL.search(text, start, end)
    end = trail.start() if trail else end
    return Span(start, max(start, end))


def _places(text: str, terms: Sequence[Wanted]) -> list[list[tuple[Span, float]]]:
    """For each term where its forms stand in the original text, with what each is worth."""
    plain, places = aligned(text)
    tight: _Tight | None = None
    result = []
    for term in terms:
        spans: list[tuple[Span, float]] = []
        for needle in term.needles:
            if needle.initials:
                found = _occurrences(initials(plain), needle.text)
            else:
                found = _occurrences(plain, needle.text)
                if not found and len(needle.text) > 2:
                    tight = tight or _Tight(plain)
                    found = tight.occurrences(needle.text)
            spans += [(Span(start, end), needle.worth) for start, end in found if _whole(plain, start, end)]
        if places is not None:
            spans = [(Span(places[s.start], places[s.end - 1] + 1), worth) for s, worth in spans]
        result.append(spans)
    return result


def _occurrences(text: str, needle: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    place = text.find(needle)
    while place >= 0 and len(found) < 100:
        found.append((place, place + len(needle)))
        place = text.find(needle, place + len(needle))
    return found


class _Tight:
    """The letters and digits of a text without anything between them, and where each came from."""

    def __init__(self, plain: str) -> None:
        self._from = [match.start() for match in _LETTER.finditer(plain)]
        self._text = "".join([plain[place] for place in self._from])

    def occurrences(self, needle: str) -> list[tuple[int, int]]:
        return [
            (self._from[start], self._from[end - 1] + 1)
            for start, end in _occurrences(self._text, needle.replace(".", ""))
        ]


def _whole(plain: str, start: int, end: int) -> bool:
    """Latin words and numbers must begin where a word begins; Hangul is found anywhere."""
    first = plain[start]
    if is_syllable(first) or start == 0:
        return True
    before = plain[start - 1]
    return not (before.isascii() and before.isalnum())


def _best(
    text: str, units: Sequence[_Unit], found: Sequence[Sequence[tuple[Span, float]]], *, asks_number: bool
) -> int:
    starts = [unit.span.start for unit in units]
    scores = [0.0] * len(units)
    for spans in found:
        best: dict[int, float] = {}
        for span, worth in spans:
            place = bisect_right(starts, span.start) - 1
            if place >= 0 and span.end <= units[place].span.end:
                best[place] = max(best.get(place, 0.0), worth)
        for place, worth in best.items():
            scores[place] += worth
    for place, unit in enumerate(units):
        if unit.heading:
            scores[place] *= HEADING_SHARE
        elif asks_number and _DIGIT.search(text, unit.span.start, unit.span.end):
            scores[place] *= 1.15
        scores[place] /= 1 + (unit.span.end - unit.span.start) / 1500
    best_place = max(range(len(units)), key=scores.__getitem__)
    if scores[best_place] == 0:
        return next((place for place, unit in enumerate(units) if not unit.heading), 0)
    return best_place


def _window(units: Sequence[_Unit], key: int) -> Span:
    """The units around the key sentence, those after it first, while they fit."""
    first = last = key
    while True:
        grown = False
        for low, high in ((first, last + 1), (first - 1, last)):
            if low < 0 or high >= len(units) or units[high if high > last else low].heading:
                continue
            if units[high].span.end - units[low].span.start <= SNIPPET_CHARS:
                first, last, grown = low, high, True
                break
        if not grown:
            return Span(units[first].span.start, units[last].span.end)


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """In order and without overlap."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)
