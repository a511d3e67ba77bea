"""Calendar files over HTTP: the feed of a workspace under an address that can be closed, and single events.

Whoever has an address can read what stands there. A wrong address says nothing but that there is nothing.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.agenda import feed
from bot.agenda.service import Agenda
from bot.domain.agenda import FeedTokens
from bot.domain.ports import Clock

FEED_PATH = "/calendar/feed"
EVENT_PATH = "/calendar/event"
_FRESH_SECONDS = 900
_MAX_ID = 120


class CalendarFeeds:
    """The Feeds of `bot.services`. `base` is the app's own address, `secret` what signs the addresses of events."""

    def __init__(self, base: str, tokens: FeedTokens, secret: str) -> None:
        self._base = base.rstrip("/")
        self._tokens = tokens
        self._secret = secret

    def open(self, *, owner: str, by: str, now: datetime) -> str:
        """The token stands in the address and nowhere else."""
        return f"{self._base}{FEED_PATH}/{feed.open_feed(self._tokens, owner=owner, by=by, now=now)}.ics"

    def revoke(self, *, owner: str) -> int:
        """How many there were."""
        return self._tokens.revoke(owner=owner)

    def event(self, uid: str, *, owner: str) -> str:
        """Signed, so that nobody can look through a workspace's events by their uids."""
        return f"{self._base}{EVENT_PATH}/{owner or '-'}/{uid}/{_signature(self._secret, owner, uid)}.ics"


def _signature(secret: str, owner: str, uid: str) -> str:
    """128 bits of an HMAC over workspace and event."""
    return hmac.new(secret.encode(), f"event\n{owner}\n{uid}".encode(), hashlib.sha256).hexdigest()[:32]


def routes(agenda: Agenda, tokens: FeedTokens, clock: Clock, *, secret: str) -> tuple[Route, ...]:
    """Where the addresses lead."""

    def feed_of(token: str) -> bytes | None:
        owner = feed.owner_of(tokens, token)
        return None if owner is None else agenda.calendar(now=clock.now(), owner=owner)

    def event_of(owner: str, uid: str, signature: str) -> bytes | None:
        owner = "" if owner == "-" else owner
        right = _signature(secret, owner, uid)
        if len(uid) > _MAX_ID or not hmac.compare_digest(right.encode(), signature.encode("utf8", "replace")):
            return None
        now = clock.now()
        if agenda.event(uid, now=now, owner=owner) is None:
            return None
        return agenda.calendar(now=now, owner=owner, uid=uid)

    async def answer_feed(request: Request) -> Response:
        return _answer(request, await run_in_threadpool(feed_of, request.path_params["token"]), "aitrend.ics")

    async def answer_event(request: Request) -> Response:
        asked = request.path_params
        data = await run_in_threadpool(event_of, asked["owner"], asked["uid"], asked["signature"])
        return _answer(request, data, "event.ics", attached=True)

    return (
        Route(f"{FEED_PATH}/{{token}}.ics", answer_feed),
        Route(f"{EVENT_PATH}/{{owner}}/{{uid}}/{{signature}}.ics", answer_event),
    )


def _answer(request: Request, data: bytes | None, file: str, *, attached: bool = False) -> Response:
    """The file, or 304 where the reader has it already."""
    if data is None:
        return PlainTextResponse("Not Found", 404)
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": f"private, max-age={_FRESH_SECONDS}",
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "no-referrer",
    }
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'{"attachment" if attached else "inline"}; filename="{file}"'
    return Response(data, media_type="text/calendar; charset=utf-8", headers=headers)
