"""The outbox in memory, for simulations of decades: the same contract, held by the same tests, without SQL.

One thread only. What the simulation proves of planner, sender and reconciler it proves over this; the contract tests
tie it to the databases.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from benchmarks.proof_memory_rows import MemoryRows, MemorySubscriptions
from bot.domain.delivery import (
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
from bot.domain.outbox import Past
from bot.store.outbox.verdicts import REPLY_AFTER, REPLY_LIFE

_SLACK, _PACE_SLACK = timedelta(hours=2), timedelta(minutes=1)


class MemoryOutbox(MemoryRows):
    """An Outbox."""

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
        return pace is not None and now < pace <= now + (_PACE_SLACK if target else _SLACK)

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
            said = {"text": message.text, "blocks": list(message.blocks)}
            ref = {"thread": posted.ts, "message": {k: v for k, v in said.items() if v}}
            self.add(
                [
                    Planned(
                        f"{row.key}#{number}", REPLY, row.owner, posted.channel, now + REPLY_AFTER, now + REPLY_LIFE,
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
                targets = [target for target in (row.target, "") if self._waits(row.owner, target, now)]
                counted = [self._paces[row.owner, target] for target in targets]
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
                posted = row
                break
            skipped += row.state is State.SKIPPED and row.reason in {LATE, COALESCED}
        return Past(posted, skipped)

    def prune(self, *, before: datetime) -> int:
        final = [d for d in self.rows.values() if not d.state.open]
        gone = [d for d in final if d.updated_at and max(d.updated_at, d.expires) < before]
        for row in gone:
            del self.rows[row.id], self._keys[row.key]
            self._attempts.pop(row.id, None)
        return len(gone)


__all__ = ["MemoryOutbox", "MemorySubscriptions"]
