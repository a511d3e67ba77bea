"""Slack's Web API, each call made once, each failure told apart: surely not posted, or possibly posted."""

from __future__ import annotations

import http.client
import logging
import re
import socket
import ssl
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.errors import ChannelRefused, NotPosted, PossiblyPosted, RateLimited

TIMEOUT_SECONDS = 15
"""Slack answers within a second or two; a reader who waits longer has gone."""

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
QUIET: Mapping[str, Any] = {"link_names": False, "parse": "none", "unfurl_links": False, "unfurl_media": False}
"""A message of ours reads as it was escaped: no name in it pings, no link in it unfolds. `Any`: the SDK's keywords."""
_ERROR_NAME = re.compile(r"[a-z][a-z0-9_]*")


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


def quiet_logger() -> logging.Logger:
    """A logger for the SDK and Bolt that never writes a request's body: they do so from WARNING downwards."""
    logger = logging.getLogger("aitrend.slack_sdk")
    logger.setLevel(logging.CRITICAL)
    return logger


def called(call: Callable[..., SlackResponse], **arguments: Any) -> SlackResponse:
    """One call of the Web API with its failure as one of ours. `Any`: the SDK's own keywords."""
    try:
        return call(**arguments)
    except SlackApiError as error:
        raise _of_api_error(error) from error
    except (OSError, http.client.HTTPException) as error:
        raise of_network(error) from error
    except (AttributeError, TypeError, ValueError) as error:
        # The SDK chokes on answers that are JSON but no object, and on bytes that are no text.
        raise PossiblyPosted(f"unreadable answer: {type(error).__name__}", reason="unreadable") from error


def _of_api_error(error: SlackApiError) -> NotPosted | PossiblyPosted:
    response = error.response
    reason = str(response.get("error") or "")
    if response.status_code == 429 or reason in {"ratelimited", "rate_limited"}:
        return RateLimited(f"Slack asks to wait: {reason}", retry_after=seconds_to_wait(response.headers))
    if reason in _REFUSED:
        return ChannelRefused(f"Slack refuses: {reason}", reason=reason)
    if response.status_code >= 500 or reason in _UNSURE or reason.startswith("duplicate_"):
        return PossiblyPosted(f"Slack failed: {reason}", reason=reason)
    if not _ERROR_NAME.fullmatch(reason):
        # Something in between answered in Slack's place, or Slack's answer was garbled on its way back.
        return PossiblyPosted("unreadable answer", reason="unreadable")
    return NotPosted(f"Slack rejects: {reason}", reason=reason)


def seconds_to_wait(headers: Mapping[str, Any]) -> float:
    """What Slack asks for in whole seconds; one where it names none. `Any`: the SDK's headers."""
    asked = str(headers.get("Retry-After") or headers.get("retry-after") or "1")
    return float(asked) if asked.isdigit() else 1.0


def of_network(error: OSError | http.client.HTTPException) -> NotPosted | PossiblyPosted:
    """Before a connection stands, nothing can have been posted; afterwards anything can."""
    cause = error.reason if isinstance(error, URLError) else error
    name = type(cause).__name__
    if isinstance(cause, ConnectionRefusedError | socket.gaierror | ssl.SSLCertVerificationError):
        return NotPosted(f"no connection: {name}", reason=name)
    return PossiblyPosted(f"connection lost: {name}", reason=name)


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


def unreached(error: OSError) -> str:
    """Why the Web API did not answer, in the network's words, without what the SDK wraps around them."""
    return str(getattr(error, "reason", None) or error)


def send_bytes(client: WebClient, url: str, data: bytes) -> None:
    """A file's bytes to the address that Slack named for its upload. Raises NotPosted: nobody has seen it yet."""
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/octet-stream"})  # noqa: S310 (Slack's own)
    try:
        with urllib.request.urlopen(request, timeout=client.timeout, context=client.ssl) as answer:  # noqa: S310 (see above)
            answer.read()
    except (URLError, OSError, http.client.HTTPException) as error:
        raise NotPosted(f"the file could not be uploaded: {error}") from error
