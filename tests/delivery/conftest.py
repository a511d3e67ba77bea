"""A whole delivery machine over SQLite, with a fake Slack and a clock that stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.delivery.claiming import Claiming
from bot.delivery.plan import Planner
from bot.delivery.ports import Composer, Occasions
from bot.delivery.reconcile import Reconciler
from bot.delivery.replies import ReplyComposer
from bot.delivery.send import Sender
from bot.delivery.subscribe import Subscribing
from bot.delivery.timing import Timing
from bot.domain.delivery import DIGEST, NOTICE, REMINDERS, REPLY, Delivery, Planned, State
from bot.domain.subscription import Kind, Rule, Subscription, Wish
from bot.messages.notices import NoticeComposer
from bot.store.database import Database, open_database
from bot.store.outbox import SqlOutbox
from bot.store.subscriptions import SqlSubscriptionStore
from tests.delivery.fakes import NOW, FakeLocks, FakeMessenger, Lines, TickingClock

PACELESS = Timing(pace=0.0)


@dataclass
class Machine:
    """Planner, sender and reconciler as one process would have them."""

    database: Database
    clock: TickingClock = field(default_factory=TickingClock)
    slack: FakeMessenger = field(default_factory=FakeMessenger)
    locks: FakeLocks = field(default_factory=FakeLocks)
    timing: Timing = PACELESS
    occasions: Occasions | None = None
    composers: dict[str, Composer] = field(
        default_factory=lambda: {
            DIGEST: Lines(), REMINDERS: Lines(), NOTICE: NoticeComposer(), REPLY: ReplyComposer(),
        }
    )  # fmt: skip
    reached: Callable[[str], None] = lambda _: None

    def __post_init__(self) -> None:
        self.outbox = SqlOutbox(self.database)
        self.subscriptions = SqlSubscriptionStore(self.database)
        self.subscribing = Subscribing(self.subscriptions, self.outbox, self.occasions)
        self.restart()

    def restart(self) -> None:
        """A new process over the same database."""

        def reached(step: str) -> None:
            self.reached(step)

        self.planner = Planner(self.subscriptions, self.outbox, self.occasions, reached=reached)
        self.claiming = Claiming(self.outbox, self.locks, timing=self.timing, reached=reached)
        self.sender = Sender(
            self.outbox, self.subscriptions, self.slack, self.claiming, self.composers, timing=self.timing, threads=1,
            reached=reached,
        )  # fmt: skip
        self.reconciler = Reconciler(self.outbox, self.slack, self.claiming, timing=self.timing, threads=1)

    def subscribe(self, **changed: Any) -> Subscription:
        """A digest on Mondays at nine in Seoul, made an hour before its first slot."""
        wish = Wish("T1", "C1", Kind.DIGEST, Rule((1,), zone="Asia/Seoul"))
        return self.subscribing.create(replace(wish, **changed), by="U1", now=self.clock.now() - timedelta(hours=1))

    def add(self, key: str = "k", **changed: Any) -> None:
        """A delivery that belongs to no subscription."""
        plain = Planned(key, "digest", "T1", "C1", slot=NOW, expires=NOW + timedelta(days=1))
        self.outbox.add([replace(plain, **changed)], now=self.clock.now())

    def run(self, **elapsed: float) -> None:
        """Let time pass, then run each step."""
        self.clock.instant += timedelta(**elapsed)
        self.reconciler.reconcile(self.clock)
        self.planner.plan(now=self.clock.now())
        self.sender.send(self.clock)

    def states(self) -> dict[str, State]:
        """State by key."""
        return {d.key: d.state for d in self.outbox.list(limit=1000)}

    def only(self, state: State | None = None) -> Delivery:
        """The single delivery in a state."""
        (found,) = self.outbox.list(state=state)
        return found

    def at(self, instant: datetime) -> None:
        """Set the clock and run each step."""
        self.clock.instant = instant
        self.run()


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    database = open_database("", tmp_path / "data")
    yield Machine(database)
    database.dispose()
