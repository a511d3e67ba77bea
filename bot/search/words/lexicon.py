"""The words of the documents that one asker sees: known ones, neighbours of unknown ones, names for the same."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import add
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bot.search.index.codes import code
from bot.search.index.lookup import Reader
from bot.search.index.recall import Recall
from bot.search.index.vocabulary import Part
from bot.search.spelling.analyze import is_short_latin, stem
from bot.search.spelling.hangul import is_syllable, keys, sound, sounds
from bot.search.spelling.latin import EVERYDAY, begin_alike, likeness
from bot.search.spelling.slips import cost
from bot.search.words.names import Names

Pairs = Mapping[str, Sequence[str]]

MIN_LATIN = 4
"""Letters of a Latin word below which its sound says too little."""

MIN_KOREAN = 2
"""Syllables of a Korean one below which the same holds, unless it is part of a longer word."""

LEAST_LIKENESS = {1: 0.9, 2: 0.8, 3: 0.7, 4: 0.58}
"""Likeness of sounds (`latin.likeness`) above which a Latin word and a Korean one count as one name, by how many
consonants they have in common: of two, many Korean words are near (`baker`, 바꾸어); of four hardly any.
"""

AMONG_LATIN = 0.15
"""So much less is asked of the Latin words of the documents, which are few: `리랭커` for `reranker`."""

LEAST_RESPELLED = 0.9
"""Likeness of two Korean words above which one is another spelling of the other. nDCG@10 of every second query with two
slips is .9225 without such words and with any likeness from .85, .9214 with .8.
"""

MAX_REMEMBERED = 8192
"""Bigrams whose rarity is kept, 1.5 MB of them. People type ever new ones, which mostly stand nowhere: every thousand
different queries brought 1,500, for as long as the process ran. To count one anew takes 2.5 us.
"""

LETTERS_A_SYLLABLE = 2.2
MIN_BEGINNING_KEYS = 6


class Slip(NamedTuple):
    """A known word and what it costs the fingers to miss it."""

    cost: float
    distance: int
    word: str


_DIGITS = re.compile("[0-9]+")
_SHORT = 6
"""Keys up to which one stroke may be wrong; two beyond."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The vocabulary of the shared documents and of one owner's, for one search. `total` counts the sections of the
    index, `memory` keeps rarities of bigrams for the generation, `recall` what words may mean.
    """

    reader: Reader
    owner: str
    parts: tuple[Part, ...]
    pairs: tuple[Pairs, ...]
    glossary: Names
    total: int
    memory: dict[str, float]
    recall: Recall = field(default_factory=Recall)
    _counts: dict[str, int] = field(default_factory=dict)
    _rarities: dict[str, dict[str, float]] = field(default_factory=dict)

    def frequency(self, word: str) -> int:
        """In about how many sections the word stands, alone or with a particle."""
        found = self._counts.get(word)
        if found is None:
            number, found = code(word), 0
            for part in self.parts:
                found += part.count(number)
            self._counts[word] = found
        return found

    def known(self, word: str) -> bool:
        """Whether the word or its stem is in the documents."""
        return self.frequency(word) > 0 or ((cut := stem(word)) != word and self.frequency(cut) > 0)

    def rarity(self, bigram: str) -> float:
        """Inverse document frequency in BM25's form; 0 for a bigram that does not occur."""
        found = self.memory.get(bigram)
        if found is None:
            if len(self.memory) >= MAX_REMEMBERED:
                self.memory.clear()
            count = self.reader.frequency(bigram)
            found = self.memory[bigram] = self.rarity_of(count)
        return found

    def rarity_of(self, count: int) -> float:
        """The rarity of what stands in so many sections."""
        return math.log(1 + (max(0, self.total - count) + 0.5) / (count + 0.5)) if count else 0.0

    def rarities(self, text: str) -> Mapping[str, float]:
        """The bigrams of a text without blanks with their rarity, points aside."""
        found = self._rarities.get(text)
        if found is None:
            tight, rarity = text.replace(".", ""), self.rarity
            found = self._rarities[text] = {pair: rarity(pair) for pair in map(add, tight, tight[1:])}
        return found

    def weight(self, text: str) -> float:
        """Rarity of the rarest bigram of a text without blanks; 0 where any of its bigrams does not occur."""
        values = self.rarities(text).values()
        return max(values) if values and all(values) else 0.0

    def word_rarity(self, word: str) -> float:
        """Inverse document frequency of a whole word."""
        return self.rarity_of(max(0, self.frequency(word)))

    @property
    def greatest(self) -> float:
        """The rarity of a term that stands in a single section, and so the least of one that stands in none."""
        return math.log(1 + (self.total - 0.5) / 1.5) if self.total else 0.0

    def neighbours(self, word: str, *, limit: int, cutoff: int = 0) -> list[Slip]:
        """Known words that a slip of the fingers leads away from, the likeliest first.

        `cutoff` is the greatest number of strokes, by default one for short words and two for long ones. Those at one
        stroke are given alone if there are any.
        """
        typed = keys(word)
        if len(typed) < 3:
            return []
        most = cutoff or (1 if len(typed) <= _SHORT else 2)
        # Nobody asks for words two strokes away where there are some at one.
        return self._slips(word, typed, 1, limit) or (self._slips(word, typed, 2, limit) if most > 1 else [])

    def _slips(self, word: str, typed: str, cutoff: int, limit: int) -> list[Slip]:
        near = {n for part in self.parts for n in part.neighbours(typed, cutoff=cutoff)}
        meant = (n for n in near if n.word != word and _may_be_meant(n.word, word))
        slips = sorted(Slip(cost(typed, n.keys, n.distance), n.distance, n.word) for n in meant)
        return self._likeliest(slips, limit)

    def _likeliest(self, slips: list[Slip], limit: int) -> list[Slip]:
        """By cost, and among equals by how often the corpus has them; words of removed documents fall out."""
        if not slips:
            return []
        worst = slips[min(limit, len(slips)) - 1].cost
        counted = [(slip.cost, -self.frequency(slip.word), slip) for slip in slips if slip.cost <= worst]
        return [slip for _, count, slip in sorted(counted) if count < 0][:limit]

    def beginnings(self, word: str, *, limit: int) -> list[Slip]:
        """Beginnings of longer known words that a slip leads away from: `총동웓` for the one of `총동원령`."""
        typed = keys(word)
        if len(typed) < MIN_BEGINNING_KEYS:
            return []
        found: dict[str, Slip] = {}
        for near in (n for part in self.parts for n in part.beginnings(typed)):
            size = min(range(1, len(near.word) + 1), key=lambda n: abs(len(keys(near.word[:n])) - len(typed)))
            text = near.word[:size]
            distance = int(OSA.distance(typed, keys(text)))
            if distance <= 1 and text != word:
                found.setdefault(text, Slip(cost(typed, keys(text), distance), distance, text))
        return sorted(found.values())[:limit]

    def completions(self, start: str, *, limit: int) -> list[str]:
        """Known words that begin with what is typed so far, the frequent ones first; a syllable may be half typed."""
        typed = keys(start)
        found = {word for part in self.parts for word in part.starting(typed, limit=8 * limit)}
        counted = sorted((-self.frequency(word), len(word), word) for word in found)
        return [word for count, _, word in counted if count < 0][:limit]

    def sounding(self, word: str, *, limit: int, least: int = MIN_KOREAN) -> list[tuple[str, float]]:
        """Known words of the other script that sound alike, with their likeness; `least` syllables of a Korean one."""
        latin = word.isascii()
        if len(word) < (MIN_LATIN if latin else least) or not (
            word.isalpha() if latin else all(map(is_syllable, word))
        ):
            return []
        if latin and (word in EVERYDAY or stem(word) in EVERYDAY):
            return []
        # A Korean syllable takes about as many letters; strangers are told by their length before their sounds.
        length = len(word) / LETTERS_A_SYLLABLE if latin else len(word) * LETTERS_A_SYLLABLE
        heard = sounds(word)
        others = {
            other for each in heard for part in self.parts for other in part.sounding(each, length, latin=not latin)
        }
        found = {
            (-likeness(word, other), other)
            for other in others
            if length / 2 <= len(other) <= length * 2 + 1
            and (begin_alike(word, other) if latin else begin_alike(other, word))
        }
        consonants = sorted((min(LEAST_LIKENESS), min(map(len, heard)), max(LEAST_LIKENESS)))[1]
        alike = LEAST_LIKENESS[consonants] - (0 if latin else AMONG_LATIN)
        near = {other: -like for like, other in sorted(found) if -like >= alike}
        # Of a word with and without a particle the name is the one without.
        alone = (item for item in near.items() if (cut := stem(item[0])) == item[0] or cut not in near)
        return [(other, like) for other, like in alone if self.frequency(other)][:limit]

    def respelled(self, word: str, *, limit: int) -> list[tuple[str, float]]:
        """Known words that spell the sound of a Korean word otherwise (`로보트`: `로봇`), with their likeness."""
        if len(word) < 2 or not all(map(is_syllable, word)):
            return []
        heard = sound(word)
        others = {other for part in self.parts for other in part.sounding(heard, len(word), latin=False)}
        found = ((-likeness(word, other), other) for other in others if other != word)
        near = [(other, -like) for like, other in sorted(found) if -like >= LEAST_RESPELLED]
        return [(other, like) for other, like in near if self.frequency(other) > 0][:limit]

    def glossary_names(self, *words: str) -> tuple[str, ...]:
        """The glossary's other names of the first of these normalised words that it has, squeezed."""
        for word in words:
            if names := self.glossary.names(word.replace(".", "")):
                return names
        return ()

    def same(self, word: str) -> tuple[str, ...]:
        """Names that the documents give for a word or for its stem."""
        for text in dict.fromkeys((word, stem(word))):
            found = [other for pairs in self.pairs for other in pairs.get(text, ())]
            if found:
                return tuple(dict.fromkeys(found))
        return ()


def _may_be_meant(other: str, word: str) -> bool:
    """Another number is another thing, however near its keys are, and so are a few other Latin letters (`COP`, `com`);
    and whoever types a syllable means Korean.
    """
    if is_short_latin(word) and len(other) == len(word) and sorted(other) != sorted(word):
        return False
    if _DIGITS.findall(other) != _DIGITS.findall(word):
        return False
    return not (other.isascii() and any(map(is_syllable, word)))
