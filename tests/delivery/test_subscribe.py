"""Subscriptions as people handle them: what is sent next is said before, and a change never doubles or drops a week."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.agenda.reminders import lead_slot
from bot.delivery.subscribe import check, time_of, weekdays_of
from bot.domain.delivery import State
from bot.domain.occasion import Occasion
from bot.domain.subscription import Kind, Rule, Subscription, Wish
from bot.errors import InputError
from tests.delivery.conftest import Machine
from tests.delivery.fakes import NOW

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SEOUL = "Asia/Seoul"


def posted(machine: Machine) -> list[str]:
    """Periods in the order of posting."""
    return [key.rsplit(":", 1)[1] for key in machine.slack.posted_keys()]


def change(machine: Machine, subscription_id: str, rule: Rule) -> None:
    found = machine.subscribing.get(subscription_id)
    assert found is not None
    assert machine.subscribing.change(subscription_id, replace(found.wish, rule=rule), now=machine.clock.now())


def test_the_next_sends_are_those_that_come(machine: Machine) -> None:
    """The same code computes and sends them."""
    made = machine.subscribe()
    promised = machine.subscribing.next_sends(made, now=machine.clock.now() - HOUR)
    assert promised == (NOW, NOW + 7 * DAY, NOW + 14 * DAY)
    for moment in promised:
        machine.at(moment)
    assert posted(machine) == ["2024-W48", "2024-W49", "2024-W50"]


class Conference:
    """One event, a week and a day before which a reminder goes out."""

    starts = date(2024, 12, 5)

    def occasions(self, subscription: Subscription, *, until: datetime, now: datetime) -> list[Occasion]:
        """Its lead times."""
        return [
            Occasion("e1", self.starts, f"{days}d", slot, NOW + 12 * DAY)
            for days in subscription.wish.leads
            if (slot := lead_slot(self.starts, days, subscription.wish.rule)) <= until
        ]


def test_the_next_sends_of_reminders_are_those_that_come(machine: Machine) -> None:
    """Computed from the events that are known, by the code that plans them."""
    reminded = Machine(machine.database, clock=machine.clock, slack=machine.slack, occasions=Conference())
    made = reminded.subscribe(kind=Kind.REMINDERS)
    promised = reminded.subscribing.next_sends(made, now=NOW)
    assert promised == (NOW + 3 * DAY, NOW + 9 * DAY, NOW + 10 * DAY)
    for moment in promised:
        reminded.at(moment - HOUR)
        before = len(reminded.slack.standing)
        reminded.at(moment)
        assert len(reminded.slack.standing) == before + 1
    assert reminded.subscribing.next_sends(made, now=promised[-1]) == ()
    assert machine.subscribing.next_sends(made, now=NOW) == ()


def test_the_next_sends_leave_out_what_the_week_has_had(machine: Machine) -> None:
    """Moved to Thursday on a Tuesday, after Monday's digest: the next one is next Thursday's."""
    made = machine.subscribe()
    machine.run()
    machine.run(days=1)
    change(machine, made.id, Rule((4,), zone=SEOUL))
    found = machine.subscribing.get(made.id)
    assert found is not None
    assert machine.subscribing.next_sends(found, now=machine.clock.now(), count=1) == (NOW + 10 * DAY,)
    for _ in range(14):
        machine.run(days=1)
    assert posted(machine) == ["2024-W48", "2024-W49"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule((2,), zone=SEOUL), ["2024-W48", "2024-W49"]),  # later in the same week
        (Rule((1,), time(18), SEOUL), ["2024-W48", "2024-W49"]),  # later on the same day
        (Rule((1,), time(5), SEOUL), ["2024-W48", "2024-W49"]),  # earlier on the same day: made up for at once
        (Rule((1,), time(9), "America/New_York"), ["2024-W48", "2024-W49"]),  # hours later in another zone
        (Rule((1,), time(9), "Pacific/Kiritimati"), ["2024-W48", "2024-W49"]),  # hours earlier in another zone
        (Rule((1, 4), zone=SEOUL), ["2024-W48", "2024-W48.2", "2024-W49", "2024-W49.2"]),
    ],
)
@pytest.mark.parametrize("moment", [timedelta(hours=-1), timedelta(hours=1)], ids=["before", "after"])
def test_a_change_in_mid_week_neither_doubles_nor_drops_it(
    machine: Machine, rule: Rule, expected: list[str], moment: timedelta
) -> None:
    """Whether the old slot has come already or not, each period is served once."""
    machine.clock.instant = NOW + moment - HOUR
    made = machine.subscribing.create(
        Wish("T1", "C1", Kind.DIGEST, Rule((1,), zone=SEOUL)), by="U1", now=machine.clock.now() - 3 * HOUR
    )
    machine.run(hours=1)
    change(machine, made.id, rule)
    while machine.clock.now() < NOW + 13 * DAY:
        machine.run(hours=8)
    assert posted(machine) == expected


def test_a_week_whose_new_slot_lies_days_back_is_recorded_as_skipped(machine: Machine) -> None:
    """Moved on Thursday from Friday to Monday: the week is not dropped without a word."""
    machine.clock.instant = NOW + 3 * DAY
    made = machine.subscribe(rule=Rule((5,), zone=SEOUL))
    change(machine, made.id, Rule((1,), zone=SEOUL))
    machine.run()
    (skipped,) = machine.outbox.list(state=State.SKIPPED)
    assert (skipped.key, skipped.reason) == (f"digest:{made.id}:2024-W48", "late")
    machine.at(NOW + 7 * DAY)
    assert posted(machine) == ["2024-W49"]


def test_a_week_that_was_given_up_is_served_where_a_change_puts_it_ahead(machine: Machine) -> None:
    """Monday's digest came to nothing; moved to Friday on a Wednesday, the week still gets the one that is promised."""
    made = machine.subscribe()
    machine.run(hours=-1)
    machine.at(NOW + 2 * DAY)
    assert machine.states() == {f"digest:{made.id}:2024-W48": State.SKIPPED}
    change(machine, made.id, Rule((5,), zone=SEOUL))
    found = machine.subscribing.get(made.id)
    assert found is not None
    assert machine.subscribing.next_sends(found, now=machine.clock.now(), count=1) == (NOW + 4 * DAY,)
    machine.at(NOW + 4 * DAY)
    assert posted(machine) == ["2024-W48"]


def test_a_week_that_a_fast_clock_had_served_owes_nothing_to_a_change(machine: Machine) -> None:
    """Sunday's digest went out on Saturday; made daily on Sunday, the days of that week are not made up for."""
    made = machine.subscribe(rule=Rule((7,), zone=SEOUL))
    machine.at(NOW + 6 * DAY + HOUR)
    machine.clock.instant = NOW + 5 * DAY
    machine.run()
    machine.clock.instant = NOW + 6 * DAY - HOUR
    change(machine, made.id, Rule((1, 2, 3, 4, 5, 6, 7), zone=SEOUL))
    machine.run(hours=3)
    assert posted(machine) == ["2024-W48", "2024-W48.7"]
    assert machine.outbox.list(state=State.SKIPPED) == ()


def test_a_new_subscription_begins_with_the_slots_after_it(machine: Machine) -> None:
    """Nothing is made up for from before it was made, nor when it is changed at once."""
    machine.clock.instant = NOW + HOUR
    made = machine.subscribing.create(Wish("T1", "C1", Kind.DIGEST, Rule((1,), zone=SEOUL)), by="U1", now=NOW + HOUR)
    machine.run(minutes=1)
    change(machine, made.id, Rule((1,), time(9, 30), SEOUL))
    machine.run(minutes=1)
    assert machine.outbox.list() == ()


def test_the_same_wish_again_is_no_second_subscription(machine: Machine) -> None:
    """Two people of one channel, or one who was not sure: nobody wants the same message twice every week."""
    made = machine.subscribe()
    assert machine.subscribe() == made
    other = [machine.subscribe(language="en"), machine.subscribe(topics=("메타",)), machine.subscribe(target="C2")]
    machine.subscribing.pause(made.id, now=NOW)
    assert len({made.id, machine.subscribe().id, *(one.id for one in other)}) == 5


def test_a_pause_is_silent_and_a_resume_begins_anew(machine: Machine) -> None:
    """The weeks between are the person's own wish: they are neither sent nor made up for."""
    made = machine.subscribe()
    machine.run()
    paused = machine.subscribing.pause(made.id, now=machine.clock.now())
    assert paused is not None
    assert machine.subscribing.next_sends(paused, now=NOW) == ()
    for _ in range(10):
        machine.run(days=1)
    machine.subscribing.resume(made.id, now=machine.clock.now())
    for _ in range(10):
        machine.run(days=1)
    assert posted(machine) == ["2024-W48", "2024-W50"]


def test_a_pause_and_resume_before_the_slot_costs_nothing(machine: Machine) -> None:
    """What was called off is planned again."""
    made = machine.subscribe(rule=Rule((2,), zone=SEOUL))
    machine.run()
    machine.subscribing.pause(made.id, now=machine.clock.now())
    machine.run(hours=1)
    machine.subscribing.resume(made.id, now=machine.clock.now())
    machine.run(minutes=1)
    machine.at(NOW + DAY)
    assert posted(machine) == ["2024-W48"]


def test_another_workspace_cannot_touch_it(machine: Machine) -> None:
    """Ids may be guessed; they open nothing."""
    made = machine.subscribe()
    assert machine.subscribing.get(made.id, owner="T2") is None
    assert machine.subscribing.pause(made.id, owner="T2", now=NOW) is None
    assert machine.subscribing.resume(made.id, owner="T2", now=NOW) is None
    assert machine.subscribing.change(made.id, made.wish, owner="T2", now=NOW) is None
    assert not machine.subscribing.delete(made.id, owner="T2", now=NOW)
    assert machine.subscribing.list(owner="T2") == ()
    assert machine.subscribing.delete(made.id, owner="T1", now=NOW)
    assert machine.subscribing.get(made.id) is None


def test_two_editors_at_once_are_told(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one looks again instead of overwriting unseen."""
    made = machine.subscribe()
    monkeypatch.setattr(machine.subscriptions, "replace", lambda *_, **__: False)
    with pytest.raises(InputError, match="somebody else"):
        machine.subscribing.pause(made.id, now=NOW)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"target": "general"}, "C0123456789"),
        ({"rule": Rule(())}, "at least one day"),
        ({"rule": Rule((8,))}, "at least one day"),
        ({"rule": Rule(zone="Seoul")}, "Asia/Seoul"),
        ({"rule": Rule(zone="")}, "Asia/Seoul"),
        ({"rule": Rule(zone="../etc/passwd")}, "Asia/Seoul"),
        ({"rule": Rule(at=time(9, 0, 30))}, "09:30"),
        ({"kind": Kind.REMINDERS, "leads": ()}, "from 0 to 90"),
        ({"kind": Kind.REMINDERS, "leads": (-1,)}, "from 0 to 90"),
    ],
)
def test_a_wish_that_cannot_be_fulfilled_is_refused_with_what_would_do(changed: dict[str, object], said: str) -> None:
    """The message names the value and an example."""
    with pytest.raises(InputError, match=said):
        check(replace(Wish("T1", "C1", Kind.DIGEST), **changed))  # type: ignore[arg-type]


def test_weekdays_and_times_are_read_in_both_languages() -> None:
    """As people type them in the shell."""
    assert weekdays_of("mon, Thu") == (1, 4)
    assert weekdays_of("목요일·월") == (1, 4)
    assert time_of("9:30") == time_of(" 09:30 ") == time(9, 30)
    for bad in ("", "someday", "mon,x"):
        with pytest.raises(InputError, match="mon,thu"):
            weekdays_of(bad)
    for bad in ("", "9", "24:00", "12:60", "noon"):
        with pytest.raises(InputError, match="09:30"):
            time_of(bad)


def test_upcoming_lists_each_with_its_sends(machine: Machine) -> None:
    """Reminders have no fixed times of their own."""
    machine.subscribe()
    machine.subscribe(kind=Kind.REMINDERS, target="C2")
    found = machine.subscribing.upcoming(owner="T1", now=datetime(2024, 11, 25, 1, tzinfo=UTC))
    sends = {upcoming.subscription.wish.kind: len(upcoming.sends) for upcoming in found}
    assert sends == {Kind.DIGEST: 3, Kind.REMINDERS: 0}
