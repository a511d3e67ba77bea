"""The manifest, generated from the listener table."""

from __future__ import annotations

import pytest

from bot.slack import manifest
from bot.slack.ids import COMMAND
from bot.slack.listeners import FILES_WRITE, Trigger
from handlers.table import LISTENERS

URL = "https://bot.example/slack/events"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_text_keeps_slacks_limits(language: str) -> None:
    """Slack refuses the whole manifest for one long name."""
    made = manifest.build(LISTENERS, url=URL, language=language)
    display, features = made["display_information"], made["features"]
    assert len(display["name"]) <= manifest.NAME
    assert len(display["description"]) <= manifest.DESCRIPTION
    assert manifest.LONG_DESCRIPTION[0] <= len(display["long_description"]) <= manifest.LONG_DESCRIPTION[1]
    assert len(features["shortcuts"]) <= manifest.SHORTCUTS
    assert all(len(each["name"]) <= manifest.SHORTCUT_NAME for each in features["shortcuts"])
    assert len(features["agent_view"]["suggested_prompts"]) <= manifest.PROMPTS
    command = features["slash_commands"][0]
    assert command["command"] == COMMAND
    assert len(command["command"]) <= manifest.COMMAND
    assert len(command["usage_hint"]) <= manifest.USAGE_HINT
    assert command["should_escape"] is False


def test_it_asks_for_what_the_listeners_need_and_nothing_else() -> None:
    """Events, shortcuts and scopes are those of the table."""
    made = manifest.build(LISTENERS, url=URL)
    events = {each.name for each in LISTENERS if each.trigger is Trigger.EVENT}
    assert set(made["settings"]["event_subscriptions"]["bot_events"]) == events
    assert made["oauth_config"]["scopes"]["bot"] == sorted({need.scope for each in LISTENERS for need in each.needs})
    shortcuts = {each.name for each in LISTENERS if each.trigger in {Trigger.MESSAGE_SHORTCUT, Trigger.GLOBAL_SHORTCUT}}
    assert {each["callback_id"] for each in made["features"]["shortcuts"]} == shortcuts


def test_http_has_addresses_and_socket_mode_has_none() -> None:
    """One address for everything over HTTP."""
    over_http, over_socket = manifest.build(LISTENERS, url=URL), manifest.build(LISTENERS, url=None)
    assert over_http["settings"]["interactivity"]["message_menu_options_url"] == URL
    assert over_http["settings"]["socket_mode_enabled"] is False
    assert over_socket["settings"]["socket_mode_enabled"] is True
    assert URL not in str(over_socket)
    assert "request_url" not in str(over_socket)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_scope_has_its_reason(language: str) -> None:
    """For the README; parts beside the listeners add theirs."""
    told = manifest.reasons(LISTENERS, [FILES_WRITE], language=language)
    assert [scope for scope, _ in told] == manifest.build(LISTENERS, url=None, more=[FILES_WRITE])["oauth_config"][
        "scopes"
    ]["bot"]
    assert all(reason for _, reason in told)
    assert "files:write" in dict(told)
