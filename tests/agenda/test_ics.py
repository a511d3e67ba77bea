"""The calendar export is read alike by two libraries that share no parser, and stays the same for the same events."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from bot.agenda.ics import MAX_OCTETS, export
from bot.agenda.recurrence import occurrences
from bot.domain.agenda import EventVersion
from bot.domain.event import EventStatus
from bot.ingest.calendars.reading import read_calendar
from tests.agenda.world import NOW, at, event, version

ALL_DAY = event(
    "NeurIPS 2024", ends=date(2024, 12, 15), place="캐나다 밴쿠버", zone="America/Vancouver", url="https://neurips.cc/",
    summary="첫 줄; 세미콜론, 쉼표\n둘째 줄 \\ 역슬래시 " + "가나다라마바사 " * 30,
)  # fmt: skip
TIMED = event("웨비나", at(2024, 11, 27, 5), at(2024, 11, 27, 6), zone="Asia/Seoul")
POINT = event("마감", at(2024, 11, 27, 5))
WEEKLY = event(
    "정기 모임", at(2024, 10, 1, 13), at(2024, 10, 1, 14), zone="America/New_York",
    recurrence="RRULE:FREQ=WEEKLY;UNTIL=20241126\nRDATE:20241003T130000Z\nEXDATE:20241008T130000Z",
)  # fmt: skip
MONTHLY = event("월례", date(2024, 10, 1), recurrence="RRULE:FREQ=MONTHLY;BYDAY=1TU\nEXDATE:20241105")
GONE = event("취소된 행사", status=EventStatus.CANCELLED)
VERSIONS = [
    version(ALL_DAY, sequence=3, changed_at=at(2024, 11, 2, 3, 4)),
    *(version(e) for e in (TIMED, POINT, WEEKLY, MONTHLY, GONE)),
]


def calendar(*versions: EventVersion) -> bytes:
    return export(versions, name="AI 행사")


def fields(data: bytes) -> list[dict[str, Any]]:
    """Every event as icalendar reads it."""
    found = []
    for component in icalendar.Calendar.from_ical(data).walk("VEVENT"):
        part: Any = component
        found.append(
            {
                "uid": str(part["UID"]),
                "sequence": int(part["SEQUENCE"]),
                "stamp": part["DTSTAMP"].dt,
                "title": str(part["SUMMARY"]),
                "starts": part["DTSTART"].dt,
                "ends": part["DTEND"].dt if "DTEND" in part else None,
                "place": str(part.get("LOCATION", "")),
                "description": str(part.get("DESCRIPTION", "")),
                "url": str(part.get("URL", "")),
                "status": str(part["STATUS"]),
                "repeats": "RRULE" in part,
            }
        )
    return found


def other_fields(data: bytes) -> list[dict[str, Any]]:
    """Every event as ical reads it, a library with a parser of its own."""
    return [
        {
            "uid": part.uid,
            "sequence": part.sequence,
            "stamp": part.dtstamp,
            "title": part.summary,
            "starts": part.dtstart,
            "ends": part.dtend,
            "place": part.location or "",
            "description": part.description or "",
            "url": str(part.url or ""),
            "status": str(part.status.value if part.status else ""),
            "repeats": part.rrule is not None,
        }
        for part in IcsCalendarStream.calendar_from_ics(data.decode()).events
    ]


def by_uid(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Instants as they are, whatever zone object a library gives them."""
    for row in rows:
        for name in ("starts", "ends", "stamp"):
            if isinstance(row[name], datetime):
                row[name] = row[name].astimezone(UTC)
    return {row["uid"]: row for row in rows}


def test_two_libraries_read_the_same() -> None:
    """Every field of every event."""
    data = calendar(*VERSIONS)
    ours, theirs = by_uid(fields(data)), by_uid(other_fields(data))
    assert len(ours) == len(VERSIONS)
    assert ours == theirs
    first = ours[f"{ALL_DAY.uid}@aitrend"]
    assert (first["title"], first["place"], first["url"]) == ("NeurIPS 2024", "캐나다 밴쿠버", "https://neurips.cc/")
    assert (first["starts"], first["ends"]) == (date(2024, 12, 10), date(2024, 12, 16)), "the end is exclusive"
    assert first["description"] == f"{ALL_DAY.summary}\nhttps://neurips.cc/"
    assert (first["sequence"], first["stamp"]) == (3, at(2024, 11, 2, 3, 4))
    assert ours[f"{TIMED.uid}@aitrend"]["ends"] == at(2024, 11, 27, 6)
    assert ours[f"{GONE.uid}@aitrend"]["status"] == "CANCELLED"


def test_a_series_has_its_times_in_both_libraries() -> None:
    """Over the change of clocks, with exceptions and additions."""
    import recurring_ical_events

    data = calendar(version(WEEKLY), version(MONTHLY))
    window = date(2024, 9, 1), date(2025, 3, 1)
    ours = {o.starts for e in (WEEKLY, MONTHLY) for o in occurrences(e, start=window[0], end=window[1])}
    parts: Any = recurring_ical_events.of(icalendar.Calendar.from_ical(data)).between(*window)
    assert {_utc(part["DTSTART"].dt) for part in parts} == ours
    timeline = IcsCalendarStream.calendar_from_ics(data.decode()).timeline_tz(UTC)
    inside = timeline.overlapping(at(2024, 9, 1), at(2025, 3, 1))
    assert {_utc(part.dtstart) for part in inside if part.dtstart} == ours


def _utc(moment: date | datetime) -> date | datetime:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def test_the_same_events_give_the_same_bytes() -> None:
    """In whatever order they come: a subscribed calendar must not see a change where there is none."""
    assert calendar(*VERSIONS) == calendar(*reversed(VERSIONS))


def test_only_a_changed_event_changes() -> None:
    """The others keep uid, sequence and stamp to the byte."""
    before = calendar(*VERSIONS)
    moved = replace(VERSIONS[1], event=replace(TIMED, title="새 이름"), sequence=1, changed_at=NOW)
    after = calendar(VERSIONS[0], moved, *VERSIONS[2:])
    differing = [uid for uid, row in by_uid(fields(after)).items() if by_uid(fields(before))[uid] != row]
    assert differing == [f"{TIMED.uid}@aitrend"]


def test_lines_are_short_and_end_as_asked() -> None:
    """At most 75 octets before each CRLF, never broken within a character."""
    data = calendar(*VERSIONS)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n"):
        assert len(line) <= MAX_OCTETS
        line.decode()


def test_undated_vague_and_removed_events_are_left_out() -> None:
    """A calendar has no place for what has no day."""
    undated = event("미정", None)
    vague = event("중순", starts=date(2024, 12, 11), ends=date(2024, 12, 20), vague="12월 중순")
    assert fields(calendar(version(undated), version(vague), version(event(), removed_at=NOW))) == []


def test_a_hostile_title_stays_a_title() -> None:
    """Line breaks and controls cannot begin a property of their own."""
    title = "x\r\nBEGIN:VEVENT\nSUMMARY:y\x00\x1b\u2028;,:\\"
    (row,) = fields(calendar(version(event(title))))
    assert row["title"] == "x\nBEGIN:VEVENT\nSUMMARY:y;,:\\"


@settings(max_examples=40)
@given(
    st.text(min_size=1, max_size=120),
    st.text(max_size=200),
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.integers(0, 30),
)
def test_any_event_is_read_back(title: str, summary: str, day: date, length: int) -> None:
    """By our own reader of calendars as well, through which a feed may come back."""
    one = event(title, day, day + timedelta(days=length), summary=summary)
    data = calendar(version(one))
    (row,) = fields(data)
    assert (row["starts"], row["ends"]) == (day, day + timedelta(days=length + 1))
    assert len(by_uid(other_fields(data))) == 1
    found = read_calendar(data, path="x.ics", document_id="x").document
    assert found is not None
    assert all((e.starts, e.ends) == (day, day + timedelta(days=length)) for e in found.events)


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "Australia/Lord_Howe", "Asia/Seoul", "America/St_Johns", "Asia/Gaza"]
)
def test_zones_are_described_as_they_are(zone: str) -> None:
    """A program that knows no IANA names finds every change of the clocks in the VTIMEZONE."""
    series = replace(WEEKLY, zone=zone, recurrence="RRULE:FREQ=WEEKLY")
    (component,) = icalendar.Calendar.from_ical(calendar(version(series))).walk("VTIMEZONE")
    described: Any = component
    rules = described.to_tz(lookup_tzid=False)
    moment = at(2024, 1, 1)
    while moment < at(2027, 1, 1):
        wall = moment.astimezone(ZoneInfo(zone))
        assert rules.utcoffset(wall.replace(tzinfo=None)) == wall.utcoffset(), wall
        moment += timedelta(hours=61)


def test_an_empty_calendar_is_a_calendar() -> None:
    """A workspace without events can be subscribed to."""
    assert fields(calendar()) == []
    assert icalendar.Calendar.from_ical(calendar())["X-WR-CALNAME"] == "AI 행사"
