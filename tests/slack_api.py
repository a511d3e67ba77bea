"""A local Slack Web API over real HTTP, a little slow, that records every call; and requests signed as Slack signs."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode

from bot.slack.gate import sign

SECRET = "an8z-signing-secret"
TOKEN = "xoxb-local"
BOT = "UBOT"

Call = tuple[str, dict[str, Any]]


@dataclass
class SlackApi:
    """Records `(method, arguments)` of every call; `failures` makes a method answer an error or a bare status."""

    calls: list[Call] = field(default_factory=list)
    users: dict[str, dict[str, Any]] = field(default_factory=dict)
    failures: dict[str, dict[str, Any] | int] = field(default_factory=dict)
    latency_seconds: float = 0.03
    files: dict[str, bytes] = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)
    base: str = ""
    stamp: int = 0

    def answer(self, method: str, arguments: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        time.sleep(self.latency_seconds)
        with self.changed:
            self.calls.append((method, arguments))
            self.stamp += 1
            ts = f"1763694000.{self.stamp:06d}"
            self.changed.notify_all()
        failure = self.failures.get(method)
        if isinstance(failure, int):
            return failure, {"ok": False}
        if failure is not None:
            return 200, failure
        if method == "auth.test":
            return 200, {"ok": True, "user_id": BOT, "bot_id": "B1", "team_id": "T1", "team": "T", "user": "aitrend"}
        if method == "users.info":
            user = self.users.get(arguments.get("user", ""), {"locale": "ko-KR", "tz": "Asia/Seoul"})
            return 200, {"ok": True, "user": {"id": arguments.get("user"), **user}}
        return 200, {"ok": True, "ts": ts, "channel": arguments.get("channel", ""), "view": {"id": "V1"}}

    def named(self, *methods: str) -> list[dict[str, Any]]:
        """The arguments of all calls of these methods."""
        with self.changed:
            return [arguments for method, arguments in self.calls if method in methods]

    def wait(self, *methods: str, count: int = 1, seconds: float = 60.0) -> list[dict[str, Any]]:
        """The calls of these methods once there are so many."""
        deadline = time.monotonic() + seconds
        with self.changed:
            while True:
                found = [arguments for method, arguments in self.calls if method in methods]
                if len(found) >= count:
                    return found
                left = deadline - time.monotonic()
                assert left > 0, f"{methods}: {len(found)} of {count} calls; seen {[name for name, _ in self.calls]}"
                self.changed.wait(left)


class _Handler(BaseHTTPRequestHandler):
    api: SlackApi
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        method = self.path.rpartition("/")[2]
        if self.path.startswith("/hooks/"):
            method = "response_url"
        text = body.decode("utf8", "replace")  # a file is uploaded as it is
        if self.headers.get("content-type", "").startswith("application/json"):
            arguments = json.loads(text or "{}")
        else:
            arguments = {key: _unpacked(value) for key, value in parse_qsl(text, keep_blank_values=True)}
        status, answer = self.api.answer(method, arguments)
        payload = b"ok" if method == "response_url" and answer["ok"] else json.dumps(answer).encode()
        self._send(status, payload)

    def do_GET(self) -> None:
        method = self.path.partition("?")[0].rpartition("/")[2]
        if self.path.startswith("/files/"):
            data = self.api.files.get(method)
            self._send(200 if data is not None else 404, data or b"")
            return
        arguments = dict(parse_qsl(self.path.partition("?")[2]))
        status, answer = self.api.answer(method, arguments)
        self._send(status, json.dumps(answer).encode())

    def _send(self, status: int, payload: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def _unpacked(value: str) -> Any:
    return json.loads(value) if value[:1] in "[{" else value


@contextmanager
def serving(api: SlackApi) -> Iterator[SlackApi]:
    """The API on a free loopback port; `api.base` is its base URL."""
    handler = type("Handler", (_Handler,), {"api": api})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    api.base = f"http://127.0.0.1:{server.server_port}"
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def signed(body: bytes, now: float, *, secret: str = SECRET, json_body: bool = False) -> dict[str, str]:
    """Slack's headers for a body."""
    stamp = str(int(now))
    return {
        "content-type": "application/json" if json_body else "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": sign(secret, stamp, body),
    }


_serial = iter(range(1_000_000))


def trigger() -> str:
    """A trigger id as Slack gives one to every interaction: without it two equal ones would be a replay."""
    return f"{next(_serial)}.trigger"


def command(text: str, *, api: SlackApi, user: str = "U1", channel: str = "C1", **more: str) -> bytes:
    """The body of a slash command."""
    number = next(_serial)
    return urlencode(
        {
            "token": "legacy",
            "team_id": "T1",
            "team_domain": "acme",
            "channel_id": channel,
            "channel_name": "general",
            "user_id": user,
            "user_name": "someone",
            "command": "/aitrend",
            "text": text,
            "api_app_id": "A1",
            "response_url": f"{api.base}/hooks/commands/{number}",
            "trigger_id": f"{number}.trigger",
            **more,
        }
    ).encode()


def interaction(payload: Mapping[str, Any]) -> bytes:
    """The body of an interaction."""
    return urlencode({"payload": json.dumps(payload)}).encode()


def pressed(
    action_id: str,
    value: str = "",
    *,
    api: SlackApi,
    user: str = "U1",
    channel: str = "C1",
    ephemeral: bool = True,
    thread: str = "",
    ts: str = "1763694000.000001",
    view: Mapping[str, Any] | None = None,
    kind: str = "button",
) -> dict[str, Any]:
    """A pressed button in a message, or in a window where `view` is given."""
    number = next(_serial)
    payload: dict[str, Any] = {
        "type": "block_actions",
        "user": {"id": user, "team_id": "T1"},
        "team": {"id": "T1", "domain": "acme"},
        "api_app_id": "A1",
        "token": "legacy",
        "trigger_id": f"{number}.trigger",
        "actions": [
            {"type": kind, "action_id": action_id, "block_id": "b", "value": value, "action_ts": f"{number}.1"}
        ],
    }
    if view is not None:
        payload["container"] = {"type": "view", "view_id": view.get("id", "V1")}
        payload["view"] = {"type": "modal", "id": "V1", "app_installed_team_id": "T1", **view}
        return payload
    payload["container"] = {
        "type": "message",
        "message_ts": ts,
        "channel_id": channel,
        "is_ephemeral": ephemeral,
        **({"thread_ts": thread} if thread else {}),
    }
    payload["channel"] = {"id": channel, "name": "general"}
    payload["response_url"] = f"{api.base}/hooks/actions/{number}"
    if not ephemeral:
        payload["message"] = {"ts": ts, **({"thread_ts": thread} if thread else {})}
    return payload


def happened(event: Mapping[str, Any], *, event_id: str = "") -> bytes:
    """The envelope of an event."""
    number = next(_serial)
    return json.dumps(
        {
            "token": "legacy",
            "team_id": "T1",
            "api_app_id": "A1",
            "type": "event_callback",
            "event_id": event_id or f"Ev{number}",
            "event_time": 1763694000,
            "authorizations": [{"team_id": "T1", "user_id": BOT, "is_bot": True}],
            "event": dict(event),
        }
    ).encode()


Send = Callable[..., Any]
