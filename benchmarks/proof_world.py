"""The production code as a worker process of the proof runs it: real store, locks and Web API calls, shorter waits."""

from __future__ import annotations

import logging
import os
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from slack_sdk import WebClient

from bot.clock import SystemClock
from bot.delivery import ports
from bot.delivery.claiming import Claiming
from bot.delivery.plan import Planner
from bot.delivery.ports import Due
from bot.delivery.reconcile import Reconciler
from bot.delivery.replies import ReplyComposer
from bot.delivery.send import Sender
from bot.delivery.subscribe import Subscribing
from bot.delivery.timing import Timing
from bot.domain.delivery import DIGEST, NOTICE, REPLY, Message, Payload
from bot.domain.subscription import Kind, Rule, Wish
from bot.messages.notices import NoticeComposer
from bot.slack.client import client
from bot.slack.outbox import SlackOutboxMessenger
from bot.store import database as database_module
from bot.store.database import Database, open_database
from bot.store.locks import locks_of
from bot.store.outbox import SqlOutbox
from bot.store.subscriptions import SqlSubscriptionStore

FAST = Timing(
    pace=0.0,
    grace=0.5,
    recheck=0.4,
    look_retry=0.1,
    hold_after=8.0,
    held_recheck=0.5,
    audit=1.5,
    backoff=0.05,
    max_backoff=0.5,
)
"""As in production, in a fiftieth of the time. The server's slowness and lag are shortened alike."""
TIMEOUT = 0.2
CLOSED_PORT_URL = "http://127.0.0.1:1/api/"
TEAMS = 40
"""A Retry-After stops a whole workspace: with many, the others go on."""

STEPS = ("before_plan", "planned", "claimed", "composed", "frozen", "posted", "settled", "looking", "looked")


@dataclass(frozen=True)
class Where:
    """Which database and which Slack."""

    url: str
    data: Path
    slack: str
    refused_rate: float = 0.0
    timing: Timing = FAST
    timeout: float = TIMEOUT
    replies: bool = True


def quiet() -> None:
    """Tens of thousands of failures are made on purpose. SQLite need not reach the disk: the machine stays on. A server
    may be slow to answer where hundreds of processes are made and killed.
    """
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    database_module.SYNCHRONOUS = "OFF"
    database_module.CONNECT_SECONDS = 60


class Composer:
    """A line, and for every fourth subscription a reply in its thread."""

    def __init__(self, *, replies: bool) -> None:
        self._replies = replies

    def compose(self, due: Due, *, now: datetime) -> Payload:
        thread = (
            (Message("reply"),) if self._replies and due.delivery.subscription.endswith(("0", "4", "8", "c")) else ()
        )
        return Payload(Message(due.delivery.key), thread=thread)


class Clients:
    """A client for each workspace; some calls find nobody listening."""

    def __init__(self, where: Where) -> None:
        self._where = where
        self._dice = random.Random(os.getpid())
        self._good = self._client(where.slack)
        self._bad = self._client(CLOSED_PORT_URL)

    def _client(self, url: str) -> WebClient:
        made = client("xoxb-proof", base_url=url)
        made.timeout = self._where.timeout  # type: ignore[assignment]  # urllib takes fractions of a second too
        made.headers["X-Pid"] = str(os.getpid())
        return made

    def __call__(self, owner: str) -> WebClient:
        return self._bad if self._dice.random() < self._where.refused_rate else self._good


class Process:
    """What one worker process has: to be built after the fork."""

    def __init__(
        self,
        where: Where,
        *,
        threads: int = 2,
        reached: Callable[[str], None] = lambda _: None,
        outbox: type[SqlOutbox] = SqlOutbox,
        database: Database | None = None,
    ) -> None:
        self.database: Database = database or open_database(where.url, where.data)
        self.outbox = outbox(self.database)
        self.subscriptions = SqlSubscriptionStore(self.database)
        self.subscribing = Subscribing(self.subscriptions, self.outbox)
        self.clock = SystemClock()
        locks = locks_of(self.database)
        self.claiming = Claiming(self.outbox, locks, timing=where.timing, reached=reached)
        slack = SlackOutboxMessenger(Clients(where))
        composers: Mapping[str, ports.Composer] = {
            DIGEST: Composer(replies=where.replies),
            NOTICE: NoticeComposer(),
            REPLY: ReplyComposer(),
        }
        self.planner = Planner(self.subscriptions, self.outbox, reached=reached)
        self.sender = Sender(
            self.outbox, self.subscriptions, slack, self.claiming, composers,
            timing=where.timing, threads=threads, reached=reached,
        )  # fmt: skip
        self.reconciler = Reconciler(
            self.outbox, slack, self.claiming, timing=where.timing, threads=threads, reached=reached
        )

    def work(self, *, until: Callable[[], bool] = lambda: False) -> None:
        """The steps in turn, as the scheduler would, only faster."""
        while not until():
            self.reconciler.reconcile(self.clock)
            self.planner.plan(now=self.clock.now())
            self.sender.send(self.clock, seconds=0.5)
            time.sleep(0.005)

    def subscribe(self, count: int, first: int) -> list[str]:
        """Subscriptions whose digest is due this minute; returns the keys of the digests."""
        now = self.clock.now()
        keys = []
        for number in range(first, first + count):
            slot = now.replace(second=0, microsecond=0)
            rule = Rule((slot.isoweekday(),), slot.timetz().replace(tzinfo=None), "UTC")
            wish = Wish(f"T{number % TEAMS}", f"C{number}", Kind.DIGEST, rule)
            made = self.subscribing.create(wish, by="U1", now=slot - timedelta(seconds=1))
            year, week, _ = slot.isocalendar()
            keys.append(f"digest:{made.id}:{year}-W{week:02}")
        return keys
