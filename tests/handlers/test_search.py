"""The search window."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.slack.ids import Action, Shortcut
from bot.slack.validate import faults_of_view
from tests.handlers.conftest import Surface, all_of, buttons_of, texts_of
from tests.slack_api import command, interaction, pressed, trigger


def opened(surface: Surface) -> dict[str, Any]:
    surface.send(command("검색", api=surface.api))
    return dict(surface.api.wait("views.open")[0]["view"])


def options(surface: Surface, typed: str) -> list[dict[str, Any]]:
    payload = {
        "type": "block_suggestion",
        "action_id": Action.SEARCH_SECTION,
        "block_id": Action.SEARCH_SECTION,
        "value": typed,
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "container": {"type": "view", "view_id": "V1"},
        "view": {"type": "modal", "id": "V1"},
    }
    return list(surface.send(interaction(payload)).json()["options"])


def submitted(surface: Surface, view: dict[str, Any], **fields: Any) -> dict[str, Any]:
    values = {Action[name]: {Action[name]: field} for name, field in fields.items()}
    payload = {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "trigger_id": trigger(),
        "view": {**view, "id": "V1", "state": {"values": values}},
    }
    return dict(surface.send(interaction(payload)).json())


def test_the_command_the_button_and_the_shortcut_open_it(surface: Surface) -> None:
    """It remembers the channel it was opened in."""
    assert json.loads(opened(surface)["private_metadata"])[0] == "C1"
    surface.send(interaction(pressed(Action.SEARCH, api=surface.api)))
    shortcut = {
        "type": "shortcut",
        "callback_id": Shortcut.SEARCH,
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "trigger_id": trigger(),
    }
    surface.send(interaction(shortcut))
    assert len(surface.api.wait("views.open", count=3)) == 3


def test_words_behind_the_command_are_searched_at_once(surface: Surface) -> None:
    """Nobody has to type them again."""
    surface.send(command("검색 노벨", api=surface.api))
    assert "노벨 물리학상" in all_of(surface.api.wait("response_url")[0])


@pytest.mark.parametrize(("typed", "count"), [("", 4), ("노벨", 2), ("없는 말", 0), ("<!channel>" * 500, 0)])
def test_type_ahead_offers_sections(surface: Surface, typed: str, count: int) -> None:
    """In the acknowledgement itself, with the document beneath the heading."""
    rows = options(surface, typed)
    assert len(rows) == count
    for row in rows:
        assert len(row["text"]["text"]) <= 75
        assert len(row["value"]) <= 150


def test_a_chosen_section_opens_in_the_window(surface: Surface) -> None:
    """From where it can be shared with the channel."""
    answer = submitted(surface, opened(surface), SEARCH_SECTION={"selected_option": {"value": "brief/nobel"}})
    assert answer["response_action"] == "update"
    assert "데미스 허사비스" in all_of(answer["view"])
    assert "section.share" in buttons_of(answer["view"])
    assert faults_of_view(answer["view"]) == []


def test_a_question_with_filters_becomes_results(surface: Surface) -> None:
    """The fields become the filters that could have been typed."""
    answer = submitted(
        surface,
        opened(surface),
        SEARCH_QUERY={"value": "노벨"},
        SEARCH_TAGS={"value": "정책"},
        SEARCH_SOURCE={"value": 'OECD "x'},
        SEARCH_AFTER={"selected_date": "2024-10-01"},
        SEARCH_BEFORE={"selected_date": None},
        SEARCH_DOCUMENT={"value": None},
    )
    assert surface.searcher.asked[-1] == '노벨 tag:"정책" source:"OECD x" after:2024-10-01'
    view = answer["view"]
    assert faults_of_view(view) == []
    value = buttons_of(view)["answer.open:0"]
    surface.send(interaction(pressed("answer.open:0", value, api=surface.api, view={**view, "id": "V1"})))
    pushed = surface.api.wait("views.push")[0]["view"]
    assert "section.share" in buttons_of(pushed)


def test_a_miss_is_said_in_the_window(surface: Surface) -> None:
    """As anywhere else."""
    answer = submitted(surface, opened(surface), SEARCH_QUERY={"value": "블록체인"})
    assert any("찾지 못했습니다" in text for text in texts_of(answer["view"]))


def test_an_empty_form_says_what_is_missing(surface: Surface) -> None:
    """At the field, with the window still open."""
    answer = submitted(surface, opened(surface), SEARCH_QUERY={"value": None})
    assert answer == {
        "response_action": "errors",
        "errors": {"search.query": "검색어를 적거나 글을 골라 주세요."},
    }
