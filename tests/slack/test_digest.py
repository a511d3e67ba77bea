"""The digest as messages: what they say, that they fit, and that nothing in a document can speak through them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.answers import Gap
from bot.domain.delivery import Message, Payload
from bot.domain.digest import (
    CorpusState,
    Digest,
    Direction,
    Freshness,
    Highlight,
    Momentum,
    News,
    Told,
    Topic,
    TrendReport,
    Window,
)
from bot.domain.document import Citation, DocumentInfo, Section, SectionKind, Span
from bot.domain.event import Event
from bot.slack.chart import CHART, chart
from bot.slack.digest import corrections, lines, title
from bot.slack.digest import payload as rendered
from bot.slack.ids import Action, ref
from bot.slack.texts import Texts, of
from bot.slack.validate import faults_of_message
from tests.slack.rendering import control_syntax, strings, words

KO, EN = of("ko"), of("en")
ENDS = datetime(2024, 11, 25, tzinfo=UTC)
WINDOW = Window(date(2024, 9, 2), date(2024, 11, 25), 20, 1, 55)
CORPUS = CorpusState(5, 75, date(2023, 9, 15), date(2024, 11, 1))
OPENAI, DEVICE = Topic("오픈AI", "OpenAI", sections=5, documents=2), Topic("온디바이스", "on-device", sections=3)
RISING = (
    Momentum(OPENAI, Direction.RISING, 4, 1, 1, 2.09),
    Momentum(DEVICE, Direction.NEW, 3, 0, 1, 1.79),
)
SUMMIT = Event(
    "u", "AI Summit Seoul 2024", date(2024, 12, 10), date(2024, 12, 11), place="코엑스", url="https://a.example/"
)
SENTENCE = "오픈AI의 2024년 손실은 **50억 달러**에 이를 전망"


def highlight(
    sentence: str = SENTENCE, heading: str = "오픈AI의 손실", freshness: Freshness = Freshness.RECENT
) -> Highlight:
    text = f"## {heading}\n\n- {sentence}\n"
    section = Section(
        f"d#{heading}",
        SectionKind.ARTICLE,
        (heading,),
        text,
        0,
        len(text),
        1,
        citations=(Citation("CB Insights", "State of Venture", date(2024, 10, 3)),),
    )
    start = text.index(sentence)
    info = DocumentInfo("d", "d.md", "AI 브리프 2024년 11월호", date(2024, 11, 1))
    return Highlight(info, section, Span(start, start + len(sentence)), date(2024, 10, 3), freshness, "f", (OPENAI,))


def digest(**about: object) -> Digest:
    whole = Digest(
        "T1",
        "C1",
        "Asia/Seoul",
        ENDS - timedelta(days=7),
        ENDS,
        TrendReport(CORPUS, WINDOW, RISING, (OPENAI,)),
        highlights=(highlight(),),
        events=(SUMMIT,),
        gaps=(Gap("딥시크 비용", 4, ENDS),),
        next_at=ENDS + timedelta(days=7),
    )
    return replace(whole, **about)  # type: ignore[arg-type]


def payload(each: Digest, texts: Texts, png: bytes = b"", **around: Any) -> Payload:
    return rendered(Told(each, texts.language, **around), png)


def messages(made: Payload) -> list[Message]:
    return [made.message, *made.thread]


def shown(made: Payload) -> str:
    return "\n".join(text for message in messages(made) for text in strings(list(message.blocks)))


def test_the_parent_says_in_korean_what_matters() -> None:
    """Three sentences, each with the counts that carry it."""
    assert lines(digest(), KO) == (
        (
            "이 기간에 새로 들어온 글은 없습니다. 최근 문서에서 아직 소개하지 않은 글을 골랐습니다"
            "(가장 최근 날짜 2024년 11월 1일)."
        ),
        (
            "오픈AI를 다룬 글의 비율이 높아졌습니다: 글 20개 가운데 4개(그 전에는 55개 가운데 1개). "
            "그 밖에 떠오르는 주제: 온디바이스."
        ),
        "다음 행사는 AI Summit Seoul 2024입니다: 2024년 12월 10일~11일 · D-15",
    )


def test_the_parent_says_in_english_what_matters() -> None:
    """Not translated word for word, and with the English names of topics."""
    assert lines(digest(), EN) == (
        (
            "Nothing new came in during this period. These are from recent documents and were not shown here yet "
            "(latest date: Nov 1, 2024)."
        ),
        "A larger share of sections names OpenAI: 4 of 20 (before: 1 of 55). Also rising: on-device.",
        "Next event: AI Summit Seoul 2024, Dec 10–11, 2024 · in 15 days",
    )


@pytest.mark.parametrize(
    ("news", "said"),
    [
        (News(7, 0, (DocumentInfo("d", "d", "t"),)), "새 글 7개가 들어왔습니다(문서 1건)."),
        (
            News(1_200, 2, (DocumentInfo("d", "d", "t"),)),
            "새 글 1,200개가 들어오고 기존 글 2개가 수정되었습니다(문서 1건).",
        ),
        (News(0, 3, (DocumentInfo("d", "d", "t"),)), "새 글은 없고 기존 글 3개가 수정되었습니다(문서 1건)."),
    ],
)
def test_what_came_in_is_said_with_its_counts(news: News, said: str) -> None:
    """New and changed are not the same."""
    assert lines(digest(news=news), KO)[0] == said


def test_an_old_corpus_is_said_to_be_old() -> None:
    """With nothing new for years the digest dates everything."""
    old = digest(
        trends=TrendReport(CORPUS, None, (), (OPENAI, DEVICE)),
        highlights=(highlight(freshness=Freshness.ARCHIVE),),
        events=(),
    )
    assert lines(old, KO) == (
        "2024년 11월 1일 이후 새 글이 없습니다. 지난 글 가운데 다시 볼 만한 것을 골랐습니다.",
        "비교할 만한 최근 글이 없습니다. 2024년 11월 1일까지의 글 75개 가운데 오픈AI를 다룬 글이 5개로 가장 많습니다.",
        "6주 안에 열리는 행사는 없습니다.",
    )
    assert "지난 글" in shown(payload(old, KO))
    assert "떠오르는 주제" not in shown(payload(old, KO, b"x"))
    assert "From the archive" in shown(payload(old, EN))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_nothing_moving_nothing_left_and_nothing_at_all_are_said_so(language: str) -> None:
    """Each silence has its own words, and none is empty."""
    texts = of(language)
    still = digest(trends=TrendReport(CORPUS, WINDOW, (replace(RISING[0], direction=Direction.STEADY),)))
    quiet = digest(trends=TrendReport(CORPUS, WINDOW))
    shown_all = digest(highlights=(), trends=TrendReport(CORPUS, None, (), (OPENAI,)))
    empty = digest(highlights=(), events=(), gaps=(), trends=TrendReport(CorpusState()))
    said = [lines(each, texts) for each in (still, quiet, shown_all, empty)]
    assert len({line for each in said for line in each[:2]}) == 7
    for each in (still, quiet, shown_all, empty):
        for message in messages(payload(each, texts)):
            assert faults_of_message({"text": message.text, "blocks": list(message.blocks)}) == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_message_is_valid_and_the_thread_holds_the_details(language: str) -> None:
    """Highlights, topics, events and gaps, a message each."""
    made = payload(digest(), of(language), b"png", answer_id="answer")
    assert len(made.thread) == 4
    for message in messages(made):
        assert faults_of_message({"text": message.text, "blocks": list(message.blocks)}) == []
        assert message.text
    words_shown = shown(made)
    for word in ("오픈AI의 손실", "50억 달러", "CB Insights", "AI 브리프 2024년 11월호", "딥시크 비용", "코엑스"):
        assert word in words_shown


def test_a_highlight_tells_why_whence_and_when() -> None:
    """Old news never poses as new: its date and source stand beside it."""
    context = list(strings(list(payload(digest(), KO).thread[0].blocks)))[-1]
    assert context == "최근 글  ·  AI 브리프 2024년 11월호  ·  2024년 10월 3일  ·  출처: CB Insights, State of Venture"


def test_the_sentence_is_shown_without_its_markup() -> None:
    """Extracted, not rewritten: its words, bold where the document has them bold."""
    assert "오픈AI의 2024년 손실은 " in shown(payload(digest(), KO))
    assert "**" not in shown(payload(digest(), KO))


def test_an_announcement_of_several_lines_keeps_them() -> None:
    """Run together they would read as one broken sentence."""
    several = replace(SUMMIT, summary="7회 행사로 개최\n\n 이번 행사는  AI를 다룬다")
    assert "7회 행사로 개최\n이번 행사는 AI를 다룬다" in shown(payload(digest(events=(several,)), KO))


def test_buttons_open_the_highlights_in_their_order() -> None:
    """The answer's sections are those of the payload; without an answer there is no button that could not work."""
    two = digest(highlights=(highlight(), highlight(heading="둘째 글")))
    made = payload(two, KO, answer_id="answer")
    buttons = [
        element
        for block in made.thread[0].blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"] == Action.OPEN
    ]
    assert [ref(button["value"]) for button in buttons] == [("answer", 0), ("answer", 1)]
    assert [s.section_id for s in made.shown] == ["d#오픈AI의 손실", "d#둘째 글"]
    assert not any(b["type"] == "actions" for b in payload(two, KO).thread[0].blocks)


def test_lateness_corrections_and_the_next_send_are_told() -> None:
    """In the reader's zone."""
    said = shown(payload(digest(), KO, late_from=ENDS - timedelta(hours=5), skipped=2, corrected=True))
    assert "예정된 시각(2024년 11월 25일(월) 04:00)보다 늦게 보냅니다" in said
    assert "그사이 2번은 보내지 못했습니다" in said
    assert "문서가 수정되어 숫자나 날짜를 바로잡았습니다" in said
    assert "다음 소식: 2024년 12월 2일(월) 09:00" in said
    plain = shown(payload(digest(next_at=None), EN))
    assert "Next digest" not in plain
    assert "later than planned" not in plain


def test_a_digest_of_chosen_topics_speaks_of_no_others() -> None:
    """What leads among the chosen ones need not lead among all, and nothing found is no archive that was shown."""
    prize = Topic("노벨상", "Nobel Prize", sections=1)
    steady = replace(RISING[0], topic=prize, direction=Direction.STEADY, now=1)
    about = digest(topics=("노벨상", "양자"), trends=TrendReport(CORPUS, WINDOW, (steady,), (prize,)))
    assert lines(about, KO)[1] == "눈에 띄게 늘어난 주제는 없습니다. 노벨상을 다룬 글은 20개 가운데 1개입니다."
    assert "고른 주제: 노벨상, 양자" in shown(payload(about, KO))
    old = replace(about, trends=TrendReport(CORPUS, None, (), (prize,)))
    assert lines(old, EN)[1].endswith("Up to Nov 1, 2024, Nobel Prize is named in 1 of 75 sections.")
    unknown = digest(topics=("양자",), trends=TrendReport(CORPUS, WINDOW), highlights=())
    assert lines(unknown, KO)[:1] == ("고른 주제를 다룬 글이 아직 없습니다.",)
    assert lines(unknown, KO)[1].startswith("다음 행사")


def test_a_message_without_a_thread_points_to_none() -> None:
    """Where nothing is found there are no details."""
    nothing = digest(trends=TrendReport(CorpusState()), highlights=(), events=(), gaps=())
    made = payload(nothing, KO)
    assert made.thread == ()
    assert "스레드" not in shown(made)
    assert "다음 소식" in shown(made)
    assert len(payload(replace(nothing, next_at=None), KO).message.blocks) == len(made.message.blocks) - 1
    undated = replace(nothing, trends=TrendReport(CorpusState(1, 3)))
    assert lines(undated, KO)[0] == "새로 들어온 글이 없고, 지난 글은 모두 지난 12주 안에 소개했습니다."


def test_a_week_is_called_a_week_and_nothing_else_is() -> None:
    """A digest may come daily, or late."""
    assert title(digest(), KO) == "이번 주 AI 소식"
    assert title(digest(starts=ENDS - timedelta(days=1)), KO) == "AI 소식"
    assert title(digest(starts=ENDS - timedelta(days=30)), EN) == "AI digest"


def test_the_chart_is_told_in_words_too() -> None:
    """Whoever cannot see it hears the same figures."""
    made = payload(digest(), KO, b"png")
    image = next(block for block in made.message.blocks if block["type"] == "image")
    assert image["slack_file"] == {"id": f"image:{CHART}"}
    assert made.images[0].name == CHART
    assert made.images[0].data == b"png"
    assert made.images[0].instead in payload(digest(), KO).message.blocks
    assert image["alt_text"] == (
        "떠오르는 주제. 2024년 9월 2일~11월 25일 글 20개와 그 전 글 55개에서 다룬 비율. "
        "오픈AI 20%(그 전 2%), 글 4개(전 1개), 온디바이스 15%(그 전 0%), 글 3개(새로)"
    )


def test_without_a_drawing_the_chart_is_made_of_letters() -> None:
    """One who asks in private is shown the same shares, the longest bar whole and the others in proportion."""
    made = payload(digest(), KO)
    assert made.images == ()
    assert not any(block["type"] == "image" for block in made.message.blocks)
    assert "\n▰▰▰▰▰▰▰▰▰▰ 오픈AI 20%(그 전 2%), 글 4개(전 1개)\n▰▰▰▰▰▰▰▱▱▱ 온디바이스 15%" in shown(made)
    message = made.message
    assert faults_of_message({"text": message.text, "blocks": list(message.blocks)}) == []


def test_a_chart_shows_the_whole_corpus_where_nothing_rises_and_needs_two_rows() -> None:
    """One bar is no picture."""
    whole = chart(digest(trends=TrendReport(CORPUS, None, (), (OPENAI, DEVICE))), EN)
    assert whole is not None
    assert [row.label for row in whole.rows] == ["OpenAI", "On-device"]
    assert whole.rows[0].now == pytest.approx(5 / 75)
    assert whole.rows[0].before is None
    assert chart(digest(trends=TrendReport(CORPUS, None, (), (OPENAI,))), KO) is None
    assert chart(digest(trends=TrendReport(CorpusState())), KO) is None


def test_the_same_digest_gives_the_same_payload() -> None:
    """To the byte, so that a delivery that is tried again says the same."""
    assert payload(digest(), KO, b"x", answer_id="a") == payload(digest(), KO, b"x", answer_id="a")


def test_a_correction_rewrites_only_what_reads_otherwise() -> None:
    """Each rewritten message says so, and the parent keeps its picture."""
    told = Told(digest(), "ko", "answer")
    posted = rendered(told, b"png").message
    assert corrections(told, digest(), posted) == {}
    lettered = payload(digest(), KO).message
    for chart_of in (posted, lettered):
        mended = corrections(told, digest(news=News(2)), chart_of)[0]
        assert [b for b in mended.blocks if b.get("block_id") == CHART] == [
            b for b in chart_of.blocks if b.get("block_id") == CHART
        ]
    figure = corrections(told, digest(highlights=(highlight(SENTENCE.replace("50억", "30억")),)), posted)
    assert list(figure) == [1]
    said = list(strings(list(figure[1].blocks)))
    assert any("30억 달러" in text for text in said)
    assert "문서가 수정되어 숫자나 날짜를 바로잡았습니다" in said
    moved = corrections(told, digest(events=(replace(SUMMIT, starts=date(2024, 12, 12)),)), posted)
    assert list(moved) == [0, 3]
    assert [b for b in moved[0].blocks if b["type"] == "image"] == [b for b in posted.blocks if b["type"] == "image"]
    for message in (*figure.values(), *moved.values()):
        assert faults_of_message({"text": message.text, "blocks": list(message.blocks)}) == []


HOSTILE = st.lists(
    st.one_of(
        st.sampled_from(
            ["<!channel>", "<@U1>", "@here ", "**", "`", "&lt;", "<https://e.example|b>", "\u202e", "가" * 300, "[x]("]
        ),
        st.text(max_size=15),
    ),
    max_size=8,
).map("".join)


@settings(max_examples=60)
@given(HOSTILE, HOSTILE)
def test_nothing_in_a_document_speaks_through_a_digest(sentence: str, heading: str) -> None:
    """No ping, no lying link, and still a valid message, whatever stands in headings, sentences, titles and queries."""
    topic = Topic(f"주제 {heading}", f"t{heading}", sections=3, documents=1)
    hostile = digest(
        highlights=(highlight(f"시작 {sentence} 끝", f"제목 {heading}"),) * 5,
        events=(replace(SUMMIT, title=heading or "e", place=sentence, summary=sentence),),
        gaps=(Gap(sentence or "q", 1, ENDS),),
        trends=TrendReport(CORPUS, WINDOW, (Momentum(topic, Direction.NEW, 3, 0, 1, 2.0),), (topic,)),
    )
    for message in messages(payload(hostile, KO, b"x", answer_id="a")):
        assert faults_of_message({"text": message.text, "blocks": list(message.blocks)}) == []
        assert control_syntax(list(message.blocks)) == []
        assert "<!channel>" not in message.text
    assert {"시작", "끝"} <= words([m.blocks for m in messages(payload(hostile, KO))])
