"""The outbox in memory, for simulations of decades: the same contract, held by the same tests, without SQL.

One thread only. What the simulation proves of planner, sender and reconciler it proves over this; the contract tests
tie it to the databases.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.delivery import (
    CHANGED,
    COALESCED,
    DIGEST,
    LATE,
    REPLY,
    Attempt,
    Delivery,
    Payload,
    Planned,
    Posted,
    State,
    Stray,
)
from bot.domain.outbox import Past, Plan
from bot.domain.subscription import Subscription

_SLACK = timedelta(hours=2)
_PLAN_SLACK = timedelta(hours=25)


class MemorySubscriptions:
    """A SubscriptionStore."""

    def __init__(self, outbox: MemoryOutbox) -> None:
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


class MemoryOutbox:
    """An Outbox."""

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

    # planning

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
            if row.subscription == subscription_id and row.state is State.PENDING and id_ != but:
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

    # sending

    def claim(self, worker: str, *, limit: int, now: datetime, pace_seconds: float) -> tuple[Delivery, ...]:
        found: list[Delivery] = []
        again: list[tuple[datetime, int]] = []
        until = now + timedelta(seconds=pace_seconds)
        targets: set[tuple[str, str]] = set()
        while self._queue and self._queue[0][0] <= now and len(found) < limit:
            entry = heapq.heappop(self._queue)
            row = self.rows[entry[1]]
            if row.state is not State.PENDING or row.next_try != entry[0] or row.expires <= now:
                continue
            target = (row.owner, row.target)
            if target in targets or self._waits(row.owner, "", now) or self._waits(*target, now):
                again.append(entry)
                continue
            targets.add(target)
            self._paces[target] = until
            found.append(
                self._move(
                    row, State.SENDING, "claimed", now, worker=worker, generation=row.generation + 1, payload=None,
                    payload_hash="", reason="",
                )
            )  # fmt: skip
        for entry in again:
            heapq.heappush(self._queue, entry)
        return tuple(found)

    def _waits(self, owner: str, target: str, now: datetime) -> bool:
        pace = self._paces.get((owner, target))
        return pace is not None and now < pace <= now + _SLACK

    def freeze(self, delivery: Delivery, payload: Payload, payload_hash: str, *, now: datetime) -> bool:
        return self._settle(delivery, State.SENDING, "frozen", "", now, payload=payload, payload_hash=payload_hash)

    def settle_posted(
        self, delivery: Delivery, posted: Posted, *, now: datetime, audit_at: datetime | None = None
    ) -> bool:
        row = self.rows.get(delivery.id)
        if row is None or row.generation != delivery.generation or row.state is State.POSTED:
            return False
        stands = self._move(
            row, State.POSTED, "posted", now, detail=posted.ts, worker=row.worker, channel=posted.channel,
            ts=posted.ts, posted_at=now, reason="", unknown_since=None,
        )  # fmt: skip
        self._look.pop(row.id, None)
        if audit_at is not None and row.looks >= 2:
            self._look[row.id] = audit_at
        payload = stands.payload
        for number, message in enumerate(payload.thread if payload and posted.ts else (), start=1):
            ref = {"thread": posted.ts, "message": {"text": message.text, "blocks": list(message.blocks)}}
            ref["message"] = {k: v for k, v in ref["message"].items() if v}  # type: ignore[union-attr]
            self.add(
                [
                    Planned(
                        f"{row.key}#{number}", REPLY, row.owner, posted.channel, now, now + timedelta(days=1),
                        row.subscription, ref=ref,
                    )
                ],
                now=now,
            )  # fmt: skip
        return True

    def settle_unposted(self, delivery: Delivery, *, next_try: datetime, reason: str, now: datetime) -> bool:
        return self._settle(delivery, State.PENDING, "not_posted", reason, now, next_try=next_try)

    def settle_unknown(self, delivery: Delivery, *, look_at: datetime, reason: str, now: datetime) -> bool:
        done = self._settle(delivery, State.UNKNOWN, "unknown", reason, now, looks=0, unknown_since=now)
        if done:
            self._look[delivery.id] = look_at
        return done

    def settle_ended(self, delivery: Delivery, state: State, *, reason: str, now: datetime) -> bool:
        return self._settle(delivery, state, state.value, reason, now)

    def refuse(self, delivery: Delivery, *, reason: str, notice: Planned | None, now: datetime) -> bool:
        if not self._settle(delivery, State.FAILED, "failed", reason, now):
            return False
        found = self.subscriptions.rows.get(delivery.subscription)
        if found is not None and not found.paused:
            self.subscriptions.rows[found.id] = replace(
                found, paused=True, pause_reason=reason, version=found.version + 1
            )
            self.call_off(found.id, now=now, but=delivery.id)
            if notice is not None:
                self.add([notice], now=now)
        return True

    def slow_down(self, owner: str, target: str, *, until: datetime) -> None:
        known = self._paces.get((owner, target))
        if known is None or known < until:
            self._paces[owner, target] = until

    def next_due(self, *, now: datetime, until: datetime) -> datetime | None:
        moments = []
        for id_ in self._open:
            row = self.rows[id_]
            if row.state is State.PENDING and row.next_try is not None and row.expires > now:
                paces = [self._paces.get((row.owner, target)) for target in (row.target, "")]
                counted = [p for p in paces if p is not None and now < p <= now + _SLACK]
                moments.append(max([row.next_try, *counted]))
        return min((m for m in moments if m <= until), default=None)

    # recovering

    def workers(self) -> frozenset[str]:
        return frozenset(self.rows[i].worker for i in self._open if self.rows[i].state is State.SENDING)

    def abandon(self, worker: str, *, keep: frozenset[int], look_at: datetime, now: datetime) -> tuple[int, int]:
        unknown = pending = 0
        for id_ in list(self._open):
            row = self.rows[id_]
            if row.state is not State.SENDING or row.worker != worker or id_ in keep:
                continue
            if row.payload_hash:
                self._move(row, State.UNKNOWN, "unknown", now, reason="sender died", looks=0, unknown_since=now)
                self._look[id_] = look_at
                unknown += 1
            else:
                self._move(row, State.PENDING, "not_posted", now, next_try=max(now, row.slot))
                pending += 1
        return unknown, pending

    def to_look_up(self, *, now: datetime, limit: int) -> tuple[Delivery, ...]:
        due = sorted((at, id_) for id_, at in self._look.items() if at <= now)
        return tuple(self.rows[id_] for _, id_ in due[:limit])

    def audited(self, delivery: Delivery) -> None:
        self._look.pop(delivery.id, None)

    def start_look(self, delivery: Delivery, *, again_at: datetime, now: datetime) -> bool:
        if not self._as_read(delivery) or self._look.get(delivery.id, again_at) > now:
            return False
        self._look[delivery.id] = again_at
        return True

    def absent(self, delivery: Delivery, *, looks: int, again_at: datetime, now: datetime) -> bool:
        if self._doubt(delivery, delivery.state, "absent", now, looks=looks):
            self._look[delivery.id] = again_at
            return True
        return False

    def requeue(self, delivery: Delivery, *, reason: str, now: datetime) -> bool:
        self._look.pop(delivery.id, None) if self._as_read(delivery) else None
        return self._doubt(
            delivery, State.PENDING, "requeued", now, reason=reason, next_try=max(now, delivery.slot), looks=2,
            unknown_since=None,
        )  # fmt: skip

    def hold(self, delivery: Delivery, *, reason: str, look_at: datetime, now: datetime) -> bool:
        if self._doubt(delivery, State.HELD, "held", now, reason=reason):
            self._look[delivery.id] = look_at
            return True
        return False

    def late(self, *, now: datetime) -> Mapping[State, int]:
        done = {State.SKIPPED: 0, State.EXPIRED: 0}
        pending = [self.rows[i] for i in self._open if self.rows[i].state is State.PENDING]
        newest: dict[str, datetime] = {}
        for row in pending:
            if row.kind == DIGEST and row.slot <= now < row.expires:
                newest[row.subscription] = max(row.slot, newest.get(row.subscription, row.slot))
        for row in pending:
            if row.expires <= now:
                state = State.SKIPPED if row.kind == DIGEST else State.EXPIRED
                self._move(row, state, state.value, now, detail=LATE, reason=LATE)
                done[state] += 1
            elif row.kind == DIGEST and row.slot <= now and row.slot < newest[row.subscription]:
                self._move(row, State.SKIPPED, "skipped", now, detail=COALESCED, reason=COALESCED)
                done[State.SKIPPED] += 1
        return done

    def mend(self, *, now: datetime) -> int:
        far, mended = now + _SLACK, 0
        for id_ in list(self._open):
            row = self.rows[id_]
            if row.state is State.PENDING and row.next_try and row.next_try > far and row.next_try > row.slot:
                self._put(replace(row, next_try=row.slot))
                mended += 1
        for id_, at in self._look.items():
            if at > far:
                self._look[id_] = now
                mended += 1
        return mended

    def add_stray(self, stray: Stray, *, now: datetime) -> None:
        self._strays.setdefault((stray.owner, stray.channel, stray.ts), (stray, now))

    def strays(self, *, now: datetime, limit: int) -> tuple[Stray, ...]:
        return tuple(stray for stray, at in self._strays.values() if at <= now)[:limit]

    def drop_stray(self, stray: Stray, *, next_try: datetime | None) -> None:
        place = (stray.owner, stray.channel, stray.ts)
        if next_try is None:
            self._strays.pop(place, None)
        else:
            self._strays[place] = (stray, next_try)

    # reading

    def get(self, delivery_id: int) -> Delivery | None:
        return self.rows.get(delivery_id)

    def list(
        self, *, state: State | None = None, owner: str | None = None, subscription: str | None = None, limit: int = 100
    ) -> tuple[Delivery, ...]:
        rows = (self.rows[i] for i in self._open) if state is not None and state.open else self.rows.values()
        wanted = [
            d for d in rows
            if state in {None, d.state} and owner in {None, d.owner} and subscription in {None, d.subscription}
        ]  # fmt: skip
        return tuple(sorted(wanted, key=lambda d: (d.slot, d.id), reverse=True)[:limit])

    def with_item(self, item_prefix: str) -> tuple[Delivery, ...]:
        ids = {id_ for key, id_ in self._items.items() if key.startswith(item_prefix)}
        return tuple(self.rows[id_] for id_ in sorted(ids))

    def attempts(self, delivery_id: int) -> tuple[Attempt, ...]:
        return tuple(self._attempts.get(delivery_id, ()))

    def counts(self) -> Mapping[State, int]:
        found = Counter(d.state for d in self.rows.values())
        return {state: found[state] for state in State}

    def known_keys(self, keys: Sequence[str]) -> Mapping[str, State]:
        return {key: self.rows[self._keys[key]].state for key in keys if key in self._keys}

    def past(self, delivery: Delivery) -> Past:
        posted, skipped = None, 0
        for id_ in reversed(self._of_subscription.get(delivery.subscription, ())):
            row = self.rows.get(id_)
            if row is None or row.kind != delivery.kind or row.slot >= delivery.slot:
                continue
            if row.state is State.POSTED:
                posted = row.slot
                break
            skipped += row.state is State.SKIPPED and row.reason in {LATE, COALESCED}
        return Past(posted, skipped)

    def prune(self, *, before: datetime) -> int:
        gone = [d for d in self.rows.values() if not d.state.open and d.updated_at and d.updated_at < before]
        for row in gone:
            del self.rows[row.id], self._keys[row.key]
            self._attempts.pop(row.id, None)
        return len(gone)

    # one row

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
        moved = replace(row, state=state, updated_at=now, **values)  # type: ignore[arg-type]
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
