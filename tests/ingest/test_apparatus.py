"""What answers nothing is kept, and is told from what does."""

from __future__ import annotations

import pytest

from bot.domain.document import Section
from bot.ingest.load import read_document

LIST = "- [1] https://a.example/robot\n- Kim, Robot hands, 2024\n"


def sections(text: str) -> tuple[Section, ...]:
    document = read_document(text.encode(), path="x.md").document
    assert document is not None
    return document.sections


def apart(text: str) -> list[str]:
    """The texts that are set apart."""
    return [section.text for section in sections(text) if not section.answers]


def test_a_byline_alone_is_set_apart_and_gives_its_fields() -> None:
    """Also from the preface that it stands above: nobody is quoted who only signed."""
    byline = "작성: 로봇팀\n날짜: 2024-03-05"
    assert apart(f"# 로봇\n\n{byline}\n\n## 손\n\n글\n") == [byline]
    preface = "설명회를 듣고 적었습니다."
    for below in ("\n\n## 손\n\n글\n", "\n"):
        text = f"# 로봇\n\n{byline}\n\n{preface}{below}"
        assert apart(text) == [byline]
        (second,) = [s for s in sections(text) if s.text == preface]
        assert (second.answers, second.line) == (True, 6)
    info = read_document(f"# 로봇\n\n{byline}\n\n글\n".encode(), path="x.md").document.info  # type: ignore[union-attr]
    assert (info.author, str(info.date), info.date_inferred) == ("로봇팀", "2024-03-05", False)


def test_front_matter_outranks_the_byline() -> None:
    """What the editor declared is not read out of the text again."""
    text = "---\ntitle: 로봇\nauthor: 김하나\ndate: 2024-01-01\n---\n작성: 로봇팀 | 2024-03-05\n\n## 손\n\n글\n"
    document = read_document(text.encode(), path="x.md").document
    assert document is not None
    assert (document.info.author, str(document.info.date)) == ("김하나", "2024-01-01")


def test_a_heading_without_text_of_its_own_is_set_apart() -> None:
    """It only groups what stands below it; a picture under it is something to show."""
    assert apart("## 하나\n\n### 둘\n\n글\n\n## 셋\n\n![](a.png)\n\n## 넷\n") == ["## 하나", "## 넷"]


@pytest.mark.parametrize("name", ["## 참고문헌", "## References", "### 더 읽을거리", "**References**", "참고 자료:"])
def test_a_list_of_references_is_set_apart(name: str) -> None:
    """Under a heading, or under a line that is called like one."""
    assert [LIST.strip() in text for text in apart(f"## 글\n\n글이다.\n\n## 끝\n\n{name}\n\n{LIST}")][-1:] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "## 글\n\n글이다.\n\n## 참고문헌\n\n다음 책이 좋다.\n\n- 로봇의 손\n",
        "## 글\n\n글이다.\n\n## 참고\n\n- 로봇의 손은 다섯 손가락으로 움직입니다.\n",
        "## 글\n\n글이다.\n\n## 도구 모음\n\n- https://a.example\n",
        "## References\n\n- https://a.example\n",
    ],
)
def test_what_can_answer_stays(text: str) -> None:
    """Prose among the links, a list of another name, and a document that is nothing else."""
    assert apart(text) == []


@pytest.mark.parametrize("name", ["## 목차", "## Contents"])
def test_a_list_of_contents_is_set_apart(name: str) -> None:
    """Short names of what follows, which the list of contents of a brief is not made of."""
    assert apart(f"# 소식\n\n{name}\n\n- [손](#a)\n- [발](#b)\n\n## 로봇의 손\n\n글이다.\n") == [
        "- [손](#a)\n- [발](#b)"
    ]
