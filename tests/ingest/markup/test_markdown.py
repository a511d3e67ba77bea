"""The outline of a text: the headings that part it, exactly where they stand."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest.markup import markdown, skeleton
from bot.ingest.markup.lines import Lines
from bot.ingest.markup.markdown import MAX_HEADING_CHARS, Outline, read_outline
from bot.ingest.markup.skeleton import Skeleton


def outline(text: str) -> Outline:
    return read_outline(Lines(text), 0, path="x.md")[0]


def headings(text: str) -> list[tuple[int, str, int]]:
    """Level, title and 1-based line of each heading."""
    return [(heading.level, heading.title, heading.first + 1) for heading in outline(text).headings]


def test_both_ways_to_write_a_heading_are_read() -> None:
    """Hashes with and without closing ones, underlines below one line and below several."""
    text = "# 가 #\n\n### 나###\n다\n===\n\n라\n마\n---\n####### 일곱\n#바\n"
    assert headings(text) == [(1, "가", 1), (3, "나###", 3), (1, "다", 4), (2, "라 마", 7)]


def test_names_and_classes_behind_a_heading_are_no_words() -> None:
    """Jekyll's attribute lists are for the page, not for the reader."""
    assert headings("# 가 {#ga}\n\n## 나 {: .class #id }\n\n## 다 {x}") == [
        (1, "가", 1),
        (2, "나", 3),
        (2, "다 {x}", 5),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("글\n\n```\n# 코드\n", 3),
        ("~~~~\n코드\n~~~\n\n", 1),
        ("```", 1),
        ("글\n\n<!-- 주석\n\n# 제목\n", 3),
        ("```\n코드\n```", 0),
        ("```py\n코드\n`````  \n\n", 0),
        ("<!-- 주석\n-->", 0),
        ("<!-- 주석 -->\n\n글", 0),
    ],
)
def test_code_or_a_comment_without_end_is_a_warning(text: str, line: int) -> None:
    """It hides everything behind it, which an editor wants to know."""
    _, problems = read_outline(Lines(text), 0, path="x.md")
    assert [(problem.line, problem.severity) for problem in problems] == ([(line, "warning")] if line else [])


@pytest.mark.parametrize(
    "text",
    [
        "```\n# 코드\n```",
        "~~~~\n# 코드\n~~~\n# 아직\n~~~~",
        "    # 들여 쓴 코드",
        "<!--\n# 주석\n-->",
        "<div>\n# 태그 안\n</div>",
        "> # 인용",
        "- # 목록\n  ## 안쪽",
        "1. 가\n\n   # 안쪽",
        "\\# 글",
        "#",
        "---\n",
    ],
)
def test_what_is_no_heading_of_the_document_is_none(text: str) -> None:
    """Code, comments, HTML, quotes and lists may hold a hash without parting the document."""
    assert headings(text) == []


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_newlines_of_every_kind_keep_places(newline: str) -> None:
    """Line numbers and offsets are those of the original."""
    text = newline.join(["가", "", "## 나", "다", "===", "라"])
    read = outline(text)
    assert [text[read.lines.start(h.first) : read.lines.end(h.after - 1)] for h in read.headings] == [
        "## 나",
        newline.join(["다", "==="]),
    ]


def test_code_and_comments_are_known_as_hidden() -> None:
    """Lines of fences and comments can be told from the text around them."""
    read = outline("가\n```\n나\n```\n다\n<!--\n라\n-->\n마")
    assert [index for index in range(9) if read.is_hidden(index)] == [1, 2, 3, 5, 6, 7]


def test_a_heading_of_absurd_length_is_cut() -> None:
    """A heading is shown with every answer; a paragraph that lost its blank line must not be."""
    assert all(len(title) <= MAX_HEADING_CHARS for _, title, _ in headings("# " + "가" * 9_999))
    assert all(len(title) <= MAX_HEADING_CHARS for _, title, _ in headings("가나\n" * 9_999 + "==="))


DEEP = [
    ">" * 500 + " 가",
    "- " * 500 + "가",
    "\n".join("  " * depth + "- 가" for depth in range(120)),
    "\n".join("> " * 70 + "가" for _ in range(20)),
]


@pytest.mark.parametrize("deep", DEEP, ids=["quotes", "items", "indented", "quoted lines"])
def test_nesting_beyond_the_cap_is_a_problem_and_swallows_nothing(deep: str) -> None:
    """The line is named, and headings after it still part the document."""
    read, problems = read_outline(Lines(f"# 앞\n\n{deep}\n\n# 뒤\n"), 0, path="x.md")
    assert [heading.title for heading in read.headings] == ["앞", "뒤"]
    assert [problem.what for problem in problems] == ["Quotes or lists lie more than 64 levels deep."]
    assert 3 <= problems[0].line <= 3 + deep.count("\n")


def test_sensible_nesting_is_no_problem() -> None:
    """Ten levels of lists in quotes are read without a word; so is a ruled line of many hyphens."""
    text = "> " + "- " * 9 + "가\n\n" + "- " * 200 + "\n\n# 뒤"
    read, problems = read_outline(Lines(text), 0, path="x.md")
    assert (len(read.headings), problems) == (1, ())


def test_endless_structure_is_cut_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows the cap is left out, and the editor is told from where on."""
    monkeypatch.setattr(skeleton, "MAX_STRUCTURE_LINES", 100)
    read, problems = read_outline(Lines("# 가\n" * 150), 0, path="x.md")
    assert [problem.line for problem in problems] == [101]
    assert read.after == len(read.headings) == 100


@pytest.mark.parametrize(
    "unit",
    [">", "[", "*", "- ", "<a ", "`", "<!-- ", "```\n", "a\n", "a\n\n", "- a\n", "> a\nb\n", "\r", "<div>\n\n", "![]("],
)
def test_hostile_repetition_is_read(unit: str) -> None:
    """A hundred thousand characters of any one construct is read, each line at most once a rule."""
    text = (unit * 100_000)[:100_000]
    assert outline(text).text == text


@pytest.mark.parametrize("mark", ["- ", "> ", "1. ", " "])
def test_a_mark_before_endless_blanks_is_read(mark: str) -> None:
    """Blanks belong to one mark alone: shared out in every way, 40,000 of them took over a minute."""
    text = mark + " " * 100_000
    assert outline(text).text == text


def _whole(lines: Lines, first: int, after: int) -> Skeleton:
    """The slow, plainly right way: the block parser sees every line."""
    bones = Skeleton()
    for index in range(first, after):
        bones.add(lines[index], index)
    return bones


LINES = st.sampled_from(
    """\
a|가 b|- a|* b|+ c|1. x|2) y|12) z|# h|## h|===|=|---|- |-|***|_|> q|>|> # h|a > b|```|~~~|`|<div>|</div>|<b>
<!--|-->|<!-- a -->|<script>|</script>|<?|?>|    code|  a|   b|  - n|\tt|\x0c|\u3000a|2024년|- 1. q|- # h|[a]: b||||
""".replace("\n", "|").split("|")
)


@settings(max_examples=400)
@given(st.lists(LINES, max_size=14))
def test_the_skeleton_changes_no_heading_and_no_hidden_line(lines: list[str]) -> None:
    """What is left out for speed never decides what is a heading, what is code and what a comment."""
    text = "\n".join(lines)
    fast = outline(text)
    with patch.object(markdown, "skeleton", _whole):
        slow = outline(text)
    hidden = [[i for i in range(len(lines)) if lines[i].strip() and read.is_hidden(i)] for read in (fast, slow)]
    assert fast.headings == slow.headings
    assert hidden[0] == hidden[1]


def test_a_rule_below_a_sentence_makes_no_heading_of_it() -> None:
    """Editors part articles so; a title that is underlined stays one."""
    text = "글이 여기서 끝난다.\n---\n\n제목\n---\n\n어디서?\n---\n"
    assert [title for _, title, _ in headings(text)] == ["제목", "어디서?"]
