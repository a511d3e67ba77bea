"""What the surface sends to Slack: messages and views, tried again as far as a waiting reader gains by it."""

from __future__ import annotations

import http.client
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.domain.delivery import Message
from bot.errors import ChannelRefused, NotPosted, PossiblyPosted, RateLimited
from bot.slack import limits
from bot.slack.blocks import Block
from bot.slack.client import (
    QUIET,
    TIMEOUT_SECONDS,
    called,
    of_network,
    promised,
    quiet_logger,
    seconds_to_wait,
    send_bytes,
)

_PAUSES = (0.3, 1.0)
"""Waits before an answer that was surely not posted is tried again."""

_MAX_WAIT_SECONDS = 5.0
"""A Retry-After longer than this outlives the reader's patience."""

_REFUSAL = re.compile(r'\s*\{\s*"ok"\s*:\s*false')
"""How an answer begins that refuses with a 200."""


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
            **QUIET,
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
            raise of_network(error) from error
        if answer.status_code == 429:
            raise RateLimited("Slack asks to wait", retry_after=seconds_to_wait(answer.headers))
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
            self._client.chat_postMessage, channel=user, text=message.text, blocks=list(message.blocks), **QUIET
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
