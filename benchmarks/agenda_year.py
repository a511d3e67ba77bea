"""A year of worker time over events that are edited, moved, cancelled, muted and found late, against an oracle.

Run with `python -m benchmarks.agenda_year [--events 200] [--zones 20] [--days 365] [--seed 1]`. The documents are
read, stored, planned, claimed and posted by the production code; only Slack and the clock are stand-ins. Every message
is compared with what people ought to be told: a reminder too many, too few, too early or at the wrong hour fails.
"""

from __future__ import annotations

import argparse
import logging
import random
import sys
import tempfile
import time as real_time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from benchmarks.agenda_oracle import Channel, Said, expected, minutes_in
from benchmarks.agenda_world import PLACES, START, Act, Entry, World, document, make_world
from bot.agenda.service import Agenda
from bot.agenda.telling import Telling
from bot.clock import FixedClock
from bot.delivery.claiming import Claiming
from bot.delivery.plan import Planner
from bot.delivery.ports import Due
from bot.delivery.send import Sender
from bot.delivery.timing import Timing
from bot.domain.agenda import EVENT_CHANGE, PERSONAL, ReminderKind, ReminderMessage
from bot.domain.delivery import REMINDERS, Delivery, Found, Image, Message, Payload, Posted
from bot.domain.subscription import Kind, Rule, Subscription, Wish
from bot.ingest.load import read_document
from bot.store.agenda import SqlEventRegistry, SqlMutes, SqlPersonalReminders
from bot.store.database import open_database
from bot.store.documents import SqlDocumentStore
from bot.store.outbox import SqlOutbox
from bot.store.subscriptions import SqlSubscriptionStore

OWNER = "T1"


class StandIn:
    """Slack as far as it is needed: it takes every message and keeps none."""

    def __init__(self) -> None:
        self.posts = 0

    def post(self, delivery: Delivery, message: Message) -> Posted:
        del message
        self.posts += 1
        return Posted(delivery.target, f"{self.posts}.0")

    def update(self, owner: str, posted: Posted, message: Message) -> None:
        del owner, posted, message

    def delete(self, owner: str, posted: Posted) -> None:
        del owner, posted

    def find(self, delivery: Delivery) -> tuple[Found, ...]:
        del delivery
        return ()

    def upload(self, owner: str, image: Image) -> str:
        del owner, image
        return ""


class OneProcess:
    """Locks of the only process there is."""

    def hold(self) -> str:
        return "only"

    def held(self) -> bool:
        return True

    def release(self) -> None:
        return

    def is_dead(self, name: str) -> bool:
        del name
        return False


@dataclass
class Recorder:
    """Composes by the agenda and keeps what was said."""

    telling: Telling
    outbox: SqlOutbox
    said: list[tuple[Delivery, ReminderMessage, datetime]] = field(default_factory=list)

    def compose(self, due: Due, *, now: datetime) -> Payload | None:
        message = self.telling.message(due.delivery, due.subscription, now=now)
        if message is None:
            return None
        self.said.append((due.delivery, message, now))
        return Payload(Message(" / ".join(line.event.title for line in message.lines)))


class Year:
    """One simulated year."""

    def __init__(self, folder: Path, *, seed: int, events: int, zones: int, days: int) -> None:
        dice = random.Random(seed)
        names = list(PLACES.values())[:zones]
        hours = (time(9), time(8, 30), time(7), time(18, 15), time(9))
        leads = ((7, 1, 0), (7, 1, 0), (14, 3, 0), (1,), (0,))
        self.channels = [
            Channel(f"C{n:03}", zone, hours[n % 5], leads[dice.randrange(5)]) for n, zone in enumerate(names)
        ]
        self.world: World = make_world(dice, events=events, days=days, targets=[c.id for c in self.channels])
        self.end = START + timedelta(days=days + 60)
        self.rows: dict[int, Entry] = dict(self.world.beginning)
        self.numbers: dict[str, int] = {}
        self.stops = 0
        database = open_database("", folder)
        self.dispose = database.dispose
        self.documents, self.outbox = SqlDocumentStore(database), SqlOutbox(database)
        self.subscriptions, self.mutes = SqlSubscriptionStore(database), SqlMutes(database)
        self.agenda = Agenda(self.documents, SqlEventRegistry(database), self.mutes, zone=ZoneInfo("Asia/Seoul"))
        personal = SqlPersonalReminders(database)
        self.telling = Telling(self.agenda, self.subscriptions, self.outbox, self.mutes, personal)
        self.planner = Planner(self.subscriptions, self.outbox, self.agenda)
        self.recorder = Recorder(self.telling, self.outbox)
        composers = dict.fromkeys((REMINDERS, EVENT_CHANGE, PERSONAL), self.recorder)
        timing = Timing(pace=0.0)
        claiming = Claiming(self.outbox, OneProcess(), timing=timing)
        self.sender = Sender(self.outbox, self.subscriptions, StandIn(), claiming, composers, timing=timing, threads=1)

    def run(self) -> None:
        """From the first document to the last reminder."""
        for channel in self.channels:
            rule = Rule(at=channel.at, zone=channel.zone)
            wish = Wish(OWNER, channel.id, Kind.REMINDERS, rule=rule, leads=channel.leads)
            made = Subscription(channel.id, wish, "U1", created_at=START, since=START, planned_until=START)
            self.subscriptions.add(made)
        for name in sorted({home for homes in self.world.homes.values() for home in homes}):
            self._write(name)
        acts = list(self.world.acts)
        now = START + timedelta(hours=1)
        while now < self.end:
            while acts and acts[0].at <= now:
                self._act(acts.pop(0))
            self._stop(now)
            horizon = min(now + timedelta(hours=24), acts[0].at if acts else self.end)
            due = self.outbox.next_due(now=now, until=horizon)
            now = max(due, now + timedelta(minutes=1)) if due is not None and due < horizon else horizon

    def _stop(self, now: datetime) -> None:
        """What a worker does at every turn."""
        self.stops += 1
        for version, _ in self.agenda.refresh(now=now, owner=OWNER):
            self.numbers[version.event.uid] = int(version.event.url.rsplit("/", 1)[1])
        self.telling.plan(now=now)
        self.planner.plan(now=now)
        self.sender.send(FixedClock(now))

    def _act(self, act: Act) -> None:
        if act.muting:
            uid = next((uid for uid, number in self.numbers.items() if number == act.number), "")
            self.mutes.mute(uid, owner=OWNER, target=act.muting, by="U1", now=act.at)
            return
        if act.entry is None:
            self.rows.pop(act.number, None)
        else:
            self.rows[act.number] = act.entry
        for name in self.world.homes[act.number]:
            self._write(name, act.at)

    def _write(self, name: str, now: datetime = START) -> None:
        entries = [entry for number, entry in sorted(self.rows.items()) if name in self.world.homes[number]]
        parsed = read_document(document(entries), path=name)
        assert parsed.document is not None, parsed.problems
        self.documents.put(parsed.document, origin="folder", parser="1", now=now)

    def said(self) -> list[Said]:
        """What was said, in the oracle's terms."""
        found = []
        for delivery, message, now in self.recorder.said:
            for line in message.lines:
                number = self.numbers[line.event.uid]
                days = line.days
                starts = str(line.event.starts)
                if message.kind is ReminderKind.MOVED:
                    if delivery.ref["uid"] != line.event.uid or line.was is None:
                        continue
                    original = self.outbox.get(delivery.amends)
                    assert original is not None, "what is rewritten stands"
                    assert original.posted_at is not None, "what is rewritten stands"
                    starts, days = f"{line.was[0]} -> {line.event.starts}", minutes_in(original.posted_at)
                found.append(Said(delivery.target, number, now, starts, days, message.kind.value))
        return found

    def messages(self) -> Counter[tuple[str, datetime]]:
        """How many new messages of reminders each channel got at each instant: several events share one."""
        return Counter((d.target, now) for d, m, now in self.recorder.said if m.kind is ReminderKind.COMING)


def judge(year: Year) -> list[str]:
    """Every difference between what was said and what ought to have been; empty is as it should be."""
    said = year.said()
    wanted = {s for s in expected(year.world, year.channels, START + timedelta(hours=1)) if s.at < year.end}
    faults = [f"twice: {item}" for item, count in Counter(said).items() if count > 1]
    faults += [f"too much: {item}" for item in sorted(set(said) - wanted)]
    faults += [f"missing: {item}" for item in sorted(wanted - set(said))]
    faults += [f"not in one message: {place}" for place, count in year.messages().items() if count > 1]
    numbers = Counter(year.numbers.values())
    faults += [f"event {number} has {count} identities" for number, count in numbers.items() if count > 1]
    return faults


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--events", type=int, default=200)
    options.add_argument("--zones", type=int, default=20)
    options.add_argument("--days", type=int, default=365)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    began = real_time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        year = Year(Path(folder), seed=chosen.seed, events=chosen.events, zones=chosen.zones, days=chosen.days)
        year.run()
        faults = judge(year)
        kinds = Counter(item.how for item in year.said())
        acts = Counter("muted" if a.muting else "removed" if a.entry is None else "written" for a in year.world.acts)
        year.dispose()
    print(f"{chosen.events} events, {chosen.zones} zones, {chosen.days} days, seed {chosen.seed}")
    print(f"acts: {dict(acts)}; turns of the worker: {year.stops}")
    print(f"told: {dict(kinds)} in {sum(year.messages().values())} messages")
    print(f"{len(faults)} faults in {real_time.perf_counter() - began:.0f} s")
    for fault in faults[:20]:
        print(" ", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
