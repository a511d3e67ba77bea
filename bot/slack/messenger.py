"""Everything that is sent to Slack, each call once, each failure told apart: surely not posted, or possibly posted."""

from __future__ import annotations

import http.client
import logging
import re
import socket
import ssl
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.domain.delivery import Message
from bot.errors import ChannelRefused, NotPosted, PossiblyPosted, RateLimited
from bot.slack import limits
from bot.slack.blocks import Block

TIMEOUT_SECONDS = 15
"""Slack answers within a second or two; a reader who waits longer has gone."""

_PAUSES = (0.3, 1.0)
"""Waits before an answer that was surely not posted is tried again."""

_MAX_WAIT_SECONDS = 5.0
"""A Retry-After longer than this outlives the reader's patience."""

_REFUSED = {
    "access_denied",
    "account_inactive",
    "cannot_dm_bot",
    "channel_not_found",
    "ekm_access_denied",
    "enterprise_is_restricted",
    "invalid_auth",
    "is_archived",
    "is_inactive",
    "messages_tab_disabled",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "not_in_channel",
    "org_login_required",
    "restricted_action",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "team_access_not_granted",
    "token_expired",
    "token_revoked",
    "user_disabled",
    "user_not_found",
    "user_not_in_channel",
    "user_not_visible",
}
_UNSURE = {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
_REFUSAL = re.compile(r'\s*\{\s*"ok"\s*:\s*false')
"""How an answer begins that refuses with a 200."""
_ERROR_NAME = re.compile(r"[a-z][a-z0-9_]*")
_QUIET: Mapping[str, Any] = {"link_names": False, "parse": "none", "unfurl_links": False, "unfurl_media": False}


def _of_api_error(error: SlackApiError) -> NotPosted | PossiblyPosted:
    response = error.response
    reason = str(response.get("error") or "")
    if response.status_code == 429 or reason in {"ratelimited", "rate_limited"}:
        waits = str(response.headers.get("Retry-After") or response.headers.get("retry-after") or "1")
        return RateLimited(f"Slack asks to wait: {reason}", retry_after=float(waits) if waits.isdigit() else 1.0)
    if reason in _REFUSED:
        return ChannelRefused(f"Slack refuses: {reason}", reason=reason)
    if response.status_code >= 500 or reason in _UNSURE or reason.startswith("duplicate_"):
        return PossiblyPosted(f"Slack failed: {reason}", reason=reason)
    if not _ERROR_NAME.fullmatch(reason):
        # Something in between answered in Slack's place, or Slack's answer was garbled on its way back.
        return PossiblyPosted("unreadable answer", reason="unreadable")
    return NotPosted(f"Slack rejects: {reason}", reason=reason)


def _of_network(error: OSError | http.client.HTTPException) -> NotPosted | PossiblyPosted:
    """Before a connection stands, nothing can have been posted; afterwards anything can."""
    cause = error.reason if isinstance(error, URLError) else error
    name = type(cause).__name__
    if isinstance(cause, ConnectionRefusedError | socket.gaierror | ssl.SSLCertVerificationError):
        return NotPosted(f"no connection: {name}", reason=name)
    return PossiblyPosted(f"connection lost: {name}", reason=name)


def called(call: Callable[..., SlackResponse], **arguments: Any) -> SlackResponse:
    """One call of the Web API with its failure as one of ours. `Any`: the SDK's own keywords."""
    try:
        return call(**arguments)
    except SlackApiError as error:
        raise _of_api_error(error) from error
    except (OSError, http.client.HTTPException) as error:
        raise _of_network(error) from error
    except (AttributeError, TypeError, ValueError) as error:
        # The SDK chokes on answers that are JSON but no object, and on bytes that are no text.
        raise PossiblyPosted(f"unreadable answer: {type(error).__name__}", reason="unreadable") from error


def promised(answer: Any, *names: str) -> str:
    """A value that an answer of Slack always has, its names from the outside in. `Any`: the SDK's answer.

    Raises PossiblyPosted: where it is missing, something in between has cut the answer down.
    """
    found = answer
    for name in names:
        found = (found or {}).get(name)
    if not found:
        raise PossiblyPosted(f"unreadable answer: no {'.'.join(names)}", reason="unreadable")
    return str(found)


def client(token: str, *, base_url: str, trust: ssl.SSLContext | None = None) -> WebClient:
    """A client that repeats nothing by itself and logs no body.

    The default client posts twice where Slack accepts and then drops the connection. `trust` is loaded once here: the
    SDK would load the machine's certificates again for every call.
    """
    return WebClient(
        token=token,
        base_url=base_url,
        timeout=TIMEOUT_SECONDS,
        ssl=trust or (ssl.create_default_context() if base_url.startswith("https:") else None),
        retry_handlers=[],
        logger=quiet_logger(),
    )


def unreached(error: OSError) -> str:
    """Why the Web API did not answer, in the network's words, without what the SDK wraps around them."""
    return str(getattr(error, "reason", None) or error)


def quiet_logger() -> logging.Logger:
    """A logger for the SDK and Bolt that never writes a request's body: they do so from WARNING downwards."""
    logger = logging.getLogger("aitrend.slack_sdk")
    logger.setLevel(logging.CRITICAL)
    return logger


def send_bytes(client: WebClient, url: str, data: bytes) -> None:
    """A file's bytes to the address that Slack named for its upload. Raises NotPosted: nobody has seen it yet."""
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/octet-stream"})  # noqa: S310 (Slack's own)
    try:
        with urllib.request.urlopen(request, timeout=client.timeout, context=client.ssl) as answer:  # noqa: S310 (see above)
            answer.read()
    except (URLError, OSError, http.client.HTTPException) as error:
        raise NotPosted(f"the file could not be uploaded: {error}") from error


class Messenger:
    """Sends messages and views. Every method raises one of the `PostError` family and nothing else."""

    def __init__(self, client: WebClient, *, pause: Callable[[float], None] = time.sleep) -> None:
        self._client = client
        self._pause = pause
        self._responses: Counter[str] = Counter()

    def post(
        self, channel: str, message: Message, *, thread: str = "", metadata: Mapping[str, Any] | None = None
    ) -> str:
        """Post to a channel, a thread of it, or a person; returns the message's `ts`."""
        answer = self._called(
            self._client.chat_postMessage,
            channel=channel,
            text=message.text,
            blocks=list(message.blocks),
            thread_ts=thread or None,
            metadata=dict(metadata) if metadata else None,
            **_QUIET,
        )
        return promised(answer, "ts")

    def ephemeral(self, channel: str, user: str, message: Message, *, thread: str = "") -> None:
        """Show a message in a channel to one person alone."""
        self._called(
            self._client.chat_postEphemeral,
            channel=channel,
            user=user,
            text=message.text,
            blocks=list(message.blocks),
            thread_ts=thread or None,
            link_names=False,
            parse="none",
        )

    def update(self, channel: str, ts: str, message: Message) -> None:
        """Replace a message of ours."""
        self._called(
            self._client.chat_update,
            channel=channel,
            ts=ts,
            text=message.text,
            blocks=list(message.blocks),
            link_names=False,
            parse="none",
        )

    def delete(self, channel: str, ts: str) -> None:
        """Delete a message of ours."""
        self._called(self._client.chat_delete, channel=channel, ts=ts)

    def respond(
        self, url: str, message: Message, *, private: bool = True, replace: bool = False, thread: str = ""
    ) -> None:
        """Answer over a response_url. What was surely not posted is tried again, twice at most; a private answer that
        may not have arrived, once.

        Raises ChannelRefused where the address is used up or refuses.
        """
        body: dict[str, Any] = {
            "text": message.text,
            "blocks": list(message.blocks),
            "response_type": "ephemeral" if private else "in_channel",
            "replace_original": replace,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if thread:
            body["thread_ts"] = thread
        try:
            self._patiently(lambda: self._respond_once(url, body))
        except PossiblyPosted:
            if not private:
                raise
            # Seen twice by one person a private answer does no harm; not at all, it does.
            self._pause(_PAUSES[0])
            self._respond_once(url, body)

    def _respond_once(self, url: str, body: dict[str, Any]) -> None:
        if self._responses[url] >= limits.RESPONSES:
            raise ChannelRefused("response_url is used up", reason="response_url")
        self._responses[url] += 1
        trust = self._client.ssl if url.startswith("https:") else None
        hook = WebhookClient(url, timeout=TIMEOUT_SECONDS, ssl=trust, retry_handlers=[], logger=quiet_logger())
        try:
            answer = hook.send_dict(body)
        except (OSError, http.client.HTTPException) as error:
            raise _of_network(error) from error
        if answer.status_code == 429:
            waits = str(answer.headers.get("Retry-After") or answer.headers.get("retry-after") or "1")
            raise RateLimited("Slack asks to wait", retry_after=float(waits) if waits.isdigit() else 1.0)
        if answer.status_code >= 500:
            raise PossiblyPosted(f"Slack failed: {answer.status_code}", reason=str(answer.status_code))
        if answer.status_code >= 400 or _REFUSAL.match(answer.body):
            raise ChannelRefused(f"response_url refuses: {answer.status_code}", reason="response_url")

    def file(self, user: str, name: str, data: bytes, *, title: str, message: Message) -> None:
        """Send a message to a person directly, and a file after it.

        Slack names the conversation of two in its answer to the message, so that no scope is needed to open one.
        """
        place = self._called(self._client.files_getUploadURLExternal, filename=name, length=len(data))
        send_bytes(self._client, promised(place, "upload_url"), data)
        answer = self._called(
            self._client.chat_postMessage, channel=user, text=message.text, blocks=list(message.blocks), **_QUIET
        )
        self._called(
            self._client.files_completeUploadExternal,
            files=[{"id": promised(place, "file_id"), "title": title}],
            channel_id=promised(answer, "channel"),
        )

    def _called(self, call: Callable[..., SlackResponse], **arguments: Any) -> SlackResponse:
        """One call, made again where Slack asks for no more patience than a reader has. `Any`: the SDK's keywords."""
        answers: list[SlackResponse] = []
        self._patiently(lambda: answers.append(called(call, **arguments)), only=RateLimited)
        return answers[0]

    def _patiently(self, act: Callable[[], None], *, only: type[NotPosted] = NotPosted) -> None:
        """Do it again, twice at most, after failures of which nothing has come."""
        for wait in (*_PAUSES, None):
            try:
                act()
            except ChannelRefused:
                raise
            except only as error:
                waits = error.retry_after if isinstance(error, RateLimited) else wait
                if wait is None or waits is None or waits > _MAX_WAIT_SECONDS:
                    raise
                self._pause(waits)
            else:
                return

    def _window(self, call: Callable[..., SlackResponse], **arguments: Any) -> None:
        """A call that shows a view: what goes wrong there is no matter of channels."""
        try:
            self._called(call, **arguments)
        except RateLimited:
            raise
        except NotPosted as error:
            raise NotPosted(str(error), code="error.window", **error.data) from error

    def open(self, trigger: str, view: Block) -> None:
        """Open a window."""
        self._window(self._client.views_open, trigger_id=trigger, view=view)

    def push(self, trigger: str, view: Block) -> None:
        """Open a window over the present one; Slack holds three."""
        self._window(self._client.views_push, trigger_id=trigger, view=view)

    def update_view(self, view_id: str, view: Block) -> None:
        """Replace an open window."""
        self._window(self._client.views_update, view_id=view_id, view=view)

    def publish(self, user: str, view: Block) -> None:
        """Replace a person's home page of this app."""
        self._window(self._client.views_publish, user_id=user, view=view)

    def person(self, user: str) -> tuple[str, str]:
        """A person's locale and IANA zone as Slack knows them; empty where it does not say."""
        found = self._called(self._client.users_info, user=user, include_locale=True).get("user") or {}
        return str(found.get("locale") or ""), str(found.get("tz") or "")
