"""What the contract tests of the outbox share: the stores, and rows at each stage."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from benchmarks.proof_memory import MemoryOutbox, MemorySubscriptions
from bot.domain.delivery import Delivery, Message, Payload, Planned, State
from bot.domain.outbox import Plan
from bot.domain.subscription import Kind, Rule, Subscription, Wish
from bot.store.outbox import SqlOutbox
from bot.store.subscriptions import SqlSubscriptionStore

NOW = datetime(2024, 11, 25, 0, 0, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


AnyOutbox = SqlOutbox | MemoryOutbox
AnySubscriptions = SqlSubscriptionStore | MemorySubscriptions


def row(key: str = "k", **changed: object) -> Planned:
    plain = Planned(key=key, kind="digest", owner="T1", target=f"C{key}", slot=NOW, expires=NOW + DAY)
    return replace(plain, **changed)  # type: ignore[arg-type]


def subscription(key: str = "s1", **changed: object) -> Subscription:
    wish = Wish("T1", "C1", Kind.DIGEST, Rule((1,)))
    plain = Subscription(key, wish, "U1", created_at=NOW, since=NOW, planned_until=NOW)
    return replace(plain, **changed)  # type: ignore[arg-type]


def plan(read: Subscription, *rows: Planned, **changed: object) -> Plan:
    plain = Plan(read, rows, planned_until=NOW + 2 * DAY, plan_at=NOW + HOUR)
    return replace(plain, **changed)  # type: ignore[arg-type]


def claim_one(outbox: AnyOutbox, worker: str = "w1", now: datetime = NOW) -> Delivery:
    (claimed,) = outbox.claim(worker, limit=1, now=now, pace_seconds=0)
    return claimed


def frozen(outbox: AnyOutbox, worker: str = "w1", now: datetime = NOW, payload: Payload | None = None) -> Delivery:
    """A claimed delivery from which bytes may have gone out."""
    claimed = claim_one(outbox, worker, now)
    assert outbox.freeze(claimed, payload or Payload(Message("x")), "hash", now=now)
    return claimed


def state_of(outbox: AnyOutbox, key: str) -> State:
    return outbox.known_keys([key])[key]


def events_of(outbox: AnyOutbox, delivery: Delivery) -> list[str]:
    return [attempt.event for attempt in outbox.attempts(delivery.id)]
