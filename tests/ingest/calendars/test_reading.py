"""Calendar files become events with their series; what cannot be kept is a problem with its line."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.document import Document, Parsed, SectionKind, Severity
from bot.domain.event import Event, EventStatus
from bot.errors import DocumentError
from bot.ingest.calendars.events import MAX_EVENTS
from bot.ingest.calendars.reading import read_calendar


def calendar(*components: str, head: str = "") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *head.split("|"), *components, "END:VCALENDAR", ""]
    return "\r\n".join(line for line in lines if line).encode()


def vevent(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def read(data: bytes) -> Parsed:
    return read_calendar(data, path="a.ics", document_id="doc")


def document(data: bytes) -> Document:
    found = read(data).document
    assert found is not None
    return found


def only(*lines: str, head: str = "") -> Event:
    parsed = read(calendar(vevent("SUMMARY:x", *lines), head=head))
    assert parsed.problems == ()
    assert parsed.document is not None
    (event,) = parsed.document.events
    return event


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]  # year to minute


def test_an_all_day_event_ends_on_its_last_day() -> None:
    """RFC 5545 names the day after; events name the last one."""
    event = only("DTSTART;VALUE=DATE:20241210", "DTEND;VALUE=DATE:20241216", "LOCATION:캐나다 밴쿠버")
    assert (event.starts, event.ends, event.zone) == (date(2024, 12, 10), date(2024, 12, 15), "America/Vancouver")
    assert only("DTSTART;VALUE=DATE:20241210").ends == date(2024, 12, 10)
    assert only("DTSTART;VALUE=DATE:20241210", "DURATION:P3D").ends == date(2024, 12, 12)


@pytest.mark.parametrize(
    ("line", "zone"),
    [
        ("DTSTART;TZID=Asia/Seoul:20241210T090000", "Asia/Seoul"),
        ("DTSTART;TZID=Korea Standard Time:20241210T090000", "Asia/Seoul"),
        ("DTSTART;TZID=/freeassociation.sourceforge.net/Asia/Seoul:20241210T090000", "Asia/Seoul"),
        ("DTSTART:20241210T000000Z", ""),
    ],
)
def test_a_time_is_an_instant_in_its_zone(line: str, zone: str) -> None:
    """IANA names, Outlook's names and vendors' prefixes all name the zone."""
    event = only(line, "DURATION:PT1H")
    assert (event.starts, event.ends, event.zone) == (at(2024, 12, 10), at(2024, 12, 10, 1), zone)


def test_a_time_without_a_zone_takes_the_calendars_or_the_places() -> None:
    """Where neither is known, only the day is kept, and the editor is told."""
    assert only("DTSTART:20241210T090000", head="X-WR-TIMEZONE:Asia/Seoul").starts == at(2024, 12, 10)
    assert only("DTSTART:20241210T090000", "LOCATION:서울").starts == at(2024, 12, 10)
    parsed = read(calendar(vevent("SUMMARY:x", "DTSTART:20241210T090000", "DTEND:20241210T100000")))
    assert parsed.document is not None
    assert parsed.document.events[0].starts == date(2024, 12, 10)
    assert {p.severity for p in parsed.problems} == {Severity.WARNING}


def test_a_zone_of_the_files_own_is_used() -> None:
    """A VTIMEZONE without an IANA name still gives the instant."""
    rules = "BEGIN:STANDARD|DTSTART:16010101T000000|TZOFFSETFROM:+0900|TZOFFSETTO:+0900|END:STANDARD"
    zone = "\r\n".join(["BEGIN:VTIMEZONE", "TZID:Ours", *rules.split("|"), "END:VTIMEZONE"])
    data = calendar(zone, vevent("SUMMARY:x", "DTSTART;TZID=Ours:20241210T090000"))
    assert document(data).events[0].starts == at(2024, 12, 10)


def test_a_series_keeps_its_rule() -> None:
    """Count, exceptions and additions are kept in a form of our own, so that no horizon ends the series."""
    event = only(
        "DTSTART;TZID=Asia/Seoul:20241203T140000",
        "DTEND;TZID=Asia/Seoul:20241203T150000",
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE;TZID=Asia/Seoul:20241210T140000",
        "RDATE;TZID=Asia/Seoul:20241205T140000",
    )
    assert event.recurrence.splitlines() == [
        "RRULE:FREQ=WEEKLY;UNTIL=20241224",
        "RDATE:20241205T050000Z",
        "EXDATE:20241210T050000Z",
    ]


def test_a_changed_time_of_a_series_stands_for_itself() -> None:
    """The series leaves it out, and the newest of several versions counts."""
    series = vevent("UID:1", "SUMMARY:x", "DTSTART:20241203T140000Z", "RRULE:FREQ=WEEKLY")
    changed = vevent("UID:1", "SUMMARY:moved", "RECURRENCE-ID:20241210T140000Z", "DTSTART:20241211T140000Z")
    newer = vevent("UID:1", "SUMMARY:again", "SEQUENCE:2", "RECURRENCE-ID:20241210T140000Z", "DTSTART:20241212T140000Z")
    events = document(calendar(series, newer, changed)).events
    assert [(e.title, e.starts) for e in events] == [("x", at(2024, 12, 3, 14)), ("again", at(2024, 12, 12, 14))]
    assert events[0].recurrence.endswith("EXDATE:20241210T140000Z")
    assert events[0].uid != events[1].uid


def test_what_an_event_says_is_kept() -> None:
    """Folded and escaped texts, HTML in descriptions, status; alarms are not events."""
    data = calendar(
        vevent(
            "UID:7",
            "DTSTAMP:20241101T000000Z",
            "SUMMARY:Conf\r\n erence\\, one",
            "DTSTART;VALUE=DATE:20241210",
            "URL:https://c.example/",
            "DESCRIPTION:<p>Hello</p>World\\nall",
            "STATUS:CANCELLED",
            "BEGIN:VALARM",
            "SUMMARY:no",
            "END:VALARM",
        ),
        head="X-WR-CALNAME:우리 달력",
    )
    found = document(data)
    (event,) = found.events
    assert (event.title, event.url, event.summary) == ("Conference, one", "https://c.example/", "Hello\nWorld\nall")
    assert (event.status, event.line, event.document) == (EventStatus.CANCELLED, 4, "doc")
    assert (found.info.title, found.info.date) == ("우리 달력", date(2024, 11, 1))


def test_every_event_is_a_section_of_the_text() -> None:
    """Search finds events like any other section."""
    found = document(
        calendar(
            vevent("UID:1", "SUMMARY:첫째", "DTSTART;VALUE=DATE:20241210", "LOCATION:서울"),
            vevent("UID:2", "SUMMARY:둘째", "DTSTART;TZID=Asia/Seoul:20241210T090000"),
        )
    )
    assert [found.text[s.start : s.end] == s.text for s in found.sections] == [True, True]
    assert found.sections[0].text == "첫째\n2024-12-10 · 서울"
    assert found.sections[1].text == "둘째\n2024-12-10 09:00 Asia/Seoul"
    assert [(s.kind, s.path, s.line) for s in found.sections] == [
        (SectionKind.EVENT, ("첫째",), 3),
        (SectionKind.EVENT, ("둘째",), 9),
    ]
    assert len({s.id for s in found.sections}) == 2


BROKEN = [
    (("DTSTART;VALUE=DATE:20241210",), 0),
    (("SUMMARY:x",), 0),
    (("SUMMARY:x", "DTSTART:20240230"), 2),
    (("SUMMARY:x", "DTSTART:garbage"), 2),
    (("SUMMARY:x", "DTSTART:20241210T090000Z", "DTEND:20241209T090000Z"), 3),
    (("SUMMARY:x", "DTSTART:20241210T090000Z", "DTEND;VALUE=DATE:20241211"), 3),
    (("SUMMARY:x", "DTSTART:20241210T090000Z", "DTEND:20441210T090000Z"), 3),
    (("SUMMARY:x", "DTSTART;TZID=Nowhere:20241210T090000"), 2),
    (("SUMMARY:x", "DTSTART:20241210T090000Z", "RRULE:FREQ=SECONDLY;COUNT=1000000000"), 3),
    (("SUMMARY:x", "DTSTART:20241210T090000Z", "RRULE:FREQ=DAILY;BYHOUR=1,2,3"), 3),
    (("SUMMARY:x", "DTSTART:20241210T090000Z", "RRULE:"), 3),
    (("SUMMARY:x", "DTSTART:20241210T090000Z", "EXDATE:soon"), 3),
    (("SUMMARY:x", "DTSTART:00010101T000000Z"), 0),
    (("SUMMARY:x", "DTSTART:20241210T090000Z", "DTSTART:20241211T090000Z"), 2),
    (("SUMMARY:x", "DTSTART:20241210T090000Z", "RDATE:" + ",".join(["20241211T090000Z"] * 1001)), 3),
]


@pytest.mark.parametrize(("lines", "offset"), BROKEN, ids=[f"{row[0][-1][:40]}" for row in BROKEN])
def test_a_broken_event_leaves_the_others(lines: tuple[str, ...], offset: int) -> None:
    """It is named with the line of its fault (offset from BEGIN:VEVENT), and nothing of it is guessed."""
    good = vevent("SUMMARY:good", "DTSTART;VALUE=DATE:20241210")
    parsed = read(calendar(vevent(*lines), good))
    assert parsed.document is not None
    assert [e.title for e in parsed.document.events] == ["good"]
    assert [(p.line, p.severity) for p in parsed.problems] == [(3 + offset, Severity.ERROR)]


def test_a_broken_line_is_passed_over() -> None:
    """What does not bear on the days is only a warning."""
    parsed = read(calendar(vevent("SUMMARY:x", "nonsense", "DTSTART;VALUE=DATE:20241210", "URL:javascript:x")))
    assert parsed.document is not None
    assert parsed.document.events[0].url == ""
    assert [(p.line, p.severity) for p in parsed.problems] == [(5, Severity.WARNING), (7, Severity.WARNING)]


def test_components_that_are_not_closed() -> None:
    """A cut file keeps the events before the cut."""
    whole = vevent("SUMMARY:x", "DTSTART;VALUE=DATE:20241210")
    parsed = read(calendar(whole, "BEGIN:VEVENT", "SUMMARY:y", whole, "BEGIN:VEVENT", "SUMMARY:z"))
    assert parsed.document is not None
    assert [e.title for e in parsed.document.events] == ["x"], "the same event twice is one"
    assert len([p for p in parsed.problems if "closed" in p.what]) == 2


def test_hostile_files_are_bounded() -> None:
    """Too many events, endless lines and endless events are problems; what is no calendar is no document."""
    flood = vevent("SUMMARY:x", "DTSTART;VALUE=DATE:20241210")
    parsed = read(calendar(*[flood] * (MAX_EVENTS + 1)))
    assert parsed.document is not None
    assert len(parsed.document.events) == 1, "the same event without UID is one"
    assert str(MAX_EVENTS) in parsed.problems[0].what
    for lines in (["X:" + "y" * 200_000], ["X:y"] * 5_000):
        parsed = read(calendar(vevent("SUMMARY:x", "DTSTART;VALUE=DATE:20241210", *lines)))
        assert parsed.document is not None
        assert parsed.document.events == ()
        assert len(parsed.problems) == 1
    assert read(b"hello").document is None
    with pytest.raises(DocumentError):
        read(b"\x89PNG....")


@settings(max_examples=60)
@given(st.lists(st.sampled_from([
    "BEGIN:VEVENT", "END:VEVENT", "SUMMARY:x", "DTSTART;VALUE=DATE:20241210", "DTSTART:20241210T090000Z", "DTEND:x",
    "RRULE:FREQ=WEEKLY", "RRULE:FREQ=WEEKLY;BYDAY=XX", "UID:1", "UID:2", "EXDATE:20241210T090000Z", "BEGIN:VALARM",
    "END:VALARM", "RECURRENCE-ID:20241210T090000Z", "BEGIN:VTIMEZONE", "TZID:Ours", "END:VTIMEZONE", "", " folded",
    "DTSTART;TZID=Ours:20241210T090000", "DURATION:-PT5H", "DURATION:P99999999D", "SEQUENCE:x", "STATUS:;;;", "URL:",
    "BEGIN:VCALENDAR", "END:VCALENDAR", ";:,=", "DTSTART;VALUE=DATE:20241210;", "LOCATION:서울", "METHOD:CANCEL",
]), max_size=25))  # fmt: skip
def test_any_sequence_of_lines_is_read(lines: list[str]) -> None:
    """Whatever stands in the file, reading ends with a document and problems."""
    found = document(calendar(*lines))
    assert all(found.text[s.start : s.end] == s.text for s in found.sections)
