"""The composition root: settings in, running parts out. Nothing but the shell and the serving processes imports it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot import __version__
from bot.config import Settings
from bot.core import Core
from bot.errors import AitrendError, SettingsError
from bot.jsonview import Json

if TYPE_CHECKING:
    from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
    from slack_sdk import WebClient
    from starlette.applications import Starlette

    from bot.domain.answers import AnswerLog
    from bot.parts import Parts
    from bot.services import Services
    from bot.slack.gate import Replays


@dataclass(frozen=True, slots=True)
class Front:
    """An app that can be served, and the client by which its workspace is posted to.

    `close` waits for the answers under way. `socket` is a connection yet to be opened, which has a `close` of its own.
    """

    app: Starlette
    client: WebClient
    close: Callable[[], None]
    socket: SocketModeHandler | None = None


def services(
    parts: Parts, *, answers: AnswerLog | None = None, api_url: str = "", public_url: str = "", secret: str = ""
) -> Services:
    """What the Slack listeners work with. `api_url` is the Web API, Slack's own or a local one.

    `answers` remembers for the surface where it is to be another log than what the deliveries write into.
    `public_url` is where the app itself can be reached, if anywhere; `secret` signs the addresses that it gives away.
    """
    from bot.feeds import CalendarFeeds
    from bot.services import Services
    from bot.uploads import WorkspaceUploads

    core = parts.core
    return Services(
        clock=core.clock,
        documents=core.documents,
        searcher=core.engine,
        answers=answers or parts.answers,
        trends=parts.trends,
        agenda=parts.agenda,
        uploads=WorkspaceUploads(core.documents, core.library),
        subscriptions=parts.subscribing,
        digests=parts.digesting,
        reminders=parts.reminding,
        language=core.settings.lang,
        zone=ZoneInfo(core.settings.tz),
        feeds=CalendarFeeds(public_url, parts.feed_tokens, secret) if public_url else None,
        version=__version__,
        problems=core.library.problems,
        api_url=api_url or core.settings.slack_api_url,
    )


def _front(
    parts: Parts,
    *,
    token: str,
    signing_secret: str,
    app_token: str = "",
    api_url: str = "",
    public_url: str = "",
    verify_token: bool = True,
    replays: Replays | None = None,
) -> Front:
    """Bolt with every listener, and the HTTP front before it. `replays` is for fronts that share a secret."""
    from bot import feeds, web
    from bot.store.lateanswers import LateAnswerLog
    from handlers.bolt import create, socket_mode
    from handlers.work import Pool

    core, work, requests = parts.core, Pool(), ThreadPoolExecutor(web.THREADS, thread_name_prefix="slack")
    answers = LateAnswerLog(core.database)
    used = services(parts, answers=answers, api_url=api_url, public_url=public_url, secret=signing_secret)
    bolt = create(used, work, token=token, signing_secret=signing_secret, verify_token=verify_token)
    app = web.build(
        bolt,
        requests,
        signing_secret=signing_secret,
        readiness=lambda: readiness(core),
        clock=core.clock,
        replays=replays,
        routes=feeds.routes(parts.agenda, parts.feed_tokens, core.clock, secret=signing_secret),
    )

    def close() -> None:
        requests.shutdown()
        work.close()
        answers.close()

    return Front(app, bolt.client, close, socket_mode(bolt, app_token) if app_token else None)


def http_front(parts: Parts) -> Front:
    """Slack's requests over HTTP, behind the gate."""
    from bot.slack.gate import RememberedReplays
    from bot.store.replays import SqlReplays

    settings = parts.core.settings
    return _front(
        parts,
        token=settings.slack_bot_token,
        signing_secret=settings.slack_signing_secret,
        public_url=settings.public_url,
        replays=SqlReplays(parts.core.database, alone=RememberedReplays().first),
    )


def socket_front(parts: Parts) -> Front:
    """A Socket Mode connection, not yet open, and the address for health and metrics beside it."""
    settings = parts.core.settings
    # Nobody sends signed requests to an app in Socket Mode: its gate knows a secret that nobody else does.
    secret = secrets.token_hex(32)
    return _front(parts, token=settings.slack_bot_token, signing_secret=secret, app_token=settings.slack_app_token)


def local_front(parts: Parts, *, address: str) -> Front:
    """The local workspace in the browser: its Web API, its page, and the same Bolt app behind signed requests."""
    from bot import workspace

    core = parts.core
    token, secret = f"xoxb-{secrets.token_hex(16)}", secrets.token_hex(32)
    front = _front(
        parts, token=token, signing_secret=secret, api_url=f"{address}/api/", public_url=address, verify_token=False
    )
    app = workspace.build(
        front.app,
        address=address,
        token=token,
        signing_secret=secret,
        clock=core.clock,
        language=core.settings.lang,
        zone=core.settings.tz,
    )
    return replace(front, app=app)


def readiness(core: Core) -> Mapping[str, bool]:
    """What must work for an answer, and whether it does."""
    try:
        wanted = core.documents.revision()
    except AitrendError:
        return {"database": False, "index": core.engine.revision() > 0}
    return {"database": True, "index": wanted == 0 or core.engine.revision() > 0}


def app_manifest(*, url: str | None) -> Json:
    """The Slack app manifest of the listeners that there are. `url` is the public address of the HTTP front."""
    from bot.slack import manifest
    from bot.slack.listeners import DELIVERIES
    from bot.web import SLACK_PATH
    from handlers.table import LISTENERS

    return manifest.build(LISTENERS, url=url and url.rstrip("/") + SLACK_PATH, more=DELIVERIES)


def required_scopes() -> tuple[tuple[str, str], ...]:
    """The bot scopes that listeners and deliveries need, each with its reason in English."""
    from bot.slack import manifest
    from bot.slack.listeners import DELIVERIES
    from handlers.table import LISTENERS

    return tuple(manifest.reasons(LISTENERS, DELIVERIES, language="en"))


def slack_client(settings: Settings) -> WebClient:
    """A client for the bot token of the settings."""
    from bot.slack.client import client

    return client(settings.slack_bot_token, base_url=settings.slack_api_url)


def workspace_id(settings: Settings) -> str:
    """The team of the bot token, asked of Slack; empty without a token: the local workspace."""
    if not settings.slack_bot_token:
        return ""
    from slack_sdk.errors import SlackApiError

    from bot.slack.client import unreached

    try:
        return str(slack_client(settings).auth_test()["team_id"])
    except SlackApiError as error:
        reason = error.response.get("error", "unknown")
        raise SettingsError(f"SLACK_BOT_TOKEN is refused by Slack ({reason})") from error
    except OSError as error:
        raise SettingsError(f"Slack cannot be reached at {settings.slack_api_url} ({unreached(error)})") from error
