"""What is shown of a section: the sentence that answers best, a window around it, and where the words stand.

All spans are offsets into the section's original text. A unit is a sentence, a list item or a table row; markers of
lists, headings, quotes and cell borders at its ends are not part of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.document import Span
from bot.search.analyze import aligned, core, original
from bot.search.hangul import initials, is_syllable
from bot.search.seek import Needle

SNIPPET_CHARS = 300
"""A snippet takes in units around the key sentence up to about so many characters."""

HEADING_SHARE = 0.4
"""A heading repeats the question's words but seldom answers it."""

_LEAD = re.compile(r"(?:[\s>|]|[-*+•◦▪▫■□◆◇▷▶►※·○●]+(?=\s)|\\\*|#{1,6}(?=\s)|\d{1,3}[.)](?=\s)|\*\*|__)*")
_TRAILING = " \t\r\n|\u00a0\u3000"
_ABBREVIATED = r"(?<!\b[A-Za-z]\.)(?<!\b(?:vs|cf|Mr|Dr|Co|Jr|St|No|al)\.)(?<!\b(?:etc|Inc|Ltd)\.)(?<!\b(?:e\.g|i\.e)\.)"
_BOUNDARY = re.compile(rf"[\n.!?。！？](?:(?<=\n)\n*|(?<!\n){_ABBREVIATED}[\"'”’)\]]*(?: +|(?<=[。！？])(?=[^\s])))")
_Range = tuple[int, int]

LONG_UNIT = 1_500
"""Characters at which a unit's worth halves: of two that hold the same words the shorter one answers."""

NUMBER_SHARE = 1.15
"""A question for a number is answered by one."""

_MARKUP = re.compile(r"\s*(?:!\[|<[/!a-zA-Z]|\|?\s*:?-{3,}|```|-{3,}\s*$)")
_HEADING = re.compile(r"\s*#{1,6}\s")
_SOURCE_LINE = re.compile(r"\s*(?:[-*•]\s+)?(?:출처|자료|원문|Sources?|References?)\s*[::]", re.IGNORECASE)
_HANGUL = re.compile(r"[가-힣]")
_LETTER = re.compile(r"[^\W_]")
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
    starts = _starts(text)
    found = _places(text, needles)
    order = _by_answer(text, starts, found, asks_number=bool(_ASKS_NUMBER.search(query)))
    key = next((place for place in order if _shown(text, starts, place)), None)
    if key is None:
        return Excerpt(Span(0, 0), Span(0, 0), ())
    window = _window(text, starts, key)
    return Excerpt(
        _trimmed(text, *_unit(starts, key)), window, _merged([place for places, _ in found for place in places])
    )


def around(text: str, key: Span) -> Span:
    """The snippet around a part of the text that was chosen otherwise."""
    starts = _starts(text)
    place = max(0, min(bisect_right(starts, key.start) - 1, len(starts) - 2))
    if place + 1 >= len(starts):
        return key
    window = _window(text, starts, place)
    return Span(min(window.start, key.start), max(window.end, key.end))


@lru_cache(maxsize=512)
def _starts(text: str) -> list[int]:
    """Where units begin, and the text's end. A row of a table stays whole."""
    rows = "\t" in text or "|" in text
    found = (match.end() for match in _BOUNDARY.finditer(text) if not (rows and _in_row(text, match.start())))
    starts = [0, *found]
    if starts[-1] < len(text):
        starts.append(len(text))
    return starts


def _in_row(text: str, place: int) -> bool:
    if text[place] == "\n":
        return False
    start = text.rfind("\n", 0, place) + 1
    stop = text.find("\n", place)
    line = text[start : stop if stop >= 0 else len(text)].strip()
    return "\t" in line or line.startswith("|")


def _unit(starts: Sequence[int], place: int) -> tuple[int, int]:
    return starts[place], starts[place + 1]


def _shown(text: str, starts: Sequence[int], place: int) -> bool:
    """Whether a unit is worth reading: no markup, and some letters."""
    start, end = _unit(starts, place)
    if _MARKUP.match(text, start):
        return False
    lead = _LEAD.match(text, start, end)
    return _LETTER.search(text, lead.end() if lead else start, end) is not None


def _heading(text: str, starts: Sequence[int], place: int) -> bool:
    return _HEADING.match(text, starts[place]) is not None


def _cites(text: str, starts: Sequence[int], place: int) -> bool:
    """Whether a unit names a source instead of saying something: a source line, or a foreign title right below one."""
    while not _SOURCE_LINE.match(text, starts[place]):
        if place == 0 or _HANGUL.search(text, starts[place], starts[place + 1]):
            return False
        place -= 1
    return True


def _trimmed(text: str, start: int, end: int) -> Span:
    """A unit without the markers before it and the blanks and borders behind it."""
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    body = text[start:end].rstrip(_TRAILING)
    if body.count("**") % 2 and body.endswith("**"):
        body = body[:-2].rstrip(_TRAILING)
    return Span(start, start + len(body))


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
        self._from = [match.start() for match in _LETTER.finditer(plain)]
        self._text = "".join([plain[place] for place in self._from])

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
    text: str, starts: Sequence[int], found: Sequence[tuple[Sequence[_Range], float]], *, asks_number: bool
) -> Iterator[int]:
    """The units, the one that answers best first: it holds most of what the query asks, and is not too long."""
    scores: dict[int, float] = {}
    for places, worth in found:
        for place in {bisect_right(starts, start) - 1 for start, _ in places}:
            scores[place] = scores.get(place, 0.0) + worth
    count = len(starts) - 1
    scores = {place: score for place, score in scores.items() if place < count and not _cites(text, starts, place)}
    for place in scores:
        start, end = _unit(starts, place)
        share = 1 / (1 + (end - start) / LONG_UNIT)
        if _heading(text, starts, place):
            share *= HEADING_SHARE
        elif asks_number and _DIGIT.search(text, start, end):
            share *= NUMBER_SHARE
        scores[place] *= share
    yield from sorted(scores, key=lambda place: (-scores[place], place))
    rest = [place for place in range(count) if place not in scores]
    yield from sorted(rest, key=lambda place: (_cites(text, starts, place), _heading(text, starts, place)))


def _window(text: str, starts: Sequence[int], key: int) -> Span:
    """The units around the key sentence, those after it first, while they fit."""
    first = last = key
    count = len(starts) - 1
    while last + 1 < count and _fits(text, starts, first, last + 1, last + 1):
        last += 1
    while first > 0 and _fits(text, starts, first - 1, last, first - 1):
        first -= 1
    start = _trimmed(text, *_unit(starts, first)).start
    return Span(start, max(start, _trimmed(text, *_unit(starts, last)).end))


def _fits(text: str, starts: Sequence[int], first: int, last: int, added: int) -> bool:
    if starts[last + 1] - starts[first] > SNIPPET_CHARS:
        return False
    return not _heading(text, starts, added) and _shown(text, starts, added)


def _merged(ranges: Iterable[_Range]) -> tuple[Span, ...]:
    """In order and without overlap."""
    result: list[_Range] = []
    for start, end in sorted(ranges):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return tuple(Span(start, end) for start, end in result)
