"""The fields of front matter get their types, or a warning and nothing."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.document import Severity
from bot.ingest.fields import MAX_WORDS, Fields, read_fields
from bot.ingest.frontmatter import read_front_matter
from bot.ingest.markup.lines import Lines


def read(*keys: str) -> tuple[Fields, list[tuple[int, str]]]:
    """The fields of front matter with these lines, and the problems as line and words."""
    front = read_front_matter(Lines("\n".join(["---", *keys, "---", "글"])), path="x.md")
    fields, problems = read_fields(front, path="x.md")
    assert all(problem.severity is Severity.WARNING for problem in problems)
    return fields, [(problem.line, problem.what) for problem in problems]


def test_the_fields_of_a_post_are_read() -> None:
    """A blog post's fields come out typed; layout, thumbnail and the unknown are left alone."""
    fields, problems = read(
        "title: '가  나'",
        "date: 2024-01-23 11:38:34",
        "author: [이하늘, Kim]",
        "source: 연구소",
        "tags:",
        "- AI",
        "- ' 인공 지능 '",
        "- AI",
        "category: 기술",
        "layout: post",
        "thumbnail: /a.png",
        "weight: 3",
    )
    assert fields == Fields("가 나", date(2024, 1, 23), "이하늘, Kim", "연구소", ("AI", "인공 지능"), ("기술",))
    assert problems == []


def test_words_may_be_parted_by_commas_and_keys_be_korean() -> None:
    """Jekyll's `tags: article, AI` and an editor's `제목:` are as good."""
    fields, problems = read("제목: 소식", "태그: article, AI, ,", "날짜: 2024년 3월 5일")
    assert (fields.title, fields.tags, fields.date) == ("소식", ("article", "AI"), date(2024, 3, 5))
    assert problems == []


@pytest.mark.parametrize(
    "line",
    [
        "date: 13/10/2024",
        "date: 2024 Oct 13",
        "created: 2024-10-13",
        "publishDate: 2024.10.13",
        "게시일: 2024. 10. 13.",
    ],
)
def test_a_day_is_read_however_it_is_written(line: str) -> None:
    """As long as it leaves no doubt, and under the names that editors' programs give it."""
    assert read(line) == (Fields(date=date(2024, 10, 13)), [])


def test_an_empty_field_is_an_absent_one() -> None:
    """`author:` without a value says nothing and is no mistake."""
    assert read("title:", "author: ~", "tags: []", "date: ''") == (Fields(), [])


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("title: [가, 나]", "title is no text"),
        ("title: {가: 나}", "title is no text"),
        ("author: {name: 가}", "author is no text"),
        ("tags: {가: 나}", "tags is no list"),
        ("tags: [[가], 나]", "tags is no list"),
        ("date: 언젠가", "date is no date"),
        ("date: 2024-13-45", "date is no date"),
        ("date: 10/1/2024", "date is no date"),
        ("date: [2024-01-01]", "date is no date"),
        ("date: 0001-01-01", "date is no date"),
    ],
)
def test_a_field_of_a_wrong_shape_is_a_warning_with_its_line(key: str, words: str) -> None:
    """The field is left out, the document stays."""
    fields, problems = read("layout: post", key)
    assert fields == Fields()
    assert [(line, words in what) for line, what in problems] == [(3, True)]


def test_too_many_tags_are_cut() -> None:
    """A list without end is no list of tags."""
    fields, problems = read("tags: [" + ", ".join(f"t{n}" for n in range(MAX_WORDS + 1)) + "]")
    assert (len(fields.tags), len(problems)) == (MAX_WORDS, 1)
