"""Fakes that honour the ports' contracts, for tests of the Slack surface and of whatever else works over the ports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.domain.agenda import PersonalReminder
from bot.domain.delivery import Message as Composed
from bot.domain.delivery import Payload
from bot.domain.digest import (
    DatedSection,
    TopicReport,
    TrendReport,
)
from bot.domain.document import (
    SHARED,
    Document,
    DocumentInfo,
    Parsed,
    Problem,
    Section,
    Span,
)
from bot.domain.event import Event
from bot.domain.hit import Answer, Hit, Suggestion
from bot.domain.query import Correction, Interpretation, Reading
from bot.domain.subscription import Subscription, Wish
from bot.domain.troubles import trouble
from bot.services import Taken
from tests.samples import EVENTS, MOVES, NOW, REPORT, SECTIONS, TOPIC, WINDOW, section


class FakeClock:
    """A clock that stands until it is moved."""

    def __init__(self, instant: datetime = NOW) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant

    def forward(self, by: timedelta) -> None:
        self.instant += by


class FakeSearcher:
    """Finds sections whose text or heading holds a word of the query; deterministic, in the order given."""

    def __init__(self, sections: Sequence[tuple[DocumentInfo, Section]] = SECTIONS) -> None:
        self.sections = list(sections)
        self.asked: list[str] = []

    def _visible(self, owner: str) -> Iterator[tuple[DocumentInfo, Section]]:
        for document, one in self.sections:
            if document.owner in {SHARED, owner}:
                yield document, one

    def search(self, query: str, *, limit: int = 3, offset: int = 0, owner: str = SHARED) -> Answer:
        self.asked.append(query)
        words = [word for word in query.split() if any(letter.isalnum() for letter in word)]
        corrections = tuple(Correction(word, "노벨", Reading.TYPO) for word in words if word == "노밸")
        words = ["노벨" if word == "노밸" else word for word in words]
        hits = [hit for pair in self._visible(owner) if (hit := self._hit(*pair, words))]
        shown = tuple(hits[offset : offset + limit])
        return Answer(
            query,
            Interpretation(tuple(words), corrections=corrections),
            bool(shown),
            shown,
            ("노벨상", "툴킷") if not hits and words else (),
            len(hits),
            0.5,
        )

    def _hit(self, document: DocumentInfo, one: Section, words: Sequence[str]) -> Hit | None:
        places = [Span(place, place + len(word)) for word in words for place in [one.text.find(word)] if place >= 0]
        if not places and not any(word in one.heading for word in words):
            return None
        at = min((span.start for span in places), default=0)
        start = one.text.rfind("\n", 0, at) + 1
        end = one.text.find("\n", at)
        end = len(one.text) if end < 0 else end
        snippet = Span(start, min(len(one.text), end + 80))
        return Hit(document, one, Span(start, end), snippet, tuple(sorted(places)), 1.0)

    def section(self, section_id: str, *, owner: str = SHARED) -> tuple[DocumentInfo, Section] | None:
        return next((pair for pair in self._visible(owner) if pair[1].id == section_id), None)

    def related(self, section_id: str, *, limit: int = 3, owner: str = SHARED) -> tuple[Hit, ...]:
        others = [pair for pair in self._visible(owner) if pair[1].id != section_id]
        return tuple(
            Hit(document, one, Span(0, min(30, len(one.text))), Span(0, min(60, len(one.text))), (), 1.0)
            for document, one in others[:limit]
        )

    def suggest(self, typed: str, *, limit: int = 20, owner: str = SHARED) -> tuple[Suggestion, ...]:
        rows = [
            Suggestion(one.id, document.title, one.heading)
            for document, one in self._visible(owner)
            if typed in one.heading or typed in one.text
        ]
        return tuple(rows[:limit])


@dataclass
class FakeDocuments:
    """A document store that holds what it is given; writes raise the revision."""

    documents: dict[str, Document] = field(default_factory=dict)
    _revision: int = 0

    def revision(self) -> int:
        return self._revision

    def put(
        self,
        document: Document,
        *,
        origin: str,
        parser: str,
        now: datetime,
        problems: Sequence[Problem] = (),
        original: bytes | None = None,
        again: bool = False,
    ) -> int:
        del origin, parser, now, problems, original, again
        self.documents[document.info.id] = document
        self._revision += 1
        return self._revision

    def remove(self, document_id: str, *, now: datetime) -> int:
        del now
        self._revision += document_id in self.documents
        self.documents.pop(document_id, None)
        return self._revision

    def get(self, document_id: str) -> Document | None:
        return self.documents.get(document_id)

    def infos(self, *, owner: str = SHARED) -> tuple[DocumentInfo, ...]:
        held = [each.info for each in self.documents.values() if each.info.owner in {SHARED, owner}]
        return tuple(sorted(held, key=lambda info: info.date or date.min, reverse=True))

    def events(self, *, owner: str = SHARED) -> tuple[Event, ...]:
        return tuple(
            event for each in self.documents.values() if each.info.owner in {SHARED, owner} for event in each.events
        )


@dataclass
class FakeUploads:
    """Reads a file as one section a document; a file that holds `BAD` has a problem with a line."""

    documents: FakeDocuments = field(default_factory=FakeDocuments)

    def _read(self, name: str, data: bytes, owner: str) -> Parsed:
        text = data.decode("utf8", "replace")
        if "BAD" in text:
            return Parsed(
                None, (Problem(name, 1 + text[: text.index("BAD")].count("\n"), trouble("document.no_text")),)
            )
        info = DocumentInfo(f"{owner}/{name}", name, text.split("\n")[0].lstrip("# "), owner=owner)
        return Parsed(Document(info, text, "0" * 64, (section(f"{info.id}#1", (info.title,), text),)))

    def add(self, name: str, data: bytes, *, owner: str, now: datetime) -> Taken:
        parsed = self._read(name, data, owner)
        before = self.documents.get(f"{owner}/{name}")
        if parsed.document is not None:
            self.documents.put(parsed.document, origin="upload", parser="fake", now=now)
        replaced = before is not None and parsed.document is not None and before.text != parsed.document.text
        return Taken(parsed, before.info.title if before and replaced else "")

    def remove(self, document_id: str, *, owner: str, now: datetime) -> bool:
        held = self.documents.get(document_id)
        if held is None or held.info.owner != owner:
            return False
        self.documents.remove(document_id, now=now)
        return True


class FakeAgenda:
    """A fixed set of events."""

    def __init__(self, events: Sequence[Event] = EVENTS) -> None:
        self.events = list(events)

    def upcoming(self, *, now: datetime, owner: str = SHARED, limit: int = 10) -> tuple[Event, ...]:
        del owner
        return tuple(event for event in self.events if not _over(event, now))[:limit]

    def past(self, *, now: datetime, owner: str = SHARED, limit: int = 10) -> tuple[Event, ...]:
        del owner
        return tuple(event for event in self.events if _over(event, now))[:limit]

    def search(self, text: str, *, now: datetime, owner: str = SHARED, limit: int = 10) -> tuple[Event, ...]:
        del now, owner
        return tuple(event for event in self.events if text in event.title or text in event.place)[:limit]

    def asked(self, text: str, *, now: datetime, owner: str = SHARED, limit: int = 10) -> tuple[Event, ...] | None:
        if not text.endswith("행사"):
            return None
        found = self.search(text.removesuffix("행사").strip(), now=now, owner=owner, limit=limit)
        return found or (() if "주" in text else None)


def _over(event: Event, now: datetime) -> bool:
    if event.ends is None:
        return False
    return event.ends < now if isinstance(event.ends, datetime) else event.ends < now.date()


class FakeReminders:
    """Wishes and mutes in memory, over the events of an agenda."""

    def __init__(self, events: Sequence[Event] = EVENTS) -> None:
        self._events = {event.uid: event for event in events}
        self._muted: set[tuple[str, str, str]] = set()
        self._kept: dict[str, PersonalReminder] = {}

    def event(self, uid: str, *, now: datetime, owner: str) -> Event | None:
        del now, owner
        return self._events.get(uid)

    def mute(self, uid: str, *, owner: str, target: str, by: str, now: datetime) -> bool:
        del by, now
        known = (uid, owner, target) in self._muted
        self._muted.add((uid, owner, target))
        return not known

    def unmute(self, uid: str, *, owner: str, target: str) -> bool:
        known = (uid, owner, target) in self._muted
        self._muted.discard((uid, owner, target))
        return known

    def remind(self, reminder: PersonalReminder) -> bool:
        if any(
            replace(kept, id=reminder.id, created_at=reminder.created_at) == reminder for kept in self._kept.values()
        ):
            return False
        self._kept[reminder.id] = reminder
        return True

    def forget(self, reminder_id: str, *, owner: str, user: str) -> bool:
        kept = self._kept.get(reminder_id)
        return kept is not None and (kept.owner, kept.user) == (owner, user) and bool(self._kept.pop(reminder_id))

    def mine(self, user: str, *, now: datetime, owner: str) -> tuple[tuple[PersonalReminder, Event | None], ...]:
        mine = [kept for kept in self._kept.values() if (kept.owner, kept.user) == (owner, user)]
        return tuple((kept, self.event(kept.uid, now=now, owner=owner)) for kept in mine)

    def calendar(self, uid: str, *, now: datetime, owner: str) -> bytes:
        del now, owner
        return f"BEGIN:VCALENDAR\r\nUID:{uid}\r\nEND:VCALENDAR\r\n".encode()


class FakeSubscriptions:
    """Subscriptions in memory; the next sends are the next three days at the rule's hour, in UTC."""

    def __init__(self) -> None:
        self.kept: dict[str, Subscription] = {}

    def list(self, *, owner: str, target: str | None = None) -> tuple[Subscription, ...]:
        return tuple(
            each for each in self.kept.values() if each.wish.owner == owner and target in {None, each.wish.target}
        )

    def get(self, subscription_id: str, *, owner: str) -> Subscription | None:
        found = self.kept.get(subscription_id)
        return found if found and found.wish.owner == owner else None

    def create(self, wish: Wish, *, by: str, now: datetime) -> Subscription:
        made = Subscription(f"s{len(self.kept) + 1}", wish, by, now, now, now)
        self.kept[made.id] = made
        return made

    def _replaced(self, subscription_id: str, owner: str, **changes: object) -> Subscription | None:
        found = self.get(subscription_id, owner=owner)
        if found is None:
            return None
        self.kept[subscription_id] = replace(found, **changes)  # type: ignore[arg-type]
        return self.kept[subscription_id]

    def change(self, subscription_id: str, wish: Wish, *, owner: str, now: datetime) -> Subscription | None:
        del now
        return self._replaced(subscription_id, owner, wish=wish)

    def pause(self, subscription_id: str, *, owner: str, now: datetime) -> Subscription | None:
        del now
        return self._replaced(subscription_id, owner, paused=True)

    def resume(self, subscription_id: str, *, owner: str, now: datetime) -> Subscription | None:
        del now
        return self._replaced(subscription_id, owner, paused=False)

    def delete(self, subscription_id: str, *, owner: str, now: datetime) -> bool:
        del now
        return self.get(subscription_id, owner=owner) is not None and bool(self.kept.pop(subscription_id))

    def next_sends(self, subscription: Subscription, *, now: datetime, count: int = 3) -> tuple[datetime, ...]:
        if subscription.paused:
            return ()
        return tuple(now.replace(hour=0, minute=0) + timedelta(days=day) for day in range(1, count + 1))


class FakeTrends:
    """One report, and one topic."""

    def __init__(self, report: TrendReport = REPORT) -> None:
        self._report = report

    def report(self, *, now: datetime, owner: str = SHARED) -> TrendReport:
        del now, owner
        return self._report

    def topic(self, name: str, *, now: datetime, owner: str = SHARED) -> TopicReport | None:
        del now, owner
        if name not in {TOPIC.name, TOPIC.english}:
            return None
        behind = tuple(DatedSection(document, one, one.id) for document, one in SECTIONS[:2])
        return TopicReport(TOPIC, MOVES, WINDOW, behind, ("메타", "오픈 소스"))


class FakeDigests:
    """A digest of a parent message with one reply."""

    def compose(
        self, *, owner: str, target: str, language: str, zone: str, now: datetime, preview: bool = False
    ) -> Payload:
        del owner, target, zone, now
        words = {"ko": "이번 주 소식", "en": "This week"}[language] + (" (next)" if preview else "")
        header = {"type": "header", "text": {"type": "plain_text", "text": words}}
        picture = {"type": "image", "alt_text": "chart", "slack_file": {"id": "image:chart"}}
        reply = {"type": "section", "text": {"type": "plain_text", "text": "details"}}
        return Payload(Composed(words, (header, picture)), (Composed("details", (reply,)),))
