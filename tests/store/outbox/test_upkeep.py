"""What death, time and wrong clocks leave behind is cleared: the contract, held by every store."""

from __future__ import annotations

from bot.domain.delivery import COALESCED, LATE, Message, Payload, Posted, State
from bot.domain.outbox import Past
from tests.store.outbox.stages import (
    DAY,
    HOUR,
    NOW,
    SECOND,
    AnyOutbox,
    claim_one,
    frozen,
    row,
    state_of,
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


def test_waits_of_a_wrong_clock_are_mended(outbox: AnyOutbox) -> None:
    """Otherwise a delivery would wait for a date that the clock once showed."""
    outbox.add([row("a"), row("b"), row("ahead", slot=NOW + 30 * DAY)], now=NOW)
    outbox.settle_unposted(frozen(outbox), next_try=NOW + 300 * DAY, reason="", now=NOW)
    outbox.settle_unknown(frozen(outbox), look_at=NOW + 300 * DAY, reason="", now=NOW)
    assert outbox.mend(now=NOW) == 2
    assert len(outbox.to_look_up(now=NOW, limit=5)) == 1
    assert claim_one(outbox).key == "a"
    assert outbox.mend(now=NOW) == 0


def test_what_may_be_planned_again_is_not_forgotten(outbox: AnyOutbox) -> None:
    """A reminder posted a quarter before its event is planned every minute until then: its key must stand."""
    early = row("a", kind="reminders", items=("a",), expires=NOW + 90 * DAY)
    outbox.add([early], now=NOW)
    outbox.settle_posted(frozen(outbox), Posted("C", "1"), now=NOW)
    assert outbox.prune(before=NOW + 60 * DAY) == 0
    assert outbox.add([early], now=NOW + 60 * DAY) == 0
    assert outbox.prune(before=NOW + 91 * DAY) == 1


def test_pruning_takes_what_is_final_and_old_with_its_record(outbox: AnyOutbox) -> None:
    """Open deliveries stay however old they are."""
    outbox.add([row("a"), row("open")], now=NOW)
    posted = frozen(outbox)
    outbox.settle_posted(posted, Posted("C", "1"), now=NOW)
    assert outbox.prune(before=NOW) == 0
    assert outbox.prune(before=NOW + 2 * DAY) == 1
    assert [d.key for d in outbox.list()] == ["open"]
    assert outbox.attempts(posted.id) == ()
