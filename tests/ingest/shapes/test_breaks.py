"""Whatever stands on an article's own level ends it, with key points or without."""

from __future__ import annotations

import pytest

from bot.domain.document import Document, Section, SectionKind
from bot.ingest.load import read_document

TABLE = "| 행사명 | 기간 | 장소 |\n|---|---|---|\n| 등대 총회 | 2027.5.6 ~ 7 | 여수 |\n"


def read(text: str) -> Document:
    parsed = read_document(text.encode(), path="sea.md")
    assert parsed.document is not None
    assert parsed.problems == ()
    return parsed.document


def marked(title: str, *points: str) -> str:
    items = "\n".join(f"- {point}" for point in points or ("물길이 열렸다",))
    return f"{title}\n**KEY Contents**\n{items}\n\n{title.lstrip('# ')}의 내용이다.\n\n"


def plain(title: str) -> str:
    return f"{title}\n{title.lstrip('# ')}의 내용이다.\n\n"


def headings(document: Document) -> list[str]:
    return [section.heading for section in document.sections]


def by_heading(document: Document) -> dict[str, Section]:
    return {section.heading: section for section in document.sections}


@pytest.mark.parametrize("level", ["#", "##", "###", "####"])
def test_an_article_without_key_points_stands_beside_those_that_have_some(level: str) -> None:
    """Its text would otherwise answer under the headline before it."""
    names = [f"{level} {name}" for name in ("파도 높이를 재는 부표", "새 항로 개통", "등대지기의 은퇴")]
    document = read(marked(names[0]) + plain(names[1]) + marked(names[2]) + plain(f"{level} 갯벌 조사"))
    assert headings(document) == ["파도 높이를 재는 부표", "새 항로 개통", "등대지기의 은퇴", "갯벌 조사"]
    assert {section.kind for section in document.sections} == {SectionKind.ARTICLE}
    assert [len(section.key_contents) for section in document.sections] == [1, 0, 1, 0]


def test_a_higher_heading_ends_an_article() -> None:
    """Though no article follows it."""
    document = read(marked("### 부표") + marked("### 항로") + plain("## 편집을 마치며"))
    assert headings(document) == ["부표", "항로", "편집을 마치며"]
    assert document.sections[-1].kind is SectionKind.PART


def test_a_deeper_heading_stays_within_its_article() -> None:
    """Below a title with key points and below one without."""
    inner = "### 배경\n\n부표가 낡았다.\n\n"
    document = read(marked("## 부표") + inner + plain("## 항로") + inner + marked("## 등대"))
    assert headings(document) == ["부표", "항로", "등대"]
    assert all("부표가 낡았다" in section.text for section in document.sections[:2])


def test_a_number_that_counts_on_ends_an_article_on_any_level() -> None:
    """The conversion lost a level, the editor's count did not."""
    document = read(marked("## 1-1. 부표") + plain("### 1-2. 항로") + marked("## 2-1. 등대") + plain("### 2-1-1. 렌즈"))
    assert headings(document) == ["1-1. 부표", "1-2. 항로", "2-1. 등대"]


def test_categories_hold_articles_of_both_kinds() -> None:
    """A category whose first article has no key points is one too, and ends where a heading of its level stands."""
    text = "# 바다 소식\n\n## 1. 안전\n\n" + plain("### 부표") + marked("### 항로")
    text += "## 2. 사람\n\n" + marked("### 등대") + plain("### 선장") + plain("## 알립니다") + marked("### 그물")
    sections = by_heading(read(text))
    assert {name: section.category for name, section in sections.items()} == {
        "부표": "안전",
        "항로": "안전",
        "등대": "사람",
        "선장": "사람",
        "알립니다": "",
        "그물": "",
    }


def test_categories_on_the_level_of_their_articles_are_told_by_being_bare() -> None:
    """Then an article without key points does not end its category."""
    text = "## 안전\n\n" + marked("## 부표") + plain("## 항로") + "## 사람\n\n" + marked("## 등대") + plain("## 선장")
    document = read("---\ntitle: 바다 소식\n---\n" + text)
    assert [(s.heading, s.category) for s in document.sections] == [
        ("부표", "안전"),
        ("항로", "안전"),
        ("등대", "사람"),
        ("선장", "사람"),
    ]


@pytest.mark.parametrize(
    "heading", ["## 5월 행사 일정", "### 🗓 다음 달 주요 행사", "## 3. 행사 안내", "# Upcoming events"]
)
def test_events_stand_under_their_own_heading(heading: str) -> None:
    """The last article neither holds their table nor lends them its name."""
    document = read(marked("## 부표") + marked("## 항로") + f"{heading}\n\n{TABLE}")
    assert headings(document) == ["부표", "항로", "등대 총회"]
    assert document.sections[-1].path[:-1] == (heading.lstrip("# "),)
    assert "등대 총회" not in document.sections[1].text


@pytest.mark.parametrize(
    ("label", "path"), [("**5월 행사**\n\n", ("5월 행사",)), ("5월 행사:\n", ("5월 행사",)), ("", ())]
)
def test_a_table_of_events_at_the_end_needs_no_heading(label: str, path: tuple[str, ...]) -> None:
    """A line above it names it; without one the events have no name but their own."""
    document = read(marked("## 부표") + marked("## 항로") + label + TABLE)
    assert document.sections[-1].path == (*path, "등대 총회")
    assert document.sections[-2].text.endswith("항로의 내용이다.")


def test_a_table_of_events_inside_an_article_stays_there() -> None:
    """The article goes on below it, so that it is the article's."""
    document = read(marked("## 부표") + TABLE + "\n부표는 총회에서 공개된다.\n\n" + marked("## 항로"))
    assert by_heading(document)["등대 총회"].path == ("부표", "등대 총회")
    assert "총회에서 공개된다" in by_heading(document)["부표"].text


def test_events_before_the_articles_give_them_no_path() -> None:
    """They are no part that articles belong to."""
    document = read(f"## 이달의 행사\n\n{TABLE}\n" + marked("## 부표") + marked("## 항로"))
    assert [section.path for section in document.sections] == [("이달의 행사", "등대 총회"), ("부표",), ("항로",)]


def test_a_table_of_figures_under_its_own_heading_is_kept() -> None:
    """Only events answer for their table."""
    text = marked("## 부표") + marked("## 항로") + "## 숫자로 보는 바다\n\n| 항구 | 배 |\n|---|---|\n| 여수 | 31 |\n"
    assert by_heading(read(text))["숫자로 보는 바다"].tables[0].rows == (("여수", "31"),)


@pytest.mark.parametrize("level", ["#", "##"])
def test_the_first_heading_names_the_issue_and_is_no_category(level: str) -> None:
    """Also where articles stand on its level and right below it."""
    document = read(
        f"{level} 바다 소식 5월호\n" + marked(f"{level} 부표") + plain(f"{level} 항로") + marked(f"{level} 등대")
    )
    assert document.info.title == "바다 소식 5월호"
    assert [(s.heading, s.category) for s in document.sections] == [("부표", ""), ("항로", ""), ("등대", "")]


def test_what_the_editor_says_first_is_a_section() -> None:
    """A sentence is no cover."""
    text = "# 바다 소식\n\n이번 호는 등대를 찾아갔다.\n\n" + marked("## 부표") + marked("## 항로")
    first = read(text).sections[0]
    assert (first.path, first.text) == ((), "이번 호는 등대를 찾아갔다.")


def test_an_unlisted_heading_ends_an_article_where_levels_are_the_editors() -> None:
    """A contents list without pages was typed by whoever typed the headings."""
    listed = "# 바다 소식\n\n## 목차\n\n- 부표\n- 항로\n\n"
    document = read(listed + marked("## 부표") + marked("## 항로") + plain("## 알립니다"))
    assert headings(document) == ["부표", "항로", "알립니다"]


@pytest.mark.parametrize(
    "label", ["**핵심 요약**", "### 주요 내용", "### Key takeaways", "📌 요약", "<b>KEY Contents</b>"]
)
def test_key_points_are_called_by_many_names(label: str) -> None:
    """Beside KEY Contents, and where one of the names comes again."""
    named = [f"## {name}\n{label}\n\n- 물길이 열렸다\n\n글이다.\n\n" for name in ("부표", "항로")]
    for text in (marked("## 등대") + named[0] + marked("## 선장"), named[0] + plain("## 등대") + named[1]):
        document = read(text)
        assert {section.kind for section in document.sections} == {SectionKind.ARTICLE}
        assert [section.category for section in document.sections] == [""] * 3
        assert by_heading(document)["부표"].key_contents == ("물길이 열렸다",)


def test_chapters_with_a_summary_each_are_no_articles() -> None:
    """Their other headings would be lost inside them."""
    text = "".join(f"## {n}장\n\n### 요약\n\n- 짧다\n\n### 본문 {n}\n\n글이다.\n\n" for n in (1, 2, 3))
    assert {section.kind for section in read(text).sections} == {SectionKind.PART}


def test_what_stands_below_a_list_of_events_or_a_note_has_it_in_its_path() -> None:
    """Until an article begins."""
    text = marked("### 부표") + marked("### 항로") + "## 행사\n\n### 등대 총회\n\n총회가 열린다.\n\n"
    text += plain("## 덧붙임") + plain("### 고침") + plain("## 끝")
    paths = [section.path for section in read(text).sections[2:]]
    assert paths == [("행사", "등대 총회"), ("덧붙임",), ("덧붙임", "고침"), ("끝",)]
