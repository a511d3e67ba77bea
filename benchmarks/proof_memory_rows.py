"""Subscriptions and the rows of the outbox in memory; see `benchmarks.proof_memory`."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from operator import attrgetter

from bot.domain.delivery import ATTACHED, CHANGED, COALESCED, LATE, Attempt, Delivery, Planned, State, Stray
from bot.domain.outbox import Plan
from bot.domain.subscription import Subscription

_PLAN_SLACK = timedelta(hours=25)
_NAMES = [each.name for each in fields(Delivery)]
_VALUES = attrgetter(*_NAMES)


class MemorySubscriptions:
    """A SubscriptionStore."""

    def __init__(self, outbox: MemoryRows) -> None:
        self.rows: dict[str, Subscription] = {}
        self._outbox = outbox
        outbox.subscriptions = self

    def add(self, subscription: Subscription) -> bool:
        if subscription.id in self.rows:
            return False
        self.rows[subscription.id] = subscription
        return True

    def get(self, subscription_id: str) -> Subscription | None:
        return self.rows.get(subscription_id)

    def list(self, *, owner: str | None = None, target: str | None = None) -> tuple[Subscription, ...]:
        found = sorted(self.rows.values(), key=lambda s: (s.created_at, s.id))
        return tuple(s for s in found if owner in {None, s.wish.owner} and target in {None, s.wish.target})

    def replace(self, subscription: Subscription, *, expected: int, now: datetime) -> bool:
        found = self.rows.get(subscription.id)
        if found is None or found.version != expected:
            return False
        self.rows[subscription.id] = replace(subscription, version=expected + 1)
        self._outbox.call_off(subscription.id, now=now)
        return True

    def remove(self, subscription_id: str, *, now: datetime) -> bool:
        self._outbox.call_off(subscription_id, now=now)
        return self.rows.pop(subscription_id, None) is not None

    def to_plan(self, *, now: datetime, limit: int) -> tuple[Subscription, ...]:
        far = now + _PLAN_SLACK
        found = [s for s in self.rows.values() if not s.paused and (s.plan_at <= now or s.plan_at > far)]
        return tuple(sorted(found, key=lambda s: (s.plan_at, s.id))[:limit])


class MemoryRows:
    """The rows of the outbox, how they change, and the planning half of the Outbox."""

    subscriptions: MemorySubscriptions

    def __init__(self) -> None:
        self.rows: dict[int, Delivery] = {}
        self._keys: dict[str, int] = {}
        self._items: dict[str, int] = {}
        self._open: dict[int, None] = {}
        self._look: dict[int, datetime] = {}
        self._attempts: dict[int, list[Attempt]] = {}
        self._paces: dict[tuple[str, str], datetime] = {}
        self._strays: dict[tuple[str, str, str], tuple[Stray, datetime]] = {}
        self._queue: list[tuple[datetime, int]] = []
        self._of_subscription: dict[str, list[int]] = {}
        self._number = 0

    def plan(self, plans: Sequence[Plan], *, now: datetime) -> int:
        count = 0
        for plan in plans:
            read = plan.subscription
            found = self.subscriptions.rows.get(read.id)
            if found is None or found.paused or _mark(found) != _mark(read):
                continue
            self.subscriptions.rows[read.id] = replace(found, planned_until=plan.planned_until, plan_at=plan.plan_at)
            if plan.cancel_others:
                self._cancel_unwanted(read.id, {item for row in plan.rows for item in row.items}, now)
            count += self.add(plan.rows, now=now)
        return count

    def add(self, rows: Sequence[Planned], *, now: datetime) -> int:
        return sum(self._add_with_items(row, now) if row.items else self._upsert(row, now) > 0 for row in rows)

    def cancel(self, key: str, *, now: datetime) -> bool:
        row = self.rows.get(self._keys.get(key, 0))
        if row is None or row.state is not State.PENDING:
            return False
        self._move(row, State.CANCELLED, "cancelled", now, detail=CHANGED, reason=CHANGED)
        return True

    def call_off(self, subscription_id: str, *, now: datetime, but: int = 0) -> None:
        for id_ in list(self._open):
            row = self.rows[id_]
            mine = row.subscription == subscription_id and row.kind not in ATTACHED
            if mine and row.state is State.PENDING and id_ != but:
                self._move(row, State.CANCELLED, "cancelled", now, detail=CHANGED, reason=CHANGED)

    def _upsert(self, row: Planned, now: datetime) -> int:
        known = self._keys.get(row.key)
        if known is not None and not self._asleep(self.rows[known], row, now):
            return 0
        if not known:
            self._number += 1
        id_ = known or self._number
        plain = Delivery(id_, row.key, row.kind, row.owner, row.target, row.slot, row.expires, row.state)
        fresh = replace(
            self.rows[id_] if known else plain, kind=row.kind, owner=row.owner, target=row.target, slot=row.slot,
            expires=row.expires, state=row.state, subscription=row.subscription, amends=row.amends, ref=dict(row.ref),
            reason=row.reason, next_try=row.slot, thread=str(row.ref.get("thread", "")), updated_at=now,
        )  # fmt: skip
        self._keys[row.key] = id_
        if not known:
            self._of_subscription.setdefault(row.subscription, []).append(id_)
        self._put(fresh)
        self._note(fresh, row.state.value if row.reason else "planned", now, "", row.reason)
        return id_

    @staticmethod
    def _asleep(found: Delivery, row: Planned, now: datetime) -> bool:
        if found.state is State.CANCELLED:
            return True
        misjudged = found.reason == LATE or (found.reason == COALESCED and row.slot > now)
        ended = found.state in {State.SKIPPED, State.EXPIRED}
        return row.state is State.PENDING and row.expires > now and ended and misjudged

    def _add_with_items(self, row: Planned, now: datetime) -> bool:
        fresh = [
            key for key in row.items
            if key not in self._items or self._asleep(self.rows[self._items[key]], row, now)
        ]  # fmt: skip
        if not fresh:
            return False
        id_ = 0
        if row.state is State.PENDING:
            same = [self.rows[i] for i in self._open if self.rows[i].subscription == row.subscription]
            id_ = next((d.id for d in same if d.state is State.PENDING and (d.slot, d.kind) == (row.slot, row.kind)), 0)
        id_ = id_ or self._upsert(replace(row, key=fresh[0]), now)
        if not id_:
            return False
        for key in fresh:
            self._detach([key])
            self._items[key] = id_
        self.rows[id_] = replace(self.rows[id_], items=tuple(sorted({*self.rows[id_].items, *fresh})))
        return True

    def _detach(self, keys: Iterable[str]) -> None:
        for key in keys:
            holder = self._items.pop(key, 0)
            if holder:
                row = self.rows[holder]
                self.rows[holder] = replace(row, items=tuple(i for i in row.items if i != key))

    def _cancel_unwanted(self, subscription_id: str, wanted: set[str], now: datetime) -> None:
        for id_ in list(self._open):
            row = self.rows[id_]
            if row.subscription != subscription_id or row.state is not State.PENDING or not row.items:
                continue
            gone = [key for key in row.items if key not in wanted]
            if len(gone) == len(row.items):
                self._move(row, State.CANCELLED, "cancelled", now, detail=CHANGED, reason=CHANGED)
            else:
                self._detach(gone)

    def _put(self, row: Delivery) -> None:
        self.rows[row.id] = row
        if row.state.open:
            self._open[row.id] = None
        else:
            self._open.pop(row.id, None)
        if row.state is State.PENDING and row.next_try is not None:
            heapq.heappush(self._queue, (row.next_try, row.id))

    def _move(
        self, row: Delivery, state: State, event: str, now: datetime, *, detail: str = "", worker: str = "",
        **values: object,
    ) -> Delivery:  # fmt: skip
        values |= {"worker": worker} if event == "claimed" else {}
        # `dataclasses.replace` in C, as far as it goes: it was a fifth of all the time of the simulation.
        moved = Delivery(**dict(zip(_NAMES, _VALUES(row), strict=True)) | values | {"state": state, "updated_at": now})
        self._put(moved)
        self._note(moved, event, now, worker, detail)
        return moved

    def _note(self, row: Delivery, event: str, now: datetime, worker: str, detail: str) -> None:
        self._attempts.setdefault(row.id, []).append(Attempt(row.id, row.generation, now, event, worker, detail))

    def _settle(
        self, delivery: Delivery, state: State, event: str, reason: str, now: datetime, **values: object
    ) -> bool:
        row = self.rows.get(delivery.id)
        if row is None or row.generation != delivery.generation or row.state is not State.SENDING:
            return False
        self._move(row, state, event, now, detail=reason, worker=row.worker, reason=reason, **values)
        return True

    def _as_read(self, delivery: Delivery) -> bool:
        row = self.rows.get(delivery.id)
        return row is not None and (row.generation, row.state) == (delivery.generation, delivery.state)

    def _doubt(self, delivery: Delivery, state: State, event: str, now: datetime, **values: object) -> bool:
        if not self._as_read(delivery):
            return False
        self._move(self.rows[delivery.id], state, event, now, **values)  # type: ignore[arg-type]
        return True


def _mark(subscription: Subscription) -> tuple[object, ...]:
    return subscription.version, subscription.planned_until, subscription.plan_at
