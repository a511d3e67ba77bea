"""The contract of the outbox, held by both databases."""

from __future__ import annotations

import threading

from bot.domain.delivery import CHANGED, Message, Payload, Posted, State
from bot.domain.digest import Shown
from bot.domain.subscription import Kind, Rule, Wish
from bot.store.database import Database
from bot.store.highlights import SqlShownHighlights
from bot.store.outbox import SqlOutbox
from tests.store.outbox_support import (
    DAY,
    HOUR,
    NOW,
    SECOND,
    AnyOutbox,
    AnySubscriptions,
    claim_one,
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


def test_a_second_editor_is_told_that_somebody_was_faster(subscriptions: AnySubscriptions) -> None:
    """Two people in one modal must not overwrite one another unseen."""
    assert subscriptions.add(subscription())
    assert not subscriptions.add(subscription())
    assert subscriptions.replace(subscription(paused=True), expected=1, now=NOW)
    assert not subscriptions.replace(subscription(), expected=1, now=NOW)
    found = subscriptions.get("s1")
    assert found is not None
    assert (found.paused, found.version, found.wish.rule) == (True, 2, Rule((1,)))


def test_subscriptions_are_listed_by_owner_and_target(subscriptions: AnySubscriptions) -> None:
    """One workspace never sees another's."""
    one, two = subscription("s1"), subscription("s2", wish=Wish("T2", "C2", Kind.REMINDERS), created_at=NOW + DAY)
    subscriptions.add(two)
    subscriptions.add(one)
    assert [s.id for s in subscriptions.list()] == ["s1", "s2"]
    assert subscriptions.list(owner="T2") == (two,)
    assert subscriptions.list(owner="T1", target="C2") == ()
    assert subscriptions.remove("s1", now=NOW)
    assert not subscriptions.remove("s1", now=NOW)
    assert subscriptions.get("s1") is None


def test_a_clock_that_went_back_does_not_stop_planning(subscriptions: AnySubscriptions) -> None:
    """A watermark far ahead was set by a clock that ran ahead."""
    subscriptions.add(subscription(plan_at=NOW + HOUR))
    assert subscriptions.to_plan(now=NOW, limit=10) == ()
    assert len(subscriptions.to_plan(now=NOW - 25 * HOUR, limit=10)) == 1


def test_a_delivery_is_claimed_once(outbox: AnyOutbox) -> None:
    """Two senders never hold the same one, and nobody gets it early or late."""
    outbox.add([row("a"), row("later", slot=NOW + HOUR), row("over", expires=NOW)], now=NOW)
    claimed = claim_one(outbox)
    assert (claimed.key, claimed.state, claimed.generation, claimed.worker) == ("a", State.SENDING, 1, "w1")
    assert outbox.claim("w2", limit=5, now=NOW, pace_seconds=0) == ()
    assert outbox.workers() == {"w1"}


def test_senders_at_once_share_the_work_without_overlap(outbox: AnyOutbox) -> None:
    """The heart of several processes."""
    outbox.add([row(f"k{n}") for n in range(60)], now=NOW)
    taken: list[int] = []

    def go(name: str) -> None:
        while claimed := outbox.claim(name, limit=5, now=NOW, pace_seconds=0):
            taken.extend(delivery.id for delivery in claimed)

    threads = [threading.Thread(target=go, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 60


def test_a_channel_gets_one_message_a_pace(outbox: AnyOutbox) -> None:
    """The pace is kept by the store, so all processes share it."""
    outbox.add([row("a", target="C1"), row("b", target="C1"), row("c", target="C2")], now=NOW)
    first = outbox.claim("w1", limit=5, now=NOW, pace_seconds=1)
    assert [d.key for d in first] == ["a", "c"]
    assert outbox.claim("w2", limit=5, now=NOW + 0.9 * SECOND, pace_seconds=1) == ()
    assert outbox.next_due(now=NOW, until=NOW + HOUR) == NOW + SECOND
    assert [d.key for d in outbox.claim("w2", limit=5, now=NOW + SECOND, pace_seconds=1)] == ["b"]
    assert outbox.next_due(now=NOW, until=NOW + HOUR) is None


def test_a_pace_of_a_clock_that_went_back_holds_nobody_up(outbox: AnyOutbox) -> None:
    """It had run an hour ahead when the channel got its last message."""
    outbox.add([row("a", target="C1"), row("b", target="C1")], now=NOW)
    assert [d.key for d in outbox.claim("w", limit=1, now=NOW + HOUR, pace_seconds=1)] == ["a"]
    assert outbox.next_due(now=NOW, until=NOW + HOUR) == NOW
    assert [d.key for d in outbox.claim("w", limit=1, now=NOW, pace_seconds=1)] == ["b"]


def test_a_stored_retry_after_stops_the_whole_workspace(outbox: AnyOutbox) -> None:
    """Another workspace is not concerned, and a wait that a wrong clock wrote is not believed."""
    outbox.add([row("a"), row("b", owner="T2")], now=NOW)
    outbox.slow_down("T1", "", until=NOW + 30 * SECOND)
    outbox.slow_down("T1", "", until=NOW + 10 * SECOND)
    assert [d.key for d in outbox.claim("w", limit=5, now=NOW, pace_seconds=1)] == ["b"]
    assert outbox.next_due(now=NOW, until=NOW + HOUR) == NOW + 30 * SECOND
    assert [d.key for d in outbox.claim("w", limit=5, now=NOW + 30 * SECOND, pace_seconds=1)] == ["a"]
    outbox.add([row("c")], now=NOW)
    outbox.slow_down("T1", "", until=NOW + 300 * DAY)
    assert [d.key for d in outbox.claim("w", limit=5, now=NOW, pace_seconds=1)] == ["c"]


def test_highlights_are_remembered_once_their_message_stands(database: Database) -> None:
    """A digest that was never posted has shown nothing."""
    outbox, shown = SqlOutbox(database), Shown("a/1", "f" * 64, "a", NOW)
    outbox.add([row("a")], now=NOW)
    claimed = frozen(outbox, payload=Payload(Message("x"), shown=(shown,)))
    kept = SqlShownHighlights(database)
    assert kept.shown(owner="T1", channel="Ca") == ()
    outbox.settle_posted(claimed, Posted("C9", "1.5"), now=NOW)
    assert kept.shown(owner="T1", channel="Ca") == (shown,)
    assert kept.shown(owner="T2", channel="Ca") == ()
    outbox.prune(before=NOW + 2 * DAY)
    assert kept.shown(owner="T1", channel="Ca") == (shown,), "it outlives its delivery"
    assert (kept.prune(before=NOW), kept.prune(before=NOW + SECOND)) == (0, 1)
    assert kept.shown(owner="T1", channel="Ca") == ()


def test_posted_is_kept_with_its_place_and_replies(outbox: AnyOutbox) -> None:
    """Replies go to the thread of the message that stands."""
    outbox.add([row("a")], now=NOW)
    payload = Payload(Message("x"), thread=(Message("one"), Message("two", ({"type": "divider"},))))
    claimed = frozen(outbox, payload=payload)
    assert outbox.settle_posted(claimed, Posted("C9", "1.5"), now=NOW + SECOND)
    assert not outbox.settle_posted(claimed, Posted("C9", "1.6"), now=NOW + SECOND)
    settled = outbox.get(claimed.id)
    assert settled is not None
    assert (settled.state, settled.channel, settled.ts, settled.posted_at) == (
        State.POSTED, "C9", "1.5", NOW + SECOND,
    )  # fmt: skip
    assert settled.payload == payload
    replies = outbox.list(state=State.PENDING)
    assert [(r.key, r.kind, r.target, r.thread) for r in reversed(replies)] == [
        ("a#1", "reply", "C9", "1.5"), ("a#2", "reply", "C9", "1.5"),
    ]  # fmt: skip
    # The parent's turn in the channel may be long over when it stands at last.
    assert outbox.claim("w", limit=1, now=NOW + SECOND * 1.9, pace_seconds=0) == ()
    assert replies[0].ref["message"] == {"text": "two", "blocks": [{"type": "divider"}]}
    assert events_of(outbox, claimed) == ["planned", "claimed", "frozen", "posted"]


def test_what_was_surely_not_posted_waits_and_is_tried_again(outbox: AnyOutbox) -> None:
    """The wait is stored, so a restart does not shorten it."""
    outbox.add([row("a")], now=NOW)
    assert outbox.settle_unposted(frozen(outbox), next_try=NOW + HOUR, reason="refused", now=NOW)
    assert outbox.claim("w", limit=1, now=NOW + HOUR - SECOND, pace_seconds=0) == ()
    again = claim_one(outbox, now=NOW + HOUR)
    assert (again.generation, again.payload, again.payload_hash) == (2, None, "")


def test_an_old_generation_changes_nothing(outbox: AnyOutbox) -> None:
    """A sender that was taken for dead and comes back is fenced."""
    outbox.add([row("a")], now=NOW)
    old = frozen(outbox, "old")
    outbox.abandon("old", keep=frozenset(), look_at=NOW, now=NOW)
    (unknown,) = outbox.to_look_up(now=NOW, limit=5)
    assert outbox.requeue(unknown, reason="absent", now=NOW)
    new = claim_one(outbox, "new")
    assert new.generation == 2
    assert not outbox.settle_posted(old, Posted("C", "1"), now=NOW)
    assert not outbox.settle_unposted(old, next_try=NOW, reason="", now=NOW)
    assert not outbox.settle_unknown(old, look_at=NOW, reason="", now=NOW)
    assert not outbox.settle_ended(old, State.FAILED, reason="", now=NOW)
    assert not outbox.freeze(old, Payload(Message("x")), "h", now=NOW)
    assert not outbox.refuse(old, reason="is_archived", notice=None, now=NOW)
    assert outbox.freeze(new, Payload(Message("x")), "h", now=NOW)


def test_a_fenced_sender_that_knows_it_posted_settles_what_nobody_claimed_since(outbox: AnyOutbox) -> None:
    """The truth is welcome from whom it comes."""
    outbox.add([row("a")], now=NOW)
    sender = frozen(outbox, "slow")
    outbox.abandon("slow", keep=frozenset(), look_at=NOW, now=NOW)
    assert outbox.settle_posted(sender, Posted("C", "1"), now=NOW)
    assert state_of(outbox, "a") is State.POSTED
