"""What people do with single events: reminders of their own, no more of one, calendars, details, the feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from starlette.applications import Starlette

from bot.agenda.service import Agenda
from bot.feeds import CalendarFeeds, routes
from bot.reminders import WorkspaceReminders
from bot.slack.ids import Action
from bot.slack.validate import faults_of_message, faults_of_view
from bot.slack.views.reminders import MuteRef
from tests.agenda.memory import MemoryFeedTokens, MemoryMutes, MemoryPersonalReminders, MemoryRegistry
from tests.agenda.world import Documents, event
from tests.asgi import call
from tests.fakes import FakeClock
from tests.handlers.conftest import Surface, all_of, buttons_of, texts_of
from tests.samples import NOW
from tests.slack_api import command, happened, interaction, pressed, trigger

BASE = "https://ai.example"
SECRET = "a-secret-of-this-test"


@dataclass
class World:
    """The agenda behind a surface."""

    documents: Documents
    agenda: Agenda
    mutes: MemoryMutes
    personal: MemoryPersonalReminders
    tokens: MemoryFeedTokens
    uid: str

    def mine(self, user: str = "U1") -> list[tuple[Any, ...]]:
        return [(r.days, r.at, r.minutes, r.moment, r.zone) for r in self.personal.of_user(user, owner="T1")]


@pytest.fixture
def world(surface: Surface) -> World:
    documents, mutes, personal, tokens = Documents(), MemoryMutes(), MemoryPersonalReminders(), MemoryFeedTokens()
    documents.write(
        "a.md",
        event(
            "AI Summit",
            date(2026, 12, 8),
            date(2026, 12, 9),
            place="서울",
            url="https://summit.example/",
            summary="큰 행사",
        ),
        event("지난 행사", date(2024, 12, 10)),
        event("미정 행사", None),
    )
    agenda = Agenda(documents, MemoryRegistry(), mutes, zone=ZoneInfo("Asia/Seoul"))
    surface.extended(
        agenda=agenda,
        documents=documents,
        reminders=WorkspaceReminders(agenda, mutes, personal),
        feeds=CalendarFeeds(BASE, tokens, SECRET),
    )
    uid = agenda.upcoming(now=NOW, owner="T1")[0].uid
    return World(documents, agenda, mutes, personal, tokens, uid)


def press(surface: Surface, action: str, value: str = "", **where: Any) -> None:
    surface.send(interaction(pressed(action, value, api=surface.api, **where)))
    surface.settle()


def told(surface: Surface) -> dict[str, Any]:
    """The latest private answer, which Slack would take."""
    message = surface.api.named("response_url")[-1]
    assert faults_of_message({"text": message["text"], "blocks": message["blocks"]}) == []
    return message


def values(name: str, day: str | None = None, at: str | None = None) -> dict[str, Any]:
    return {
        Action.EVENT_WHEN: {Action.EVENT_WHEN: {"selected_option": {"value": name}}},
        Action.EVENT_DATE: {Action.EVENT_DATE: {"selected_date": day}},
        Action.EVENT_TIME: {Action.EVENT_TIME: {"selected_time": at}},
    }


def submit(surface: Surface, view: dict[str, Any], filled: dict[str, Any], number: int = 1) -> Any:
    payload = {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "trigger_id": trigger(),
        "view": {**view, "id": f"V{number}", "state": {"values": filled}},
    }
    response = surface.send(interaction(payload))
    surface.settle()
    return response


def window(surface: Surface, world: World) -> dict[str, Any]:
    press(surface, Action.EVENT_REMIND, world.uid, ephemeral=False)
    view = dict(surface.api.wait("views.open")[-1]["view"])
    assert faults_of_view(view) == []
    return view


def test_a_person_is_reminded_at_a_time_of_choice(surface: Surface, world: World) -> None:
    """Kept in the person's zone, told with the way back; the same wish again makes no second one."""
    view = window(surface, world)
    submit(surface, view, values("evening"))
    assert world.mine() == [(1, time(18), None, None, "Asia/Seoul")]
    answer = surface.api.named("chat.postEphemeral")[-1]
    assert answer["text"] == "알림을 정했습니다: AI Summit"
    submit(surface, view, values("evening"), number=2)
    assert len(world.mine()) == 1
    assert surface.api.named("chat.postEphemeral")[-1]["text"] == "같은 알림이 이미 있습니다: AI Summit"
    press(surface, Action.REMINDER_DROP, world.personal.of_user("U1", owner="T1")[0].id)
    assert world.mine() == []
    assert told(surface)["text"] == "알림을 지웠습니다."


def test_a_chosen_date_and_time_is_kept_as_an_instant(surface: Surface, world: World) -> None:
    """The wall time of the person."""
    submit(surface, window(surface, world), values("chosen", "2026-12-01", "13:30"))
    assert [row[3] for row in world.mine()] == [datetime(2026, 12, 1, 4, 30, tzinfo=UTC)]


def test_a_time_after_the_start_is_refused_in_the_window(surface: Surface, world: World) -> None:
    """The window stays open and names the field; nothing is kept."""
    response = submit(surface, window(surface, world), values("chosen", "2026-12-30", "09:00"))
    assert response.json()["response_action"] == "errors"
    assert list(response.json()["errors"]) == [Action.EVENT_DATE]
    assert world.mine() == []


def test_an_event_that_is_over_cannot_be_reminded_of(surface: Surface, world: World) -> None:
    """Said instead of a form that could not be kept."""
    past = world.agenda.past(now=NOW, owner="T1")[0]
    press(surface, Action.EVENT_REMIND, past.uid)
    assert "이미 시작했거나" in told(surface)["text"]
    assert surface.api.named("views.open") == []


def test_a_channel_sees_who_wants_no_more_of_an_event_and_can_undo_it(surface: Surface, world: World) -> None:
    """It concerns everybody there; the event stays muted there alone."""
    value = str(MuteRef("C1", world.uid))
    press(surface, Action.EVENT_MUTE, value, ephemeral=False, ts="1763694000.000777")
    assert world.mutes.muted(owner="T1", target="C1") == {world.uid}
    said = surface.api.named("chat.postMessage")[-1]
    assert said["thread_ts"] == "1763694000.000777"
    assert "<@U1>" in all_of(said)
    surface.clock.forward(timedelta(seconds=10))
    press(surface, Action.EVENT_UNMUTE, buttons_of(said)[Action.EVENT_UNMUTE], ephemeral=False)
    assert world.mutes.muted(owner="T1", target="C1") == frozenset()


def test_a_button_cannot_speak_for_another_place(surface: Surface, world: World) -> None:
    """Whatever it carries, only where it was pressed is muted."""
    press(surface, Action.EVENT_MUTE, str(MuteRef("C9", world.uid)), ephemeral=False)
    assert world.mutes.muted(owner="T1", target="C9") == frozenset()
    assert world.mutes.muted(owner="T1", target="C1") == {world.uid}


def test_in_a_direct_message_the_person_is_muted(surface: Surface, world: World) -> None:
    """A personal subscription goes to the person's id, the button comes from the conversation's."""
    press(surface, Action.EVENT_MUTE, str(MuteRef("U1", world.uid)), channel="D1", ephemeral=False)
    assert world.mutes.muted(owner="T1", target="U1") == {world.uid}
    assert Action.EVENT_UNMUTE in buttons_of(told(surface))


def test_the_ways_into_a_calendar_are_offered(surface: Surface, world: World) -> None:
    """A link for the web calendar, the file at an address of the app, and the feed."""
    press(surface, Action.EVENT_CALENDAR, world.uid)
    answer = told(surface)
    row = next(block for block in answer["blocks"] if block["type"] == "actions")["elements"]
    assert row[0]["url"].startswith("https://calendar.google.com/")
    assert "20261208%2F20261210" in row[0]["url"]
    assert row[1]["url"].startswith(f"{BASE}/calendar/event/T1/{world.uid}/")
    assert row[2]["action_id"] == Action.FEED


def test_without_an_address_the_file_is_sent_directly(surface: Surface, world: World) -> None:
    """As a message to the person with the file behind it."""
    surface.extended(feeds=None)
    press(surface, Action.EVENT_CALENDAR, world.uid)
    assert Action.EVENT_ICS in buttons_of(told(surface))
    place = {"ok": True, "upload_url": f"{surface.api.base}/upload/F1", "file_id": "F1"}
    surface.api.failures["files.getUploadURLExternal"] = place
    press(surface, Action.EVENT_ICS, world.uid)
    assert surface.api.named("chat.postMessage")[-1]["channel"] == "U1"
    finished = surface.api.named("files.completeUploadExternal")[0]
    assert finished["files"] == [{"id": "F1", "title": "AI Summit"}]
    assert finished["channel_id"] == "U1"
    assert "DM" in told(surface)["text"]


def test_a_file_that_cannot_be_sent_is_said(surface: Surface, world: World) -> None:
    """With what to do instead."""
    surface.extended(feeds=None)
    surface.api.failures["files.getUploadURLExternal"] = {"ok": False, "error": "missing_scope"}
    press(surface, Action.EVENT_ICS, world.uid)
    assert "일정 파일을 보내지 못했습니다" in all_of({"all": surface.api.named("response_url")})


def test_details_name_the_documents(surface: Surface, world: World) -> None:
    """Also those that give other dates."""
    world.documents.write("b.md", event("AI Summit", date(2026, 12, 8), date(2026, 12, 10)), dated=date(2020, 1, 1))
    press(surface, Action.EVENT_DETAILS, world.uid)
    view = surface.api.wait("views.open")[0]["view"]
    said = " ".join(texts_of(view["blocks"]))
    assert faults_of_view(view) == []
    assert "큰 행사" in said
    assert "a.md, 1행" in said
    assert "b.md, 1행" in said
    assert "다른 날짜" in said


@pytest.mark.parametrize("action", [Action.EVENT_REMIND, Action.EVENT_CALENDAR, Action.EVENT_ICS, Action.EVENT_DETAILS])
def test_an_event_that_is_gone_is_said_to_be(surface: Surface, world: World, action: Action) -> None:
    """Old messages keep their buttons."""
    world.documents.remove("a.md")
    press(surface, action, world.uid)
    assert told(surface)["text"] == "이 행사는 이제 문서에 없습니다."


@pytest.mark.parametrize(
    "action", [Action.EVENT_REMIND, Action.EVENT_MUTE, Action.REMINDER_DROP, Action.FEED, Action.FEED_REVOKE]
)
def test_what_is_not_set_up_is_said(surface: Surface, action: Action) -> None:
    """A sentence instead of silence."""
    press(surface, action, "C1|x")
    assert told(surface)["text"]


def test_the_list_of_events_offers_what_can_be_done(surface: Surface, world: World) -> None:
    """Coming ones can be kept; of past ones there are only details."""
    surface.send(command("행사", api=surface.api))
    surface.settle()
    answer = told(surface)
    assert {Action.EVENT_REMIND, Action.EVENT_CALENDAR, Action.EVENT_DETAILS, Action.FEED} <= set(buttons_of(answer))
    surface.send(command("행사 지난", api=surface.api))
    surface.settle()
    assert set(buttons_of(told(surface))) == {Action.EVENT_DETAILS}
    assert "끝남" in all_of(told(surface))


def test_the_home_page_shows_my_reminders_and_drops_them(surface: Surface, world: World) -> None:
    """With the moment of each."""
    submit(surface, window(surface, world), values("morning"))
    surface.deliver(happened({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"}))
    surface.settle()
    view = surface.api.named("views.publish")[-1]["view"]
    assert faults_of_view(view) == []
    assert "내가 정한 알림" in texts_of(view["blocks"])
    value = buttons_of(view)[Action.REMINDER_DROP]
    press(surface, Action.REMINDER_DROP, value, view={"id": "H1", "type": "home"})
    assert world.mine() == []
    assert "내가 정한 알림" not in texts_of(surface.api.named("views.publish")[-1]["view"]["blocks"])


def served(world: World) -> Starlette:
    return Starlette(routes=list(routes(world.agenda, world.tokens, FakeClock(), secret=SECRET)))


def test_a_feed_is_opened_read_and_closed(surface: Surface, world: World) -> None:
    """The address is shown to the person alone; after closing it says nothing."""
    press(surface, Action.FEED)
    answer = told(surface)
    assert answer["response_type"] == "ephemeral"
    address = next(text for text in texts_of(answer["blocks"]) if text.startswith(BASE))
    front, path = served(world), address.removeprefix(BASE)
    first = call(front, "GET", path)
    assert first.status == 200
    assert first.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:AI Summit" in first.text
    again = call(front, "GET", path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    press(surface, Action.FEED_REVOKE)
    assert told(surface)["text"] == "캘린더 주소 1개를 없앴습니다."
    closed = call(front, "GET", path)
    wrong = call(front, "GET", "/calendar/feed/wrong.ics")
    elsewhere = call(front, "GET", "/nothing")
    assert (closed.status, closed.body) == (wrong.status, wrong.body) == (elsewhere.status, elsewhere.body)
    assert closed.status == 404


def test_the_address_of_an_event_opens_that_event_alone(surface: Surface, world: World) -> None:
    """Neither another event nor another workspace can be had by changing the address."""
    path = CalendarFeeds(BASE, world.tokens, SECRET).event(world.uid, owner="T1").removeprefix(BASE)
    front = served(world)
    assert call(front, "GET", path).text.count("BEGIN:VEVENT") == 1
    other = world.agenda.past(now=NOW, owner="T1")[0].uid
    assert call(front, "GET", path.replace(world.uid, other)).status == 404
    assert call(front, "GET", path.replace("T1", "T2")).status == 404
    assert call(front, "GET", path.replace(".ics", "é.ics")).status == 404
