"""Claiming: what this process has in hand, under a name that dies with it, and what dead processes had.

What is `sending` under a name that nobody holds was abandoned, and so was what stands under ours without our knowing.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import structlog

from bot.delivery.ports import Reached, unwatched
from bot.delivery.timing import Timing
from bot.domain.delivery import Delivery
from bot.domain.locks import Locks
from bot.domain.outbox import Claims

log = structlog.get_logger(__name__)


class Claiming:
    """Takes deliveries for this process, and takes back what others left. Raises StoreError."""

    def __init__(
        self,
        outbox: Claims,
        locks: Locks,
        *,
        timing: Timing = Timing(),  # noqa: B008 (frozen)
        reached: Reached = unwatched,
    ) -> None:
        self._outbox = outbox
        self._locks = locks
        self._timing = timing
        self._reached = reached
        self._in_hand: set[int] = set()
        self._gate = threading.Lock()
        self.name = ""

    def claim(self, now: datetime, limit: int) -> tuple[Delivery, ...]:
        """Take due deliveries under our name; a lost lock is taken anew under another."""
        if limit <= 0:
            return ()
        with self._gate:
            if not self.name or not self._locks.held():
                self.name = self._locks.hold()
            claimed = self._outbox.claim(self.name, limit=limit, now=now, pace_seconds=self._timing.pace)
            self._in_hand.update(delivery.id for delivery in claimed)
        if claimed:
            self._reached("claimed")
        return claimed

    def done(self, delivery: Delivery) -> None:
        """It is out of our hands, whatever became of it."""
        with self._gate:
            self._in_hand.discard(delivery.id)

    def take_back(self, now: datetime) -> int:
        """Give up what was abandoned, so that it is looked for or sent again; returns how many deliveries."""
        count = 0
        for name in self._outbox.workers():
            if name == self.name:
                with self._gate:  # or what is claimed at this moment would count as abandoned
                    count += self._abandon(name, now, keep=frozenset(self._in_hand))
            elif self._locks.is_dead(name):
                count += self._abandon(name, now)
        return count

    def release(self) -> None:
        """Give the name back: nothing more is claimed under it."""
        self._locks.release()

    def _abandon(self, name: str, now: datetime, *, keep: frozenset[int] = frozenset()) -> int:
        look_at = now + timedelta(seconds=self._timing.grace)
        unknown, pending = self._outbox.abandon(name, keep=keep, look_at=look_at, now=now)
        if unknown or pending:
            log.warning("delivery.abandoned", sender=name, unknown=unknown, pending=pending)
        return unknown + pending
