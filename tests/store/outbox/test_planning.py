"""Each business key becomes one delivery, whoever plans it and how often: the contract, held by every store."""

from __future__ import annotations

import threading
from datetime import datetime

from bot.domain.delivery import CHANGED, Planned, Posted, State
from tests.store.outbox.stages import (
    DAY,
    HOUR,
    NOW,
    SECOND,
    AnyOutbox,
    AnySubscriptions,
    events_of,
    frozen,
    plan,
    row,
    state_of,
    subscription,
)


def test_one_key_is_one_delivery(outbox: AnyOutbox) -> None:
    """The database's unique key stops the second, whoever plans it."""
    assert outbox.add([row("a"), row("b"), row("a")], now=NOW) == 2
    assert outbox.add([row("a", slot=NOW + HOUR)], now=NOW) == 0
    assert [d.key for d in outbox.list()] == ["b", "a"]
    assert outbox.list()[1].slot == NOW


def test_planners_at_once_insert_each_key_once(outbox: AnyOutbox, subscriptions: AnySubscriptions) -> None:
    """Any number of workers plan the same subscriptions."""
    subscriptions.add(subscription())
    (read,) = subscriptions.to_plan(now=NOW, limit=10)
    counts: list[int] = []

    def go() -> None:
        counts.append(outbox.plan([plan(read, row("a"), row("b"))], now=NOW))

    threads = [threading.Thread(target=go) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0, 0, 0, 0, 0, 2]


def test_a_plan_made_from_an_older_subscription_is_left_out(outbox: AnyOutbox, subscriptions: AnySubscriptions) -> None:
    """Who changed the rule meanwhile gets a plan of the new one."""
    subscriptions.add(subscription())
    (read,) = subscriptions.to_plan(now=NOW, limit=10)
    assert subscriptions.replace(read, expected=1, now=NOW)
    assert outbox.plan([plan(read, row("a"))], now=NOW) == 0
    assert outbox.list() == ()
    (again,) = subscriptions.to_plan(now=NOW, limit=10)
    assert outbox.plan([plan(again, row("a"))], now=NOW) == 1
    assert subscriptions.to_plan(now=NOW, limit=10) == ()


def test_a_change_calls_off_what_is_pending_and_planning_wakes_it(
    outbox: AnyOutbox, subscriptions: AnySubscriptions
) -> None:
    """A moved slot keeps its business key, so the period is served once."""
    subscriptions.add(subscription())
    (read,) = subscriptions.to_plan(now=NOW, limit=10)
    outbox.plan([plan(read, row("a", subscription="s1", slot=NOW + DAY))], now=NOW)
    assert subscriptions.replace(read, expected=1, now=NOW)
    (called_off,) = outbox.list()
    assert (called_off.state, called_off.reason) == (State.CANCELLED, CHANGED)
    (again,) = subscriptions.to_plan(now=NOW, limit=10)
    assert outbox.plan([plan(again, row("a", subscription="s1", slot=NOW + HOUR))], now=NOW) == 1
    (woken,) = outbox.list()
    assert (woken.id, woken.state, woken.slot, woken.reason) == (called_off.id, State.PENDING, NOW + HOUR, "")
    assert events_of(outbox, woken) == ["planned", "cancelled", "planned"]


def test_items_are_told_once_and_share_the_message_of_their_slot(outbox: AnyOutbox) -> None:
    """Several events of a day come in one message; one that is found later comes alone."""
    shared = {"kind": "reminders", "subscription": "s1", "target": "C1"}
    assert outbox.add([row("x", items=("e1", "e2"), **shared)], now=NOW) == 1
    assert outbox.add([row("x", items=("e1", "e2", "e3"), **shared)], now=NOW) == 1
    (one,) = outbox.list()
    assert one.items == ("e1", "e2", "e3")
    outbox.settle_posted(frozen(outbox), Posted("C1", "1"), now=NOW)
    assert outbox.add([row("x", items=("e1", "e4"), **shared)], now=NOW) == 1
    assert [d.items for d in outbox.list()] == [("e4",), ("e1", "e2", "e3")]
    assert [d.items for d in outbox.with_item("e4")] == [("e4",)]
    assert outbox.add([row("x", items=("e1", "e4"), **shared)], now=NOW) == 0


def test_items_that_are_no_longer_wanted_are_called_off(outbox: AnyOutbox, subscriptions: AnySubscriptions) -> None:
    """An event that moved takes its pending reminders with it."""
    subscriptions.add(subscription())
    shared = {"kind": "reminders", "subscription": "s1", "target": "C1", "slot": NOW + HOUR}

    def planned(*rows: Planned, at: datetime) -> None:
        (read,) = subscriptions.to_plan(now=at, limit=5)
        outbox.plan([plan(read, *rows, plan_at=at + SECOND, cancel_others=True)], now=at)

    planned(row("x", items=("old:1", "kept:1"), **shared), at=NOW)
    planned(row("x", items=("new:1", "kept:1"), **shared), at=NOW + SECOND)
    (one,) = outbox.list()
    assert one.items == ("kept:1", "new:1")
    planned(at=NOW + 2 * SECOND)
    assert outbox.list()[0].state is State.CANCELLED
    planned(row("x", items=("kept:1",), **shared), at=NOW + 3 * SECOND)
    assert [(d.state, d.items) for d in outbox.list(state=State.PENDING)] == [(State.PENDING, ("kept:1",))]


def test_cancel_reaches_pending_ones_only(outbox: AnyOutbox) -> None:
    """What is on its way cannot be called back."""
    outbox.add([row("a"), row("b", slot=NOW + HOUR)], now=NOW)
    frozen(outbox)
    assert not outbox.cancel("a", now=NOW)
    assert outbox.cancel("b", now=NOW)
    assert not outbox.cancel("b", now=NOW)
    assert not outbox.cancel("unknown", now=NOW)
    assert outbox.counts()[State.CANCELLED] == 1
    assert outbox.counts()[State.POSTED] == 0


def test_what_a_wrong_clock_ended_is_planned_again(outbox: AnyOutbox) -> None:
    """A clock that ran ahead for a minute must not cost a week's digest."""
    outbox.add([row("a", slot=NOW + HOUR, expires=NOW + DAY)], now=NOW)
    outbox.late(now=NOW + 5 * DAY)
    assert state_of(outbox, "a") is State.SKIPPED
    assert outbox.add([row("a", slot=NOW + HOUR, expires=NOW + DAY)], now=NOW) == 1
    assert state_of(outbox, "a") is State.PENDING
    outbox.late(now=NOW + 5 * DAY)
    assert outbox.add([row("a", slot=NOW + HOUR, expires=NOW + DAY)], now=NOW + 5 * DAY) == 0
