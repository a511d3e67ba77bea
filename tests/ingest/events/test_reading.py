"""Events are found in every layout of a list; what cannot be read is a problem with its line, never a guess."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.document import Problem, Severity
from bot.domain.event import Event, EventStatus
from bot.ingest.events.reading import MAX_EVENTS, FoundEvent, event_uid, find_events
from bot.ingest.markup.lines import Lines
from bot.ingest.markup.markdown import read_outline

ISSUED = date(2024, 11, 1)
CARDS = """\
## II. 주요 행사 일정

행사명→행사 주요 개요→→
Robot Days 2024→→<ul style="x"> <li>- 로봇을 다룬다</li> <li>- 38회 &amp; 특별전</li> </ul>→
→기간→장소→홈페이지
→2024.12.10~15→캐나다 밴쿠버→<a href="https://robot.example/">https://robot.example/</a>
Maroc AI 2024→→<ul> <li>- 둘째</li> </ul>→
→기간→장소→홈페이지
→2024.12.10~11→모로코→<a href="https://maroc.example/?a=1&amp;b=2">누리집</a>
""".replace("→", "\t")


def read(
    text: str, metadata: Mapping[str, object] | None = None, *, issued: date | None = ISSUED
) -> tuple[tuple[FoundEvent, ...], tuple[Problem, ...]]:
    outline, _ = read_outline(Lines(text), 0, path="brief.md")
    return find_events(outline, metadata or {}, document_id="doc", path="brief.md", issued=issued)


def only(text: str, metadata: Mapping[str, object] | None = None, *, issued: date | None = ISSUED) -> Event:
    """The one event of a text that has no problem."""
    events, problems = read(text, metadata, issued=issued)
    assert problems == ()
    assert len(events) == 1
    return events[0].event


def test_the_briefs_cards_are_events() -> None:
    """Title and summary in one row, headings in the next, values in the third."""
    events, problems = read(CARDS)
    assert problems == ()
    first, second = (found.event for found in events)
    assert (first.title, first.starts, first.ends) == ("Robot Days 2024", date(2024, 12, 10), date(2024, 12, 15))
    assert first.summary == "로봇을 다룬다\n38회 & 특별전"
    assert (first.place, first.zone, first.url) == ("캐나다 밴쿠버", "America/Vancouver", "https://robot.example/")
    assert (first.document, first.line, first.all_day) == ("doc", 4, True)
    assert (second.zone, second.url) == ("Africa/Casablanca", "https://maroc.example/?a=1&b=2")
    for found in events:
        assert CARDS[found.span.start : found.span.end].startswith(found.event.title)


def test_cards_may_be_scattered() -> None:
    """PDF conversions leave blank lines between rows and break the list of a cell over several lines."""
    scattered = CARDS.replace("</li> <li>", "</li>\n<li>").replace("\n\t기간", "\n\n\t기간")
    events, problems = read(scattered)
    assert problems == ()
    assert [found.event.summary for found in events] == ["로봇을 다룬다\n38회 & 특별전", "둘째"]


def test_a_value_row_may_have_lost_its_blank_cell() -> None:
    """Conversions drop a leading tab; the values still stand in the order of their headings."""
    events, problems = read(CARDS.replace("\n\t2024", "\n2024"))
    assert problems == ()
    assert [e.event.place for e in events] == ["캐나다 밴쿠버", "모로코"]


COLUMNS = """\
행사명→기간→장소→홈페이지
AI 대회→2024.12.10~11→서울→https://ai.example/
%
| 행사명 | 기간 | 장소 | 홈페이지 |
|---|---|---|---|
| AI 대회 | 2024.12.10~11 | 서울 | https://ai.example/ |
%
| Event | Date | Place | URL |
|:--|--|--|--:|
| AI 대회 | Dec 10–11, 2024 | Seoul | <https://ai.example/> |
%
Event | When | Venue | Website
--|--|--|--
[AI 대회](https://ai.example/) | 10-11 Dec 2024 | 서울 | -
%
| Event | Start | End | City | Country | Link |
|--|--|--|--|--|--|
| **AI 대회** | 2024-12-10 | 2024-12-11 | Seoul | Korea | [site](https://ai.example/) |
%
<table><tr><th>행사명</th><th>일시</th><th>장소</th><th>홈페이지</th></tr>
<tr><td>AI 대회</td><td>2024.12.10~11</td><td>서울</td><td><a href='https://ai.example/'>x</a></td></tr></table>
%
<table><tr><td rowspan=3>AI 대회</td><td colspan=3>설명</td></tr>
<tr><td>기간</td><td>장소</td><td>홈페이지</td></tr>
<tr><td>2024.12.10~11</td><td>서울</td><td>https://ai.example/</td></tr></table>
%
| 항목 | 내용 |
|--|--|
| 행사명 | AI 대회 |
| 기간 | 2024.12.10~11 |
| 장소 | 서울 |
| 링크 | https://ai.example/ |
%
| No. | Event | Host | Date | City, Country | Fee | URL |
|--|--|--|--|--|--|--|
| 1 | AI 대회 | X | 10-11 Dec 2024 | Seoul, Korea | free | https://ai.example/ |
%
| 이름 | 일시 | 장소 | 홈페이지 |
|--|--|--|--|
| AI 대회 | 2024.12.10~11 | 서울 | https://ai.example/ |
%
학회→시기→개최지→초록 마감→누리집
AI 대회→24.12.10(화)~11(수)→서울→2024.9.1→https://ai.example/
%
행사명→행사 주요 개요
AI 대회→<table><tr><td>기간</td><td>2024.12.10~11</td></tr><tr><td>장소</td><td>서울</td></tr>
<tr><td>홈페이지</td><td><a href="https://ai.example/">누리집</a></td></tr></table>
%
| 행사명 | 개요 |
|--|--|
| AI 대회 | <table><tr><th>일시</th><th>장소</th><th>URL</th></tr>\
<tr><td>2024.12.10~11</td><td>서울</td><td>https://ai.example/</td></tr></table> |
""".replace("→", "\t").split("%\n")


@pytest.mark.parametrize("text", COLUMNS)
def test_tables_of_every_kind_are_read_alike(text: str) -> None:
    """Tabs, pipes and HTML, Korean and English headings, one event a row or down a column."""
    event = only(text)
    assert (event.title, event.starts, event.ends) == ("AI 대회", date(2024, 12, 10), date(2024, 12, 11))
    assert event.place.startswith(("서울", "Seoul"))
    assert (event.zone, event.url) == ("Asia/Seoul", "https://ai.example/")


def test_a_table_in_a_cell_without_a_place_is_no_event() -> None:
    """A row of an unknown table that holds figures and a day is none; words beside its table are the summary."""
    cell = "<table><tr><td>날짜</td><td>2024.12.10</td></tr>{}</table>"
    assert read("시험 기록\t" + cell.format("")) == ((), ())
    text = "행사명\t개요\n로봇 장터\t무료 입장\t" + cell.format("<tr><td>장소</td><td>부산</td></tr>")
    event = only(text)
    assert (event.title, event.place, event.summary) == ("로봇 장터", "부산", "무료 입장")


def test_front_matter_announces_events() -> None:
    """Values may be strings or what YAML makes of dates; the line is the title's."""
    text = "---\ntitle: t\nevents:\n  - title: AI 대회\n    date: 2024-12-10\n  - name: Second\n    when: x\n---\n"
    metadata = {
        "events": [
            {"title": "AI 대회", "date": date(2024, 12, 10), "place": "서울", "url": "https://ai.example/"},
            {"name": "Second", "when": "Dec 12, 2024 14:00", "zone": "Europe/Paris", "status": "cancelled"},
            {"행사명": "셋째", "시작": datetime(2024, 12, 10, 9, tzinfo=UTC), "종료": "2024-12-10T18:00Z"},
        ]
    }
    events, problems = read(text, metadata)
    assert problems == ()
    first, second, third = (found.event for found in events)
    assert (first.title, first.line, first.starts, first.zone) == ("AI 대회", 4, date(2024, 12, 10), "Asia/Seoul")
    assert (second.title, second.line, second.status) == ("Second", 6, EventStatus.CANCELLED)
    assert second.starts == datetime(2024, 12, 12, 13, tzinfo=UTC)
    assert (third.starts, third.ends) == (datetime(2024, 12, 10, 9, tzinfo=UTC), datetime(2024, 12, 10, 18, tzinfo=UTC))


@pytest.mark.parametrize("listed", ["soon", {"title": "x"}, [["x"]], ["x"], [{}], [{"title": ["x"]}], 7, [None]])
def test_odd_front_matter_is_a_problem(listed: object) -> None:
    """Whatever YAML holds, reading goes on and the editor is told."""
    events, problems = read("---\nevents: x\n---\n", {"events": listed})
    assert events == ()
    assert problems
    assert problems[0].line == 2


def test_a_line_of_mere_words_is_told_with_its_line() -> None:
    """Not with that of the entry before."""
    text = "---\nevents:\n  - title: AI 대회\n    date: 2024-12-10\n  - 가을 모임\n---\n"
    _, problems = read(text, {"events": [{"title": "AI 대회", "date": date(2024, 12, 10)}, "가을 모임"]})
    assert [problem.line for problem in problems] == [5]


def row(when: str, *, title: str = "AI 대회", place: str = "", url: str = "") -> str:
    return f"행사명\t기간\t장소\t홈페이지\n{title}\t{when}\t{place}\t{url}\n"


def test_one_bad_row_leaves_the_others() -> None:
    """The bad row is named with its line and its title."""
    text = (
        row("2024.12.10~15")
        + "나쁜 행사\t2024.02.30\t서울\t\n\t2024.12.11\t서울\t\n날짜 없음\t\t서울\t\n또 하나\t2024.12.12\t\t\n"
    )
    events, problems = read(text)
    assert [found.event.title for found in events] == ["AI 대회", "또 하나"]
    assert [(p.line, p.severity) for p in problems] == [(n, Severity.ERROR) for n in (3, 4, 5)]
    assert "나쁜 행사" in problems[0].what
    assert "30" in problems[0].what


def test_a_title_without_a_date_row_is_reported() -> None:
    """In a list of cards, a title that no dates follow would be lost in silence."""
    events, problems = read(CARDS + "Lost 2024\t\t<ul> <li>- x</li> </ul>\t\n")
    assert len(events) == 2
    assert [(p.line, "Lost 2024" in p.what) for p in problems] == [(10, True)]


def test_other_tables_are_no_event_lists() -> None:
    """Benchmark figures, people and schedules without names stay what they are, without a problem."""
    for text in (
        "Model\tMMLU\tDate\nGPT\t87.1\t2024.5.1\nLlama\t83.0\t2024.7.1\n",
        "| Name | Score |\n|--|--|\n| A | 1 |\n",
        "| Title | Author | Date | Venue |\n|--|--|--|--|\n| A paper | Kim | 2024.12.10 | Seoul |\n",
        "| 이름 | 소속 |\n|--|--|\n| 김 | 서울 |\n",
        "```\n| 행사명 | 기간 |\n|--|--|\n| X | 2024.12.10 |\n```\n",
        "plain text with 행사명 and 2024.12.10\n",
        "",
    ):
        assert read(text) == ((), ())


def test_the_year_comes_from_the_document() -> None:
    """A row without a year is of the document's near future; without a document's date it is a problem."""
    assert only(row("12.30~1.2")).ends == date(2025, 1, 2)
    events, problems = read(row("12.30~1.2"), issued=None)
    assert events == ()
    assert "year" in problems[0].what


def test_times_take_the_zone_of_their_place() -> None:
    """With a known place the event is timed; a zone in the heading counts as well."""
    event = only(row("2024.12.10 14:00~16:00", place="서울"))
    assert (event.starts, event.ends) == (datetime(2024, 12, 10, 5, tzinfo=UTC), datetime(2024, 12, 10, 7, tzinfo=UTC))
    text = "Event\tDate (KST)\tTime\nX\t2024-12-10\t14:00-16:00\n"
    assert only(text).starts == datetime(2024, 12, 10, 5, tzinfo=UTC)


def test_a_time_without_a_zone_leaves_an_all_day_event() -> None:
    """The day is kept, and the editor is told why the hours are not."""
    events, problems = read(row("2024.12.10 14:00", place="온라인"))
    assert events[0].event.starts == date(2024, 12, 10)
    assert [(p.line, p.severity) for p in problems] == [(2, Severity.WARNING)]


def test_undated_and_vague_events_keep_their_words() -> None:
    """미정 has no date at all; a part of a month has bounds."""
    event = only(row("미정"))
    assert (event.starts, event.ends, event.vague) == (None, None, "미정")
    event = only(row("12월 중순"))
    assert (event.starts, event.ends, event.vague) == (date(2024, 12, 11), date(2024, 12, 20), "12월 중순")
    assert only(row("2024년 12월 3주")).vague == "2024년 12월 3주"


@pytest.mark.parametrize(
    ("title", "when"),
    [
        ("[취소] AI 대회", "2024.12.10"),
        ("AI 대회 (취소됨)", "2024.12.10"),
        ("CANCELLED: AI 대회", "2024.12.10"),
        ("AI 대회", "2024.12.10 (취소)"),
        ("AI 대회", "취소"),
        ("AI 대회", "canceled"),
    ],
)
def test_a_cancelled_event_is_kept_as_cancelled(title: str, when: str) -> None:
    """Its title and uid stay those of the event, so that who knew of it can be told."""
    event = only(row(when, title=title))
    assert (event.title, event.status, event.uid) == ("AI 대회", EventStatus.CANCELLED, event_uid("AI 대회"))


def test_a_struck_date_does_not_count() -> None:
    """An editor who strikes the old date and writes the new one has moved the event."""
    assert only(row("~~2024.12.10~~ 2025.1.14")).starts == date(2025, 1, 14)
    assert only(row("<del>2024.12.10</del> 2025.1.14")).starts == date(2025, 1, 14)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "<a href='javascript:alert(1)'>x</a>",
        "[x](data:text/html;base64,xx)",
        "ftp://a.example",
        "neurips.cc",
        "https://a.example/>|<!channel>",
    ],
)
def test_only_web_links_are_passed_on(url: str) -> None:
    """Anything else is dropped; what is not merely empty is told."""
    events, problems = read(row("2024.12.10", url=url))
    link = events[0].event.url
    assert link in {"", "https://a.example/"}
    assert bool(problems) == (not link)


@pytest.mark.parametrize("url", ["", "-", "미정", "TBD", "없음"])
def test_no_link_is_no_problem(url: str) -> None:
    """Many events have no page yet."""
    assert only(row("2024.12.10", url=url)).url == ""


def test_the_uid_survives_small_edits_and_moves() -> None:
    """White space, case, punctuation, width, a mark of change, date, place and line do not make another event."""
    uid = only(row("2024.12.10", title="AI Summit Seoul 2024")).uid
    for title in (
        "AI  Summit\u3000Seoul 2024",
        "ai summit seoul, 2024",
        "AI-Summit Seoul 2024",
        "[변경] AI Summit Seoul 2024",
    ):
        assert only("\n\n" + row("2025.1.14~16", title=title, place="부산")).uid == uid
    for title in ("AI Summit Seoul 2025", "AI Summit Busan 2024", "제2회 AI Summit Seoul 2024"):
        assert only(row("2024.12.10", title=title)).uid != uid


def test_namesakes_of_one_document_are_told_apart() -> None:
    """The same title on another day is another event; the same title on the same day is a repetition."""
    text = row("2024.12.10", title="AI 세미나") + "AI 세미나\t2024.12.17\t\t\nAI  세미나\t2024.12.10\t\t\n"
    events, problems = read(text)
    assert problems == ()
    assert [found.event.starts for found in events] == [date(2024, 12, 10), date(2024, 12, 17)]
    assert len({found.event.uid for found in events}) == 2


def test_a_flood_of_events_is_bounded() -> None:
    """A hostile list costs a problem, not memory."""
    events, problems = read(row("2024.12.10") + "".join(f"E{n}\t2024.12.10\t\t\n" for n in range(MAX_EVENTS + 5)))
    assert len(events) == MAX_EVENTS
    assert str(MAX_EVENTS) in problems[-1].what


@given(st.text(alphabet="|\t\n -행사명기간장소<>tabledrhu/=\"'2024.12~()[]ulli~", max_size=400))
def test_any_text_is_read(text: str) -> None:
    """Broken tables never raise, and every span lies in the text."""
    events, _ = read("행사명\t기간\n" + text)
    for found in events:
        assert 0 <= found.span.start < found.span.end <= len(text) + 7


def test_an_item_whose_day_cannot_stand_is_a_problem_as_a_row_is() -> None:
    """Who lists an event is told why it is none, in a list as in a table."""
    text = "## 행사\n\n- {} 로봇 장터\n\n| 행사명 | 일시 |\n|---|---|\n| 로봇 전시 | {} |\n"
    for day, issued, reason in (("12/3(화)", None, "date.no_year"), ("2024-12-03(수)", ISSUED, "date.weekday")):
        events, problems = read(text.format(day, day), issued=issued)
        assert events == ()
        assert [(one.line, one.trouble.phrases[0][1].code) for one in problems] == [(3, reason), (7, reason)]


ORIGINALS = Path(__file__).resolve().parents[4] / "shared" / "documents"


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the original documents are not beside this checkout")
def test_the_original_brief_has_its_three_events() -> None:
    """As found, with the links, the summaries and nothing else; the four other documents announce none."""
    found = {path.name[:3]: read(path.read_text(encoding="utf8")) for path in ORIGINALS.glob("*.txt")}
    assert all(answer == ((), ()) for name, answer in found.items() if name != "004")
    events, problems = found["004"]
    assert problems == ()
    december = [date(2024, 12, day) for day in range(1, 32)]
    assert [(e.event.title, e.event.starts, e.event.ends, e.event.place, e.event.url) for e in events] == [
        ("NeurIPS 2024", december[9], december[14], "캐나다 밴쿠버", "https://neurips.cc/"),
        ("GenAI Summit Maroc 2024", december[9], december[10], "모로코", "https://genaimaroc.com/"),
        ("AI Summit Seoul 2024", december[9], december[10], "서울(코엑스 그랜드볼룸)", "https://aisummit.co.kr/"),
    ]
    assert all(len(e.event.summary.splitlines()) == 2 for e in events)
    assert [e.event.zone for e in events] == ["America/Vancouver", "Africa/Casablanca", "Asia/Seoul"]
