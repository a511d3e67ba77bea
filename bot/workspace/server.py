"""The page's own endpoints, and the composition of the workspace into one ASGI app."""

from __future__ import annotations

import html
import json
import re
import secrets
from collections.abc import Callable
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from bot.domain.ports import Clock
from bot.slack import limits
from bot.slack.ids import COMMAND, Shortcut
from bot.web import read_body, steady
from bot.workspace.envoy import Envoy
from bot.workspace.guard import Guard
from bot.workspace.routes import routes
from bot.workspace.state import BOT, Json, Person, Post, Window, Workspace
from bot.workspace.webapi import WebApi

MAX_UPLOAD = 6_000_000
MAX_REQUEST = 1_000_000
_ASSETS = {
    "app.css": "text/css",
    "app.js": "text/javascript",
    "blocks.js": "text/javascript",
    "words.js": "text/javascript",
}
_MENTION = re.compile(r"@(?:aitrend|AI ?트렌드|AI ?Trend)(?!\w)", re.IGNORECASE)


def _people(language: str, zone: str) -> list[Person]:
    """Two people who read different languages; the one of the workspace's language sits there first."""
    people = [Person("UHANEUL", "김하늘", "ko-KR", zone), Person("UALEX", "Alex Morgan", "en-US", zone)]
    return people if language == "ko" else people[::-1]


class _Page:
    """What a person does on the page, turned into what Slack would send."""

    def __init__(self, workspace: Workspace, envoy: Envoy, base: str) -> None:
        self._workspace = workspace
        self._envoy = envoy
        self._base = base

    def state(self, given: Json) -> Json:
        """All that the page shows a person, unless nothing has changed since `after`."""
        user, after = self._user(given), given.get("after")
        if after == self._workspace.revision:
            return {"revision": after}
        person = self._workspace.people[user]
        channels = [*self._workspace.channels, person.direct]
        return {
            "revision": self._workspace.revision,
            "posts": {
                channel: [self._shown(post) for post in self._workspace.posts(channel, viewer=user)]
                for channel in channels
            },
            "windows": [
                {"id": window.id, "view": window.view, "errors": window.errors}
                for window in self._workspace.windows(user)
            ],
            "home": self._workspace.home(user),
        }

    def _shown(self, post: Post) -> Json:
        message = post.as_slack()
        if post.blocks:
            message["blocks"] = [self._pictured(block) for block in post.blocks]
        return {**message, "private": bool(post.only_for), "edited": post.edited}

    def _pictured(self, block: Json) -> Json:
        """A block with the path of its uploaded picture, where it shows one."""
        found = self._workspace.file(str(block.get("slack_file", {}).get("id", "")))
        return {**block, "picture": urlsplit(found[0]["url_private"]).path} if found else block

    def _user(self, given: Json) -> str:
        user = str(given.get("user"))
        if user not in self._workspace.people:
            raise ValueError("unknown person")
        return user

    def _place(self, given: Json) -> tuple[str, str]:
        user, channel = self._user(given), str(given.get("channel"))
        if channel not in self._workspace.channels and channel != self._workspace.people[user].direct:
            raise ValueError("unknown conversation")
        return user, channel

    def say(self, given: Json) -> Json:
        """A message or a slash command."""
        user, channel = self._place(given)
        text, thread = str(given.get("text") or "")[: limits.MESSAGE_TEXT], str(given.get("thread") or "")
        if text.startswith("/"):
            return self._command(user, channel, text, thread)
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        post = Post(self._workspace.next_ts(), channel, user, _MENTION.sub(f"<@{BOT}>", escaped), thread=thread)
        post.files = [found[0] for name in given.get("files", []) if (found := self._workspace.file(str(name)))]
        if not text.strip() and not post.files:
            return {}
        self._workspace.add(post)
        self._envoy.said(post)
        return {}

    def _command(self, user: str, channel: str, text: str, thread: str) -> Json:
        name, _, words = text.partition(" ")
        if thread:
            return {"notice": "no_commands_in_threads"}
        if name != COMMAND:
            return {"notice": "unknown_command", "name": name[:80]}
        status, _ = self._envoy.command(user, channel, name, words)
        return {} if status == 200 else {"notice": "not_answered"}

    def press(self, given: Json) -> Json:
        """A button or menu in a message, a window or the home page."""
        user, action = self._user(given), dict(given.get("action") or {})
        if given.get("ts"):
            post = self._workspace.post(str(given["ts"]))
            if post is None or post.only_for not in {"", user}:
                raise ValueError("unknown message")
            status, _ = self._envoy.press(user, post, action)
        else:
            window = self._window(user, str(given.get("window")))
            status, _ = self._envoy.press_in_view(user, window, action, dict(given.get("values") or {}))
        return {} if status == 200 else {"notice": "not_answered"}

    def _window(self, user: str, window_id: str) -> Window:
        window = self._workspace.find_window(user, window_id)
        home = self._workspace.home(user)
        if window is None and window_id == f"H{user}" and home is not None:
            window = Window(window_id, home)
        if window is None:
            raise ValueError("unknown window")
        return window

    def submit(self, given: Json) -> Json:
        """A form; what the app answers happens as in Slack."""
        user = self._user(given)
        window = self._window(user, str(given.get("window")))
        status, answer = self._envoy.submit(user, window, dict(given.get("values") or {}))
        if status != 200:
            return {"notice": "not_answered"}
        match answer.get("response_action"):
            case "errors":
                self._workspace.set_errors(user, window.id, answer.get("errors", {}))
            case "update":
                self._workspace.update_window(window.id, answer["view"])
            case "push":
                self._workspace.open(user, answer["view"], over=True)
            case "clear":
                self._workspace.close_window(user)
            case _:
                self._workspace.close_window(user, window.id)
        return {}

    def close(self, given: Json) -> Json:
        """Closes a window."""
        self._workspace.close_window(self._user(given), str(given.get("window")))
        return {}

    def options(self, given: Json) -> Json:
        """Rows of a type-ahead menu."""
        user = self._user(given)
        window = self._window(user, str(given.get("window")))
        rows = self._envoy.options(
            user, window, str(given.get("action")), str(given.get("block")), str(given.get("typed") or "")
        )
        return {"options": rows}

    def shortcut(self, given: Json) -> Json:
        """A shortcut, on a message where one is named."""
        user = self._user(given)
        post = self._workspace.post(str(given["ts"])) if given.get("ts") else None
        status, _ = self._envoy.shortcut(user, str(given.get("callback")), post)
        return {} if status == 200 else {"notice": "not_answered"}

    def home(self, given: Json) -> Json:
        """Opens the app's home page."""
        self._envoy.home_opened(self._user(given))
        return {}

    def upload(self, user: str, name: str, data: bytes) -> Json:
        """Keeps a file until a message shares it."""
        described = self._workspace.keep_file(name[:200] or "file.md", data, self._user({"user": user}), self._base)
        return {"id": described["id"], "name": described["name"]}


def _route(path: str, run: Callable[[Json], Json]) -> Route:
    async def endpoint(request: Request) -> Response:
        if not request.headers.get("content-type", "").startswith("application/json"):
            return JSONResponse({"error": "json only"}, 415)
        body = await read_body(request, limit=MAX_REQUEST)
        if body is None:
            return JSONResponse({"error": "too large"}, 413)
        try:
            given = json.loads(body)
            if not isinstance(given, dict):
                return JSONResponse({"error": "no object"}, 400)
            return JSONResponse(await run_in_threadpool(run, given))
        except (ValueError, KeyError, TypeError) as error:
            return JSONResponse({"error": str(error)}, 400)

    return Route(f"/local/{path}", endpoint, methods=["POST"])


def _upload_route(page: _Page) -> Route:
    async def endpoint(request: Request) -> Response:
        data = await read_body(request, limit=MAX_UPLOAD)
        if data is None:
            return JSONResponse({"error": "too large"}, 413)
        try:
            query = request.query_params
            kept = await run_in_threadpool(page.upload, query.get("user", ""), query.get("name", ""), data)
        except ValueError as error:
            return JSONResponse({"error": str(error)}, 400)
        return JSONResponse(kept)

    return Route("/local/upload", endpoint, methods=["POST"])


def _static(workspace: Workspace, token: str) -> list[Route]:
    folder = files("bot.workspace") / "assets"
    settings = {
        "token": token,
        "bot": BOT,
        "command": COMMAND,
        "people": [
            {"id": p.id, "name": p.name, "locale": p.locale, "zone": p.zone, "direct": p.direct}
            for p in workspace.people.values()
        ],
        "channels": [{"id": channel, "name": name} for channel, name in workspace.channels.items()],
        "shortcuts": {"lookUp": Shortcut.LOOK_UP, "addFile": Shortcut.ADD_FILE, "search": Shortcut.SEARCH},
    }
    page = (folder / "index.html").read_text(encoding="utf8")
    page = page.replace("{settings}", html.escape(json.dumps(settings, ensure_ascii=False)))

    async def index(_: Request) -> Response:
        return Response(page, media_type="text/html", headers={"cache-control": "no-store"})

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _ASSETS:
            return Response("not found", 404)
        return Response((folder / name).read_bytes(), media_type=_ASSETS[name])

    return [Route("/", index), Route("/assets/{name}", asset)]


def _hosts(address: str) -> set[str]:
    parts = urlsplit(address)
    port = parts.port or 80
    return {parts.netloc, f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}"}


def build(
    front: Starlette, *, address: str, token: str, signing_secret: str, clock: Clock, language: str, zone: str
) -> Starlette:
    """See `bot.workspace.build`."""
    channels = (
        {"CTREND": "ai-트렌드", "CGENERAL": "일반"}
        if language == "ko"
        else {"CTREND": "ai-trends", "CGENERAL": "general"}
    )
    workspace = Workspace(_people(language, zone), channels, clock=clock)
    page = _Page(workspace, Envoy(workspace, address=address, secret=signing_secret, clock=clock), address)
    page_token = secrets.token_urlsafe(24)
    acts: dict[str, Callable[[Json], Any]] = {
        "state": page.state,
        "say": page.say,
        "press": page.press,
        "submit": page.submit,
        "close": page.close,
        "options": page.options,
        "shortcut": page.shortcut,
        "home": page.home,
    }
    app = Starlette(
        routes=[
            *_static(workspace, page_token),
            *(_route(path, run) for path, run in acts.items()),
            _upload_route(page),
            *routes(WebApi(workspace, token, address), workspace),
            Mount("/", front),
        ],
        lifespan=steady,
        middleware=[Middleware(Guard, hosts=_hosts(address), token=page_token)],
    )
    app.state.workspace = workspace
    app.state.page_token = page_token
    return app
