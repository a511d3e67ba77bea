"""Workers killed by `kill -9` at random moments and at every named step, while every third call fails in some way.

What was posted is counted by the local Web API alone. A digest is lost where none of its messages stands, doubled where
two do, unresolved where its row has not come to an end.
"""

from __future__ import annotations

import gc
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.proof_slack import Behaviour, LocalSlack, running_slack
from benchmarks.proof_world import STEPS, Process, Where, quiet
from bot.domain.delivery import State
from bot.errors import StoreError
from bot.store.database import Database
from bot.store.outbox import SqlOutbox

FAULT_RATE = 0.27
REFUSED_RATE = 0.03
"""Together 30 % of all calls."""
HISTORY_LAG = 0.25
BACKLOG = 60
"""Digests that are due and not yet posted: there is always something to be killed at."""
DRAIN_SECONDS = 300
_LIFE = (0.02, 0.3)
"""Seconds that a worker lives which is killed at a random moment."""
_PATIENCE = 1.5
"""Seconds that a worker may take to reach the step at which it is to be killed."""


@dataclass
class Verdict:
    """What the independent count says."""

    kills: int = 0
    stops: int = 0
    by_step: Counter[str] = field(default_factory=Counter)
    expected: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unresolved: dict[str, int] = field(default_factory=dict)
    twice_accepted: int = 0
    calls_failed: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def clean(self) -> bool:
        return bool(self.expected) and not (self.lost or self.doubled or self.unresolved)

    def __str__(self) -> str:
        steps = ", ".join(f"{step} {count}" for step, count in sorted(self.by_step.items()))
        return (
            f"{self.kills} kills ({steps}), {self.stops} stops, {self.expected} messages expected, "
            f"{sum(self.calls_failed.values())} calls failed: {len(self.lost)} lost, {len(self.doubled)} doubled, "
            f"{sum(self.unresolved.values())} unresolved; {self.twice_accepted} taken back; {self.seconds:.0f} s"
        )


class Feeder:
    """A process that makes subscriptions and reads the outbox: the killing process must have no connection to fork."""

    def __init__(self, where: Where) -> None:
        context = get_context("fork")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=self._serve, args=(where, theirs), daemon=True)
        self._process.start()

    @staticmethod
    def _serve(where: Where, pipe: Any) -> None:
        process = Process(where)
        numbers = count()
        while True:
            command, argument = pipe.recv()
            if command == "feed":
                made = (_insistently(partial(process.subscribe, 1, number)) for number in islice(numbers, argument))
                pipe.send([key for keys in made for key in keys])
            else:
                pipe.send(_insistently(lambda: dict(process.outbox.counts())))

    def feed(self, count: int) -> list[str]:
        self._pipe.send(("feed", count))
        keys: list[str] = self._pipe.recv()
        return keys

    def counts(self) -> dict[State, int]:
        self._pipe.send(("counts", 0))
        counts: dict[State, int] = self._pipe.recv()
        return counts

    def close(self) -> None:
        self._process.kill()
        self._process.join()


def _insistently(act: Callable[[], Any]) -> Any:
    while True:
        try:
            return act()
        except StoreError:
            time.sleep(0.05)


@dataclass
class Victim:
    """A worker that will be killed: by itself at a step, or from outside when its time is over."""

    pid: int
    step: str
    deadline: float


def warmed(where: Where, feeder: Feeder) -> tuple[Database, list[str]]:
    """A database whose statements are compiled and whose connections are closed, for the forks to begin with.

    A process that starts from nothing takes a second to import and to compile; that is measured apart.
    """
    process = Process(where)
    keys = feeder.feed(20)
    process.work(until=lambda: process.outbox.counts()[State.POSTED] >= len(keys))
    process.claiming.release()
    process.database.dispose()
    gc.freeze()
    return process.database, keys


def fork_worker(
    where: Where, step: str, occurrence: int, outbox: type[SqlOutbox] = SqlOutbox, database: Database | None = None
) -> int:
    """A worker process; at the n-th time that it reaches the step it kills itself as `kill -9` would."""
    pid = os.fork()
    if pid:
        return pid
    left = [occurrence]

    def reached(name: str) -> None:
        if name == step:
            left[0] -= 1
            if left[0] <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    try:
        while True:
            try:
                Process(where, reached=reached, outbox=outbox, database=database).work()
            except StoreError:
                time.sleep(0.02)  # as the scheduler does: the step is tried again at its next turn
    except BaseException:  # noqa: BLE001 (a fork must never return into the harness)
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(3)


class Killer:
    """Keeps some workers alive, each for a short time."""

    def __init__(
        self, where: Where, dice: random.Random, width: int, outbox: type[SqlOutbox], database: Database
    ) -> None:
        self._where, self._dice, self._width, self._outbox, self._database = where, dice, width, outbox, database
        self._victims: list[Victim] = []
        self._stopped: list[tuple[float, int]] = []
        self.verdict = Verdict()

    def tick(self) -> None:
        """Fork what is missing, kill what is due, count what is dead."""
        while len(self._victims) < self._width:
            self._victims.append(self._breed())
        now = time.monotonic()
        for victim in list(self._victims):
            pid, status = os.waitpid(victim.pid, os.WNOHANG)
            if pid:
                self._bury(victim, status, victim.step)
            elif now >= victim.deadline:
                os.kill(victim.pid, signal.SIGKILL)
                _, status = os.waitpid(victim.pid, 0)
                self._bury(victim, status, "random")

    def end(self) -> None:
        for victim in self._victims:
            os.kill(victim.pid, signal.SIGKILL)
            os.waitpid(victim.pid, 0)
        self._victims.clear()

    def _breed(self) -> Victim:
        at_step = self._dice.random() < 0.6
        step = self._dice.choice(STEPS) if at_step else "random"
        life = _PATIENCE if at_step else self._dice.uniform(*_LIFE)
        pid = fork_worker(self._where, step, self._dice.randint(1, 3), self._outbox, self._database)
        if self._dice.random() < 0.01:
            self._pause(pid)
            life += 2.0
        return Victim(pid, step, time.monotonic() + life)

    def _pause(self, pid: int) -> None:
        """Stopped in the middle of its work for longer than a doubt takes, then let go on."""
        self.verdict.stops += 1
        helper = os.fork()
        if helper == 0:
            time.sleep(self._dice.uniform(*_LIFE))
            for sign, wait in ((signal.SIGSTOP, 1.4), (signal.SIGCONT, 0.0)):
                try:
                    os.kill(pid, sign)
                except ProcessLookupError:
                    break
                time.sleep(wait)
            os._exit(0)
        self._stopped.append((time.monotonic(), helper))

    def _bury(self, victim: Victim, status: int, step: str) -> None:
        self._victims.remove(victim)
        if not os.WIFSIGNALED(status):
            raise RuntimeError(f"a worker ended by itself with status {status}")
        self.verdict.kills += 1
        self.verdict.by_step[step] += 1
        while self._stopped and os.waitpid(self._stopped[0][1], os.WNOHANG)[0]:
            self._stopped.pop(0)


def drain(where: Where, feeder: Feeder, outbox: type[SqlOutbox]) -> dict[State, int]:
    """Let two workers finish what is left, the faults going on; returns what they could not."""
    pids = [fork_worker(where, "", 0, outbox) for _ in range(2)]
    until = time.monotonic() + DRAIN_SECONDS
    left: dict[State, int] = {}
    quiet_rounds = 0
    while time.monotonic() < until and quiet_rounds < 8:
        time.sleep(0.25)
        left = {state: count for state, count in feeder.counts().items() if state.open and count}
        quiet_rounds = 0 if left else quiet_rounds + 1
        for pid in list(pids):
            if os.waitpid(pid, os.WNOHANG)[0]:  # the server kills some of those whose message it has accepted
                pids.remove(pid)
                pids.append(fork_worker(where, "", 0, outbox))
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return left


def judge(verdict: Verdict, expected: list[str], slack: LocalSlack, *, replies: bool) -> Verdict:
    """Compare what was promised with what the server itself has counted."""
    count = slack.count()
    standing = count["standing"]
    wanted = set(expected)
    if replies:
        wanted |= {f"{key}#1" for key in expected if key.split(":")[1].endswith(("0", "4", "8", "c"))}
    verdict.expected = len(wanted)
    verdict.lost = sorted(key for key in wanted if standing.get(key, 0) == 0)
    verdict.doubled = sorted(key for key, times in standing.items() if times > 1)
    unexpected = set(standing) - wanted
    assert not unexpected, f"messages that nobody planned: {sorted(unexpected)[:3]}"
    verdict.twice_accepted = sum(times - 1 for times in count["accepted"].values() if times > 1) - sum(
        times - 1 for times in standing.values() if times > 1
    )
    verdict.calls_failed = count["faults"]
    return verdict


def run(
    url: str,
    data: Path,
    *,
    kills: int,
    seed: int = 1,
    width: int = 2,
    outbox: type[SqlOutbox] = SqlOutbox,
    watch: Callable[[int, int], None] = lambda _done, _of: None,
) -> Verdict:
    """Kill so many workers, then let the rest be finished, then count."""
    quiet()
    began = time.monotonic()
    dice = random.Random(seed)
    behaviour = Behaviour(fault_rate=FAULT_RATE, history_lag=HISTORY_LAG, seed=seed)
    with running_slack(Behaviour()) as slack:
        where = Where(url, data, slack.url, refused_rate=REFUSED_RATE)
        feeder = Feeder(where)
        killer: Killer | None = None
        try:
            database, expected = warmed(where, feeder)
            slack.behave(behaviour)
            expected += feeder.feed(BACKLOG)
            killer = Killer(where, dice, width, outbox, database)
            fed = time.monotonic()
            while killer.verdict.kills < kills:
                killer.tick()
                time.sleep(0.003)
                if time.monotonic() - fed > 0.5:
                    open_ = sum(count for state, count in feeder.counts().items() if state.open)
                    expected += feeder.feed(min(50, max(0, BACKLOG - open_)))
                    fed = time.monotonic()
                    watch(killer.verdict.kills, kills)
            killer.end()
            left = drain(where, feeder, outbox)
            verdict = judge(killer.verdict, expected, slack, replies=where.replies)
            verdict.unresolved = {state.value: count for state, count in left.items()}
            verdict.seconds = time.monotonic() - began
            return verdict
        finally:
            if killer is not None:
                killer.end()  # also when a person interrupts: nobody else would end them
            feeder.close()


class ClaimlessOutbox(SqlOutbox):
    """The outbox with its claim switched off: to show that the harness finds the doubles that the claim prevents."""

    def claim(self, worker: str, *, limit: int, now: Any, pace_seconds: float) -> Any:
        from sqlalchemy import update

        from bot.store import tables as t
        from bot.store.outbox.rows import read_deliveries

        d = t.deliveries.c
        with self._database.read() as connection:
            found = read_deliveries(
                connection, d.state.in_([State.PENDING, State.SENDING]), d.next_try <= now, order=(d.id,), limit=limit
            )
        with self._database.write() as connection:
            ids = [delivery.id for delivery in found]
            connection.execute(update(t.deliveries).where(d.id.in_(ids)).values(state=State.SENDING, worker=worker))
        return found
