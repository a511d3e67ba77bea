"""The candidates' texts side by side, for looking up strings in all of them at once.

The texts are those of `texts`: words with single blanks between them, four lines each. Here they stand in one string,
each ended by U+0000, and as an array of code units; nothing beyond the basic plane is in them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.search.analyze import PARTICLES, is_short_latin
from bot.search.hangul import FIRST_SYLLABLE, INITIALS, LAST_SYLLABLE, SYLLABLES_PER_INITIAL
from bot.search.seek import Needle

Places = NDArray[np.int64]

LINES = 4
CHANCE_RUN = 4
FEW_LETTERS = 2
_BLANK, _POINT, _LINE = 32, 46, 10
_INITIAL_CODE = {char: code for code, char in enumerate(INITIALS)}
_PARTICLE = re.compile(rf"(?:{'|'.join(PARTICLES)})(?=[\0\n ])")
"""A particle and the end of its word."""

_MIX = np.uint16(40503)
"""An odd number that spreads bigrams over 16 bits (Knuth's multiplicative hashing)."""


class Pool:
    """The texts of a search's candidates, given as UTF-16 in native order without a mark."""

    def __init__(self, texts: Sequence[bytes | memoryview]) -> None:
        self.count = len(texts)
        blob = b"".join([part for text in texts for part in (text, b"\0\0")])
        self.points = np.frombuffer(blob, np.uint16)
        self.whole = blob.decode("utf-16-le", "replace")
        sizes = np.array([len(text) // 2 + 1 for text in texts], np.int64)
        self.starts = np.cumsum(sizes) - sizes
        self._spots: _Spots | None = None

    def texts(self) -> list[str]:
        """The text of every candidate."""
        return self.whole.split("\0")[:-1]

    @cached_property
    def line_ends(self) -> Places:
        """Where each of the four lines of each text ends."""
        return np.flatnonzero((self.points == _LINE) | (self.points == 0))

    @cached_property
    def bodies(self) -> Places:
        """Where each text's last line begins."""
        return np.asarray(self.line_ends[LINES - 2 :: LINES] + 1)

    @cached_property
    def _tight(self) -> tuple[NDArray[np.uint16], Places]:
        """The code units without blanks and points, and where each stood."""
        kept = np.flatnonzero((self.points != _BLANK) & (self.points != _POINT))
        return self.points[kept], kept

    @cached_property
    def _tight_text(self) -> str:
        return self._tight[0].tobytes().decode("utf-16-le", "replace")

    @cached_property
    def lengths(self) -> NDArray[np.float64]:
        """Letters and digits of each text."""
        edges = np.searchsorted(self._tight[1], np.append(self.starts, len(self.points)))
        return np.diff(edges).astype(np.float64)

    def lines(self, places: Places) -> Places:
        """The number of the line of all texts in which each place stands: 4 times the candidate plus 0 for the title,
        1 for headings, 2 for labels, 3 for the body.
        """
        return np.searchsorted(self.line_ends, places)

    def begins(self, places: Places) -> NDArray[np.bool_]:
        """Which places begin a word."""
        return np.asarray((places == 0) | (self.points[np.maximum(places - 1, 0)] <= _BLANK))

    def ends(self, stops: Places) -> NDArray[np.bool_]:
        """At which places a word ends, a particle behind it aside."""
        done = self.points[stops] <= _BLANK
        open_ends = np.flatnonzero(~done)
        match, whole = _PARTICLE.match, self.whole
        done[open_ends] = [match(whole, stop) is not None for stop in stops[open_ends].tolist()]
        return np.asarray(done)

    def places(self, needle: Needle) -> Places:
        """Every place of a needle, in order."""
        if needle.initials:
            return self._initial_places(needle.text)
        if needle.short:
            found = np.flatnonzero(self.points == ord(needle.text))
            found = found[self.begins(found)]
            return found[self.ends(found + 1)]
        found = self._standing(needle)
        return self._apart(found, len(needle.text)) if is_short_latin(needle.text) else found

    def _standing(self, needle: Needle) -> Places:
        spots = None if "." in needle.text else self._spots
        at = spots.of(needle.text) if spots is not None else None
        if at is None:
            return self._searched(needle)
        kept = self._tight[1]
        found = kept[at]
        return found if needle.loose else found[kept[at + len(needle.text) - 1] - found == len(needle.text) - 1]

    def _apart(self, found: Places, size: int) -> Places:
        """Those of a few Latin letters that are no mere part of a longer word: two letters stand alone among Latin ones
        (`ai` in `생성ai`, not in `main`), three begin or end there (`gpt` in `chatgpt`, not `rag` in `storage`).
        """
        before = self._is_letter(np.where(found > 0, self.points[found - 1], 0))
        after = self._is_letter(self.points[found + size])
        return found[~(before & after) if size > FEW_LETTERS else ~(before | after)]

    @staticmethod
    def _is_letter(points: NDArray[np.uint16]) -> NDArray[np.bool_]:
        return np.asarray((points >= ord("a")) & (points <= ord("z")))

    def _searched(self, needle: Needle) -> Places:
        """The places of a needle whose bigrams have not been looked up."""
        found = _all(self.whole, needle.text)
        if not needle.loose:
            return found
        tight = _all(self._tight_text, needle.text.replace(".", ""))
        return np.union1d(found, self._tight[1][tight])

    @cached_property
    def _initial_codes(self) -> NDArray[np.uint8]:
        points = self._tight[0]
        codes = (points - np.uint16(FIRST_SYLLABLE)) // np.uint16(SYLLABLES_PER_INITIAL)
        return np.where((points >= FIRST_SYLLABLE) & (points <= LAST_SYLLABLE), codes, 255).astype(np.uint8)

    def _initial_places(self, run: str) -> Places:
        """Places at word starts where syllables have these initial consonants, blanks aside."""
        codes = self._initial_codes
        count = len(codes) - len(run) + 1
        if count <= 0:
            return np.zeros(0, np.int64)
        found = np.flatnonzero(codes[:count] == _INITIAL_CODE[run[0]])
        for offset, char in enumerate(run[1:], 1):
            found = found[codes[found + offset] == _INITIAL_CODE[char]]
        kept = self._tight[1]
        places = kept[found]
        begins = self.begins(places)
        if len(run) <= CHANCE_RUN:
            # A few initials begin many pairs of words by chance: where one word has them all, that is meant.
            within = begins & (kept[found + len(run) - 1] - places == len(run) - 1)
            begins = within if within.any() else begins
        return places[begins]

    def bigram_counts(self, names: Sequence[str], line_weights: Sequence[float]) -> NDArray[np.float64]:
        """How often each candidate has each of different bigrams, blanks aside, occurrences weighted by their line."""
        points, kept = self._tight
        self._spots = spots = _Spots(points, names)
        line = self.lines(kept[spots.at])
        counts = np.bincount(
            line // LINES * len(names) + spots.numbers,
            weights=np.asarray(line_weights)[line % LINES],
            minlength=self.count * len(names),
        )
        return counts.reshape(self.count, len(names)).astype(np.float64)


class _Spots:
    """Where the bigrams that a query asks for stand among code units: `at` in order, and the `numbers` of the names."""

    def __init__(self, points: NDArray[np.uint16], names: Sequence[str]) -> None:
        self._places = {name: number for number, name in enumerate(names)}
        # Characters beyond the basic plane are in no text; two zeros never stand side by side.
        codes = [ord(name[0]) << 16 | ord(name[1]) if max(name) <= "\uffff" else 0 for name in names]
        wanted = np.array(codes, np.uint32)
        table = np.zeros(1 << 16, bool)
        table[(wanted >> np.uint32(16)).astype(np.uint16) * _MIX ^ wanted.astype(np.uint16)] = True
        likely = np.flatnonzero(table.take(points[:-1] * _MIX ^ points[1:]))
        seen = points[likely].astype(np.uint32) << np.uint32(16) | points[likely + 1]
        order = np.argsort(wanted)
        place = wanted.searchsorted(seen, sorter=order)
        number = order[np.minimum(place, len(wanted) - 1)] if names else place
        true = np.flatnonzero(wanted[number] == seen) if names else place
        self.at, self.numbers = likely[true], number[true]

    @cached_property
    def _grouped(self) -> tuple[Places, list[int], NDArray[np.int32]]:
        """The places by name, where each name's begin, and the name that stands at each place (-1 for none)."""
        standing = np.full(int(self.at[-1]) + 2 if len(self.at) else 1, -1, np.int32)
        standing[self.at] = self.numbers
        firsts = np.cumsum(np.bincount(self.numbers, minlength=len(self._places)))
        return self.at[np.argsort(self.numbers, kind="stable")], [0, *firsts.tolist()], standing

    def of(self, text: str) -> Places | None:
        """The places of a text of two characters or more; None where one of its bigrams was not asked for."""
        numbers = [self._places.get(text[place : place + 2]) for place in range(len(text) - 1)]
        if None in numbers:
            return None
        grouped, firsts, standing = self._grouped
        first, *others = numbers
        assert first is not None
        found = grouped[firsts[first] : firsts[first + 1]]
        for offset, number in enumerate(others, 1):
            found = found[standing[found + offset] == number]
        return found


def _all(text: str, needle: str) -> Places:
    """Where a string stands, the first of two that overlap: what lies between is measured, which needs no loop."""
    between = text.split(needle)
    return np.cumsum([len(part) + len(needle) for part in between[:-1]], dtype=np.int64) - len(needle)
