"""Which spellings are one topic: groups of equal terms, given by the glossary and mined from the documents.

A member of a group that is an ordinary word by itself (`Indeed`, `exit`) is left out: it would be found where nobody
speaks of the topic.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.trends.background import UNKNOWN, expected_share, known
from bot.trends.terms import Origin, Proposal
from bot.trends.words import is_hangul, is_verb, key, phrase

_BRACKET = re.compile(r"\(([A-Za-z][A-Za-z0-9 .&'\-]{1,60})\)")
_BEFORE = re.compile(r"[가-힣A-Za-z0-9 ]+$")
_MOST_BEFORE = 60
_REVERSED = re.compile(r"([A-Za-z][A-Za-z0-9.&\-]{1,30})\(([가-힣]{5,20})\)")
_ACRONYM = re.compile(r"[A-Z][A-Za-z]{0,2}[A-Z]{1,4}s?")
_LONG_NOUN = 5
"""A Korean word of so many syllables can stand for an acronym alone: 거대언어모델(LLM), not 의료기기(AIMD)."""
GLOSSARY_TIMES, RARELY = 10, 0.2
"""A name that goes with another one far more often is not widened by a slip: 구굴(Google) once is no name of Google.
What the glossary says counts for so many times.
"""
LEAST_TIMES = 2
"""An ordinary-looking word, or a pair of words, is a topic only where it heads so many sections."""
_ORDINARY_SHARE = 0.1
"""A spelling expected in more sections than this is an ordinary word, whatever else it may name."""

Words = tuple[str, ...]
Pair = tuple[str, str]


@dataclass(slots=True)
class Term:
    """A topic to be, by joined key: `spellings` are the keys of the words looked up, `written` what a reader knows."""

    name: str
    spellings: dict[str, Words] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    origin: Origin = Origin.TAG

    @property
    def expected(self) -> float:
        """The share of sections that could be expected to hold its most ordinary spelling."""
        return max(map(expected_share, self.spellings.values()), default=UNKNOWN)


def ordinary(words: Words) -> bool:
    """Whether a spelling is found so often, or is so short, that it names nothing by itself."""
    return len("".join(words)) < 2 or expected_share(words) >= _ORDINARY_SHARE


def mined_pairs(text: str) -> Iterator[Pair]:
    """Names that a normal text gives in Korean and in Latin letters, as in `메타 무비 젠(Meta Movie Gen)`.

    Both have the same number of words, or a long Korean word stands beside an acronym: how many words before the
    bracket belong to the name is else anybody's guess.
    """
    for found in _BRACKET.finditer(text):
        before = _BEFORE.search(text, max(0, found.start() - _MOST_BEFORE), found.start())
        latin = re.split(r"[ \-]", found[1].strip())
        name = before[0].split()[-len(latin) :] if before else []
        if len(name) < len(latin) or not is_hangul(name[-1][-1]) or any(map(_no_name, name)):
            continue
        if len(latin) > 1 or not _ACRONYM.fullmatch(latin[0]) or len(name[0]) >= _LONG_NOUN:
            yield " ".join(name), found[1].strip()
    for found in _REVERSED.finditer(text) if "(" in text else ():
        yield found[2], found[1]


def _no_name(word: str) -> bool:
    return is_verb(word) or known(key(word))


class Lexicon:
    """The groups of equal terms, and what else was proposed how often. `glossary` groups have their canonical first."""

    def __init__(self, glossary: Sequence[Sequence[str]] = ()) -> None:
        self._glossary: dict[str, Term] = {}
        for members in glossary:
            _claim(self._glossary, members)
        self._pairs: Counter[Pair] = Counter()
        self._proposed: dict[str, dict[tuple[Origin, str], int]] = {}
        self._words: dict[str, Words] = {}
        self._candidates: dict[str, None] = {}
        self._groups: dict[str, Term] | None = None

    def learn(self, proposals: Iterable[Proposal], pairs: Iterable[Pair]) -> None:
        """Count what a section proposes."""
        for proposal in proposals:
            joined, found = proposal.joined, (proposal.origin, proposal.written)
            counts = self._proposed.setdefault(joined, {})
            counts[found] = counts.get(found, 0) + 1
            self._words.setdefault(joined, proposal.words)
            self._weigh(joined)
        self._count(pairs, 1)

    def forget(self, proposals: Iterable[Proposal], pairs: Iterable[Pair]) -> None:
        """Take back what a section had proposed."""
        for proposal in proposals:
            counts = self._proposed[proposal.joined]
            counts[proposal.origin, proposal.written] -= 1
            if not counts[proposal.origin, proposal.written]:
                del counts[proposal.origin, proposal.written]
            if not counts:
                del self._proposed[proposal.joined], self._words[proposal.joined]
            self._weigh(proposal.joined)
        self._count(pairs, -1)

    def _weigh(self, joined: str) -> None:
        """Keep a spelling among the candidates as long as it is a name, or was proposed often enough."""
        counts = self._proposed.get(joined, {})
        if sum(counts.values()) >= LEAST_TIMES or any(origin >= Origin.NAME for origin, _ in counts):
            self._candidates[joined] = None
        else:
            self._candidates.pop(joined, None)

    def _count(self, pairs: Iterable[Pair], by: int) -> None:
        for pair in pairs:
            self._pairs[pair] += by
            self._groups = None

    def times(self, joined: str) -> int:
        """By how many sections a spelling was proposed."""
        return sum(self._proposed.get(joined, {}).values())

    def __iter__(self) -> Iterator[str]:
        """The joined key of every spelling that might be a topic: in a group, a name, a tag, or proposed repeatedly."""
        return iter({**self.groups, **self._candidates})

    def __contains__(self, joined: str) -> bool:
        return joined in self._proposed or joined in self.groups

    def alone(self, joined: str) -> Words | None:
        """The words of a spelling that no other one is equal to; None for one of a group or with a version."""
        if joined in self.groups:
            return None
        words = self._words[joined]
        return None if len(words) > 1 and words[-1][0].isdigit() else words

    @property
    def groups(self) -> Mapping[str, Term]:
        """Joined key of a spelling -> its group: the glossary's first, then what the documents say most often."""
        if self._groups is None:
            self._groups = dict(self._glossary)
            said = dict.fromkeys(self._groups, GLOSSARY_TIMES)
            for pair, count in sorted(self._pairs.items(), key=lambda item: (-item[1], item[0])):
                words = [phrase(name) for name in pair]
                usual = max(said.get("".join(each), 0) for each in words)
                if count > 0 and count >= RARELY * usual and not any(map(ordinary, words)):
                    _claim(self._groups, pair)
                    for each in words:
                        said.setdefault("".join(each), count)
        return self._groups

    def term(self, joined: str) -> Term:
        """The topic that a spelling belongs to. Raises KeyError for one that nobody proposed."""
        group = self.groups.get(joined)
        if group is not None:
            return group
        if joined[-1].isdigit() and (versioned := self._versioned(joined)) is not None:
            return versioned
        counts = self._proposed[joined]
        origin = max(origin for origin, _ in counts)
        name = max(counts, key=lambda item: (item[0], counts[item], item[1]))[1]
        return Term(name, {joined: self._words[joined]}, {joined: name}, origin)

    @staticmethod
    def english(term: Term) -> str:
        """The first spelling in Latin letters; empty where there is none."""
        names = (written for written in (term.name, *term.written.values()) if not any(map(is_hangul, written)))
        return next(names, "")

    def _versioned(self, joined: str) -> Term | None:
        """The term of a name with a version, in all spellings of the name: 라마 3.2 and Llama 3.2 are one."""
        *name, version = self._words[joined]
        group = self.groups.get("".join(name)) if name and version[0].isdigit() else None
        if group is None:
            return None
        spellings = {f"{spelled}{version}": (*words, version) for spelled, words in group.spellings.items()}
        written = {f"{spelled}{version}": f"{form} {version}" for spelled, form in group.written.items()}
        return Term(f"{group.name} {version}", spellings, written, Origin.NAME)


def _claim(groups: dict[str, Term], members: Sequence[str]) -> None:
    """Make or widen a group. A spelling stays with the group that had it first.

    An ordinary one is only a name, but where the canonical is ordinary the whole group is no topic and keeps them all.
    """
    keyed = {"".join(words := phrase(member)): (member, words) for member in reversed(members)}
    if all(joined in groups for joined in keyed):
        return
    apart = {joined for joined, (_, words) in keyed.items() if not ordinary(words)}
    useful = apart if not ordinary(phrase(members[0])) else set(keyed)
    home = next((groups[joined] for joined in reversed(keyed) if joined in groups), Term(members[0]))
    term = Term(home.name, dict(home.spellings), dict(home.written))
    for joined in reversed(keyed):
        member, words = keyed[joined]
        if joined not in groups:
            term.written.setdefault(joined, member)
            if joined in useful:
                term.spellings[joined] = words
    groups.update(dict.fromkeys(term.spellings, term))
