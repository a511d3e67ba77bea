"""The worker: each step once by hand, or again and again in the background, whatever a step raises."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bot.clock import SystemClock
from bot.delivery.answering import Answering
from bot.delivery.ports import Due
from bot.delivery.worker import Step, Worker
from bot.domain.delivery import Message, Payload, State
from bot.errors import InputError, PossiblyPosted, StoreError
from tests.delivery.conftest import Machine
from tests.delivery.fakes import NOW


def worker(machine: Machine, *steps: Step) -> Worker:
    return Worker(
        machine.outbox,
        machine.planner,
        machine.sender,
        machine.reconciler,
        machine.claiming,
        SystemClock(),
        steps=steps,
    )


def test_once_runs_each_step_as_of_an_instant_and_says_what_it_did(machine: Machine) -> None:
    """`worker --once --at` for people and for tests of a whole installation."""
    seen: list[datetime] = []

    def sync(now: datetime) -> str:
        seen.append(now)
        return "5 documents"

    machine.subscribe()
    report = worker(machine, Step("sync", 60, sync)).once(NOW)
    assert report.at == NOW
    assert timedelta(0) <= seen[0] - NOW < timedelta(days=1)
    assert report.did["sync"] == "5 documents"
    assert report.did["plan"] == 1
    assert report.did["send"] == {"posted": 1}
    assert report.did["prune"] == 0
    assert report.failed == {}
    assert machine.locks.name == ""


def test_once_waits_for_replies_that_have_their_turn_a_pace_later(machine: Machine) -> None:
    """The whole digest stands in the channel when the command returns."""

    class Threaded:
        def compose(self, due: object, *, now: datetime) -> Payload:
            return Payload(Message("parent"), thread=(Message("reply"),))

    machine.composers["digest"] = Threaded()
    machine.add()
    assert worker(machine).once(NOW).did["send"] == {"posted": 2}


def test_once_names_the_steps_that_the_database_refused(machine: Machine) -> None:
    """One step's failure does not keep the others from running."""

    def away(_: datetime) -> None:
        raise StoreError("the database is away")

    machine.add()
    report = worker(machine, Step("sync", 60, away)).once(NOW)
    assert report.failed == {"sync": "the database is away"}
    assert report.did["send"] == {"posted": 1}


def test_in_the_background_every_step_runs_again_whatever_it_raises(machine: Machine) -> None:
    """A defect in one step must not end the worker."""
    turns: list[int] = []
    enough = threading.Event()

    def break_(_: datetime) -> None:
        turns.append(1)
        if len(turns) >= 2:
            enough.set()
        raise (StoreError("away") if len(turns) == 1 else ZeroDivisionError)

    machine.add(slot=datetime.now(UTC), expires=datetime.now(UTC) + timedelta(days=1))
    running = worker(machine, Step("break", 0.05, break_))
    running.start()
    assert enough.wait(60)
    assert _eventually(lambda: machine.only().state is State.POSTED)
    running.stop()
    assert running.wait(0)
    assert machine.locks.name == ""


def _eventually(true: Callable[[], bool]) -> bool:
    waiting = threading.Event()
    return any(true() or waiting.wait(0.1) for _ in range(600))


def hold(machine: Machine) -> int:
    """A delivery that nobody can decide."""
    machine.add()

    def lose(_: object) -> None:
        raise PossiblyPosted("timeout")

    machine.slack.after = lose
    machine.run()
    (unknown,) = machine.outbox.to_look_up(now=NOW + timedelta(hours=1), limit=1)
    machine.outbox.hold(unknown, reason="missing_scope", look_at=NOW + timedelta(days=9), now=NOW)
    machine.slack.after = lambda _: None
    return unknown.id


def test_a_person_may_say_that_a_held_message_stands(machine: Machine) -> None:
    """It is then left alone for good."""
    answering, held = Answering(machine.outbox), hold(machine)
    assert answering.mark_posted(held, now=NOW).state is State.POSTED
    machine.run(hours=1)
    assert machine.slack.posted_keys() == ["k"]
    with pytest.raises(InputError, match="is posted"):
        answering.mark_posted(held, now=NOW)


def test_by_the_link_of_a_message_its_thread_follows(machine: Machine) -> None:
    """A parent that points to its thread must not stand there without one."""

    class Threaded:
        def compose(self, due: Due, *, now: datetime) -> Payload | None:
            return Payload(Message("parent"), thread=(Message("details"),))

    machine.composers["digest"] = Threaded()
    answering, held = Answering(machine.outbox), hold(machine)
    with pytest.raises(InputError, match="no link to a message"):
        answering.mark_posted(held, link="https://example.slack.com/archives/C1", now=NOW)
    link = "https://example.slack.com/archives/C1/p1733792400000100?thread_ts=1&cid=C1"
    marked = answering.mark_posted(held, link=link, now=NOW)
    assert (marked.channel, marked.ts) == ("C1", "1733792400.000100")
    machine.run(seconds=2)
    assert [(s.message.text, s.thread) for s in machine.slack.standing[1:]] == [("details", "1733792400.000100")]


def test_a_person_may_say_that_a_held_message_does_not_stand(machine: Machine) -> None:
    """It is then sent again, once."""
    answering, held = Answering(machine.outbox), hold(machine)
    machine.slack.standing.clear()
    assert answering.resend(held, now=NOW).state is State.PENDING
    machine.run(hours=1)
    assert machine.slack.posted_keys() == ["k"]
    with pytest.raises(InputError, match="only held and failed"):
        answering.resend(held, now=NOW)


def test_an_unknown_delivery_cannot_be_answered(machine: Machine) -> None:
    """The message names the command that lists them."""
    with pytest.raises(InputError, match="aitrend deliveries"):
        Answering(machine.outbox).resend(4711, now=NOW)


def test_a_clock_that_is_set_back_stops_no_step(machine: Machine) -> None:
    """It had run a day ahead; nobody waits until it shows tomorrow again."""
    turns = threading.Semaphore(0)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1), tick=True) as clock:
        running = worker(machine, Step("count", 0.05, lambda _: turns.release()))
        running.start()
        assert turns.acquire(timeout=60)
        clock.shift(timedelta(days=-1))
        assert all(turns.acquire(timeout=60) for _ in range(50))
        running.stop()
