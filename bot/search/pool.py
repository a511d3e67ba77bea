"""The candidates' texts side by side, for looking up strings in all of them at once.

The texts are those of `texts`: words with single blanks between them, four lines each. Here they stand in one string,
each ended by U+0000, and as an array of code units; nothing beyond the basic plane is in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.search.analyze import PARTICLES
from bot.search.hangul import FIRST_SYLLABLE, INITIALS, LAST_SYLLABLE, SYLLABLES_PER_INITIAL
from bot.search.seek import Needle

Places = NDArray[np.int64]

_BLANK, _POINT, _BREAK = 32, 46, 32
_INITIAL_CODE = {char: code for code, char in enumerate(INITIALS)}
_PARTICLES_BY_START = frozenset(PARTICLES)
_HASH_BITS = 16


class Pool:
    """The texts of a search's candidates."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.count = len(texts)
        self.whole = "\0".join(texts) + "\0"
        sizes = np.array([len(text) + 1 for text in texts], np.int64)
        self.starts = np.cumsum(sizes) - sizes

    @cached_property
    def points(self) -> NDArray[np.uint16]:
        """The code units of the whole string."""
        return np.frombuffer(self.whole.encode("utf-16-le", "replace"), np.uint16)

    @cached_property
    def line_ends(self) -> Places:
        """Where each of the four lines of each text ends."""
        return np.flatnonzero((self.points == 10) | (self.points == 0))

    @cached_property
    def bodies(self) -> Places:
        """Where each text's last line begins."""
        return np.asarray(self.line_ends[2::4] + 1)

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
        kept = self._tight[1]
        edges = np.searchsorted(kept, np.append(self.starts, len(self.whole)))
        return np.diff(edges).astype(np.float64)

    def owners(self, places: Places) -> Places:
        """The candidate to which each place belongs."""
        return np.searchsorted(self.starts, places, "right") - 1

    def lines(self, places: Places) -> Places:
        """The line (0 title, 1 headings, 2 labels, 3 body) in which each place stands."""
        return np.searchsorted(self.line_ends, places) % 4

    def begins(self, places: Places) -> NDArray[np.bool_]:
        """Which places begin a word."""
        return np.asarray((places == 0) | (self.points[np.maximum(places - 1, 0)] <= _BREAK))

    def ends(self, places: Places, size: int) -> NDArray[np.bool_]:
        """After which places, `size` further on, a word ends, a particle aside."""
        after = np.minimum(places + size, len(self.points) - 1)
        done = self.points[after] <= _BREAK
        for number in np.flatnonzero(~done).tolist():
            start = int(after[number])
            rest = self.whole[start : start + 5]
            for stop, char in enumerate(rest):
                if char <= " ":
                    done[number] = rest[:stop] in PARTICLES
                    break
        return np.asarray(done)

    def places(self, needle: Needle) -> Places:
        """Every place of a needle, in order."""
        if needle.initials:
            return self._initial_places(needle.text)
        found = _all(self.whole, needle.text)
        if needle.short:
            return found[self.begins(found) & self.ends(found, 1)] if len(found) else found
        if not len(found) and needle.loose:
            tight = _all(self._tight_text, needle.text.replace(".", ""))
            return self._tight[1][tight] if len(tight) else found
        return found

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
        hit = codes[:count] == _INITIAL_CODE[run[0]]
        found = np.flatnonzero(hit)
        for offset, char in enumerate(run[1:], 1):
            found = found[codes[found + offset] == _INITIAL_CODE[char]]
        places = self._tight[1][found]
        return places[self.begins(places)]

    def bigram_counts(self, names: Sequence[str], line_weights: Sequence[float]) -> NDArray[np.float64]:
        """How often each candidate has each bigram, blanks aside, occurrences weighted by their line."""
        points, kept = self._tight
        codes: NDArray[np.uint32] = points[:-1].astype(np.uint32) << np.uint32(16) | points[1:]
        wanted = np.array([ord(name[0]) << 16 | ord(name[1]) for name in names], np.uint32)
        table = np.zeros(1 << _HASH_BITS, bool)
        table[_hash(wanted)] = True
        likely = np.flatnonzero(table[_hash(codes)])
        order = np.argsort(wanted)
        number = np.minimum(np.searchsorted(wanted[order], codes[likely]), len(wanted) - 1)
        number = order[number]
        true = wanted[number] == codes[likely]
        number, places = number[true], kept[likely[true]]
        line = np.searchsorted(self.line_ends, places)
        counts = np.bincount(
            line // 4 * len(names) + number,
            weights=np.asarray(line_weights)[line % 4],
            minlength=self.count * len(names),
        )
        return np.asarray(counts.reshape(self.count, len(names)), np.float64)


def _hash(codes: NDArray[np.uint32]) -> NDArray[np.intp]:
    return ((codes * np.uint32(2654435761)) >> np.uint32(32 - _HASH_BITS)).astype(np.intp)


def _all(text: str, needle: str) -> Places:
    found = []
    place = text.find(needle)
    while place >= 0:
        found.append(place)
        place = text.find(needle, place + 1)
    return np.array(found, np.int64)
