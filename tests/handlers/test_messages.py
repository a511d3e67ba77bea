"""Mentions, direct messages and threads, through event envelopes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.handlers.conftest import Surface, all_of, buttons_of, texts_of
from tests.samples import BRIEF, POST, section
from tests.slack_api import BOT, happened


def mention(text: str, *, ts: str = "10.1", thread: str = "", user: str = "U1", **more: Any) -> bytes:
    event = {
        "type": "app_mention",
        "user": user,
        "text": f"<@{BOT}> {text}",
        "ts": ts,
        "channel": "C1",
        **more.pop("event", {}),
    }
    return happened(event | ({"thread_ts": thread} if thread else {}), **more)


def wrote(
    text: str, *, ts: str = "11.1", thread: str = "", channel: str = "C1", kind: str = "channel", **event: Any
) -> bytes:
    body = {"type": "message", "user": "U1", "text": text, "ts": ts, "channel": channel, "channel_type": kind, **event}
    return happened(body | ({"thread_ts": thread} if thread else {}))


def direct(text: str, **more: Any) -> bytes:
    return wrote(text, channel="D1", kind="im", **more)


def posted(surface: Surface, count: int = 1) -> list[dict[str, Any]]:
    surface.settle()
    found = surface.api.named("chat.postMessage")
    assert len(found) == count, found
    return found


def test_a_mention_is_answered_in_its_thread(surface: Surface) -> None:
    """For everyone there, acknowledged at once."""
    response = surface.deliver(mention("노벨"))
    assert (response.status, response.text) == (200, "")
    post = posted(surface)[0]
    assert (post["channel"], post["thread_ts"]) == ("C1", "10.1")
    assert "노벨 물리학상" in all_of(post)
    assert "answer.share" not in buttons_of(post)


def test_events_are_told_to_who_asks_for_them(surface: Surface) -> None:
    """Their buttons belong to one person."""
    surface.deliver(mention("밴쿠버 행사"))
    posted(surface, 0)
    assert "NeurIPS 2026" in all_of(surface.api.named("chat.postEphemeral")[0])


def test_a_miss_is_told_privately(surface: Surface) -> None:
    """Nobody else in the channel is bothered."""
    surface.deliver(mention("블록체인"))
    posted(surface, 0)
    told = surface.api.named("chat.postEphemeral")[0]
    assert (told["channel"], told["user"]) == ("C1", "U1")
    assert "찾지 못했습니다" in all_of(told)


def test_a_command_in_a_mention_is_answered_privately(surface: Surface) -> None:
    """Help is for who asked."""
    surface.deliver(mention("도움말"))
    posted(surface, 0)
    assert "AI 트렌드 사용법" in all_of(surface.api.named("chat.postEphemeral")[0])


def test_a_resent_event_has_one_effect_also_across_a_restart(surface: Surface) -> None:
    """Slack resends at once, after a minute and after five."""
    for minutes in (0, 1, 5):
        surface.clock.forward(timedelta(minutes=minutes))
        surface.deliver(mention("노벨", event_id="Ev-same"))
        surface.settle()
        surface.restart()
    assert len(surface.api.named("chat.postMessage")) == 1


def test_a_retry_whose_first_try_died_is_answered(surface: Surface) -> None:
    """A claim that was never sealed goes to the next who asks, once its holder's time is up."""
    assert surface.answers.claim("event:T1:Ev-dead", now=surface.clock.now())
    surface.deliver(mention("노벨", event_id="Ev-dead"))
    posted(surface, 0)
    surface.clock.forward(timedelta(minutes=5))
    surface.deliver(mention("노벨", event_id="Ev-dead"))
    posted(surface, 1)


def test_the_channel_is_left_alone_unless_called(surface: Surface) -> None:
    """Chatter, other threads, edits and other bots are not answered."""
    for body in (
        wrote("노벨"),
        wrote("다음"),
        wrote("다음", thread="5.5"),
        wrote("노벨", subtype="message_changed"),
        wrote("노벨", bot_id="B9"),
        wrote("노벨", thread="10.1"),
    ):
        assert surface.deliver(body).status == 200
    posted(surface, 0)
    assert surface.api.named("chat.postEphemeral") == []


def test_follow_ups_go_on_in_the_thread(surface: Surface) -> None:
    """ "다음", "2번", "더 자세히" after a restart too; chatter in the same thread stays unanswered."""
    surface.answers.put_profile(_two_results(surface), owner="T1")
    surface.deliver(mention("2024"))
    posted(surface, 1)
    surface.restart()
    surface.deliver(wrote("다음", ts="10.2", thread="10.1"))
    assert "3 · " in " ".join(texts_of(posted(surface, 2)[1]["blocks"]))
    surface.deliver(wrote("저는 2번이 좋아 보여요, 어떠세요?", ts="10.3", thread="10.1"))
    posted(surface, 2)
    surface.deliver(wrote("1번", ts="10.4", thread="10.1"))
    whole = posted(surface, 3)[2]
    assert whole["thread_ts"] == "10.1"
    assert "데미스 허사비스" in all_of(whole)


def _two_results(surface: Surface) -> Any:
    from bot.domain.answers import Profile

    return Profile("U1", "ko-KR", "Asia/Seoul", surface.clock.now(), results=2)


def test_details_and_numbers_show_whole_sections(surface: Surface) -> None:
    """The first where none is named; a number that is not there is told."""
    surface.deliver(mention("노벨"))
    surface.settle()
    surface.deliver(mention("더 자세히", ts="10.2", thread="10.1"))
    assert "존 점퍼" in all_of(posted(surface, 2)[1])
    surface.deliver(mention("2번", ts="10.3", thread="10.1"))
    assert "오픈 소스 모델이" in all_of(posted(surface, 3)[2])
    surface.deliver(mention("9번", ts="10.4", thread="10.1"))
    posted(surface, 3)
    assert "9번 결과는 없습니다. 1번부터 2번까지" in all_of(surface.api.named("chat.postEphemeral")[-1])


def test_another_question_in_the_thread_is_a_question(surface: Surface) -> None:
    """And what follows goes on from it."""
    surface.deliver(mention("노벨"))
    surface.settle()
    surface.deliver(mention("툴킷", ts="10.2", thread="10.1"))
    assert "G7 툴킷" in all_of(posted(surface, 2)[1])
    surface.deliver(wrote("자세히", ts="10.3", thread="10.1"))
    assert "단계별로 구현" in all_of(posted(surface, 3)[2])


def test_another_language_is_kept_in_the_thread(surface: Surface) -> None:
    """ "in English" shows the same answer in English with English sections; "영어로 말고" leads back."""
    english = section("post/en", ("Nobel committee on AI",), "The 노벨 committee honoured neural networks in 2024.")
    surface.searcher.sections.append((POST, english))
    surface.deliver(mention("노벨"))
    surface.settle()
    surface.deliver(mention("in English please", ts="10.2", thread="10.1"))
    shown = posted(surface, 2)[1]
    assert "Read it all" in all_of(shown)
    assert "Nobel committee on AI" in all_of(shown)
    surface.deliver(mention("영어로 말고", ts="10.3", thread="10.1"))
    back = posted(surface, 3)[2]
    assert "전체 보기" in all_of(back)
    assert "Nobel committee" not in all_of(back)


def test_related_in_a_thread(surface: Surface) -> None:
    """Sections that go with the first one."""
    surface.deliver(mention("툴킷"))
    surface.settle()
    surface.deliver(wrote("관련 글", ts="10.2", thread="10.1"))
    related = posted(surface, 2)[1]
    assert "관련 글" in all_of(related)
    surface.settle()
    surface.deliver(wrote("한국어로", ts="10.3", thread="10.1"))
    assert all_of(posted(surface, 3)[2]) == all_of(related)


def test_a_long_section_in_a_thread_ends_with_a_button(surface: Surface) -> None:
    """Three messages at once, and the rest in a window."""
    long = section("brief/long", ("긴 글",), "\n".join(f"- 항목{number} " + "가" * 80 for number in range(600)))
    surface.searcher.sections.insert(0, (BRIEF, long))
    surface.deliver(mention("항목7"))
    surface.settle()
    surface.deliver(mention("1번", ts="10.2", thread="10.1"))
    found = posted(surface, 5)
    assert "answer.open:0" in buttons_of(found[-1])


def test_a_direct_message_is_a_conversation(surface: Surface) -> None:
    """Questions, follow-ups and commands without a slash, all outside of threads."""
    surface.deliver(direct("노벨"))
    answer = posted(surface)[0]
    assert answer.get("thread_ts") is None
    surface.deliver(direct("2번", ts="11.2"))
    assert "오픈 소스 모델이" in all_of(posted(surface, 2)[1])
    surface.deliver(direct("행사", ts="11.3"))
    assert "NeurIPS 2026" in all_of(posted(surface, 3)[2])
    surface.deliver(direct("블록체인", ts="11.4"))
    assert "찾지 못했습니다" in all_of(posted(surface, 4)[3])


@pytest.mark.parametrize("text", ["설정", "구독", "검색"])
def test_a_window_is_offered_where_none_can_be_opened(surface: Surface, text: str) -> None:
    """A message gives no trigger: a button does."""
    surface.deliver(direct(text))
    assert buttons_of(posted(surface)[0])


def test_a_direct_message_in_a_thread_is_answered_there(surface: Surface) -> None:
    """Slack's agent pane holds its conversations in threads."""
    surface.deliver(direct("노벨", thread="11.0"))
    assert posted(surface)[0]["thread_ts"] == "11.0"
