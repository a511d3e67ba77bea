"""The whole local workspace over real HTTP: the page's endpoints, the bot's endpoint, the Web API, in one server."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import uvicorn

from bot import web, workspace
from bot.clock import SystemClock
from bot.domain.delivery import Image
from bot.services import Services
from bot.slack.client import client
from bot.slack.outbox import SlackOutboxMessenger
from bot.workspace.guard import PAGE_TOKEN
from bot.workspace.routes import MAX_BYTES
from bot.workspace.server import MAX_REQUEST, MAX_UPLOAD
from handlers import bolt
from handlers.work import Pool
from tests.answerlog import MemoryAnswerLog
from tests.fakes import (
    FakeAgenda,
    FakeDigests,
    FakeDocuments,
    FakeReminders,
    FakeSearcher,
    FakeSubscriptions,
    FakeTrends,
    FakeUploads,
)
from tests.handlers.conftest import all_of, buttons_of

HANEUL, ALEX, CHANNEL = "UHANEUL", "UALEX", "CTREND"


class Browser:
    """Does what the page does."""

    def __init__(self, port: int, token: str) -> None:
        self.port = port
        self.token = token

    def request(self, method: str, path: str, body: bytes | Iterator[bytes] = b"", **headers: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, {PAGE_TOKEN: self.token, **headers})
        response = connection.getresponse()
        found = response.status, response.read()
        connection.close()
        return found

    def act(self, path: str, user: str = HANEUL, **given: Any) -> dict[str, Any]:
        body = json.dumps({"user": user, **given}).encode()
        status, answer = self.request("POST", f"/local/{path}", body, **{"content-type": "application/json"})
        assert status == 200, answer
        return dict(json.loads(answer))

    def posts(self, user: str = HANEUL, channel: str = CHANNEL) -> list[dict[str, Any]]:
        return list(self.act("state", user)["posts"][channel])

    def until(self, found: Callable[[], Any]) -> Any:
        """What is looked for, once it is there."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            result = found()
            if result:
                return result
            time.sleep(0.02)
        raise AssertionError("it never came")

    def answer(self, count: int = 1, user: str = HANEUL, channel: str = CHANNEL) -> dict[str, Any]:
        """The newest message of the bot, once there are so many."""

        def newest() -> dict[str, Any] | None:
            mine = [post for post in self.posts(user, channel) if post["user"] == "UAITREND"]
            return mine[-1] if len(mine) >= count else None

        return dict(self.until(newest))

    def press(self, post: dict[str, Any], action: str, user: str = HANEUL) -> dict[str, Any]:
        value = buttons_of(post)[action]
        return self.act("press", user, ts=post["ts"], action={"action_id": action, "type": "button", "value": value})


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A served workspace."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(64)  # requests wait here until the server has started
    port = listening.getsockname()[1]
    address, clock, documents = f"http://127.0.0.1:{port}", SystemClock(), FakeDocuments()
    services = Services(
        clock=clock,
        documents=documents,
        searcher=FakeSearcher(),
        answers=MemoryAnswerLog(),
        language="ko",
        zone=ZoneInfo("Asia/Seoul"),
        trends=FakeTrends(),
        agenda=FakeAgenda(),
        uploads=FakeUploads(documents),
        subscriptions=FakeSubscriptions(),
        digests=FakeDigests(),
        reminders=FakeReminders(),
        api_url=f"{address}/api/",
    )
    pool = Pool(4)
    app = bolt.create(services, pool, token="xoxb-local", signing_secret="s", verify_token=False)
    requests = ThreadPoolExecutor(web.THREADS)
    front = web.build(app, requests, signing_secret="s", readiness=lambda: {"index": True}, clock=clock)
    whole = workspace.build(front, address=address, token="xoxb-local", signing_secret="s", clock=clock)
    server = uvicorn.Server(uvicorn.Config(whole, log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield Browser(port, whole.state.page_token)
    pool.close()
    server.should_exit = True
    thread.join(timeout=10)
    requests.shutdown()
    listening.close()


def test_a_typed_command_is_answered_for_one_person(browser: Browser) -> None:
    """By the same endpoint, gate and listeners as in Slack."""
    browser.act("say", channel=CHANNEL, text="/aitrend 노벨")
    answer = browser.answer()
    assert answer["private"]
    assert "노벨 물리학상" in all_of(answer)
    assert browser.posts(ALEX) == []


def test_buttons_windows_and_shares_work(browser: Browser) -> None:
    """Open shows a window, sharing puts the answer where everyone sees it."""
    browser.act("say", channel=CHANNEL, text="/aitrend 노벨")
    answer = browser.answer()
    browser.press(answer, "answer.open")
    window = browser.until(lambda: browser.act("state")["windows"])[0]
    assert "데미스 허사비스" in all_of(window["view"])
    browser.act("close", window=window["id"])
    assert browser.act("state")["windows"] == []
    browser.press(answer, "answer.share")
    shared = browser.until(lambda: [post for post in browser.posts(ALEX) if post["user"] == "UAITREND"])[0]
    assert f"<@{HANEUL}> 님이" in all_of(shared)


def test_a_mention_is_answered_in_its_thread_in_the_persons_language(browser: Browser) -> None:
    """The second person reads English."""
    browser.act("say", ALEX, channel=CHANNEL, text="@aitrend 노벨 <!channel>")
    answer = browser.answer(user=ALEX)
    root = next(post for post in browser.posts(ALEX) if post["user"] == ALEX)
    assert root["text"] == "<@UAITREND> 노벨 &lt;!channel&gt;"
    assert answer["thread_ts"] == root["ts"]
    assert "Read it all" in all_of(answer)


def test_home_search_and_its_type_ahead(browser: Browser) -> None:
    """The page opens, the form finds, the chosen section shows."""
    browser.act("home")
    home = browser.until(lambda: browser.act("state")["home"])
    browser.act("press", window=f"H{HANEUL}", action={"action_id": "search.open", "type": "button", "value": ""})
    assert "상세 검색" in all_of(home)
    window = browser.until(lambda: browser.act("state")["windows"])[0]
    rows = browser.act("options", window=window["id"], action="search.section", block="search.section", typed="노벨")[
        "options"
    ]
    assert len(rows) == 2
    browser.act("submit", window=window["id"], values={})
    assert browser.act("state")["windows"][0]["errors"]
    values = {"search.section": {"search.section": {"type": "external_select", "selected_option": rows[0]}}}
    browser.act("submit", window=window["id"], values=values)
    assert "데미스 허사비스" in all_of(browser.act("state")["windows"][0]["view"])


def test_a_file_becomes_a_document(browser: Browser) -> None:
    """Uploaded, shared in the conversation with the app, fetched over the local Web API."""
    data = "# 새 글\n\n본문".encode()
    status, answer = browser.request("POST", f"/local/upload?user={HANEUL}&name=new.md", data)
    assert status == 200
    channel = f"D{HANEUL[1:]}"
    browser.act("say", channel=channel, text="", files=[json.loads(answer)["id"]])
    assert "‘새 글’ 문서를 색인에 추가했습니다" in all_of(browser.answer(channel=channel))


@pytest.mark.parametrize(
    ("path", "most"),
    [(f"/local/upload?user={HANEUL}", MAX_UPLOAD), ("/local/say", MAX_REQUEST), ("/hooks/x", MAX_BYTES)],
)
def test_no_request_is_read_without_end(browser: Browser, path: str, most: int) -> None:
    """Whatever length its header states, or where it states none."""
    json_body = {"content-type": "application/json"}
    assert browser.request("POST", path, b"x" * (most + 1), **json_body)[0] in {400, 413}
    assert browser.request("POST", path, iter([b"x" * most, b"x"]), **json_body)[0] in {400, 413}


def test_an_uploaded_picture_is_shown_in_its_message(browser: Browser) -> None:
    """Its bytes stand at the path that the page is told, and under no other."""
    slack = client("xoxb-local", base_url=f"http://127.0.0.1:{browser.port}/api/")
    file_id = SlackOutboxMessenger(lambda _: slack).upload("TLOCAL", Image("trends.png", b"png", "a chart"))
    picture = {"type": "image", "slack_file": {"id": file_id}, "alt_text": "a chart"}
    slack.chat_postMessage(channel=CHANNEL, text="chart", blocks=[picture])
    path = browser.posts()[0]["blocks"][0]["picture"]
    assert browser.request("GET", path) == (200, b"png")
    folder, key = path.rsplit("/", 1)
    for wrong in (key[:-1], key[1:], key[-1]):
        assert browser.request("GET", f"{folder}/{wrong}")[0] == 404
    assert browser.request("POST", path, b"another")[0] == 409


def test_shortcuts_of_a_message_work(browser: Browser) -> None:
    """The text of the message is looked up for the person alone."""
    browser.act("say", ALEX, channel=CHANNEL, text="툴킷")
    root = browser.posts()[0]
    browser.act("shortcut", callback="look_up", ts=root["ts"])
    assert "G7 툴킷" in all_of(browser.answer())
    assert len(browser.posts(ALEX)) == 1


def test_what_slack_forbids_is_said_by_the_page(browser: Browser) -> None:
    """No slash commands in threads, and no other commands than the app's."""
    assert browser.act("say", channel=CHANNEL, thread="1.1", text="/aitrend 노벨") == {
        "notice": "no_commands_in_threads"
    }
    assert browser.act("say", channel=CHANNEL, text="/poll x")["notice"] == "unknown_command"


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("state", {"user": "UNOBODY"}),
        ("say", {"user": HANEUL, "channel": "DALEX", "text": "hi"}),
        ("press", {"user": HANEUL, "ts": "1.1", "action": {}}),
        ("press", {"user": HANEUL, "window": "V1", "action": {}}),
        ("submit", {"user": HANEUL, "window": "V1"}),
    ],
)
def test_a_request_about_nothing_is_a_4xx(browser: Browser, path: str, given: dict[str, Any]) -> None:
    """Unknown people, others' conversations, messages and windows that are not there."""
    body = json.dumps(given).encode()
    assert browser.request("POST", f"/local/{path}", body, **{"content-type": "application/json"})[0] == 400


def test_the_fronts_own_routes_stay_reachable(browser: Browser) -> None:
    """Health and metrics stand beside the page; the Web API and the files ask for the bot's token."""
    assert browser.request("GET", "/livez")[0] == 200
    assert browser.request("GET", "/metrics")[0] == 200
    assert json.loads(browser.request("POST", "/api/auth.test")[1])["error"] == "invalid_auth"
    assert browser.request("GET", "/files/F1/x")[0] == 404
