"""What a process has in hand is its own until it says so or dies."""

from __future__ import annotations

from bot.domain.delivery import State
from tests.delivery.conftest import Machine
from tests.delivery.fakes import NOW


def test_what_is_in_hand_is_never_taken_back(machine: Machine) -> None:
    """A slow message of ours is not sent again by our own reconciling."""
    machine.add()
    (claimed,) = machine.claiming.claim(NOW, 1)
    assert machine.claiming.take_back(NOW) == 0
    assert machine.only().state is State.SENDING
    machine.claiming.done(claimed)
    assert machine.claiming.take_back(NOW) == 1
    assert machine.only().state is State.PENDING


def test_what_a_dead_process_had_is_taken_back_and_a_living_ones_is_not(machine: Machine) -> None:
    """The lock tells them apart, however long either has been silent."""
    machine.add("a")
    machine.add("b", target="C2")
    for name in ("alive", "dead"):
        machine.outbox.claim(name, limit=1, now=NOW, pace_seconds=0)
    machine.locks.dead.add("dead")
    assert machine.claiming.take_back(NOW) == 1
    assert sorted(machine.states().values()) == [State.PENDING, State.SENDING]


def test_nothing_is_claimed_where_every_hand_is_full(machine: Machine) -> None:
    """No lock is taken for it either."""
    machine.add()
    assert machine.claiming.claim(NOW, 0) == ()
    assert machine.claiming.name == ""


def test_a_lost_lock_is_taken_anew_under_another_name(machine: Machine) -> None:
    """PostgreSQL drops the lock with the connection; the old name is never used again."""
    machine.add()
    machine.run()
    first = machine.claiming.name
    machine.locks.lost = True
    machine.add("second")
    machine.run()
    assert machine.claiming.name != first
    assert len(machine.slack.standing) == 2
