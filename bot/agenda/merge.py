"""The same event in several documents is one: its editions, its sources, and which document is believed.

The newest document is believed, and what others say differently is kept beside it. A document that was written after
an event had ended does not move it, but announces its next edition.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.agenda.likeness import alike, far_apart, first_day, last_day
from bot.domain.event import Event, Mention

_SAME_TITLE = 0.85
_SAME_PAGE_TITLE = 0.6
"""How much titles have to agree where the dates are equal; less where the homepage is the same, too."""


@dataclass(frozen=True, slots=True)
class Merged:
    """One event of all documents. `raw` are the uids under which they announce it, the oldest document's first."""

    event: Event
    raw: tuple[str, ...]

    @property
    def documents(self) -> frozenset[str]:
        """The ids of all documents that announce it."""
        return frozenset([self.event.document, *(mention.document for mention in self.event.also)])


def merge(events: Iterable[Event], issued: Mapping[str, date | None]) -> tuple[Merged, ...]:
    """Events of documents as events of the agenda. `issued` gives the dates of documents by their ids.

    The result does not depend on the order of `events`.
    """
    named: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda e: (issued.get(e.document) or date.min, e.document, e.line, e.uid)):
        named.setdefault(event.uid, []).append(event)
    groups = [edition for same in named.values() for edition in _editions(same, issued)]
    return tuple(_numbered(_one(group, issued) for group in _joined(groups)))


def _editions(events: list[Event], issued: Mapping[str, date | None]) -> list[list[Event]]:
    """Events of one title, oldest document first, parted into editions."""
    editions: list[list[Event]] = []
    for event in events:
        home = next((e for e in reversed(editions) if not _is_another(e, event, issued.get(event.document))), None)
        if home is None:
            editions.append([event])
        else:
            home.append(event)
    return editions


def _is_another(edition: list[Event], event: Event, written: date | None) -> bool:
    known = edition[-1]
    if any(e.document == event.document for e in edition) or far_apart(known, event):
        return True
    over, starts = last_day(known), first_day(event)
    return over is not None and starts is not None and written is not None and over < written and over < starts


def _joined(groups: list[list[Event]]) -> list[list[Event]]:
    """Groups that other documents announce for the same days under nearly the same title."""
    joined: list[list[Event]] = []
    by_days: dict[tuple[object, object], list[list[Event]]] = {}
    for group in groups:
        last = group[-1]
        home = next((g for g in by_days.get((last.starts, last.ends), ()) if _is_same(g, group)), None)
        if home is not None and last.starts is not None:
            home.extend(group)
            continue
        joined.append(group)
        by_days.setdefault((last.starts, last.ends), []).append(group)
    return joined


def _is_same(one: list[Event], other: list[Event]) -> bool:
    if {e.document for e in one} & {e.document for e in other}:
        return False
    same_page = bool(one[-1].url) and one[-1].url == other[-1].url
    return alike(one[-1].title, other[-1].title) >= (_SAME_PAGE_TITLE if same_page else _SAME_TITLE)


def _one(group: list[Event], issued: Mapping[str, date | None]) -> Merged:
    """The event as the newest document tells it; what that one leaves open is taken from the next."""
    newest_first = sorted(group, key=lambda e: (issued.get(e.document) or date.min, e.document), reverse=True)
    chosen = newest_first[0]
    for other in newest_first[1:]:
        if _is_exacter(other, chosen):
            chosen = replace(
                chosen, starts=other.starts, ends=other.ends, vague="", zone=other.zone, recurrence=other.recurrence
            )
        chosen = replace(
            chosen,
            place=chosen.place or other.place,
            url=chosen.url or other.url,
            summary=chosen.summary or other.summary,
            zone=chosen.zone or other.zone,
        )
    also = tuple(Mention(e.document, e.line, e.starts, e.ends) for e in newest_first[1:])
    raw = tuple(dict.fromkeys(e.uid for e in group))
    return Merged(replace(chosen, uid=raw[0], also=also), raw)


def _is_exacter(older: Event, newer: Event) -> bool:
    """Whether an older document names the very days that a newer one only bounds: that is no contradiction."""
    first, last, earliest, latest = first_day(older), last_day(older), first_day(newer), last_day(newer)
    if first is None or last is None or earliest is None or latest is None:
        return False
    return bool(newer.vague) and not older.vague and earliest <= first and last <= latest


def _numbered(merged: Iterable[Merged]) -> Iterator[Merged]:
    """Editions after the first get uids of their own, by the document that announced them first."""
    seen: set[str] = set()
    for item in merged:
        uid = item.event.uid
        if uid in seen:
            origin = min(item.documents)
            uid = hashlib.sha256(f"{uid}\n{origin}".encode()).hexdigest()[:20]
        seen.add(uid)
        yield replace(item, event=replace(item.event, uid=uid))
