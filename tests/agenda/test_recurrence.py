"""Series have the occurrences that independent libraries give them, and no rule can keep the machine busy."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.agenda.recurrence import MAX_OCCURRENCES, occurrences
from bot.domain.event import Event
from bot.domain.recurrence import days_of, read_rule, read_stamp, stamp, without_count

FIRST = date(2024, 1, 31)
END = date(2027, 12, 31)


def days(rule: str, first: date = FIRST, start: date = FIRST, end: date = END) -> list[date]:
    return list(days_of(read_rule(rule), first, start=start, end=end))


def by_dateutil(rule: str, first: date = FIRST, start: date = FIRST, end: date = END) -> list[date]:
    """The oracle; bounded by an UNTIL, since a rule without any match would keep it busy for minutes."""
    found = rrulestr(rule, dtstart=midnight(first)).between(midnight(start), midnight(end), inc=True)
    return [moment.date() for moment in found]


def midnight(day: date) -> datetime:
    return datetime.combine(day, time())


RULES = [
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=DAILY;BYDAY=MO,WE;COUNT=7",
    "FREQ=DAILY;BYMONTH=2,3;BYMONTHDAY=-1",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO",
    "FREQ=WEEKLY;BYDAY=FR;COUNT=10",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYDAY=3TU",
    "FREQ=MONTHLY;BYDAY=-1FR;COUNT=5",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,2;INTERVAL=2",
    "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=12;BYDAY=2TU",
    "FREQ=YEARLY;BYDAY=20MO",
    "FREQ=YEARLY;BYDAY=-1SU",
    "FREQ=YEARLY;BYYEARDAY=1,100,-1",
    "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
    "FREQ=YEARLY;BYWEEKNO=-1,1;BYDAY=MO,SU",
    "FREQ=YEARLY;BYMONTH=3,6",
    "FREQ=YEARLY;BYMONTHDAY=13;BYDAY=FR",
    "FREQ=YEARLY;INTERVAL=2;BYMONTH=11;BYDAY=1TH",
]


@pytest.mark.parametrize("rule", RULES)
def test_the_days_of_a_rule_are_those_of_dateutil(rule: str) -> None:
    """Every part of a rule that is kept, from the first day and from a later window."""
    assert days(rule) == by_dateutil(rule)
    later = date(2026, 3, 5)
    assert days(rule, start=later) == by_dateutil(rule, start=later)


weekdays = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
parts = st.fixed_dictionaries(
    {},
    optional={
        "INTERVAL": st.integers(1, 5).map(str),
        "COUNT": st.integers(1, 40).map(str),
        "BYMONTH": st.lists(st.integers(1, 12).map(str), min_size=1, max_size=3, unique=True).map(",".join),
        "BYMONTHDAY": st.lists(st.integers(-31, 31).filter(bool).map(str), min_size=1, max_size=3, unique=True).map(
            ",".join
        ),
        "BYDAY": st.lists(weekdays, min_size=1, max_size=3, unique=True).map(",".join),
        "BYSETPOS": st.sampled_from(["1", "-1", "2", "1,-1"]),
        "WKST": weekdays,
    },
)


@settings(max_examples=60)
@given(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]), parts, st.dates(date(2020, 1, 1), date(2024, 12, 31)))
def test_any_rule_agrees_with_dateutil(frequency: str, chosen: dict[str, str], first: date) -> None:
    """Whatever the parts, as long as the rule has a day at all."""
    if frequency == "WEEKLY":
        chosen.pop("BYMONTHDAY", None)  # RFC 5545 forbids it there
        chosen.pop("BYSETPOS", None)  # dateutil counts within the first week from its first day, not from its Monday
    rule = ";".join([f"FREQ={frequency}", *(f"{name}={value}" for name, value in chosen.items())])
    ours = days(rule, first=first, start=first, end=first + timedelta(days=900))
    assume(ours or ("BYMONTHDAY" not in chosen and "BYSETPOS" not in chosen))
    assert ours == by_dateutil(rule, first=first, start=first, end=first + timedelta(days=900))


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_written_as_it_is_read(rule: str) -> None:
    """What the calendar export writes is the rule itself."""
    assert read_rule(str(read_rule(rule))) == read_rule(rule)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FOO",
        "FREQ=HOURLY",
        "FREQ=SECONDLY;COUNT=1000000000",
        "FREQ=DAILY;BYHOUR=9,17",
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=x",
        "FREQ=DAILY;UNTIL=soon",
        "FREQ=MONTHLY;BYDAY=XX",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYWEEKNO=1",
        "FREQ=DAILY;BYMONTH=" + ",".join(["1"] * 500),
    ],
)
def test_rules_that_cannot_be_kept_are_refused(rule: str) -> None:
    """Nothing is half understood."""
    with pytest.raises(ValueError, match=r"."):
        read_rule(rule)


def test_a_count_becomes_a_last_day() -> None:
    """The days stay the same; a count of a billion becomes endless."""
    rule = read_rule("FREQ=WEEKLY;BYDAY=MO,FR;COUNT=9")
    plain = without_count(rule, FIRST)
    assert plain.count == 0
    assert [d for d in days(str(plain)) if plain.until is None or d <= plain.until] == days(str(rule))
    endless = without_count(read_rule("FREQ=DAILY;COUNT=1000000000"), FIRST)
    assert (endless.count, endless.until) == (0, None)


def weekly(**changes: object) -> Event:
    fields: dict[str, object] = {
        "uid": "u",
        "title": "t",
        "starts": datetime(2024, 10, 1, 13, tzinfo=UTC),
        "ends": datetime(2024, 10, 1, 14, tzinfo=UTC),
        "zone": "America/New_York",
        "recurrence": "RRULE:FREQ=WEEKLY",
    }
    return Event(**{**fields, **changes})  # type: ignore[arg-type]  # fields by name


def starts_of(event: Event, start: date, end: date) -> list[object]:
    return [occurrence.starts for occurrence in occurrences(event, start=start, end=end)]


def test_a_series_keeps_its_wall_time() -> None:
    """Nine in New York stays nine after the clocks go back, so its instant moves."""
    assert starts_of(weekly(), date(2024, 10, 28), date(2024, 11, 9)) == [
        datetime(2024, 10, 29, 13, tzinfo=UTC),
        datetime(2024, 11, 5, 14, tzinfo=UTC),
    ]


def test_positions_count_within_the_whole_week() -> None:
    """The first of Monday and Wednesday is the Monday, also in the week in which the series begins on Wednesday."""
    found = days(
        "FREQ=WEEKLY;BYDAY=MO,WE;BYSETPOS=1", first=date(2020, 1, 1), start=date(2020, 1, 1), end=date(2020, 1, 14)
    )
    assert found == [date(2020, 1, 6), date(2020, 1, 13)]


def test_exceptions_additions_and_the_end_are_kept() -> None:
    """EXDATE takes away, RDATE adds, UNTIL ends."""
    event = weekly(
        recurrence="RRULE:FREQ=WEEKLY;UNTIL=20241022T130000Z\nEXDATE:20241008T130000Z\nRDATE:20241011T130000Z"
    )
    assert starts_of(event, date(2024, 9, 1), date(2025, 9, 1)) == [
        datetime(2024, 10, day, 13, tzinfo=UTC) for day in (1, 11, 15, 22)
    ]


def test_an_occurrence_stands_for_itself() -> None:
    """It keeps title and length and has no rule of its own."""
    event = weekly(starts=date(2024, 10, 1), ends=date(2024, 10, 3), zone="")
    second = list(occurrences(event, start=date(2024, 10, 10), end=date(2024, 10, 10)))
    assert [(o.starts, o.ends, o.recurrence, o.uid) for o in second] == [
        (date(2024, 10, 8), date(2024, 10, 10), "", "u")
    ]


def test_single_and_undated_events() -> None:
    """A single event is its only occurrence, where the window touches it; an undated one has none."""
    single = weekly(recurrence="")
    assert list(occurrences(single, start=date(2024, 10, 1), end=date(2024, 10, 1))) == [single]
    assert list(occurrences(single, start=date(2024, 10, 2), end=date(2025, 10, 1))) == []
    assert list(occurrences(weekly(starts=None, ends=None), start=date(2024, 1, 1), end=date(2026, 1, 1))) == []


def test_no_rule_can_keep_the_machine_busy() -> None:
    """A day that never comes is looked for in the window only; a flood of occurrences is cut."""
    never = weekly(recurrence="RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
    assert starts_of(never, date(2024, 10, 2), date(2025, 10, 1)) == []
    daily = weekly(recurrence="RRULE:FREQ=DAILY")
    assert len(starts_of(daily, date(2030, 1, 1), date(2050, 1, 1))) == MAX_OCCURRENCES
    assert starts_of(weekly(recurrence="RRULE:FREQ=YEARLY"), date(9999, 1, 1), date(9999, 12, 31))


def test_stamps_are_read_back() -> None:
    """Dates and instants of exceptions survive the text they are kept in."""
    for moment in (date(2024, 12, 10), datetime(2024, 12, 10, 5, 30, tzinfo=UTC)):
        assert read_stamp(stamp(moment)) == moment
