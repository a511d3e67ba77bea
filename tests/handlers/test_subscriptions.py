"""Subscriptions: made, changed, paused and deleted."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from bot.domain.subscription import Kind, Rule, Wish
from bot.slack.ids import Action
from bot.slack.views.subscribing import Form
from tests.fakes import FakeSubscriptions
from tests.handlers.conftest import Surface, all_of, buttons_of, texts_of
from tests.samples import NOW
from tests.slack_api import command, interaction, pressed, trigger


@pytest.fixture
def kept(surface: Surface) -> FakeSubscriptions:
    service = surface.services.subscriptions
    assert isinstance(service, FakeSubscriptions)
    return service


def form(**changes: Any) -> dict[str, Any]:
    fields = {
        Action.SUBSCRIPTION_KIND: {"selected_option": {"value": "digest"}},
        Action.SUBSCRIPTION_TARGET: {"selected_option": {"value": "channel"}},
        Action.SUBSCRIPTION_CHANNEL: {"selected_conversation": "C7"},
        Action.SUBSCRIPTION_WEEKDAYS: {"selected_options": [{"value": "5"}, {"value": "1"}]},
        Action.SUBSCRIPTION_LEADS: {"selected_options": [{"value": "1"}, {"value": "7"}]},
        Action.SUBSCRIPTION_TIME: {"selected_time": "08:30"},
        Action.SUBSCRIPTION_TOPICS: {"value": "라마,  정책 ,"},
        Action.SUBSCRIPTION_LANGUAGE: {"selected_option": {"value": "en"}},
        Action.SUBSCRIPTION_QUIET: {"selected_options": [{"value": "quiet"}]},
    } | {Action[name]: field for name, field in changes.items()}
    return {action: {action: field} for action, field in fields.items()}


def submit(surface: Surface, view: dict[str, Any], values: dict[str, Any], *, user: str = "U1") -> Any:
    payload = {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": user, "team_id": "T1"},
        "trigger_id": trigger(),
        "view": {**view, "id": "V1", "state": {"values": values}},
    }
    response = surface.send(interaction(payload))
    surface.settle()
    return response


def opened(surface: Surface) -> dict[str, Any]:
    surface.send(command("구독", api=surface.api))
    return dict(surface.api.wait("views.open")[0]["view"])


def test_a_subscription_is_made_once_and_told(surface: Surface, kept: FakeSubscriptions) -> None:
    """What was chosen is kept, in the person's zone; a submission that comes twice makes one."""
    view = opened(surface)
    for _ in range(2):
        assert submit(surface, view, form()).status == 200
    assert [each.wish for each in kept.kept.values()] == [
        Wish(
            "T1", "C7", Kind.DIGEST, Rule((1, 5), time(8, 30), "Asia/Seoul"), "en", ("라마", "정책"), (7, 1), quiet=True
        )
    ]
    told = surface.api.named("chat.postEphemeral")
    assert len(told) == 1
    assert "구독을 저장했습니다." in all_of(told[0])
    assert "<!date^" in all_of(told[0])
    assert surface.api.named("views.publish")


def test_where_the_app_is_no_member_the_person_hears_it_directly(surface: Surface) -> None:
    """The confirmation is not lost."""
    surface.api.failures["chat.postEphemeral"] = {"ok": False, "error": "not_in_channel"}
    submit(surface, opened(surface), form())
    assert surface.api.named("chat.postMessage")[0]["channel"] == "U1"


def test_reminders_for_oneself(surface: Surface, kept: FakeSubscriptions) -> None:
    """No channel is needed then, and no weekday."""
    values = form(
        SUBSCRIPTION_KIND={"selected_option": {"value": "reminders"}},
        SUBSCRIPTION_TARGET={"selected_option": {"value": "me"}},
        SUBSCRIPTION_CHANNEL={"selected_conversation": None},
        SUBSCRIPTION_WEEKDAYS={"selected_options": []},
    )
    submit(surface, opened(surface), values)
    wish = next(iter(kept.kept.values())).wish
    assert (wish.target, wish.kind, wish.leads) == ("U1", Kind.REMINDERS, (7, 1))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"SUBSCRIPTION_CHANNEL": {"selected_conversation": None}}, "subscription.channel"),
        ({"SUBSCRIPTION_WEEKDAYS": {"selected_options": []}}, "subscription.weekdays"),
        (
            {
                "SUBSCRIPTION_KIND": {"selected_option": {"value": "reminders"}},
                "SUBSCRIPTION_LEADS": {"selected_options": []},
            },
            "subscription.leads",
        ),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    surface: Surface, kept: FakeSubscriptions, changes: dict[str, Any], field: str
) -> None:
    """The window stays open, and nothing is made."""
    answer = submit(surface, opened(surface), form(**changes)).json()
    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == [field]
    assert kept.kept == {}


def made(kept: FakeSubscriptions, *, target: str = "U1", by: str = "U1") -> str:
    return kept.create(Wish("T1", target, Kind.DIGEST), by=by, now=NOW).id


def press(surface: Surface, action: Action, value: str, **more: Any) -> None:
    surface.send(interaction(pressed(action, value, api=surface.api, **more)))
    surface.settle()


def test_the_list_shows_next_sends_and_buttons(surface: Surface, kept: FakeSubscriptions) -> None:
    """Those of the channel, of the person, and made by the person; nobody else's."""
    for target, by in (("U1", "U2"), ("C1", "U2"), ("C9", "U1"), ("C9", "U2")):
        made(kept, target=target, by=by)
    surface.send(command("구독 목록", api=surface.api))
    message = surface.api.wait("response_url")[0]
    said = " ".join(texts_of(message["blocks"]))
    assert said.count("다음 발송:") == 3
    assert said.count("<!date^") == 9
    assert "<#C1>" in said
    assert {"subscription.pause", "subscription.edit", "subscription.delete"} <= set(buttons_of(message))


def test_whoever_stands_in_the_channel_changes_what_it_gets(surface: Surface, kept: FakeSubscriptions) -> None:
    """Also where somebody else made it: the window knows where it was opened. From elsewhere nobody may."""
    name = made(kept, target="C1", by="U2")
    press(surface, Action.SUBSCRIPTION_EDIT, name)
    view = surface.api.wait("views.open")[0]["view"]
    submit(surface, view, form(SUBSCRIPTION_CHANNEL={"selected_conversation": "C1"}))
    assert kept.kept[name].wish.language == "en"
    elsewhere = {**view, "private_metadata": Form(name, "C9").dump()}
    submit(surface, elsewhere, form(SUBSCRIPTION_LANGUAGE={"selected_option": {"value": "ko"}}))
    assert kept.kept[name].wish.language == "en"


def test_pause_resume_and_delete_show_what_is_now(surface: Surface, kept: FakeSubscriptions) -> None:
    """In place of the list."""
    name = made(kept)
    press(surface, Action.SUBSCRIPTION_PAUSE, name)
    assert kept.kept[name].paused
    shown = surface.api.named("response_url")[-1]
    assert shown["replace_original"] is True
    assert "멈춰 있습니다" in all_of(shown)
    press(surface, Action.SUBSCRIPTION_RESUME, name)
    assert not kept.kept[name].paused
    press(surface, Action.SUBSCRIPTION_DELETE, name)
    assert kept.kept == {}
    press(surface, Action.SUBSCRIPTION_PAUSE, name)
    assert "이미 지워진 구독입니다." in all_of(surface.api.named("response_url")[-1])


def test_on_the_home_page_the_page_is_made_anew(surface: Surface, kept: FakeSubscriptions) -> None:
    """The button's effect is seen where it was pressed."""
    name = made(kept)
    press(surface, Action.SUBSCRIPTION_PAUSE, name, view={"type": "home", "id": "H1"})
    assert "멈춰 있습니다" in all_of(surface.api.named("views.publish")[-1])


def test_somebody_elses_is_left_alone(surface: Surface, kept: FakeSubscriptions) -> None:
    """A forged or stale button changes nothing."""
    name = made(kept, target="C9", by="U2")
    for action in (Action.SUBSCRIPTION_PAUSE, Action.SUBSCRIPTION_DELETE, Action.SUBSCRIPTION_EDIT):
        press(surface, action, name)
    assert not kept.kept[name].paused
    assert "바꿀 수 있습니다" in all_of(surface.api.named("response_url")[-1])
    assert surface.api.named("views.open") == []


def test_a_change_keeps_the_zone_that_it_was_made_in(surface: Surface, kept: FakeSubscriptions) -> None:
    """Whoever changes it from elsewhere does not move its hour."""
    name = kept.create(Wish("T1", "C1", Kind.DIGEST, Rule((2,), time(7), "Europe/Berlin")), by="U1", now=NOW).id
    press(surface, Action.SUBSCRIPTION_EDIT, name)
    view = surface.api.named("views.open")[-1]["view"]
    assert "Europe/Berlin" in all_of(view)
    submit(surface, view, form())
    assert kept.kept[name].wish.rule == Rule((1, 5), time(8, 30), "Europe/Berlin")
