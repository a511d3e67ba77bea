"""The words of the documents that one asker sees: known ones, neighbours of unknown ones, names for the same."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.search.analyze import squeeze, stem
from bot.search.hangul import keys, sound
from bot.search.index import BIGRAM, INITIALS, WORD, Reader
from bot.search.vocabulary import Neighbour, Part

Pairs = Mapping[str, Sequence[str]]

_SHORT = 6
"""Keys up to which one stroke may be wrong; two beyond."""


def glossary_pairs(groups: Sequence[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Squeezed term -> the squeezed other terms of its groups."""
    pairs: dict[str, tuple[str, ...]] = {}
    for group in groups:
        members = list(dict.fromkeys(filter(None, map(squeeze, group))))
        for member in members:
            others = (*pairs.get(member, ()), *(other for other in members if other != member))
            pairs[member] = tuple(dict.fromkeys(others))
    return pairs


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The vocabulary of the shared documents and of one owner's. `total` is the count of sections in the index."""

    reader: Reader
    owner: str
    parts: tuple[Part, ...]
    pairs: tuple[Pairs, ...]
    glossary: Pairs
    total: int

    def frequency(self, word: str) -> int:
        """In how many sections the word stands, with or without a particle."""
        count = self.reader.frequency(WORD, word)
        if self.owner:
            count += self.reader.frequency(WORD, f"{self.owner}\x1f{word}")
        return count

    def known(self, word: str) -> bool:
        """Whether the word or its stem is in the documents."""
        return self.frequency(word) > 0 or ((cut := stem(word)) != word and self.frequency(cut) > 0)

    def rarity(self, name: str, term: str) -> float:
        """Inverse document frequency in BM25's form; 0 for a term that does not occur."""
        count = self.reader.frequency(name, term)
        return math.log(1 + (self.total - count + 0.5) / (count + 0.5)) if count else 0.0

    def weight(self, text: str) -> float:
        """Rarity of the rarest bigram of a text without blanks; 0 where any of its bigrams does not occur."""
        least, most = math.inf, 0.0
        for place in range(len(text) - 1):
            value = self.rarity(BIGRAM, text[place : place + 2])
            least, most = min(least, value), max(most, value)
            if not value:
                return 0.0
        return most

    def word_rarity(self, word: str) -> float:
        """Inverse document frequency of a whole word."""
        count = self.frequency(word)
        return math.log(1 + (self.total - count + 0.5) / (count + 0.5)) if 0 < count <= self.total else 0.0

    @property
    def greatest(self) -> float:
        """The rarity of a term that stands in a single section, and so the least of one that stands in none."""
        return math.log(1 + (self.total - 0.5) / 1.5) if self.total else 0.0

    def initials_rarity(self, run: str) -> float:
        """Rarity of a run of initial consonants."""
        return self.rarity(INITIALS, run)

    def neighbours(self, word: str, *, limit: int) -> list[Neighbour]:
        """Known words that a slip of the fingers leads to, nearest first."""
        typed = keys(word)
        if len(typed) < 3:
            return []
        cutoff = 1 if len(typed) <= _SHORT else 2
        near = {n for part in self.parts for n in part.neighbours(typed, cutoff=cutoff)}
        return [n for n in sorted(near)[: 4 * limit] if self.frequency(n.word)][:limit]

    def completions(self, start: str, *, limit: int) -> list[str]:
        """Known words that begin with what is typed so far, the frequent ones first; a syllable may be half typed."""
        typed = keys(start)
        found = {word for part in self.parts for word in part.starting(typed, limit=8 * limit)}
        counted = sorted((-self.frequency(word), len(word), word) for word in found)
        return [word for count, _, word in counted if count][:limit]

    def sounding(self, word: str, *, limit: int) -> list[str]:
        """Known words of the other script that sound alike, those of likely length first."""
        heard = sound(word)
        if len(heard) < 3:
            return []
        latin = word.isascii()
        length = len(word) / 2.2 if latin else len(word) * 2.2
        found = {w for part in self.parts for w in part.sounding(heard) if w.isascii() != latin}
        return [w for w in sorted(found, key=lambda w: (abs(len(w) - length), w))[:limit] if self.frequency(w)]

    def same(self, text: str) -> tuple[str, ...]:
        """Squeezed names that the documents or the glossary give for a squeezed one."""
        found = [other for pairs in (self.glossary, *self.pairs) for other in pairs.get(text, ())]
        return tuple(dict.fromkeys(found))
