"""What is sent to Slack, and what is known where it fails."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.domain.delivery import Message
from bot.errors import ChannelRefused, NotPosted, PossiblyPosted, PostError, RateLimited
from bot.slack.blocks import section
from bot.slack.client import client
from bot.slack.messenger import Messenger
from tests.slack_api import TOKEN, SlackApi, serving

WORDS = Message("&lt;hi&gt;", (section("hi"),))


@pytest.fixture
def api() -> Iterator[SlackApi]:
    with serving(SlackApi(latency_seconds=0)) as running:
        yield running


def messenger(base: str, waited: list[float] | None = None) -> Messenger:
    pauses = waited if waited is not None else []
    return Messenger(client(TOKEN, base_url=f"{base}/api/"), pause=pauses.append)


def test_a_post_pings_and_unfurls_nothing(api: SlackApi) -> None:
    """Names are not linked, links not unfurled, and the message's id comes back."""
    ts = messenger(api.base).post("C1", WORDS, thread="1.2", metadata={"event_type": "x", "event_payload": {}})
    call = api.named("chat.postMessage")[0]
    assert ts
    assert call["parse"] == "none"
    assert (call["link_names"], call["unfurl_links"], call["unfurl_media"]) in [("0", "0", "0"), (False, False, False)]
    assert call["thread_ts"] == "1.2"


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        ({"ok": False, "error": "channel_not_found"}, ChannelRefused),
        ({"ok": False, "error": "not_in_channel"}, ChannelRefused),
        ({"ok": False, "error": "is_archived"}, ChannelRefused),
        ({"ok": False, "error": "token_revoked"}, ChannelRefused),
        ({"ok": False, "error": "invalid_blocks"}, NotPosted),
        ({"ok": False, "error": "fatal_error"}, PossiblyPosted),
        ({"ok": False, "error": "internal_error"}, PossiblyPosted),
        ({"ok": False, "error": "duplicate_message"}, PossiblyPosted),
        (500, PossiblyPosted),
        (503, PossiblyPosted),
    ],
)
def test_a_failure_says_what_is_known(
    api: SlackApi, failure: dict[str, object] | int, expected: type[PostError]
) -> None:
    """Surely not posted and possibly posted are different branches, and no call is repeated by itself."""
    api.failures["chat.postMessage"] = failure
    with pytest.raises(PostError) as caught:
        messenger(api.base).post("C1", WORDS)
    assert type(caught.value) is expected
    assert len(api.named("chat.postMessage")) == 1


def test_a_refused_connection_was_surely_not_posted() -> None:
    """Nobody listens: no byte went out."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NotPosted):
        messenger(f"http://127.0.0.1:{port}").post("C1", WORDS)


@contextmanager
def hanging_up() -> Iterator[tuple[str, list[bytes]]]:
    """A server that reads a request and closes the connection without a word."""
    seen: list[bytes] = []
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()

        def serve() -> None:
            for _ in range(3):
                try:
                    connection, _address = server.accept()
                except OSError:
                    return
                with connection:
                    seen.append(connection.recv(65_536))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", seen
        server.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=5)


def test_a_lost_connection_was_possibly_posted_and_is_not_repeated() -> None:
    """Slack may have taken it before it hung up: a second call could post twice."""
    with hanging_up() as (base, seen):
        with pytest.raises(PossiblyPosted):
            messenger(base).post("C1", WORDS)
        assert len(seen) == 1


def test_a_response_waits_as_slack_asks_and_tries_again(api: SlackApi) -> None:
    """What was surely not taken is tried again, twice at most."""
    api.failures["response_url"] = 429
    waited: list[float] = []
    with pytest.raises(RateLimited):
        messenger(api.base, waited).respond(f"{api.base}/hooks/a", WORDS)
    assert waited == [1.0, 1.0]
    assert len(api.named("response_url")) == 3


def test_a_response_that_may_have_arrived_is_not_repeated(api: SlackApi) -> None:
    """A 5xx leaves open what happened; what one person sees twice does no harm, so a private one is sent once more."""
    api.failures["response_url"] = 500
    for private, calls in ((False, 1), (True, 3)):
        with pytest.raises(PossiblyPosted):
            messenger(api.base).respond(f"{api.base}/hooks/a", WORDS, private=private)
        assert len(api.named("response_url")) == calls


@pytest.mark.parametrize("failure", [429, {"ok": False, "error": "ratelimited"}])
def test_a_short_wait_that_slack_asks_for_is_kept(api: SlackApi, failure: dict[str, object] | int) -> None:
    """Nothing was posted, and the reader has that much patience."""
    api.failures["chat.postMessage"] = failure
    waited: list[float] = []
    with pytest.raises(RateLimited):
        messenger(api.base, waited).post("C1", WORDS)
    assert waited == [1.0, 1.0]
    assert len(api.named("chat.postMessage")) == 3


def test_a_window_that_cannot_be_opened_says_so(api: SlackApi) -> None:
    """Channels have no part in it."""
    api.failures["views.open"] = {"ok": False, "error": "expired_trigger_id"}
    with pytest.raises(NotPosted) as caught:
        messenger(api.base).open("t", {"type": "modal"})
    assert (caught.value.code, caught.value.data["reason"]) == ("error.window", "expired_trigger_id")


def test_a_used_up_response_url_is_said_to_be_one(api: SlackApi) -> None:
    """Five uses in half an hour are all that Slack allows."""
    api.failures["response_url"] = 404
    with pytest.raises(ChannelRefused):
        messenger(api.base).respond(f"{api.base}/hooks/a", WORDS)


def test_a_sixth_use_of_a_response_url_is_not_tried(api: SlackApi) -> None:
    """Slack counts five, whatever became of them."""
    sender = messenger(api.base)
    for _ in range(5):
        sender.respond(f"{api.base}/hooks/a", WORDS)
    with pytest.raises(ChannelRefused):
        sender.respond(f"{api.base}/hooks/a", WORDS)
    assert len(api.named("response_url")) == 5


def test_a_response_url_may_refuse_with_a_200(api: SlackApi) -> None:
    """As the Web API does."""
    api.failures["response_url"] = {"ok": False, "error": "expired_url"}
    with pytest.raises(ChannelRefused):
        messenger(api.base).respond(f"{api.base}/hooks/a", WORDS)


def test_a_response_is_private_unless_wished(api: SlackApi) -> None:
    """Ephemeral by default; in the channel, in place of the original and in a thread on request."""
    sender = messenger(api.base)
    sender.respond(f"{api.base}/hooks/a", WORDS)
    sender.respond(f"{api.base}/hooks/a", WORDS, private=False, replace=True, thread="1.2")
    private, public = api.named("response_url")
    assert (private["response_type"], private["replace_original"]) == ("ephemeral", False)
    assert (public["response_type"], public["replace_original"], public["thread_ts"]) == ("in_channel", True, "1.2")


def test_a_person_is_asked_for_with_locale(api: SlackApi) -> None:
    """Locale and zone as Slack knows them, empty where it does not."""
    api.users["U9"] = {"locale": "en-US", "tz": "Europe/Berlin"}
    assert messenger(api.base).person("U9") == ("en-US", "Europe/Berlin")
    api.users["U8"] = {}
    assert messenger(api.base).person("U8") == ("", "")
