"""Planning: what is owed becomes rows, once, and what can no longer be served is said to be skipped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from bot.delivery.plan import plan_digests, reminders
from bot.domain.delivery import COALESCED, LATE, State
from bot.domain.occasion import Occasion
from bot.domain.subscription import Kind, Rule, Subscription, Wish
from bot.errors import PossiblyPosted
from tests.delivery.conftest import Machine
from tests.delivery.fakes import NOW, failing

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def subscription(**changed: object) -> Subscription:
    wish = Wish("T1", "C1", Kind.REMINDERS, Rule((1,), zone="Asia/Seoul"))
    fields: dict[str, object] = {
        "id": "s1", "wish": wish, "created_by": "U1", "created_at": NOW, "since": NOW - DAY, "planned_until": NOW - DAY,
    }  # fmt: skip
    return Subscription(**(fields | changed))  # type: ignore[arg-type]


def occasion(uid: str, offset: str, slot: datetime, until: datetime = NOW + 9 * DAY, found: datetime | None = None):  # type: ignore[no-untyped-def]
    return Occasion(uid, date(2024, 12, 4), offset, slot, until, found)


def test_a_horizon_is_planned_ahead_and_once(machine: Machine) -> None:
    """A planner may be away for a day without anything being late."""
    machine.subscribe(rule=Rule((1, 2, 3, 4, 5, 6, 7), zone="Asia/Seoul"))
    assert machine.planner.plan(now=NOW - HOUR) == 2
    assert machine.planner.plan(now=NOW) == 0
    assert machine.planner.plan(now=NOW + DAY - HOUR) == 1
    assert [d.slot for d in machine.outbox.list()] == [NOW + 2 * DAY, NOW + DAY, NOW]


def test_as_of_long_before_it_was_made_a_subscription_counts(machine: Machine) -> None:
    """`worker --once --at` asks for an instant by name: its very slot is due, and one of the day before is late."""
    machine.clock.instant = NOW + 700 * DAY
    machine.subscribe()
    machine.at(NOW)
    machine.at(NOW + 7 * DAY + HOUR)
    machine.at(NOW - 7 * DAY)
    assert [key[-8:] for key in machine.slack.posted_keys()] == ["2024-W48", "2024-W49", "2024-W47"]


def test_weeks_between_two_instants_from_before_it_was_made_are_counted(machine: Machine) -> None:
    """As of one Monday, then as of another a month later: the weeks between stand on record as missed."""
    machine.clock.instant = NOW + 700 * DAY
    machine.subscribe()
    machine.at(NOW)
    machine.at(NOW + 28 * DAY)
    rows = [(d.state, d.reason) for d in reversed(machine.outbox.list())]
    assert rows == [(State.POSTED, ""), *[(State.SKIPPED, LATE)] * 3, (State.POSTED, "")]


def test_the_clocks_of_two_machines_may_differ(machine: Machine) -> None:
    """Who subscribes at ten, by a clock that is a minute ahead of the worker's, wants no digest of nine o'clock."""
    machine.clock.instant = NOW + 2 * HOUR
    machine.subscribe()
    machine.run(hours=-1, minutes=-1)
    assert machine.outbox.list() == ()
    old = [occasion("a", "7d", NOW - 2 * DAY), occasion("a", "1d", NOW + DAY)]
    ahead = subscription(since=NOW + HOUR / 60)
    assert [row.items[0][-2:] for row in reminders(ahead, old, NOW)] == ["1d"]


def test_slots_that_nobody_served_in_time_are_recorded_as_skipped(machine: Machine) -> None:
    """After a month away each missed week stands in the outbox with its reason."""
    machine.subscribe()
    machine.planner.plan(now=NOW + 28 * DAY + HOUR)
    rows = [(d.state, d.reason) for d in reversed(machine.outbox.list())]
    assert rows == [(State.SKIPPED, LATE)] * 4 + [(State.PENDING, "")]


def test_a_clock_that_ran_ahead_costs_no_week(machine: Machine) -> None:
    """What it skipped is planned again, and is posted at its time."""
    machine.subscribe()
    machine.run()
    machine.clock.instant = NOW + 200 * DAY
    machine.run()
    ahead = len(machine.slack.standing)
    machine.clock.instant = NOW + HOUR
    for _ in range(6 * 7 + 1):
        machine.run(days=1)
    keys = machine.slack.posted_keys()
    assert len(keys) == len(set(keys))
    posted = [d for d in machine.outbox.list(state=State.POSTED, limit=1000) if d.slot <= machine.clock.now()]
    assert len(posted) == 7
    assert ahead == 1


def test_a_clock_that_ran_behind_adds_no_digest_from_before_the_subscription(machine: Machine) -> None:
    """Made an hour after this week's slot: the first digest is next week's, whatever the clock showed meanwhile."""
    machine.clock.instant = NOW + 2 * HOUR
    machine.subscribe()
    machine.run()
    machine.clock.instant = NOW - 9 * DAY
    machine.run()
    machine.clock.instant = NOW + 3 * HOUR
    machine.run()
    assert machine.slack.standing == []
    machine.at(NOW + 7 * DAY)
    assert [key[-8:] for key in machine.slack.posted_keys()] == ["2024-W49"]


def test_what_a_clock_that_ran_behind_sent_in_vain_is_not_sent_again(machine: Machine) -> None:
    """The digest from before the subscription did not arrive; by the right clock nobody is owed it."""
    made = machine.subscribing.create(
        Wish("T1", "C1", Kind.DIGEST, Rule((1,), zone="Asia/Seoul")), by="U1", now=NOW + 6 * HOUR
    )
    machine.clock.instant = NOW + 2 * HOUR
    machine.slack.before = failing(PossiblyPosted("reset"))
    machine.run()
    assert machine.states() == {f"digest:{made.id}:2024-W48": State.UNKNOWN}
    for _ in range(3):
        machine.run(hours=3)
    assert machine.slack.standing == []
    assert machine.states() == {f"digest:{made.id}:2024-W48": State.CANCELLED}


def test_a_subscription_that_cannot_be_planned_does_not_stop_the_others(machine: Machine) -> None:
    """A zone may vanish from the tables of the machine."""
    bad = subscription(id="bad", wish=Wish("T1", "C2", Kind.DIGEST, Rule(zone="Mars/Olympus")), plan_at=NOW - HOUR)
    machine.subscriptions.add(bad)
    machine.subscribe()
    machine.run()
    assert len(machine.slack.standing) == 1
    found = machine.subscriptions.get("bad")
    assert found is not None
    assert found.plan_at > NOW


def test_digests_are_planned_from_the_watermark() -> None:
    """The plan names where it reached, and each row its last moment."""
    weekly = subscription(wish=Wish("T1", "C1", Kind.DIGEST, Rule((1,), time(9), "UTC")))
    made = plan_digests(weekly, NOW)
    assert made.planned_until == NOW + 2 * DAY
    (row,) = made.rows
    assert (row.key, row.slot, row.expires) == ("digest:s1:2024-W48", NOW + 9 * HOUR, NOW + 33 * HOUR)


def test_reminders_of_one_slot_share_a_message() -> None:
    """Three events of a day are one message."""
    found = [occasion(uid, "7d", NOW + HOUR) for uid in ("a", "b", "c")]
    (row,) = reminders(subscription(), found, NOW)
    assert row.items == tuple(o.key("s1") for o in found)
    assert row.items[0] == "reminder:s1:a:2024-12-04:7d"


def test_of_an_events_missed_lead_times_only_the_newest_is_made_up_for() -> None:
    """After an outage nobody wants three reminders of one event at once."""
    sub = subscription(since=NOW - 30 * DAY)
    found = [
        occasion("a", "7d", NOW - 6 * DAY), occasion("a", "1d", NOW - HOUR), occasion("a", "0d", NOW + 23 * HOUR),
    ]  # fmt: skip
    rows = {row.items[0].rsplit(":", 1)[1]: row for row in reminders(sub, found, NOW)}
    assert (rows["7d"].state, rows["7d"].reason) == (State.SKIPPED, COALESCED)
    assert (rows["1d"].state, rows["1d"].expires) == (State.PENDING, NOW + 23 * HOUR)
    assert (rows["0d"].state, rows["0d"].expires) == (State.PENDING, NOW + 9 * DAY)


def test_lead_times_from_before_the_subscription_are_not_made_up_for() -> None:
    """Unless the event itself was found after it: then it is announced once."""
    old = [occasion("a", "7d", NOW - 2 * DAY), occasion("a", "1d", NOW + DAY)]
    assert [row.items[0][-2:] for row in reminders(subscription(), old, NOW)] == ["1d"]
    found = [occasion("b", o.offset, o.slot, found=NOW) for o in old]
    assert [row.items[0][-2:] for row in reminders(subscription(), found, NOW)] == ["7d", "1d"]


class Given:
    """Occasions that a test sets."""

    def __init__(self) -> None:
        self.found: list[Occasion] = []

    def occasions(self, subscription: Subscription, *, until: datetime, now: datetime) -> Sequence[Occasion]:
        return [o for o in self.found if o.slot <= until and now < o.until]


def test_an_event_that_moves_takes_its_reminder_along(machine: Machine) -> None:
    """The pending one is called off, the new start is another occasion."""
    machine.occasions = Given()
    machine.restart()
    machine.subscribe(kind=Kind.REMINDERS)
    machine.occasions.found = [Occasion("a", date(2024, 12, 2), "7d", NOW + HOUR, NOW + 8 * DAY)]
    machine.run()
    machine.occasions.found = [Occasion("a", date(2024, 12, 3), "7d", NOW + DAY + HOUR, NOW + 9 * DAY)]
    machine.run(minutes=2)
    assert {d.items[0]: d.state for d in machine.outbox.list()} == {
        "reminder:" + machine.subscriptions.list()[0].id + ":a:2024-12-02:7d": State.CANCELLED,
        "reminder:" + machine.subscriptions.list()[0].id + ":a:2024-12-03:7d": State.PENDING,
    }
    machine.run(days=1, hours=1)
    machine.run(days=2)
    assert len(machine.slack.standing) == 1


def test_an_event_that_comes_and_goes_while_nobody_plans_is_recorded(machine: Machine) -> None:
    """None of its reminders had been written down yet; they end as those do that had been."""
    machine.occasions = Given()
    machine.restart()
    machine.subscribe(kind=Kind.REMINDERS)
    machine.occasions.found = [occasion("a", "1d", NOW + 8 * DAY), occasion("a", "0d", NOW + 9 * DAY)]
    machine.run()
    assert machine.outbox.list() == ()
    for _ in range(2):
        machine.run(days=15)
    ends = {d.items[0].rsplit(":", 1)[1]: (d.state, d.reason) for d in machine.outbox.list()}
    assert ends == {"1d": (State.SKIPPED, COALESCED), "0d": (State.EXPIRED, LATE)}
    assert machine.slack.standing == []


def test_reminders_expire_with_their_event(machine: Machine) -> None:
    """After an outage nothing is said of what has begun."""
    machine.occasions = Given()
    machine.restart()
    machine.subscribe(kind=Kind.REMINDERS)
    machine.occasions.found = [Occasion("a", datetime(2024, 11, 26, tzinfo=UTC), "1d", NOW + HOUR, NOW + DAY)]
    machine.run()
    machine.occasions.found = []
    machine.clock.instant = NOW + DAY
    machine.reconciler.reconcile(machine.clock)
    assert (machine.only().state, machine.only().reason) == (State.EXPIRED, LATE)
    machine.run()
    assert machine.slack.standing == []
