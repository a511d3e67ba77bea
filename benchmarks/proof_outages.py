"""What becomes of each slot when nobody is there: outages of a minute to thirty days, over digests and reminders."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from benchmarks.proof_oracle import oracle_slots
from benchmarks.proof_virtual import START, VirtualWorker
from bot.agenda.reminders import lead_slot, lies_ahead_until
from bot.agenda.spans import zone_of
from bot.domain.delivery import Delivery, State
from bot.domain.occasion import Occasion
from bot.domain.subscription import Kind, Rule, Subscription, Wish

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DURATIONS = (MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, 23 * HOUR, 25 * HOUR, 3 * DAY, 7 * DAY, 14 * DAY, 30 * DAY)
SLOT = datetime(2026, 2, 2, 9, tzinfo=UTC)
"""A Monday: the weekly digest, the daily one and a seven-day reminder are due, and the worker has just gone."""
_SECONDS_LATE = 1800


class OneEvent:
    """Occasions of one event, seven days after the slot."""

    def occasions(self, subscription: Subscription, *, until: datetime, now: datetime) -> Sequence[Occasion]:
        wish, day = subscription.wish, date(2026, 2, 9)
        ends = lies_ahead_until(day, zone_of(wish.rule.zone))
        slots = [(days, lead_slot(day, days, wish.rule)) for days in wish.leads]
        return [Occasion("e1", day, f"{days}d", slot, ends) for days, slot in slots if slot <= until and now < ends]


@dataclass(frozen=True)
class Row:
    """One outage: for each subscription how many of the slots within a fortnight after it ended how."""

    duration: timedelta
    weekly: str
    daily: str
    reminders: str
    complete: bool


def observe(duration: timedelta) -> Row:
    """Let the worker be away from just before the slot."""
    worker = VirtualWorker(dice=random.Random(0), occasions=OneEvent())
    worker.pass_time(SLOT - 3 * DAY - START)
    weekly = _subscribe(worker, "C1", Rule((1,), time(9), "UTC"), Kind.DIGEST)
    daily = _subscribe(worker, "C2", Rule((1, 2, 3, 4, 5, 6, 7), time(9), "UTC"), Kind.DIGEST)
    events = _subscribe(worker, "C3", Rule((1,), time(9), "UTC"), Kind.REMINDERS)
    _run(worker, SLOT - MINUTE)
    worker.pass_time(duration + MINUTE)
    _run(worker, SLOT + max(duration, DAY) + 14 * DAY)
    told = [worker.outbox.list(subscription=s.id, limit=1000) for s in (weekly, daily, events)]
    complete = all(not d.state.open for rows in told for d in rows if d.slot <= worker.clock.truth)
    complete = complete and all(len(times) == 1 for times in worker.slack.posted.values())
    complete = complete and [_told(rows, worker.clock.truth) for rows in told] == [
        *(len(oracle_slots(s.wish.rule, SLOT - MINUTE, worker.clock.truth)) for s in (weekly, daily)),
        len(events.wish.leads),
    ]
    digests, others, reminders = (_summary([d for d in rows if d.slot >= SLOT]) for rows in told)
    return Row(duration, digests, others, reminders, complete)


def _subscribe(worker: VirtualWorker, target: str, rule: Rule, kind: Kind) -> Subscription:
    return worker.subscribing.create(Wish("T1", target, kind, rule), by="U1", now=worker.clock.now())


def _run(worker: VirtualWorker, until: datetime) -> None:
    while worker.clock.truth < until:
        worker.steps()
        worker.pass_time(min(30 * MINUTE, max(until - worker.clock.truth, timedelta(seconds=1))))
    worker.steps()


def _told(rows: Sequence[Delivery], until: datetime) -> int:
    """How many slots have a row: a message may tell of several reminders."""
    return sum(max(1, len(d.items)) for d in rows if SLOT <= d.slot <= until)


def _summary(rows: Sequence[Delivery]) -> str:
    """How many ended how, in words."""
    return ", ".join(f"{count} {what}" for what, count in sorted(Counter(map(_ending, rows)).items()) if what)


def _ending(delivery: Delivery) -> str:
    if delivery.state is State.POSTED and delivery.posted_at is not None:
        late = delivery.posted_at - delivery.slot
        return "posted" if late.total_seconds() <= _SECONDS_LATE else "posted late"
    if delivery.state is State.SKIPPED:
        return {"late": "skipped", "coalesced": "coalesced"}.get(delivery.reason, delivery.reason)
    return "" if delivery.state is State.PENDING else delivery.state.value


def table() -> list[Row]:
    """Every outage."""
    return [observe(duration) for duration in DURATIONS]
