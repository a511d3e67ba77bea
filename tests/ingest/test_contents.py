"""Lists of contents are found in whatever form, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from bot.ingest.contents import Contents, Entry, category_name, part_name, read_contents
from bot.ingest.markup.lines import Lines
from bot.ingest.markup.markdown import read_outline


def read(text: str) -> Contents | None:
    return read_contents(read_outline(Lines(text), 0, path="x.md")[0])


FULL = """\
# 소식지

# CONTENTS

## I. 동향

### 1. 정책/법제

- ▷ 가 나라, 다 발표 ..... 1
- ▷ 라 마을, 바 공개 ..... 12

### 2. 기업/산업

- ▷ 사 회사, 아주 긴 이름의
  아 출시 ..... 13

## II. 주요 행사

- ▷ 모임 2024 ..... 21

# I. 동향

본문 ..... 이다.
"""


def test_entries_know_their_part_and_category() -> None:
    """Titles lose bullets, leaders and pages; a wrapped one is joined; heads give part and category."""
    contents = read(FULL)
    assert contents is not None
    assert (contents.first, contents.after) == (2, 19)
    assert contents.entries == (
        Entry("가 나라, 다 발표", "I. 동향", "정책/법제"),
        Entry("라 마을, 바 공개", "I. 동향", "정책/법제"),
        Entry("사 회사, 아주 긴 이름의 아 출시", "I. 동향", "기업/산업"),
        Entry("모임 2024", "II. 주요 행사", ""),
    )
    assert contents.parts == ("I. 동향", "II. 주요 행사")


@pytest.mark.parametrize("leaders", [" ..... ", "……", " · · · · ", "______ ", ". . . . . ", "‥‥ "])
def test_leaders_of_every_kind_end_a_title(leaders: str) -> None:
    """Converters write the dots in many ways."""
    contents = read(f"머리글\n\n가나{leaders}1\n다라{leaders}2\n마바{leaders}3\n\n본문\n")
    assert contents is not None
    assert [entry.title for entry in contents.entries] == ["가나", "다라", "마바"]
    assert (contents.first, contents.after) == (2, 5)


def test_a_list_without_pages_ends_where_its_titles_come_again() -> None:
    """Below its heading the list goes on until one of its own titles opens the text."""
    contents = read("# 글\n\n## 목차\n\n- [소개](#a)\n- [방법](#b)\n\n## 소개\n\n- 항목\n\n## 방법\n\n글\n")
    assert contents is not None
    assert (contents.first, contents.after) == (2, 6)
    assert [entry.title for entry in contents.entries] == ["소개", "방법"]


@pytest.mark.parametrize(
    "text",
    [
        "값이 올랐다... 3\n\n글\n\n또 올랐다.... 4\n",
        "가 ..... 1\n",
        "라테 ..... 45\n모카 ..... 50\n홍차 ..... 40\n",
        "## 목차\n\n이 글은 목차가 없다.\n\n## 소개\n",
        "## 목차\n\n- 가\n- 나\n\n## 다른 제목\n",
        "```\n가 ..... 1\n나 ..... 2\n다 ..... 3\n```\n",
        "| a | --- | 3 |\n| b | --- | 4 |\n| c | --- | 5 |\n",
        "1.5 ..... 2\n2.5 ..... 3\n3.5 ..... 4\n",
    ],
)
def test_other_lines_with_dots_are_no_contents(text: str) -> None:
    """Prose, code and figures that end alike stay in the text."""
    assert read(text) is None


@pytest.mark.parametrize(
    ("words", "part", "category"),
    [
        ("II. 주요 행사", "주요 행사", None),
        ("Ⅲ . 부록", "부록", None),
        ("3. 기술/연구", None, "기술/연구"),
        ("10) 교육", None, "교육"),
        ("제2부 부록", "부록", None),
        ("PART Ⅱ. 부록", "부록", None),
        ("Part 3: 부록", "부록", None),
        ("가. 정책", None, "정책"),
        ("제1장 정책", None, "정책"),
        ("Chapter 4 정책", None, "정책"),
        ("② 정책", None, "정책"),
        ("IT 산업", None, None),
        ("Partner 3 news", None, None),
        ("제1편집국의 소식", None, None),
        ("x) 소식", None, None),
        ("2024년 동향", None, None),
    ],
)
def test_numerals_tell_parts_from_categories(words: str, part: str | None, category: str | None) -> None:
    """Roman numerals and 부 open parts, Arabic ones, letters and 장 categories, words neither."""
    assert (part_name(words), category_name(words)) == (part, category)
