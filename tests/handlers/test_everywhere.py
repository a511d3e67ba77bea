"""The same answer in five ways of asking, and every listener in the table reached by a scenario."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.slack.listeners import Trigger
from handlers.table import LISTENERS
from tests.handlers.conftest import Surface, texts_of
from tests.slack_api import BOT, command, happened, interaction, trigger

BUTTONS = {"공유하기", "이전 결과", "도움이 됐어요", "아쉬워요"}


def _content(message: dict[str, Any]) -> list[str]:
    """What the message says, without the buttons that belong to a place."""
    return [text for text in texts_of(message["blocks"]) if text not in BUTTONS]


def look_up(text: str, surface: Surface) -> bytes:
    return interaction(
        {
            "type": "message_action",
            "callback_id": "look_up",
            "team": {"id": "T1"},
            "user": {"id": "U1", "team_id": "T1"},
            "channel": {"id": "C1"},
            "message": {"type": "message", "ts": "9.9", "text": text, "user": "U2"},
            "message_ts": "9.9",
            "trigger_id": trigger(),
            "response_url": f"{surface.api.base}/hooks/shortcut",
        }
    )


def test_the_same_answer_in_five_ways_of_asking(surface: Surface) -> None:
    """Slash command, mention, direct message, message shortcut and thread give equal content."""
    surface.send(command("노벨", api=surface.api))
    slash = surface.api.wait("response_url")[0]
    surface.send(look_up("노벨", surface))
    shortcut = surface.api.wait("response_url", count=2)[1]
    event = {"user": "U1", "ts": "1.1"}
    surface.deliver(happened({**event, "type": "app_mention", "text": f"<@{BOT}> 노벨", "channel": "C1"}))
    surface.settle()
    im = {**event, "type": "message", "text": "노벨", "channel": "D1", "channel_type": "im"}
    surface.deliver(happened(im))
    surface.settle()
    in_thread = {**event, "type": "app_mention", "text": f"<@{BOT}> 노벨", "channel": "C1", "thread_ts": "0.9"}
    surface.deliver(happened(in_thread))
    surface.settle()
    mention, direct, thread = surface.api.named("chat.postMessage")
    contents = [_content(message) for message in (slash, shortcut, mention, direct, thread)]
    assert all(content == contents[0] for content in contents)
    assert len(contents[0]) > 6


def test_a_message_without_words_cannot_be_looked_up(surface: Surface) -> None:
    """It is said so, privately."""
    surface.send(look_up("<@U3> :tada: !!", surface))
    assert surface.api.wait("response_url")[0]["response_type"] == "ephemeral"
    surface.send(look_up("", surface))
    assert "찾아볼 글이 없습니다" in surface.api.wait("response_url", count=2)[1]["text"]


def test_the_table_names_each_listener_once() -> None:
    """A second row for the same thing would never be reached."""
    rows = [(each.trigger, each.name) for each in LISTENERS]
    assert len(rows) == len(set(rows))
    assert {each.trigger for each in LISTENERS} == set(Trigger)


def test_what_nobody_listens_to_is_taken_without_a_word(surface: Surface) -> None:
    """Slack is not asked to send it again, and nothing is answered."""
    assert surface.deliver(happened({"type": "reaction_added", "user": "U1"})).status == 200
    body = {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "actions": [{"action_id": "gone", "block_id": "b", "type": "button"}],
    }
    assert surface.send(interaction(body)).status == 200
    surface.settle()
    assert [name for name, _ in surface.api.calls if name != "auth.test"] == []


def _buttons(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("type") == "button":
            yield str(value["action_id"])
        for inner in value.values():
            yield from _buttons(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _buttons(inner)


def test_no_button_is_dead() -> None:
    """Every button of every message and view is listened to."""
    listened = [each.id for each in LISTENERS if each.trigger is Trigger.ACTION]
    golden = Path(__file__).parents[1] / "slack" / "golden"
    shown = {
        action for path in golden.glob("*.json") for action in _buttons(json.loads(path.read_text(encoding="utf8")))
    }
    dead = {
        action
        for action in shown
        if not any(action == row if isinstance(row, str) else row.match(action) for row in listened)
    }
    assert len(shown) > 20
    assert dead == set()
