"""The shelf as of a day: which sections there were, when each is dated, what may count as a topic among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import compress
from zoneinfo import ZoneInfo

from bot.domain.digest import CorpusState, DatedSection, Topic
from bot.trends.background import UNKNOWN
from bot.trends.lexicon import LEAST_TIMES, Term
from bot.trends.momentum import LEAST_SECTIONS
from bot.trends.shelf import Shelf
from bot.trends.terms import Origin
from bot.trends.words import is_hangul, phrase, splits

FIRST_IMPORT = timedelta(days=1)
"""What came in so soon after the very first section came with it: its arrival does not tell how old it is."""

TOPIC_ODDS = 3.0
"""A topic's odds of being named in a section are at least so many times those that its words have anyway."""
WIDEST_SHARE = 0.5
"""What more than this share of the sections names is what the corpus is about, not a topic in it."""
FEW_SECTIONS = 20
"""A corpus smaller than this may well be about one thing: `WIDEST_SHARE` says nothing of it."""
MOST_VERBAL = 0.2
"""A word of headings that is a verb (발표하다) more often than this names a doing, not a thing."""
LEAST_COHESION = 0.5
"""A pair of words is one name where its rarer word stands at least this often in it."""

_ROUNDED = 0.999
"""Room for what floating point makes of a limit that is computed in two ways."""
MOST_COUNTED = 100_000
"""Namings, over all topics, that are counted one by one when many topics are looked at."""


@dataclass(frozen=True, slots=True)
class Sized:
    """A term with the sections that name it, as of the census."""

    term: Term
    numbers: frozenset[int]


class Census:
    """Counts over the sections that existed at `at`, of copies only the oldest. Dates are read in `zone`."""

    def __init__(self, shelf: Shelf, at: datetime, zone: ZoneInfo) -> None:
        self.shelf = shelf
        self.today = at.astimezone(zone).date()
        first = min((d.first_seen for d in shelf.sections.values() if d.first_seen), default=None)
        self.days: dict[int, date | None] = {}
        """Section -> its date; None where nothing tells one."""
        for number, dated in shelf.sections.items():
            day = shelf.dates[number] or _arrived(dated, first, zone)
            there = dated.first_seen is not None and dated.first_seen <= at
            if there or (published(dated, day) or date.min) <= self.today:
                self.days[number] = _no_later(day, dated, self.today, zone)
        for number in _copies(shelf, self.days):
            del self.days[number]
        self.numbers = frozenset(self.days)
        self._whole = len(self.days) == len(shelf.sections)
        self._there = bytearray(1 + max(shelf.sections, default=0))
        for number in self.days:
            self._there[number] = True
        self.undated = frozenset(number for number, day in self.days.items() if day is None)
        usual = TOPIC_ODDS * _odds(UNKNOWN)
        self._least = max(LEAST_SECTIONS, (1 + len(self.days)) * usual / (1 + usual) * _ROUNDED)
        """Named in fewer sections nothing is a topic: no word is expected in fewer than `UNKNOWN`."""
        self._sized: dict[str, Sized | None] = {}
        self._likely: dict[str, int] | None = None

    def state(self) -> CorpusState:
        """How much there is, and the span of its dates."""
        days = [day for day in self.days.values() if day is not None]
        infos = {(info := self.shelf.sections[number].info).id: info for number in self.days}
        latest = [*days, *(info.date for info in infos.values() if info.date and info.date <= self.today)]
        return CorpusState(len(infos), len(self.days), min(days, default=None), max(latest, default=None))

    def dated(self, starts: date | None, ends: date) -> list[int]:
        """Sections dated from one day up to another, both inclusive; from the beginning where `starts` is None."""
        return [n for n, day in self.days.items() if day is not None and (not starts or starts <= day) and day <= ends]

    def documents(self, numbers: Iterable[int]) -> int:
        """Of how many documents some sections are."""
        return len(set(map(self.shelf.whose.__getitem__, numbers)))

    def sized(self, joined: str) -> Sized | None:
        """The term that a spelling belongs to, where it is a topic of this corpus."""
        if joined not in self._sized:
            term = self.shelf.lexicon.term(joined)
            sized = Sized(term, self._of_the_day(self.shelf.holding(term)))
            kept = sized if self.is_topic(sized) else None
            self._sized.update(dict.fromkeys(term.spellings, kept))
        return self._sized[joined]

    def _of_the_day(self, numbers: frozenset[int]) -> frozenset[int]:
        """`numbers & self.numbers`, which of many sections would look all over the memory for each of them."""
        return numbers if self._whole else frozenset(compress(numbers, map(self._there.__getitem__, numbers)))

    def found(self, name: str) -> Sized | None:
        """Any term by any of its spellings, listed as a topic or not; None where no section names it."""
        words = phrase(name)
        joined = "".join(words)
        if not joined:
            return None
        known = joined in self.shelf.lexicon
        term = self.shelf.lexicon.term(joined) if known else Term(name.strip(), {joined: words}, {joined: name.strip()})
        numbers = self._of_the_day(self.shelf.holding(term) | self.shelf.naming(words))
        return Sized(term, numbers) if numbers else None

    def numbers_of(self, topic: Topic) -> frozenset[int]:
        """The sections that name a topic of this census."""
        spellings = ("".join(phrase(form)) for form in (topic.name, *topic.aliases))
        found = (self.sized(joined) for joined in spellings if joined in self.shelf.lexicon)
        return next((sized.numbers for sized in found if sized), frozenset())

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

    def name(self, term: Term) -> str:
        """What a term is called here: of its spellings in the letters of the canonical one that of most sections, since
        a reader knows what the documents write. The canonical one where they are level.
        """
        forms = [term.name, *(term.written[joined] for joined in term.spellings)]
        alike = {form: phrase(form) for form in forms if is_hangul(form[0]) == is_hangul(term.name[0])}
        if len(set(alike.values())) == 1:
            return term.name
        return max(alike, key=lambda form: len(self.shelf.naming(alike[form]) & self.numbers))

    def topic(self, sized: Sized) -> Topic:
        """The value that others see."""
        term, lexicon = sized.term, self.shelf.lexicon
        days = filter(None, map(self.days.__getitem__, sized.numbers))
        name = self.name(term)
        return Topic(
            name=name,
            english=lexicon.english(term),
            aliases=tuple(dict.fromkeys(form for form in (term.name, *term.written.values()) if form != name)),
            sections=len(sized.numbers),
            documents=self.documents(sized.numbers),
            latest=max(days, default=None),
        )

    def likely(self) -> Mapping[str, int]:
        """Of each topic with at least `LEAST_SECTIONS` sections one spelling, and in how many sections it is named.

        Beyond `MOST_COUNTED` namings the sums over their words as written stand for the counts, which are little less.
        """
        if self._likely is None:
            found = self._bounds()
            if sum(found.values()) <= MOST_COUNTED:
                exact = {joined: sized for joined in found if (sized := self.sized(joined)) is not None}
                found = {joined: len(s.numbers) for joined, s in exact.items() if len(s.numbers) >= LEAST_SECTIONS}
            self._likely = found
        return self._likely

    def _bounds(self) -> dict[str, int]:
        lexicon, at_most = self.shelf.lexicon, self.shelf.postings.at_most
        found: dict[str, int] = {}
        seen: set[str] = set()
        for joined in lexicon:
            if joined in seen or self._too_rare(joined):
                continue
            term = lexicon.term(joined)
            seen.update(term.spellings)
            count = sum(map(at_most, term.spellings))
            if count >= LEAST_SECTIONS and self._stands_out(term, count):
                found[joined] = count
        return found

    def _too_rare(self, joined: str) -> bool:
        """Whether a spelling can be told to make no topic before its term is made, as most can."""
        rare = self.shelf.postings.written(joined) < self._least
        return rare and self.shelf.lexicon.alone(joined) is not None

    def is_topic(self, sized: Sized) -> bool:
        """Whether the measure takes a term for a topic of this corpus."""
        count, total = len(sized.numbers), len(self.days)
        wide = total >= FEW_SECTIONS and count > WIDEST_SHARE * total
        return count > 0 and not wide and self._stands_out(sized.term, count)

    def _stands_out(self, term: Term, count: int) -> bool:
        if not self._unexpected(count, term.expected):
            return False
        postings = self.shelf.postings
        if term.origin is Origin.WORD:
            (joined,) = term.spellings
            often = self.shelf.lexicon.times(joined) >= LEAST_TIMES
            return often and postings.inflected(joined) and postings.verbal(joined) <= MOST_VERBAL
        if term.origin is Origin.PAIR:
            (words,) = term.spellings.values()
            return count >= LEAST_COHESION * min(postings.at_most(word) for word in words)
        return True

    def _unexpected(self, count: int, expected: float) -> bool:
        """Whether so many sections are more than a share of them that could be expected anyway would make."""
        total = len(self.days)
        return _odds(min(count, total) / (total + 1)) >= TOPIC_ODDS * _odds(expected)


def whole(sized: Sequence[Sized]) -> list[Sized]:
    """Without those whose every spelling is only a part of another's: 메타 beside 메타 무비 젠."""
    return [
        one
        for one in sized
        if not any(other is not one and all(_part(s, other) for s in one.term.spellings) for other in sized)
    ]


def _part(spelling: str, other: Sized) -> bool:
    return any(spelling in longer for longer in other.term.spellings)


def published(dated: DatedSection, day: date | None) -> date | None:
    """The later of a document's date and a section's own; `day` is the latter as the census has it."""
    whole = dated.info.date
    return day if whole is None or (day is not None and day > whole) else whole


def _no_later(day: date | None, dated: DatedSection, today: date, zone: ZoneInfo) -> date | None:
    """The day; the day of arrival where it lies ahead: as of today it would be news for years."""
    if day is None or day <= today or dated.first_seen is None:
        return day
    return min(today, dated.first_seen.astimezone(zone).date())


def _copies(shelf: Shelf, days: Mapping[int, date | None]) -> list[int]:
    """Sections that say what an older one says: a file in two places tells a thing no oftener than once."""
    oldest: dict[str, int] = {}
    copies: list[int] = []
    for number, day in days.items():
        other = oldest.setdefault(shelf.sections[number].fingerprint, number)
        if other == number:
            continue
        if (day or date.max) < (days[other] or date.max):
            oldest[shelf.sections[number].fingerprint] = number
            copies.append(other)
        else:
            copies.append(number)
    return copies


def _arrived(dated: DatedSection, first: datetime | None, zone: ZoneInfo) -> date | None:
    """The day of an arrival after the first import, for what no date is known of."""
    seen = dated.first_seen
    return seen.astimezone(zone).date() if seen and first and seen - first > FIRST_IMPORT else None


def _odds(share: float) -> float:
    return share / (1 - share)
