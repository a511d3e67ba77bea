"""Briefs of the kind are read whatever the conversion did to them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from bot.domain.document import Document, SectionKind
from bot.ingest.load import read_document
from tests.ingest.rendering import GOLDEN

BRIEF = (GOLDEN / "brief.md").read_text(encoding="utf-8")
TITLES = [
    "나라기술원, 서비스 로봇의 AI 안전 기준 초안 공개",
    "푸른시, 보행 배달로봇 12대 시범 운행",
    "한빛AI연구소, 물체 집는 로봇손 ‘모아’ 발표",
    "누리로보틱스, 물류 로봇 비교 시험에서 1위",
]
PART = "I. 이달의 동향"


def read(text: str) -> Document:
    parsed = read_document(text.encode(), path="robots.md")
    assert parsed.document is not None
    assert parsed.problems == ()
    return parsed.document


def behind_contents(edit: Callable[[str], str]) -> Callable[[str], str]:
    """An edit of the body alone."""

    def whole(text: str) -> str:
        head, mark, body = text.partition("# I . ")
        return head + edit(mark + body)

    return whole


def unchanged(text: str) -> str:
    return text


def with_crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def with_marks_as_paragraphs(text: str) -> str:
    return text.replace("### KEY Contents", "KEY Contents")


def with_bold_marks(text: str) -> str:
    return text.replace("### KEY Contents", "**KEY CONTENTS**")


def with_misread_marks(text: str) -> str:
    return text.replace("### KEY Contents", "### KEY Contenls")


def with_titles_on_level_1(text: str) -> str:
    return behind_contents(lambda body: re.sub(r"(?m)^## ", "# ", body))(text)


def with_titles_on_level_3(text: str) -> str:
    return behind_contents(lambda body: re.sub(r"(?m)^## (?!II)", "### ", body))(text)


def with_a_title_as_paragraph(text: str) -> str:
    return text.replace("## 푸른시", "푸른시")


def with_a_part_as_paragraph(text: str) -> str:
    return text.replace("## II. 주요 행사 일정", "II. 주요 행사 일정")


def with_a_part_without_its_numeral(text: str) -> str:
    text = text.replace("## II. 주요 행사 일정", "## 주요 행사 일정")
    return re.sub(r"(?m)^## II\. 주요 행사(?=\s*$)", "## II. 주요 행사 일정", text)


def with_another_name_of_the_list(text: str) -> str:
    return text.replace("# CONTENTS", "## 목 차").replace("▷ ", "")


def without_name_of_the_list(text: str) -> str:
    return text.replace("# CONTENTS\n", "")


def without_pages(text: str) -> str:
    return re.sub(r"(?m) \.{3,} \d+$", "", text)


def with_other_leaders(text: str) -> str:
    return re.sub(r"(?m) \.{3,} (\d+)$", r" ······ \1", text)


def with_a_wrapped_entry(text: str) -> str:
    return text.replace("서비스 로봇의 AI 안전 기준 초안 공개 ...", "서비스 로봇의\n  AI 안전 기준 초안 공개 ...")


def with_a_running_head_in_the_list(text: str) -> str:
    return text.replace("### 2. 기업/시장\n", "월간 로봇 소식 | 2025년 3월호\n\n### 2. 기업/시장\n", 1)


def without_imprint(text: str) -> str:
    return text[: text.rindex("홈페이지 :")]


def with_front_matter(text: str) -> str:
    return "---\nsource: 로봇협회\n---\n" + text


@pytest.mark.parametrize(
    "edit",
    [
        unchanged,
        with_crlf,
        with_marks_as_paragraphs,
        with_bold_marks,
        with_misread_marks,
        with_titles_on_level_1,
        with_titles_on_level_3,
        with_a_title_as_paragraph,
        with_a_part_as_paragraph,
        with_a_part_without_its_numeral,
        with_another_name_of_the_list,
        without_name_of_the_list,
        without_pages,
        with_other_leaders,
        with_a_wrapped_entry,
        with_a_running_head_in_the_list,
        without_imprint,
        with_front_matter,
    ],
    ids=lambda edit: edit.__name__,
)
def test_every_conversion_gives_the_same_articles(edit: Callable[[str], str]) -> None:
    """Titles, categories, key contents, sources, tables and events do not depend on levels, marks and leaders."""
    document = read(edit(BRIEF))
    articles = [section for section in document.sections if section.kind is SectionKind.ARTICLE]
    assert [article.path for article in articles] == [(PART, title) for title in TITLES]
    assert [article.category for article in articles] == ["정책/제도", "정책/제도", "기업/시장", "기업/시장"]
    assert [len(article.key_contents) for article in articles] == [2, 1, 1, 1]
    assert [len(article.citations) for article in articles] == [1, 0, 2, 1]
    assert [len(article.tables) for article in articles] == [0, 0, 0, 1]
    assert [len(article.footnotes) for article in articles] == [1, 0, 0, 0]
    events = [section.path for section in document.sections if section.kind is SectionKind.EVENT]
    assert events == [("II. 주요 행사 일정", "로봇 주간 2025"), ("II. 주요 행사 일정", "Arm Days 2025")]
    assert len(document.sections) == len(articles) + len(events)
    assert document.info.title == "월간 로봇 소식 2025년 3월호"
    assert (document.info.date, document.info.date_inferred) == (date(2025, 3, 1), True)


def test_no_section_holds_the_list_of_contents_or_the_imprint() -> None:
    """Dotted lines, the cover and the publisher's address are never an answer."""
    whole = "\n".join(section.text for section in read(BRIEF).sections)
    assert not re.search(r"\.{4}|CONTENTS|현장에서 온|문의|news\.example", whole)


def test_an_article_without_a_source_line_has_no_citation() -> None:
    """Neither the article before nor the one after lends it theirs."""
    lent = {section.heading: section.citations for section in read(BRIEF).sections}
    assert lent["푸른시, 보행 배달로봇 12대 시범 운행"] == ()


def test_without_a_list_headings_stay_as_they_are() -> None:
    """Nothing tells the right form, so nothing is mended and no category is made up."""
    start, end = BRIEF.index("# CONTENTS"), BRIEF.index("# I . ")
    articles = [s for s in read(BRIEF[:start] + BRIEF[end:]).sections if s.kind is SectionKind.ARTICLE]
    assert [article.heading for article in articles] == [title.replace("AI", "시") for title in TITLES]
    assert Counter(article.category for article in articles) == {"": 4}


@pytest.mark.parametrize("heading", ["## 주요 행사", "# 국내외 행사 일정", "## Upcoming events"])
def test_a_list_of_events_ends_the_article_above_it(heading: str) -> None:
    """Though the list of contents does not name it: its events must not answer under the article's name and source."""
    document = read(BRIEF.replace("## II. 주요 행사 일정", heading).replace("## II. 주요 행사\n", "## II. 부록\n"))
    assert [section.heading for section in document.sections if section.kind is SectionKind.ARTICLE] == TITLES
    name = heading.lstrip("# ")
    assert [s.path[-2] for s in document.sections if s.kind is SectionKind.EVENT] == [name] * 2


def test_categories_that_the_body_names_count_without_a_list() -> None:
    """A heading right above an article opens its category."""
    start, end = BRIEF.index("# CONTENTS"), BRIEF.index("# I . ")
    body = BRIEF[:start] + BRIEF[end:]
    body = body.replace("# 나라기술원", "## 1. 정책/제도\n\n# 나라기술원").replace(
        "## 한빛시", "## 2. 기업/시장\n\n## 한빛시"
    )
    articles = [s for s in read(body).sections if s.kind is SectionKind.ARTICLE]
    assert Counter(article.category for article in articles) == {"정책/제도": 2, "기업/시장": 2}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Ⅰ. 정책", "Ⅱ. 기업"),
        ("I. 정책", "II. 기업"),
        ("1. 정책", "2. 기업"),
        ("가. 정책", "나. 기업"),
        ("제1장 정책", "제2장 기업"),
        ("제1부 정책", "제2부 기업"),
        ("Part 1. 정책", "Part 2. 기업"),
        ("Chapter 1: 정책", "Chapter 2: 기업"),
        ("① 정책", "② 기업"),
        ("정책", "기업"),
    ],
)
@pytest.mark.parametrize("has_contents", [True, False])
def test_chapters_are_categories_however_they_are_numbered(one: str, two: str, has_contents: bool) -> None:
    """Also Roman numerals, which open parts where there are categories beside them."""
    article = "## {}\n\n### KEY Contents\n\n- 요점이다\n\n○ 글이다.\n\n☞ 출처: 통계청, 조사, 2026.09.04.\n\n"
    first, second, third = "드론 배송 허용", "카메라 공장 증설", "칩 설계 자동화"
    contents = f"# 차례\n\n## {one}\n\n- {first} ..... 1\n- {second} ..... 2\n\n## {two}\n\n- {third} ..... 3\n\n"
    body = f"# {one}\n\n{article.format(first)}{article.format(second)}# {two}\n\n{article.format(third)}"
    document = read(f"# 월간 소식\n\n{contents * has_contents}{body}")
    articles = [section for section in document.sections if section.kind is SectionKind.ARTICLE]
    assert [(at.heading, at.category) for at in articles] == [(first, "정책"), (second, "정책"), (third, "기업")]


def test_a_listed_list_of_events_is_in_no_category() -> None:
    """Though the contents name it as they name articles, it ends the category above it."""
    article = "## {}\n\n### KEY Contents\n\n- 요점이다\n\n○ 글이다.\n\n"
    document = read(
        "# 차례\n\n- 드론 배송 허용 ..... 1\n- 칩 설계 자동화 ..... 2\n- 행사 안내 ..... 3\n\n# 1. 정책\n\n"
        f"{article.format('드론 배송 허용')}# 2. 기술\n\n{article.format('칩 설계 자동화')}"
        "# 행사 안내\n\n많이 와 주세요.\n\n| 행사명 | 기간 | 장소 |\n|---|---|---|\n| AI 포럼 | 2026.12.8~9 | 송도 |\n"
    )
    assert [(section.kind.name, section.heading, section.category) for section in document.sections] == [
        ("ARTICLE", "드론 배송 허용", "정책"),
        ("ARTICLE", "칩 설계 자동화", "기술"),
        ("PART", "행사 안내", ""),
        ("EVENT", "AI 포럼", ""),
    ]


def test_an_article_that_lost_its_mark_is_known_by_the_list() -> None:
    """A heading that is clearly an entry opens an article, and its text leaves the one before."""
    document = read(BRIEF.replace("### KEY Contents\n\n- 푸른시", "- 푸른시"))
    articles = [section for section in document.sections if section.kind is SectionKind.ARTICLE]
    assert [article.heading for article in articles] == TITLES
    assert articles[1].key_contents == ()
    assert "푸른시" not in articles[0].text


def test_an_article_that_the_list_does_not_name_is_in_its_neighbours_category() -> None:
    """Between two articles of one category there is no doubt."""
    extra = "## 아주 다른 소식\n\n### KEY Contents\n\n- 하나\n\n## 푸른시"
    articles = [s for s in read(BRIEF.replace("## 푸른시", extra)).sections if s.kind is SectionKind.ARTICLE]
    assert [article.category for article in articles][:3] == ["정책/제도"] * 3


def test_a_preface_is_a_part_of_its_own() -> None:
    """Text under a heading of its own is no article, but it can be found."""
    document = read(BRIEF.replace("# I . ", "# 발간사\n\n독자에게 드리는 말.\n\n# I . ", 1))
    (part,) = [section for section in document.sections if section.kind is SectionKind.PART]
    assert (part.path, part.text) == (("발간사",), "독자에게 드리는 말.")


def test_a_brief_without_cover_is_named_by_its_file() -> None:
    """The first article's heading is not the name of the whole."""
    document = read(BRIEF[BRIEF.index("# CONTENTS") :])
    assert document.info.title == "robots"
    assert document.info.date == date(2025, 2, 20)


def test_a_report_with_one_key_contents_is_no_brief() -> None:
    """The mark alone, without a list and without sources, does not make articles."""
    document = read("# 보고서\n\n## 요약\n\nKEY Contents\n\n- 하나\n\n## 본문\n\n글\n")
    assert {section.kind for section in document.sections} == {SectionKind.PART}


def test_a_heading_that_the_paged_list_does_not_name_ends_an_article_behind_its_text() -> None:
    """Only right behind the key points is it the article's own, as levels of conversions go."""
    document = read(BRIEF.replace("## II. 주요 행사 일정", "## 읽어 준 분들께\n\n고맙습니다.\n\n## II. 주요 행사 일정"))
    (part,) = [section for section in document.sections if section.kind is SectionKind.PART]
    assert (part.heading, part.text) == ("읽어 준 분들께", "고맙습니다.")
    without_source = re.sub(r"출처: Warehouse Lab.*\n", "", BRIEF)
    document = read(
        without_source.replace("## II. 주요 행사 일정", "## 읽어 준 분들께\n\n고맙습니다.\n\n## II. 주요 행사 일정")
    )
    assert "고맙습니다." in [section.text for section in document.sections]
