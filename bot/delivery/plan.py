"""Planning: what a subscription is owed up to the horizon becomes rows, each under its business key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby

import structlog

from bot.delivery.ports import Occasions, Reached, unwatched
from bot.delivery.schedule import digest_key, slots
from bot.delivery.timing import DIGEST_LIFE, HORIZON
from bot.domain.delivery import COALESCED, DIGEST, LATE, REMINDERS, Planned, State
from bot.domain.occasion import Occasion
from bot.domain.outbox import Plan, Planning
from bot.domain.subscription import Kind, Subscription, SubscriptionStore

DIGESTS_EVERY = timedelta(hours=24)
"""Half the horizon: a slot is written down a day before it is due at the latest."""
REMINDERS_EVERY = timedelta(minutes=1)
"""Events move: what they mean for reminders is looked at this often."""

RETRY_EVERY = timedelta(hours=1)
"""Before a subscription that could not be planned is tried again."""
CLOCK_SLACK = timedelta(hours=1)
"""A watermark further ahead than its horizon by this was set by a clock that has gone back since."""

_BATCH = 100
"""Subscriptions in one transaction."""
_ROUNDS = 1000
"""A bound on one step: what is left is planned by the next."""

log = structlog.get_logger(__name__)


class Planner:
    """Writes down what is due. `reached` is told each step, for those who test what a crash there does."""

    def __init__(
        self,
        subscriptions: SubscriptionStore,
        outbox: Planning,
        occasions: Occasions | None = None,
        *,
        reached: Reached = unwatched,
    ) -> None:
        self._subscriptions = subscriptions
        self._outbox = outbox
        self._occasions = occasions
        self._reached = reached

    def plan(self, *, now: datetime) -> int:
        """Plan every subscription whose time has come; returns how many deliveries are new. Raises StoreError."""
        planned = 0
        for _ in range(_ROUNDS):
            batch = self._subscriptions.to_plan(now=now, limit=_BATCH)
            if not batch:
                break
            plans = [self._planned(subscription, now) for subscription in batch]
            self._reached("before_plan")
            planned += self._outbox.plan(plans, now=now)
            self._reached("planned")
        if planned:
            log.info("delivery.planned", count=planned)
        return planned

    def _planned(self, subscription: Subscription, now: datetime) -> Plan:
        """One subscription that cannot be planned must not keep the others waiting."""
        try:
            if subscription.wish.kind is Kind.DIGEST:
                return plan_digests(subscription, now)
            return self._plan_reminders(subscription, now)
        except Exception:
            log.exception("delivery.plan_failed", subscription=subscription.id)
            return Plan(subscription, (), subscription.planned_until, now + RETRY_EVERY)

    def _plan_reminders(self, subscription: Subscription, now: datetime) -> Plan:
        until = now + HORIZON
        found = [*self._ahead(subscription, until, now), *self._missed(subscription, now)]
        return Plan(
            subscription, tuple(reminders(subscription, found, now)), until, now + REMINDERS_EVERY, cancel_others=True
        )

    def _ahead(self, subscription: Subscription, until: datetime, now: datetime) -> Sequence[Occasion]:
        return self._occasions.occasions(subscription, until=until, now=now) if self._occasions else ()

    def _missed(self, subscription: Subscription, now: datetime) -> Sequence[Occasion]:
        """Of events that came and went behind the watermark, nobody planning: what was never told is recorded too."""
        watermark = subscription.planned_until
        if watermark >= now:
            return ()
        return [occasion for occasion in self._ahead(subscription, now, watermark) if occasion.until <= now]


def plan_digests(subscription: Subscription, now: datetime) -> Plan:
    """The digests from the watermark to the horizon; those that are too late already are recorded as skipped."""
    until = now + HORIZON
    wish = subscription.wish
    rows = []
    for slot in slots(wish.rule, after=_begin(subscription, now), until=until):
        late = slot.at + DIGEST_LIFE <= now
        rows.append(
            Planned(
                key=digest_key(subscription.id, slot),
                kind=DIGEST,
                owner=wish.owner,
                target=wish.target,
                slot=slot.at,
                expires=slot.at + DIGEST_LIFE,
                subscription=subscription.id,
                state=State.SKIPPED if late else State.PENDING,
                reason=LATE if late else "",
            )
        )
    return Plan(subscription, tuple(rows), until, now + DIGESTS_EVERY)


def _begin(subscription: Subscription, now: datetime) -> datetime:
    """From when on slots are planned: the watermark, unless a clock that was wrong has set it."""
    if _unborn(subscription, now):
        # Its watermark is that of such an instant too, unless it still stands where the subscription was made.
        return min(now - DIGEST_LIFE, subscription.planned_until)
    if subscription.planned_until > now + HORIZON + CLOCK_SLACK:
        # The clock has gone back since: what it had judged is looked at again.
        return max(now - DIGEST_LIFE, subscription.since)
    # A clock that had gone behind may have left a watermark from before the rule began to count.
    return max(subscription.planned_until, subscription.since)


def _unborn(subscription: Subscription, now: datetime) -> bool:
    """As of long before a subscription was made it is taken as made already: people ask for such an instant by name,
    and otherwise it was a clock far ahead that made it. What differs by less are the clocks of two machines.
    """
    return subscription.since > now + CLOCK_SLACK


def reminders(subscription: Subscription, found: Sequence[Occasion], now: datetime) -> Iterator[Planned]:
    """Rows for the occasions: those of one slot share a message.

    Of an event's missed lead times only the newest is made up for. An occasion from before the subscription counts
    only where the event was found after it.
    """
    wanted: list[tuple[datetime, datetime, str]] = []
    for event in _by_event(found):
        passed = [o for o in event if o.slot <= now]
        for occasion, following in zip(event, [*event[1:], None], strict=True):
            expires = min(occasion.until, following.slot) if following else occasion.until
            key = occasion.key(subscription.id)
            if occasion.slot > now or (occasion is passed[-1] and _counts(occasion, subscription, now)):
                wanted.append((occasion.slot, expires, key))
            elif _counts(occasion, subscription, now):
                yield _reminder(subscription, occasion.slot, expires, (key,), COALESCED)
    for slot, group in groupby(sorted(wanted), key=lambda row: row[0]):
        rows = list(group)
        yield _reminder(subscription, slot, max(row[1] for row in rows), tuple(row[2] for row in rows), "")


def _by_event(found: Sequence[Occasion]) -> Iterator[list[Occasion]]:
    """The occasions of each event in the order of their slots; of several at one instant one stands for all."""
    for _, group in groupby(sorted(found, key=_place), key=lambda o: _place(o)[:2]):
        yield list({occasion.slot: occasion for occasion in group}.values())


def _place(occasion: Occasion) -> tuple[str, str, datetime, str]:
    return occasion.uid, occasion.starts.isoformat(), occasion.slot, occasion.offset


def _counts(occasion: Occasion, subscription: Subscription, now: datetime) -> bool:
    """Whether the subscription wanted it by then."""
    since = subscription.since
    found_later = occasion.found is not None and occasion.found > since
    return occasion.slot > since or found_later or _unborn(subscription, now)


def _reminder(
    subscription: Subscription, slot: datetime, expires: datetime, items: tuple[str, ...], reason: str
) -> Planned:
    return Planned(
        key=items[0],
        kind=REMINDERS,
        owner=subscription.wish.owner,
        target=subscription.wish.target,
        slot=slot,
        expires=expires,
        subscription=subscription.id,
        items=items,
        state=State.SKIPPED if reason else State.PENDING,
        reason=reason,
    )
