"""The shelf as of a day: which sections there were, when each is dated, what may count as a topic among them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.digest import CorpusState, DatedSection, Topic
from bot.trends.lexicon import Term
from bot.trends.shelf import Shelf
from bot.trends.terms import Origin
from bot.trends.words import phrase, splits

FIRST_IMPORT = timedelta(days=1)
"""What came in so soon after the very first section came with it: its arrival does not tell how old it is."""

TOPIC_ODDS = 3.0
"""A topic's odds of being named in a section are at least so many times those that its words have anyway."""
WIDEST_SHARE = 0.5
"""What more than this share of the sections names is what the corpus is about, not a topic in it."""
FEW_SECTIONS = 20
"""A corpus smaller than this may well be about one thing: `WIDEST_SHARE` says nothing of it."""
HEADINGS = 2
"""An ordinary-looking word is a topic only where it heads so many sections."""
MOST_VERBAL = 0.2
"""A word of headings that is a verb (발표하다) more often than this names a doing, not a thing."""
LEAST_COHESION = 0.5
"""A pair of words is one name where its rarer word stands at least this often in it."""


@dataclass(frozen=True, slots=True)
class Sized:
    """A term with the sections that name it, as of the census."""

    term: Term
    numbers: frozenset[int]


class Census:
    """Counts over the sections that existed at `at`. Dates are read in `zone`."""

    def __init__(self, shelf: Shelf, at: datetime, zone: ZoneInfo) -> None:
        self.shelf = shelf
        self.today = at.astimezone(zone).date()
        first = min((d.first_seen for d in shelf.sections.values() if d.first_seen), default=None)
        self.days: dict[int, date | None] = {}
        """Section -> its date; None where nothing tells one."""
        for number, dated in shelf.sections.items():
            day = dated_on(dated, first, zone)
            if day is None or day <= self.today:
                self.days[number] = day
        self._sized: dict[str, Sized | None] = {}

    def state(self) -> CorpusState:
        """How much there is, and the span of its dates."""
        days = [day for day in self.days.values() if day is not None]
        documents = {self.shelf.sections[number].info.id for number in self.days}
        return CorpusState(len(documents), len(self.days), min(days, default=None), max(days, default=None))

    def dated(self, starts: date | None, ends: date) -> list[int]:
        """Sections dated from one day up to another, both inclusive; from the beginning where `starts` is None."""
        return [n for n, day in self.days.items() if day is not None and (not starts or starts <= day) and day <= ends]

    def sized(self, joined: str) -> Sized | None:
        """The term that a spelling belongs to, where it is a topic of this corpus."""
        if joined not in self._sized:
            term = self.shelf.lexicon.term(joined)
            sized = Sized(term, frozenset(n for n in self.shelf.holding(term) if n in self.days))
            kept = sized if self._is_topic(sized) else None
            self._sized.update(dict.fromkeys(term.spellings, kept))
        return self._sized[joined]

    def found(self, name: str) -> Sized | None:
        """Any term by any of its spellings, listed as a topic or not; None where no section names it."""
        words = phrase(name)
        joined = "".join(words)
        if not joined:
            return None
        known = joined in self.shelf.lexicon
        term = self.shelf.lexicon.term(joined) if known else Term(name.strip(), {joined: words}, {joined: name.strip()})
        numbers = frozenset(n for n in self.shelf.holding(term) | self.shelf.naming(words) if n in self.days)
        return Sized(term, numbers) if numbers else None

    def topics(self, spellings: Iterable[str]) -> Iterator[Sized]:
        """Each topic among some spellings once."""
        seen: set[str] = set()
        for joined in spellings:
            if joined not in seen and joined in self.shelf.lexicon:
                sized = self.sized(joined)
                seen.update(self.shelf.lexicon.term(joined).spellings)
                if sized is not None:
                    yield sized

    def named_in(self, row: Sequence[str]) -> list[Sized]:
        """The topics that a row of words names, by name."""
        words = {noun for word in row for noun in (word, *(stem for stem, _ in splits(word)))}
        found = self.topics(words.union(self.shelf.phrases.found(row)))
        return sorted(found, key=lambda sized: sized.term.name)

    def topic(self, sized: Sized) -> Topic:
        """The value that others see."""
        term, lexicon = sized.term, self.shelf.lexicon
        days = [day for n in sized.numbers if (day := self.days[n]) is not None]
        return Topic(
            name=term.name,
            english=lexicon.english(term),
            aliases=tuple(written for written in term.written.values() if written != term.name),
            sections=len(sized.numbers),
            documents=len({self.shelf.sections[n].info.id for n in sized.numbers}),
            latest=max(days, default=None),
        )

    def _is_topic(self, sized: Sized) -> bool:
        term, count, total = sized.term, len(sized.numbers), len(self.days)
        if not count or (total >= FEW_SECTIONS and count > WIDEST_SHARE * total):
            return False
        if _log_odds(count / (total + 1)) < _log_odds(term.expected) + math.log(TOPIC_ODDS):
            return False
        postings = self.shelf.postings
        if term.origin is Origin.WORD:
            (joined,) = term.spellings
            return self.shelf.lexicon.times(joined) >= HEADINGS and postings.verbal(joined) <= MOST_VERBAL
        if term.origin is Origin.PAIR:
            (words,) = term.spellings.values()
            return count >= LEAST_COHESION * min(postings.at_most(word) for word in words)
        return True


def whole(sized: Sequence[Sized]) -> list[Sized]:
    """Without those whose every spelling is only a part of another's: 메타 beside 메타 무비 젠."""
    return [
        one
        for one in sized
        if not any(other is not one and all(_part(s, other) for s in one.term.spellings) for other in sized)
    ]


def _part(spelling: str, other: Sized) -> bool:
    return any(spelling in longer for longer in other.term.spellings)


def dated_on(dated: DatedSection, first: datetime | None, zone: ZoneInfo) -> date | None:
    """The date of a section's own source, else its document's, else of an arrival after the first import."""
    day = dated.section.date or dated.info.date
    if day is None and dated.first_seen and first and dated.first_seen - first > FIRST_IMPORT:
        return dated.first_seen.astimezone(zone).date()
    return day


def _log_odds(share: float) -> float:
    return math.log(share / (1 - share))
