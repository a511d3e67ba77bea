"""A message that stands is kept with what follows from it: the contract, held by every store."""

from __future__ import annotations

from bot.domain.delivery import Message, Payload, Posted, State
from bot.domain.digest import Shown
from bot.store.database import Database
from bot.store.highlights import SqlShownHighlights
from bot.store.outbox import SqlOutbox
from tests.store.outbox.stages import (
    DAY,
    HOUR,
    NOW,
    SECOND,
    AnyOutbox,
    claim_one,
    events_of,
    frozen,
    row,
    state_of,
)


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


def test_a_fenced_sender_that_knows_it_posted_settles_what_nobody_claimed_since(outbox: AnyOutbox) -> None:
    """The truth is welcome from whom it comes."""
    outbox.add([row("a")], now=NOW)
    sender = frozen(outbox, "slow")
    outbox.abandon("slow", keep=frozenset(), look_at=NOW, now=NOW)
    assert outbox.settle_posted(sender, Posted("C", "1"), now=NOW)
    assert state_of(outbox, "a") is State.POSTED


def test_a_delivery_that_was_sent_again_after_a_doubt_is_audited(outbox: AnyOutbox) -> None:
    """The first message may have arrived after all, and then one of the two has to go."""
    outbox.add([row("a"), row("plain")], now=NOW)
    outbox.settle_unknown(frozen(outbox), look_at=NOW, reason="timeout", now=NOW)
    (unknown,) = outbox.to_look_up(now=NOW, limit=5)
    outbox.requeue(unknown, reason="absent", now=NOW)
    for _ in range(2):
        outbox.settle_posted(frozen(outbox), Posted("C", "1"), now=NOW, audit_at=NOW + HOUR)
    assert outbox.to_look_up(now=NOW + HOUR - SECOND, limit=5) == ()
    (audit,) = outbox.to_look_up(now=NOW + HOUR, limit=5)
    assert (audit.key, audit.state) == ("a", State.POSTED)
    outbox.audited(audit)
    assert outbox.to_look_up(now=NOW + DAY, limit=5) == ()


def test_what_a_wrong_clock_sent_too_early_waits_for_its_slot(outbox: AnyOutbox) -> None:
    """Doubted under a clock that ran ahead, and not in the channel: its time has not come yet."""
    outbox.add([row("a", slot=NOW + 5 * HOUR), row("b", slot=NOW + 5 * HOUR)], now=NOW)
    outbox.settle_unknown(frozen(outbox, now=NOW + DAY - HOUR), look_at=NOW, reason="", now=NOW + DAY - HOUR)
    claim_one(outbox, "dead", NOW + DAY - HOUR)
    (unknown,) = outbox.to_look_up(now=NOW, limit=5)
    outbox.requeue(unknown, reason="absent", now=NOW)
    outbox.abandon("dead", keep=frozenset(), look_at=NOW, now=NOW)
    assert [d.next_try for d in outbox.list()] == [NOW + 5 * HOUR] * 2
