"""The one boundary: whatever fails, the person hears what to do, and the log has the same id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Never

import pytest
from structlog.testing import capture_logs

from bot.domain.answers import GivenAnswer, Profile
from bot.errors import AitrendError, IndexUnusable, InputError, StoreError
from bot.slack.texts import LANGUAGES
from bot.store.faults import LOCKED
from tests.answerlog import MemoryAnswerLog
from tests.fakes import FakeAgenda, FakeSearcher
from tests.handlers.conftest import Surface, all_of
from tests.slack_api import BOT, command, happened, interaction, pressed, trigger


class BrokenSearcher(FakeSearcher):
    """Fails as it is told."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def search(self, query: str, *, limit: int = 3, offset: int = 0, owner: str = "") -> Any:
        raise self.error

    def suggest(self, typed: str, *, limit: int = 20, owner: str = "") -> Any:
        raise self.error


def test_a_defect_is_answered_with_the_id_that_stands_in_the_log(surface: Surface) -> None:
    """After an acknowledgement that said that all is well."""
    surface.extended(searcher=BrokenSearcher(ZeroDivisionError("secret words of the query")))
    with capture_logs() as logs:
        assert surface.send(command("노벨", api=surface.api)).status == 200
        answer = surface.api.wait("response_url")[0]
        surface.settle()
    shown = re.search(r"오류 번호 (\w{8})", all_of(answer))
    crash = next(entry for entry in logs if entry["event"] == "listener.crashed")
    assert shown
    assert crash["id"] == shown[1]
    assert "secret words" not in all_of(answer)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (IndexUnusable("gone"), "색인을 고치는 중"),
        (StoreError("locked", code=LOCKED), "저장소가 잠시 응답하지 않습니다"),
        (InputError("changed", code="error.subscription.changed", id="s1"), "다른 사람이 이 구독을 바꿨습니다"),
    ],
)
def test_an_expected_failure_says_what_to_do(surface: Surface, error: Exception, said: str) -> None:
    """By the text of its cause, else by that of its kind."""
    surface.extended(searcher=BrokenSearcher(error))
    surface.send(command("노벨", api=surface.api))
    assert said in all_of(surface.api.wait("response_url")[0])


def _kinds(kind: type[AitrendError]) -> Iterator[type[AitrendError]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from _kinds(narrower)


@pytest.mark.parametrize("kind", [*_kinds(AitrendError)])
def test_every_kind_of_failure_has_a_text(kind: type[AitrendError]) -> None:
    """In both languages: what is told where an error names no closer cause."""
    assert all(kind.code in table for table in LANGUAGES.values())


def test_a_failing_mention_is_told_privately_in_the_thread(surface: Surface) -> None:
    """Where there is no response_url."""
    surface.extended(searcher=BrokenSearcher(ZeroDivisionError()))
    event = {"type": "app_mention", "user": "U1", "text": f"<@{BOT}> 노벨", "ts": "1.1", "channel": "C1"}
    surface.deliver(happened(event))
    assert "오류 번호" in all_of(surface.api.wait("chat.postEphemeral")[0])


def test_who_asked_in_a_message_is_told_that_the_answer_may_be_lost(surface: Surface) -> None:
    """It is not repeated for all to see, but silence would look like a bot that sleeps."""
    surface.api.failures["chat.postMessage"] = 500
    event = {"type": "app_mention", "user": "U1", "text": f"<@{BOT}> 노벨", "ts": "1.1", "channel": "C1"}
    surface.deliver(happened(event))
    surface.settle()
    assert len(surface.api.named("chat.postMessage")) == 1
    assert "답이 보이지 않으면" in all_of(surface.api.named("chat.postEphemeral")[0])


def test_a_failing_window_says_so_in_the_window(surface: Surface) -> None:
    """Its content becomes the notice."""
    surface.send(command("노벨", api=surface.api))
    surface.settle()
    surface.extended(documents=None, searcher=BrokenSearcher(ZeroDivisionError()))
    view = {"type": "modal", "id": "V5", "private_metadata": '["brief/nobel", 0]'}
    surface.searcher.section = None  # type: ignore[assignment,method-assign]  # calling it is a defect
    surface.extended(searcher=surface.searcher)
    surface.send(interaction(pressed("section.page:1", "1", api=surface.api, view=view)))
    call = surface.api.wait("views.update")[0]
    assert call["view_id"] == "V5"
    assert "오류 번호" in all_of(call)


def test_a_failing_form_is_told_directly(surface: Surface) -> None:
    """Its window has closed by then."""
    surface.api.failures["views.publish"] = {"ok": False, "error": "invalid_arguments"}
    view = {"type": "modal", "id": "V1", "callback_id": "settings", "state": {"values": {}}}
    payload = {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "view": view,
        "trigger_id": trigger(),
    }
    surface.send(interaction(payload))
    assert surface.api.wait("chat.postMessage")[0]["channel"] == "U1"


def test_a_reply_that_fails_still_acknowledges(surface: Surface) -> None:
    """A type-ahead without rows beats one that hangs for three seconds."""
    surface.extended(searcher=BrokenSearcher(ZeroDivisionError()))
    payload = {
        "type": "block_suggestion",
        "action_id": "search.section",
        "block_id": "b",
        "value": "노",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "view": {"type": "modal", "id": "V1"},
    }
    response = surface.send(interaction(payload))
    assert (response.status, response.json()) == (200, {"options": []})


class ForgetfulLog(MemoryAnswerLog):
    """A store that is away."""

    def put(self, answer: GivenAnswer) -> None:
        raise StoreError("away")

    def add_gap(self, query: str, *, owner: str, now: object) -> None:
        raise StoreError("away")

    def profile(self, user: str, *, owner: str) -> Profile | None:
        raise StoreError("away")


class AbsentAgenda(FakeAgenda):
    """Its events stand in the store."""

    def asked(self, text: str, *, now: datetime, owner: str = "", limit: int = 10) -> Never:
        raise StoreError("away")


def test_an_answer_needs_no_store(surface: Surface) -> None:
    """The words matter more than the buttons under them, and whether the agenda knows more."""
    surface.extended(answers=ForgetfulLog(), agenda=AbsentAgenda())
    surface.send(command("노벨", api=surface.api))
    assert "노벨 물리학상" in all_of(surface.api.wait("response_url")[0])
    surface.send(command("블록체인", api=surface.api))
    assert "찾지 못했습니다" in all_of(surface.api.wait("response_url", count=2)[1])


def test_a_profile_that_cannot_be_had_is_no_reason_to_fail(surface: Surface) -> None:
    """The workspace's language stands in."""
    surface.api.failures["users.info"] = {"ok": False, "error": "missing_scope"}
    surface.send(command("노벨", api=surface.api))
    assert "공유하기" in all_of(surface.api.wait("response_url")[0])


class FullLog(MemoryAnswerLog):
    """A store on a full disk."""

    def put_person(self, user: str, *, owner: str, locale: str, zone: str, fetched: datetime) -> None:
        raise StoreError("full")


def test_a_profile_that_cannot_be_kept_is_no_reason_to_fail(surface: Surface) -> None:
    """The reader is answered in the language that Slack told."""
    surface.api.users["U1"] = {"locale": "en-US", "tz": "Asia/Seoul"}
    surface.extended(answers=FullLog())
    surface.send(command("노벨", api=surface.api))
    assert "Share" in all_of(surface.api.wait("response_url")[0])


def test_no_body_stands_in_the_log(surface: Surface) -> None:
    """Neither of what is answered nor of what is refused or unknown."""
    secret = "비밀스러운질문"
    with capture_logs() as logs:
        surface.send(command(secret, api=surface.api))
        surface.send(command(secret, api=surface.api), headers={"x-slack-signature": "v0=" + "0" * 64})
        surface.deliver(happened({"type": "unknown_event", "text": secret, "user": "U1"}))
        surface.settle()
    assert secret not in str(logs)
    assert {entry["event"] for entry in logs} >= {"answer.given", "slack.refused"}
