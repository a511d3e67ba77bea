"""What has to be told beyond the lead times: moves, cancellations, and what persons asked for.

Everything here is planned under a key of its own, so that planning it again, after a crash or by another worker,
changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.agenda.contents import Lookup, cancelled, coming, rewritten
from bot.agenda.personal import personal_cancellation, personal_rows
from bot.agenda.reminders import is_announced, waking
from bot.agenda.spans import is_over, zone_of
from bot.agenda.standing import CHANGE_LIFE, is_lately, standing_change
from bot.domain.agenda import (
    EVENT_CHANGE,
    PERSONAL,
    Audience,
    Change,
    EventVersion,
    Mutes,
    PersonalReminders,
    ReminderMessage,
    Step,
)
from bot.domain.delivery import REMINDERS, Delivery, Planned, State
from bot.domain.occasion import item_prefix, told
from bot.domain.outbox import Planning, Record
from bot.domain.subscription import Kind, Subscription, SubscriptionStore, Wish

LOOK_AGAIN = timedelta(minutes=10)
"""A reminder may be posted while its event moves; what was posted is looked at again after this."""


class Known(Protocol):
    """What this needs of the agenda."""

    def versions(self, *, now: datetime, owner: str) -> Sequence[EventVersion]:
        """Every event that is known, removed ones too."""
        ...

    def version(self, uid: str, *, now: datetime, owner: str) -> EventVersion | None:
        """One event."""
        ...


class Told(Planning, Record, Protocol):
    """What this needs of the outbox: what was told, and where to plan what has to be told beyond it."""


@dataclass(frozen=True, slots=True)
class _Look:
    """When the outbox was last searched for an owner, and for which changes."""

    at: datetime
    changed: tuple[tuple[EventVersion, Step], ...]


class Telling:
    """Plans changes and personal reminders, and says what their messages and those of reminders contain."""

    def __init__(
        self, agenda: Known, subscriptions: SubscriptionStore, outbox: Told, mutes: Mutes, personal: PersonalReminders
    ) -> None:
        self._agenda = agenda
        self._subscriptions = subscriptions
        self._outbox = outbox
        self._mutes = mutes
        self._personal = personal
        self._looked: dict[str, _Look] = {}

    def plan(self, *, now: datetime) -> int:
        """Plan what is to be told; returns how many deliveries are new. Raises StoreError."""
        looks: dict[str, _Look] = {}
        rows = [*self._changes(now, looks), *self._wishes(now)]
        planned = self._outbox.add(rows, now=now) if rows else 0
        self._looked.update(looks)
        return planned

    def message(
        self, delivery: Delivery, subscription: Subscription | None, *, now: datetime
    ) -> ReminderMessage | None:
        """What a delivery of reminders, of a change or for a person says now; None to stay silent."""
        if delivery.kind == PERSONAL:
            return self._personal_message(delivery, now)
        if subscription is None:
            return None
        if delivery.kind == EVENT_CHANGE:
            return self._change_message(delivery, subscription, now)
        wish = subscription.wish
        return coming(
            [told(key) for key in delivery.items],
            self._lookup(wish.owner, now),
            _audience(wish),
            muted=self._mutes.muted(owner=wish.owner, target=wish.target),
            now=now,
        )

    # Changes

    def _changes(self, now: datetime, looks: dict[str, _Look]) -> Iterator[Planned]:
        """Rows for what moved or was cancelled lately, in every subscription that had been told of it.

        The outbox is searched where there is a reason: another change, or some time since the last search.
        """
        subscribed = [s for s in self._subscriptions.list() if s.wish.kind is Kind.REMINDERS and not s.paused]
        for owner in sorted({s.wish.owner for s in subscribed}):
            changed = tuple(
                (version, step)
                for version in self._agenda.versions(now=now, owner=owner)
                if (step := standing_change(version)) is not None and is_lately(step, now)
            )
            last = self._looked.get(owner)
            if last is not None and last.changed == changed and timedelta() <= now - last.at < LOOK_AGAIN:
                continue
            looks[owner] = _Look(now, changed)
            for subscription in subscribed:
                if subscription.wish.owner == owner:
                    yield from self._changes_for(subscription, changed, now)

    def _changes_for(
        self, subscription: Subscription, changed: Sequence[tuple[EventVersion, Step]], now: datetime
    ) -> Iterator[Planned]:
        muted = self._mutes.muted(owner=subscription.wish.owner, target=subscription.wish.target) if changed else ()
        for version, step in changed:
            uid = version.event.uid
            if uid in muted or is_over(version.event, now, zone_of(subscription.wish.rule.zone)):
                continue
            posted = [
                delivery
                for delivery in self._outbox.with_item(item_prefix(subscription.id, uid))
                if delivery.state is State.POSTED and delivery.kind == REMINDERS
            ]
            if step.change is Change.MOVED:
                yield from (
                    _rewrite(d, subscription, version, step, now) for d in posted if _is_outdated(d, version, step)
                )
            elif posted:
                yield _cancellation(subscription, version, step)

    def _change_message(self, delivery: Delivery, subscription: Subscription, now: datetime) -> ReminderMessage | None:
        wish, find = subscription.wish, self._lookup(subscription.wish.owner, now)
        if not delivery.amends:
            return cancelled(find(str(delivery.ref["uid"])), _audience(wish), now=now)
        original = self._outbox.get(delivery.amends)
        if original is None:
            return None
        items = [told(key) for key in original.items]
        return rewritten(items, find, _audience(wish), posted_at=original.posted_at or original.slot, now=now)

    # Persons

    def _wishes(self, now: datetime) -> Iterator[Planned]:
        for reminder in self._personal.all():
            version = self._agenda.version(reminder.uid, now=now, owner=reminder.owner)
            if version is None or version.removed_at is not None:
                continue
            due = personal_rows if is_announced(version) else personal_cancellation
            rows = list(due(reminder, version, now))
            if rows and reminder.uid not in self._mutes.muted(owner=reminder.owner, target=reminder.user):
                yield from rows

    def _personal_message(self, delivery: Delivery, now: datetime) -> ReminderMessage | None:
        ref, find = delivery.ref, self._lookup(delivery.owner, now)
        audience = Audience(delivery.target, str(ref["zone"]), str(ref["language"]), personal=True)
        if not ref.get("key"):
            return cancelled(find(str(ref["uid"])), audience, now=now)
        if not any(r.id == ref["reminder"] for r in self._personal.of_user(delivery.target, owner=delivery.owner)):
            return None
        muted = self._mutes.muted(owner=delivery.owner, target=delivery.target)
        return coming([told(str(ref["key"]))], find, audience, muted=muted, now=now)

    def _lookup(self, owner: str, now: datetime) -> Lookup:
        return lambda uid: self._agenda.version(uid, now=now, owner=owner)


def _audience(wish: Wish) -> Audience:
    return Audience(wish.target, wish.rule.zone, wish.language)


def _is_outdated(delivery: Delivery, version: EventVersion, step: Step) -> bool:
    """Whether the message names other dates than the event's: it was posted before the move, or with an old start."""
    items = [item for key in delivery.items if (item := told(key)).uid == version.event.uid]
    before = delivery.posted_at is None or delivery.posted_at < step.at
    return bool(items) and (before or any(item.starts != version.event.starts for item in items))


def _rewrite(
    delivery: Delivery, subscription: Subscription, version: EventVersion, step: Step, now: datetime
) -> Planned:
    return Planned(
        key=f"moved:{delivery.id}:{version.event.uid}:{step.sequence}",
        kind=EVENT_CHANGE,
        owner=delivery.owner,
        target=delivery.target,
        slot=step.at,
        expires=max(step.at, now) + CHANGE_LIFE,
        subscription=subscription.id,
        amends=delivery.id,
        ref={"uid": version.event.uid, "sequence": step.sequence},
    )


def _cancellation(subscription: Subscription, version: EventVersion, step: Step) -> Planned:
    slot = waking(step.at, subscription.wish.rule)
    return Planned(
        key=f"cancelled:{subscription.id}:{version.event.uid}:{step.sequence}",
        kind=EVENT_CHANGE,
        owner=subscription.wish.owner,
        target=subscription.wish.target,
        slot=slot,
        expires=slot + CHANGE_LIFE,
        subscription=subscription.id,
        ref={"uid": version.event.uid, "sequence": step.sequence},
    )
