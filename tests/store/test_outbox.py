"""The contract of the outbox, held by both databases."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.proof_memory import MemoryOutbox, MemorySubscriptions
from bot.domain.delivery import CHANGED, COALESCED, LATE, Delivery, Message, Payload, Planned, Posted, State, Stray
from bot.domain.digest import Shown
from bot.domain.outbox import Past, Plan
from bot.domain.subscription import Kind, Rule, Subscription, Wish
from bot.store.database import Database, open_database
from bot.store.highlights import SqlShownHighlights
from bot.store.outbox import SqlOutbox
from bot.store.subscriptions import SqlSubscriptionStore
from tests.conftest import empty

NOW = datetime(2024, 11, 25, 0, 0, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


AnyOutbox = SqlOutbox | MemoryOutbox
AnySubscriptions = SqlSubscriptionStore | MemorySubscriptions


@pytest.fixture(params=["sqlite", "postgresql", "memory"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[AnyOutbox, AnySubscriptions]]:
    """The two databases, and the one in memory that the simulations run over."""
    if request.param == "memory":
        outbox = MemoryOutbox()
        yield outbox, MemorySubscriptions(outbox)
        return
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres_at_head")
    database = open_database(url, tmp_path)
    yield SqlOutbox(database), SqlSubscriptionStore(database)
    if url:
        empty(database)
    database.dispose()


@pytest.fixture
def outbox(both: tuple[AnyOutbox, AnySubscriptions]) -> AnyOutbox:
    return both[0]


@pytest.fixture
def subscriptions(both: tuple[AnyOutbox, AnySubscriptions]) -> AnySubscriptions:
    return both[1]


def row(key: str = "k", **changed: object) -> Planned:
    plain = Planned(key=key, kind="digest", owner="T1", target=f"C{key}", slot=NOW, expires=NOW + DAY)
    return replace(plain, **changed)  # type: ignore[arg-type]


def subscription(key: str = "s1", **changed: object) -> Subscription:
    wish = Wish("T1", "C1", Kind.DIGEST, Rule((1,)))
    plain = Subscription(key, wish, "U1", created_at=NOW, since=NOW, planned_until=NOW)
    return replace(plain, **changed)  # type: ignore[arg-type]


def plan(read: Subscription, *rows: Planned, **changed: object) -> Plan:
    plain = Plan(read, rows, planned_until=NOW + 2 * DAY, plan_at=NOW + HOUR)
    return replace(plain, **changed)  # type: ignore[arg-type]


def claim_one(outbox: AnyOutbox, worker: str = "w1", now: datetime = NOW) -> Delivery:
    (claimed,) = outbox.claim(worker, limit=1, now=now, pace_seconds=0)
    return claimed


def frozen(outbox: AnyOutbox, worker: str = "w1", now: datetime = NOW, payload: Payload | None = None) -> Delivery:
    """A claimed delivery from which bytes may have gone out."""
    claimed = claim_one(outbox, worker, now)
    assert outbox.freeze(claimed, payload or Payload(Message("x")), "hash", now=now)
    return claimed


def state_of(outbox: AnyOutbox, key: str) -> State:
    return outbox.known_keys([key])[key]


def events_of(outbox: AnyOutbox, delivery: Delivery) -> list[str]:
    return [attempt.event for attempt in outbox.attempts(delivery.id)]


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
    kept.record("b", [shown], owner="T1", channel="Ca")
    kept.record("b", [shown, replace(shown, section_id="a/2")], owner="T1", channel="Ca")
    assert [s.section_id for s in kept.shown(owner="T1", channel="Ca")] == ["a/1", "a/1", "a/2"]
    kept.forget("b")
    assert kept.shown(owner="T1", channel="Ca") == (shown,)
    assert kept.shown(owner="T2", channel="Ca") == ()


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
    assert outbox.past(following) == Past(NOW - HOUR, 0)


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
    assert outbox.prune(before=NOW + SECOND) == 1
    assert [d.key for d in outbox.list()] == ["open"]
    assert outbox.attempts(posted.id) == ()
