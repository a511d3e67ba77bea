"""The app's manifest, made from the listener table: what it listens to and what it asks for cannot drift apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.slack.ids import Shortcut
from bot.slack.listeners import Listener, Need, Trigger
from bot.slack.texts import of

NAME = 35
DESCRIPTION = 140
LONG_DESCRIPTION = (175, 4_000)
COMMAND = 32
USAGE_HINT = 1_000
SHORTCUTS = 10
SHORTCUT_NAME = 24
PROMPTS = 4
"""Slack's limits, from its manifest reference; the tests hold the texts to them."""

_BACKGROUND = "#3d2a6b"


def needs(listeners: Iterable[Listener[Any]], more: Iterable[Need] = ()) -> dict[str, list[str]]:
    """Scope -> the keys of the texts that say why, each reason once, in order of the scopes' names."""
    found: dict[str, list[str]] = {}
    for need in [*(need for listener in listeners for need in listener.needs), *more]:
        reasons = found.setdefault(need.scope, [])
        if need.reason not in reasons:
            reasons.append(need.reason)
    return dict(sorted(found.items()))


def reasons(listeners: Iterable[Listener[Any]], more: Iterable[Need] = (), *, language: str) -> list[tuple[str, str]]:
    """Each scope with its reason in words: for the README and `doctor`."""
    texts = of(language)
    return [(scope, " ".join(texts(key) for key in keys)) for scope, keys in needs(listeners, more).items()]


def build(
    listeners: Sequence[Listener[Any]], *, url: str | None, language: str = "ko", more: Iterable[Need] = ()
) -> dict[str, Any]:
    """The manifest to paste. With a `url` (of the Slack endpoint) for HTTP, without one for Socket Mode.

    `more` are scopes that parts beside the listeners need.
    """
    texts = of(language)
    features: dict[str, Any] = {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "bot_user": {"display_name": "aitrend", "always_online": True},
        "agent_view": {
            "agent_description": texts("manifest.agent"),
            "suggested_prompts": [
                {"title": texts(f"manifest.prompt{number}"), "message": texts(f"manifest.prompt{number}_message")}
                for number in range(1, PROMPTS + 1)
            ],
        },
        "shortcuts": [_shortcut(each, language) for each in listeners if each.trigger in _SHORTCUTS],
        "slash_commands": [
            {
                "command": each.name,
                **({"url": url} if url else {}),
                "description": texts("manifest.command"),
                "usage_hint": texts("manifest.usage"),
                "should_escape": False,
            }
            for each in listeners
            if each.trigger is Trigger.COMMAND
        ],
    }
    return {
        "display_information": {
            "name": texts("app.name"),
            "description": texts("manifest.description"),
            "long_description": texts("manifest.long"),
            "background_color": _BACKGROUND,
        },
        "features": features,
        "oauth_config": {"scopes": {"bot": list(needs(listeners, more))}},
        "settings": _settings(listeners, url),
    }


_SHORTCUTS = {Trigger.MESSAGE_SHORTCUT: "message", Trigger.GLOBAL_SHORTCUT: "global"}


def _shortcut(listener: Listener[Any], language: str) -> dict[str, str]:
    texts = of(language)
    name = Shortcut(listener.name)
    return {
        "name": texts(f"shortcut.{name}"),
        "type": _SHORTCUTS[listener.trigger],
        "callback_id": name.value,
        "description": texts(f"shortcut.{name}_note"),
    }


def _settings(listeners: Sequence[Listener[Any]], url: str | None) -> dict[str, Any]:
    events = sorted({each.name for each in listeners if each.trigger is Trigger.EVENT})
    interactive = any(each.trigger not in {Trigger.EVENT, Trigger.COMMAND} for each in listeners)
    loads_options = any(each.trigger is Trigger.OPTIONS for each in listeners)
    address = {"request_url": url} if url else {}
    menus = {"message_menu_options_url": url} if url and loads_options else {}
    return {
        "event_subscriptions": {**address, "bot_events": events},
        "interactivity": {"is_enabled": interactive, **address, **menus},
        "org_deploy_enabled": False,
        "socket_mode_enabled": url is None,
        "token_rotation_enabled": False,
    }
