"""The words of the corpus, found by the keys that type them and by their sound: one immutable part of many.

A part holds its words in the order of their keys. Words one stroke away are listed (`strokes`). Those two strokes away
are looked for where one half of the keys is intact, the first or the last one: two binary searches over 60-bit codes
give small ranges, a comparison of lengths and of letter sets (as bits) discards nearly all of them. rapidfuzz measures
what is left.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.search import strokes
from bot.search.arrays import Array
from bot.search.codes import code, of_words
from bot.search.hangul import FIRST_SYLLABLE, KEY_TABLE, LAST_SYLLABLE, SOUND_TABLE, sound

MIN_CHARS, MAX_CHARS = 2, 20
"""Words outside these lengths are neither corrected nor offered as corrections."""

_CODED = 12
"""Keys in a code: 12 of 5 bits each."""

MAX_BEGINNINGS = 4_000
"""Words looked through for one that goes on beyond what was typed."""

_SOUNDED = 20
"""Sounds in a code: 20 of 3 bits each."""

_LETTER = np.full(256, 30, np.uint64)
_LETTER[ord("a") : ord("z") + 1] = np.arange(1, 27)
_LETTER[ord("0") : ord("9") + 1] = 27 + np.arange(10) % 3
_SOUND_CODE = {letter: place + 1 for place, letter in enumerate("kptsnmr")}
_SOUND_LOOKUP = np.zeros(256, np.uint64)
for _letter, _code in _SOUND_CODE.items():
    _SOUND_LOOKUP[ord(_letter)] = _code


class Neighbour(NamedTuple):
    """A word at so many key strokes (insert, delete, replace, swap) from the one looked for."""

    distance: int
    word: str
    keys: str


def build(counts: Mapping[str, int]) -> dict[str, Array]:
    """The arrays of a part: words with the count of sections that came (or, below zero, went) with them."""
    hashes = of_words(list(counts))
    order = np.argsort(hashes)
    kept = [word for word in counts if MIN_CHARS <= len(word) <= MAX_CHARS]
    return {
        "hashes": hashes[order],
        "counts": np.fromiter(counts.values(), np.int32, len(counts))[order],
        **_shaped(kept),
    }


def merged(parts: Sequence[Part]) -> dict[str, Array]:
    """Several parts as one, counts added up; words that none of them has any more fall out."""
    hashes, inverse = np.unique(np.concatenate([part.arrays["hashes"] for part in parts]), return_inverse=True)
    counts = np.bincount(inverse, np.concatenate([part.arrays["counts"] for part in parts])).astype(np.int32)
    kept = counts != 0
    whole = {"hashes": hashes[kept], "counts": counts[kept]}
    known = list(dict.fromkeys(word for part in parts for word in part.words()))
    held = np.isin(of_words(known), whole["hashes"])
    return {**whole, **_shaped([word for word, is_held in zip(known, held.tolist(), strict=True) if is_held])}


def _shaped(kept: list[str]) -> dict[str, Array]:
    """What finds words by their keys and sounds."""
    lines = _key_lines(kept)
    heads, tails = _codes(lines)
    places = np.argsort(heads, kind="stable")
    kept = [kept[place] for place in places.tolist()]
    heads, tails, lines = heads[places], tails[places], _reordered(lines, places)
    order = np.argsort(tails, kind="stable").astype(np.uint32)
    sounds = _sounds(kept)
    sounding = np.flatnonzero(sounds)
    sounding = sounding[np.argsort(sounds[sounding], kind="stable")]
    return {
        "heads": heads,
        "tails": tails[order],
        "tail_order": order,
        "letters": (letters := _letters(lines)),
        "lengths": (lengths := _lengths(lines)),
        **strokes.build(_LETTER[lines], np.flatnonzero(lines == 10)),
        "tail_letters": letters[order],
        "tail_lengths": lengths[order],
        "keys": lines,
        "key_ends": np.flatnonzero(lines == 10).astype(np.uint32),
        "words": np.frombuffer("\n".join([*kept, ""]).encode("utf-8", "replace"), np.uint8),
        "word_ends": _line_ends(kept),
        "sounds": sounds[sounding],
        "sound_order": sounding.astype(np.uint32),
    }


def _reordered(lines: NDArray[np.uint8], places: NDArray[np.int64]) -> NDArray[np.uint8]:
    """The lines in another order."""
    ends = np.flatnonzero(lines == 10) + 1
    sizes = np.diff(ends, prepend=0)
    starts, sizes = (ends - sizes)[places], sizes[places]
    stops = np.cumsum(sizes)
    return np.asarray(lines[np.arange(len(lines)) + np.repeat(starts - (stops - sizes), sizes)])


def _line_ends(kept: Sequence[str]) -> NDArray[np.uint32]:
    return np.flatnonzero(np.frombuffer("\n".join([*kept, ""]).encode("utf-8", "replace"), np.uint8) == 10).astype(
        np.uint32
    )


def _key_lines(kept: Sequence[str]) -> NDArray[np.uint8]:
    """The keys of each word, each ended by a line feed; characters that no key types are `?`."""
    return np.frombuffer("\n".join([*kept, ""]).translate(KEY_TABLE).lower().encode("ascii", "replace"), np.uint8)


def _codes(lines: NDArray[np.uint8]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The first and the last keys of every line as numbers that sort as the keys do, the last ones read backwards."""
    ends = np.flatnonzero(lines == 10)
    starts = np.concatenate([[0], ends[:-1] + 1]) if len(ends) else ends
    values = _LETTER[lines]
    heads, tails = np.zeros(len(ends), np.uint64), np.zeros(len(ends), np.uint64)
    for place in range(_CODED):
        inside = starts + place < ends
        heads = heads << np.uint64(5) | np.where(inside, values[np.minimum(starts + place, ends)], 0)
        tails = tails << np.uint64(5) | np.where(inside, values[np.maximum(ends - 1 - place, 0)], 0)
    return heads, tails


def _lengths(lines: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The count of keys of every line."""
    return np.asarray(np.minimum(np.diff(np.flatnonzero(lines == 10), prepend=-1) - 1, 255), np.uint8)


def _letters(lines: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Which letters each line has, as bits."""
    ends = np.flatnonzero(lines == 10)
    if not len(ends):
        return np.zeros(0, np.uint32)
    bits = (np.uint64(1) << _LETTER[lines]).astype(np.uint32)
    bits[ends] = 0
    return np.bitwise_or.reduceat(bits, np.concatenate([[0], ends[:-1] + 1]))


def _sounds(kept: Sequence[str]) -> NDArray[np.uint64]:
    """A code of each word's sound; 0 where a word has fewer than two sounds or mixes scripts."""
    if not kept:
        return np.zeros(0, np.uint64)
    text = "\n".join([*kept, ""])
    points = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    ends = np.flatnonzero(points == 10)
    starts = np.concatenate([[0], ends[:-1] + 1])
    hangul = np.logical_and.reduceat(((points >= FIRST_SYLLABLE) & (points <= LAST_SYLLABLE)) | (points == 10), starts)
    heard = np.frombuffer(text.translate(SOUND_TABLE).encode("ascii", "replace"), np.uint8)
    line = np.cumsum(heard == 10) - (heard == 10)
    code = _SOUND_LOOKUP[heard]
    fresh = (code > 0) & hangul[line]
    code, line = code[fresh], line[fresh]
    kept_sound = np.ones(len(code), bool)
    kept_sound[1:] = (code[1:] != code[:-1]) | (line[1:] != line[:-1])
    code, line = code[kept_sound], line[kept_sound]
    counts = np.bincount(line, minlength=len(kept))
    place = np.arange(len(line)) - np.repeat(np.cumsum(counts) - counts, counts)
    inside = place < _SOUNDED
    codes = np.zeros(len(kept), np.uint64)
    np.bitwise_or.at(codes, line[inside], code[inside] << (np.uint64(3) * place[inside].astype(np.uint64)))
    codes[counts < 2] = 0
    for index in np.flatnonzero(~hangul).tolist():
        if kept[index].isascii() and kept[index].isalpha():
            codes[index] = _sound_code(sound(kept[index]))
    return codes


def _sound_code(heard: str) -> int:
    if len(heard) < 2:
        return 0
    return sum(_SOUND_CODE[letter] << 3 * place for place, letter in enumerate(heard[:_SOUNDED]))


class Part:
    """A part of the vocabulary over its arrays."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.arrays = arrays
        self._heads, self._tails, self._order = arrays["heads"], arrays["tails"], arrays["tail_order"]
        self._letters, self._lengths = arrays["letters"], arrays["lengths"]
        self._tail_letters, self._tail_lengths = arrays["tail_letters"], arrays["tail_lengths"]
        self._keys, self._key_ends = arrays["keys"].data, arrays["key_ends"].data
        self._words, self._word_ends = arrays["words"].data, arrays["word_ends"].data
        self._sounds = arrays["sounds"]
        self._hashes, self._counts = arrays["hashes"].data, arrays["counts"].data

    def __len__(self) -> int:
        return len(self._hashes)

    def count(self, word: str) -> int:
        """The count of sections that this part knows of a word; may be negative."""
        wanted = code(word)
        place = bisect_left(self._hashes, wanted)
        return self._counts[place] if place < len(self._hashes) and self._hashes[place] == wanted else 0

    def words(self) -> list[str]:
        """Every word that can be corrected, in the order of keys."""
        return bytes(self._words).decode().split("\n")[:-1]

    def neighbours(self, typed: str, *, cutoff: int) -> list[Neighbour]:
        """Words within `cutoff` strokes of the keys `typed`; unordered.

        With one stroke all of them, with two those whose first or last half is intact.
        """
        near = strokes.near(self.arrays, _LETTER[_ascii(typed)]) if cutoff == 1 else self._half_intact(typed, cutoff)
        lines = self._lines(self._keys, self._key_ends, near)
        distances = [OSA.distance(typed, line, score_cutoff=cutoff) for line in lines]
        return [
            Neighbour(distance, self._word(place), line)
            for distance, line, place in zip(distances, lines, near, strict=True)
            if distance <= cutoff
        ]

    def _word(self, place: int) -> str:
        return self._lines(self._words, self._word_ends, (place,))[0]

    def beginnings(self, typed: str) -> list[Neighbour]:
        """Longer words that begin with the first half of the keys and go on within one stroke of the rest."""
        first, last = _range(self._heads, typed[: min(_CODED, (len(typed) - 1) // 2)])
        places = list(range(first, min(last, first + MAX_BEGINNINGS)))
        lines = [line[: len(typed)] for line in self._lines(self._keys, self._key_ends, places)]
        found = process.extract(typed, lines, scorer=OSA.distance, score_cutoff=1, limit=8)
        return [Neighbour(int(distance), self._word(places[place]), line) for line, distance, place in found]

    def _half_intact(self, typed: str, cutoff: int) -> list[int]:
        size, wanted = len(typed), np.uint32(_code_of(typed))
        half = min(_CODED, max(1, (size - 1) // 2))
        first, last = _range(self._heads, typed[:half])
        heads = _close(self._letters[first:last], self._lengths[first:last], wanted, size, cutoff) + first
        first, last = _range(self._tails, typed[: -half - 1 : -1])
        tails = _close(self._tail_letters[first:last], self._tail_lengths[first:last], wanted, size, cutoff) + first
        return list({*heads.tolist(), *self._order[tails].tolist()})

    def starting(self, typed: str, *, limit: int) -> list[str]:
        """Words whose keys begin so, the shortest ones."""
        first, last = _range(self._heads, typed[:_CODED])
        places = np.arange(first, last)
        ends = self.arrays["word_ends"]
        if len(places) > limit:
            lengths = np.diff(ends[max(first - 1, 0) : last].astype(np.int64), prepend=[] if first else [-1])
            places = places[np.argpartition(lengths, limit - 1)[:limit]]
        near = places.tolist()
        lines = self._lines(self._keys, self._key_ends, near)
        words = self._lines(self._words, self._word_ends, near)
        return [word for word, line in zip(words, lines, strict=True) if line.startswith(typed)]

    def sounding(self, heard: str) -> list[str]:
        """Words that sound so, of either script."""
        code = np.uint64(_sound_code(heard))
        if not code:
            return []
        first, last = np.searchsorted(self._sounds, code, "left"), np.searchsorted(self._sounds, code, "right")
        return self._lines(self._words, self._word_ends, self.arrays["sound_order"][first:last].tolist())

    @staticmethod
    def _lines(blob: memoryview, ends: memoryview, places: Sequence[int]) -> list[str]:
        return [str(blob[ends[place - 1] + 1 if place else 0 : ends[place]], "utf-8") for place in places]


def _close(
    letters: NDArray[np.uint32], lengths: NDArray[np.uint8], wanted: np.uint32, size: int, cutoff: int
) -> NDArray[np.int64]:
    """Places whose length and letters allow so few strokes: one puts another letter for two at most, and one that
    changes the length adds or takes a single one.
    """
    longer = np.abs(lengths.astype(np.int16) - np.int16(size))
    return np.flatnonzero(np.bitwise_count(letters ^ wanted) + longer <= 2 * cutoff)


def _ascii(typed: str) -> NDArray[np.uint8]:
    return np.frombuffer(typed.encode("ascii", "replace"), np.uint8)


def _code_of(typed: str) -> int:
    """The letters of the keys as bits."""
    return int(np.bitwise_or.reduce(np.uint64(1) << _LETTER[_ascii(typed)]))


def _range(codes: NDArray[np.uint64], start: str) -> tuple[int, int]:
    """Where the sorted codes begin with these keys."""
    code = 0
    for value in _LETTER[_ascii(start)].tolist():
        code = code << 5 | int(value)
    shift = 5 * (_CODED - len(start))
    first, last = codes.searchsorted(np.array([code << shift, code + 1 << shift], np.uint64)).tolist()
    return first, last
