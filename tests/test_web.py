"""The HTTP front: the gate before Bolt, health, metrics."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from slack_bolt import App, BoltRequest, BoltResponse
from starlette.applications import Starlette
from structlog.testing import capture_logs

from bot import web
from bot.slack.gate import MAX_BYTES
from tests.asgi import Answered, call
from tests.fakes import FakeClock
from tests.samples import NOW
from tests.slack_api import SECRET, signed


class RecordingBolt:
    """Takes every request, and answers with what it is told."""

    def __init__(self) -> None:
        self.requests: list[BoltRequest] = []
        self.response = BoltResponse(status=200, body="")

    def dispatch(self, request: BoltRequest) -> BoltResponse:
        self.requests.append(request)
        return self.response


class Front:
    def __init__(self) -> None:
        self.bolt = RecordingBolt()
        self.ready: dict[str, bool] = {"database": True, "index": True}
        bolt: Any = self.bolt  # the front asks no more of Bolt than this
        self.pool = ThreadPoolExecutor(web.THREADS)
        self.app: Starlette = web.build(
            bolt, self.pool, signing_secret=SECRET, readiness=self._ready, clock=FakeClock()
        )

    def _ready(self) -> Mapping[str, bool]:
        return self.ready

    def post(self, body: Any, headers: Mapping[str, str] | None = None, **more: Any) -> Answered:
        whole = body if isinstance(body, bytes) else b"".join(body)
        given = signed(whole, NOW.timestamp()) if headers is None else headers
        return call(self.app, "POST", web.SLACK_PATH, headers=given, body=body, **more)


@pytest.fixture
def front() -> Iterator[Front]:
    running = Front()
    yield running
    running.pool.shutdown()


def test_a_signed_request_reaches_bolt_as_it_was_read(front: Front) -> None:
    """Whatever pieces it came in; retries are passed on."""
    body = b"command=%2Faitrend&text=payload"
    headers = signed(body, NOW.timestamp()) | {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"}
    assert front.post([body[:5], body[5:]], headers).status == 200
    request = front.bolt.requests[0]
    assert request.body == {"command": "/aitrend", "text": "payload"}
    assert request.headers["x-slack-retry-num"] == ["1"]


def test_what_bolt_answers_goes_back(front: Front) -> None:
    """Status, body and content type, nothing else."""
    front.bolt.response = BoltResponse(status=200, body={"options": []})
    answered = front.post(b"a=b")
    assert answered.json() == {"options": []}
    assert answered.headers["content-type"].startswith("application/json")


REFUSED: list[tuple[str, bytes, dict[str, str], int]] = [
    ("unsigned", b"a=b", {"content-type": "application/x-www-form-urlencoded"}, 401),
    ("a timestamp that is no number", b"a=b", {"x-slack-request-timestamp": "soon", "x-slack-signature": "v0=1"}, 401),
    ("a wrong secret", b"a=b", signed(b"a=b", NOW.timestamp(), secret="other"), 401),
    ("a stale one", b"a=b", signed(b"a=b", NOW.timestamp() - 301), 401),
    ("no UTF-8", b"\xff", signed(b"\xff", NOW.timestamp()), 400),
    ("broken JSON", b"{", signed(b"{", NOW.timestamp(), json_body=True), 400),
    ("too large", b"x" * (MAX_BYTES + 1), signed(b"x", NOW.timestamp()), 413),
]


@pytest.mark.parametrize(("what", "body", "headers", "status"), REFUSED, ids=[row[0] for row in REFUSED])
def test_every_refused_request_is_a_4xx_without_side_effect(
    front: Front, what: str, body: bytes, headers: dict[str, str], status: int
) -> None:
    """And without a byte of it in the log."""
    del what
    with capture_logs() as logs:
        assert front.post(body, headers).status == status
    assert front.bolt.requests == []
    assert set(logs[0]) <= {"event", "reason", "status", "log_level"}


def test_a_replay_is_refused(front: Front) -> None:
    """The very same request comes in once."""
    headers = signed(b"a=b", NOW.timestamp())
    assert [front.post(b"a=b", headers).status for _ in range(2)] == [200, 409]


def test_a_body_is_read_no_further_than_it_may_be(front: Front) -> None:
    """A claim of the header is believed at once; a stream without one is cut off."""
    assert front.post(b"a", {"content-length": str(web.DRAINED * MAX_BYTES + 1)}).status == 413
    sent: list[int] = []

    def endless() -> Iterator[dict[str, Any]]:
        while True:
            sent.append(MAX_BYTES)
            yield {"type": "http.request", "body": b"x" * MAX_BYTES, "more_body": True}

    assert _received(front, endless()) == 413
    assert sum(sent) <= web.DRAINED * MAX_BYTES + MAX_BYTES


def test_who_sends_too_much_is_heard_out_before_the_refusal(front: Front) -> None:
    """Answered in the middle of its body it would see a broken connection in place of the reason."""
    left = [{"type": "http.request", "body": b"x" * MAX_BYTES, "more_body": more} for more in (False, True, True)]
    assert _received(front, (left.pop() for _ in range(3))) == 413
    assert left == []


def test_a_client_that_leaves_is_no_failure(front: Front) -> None:
    """It left in the middle of its body."""
    assert _received(front, iter([{"type": "http.disconnect"}])) == 400


def _received(front: Front, messages: Iterator[dict[str, Any]]) -> int:
    """The status that a request of these ASGI messages is answered with."""
    scope = {
        "type": "http",
        "method": "POST",
        "path": web.SLACK_PATH,
        "headers": [],
        "query_string": b"",
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", 1),
        "root_path": "",
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return next(messages)

    async def send(message: Any) -> None:
        sent.append(dict(message))

    asyncio.run(front.app(scope, receive, send))
    return int(sent[0]["status"])


def test_slacks_certificate_check_is_answered_and_other_gets_are_not(front: Front) -> None:
    """An unsigned GET has no effect either way."""
    assert call(front.app, "GET", f"{web.SLACK_PATH}?ssl_check=1").status == 200
    assert call(front.app, "GET", web.SLACK_PATH).status == 405
    assert call(front.app, "PUT", web.SLACK_PATH).status == 405
    assert front.bolt.requests == []


def test_health_tells_what_works(front: Front) -> None:
    """Alive as soon as it answers; ready once everything is."""
    assert call(front.app, "GET", "/livez").status == 200
    assert call(front.app, "GET", "/readyz").json() == {"status": "ok", "checks": {"database": True, "index": True}}
    front.ready["index"] = False
    answered = call(front.app, "GET", "/readyz")
    assert (answered.status, answered.json()["checks"]["index"]) == (503, False)


def test_metrics_count_by_outcome(front: Front) -> None:
    """In the form that Prometheus reads."""
    front.post(b"a=b")
    front.post(b"a=b", {"content-type": "text/plain"})
    told = call(front.app, "GET", "/metrics").text
    assert 'aitrend_slack_requests_total{outcome="accepted"} 1.0' in told
    assert 'aitrend_slack_requests_total{outcome="unsigned"} 1.0' in told
    assert "aitrend_slack_ack_seconds_count 2.0" in told


def test_the_challenge_of_a_new_address_is_answered() -> None:
    """Slack sends one when the manifest is pasted; stock Bolt answers it behind our gate."""
    app = App(
        token="xoxb-x", signing_secret=SECRET, request_verification_enabled=False, token_verification_enabled=False
    )
    body = json.dumps({"type": "url_verification", "challenge": "abc"}).encode()
    headers = signed(body, NOW.timestamp(), json_body=True)
    with ThreadPoolExecutor(1) as pool:
        front = web.build(app, pool, signing_secret=SECRET, readiness=dict, clock=FakeClock())
        answered = call(front, "POST", web.SLACK_PATH, headers=headers, body=body)
    assert (answered.status, answered.json()) == (200, {"challenge": "abc"})
