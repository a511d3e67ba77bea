"""The words of the corpus, found by the keys that type them and by their sound: one immutable part of many.

A part holds its words in the order of their keys. Words one stroke away are listed (`strokes`). Those two strokes away
are looked for where one half of the keys is intact, the first or the last one: two binary searches over 60-bit codes
give small ranges, a comparison of lengths and of letter sets (as bits) discards nearly all of them. rapidfuzz measures
what is left.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.search.index import strokes
from bot.search.index.arrays import Array
from bot.search.index.wordlist import Counted, WordList, joined
from bot.search.spelling.hangul import FIRST_SYLLABLE, KEY_TABLE, LAST_SYLLABLE, SOUND_TABLE, sounds

MIN_CHARS, MAX_CHARS = 2, 20
"""Words outside these lengths are neither corrected nor offered as corrections."""

_CODED = 12
"""Keys in a code: 12 of 5 bits each."""

MAX_BEGINNINGS = 4_000
"""Words looked through for one that goes on beyond what was typed."""

MAX_SOUNDING = 200
"""Words of one sound that are compared; a million words have thousands of some."""

_SOUNDED = 20
"""Sounds in a code: 20 of 3 bits each."""

_LETTER = np.full(256, 30, np.uint64)
_LETTER[ord("a") : ord("z") + 1] = np.arange(1, 27)
_LETTER[ord("0") : ord("9") + 1] = 27 + np.arange(10) % 3
_NUMBERS: list[int] = _LETTER.tolist()
_SOUND_CODE = {letter: place + 1 for place, letter in enumerate("kptsnmr")}
_SOUND_LOOKUP = np.zeros(256, np.uint64)
for _letter, _code in _SOUND_CODE.items():
    _SOUND_LOOKUP[ord(_letter)] = _code


class Neighbour(NamedTuple):
    """A word at so many key strokes (insert, delete, replace, swap) from the one looked for."""

    distance: int
    word: str
    keys: str


def build(found: Counted) -> dict[str, Array]:
    """The arrays of a part: words with the count of sections that came (or, below zero, went) with them."""
    held = found.counts != 0
    return {
        "hashes": found.numbers[held],
        "counts": found.counts[held].astype(np.int32),
        **_shaped(
            found.words.pick(np.flatnonzero(held & (found.words.sizes >= MIN_CHARS) & (found.words.sizes <= MAX_CHARS)))
        ),
    }


def merged(parts: Sequence[Part]) -> dict[str, Array]:
    """Several parts as one, counts added up; words that none of them has any more fall out."""
    hashes, inverse = np.unique(np.concatenate([part.arrays["hashes"] for part in parts]), return_inverse=True)
    counts = np.bincount(inverse, np.concatenate([part.arrays["counts"] for part in parts])).astype(np.int32)
    kept = counts != 0
    words = joined(part.words() for part in parts)
    numbers, firsts = np.unique(words.numbers(), return_index=True)
    return {
        "hashes": hashes[kept],
        "counts": counts[kept],
        **_shaped(words.pick(firsts[np.isin(numbers, hashes[kept])])),
    }


def _shaped(words: WordList) -> dict[str, Array]:
    """What finds words by their keys and sounds."""
    keys, key_ends = _keys(words)
    heads, tails = _codes(keys, key_ends)
    places = np.argsort(heads, kind="stable")
    words, heads, tails = words.pick(places), heads[places], tails[places]
    keys, key_ends = _keys(words)
    order = np.argsort(tails, kind="stable").astype(np.uint32)
    heard, sounding = _sounds(words)
    by_sound = np.argsort(heard, kind="stable")
    letters, lengths = _letters(keys, key_ends), np.minimum(np.diff(key_ends, prepend=0), 255).astype(np.uint8)
    return {
        "heads": heads,
        "tails": tails[order],
        "tail_order": order,
        "letters": letters,
        "lengths": lengths,
        **strokes.build(_LETTER[keys], key_ends),
        "tail_letters": letters[order],
        "tail_lengths": lengths[order],
        "keys": keys,
        "key_ends": key_ends.astype(np.uint32),
        "words": words.chars.view(np.uint8),
        "word_ends": (2 * np.cumsum(words.sizes)).astype(np.uint32),
        "sounds": heard[by_sound],
        "sound_order": sounding[by_sound].astype(np.uint32),
    }


@cache
def _tables() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """For each code unit its keys, `?` where no key types it, and the sounds of a syllable; 0 fills up."""
    keys, sounds = np.zeros((1 << 16, 5), np.uint8), np.zeros((1 << 16, 2), np.uint8)
    keys[:, 0] = ord("?")
    keys[:128, 0] = np.arange(128)
    for table, column in ((KEY_TABLE, keys), (SOUND_TABLE, sounds)):
        for point, letters in table.items():
            column[point, : len(letters)] = np.frombuffer(letters.lower().encode(), np.uint8)
    return keys, sounds


def _keys(words: WordList) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The keys of all words one after the other, and where those of each end."""
    return _translated(words, _tables()[0])


def _translated(words: WordList, table: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    rows = table[words.chars]
    filled = rows > 0
    if not len(words):
        return np.zeros(0, np.uint8), np.zeros(0, np.int64)
    counts = np.add.reduceat(filled.sum(1), np.cumsum(words.sizes) - words.sizes)
    return rows[filled], np.cumsum(counts)


def _codes(keys: NDArray[np.uint8], ends: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The first and the last keys of every word as numbers that sort as the keys do, the last ones read backwards."""
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])[: len(ends)]
    values = np.append(_LETTER[keys], np.uint64(0))
    heads, tails = np.zeros(len(ends), np.uint64), np.zeros(len(ends), np.uint64)
    for place in range(_CODED):
        inside = starts + place < ends
        heads = heads << np.uint64(5) | values[np.where(inside, starts + place, -1)]
        tails = tails << np.uint64(5) | values[np.where(inside, ends - 1 - place, -1)]
    return heads, tails


def _letters(keys: NDArray[np.uint8], ends: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Which letters each word has, as bits."""
    bits = (np.uint64(1) << _LETTER[keys]).astype(np.uint32)
    return np.bitwise_or.reduceat(bits, np.append(0, ends[:-1])) if len(ends) else bits


def _sounds(words: WordList) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Codes of the words' sounds, and each one's word; a Latin word has one for each way to read it.

    A Korean word with a Latin ending (`퓨리오사ai`) has that of the Korean part, one that begins in Latin letters none.
    """
    codes = np.zeros(len(words), np.uint64)
    if not len(words):
        return codes, np.zeros(0, np.int64)
    starts = np.cumsum(words.sizes) - words.sizes
    heads = words.chars[starts]
    hangul = (heads >= FIRST_SYLLABLE) & (heads <= LAST_SYLLABLE)
    heard, ends = _translated(words, _tables()[1])
    word = np.repeat(np.arange(len(words)), np.diff(ends, prepend=0))
    code = _SOUND_LOOKUP[heard]
    fresh = np.ones(len(code), bool)
    fresh[1:] = (code[1:] != code[:-1]) | (word[1:] != word[:-1])
    fresh &= hangul[word]
    code, word = code[fresh], word[fresh]
    counts = np.bincount(word, minlength=len(words))
    place = np.arange(len(word)) - np.repeat(np.cumsum(counts) - counts, counts)
    inside = place < _SOUNDED
    np.bitwise_or.at(codes, word[inside], code[inside] << (np.uint64(3) * place[inside].astype(np.uint64)))
    others = np.flatnonzero(~hangul)
    latin = [
        (code, index)
        for index, text in zip(others.tolist(), words.pick(others).strings(), strict=True)
        if text.isascii() and text.isalpha()
        for code in map(_sound_code, sounds(text))
        if code
    ]
    korean = np.flatnonzero(codes)
    return (
        np.concatenate([codes[korean], np.array([code for code, _ in latin], np.uint64)]),
        np.concatenate([korean, np.array([index for _, index in latin], np.int64)]),
    )


def _sound_code(heard: str) -> int:
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

    def count(self, number: int) -> int:
        """The count of sections that this part knows of the word with this number (see `codes`); may be negative."""
        place = bisect_left(self._hashes, number)
        return self._counts[place] if place < len(self._hashes) and self._hashes[place] == number else 0

    def words(self) -> WordList:
        """Every word that can be corrected, in the order of keys."""
        sizes = np.diff(self.arrays["word_ends"].astype(np.int64) // 2, prepend=0)
        return WordList(self.arrays["words"].view(np.uint16), sizes)

    def neighbours(self, typed: str, *, cutoff: int) -> list[Neighbour]:
        """Words within `cutoff` strokes of the keys `typed`; unordered.

        With one stroke all of them, with two those whose first or last half is intact.
        """
        near = strokes.near(self.arrays, _numbers(typed)) if cutoff == 1 else self._half_intact(typed, cutoff)
        measured = ((OSA.distance(typed, line, score_cutoff=cutoff), line) for line in self._typed(near))
        found = [
            (distance, place, line)
            for place, (distance, line) in zip(near, measured, strict=True)
            if distance <= cutoff
        ]
        words = self._written([place for _, place, _ in found])
        return [Neighbour(distance, word, line) for word, (distance, _, line) in zip(words, found, strict=True)]

    def beginnings(self, typed: str) -> list[Neighbour]:
        """Longer words that begin with the first half of the keys and go on within one stroke of the rest."""
        first, last = _range(self._heads, typed[: min(_CODED, (len(typed) - 1) // 2)])
        places = list(range(first, min(last, first + MAX_BEGINNINGS)))
        lines = [line[: len(typed)] for line in self._typed(places)]
        found = process.extract(typed, lines, scorer=OSA.distance, score_cutoff=1, limit=8)
        return [Neighbour(int(distance), self._written((places[place],))[0], line) for line, distance, place in found]

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
            lengths = np.diff(ends[max(first - 1, 0) : last].astype(np.int64), prepend=[] if first else [0])
            places = places[np.argpartition(lengths, limit - 1)[:limit]]
        near = places.tolist()
        words, lines = self._written(near), self._typed(near)
        return [word for word, line in zip(words, lines, strict=True) if line.startswith(typed)]

    def sounding(self, heard: str, length: float, *, latin: bool) -> list[str]:
        """Words that sound so, of one script; of very many of both scripts among those whose length is nearest."""
        code = np.uint64(_sound_code(heard))
        if not code:
            return []
        first, last = np.searchsorted(self._sounds, code, "left"), np.searchsorted(self._sounds, code, "right")
        places = self.arrays["sound_order"][first:last].astype(np.int64)
        ends = self.arrays["word_ends"]
        starts = np.where(places, ends[places - 1], 0)
        if len(places) > MAX_SOUNDING:
            near = np.abs((ends[places] - starts) / 2 - length).argpartition(MAX_SOUNDING)[:MAX_SOUNDING]
            places, starts = places[near], starts[near]
        # Only the words of the script are read, which are the fewer ones where a name's other spelling is looked for.
        written = self.arrays["words"].view(np.uint16)[starts // 2] < FIRST_SYLLABLE
        return self._written(places[written == latin].tolist())

    def _written(self, places: Sequence[int]) -> list[str]:
        """The words."""
        words, ends = self._words, self._word_ends
        return [str(words[ends[place - 1] if place else 0 : ends[place]], "utf-16-le") for place in places]

    def _typed(self, places: Sequence[int]) -> list[str]:
        """The words' keys."""
        keys, ends = self._keys, self._key_ends
        return [str(keys[ends[place - 1] if place else 0 : ends[place]], "ascii") for place in places]


def _close(
    letters: NDArray[np.uint32], lengths: NDArray[np.uint8], wanted: np.uint32, size: int, cutoff: int
) -> NDArray[np.int64]:
    """Places whose length and letters allow so few strokes: one puts another letter for two at most, and one that
    changes the length adds or takes a single one.
    """
    longer = np.abs(lengths.astype(np.int16) - np.int16(size))
    return np.flatnonzero(np.bitwise_count(letters ^ wanted) + longer <= 2 * cutoff)


def _numbers(typed: str) -> list[int]:
    """The numbers of keys, as in `_LETTER`."""
    return [_NUMBERS[byte] for byte in typed.encode("ascii", "replace")]


def _code_of(typed: str) -> int:
    """The letters of the keys as bits."""
    return sum(1 << number for number in set(_numbers(typed)))


def _range(codes: NDArray[np.uint64], start: str) -> tuple[int, int]:
    """Where the sorted codes begin with these keys."""
    code = 0
    for number in _numbers(start):
        code = code << 5 | number
    shift = 5 * (_CODED - len(start))
    listed = codes.data
    return bisect_left(listed, code << shift), bisect_left(listed, code + 1 << shift)
