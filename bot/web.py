"""The HTTP front: Slack's one endpoint behind the gate, health and metrics.

Bolt is synchronous and is called on a pool of threads of its own, so that a slow request never holds up the event loop
or the health checks.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import asynccontextmanager

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from slack_bolt import App, BoltRequest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot import garbage
from bot.domain.ports import Clock
from bot.slack.gate import MAX_BYTES, Gate, Refused, Replays

log = structlog.get_logger(__name__)

SLACK_PATH = "/slack/events"
"""Commands, interactions, options and events all come here: one address to paste, one gate to pass."""

THREADS = 24
"""A Bolt dispatch takes a millisecond or two; more threads than bursts of simultaneous requests only cost memory."""

DRAINED = 16
"""Of a body over its limit up to so many times the limit are received and dropped: a sender who is cut off while
sending sees a broken connection instead of the refusal."""

BODY_SECONDS = 10.0
"""Slack sends at once; a body that trickles in longer than this is somebody holding connections open."""


class _Meters:
    """Counters of one front, in a registry of their own so that several fronts can live in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "aitrend_slack_requests", "Requests to the Slack endpoint by outcome.", ["outcome"], registry=self.registry
        )
        self.acks = Histogram(
            "aitrend_slack_ack_seconds",
            "Time from a request's last byte to its acknowledgement.",
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0),
            registry=self.registry,
        )


class _Endpoint:
    def __init__(self, bolt: App, gate: Gate, clock: Clock, pool: Executor, meters: _Meters) -> None:
        self._bolt = bolt
        self._gate = gate
        self._clock = clock
        self._pool = pool
        self._meters = meters

    async def answer(self, request: Request) -> Response:
        if request.method == "GET":
            # Slack's certificate check of a command's address is an unsigned GET that only wants an answer.
            return Response(status_code=200) if request.query_params.get("ssl_check") == "1" else Response(None, 405)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await read_body(request, limit=MAX_BYTES)
        except TimeoutError:
            return self._refuse(Refused(408, "slow_body"))
        except ClientDisconnect:
            return self._refuse(Refused(400, "disconnected"))
        if body is None:
            return self._refuse(Refused(413, "too_large"))
        started = time.perf_counter()
        loop = asyncio.get_running_loop()
        response = await loop.run_in_executor(self._pool, self._answer, request.headers.raw, body)
        self._meters.acks.observe(time.perf_counter() - started)
        return response

    def _answer(self, headers: list[tuple[bytes, bytes]], body: bytes) -> Response:
        verdict = self._gate.check(headers, body, now=self._clock.now())
        if isinstance(verdict, Refused):
            return self._refuse(verdict)
        self._meters.requests.labels("accepted").inc()
        retries: dict[str, str | Sequence[str]] = {
            name.decode("ascii"): value.decode("latin1") for name, value in headers if name.startswith(b"x-slack-retry")
        }
        try:
            # Given as a dict, the body is taken as it was read; as text Bolt would guess its form once more, wrongly.
            answer = self._bolt.dispatch(BoltRequest(body=verdict.body, headers=retries, mode="socket_mode"))
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            # Bolt looks for what every request has before its own boundary begins.
            log.warning("slack.misshapen", error=type(error).__name__)
            return self._refuse(Refused(400, "misshapen"))
        kept = {name: values[0] for name, values in answer.headers.items() if name.lower() == "content-type"}
        return Response(answer.body, status_code=answer.status, headers=kept)

    def _refuse(self, refusal: Refused) -> Response:
        self._meters.requests.labels(refusal.reason).inc()
        log.warning("slack.refused", reason=refusal.reason, status=refusal.status)
        return JSONResponse({"error": refusal.reason}, status_code=refusal.status)


async def read_body(request: Request, *, limit: int) -> bytes | None:
    """The body, whatever length its header claims, with no more than `limit` bytes kept; None where it is larger."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > DRAINED * limit:
        return None
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > DRAINED * limit:
            return None
        if size <= limit:
            parts.append(part)
    return b"".join(parts) if size <= limit else None


def _health(readiness: Callable[[], Mapping[str, bool]]) -> list[Route]:
    async def livez(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(_: Request) -> Response:
        checks = dict(await run_in_threadpool(readiness))
        ready = all(checks.values())
        return JSONResponse({"status": "ok" if ready else "unready", "checks": checks}, 200 if ready else 503)

    return [Route("/livez", livez), Route("/readyz", readyz)]


@asynccontextmanager
async def steady(_: Starlette) -> AsyncIterator[None]:
    """A lifespan for a process that lives on from here."""
    garbage.settle()
    yield


def build(
    bolt_app: App,
    requests: Executor,
    *,
    signing_secret: str,
    readiness: Callable[[], Mapping[str, bool]],
    clock: Clock,
    replays: Replays | None = None,
    routes: tuple[BaseRoute, ...] = (),
) -> Starlette:
    """The front. `readiness` names what must work and whether it does; it may block and runs off the event loop.

    Bolt answers on `requests`, an executor of `THREADS` threads which is the caller's to end.
    `replays` is shared by the processes of an installation with several fronts; without it each remembers its own.
    `routes` are added behind the built-in ones.
    """
    meters = _Meters()
    endpoint = _Endpoint(bolt_app, Gate(signing_secret, replays=replays), clock, requests, meters)

    async def metrics(_: Request) -> Response:
        return Response(generate_latest(REGISTRY) + generate_latest(meters.registry), media_type=CONTENT_TYPE_LATEST)

    return Starlette(
        routes=[
            Route(SLACK_PATH, endpoint.answer, methods=["GET", "POST"]),
            *_health(readiness),
            Route("/metrics", metrics),
            *routes,
        ],
        lifespan=steady,
    )
