"""Lines that an editor means as headings part a text as headings do."""

from __future__ import annotations

import pytest

from bot.domain.document import Document, SectionKind
from bot.ingest.load import read_document
from bot.ingest.markup.lines import Lines
from bot.ingest.markup.markdown import read_outline
from bot.ingest.standins import with_stand_ins

NAMES = ("벌집 온도계 시험", "사과 따는 팔 공개", "물길 살피는 배 출항")


def read(text: str, path: str = "farm.md") -> Document:
    parsed = read_document(text.encode(), path=path)
    assert parsed.document is not None
    assert parsed.problems == ()
    return parsed.document


def found(text: str) -> list[tuple[int, str]]:
    outline = with_stand_ins(read_outline(Lines(text), 0, path="x.md")[0])
    return [(heading.level, heading.title) for heading in outline.headings]


def paragraphs(*titles: str, below: str = "\n") -> str:
    return "".join(f"{title}{below}밭에서 {n}번 해 보았다. 값은 아직 모른다.\n\n" for n, title in enumerate(titles))


@pytest.mark.parametrize(
    "titles",
    [
        [f"**{name}**" for name in NAMES],
        [f"__{name}__" for name in NAMES],
        [f"🐝 **{name}**" for name in NAMES],
        [f"2-{n}. {name}" for n, name in enumerate(NAMES)],
        [f"1.{n} {name}" for n, name in enumerate(NAMES)],
        [f"▶ {name}" for name in NAMES],
        [f"{sign} {name}" for sign, name in zip("🐝🍎🚤", NAMES, strict=True)],
    ],
)
@pytest.mark.parametrize("below", ["\n", "\n\n"])
def test_lines_of_one_style_are_headings(titles: list[str], below: str) -> None:
    """With or without a blank line before their text."""
    document = read("들판 소식\n\n" + paragraphs(*titles, below=below))
    sections = [section for section in document.sections if section.answers]
    assert [[name for name in NAMES if name in section.heading] for section in sections] == [[name] for name in NAMES]
    assert all(section.text.startswith("밭에서") for section in sections)
    assert document.info.title == "들판 소식"


@pytest.mark.parametrize(
    "text",
    [
        paragraphs("**하나**", "**둘**"),
        paragraphs("**참고**", "**참고**", "**참고**"),
        paragraphs("**첫째를 보면,**", "**둘째:**", "**셋째가 끝이다.**"),
        "**하나**\n**둘**\n**셋**\n**넷**\n\n글이다.\n",
        "".join(f"글이다.\n**{name}**\n글이다.\n\n" for name in NAMES),
        "".join(f"- **{name}**\n  글이다.\n\n" for name in NAMES),
        "```\n" + paragraphs(*(f"**{name}**" for name in NAMES)) + "```\n",
        paragraphs(*(f"{n}. {name}" for n, name in enumerate(NAMES, 1))),
        "├ 가\n\n글\n\n├ 나\n\n글\n\n└ 다\n\n글\n",
        "# 들판\n\n" + paragraphs(*(f"▶ {name}" for name in NAMES)),
    ],
)
def test_what_is_no_heading_stays_text(text: str) -> None:
    """Too few, the same again, sentences, lists, code; and below real headings what may be a point."""
    assert [title for _, title in found("들판 소식\n\n" + text) if title != "들판"] == []


def test_bold_lines_stand_below_the_heading_above_them() -> None:
    """An article of the category that a real heading names."""
    text = "# 들판 소식\n\n## 기계\n\n" + paragraphs(f"**{NAMES[0]}**", f"**{NAMES[1]}**")
    text += "## 물\n\n" + paragraphs(f"**{NAMES[2]}**") + "### 그물\n\n글이다.\n"
    paths = [section.path for section in read(text).sections if section.answers]
    assert paths == [("기계", NAMES[0]), ("기계", NAMES[1]), ("물", NAMES[2]), ("물", "그물")]


@pytest.mark.parametrize(
    ("one", "two"), [("**1. 기계**", "**2. 물**"), ("1. 기계", "2. 물"), ("[기계]", "[물가]"), ("Ⅰ. 기계", "Ⅱ. 물")]
)
def test_lines_right_above_others_name_their_group(one: str, two: str) -> None:
    """Bold or bare, numbered or in brackets."""
    text = f"들판 소식\n\n{one}\n\n" + paragraphs(f"1-1. {NAMES[0]}", f"1-2. {NAMES[1]}")
    text += f"{two}\n" + paragraphs(f"2-1. {NAMES[2]}", "2-2. 새 그물")
    groups = [section.path[0].strip("12ⅠⅡ. ") for section in read(text, "farm.txt").sections if section.answers]
    assert groups == ["기계", "기계", two.strip("*[]2Ⅱ. "), two.strip("*[]2Ⅱ. ")]


def test_a_brief_in_plain_text_has_its_articles() -> None:
    """Numbered lines above key points are titles, and so is the one that counts on without any."""
    key = "KEY Contents\n- 벌이 산다\n\n"
    text = f"들판 소식 5월호\n\n1. {NAMES[0]}\n{key}글이다.\n\n2. {NAMES[1]}\n글이다.\n\n1. 씨\n2. 물\n\n"
    text += f"3. {NAMES[2]}\n{key}글이다.\n"
    document = read(text, "farm.txt")
    assert [(section.kind, len(section.key_contents)) for section in document.sections] == [
        (SectionKind.ARTICLE, 1),
        (SectionKind.ARTICLE, 0),
        (SectionKind.ARTICLE, 1),
    ]
    assert "2. 물" in document.sections[1].text


def test_a_brief_without_numbers_has_its_articles_too() -> None:
    """Where key points stand below lines that stand alone, other such lines are titles."""
    key = "KEY Contents\n- 벌이 산다\n\n글이다.\n\n"
    text = f"들판 소식 5월호\n\n기계\n\n{NAMES[0]}\n{key}{NAMES[1]}\n\n팔이 사과를 딴다.\n\n"
    text += f"{NAMES[2]}\n{key}출처: 들판, 2027.5.2.\n"
    sections = read(text, "farm.txt").sections
    assert read(text, "farm.txt").info.title == "들판 소식 5월호"
    assert [(section.heading, section.category) for section in sections] == [(name, "기계") for name in NAMES]
    assert (sections[1].text, len(sections[2].citations)) == ("팔이 사과를 딴다.", 1)
