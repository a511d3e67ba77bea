"""A delivery is one sender's, and only the newest claim may settle it: the contract, held by every store."""

from __future__ import annotations

import threading

from bot.domain.delivery import Message, Payload, Posted, State
from tests.store.outbox.stages import (
    DAY,
    HOUR,
    NOW,
    SECOND,
    AnyOutbox,
    AnySubscriptions,
    claim_one,
    frozen,
    row,
    subscription,
)


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


def test_a_refusal_pauses_calls_off_and_tells_once(outbox: AnyOutbox, subscriptions: AnySubscriptions) -> None:
    """All or nothing: a pause without a notice would be silence."""
    subscriptions.add(subscription())
    mine = {"subscription": "s1", "target": "C1"}
    outbox.add([row("a", **mine), row("b", slot=NOW + HOUR, **mine), row("other", slot=NOW + HOUR)], now=NOW)
    notice = row("notice", kind="notice", target="U1")
    refused = frozen(outbox)
    assert outbox.refuse(refused, reason="is_archived", notice=notice, now=NOW)
    found = subscriptions.get("s1")
    assert found is not None
    assert (found.paused, found.pause_reason, found.version) == (True, "is_archived", 2)
    states = {d.key: d.state for d in outbox.list()}
    assert states == {
        "a": State.FAILED, "b": State.CANCELLED, "other": State.PENDING, "notice": State.PENDING,
    }  # fmt: skip
    assert subscriptions.to_plan(now=NOW + DAY, limit=5) == ()
