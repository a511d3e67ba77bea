"""Every heading down to the third level is a section, and the title of the whole is none."""

from __future__ import annotations

from bot.domain.document import Section
from bot.ingest.load import read_document


def read(text: str) -> tuple[Section, ...]:
    document = read_document(text.encode(), path="x.md").document
    assert document is not None
    return document.sections


def paths(text: str) -> list[tuple[str, ...]]:
    return [section.path for section in read(text)]


def test_the_single_first_heading_names_the_document_and_no_path() -> None:
    """Its introduction stands above all headings."""
    text = "# 제목\n\n머리말\n\n## 가\n\n글\n\n### 나\n\n글\n"
    assert paths(text) == [(), ("가",), ("가", "나")]
    assert read(text)[0].text == "머리말"


def test_a_heading_that_differs_from_the_title_heads_its_introduction() -> None:
    """Where front matter names the document otherwise, the heading's words must be found too."""
    text = "---\ntitle: 다른 제목\n---\n# 제목\n\n머리말\n\n## 가\n\n글\n"
    assert paths(text) == [("제목",), ("가",)]


def test_several_headings_of_level_one_are_parts() -> None:
    """Then each of them belongs to the path."""
    assert paths("# 가\n\n글\n\n## 나\n\n글\n\n# 다\n\n글\n") == [("가",), ("가", "나"), ("다",)]


def test_a_heading_without_text_is_a_section_with_itself_as_text() -> None:
    """It can be found, and it is never empty."""
    sections = read("## 가\n\n### 나\n\n글\n\n## 다\n\n![](a.png)\n\n## 라\n")
    assert [(section.path, section.text) for section in sections] == [
        (("가",), "## 가"),
        (("가", "나"), "글"),
        (("다",), "## 다\n\n![](a.png)"),
        (("라",), "## 라"),
    ]


def test_what_stands_before_the_first_heading_is_an_introduction_if_it_can_be_read() -> None:
    """A picture alone is none."""
    assert paths("![](a.png)\n\n## 가\n\n글\n") == [("가",)]
    assert paths("![](a.png)\n\n글\n\n## 가\n\n글\n") == [(), ("가",)]


def test_deep_headings_stay_in_the_section_around_them() -> None:
    """The fourth level parts an argument; where a document begins deeper, its first levels count."""
    assert paths("## 가\n\n글\n\n#### 나\n\n글\n") == [("가",)]
    assert paths("#### 가\n\n글\n\n##### 나\n\n글\n") == [("가",), ("가", "나")]


def test_a_skipped_level_is_no_gap_in_the_path() -> None:
    """A path holds the headings that stand above, not the levels."""
    assert paths("# 가\n\n### 나\n\n글\n\n## 다\n\n글\n\n# 라\n\n글\n")[1:3] == [("가", "나"), ("가", "다")]


def test_text_ends_before_the_next_heading_and_blank_lines() -> None:
    """No section ends in white space or in another's heading."""
    assert [section.text for section in read("## 가\n\n\n하나\n둘  \n\n\n## 나\n셋")] == ["하나\n둘", "셋"]
