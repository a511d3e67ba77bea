"""Reminders as they stand in Slack, in both languages: golden messages, and whatever a document may say."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.agenda import Audience, PersonalReminder, ReminderKind, ReminderLine, ReminderMessage
from bot.domain.event import Event, EventStatus
from bot.slack.ids import Action
from bot.slack.texts import of
from bot.slack.validate import faults_of_message, faults_of_view
from bot.slack.views import reminders as views
from bot.slack.views import wishes
from bot.slack.views.reminders import MuteRef, Source
from bot.slack.views.wishes import Asked, Form
from tests.slack.rendering import control_syntax, words

GOLDEN = Path(__file__).parent / "golden"
SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2024, 12, 3, 0, 5, tzinfo=UTC)
NEURIPS = Event(
    "n1", "NeurIPS 2024", date(2024, 12, 10), date(2024, 12, 15), "캐나다 밴쿠버", "https://neurips.cc/",
    "신경망 학회", "brief", 585,
)  # fmt: skip
SUMMIT = Event(
    "s1", "AI Summit Seoul", datetime(2024, 12, 10, 1, tzinfo=UTC), datetime(2024, 12, 10, 9, tzinfo=UTC),
    "서울 코엑스", "https://aisummit.example/?a=1&b=2", "", "brief", 587,
)  # fmt: skip


def in_language(message: ReminderMessage, language: str) -> ReminderMessage:
    return replace(message, audience=replace(message.audience, language=language))


def told(*lines: ReminderLine, kind: ReminderKind = ReminderKind.COMING, personal: bool = False) -> ReminderMessage:
    return ReminderMessage(kind, lines, Audience("U1" if personal else "C1", "Asia/Seoul", "ko", personal=personal))


MESSAGES = {
    "coming": told(ReminderLine(NEURIPS, 7), ReminderLine(SUMMIT, 7)),
    "tomorrow": told(ReminderLine(NEURIPS, 1)),
    "today": told(ReminderLine(SUMMIT, 0)),
    "moved": told(
        ReminderLine(NEURIPS, 7, (date(2024, 12, 3), date(2024, 12, 8))),
        ReminderLine(SUMMIT, 7),
        kind=ReminderKind.MOVED,
    ),
    "cancelled": told(ReminderLine(replace(NEURIPS, status=EventStatus.CANCELLED), 7), kind=ReminderKind.CANCELLED),
    "personal": told(ReminderLine(SUMMIT, 1), personal=True),
}


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", MESSAGES)
def test_a_reminder_reads_as_its_golden_message(name: str, language: str) -> None:
    """The whole message, blocks and notification; a missing golden fails."""
    message = views.message(in_language(MESSAGES[name], language))
    shown = {"text": message.text, "blocks": list(message.blocks)}
    assert faults_of_message(shown) == []
    assert shown == json.loads((GOLDEN / f"reminder_{name}.{language}.json").read_text(encoding="utf8"))


@pytest.mark.parametrize(("count", "language"), [(1, "ko"), (9, "en"), (10, "ko"), (25, "ko"), (120, "en")])
def test_however_many_events_a_day_has_one_valid_message_tells_of_them(count: int, language: str) -> None:
    """Those without room stand as a line each, and what is beyond that is counted."""
    long = replace(NEURIPS, title="긴 이름의 학술 대회 " * 20, summary="요약 " * 200, place="어느 도시 " * 40)
    lines = [ReminderLine(replace(long, uid=f"e{n}", title=f"n{n:03} {long.title}"), 7) for n in range(count)]
    message = views.message(in_language(told(*lines), language))
    shown = {"text": message.text, "blocks": list(message.blocks)}
    assert faults_of_message(shown) == []
    said = words(shown["blocks"])
    missing = [n for n in range(count) if f"n{n:03}" not in said]
    assert not missing or str(len(missing)) in said
    assert len(missing) <= max(0, count - 16)


HOSTILE = st.lists(
    st.sampled_from(
        [
            *("<!channel>", "@here ", "<@U1>", "<https://evil.example|bank.example>", "*굵게*은", "~x~", "`", "&amp;"),
            *("\u202e", "\x00", "가" * 300, "a" * 300, " ", "\n", "|", ":tada:", "행사"),
        ]
    ),
    min_size=1,
    max_size=8,
).map("".join)
URLS = st.sampled_from(["", "https://a.example/x?y=1&z=<2>", "javascript:alert(1)", "https://a.example/행사|x", "x"])


@settings(max_examples=60)
@given(HOSTILE, HOSTILE, HOSTILE, URLS, st.sampled_from(["ko", "en"]))
def test_no_document_can_ping_or_break_a_reminder(
    title: str, place: str, summary: str, url: str, language: str
) -> None:
    """Message, form, calendar and details stay valid, and nothing in them is mark-up of the document's."""
    event = replace(NEURIPS, title=title, place=place, summary=summary, url=url)
    message = views.message(in_language(told(ReminderLine(event, 7)), language))
    assert faults_of_message({"text": message.text, "blocks": list(message.blocks)}) == []
    assert control_syntax(list(message.blocks)) == []
    texts = of(language)
    asked = views.calendar(event, texts, SEOUL, file_url="", subscribe=True)
    assert faults_of_message({"text": asked.text, "blocks": list(asked.blocks)}) == []
    for view in (
        wishes.window(event, Form("n1", "C1"), texts, SEOUL, NOW),
        views.details(event, [Source(title, 3, (None, None))], texts, SEOUL),
    ):
        assert faults_of_view(view) == []
        assert control_syntax(view) == []


def test_a_cancelled_event_offers_nothing_but_its_details() -> None:
    """Nobody wants to be reminded of it."""
    body = views.message(MESSAGES["cancelled"]).blocks
    actions = [element["action_id"] for block in body if block["type"] == "actions" for element in block["elements"]]
    assert actions == [Action.EVENT_DETAILS]


def test_only_times_that_lie_ahead_can_be_chosen() -> None:
    """An event at ten has a morning of nine and an hour before, which are the same; a whole day has no hour."""
    names = lambda event, now: [choice.name for choice in wishes.choices(event, SEOUL, now)]  # noqa: E731
    assert names(SUMMIT, NOW) == ["evening", "morning", "hour"]
    assert names(NEURIPS, NOW) == ["evening", "morning"]
    assert names(SUMMIT, datetime(2024, 12, 9, 10, tzinfo=UTC)) == ["morning", "hour"]
    assert names(SUMMIT, datetime(2024, 12, 10, 0, 30, tzinfo=UTC)) == []
    assert names(replace(NEURIPS, starts=None, ends=None), NOW) == []
    early = replace(SUMMIT, starts=datetime(2024, 12, 9, 23, tzinfo=UTC))
    assert names(early, NOW) == ["evening", "hour"]


def values(name: str, day: str | None = None, at: str | None = None) -> dict[str, dict[str, dict[str, object]]]:
    return {
        Action.EVENT_WHEN: {Action.EVENT_WHEN: {"selected_option": {"value": name}}},
        Action.EVENT_DATE: {Action.EVENT_DATE: {"selected_date": day}},
        Action.EVENT_TIME: {Action.EVENT_TIME: {"selected_time": at}},
    }


@pytest.mark.parametrize(
    ("filled", "asked"),
    [
        (values("evening"), Asked(1, time(18))),
        (values("morning"), Asked(0, time(9))),
        (values("hour"), Asked(minutes=60)),
        (values("chosen", "2024-12-05", "13:30"), Asked(moment=datetime(2024, 12, 5, 4, 30, tzinfo=UTC))),
    ],
)
def test_a_filled_form_says_when(filled: dict[str, dict[str, dict[str, object]]], asked: Asked) -> None:
    """Chosen times are wall times of the person."""
    assert wishes.read(filled, SUMMIT, of("ko"), SEOUL, NOW) == asked


@pytest.mark.parametrize(
    ("filled", "field"),
    [
        (values("chosen", None, "13:30"), Action.EVENT_DATE),
        (values("chosen", "2024-12-05", None), Action.EVENT_TIME),
        (values("chosen", "2024-12-01", "13:30"), Action.EVENT_DATE),
        (values("chosen", "2024-12-10", "10:00"), Action.EVENT_DATE),
        (values("nonsense"), Action.EVENT_WHEN),
        ({}, Action.EVENT_WHEN),
    ],
)
def test_a_form_that_cannot_be_kept_names_the_field(
    filled: dict[str, dict[str, dict[str, object]]], field: Action
) -> None:
    """Past times, times after the start, and gaps."""
    errors = wishes.read(filled, SUMMIT, of("en"), SEOUL, NOW)
    assert isinstance(errors, dict)
    assert list(errors) == [field]


def test_a_promise_names_the_moment_and_the_way_back() -> None:
    """The moment follows the event as it stands."""
    reminder = PersonalReminder("p1", "T1", "U1", "s1", NOW, 1, time(18))
    message = wishes.promised(reminder, SUMMIT, of("ko"), SEOUL)
    assert faults_of_message({"text": message.text, "blocks": list(message.blocks)}) == []
    assert "2024년 12월 9일(월) 18:00" in str(message.blocks)
    assert "p1" in str(message.blocks)


def test_what_a_button_carries_is_read_back() -> None:
    """Place and event of a mute, event and place of a form; what is none of ours names no event."""
    assert MuteRef.load(str(MuteRef("C1", "abc"))) == MuteRef("C1", "abc")
    assert Form.load(Form("n1", "C1").dump()) == Form("n1", "C1")
    assert Form.load("{") == Form("")
