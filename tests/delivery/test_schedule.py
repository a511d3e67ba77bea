"""Slots against an independent oracle, and at the places where clocks jump."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from whenever import Instant, PlainDateTime

from bot.delivery.schedule import digest_key, next_slots, slots
from bot.domain.subscription import Rule

ZONES = sorted(available_timezones())
DAY = timedelta(days=1)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def oracle(rule: Rule, after: datetime, until: datetime) -> list[tuple[datetime, str]]:
    """The same slots day by day, with the instants of another library."""
    found = []
    day = after.date() - 3 * DAY
    while day <= until.date() + 3 * DAY:
        if day.isoweekday() in rule.weekdays:
            local = PlainDateTime(day.year, day.month, day.day, rule.at.hour, rule.at.minute)
            instant = local.assume_tz(rule.zone, disambiguation="compatible").to_instant()
            place = sorted(rule.weekdays).index(day.isoweekday()) + 1
            year, week, _ = day.isocalendar()
            moment = datetime.fromtimestamp(instant.timestamp(), UTC)
            found.append((moment, f"{year}-W{week:02}" + (f".{place}" if place > 1 else "")))
        day += DAY
    return [(moment, period) for moment, period in found if after < moment <= until]


rules = st.builds(
    Rule,
    weekdays=st.lists(st.integers(1, 7), min_size=1, max_size=7, unique=True).map(lambda d: tuple(sorted(d))),
    at=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    zone=st.sampled_from(ZONES),
)


@settings(max_examples=150)
@example(Rule((6,), time(22, 0, fold=1), "Chile/EasterIsland"), datetime(2016, 8, 12), 3)  # noqa: DTZ001 - in a gap
@given(rules, st.datetimes(datetime(2012, 1, 1), datetime(2037, 1, 1)), st.integers(1, 60))  # noqa: DTZ001
def test_slots_are_those_of_another_library(rule: Rule, start: datetime, days: int) -> None:
    """Any rule in any zone: gaps shift forward, folds count once."""
    after = start.replace(tzinfo=UTC)
    until = after + days * DAY
    assert [(s.at, s.period) for s in slots(rule, after=after, until=until)] == oracle(rule, after, until)


def test_the_oracle_itself_is_independent_of_zoneinfo() -> None:
    """Two libraries that share their rules would prove nothing."""
    berlin = PlainDateTime(2024, 3, 31, 2, 30).assume_tz("Europe/Berlin", disambiguation="compatible")
    assert berlin.to_instant() == Instant.from_utc(2024, 3, 31, 1, 30)


@pytest.mark.parametrize(
    ("zone", "day", "wall", "expected"),
    [
        ("Asia/Seoul", date(2024, 11, 25), time(9), at(2024, 11, 25)),
        ("Europe/Berlin", date(2024, 3, 31), time(2, 30), at(2024, 3, 31, 1, 30)),  # a gap: 03:30 is shown
        ("Europe/Berlin", date(2024, 10, 27), time(2, 30), at(2024, 10, 27, 0, 30)),  # a fold: the first
        ("Africa/Cairo", date(2024, 4, 26), time(0), at(2024, 4, 25, 22)),  # midnight does not exist: 01:00
        ("Africa/Cairo", date(2024, 11, 1), time(0), at(2024, 10, 31, 22)),
        ("Australia/Lord_Howe", date(2024, 10, 6), time(2, 15), at(2024, 10, 5, 15, 45)),  # half an hour
        ("Asia/Kathmandu", date(2024, 11, 25), time(9), at(2024, 11, 25, 3, 15)),
        ("Pacific/Kiritimati", date(2024, 11, 25), time(9), at(2024, 11, 24, 19)),
    ],
)
def test_wall_times_at_the_edges(zone: str, day: date, wall: time, expected: datetime) -> None:
    """Each is sent once, at the instant that a person there would name."""
    rule = Rule((day.isoweekday(),), wall, zone)
    found = [s.at for s in slots(rule, after=expected - 3 * DAY, until=expected + 3 * DAY)]
    assert found == [expected]


def test_a_day_that_the_calendar_left_out_is_not_served_twice() -> None:
    """Apia had no 30 December 2011: its slot falls on that of the day after."""
    rule = Rule((5, 6), time(9), "Pacific/Apia")
    found = list(slots(rule, after=at(2011, 12, 28), until=at(2012, 1, 2)))
    assert [s.at for s in found] == [at(2011, 12, 30, 19)]


def test_periods_are_iso_weeks_of_the_zone() -> None:
    """A Monday in Seoul is still Sunday in UTC, and belongs to Seoul's week; the year is that of the week."""
    (first, second) = next_slots(Rule((1,), time(8), "Asia/Seoul"), after=at(2024, 12, 22), count=2)
    assert (first.at, first.period) == (at(2024, 12, 22, 23), "2024-W52")
    assert (second.at, second.period) == (at(2024, 12, 29, 23), "2025-W01")
    assert digest_key("s", second) == "digest:s:2025-W01"


def test_further_days_of_a_week_have_periods_of_their_own() -> None:
    """Two digests a week are two periods, counted from the week's beginning."""
    found = next_slots(Rule((4, 1), time(9), "UTC"), after=at(2024, 11, 24), count=4)
    assert [s.period for s in found] == ["2024-W48", "2024-W48.2", "2024-W49", "2024-W49.2"]


def test_nothing_is_due_without_days_or_time() -> None:
    """An empty rule and an empty span have no slots."""
    assert list(slots(Rule(()), after=at(2024, 1, 1), until=at(2025, 1, 1))) == []
    assert list(slots(Rule(), after=at(2024, 1, 1), until=at(2024, 1, 1))) == []
