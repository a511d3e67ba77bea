"""Which sections name a word: an index in memory that grows and shrinks with the corpus.

Words are kept as written (`메타는`, `메타의`), each once a section; a noun is looked up with every particle that it was
seen with. So a term that becomes a topic today needs no second pass over the texts of yesterday.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable

from bot.trends import background
from bot.trends.words import PARTICLES, VERB, splits

_OWN_FORMS = 2
"""A word that takes this many particles of its own is a noun: 국가 (국가는, 국가의) is then not 국 with 가."""
_TIMES_BARE = 2
_ENDINGS_TOO = frozenset(["는", "가", "와", "나", "며", "고", "도", "만", "든", "란", "라", "다"])
"""Particles that may as well be the ending of a verb: 나서는, 나아가, 다가와."""


class Postings:
    """Word -> numbers of the sections that hold it. Numbers are the caller's; each is higher than those before it."""

    def __init__(self) -> None:
        self.nouns: frozenset[str] = frozenset()
        """Keys that are nouns for certain, such as the words of a glossary."""
        self._ids: dict[str, int] = {}
        self._names: list[str] = []
        self._where: list[array[int]] = []
        self._stems: dict[str, list[int]] = {}
        self._verbs: Counter[str] = Counter()
        self._words: dict[int, array[int]] = {}

    def __contains__(self, number: int) -> bool:
        return number in self._words

    def __len__(self) -> int:
        return len(self._words)

    def add(self, number: int, words: Iterable[str]) -> None:
        """Take in the words of a section (`bot.trends.words.keys`), in any order and with repetitions."""
        held = array("I")
        for word in dict.fromkeys(words):
            identity = self._ids.get(word)
            if identity is not None:
                held.append(identity)
            elif verb := VERB.match(word):
                self._verbs[verb[1]] += 1
            else:
                held.append(self._new(word))
        for identity in held:
            self._where[identity].append(number)
        self._words[number] = held

    def append(self, number: int, word: str) -> None:
        """Let a section that is already in hold one word more."""
        known = self._ids.get(word)
        identity = self._new(word) if known is None else known
        where = self._where[identity]
        place = bisect_left(where, number)
        if place == len(where) or where[place] != number:
            where.insert(place, number)
            self._words[number].append(identity)

    def remove(self, number: int, words: Iterable[str]) -> None:
        """Take out a section; `words` are those of its text, for the count of verbs."""
        for identity in self._words.pop(number):
            where = self._where[identity]
            del where[bisect_left(where, number)]
        for word in dict.fromkeys(words):
            verb = VERB.match(word)
            if verb:
                self._verbs[verb[1]] -= 1

    def holding(self, *nouns: str) -> frozenset[int]:
        """Numbers of the sections that name any of these nouns, bare or with particles."""
        return frozenset[int]().union(*(self._where[identity] for noun in nouns for identity in self._forms(noun)))

    def at_most(self, noun: str) -> int:
        """An upper bound of `len(holding(noun))`, without making the set."""
        return sum(len(self._where[identity]) for identity in self._forms(noun))

    def written(self, noun: str) -> int:
        """An upper bound of `at_most(noun)`, told without asking which longer words are nouns of their own."""
        bare = self._ids.get(noun)
        count = 0 if bare is None else len(self._where[bare])
        return count + sum(len(self._where[identity]) for identity in self._stems.get(noun, ()))

    def tally(self, numbers: Iterable[int]) -> Callable[[str], int]:
        """Tells of any noun in how many of some sections it is named at most."""
        words: Counter[int] = Counter()
        for number in numbers:
            words.update(self._words[number])
        return lambda noun: sum(words[identity] for identity in self._forms(noun))

    def nouns_in(self, numbers: Iterable[int]) -> Counter[str]:
        """Every reading as a noun of the words in some sections -> in how many of these at most."""
        words: Counter[int] = Counter()
        for number in numbers:
            words.update(self._words[number])
        nouns: Counter[str] = Counter()
        for identity, count in words.items():
            word = self._names[identity]
            nouns[word] += count
            for stem, _ in splits(word):
                nouns[stem] += count
        return nouns

    def verbal(self, noun: str) -> float:
        """The share of a noun's uses in which 하다, 되다 or 시키다 makes it a verb; 0 for one never seen."""
        verbs = self._verbs.get(noun, 0)
        return verbs / (verbs + self.at_most(noun)) if verbs else 0.0

    def inflected(self, noun: str) -> bool:
        """Whether a word was seen as only nouns are: with two particles, or bare and with one that no verb ends in."""
        seen = {self._names[identity][len(noun) :] for identity in self._forms(noun)} - {""}
        bare = self._ids.get(noun)
        alone = bare is not None and len(self._where[bare]) >= _TIMES_BARE
        return len(seen) >= _OWN_FORMS or (alone and bool(seen - _ENDINGS_TOO))

    def _new(self, word: str) -> int:
        identity = self._ids[word] = len(self._names)
        self._names.append(word)
        self._where.append(array("I"))
        for stem, _ in splits(word):
            self._stems.setdefault(stem, []).append(identity)
        return identity

    def _forms(self, noun: str) -> list[int]:
        bare = self._ids.get(noun)
        inflected = [i for i in self._stems.get(noun, ()) if not self._stands_alone(self._names[i], noun)]
        return inflected if bare is None else [bare, *inflected]

    def _stands_alone(self, word: str, stem: str) -> bool:
        """Whether a word that could be `stem` with a particle is a noun of its own."""
        if word in self.nouns or background.known(word):
            return True
        particle, own = word[len(stem) :], 0
        for identity in self._stems.get(word, ()):
            own += particle + self._names[identity][len(word) :] not in PARTICLES
        return own >= _OWN_FORMS
