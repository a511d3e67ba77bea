"""The production code in one process under a clock that is turned by hand."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import structlog

from benchmarks.proof_memory import MemoryOutbox, MemorySubscriptions
from benchmarks.proof_oracle import Rounds
from bot.delivery.claiming import Claiming
from bot.delivery.plan import Planner
from bot.delivery.ports import Composer, Due, Occasions
from bot.delivery.reconcile import Reconciler
from bot.delivery.replies import ReplyComposer
from bot.delivery.send import Sender
from bot.delivery.subscribe import Subscribing
from bot.delivery.timing import Timing
from bot.domain.delivery import DIGEST, NOTICE, REMINDERS, REPLY, Delivery, Found, Image, Message, Payload, Posted
from bot.domain.outbox import Outbox
from bot.domain.subscription import SubscriptionStore
from bot.errors import NotPosted, PossiblyPosted
from bot.messages.notices import NoticeComposer

START = datetime(2026, 1, 1, tzinfo=UTC)


class VirtualSlack:
    """Keeps in which rounds each key was posted. Some calls fail in either way."""

    def __init__(self, dice: random.Random, fault_rate: float) -> None:
        self.posted: dict[str, list[int]] = {}
        self.failed: set[str] = set()
        self.round = 0
        self._dice, self._rate = dice, fault_rate
        self._standing: dict[str, list[Found]] = {}
        self._number = 0

    def post(self, delivery: Delivery, message: Message) -> Posted:
        fails = self._dice.random() < self._rate
        if fails:
            self.failed.add(delivery.key)
        if fails and self._dice.random() < 0.5:
            raise self._dice.choice((NotPosted("refused"), PossiblyPosted("reset")))
        self._number += 1
        ts = f"{self._number}.0"
        self.posted.setdefault(delivery.key, []).append(self.round)
        self._standing.setdefault(delivery.key, []).append(
            Found(delivery.target, ts, delivery.key, delivery.generation, delivery.payload_hash)
        )
        if fails:
            raise PossiblyPosted("timeout")
        return Posted(delivery.target, ts)

    def find(self, delivery: Delivery) -> tuple[Found, ...]:
        return tuple(self._standing.get(delivery.key, ()))

    def update(self, owner: str, posted: Posted, message: Message) -> None:
        raise AssertionError("nothing is rewritten here")

    def delete(self, owner: str, posted: Posted) -> None:
        raise AssertionError("nothing is ever doubled")

    def upload(self, owner: str, image: Image) -> str:
        raise AssertionError("there are no pictures here")


class Line:
    """The shortest digest."""

    def compose(self, due: Due, *, now: datetime) -> Payload:
        return Payload(Message(due.delivery.key))


class OneProcess:
    """Locks of a world with one process."""

    def hold(self) -> str:
        return "only"

    def held(self) -> bool:
        return True

    def release(self) -> None:
        """Nobody waits for it."""

    def is_dead(self, name: str) -> bool:
        return name != "only"


class VirtualClock:
    """What the machine shows; `truth` is what it should show."""

    def __init__(self) -> None:
        self.truth = START
        self.error = timedelta(0)

    def now(self) -> datetime:
        return self.truth + self.error


Stores = Callable[[], tuple[Outbox, SubscriptionStore]]


def in_memory() -> tuple[Outbox, SubscriptionStore]:
    outbox = MemoryOutbox()
    return outbox, MemorySubscriptions(outbox)


class VirtualWorker:
    """Planner, sender, reconciler and the service behind the modal, as they are in production."""

    def __init__(
        self,
        *,
        dice: random.Random,
        fault_rate: float = 0.0,
        stores: Stores = in_memory,
        occasions: Occasions | None = None,
        new_id: Callable[[], str] | None = None,
    ) -> None:
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
        self.clock = VirtualClock()
        self.rounds = Rounds()
        self.slack = VirtualSlack(dice, fault_rate)
        self.outbox, self.store = stores()
        self.subscribing = Subscribing(
            self.store, self.outbox, new_id=new_id or (lambda: f"{dice.getrandbits(32):08x}")
        )
        timing = Timing(pace=0.0)
        self.claiming = Claiming(self.outbox, OneProcess(), timing=timing)
        composers: Mapping[str, Composer] = {
            DIGEST: Line(),
            REMINDERS: Line(),
            NOTICE: NoticeComposer(),
            REPLY: ReplyComposer(),
        }
        self.planner = Planner(self.store, self.outbox, occasions)
        self.sender = Sender(self.outbox, self.store, self.slack, self.claiming, composers, timing=timing, threads=1)
        self.reconciler = Reconciler(self.outbox, self.slack, self.claiming, timing=timing, threads=1)

    def pass_time(self, duration: timedelta) -> None:
        self.clock.truth += duration

    def steps(self) -> None:
        """One round, as the scheduler would run it."""
        self.slack.round = len(self.rounds)
        self.rounds.add(self.clock.truth, self.clock.now())
        self.reconciler.reconcile(self.clock)
        self.planner.plan(now=self.clock.now())
        for _ in range(1000):
            claimed = self.claiming.claim(self.clock.now(), 64)
            if not claimed:
                break
            for delivery in claimed:
                self.sender.deliver(delivery, self.clock)
