"""What a digest is made of: dated sections, topics with their momentum, highlights, and the digest itself.

Counts are counts of sections unless a name says otherwise. Dates are local to the digest's zone; instants are aware.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.answers import Gap
from bot.domain.document import SHARED, DocumentInfo, Section, Span
from bot.domain.event import Event

REPEAT_AFTER = timedelta(weeks=12)
"""A highlight comes back to a channel no sooner than this."""
PERIOD = timedelta(weeks=1)
"""What a digest speaks of where none came before it."""


@dataclass(frozen=True, slots=True)
class DatedSection:
    """A section with its history in the store.

    `fingerprint` is `bot.domain.fingerprint` of its text. `first_seen` is when the section, or this wording of it,
    first came in; `changed_at` is when the present wording came in: equal for a section that never changed by meaning.
    A move, a rename or a document that comes back keeps both. None where no store kept count.
    """

    info: DocumentInfo
    section: Section
    fingerprint: str
    first_seen: datetime | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DatedChange:
    """The sections of a document as of a revision; none where it was removed or has none."""

    revision: int
    document_id: str
    sections: tuple[DatedSection, ...]


class DatedCorpus(Protocol):
    """The documents of every owner with the history of their sections: what the trends are counted over."""

    def revision(self) -> int:
        """The revision of the newest write; 0 for an empty store."""
        ...

    def dated_changes(self, after: int = 0) -> Iterator[DatedChange]:
        """Documents written or removed after a revision, in the order of their last change, each once and whole."""
        ...


@dataclass(frozen=True, slots=True)
class Shown:
    """A section that a channel was shown as a highlight, under the wording that it had then."""

    section_id: str
    fingerprint: str
    document_id: str
    shown_at: datetime


class ShownHighlights(Protocol):
    """Remembers what a channel was shown, so that nothing comes twice within `REPEAT_AFTER` and all comes in time.

    `owner` is the workspace's team id and `channel` the conversation's id; together they name a place. Rows outlive
    their documents: the rotation counts them. The outbox adds them in the transaction that settles their digest.
    """

    def shown(self, *, owner: str, channel: str) -> tuple[Shown, ...]:
        """Everything kept of a place, oldest first, then by section id."""
        ...

    def prune(self, *, before: datetime) -> int:
        """Drop what was shown before an instant; returns how much."""
        ...


@dataclass(frozen=True, slots=True)
class Topic:
    """A canonical term. `name` is the form for a reader of Korean, `english` the one for a reader of English.

    `aliases` are its other forms. `sections` and `documents` say how much of the visible corpus names it, and `latest`
    is the newest date among those sections.
    """

    name: str
    english: str = ""
    aliases: tuple[str, ...] = ()
    sections: int = 0
    documents: int = 0
    latest: date | None = None

    def label(self, language: str) -> str:
        """The form for a reader of that language."""
        return (self.english or self.name) if language == "en" else self.name


class Direction(StrEnum):
    """Where a topic is going. The thresholds stand in `bot.trends.momentum`."""

    NEW = "new"
    RISING = "rising"
    STEADY = "steady"
    FADING = "fading"


@dataclass(frozen=True, slots=True)
class Window:
    """The dates that are compared with what came before: first and last day, both inclusive.

    `sections` and `documents` are dated within it, `sections_before` earlier. Undated sections count in neither.
    """

    starts: date
    ends: date
    sections: int
    documents: int
    sections_before: int


@dataclass(frozen=True, slots=True)
class Momentum:
    """A topic over a window: in how many sections it is named within (`now`) and before (`before`).

    `score` is the z-score of its weighted log-odds, positive where it grows.
    """

    topic: Topic
    direction: Direction
    now: int
    before: int
    documents_now: int
    score: float


@dataclass(frozen=True, slots=True)
class CorpusState:
    """How much there is, and the span of its dates. `latest` is the newest date not after the instant asked about."""

    documents: int = 0
    sections: int = 0
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True, slots=True)
class TrendReport:
    """What moves. `window` is None where no span up to the instant holds enough sections to compare; `movements` is
    then empty and `standing`, the topics of the corpus as a whole, is what can be said, as of `corpus.latest`.

    `movements` stand in this order: new and rising ones, the strongest first; then steady; then fading.
    """

    corpus: CorpusState
    window: Window | None = None
    movements: tuple[Momentum, ...] = ()
    standing: tuple[Topic, ...] = ()

    @property
    def rising(self) -> tuple[Momentum, ...]:
        """New and rising topics, the strongest first."""
        return tuple(m for m in self.movements if m.direction in {Direction.NEW, Direction.RISING})

    @property
    def fading(self) -> tuple[Momentum, ...]:
        """Topics that are named less than before."""
        return tuple(m for m in self.movements if m.direction is Direction.FADING)


@dataclass(frozen=True, slots=True)
class TopicReport:
    """One topic: its movement where the window tells one, the sections that name it, and topics named beside it."""

    topic: Topic
    momentum: Momentum | None
    window: Window | None
    sections: tuple[DatedSection, ...] = ()
    beside: tuple[str, ...] = ()


class Freshness(StrEnum):
    """Why a highlight is shown: it came in or changed within the period, it is recent, or it is from the archive."""

    NEW = "new"
    CHANGED = "changed"
    RECENT = "recent"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Highlight:
    """A section worth reading. `sentence` is an offset range into `section.text`, its words unchanged.

    `dated` is the date of its own source, else its document's; `topics` are those of its heading, the widest first.
    """

    document: DocumentInfo
    section: Section
    sentence: Span
    dated: date | None
    freshness: Freshness
    fingerprint: str
    topics: tuple[Topic, ...] = ()

    @property
    def quote(self) -> str:
        """The sentence as it stands in the document."""
        return self.section.text[self.sentence.start : self.sentence.end]


@dataclass(frozen=True, slots=True)
class News:
    """What came in within the period, whether or not it is among the highlights."""

    sections_new: int = 0
    sections_changed: int = 0
    documents: tuple[DocumentInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """Everything that a digest says, in no language yet. Two digests of equal inputs are equal.

    The period is what came after `starts` and up to `ends`, the instant that the digest was composed as of. `zone` is
    the IANA zone in which its dates are read. `events_more` counts coming events beyond those listed. `topics` are the
    only ones that it was asked to speak of: its news, highlights and topics are theirs; none means all.
    """

    owner: str
    channel: str
    zone: str
    starts: datetime
    ends: datetime
    trends: TrendReport
    news: News = field(default=News())
    highlights: tuple[Highlight, ...] = ()
    events: tuple[Event, ...] = ()
    events_more: int = 0
    gaps: tuple[Gap, ...] = ()
    next_at: datetime | None = None
    topics: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing came in, nothing moves and nothing is ahead: a channel may choose silence then."""
        fresh = {Freshness.NEW, Freshness.CHANGED, Freshness.RECENT}
        return not (self.events or self.trends.rising or any(h.freshness in fresh for h in self.highlights))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a digest is to be composed of and for.

    `since` is when the one before was due, `PERIOD` before `at` where there was none. `shown` is what the channel saw
    before; `events` lie ahead, in order; `gaps` are questions that found nothing, empty for channels that do not want
    them. `topics` narrow trends and highlights; none means all.
    """

    at: datetime
    zone: ZoneInfo
    owner: str = SHARED
    channel: str = ""
    since: datetime | None = None
    shown: Sequence[Shown] = ()
    events: Sequence[Event] = ()
    gaps: Sequence[Gap] = ()
    next_at: datetime | None = None
    topics: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A digest with everything else that its messages depend on: told again, it gives the same messages.

    `answer_id` is the kept answer whose sections are the highlights in their order: the Open buttons refer to it.
    `late_from` is when the digest was due, where it comes late; `skipped` counts those missed since the one before.
    `corrected` says that this replaces what was posted.
    """

    digest: Digest
    language: str
    answer_id: str = ""
    late_from: datetime | None = None
    skipped: int = 0
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One topic of a chart: shares of sections from 0 to 1 within the window and before, and what is said beside them.

    `before` is None where nothing is compared.
    """

    label: str
    now: float
    before: float | None
    caption: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart in words and numbers, ready to be drawn. `alt` says the same to whoever cannot see it."""

    title: str
    note: str
    now_label: str
    before_label: str
    rows: tuple[ChartRow, ...]
    alt: str
