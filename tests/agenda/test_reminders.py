"""Reminders fall on the channel's own morning, each lead time once, and a late discovery is told once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agenda.reminders import WAKING, lead_slot, occasions, personal_slot, waking
from bot.domain.agenda import Change, EventVersion, PersonalReminder, Step
from bot.domain.event import EventStatus
from bot.domain.occasion import Occasion
from bot.domain.subscription import Kind, Rule, Wish
from tests.agenda.world import NOW, at, event, version

SEOUL = Rule(at=time(9), zone="Asia/Seoul")
WISH = Wish("T1", "C1", Kind.REMINDERS, rule=SEOUL)
D10 = date(2024, 12, 10)
YEAR_END = at(2024, 12, 31)


def due(
    *versions: EventVersion, wish: Wish = WISH, now: datetime = NOW, until: datetime = YEAR_END,
    muted: Iterable[str] = (),
) -> list[tuple[str, datetime]]:  # fmt: skip
    found = occasions(versions, wish, muted=frozenset(muted), until=until, now=now)
    return [(o.offset, o.slot) for o in found]


def test_each_lead_time_has_the_channels_morning() -> None:
    """Nine in Seoul is midnight in UTC, seven days, one day and no day before."""
    assert due(version(event())) == [("7d", at(2024, 12, 3)), ("1d", at(2024, 12, 9)), ("0d", at(2024, 12, 10))]


def test_the_zone_is_the_channels_not_the_events() -> None:
    """A channel in New York is reminded on its own mornings, over the change of clocks too."""
    wish = replace(WISH, rule=Rule(at=time(8, 30), zone="America/New_York"))
    november = version(event(starts=date(2024, 11, 5), zone="Asia/Seoul"))
    assert due(november, wish=wish, now=at(2024, 10, 20)) == [
        ("7d", at(2024, 10, 29, 12, 30)),
        ("1d", at(2024, 11, 4, 13, 30)),
        ("0d", at(2024, 11, 5, 13, 30)),
    ]


def test_a_timed_event_counts_by_its_day_in_the_channel() -> None:
    """Evening in Vancouver is the next day in Seoul."""
    evening = event(starts=at(2024, 12, 11, 3), ends=at(2024, 12, 11, 4), zone="America/Vancouver")
    assert due(version(evening))[-1] == ("0d", at(2024, 12, 11))


def test_an_event_before_the_hour_is_told_the_day_before() -> None:
    """A morning reminder that comes after the start is none."""
    early = event(starts=at(2024, 12, 9, 22), ends=at(2024, 12, 9, 23))
    assert due(version(early)) == [("7d", at(2024, 12, 3)), ("0d", at(2024, 12, 9))]


@pytest.mark.parametrize(
    "silent",
    [
        version(event("미정", None, vague="미정")),
        version(event(starts=date(2024, 12, 11), ends=date(2024, 12, 20), vague="12월 중순")),
        version(event(status=EventStatus.CANCELLED)),
        version(event(), removed_at=NOW),
        version(event(starts=date(2024, 11, 20))),
        version(event(starts=date(2024, 11, 20), ends=date(2024, 12, 20))),
        version(event(starts=at(2024, 11, 25, 2), ends=at(2024, 11, 25, 9))),
    ],
)
def test_no_reminders_of_what_has_no_day_ahead(silent: EventVersion) -> None:
    """Undated, vague, cancelled, removed, past, running and begun events."""
    assert due(silent) == []


def test_the_morning_of_stands_while_the_day_lasts() -> None:
    """A worker that comes up at noon still has it to send, and not the day after."""
    assert due(version(event()), now=at(2024, 12, 10, 14, 59), until=YEAR_END)[-1] == ("0d", at(2024, 12, 10))
    assert due(version(event()), now=at(2024, 12, 10, 15)) == []


def test_muted_events_and_other_topics_are_left_out() -> None:
    """What nobody wants is not planned."""
    robots = version(event("로봇 박람회", place="대전"))
    assert due(version(event()), robots, muted=[event().uid]) == due(robots)
    assert due(version(event()), robots, wish=replace(WISH, topics=("로봇", "의료"))) == due(robots)
    assert due(version(event()), wish=replace(WISH, topics=("로봇",))) == []


def test_only_slots_up_to_the_horizon() -> None:
    """Past ones included, since they may not have been planned yet."""
    assert due(version(event()), now=at(2024, 12, 8), until=at(2024, 12, 9)) == [
        ("7d", at(2024, 12, 3)),
        ("1d", at(2024, 12, 9)),
    ]


FOUND_LATE = [
    # found, expected beside the regular ones
    (at(2024, 12, 5, 3), [("7d", at(2024, 12, 5, 3)), ("1d", at(2024, 12, 9)), ("0d", at(2024, 12, 10))]),
    (at(2024, 12, 5, 15), [("7d", at(2024, 12, 6)), ("1d", at(2024, 12, 9)), ("0d", at(2024, 12, 10))]),
    (at(2024, 12, 9, 3), [("1d", at(2024, 12, 9, 3)), ("0d", at(2024, 12, 10))]),
    (at(2024, 12, 8, 23, 30), [("1d", at(2024, 12, 9)), ("0d", at(2024, 12, 10))]),
    (at(2024, 12, 9, 13), [("0d", at(2024, 12, 10))]),
    (at(2024, 12, 10, 3), [("0d", at(2024, 12, 10, 3))]),
    (at(2024, 12, 10, 13), []),
]


@pytest.mark.parametrize(("found", "expected"), FOUND_LATE, ids=[str(row[0]) for row in FOUND_LATE])
def test_a_late_discovery_is_told_once(found: datetime, expected: list[tuple[str, datetime]]) -> None:
    """At once in waking hours, else in the morning; not at all where the next regular one comes first, or too late."""
    late = version(event(), found_at=found)
    assert due(late, now=found) == expected
    if expected:
        assert due(late, now=found + timedelta(minutes=10)) == expected, "the same at the next look"


def test_a_look_as_of_an_earlier_instant_asks_what_would_have_been() -> None:
    """Documents that were read today are known on any day that is asked about."""
    read_today = version(event(), found_at=at(2026, 11, 21))
    assert due(read_today, now=at(2024, 12, 2)) == due(version(event()), now=at(2024, 12, 2))


def test_a_move_is_a_discovery_of_the_new_date() -> None:
    """Moved into a lead time it is told once; moved far away it starts anew."""
    moved_at = at(2024, 12, 5, 3)
    step = Step(Change.MOVED, moved_at, 1, date(2024, 12, 20), date(2024, 12, 20))
    moved = version(event(), steps=(step,))
    assert due(moved, now=moved_at) == FOUND_LATE[0][1]
    far = version(event(starts=date(2024, 12, 24)), steps=(replace(step, starts=D10, ends=D10),))
    assert [offset for offset, _ in due(far, now=moved_at)] == ["7d", "1d", "0d"]
    longer = version(event(ends=date(2024, 12, 12)), steps=(replace(step, starts=D10, ends=D10),))
    assert due(longer, now=moved_at)[0] == ("7d", at(2024, 12, 3)), "a later end is no new start"


def test_a_series_is_told_by_its_turns() -> None:
    """Every week the day before and in the morning, but not a week ahead; every day in the morning only."""
    weekly = event(starts=date(2024, 11, 5), recurrence="RRULE:FREQ=WEEKLY")
    found = due(version(weekly), until=at(2024, 12, 4))
    assert found == [
        ("1d", at(2024, 11, 25)),
        ("0d", at(2024, 11, 26)),
        ("1d", at(2024, 12, 2)),
        ("0d", at(2024, 12, 3)),
    ]
    daily = event(starts=date(2024, 11, 5), recurrence="RRULE:FREQ=DAILY")
    assert {offset for offset, _ in due(version(daily), until=at(2024, 11, 27))} == {"0d"}
    yearly = event(starts=date(2023, 12, 10), recurrence="RRULE:FREQ=YEARLY")
    assert [offset for offset, _ in due(version(yearly))] == ["7d", "1d", "0d"]


ZONES = ["Asia/Seoul", "America/New_York", "Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Apia"]


@given(
    st.sampled_from(ZONES),
    st.times(time(5), time(22)),
    st.dates(date(2024, 1, 1), date(2025, 12, 31)),
    st.integers(0, 30),
    st.integers(0, 23),
)
def test_a_slot_is_the_wall_time_of_the_rule(zone: str, hour: time, day: date, days: int, start: int) -> None:
    """In every zone, over every change of clocks, and before a start that has an hour."""
    rule = Rule(at=hour.replace(second=0, microsecond=0), zone=zone)
    slot = lead_slot(day, days, rule).astimezone(ZoneInfo(zone))
    assert (slot.date(), slot.time()) == (day - timedelta(days=days), rule.at)
    starts = at(day.year, day.month, day.day, start)
    timed = lead_slot(starts, days, rule)
    assert timed < starts
    local = starts.astimezone(ZoneInfo(zone)).date() - timed.astimezone(ZoneInfo(zone)).date()
    assert local.days in {days, days + (days == 0)}


@pytest.mark.parametrize(
    ("starts", "days", "expected"),
    [
        (D10, 7, at(2024, 12, 3)),
        (D10, 1, at(2024, 12, 9)),
        (D10, 0, at(2024, 12, 10)),
        (at(2024, 12, 10, 5), 0, at(2024, 12, 10)),
        (at(2024, 12, 9, 22), 0, at(2024, 12, 9)),  # 07:00 in Seoul: before nine, so the day before
        (at(2024, 12, 9, 22), 1, at(2024, 12, 9)),
        (at(2024, 12, 10, 0), 0, at(2024, 12, 9)),  # at nine sharp there is no time left
    ],
)
def test_lead_times_are_mornings_before_the_event(starts: date | datetime, days: int, expected: datetime) -> None:
    """The morning of a day is nine o'clock there, and never after the event has begun."""
    assert lead_slot(starts, days, SEOUL) == expected


@given(st.sampled_from(ZONES), st.times(), st.integers(0, 2 * 365 * 24 * 60))
def test_nobody_is_woken(zone: str, hour: time, minutes: int) -> None:
    """What is told at once is told in waking hours, and no more than a day later."""
    rule = Rule(at=hour.replace(second=0, microsecond=0), zone=zone)
    known = at(2024, 1, 1) + timedelta(minutes=minutes)
    told = waking(known, rule)
    assert timedelta() <= told - known <= timedelta(days=1)
    assert WAKING[0] <= told.astimezone(ZoneInfo(zone)).time() <= WAKING[1]


def test_a_person_chooses_the_moment() -> None:
    """Days before at an hour, minutes before a start, or an instant."""
    wish = PersonalReminder("r", "T1", "U1", "u", NOW, zone="Asia/Seoul", at=time(8, 30))
    assert personal_slot(wish, D10) == at(2024, 12, 8, 23, 30)
    assert personal_slot(replace(wish, minutes=30), at(2024, 12, 10, 5)) == at(2024, 12, 10, 4, 30)
    assert personal_slot(replace(wish, minutes=30), D10) == at(2024, 12, 8, 23, 30), "a day has no minutes before it"
    assert personal_slot(replace(wish, moment=at(2024, 12, 1)), D10) == at(2024, 12, 1)


def test_occasions_carry_what_the_outbox_needs() -> None:
    """Until when they stand, and since when they are known."""
    found = occasions([version(event())], WISH, muted=frozenset(), until=YEAR_END, now=NOW)
    first = Occasion(event().uid, D10, "7d", at(2024, 12, 3), at(2024, 12, 10, 15), at(2024, 10, 1))
    assert found[0] == first
