"""Which sections are worth a reader's minute this week, and in what order the archive comes round.

What came in or changed within the period goes first, then what is recent and was not shown, then the archive. Within
one of these the score decides: momentum of its topics, and quality (source, figures, key contents, a table). Two of one
article or one topic are never shown together. In the archive the less often shown goes first, and the last place goes
to the document that has had the least of its turn, so that every part is reached.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import nsmallest
from zoneinfo import ZoneInfo

from bot.domain.digest import REPEAT_AFTER, DatedSection, Freshness, Highlight, Shown, TrendReport
from bot.domain.document import SectionKind, Span
from bot.trends.census import Census, Sized, published, whole
from bot.trends.keysentence import key_sentence
from bot.trends.quality import UNFIT
from bot.trends.words import keys, normal

MOST, LEAST = 5, 3
"""Highlights of a digest: up to five of what is new or recent, filled up from the archive to three."""
RECENT_DAYS = 45
"""A document dated so shortly before is recent: a monthly brief until the next is due, and half a month more."""
TOPICS_SHOWN = 3
MOST_MOMENTUM = 8.0
"""Sum of the z-scores of a section's rising topics that still lifts it; a quarter of it counts beside its quality."""
WIDE_SHARE = 0.25
"""A topic that more of the sections name does not make two of them say the same."""
_CANDIDATES = 200
"""Of each kind, so many of the best are tried for variety."""


@dataclass(frozen=True, slots=True)
class Period:
    """The time that a digest speaks of: after `starts`, where the one before it ended, and up to `ends`."""

    starts: datetime
    ends: datetime
    first: date
    """The local date on which it starts."""
    recent: date
    """What is dated from here on is recent."""

    @classmethod
    def of(cls, starts: datetime, ends: datetime, zone: ZoneInfo) -> Period:
        """The period between two aware instants, with the dates that readers in a zone see."""
        recent = ends.astimezone(zone).date() - timedelta(days=RECENT_DAYS)
        return cls(starts, ends, starts.astimezone(zone).date(), recent)


def freshness(dated: DatedSection, day: date | None, period: Period) -> Freshness:
    """Why a section would be shown.

    Arrival alone makes nothing new: a post of two years ago that is imported today comes from the archive. Where the
    store first saw a section only after the period, as when a past week is composed, the date of the document stands
    for its arrival.
    """
    when, seen, changed = published(dated, day), dated.first_seen, dated.changed_at
    recent = when is not None and when >= period.recent
    if seen is None or seen > period.ends:
        came = when is not None and when > period.first
        return Freshness.NEW if came else Freshness.RECENT if recent else Freshness.ARCHIVE
    if seen > period.starts and recent:
        return Freshness.NEW
    if changed is not None and seen < changed and period.starts < changed <= period.ends:
        return Freshness.CHANGED
    return Freshness.RECENT if recent else Freshness.ARCHIVE


class Selection:
    """The highlights of one digest for one channel.

    `shown` is what the channel saw before, in any order. `about` are the only sections that it wants; None means all.
    """

    def __init__(
        self,
        census: Census,
        period: Period,
        trends: TrendReport,
        shown: Iterable[Shown],
        about: Collection[int] | None = None,
    ) -> None:
        self._census, self._period = census, period
        before = [s for s in shown if s.shown_at < period.ends]
        lately = [s for s in before if period.ends - s.shown_at < REPEAT_AFTER]
        self._barred = {s.section_id for s in lately} | {s.fingerprint for s in lately}
        self._times = Counter(s.section_id for s in before)
        self._times_document = Counter(s.document_id for s in before)
        self._momentum: dict[int, float] = defaultdict(float)
        for moved in trends.rising:
            for number in census.numbers_of(moved.topic):
                self._momentum[number] += moved.score
        self._chosen: list[int] = []
        self._headings: dict[int, list[Sized]] = {}
        self._kinds: dict[Freshness, list[int]] = {kind: [] for kind in Freshness}
        self._arrived: dict[Freshness, list[int]] = {kind: [] for kind in Freshness}
        sections, worth, days, barred = census.shelf.sections, census.shelf.worth, census.days, self._barred
        for number in days if about is None else sorted(about):
            dated = sections[number]
            kind = freshness(dated, days[number], period)
            self._arrived[kind].append(number)
            if worth[number] > UNFIT and dated.section.id not in barred and dated.fingerprint not in barred:
                self._kinds[kind].append(number)

    def highlights(self) -> tuple[Highlight, ...]:
        """Up to `MOST` of what is new, changed or recent; at least `LEAST` with the archive, as far as it goes."""
        found: list[Highlight] = []
        kinds = self._kinds
        for numbers in (kinds[Freshness.NEW] + kinds[Freshness.CHANGED], kinds[Freshness.RECENT]):
            found += self._take(self._best(numbers), MOST - len(found))
        if len(found) < LEAST:
            found += self._take(self._best(kinds[Freshness.ARCHIVE]), LEAST - 1 - len(found))
            found += self._take(self._in_turn(kinds[Freshness.ARCHIVE]), LEAST - len(found))
        if len(found) < LEAST:
            everything = [n for kind in Freshness for n in kinds[kind]]
            found += self._take(self._best(everything), LEAST - len(found), one_document=True)
        return tuple(found)

    def came_in(self, kind: Freshness) -> list[int]:
        """Numbers of all sections of one kind, also of those that the channel was shown lately."""
        return self._arrived[kind]

    def _best(self, numbers: Iterable[int]) -> list[int]:
        """The least shown first, then by score; ties go to the newest, then by id."""
        return nsmallest(_CANDIDATES, numbers, key=lambda n: (self._times[self._id(n)], -self._score(n), *self._tie(n)))

    def _in_turn(self, numbers: Sequence[int]) -> list[int]:
        """The least shown first, of these those of the document that has had the least of its turn."""
        whose = self._census.shelf.whose
        sizes = Counter(whose[n] for n in self._census.days)
        taken = self._times_document + Counter(whose[n] for n in self._chosen)

        def turn(number: int) -> tuple[object, ...]:
            document = whose[number]
            share = round(taken[document] / sizes[document], 9)
            return self._times[self._id(number)], share, -self._score(number), *self._tie(number)

        return nsmallest(_CANDIDATES, numbers, key=turn)

    def _take(self, ordered: Iterable[int], count: int, *, one_document: bool = False) -> list[Highlight]:
        found: list[Highlight] = []
        for number in ordered:
            if len(found) >= count:
                break
            if number in self._chosen or any(self._alike(number, other, one_document) for other in self._chosen):
                continue
            sentence = key_sentence(self._census.shelf.sections[number])
            if sentence is not None:
                self._chosen.append(number)
                found.append(self._highlight(number, sentence))
        return found

    def _alike(self, one: int, other: int, one_document: bool) -> bool:  # noqa: FBT001 (private)
        a, b = self._census.shelf.sections[one], self._census.shelf.sections[other]
        if a.fingerprint == b.fingerprint or (not one_document and _article(a) == _article(b)):
            return True
        narrow = WIDE_SHARE * len(self._census.days)
        shared = {s.term.name for s in self._heading_topics(one) if len(s.numbers) <= max(LEAST, narrow)}
        return any(s.term.name in shared for s in self._heading_topics(other))

    def _heading_topics(self, number: int) -> list[Sized]:
        if number not in self._headings:
            row = keys(normal(self._census.shelf.sections[number].section.heading))
            self._headings[number] = self._census.named_in(row)
        return self._headings[number]

    def _score(self, number: int) -> float:
        return round(self._census.shelf.worth[number] + min(self._momentum[number], MOST_MOMENTUM) / 4, 6)

    def _tie(self, number: int) -> tuple[int, str]:
        when = published(self._census.shelf.sections[number], self._census.days[number])
        return -(when.toordinal() if when else 0), self._id(number)

    def _id(self, number: int) -> str:
        return self._census.shelf.sections[number].section.id

    def _highlight(self, number: int, sentence: Span) -> Highlight:
        dated = self._census.shelf.sections[number]
        topics = sorted(whole(self._heading_topics(number)), key=lambda s: (-len(s.numbers), s.term.name))
        return Highlight(
            document=dated.info,
            section=dated.section,
            sentence=sentence,
            dated=dated.section.date or dated.info.date,
            freshness=freshness(dated, self._census.days[number], self._period),
            fingerprint=dated.fingerprint,
            topics=tuple(map(self._census.topic, topics[:TOPICS_SHOWN])),
        )


def _article(dated: DatedSection) -> tuple[str, str]:
    """What a reader takes for one article: a section that is one, else the whole document."""
    return dated.info.id, dated.section.id if dated.section.kind is SectionKind.ARTICLE else ""
