"""The contract of the outbox where something went wrong, held by both databases."""

from __future__ import annotations

from datetime import datetime

from bot.domain.delivery import COALESCED, LATE, Message, Payload, Planned, Posted, State, Stray
from bot.domain.outbox import Past
from tests.store.outbox_support import (
    DAY,
    HOUR,
    NOW,
    SECOND,
    AnyOutbox,
    AnySubscriptions,
    claim_one,
    frozen,
    plan,
    row,
    state_of,
    subscription,
)


def test_what_a_dead_sender_left_is_unknown_only_after_the_freeze(outbox: AnyOutbox) -> None:
    """Before the freeze no byte went out, so it may be sent again at once."""
    outbox.add([row("a"), row("b"), row("c")], now=NOW)
    claimed = outbox.claim("dead", limit=3, now=NOW, pace_seconds=0)
    outbox.freeze(claimed[0], Payload(Message("x")), "h", now=NOW)
    outbox.freeze(claimed[2], Payload(Message("x")), "h", now=NOW)
    kept = frozenset({claimed[2].id})
    assert outbox.abandon("dead", keep=kept, look_at=NOW + 15 * SECOND, now=NOW) == (1, 1)
    assert [state_of(outbox, k) for k in "abc"] == [State.UNKNOWN, State.PENDING, State.SENDING]
    assert outbox.to_look_up(now=NOW + 14 * SECOND, limit=5) == ()
    (unknown,) = outbox.to_look_up(now=NOW + 15 * SECOND, limit=5)
    assert (unknown.key, unknown.unknown_since) == ("a", NOW)


def test_a_look_is_made_by_one_process_at_a_time(outbox: AnyOutbox) -> None:
    """Two reconcilers do not count one absence twice."""
    outbox.add([row("a")], now=NOW)
    outbox.settle_unknown(frozen(outbox), look_at=NOW, reason="timeout", now=NOW)
    (unknown,) = outbox.to_look_up(now=NOW, limit=5)
    assert outbox.start_look(unknown, again_at=NOW + HOUR, now=NOW)
    assert not outbox.start_look(unknown, again_at=NOW + HOUR, now=NOW)
    assert outbox.absent(unknown, looks=1, again_at=NOW + 30 * SECOND, now=NOW)
    (again,) = outbox.to_look_up(now=NOW + 30 * SECOND, limit=5)
    assert again.looks == 1


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


def test_held_waits_for_a_person_and_is_still_looked_at(outbox: AnyOutbox) -> None:
    """The history may become readable by itself."""
    outbox.add([row("a")], now=NOW)
    outbox.settle_unknown(frozen(outbox), look_at=NOW, reason="timeout", now=NOW)
    (unknown,) = outbox.to_look_up(now=NOW, limit=5)
    assert outbox.hold(unknown, reason="missing_scope", look_at=NOW + HOUR, now=NOW)
    assert outbox.claim("w", limit=1, now=NOW, pace_seconds=0) == ()
    (held,) = outbox.list(state=State.HELD)
    assert held.reason == "missing_scope"
    assert outbox.to_look_up(now=NOW, limit=5) == ()
    assert len(outbox.to_look_up(now=NOW + HOUR, limit=5)) == 1
    assert outbox.requeue(held, reason="resent", now=NOW)
    assert not outbox.requeue(held, reason="resent", now=NOW)
    assert claim_one(outbox).generation == 2


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


def test_what_came_too_late_ends_with_a_reason(outbox: AnyOutbox) -> None:
    """A digest is skipped and counted, a reminder expires, and the newest of several missed digests stands in."""
    mine = {"subscription": "s1"}
    outbox.add(
        [
            row("old", slot=NOW - 2 * DAY, expires=NOW - DAY, **mine),
            row("missed", slot=NOW - 8 * HOUR, **mine),
            row("newest", slot=NOW - HOUR, **mine),
            row("next", slot=NOW + HOUR, **mine),
            row("event", kind="reminders", expires=NOW),
        ],
        now=NOW,
    )
    assert outbox.late(now=NOW) == {State.SKIPPED: 2, State.EXPIRED: 1}
    ended = {d.key: (d.state, d.reason) for d in outbox.list() if d.state is not State.PENDING}
    assert ended == {
        "old": (State.SKIPPED, LATE), "missed": (State.SKIPPED, COALESCED), "event": (State.EXPIRED, LATE),
    }  # fmt: skip
    newest = claim_one(outbox)
    assert outbox.past(newest) == Past(None, 2)
    outbox.freeze(newest, Payload(Message("x")), "h", now=NOW)
    outbox.settle_posted(newest, Posted("C", "1"), now=NOW)
    following = claim_one(outbox, now=NOW + HOUR)
    assert outbox.past(following) == Past(outbox.get(newest.id), 0)


def test_what_a_wrong_clock_ended_is_planned_again(outbox: AnyOutbox) -> None:
    """A clock that ran ahead for a minute must not cost a week's digest."""
    outbox.add([row("a", slot=NOW + HOUR, expires=NOW + DAY)], now=NOW)
    outbox.late(now=NOW + 5 * DAY)
    assert state_of(outbox, "a") is State.SKIPPED
    assert outbox.add([row("a", slot=NOW + HOUR, expires=NOW + DAY)], now=NOW) == 1
    assert state_of(outbox, "a") is State.PENDING
    outbox.late(now=NOW + 5 * DAY)
    assert outbox.add([row("a", slot=NOW + HOUR, expires=NOW + DAY)], now=NOW + 5 * DAY) == 0


def test_what_a_wrong_clock_sent_too_early_waits_for_its_slot(outbox: AnyOutbox) -> None:
    """Doubted under a clock that ran ahead, and not in the channel: its time has not come yet."""
    outbox.add([row("a", slot=NOW + 5 * HOUR), row("b", slot=NOW + 5 * HOUR)], now=NOW)
    outbox.settle_unknown(frozen(outbox, now=NOW + DAY - HOUR), look_at=NOW, reason="", now=NOW + DAY - HOUR)
    claim_one(outbox, "dead", NOW + DAY - HOUR)
    (unknown,) = outbox.to_look_up(now=NOW, limit=5)
    outbox.requeue(unknown, reason="absent", now=NOW)
    outbox.abandon("dead", keep=frozenset(), look_at=NOW, now=NOW)
    assert [d.next_try for d in outbox.list()] == [NOW + 5 * HOUR] * 2


def test_waits_of_a_wrong_clock_are_mended(outbox: AnyOutbox) -> None:
    """Otherwise a delivery would wait for a date that the clock once showed."""
    outbox.add([row("a"), row("b"), row("ahead", slot=NOW + 30 * DAY)], now=NOW)
    outbox.settle_unposted(frozen(outbox), next_try=NOW + 300 * DAY, reason="", now=NOW)
    outbox.settle_unknown(frozen(outbox), look_at=NOW + 300 * DAY, reason="", now=NOW)
    assert outbox.mend(now=NOW) == 2
    assert len(outbox.to_look_up(now=NOW, limit=5)) == 1
    assert claim_one(outbox).key == "a"
    assert outbox.mend(now=NOW) == 0


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


def test_what_may_be_planned_again_is_not_forgotten(outbox: AnyOutbox) -> None:
    """A reminder posted a quarter before its event is planned every minute until then: its key must stand."""
    early = row("a", kind="reminders", items=("a",), expires=NOW + 90 * DAY)
    outbox.add([early], now=NOW)
    outbox.settle_posted(frozen(outbox), Posted("C", "1"), now=NOW)
    assert outbox.prune(before=NOW + 60 * DAY) == 0
    assert outbox.add([early], now=NOW + 60 * DAY) == 0
    assert outbox.prune(before=NOW + 91 * DAY) == 1


def test_strays_are_kept_until_they_are_gone(outbox: AnyOutbox) -> None:
    """Deleting may have to wait for Slack."""
    stray = Stray("T1", "C1", "1.0", 7)
    outbox.add_stray(stray, now=NOW)
    outbox.add_stray(stray, now=NOW)
    assert outbox.strays(now=NOW, limit=5) == (stray,)
    outbox.drop_stray(stray, next_try=NOW + HOUR)
    assert outbox.strays(now=NOW, limit=5) == ()
    assert outbox.strays(now=NOW + HOUR, limit=5) == (stray,)
    outbox.drop_stray(stray, next_try=None)
    assert outbox.strays(now=NOW + DAY, limit=5) == ()


def test_pruning_takes_what_is_final_and_old_with_its_record(outbox: AnyOutbox) -> None:
    """Open deliveries stay however old they are."""
    outbox.add([row("a"), row("open")], now=NOW)
    posted = frozen(outbox)
    outbox.settle_posted(posted, Posted("C", "1"), now=NOW)
    assert outbox.prune(before=NOW) == 0
    assert outbox.prune(before=NOW + 2 * DAY) == 1
    assert [d.key for d in outbox.list()] == ["open"]
    assert outbox.attempts(posted.id) == ()
