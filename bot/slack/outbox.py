"""The outbox's messenger over Slack's Web API: every call once, every message marked so that it can be found again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from slack_sdk import WebClient

from bot.domain.delivery import Delivery, Found, Image, Message, Posted
from bot.domain.subscription import is_person
from bot.errors import ChannelRefused, HistoryUnreadable, MessageRefused, NotPosted, PossiblyPosted, RateLimited
from bot.slack.client import QUIET, called, promised, send_bytes

EVENT_TYPE = "aitrend_delivery"
"""`event_type` of our messages' metadata."""

_PAGE = 200
_PAGES = 10
"""Two thousand messages since a slot: beyond that absence is not worth the calls to prove it, and a person is asked."""
_SKEW_SECONDS = 600.0
"""How far Slack's clock and ours may be apart."""

_GONE = frozenset({"message_not_found", "thread_not_found"})
_MESSAGE_FAULTS = frozenset(
    {
        "as_user_not_supported",
        "block_mismatch",
        "cannot_reply_to_message",
        "cant_update_message",
        "edit_window_closed",
        "invalid_arguments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_attachments",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "markdown_text_conflict",
        "message_not_found",
        "metadata_too_large",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "restricted_action_non_threadable_channel",
        "restricted_action_thread_locked",
        "slack_connect_file_upload_sharing_blocked",
        "thread_not_found",
        "too_many_attachments",
        "too_many_contact_cards",
    }
)
_FILE_TRIES = 10
_FILE_PAUSE_SECONDS = 0.3
"""Slack looks an upload over before a block may show it: a second or two."""


class SlackOutboxMessenger:
    """The Messenger of `bot.domain.messenger`. `clients` gives the client of a workspace, with its token and with no
    retry handlers, and raises ChannelRefused where none is installed.
    """

    def __init__(self, clients: Callable[[str], WebClient], *, pause: Callable[[float], None] = time.sleep) -> None:
        self._clients = clients
        self._pause = pause

    def post(self, delivery: Delivery, message: Message) -> Posted:
        """One call of chat.postMessage."""
        marks = {"key": delivery.key, "generation": delivery.generation, "hash": delivery.payload_hash}
        answer = _told(
            self._clients(delivery.owner).chat_postMessage,
            channel=delivery.target,
            text=message.text,
            blocks=[dict(block) for block in message.blocks] or None,
            thread_ts=delivery.thread or None,
            metadata={"event_type": EVENT_TYPE, "event_payload": marks},
            **QUIET,
        )
        return Posted(str(answer.get("channel") or delivery.target), promised(answer, "ts"))

    def update(self, owner: str, posted: Posted, message: Message) -> None:
        """One call of chat.update."""
        _told(
            self._clients(owner).chat_update,
            channel=posted.channel,
            ts=posted.ts,
            text=message.text,
            blocks=[dict(block) for block in message.blocks],
            link_names=False,
            parse="none",
        )

    def delete(self, owner: str, posted: Posted) -> None:
        """One call of chat.delete."""
        try:
            called(self._clients(owner).chat_delete, channel=posted.channel, ts=posted.ts)
        except NotPosted as error:
            if error.data.get("reason") not in _GONE:
                raise

    def find(self, delivery: Delivery) -> tuple[Found, ...]:
        """Ours under the delivery's key, oldest first."""
        try:
            channel = delivery.channel or self._conversation(delivery)
            found = [
                Found(channel, str(message["ts"]), marks["key"], int(marks["generation"]), str(marks.get("hash", "")))
                for message in self._history(delivery, channel)
                if (marks := _marks(message)).get("key") == delivery.key
            ]
        except ChannelRefused as error:
            raise HistoryUnreadable(str(error), reason=error.reason) from error
        except PossiblyPosted as error:
            # Nothing was posted: a reading call failed, and may be made again.
            raise NotPosted(str(error)) from error
        return tuple(sorted(found, key=lambda f: f.ts))

    def upload(self, owner: str, image: Image) -> str:
        """Three calls and a wait until Slack shows the file as ready. Raises NotPosted: nobody has seen it yet."""
        client = self._clients(owner)
        try:
            place = called(
                client.files_getUploadURLExternal, filename=image.name, length=len(image.data), alt_txt=image.alt
            )
            send_bytes(client, promised(place, "upload_url"), image.data)
            file_id = promised(place, "file_id")
            called(client.files_completeUploadExternal, files=[{"id": file_id, "title": image.alt[:200]}])
            self._await_file(client, file_id)
        except PossiblyPosted as error:
            raise NotPosted(str(error)) from error
        return file_id

    def _conversation(self, delivery: Delivery) -> str:
        """The channel to look in; a person's is the direct conversation."""
        if not is_person(delivery.target):
            return delivery.target
        opened = called(self._clients(delivery.owner).conversations_open, users=delivery.target)
        return promised(opened, "channel", "id")

    def _history(self, delivery: Delivery, channel: str) -> Iterator[Mapping[str, Any]]:
        """Messages from the newest back to the slot."""
        client = self._clients(delivery.owner)
        since = delivery.slot.timestamp() - _SKEW_SECONDS
        arguments: dict[str, Any] = {"channel": channel, "limit": _PAGE, "include_all_metadata": True}
        read: Callable[..., Any] = client.conversations_history
        if delivery.thread:
            read, arguments["ts"] = client.conversations_replies, delivery.thread
        for _ in range(_PAGES):
            try:
                page = called(read, **arguments)
            except NotPosted as error:
                if error.data.get("reason") in _GONE:
                    return
                raise
            messages = page.get("messages")
            if not isinstance(messages, list):
                raise NotPosted("unreadable answer: no messages")
            yield from messages
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            # A thread comes oldest first: it is read to its end.
            if not cursor or (not delivery.thread and messages and float(messages[-1]["ts"]) < since):
                return
            arguments["cursor"] = cursor
        raise HistoryUnreadable("more messages since the slot than are looked through", reason="history_too_long")

    def _await_file(self, client: WebClient, file_id: str) -> None:
        for _ in range(_FILE_TRIES):
            found = called(client.files_info, file=file_id).get("file") or {}
            if found.get("mimetype"):
                return
            self._pause(_FILE_PAUSE_SECONDS)
        raise NotPosted("the uploaded picture is not ready")


def _told(call: Callable[..., Any], **arguments: Any) -> Any:
    """A call whose refusal may be the message's own fault. `Any`: the SDK's keywords and answers."""
    try:
        return called(call, **arguments)
    except (ChannelRefused, RateLimited):
        raise
    except NotPosted as error:
        reason = str(error.data.get("reason", ""))
        if reason in _MESSAGE_FAULTS:
            raise MessageRefused(str(error), reason=reason) from error
        raise


def _marks(message: Mapping[str, Any]) -> Mapping[str, Any]:
    metadata = message.get("metadata") or {}
    return (metadata.get("event_payload") or {}) if metadata.get("event_type") == EVENT_TYPE else {}
