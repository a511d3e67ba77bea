"""The outbox's messenger over real HTTP: what is marked, what is found again, what each failure means."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.delivery import Delivery, Image, Message, Posted, State
from bot.errors import ChannelRefused, HistoryUnreadable, MessageRefused, NotPosted, PossiblyPosted, RateLimited
from bot.slack.client import client
from bot.slack.outbox import EVENT_TYPE, SlackOutboxMessenger
from tests.slack_api import TOKEN, SlackApi, serving

NOW = datetime(2024, 11, 25, tzinfo=UTC)
DELIVERY = Delivery(
    7, "digest:s1:2024-W48", "digest", "T1", "C1", NOW, NOW + timedelta(days=1), State.SENDING, generation=2,
    payload_hash="abc",
)  # fmt: skip
MESSAGE = Message("words", ({"type": "divider"},))


@pytest.fixture
def api() -> Iterator[SlackApi]:
    with serving(SlackApi(latency_seconds=0)) as running:
        yield running


@pytest.fixture
def slack(api: SlackApi) -> SlackOutboxMessenger:
    made = client(TOKEN, base_url=f"{api.base}/api/")
    return SlackOutboxMessenger(lambda _owner: made, pause=lambda _: None)


def argument(call: dict[str, Any], name: str) -> Any:
    value = call[name]
    return json.loads(value) if isinstance(value, str) and value[:1] in "[{" else value


def marked(ts: str, key: str = DELIVERY.key, generation: int = 1, event: str = EVENT_TYPE) -> dict[str, Any]:
    """A message of a channel's history."""
    payload = {"key": key, "generation": generation, "hash": "h"}
    return {"ts": ts, "text": "x", "metadata": {"event_type": event, "event_payload": payload}}


def history(api: SlackApi, *messages: dict[str, Any], method: str = "conversations.history") -> None:
    api.failures[method] = {"ok": True, "messages": list(messages), "has_more": False}


def test_a_post_is_marked_so_that_it_can_be_found_again(api: SlackApi, slack: SlackOutboxMessenger) -> None:
    """Key, generation and hash travel with the message; nobody is pinged."""
    posted = slack.post(replace(DELIVERY, thread="1.5"), MESSAGE)
    (call,) = api.named("chat.postMessage")
    assert argument(call, "metadata") == {
        "event_type": EVENT_TYPE, "event_payload": {"key": DELIVERY.key, "generation": 2, "hash": "abc"},
    }  # fmt: skip
    assert (call["channel"], call["thread_ts"], call["text"], call["parse"]) == ("C1", "1.5", "words", "none")
    assert argument(call, "blocks") == [{"type": "divider"}]
    assert (posted.channel, bool(posted.ts)) == ("C1", True)


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        ({"ok": False, "error": "is_archived"}, ChannelRefused),
        ({"ok": False, "error": "token_revoked"}, ChannelRefused),
        ({"ok": False, "error": "invalid_blocks"}, MessageRefused),
        ({"ok": False, "error": "msg_too_long"}, MessageRefused),
        ({"ok": False, "error": "restricted_action_read_only_channel"}, ChannelRefused),
        ({"ok": False, "error": "restricted_action_thread_locked"}, MessageRefused),
        ({"ok": False, "error": "ratelimited"}, RateLimited),
        ({"ok": False, "error": "something_new"}, NotPosted),
        ({"ok": False, "error": "fatal_error"}, PossiblyPosted),
        (500, PossiblyPosted),
        ({"ok": True}, PossiblyPosted),
        (429, RateLimited),
    ],
)
def test_a_failed_post_says_what_is_known(
    api: SlackApi, slack: SlackOutboxMessenger, failure: dict[str, object] | int, expected: type[Exception]
) -> None:
    """One call each: nothing is repeated in here."""
    api.failures["chat.postMessage"] = failure
    with pytest.raises(expected) as caught:
        slack.post(DELIVERY, MESSAGE)
    assert type(caught.value) is expected
    assert len(api.named("chat.postMessage")) == 1


def test_nobody_listening_is_surely_not_posted() -> None:
    """No connection, no message."""
    made = client(TOKEN, base_url="http://127.0.0.1:1/api/")
    with pytest.raises(NotPosted):
        SlackOutboxMessenger(lambda _: made).post(DELIVERY, MESSAGE)


@contextmanager
def listening(answer: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """A server that takes every request and answers so, or not at all; yields its address and the bodies it took."""
    bodies: list[bytes] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/", bodies
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.0 200 OK\r\nContent-Length: 100\r\n\r\n{",
        b"HTTP/1.0 200 OK\r\n\r\n<html>proxy</html>",
        b"HTTP/1.0 200 OK\r\n\r\n[1]",
        b"HTTP/1.0 200 OK\r\n\r\n\xff\xfe\x00",
        b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.0 503 Busy\r\n\r\n<html>busy</html>",
        b"HTTP/1.0 408 Request Timeout\r\n\r\n<html>timeout</html>",
        b"HTTP/1.0 200 OK\r\n\r\nnull",
        b"HTTP/1.0 200 OK\r\n\r\n{}",
    ],
    ids=["cut", "half", "html", "list", "bytes", "empty", "busy", "timeout", "null", "nothing"],
)
def test_an_answer_that_cannot_be_read_leaves_it_open(answer: bytes) -> None:
    """The message may stand: only its channel can tell."""
    with listening(answer) as (address, _):
        made = client(TOKEN, base_url=address)
        with pytest.raises(PossiblyPosted):
            SlackOutboxMessenger(lambda _owner: made).post(DELIVERY, MESSAGE)


def test_our_messages_are_found_by_their_key_oldest_first(api: SlackApi, slack: SlackOutboxMessenger) -> None:
    """Others' messages, other keys and other apps' metadata do not count."""
    history(
        api,
        marked("30.1", generation=2),
        {"ts": "25.0", "text": "a person"},
        marked("20.1", key="other"),
        marked("15.1", event="other_app"),
        marked("10.1"),
    )
    found = slack.find(DELIVERY)
    assert [(f.ts, f.generation, f.payload_hash, f.channel) for f in found] == [
        ("10.1", 1, "h", "C1"), ("30.1", 2, "h", "C1"),
    ]  # fmt: skip
    (call,) = api.named("conversations.history")
    assert call["include_all_metadata"] in {"1", "true", "True", True}


def test_a_reply_is_looked_for_in_its_thread(api: SlackApi, slack: SlackOutboxMessenger) -> None:
    """The channel's history does not show it; a thread that is gone holds nothing."""
    history(api, marked("10.1"), method="conversations.replies")
    assert len(slack.find(replace(DELIVERY, thread="1.5"))) == 1
    assert api.named("conversations.replies")[0]["ts"] == "1.5"
    api.failures["conversations.replies"] = {"ok": False, "error": "thread_not_found"}
    assert slack.find(replace(DELIVERY, thread="1.5")) == ()


def test_a_persons_message_is_looked_for_in_the_direct_conversation(api: SlackApi, slack: SlackOutboxMessenger) -> None:
    """Where it was posted to a person's id, the conversation has to be opened first."""
    api.failures["conversations.open"] = {"ok": True, "channel": {"id": "D1"}}
    history(api, marked("10.1"))
    assert slack.find(replace(DELIVERY, target="U1"))[0].channel == "D1"


def test_a_long_history_is_read_page_by_page_back_to_the_slot(api: SlackApi, slack: SlackOutboxMessenger) -> None:
    """And no further: what is older than the slot cannot be ours."""
    young, old = f"{NOW.timestamp() + 60:.6f}", f"{NOW.timestamp() - 3600:.6f}"
    page = {"ok": True, "messages": [marked(young)], "response_metadata": {"next_cursor": "c"}}
    api.failures["conversations.history"] = page
    with pytest.raises(HistoryUnreadable, match="more messages") as caught:
        slack.find(DELIVERY)
    assert caught.value.reason == "history_too_long"
    assert len(api.named("conversations.history")) == 10
    api.failures["conversations.history"] = {**page, "messages": [{"ts": old}]}
    assert slack.find(DELIVERY) == ()
    assert len(api.named("conversations.history")) == 11


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        ({"ok": False, "error": "missing_scope"}, HistoryUnreadable),
        ({"ok": False, "error": "not_in_channel"}, HistoryUnreadable),
        ({"ok": False, "error": "ratelimited"}, RateLimited),
        ({"ok": False, "error": "internal_error"}, NotPosted),
        ({"ok": True}, NotPosted),
        (503, NotPosted),
    ],
)
def test_a_history_that_fails_says_whether_waiting_helps(
    api: SlackApi, slack: SlackOutboxMessenger, failure: dict[str, object] | int, expected: type[Exception]
) -> None:
    """Reading may be repeated; a missing scope needs a person."""
    api.failures["conversations.history"] = failure
    with pytest.raises(expected) as caught:
        slack.find(DELIVERY)
    assert type(caught.value) is expected


def test_deleting_what_is_gone_is_no_error(api: SlackApi, slack: SlackOutboxMessenger) -> None:
    """Somebody else was faster."""
    slack.delete("T1", Posted("C1", "1.5"))
    api.failures["chat.delete"] = {"ok": False, "error": "message_not_found"}
    slack.delete("T1", Posted("C1", "1.5"))
    api.failures["chat.delete"] = {"ok": False, "error": "something_new"}
    with pytest.raises(NotPosted):
        slack.delete("T1", Posted("C1", "1.5"))


def test_a_message_that_cannot_be_rewritten_is_refused_for_good(api: SlackApi, slack: SlackOutboxMessenger) -> None:
    """It was deleted, or Slack no longer lets it be edited."""
    slack.update("T1", Posted("C1", "1.5"), MESSAGE)
    assert api.named("chat.update")[0]["ts"] == "1.5"
    api.failures["chat.update"] = {"ok": False, "error": "edit_window_closed"}
    with pytest.raises(MessageRefused):
        slack.update("T1", Posted("C1", "1.5"), MESSAGE)


def test_a_picture_is_uploaded_and_waited_for(api: SlackApi, slack: SlackOutboxMessenger) -> None:
    """A block may show it only once Slack has looked it over."""
    picture = Image("chart.png", b"\x89PNG", "a chart")
    with listening(b"HTTP/1.0 200 OK\r\n\r\nOK") as (address, bodies):
        api.failures["files.getUploadURLExternal"] = {"ok": True, "upload_url": address, "file_id": "F1"}
        api.failures["files.info"] = {"ok": True, "file": {"id": "F1", "mimetype": "image/png"}}
        assert slack.upload("T1", picture) == "F1"
        assert bodies == [b"\x89PNG"]
        assert api.named("files.completeUploadExternal")
        api.failures["files.info"] = {"ok": True, "file": {"id": "F1"}}
        with pytest.raises(NotPosted, match="not ready"):
            slack.upload("T1", picture)
    with pytest.raises(NotPosted, match="could not be uploaded"):
        slack.upload("T1", picture)
    with listening(b"no HTTP at all\r\n\r\n") as (address, _):
        api.failures["files.getUploadURLExternal"] = {"ok": True, "upload_url": address, "file_id": "F1"}
        with pytest.raises(NotPosted, match="could not be uploaded"):
            slack.upload("T1", picture)
    for failure in (503, {"ok": True}):
        api.failures["files.getUploadURLExternal"] = failure
        with pytest.raises(NotPosted):
            slack.upload("T1", picture)


def test_a_direct_conversation_without_a_name_is_looked_for_again(api: SlackApi, slack: SlackOutboxMessenger) -> None:
    """An answer that was cut down on its way must not end the round of looks."""
    api.failures["conversations.open"] = {"ok": True}
    with pytest.raises(NotPosted):
        slack.find(replace(DELIVERY, target="U1", channel=""))
