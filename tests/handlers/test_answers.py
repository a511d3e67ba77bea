"""The buttons under an answer, through signed requests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.handlers.conftest import Surface, all_of, buttons_of, texts_of
from tests.slack_api import command, interaction, pressed


def asked(surface: Surface, text: str = "2024", **more: str) -> dict[str, Any]:
    """A private answer to press buttons of."""
    before = len(surface.api.named("response_url"))
    surface.send(command(text, api=surface.api, **more))
    return surface.api.wait("response_url", count=before + 1)[-1]


def press(surface: Surface, action: str, value: str, **more: Any) -> None:
    response = surface.send(interaction(pressed(action, value, api=surface.api, **more)))
    assert (response.status, response.text) == (200, "")
    surface.settle()


@pytest.fixture(autouse=True)
def two_results(surface: Surface) -> None:
    """Two results a page, so that there is a next one."""
    from dataclasses import replace

    from bot.domain.answers import Profile

    for user in ("U1", "U2"):
        surface.answers.put_profile(
            replace(Profile(user, "ko-KR", "Asia/Seoul", surface.clock.now()), results=2), owner="T1"
        )


def test_share_posts_for_everyone_and_says_who_asked_what(surface: Surface) -> None:
    """The same sections, in the channel, with the name of who shared and the query."""
    answer = asked(surface)
    press(surface, "answer.share", buttons_of(answer)["answer.share"])
    post = surface.api.named("chat.postMessage")[0]
    assert post["channel"] == "C1"
    assert "<@U1> 님이 ‘2024’ 검색 결과를 공유했습니다" in texts_of(post["blocks"])
    shared, private = set(texts_of(post["blocks"])), set(texts_of(answer["blocks"]))
    assert {text for text in private if text.startswith(("1 · ", "2 · "))} <= shared


def test_a_double_click_shares_once_also_across_a_restart(surface: Surface) -> None:
    """The second click hears that it was done; a new process knows it too."""
    value = buttons_of(asked(surface))["answer.share"]
    body = interaction(pressed("answer.share", value, api=surface.api))
    surface.send(body)
    surface.clock.forward(timedelta(seconds=1))
    surface.send(body)
    surface.settle()
    surface.restart()
    surface.clock.forward(timedelta(seconds=1))
    surface.send(body)
    surface.settle()
    assert len(surface.api.named("chat.postMessage")) == 1
    assert "이미 공유한 답변입니다." in all_of(surface.api.named("response_url")[-1])


def test_a_thread_gets_its_own_share(surface: Surface) -> None:
    """Shared in a thread, the answer stands in the thread."""
    value = buttons_of(asked(surface))["answer.share"]
    press(surface, "answer.share", value, thread="1.5")
    press(surface, "answer.share", value)
    assert [post.get("thread_ts") for post in surface.api.named("chat.postMessage")] == ["1.5", None]


def test_where_the_app_is_no_member_the_share_goes_over_the_response_url(surface: Surface) -> None:
    """It reaches private channels and direct messages too."""
    value = buttons_of(asked(surface))["answer.share"]
    surface.api.failures["chat.postMessage"] = {"ok": False, "error": "not_in_channel"}
    press(surface, "answer.share", value)
    assert surface.api.named("response_url")[-1]["response_type"] == "in_channel"


def test_a_share_that_slack_surely_refused_can_be_tried_again(surface: Surface) -> None:
    """A refusal is no share, whatever its reason."""
    value = buttons_of(asked(surface))["answer.share"]
    surface.api.failures["chat.postMessage"] = {"ok": False, "error": "something_new"}
    press(surface, "answer.share", value)
    del surface.api.failures["chat.postMessage"]
    press(surface, "answer.share", value)
    assert [post["channel"] for post in surface.api.named("chat.postMessage")] == ["C1", "C1"]


def test_a_share_that_may_have_arrived_is_not_repeated(surface: Surface) -> None:
    """The person is asked to look, and the button does not post again."""
    value = buttons_of(asked(surface))["answer.share"]
    surface.api.failures["chat.postMessage"] = 503
    press(surface, "answer.share", value)
    assert "채널에 올라왔는지 확인" in all_of(surface.api.named("response_url")[-1])
    del surface.api.failures["chat.postMessage"]
    press(surface, "answer.share", value)
    assert len(surface.api.named("chat.postMessage")) == 1


def test_next_and_back_turn_the_private_answer(surface: Surface) -> None:
    """In place, two results at a time, until there are no more."""
    first = asked(surface)
    press(surface, "answer.next", buttons_of(first)["answer.next"])
    second = surface.api.named("response_url")[-1]
    assert second["replace_original"] is True
    assert any(text.startswith("3 · ") for text in texts_of(second["blocks"]))
    assert "answer.next" not in buttons_of(second)
    press(surface, "answer.back", buttons_of(second)["answer.back"])
    third = surface.api.named("response_url")[-1]
    assert any(text.startswith("1 · ") for text in texts_of(third["blocks"]))


def test_next_under_a_shared_answer_is_for_the_person_alone(surface: Surface) -> None:
    """What others see is not touched."""
    first = asked(surface)
    press(surface, "answer.next", buttons_of(first)["answer.next"], ephemeral=False, user="U2")
    shown = surface.api.named("response_url")[-1]
    assert (shown["response_type"], shown["replace_original"]) == ("ephemeral", False)


def test_related_leads_to_other_sections(surface: Surface) -> None:
    """Never to the section itself."""
    answer = asked(surface, "노벨")
    press(surface, "answer.related", buttons_of(answer)["answer.related"])
    shown = surface.api.named("response_url")[-1]
    assert "‘2024년 노벨 물리학상과 화학상, AI 연구자들이 수상’ 관련 글" in texts_of(shown["blocks"])
    assert not any("1 · 2024년 노벨" in text for text in texts_of(shown["blocks"]))


def test_open_shows_the_whole_section(surface: Surface) -> None:
    """In a window, with all its text and its sources."""
    answer = asked(surface, "노벨")
    press(surface, "answer.open", buttons_of(answer)["answer.open"])
    view = surface.api.named("views.open")[0]["view"]
    said = " ".join(texts_of(view["blocks"]))
    assert "데미스 허사비스" in said
    assert "The Royal Swedish Academy of Sciences" in said
    assert view["title"]["text"] == "전체 보기"


def test_a_long_section_opens_in_pages(surface: Surface) -> None:
    """The next page replaces the window's content."""
    from tests.samples import BRIEF, section

    long = section("brief/long", ("긴 글",), "\n".join(f"- 항목{number} 내용 " + "가" * 60 for number in range(400)))
    surface.searcher.sections.insert(0, (BRIEF, long))
    press(surface, "answer.open", buttons_of(asked(surface, "항목7"))["answer.open"])
    view = surface.api.named("views.open")[0]["view"]
    assert "answer.page" not in buttons_of(view)
    value = buttons_of(view)["section.page:1"]
    press(surface, "section.page:1", value, view=view)
    after = surface.api.named("views.update")[0]["view"]
    assert "2쪽" in all_of(after)
    assert all_of(after["blocks"]) != all_of(view["blocks"])


def test_a_section_is_shared_out_of_its_window_once(surface: Surface) -> None:
    """To the channel where the window was opened."""
    press(surface, "answer.open", buttons_of(asked(surface, "노벨"))["answer.open"])
    view = surface.api.named("views.open")[0]["view"]
    for _ in range(2):
        press(surface, "section.share", buttons_of(view)["section.share"], view={**view, "id": "V9"})
    posts = surface.api.named("chat.postMessage")
    assert [post["channel"] for post in posts] == ["C1"]
    pushed = [all_of(call["view"]) for call in surface.api.named("views.push")]
    assert "공유했습니다." in pushed[0]
    assert "이미 공유한" in pushed[1]


@pytest.mark.parametrize(("action", "counted"), [("answer.helpful", (1, 0)), ("answer.unhelpful", (0, 1))])
def test_a_vote_counts_once_a_person_and_names_nobody(surface: Surface, action: str, counted: tuple[int, int]) -> None:
    """Pressed twice it is one vote; the log holds no user."""
    value = buttons_of(asked(surface))[action]
    for _ in range(2):
        press(surface, action, value)
    assert surface.answers.votes(owner="T1", since=surface.clock.now()) == counted
    assert "U1" not in str(surface.answers._votes)


def test_a_suggestion_answers_in_place_of_the_miss(surface: Surface) -> None:
    """Did-you-mean is a question that finds something."""
    miss = asked(surface, "블록체인")
    press(surface, "answer.suggestion:1", buttons_of(miss)["answer.suggestion:1"])
    shown = surface.api.named("response_url")[-1]
    assert shown["replace_original"] is True
    assert "G7 툴킷" in all_of(shown)


def test_an_example_of_the_help_asks_its_question(surface: Surface) -> None:
    """And a near miss runs the command, or searches for the word."""
    press(surface, "answer.ask:0", "노벨")
    assert "노벨 물리학상" in all_of(surface.api.named("response_url")[-1])
    press(surface, "answer.ask:0", "status")
    assert "상태" in texts_of(surface.api.named("response_url")[-1]["blocks"])
    press(surface, "answer.ask_anyway:1", "setings")
    assert "‘setings’에 맞는 내용을" in all_of(surface.api.named("response_url")[-1])


@pytest.mark.parametrize(
    "action",
    [
        "answer.share",
        "answer.next",
        "answer.back",
        "answer.related:0",
        "answer.open:0",
        "answer.helpful",
        "answer.suggestion:0",
    ],
)
def test_an_old_button_says_so_kindly(surface: Surface, action: str) -> None:
    """After thirty days, or with a value that is none of ours."""
    answer = asked(surface)
    known = next(value for value in buttons_of(answer).values())
    surface.clock.forward(timedelta(days=31))
    for value in (known, "unknown.0", "<script>"):
        press(surface, action, value)
        assert "30일이 지나" in all_of(surface.api.named("response_url")[-1])


def test_another_workspace_cannot_use_the_button(surface: Surface) -> None:
    """An answer belongs to its owner."""
    value = buttons_of(asked(surface))["answer.share"]
    payload = pressed("answer.share", value, api=surface.api)
    payload["team"] = {"id": "T2"}
    payload["user"] = {"id": "U5", "team_id": "T2"}
    surface.send(interaction(payload))
    surface.settle()
    assert surface.api.named("chat.postMessage") == []


def test_a_section_that_has_gone_is_said_to_be_gone(surface: Surface) -> None:
    """The documents may change between an answer and its button."""
    answer = asked(surface, "노벨")
    surface.searcher.sections.clear()
    for action in ("answer.open", "answer.related", "answer.share"):
        press(surface, action, buttons_of(answer)[action])
        assert "더 이상 없습니다" in all_of(surface.api.named("response_url")[-1])
