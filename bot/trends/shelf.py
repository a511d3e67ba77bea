"""The corpus as one owner sees it, kept in step by revision: the sections, their words, and what they propose.

What costs time is done when a section comes in, once for each wording; composing only reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.domain.digest import DatedChange, DatedSection
from bot.domain.document import SectionKind
from bot.trends.lexicon import Lexicon, Term, Words, mined_pairs
from bot.trends.postings import Postings
from bot.trends.quality import quality
from bot.trends.terms import Origin, Proposal, names, proposals
from bot.trends.words import keys, normal, splits

_QUICKLY_READ = 40
"""So many sections are read sooner than the sections of a common word are listed."""


class Phrases:
    """Terms of several words, found in a row of words in one pass however many there are."""

    def __init__(self) -> None:
        self._all: set[Words] = set()
        self._lengths: dict[str, set[int]] = {}

    def add(self, words: Words) -> bool:
        """Take in a phrase; returns whether it is new."""
        if len(words) < 2 or words in self._all:
            return False
        self._all.add(words)
        self._lengths.setdefault(words[0], set()).add(len(words))
        return True

    def found(self, row: Sequence[str]) -> Iterator[str]:
        """Joined keys of the phrases that stand in a row of words, the last word with or without a particle."""
        for at, word in enumerate(row):
            for length in self._lengths.get(word, ()):
                end = at + length
                if end <= len(row):
                    head, last = tuple(row[at : end - 1]), row[end - 1]
                    for noun in (last, *(stem for stem, _ in splits(last, least=1))):
                        if (*head, noun) in self._all:
                            yield "".join((*head, noun))


class Shelf:
    """Sections by number. Numbers only grow: a section whose wording or headings change gets a new one."""

    def __init__(self, glossary: Sequence[Sequence[str]] = ()) -> None:
        self.lexicon = Lexicon(glossary)
        self.sections: dict[int, DatedSection] = {}
        self.dates: dict[int, date | None] = {}
        """Section -> the date of its own source, else its document's."""
        self.whose: dict[int, str] = {}
        """Section -> the id of its document."""
        self.postings = Postings()
        self.worth: dict[int, float] = {}
        """Section -> `bot.trends.quality` of it."""
        self.phrases = Phrases()
        self._documents: dict[str, tuple[int, ...]] = {}
        self._next = 0
        self._new_phrases(())

    @property
    def documents(self) -> Mapping[str, tuple[int, ...]]:
        """Document id -> numbers of its sections in their order."""
        return self._documents

    def update(self, changes: Iterable[DatedChange]) -> None:
        """Bring in written and removed documents. Announcements of events are no reading matter and stay out."""
        older, fresh = self._next, []
        for whole in changes:
            read = (dated for dated in whole.sections if dated.section.answers)
            change = replace(whole, sections=tuple(d for d in read if d.section.kind is not SectionKind.EVENT))
            kept, left = self._unchanged(change)
            for number in left:
                self._drop(number)
            numbers = []
            for dated in change.sections:
                number = kept.get(dated.section.id, -1)
                if number < 0:
                    number, self._next = self._next, self._next + 1
                    fresh.append(number)
                self.sections[number] = dated
                self.dates[number] = dated.section.date or dated.info.date
                self.whose[number] = change.document_id
                numbers.append(number)
            self._documents.pop(change.document_id, None)
            if numbers:
                self._documents[change.document_id] = tuple(numbers)
        self._index([number for number in fresh if number in self.sections], older)

    def holding(self, term: Term) -> frozenset[int]:
        """Numbers of the sections that name a term in any of its spellings."""
        return self.postings.holding(*term.spellings)

    def naming(self, words: Words) -> frozenset[int]:
        """Numbers of the sections that name a phrase, whether or not anybody proposed it."""
        rarest, *others = sorted(words, key=lambda word: (self.postings.at_most(word), word))
        found = self.postings.holding(rarest)
        for word in others:
            if len(found) > _QUICKLY_READ:
                found &= self.postings.holding(word)
        return found if not others else frozenset(n for n in found if names(self._row_of(n), words))

    def _unchanged(self, change: DatedChange) -> tuple[dict[str, int], list[int]]:
        """Section id -> number of what need not be read again, and the numbers that go."""
        kept: dict[str, int] = {}
        left: list[int] = []
        now = {dated.section.id: _content(dated) for dated in change.sections}
        for number in self._documents.get(change.document_id, ()):
            before = self.sections[number]
            same = now.get(before.section.id) == _content(before) and before.section.id not in kept
            if same:
                kept[before.section.id] = number
            else:
                left.append(number)
        return kept, left

    def _index(self, fresh: Sequence[int], older: int) -> None:
        """Learn from all new sections first, so that each is read with the phrases of all; then see to the old ones."""
        texts = [normal(self.sections[number].section.text) for number in fresh]
        proposed: set[Proposal] = set()
        for number, text in zip(fresh, texts, strict=True):
            found = set(proposals(self.sections[number], text))
            self.lexicon.learn(found, mined_pairs(text))
            proposed |= found
        phrases = self._new_phrases(proposed)
        for number, text in zip(fresh, texts, strict=True):
            row = _row(self.sections[number], text)
            self.postings.add(number, (*row, *self.phrases.found(row)))
            self.worth[number] = quality(self.sections[number])
        self._reread(phrases, older)

    def _new_phrases(self, proposed: Iterable[Proposal]) -> list[Words]:
        """Phrases not looked for yet: spellings of groups, names and tags, and pairs of words that came twice."""
        terms = {id(term): term for term in self.lexicon.groups.values()}
        groups = [words for term in terms.values() for words in term.spellings.values()]
        self.postings.nouns = frozenset(words[0] for words in groups if len(words) == 1)
        worth = {
            p.words
            for p in proposed
            if len(p.words) > 1 and (p.origin > Origin.PAIR or self.lexicon.times(p.joined) > 1)
        }
        return [words for words in (*groups, *sorted(worth)) if self.phrases.add(words)]

    def _reread(self, phrases: Iterable[Words], older: int) -> None:
        """Find new phrases in the sections that were in before."""
        for words in phrases if older else ():
            for number in sorted(n for n in self.naming(words) if n < older):
                self.postings.append(number, "".join(words))

    def _row_of(self, number: int) -> list[str]:
        dated = self.sections[number]
        return _row(dated, normal(dated.section.text))

    def _drop(self, number: int) -> None:
        dated = self.sections.pop(number)
        del self.worth[number], self.dates[number], self.whose[number]
        text = normal(dated.section.text)
        self.lexicon.forget(set(proposals(dated, text)), mined_pairs(text))
        self.postings.remove(number, _row(dated, text))


def _row(dated: DatedSection, text: str) -> list[str]:
    """The words of a section: its heading, as mended, then its normal text."""
    return keys(f"{normal(dated.section.heading)}\n{text}")


def _content(dated: DatedSection) -> tuple[object, ...]:
    """What is read of a section: where it is equal, nothing needs to be read again."""
    return dated.section.text, dated.section.heading, dated.section.category, dated.info.tags, dated.info.categories
