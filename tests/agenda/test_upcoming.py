"""Which events lie ahead, which are over, and which somebody means by a period or by words."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agenda.upcoming import asked, between, past, search, upcoming
from bot.agenda.window import Window, read_window
from bot.agenda.words import matches
from bot.domain.event import Event, EventStatus
from tests.agenda.world import NOW, at, event

SEOUL = ZoneInfo("Asia/Seoul")
NEURIPS = event("NeurIPS 2024", ends=date(2024, 12, 15), place="캐나다 밴쿠버", zone="America/Vancouver")
MAROC = event("GenAI Summit Maroc 2024", ends=date(2024, 12, 11), place="모로코", zone="Africa/Casablanca")
SUMMIT = event("AI Summit Seoul 2024", ends=date(2024, 12, 11), place="서울(코엑스 그랜드볼룸)", zone="Asia/Seoul")
WEBINAR = event("웨비나", at(2024, 11, 27, 5), at(2024, 11, 27, 6), zone="Asia/Seoul", summary="로봇 이야기")
WEEKLY = event("정기 모임", at(2024, 10, 1, 1), at(2024, 10, 1, 2), zone="Asia/Seoul", recurrence="RRULE:FREQ=WEEKLY")
OPEN = event("미래 학회", None, vague="미정")
EVENTS = [OPEN, NEURIPS, SUMMIT, WEBINAR, MAROC, WEEKLY]


def titles(events: list[Event]) -> list[str]:
    return [e.title for e in events]


def ahead(now: datetime, *events: Event) -> list[str]:
    return titles(upcoming(events or EVENTS, now=now, zone=SEOUL))


def test_the_next_comes_first_and_the_undated_last() -> None:
    """Across days and instants, zones and series, in one order."""
    assert ahead(NOW) == [
        "정기 모임",
        "웨비나",
        "AI Summit Seoul 2024",
        "GenAI Summit Maroc 2024",
        "NeurIPS 2024",
        "미래 학회",
    ]


def test_a_running_event_is_upcoming_until_it_ends_where_it_is() -> None:
    """The 15th in Vancouver ends when it is the 16th, five in the afternoon, in Seoul."""
    assert ahead(at(2024, 12, 16, 7, 59), NEURIPS) == ["NeurIPS 2024"]
    assert ahead(at(2024, 12, 16, 8), NEURIPS) == []
    assert titles(past([NEURIPS], now=at(2024, 12, 16, 8), zone=SEOUL)) == ["NeurIPS 2024"]
    assert ahead(at(2024, 11, 27, 5, 59), WEBINAR) == ["웨비나"]
    assert ahead(at(2024, 11, 27, 6), WEBINAR) == []


def test_an_event_without_place_ends_with_the_readers_day() -> None:
    """Nobody knows better."""
    nowhere = event()
    assert upcoming([nowhere], now=at(2024, 12, 10, 14, 59), zone=SEOUL)
    assert not upcoming([nowhere], now=at(2024, 12, 10, 15), zone=SEOUL)
    assert upcoming([nowhere], now=at(2024, 12, 10, 15), zone=ZoneInfo("Europe/Paris"))


def test_a_series_stands_for_its_next_time() -> None:
    """And for its last one when it is over."""
    (found,) = upcoming([WEEKLY], now=NOW, zone=SEOUL)
    assert (found.starts, found.uid, found.recurrence) == (at(2024, 11, 26, 1), WEEKLY.uid, "")
    ended = event("끝", at(2024, 10, 1, 1), at(2024, 10, 1, 2), zone="Asia/Seoul",
                  recurrence="RRULE:FREQ=WEEKLY;UNTIL=20241022")  # fmt: skip
    assert upcoming([ended], now=NOW, zone=SEOUL) == []
    assert [e.starts for e in past([ended, WEEKLY], now=NOW, zone=SEOUL)] == [at(2024, 10, 22, 1)]


def test_past_events_are_the_latest_first() -> None:
    """Two years later all that had a day are over."""
    later = at(2026, 11, 21)
    assert ahead(later, NEURIPS, MAROC, SUMMIT) == []
    assert titles(past([SUMMIT, NEURIPS, MAROC, OPEN], now=later, zone=SEOUL)) == [
        "NeurIPS 2024",
        "GenAI Summit Maroc 2024",
        "AI Summit Seoul 2024",
    ]


def test_vague_events_are_over_with_their_bounds() -> None:
    """`11월 중순` is ahead until the 20th."""
    vague = event(starts=date(2024, 11, 11), ends=date(2024, 11, 20), vague="11월 중순")
    assert upcoming([vague], now=at(2024, 11, 20), zone=SEOUL)
    assert not upcoming([vague], now=NOW, zone=SEOUL)


def test_between_gives_every_time() -> None:
    """Each turn of a series and each event that touches the days."""
    found = between(EVENTS, date(2024, 12, 9), date(2024, 12, 17), zone=SEOUL)
    assert titles(found) == [
        "AI Summit Seoul 2024",
        "GenAI Summit Maroc 2024",
        "정기 모임",
        "NeurIPS 2024",
        "정기 모임",
    ]
    assert titles(between(EVENTS, date(2024, 12, 14), date(2024, 12, 14), zone=SEOUL)) == ["NeurIPS 2024"]


def test_cancelled_events_stay_in_the_list() -> None:
    """They say so themselves; hiding them would look as if they took place."""
    gone = event(status=EventStatus.CANCELLED)
    assert upcoming([gone], now=NOW, zone=SEOUL) == [gone]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("neurips", ["NeurIPS 2024"]),
        ("NeurIPS 2024", ["NeurIPS 2024"]),
        ("서울에서 열리는 행사", ["AI Summit Seoul 2024"]),
        ("밴쿠버", ["NeurIPS 2024"]),
        ("로봇", ["웨비나"]),
        ("aisummitseoul", ["AI Summit Seoul 2024"]),
        ("summit 2024", ["AI Summit Seoul 2024", "GenAI Summit Maroc 2024"]),
        ("neurlps", ["NeurIPS 2024"]),
        ("코엑쓰", ["AI Summit Seoul 2024"]),
        ("12월 서울", ["AI Summit Seoul 2024"]),
        ("12월", ["정기 모임", "AI Summit Seoul 2024", "GenAI Summit Maroc 2024", "NeurIPS 2024"]),
        ("이번 주", ["정기 모임", "웨비나"]),
        ("2024-12-15", ["NeurIPS 2024"]),
        ("2024.12.13~20", ["NeurIPS 2024", "정기 모임"]),
        ("past", []),
        ("없는 행사 이름", []),
        ("2031", ["정기 모임"]),
        ("2023", []),
    ],
)
def test_events_are_found_by_what_people_type(text: str, expected: list[str]) -> None:
    """Periods, words, both, and slips."""
    found = titles(search(EVENTS, text, now=NOW, zone=SEOUL))
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12월 15일 행사", ["NeurIPS 2024"]),
        ("12월 15일에 무슨 행사가 있나요?", ["NeurIPS 2024"]),
        ("서울 행사는?", ["AI Summit Seoul 2024"]),
        ("events in morocco", None),
        ("events on 2024-12-15", ["NeurIPS 2024"]),
        ("2023년 행사", []),
        ("카카오 행사", None),
        ("12월", None),
        ("서울", None),
    ],
)
def test_a_question_in_free_words_is_answered_where_it_is_about_events(text: str, expected: list[str] | None) -> None:
    """The word for events and a period or words of theirs; anything else is a question for search."""
    found = asked(EVENTS, text, now=NOW, zone=SEOUL)
    assert (found and titles(found)) == expected


def test_past_events_are_found_after_the_coming_ones() -> None:
    """On request alone, or where nothing else fits."""
    later = at(2024, 12, 13)
    assert titles(search([NEURIPS, SUMMIT], "2024", now=later, zone=SEOUL)) == ["NeurIPS 2024", "AI Summit Seoul 2024"]
    assert titles(search([NEURIPS, SUMMIT], "지난 행사", now=later, zone=SEOUL)) == ["AI Summit Seoul 2024"]
    assert titles(search([NEURIPS, SUMMIT], "다가오는 행사", now=later, zone=SEOUL)) == ["NeurIPS 2024"]


TODAY = date(2024, 11, 25)


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("", Window()),
        ("오늘", Window(TODAY, TODAY)),
        ("tomorrow", Window(date(2024, 11, 26), date(2024, 11, 26))),
        ("이번 주", Window(TODAY, date(2024, 12, 1))),
        ("다음주", Window(date(2024, 12, 2), date(2024, 12, 8))),
        ("지난 주에", Window(date(2024, 11, 18), date(2024, 11, 24))),
        ("다음 달", Window(date(2024, 12, 1), date(2024, 12, 31))),
        ("last month", Window(date(2024, 10, 1), date(2024, 10, 31))),
        ("내년", Window(date(2025, 1, 1), date(2025, 12, 31))),
        ("작년", Window(date(2023, 1, 1), date(2023, 12, 31))),
        ("2024-12", Window(date(2024, 12, 1), date(2024, 12, 31))),
        ("2024년 2월", Window(date(2024, 2, 1), date(2024, 2, 29))),
        ("2024", Window(date(2024, 1, 1), date(2024, 12, 31))),
        ("2024년", Window(date(2024, 1, 1), date(2024, 12, 31))),
        ("2024-12-10", Window(date(2024, 12, 10), date(2024, 12, 10))),
        ("2024년 12월 10일", Window(date(2024, 12, 10), date(2024, 12, 10))),
        ("2024.12.10~15", Window(date(2024, 12, 10), date(2024, 12, 15))),
        ("2024.12.30 ~ 2025.1.2", Window(date(2024, 12, 30), date(2025, 1, 2))),
        ("12월 10일", Window(date(2024, 12, 10), date(2024, 12, 10))),
        ("1.14", Window(date(2025, 1, 14), date(2025, 1, 14))),
        ("10/25", Window(date(2024, 10, 25), date(2024, 10, 25))),
        ("2.29", Window(date(2024, 2, 29), date(2024, 2, 29))),
        ("앞으로 2주", Window(TODAY, date(2024, 12, 9))),
        ("next 30 days", Window(TODAY, date(2024, 12, 25))),
        ("12월", Window(months=frozenset({12}))),
        ("December", Window(months=frozenset({12}))),
        ("Dec 2024", Window(date(2024, 12, 1), date(2024, 12, 31))),
        ("past", Window(past=True)),
        ("upcoming", Window(past=False)),
        ("다음 달 서울", Window(date(2024, 12, 1), date(2024, 12, 31), words=("서울",))),
        ("13월", Window(words=("13월",))),
        ("2024-02-31", Window(date(2024, 2, 1), date(2024, 2, 29), words=("31",))),
        ("neurips", Window(words=("neurips",))),
    ],
)
def test_periods_are_read(text: str, window: Window) -> None:
    """What names no days stays a word."""
    assert read_window(text, today=TODAY) == window


@given(st.text(max_size=60))
def test_any_text_can_be_asked(text: str) -> None:
    """What was typed is no error; it finds events, each once, and days in their order."""
    found = search(EVENTS, text, now=NOW, zone=SEOUL)
    assert len({event.uid for event in found}) == len(found)
    assert {event.uid for event in found} <= {event.uid for event in EVENTS}
    asked = read_window(text, today=TODAY)
    assert asked.first is None or asked.last is None or asked.first <= asked.last


def test_all_words_have_to_occur() -> None:
    """Two words mean both."""
    assert matches(SUMMIT, ("서울", "summit"))
    assert not matches(SUMMIT, ("서울", "neurips"))
