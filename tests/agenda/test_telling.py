"""Moves, cancellations and personal wishes are told once, to those who had been told before, as things stand then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.agenda.service import Agenda
from bot.agenda.telling import Telling
from bot.domain.agenda import EVENT_CHANGE, PERSONAL, PersonalReminder, ReminderKind, ReminderMessage
from bot.domain.delivery import Delivery, Message, Payload, Planned, Posted, State
from bot.domain.event import Event, EventStatus
from bot.domain.occasion import told
from bot.domain.subscription import Kind, Rule, Subscription, Wish
from bot.store.database import open_database
from bot.store.outbox import SqlOutbox
from bot.store.subscriptions import SqlSubscriptionStore
from tests.agenda.memory import MemoryMutes, MemoryPersonalReminders, MemoryRegistry
from tests.agenda.world import NOW, Documents, at, event

D10, D12, D20 = (date(2024, 12, day) for day in (10, 12, 20))
UID = event().uid
CHANNEL = Wish("T1", "C1", Kind.REMINDERS, rule=Rule(at=time(9), zone="Asia/Seoul"))
MINE = PersonalReminder("r1", "T1", "U1", UID, NOW, zone="Asia/Seoul")


class Desk:
    """An agenda with its outbox; `post` plays the part of planner and sender."""

    def __init__(self, folder: Path) -> None:
        self.database = open_database("", folder)
        self.outbox, self.subscriptions = SqlOutbox(self.database), SqlSubscriptionStore(self.database)
        self.documents, self.mutes, self.personal = Documents(), MemoryMutes(), MemoryPersonalReminders()
        self.agenda = Agenda(self.documents, MemoryRegistry(), self.mutes, zone=ZoneInfo("Asia/Seoul"))
        self.telling = Telling(self.agenda, self.subscriptions, self.outbox, self.mutes, self.personal)
        self.channel = self.subscribe("s1", CHANNEL)

    def subscribe(self, name: str, wish: Wish) -> Subscription:
        made = Subscription(name, wish, "U1", created_at=NOW, since=NOW, planned_until=NOW)
        self.subscriptions.add(made)
        return made

    def write(self, *events: Event, now: datetime = NOW) -> None:
        self.documents.write("a.md", *events)
        self.agenda.refresh(now=now, owner="T1")

    def post(self, now: datetime) -> list[ReminderMessage]:
        """Deliver what is due; the messages of those that say something."""
        said = []
        for delivery in self.outbox.claim("w", limit=100, now=now, pace_seconds=0.0):
            subscription = self.subscriptions.get(delivery.subscription) if delivery.subscription else None
            message = self.telling.message(delivery, subscription, now=now)
            if message is None:
                self.outbox.settle_ended(delivery, State.SKIPPED, reason="empty", now=now)
                continue
            said.append(message)
            self.outbox.freeze(delivery, Payload(Message("x")), "", now=now)
            self.outbox.settle_posted(delivery, Posted(delivery.target, f"{delivery.id}.0"), now=now)
        return said

    def remind(self, now: datetime, subscription: Subscription | None = None) -> list[ReminderMessage]:
        """Plan the channel's occasions up to now as the planner does, and deliver them."""
        chosen = subscription or self.channel
        rows = [
            Planned(
                o.key(chosen.id), "reminders", "T1", chosen.wish.target, o.slot, o.until, chosen.id,
                items=(o.key(chosen.id),),
            )
            for o in self.agenda.occasions(chosen, until=now, now=now)
        ]  # fmt: skip
        self.outbox.add(rows, now=now)
        return self.post(now)

    def tell(self, now: datetime) -> list[ReminderMessage]:
        self.telling.plan(now=now)
        return self.post(now)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.database.dispose()


Lines = list[tuple[ReminderKind, list[tuple[str, int, object]]]]


def lines(messages: list[ReminderMessage]) -> Lines:
    return [(m.kind, [(line.event.title, line.days, line.was) for line in m.lines]) for m in messages]


WEEK_BEFORE, DAY_BEFORE = at(2024, 12, 3), at(2024, 12, 9)


def test_a_reminder_counts_the_days_when_it_is_posted(desk: Desk) -> None:
    """Several events of a morning share it, in the order of their starts."""
    desk.write(event("나중", starts=at(2024, 12, 10, 9), ends=at(2024, 12, 10, 10)), event())
    assert lines(desk.remind(WEEK_BEFORE)) == [
        (ReminderKind.COMING, [("AI 대회 2024", 7, None), ("나중", 7, None)]),
    ]
    assert [line.days for m in desk.remind(DAY_BEFORE) for line in m.lines] == [1, 1]
    late = desk.remind(at(2024, 12, 10, 6))
    assert [line.days for m in late for line in m.lines] == [0, 0]


def test_nothing_is_said_where_nothing_stands(desk: Desk) -> None:
    """What was cancelled, removed, moved or muted between planning and posting is left out."""
    for change in ("cancel", "remove", "move", "mute"):
        desk.write(event(), event("다른 행사"))
        rows = [
            Planned(f"{change}{n}", "reminders", "T1", "C1", WEEK_BEFORE, at(2025, 1, 1), "s1", items=(key,))
            for n, key in enumerate([f"reminder:s1:{UID}:2024-12-10:{change}"])
        ]
        desk.outbox.add(rows, now=WEEK_BEFORE)
        if change == "mute":
            desk.mutes.mute(UID, owner="T1", target="C1", by="U1", now=WEEK_BEFORE)
        else:
            kept = {
                "cancel": [event(status=EventStatus.CANCELLED)],
                "remove": [],
                "move": [event(starts=D20)],
            }[change]
            desk.write(*kept, event("다른 행사"), now=WEEK_BEFORE)
        assert desk.post(WEEK_BEFORE) == []


def test_a_moved_event_rewrites_what_was_posted(desk: Desk) -> None:
    """Once, with the old and the new dates; the others of the message stay as they are."""
    desk.write(event(ends=D12), event("다른 행사"))
    desk.remind(WEEK_BEFORE)
    moved_at = at(2024, 12, 4, 3)
    desk.write(event(starts=D20, ends=date(2024, 12, 21)), event("다른 행사"), now=moved_at)
    (message,) = desk.tell(moved_at)
    assert lines([message]) == [
        (ReminderKind.MOVED, [("다른 행사", 6, None), ("AI 대회 2024", 16, (D10, D12))]),
    ]
    assert desk.tell(moved_at + timedelta(minutes=1)) == []
    assert desk.tell(moved_at + timedelta(hours=1)) == [], "the same again is the same delivery"
    (rewriting,) = [d for d in desk.outbox.list() if d.kind == EVENT_CHANGE]
    (original,) = [d for d in desk.outbox.list() if d.kind == "reminders"]
    assert (rewriting.amends, rewriting.state) == (original.id, State.POSTED)


def test_every_move_rewrites_with_the_dates_that_were_posted(desk: Desk) -> None:
    """A message that was rewritten once names what it first named, and is itself again when the event moves back."""
    desk.write(event())
    desk.remind(WEEK_BEFORE)
    for hour, day, was in ((1, D20, (D10, D10)), (2, D12, (D10, D10)), (3, D10, None)):
        moved_at = at(2024, 12, 4, hour)
        desk.write(event(starts=day), now=moved_at)
        (message,) = desk.tell(moved_at)
        assert [(line.event.starts, line.was) for line in message.lines] == [(day, was)]


def test_a_longer_event_is_rewritten_too(desk: Desk) -> None:
    """A new last day is a new date."""
    desk.write(event())
    desk.remind(WEEK_BEFORE)
    desk.write(event(ends=D12), now=at(2024, 12, 4, 3))
    (message,) = desk.tell(at(2024, 12, 4, 3))
    assert [(line.event.ends, line.was) for line in message.lines] == [(D12, (D10, D10))]


def test_a_reminder_posted_after_the_move_stays(desk: Desk) -> None:
    """It names the new date already."""
    desk.write(event())
    desk.write(event(starts=D12), now=at(2024, 12, 4, 3))
    assert len(desk.remind(at(2024, 12, 5))) == 1
    assert desk.tell(at(2024, 12, 5, 1)) == []


def test_the_next_reminder_says_where_the_event_was(desk: Desk) -> None:
    """For some weeks a move is news."""
    desk.write(event())
    desk.write(event(starts=D20), now=at(2024, 12, 4, 3))
    (message,) = desk.remind(at(2024, 12, 13))
    assert lines([message]) == [(ReminderKind.COMING, [("AI 대회 2024", 7, (D10, D10))])]


def test_nobody_is_told_of_a_move_who_had_not_been_told_of_the_date(desk: Desk) -> None:
    """Its new reminders are enough."""
    desk.write(event())
    desk.write(event(starts=D20), now=at(2024, 11, 27))
    assert desk.tell(at(2024, 11, 27)) == []


def test_a_cancellation_is_said_once(desk: Desk) -> None:
    """To the channel that had been told, in waking hours, as a message of its own."""
    other = desk.subscribe("s2", replace(CHANNEL, target="C2", leads=(0,)))
    desk.write(event())
    desk.remind(WEEK_BEFORE)
    assert desk.remind(WEEK_BEFORE, other) == []
    night = at(2024, 12, 4, 15)
    desk.write(event(status=EventStatus.CANCELLED), now=night)
    assert desk.tell(night) == [], "midnight in Seoul"
    (message,) = desk.tell(at(2024, 12, 5))
    assert (message.audience.target, lines([message])) == (
        "C1",
        [(ReminderKind.CANCELLED, [("AI 대회 2024", 5, None)])],
    )
    assert message.lines[0].cancelled
    assert desk.tell(at(2024, 12, 5, 5)) == []
    assert desk.remind(DAY_BEFORE) == []


def test_an_edit_after_a_cancellation_changes_nothing_of_it(desk: Desk) -> None:
    """A corrected summary must not swallow what has not been said yet."""
    desk.write(event())
    desk.remind(WEEK_BEFORE)
    night = at(2024, 12, 4, 15)
    desk.write(event(status=EventStatus.CANCELLED), now=night)
    desk.write(event(status=EventStatus.CANCELLED, summary="사유"), now=night + timedelta(hours=1))
    desk.tell(night + timedelta(hours=1))
    assert [m.kind for m in desk.tell(at(2024, 12, 5))] == [ReminderKind.CANCELLED]


def test_a_restored_event_is_not_said_to_be_cancelled(desk: Desk) -> None:
    """What was planned at night is looked at again in the morning."""
    desk.write(event())
    desk.remind(WEEK_BEFORE)
    night = at(2024, 12, 4, 15)
    desk.write(event(status=EventStatus.CANCELLED), now=night)
    desk.tell(night)
    desk.write(event(), now=night + timedelta(hours=2))
    assert desk.tell(at(2024, 12, 5)) == []


def test_a_removed_event_goes_quietly(desk: Desk) -> None:
    """Nothing is rewritten, nothing is posted."""
    desk.write(event())
    desk.remind(WEEK_BEFORE)
    desk.write(now=at(2024, 12, 4, 3))
    assert desk.tell(at(2024, 12, 4, 3)) == []
    assert desk.remind(DAY_BEFORE) == []


def test_a_muted_or_bygone_change_is_not_told(desk: Desk) -> None:
    """Neither is one that is two weeks old."""
    desk.write(event())
    desk.remind(WEEK_BEFORE)
    desk.mutes.mute(UID, owner="T1", target="C1", by="U1", now=WEEK_BEFORE)
    desk.write(event(status=EventStatus.CANCELLED), now=at(2024, 12, 4, 3))
    assert desk.tell(at(2024, 12, 4, 3)) == []
    desk.mutes.unmute(UID, owner="T1", target="C1")
    assert desk.tell(at(2024, 12, 19)) == []


def test_a_paused_subscription_is_told_nothing(desk: Desk) -> None:
    """Its people asked for silence."""
    desk.write(event())
    desk.remind(WEEK_BEFORE)
    desk.subscriptions.replace(replace(desk.channel, paused=True), expected=1, now=WEEK_BEFORE)
    desk.write(event(starts=D20), now=at(2024, 12, 4, 3))
    assert desk.tell(at(2024, 12, 4, 3)) == []


def test_a_late_post_of_an_old_date_is_rewritten_too(desk: Desk) -> None:
    """A reminder that went out while its event moved is found at the next look."""
    desk.write(event())
    moved_at = at(2024, 12, 3, 0, 1)
    desk.write(event(starts=D20), now=moved_at)
    assert desk.tell(moved_at) == []
    key = f"reminder:s1:{UID}:2024-12-10:7d"
    desk.outbox.add(
        [Planned(key, "reminders", "T1", "C1", WEEK_BEFORE, at(2025, 1, 1), "s1", items=(key,))], now=moved_at
    )
    (late,) = desk.outbox.claim("w", limit=1, now=moved_at, pace_seconds=0.0)
    desk.outbox.settle_posted(late, Posted("C1", "1.0"), now=moved_at)
    assert [m.kind for m in desk.tell(moved_at + timedelta(minutes=11))] == [ReminderKind.MOVED]


# Persons


def personal(desk: Desk) -> list[Delivery]:
    return [d for d in desk.outbox.list() if d.kind == PERSONAL]


def test_a_person_is_reminded_as_asked(desk: Desk) -> None:
    """Once, in a message of their own, at the moment of their choice."""
    desk.write(event())
    desk.personal.add(MINE)
    assert desk.tell(DAY_BEFORE - timedelta(minutes=1)) == []
    (message,) = desk.tell(DAY_BEFORE)
    assert (message.audience.target, message.audience.personal, lines([message])) == (
        "U1",
        True,
        [(ReminderKind.COMING, [("AI 대회 2024", 1, None)])],
    )
    assert desk.tell(DAY_BEFORE + timedelta(hours=1)) == []


def test_minutes_before_a_start_and_a_moment(desk: Desk) -> None:
    """Both are kept to the minute."""
    desk.write(event(starts=at(2024, 12, 10, 5), ends=at(2024, 12, 10, 6)))
    desk.personal.add(replace(MINE, minutes=30))
    desk.personal.add(replace(MINE, id="r2", moment=at(2024, 12, 10, 2)))
    desk.telling.plan(now=at(2024, 12, 9, 12))
    assert sorted(d.slot for d in personal(desk)) == [at(2024, 12, 10, 2), at(2024, 12, 10, 4, 30)]


def test_a_moment_is_kept_however_far_ahead_its_event_lies(desk: Desk) -> None:
    """Whoever wants to book a journey tomorrow for a conference in two years."""
    desk.write(event(starts=date(2026, 12, 10)))
    desk.personal.add(replace(MINE, moment=at(2024, 12, 2)))
    (message,) = desk.tell(at(2024, 12, 2))
    assert [line.event.starts for line in message.lines] == [date(2026, 12, 10)]


def test_a_moment_before_one_turn_of_a_series_is_none_before_the_next(desk: Desk) -> None:
    """It was asked for once."""
    desk.write(event(recurrence="RRULE:FREQ=WEEKLY"))
    desk.personal.add(replace(MINE, moment=at(2024, 12, 9, 3)))
    assert len(desk.tell(at(2024, 12, 9, 3))) == 1
    assert [desk.tell(at(2024, 12, day)) for day in (11, 16, 18)] == [[], [], []]


def test_a_personal_reminder_follows_its_event(desk: Desk) -> None:
    """What was planned for the old date stays silent, the new one is told with both."""
    desk.write(event())
    desk.personal.add(MINE)
    desk.telling.plan(now=at(2024, 12, 8))
    desk.write(event(starts=D12), now=at(2024, 12, 8, 1))
    assert desk.tell(DAY_BEFORE) == []
    (message,) = desk.tell(at(2024, 12, 11))
    assert lines([message]) == [(ReminderKind.COMING, [("AI 대회 2024", 1, (D10, D10))])]


def test_a_move_over_the_chosen_hour_is_made_up_for(desk: Desk) -> None:
    """An event that is tomorrow all of a sudden is told at once, in waking hours."""
    desk.write(event(starts=D20))
    desk.personal.add(replace(MINE, days=3))
    moved_at = at(2024, 12, 9, 3)
    desk.write(event(), now=moved_at)
    assert len(desk.tell(moved_at)) == 1


def test_a_person_is_told_of_a_cancellation_once(desk: Desk) -> None:
    """In the place of the reminder."""
    desk.write(event())
    desk.personal.add(MINE)
    desk.write(event(status=EventStatus.CANCELLED), now=at(2024, 12, 4, 3))
    (message,) = desk.tell(at(2024, 12, 4, 3))
    assert (message.kind, message.audience.personal, message.audience.target) == (ReminderKind.CANCELLED, True, "U1")
    assert desk.tell(DAY_BEFORE) == []


def test_what_a_person_took_back_stays_silent(desk: Desk) -> None:
    """Removed, muted, or its event gone: even where it is planned already."""
    desk.write(event())
    desk.personal.add(MINE)
    desk.telling.plan(now=at(2024, 12, 8))
    desk.personal.remove("r1", owner="T1", user="U1")
    assert desk.tell(DAY_BEFORE) == []
    desk.personal.add(replace(MINE, id="r2", days=0))
    desk.mutes.mute(UID, owner="T1", target="U1", by="U1", now=NOW)
    assert desk.tell(at(2024, 12, 10)) == []


def test_a_series_reminds_of_each_turn(desk: Desk) -> None:
    """For as long as the wish stands."""
    desk.write(event(starts=date(2024, 12, 3), recurrence="RRULE:FREQ=WEEKLY"))
    desk.personal.add(MINE)
    said = [desk.tell(at(2024, 12, day)) for day in range(1, 18)]
    assert [day for day, messages in enumerate(said, start=1) if messages] == [2, 9, 16]


def test_items_name_their_occasion(desk: Desk) -> None:
    """The keys in the outbox can be read back."""
    desk.write(event(), event("웨비나", at(2024, 12, 10, 5)))
    desk.remind(WEEK_BEFORE)
    items = {told(key).starts for d in desk.outbox.list() for key in d.items}
    assert items == {D10, at(2024, 12, 10, 5)}
