"""The same listeners through Socket Mode envelopes, over a real WebSocket."""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from handlers import bolt
from tests.handlers.conftest import Surface, all_of
from tests.slack_api import BOT, SlackApi, happened

MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class SlackSocket:
    """One WebSocket connection as Slack's side keeps it: sends envelopes, collects what comes back."""

    def __init__(self) -> None:
        self.server = socket.socket()
        self.server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.server.bind(("127.0.0.1", 0))
        self.server.listen()
        self.replies: list[dict[str, Any]] = []
        self.changed = threading.Condition()
        self.connection: socket.socket | None = None
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.server.getsockname()[1]}/link"

    def _serve(self) -> None:
        try:
            connection, _ = self.server.accept()
            request = b""
            while b"\r\n\r\n" not in request:
                request += connection.recv(4096)
            key = next(
                line.split(b": ")[1] for line in request.split(b"\r\n") if line.lower().startswith(b"sec-websocket-key")
            )
            accept = base64.b64encode(hashlib.sha1(key + MAGIC.encode()).digest()).decode()
            head = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"]
            connection.sendall("\r\n".join([*head, f"Sec-WebSocket-Accept: {accept}", "", ""]).encode())
            with self.changed:
                self.connection = connection
                self.changed.notify_all()
            self._read(connection)
        except OSError:
            return

    def _read(self, connection: socket.socket) -> None:
        while True:
            opcode, payload = self._frame(connection)
            if opcode == 8:
                self._send(8, payload)
                connection.close()
                return
            if opcode == 9:
                self._send(10, payload)
            elif opcode == 1:
                with self.changed:
                    self.replies.append(json.loads(payload))
                    self.changed.notify_all()

    @staticmethod
    def _exactly(connection: socket.socket, count: int) -> bytes:
        data = b""
        while len(data) < count:
            part = connection.recv(count - len(data))
            if not part:
                raise OSError("closed")
            data += part
        return data

    def _frame(self, connection: socket.socket) -> tuple[int, bytes]:
        first, second = self._exactly(connection, 2)
        length = second & 0x7F
        if length == 126:
            length = struct.unpack(">H", self._exactly(connection, 2))[0]
        elif length == 127:
            length = struct.unpack(">Q", self._exactly(connection, 8))[0]
        mask = self._exactly(connection, 4)
        payload = self._exactly(connection, length)
        return first & 0x0F, bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))

    def _send(self, opcode: int, payload: bytes) -> None:
        assert self.connection is not None
        length = len(payload)
        head = (
            bytes([0x80 | opcode, length]) if length < 126 else bytes([0x80 | opcode, 126]) + struct.pack(">H", length)
        )
        self.connection.sendall(head + payload)

    def envelope(self, kind: str, payload: dict[str, Any], number: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.connection is not None, timeout=60)
        body = {"type": kind, "envelope_id": f"e{number}", "payload": payload, "accepts_response_payload": True}
        self._send(1, json.dumps(body).encode())

    def reply(self, number: int) -> dict[str, Any]:
        with self.changed:
            found = self.changed.wait_for(
                lambda: [r for r in self.replies if r.get("envelope_id") == f"e{number}"], timeout=60
            )
        assert found
        return dict(found[0])

    def close(self) -> None:
        for each in (self.connection, self.server):
            if each is not None:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()
        self.thread.join(timeout=5)


@contextmanager
def connected(surface: Surface) -> Iterator[SlackSocket]:
    slack = SlackSocket()
    answer = SlackApi.answer

    def with_socket(api: SlackApi, method: str, arguments: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if method == "apps.connections.open":
            return 200, {"ok": True, "url": slack.url}
        return answer(api, method, arguments)

    surface.api.answer = with_socket.__get__(surface.api)  # type: ignore[method-assign]
    handler = bolt.socket_mode(surface.app, "xapp-local")
    handler.connect()
    try:
        yield slack
    finally:
        handler.close()
        slack.close()


def _payload(body: bytes) -> dict[str, Any]:
    return dict(json.loads(body))


@pytest.fixture
def slack(surface: Surface) -> Iterator[SlackSocket]:
    with connected(surface) as running:
        yield running


def test_a_command_is_acknowledged_and_answered(surface: Surface, slack: SlackSocket) -> None:
    """As over HTTP."""
    fields = {
        "command": "/aitrend",
        "text": "노벨 payload",
        "team_id": "T1",
        "user_id": "U1",
        "channel_id": "C1",
        "trigger_id": "t",
        "response_url": f"{surface.api.base}/hooks/x",
    }
    slack.envelope("slash_commands", fields, 1)
    assert slack.reply(1) == {"envelope_id": "e1"}
    assert "노벨 물리학상" in all_of(surface.api.wait("response_url")[0])


def test_an_event_and_its_retry_have_one_effect(surface: Surface, slack: SlackSocket) -> None:
    """Retries come over Socket Mode too."""
    event = {"type": "app_mention", "user": "U1", "text": f"<@{BOT}> 노벨", "ts": "1.1", "channel": "C1"}
    body = _payload(happened(event, event_id="Ev-socket"))
    for number in (1, 2):
        slack.envelope("events_api", body, number)
        assert slack.reply(number) == {"envelope_id": f"e{number}"}
    surface.settle()
    assert len(surface.api.wait("chat.postMessage")) == 1


def test_an_acknowledgement_carries_its_content(surface: Surface, slack: SlackSocket) -> None:
    """Type-ahead rows, and what a form becomes."""
    common = {"team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T1"}, "trigger_id": "t"}
    view = {"type": "modal", "id": "V1", "callback_id": "search", "private_metadata": '["C1", ""]'}
    rows = {
        **common,
        "type": "block_suggestion",
        "action_id": "search.section",
        "block_id": "b",
        "value": "노벨",
        "view": view,
    }
    slack.envelope("interactive", rows, 1)
    assert len(slack.reply(1)["payload"]["options"]) == 2
    state = {"values": {"search.query": {"search.query": {"value": "노벨"}}}}
    slack.envelope("interactive", {**common, "type": "view_submission", "view": {**view, "state": state}}, 2)
    assert slack.reply(2)["payload"]["response_action"] == "update"
