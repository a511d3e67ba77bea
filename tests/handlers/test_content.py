"""Topics, trends, events and the digest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.digest import TrendReport
from bot.domain.document import SectionKind
from tests.fakes import FakeAgenda, FakeTrends
from tests.handlers.conftest import Surface, all_of, buttons_of, texts_of
from tests.samples import EVENTS, section
from tests.slack_api import command, interaction, pressed


def told(surface: Surface, text: str) -> dict[str, Any]:
    before = len(surface.api.named("response_url"))
    surface.send(command(text, api=surface.api))
    return surface.api.wait("response_url", count=before + 1)[-1]


def press(surface: Surface, action: str, value: str = "", **more: Any) -> dict[str, Any]:
    surface.send(interaction(pressed(action, value, api=surface.api, **more)))
    surface.settle()
    return surface.api.named("response_url")[-1]


def test_events_come_with_their_days_and_links(surface: Surface) -> None:
    """Dates as people write them, instants in the reader's own zone, a countdown, undated ones said to be so."""
    said = " ".join(texts_of(told(surface, "행사")["blocks"]))
    assert "NeurIPS 2026" in said
    assert "D-17" in said
    assert "2026년 12월 8일~13일" in said
    assert "<https://neurips.cc/|홈페이지>" in said
    assert "<!date^" in said
    assert "날짜 미정" in said
    assert "지난 행사 보기" in said
    assert "2024년 12월" not in said


@pytest.mark.parametrize("words", ["지난", "past"])
def test_past_events_are_said_to_be_past(surface: Surface, words: str) -> None:
    """On request, by word or by button."""
    for message in (told(surface, f"행사 {words}"), press(surface, "events.past")):
        assert "이미 끝난 행사입니다" in texts_of(message["blocks"])
        assert "2024년 12월 10일~11일" in all_of(message)


def test_events_are_found_by_words(surface: Surface) -> None:
    """And a miss says what can be looked for."""
    assert "NeurIPS 2026" in all_of(told(surface, "행사 밴쿠버"))
    assert "찾지 못했습니다" in all_of(told(surface, "events 화성"))


def test_an_answer_of_events_alone_is_shown_as_events(surface: Surface) -> None:
    """Also where the question does not say so: a day and the buttons of an event, not the row that it stands in."""
    document, _ = surface.searcher.sections[0]
    row = replace(section("e", ("NeurIPS 2026",), "| NeurIPS 2026 | 2026.12.8~13 |"), kind=SectionKind.EVENT)
    surface.searcher.sections = [(document, row)]
    message = told(surface, "NeurIPS")
    assert "2026년 12월 8일" in " ".join(texts_of(message["blocks"]))
    assert "| NeurIPS" not in all_of(message)
    surface.searcher.sections = [(document, row), (document, section("t", ("학회",), "NeurIPS 소식이다."))]
    assert "학회" in all_of(told(surface, "NeurIPS"))


def test_events_of_one_name_are_those_of_their_documents(surface: Surface) -> None:
    """What comes every year is called the same in the documents of all years: none stands for another."""
    agenda, (document, _) = surface.services.agenda, surface.searcher.sections[0]
    row = replace(section("e", ("NeurIPS",), "| NeurIPS | 2026.12.8~13 |"), kind=SectionKind.EVENT)
    assert isinstance(agenda, FakeAgenda)
    this = replace(EVENTS[0], title="NeurIPS", document=document.id)
    other = replace(this, uid="next", document="other", starts=date(2027, 12, 6), ends=date(2027, 12, 11))
    agenda.events = [this, other]
    surface.searcher.sections = [(document, row)]
    said = " ".join(texts_of(told(surface, "NeurIPS")["blocks"]))
    assert "2026년 12월 8일" in said
    assert "2027" not in said


@pytest.mark.parametrize("words", ["행사", "행사 밴쿠버", "밴쿠버 행사", "행사 지난"])
def test_events_beyond_the_first_ten_are_counted(surface: Surface, words: str) -> None:
    """A list that ends after ten would pass for all that there is."""
    many = [replace(EVENTS[0], uid=f"m{number}", title=f"밴쿠버 {number}") for number in range(14)]
    if words.endswith("지난"):
        many = [replace(event, starts=date(2025, 1, 2), ends=date(2025, 1, 3)) for event in many]
    surface.extended(agenda=FakeAgenda(many))
    said = all_of(told(surface, words))
    assert "밴쿠버 9" in said
    assert "밴쿠버 10" not in said
    assert "그 밖에 4건이 더 있습니다" in said


def test_events_asked_for_in_free_words_are_listed(surface: Surface) -> None:
    """Without the command in front: those of a place or period, none said to be none, anything else is searched."""
    assert "NeurIPS 2026" in all_of(told(surface, "밴쿠버 행사"))
    assert "찾지 못했습니다" in all_of(told(surface, "다음 주 행사"))
    assert "노벨 물리학상" in all_of(told(surface, "노벨 행사"))


def test_where_nothing_is_ahead_the_last_ones_are_named(surface: Surface) -> None:
    """Never an empty list."""
    surface.extended(agenda=FakeAgenda(EVENTS[2:3]))
    said = all_of(told(surface, "행사"))
    assert "다가오는 행사가 없습니다" in said
    assert "지난 행사" in said
    surface.extended(agenda=FakeAgenda(()))
    assert "지난 행사가 없습니다" in all_of(press(surface, "events.past"))


@pytest.mark.parametrize(("days", "word"), [(17, "오늘"), (16, "내일"), (18, "진행 중"), (10, "D-7")])
def test_the_countdown_is_of_the_readers_day(surface: Surface, days: int, word: str) -> None:
    """Computed when it is shown."""
    surface.clock.instant = datetime(2026, 11, 21, 1, tzinfo=UTC) + timedelta(days=days)
    assert f"  {word}" in texts_of(told(surface, "행사")["blocks"])


def test_trends_show_counts_and_lead_into_topics(surface: Surface) -> None:
    """Every claim with the number behind it."""
    message = told(surface, "트렌드")
    said = " ".join(texts_of(message["blocks"]))
    assert "라마 3.2" in said
    assert "글 4개(전에는 1개), 문서 1건" in said
    assert "메타버스" in said
    topic = press(surface, "topic.open:0", buttons_of(message)["topic.open:0"])
    assert "주제: 라마 3.2" in texts_of(topic["blocks"])
    surface.send(interaction(pressed("answer.open", buttons_of(topic)["answer.open"], api=surface.api)))
    assert "데미스 허사비스" in all_of(surface.api.wait("views.open")[0])


def test_a_topic_by_name_or_else_a_question(surface: Surface) -> None:
    """Words that are no topic are searched."""
    assert "주제: 라마 3.2" in texts_of(told(surface, "트렌드 라마 3.2")["blocks"])
    assert "노벨 물리학상" in all_of(told(surface, "트렌드 노벨"))


def test_topics_are_listed_with_their_counts(surface: Surface) -> None:
    """The most frequent first."""
    assert "라마 3.2 4  ·  노벨상 3  ·  메타버스 2" in texts_of(told(surface, "주제")["blocks"])


def test_an_empty_corpus_is_said_to_be_one(surface: Surface) -> None:
    """Nothing is claimed that nobody counted."""
    from bot.domain.digest import CorpusState

    surface.extended(trends=FakeTrends(TrendReport(CorpusState())))
    for text in ("트렌드", "주제"):
        assert "아직 셀 만한 주제가 없습니다" in all_of(told(surface, text))


def test_the_digest_is_shown_privately_and_posted_by_a_button_once(surface: Surface) -> None:
    """Parent and details, then in the channel with the details in its thread; pictures not uploaded are left out."""
    surface.send(command("다이제스트 지금", api=surface.api))
    parent, details = surface.api.wait("response_url", count=2)
    assert "이번 주 소식" in all_of(parent)
    assert "image" not in all_of(parent)
    value = buttons_of(details)["digest.post"]
    for _ in range(2):
        press(surface, "digest.post", value)
    first, reply = surface.api.named("chat.postMessage")
    assert first["channel"] == "C1"
    assert reply["thread_ts"]
    assert "방금 이 채널에 올라간" in all_of(surface.api.named("response_url")[-1])


def test_the_preview_is_of_the_next_send(surface: Surface) -> None:
    """As the composer gives it."""
    assert "(next)" in all_of(told(surface, "digest preview"))
