"""Reconciling: what dead senders left, what nobody knows, what came too late, what stands twice.

A doubtful message is looked for in its channel by its metadata. Found, it is posted. Absent twice, with a wait between
for a history that lags, it is surely not there and is sent again. Where the history cannot be read, a person is asked;
nothing is ever sent again on a guess, and nothing is dropped without a word.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.delivery.claiming import Claiming
from bot.delivery.ports import Reached, unwatched
from bot.delivery.timing import Timing
from bot.domain.delivery import Delivery, Found, Posted, State, Stray
from bot.domain.messenger import Messenger
from bot.domain.outbox import Doubts, Paces, Strays, Upkeep, Verdicts
from bot.domain.ports import Clock
from bot.errors import HistoryUnreadable, PostError, RateLimited

_BATCH = 50
"""Looks in one step: history calls are limited too."""
LOOKS = 2
"""How often a message has to be absent before it counts as never posted."""

log = structlog.get_logger(__name__)


class Unsettled(Doubts, Verdicts, Paces, Strays, Upkeep, Protocol):
    """What reconciling needs of the outbox."""


class Reconciler:
    """Finds out what became of doubtful deliveries. `reached` is told each step.

    It looks in a few threads: were Slack to swallow every call, what a killed sender left would still be held in time.
    """

    def __init__(
        self,
        outbox: Unsettled,
        messenger: Messenger,
        claiming: Claiming,
        *,
        timing: Timing = Timing(),  # noqa: B008 (frozen)
        threads: int = 8,
        reached: Reached = unwatched,
    ) -> None:
        self._outbox = outbox
        self._messenger = messenger
        self._claiming = claiming
        self._timing = timing
        self._threads = threads
        self._reached = reached

    def reconcile(self, clock: Clock) -> Counter[str]:
        """One pass; returns what became of what. Raises StoreError."""
        done: Counter[str] = Counter()
        now = clock.now()
        done["abandoned"] += self._claiming.take_back(now)
        self._outbox.mend(now=now)
        for state, count in self._outbox.late(now=now).items():
            done[state.value] += count
        doubtful = self._outbox.to_look_up(now=now, limit=_BATCH)
        if doubtful:
            with ThreadPoolExecutor(min(self._threads, len(doubtful)), thread_name_prefix="look") as pool:
                done.update(pool.map(lambda delivery: self._look_up(delivery, clock), doubtful))
        for stray in self._outbox.strays(now=clock.now(), limit=_BATCH):
            done[self._take_back(stray, clock.now())] += 1
        return +done

    def _look_up(self, delivery: Delivery, clock: Clock) -> str:
        """Look one delivery up, unless another process does so already; returns what became of it."""
        now = clock.now()
        if not self._outbox.start_look(delivery, again_at=now + timedelta(seconds=self._timing.look_retry), now=now):
            return "looked_up_elsewhere"
        self._reached("looking")
        became = self._look(delivery, clock)
        self._reached("looked")
        return became

    def _look(self, delivery: Delivery, clock: Clock) -> str:
        if delivery.amends:
            self._outbox.requeue(delivery, reason="rewriting twice does no harm", now=clock.now())
            return "requeued"
        try:
            found = self._messenger.find(delivery)
        except HistoryUnreadable as error:
            return self._hold(delivery, error.reason, clock.now())
        except PostError as error:
            return self._unreachable(delivery, error, clock.now())
        # The call may have taken long: waits count from what it saw, not from when the pass began.
        now = clock.now()
        if delivery.state is State.POSTED:
            return self._audit(delivery, found, now)
        if found:
            return self._found(delivery, found, now)
        return self._absent(delivery, now)

    def _found(self, delivery: Delivery, found: tuple[Found, ...], now: datetime) -> str:
        first, *others = found
        audit_at = now + timedelta(seconds=self._timing.audit)
        if not self._outbox.settle_posted(delivery, Posted(first.channel, first.ts), now=now, audit_at=audit_at):
            return "overtaken"
        self._remove(delivery, others, now)
        log.info("delivery.found", delivery_id=delivery.id, attempt=first.generation)
        return "posted"

    def _audit(self, delivery: Delivery, found: tuple[Found, ...], now: datetime) -> str:
        """A message that was sent again is looked for once more: the first may have arrived after all."""
        self._remove(delivery, [f for f in found if f.ts != delivery.ts], now)
        self._outbox.audited(delivery)
        return "audited"

    def _remove(self, delivery: Delivery, others: list[Found], now: datetime) -> None:
        for other in others:
            log.warning("delivery.doubled", delivery_id=delivery.id, attempt=other.generation)
            self._outbox.add_stray(Stray(delivery.owner, other.channel, other.ts, delivery.id), now=now)

    def _absent(self, delivery: Delivery, now: datetime) -> str:
        if delivery.looks + 1 >= LOOKS:
            self._outbox.requeue(delivery, reason="not in the channel", now=now)
            log.info("delivery.absent", delivery_id=delivery.id, attempt=delivery.generation)
            return "requeued"
        again_at = now + timedelta(seconds=self._timing.recheck)
        self._outbox.absent(delivery, looks=delivery.looks + 1, again_at=again_at, now=now)
        return "absent"

    def _hold(self, delivery: Delivery, reason: str, now: datetime) -> str:
        """Ask a person. What is held or posted already is looked at again later."""
        look_at = now + timedelta(seconds=self._timing.held_recheck)
        if delivery.state is State.POSTED:
            self._outbox.audited(delivery)
        elif delivery.state is State.HELD:
            self._outbox.absent(delivery, looks=0, again_at=look_at, now=now)
        elif self._outbox.hold(delivery, reason=reason, look_at=look_at, now=now):
            log.warning("delivery.held", delivery_id=delivery.id, reason=reason)
        return "held"

    def _unreachable(self, delivery: Delivery, error: PostError, now: datetime) -> str:
        """Later, unless it has taken too long already."""
        if isinstance(error, RateLimited):
            self._outbox.slow_down(delivery.owner, "", until=now + timedelta(seconds=min(error.retry_after, 60.0)))
        since = delivery.unknown_since or now
        if delivery.state is State.UNKNOWN and now - since >= timedelta(seconds=self._timing.hold_after):
            return self._hold(delivery, "history_unreachable", now)
        log.info("delivery.look_failed", delivery_id=delivery.id, reason=str(error))
        return "look_failed"

    def _take_back(self, stray: Stray, now: datetime) -> str:
        """Delete a message beside the one that counts."""
        try:
            self._messenger.delete(stray.owner, Posted(stray.channel, stray.ts))
        except PostError as error:
            log.warning("delivery.stray_stays", delivery_id=stray.delivery, reason=str(error))
            self._outbox.drop_stray(stray, next_try=now + timedelta(seconds=self._timing.look_retry))
            return "stray_stays"
        self._outbox.drop_stray(stray, next_try=None)
        return "stray_deleted"
