"""The candidates' texts side by side, for looking up strings in all of them at once.

The texts are those of `texts`: words with single blanks between them, four lines each. Here they stand in one string,
each ended by U+0000, and as an array of code units; nothing beyond the basic plane is in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from bot.search.ranking.seek import Needle
from bot.search.spelling.analyze import PARTICLES, is_short_latin
from bot.search.spelling.hangul import FIRST_SYLLABLE, INITIALS, LAST_SYLLABLE, SYLLABLES_PER_INITIAL

Places = NDArray[np.int64]

LINES = 4
TITLE_LINES = 2
"""Lines of a text, and the first ones of them: the title and the headings."""

SHARED_LINES = (0, 2)
"""The title and the labels, which all sections of a document have in common."""

CHANCE_RUN = 4
FEW_LETTERS = 2
_BLANK, _POINT, _LINE = 32, 46, 10
_INITIAL_CODE = {char: code for code, char in enumerate(INITIALS)}
_BEHIND = np.arange(4)
"""Offsets of so many characters as make a number of 64 bits; no particle has as many."""
_ENDINGS = np.sort(np.frombuffer(b"".join(p.encode("utf-16-le").ljust(8, b"\0") for p in ("", *PARTICLES)), np.uint64))
"""What may follow within a word that ends nevertheless, as numbers."""

_NOWHERE = np.zeros(0, np.int64)

TEXT_BITS = 32
"""Bits of a word's number within all texts."""

_CHAR_BITS = 21
"""Bits of a character."""

_MIX = np.uint16(40503)
"""An odd number that spreads bigrams over 16 bits (Knuth's multiplicative hashing)."""


class Pool:
    """The texts of a search's candidates, given as UTF-16 in native order without a mark."""

    def __init__(self, texts: Sequence[bytes | memoryview]) -> None:
        self.count = len(texts)
        self._texts = texts
        self._bytes: bytes = b"\0\0".join([*texts, b""])
        self.points: NDArray[np.uint16] = np.frombuffer(self._bytes, np.uint16)
        self._line_ends: Places = (self.points <= _LINE).nonzero()[0]
        self.bodies: Places = self._line_ends[LINES - 2 :: LINES] + 1
        """Where each text's last line begins."""
        # The places of all but blanks and points, and the code units that stand there.
        self._kept: Places = ((self.points != _BLANK) & (self.points != _POINT)).nonzero()[0]
        self._tight: NDArray[np.uint16] = self.points[self._kept]
        self._spots: _Spots | None = None

    def text(self, number: int) -> str:
        """The text of one candidate."""
        return str(self._texts[number], "utf-16-le", "replace")

    def title(self, number: int) -> str:
        """The title above one candidate."""
        return self.text(number).partition("\n")[0]

    @cached_property
    def _whole(self) -> str:
        return self._bytes.decode("utf-16-le", "replace")

    @cached_property
    def _tight_text(self) -> str:
        return self._tight.tobytes().decode("utf-16-le", "replace")

    def lengths(self) -> NDArray[np.float64]:
        """Letters and digits of each text."""
        behind = self._kept.searchsorted(self._line_ends[LINES - 1 :: LINES] + 1)
        lengths = behind.astype(np.float64)
        lengths[1:] -= behind[:-1]
        return lengths

    def lines(self, places: Places) -> Places:
        """The number of the line of all texts in which each place stands: 4 times the candidate plus 0 for the title,
        1 for headings, 2 for labels, 3 for the body.
        """
        return self._line_ends.searchsorted(places)

    def begins(self, places: Places) -> NDArray[np.bool_]:
        """Which places begin a word."""
        # Before the first place comes, as it were, the end of the last text.
        return np.asarray(self.points[places - 1] <= _BLANK)

    def words(self, places: Places) -> Places:
        """The number of the word of all texts that each place stands in, with that of its candidate above."""
        counts = (self.points <= _BLANK).cumsum()
        return np.asarray(self.lines(places) // LINES << TEXT_BITS | counts[places])

    def ends(self, stops: Places) -> NDArray[np.bool_]:
        """At which places a word ends, a particle behind it aside."""
        behind = self.points.take(stops[:, None] + _BEHIND, mode="clip")
        behind *= np.logical_and.accumulate(behind > _BLANK, axis=1)
        rest = behind.view(np.uint64).ravel()
        return np.asarray(_ENDINGS.take(_ENDINGS.searchsorted(rest), mode="clip") == rest)

    def found(self, needles: Sequence[Needle]) -> tuple[Places, Places]:
        """Where needles stand: their numbers and, side by side with them, the places, by needle and in order."""
        spots = self._spots
        runs = {} if spots is None else {n: run for n, needle in enumerate(needles) if (run := spots.run(needle.text))}
        plain = [n for n in runs if not (needles[n].short or needles[n].initials or is_short_latin(needles[n].text))]
        which, places = self._standing([needles[n] for n in plain], [runs[n] for n in plain])
        numbers = np.array(plain, np.int64)[which]
        if len(plain) == len(needles):
            return numbers, places
        others = {n: self._places(needle, runs.get(n)) for n, needle in enumerate(needles) if n not in plain}
        numbers = np.concatenate([numbers, np.repeat(list(others), [len(other) for other in others.values()])])
        order = numbers.argsort(kind="stable")
        return numbers[order], np.concatenate([places, *others.values()])[order]

    def _standing(self, needles: Sequence[Needle], runs: Sequence[Sequence[int]]) -> tuple[Places, Places]:
        """The places of needles whose bigrams have been looked up, all at once."""
        if self._spots is None or not runs:
            return _NOWHERE, _NOWHERE
        which, at = self._spots.of(runs)
        kept = self._kept
        places = kept[at]
        behind = np.array([len(needle.text) - 1 for needle in needles])[which]
        loose = np.array([needle.loose for needle in needles])[which]
        held = (loose | (kept[at + behind] - places == behind)).nonzero()[0]
        return which[held], places[held]

    def _places(self, needle: Needle, run: Sequence[int] | None) -> Places:
        """Every place of any needle, in order; `run` are the numbers of its bigrams, where they have been looked up."""
        if needle.initials:
            return self._initial_places(needle.text)
        if needle.short:
            found = np.flatnonzero(self.points == ord(needle.text))
            found = found[self.begins(found)]
            return found[self.ends(found + 1)]
        found = self._searched(needle) if run is None else self._standing([needle], [run])[1]
        return self._apart(found, len(needle.text)) if is_short_latin(needle.text) else found

    def _apart(self, found: Places, size: int) -> Places:
        """Those of a few Latin letters that are no mere part of a longer word: two letters stand alone among Latin ones
        (`ai` in `생성ai`, not in `main`), three begin or end there (`gpt` in `chatgpt`, not `rag` in `storage`).
        """
        before = self._is_letter(self.points[found - 1])
        after = self._is_letter(self.points[found + size])
        return found[~(before & after) if size > FEW_LETTERS else ~(before | after)]

    @staticmethod
    def _is_letter(points: NDArray[np.uint16]) -> NDArray[np.bool_]:
        return np.asarray((points >= ord("a")) & (points <= ord("z")))

    def _searched(self, needle: Needle) -> Places:
        """The places of a needle whose bigrams have not been looked up."""
        found = _all(self._whole, needle.text)
        if not needle.loose:
            return found
        tight = _all(self._tight_text, needle.text.replace(".", ""))
        return np.union1d(found, self._kept[tight])

    @cached_property
    def _initial_codes(self) -> NDArray[np.uint8]:
        points = self._tight
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
        kept = self._kept
        places = kept[found]
        begins = self.begins(places)
        if len(run) <= CHANCE_RUN:
            # A few initials begin many pairs of words by chance: where one word has them all, that is meant.
            within = begins & (kept[found + len(run) - 1] - places == len(run) - 1)
            begins = within if within.any() else begins
        return places[begins]

    def bigram_counts(self, names: Sequence[str]) -> NDArray[np.int64]:
        """How often different bigrams, blanks aside, are in each line of each candidate."""
        self._spots = spots = _Spots(self._tight, names)
        cells = spots.numbers * (self.count * LINES) + self.lines(self._kept[spots.at])
        counts = np.bincount(cells, minlength=len(names) * self.count * LINES)
        return counts.reshape(len(names), self.count, LINES)


class _Spots:
    """Where the bigrams that a query asks for stand among code units: `at` in order, and the `numbers` of the names."""

    def __init__(self, points: NDArray[np.uint16], names: Sequence[str]) -> None:
        self._places = {name: number for number, name in enumerate(names)}
        # Characters beyond the basic plane, which are in no text, take more bits.
        wanted = np.array([ord(name[0]) << _CHAR_BITS | ord(name[1]) for name in names], np.int64)
        table = np.zeros(1 << 16, bool)
        table[(wanted >> _CHAR_BITS).astype(np.uint16) * _MIX ^ wanted.astype(np.uint16)] = True
        likely = table.take(points[:-1] * _MIX ^ points[1:]).nonzero()[0]
        seen = points[likely].astype(np.int64) << _CHAR_BITS | points[likely + 1]
        order = wanted.argsort()
        place = wanted.searchsorted(seen, sorter=order)
        number = order.take(place, mode="clip") if names else place
        true = wanted[number] == seen if names else place
        self.at, self.numbers = likely[true], number[true]

    @cached_property
    def _grouped(self) -> tuple[Places, list[int], NDArray[np.int32]]:
        """The places by name, where each name's begin, and the name that stands at each place (-1 for none)."""
        standing = np.full(int(self.at[-1]) + 2 if len(self.at) else 1, -1, np.int32)
        standing[self.at] = self.numbers
        counts = np.bincount(self.numbers, minlength=len(self._places)).tolist()
        return self.at[self.numbers.argsort(kind="stable")], [0, *accumulate(counts)], standing

    def run(self, text: str) -> list[int] | None:
        """The numbers of a text's bigrams; None where one of them was not asked for."""
        numbers = [self._places.get(text[place : place + 2], -1) for place in range(len(text) - 1)]
        return numbers if -1 not in numbers else None

    def of(self, runs: Sequence[Sequence[int]]) -> tuple[Places, Places]:
        """Where bigrams of these numbers follow one another: the numbers of the runs and, side by side, the places."""
        grouped, firsts, standing = self._grouped
        first = [run[0] for run in runs]
        at = np.concatenate([grouped[firsts[number] : firsts[number + 1]] for number in first])
        which = np.arange(len(runs)).repeat([firsts[number + 1] - firsts[number] for number in first])
        # Every second bigram and the last one hold all letters.
        for step in range(2, max(map(len, runs)) + 1, 2):
            offsets = [min(step, len(run) - 1) for run in runs]
            numbers = np.array([run[offset] for run, offset in zip(runs, offsets, strict=True)])
            held = (standing.take(at + np.array(offsets)[which], mode="clip") == numbers[which]).nonzero()[0]
            which, at = which[held], at[held]
        return which, at


def _all(text: str, needle: str) -> Places:
    """Where a string stands, the first of two that overlap: what lies between is measured, which needs no loop."""
    between = text.split(needle)
    return np.cumsum([len(part) + len(needle) for part in between[:-1]], dtype=np.int64) - len(needle)
