"""Bolt wired from the listener table: one adapter for all kinds, acknowledged first, worked on afterwards."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_bolt.error import BoltError, BoltUnhandledRequestError

from bot.errors import SettingsError, StoreError
from bot.services import Services
from bot.slack.client import client, quiet_logger, unreached
from bot.slack.listeners import Listener, Trigger
from bot.slack.messenger import Messenger
from handlers import readers
from handlers.errors import guarded
from handlers.table import LISTENERS
from handlers.turn import Turn
from handlers.work import Pool

log = structlog.get_logger(__name__)

_SUBTYPES = {None, "file_share", "thread_broadcast"}
"""Messages that a person wrote; edits, joins and the bot's own are not answered."""


PING_SECONDS = 2
"""Bounds the time without a connection: the SDK's own 10 seconds were seen as a gap of ten, longer than Slack waits."""


def create(
    services: Services,
    work: Pool,
    *,
    token: str,
    signing_secret: str,
    verify_token: bool = True,
) -> App:
    """The Bolt app with every listener, ready for HTTP and Socket Mode; what they do runs on `work`.

    Requests must have passed the gate (`bot.slack.gate`) or come over Socket Mode: Bolt itself verifies nothing here.
    A token that Slack refuses raises SettingsError at once unless `verify_token` is off, as it must be where the Web
    API is served by this very process later on.
    """
    web = client(token, base_url=services.api_url)
    try:
        app = App(
            name="aitrend",  # without one Bolt looks through all modules for the file of its caller: 0.1 s
            client=web,
            token=token,
            signing_secret=signing_secret,
            logger=quiet_logger(),
            request_verification_enabled=False,
            ssl_check_enabled=False,
            token_verification_enabled=verify_token,
            raise_error_for_unhandled_request=True,
            # Listeners acknowledge and hand their work to our own pool, so there is nothing for Bolt to poll for: its
            # own way waits in steps of 10 ms, and answers 404 where a listener raises within the first of them.
            process_before_response=True,
        )
    except BoltError as error:
        raise SettingsError(
            f"SLACK_BOT_TOKEN is refused by Slack ({_reason(error)}); copy the bot token from OAuth & Permissions again"
        ) from error
    except OSError as error:
        raise SettingsError(f"Slack cannot be reached at {web.base_url} ({unreached(error)})") from error
    wire(app, services, LISTENERS, work)
    return app


def _reason(error: BoltError) -> str:
    """Slack's own word for the refusal, out of the SDK's message; the message holds no token."""
    match = re.search(r"'error': '(\w+)'|error[\"']?: [\"']?(\w+)", str(error))
    return (match[1] or match[2]) if match else "auth.test failed"


def wire(app: App, services: Services, table: tuple[Listener[Turn], ...], work: Pool) -> None:
    """Register every row of the table, then the answer to what no row is for."""
    for listener in table:
        _REGISTER[listener.trigger](app, listener)(_adapted(listener, services, work))

    def on_unhandled(error: Exception) -> BoltResponse:
        # A signed request that nobody listens to is not Slack's mistake: without a 200 it would come again.
        if not isinstance(error, BoltUnhandledRequestError):
            log.error("slack.dispatch_failed", error=type(error).__name__, exc_info=error)
        return BoltResponse(status=200, body="")

    app.error(on_unhandled)


def _message_matcher(kind: str) -> Callable[[Mapping[str, Any]], bool]:
    def matches(event: Mapping[str, Any]) -> bool:
        return event.get("channel_type") == kind and event.get("subtype") in _SUBTYPES and not event.get("bot_id")

    return matches


def _event(app: App, listener: Listener[Turn]) -> Any:
    name, _, kind = listener.name.partition(".")
    if not kind:
        return app.event(name)
    return app.event(name, matchers=[_message_matcher({"channels": "channel", "groups": "group"}.get(kind, kind))])


_REGISTER: Mapping[Trigger, Callable[[App, Listener[Turn]], Any]] = {
    Trigger.COMMAND: lambda app, listener: app.command(listener.id),
    Trigger.GLOBAL_SHORTCUT: lambda app, listener: app.global_shortcut(listener.id),
    Trigger.MESSAGE_SHORTCUT: lambda app, listener: app.message_shortcut(listener.id),
    Trigger.ACTION: lambda app, listener: app.block_action(listener.id),
    Trigger.OPTIONS: lambda app, listener: app.block_suggestion(listener.id),
    Trigger.VIEW: lambda app, listener: app.view_submission(listener.id),
    Trigger.EVENT: _event,
}


def _adapted(listener: Listener[Turn], services: Services, pool: Pool) -> Callable[..., BoltResponse]:
    """A Bolt listener for a row of the table; Bolt injects the arguments by their names."""

    def on_request(ack: Ack, body: dict[str, Any], context: BoltContext) -> BoltResponse:
        now = services.clock.now()
        owner = context.team_id or context.enterprise_id or ""
        messenger = Messenger(context.client)
        turn = Turn(
            services=services,
            messenger=messenger,
            body=body,
            owner=owner,
            now=now,
            reader=_reader(listener, context.user_id or "", services, owner),
            log_id=secrets.token_hex(4),
            bot_user=context.bot_user_id or "",
            token=context.token or "",
        )
        response = _acknowledge(ack, listener, turn)
        if listener.work is not None:
            pool.submit(lambda: _worked(listener, turn, messenger))
        return response

    on_request.__name__ = f"on_{listener.trigger}_{listener.name}"
    return on_request


def _reader(listener: Listener[Turn], user: str, services: Services, owner: str) -> readers.Reader:
    """Who reads what goes with the acknowledgement; where nothing does, nobody has waited for the store."""
    if listener.reply is None:
        return readers.default(user, services)
    try:
        return readers.known(user, services, owner=owner)
    except StoreError:
        return readers.default(user, services)


def _acknowledge(ack: Ack, listener: Listener[Turn], turn: Turn) -> BoltResponse:
    reply: Mapping[str, Any] | None = None
    if listener.reply is not None:
        try:
            reply = listener.reply(turn)
        except Exception:  # the ack must go out whatever happens to what it should have carried
            log.exception("listener.reply_failed", id=turn.log_id, listener=listener.name)
            reply = {"options": []} if listener.trigger is Trigger.OPTIONS else None
    return ack(**reply) if reply is not None else ack()


def _worked(listener: Listener[Turn], turn: Turn, messenger: Messenger) -> None:
    assert listener.work is not None
    reader = readers.find(turn.user, turn.services, messenger, owner=turn.owner, now=turn.now)
    guarded(replace(turn, reader=reader), listener.work, name=listener.name)


def socket_mode(app: App, app_token: str) -> SocketModeHandler:
    """A Socket Mode connection for the app, not yet open: `connect()` opens it, `close()` ends it.

    Of the SDK's clients this one comes back fastest after a cut, in half a second; after Slack asked for a fresh
    connection it sometimes waits for its next ping.
    """
    return SocketModeHandler(
        app,
        app_token,
        logger=quiet_logger(),
        web_client=app.client,
        concurrency=16,
        ping_interval=PING_SECONDS,
    )
