"""Ten years of the production code under a virtual clock, held against the oracle of `benchmarks.proof_oracle`.

Planner, sender, reconciler and the service behind the modal run as they are, over the outbox in memory that obeys the
same contract as the databases (and, for a slice, over SQLite). Subscriptions come and go in every IANA zone; workers
are away for minutes to weeks; rules are edited; the machine's clock runs ahead or behind for a while.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from zoneinfo import available_timezones

from benchmarks.proof_oracle import DAY, HOUR, Judge, Life, Tally
from benchmarks.proof_virtual import START, Stores, VirtualWorker, in_memory
from bot.domain.delivery import State
from bot.domain.subscription import Kind, Rule, Wish

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
ROUND = 13 * HOUR
"""The longest time between two rounds of the worker while it is there."""


@dataclass
class Outcome:
    """What a simulation found."""

    seed: int
    subscriptions: int = 0
    zones: int = 0
    tally: Tally = field(default_factory=Tally)
    events: Counter[str] = field(default_factory=Counter)
    digest: str = ""

    @property
    def faults(self) -> list[str]:
        return self.tally.faults

    def __str__(self) -> str:
        t = self.tally
        return (
            f"seed {self.seed}: {self.subscriptions} subscriptions in {self.zones} zones, {t.owed} periods owed: "
            f"{t.posted} posted ({t.on_time} on time, {t.late} late, {t.early} early by a wrong clock), {t.skipped} "
            f"skipped, {t.coalesced} coalesced; {len(t.faults)} wrong; {dict(self.events)}; {self.digest[:12]}"
        )


class Simulation:
    """One seed."""

    def __init__(
        self,
        seed: int,
        *,
        years: float = 10,
        subscriptions: int = 1000,
        mean_weeks: float = 13,
        stores: Stores = in_memory,
    ) -> None:
        self.dice = random.Random(seed)
        self.outcome = Outcome(seed, subscriptions)
        self.end = START + years * 365 * DAY
        self.worker = VirtualWorker(
            dice=random.Random(seed + 1), fault_rate=0.02, stores=stores,
            new_id=lambda: f"{self.dice.getrandbits(32):08x}",
        )  # fmt: skip
        self.clock, self.slack = self.worker.clock, self.worker.slack
        self.outbox, self.store, self.subscribing = self.worker.outbox, self.worker.store, self.worker.subscribing
        self.lives: dict[str, Life] = {}
        self.births = self._births(subscriptions, mean_weeks)
        self.deaths: list[tuple[datetime, str]] = []

    def _births(self, count: int, mean_weeks: float) -> list[tuple[datetime, datetime, str]]:
        """When each subscription begins and ends, and its zone: every zone has its turn."""
        zones = ZONES[:]
        self.dice.shuffle(zones)
        span = self.end - START
        found = []
        for number in range(count):
            begins = START + self.dice.random() * span * 0.98
            ends = begins + max(1.0, self.dice.expovariate(1 / mean_weeks)) * 7 * DAY
            found.append((begins, ends, zones[number % len(zones)]))
        self.outcome.zones = len({zone for _, _, zone in found})
        return sorted(found, reverse=True)

    def run(self) -> Outcome:
        while self.clock.truth < self.end:
            while self.births and self.births[-1][0] <= self.clock.truth:
                self._begin()
            self._rounds()
            for ends, key in [d for d in self.deaths if d[0] <= self.clock.truth]:
                self.deaths.remove((ends, key))
                self.subscribing.delete(key, now=self.clock.now())
                self.lives[key].ends = (self.clock.truth, len(self.worker.rounds))
            self._happen()
            self._pass(self.dice.uniform(0.5, 12) * HOUR)
        self._rounds()
        self._judge()
        return self.outcome

    def _pass(self, duration: timedelta) -> None:
        self.worker.pass_time(duration)

    def _rounds(self) -> None:
        """A round, and more of them soon after while something is failing or in doubt, as a worker would go on."""
        self.worker.steps()
        for _ in range(40):
            if not self._in_doubt():
                return
            self._pass(timedelta(seconds=self.dice.uniform(20, 60)))
            self.worker.steps()

    def _in_doubt(self) -> bool:
        """Whether anything that was due has not come to its end."""
        now = self.clock.now()
        return any(
            d.slot <= now for s in (State.UNKNOWN, State.PENDING) for d in self.outbox.list(state=s, limit=10**6)
        )

    def _rule(self, zone: str) -> Rule:
        days = 1 if self.dice.random() < 0.8 else self.dice.randint(2, 7)
        weekdays = tuple(sorted(self.dice.sample(range(1, 8), days)))
        return Rule(weekdays, time(self.dice.randrange(24), self.dice.choice((0, 0, 15, 30, 45))), zone)

    def _begin(self) -> None:
        """The next subscription that is to be made."""
        _, ends, zone = self.births.pop()
        rule = self._rule(zone)
        wish = Wish("T1", f"C{len(self.lives)}", Kind.DIGEST, rule)
        made = self.subscribing.create(wish, by="U1", now=self.clock.now())
        self.lives[made.id] = Life(made.id, [(self.clock.truth, len(self.worker.rounds), rule)])
        self.deaths.append((ends, made.id))

    def _happen(self) -> None:
        """What befalls a worker and its people. An edit follows a round, so that nothing due is still on its way."""
        chance = self.dice.random()
        if chance < 0.010:
            self._edit()
        elif chance < 0.013:
            self._outage(self.dice.choice((0.02, 0.3, 2, 20, 30, 100, 500)) * HOUR * self.dice.uniform(0.5, 1.5))
        elif chance < 0.015:
            self._jump(self.dice.choice((0.5, 3, 20, 30, 200, 900)) * HOUR * self.dice.uniform(0.5, 1.5))
        elif chance < 0.016:
            self._jump(-self.dice.choice((0.5, 3, 30, 200)) * HOUR * self.dice.uniform(0.5, 1.5))

    def _edit(self) -> None:
        alive = [s for s in self.store.list() if not s.paused]
        if not alive or self._in_doubt():
            return
        found = self.dice.choice(alive)
        rule = self._rule(self.dice.choice(ZONES) if self.dice.random() < 0.3 else found.wish.rule.zone)
        self.subscribing.change(found.id, replace(found.wish, rule=rule), now=self.clock.now())
        self.lives[found.id].rules.append((self.clock.truth, len(self.worker.rounds), rule))
        self.outcome.events["edits"] += 1

    def _outage(self, duration: timedelta) -> None:
        self._pass(duration)
        self.outcome.events["outages"] += 1

    def _jump(self, error: timedelta) -> None:
        """The clock is wrong for some rounds, then right again. Some subscriptions had been made just before."""
        for _ in range(min(3, len(self.births))):
            self._begin()
        self.clock.error = error
        for _ in range(self.dice.randint(1, 4)):
            self.worker.steps()
            self._pass(self.dice.uniform(0.01, 1) * HOUR)
        self.clock.error = timedelta(0)
        self.worker.steps()
        self.outcome.events["jumps"] += 1

    def _judge(self) -> None:
        rows = {d.key: d for d in self.outbox.list(limit=10**9)}
        judge = Judge(self.worker.rounds, self.slack.posted, self.slack.failed)
        self.outcome.tally = judge.judge(list(self.lives.values()), rows, until=self.clock.truth - ROUND)
        trace = hashlib.sha256()
        for key, numbers in sorted(self.slack.posted.items()):
            trace.update(f"{key} {[self.worker.rounds.truth[n].isoformat() for n in numbers]}\n".encode())
        self.outcome.digest = trace.hexdigest()


def simulate(seed: int, **size: float) -> Outcome:
    """One seed from beginning to end."""
    return Simulation(seed, **size).run()  # type: ignore[arg-type]
