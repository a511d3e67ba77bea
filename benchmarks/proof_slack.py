"""A local Web API for the proof: its own process, its own count of what stands, and faults of every kind.

It shares no code with the product. A message counts from the moment at which it is accepted, whatever becomes of the
answer; `/count` tells how many messages stand under each key.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import random
import signal
import time
import urllib.parse
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

FAULTS = (
    "drop_after",  # accepted, then the connection is cut
    "drop_before",  # cut before anything was accepted
    "fail_after",  # accepted, then a 5xx
    "fail_before",  # a 5xx, nothing accepted
    "rate_limited",
    "slow_after",  # accepted at once, answered after the client has given up
    "slow_before",  # accepted after the client has given up
    "garbled",  # accepted, answered with something that is no JSON
    "kill_after",  # accepted, then the client process is killed with -9
)
"""`refused`, a connection that is never made, is the client's own part: see the world of the proof."""


@dataclass
class Behaviour:
    """How badly the server behaves. Seconds."""

    fault_rate: float = 0.0
    latency: float = 0.0
    history_lag: float = 0.0
    slowness: float = 0.6
    late_acceptance: float = 0.25
    seed: int = 0


@dataclass
class Slack:
    """What stands in the channels."""

    behaviour: Behaviour
    dice: random.Random
    standing: dict[str, dict[str, Any]] = field(default_factory=dict)  # ts -> message
    accepted: dict[str, int] = field(default_factory=lambda: defaultdict(int))  # key -> how often, ever
    channels: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    faults: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    times: dict[str, float] = field(default_factory=dict)
    number: int = 0

    def accept(self, form: dict[str, str]) -> str:
        self.number += 1
        ts = f"{1_700_000_000 + self.number}.000100"
        metadata = json.loads(form["metadata"])
        now = asyncio.get_running_loop().time()
        key = metadata["event_payload"]["key"]
        self.standing[ts] = {
            "ts": ts,
            "channel": form["channel"],
            "metadata": metadata,
            "since": now,
            "thread": form.get("thread_ts", ""),
        }
        self.channels[form["channel"]].append(ts)
        self.accepted[key] += 1
        self.times.setdefault(key, time.time())
        return ts

    def history(self, form: dict[str, str]) -> list[dict[str, Any]]:
        until = asyncio.get_running_loop().time() - self.behaviour.history_lag
        found = [self.standing[ts] for ts in self.channels[form["channel"]] if ts in self.standing]
        return [{"ts": m["ts"], "metadata": m["metadata"]} for m in reversed(found) if m["since"] <= until]

    def count(self) -> dict[str, Any]:
        """Only what the server itself has seen."""
        stands: dict[str, int] = defaultdict(int)
        for message in self.standing.values():
            stands[message["metadata"]["event_payload"]["key"]] += 1
        return {
            "standing": stands,
            "accepted": self.accepted,
            "faults": self.faults,
            "times": self.times,
            "threads": {m["metadata"]["event_payload"]["key"]: m["thread"] for m in self.standing.values()},
        }


def _answer(body: dict[str, Any] | bytes, status: str = "200 OK", extra: str = "") -> bytes:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n{extra}"
    return f"{head}Connection: close\r\n\r\n".encode() + data


class Server:
    """HTTP by hand, one request a connection, as the SDK makes them."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.slack = Slack(behaviour, random.Random(behaviour.seed))

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin1")
            lines = head.split("\r\n")
            headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines[1:])}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            reply = await self.reply(lines[0].split(" ")[1], headers, body)
            if reply:
                writer.write(reply)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def reply(self, path: str, headers: dict[str, str], body: bytes) -> bytes:
        if path == "/count":
            return _answer(self.slack.count())
        if path == "/behave":
            self.slack.behaviour = Behaviour(**json.loads(body))
            self.slack.dice.seed(self.slack.behaviour.seed)
            return _answer({})
        form = self._form(headers, body)
        method = path.rpartition("/")[2]
        behaviour = self.slack.behaviour
        if behaviour.latency:
            await asyncio.sleep(behaviour.latency)
        if self.slack.dice.random() < behaviour.fault_rate:
            fault = self.slack.dice.choice(FAULTS)
            self.slack.faults[fault] += 1
            return await self.misbehave(fault, method, form, headers)
        return _answer(self.act(method, form))

    @staticmethod
    def _form(headers: dict[str, str], body: bytes) -> dict[str, str]:
        if "json" in headers.get("content-type", ""):
            given = json.loads(body or b"{}")
            return {k: v if isinstance(v, str) else json.dumps(v) for k, v in given.items()}
        return dict(urllib.parse.parse_qsl(body.decode()))

    def act(self, method: str, form: dict[str, str]) -> dict[str, Any]:
        slack = self.slack
        if method == "chat.postMessage":
            return {"ok": True, "channel": form["channel"], "ts": slack.accept(form)}
        if method in {"conversations.history", "conversations.replies"}:
            return {"ok": True, "messages": slack.history(form), "has_more": False}
        if method == "chat.delete":
            gone = slack.standing.pop(form["ts"], None)
            return {"ok": True} if gone else {"ok": False, "error": "message_not_found"}
        if method == "auth.test":
            return {"ok": True, "user_id": "U0", "bot_id": "B0", "team_id": "T1", "team": "proof", "user": "aitrend"}
        return {"ok": False, "error": "unknown_method"}

    async def misbehave(self, fault: str, method: str, form: dict[str, str], headers: dict[str, str]) -> bytes:
        slowness, later = self.slack.behaviour.slowness, self.slack.behaviour.late_acceptance
        if fault == "rate_limited":
            wait = self.slack.dice.choice("001")
            return _answer({"ok": False, "error": "ratelimited"}, "429 Too Many Requests", f"Retry-After: {wait}\r\n")
        if fault == "slow_before":
            await asyncio.sleep(later)
        elif fault in {"drop_before", "fail_before"}:
            return b"" if fault == "drop_before" else _answer({"ok": False, "error": "internal_error"}, "503 Busy")
        answer = _answer(self.act(method, form))
        if fault in {"slow_after", "slow_before"}:
            await asyncio.sleep(slowness)
        elif fault == "kill_after" and "x-pid" in headers:
            with suppress(ProcessLookupError):
                os.kill(int(headers["x-pid"]), signal.SIGKILL)
            return b""
        elif fault == "fail_after":
            return _answer({"ok": False, "error": "fatal_error"}, "500 Oops")
        elif fault == "garbled":
            return _answer(b"<html>proxy</html>")
        elif fault == "drop_after":
            return b""
        return answer


def _serve(behaviour: Behaviour, port: Any) -> None:
    async def run() -> None:
        server = await asyncio.start_server(Server(behaviour).handle, "127.0.0.1", 0, backlog=1024)
        port.send(server.sockets[0].getsockname()[1])
        async with server:
            await server.serve_forever()

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asyncio.run(run())


@dataclass(frozen=True)
class LocalSlack:
    """A running server, seen from outside."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    def count(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/count", timeout=30) as answer:
            found: dict[str, Any] = json.loads(answer.read())
        return found

    def behave(self, behaviour: Behaviour) -> None:
        data = json.dumps(behaviour.__dict__).encode()
        urllib.request.urlopen(f"http://127.0.0.1:{self.port}/behave", data=data, timeout=30).close()


@contextmanager
def running_slack(behaviour: Behaviour) -> Iterator[LocalSlack]:
    """A fresh server in a process of its own."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(behaviour, theirs), daemon=True)
    process.start()
    try:
        yield LocalSlack(ours.recv())
    finally:
        process.kill()
        process.join()
