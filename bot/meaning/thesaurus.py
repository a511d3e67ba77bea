"""Which subjects a text treats: the groups of a thesaurus that it has expressions of.

A reader asks in everyday words (일자리를 뺏길까, will robots take my job) for what an article says in its own (고용
대체, automation). A small model seldom ties the two firmly together; a group of `thesaurus.txt` holds both. The file
has a group a line, its expressions separated by commas: plain and technical ones, Korean and English. What follows a
# is a note.

A Korean word of an expression is a stem, and stands for every word that begins with it; an English one stands for its
inflections. An expression of several words is found where one sentence has them all, in any order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from sys import intern

from bot.meaning.texts import readable

FILE = Path(__file__).with_name("thesaurus.txt")

_WORD = re.compile(r"[가-힣]+|[a-z]+(?:'[a-z]+)?|\d+")
_SENTENCE = re.compile(r"(?<=[.!?。])\s+|\n")

LEAST_SYLLABLES = 2
"""Of an expression that is one Korean word: a syllable alone begins too many others."""

_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ers", "ly")
_MUTE = frozenset({"es", "ed", "ing", "er", "ers"})
"""Endings before which an e or a doubled consonant may have stood, or y have become i."""

LEAST_BASE = 3
"""Letters that an English word keeps without its ending."""


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Groups of expressions, numbered in their order. `fingerprint` changes with any of them.

    `_alone` gives the groups of expressions of one word, `_together` those of several with the other words, by the
    longest one: few sentences have it, and the others are looked for only there.
    """

    count: int
    fingerprint: str
    _words: frozenset[str]
    _alone: Mapping[str, tuple[int, ...]]
    _together: Mapping[str, tuple[tuple[int, tuple[str, ...]], ...]]
    _longest: int

    @classmethod
    def of(cls, lines: Iterable[str]) -> Thesaurus:
        """Groups of lines of expressions; a line without any is none."""
        groups = [group for line in lines if (group := _expressions(line))]
        alone: dict[str, tuple[int, ...]] = {}
        together: dict[str, tuple[tuple[int, tuple[str, ...]], ...]] = {}
        for number, group in enumerate(groups):
            for expression in dict.fromkeys(group):
                longest = max(expression, key=len)
                if len(expression) > 1:
                    together[longest] = (*together.get(longest, ()), (number, expression))
                elif _is_latin(longest) or len(longest) >= LEAST_SYLLABLES:
                    alone[longest] = (*alone.get(longest, ()), number)
        words = frozenset(word for group in groups for expression in group for word in expression)
        told = sha256("\n".join(",".join(map(" ".join, group)) for group in groups).encode())
        return cls(len(groups), told.hexdigest()[:12], words, alone, together, max(map(len, words), default=0))

    def subjects(self, text: str) -> Counter[int]:
        """The groups that a text draws on, each with how many different expressions of it the text has."""
        found: set[tuple[int, str | tuple[str, ...]]] = set()
        for sentence in _SENTENCE.split(text):
            words = {known for word in _WORD.findall(readable(sentence).lower()) for known in self._known(word)}
            for word in words:
                found.update((number, word) for number in self._alone.get(word, ()))
                found.update(each for each in self._together.get(word, ()) if words.issuperset(each[1]))
        return Counter(number for number, _ in found)

    def _known(self, word: str) -> Iterator[str]:
        """The words of expressions that a written word stands for."""
        forms = _bases(word) if _is_latin(word) else (word[:end] for end in range(1, min(len(word), self._longest) + 1))
        return (form for form in forms if form in self._words)


@cache
def shipped() -> Thesaurus:
    """The thesaurus that comes with the program; read in a few hundredths of a second."""
    return Thesaurus.of(FILE.read_text(encoding="utf8").splitlines())


def _expressions(line: str) -> list[tuple[str, ...]]:
    told = line.partition("#")[0].lower()
    return [tuple(map(intern, words)) for expression in told.split(",") if (words := _WORD.findall(expression))]


def _is_latin(word: str) -> bool:
    return word[0] < "가"


def _bases(word: str) -> Iterator[str]:
    """An English word as written, and what it may be a regular inflection of."""
    yield word
    for ending in _ENDINGS:
        base = word.removesuffix(ending)
        if base == word or len(base) < LEAST_BASE:
            continue
        yield base
        if ending in _MUTE:
            yield base + "e"
            if base[-1] == "i":
                yield base[:-1] + "y"
            if base[-1] == base[-2]:
                yield base[:-1]
