"""Sending under every kind of failure: nothing lost, nothing doubled, all of it on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.delivery.ports import Due
from bot.domain.delivery import Delivery, Image, Message, Payload, State
from bot.domain.digest import CorpusState, Digest, Told, TrendReport
from bot.errors import (
    ChannelRefused,
    HistoryUnreadable,
    MessageRefused,
    NotPosted,
    PossiblyPosted,
    RateLimited,
    StoreError,
)
from tests.delivery.conftest import Machine
from tests.delivery.fakes import NOW, failing


class Fixed:
    """Composes what it was given, or raises it."""

    def __init__(self, what: Payload | Exception | None) -> None:
        self.what = what

    def compose(self, due: Due, *, now: object) -> Payload | None:
        if isinstance(self.what, Exception):
            raise self.what
        return self.what


def test_a_due_delivery_is_posted_once(machine: Machine) -> None:
    """The plain case."""
    machine.add()
    machine.run()
    machine.run(seconds=60)
    assert machine.slack.posted_keys() == ["k"]
    posted = machine.only(State.POSTED)
    assert (posted.channel, posted.ts) == ("C1", machine.slack.standing[0].ts)
    assert machine.slack.standing[0].payload_hash == posted.payload_hash != ""


def test_an_answer_lost_after_acceptance_is_found_in_the_history(machine: Machine) -> None:
    """The message stands; sending it again would double it."""
    machine.add()
    machine.slack.after = failing(PossiblyPosted("timeout"))
    machine.run()
    assert machine.only().state is State.UNKNOWN
    machine.run(seconds=14)
    assert machine.only().state is State.UNKNOWN
    machine.run(seconds=1)
    assert machine.only().state is State.POSTED
    assert machine.slack.posted_keys() == ["k"]


def test_a_message_that_is_absent_twice_is_sent_again(machine: Machine) -> None:
    """Once is not enough: the history may lag."""
    machine.add()
    machine.slack.before = failing(PossiblyPosted("reset"))
    machine.run()
    machine.run(seconds=15)
    assert (machine.only().state, machine.only().looks) == (State.UNKNOWN, 1)
    machine.run(seconds=29)
    assert machine.slack.posted_keys() == []
    machine.run(seconds=1)
    assert machine.only().state is State.POSTED
    assert machine.slack.posted_keys() == ["k"]
    assert machine.only().generation == 2


def test_the_second_look_waits_from_the_end_of_the_first(machine: Machine) -> None:
    """A look that took a minute has seen the history of its end: half a minute must lie between the two."""
    machine.add()
    machine.slack.before = failing(PossiblyPosted("reset"))
    machine.run()

    def slow(_: Delivery) -> None:
        machine.clock.instant += timedelta(minutes=1)
        machine.slack.reading = lambda _: None

    machine.slack.reading = slow
    machine.run(seconds=15)
    machine.run(seconds=29)
    assert machine.only().state is State.UNKNOWN
    machine.run(seconds=1)
    assert machine.only().state is State.POSTED


def test_a_message_that_arrives_after_it_was_sent_again_is_taken_back(machine: Machine) -> None:
    """The audit after a doubt finds the late one."""
    machine.add()
    machine.slack.before = failing(PossiblyPosted("reset"))
    machine.run()
    machine.run(seconds=15)
    machine.run(seconds=30)
    first = machine.slack.standing[0]
    machine.slack.post(machine.only(), Message("late"))
    machine.run(minutes=2)
    machine.run(seconds=1)
    assert machine.slack.standing == [first]
    assert len(machine.slack.deleted) == 1


def test_a_doubt_without_a_history_is_held_within_three_minutes(machine: Machine) -> None:
    """Never a blind resend; and when the history answers again, the person is no longer needed."""
    machine.add()
    machine.slack.after = failing(PossiblyPosted("timeout"))
    machine.slack.reading = failing(NotPosted("away"), times=10**6)
    for _ in range(18):
        machine.run(seconds=10)
    assert machine.only().state is State.HELD
    assert machine.slack.posted_keys() == ["k"]
    machine.slack.reading = failing(RateLimited("slow", retry_after=1))
    machine.run(minutes=5)
    machine.run(minutes=5)
    assert machine.only().state is State.POSTED


def test_a_history_that_may_not_be_read_is_held_at_once(machine: Machine) -> None:
    """Waiting would not help: a scope is missing."""
    machine.add()
    machine.slack.before = failing(PossiblyPosted("timeout"))
    machine.slack.reading = failing(HistoryUnreadable("x", reason="missing_scope"), times=2)
    machine.run()
    machine.run(seconds=15)
    assert (machine.only().state, machine.only().reason) == (State.HELD, "missing_scope")
    for _ in range(3):
        machine.run(minutes=5)
    machine.run(minutes=5)
    assert machine.only().state is State.POSTED
    assert machine.slack.posted_keys() == ["k"]


def test_a_rate_limit_is_kept_for_everybody(machine: Machine) -> None:
    """The wait is stored, and the message comes after it."""
    machine.add()
    machine.add("other", target="C2")
    machine.slack.before = failing(RateLimited("slow", retry_after=30))
    machine.run()
    assert machine.slack.posted_keys() == []
    machine.run(seconds=29)
    assert machine.slack.posted_keys() == []
    machine.run(seconds=1)
    machine.run()
    assert sorted(machine.slack.posted_keys()) == ["k", "other"]


def test_waits_grow_while_the_network_is_down(machine: Machine) -> None:
    """Surely not posted is tried again, less and less often, until its time is over."""
    machine.add()
    machine.slack.before = failing(NotPosted("refused"), times=10**6)
    tries = []
    for seconds in (0, 5, 10, 20, 40, 80, *[600] * 12):
        before = machine.only().generation
        machine.run(seconds=seconds)
        tries.append(machine.only().generation - before)
    assert tries == [1] * 8 + [1] * 10
    machine.run(seconds=599)
    assert machine.only().generation == sum(tries)
    machine.run(days=1)
    assert (machine.only().state, machine.only().reason) == (State.SKIPPED, "late")
    assert machine.slack.posted_keys() == []


def test_a_refused_channel_pauses_and_tells_the_owner_once(machine: Machine) -> None:
    """Archived, gone, or the bot removed: a person has to act, and learns of it."""
    machine.subscribe()
    machine.slack.before = failing(ChannelRefused("x", reason="is_archived"))
    machine.run()
    machine.run(weeks=3)
    assert [(s.channel, s.key.split(":")[0]) for s in machine.slack.standing] == [("U1", "notice")]
    assert "보관" in machine.slack.standing[0].message.text
    (paused,) = machine.subscriptions.list()
    assert (paused.paused, paused.pause_reason) == (True, "is_archived")
    assert [d.state for d in machine.outbox.list(state=State.FAILED)] == [State.FAILED]


def test_a_resumed_subscription_gets_the_digest_that_had_failed(machine: Machine) -> None:
    """What the owner mended within the day is not lost."""
    made = machine.subscribe()
    machine.slack.before = failing(ChannelRefused("x", reason="not_in_channel"))
    machine.run()
    machine.run(hours=3)
    machine.subscribing.resume(made.id, now=machine.clock.now())
    machine.run(seconds=1)
    posted = [s.key for s in machine.slack.standing if s.key.startswith("digest")]
    assert posted == [f"digest:{made.id}:2024-W48"]
    assert "late" in machine.slack.standing[-1].message.text


def test_a_notice_waits_while_the_token_itself_is_revoked(machine: Machine) -> None:
    """It cannot be delivered by the token that is the trouble, and must not be lost."""
    machine.subscribe()
    machine.slack.before = failing(ChannelRefused("x", reason="token_revoked"), times=4)
    machine.run()
    machine.run(seconds=1)
    assert machine.only(State.PENDING).kind == "notice"
    for _ in range(6):
        machine.run(minutes=5)
    assert [s.channel for s in machine.slack.standing] == ["U1"]


def test_a_message_that_slack_does_not_take_goes_out_as_plain_text(machine: Machine) -> None:
    """Better the words alone than nothing."""
    block = {"type": "divider"}
    machine.composers["digest"] = Fixed(Payload(Message("words", (block,))))
    machine.slack.before = failing(MessageRefused("x", reason="invalid_blocks"))
    machine.add()
    machine.run()
    assert machine.slack.standing[0].message == Message("words")
    machine.add("again")
    machine.slack.before = failing(MessageRefused("x", reason="no_text"), times=2)
    machine.run()
    assert (machine.only(State.FAILED).key, machine.only(State.FAILED).reason) == ("again", "no_text")


def test_a_digest_begins_where_the_one_before_ended(machine: Machine) -> None:
    """One that went out late had told of what came in after its slot."""
    began: list[datetime | None] = []

    class Dated:
        def compose(self, due: Due, *, now: datetime) -> Payload | None:
            began.append(due.previous)
            digest = Digest("T1", "C1", "Asia/Seoul", now, now, TrendReport(CorpusState()))
            return Payload(Message("words"), told=Told(digest, "ko"))

    machine.composers["digest"] = Dated()
    machine.subscribe()
    machine.at(NOW + timedelta(hours=5))
    machine.at(NOW + timedelta(days=7))
    assert began == [None, NOW + timedelta(hours=5)]


def test_nothing_to_say_ends_without_a_message(machine: Machine) -> None:
    """A quiet subscription is silent, and the record says so."""
    machine.composers["digest"] = Fixed(None)
    machine.add()
    machine.run()
    assert (machine.only().state, machine.only().reason) == (State.SKIPPED, "empty")


def test_a_composer_that_breaks_is_tried_again_and_hurts_nobody_else(machine: Machine) -> None:
    """A defect in one content must not stop the others."""
    machine.composers["digest"] = Fixed(ZeroDivisionError())
    machine.add()
    machine.add("other", kind="reminders", target="C2")
    machine.run()
    assert machine.states() == {"k": State.PENDING, "other": State.POSTED}
    machine.composers["digest"] = Fixed(Payload(Message("mended")))
    machine.run(minutes=1)
    assert machine.states()["k"] is State.POSTED


def test_replies_follow_their_parent_one_by_one(machine: Machine) -> None:
    """Each reply is a delivery of its own in the parent's thread."""
    machine.composers["digest"] = Fixed(Payload(Message("parent"), thread=(Message("one"), Message("two"))))
    machine.add()
    for _ in range(3):
        machine.run(seconds=1)
    parent, one, two = machine.slack.standing
    assert [s.message.text for s in (parent, one, two)] == ["parent", "one", "two"]
    assert one.thread == two.thread == parent.ts


@pytest.mark.parametrize("change", ["pause", "delete", "edit"])
def test_a_thread_is_completed_whatever_becomes_of_its_subscription(machine: Machine, change: str) -> None:
    """The parent stands and points to it."""
    machine.composers["digest"] = Fixed(Payload(Message("parent"), thread=(Message("details"),)))
    made = machine.subscribe()
    machine.run()
    if change == "pause":
        machine.subscribing.pause(made.id, now=machine.clock.now())
    elif change == "delete":
        machine.subscribing.delete(made.id, now=machine.clock.now())
    else:
        wish = replace(made.wish, rule=replace(made.wish.rule, weekdays=(3,)))
        machine.subscribing.change(made.id, wish, now=machine.clock.now())
    machine.run(seconds=2)
    assert [s.message.text for s in machine.slack.standing] == ["parent", "details"]


def test_a_picture_that_cannot_be_uploaded_is_left_out(machine: Machine) -> None:
    """The message is complete without it, or with what its composer put in its place."""
    picture = {"type": "image", "slack_file": {"id": "image:chart"}, "alt_text": "x"}
    payload = Payload(Message("words", ({"type": "divider"}, picture)), images=(Image("chart", b"png", "x"),))
    machine.composers["digest"] = Fixed(payload)
    machine.add()
    machine.run()
    assert machine.slack.standing[0].message.blocks[1]["slack_file"] == {"id": "Fchart"}

    def fail(_: Image) -> None:
        raise NotPosted("too large")

    machine.slack.uploading = fail
    machine.add("second")
    machine.run()
    assert machine.slack.standing[1].message.blocks == ({"type": "divider"},)
    bars = {"type": "section", "text": {"type": "mrkdwn", "text": "▰▰▱"}}
    machine.composers["digest"] = Fixed(replace(payload, images=(Image("chart", b"png", "x", bars),)))
    machine.add("third")
    machine.run(seconds=1)
    assert machine.slack.standing[2].message.blocks == ({"type": "divider"}, bars)


def test_an_amendment_rewrites_what_stands(machine: Machine) -> None:
    """Doing it twice does no harm, so a doubt is simply tried again."""
    machine.add()
    machine.run()
    original = machine.only()
    machine.add("amend", amends=original.id, kind="reminders")
    calls = [0]
    update = machine.slack.update

    def flaky(*arguments: object) -> None:
        calls[0] += 1
        if calls[0] == 1:
            raise PossiblyPosted("timeout")
        update(*arguments)  # type: ignore[arg-type]

    machine.slack.update = flaky  # type: ignore[method-assign, assignment]
    machine.run()
    machine.run(minutes=1)
    assert [ts for ts, _ in machine.slack.updated] == [original.ts]
    assert machine.states()["amend"] is State.POSTED
    assert len(machine.slack.standing) == 1


def test_a_database_that_goes_away_after_the_post_costs_nothing(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message stands, the row does not know it: the history tells."""
    monkeypatch.setattr("bot.delivery.send._SETTLE_TRIES", (0.0,))
    machine.add()
    settle, left = machine.outbox.settle_posted, [2]

    def away(*arguments: object, **keywords: object) -> bool:
        if left[0]:
            left[0] -= 1
            raise StoreError("away")
        return settle(*arguments, **keywords)  # type: ignore[arg-type]

    monkeypatch.setattr(machine.outbox, "settle_posted", away)
    machine.run()
    assert machine.only().state is State.SENDING
    machine.run(seconds=5)
    machine.run(seconds=15)
    assert machine.only().state is State.POSTED
    assert machine.slack.posted_keys() == ["k"]
