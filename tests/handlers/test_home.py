"""App Home, settings, gaps and status."""

from __future__ import annotations

from typing import Any

from bot.domain.document import Problem, Severity
from bot.domain.subscription import Kind, Wish
from bot.domain.troubles import trouble
from bot.errors import StoreError
from bot.slack.ids import Action
from bot.slack.validate import faults_of_view
from tests.fakes import FakeSubscriptions
from tests.handlers.conftest import Surface, all_of, buttons_of, texts_of
from tests.samples import NOW
from tests.slack_api import command, happened, interaction, pressed, trigger


def opened(surface: Surface, **event: Any) -> None:
    surface.deliver(happened({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home", **event}))
    surface.settle()


def test_the_home_page_shows_everything_that_is_set_up(surface: Surface) -> None:
    """Search, what rises, what comes, subscriptions with their next three sends."""
    service = surface.services.subscriptions
    assert isinstance(service, FakeSubscriptions)
    service.create(Wish("T1", "U1", Kind.DIGEST), by="U1", now=NOW)
    service.create(Wish("T1", "C5", Kind.REMINDERS), by="U1", now=NOW)
    service.create(Wish("T1", "C6", Kind.DIGEST), by="U2", now=NOW)
    opened(surface)
    call = surface.api.named("views.publish")[0]
    said = " ".join(texts_of(call["view"]["blocks"]))
    assert call["user_id"] == "U1"
    assert faults_of_view(call["view"]) == []
    assert all(words in said for words in ("상세 검색", "라마 3.2", "NeurIPS 2026", "나에게 오는 것", "<#C5>"))
    assert "<#C6>" not in said
    assert said.count("<!date^") >= 6


class Away:
    """A service whose database is away."""

    def __getattr__(self, name: str) -> Any:
        raise StoreError("away")


def test_parts_that_fail_are_said_to_have(surface: Surface) -> None:
    """The rest of the page works."""
    surface.extended(trends=Away(), agenda=Away(), subscriptions=Away(), reminders=Away())
    opened(surface)
    view = surface.api.named("views.publish")[0]["view"]
    assert all_of(view).count("지금은 이 부분을 보여 줄 수 없습니다") == 3
    assert "search.open" in buttons_of(view)
    assert "subscription.new" not in buttons_of(view)


def test_the_messages_tab_publishes_nothing(surface: Surface) -> None:
    """The page is made when it is looked at."""
    opened(surface, tab="messages")
    assert surface.api.named("views.publish") == []


def _submit(surface: Surface, language: str, results: str) -> None:
    values = {
        Action.SETTINGS_LANGUAGE: {Action.SETTINGS_LANGUAGE: {"selected_option": {"value": language}}},
        Action.SETTINGS_RESULTS: {Action.SETTINGS_RESULTS: {"selected_option": {"value": results}}},
    }
    view = {"type": "modal", "id": "V1", "callback_id": "settings", "state": {"values": values}}
    payload = {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "view": view,
        "trigger_id": trigger(),
    }
    surface.send(interaction(payload))
    surface.settle()


def test_a_chosen_language_wins_over_the_locale(surface: Surface) -> None:
    """And so does the number of results; "as in my Slack" leads back."""
    surface.send(command("설정", api=surface.api))
    assert faults_of_view(surface.api.wait("views.open")[0]["view"]) == []
    _submit(surface, "en", "1")
    assert "Advanced search" in all_of(surface.api.named("views.publish")[-1])
    surface.send(command("2024", api=surface.api))
    message = surface.api.wait("response_url")[0]
    assert "“2024”: 1–1 of 3 results" in texts_of(message["blocks"])
    _submit(surface, "auto", "3")
    surface.send(command("2024", api=surface.api))
    assert "‘2024’ 검색 결과 3건" in texts_of(surface.api.wait("response_url", count=2)[1]["blocks"])


def test_gaps_are_listed_and_struck_off(surface: Surface) -> None:
    """The most frequent first, without who asked."""
    for text in ("블록체인", "블록체인", "양자 컴퓨터"):
        surface.send(command(text, api=surface.api))
        surface.settle()
    surface.send(command("빈틈", api=surface.api))
    message = surface.api.wait("response_url", count=4)[3]
    assert [t for t in texts_of(message["blocks"]) if " · " in t] == ["블록체인 · 2번", "양자 컴퓨터 · 1번"]
    assert "U1" not in all_of(message)
    surface.send(interaction(pressed("gap.close:0", "블록체인", api=surface.api)))
    surface.settle()
    shown = surface.api.named("response_url")[-1]
    assert shown["replace_original"] is True
    assert "블록체인" not in all_of(shown)


def test_without_gaps_it_says_so(surface: Surface) -> None:
    """An empty list would look like a fault."""
    surface.send(command("gaps", api=surface.api))
    assert "답을 찾지 못한 질문이 없습니다" in surface.api.wait("response_url")[0]["text"]


def test_status_counts_what_there_is(surface: Surface) -> None:
    """With the program's version beside it."""
    surface.extended(version="0.1.0")
    surface.send(command("상태", api=surface.api))
    said = texts_of(surface.api.wait("response_url")[0]["blocks"])
    assert "문서\n0건" in said
    assert "버전\n0.1.0" in said
    assert any("아직 문서가 없습니다" in text for text in said)


def test_status_names_what_is_wrong_with_which_file(surface: Surface) -> None:
    """An editor who only knows Slack sees what the shell would say, errors first, in the reader's language."""
    wrong = [
        Problem("나.md", 3, trouble("front.unquoted", key="title"), Severity.WARNING),
        Problem("가.pdf.md", 0, trouble("file.kind", kind=trouble("kind.pdf"))),
    ]
    surface.extended(problems=lambda: wrong)
    surface.send(command("상태", api=surface.api))
    said = texts_of(surface.api.wait("response_url")[0]["blocks"])
    rows = [text for text in said if ".md · " in text]
    assert [row.partition(" · ")[0] for row in rows] == ["가.pdf.md", "나.md"]
    assert "텍스트 파일이 아닙니다(PDF)." in rows[0]
    assert rows[1].startswith("나.md · 3행: ")
