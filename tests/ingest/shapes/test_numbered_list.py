"""A numbered list whose items have texts is read item by item; any other list stays in its section."""

from __future__ import annotations

import pytest

from bot.domain.document import Section, SectionKind
from bot.ingest.load import read_document


def read(text: str) -> tuple[Section, ...]:
    document = read_document(text.encode(), path="x.md").document
    assert document is not None
    return document.sections


def items(text: str) -> list[tuple[str, str]]:
    """Heading and text of each item."""
    return [(section.heading, section.text) for section in read(text) if section.kind is SectionKind.ITEM]


@pytest.mark.parametrize(
    "listed",
    [
        " 1.\t금융\n 은행이 쓴다.\n 2.\t의료\n병원이 쓴다.\n",
        "1. 금융\n은행이 쓴다.\n2. 의료\n병원이 쓴다.\n",
        "1) 금융\n   은행이 쓴다.\n\n2) 의료\n   병원이 쓴다.\n",
        "1. **금융**\n\n   은행이 쓴다.\n\n2. **의료**:\n\n   병원이 쓴다.\n",
        "\t1.\t금융\n\t은행이 쓴다.\n\t2.\t의료\n\t병원이 쓴다.\n",
        "1.\t금융\n\n은행이 쓴다.\n\n2.\t의료\n\n병원이 쓴다.\n",
        "**1. 금융**\n\n은행이 쓴다.\n\n**2) 의료**\n\n병원이 쓴다.\n",
        "가. 금융\n\n은행이 쓴다.\n\n나. 의료\n\n병원이 쓴다.\n",
        "① 금융\n은행이 쓴다.\n② 의료\n병원이 쓴다.\n",
        "□ 금융\n  은행이 쓴다.\n\n■의료\n  병원이 쓴다.\n",
    ],
)
def test_items_are_sections_however_they_are_indented(listed: str) -> None:
    """Tabs, blanks, bold titles and loose items give title and text."""
    assert items(f"## 본론\n{listed}\n## 결론\n글\n") == [("금융", "은행이 쓴다."), ("의료", "병원이 쓴다.")]


def test_an_items_path_leads_through_its_part() -> None:
    """The part stays a section, with its lead or its heading as text."""
    sections = read("## 본론\n두 가지가 있다.\n\n1. 금융\n은행\n2. 의료\n병원\n")
    assert [(section.path, section.text) for section in sections] == [
        (("본론",), "두 가지가 있다."),
        (("본론", "금융"), "은행"),
        (("본론", "의료"), "병원"),
    ]
    assert [section.line for section in sections] == [1, 4, 6]


def test_a_text_without_headings_may_be_such_a_list() -> None:
    """Lead, items and a closing paragraph are told apart."""
    sections = read("머리말이다.\n\n1. 금융\n   은행\n2. 의료\n   병원\n\n맺음말이다.\n")
    assert [(section.path, section.text) for section in sections] == [
        ((), "머리말이다."),
        (("금융",), "은행"),
        (("의료",), "병원"),
        ((), "맺음말이다."),
    ]


def test_the_entries_of_a_long_glossary_are_sections() -> None:
    """Each with its term as heading and its line as text; a short list of the kind is read at a glance."""
    lines = [f"{n}. **낱말{n}(word {n})** {'뜻을 풀어 적는다. ' * 14}끝." for n in range(1, 7)]
    found = items("머리말이다.\n\n" + "\n".join(lines))
    assert found == [(f"낱말{n}(word {n})", lines[n - 1]) for n in range(1, 7)]
    assert items("머리말이다.\n\n" + "\n".join(line[:60] for line in lines)) == []


def test_lists_of_another_mark_stay_inside_an_item() -> None:
    """The marks that come first part the text."""
    listed = "가. 금융\n1. 은행\n글\n2. 보험\n글\n나. 의료\n병원\n"
    assert [title for title, _ in items(listed)] == ["금융", "의료"]


def test_lists_inside_an_item_stay_inside() -> None:
    """Only the outer numbers count."""
    listed = "1. 금융\n   두 갈래가 있다\n   1. 은행\n   2. 보험\n2. 의료\n   병원\n"
    assert [title for title, _ in items(listed)] == ["금융", "의료"]


@pytest.mark.parametrize(
    "text",
    [
        "1. 내려받는다.\n2. 설치한다.\n3. 실행한다.\n",
        "1. 금융\n2. 의료\n3. 제조\n",
        "1. 금융\n은행이 쓴다.\n",
        "2. 금융\n은행\n3. 의료\n병원\n",
        "1. 먼저 저장소를 내려받고 거기에서\n설치한다.\n2. 그다음에 설정 파일을\n고친다.\n",
        "```\n1. 금융\n은행\n2. 의료\n병원\n```\n",
        "2024. 10. 3\n글\n2025. 1. 2\n글\n",
        "가. 금융\n은행\n다. 의료\n병원\n",
        "□ 금융\n은행\n□ 병원은 오래전부터 이것을 써 왔다고 한다.\n□ 의료\n병원\n",
        "1. **내려받기**: 저장소에서 받는다.\n2. **설치**: 한 줄이면 된다.\n",
    ],
)
def test_other_lists_stay_in_their_section(text: str) -> None:
    """Steps, bare words, a single item, wrapped sentences, code and dates are no titled items."""
    assert items("## 본론\n\n" + text) == []
    assert items(text) == []
