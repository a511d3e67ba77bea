"""Front matter is read strictly: strings first, and every trick is a problem with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.document import Problem, Severity
from bot.errors import DocumentError
from bot.ingest.frontmatter import MAX_CHARS, MAX_SLIPS, FrontMatter, read_front_matter
from bot.ingest.markup.lines import Lines


def read(text: str) -> FrontMatter:
    return read_front_matter(Lines(text), path="x.md")


def refusal(text: str) -> tuple[int, str]:
    """The line and the words of the problem that forbids the front matter."""
    with pytest.raises(DocumentError) as caught:
        read(text)
    assert caught.value.problem.path == "x.md"
    assert caught.value.problem.remedy
    return caught.value.problem.line, caught.value.problem.what


def test_front_matter_in_toml_is_no_text() -> None:
    """Hugo's other way to write it is passed over, and its editor is told; a mark alone is text."""
    front = read("\n+++\ntitle = '가'\n+++\n\n글")
    assert (front.metadata, front.body) == ({}, 4)
    assert [(p.line, p.severity, p.trouble.code) for p in front.problems] == [(2, Severity.WARNING, "front.toml")]
    assert read("+++\n글") == read("글\n+++\n+++") == FrontMatter()


def test_every_scalar_is_the_string_that_was_typed() -> None:
    """No value becomes a boolean, a number or a date behind the editor's back."""
    front = read("---\nflag: no\nversion: 1.10\nday: 2024-01-01\nzero: 007\nnone: ~\nquoted: '~'\n---\n글")
    assert front.metadata == {
        "flag": "no",
        "version": "1.10",
        "day": "2024-01-01",
        "zero": "007",
        "none": "",
        "quoted": "~",
    }


def test_lists_mappings_and_their_lines_are_kept() -> None:
    """The outermost keys know where they stand, and the text begins behind the closing line."""
    front = read("---\n# 메모\ntags: [가, '나']\nevents:\n  - title: 다\n    place: 라\n---\n글")
    assert front.metadata == {"tags": ["가", "나"], "events": [{"title": "다", "place": "라"}]}
    assert (front.lines, front.body) == ({"tags": 3, "events": 4}, 7)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("closing", ["---", "...", "---  "])
def test_fences_may_end_in_dots_or_blanks(newline: str, closing: str) -> None:
    """Both of YAML's closings are accepted, under every newline."""
    assert read(newline.join(["", "--- ", "title: 가", closing, "글"])).metadata == {"title": "가"}


@pytest.mark.parametrize(
    "text",
    [
        "글\n\n---\ntitle: 가\n---\n",
        "---\n글이 이어진다.\n",
        "# 제목\n---\na: b\n---",
        "----\na: b\n----",
        " ---\na: b\n ---",
    ],
)
def test_a_ruled_line_is_no_front_matter(text: str) -> None:
    """Only a fence before all text opens it, and prose below an unclosed one says that it is a rule."""
    assert read(text) == FrontMatter()


def test_empty_front_matter_is_empty() -> None:
    """Nothing between the fences is no mistake."""
    assert read("---\n---\n글").metadata == read("---\n# 메모\n---\n").metadata == {}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("---\ntitle: 가\ntitle: 나\n---\n", 3, "stands twice"),
        ("---\nevents:\n  - a: 1\n    a: 2\n---\n", 4, "stands twice"),
        ("---\na: &x [1, 2]\nb: *x\n---\n", 2, "anchor or alias"),
        ("---\nb: *x\n---\n", 2, "anchor or alias"),
        ("---\na: !!python/object/apply:os.system [ls]\n---\n", 2, "YAML tag"),
        ("---\na: !custom x\n---\n", 2, "YAML tag"),
        ("---\n- 가\n- 나\n---\n", 2, "no list of keys"),
        ("---\n그저 글이다\n---\n", 2, "no list of keys"),
        ("---\n? [가]\n: 나\n---\n", 2, "no plain word"),
        ("---\na: b\n  c: d\n---\n", 3, "no valid YAML"),
        ("---\na: 'x\n---\n", 3, "no valid YAML"),
        ("---\na: 1\n\tb: 2\n---\n", 3, "no valid YAML"),
        ("---\na: 1\nb: \x07\n---\n", 3, "control character"),
        ("---\na: " + "[" * 70 + "]" * 70 + "\n---\n", 2, "64 levels"),
        ("---\na: 1\n", 1, "does not end"),
        ("---\na: |\n" + "  x\n" * MAX_CHARS + "---\n", 1, "64 KB"),
    ],
)
def test_a_trick_or_a_slip_is_a_problem_with_its_line(text: str, line: int, words: str) -> None:
    """What cannot be read whole is refused, at the line that an editor must look at."""
    found, what = refusal(text)
    assert (found, words in what) == (line, True)


@pytest.mark.parametrize(
    "value",
    ["로봇: 다음 십 년", "[단독] 로봇이 온다", "@robot 이야기", "가: 나: '다'", "100% : 로봇", "묻는다: 로봇은?"],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_line_that_only_lacks_its_quotes_is_read_as_text(value: str, newline: str) -> None:
    """Half the titles of newspapers have a colon: the editor is told, the document is read with all its fields."""
    front = read(newline.join(["---", "date: 2024-01-01", f"title: {value}", "tags: [가, 나]", "---", "글"]))
    assert front.metadata == {"date": "2024-01-01", "title": value, "tags": ["가", "나"]}
    assert (front.lines["title"], front.lines["tags"], front.body) == (3, 4, 5)
    assert [(p.line, p.severity, "title" in p.what) for p in front.problems] == [(3, Severity.WARNING, True)]


@pytest.mark.parametrize(
    "value", ["'로봇: 이야기", "[가, 나", "{가: 나", "가: 나\n  다: 라", "*별: 이야기", "가: 나\ntitle: 다"]
)
def test_what_may_mean_something_else_is_not_read_as_text(value: str) -> None:
    """An open quote, list or mapping, an alias, a second level, a key that stands twice."""
    refusal(f"---\ntitle: {value}\ndate: 2024-01-01\n---\n")


def test_only_so_many_lines_are_read_as_text() -> None:
    """A block that is slips throughout is no front matter."""
    slips = "".join(f"k{n}: a: b\n" for n in range(MAX_SLIPS))
    assert len(read(f"---\n{slips}---\n").problems) == MAX_SLIPS
    assert refusal(f"---\n{slips}k: a: b\n---\n")[0] == MAX_SLIPS + 2


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    """The first anchor is enough; nothing is ever multiplied."""
    bomb = "---\na: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert refusal(bomb + "---\n")[0] == 2


def test_a_deep_list_of_dashes_does_not_exhaust_the_stack() -> None:
    """Depth is counted, not recursed into."""
    assert refusal("---\na:\n " + "- " * 20_000 + "x\n---\n")[0] == 3


@given(st.text(st.sampled_from("---\n:'\"[]{}&*!|>#%@`~, \tab가\r\x07?"), max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but a problem with a line inside the document comes out of what nobody foresaw."""
    lines = Lines("---\n" + text)
    problem: Problem | None = None
    front = FrontMatter()
    try:
        front = read_front_matter(lines, path="x.md")
    except DocumentError as error:
        problem = error.problem
    assert 0 <= front.body <= len(lines)
    assert problem is None or 1 <= problem.line <= len(lines) + 1
