"""One running surface for scenario tests: gate, front, Bolt and listeners over fakes and a local Web API."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from slack_bolt import App
from starlette.applications import Starlette

from bot import web
from bot.services import Services
from handlers import bolt
from handlers.work import Pool
from tests.answerlog import MemoryAnswerLog
from tests.asgi import Answered, call
from tests.fakes import (
    FakeAgenda,
    FakeClock,
    FakeDigests,
    FakeDocuments,
    FakeReminders,
    FakeSearcher,
    FakeSubscriptions,
    FakeTrends,
    FakeUploads,
)
from tests.slack_api import SECRET, TOKEN, SlackApi, serving, signed


class DrainingPool(Pool):
    """A pool that can be waited for."""

    def __init__(self, threads: int) -> None:
        super().__init__(threads)
        self._jobs: list[Future[None]] = []

    def submit(self, job: Callable[[], None]) -> Future[None]:
        self._jobs.append(super().submit(job))
        return self._jobs[-1]

    def drain(self) -> None:
        while self._jobs:
            self._jobs.pop().result(timeout=60)


@dataclass
class Surface:
    """What a scenario drives and looks at. `send` returns the HTTP answer; `settle` waits for all work in flight."""

    api: SlackApi
    services: Services
    clock: FakeClock
    searcher: FakeSearcher
    answers: MemoryAnswerLog
    app: App = field(init=False)
    front: Starlette = field(init=False)
    pool: DrainingPool = field(init=False)
    requests: ThreadPoolExecutor = field(init=False)

    def start(self) -> None:
        """Compose the surface; again after `stop`, as a restart that keeps what the store kept."""
        self.pool = DrainingPool(4)
        self.app = bolt.create(self.services, self.pool, token=TOKEN, signing_secret=SECRET, verify_token=False)
        self.requests = ThreadPoolExecutor(web.THREADS)
        self.front = web.build(
            self.app, self.requests, signing_secret=SECRET, readiness=lambda: {"index": True}, clock=self.clock
        )

    def stop(self) -> None:
        self.pool.close()
        self.requests.shutdown()

    def restart(self) -> None:
        self.stop()
        self.start()

    def send(self, body: bytes, *, json_body: bool = False, headers: Mapping[str, str] | None = None) -> Answered:
        given = signed(body, self.clock.now().timestamp(), json_body=json_body) | dict(headers or {})
        return call(self.front, "POST", web.SLACK_PATH, headers=given, body=body)

    def deliver(self, body: bytes) -> Answered:
        """An event envelope."""
        return self.send(body, json_body=True)

    def settle(self) -> None:
        """Wait until everything that was submitted has been worked on."""
        self.pool.drain()

    def extended(self, **services: object) -> None:
        """The same surface with other services."""
        self.services = replace(self.services, **services)  # type: ignore[arg-type]
        self.restart()


@pytest.fixture
def api() -> Iterator[SlackApi]:
    """A local Web API of 30 ms latency."""
    with serving(SlackApi()) as running:
        yield running


@pytest.fixture
def surface(api: SlackApi) -> Iterator[Surface]:
    """A running surface, all but an address of its own."""
    clock, searcher, answers, documents = FakeClock(), FakeSearcher(), MemoryAnswerLog(), FakeDocuments()
    services = Services(
        clock=clock,
        documents=documents,
        searcher=searcher,
        answers=answers,
        language="ko",
        zone=ZoneInfo("Asia/Seoul"),
        agenda=FakeAgenda(),
        uploads=FakeUploads(documents),
        trends=FakeTrends(),
        subscriptions=FakeSubscriptions(),
        digests=FakeDigests(),
        reminders=FakeReminders(),
        api_url=f"{api.base}/api/",
    )
    running = Surface(api, services, clock, searcher, answers)
    running.start()
    yield running
    running.stop()


def texts_of(value: object) -> list[str]:
    """Every text that a reader sees in blocks or a view, in order."""
    found: list[str] = []
    if isinstance(value, Mapping):
        if isinstance(value.get("text"), str):
            found.append(value["text"])
        for key, inner in value.items():
            if key not in {"text", "private_metadata"} or not isinstance(inner, str):
                found += texts_of(inner)
    elif isinstance(value, list):
        for inner in value:
            found += texts_of(inner)
    return found


def buttons_of(message: Mapping[str, Any]) -> dict[str, str]:
    """Action id -> value of the buttons of a message or view."""
    found: dict[str, str] = {}
    for block in message.get("blocks", []):
        for element in [*block.get("elements", []), block.get("accessory", {})]:
            if isinstance(element, Mapping) and element.get("type") == "button":
                found.setdefault(str(element["action_id"]), str(element.get("value", "")))
    return found


def all_of(message: Mapping[str, Any]) -> str:
    """All that is in a message, as one string to look into."""
    return json.dumps(message, ensure_ascii=False)
