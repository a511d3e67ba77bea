"""The agenda of a workspace: what its documents announce, over time.

Reading never writes: where the documents have changed since the last refresh, the answer is made of the documents as
they are, and the worker's refresh keeps it. Results are kept in memory for as long as neither has changed.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.agenda import ics, upcoming
from bot.agenda.changes import Reconciled, reconcile, standing
from bot.agenda.merge import merge
from bot.agenda.reminders import occasions
from bot.agenda.spans import is_over
from bot.domain.agenda import EventRegistry, EventVersion, KnownEvents, Mutes, Step
from bot.domain.document import SHARED
from bot.domain.event import Event
from bot.domain.occasion import Occasion
from bot.domain.ports import Corpus
from bot.domain.subscription import Subscription

_TRIES = 5
"""Looks of one refresh, each after another process was faster; by then that one has kept the same."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What was read of an owner, and of which state of documents and registry."""

    documents: int
    revision: int
    versions: tuple[EventVersion, ...]
    by_uid: dict[str, EventVersion] = field(default_factory=dict)


class Agenda:
    """Events as people and reminders ask for them. Safe to call from several threads; raises StoreError only.

    `zone` says when a day begins for events of which no place is known.
    """

    def __init__(self, documents: Corpus, registry: EventRegistry, mutes: Mutes, *, zone: ZoneInfo) -> None:
        self._documents = documents
        self._registry = registry
        self._mutes = mutes
        self._zone = zone
        self._looks: dict[str, _Look] = {}
        self._lock = threading.Lock()

    def upcoming(self, *, now: datetime, owner: str = SHARED, limit: int = 10) -> tuple[Event, ...]:
        """Events that are not over, running ones first; undated ones last. A series stands for its next time."""
        return tuple(upcoming.upcoming(self._events(owner, now), now=now, zone=self._zone)[:limit])

    def past(self, *, now: datetime, owner: str = SHARED, limit: int = 10) -> tuple[Event, ...]:
        """Events that are over, the latest first."""
        return tuple(upcoming.past(self._events(owner, now), now=now, zone=self._zone)[:limit])

    def search(self, text: str, *, now: datetime, owner: str = SHARED, limit: int = 10) -> tuple[Event, ...]:
        """Events of a period (`12월`, `2024-12`, `다음 주`), of words of title, place or summary; coming ones first."""
        return tuple(upcoming.search(self._events(owner, now), text, now=now, zone=self._zone)[:limit])

    def asked(self, text: str, *, now: datetime, owner: str = SHARED, limit: int = 10) -> tuple[Event, ...] | None:
        """Events of a question like `12월 행사`; None where it is about something else."""
        found = upcoming.asked(self._events(owner, now), text, now=now, zone=self._zone)
        return None if found is None else tuple(found[:limit])

    def is_over(self, event: Event, *, now: datetime) -> bool:
        """Whether an event that was found is to be called past."""
        return is_over(event, now, self._zone)

    def event(self, uid: str, *, now: datetime, owner: str = SHARED) -> Event | None:
        """One event that documents announce; a series stands for its next time."""
        version = self.version(uid, now=now, owner=owner)
        if version is None or version.removed_at is not None:
            return None
        return upcoming.next_time(version.event, now=now, zone=self._zone) or version.event

    def calendar(self, *, now: datetime, owner: str = SHARED, name: str = "aitrend", uid: str = "") -> bytes:
        """The iCalendar file of all events with a fixed day, or of one; the same events give the same bytes."""
        versions = [v for v in self.versions(now=now, owner=owner) if not uid or v.event.uid == uid]
        return ics.export(versions, name=name)

    def versions(self, *, now: datetime, owner: str = SHARED) -> Sequence[EventVersion]:
        """Every event that is known, removed ones too, with what became of it."""
        return self._look(owner, now).versions

    def version(self, uid: str, *, now: datetime, owner: str = SHARED) -> EventVersion | None:
        """One event that is known."""
        return self._look(owner, now).by_uid.get(uid)

    def occasions(self, subscription: Subscription, *, until: datetime, now: datetime) -> Sequence[Occasion]:
        """What a subscription of reminders is to be reminded of: occasions with slots up to `until`, past ones too."""
        wish = subscription.wish
        muted = self._mutes.muted(owner=wish.owner, target=wish.target)
        return occasions(self.versions(now=now, owner=wish.owner), wish, muted=muted, until=until, now=now)

    def refresh(self, *, now: datetime, owner: str = SHARED) -> tuple[tuple[EventVersion, tuple[Step, ...]], ...]:
        """Keep what became of the events since the last refresh; returns what changed, nothing where nothing did."""
        for _ in range(_TRIES):
            known = self._registry.load(owner=owner)
            documents = self._documents.revision()
            if known.revision and known.documents == documents:
                return ()
            found = self._reconciled(known, owner, now)
            kept = KnownEvents(known.revision, documents, found.versions)
            if self._registry.save(kept, owner=owner, expected=known.revision):
                return found.changes
        return ()

    def _events(self, owner: str, now: datetime) -> list[Event]:
        return [version.event for version in standing(self.versions(now=now, owner=owner))]

    def _look(self, owner: str, now: datetime) -> _Look:
        documents, revision = self._documents.revision(), self._registry.revision(owner=owner)
        with self._lock:
            held = self._looks.get(owner)
        if held is not None and (held.documents, held.revision) == (documents, revision):
            return held
        known = self._registry.load(owner=owner)
        versions = known.versions
        if not known.revision or known.documents != documents:
            versions = self._reconciled(known, owner, now).versions
        look = _Look(documents, revision, versions, {version.event.uid: version for version in versions})
        with self._lock:
            self._looks[owner] = look
        return look

    def _reconciled(self, known: KnownEvents, owner: str, now: datetime) -> Reconciled:
        issued = {info.id: info.date for info in self._documents.infos(owner=owner)}
        return reconcile(known.versions, merge(self._documents.events(owner=owner), issued), now=now)
