"""What became of events between two looks: found, moved, edited, cancelled, restored, removed.

An event is recognised by the uids that documents give it, and else, within the same document, by the likeness of its
title, so that a corrected title does not end one event and begin another. What is over cannot move: a date after it is
the next edition's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.agenda.likeness import alike, far_apart
from bot.agenda.merge import Merged
from bot.agenda.spans import begins, is_over, zone_of
from bot.domain.agenda import Change, EventVersion, Step
from bot.domain.event import Event, EventStatus, local_day

KEPT_DAYS = 400
"""How long an event that is over or removed is remembered: its reminders may be looked at for as long."""
MAX_STEPS = 20
_LIKE = 0.75
_LIKE_ON_SAME_DAYS = 0.5
"""How much a title must agree with the one that its document had, to be the same event with a corrected title."""
_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The versions after a look, and what changed by it: each version with the steps that are new."""

    versions: tuple[EventVersion, ...]
    changes: tuple[tuple[EventVersion, tuple[Step, ...]], ...]


def reconcile(known: Sequence[EventVersion], current: Sequence[Merged], *, now: datetime) -> Reconciled:
    """Bring what is known up to what documents announce now. The same input again changes nothing."""
    pairs = dict(_pairs(known, current, now))
    taken = {version.event.uid for version in known}
    versions: list[EventVersion] = []
    changes: list[tuple[EventVersion, tuple[Step, ...]]] = []
    for merged in current:
        before = pairs.get(merged.event.uid)
        version, steps = _updated(before, merged, now) if before is not None else _found(merged, taken, now)
        versions.append(version)
        if steps:
            changes.append((version, steps))
    matched = {version.event.uid for version in pairs.values()}
    for version in known:
        if version.event.uid not in matched and not _is_forgotten(version, now):
            gone, steps = _removed(version, now)
            versions.append(gone)
            if steps:
                changes.append((gone, steps))
    versions.sort(key=lambda v: (begins(v.event, _UTC), v.event.uid))
    return Reconciled(tuple(versions), tuple(changes))


# Recognising


def _pairs(
    known: Sequence[EventVersion], current: Sequence[Merged], now: datetime
) -> Iterator[tuple[str, EventVersion]]:
    """Current uid -> known version, the surest first, each at most once."""
    rated = sorted(
        (
            (score, merged.event.uid, version.event.uid, version)
            for merged, version in _candidates(known, current)
            if (score := _score(version, merged, now)) > 0
        ),
        key=lambda entry: (-entry[0], entry[1], entry[2]),
    )
    taken: set[str] = set()
    given: set[str] = set()
    for _, uid, known_uid, version in rated:
        if uid not in given and known_uid not in taken:
            given.add(uid)
            taken.add(known_uid)
            yield uid, version


def _candidates(known: Sequence[EventVersion], current: Sequence[Merged]) -> Iterator[tuple[Merged, EventVersion]]:
    """Pairs that share a uid or a document; for the second, those of other titles only where no title is shared."""
    by_raw: dict[str, list[EventVersion]] = {}
    by_document: dict[str, list[EventVersion]] = {}
    announced = {raw for merged in current for raw in merged.raw}
    for version in known:
        for raw in version.raw:
            by_raw.setdefault(raw, []).append(version)
        if not announced & set(version.raw):
            for document in _documents(version.event):
                by_document.setdefault(document, []).append(version)
    for merged in current:
        sharing = [v for raw in merged.raw for v in by_raw.get(raw, ())]
        sharing += [v for document in merged.documents for v in by_document.get(document, ())]
        for version in {v.event.uid: v for v in sharing}.values():
            yield merged, version


def _documents(event: Event) -> frozenset[str]:
    return frozenset([event.document, *(mention.document for mention in event.also)])


def _score(version: EventVersion, merged: Merged, now: datetime) -> float:
    """How surely a known event is the one announced; 0 where it is not."""
    old, new = version.event, merged.event
    same_days = (old.starts, old.ends) == (new.starts, new.ends)
    same_name = bool(set(version.raw) & set(merged.raw))
    same_document = bool(_documents(old) & merged.documents)
    if not same_days and _is_next_edition(old, new, now, same_document=same_document):
        return 0.0
    likeness = 1.0 if same_name else alike(old.title, new.title)
    if not same_name and (not same_document or likeness < (_LIKE_ON_SAME_DAYS if same_days else _LIKE)):
        return 0.0
    return 4.0 * same_days + 3.0 * likeness + 2.0 * same_document + (version.removed_at is None)


def _is_next_edition(old: Event, new: Event, now: datetime, *, same_document: bool) -> bool:
    if far_apart(old, new) and not same_document:
        return True
    return is_over(old, now, _UTC) and begins(new, _UTC) > begins(old, _UTC) and not is_over(new, now, _UTC)


# Comparing


def _found(merged: Merged, taken: set[str], now: datetime) -> tuple[EventVersion, tuple[Step, ...]]:
    event = merged.event
    if event.uid in taken:
        parts = f"{event.uid}\n{event.document}\n{event.starts}"
        event = replace(event, uid=hashlib.sha256(parts.encode()).hexdigest()[:20])
    taken.add(event.uid)
    steps = (Step(Change.FOUND, now, 0),)
    return EventVersion(event, 0, found_at=now, changed_at=now, steps=steps, raw=merged.raw), steps


def _updated(version: EventVersion, merged: Merged, now: datetime) -> tuple[EventVersion, tuple[Step, ...]]:
    old, new = version.event, replace(merged.event, uid=version.event.uid)
    if new.status is EventStatus.CANCELLED and new.starts is None:
        # `취소` in the place of the date: people knew it by the day that it had.
        new = replace(new, starts=old.starts, ends=old.ends, vague=old.vague, zone=old.zone)
    sequence = version.sequence + 1
    steps = tuple(
        Step(change, now, sequence, old.starts, old.ends, old.vague) for change in _differences(version, old, new)
    )
    kept = replace(version, event=new, raw=merged.raw)
    if not steps:
        return kept, ()
    again = version.removed_at is not None
    return (
        replace(
            kept,
            sequence=sequence,
            changed_at=now,
            removed_at=None,
            found_at=now if again else version.found_at,
            steps=(*version.steps, *steps)[-MAX_STEPS:],
        ),
        steps,
    )


def _differences(version: EventVersion, old: Event, new: Event) -> Iterator[Change]:
    cancelled = new.status is EventStatus.CANCELLED
    if version.removed_at is not None or (old.status is EventStatus.CANCELLED and not cancelled):
        yield Change.RESTORED
    if cancelled and old.status is not EventStatus.CANCELLED:
        yield Change.CANCELLED
    if is_move(old, new):
        yield Change.MOVED
    elif _content(old) != _content(new):
        yield Change.EDITED


def is_move(old: Event, new: Event) -> bool:
    """Whether people have to be somewhere else in time: other days, or another hour of a day that had one.

    An hour that is added to the same days is more exact, not moved; so is a day within the bounds that were known.
    """
    before, after = (old.starts, old.ends), (new.starts, new.ends)
    if before == after and old.recurrence == new.recurrence:
        return False
    if old.starts is None or old.ends is None or new.starts is None or new.ends is None:
        return before != after
    if isinstance(old.starts, datetime) and isinstance(new.starts, datetime):
        return before != after
    zone = zone_of(new.zone or old.zone or "UTC")
    first, last, earlier, later = (local_day(m, zone) for m in (new.starts, new.ends, old.starts, old.ends))
    if old.vague and not new.vague:
        return not (earlier <= first and last <= later)
    return (first, last) != (earlier, later)


def _content(event: Event) -> tuple[object, ...]:
    """What a calendar shows of an event, but for its status."""
    e = event
    return e.title, e.starts, e.ends, e.place, e.url, e.summary, e.vague, e.recurrence


def _removed(version: EventVersion, now: datetime) -> tuple[EventVersion, tuple[Step, ...]]:
    if version.removed_at is not None:
        return version, ()
    old, sequence = version.event, version.sequence + 1
    steps = (Step(Change.REMOVED, now, sequence, old.starts, old.ends, old.vague),)
    gone = replace(
        version, sequence=sequence, changed_at=now, removed_at=now, steps=(*version.steps, *steps)[-MAX_STEPS:]
    )
    return gone, steps


def _is_forgotten(version: EventVersion, now: datetime) -> bool:
    gone = version.removed_at
    return gone is not None and now - gone > timedelta(days=KEPT_DAYS)


def standing(versions: Iterable[EventVersion]) -> tuple[EventVersion, ...]:
    """Those that documents still announce."""
    return tuple(version for version in versions if version.removed_at is None)
