"""Every usual way to write a day is read exactly; everything else is refused with a reason, never guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.dates.periods import MAX_CHARS, Period, Refused, Undated, read_period

ISSUED = date(2024, 11, 1)
SEOUL = ZoneInfo("Asia/Seoul")
D10, D11, D12, D13, D15 = (date(2024, 12, day) for day in (10, 11, 12, 13, 15))


def at(*parts: int) -> datetime:
    """An instant by its UTC figures."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]  # year to minute


DAYS: list[tuple[str, date, date]] = [
    # The brief's own way, and its neighbours.
    ("2024.12.10~15", D10, D15),
    ("2024.12.10 ~ 15", D10, D15),
    ("2024.12.10.~15.", D10, D15),
    ("2024.12.10~12.15", D10, D15),
    ("2024.12.10~2024.12.15", D10, D15),
    ("2024. 12. 10. ~ 12. 15.", D10, D15),
    ("2024. 12. 10.(화) ~ 12.(목)", D10, D12),
    ("2024.12.10(화)~12(목)", D10, D12),
    ("2024.12.10~12(화~목)", D10, D12),
    ("2024.12.10-15", D10, D15),
    ("2024.12.10–15", D10, D15),
    ("2024.12.10", D10, D10),
    ("2024/12/10", D10, D10),
    ("2024/12/10-12/15", D10, D15),
    ("２０２４．１２．１０～１５", D10, D15),
    ("'24.12.10~12.15", D10, D15),
    ("’24. 12. 10.(화)", D10, D10),
    ("24.12.10(화)~15(일)", D10, D15),
    ("24. 12. 10. 화 ~ 12. 12. 목", D10, D12),
    ("24/12/10(화)", D10, D10),
    ("24-12-10(화)~24-12-15(일)", D10, D15),
    # Over a year's end.
    ("2024.12.30~1.2", date(2024, 12, 30), date(2025, 1, 2)),
    ("12.30~1.2", date(2024, 12, 30), date(2025, 1, 2)),
    ("2024년 12월 30일 ~ 1월 2일", date(2024, 12, 30), date(2025, 1, 2)),
    ("Dec 30, 2024 – Jan 2, 2025", date(2024, 12, 30), date(2025, 1, 2)),
    ("Dec 30 – Jan 2, 2025", date(2024, 12, 30), date(2025, 1, 2)),
    ("30 December - 2 January 2025", date(2024, 12, 30), date(2025, 1, 2)),
    # Korean words.
    ("2024년 12월 10일", D10, D10),
    ("2024년 12월 10일(화)", D10, D10),
    ("2024년 12월 10일 화요일", D10, D10),
    ("2024년12월10일~15일", D10, D15),
    ("2024년 12월 10일부터 15일까지", D10, D15),
    ("2024년 12월 10일(화) ~ 12월 12일(목)", D10, D12),
    ("24년 12월 10일", D10, D10),
    ("2024년 12월 10~15일", D10, D15),
    ("12월 10일~15일", D10, D15),
    ("12월 10일부터 3일간", D10, D12),
    ("2024.12.10~12 (3일간)", D10, D12),
    ("2024.12.10 (2박 3일)", D10, D12),
    ("2024년 12월 10일·11일", D10, D11),
    ("2024.12.10 및 11", D10, D11),
    ("올해 12월 10일", D10, D10),
    ("2024년 12월 둘째 화요일", D10, D10),
    ("개최 예정: 2024.12.10", D10, D10),
    ("2024.12.10~15 (제38회)", D10, D15),
    ("2024.12.10 (시간 미정)", D10, D10),
    ("12/10(화)", D10, D10),
    ("2024.12.10.화", D10, D10),
    ("2024년 12 월 10 일", D10, D10),
    ("2024.12.10(화), 11(수)", D10, D11),
    ("12월 10일, 11일", D10, D11),
    ("2024年12月10日", D10, D10),
    # English.
    ("Dec 10–15, 2024", D10, D15),
    ("Dec. 10-15, 2024", D10, D15),
    ("December 10 to 15, 2024", D10, D15),
    ("December 10th, 2024", D10, D10),
    ("10-15 December 2024", D10, D15),
    ("10–15 Dec '24", D10, D15),
    ("10 Dec 2024", D10, D10),
    ("10th of December 2024", D10, D10),
    ("10-Dec-2024", D10, D10),
    ("Dec 10 - Dec 15, 2024", D10, D15),
    ("10 December – 15 December 2024", D10, D15),
    ("Tue, Dec 10, 2024", D10, D10),
    ("Tuesday 10 December 2024", D10, D10),
    ("Tue–Thu, Dec 10–12, 2024", D10, D12),
    ("from Dec 10 through Dec 15, 2024", D10, D15),
    ("Dec 10 and 11, 2024", D10, D11),
    ("Dec 10, 2024 for 3 days", D10, D12),
    ("second Tuesday of December 2024", D10, D10),
    ("last Friday of November 2024", date(2024, 11, 29), date(2024, 11, 29)),
    ("12/15/2024", D15, D15),
    ("15/12/2024", D15, D15),
    ("12/10~12/15", D10, D15),
    # ISO 8601.
    ("2024-12-10", D10, D10),
    ("20241210", D10, D10),
    ("2024-12-10 ~ 2024-12-15", D10, D15),
    ("2024-12-10/2024-12-15", D10, D15),
    ("2024-12-10 - 2024-12-15", D10, D15),
    # Ends without the year, however they are written.
    ("2024-12-10 ~ 12-15", D10, D15),
    ("2024-12-10~12-15", D10, D15),
    ("2024-12-10 - 12-15", D10, D15),
    ("2024-12-10(화) ~ 12-15(일)", D10, D15),
    ("2024-12-10 to 12-15", D10, D15),
    ("2024-12-10 ~15", D10, D15),
    ("2024-12-10 ∼ 12.15.", D10, D15),
    ("2024-12-10〰15", D10, D15),
    ("2024.12.10. ‐ 15.", D10, D15),
    ("2024.12.10 – 15(일)", D10, D15),
    ("2024/12/10 - 12/15", D10, D15),
    ("2024년 12월 10일부터 12/15까지", D10, D15),
    ("2024-12-30 ~ 01-02", date(2024, 12, 30), date(2025, 1, 2)),
    ("12-10(화) ~ 12-15", D10, D15),
    # The nearest future of a document of November 2024.
    ("12.10", D10, D10),
    ("12.10~15", D10, D15),
    ("1.14", date(2025, 1, 14), date(2025, 1, 14)),
    ("January 14", date(2025, 1, 14), date(2025, 1, 14)),
    ("11.1", date(2024, 11, 1), date(2024, 11, 1)),
    ("10.1", date(2025, 10, 1), date(2025, 10, 1)),
]


@pytest.mark.parametrize(("text", "starts", "ends"), DAYS, ids=[row[0] for row in DAYS])
def test_days_are_read(text: str, starts: date, ends: date) -> None:
    """All-day periods with their last day, whatever separates them."""
    assert read_period(text, issued=ISSUED) == Period(starts, ends)


TIMES: list[tuple[str, datetime, datetime]] = [
    ("2024-12-10 14:00 KST", at(2024, 12, 10, 5), at(2024, 12, 10, 5)),
    ("2024-12-10T09:00+09:00", at(2024, 12, 10), at(2024, 12, 10)),
    ("2024-12-10T09:00:00-05:00", at(2024, 12, 10, 14), at(2024, 12, 10, 14)),
    ("2024-12-10T09:00+09:00 ~ 2024-12-10T09:00Z", at(2024, 12, 10), at(2024, 12, 10, 9)),
    ("2024-12-10T09:00Z/2024-12-10T18:00Z", at(2024, 12, 10, 9), at(2024, 12, 10, 18)),
    ("2024.12.10 오후 2시~5시 (한국시간)", at(2024, 12, 10, 5), at(2024, 12, 10, 8)),
    ("2024.12.10 오후 2~5시 KST", at(2024, 12, 10, 5), at(2024, 12, 10, 8)),
    ("2024.12.10 10~16시 KST", at(2024, 12, 10, 1), at(2024, 12, 10, 7)),
    ("2024.12.10 오전 10시~오후 5시 KST", at(2024, 12, 10, 1), at(2024, 12, 10, 8)),
    ("2024.12.10 오전 10시~12시 KST", at(2024, 12, 10, 1), at(2024, 12, 10, 3)),
    ("2024.12.10 14시 30분 KST", at(2024, 12, 10, 5, 30), at(2024, 12, 10, 5, 30)),
    ("2024.12.10 오후 2시 반 KST", at(2024, 12, 10, 5, 30), at(2024, 12, 10, 5, 30)),
    ("2024.12.10(화) 14:00~16:00 KST", at(2024, 12, 10, 5), at(2024, 12, 10, 7)),
    ("14:00-16:00 KST, Dec 10, 2024", at(2024, 12, 10, 5), at(2024, 12, 10, 7)),
    ("Dec 10, 2024, 2–5 pm PST", at(2024, 12, 10, 22), at(2024, 12, 11, 1)),
    ("Dec 10, 2024 9am ET", at(2024, 12, 10, 14), at(2024, 12, 10, 14)),
    ("10 July 2025, 9:00 am ET", at(2025, 7, 10, 13), at(2025, 7, 10, 13)),
    ("2024.12.10 12:00 am KST", at(2024, 12, 9, 15), at(2024, 12, 9, 15)),
    ("2024.12.10 AM 10:00 ~ PM 5:00 KST", at(2024, 12, 10, 1), at(2024, 12, 10, 8)),
    ("2024.12.10 정오 KST", at(2024, 12, 10, 3), at(2024, 12, 10, 3)),
    ("2024.12.10 09:00 UTC+9", at(2024, 12, 10), at(2024, 12, 10)),
    ("2024.12.10 09:00 GMT-5:30", at(2024, 12, 10, 14, 30), at(2024, 12, 10, 14, 30)),
    ("2024.12.10 09:00 ~ 12.12 18:00 KST", at(2024, 12, 10), at(2024, 12, 12, 9)),
    ("2024.12.10~12 09:00~18:00 KST", at(2024, 12, 10), at(2024, 12, 12, 9)),
    ("2024.12.10 22:00~24:00 KST", at(2024, 12, 10, 13), at(2024, 12, 10, 15)),
    ("2024.12.10 09:00 America/Vancouver", at(2024, 12, 10, 17), at(2024, 12, 10, 17)),
]


@pytest.mark.parametrize(("text", "starts", "ends"), TIMES, ids=[row[0] for row in TIMES])
def test_times_with_a_zone_are_instants(text: str, starts: datetime, ends: datetime) -> None:
    """A time whose zone is written needs no place."""
    assert read_period(text, issued=ISSUED) == Period(starts, ends)


def test_a_time_takes_the_zone_of_its_place() -> None:
    """Where the text names no zone, the place does; a zone in the text is stronger."""
    vancouver = ZoneInfo("America/Vancouver")
    assert read_period("2024.12.10 14:00~16:00", zone=vancouver) == Period(at(2024, 12, 10, 22), at(2024, 12, 11))
    assert read_period("2024.12.10 14:00 KST", zone=vancouver) == Period(at(2024, 12, 10, 5), at(2024, 12, 10, 5))


@pytest.mark.parametrize(
    ("text", "zone", "starts"),
    [
        ("2024.12.10 09:00 CST", "Asia/Shanghai", at(2024, 12, 10, 1)),
        ("2024.12.10 09:00 CST", "America/Chicago", at(2024, 12, 10, 15)),
        ("2024.12.10 09:00 IST", "Asia/Kolkata", at(2024, 12, 10, 3, 30)),
    ],
)
def test_an_ambiguous_abbreviation_is_read_by_its_place(text: str, zone: str, starts: datetime) -> None:
    """CST and IST name several zones; the place tells which."""
    assert read_period(text, zone=ZoneInfo(zone)) == Period(starts, starts)


@pytest.mark.parametrize(
    "text",
    [
        "2024.12.10 14:00",
        "2024.12.10 14:00 CST",
        "2024.12.10 14:00 PDT",
        "2024.12.10 14:00 Asia/Atlantis",
        "2024.12.10 3시 KST",
        "2024.12.10 오전 10시~5시 KST",
    ],
)
def test_an_uncertain_time_leaves_the_day(text: str) -> None:
    """The day is certain although the time is not: all-day, with a note that says why."""
    period = read_period(text)
    assert isinstance(period, Period)
    assert (period.starts, period.ends) == (D10, D10)
    assert period.time_note


WEEKS = [
    ("2024년 8월 3주", date(2024, 8, 12), date(2024, 8, 18)),
    ("2025년 8월 셋째 주", date(2025, 8, 18), date(2025, 8, 24)),
    ("8월 3주차", date(2025, 8, 18), date(2025, 8, 24)),
    ("12월 마지막 주", date(2024, 12, 23), date(2024, 12, 29)),
    ("2024-W50", date(2024, 12, 9), date(2024, 12, 15)),
    ("third week of December 2024", date(2024, 12, 16), date(2024, 12, 22)),
    ("2024년 12월 1주 ~ 12월 2주", date(2024, 12, 2), date(2024, 12, 15)),
]


@pytest.mark.parametrize(("text", "starts", "ends"), WEEKS, ids=[row[0] for row in WEEKS])
def test_a_week_is_a_bound(text: str, starts: date, ends: date) -> None:
    """Monday to Sunday of the week that holds the n-th Thursday, kept with the words that said so."""
    assert read_period(text, issued=ISSUED) == Period(starts, ends, vague=text)


UNDATED: list[tuple[str, date | None, date | None]] = [
    ("미정", None, None),
    ("TBD", None, None),
    ("TBA", None, None),
    ("추후 공지", None, None),
    ("추후 안내 예정", None, None),
    ("To be announced", None, None),
    ("일정 협의 중", None, None),
    ("연기(추후 공지)", None, None),
    ("2024년 12월 중", date(2024, 12, 1), date(2024, 12, 31)),
    ("2024년 12월", date(2024, 12, 1), date(2024, 12, 31)),
    ("2024.12", date(2024, 12, 1), date(2024, 12, 31)),
    ("December 2024", date(2024, 12, 1), date(2024, 12, 31)),
    ("12월 초", date(2024, 12, 1), date(2024, 12, 10)),
    ("12월 중순", date(2024, 12, 11), date(2024, 12, 20)),
    ("2025년 2월 말", date(2025, 2, 21), date(2025, 2, 28)),
    ("early December 2024", date(2024, 12, 1), date(2024, 12, 10)),
    ("2024년 12월 (날짜 미정)", date(2024, 12, 1), date(2024, 12, 31)),
    ("2025년 상반기 중", date(2025, 1, 1), date(2025, 6, 30)),
    ("2025년 상반기", date(2025, 1, 1), date(2025, 6, 30)),
    ("2025년 3분기", date(2025, 7, 1), date(2025, 9, 30)),
    ("Q1 2025", date(2025, 1, 1), date(2025, 3, 31)),
    ("2025년", date(2025, 1, 1), date(2025, 12, 31)),
    ("2024.12~2025.2", date(2024, 12, 1), date(2025, 2, 28)),
]


@pytest.mark.parametrize(("text", "earliest", "latest"), UNDATED, ids=[row[0] for row in UNDATED])
def test_what_is_not_fixed_is_undated(text: str, earliest: date | None, latest: date | None) -> None:
    """No day is made up; what the words do bound is kept."""
    assert read_period(text, issued=ISSUED) == Undated(text, earliest, latest)


REFUSED = [
    "",
    " - ",
    "2024.02.30",
    "2023년 2월 29일",
    "2024.13.10",
    "2024.12.0",
    "2024.12.15~10",
    "12-10",
    "10-11 - 12-11",
    "2024-12-10 ~ 11-12 ~ 12-15",
    "2024.12.15~2024.12.10",
    "2024.12.10~11.12",
    "2024.12.10(수)",
    "2024년 12월 10일 금요일",
    "2024.12.10~12(월~수)",
    "Mon, Dec 10, 2024",
    "10/12/2024",
    "24.12.10",
    "24. 12. 10 ~ 12. 15",
    "24.12.1",
    "10.12.24(화)",
    "24.13.10(화)",
    "24.12.10(수)",
    "2024-W60",
    "2024.12.10, 12",
    "12/10/24",
    "15",
    "14:00~16:00 KST",
    "2024.12.10 25:00",
    "2024.12.10 13 pm",
    "2024.12.10 14:00~13:00",
    "2024-12-10T09:00Z ~ 2024-12-10T10:00+09:00",
    "2024.12.10 14:00 KST 05:00 UTC",
    "2024.12.10, 12.12",
    "2024.12.10·12",
    "~2024.12.10",
    "2024.12.10~",
    "2024.12.10까지",
    "2024.12.10 이후",
    "2024.12.10 전후",
    "about Dec 10, 2024",
    "매주 화요일",
    "every Tuesday",
    "2024.12.10 (음력)",
    "2024.12.10~12 (5일간)",
    "2024.12.10~2042.12.15",
    "2024.12.10 → 2025.1.14",
    "2024.12.10 (미정)",
    "2024.12.10 또는 12.17",
    "곧",
    "next week",
    "Friday",
    "12.10~12.15~12.20",
    "0000-00-00",
    "99999999999999999999",
    "2024년 12월 10일 제이콥",
    "2024년 2월 6주",
    "2024년 12월 1주~2주",
    "여섯 번째 날",
    "https://example.org/2024/12/10",
]


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text or "empty")
def test_what_cannot_be_read_is_refused(text: str) -> None:
    """A refusal says what is wrong and how to mend it."""
    answer = read_period(text, issued=ISSUED, zone=SEOUL)
    assert isinstance(answer, Refused)
    assert answer.trouble.said("en").what
    assert answer.trouble.said("en").remedy


@pytest.mark.parametrize("text", ["12.10", "12.10~15", "Dec 10-15", "12월 중순", "8월 3주", "올해 12월 10일"])
def test_without_a_date_of_the_document_no_year_is_assumed(text: str) -> None:
    """The present day of whoever reads the file must not matter."""
    assert isinstance(read_period(text), Refused)


def test_a_year_is_taken_from_the_near_future_only() -> None:
    """A day just past could be this year's or the next's: refused."""
    assert isinstance(read_period("10.25", issued=ISSUED), Refused)
    assert isinstance(read_period("2.29", issued=ISSUED), Refused)
    assert read_period("2.29", issued=date(2023, 11, 1)) == Period(date(2024, 2, 29), date(2024, 2, 29))


def test_slashes_follow_the_caller_or_hangul() -> None:
    """`12/10` alone is open in English, and month first in Korean."""
    assert isinstance(read_period("12/10", issued=ISSUED), Refused)
    assert read_period("12/10", issued=ISSUED, month_first=True) == Period(D10, D10)
    assert read_period("10/12", issued=ISSUED, month_first=False) == Period(D10, D10)
    assert read_period("24.12.10", issued=ISSUED, month_first=True) == Period(D10, D10)


@given(st.text(alphabet="0123456789.-~/(), 년월일시분화목부터까지DecTue:KST", max_size=MAX_CHARS + 5))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Hostile and broken cells never raise, and a period never ends before it starts."""
    answer = read_period(text, issued=ISSUED, zone=SEOUL)
    if isinstance(answer, Period):
        assert type(answer.starts) is type(answer.ends)
        assert answer.starts <= answer.ends


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 200))
def test_every_period_is_read_back(first: date, days: int) -> None:
    """What the usual forms write of a period is what is read."""
    last = date.fromordinal(first.toordinal() + days)
    weekday = "월화수목금토일"[first.weekday()]
    for text in (
        f"{first:%Y.%m.%d}~{last:%Y.%m.%d}",
        f"{first.year}. {first.month}. {first.day}.({weekday}) ~ {last.year}. {last.month}. {last.day}.",
        f"{first:%B} {first.day}, {first.year} – {last:%b} {last.day}, {last.year}",
        f"{first} ~ {last}",
        f"{first.year}년 {first.month}월 {first.day}일부터 {last.year}년 {last.month}월 {last.day}일까지",
    ):
        assert read_period(text) == Period(first, last), text
