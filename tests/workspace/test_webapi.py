"""The local Web API is as strict as Slack's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.slack import limits
from bot.workspace.state import BOT, MAX_FILES, MAX_HOOKS, Person, Post, Workspace
from bot.workspace.webapi import WebApi
from tests.fakes import FakeClock

SECTION = {"type": "section", "text": {"type": "plain_text", "text": "hi"}}
MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "x"}, "blocks": [SECTION]}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def place(clock: FakeClock) -> Workspace:
    return Workspace(
        [Person("U1", "Ann", "en-US", "UTC"), Person("U2", "Bo", "ko-KR", "UTC")], {"C1": "general"}, clock=clock
    )


@pytest.fixture
def api(place: Workspace) -> WebApi:
    return WebApi(place, "secret")


def ok(api: WebApi, method: str, **arguments: Any) -> dict[str, Any]:
    answer = api.call(method, arguments)
    assert answer["ok"], answer
    return answer


def pages(api: WebApi, method: str, **arguments: Any) -> Iterator[str]:
    """The texts of a conversation, read page by page."""
    cursor = ""
    while True:
        page = ok(api, method, cursor=cursor, **arguments)
        yield from (message["text"] for message in page["messages"])
        if not page["has_more"]:
            return
        cursor = page["response_metadata"]["next_cursor"]


def test_a_message_stands_in_its_channel(api: WebApi, place: Workspace) -> None:
    """With an id of its own, also within one instant."""
    first = ok(api, "chat.postMessage", channel="C1", text="a", blocks=[SECTION])["ts"]
    second = ok(
        api,
        "chat.postMessage",
        channel="C1",
        text="b",
        thread_ts=first,
        metadata={"event_type": "k", "event_payload": {}},
    )["ts"]
    assert first < second
    assert [post.text for post in place.posts("C1")] == ["a", "b"]
    history = ok(api, "conversations.history", channel="C1")["messages"]
    assert [message["ts"] for message in history] == [first]
    assert [m["ts"] for m in ok(api, "conversations.replies", channel="C1", ts=first)["messages"]] == [first, second]


def test_messages_are_read_by_the_page(api: WebApi, place: Workspace) -> None:
    """A channel from the newest back, a thread from its first on, each to its end."""
    for word in "abcde":
        place.add(Post(place.next_ts(), "C1", BOT, word))
    root = place.posts("C1")[0].ts
    for word in "fg":
        place.add(Post(place.next_ts(), "C1", BOT, word, thread=root))
    assert "".join(pages(api, "conversations.history", channel="C1", limit=2)) == "edcba"
    assert "".join(pages(api, "conversations.replies", channel="C1", ts=root, limit=2)) == "afg"
    for wrong in ({"cursor": "x"}, {"limit": "all"}, {"limit": "0"}):
        assert api.call("conversations.history", {"channel": "C1", **wrong})["error"].startswith("invalid_")


def test_a_message_to_a_person_goes_to_their_conversation(api: WebApi, place: Workspace) -> None:
    """As Slack opens it by itself."""
    ok(api, "chat.postMessage", channel="U1", text="a")
    assert [post.text for post in place.posts("D1")] == ["a"]


def test_an_ephemeral_message_is_seen_by_one(api: WebApi, place: Workspace) -> None:
    """And cannot be updated."""
    ts = ok(api, "chat.postEphemeral", channel="C1", user="U1", text="a")["message_ts"]
    assert [post.text for post in place.posts("C1", viewer="U1")] == ["a"]
    assert place.posts("C1", viewer="U2") == []
    assert api.call("chat.update", {"channel": "C1", "ts": ts, "text": "b"})["error"] == "message_not_found"


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("chat.postMessage", {"channel": "C9", "text": "a"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C1"}, "no_text"),
        ("chat.postMessage", {"channel": "C1", "text": "a", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ("chat.postMessage", {"channel": "C1", "text": "a", "blocks": "x"}, "invalid_blocks_format"),
        ("chat.postEphemeral", {"channel": "C1", "user": "U9", "text": "a"}, "user_not_in_channel"),
        ("users.info", {"user": "U9"}, "user_not_found"),
        ("views.open", {"trigger_id": "x", "view": MODAL}, "expired_trigger_id"),
        ("views.open", {"trigger_id": "x"}, "invalid_arguments"),
        ("views.update", {"view_id": "V9", "view": MODAL}, "not_found"),
        ("views.publish", {"user_id": "U9", "view": {"type": "home", "blocks": [SECTION]}}, "user_not_found"),
        ("files.info", {"file": "F9"}, "file_not_found"),
        ("admin.users.list", {}, "unknown_method"),
    ],
)
def test_a_wrong_call_fails_as_slacks_would(api: WebApi, method: str, arguments: dict[str, Any], error: str) -> None:
    """By Slack's own error names."""
    assert api.call(method, arguments)["error"] == error


def test_a_picture_is_uploaded_in_slacks_three_steps(api: WebApi, place: Workspace) -> None:
    """Announced, sent once, completed; what was never sent cannot be completed."""
    begun = ok(api, "files.getUploadURLExternal", filename="trends.png", length=3)
    listed = [{"id": begun["file_id"], "title": "Trends"}]
    assert api.call("files.completeUploadExternal", {"files": listed})["error"] == "file_not_found"
    assert begun["upload_url"].startswith("/files/")
    assert place.fill_file(begun["file_id"], b"png")
    assert not place.fill_file(begun["file_id"], b"another")
    assert not place.fill_file("F9", b"png")
    assert ok(api, "files.completeUploadExternal", files=listed)["files"][0]["size"] == 3
    assert ok(api, "files.info", file=begun["file_id"])["file"]["mimetype"] == "image/png"


def test_a_trigger_opens_one_window_and_three_can_be_stacked(api: WebApi, place: Workspace) -> None:
    """As in Slack."""
    trigger = place.trigger("U1")
    ok(api, "views.open", trigger_id=trigger, view=MODAL)
    assert api.call("views.open", {"trigger_id": trigger, "view": MODAL})["error"] == "expired_trigger_id"
    for _ in range(2):
        ok(api, "views.push", trigger_id=place.trigger("U1"), view=MODAL)
    assert api.call("views.push", {"trigger_id": place.trigger("U1"), "view": MODAL})["error"] == "push_limit_reached"
    assert len(place.windows("U1")) == 3
    assert place.windows("U2") == []


def test_a_response_url_replaces_adds_and_runs_out(api: WebApi, place: Workspace, clock: FakeClock) -> None:
    """Five uses in half an hour."""
    post = place.add(Post(place.next_ts(), "C1", BOT, "old", only_for="U1"))
    name = place.hook("C1", "U1", ts=post.ts)
    assert api.respond(name, {"text": "new", "replace_original": True}) == (200, "ok")
    assert [each.text for each in place.posts("C1", viewer="U1")] == ["new"]
    assert api.respond(name, {"text": "shared", "response_type": "in_channel"}) == (200, "ok")
    assert [each.text for each in place.posts("C1", viewer="U2")] == ["shared"]
    assert api.respond(name, {"blocks": [{"type": "section"}]})[0] == 400
    assert api.respond(name, {"delete_original": True}) == (200, "ok")
    assert "new" not in [each.text for each in place.posts("C1", viewer="U1")]
    for _ in range(limits.RESPONSES - 4):
        api.respond(name, {"text": "x"})
    assert api.respond(name, {"text": "x"})[0] == 404
    late = place.hook("C1", "U1")
    clock.forward(timedelta(seconds=limits.RESPONSE_SECONDS + 1))
    assert api.respond(late, {"text": "x"})[0] == 404


def test_a_workspace_left_open_grows_no_further(place: Workspace) -> None:
    """The newest files, response_urls and triggers are kept."""
    files = [place.keep_file("a.md", b"a", "U1", "")["id"] for _ in range(MAX_FILES + 1)]
    hooks = [place.hook("C1", "U1") for _ in range(MAX_HOOKS + 1)]
    triggers = [place.trigger("U1") for _ in range(MAX_HOOKS + 1)]
    assert place.file(files[0]) is None
    assert place.file(files[1]) is not None
    assert place.use_hook(hooks[0]) is None
    assert place.use_hook(hooks[1]) is not None
    assert place.pull(triggers[0]) is None
    assert place.pull(triggers[1]) == "U1"


def test_only_the_bots_token_opens_it(api: WebApi) -> None:
    """In the header or, as older clients send it, among the arguments."""
    assert api.allowed({"authorization": "Bearer secret"}, {})
    assert api.allowed({}, {"token": "secret"})
    assert not api.allowed({"authorization": "Bearer other"}, {})
    assert not api.allowed({}, {})


def test_answers_can_be_sent_as_json(api: WebApi) -> None:
    """Whatever a method gives."""
    arguments = {"user": "U1", "users": "U1", "channel": "C1", "include_locale": True}
    for method in ("auth.test", "users.info", "conversations.open", "conversations.history"):
        answer = ok(api, method, **arguments)
        assert json.loads(json.dumps(answer)) == answer
