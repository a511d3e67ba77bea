"""Reminders of events from a document to Slack, through the worker and a local Web API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.core import Core
from bot.domain.agenda import PersonalReminder
from bot.domain.subscription import Kind, Rule, Wish
from bot.parts import Parts, worker_of
from bot.slack.client import client
from tests.messages.conftest import said
from tests.slack_api import TOKEN, SlackApi, serving

HEAD = "---\ntitle: 소식\ndate: 2024-11-01\nevents:\n"
SUMMIT = """  - title: AI Summit
    date: {date}
    place: 서울 코엑스
    url: https://summit.example/
"""
EXPO = """  - title: AI Expo
    date: 2024-12-10
    place: 부산
"""
BODY = "---\n\n## 글\n\n행사가 있다.\n"

NOVEMBER = datetime(2024, 11, 20, tzinfo=UTC)
WEEK_BEFORE = datetime(2024, 12, 3, 0, 5, tzinfo=UTC)
"""Five past nine in Seoul, seven days ahead."""


def write(docs: Path, *events: str) -> None:
    (docs / "a.md").write_text(HEAD + "".join(events) + BODY, encoding="utf8")


@pytest.fixture
def api() -> Iterator[SlackApi]:
    with serving(SlackApi(latency_seconds=0.001)) as running:
        yield running


def run(core: Core, api: SlackApi, now: datetime) -> None:
    """What the worker does at an instant: documents, then every step once."""
    core.library.sync()
    slack = client(TOKEN, base_url=f"{api.base}/api/")
    report = worker_of(Parts(core), slack, clock=FixedClock(now)).once(now)
    assert report.failed == {}


def subscribed(core: Core, *, language: str = "ko", leads: tuple[int, ...] = (7, 1, 0), target: str = "C1") -> None:
    wish = Wish("T1", target, Kind.REMINDERS, Rule(at=time(9), zone="Asia/Seoul"), language=language, leads=leads)
    Parts(core).subscribing.create(wish, by="U1", now=NOVEMBER)


@pytest.mark.parametrize(
    ("language", "away"), [("ko", ("D-7", "내일", "오늘")), ("en", ("in 7 days", "tomorrow", "today"))]
)
def test_the_events_of_a_day_come_in_one_message_each_lead_time_once(
    core: Core, docs: Path, api: SlackApi, language: str, away: tuple[str, ...]
) -> None:
    """Both events together, a week before, the day before and in the morning; running again adds nothing."""
    write(docs, SUMMIT.format(date="2024.12.10~11"), EXPO)
    run(core, api, NOVEMBER)
    subscribed(core, language=language)
    for day in (3, 9, 10):
        for minute in (0, 5):
            run(core, api, datetime(2024, 12, day, 0, minute, 30, tzinfo=UTC))
    posted = api.named("chat.postMessage")
    assert len(posted) == 3
    for message, words in zip(posted, away, strict=True):
        assert message["channel"] == "C1"
        assert said(message).count(words) == 2
        assert "서울 코엑스" in said(message)
        assert "https://summit.example/" in said(message)


def test_a_moved_event_is_rewritten_with_both_dates_and_told_anew(core: Core, docs: Path, api: SlackApi) -> None:
    """What was posted must not go on naming a day that no longer holds."""
    write(docs, SUMMIT.format(date="2024.12.10~11"))
    run(core, api, NOVEMBER)
    subscribed(core)
    run(core, api, WEEK_BEFORE)
    write(docs, SUMMIT.format(date="2024.12.17~18"))
    run(core, api, datetime(2024, 12, 4, 3, tzinfo=UTC))
    rewritten = api.named("chat.update")
    assert len(rewritten) == 1
    assert "일정이 바뀌었습니다: 2024년 12월 10일~11일 → 2024년 12월 17일~18일" in said(rewritten[0])
    run(core, api, datetime(2024, 12, 10, 0, 5, tzinfo=UTC))
    assert "D-7" in said(api.named("chat.postMessage")[-1])


def test_a_cancelled_event_is_said_once(core: Core, docs: Path, api: SlackApi) -> None:
    """As a message of its own, without buttons that would remind of it."""
    write(docs, SUMMIT.format(date="2024.12.10~11"))
    run(core, api, NOVEMBER)
    subscribed(core)
    run(core, api, WEEK_BEFORE)
    write(docs, SUMMIT.format(date="2024.12.10~11").replace("AI Summit", "AI Summit (취소)"))
    for hour in (3, 4):
        run(core, api, datetime(2024, 12, 4, hour, tzinfo=UTC))
    run(core, api, datetime(2024, 12, 9, 0, 5, tzinfo=UTC))
    posted = api.named("chat.postMessage")
    assert len(posted) == 2
    assert "취소됨" in said(posted[1])
    assert "event.remind" not in str(posted[1])


def test_a_muted_event_is_left_out_where_it_was_muted(core: Core, docs: Path, api: SlackApi) -> None:
    """Also of a reminder that was planned already; other places hear of it as before."""
    write(docs, SUMMIT.format(date="2024.12.10~11"), EXPO)
    run(core, api, NOVEMBER)
    subscribed(core)
    subscribed(core, target="C2")
    parts = Parts(core)
    uid = next(e.uid for e in parts.agenda.upcoming(now=NOVEMBER, owner="T1") if e.title == "AI Expo")
    assert parts.reminding.mute(uid, owner="T1", target="C1", by="U1", now=NOVEMBER)
    run(core, api, WEEK_BEFORE)
    heard = {message["channel"]: said(message) for message in api.named("chat.postMessage")}
    assert "AI Expo" not in heard["C1"]
    assert "AI Summit" in heard["C1"]
    assert "AI Expo" in heard["C2"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_person_is_reminded_directly_in_the_own_zone(core: Core, docs: Path, api: SlackApi, language: str) -> None:
    """The evening before, where the person lives; once."""
    write(docs, EXPO)
    run(core, api, NOVEMBER)
    parts = Parts(core)
    uid = parts.agenda.upcoming(now=NOVEMBER, owner="T1")[0].uid
    wish = PersonalReminder("p1", "T1", "U7", uid, NOVEMBER, 1, time(18), zone="Europe/London", language=language)
    assert parts.reminding.remind(wish)
    run(core, api, datetime(2024, 12, 9, 17, 59, tzinfo=UTC))
    assert api.named("chat.postMessage") == []
    for minute in (0, 1):
        run(core, api, datetime(2024, 12, 9, 18, minute, 30, tzinfo=UTC))
    posted = api.named("chat.postMessage")
    assert [message["channel"] for message in posted] == ["U7"]
    assert {"ko": "내일", "en": "tomorrow"}[language] in said(posted[0])


def test_only_what_lies_ahead_counts_as_mine(core: Core, docs: Path, api: SlackApi) -> None:
    """A list of reminders that have long been served would help nobody."""
    write(docs, EXPO)
    run(core, api, NOVEMBER)
    reminding = Parts(core).reminding
    uid = Parts(core).agenda.upcoming(now=NOVEMBER, owner="T1")[0].uid
    reminding.remind(PersonalReminder("p1", "T1", "U7", uid, NOVEMBER))
    assert [reminder.id for reminder, _ in reminding.mine("U7", now=NOVEMBER, owner="T1")] == ["p1"]
    assert reminding.mine("U7", now=datetime(2025, 1, 1, tzinfo=UTC), owner="T1") == ()
    assert not reminding.forget("p1", owner="T2", user="U7")
    assert reminding.forget("p1", owner="T1", user="U7")
    assert reminding.mine("U7", now=NOVEMBER, owner="T1") == ()


def test_old_wishes_are_forgotten(core: Core, docs: Path, api: SlackApi) -> None:
    """After two turns of a yearly event, not before."""
    write(docs, EXPO)
    run(core, api, NOVEMBER)
    parts = Parts(core)
    parts.mutes.mute("u", owner="T1", target="C1", by="U1", now=NOVEMBER)
    parts.personal.add(PersonalReminder("p1", "T1", "U7", "u", NOVEMBER))
    run(core, api, NOVEMBER + timedelta(days=799))
    assert parts.mutes.muted(owner="T1", target="C1") == {"u"}
    run(core, api, NOVEMBER + timedelta(days=801))
    assert parts.mutes.muted(owner="T1", target="C1") == frozenset()
    assert parts.personal.of_user("U7", owner="T1") == ()
