"""What the composition root plugs into Slack and the shell: the shelves kept in step, and everything asked of them.

The engine behind it is imported when something is first asked: a bot that starts has no need of it yet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from threading import RLock
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.domain.digest import DatedChange, DatedCorpus, Digest, TopicReport, TrendReport, Wanted
from bot.domain.document import SHARED

if TYPE_CHECKING:
    from bot.trends.census import Census
    from bot.trends.shelf import Shelf

Glossary = Sequence[Sequence[str]]
"""Groups of equal terms, the canonical one first."""

_CENSUSES = 8
"""Kept for owners and zones that ask again; a census of 100,000 sections takes some tens of megabytes."""


class Trends:
    """Topics, their momentum and digests over a corpus. Every method may be called from several threads at once.

    The corpus is read when something is asked and only as far as it changed since. An owner with documents of its own
    has a shelf of its own, so that nothing of them is counted, named or shown for another.
    """

    def __init__(self, corpus: DatedCorpus, glossary: Callable[[], Glossary], zone: ZoneInfo) -> None:
        self._corpus, self._glossary, self._zone = corpus, glossary, zone
        self._turn = RLock()
        self._groups: tuple[tuple[str, ...], ...] = ()
        self._revision = 0
        self._owners: dict[str, str] = {}
        self._shelves: dict[str, Shelf] = {}
        self._censuses: dict[tuple[str, date, str], Census] = {}
        self._reports: dict[Census, TrendReport] = {}

    def report(self, *, now: datetime, owner: str = SHARED) -> TrendReport:
        """The topics of the latest window that holds enough to compare, else of the corpus as a whole."""
        with self._turn:
            return self._report(self._census(owner, now, self._zone))

    def topic(self, name: str, *, now: datetime, owner: str = SHARED) -> TopicReport | None:
        """One topic by its name or an alias, with the sections behind it; None where the corpus knows none."""
        from bot.trends.report import topic_report

        with self._turn:
            return topic_report(self._census(owner, now, self._zone), name)

    def compose(self, wanted: Wanted) -> Digest:
        """The digest of a channel as of an instant."""
        from bot.trends.compose import compose

        with self._turn:
            census = self._census(wanted.owner, wanted.at, wanted.zone)
            return compose(census, wanted, self._report(census))

    def refresh(self) -> int:
        """Bring the shelves to the corpus' revision, which is returned. Done in the background, no reader waits."""
        with self._turn:
            groups, wanted = tuple(map(tuple, self._glossary())), self._corpus.revision()
            if groups != self._groups or wanted < self._revision or not self._shelves:
                self._groups, self._revision = groups, 0
                self._owners, self._shelves = {}, {SHARED: _filled(groups)}
                self._forget()
            if wanted != self._revision:
                self._take(list(self._corpus.dated_changes(self._revision)))
                self._revision = wanted
                self._forget()
            return self._revision

    def _take(self, changes: Sequence[DatedChange]) -> None:
        before = dict(self._owners)
        for change in changes:
            if change.sections:
                self._owners[change.document_id] = change.sections[0].info.owner
            else:
                self._owners.pop(change.document_id, None)
        for owner in sorted(set(self._owners.values()) - self._shelves.keys()):
            self._shelves[owner] = _filled(self._groups, _contents(self._shelves[SHARED]))
        for owner, shelf in self._shelves.items():
            seen = {SHARED, owner}
            shelf.update(
                change if self._owners.get(change.document_id) in seen else replace(change, sections=())
                for change in changes
                if self._owners.get(change.document_id) in seen or before.get(change.document_id) in seen
            )

    def _shelf(self, owner: str) -> Shelf:
        return self._shelves.get(owner) or self._shelves[SHARED]

    def _census(self, owner: str, at: datetime, zone: ZoneInfo) -> Census:
        """The census of an instant. One of today serves the whole day, since nothing that is in came after it."""
        from bot.trends.census import Census

        self.refresh()
        shelf = self._shelf(owner)
        key = owner if owner in self._shelves else SHARED, at.astimezone(zone).date(), zone.key
        newest = max((d.first_seen for d in shelf.sections.values() if d.first_seen), default=None)
        if newest is not None and newest > at:
            return Census(shelf, at, zone)
        if key not in self._censuses:
            if len(self._censuses) >= _CENSUSES:
                self._forget()
            self._censuses[key] = Census(shelf, at, zone)
        return self._censuses[key]

    def _report(self, census: Census) -> TrendReport:
        """The report of a census, kept with it."""
        from bot.trends.report import report

        if census not in self._censuses.values():
            return report(census)
        if census not in self._reports:
            self._reports[census] = report(census)
        return self._reports[census]

    def _forget(self) -> None:
        self._censuses.clear()
        self._reports.clear()


def _filled(groups: Glossary, documents: Sequence[DatedChange] = ()) -> Shelf:
    from bot.trends.shelf import Shelf

    shelf = Shelf(groups)
    shelf.update(documents)
    return shelf


def _contents(shelf: Shelf) -> list[DatedChange]:
    """What a shelf holds, to fill another."""
    return [
        DatedChange(0, document, tuple(shelf.sections[number] for number in numbers))
        for document, numbers in shelf.documents.items()
    ]
