"""What is shown of a section: the sentence that answers best, a window around it, and where the words stand.

All spans are offsets into the section's original text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, islice, takewhile
from operator import itemgetter

from bot.domain.document import Span
from bot.search.answering.asked import asked
from bot.search.answering.units import Unit, trimmed, units
from bot.search.ranking.seek import Needle
from bot.search.spelling.analyze import aligned, core, normalise, original
from bot.search.spelling.hangul import beginning, is_syllable

SNIPPET_CHARS = 300
"""A snippet takes in units around the key sentence up to about so many characters."""

HEADING_SHARE = 0.4
"""A heading repeats the question's words but seldom answers it: what stands first below it has so much of its words."""

NAMED_SHARE = 0.3
"""What the heading or the title has already holds of every sentence alike: such a word counts so much in one."""

FOLLOWS_SHARE = 0.6
"""What is asked for often stands behind the sentence with the words (`It closed. The reason was …`): it has so much
of them. Both were chosen on 81 questions over two small corpora of short sections, of which the key sentence then
answers 73 instead of 62; of 87 others that were held back 80 instead of 74.
"""

COLUMN_SHARE = 0.9
"""A row has the name of its column as if it said it, a little less than a sentence that does."""

_Range = tuple[int, int]

LONG_UNIT = 1_500
"""Characters at which a unit's worth halves: of two that hold the same words the shorter one answers."""

ASKED_SHARE = 0.6
"""Of the worth of all words found: what a unit gains by the kind of thing that is asked for (see `asked`). Of 100
questions the key sentence answers 90 without it, 91 with any share from .2 to .8 and 90 with 1.
"""

LENGTH_SHARE, USUAL_LENGTH, ASKED_NEARNESS = 0.11, 40, 0.05
"""What the length of a sentence, in characters, and the kind of thing it holds count beside its nearness, a cosine: a
short sentence lies near to much and says little. Of 100 questions the nearest sentence alone answers 73, with the kind
77, with both 83; with .08 to .13 for the length 82 or 83.
"""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The three things that a hit shows."""

    key_sentence: Span
    snippet: Span
    highlights: tuple[Span, ...]


def excerpt(text: str, needles: Sequence[Needle], query: str, headings: str = "") -> Excerpt:
    """Choose what to show of a section in which these needles, one of a term each, were found.

    `headings` are the document's title and the headings that the section stands under.
    """
    parts = units(text)
    above = normalise(headings)
    found = [
        (places, needle.worth * NAMED_SHARE if needle.text in above else needle.worth)
        for places, needle in zip(_places(text, needles), needles, strict=True)
    ]
    order = _by_answer(text, parts, found, asked(query))
    key = next((place for place in order if parts[place].readable), None)
    if key is None:
        return Excerpt(Span(0, 0), Span(0, 0), ())
    highlights = _merged([place for places, _ in found for place in places])
    return Excerpt(parts[key].span, _window(parts, key), highlights)


def nearest(text: str, sentences: Sequence[tuple[Span, float]], query: str) -> Span | None:
    """Which of the sentences, given with their nearness in meaning, answers; None where there are none."""
    kind = asked(query)

    def worth(sentence: tuple[Span, float]) -> float:
        (start, end), near = sentence
        length = end - start
        of_kind = kind is not None and kind.search(text, start, end) is not None
        return near + LENGTH_SHARE * length / (length + USUAL_LENGTH) + ASKED_NEARNESS * of_kind

    return trimmed(text, *max(sentences, key=worth)[0]) if sentences else None


def around(text: str, key: Span) -> Span:
    """The snippet around a part of the text that was chosen otherwise."""
    parts = units(text)
    if not parts:
        return key
    window = _window(parts, max(0, bisect_right(parts, key.start, key=itemgetter(0)) - 1))
    return Span(min(window.start, key.start), max(window.end, key.end))


def _places(text: str, needles: Sequence[Needle]) -> list[list[_Range]]:
    """For each needle where it stands in the original text."""
    plain, places = text.lower(), None
    if len(plain) != len(text) or any(n.initials or n.text not in plain for n in needles):
        plain, places = aligned(text)
    tight: _Tight | None = None
    result = []
    for needle in needles:
        found = (_begun if needle.initials else _occurrences)(plain, needle.text)
        if not found and len(needle.text) > 2:
            tight = tight or _Tight(plain)
            found = tight.occurrences(needle.text, initial=needle.initials)
        found = [(start, end) for start, end in found if _whole(plain, start, end, needle)]
        if places is not None:
            found = [original(places, start, end) for start, end in found]
        result.append(found)
    return result


def _occurrences(text: str, needle: str) -> list[_Range]:
    found: list[_Range] = []
    place, size = text.find(needle), len(needle)
    while place >= 0 and len(found) < 100:
        found.append((place, place + size))
        place = text.find(needle, place + size)
    return found


def _begun(text: str, run: str) -> list[_Range]:
    """Where syllables have these initial consonants."""
    return [match.span() for match in islice(beginning(run).finditer(text), 100)]


class _Tight:
    """The letters and digits of a text without anything between them, and where each came from."""

    def __init__(self, plain: str) -> None:
        self._from = list(compress(range(len(plain)), map(str.isalnum, plain)))
        self._text = "".join(filter(str.isalnum, plain))

    def occurrences(self, needle: str, *, initial: bool) -> list[_Range]:
        found = _begun(self._text, needle) if initial else _occurrences(self._text, needle.replace(".", ""))
        return [(self._from[start], self._from[end - 1] + 1) for start, end in found]


def _whole(plain: str, start: int, end: int, needle: Needle) -> bool:
    """Latin words, numbers and initials begin where a word begins, single syllables are one; others stand anywhere."""
    before = plain[start - 1] if start else " "
    if needle.initials or needle.short:
        after = plain[end : end + 1]
        return not before.isalnum() and (needle.initials or not after.isalnum() or core(plain[start : end + 1]) != "")
    return is_syllable(plain[start]) or not (before.isascii() and before.isalnum())


def _by_answer(
    text: str, parts: Sequence[Unit], found: Sequence[tuple[Sequence[_Range], float]], kind: re.Pattern[str] | None
) -> Iterator[int]:
    """The units, the one that answers best first: it holds most of what the query asks, and is not too long."""
    starts = [part.start for part in parts]
    showing = [p for p, part in enumerate(parts) if kind and part.tells and kind.search(text, *part.span)]
    following = {place for place in showing if place and text[parts[place].start - 1] != "\n"}
    scores: dict[int, float] = {}
    for places, worth in found:
        shares = _shares({bisect_right(starts, start) - 1 for start, _ in places}, parts)
        for place in following:
            if shares.get(place - 1) == 1:
                shares[place] = max(shares.get(place, 0.0), FOLLOWS_SHARE)
        for place, share in shares.items():
            scores[place] = scores.get(place, 0.0) + worth * share
    gain = ASKED_SHARE * sum(worth for _, worth in found)
    for place in showing:
        scores[place] = scores.get(place, 0.0) + gain
    for place in scores:
        scores[place] /= 1 + (parts[place].end - parts[place].start) / LONG_UNIT
    yield from sorted(scores, key=lambda place: (-scores[place], place))
    rest = [place for place in range(len(parts)) if place not in scores]
    yield from sorted(rest, key=lambda place: (parts[place].cites, not parts[place].tells))


def _shares(places: set[int], parts: Sequence[Unit]) -> dict[int, float]:
    """Which share of a word each unit has, given those that it stands in. Headings and names of columns hand theirs on
    to what they stand above; a source has none.
    """
    found = {place: 1.0 for place in places if parts[place].tells}
    for place in places:
        if parts[place].names:
            handed = dict.fromkeys(_rows_below(place, parts), COLUMN_SHARE)
        elif parts[place].heading and (below := _first_below(place, parts)):
            handed = {below: HEADING_SHARE}
        else:
            continue
        for other, share in handed.items():
            found[other] = max(found.get(other, 0.0), share)
    return found


def _first_below(place: int, parts: Sequence[Unit]) -> int:
    """The first unit below a heading that says something; 0, which stands below none, where there is no such."""
    return next((below for below in range(place + 1, len(parts)) if parts[below].tells), 0)


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
    return last.end - first.start <= SNIPPET_CHARS and added.readable and not (added.heading or added.cites)


def _merged(ranges: Iterable[_Range]) -> tuple[Span, ...]:
    """In order and without overlap."""
    result: list[_Range] = []
    for start, end in sorted(ranges):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return tuple(Span(start, end) for start, end in result)
