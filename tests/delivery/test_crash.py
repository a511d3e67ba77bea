"""Crashes, pauses and lost locks: whoever comes next finds the truth."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.delivery import Delivery, Posted, State
from bot.domain.subscription import Kind, Rule, Wish
from bot.errors import PossiblyPosted
from tests.delivery.conftest import Machine
from tests.delivery.fakes import NOW

WISH = Wish("T1", "C1", Kind.DIGEST, Rule((1,), zone="Asia/Seoul"))


class Killed(BaseException):
    """Stands in for kill -9: nothing after it runs."""


@pytest.mark.parametrize("step", ["before_plan", "planned", "claimed", "composed", "frozen", "posted", "settled"])
def test_a_crash_at_any_step_posts_once_all_the_same(machine: Machine, step: str) -> None:
    """A new process over the same database brings every delivery to its end."""
    made = machine.subscribe()
    left = [1]

    def die(reached: str) -> None:
        if reached == step and left[0]:
            left[0] -= 1
            raise Killed

    machine.reached = die
    with pytest.raises(Killed):
        machine.run()
    machine.locks.dead.add(machine.locks.name)
    machine.locks.name = ""
    machine.restart()
    for _ in range(6):
        machine.run(seconds=16)
    assert machine.slack.posted_keys() == [f"digest:{made.id}:2024-W48"]
    assert machine.states()[f"digest:{made.id}:2024-W48"] is State.POSTED


def test_a_living_sender_is_never_taken_for_dead(machine: Machine) -> None:
    """A stopped process delays its deliveries, it does not double them."""
    machine.add()
    claimed = machine.outbox.claim("paused", limit=1, now=NOW, pace_seconds=0)
    assert len(claimed) == 1
    machine.run(hours=3)
    assert machine.only().state is State.SENDING
    machine.locks.dead.add("paused")
    machine.run(seconds=1)
    machine.run()
    assert machine.only().state is State.POSTED


def test_a_fenced_sender_takes_its_own_message_back(machine: Machine) -> None:
    """It lost its lock while its request was on the way; another has posted since."""
    machine.add()
    (slow,) = machine.claiming.claim(machine.clock.now(), 1)
    machine.locks.dead.add(machine.locks.name)
    other = Machine(machine.database, slack=machine.slack, clock=machine.clock)
    other.locks.count = 50

    def overtaken(_: Delivery) -> None:
        machine.slack.after = lambda _: None
        standing, machine.slack.standing = machine.slack.standing, []  # not in the history yet
        machine.locks.dead.add("w1")
        other.locks.dead.add("w1")
        for _round in range(5):
            other.run(seconds=16)
        machine.slack.standing += standing

    machine.slack.after = overtaken
    machine.sender.deliver(slow, machine.clock)
    machine.run(seconds=1)
    assert len(machine.slack.standing) == 1
    assert machine.only().ts == machine.slack.standing[0].ts


def test_a_fenced_sender_leaves_its_message_while_nothing_has_won(machine: Machine) -> None:
    """The newer attempt is itself in doubt: the look finds the older message and counts it, so it must not go."""
    machine.add()
    (slow,) = machine.claiming.claim(machine.clock.now(), 1)
    other = Machine(machine.database, slack=machine.slack, clock=machine.clock)
    other.locks.count = 50
    other.locks.dead.add(machine.locks.name)

    def overtaken(_: Delivery) -> None:
        machine.slack.after = lambda _: None
        standing, machine.slack.standing = machine.slack.standing, []  # not in the history yet
        machine.slack.before = unanswered
        for _round in range(4):
            other.run(seconds=16)
        machine.slack.standing += standing

    def unanswered(_: Delivery) -> None:
        raise PossiblyPosted("timeout")

    machine.slack.after = overtaken
    machine.sender.deliver(slow, machine.clock)
    assert machine.only().state is State.UNKNOWN
    assert machine.only().generation == slow.generation + 1
    for _ in range(5):
        other.run(minutes=1)
    assert machine.only().state is State.POSTED
    assert [s.ts for s in machine.slack.standing] == [machine.only().ts]


def test_what_a_person_marked_as_posted_stays(machine: Machine) -> None:
    """The sender that comes back finds its row answered: its message is most likely the one that the person saw."""
    machine.add()
    (slow,) = machine.claiming.claim(machine.clock.now(), 1)

    def answered(_: Delivery) -> None:
        machine.outbox.settle_posted(machine.only(), Posted("C1", ""), now=machine.clock.now())

    machine.slack.after = answered
    machine.sender.deliver(slow, machine.clock)
    machine.run(minutes=3)
    assert len(machine.slack.standing) == 1


def test_a_digest_that_a_slow_clock_planned_from_before_its_subscription_is_called_off(machine: Machine) -> None:
    """Nobody was owed it; seen with the right clock it is dropped, and the next one comes at its time."""
    machine.clock.instant = NOW + timedelta(hours=2)
    made = machine.subscribing.create(WISH, by="U1", now=machine.clock.now())
    machine.run()
    machine.run(hours=-4)
    assert [d.slot for d in machine.outbox.list(state=State.PENDING)] == [NOW]
    machine.run(hours=4)
    assert machine.slack.posted_keys() == []
    machine.run(days=7)
    assert machine.slack.posted_keys() == [f"digest:{made.id}:2024-W49"]


def test_what_was_paused_after_planning_is_not_sent(machine: Machine) -> None:
    """The subscription is looked at once more at the last moment."""
    made = machine.subscribe()
    machine.planner.plan(now=machine.clock.now())
    (claimed,) = machine.claiming.claim(machine.clock.now(), 1)
    machine.subscribing.pause(made.id, now=machine.clock.now())
    assert machine.sender.deliver(claimed, machine.clock) is State.CANCELLED
    assert machine.slack.posted_keys() == []


def test_a_stopped_sender_claims_nothing(machine: Machine) -> None:
    """An orderly end leaves the work to others."""
    machine.add()
    machine.sender.stop()
    machine.run()
    assert machine.only().state is State.PENDING


def test_lateness_is_named(machine: Machine) -> None:
    """A digest that comes hours later says so."""
    machine.add()
    machine.run(hours=5)
    assert machine.slack.standing[0].message.text == "k late"
    assert timedelta(hours=5) < machine.only().expires - machine.only().slot
