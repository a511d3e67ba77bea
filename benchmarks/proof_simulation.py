"""Ten years of the production code under a virtual clock, against an oracle that shares nothing with it.

Planner, sender, reconciler and the service behind the modal run as they are, over the outbox in memory that obeys the
same contract as the databases (and, for a slice, over SQLite). Subscriptions come and go in every IANA zone; workers
are away for minutes to weeks; rules are edited; the machine's clock runs ahead or behind for a while. The oracle walks
the calendar day by day with the instants of the `whenever` package, and says which periods each subscription is owed.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import available_timezones

from whenever import PlainDateTime

from benchmarks.proof_virtual import START, Stores, VirtualWorker, in_memory
from bot.domain.delivery import Delivery, State
from bot.domain.subscription import Kind, Rule, Wish

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ROUND = 13 * HOUR
"""The longest time between two rounds of the worker here: what it finds then is on time."""
LIFE = DAY
"""How late a digest may come: of the specification, not of the code."""


# The oracle: no line of it comes from the product.


@cache
def oracle_instant(year: int, month: int, day: int, hour: int, minute: int, zone: str) -> datetime:
    local = PlainDateTime(year, month, day, hour, minute).assume_tz(zone, disambiguation="compatible")
    return datetime.fromtimestamp(local.to_instant().timestamp(), UTC)


def oracle_slots(rule: Rule, after: datetime, until: datetime) -> list[tuple[str, datetime]]:
    """(period, instant) day by day."""
    found = []
    day: date = (after - 2 * DAY).date()
    last = (until + 2 * DAY).date()
    while day <= last:
        weekday = day.isoweekday()
        if weekday in rule.weekdays:
            moment = oracle_instant(day.year, day.month, day.day, rule.at.hour, rule.at.minute, rule.zone)
            if after < moment <= until:
                year, week, _ = day.isocalendar()
                place = sum(1 for other in rule.weekdays if other <= weekday)
                found.append((f"{year}-W{week:02}" if place == 1 else f"{year}-W{week:02}.{place}", moment))
        day += DAY
    return found


@dataclass
class Life:
    """A subscription as its people know it: its rules with the instants from which they counted."""

    id: str
    rules: list[tuple[datetime, Rule]]
    ends: datetime | None = None

    def owed(self, until: datetime) -> dict[str, datetime]:
        """Period -> the instant at which it was owed at the latest valid rule."""
        owed: dict[str, datetime] = {}
        for number, (begins, rule) in enumerate(self.rules):
            ends = min(
                [until, *([self.ends] if self.ends else []), *[at for at, _ in self.rules[number + 1 : number + 2]]]
            )
            if number:
                self._carry_over(owed, number, begins)
            for period, moment in oracle_slots(rule, begins, ends):
                owed.setdefault(period, moment)
        return owed

    def _carry_over(self, owed: dict[str, datetime], number: int, edited: datetime) -> None:
        """A period that the old rule still had before it, and whose new slot has just passed, is not given up: the new
        rule then counts from that slot on.
        """
        before, old = self.rules[number - 1]
        coming = {period for period, _ in oracle_slots(old, max(before, edited - 7 * DAY), edited + 7 * DAY)}
        passed = oracle_slots(self.rules[number][1], edited - 7 * DAY, edited)
        first = next((moment for period, moment in passed if period in coming and period not in owed), None)
        for period, moment in passed:
            if first is not None and moment >= first:
                owed.setdefault(period, moment)


@dataclass
class Outcome:
    """What a simulation found."""

    seed: int
    subscriptions: int = 0
    zones: int = 0
    owed: int = 0
    posted: int = 0
    on_time: int = 0
    late: int = 0
    skipped: int = 0
    coalesced: int = 0
    events: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    digest: str = ""

    def __str__(self) -> str:
        return (
            f"seed {self.seed}: {self.subscriptions} subscriptions in {self.zones} zones, {self.owed} periods owed: "
            f"{self.posted} posted ({self.on_time} on time, {self.late} late), {self.skipped} skipped, "
            f"{self.coalesced} coalesced; {len(self.faults)} wrong; {dict(self.events)}; {self.digest[:12]}"
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
        self.away: list[tuple[datetime, datetime]] = []
        self.wrong: list[tuple[datetime, datetime, timedelta]] = []
        self.births = self._births(subscriptions, mean_weeks)
        self.steps = 0

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
        deaths: list[tuple[datetime, str]] = []
        while self.clock.truth < self.end:
            while self.births and self.births[-1][0] <= self.clock.truth:
                _, ends, zone = self.births.pop()
                deaths.append((ends, self._subscribe(zone)))
            self._rounds()
            for ends, key in [d for d in deaths if d[0] <= self.clock.truth]:
                deaths.remove((ends, key))
                self.subscribing.delete(key, now=self.clock.now())
                self.lives[key].ends = self.clock.truth
            self._happen()
            self._pass(self.dice.uniform(0.5, 12) * HOUR)
        self._rounds()
        self._judge()
        return self.outcome

    def _pass(self, duration: timedelta) -> None:
        self.worker.pass_time(duration)

    def _steps(self) -> None:
        self.steps += 1
        self.worker.steps()

    def _rounds(self) -> None:
        """A round, and more of them soon after while something is failing or in doubt, as a worker would go on."""
        self._steps()
        for _ in range(40):
            if not self._in_doubt():
                return
            self._pass(timedelta(seconds=self.dice.uniform(20, 60)))
            self._steps()

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

    def _subscribe(self, zone: str) -> str:
        rule = self._rule(zone)
        wish = Wish("T1", f"C{len(self.lives)}", Kind.DIGEST, rule)
        made = self.subscribing.create(wish, by="U1", now=self.clock.now())
        self.lives[made.id] = Life(made.id, [(self.clock.truth, rule)])
        return made.id

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
        self.lives[found.id].rules.append((self.clock.truth, rule))
        self.outcome.events["edits"] += 1

    def _outage(self, duration: timedelta) -> None:
        begins = self.clock.truth
        self._pass(duration)
        self.away.append((begins, self.clock.truth))
        self.outcome.events["outages"] += 1

    def _jump(self, error: timedelta) -> None:
        """The clock is wrong for some rounds, then right again."""
        begins = self.clock.truth
        self.clock.error = error
        for _ in range(self.dice.randint(1, 4)):
            self._steps()
            self._pass(self.dice.uniform(0.01, 1) * HOUR)
        self.clock.error = timedelta(0)
        self._steps()
        self.wrong.append((begins, self.clock.truth, error))
        self.outcome.events["jumps"] += 1

    # judging

    def _judge(self) -> None:
        out = self.outcome
        states = {d.key: d for d in self.outbox.list(limit=10**9)}
        trace = hashlib.sha256()
        expected: set[str] = set()
        for life in self.lives.values():
            for period, moment in life.owed(self.clock.truth - ROUND).items():
                key = f"digest:{life.id}:{period}"
                expected.add(key)
                self._judge_one(key, moment, life, states.get(key))
        for key, times in sorted(self.slack.posted.items(), key=lambda kv: (kv[1], kv[0])):
            trace.update(f"{key} {[t.isoformat() for t in times]}\n".encode())
            if len(times) != 1:
                out.faults.append(f"{key} was posted {len(times)} times")
            if key not in expected and times[0] < self.clock.truth - 2 * ROUND and not self._astray(times[0]):
                out.faults.append(f"{key} was posted at {times[0]} but never owed")
        out.digest = trace.hexdigest()

    def _early(self, moment: datetime) -> bool:
        """Whether the clock ran ahead then: what is posted before its time may belong to a rule's later days."""
        return any(begins <= moment <= ends + HOUR and error > timedelta(0) for begins, ends, error in self.wrong)

    def _astray(self, moment: datetime) -> bool:
        """Whether the clock was wrong then, in either way."""
        return self._early(moment) or self._behind(moment)

    def _behind(self, moment: datetime) -> bool:
        """Whether the clock ran behind then: what was late in truth was on time by the clock."""
        return any(begins <= moment <= ends + HOUR and error < timedelta(0) for begins, ends, error in self.wrong)

    def _judge_one(self, key: str, moment: datetime, life: Life, row: Delivery | None) -> None:
        """Exactly once, at its time; and where it was not posted, a reason that the oracle finds too."""
        out = self.outcome
        out.owed += 1
        times = self.slack.posted.get(key, [])
        wrong = ""
        if times:
            out.posted += 1
            wrong = self._judge_time(times[0], moment, life)
        elif row is None or row.state is State.CANCELLED:
            wrong = "" if self._removed(moment, life) else "lost"
        elif row.state is State.SKIPPED and row.reason == "coalesced":
            out.coalesced += 1
            wrong = "" if self._disturbed(moment, life) else "coalesced without any reason"
        elif row.state is State.SKIPPED:
            out.skipped += 1
            wrong = "" if self._unservable(moment, life) else "skipped although it could have been served"
        else:
            wrong = f"left {row.state}"
        if wrong:
            out.faults.append(f"{key} of {moment:%F %T}: {wrong}")

    def _judge_time(self, posted: datetime, moment: datetime, life: Life) -> str:
        late = posted - moment
        if timedelta(0) <= late <= ROUND:
            self.outcome.on_time += 1
            return ""
        self.outcome.late += late > timedelta(0)
        if late > LIFE + HOUR and not self._edited(life, posted) and not self._behind(posted):
            return f"posted {late} late, beyond its time"
        if late > timedelta(0) and not self._disturbed(moment, life):
            return f"posted {late} late without any reason"
        if late < timedelta(0) and not self._early(posted) and not self._edited(life, posted):
            return f"posted {-late} early"
        return ""

    def _removed(self, moment: datetime, life: Life) -> bool:
        """Ended before it could go out: the worker was away, or in doubt, at the slot and the end came first."""
        return life.ends is not None and life.ends - moment < 40 * DAY and self._disturbed(moment, life)

    def _edited(self, life: Life, moment: datetime) -> bool:
        return any(abs(at - moment) < 9 * DAY for at, _ in life.rules[1:])

    def _disturbed(self, moment: datetime, life: Life) -> bool:
        """Near an outage, a wrong clock, or an edit."""
        near = [(b - ROUND, e + ROUND) for b, e in self.away]
        near += [(b - abs(x) - DAY, e + abs(x) + DAY) for b, e, x in self.wrong]
        return any(b <= moment <= e for b, e in near) or self._edited(life, moment)

    def _unservable(self, moment: datetime, life: Life) -> bool:
        """Nobody was there within a day of it, or an edit put it into the past."""
        gone = [(b, e) for b, e in self.away if b - ROUND <= moment and e - moment >= LIFE - ROUND]
        behind = [1 for b, e, x in self.wrong if x < timedelta(0) and b - DAY <= moment <= e + DAY]
        return bool(gone) or bool(behind) or self._edited(life, moment)


def simulate(seed: int, **size: float) -> Outcome:
    """One seed from beginning to end."""
    return Simulation(seed, **size).run()  # type: ignore[arg-type]
