"""Titles and dates are taken from where a document shows them, and inferred dates never flatter."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.load import read_document
from bot.ingest.markup.lines import Lines
from bot.ingest.markup.markdown import Outline, read_outline
from bot.ingest.titlepage import file_title, inferred_date, read_title_page, title_heading, title_of


def outline(text: str) -> Outline:
    return read_outline(Lines(text), 0, path="x.md")[0]


@pytest.mark.parametrize(
    ("text", "path", "title"),
    [
        ("## 앞\n\n# 제목\n\n# 또", "a.md", "제목"),
        ("글", "2024/ai-brief_11.md", "ai brief 11"),
        ("글", "---.md", "---.md"),
    ],
)
def test_the_title_is_the_first_heading_of_level_one_or_the_files_name(text: str, path: str, title: str) -> None:
    """A document without a heading is named by its file, as readably as that can be."""
    assert title_of(outline(text), path) == title


def test_only_a_single_leading_heading_names_the_whole() -> None:
    """Where several stand on level 1, or others before it, none of them is the document's name."""
    assert title_heading(outline("# 하나\n\n## 둘")) == 0
    assert title_heading(outline("# 하나\n\n# 둘")) is None
    assert title_heading(outline("## 둘\n\n# 하나")) is None


@pytest.mark.parametrize(
    ("title", "path", "text", "expected"),
    [
        ("2024년 LLM 보고서", "x.md", "", date(2024, 1, 1)),
        ("브리프 2024년 11월호", "x.md", "", date(2024, 11, 1)),
        ("2024년 전망", "2023-12-15-outlook.md", "", date(2023, 12, 15)),
        ("x", "20241105_report.md", "", date(2024, 11, 5)),
        ("x", "brief_2024_11.md", "", date(2024, 11, 1)),
        ("x", "2024-llm.md", "", date(2024, 1, 1)),
        ("x", "4b20231215ab0011223344.md", "", None),
        ("x", "000_54f10a679f751647.md", "", None),
        ("x", "x.md", "작성일: 2024. 3. 5.\n\n2020년 3월 1일의 일", date(2024, 3, 5)),
        ("x", "x.md", "2020년 3월 1일의 일이다.", None),
        ("x", "x.md", "> 2026년 2월, 겨울방학에 정리한 글입니다.\n\n글", date(2026, 2, 1)),
        ("x", "x.md", "2026년 2월에 쓴 글", date(2026, 2, 1)),
        ("x", "x.md", "2026년 2월에 작성한 글을 읽었다.", None),
        ("x", "x.md", "글\n\n출처: 가, 나, 2024.02.03.\n\n출처: 가, 나, 2024.02.01.", date(2024, 2, 3)),
        ("x", "x.md", "[1] https://x.example/2023/08/16/a\n[2] https://y.example/20230915000043", date(2023, 9, 15)),
        ("버전 2.2024", "x.md", "", None),
        ("2024-13-40", "x.md", "", date(2024, 1, 1)),
        ("Robot Monthly, April 2027", "x.md", "", date(2027, 4, 1)),
        ("Robots in Sept. 2027", "x.md", "", date(2027, 9, 1)),
    ],
)
def test_the_most_exact_date_counts(title: str, path: str, text: str, expected: date | None) -> None:
    """Title, file name, issue line, then the newest source; a year alone is its first day; prose is no witness."""
    assert inferred_date(outline(text), title=title, path=path) == expected


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("로봇의 손, 어디까지 왔나\n2024년 3월 5일\n로봇협회\n\n글이다.", "로봇의 손, 어디까지 왔나"),
        ("회의 메모 2024-03-05 (화)\n\n글이다.", "회의 메모 2024-03-05 (화)"),
        ("**로봇 소식**\n\n글이다.", "로봇 소식"),
        ("Robot Weekly, 5 March\n\n# One\n\nText.\n\n# Two\n\nText.", "Robot Weekly, 5 March"),
        ("로봇 모임 기록\n일시: 2027-03-02 14:00\n장소: 푸른홀\n\n글이다.", "로봇 모임 기록"),
        ("로봇이 모였다.\n일시: 2027-03-02 14:00\n\n글이다.", "x"),
        ("# 로봇\n\n글이다.", "로봇"),
        ("글이 여기서 시작한다.\n\n글이다.", "x"),
        ("글이 여기서 시작하고\n다음 줄로 이어진다.", "x"),
        ("- 로봇의 손\n\n글이다.", "x"),
        ("1. 로봇의 손\n\n글이다.", "x"),
        ("작성: 로봇협회\n\n글이다.", "x"),
        ("로봇의 손", "x"),
    ],
)
def test_a_first_line_that_stands_alone_names_the_document(text: str, title: str) -> None:
    """Not a sentence, not an item, not a byline, and not all there is."""
    assert read_title_page(outline(text), "x.txt").title == title


def test_the_title_page_ends_where_the_text_begins() -> None:
    """Title and byline; with a title in the front matter the first line is text."""
    page = read_title_page(outline("로봇의 손\n2024년 3월 5일\n\n글이다."), "x.txt")
    assert (page.first, page.after, page.byline.dates) == (0, 2, ("2024년 3월 5일",))
    page = read_title_page(outline("로봇의 손\n\n글이다."), "x.txt", title="다른 이름")
    assert (page.title, page.first, page.after) == ("다른 이름", 0, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 로봇 (2024년 가을)\n\n작성 2024. 10. 7. / 로봇팀\n\n글", date(2024, 10, 7)),
        ("# 로봇\n\n편집: 로봇팀 | 최종 수정 2024년 4월 22일\n\n글", date(2024, 4, 22)),
        ("# 로봇\n\n> 2024년 4월, 사내 강연 기록\n\n글", date(2024, 4, 1)),
        ("# 로봇\n\n2024년 4월, 로봇협회가 기준을 냈다.\n", None),
        ("# 로봇\n\n글\n\n(최종 수정 2024. 4. 22.)", date(2024, 4, 22)),
        ("# 로봇\n\n로봇협회는 기준을 공개 2024.4.22 뒤에 고쳤다.", None),
    ],
)
def test_a_byline_dates_its_document(text: str, expected: date | None) -> None:
    """Without a colon too, and before a year in the title."""
    page = read_title_page(outline(text), "x.md")
    assert inferred_date(outline(text), title=page.title, path="x.md", byline=page.byline) == expected


@pytest.mark.parametrize(
    ("text", "is_inferred"),
    [
        ("# 로봇\n\n최종 수정: 2027년 3월 2일\n\n글", False),
        ("# 로봇\n\n김하나 | 2027.03.02\n\n글", False),
        ("# 로봇\n\n글\n\n(최종 수정 2027. 3. 2.)", False),
        ("# 로봇 소식 2027년 3월 2일\n\n글", True),
        ("# 로봇\n\n2027년 3월\n\n글", True),
        ("# 로봇\n\n글\n\n출처: 로봇협회, 손, 2027.3.2.", True),
    ],
)
def test_a_day_that_the_document_gives_as_its_own_is_not_inferred(text: str, is_inferred: bool) -> None:
    """A month, a title and a source only suggest one."""
    document = read_document(text.encode(), path="x.md").document
    assert document is not None
    assert document.info.date_inferred == is_inferred


def test_a_files_name_reads_as_words() -> None:
    """Hyphens and underscores are blanks."""
    assert file_title("a/b/월간-ai_brief.md") == "월간 ai brief"


@given(st.text(st.sampled_from("0123456789.-/년월일 호/작성일:"), max_size=40))
def test_any_figures_are_a_date_of_our_time_or_none(words: str) -> None:
    """Nonsense figures are never an error and never a date out of the world."""
    found = inferred_date(outline(words), title=words, path=words)
    assert found is None or 1990 <= found.year < 2100
