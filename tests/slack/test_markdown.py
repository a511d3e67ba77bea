"""Documents' Markdown as lines of styled runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.document import Span
from bot.slack.markdown import Kind, Line, Style, cut, lines, styled


def only(text: str) -> Line:
    found = lines(text)
    assert len(found) == 1
    return found[0]


def looks(line: Line) -> list[tuple[str, Style]]:
    return [(run.text, run.style) for run in line.runs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**노벨상**은", [("노벨상", Style.BOLD), ("은", Style.PLAIN)]),
        ("**“노벨상”**은", [("“노벨상”", Style.BOLD), ("은", Style.PLAIN)]),
        ("***둘 다***", [("둘 다", Style.BOLD | Style.ITALIC)]),
        (
            "__밑줄__과 _기울임_은",
            [("밑줄", Style.BOLD), ("과 ", Style.PLAIN), ("기울임", Style.ITALIC), ("은", Style.PLAIN)],
        ),
        ("~~지움~~", [("지움", Style.STRIKE)]),
        ("`a*b*c`", [("a*b*c", Style.CODE)]),
        ("snake_case_name", [("snake_case_name", Style.PLAIN)]),
        ("2*3*4", [("2*3*4", Style.PLAIN)]),
        ("\\*각주", [("*", Style.PLAIN), ("각주", Style.PLAIN)]),
        ("닫히지 않은 **굵게", [("닫히지 않은 **굵게", Style.PLAIN)]),
        ("a ** b ** c", [("a ** b ** c", Style.PLAIN)]),
        ("1 < 2 &amp; 3", [("1 < 2 ", Style.PLAIN), ("&", Style.PLAIN), (" 3", Style.PLAIN)]),
    ],
)
def test_inline_marks(text: str, expected: list[tuple[str, Style]]) -> None:
    """Emphasis also beside Hangul; whatever is no mark-up stays as it is."""
    assert looks(only(text)) == expected


@pytest.mark.parametrize(
    ("text", "label", "url"),
    [
        ("[표지](https://a.example/b_(c))", "표지", "https://a.example/b_(c)"),
        ('[표지](https://a.example "제목")', "표지", "https://a.example"),
        ("<https://a.example>", "https://a.example", "https://a.example"),
        ("https://a.example/x.", "https://a.example/x", "https://a.example/x"),
        ("https://a.example/에서", "https://a.example/", "https://a.example/"),
        ("![그림](../images/a.png)", "그림", "../images/a.png"),
        ('<a href="https://a.example">글</a>', "글", "https://a.example"),
        ('<img src="https://a.example/p.png" alt="사진">', "사진", "https://a.example/p.png"),
    ],
)
def test_links(text: str, label: str, url: str) -> None:
    """Links and pictures keep their words and their address."""
    run = only(text).runs[0]
    assert (run.text, run.url) == (label, url)


def test_lines_know_what_they_are() -> None:
    """Headings, lists with levels and numbers, quotes, rules, code."""
    text = "# 제목 ##\n- 하나\n  - 둘\n\t3. 셋\n> 인용\n---\n```py\nx = 1\n```\n○ 소제목\n끝"
    assert [(line.kind, line.indent, line.number, line.text) for line in lines(text)] == [
        (Kind.HEADING, 0, 0, "제목"),
        (Kind.BULLET, 0, 0, "하나"),
        (Kind.BULLET, 1, 0, "둘"),
        (Kind.ORDERED, 1, 3, "셋"),
        (Kind.QUOTE, 0, 0, "인용"),
        (Kind.RULE, 0, 0, ""),
        (Kind.CODE, 0, 0, "py"),
        (Kind.CODE, 0, 0, "x = 1"),
        (Kind.TEXT, 0, 0, "○ 소제목"),
        (Kind.TEXT, 0, 0, "끝"),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("n 첫 소식", Kind.BULLET),
        ("l Second", Kind.BULLET),
        ("n letters", Kind.TEXT),
        ("u 2", Kind.TEXT),
        ("no", Kind.TEXT),
    ],
)
def test_a_bullet_of_a_symbol_font_is_one(text: str, kind: Kind) -> None:
    """Text conversion gives a square as `n`; within a sentence such a letter is a word."""
    assert lines(text)[0].kind is kind


def test_a_row_outside_of_a_table_reads_as_its_cells() -> None:
    """No bars; what is cut or styled keeps to the source."""
    (line,) = lines("| **등대제** | 3월 5일 |  | 부산 |")
    assert "".join(run.text for run in line.runs) == "등대제 · 3월 5일 · 부산"
    assert line.runs[0].style is Style.BOLD
    assert "".join(run.text for run in cut(line, Span(10, 30)).runs) == " · 3월 5일 · 부산"


def test_a_table_stands_as_one_line_among_its_neighbours() -> None:
    """Its own text is not repeated."""
    text = "앞\n|a|b|\n뒤"
    found = lines(text, tables=[Span(2, 7)])
    kinds = [Kind.TEXT, Kind.BLANK, Kind.TABLE, Kind.BLANK, Kind.TEXT]
    assert [line.kind for line in found] == kinds
    assert [line.text for line in found if line.runs] == ["앞", "뒤"]


@given(st.text(alphabet="가나 *_`~[]()!<>&\\\n-#1.|https:/", max_size=80))
def test_verbatim_runs_slice_the_source(text: str) -> None:
    """The offsets of a run name its own text in the source."""
    for line in lines(text):
        for run in line.runs:
            if run.verbatim:
                assert text[run.start : run.end] == run.text


@given(st.text(alphabet="가나다 *_`[]()\n-", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_cutting_and_styling_keep_to_the_window(text: str, one: int, other: int) -> None:
    """What is cut lies within the window; a style is laid over exactly what lies within a span."""
    span = Span(min(one, other), max(one, other))
    for line in lines(text):
        for run in cut(line, span).runs:
            assert run.start >= span.start
            assert run.end <= span.end
        marked = styled(line, span, Style.STRIKE)
        assert marked.text == line.text
        for run in marked.runs:
            if run.verbatim and run.style & Style.STRIKE:
                assert span.start <= run.start
                assert run.end <= span.end


def test_hostile_mark_up_takes_linear_time() -> None:
    """Half-open marks by the thousand are just letters; ten times as many take no hundred times as long."""
    for fragment in ("![", "[a](", "**", "`", "<a ", "&amp", "[[", "_a", "https://a.example/"):
        assert lines(fragment * 20_000)
