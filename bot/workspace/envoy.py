"""Speaks to the bot as Slack does: signed requests over HTTP to its one endpoint."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import structlog

from bot.domain.ports import Clock
from bot.slack.gate import sign
from bot.web import SLACK_PATH
from bot.workspace.state import APP, BOT, TEAM, Json, Post, Window, Workspace

log = structlog.get_logger(__name__)

TIMEOUT_SECONDS = 5
"""Slack gives an app three; a machine at its start may need a little longer."""


class Envoy:
    """Makes the payloads of what a person does and delivers them; `address` is where the endpoint listens."""

    def __init__(self, workspace: Workspace, *, address: str, secret: str, clock: Clock) -> None:
        self._workspace = workspace
        self._address = address
        self._secret = secret
        self._clock = clock

    def _deliver(self, body: bytes, content_type: str) -> tuple[int, str]:
        parts = urlsplit(self._address)
        stamp = str(int(self._clock.now().timestamp()))
        headers = {
            "content-type": content_type,
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": sign(self._secret, stamp, body),
        }
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=TIMEOUT_SECONDS)
        try:
            connection.request("POST", SLACK_PATH, body=body, headers=headers)
            response = connection.getresponse()
            return response.status, response.read().decode("utf8", "replace")
        except (OSError, http.client.HTTPException) as error:
            log.warning("workspace.undelivered", error=type(error).__name__)
            return 0, ""
        finally:
            connection.close()

    def _form(self, fields: Mapping[str, str]) -> tuple[int, str]:
        return self._deliver(urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def _interact(self, payload: Json) -> tuple[int, str]:
        return self._form({"payload": json.dumps(payload, ensure_ascii=False)})

    def _hook(self, channel: str, user: str, *, ts: str = "", thread: str = "") -> str:
        return f"{self._address}/hooks/{self._workspace.hook(channel, user, ts=ts, thread=thread)}"

    def command(self, user: str, channel: str, name: str, text: str) -> tuple[int, str]:
        """A slash command, its text escaped as Slack escapes it."""
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return self._form(
            {
                "token": "local",
                "team_id": TEAM,
                "team_domain": "local",
                "channel_id": channel,
                "channel_name": self._workspace.channels.get(channel, "directmessage"),
                "user_id": user,
                "user_name": self._workspace.people[user].name,
                "command": name,
                "text": escaped,
                "api_app_id": APP,
                "is_enterprise_install": "false",
                "response_url": self._hook(channel, user),
                "trigger_id": self._workspace.trigger(user),
            }
        )

    def event(self, event: Json) -> tuple[int, str]:
        """An event's envelope."""
        stamp = self._workspace.next_ts()
        envelope = {
            "token": "local",
            "team_id": TEAM,
            "api_app_id": APP,
            "type": "event_callback",
            "event_id": f"Ev{stamp.replace('.', '')}",
            "event_time": int(float(stamp)),
            "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True, "enterprise_id": None}],
            "event": event,
        }
        return self._deliver(json.dumps(envelope, ensure_ascii=False).encode(), "application/json")

    def said(self, post: Post) -> None:
        """The events of a message that a person wrote: the message itself, and the mention where it names the bot."""
        direct = post.channel.startswith("D")
        event = {**post.as_slack(), "channel": post.channel, "event_ts": post.ts}
        kind = "im" if direct else "channel"
        subtype = {"subtype": "file_share"} if post.files else {}
        self.event({**event, "channel_type": kind, **subtype})
        if not direct and f"<@{BOT}>" in post.text:
            self.event({**event, "type": "app_mention"})

    def home_opened(self, user: str) -> None:
        """The event of opening the app's home page."""
        self.event(
            {
                "type": "app_home_opened",
                "user": user,
                "tab": "home",
                "channel": self._workspace.people[user].direct,
                "event_ts": self._workspace.next_ts(),
            }
        )

    def _common(self, kind: str, user: str) -> Json:
        return {
            "type": kind,
            "user": {"id": user, "name": self._workspace.people[user].name, "team_id": TEAM},
            "team": {"id": TEAM, "domain": "local"},
            "api_app_id": APP,
            "token": "local",
            "is_enterprise_install": False,
            "enterprise": None,
            "trigger_id": self._workspace.trigger(user),
        }

    def _action(self, given: Json) -> Json:
        return {**given, "action_ts": self._workspace.next_ts()}

    def press(self, user: str, post: Post, action: Json) -> tuple[int, str]:
        """A button or menu in a message."""
        container: Json = {
            "type": "message",
            "message_ts": post.ts,
            "channel_id": post.channel,
            "is_ephemeral": bool(post.only_for),
        }
        if post.thread:
            container["thread_ts"] = post.thread
        name = self._workspace.channels.get(post.channel, "directmessage")
        payload = {
            **self._common("block_actions", user),
            "container": container,
            "channel": {"id": post.channel, "name": name},
            "response_url": self._hook(post.channel, user, ts=post.ts, thread=post.thread),
            "actions": [self._action(action)],
        }
        if not post.only_for:
            payload["message"] = post.as_slack()
        return self._interact(payload)

    def press_in_view(self, user: str, window: Window, action: Json, values: Json) -> tuple[int, str]:
        """A button or menu in a window or on the home page."""
        payload = {
            **self._common("block_actions", user),
            "container": {"type": "view", "view_id": window.id},
            "view": self._view(window, values),
            "actions": [self._action(action)],
        }
        return self._interact(payload)

    def _view(self, window: Window, values: Json) -> Json:
        return {
            "private_metadata": "",
            "callback_id": "",
            **window.view,
            "id": window.id,
            "team_id": TEAM,
            "app_id": APP,
            "app_installed_team_id": TEAM,
            "bot_id": "BAITREND",
            "hash": self._workspace.next_ts(),
            "state": {"values": values},
        }

    def submit(self, user: str, window: Window, values: Json) -> tuple[int, Any]:
        """A submitted form; returns the status and the answer's JSON, empty where there is none."""
        payload = {
            **self._common("view_submission", user),
            "view": self._view(window, values),
            "response_urls": [],
        }
        status, text = self._interact(payload)
        return status, json.loads(text) if text.strip() else {}

    def options(self, user: str, window: Window, action_id: str, block_id: str, typed: str) -> list[Json]:
        """The rows of a type-ahead menu."""
        payload = {
            **self._common("block_suggestion", user),
            "action_id": action_id,
            "block_id": block_id,
            "value": typed,
            "container": {"type": "view", "view_id": window.id},
            "view": self._view(window, {}),
        }
        status, text = self._interact(payload)
        answer = json.loads(text) if status == 200 and text.strip() else {}
        return list(answer.get("options", []))

    def shortcut(self, user: str, callback: str, post: Post | None) -> tuple[int, str]:
        """A shortcut, on a message where one is given."""
        if post is None:
            return self._interact({**self._common("shortcut", user), "callback_id": callback})
        payload = {
            **self._common("message_action", user),
            "callback_id": callback,
            "channel": {"id": post.channel, "name": self._workspace.channels.get(post.channel, "directmessage")},
            "message": post.as_slack(),
            "message_ts": post.ts,
            "response_url": self._hook(post.channel, user, thread=post.thread),
        }
        return self._interact(payload)
