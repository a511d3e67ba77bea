"""Tables of three notations come out as rows and columns, with one header and their caption."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.markup.tables import MAX_CELLS, MAX_COLUMNS, read_tables

TWO_LINE_HEADER = "\t영상\t\t소리\n모델\t젠\t소라\t음악\n무비\t+35\t+8\t+38\n"


def test_a_pipe_table_keeps_escaped_pipes_and_fills_short_rows() -> None:
    """Cells are parted at pipes that are not escaped; every row has as many as the header."""
    (table,) = read_tables("글\n\n| a | b |\n|---|:-:|\n| 1 | x\\|y |\n| 2 |\n\n끝")
    assert (table.header, table.rows) == (("a", "b"), (("1", "x|y"), ("2", "")))
    assert table.line == 3


def test_the_span_names_the_lines_of_the_table() -> None:
    """Offsets are relative to the text given, the line counts from the base line."""
    text = "앞\r\n\r\n| a | b |\r\n|---|---|\r\n| 1 | 2 |\r\n뒤"
    (table,) = read_tables(text, base_line=10)
    assert text[table.span.start : table.span.end] == "| a | b |\r\n|---|---|\r\n| 1 | 2 |"
    assert table.line == 12


def test_two_header_lines_become_one() -> None:
    """A line that names groups and a line that names columns give names like `영상 / 젠`."""
    (table,) = read_tables(TWO_LINE_HEADER)
    assert table.header == ("모델", "영상 / 젠", "영상 / 소라", "소리 / 음악")
    assert table.rows == (("무비", "+35", "+8", "+38"),)


def test_blank_cells_keep_their_columns() -> None:
    """In tab-separated lines a blank cell is a cell, at the start as well as at the end."""
    (table,) = read_tables("행사명\t개요\t\n회의\t\t서울\n\t2024.12.10\t\n")
    assert table.rows == (("회의", "", "서울"), ("", "2024.12.10", ""))


def test_a_table_of_figures_alone_has_no_header() -> None:
    """Figures in the first row are data, years are names of columns."""
    assert read_tables("가\t1.5\t2\n나\t3\t4\n")[0].header == ()
    assert read_tables("해\t2023\t2024\n나\t3\t4\n")[0].header == ("해", "2023", "2024")


def test_html_spans_are_spread_over_their_rows_and_columns() -> None:
    """Merged cells repeat their words, so that every row stands for itself."""
    (table,) = read_tables(
        "<table><caption>속도</caption><tr><th rowspan=2>모델<th colspan=2>점수</tr><tr><th>여름<th>겨울</tr>"
        "<tr><td rowspan=2>가<td>1<td>2</tr><tr><td>3<td>4 &amp; <b>5</b></tr></table>"
    )
    assert table.caption == "속도"
    assert table.header == ("모델", "점수 / 여름", "점수 / 겨울")
    assert table.rows == (("가", "1", "2"), ("가", "3", "4 & 5"))


def test_a_table_inside_a_cell_is_words_of_that_cell() -> None:
    """Nesting does not tear the outer table apart."""
    (table,) = read_tables(
        "<table><tr><td>a<td>b</tr><tr><td><table><tr><td>x</td></tr></table></td><td>y</td></tr></table>"
    )
    assert table.rows == (("x", "y"),)


@pytest.mark.parametrize(
    ("above", "caption"),
    [
        ("<무비 젠의 승률>", "무비 젠의 승률"),
        ("#### <무비 젠의 승률>", "무비 젠의 승률"),
        ("#### 승률", "승률"),
        ("표 3. 승률", "표 3. 승률"),
        ("[표 3] 승률", "[표 3] 승률"),
        ("**〈승률〉**", "승률"),
        ("그 밖의 글이다.", ""),
        ("## 승률", ""),
        ("", ""),
    ],
)
def test_the_line_above_names_the_table_where_it_means_to(above: str, caption: str) -> None:
    """Brackets, labels and deep headings are captions; sentences and section headings are not."""
    assert read_tables(f"{above}\n\n{TWO_LINE_HEADER}")[0].caption == caption


@pytest.mark.parametrize(
    "text",
    [
        " 1.\t금융 서비스\n 2.\t의료\n",
        "\t들여 쓴 글\n\t또 한 줄\n",
        "가\t나\n한 줄뿐이다\n",
        "```\n| a | b |\n|---|---|\n| 1 | 2 |\n```",
        "글 | 글\n---\n",
        "| a | b |\n| --- |\n| 1 | 2 |",
        "<table><tr><td>한 칸</td></tr></table>",
        "<table> 끝나지 않음",
    ],
)
def test_what_only_looks_like_a_table_stays_text(text: str) -> None:
    """Numbered items with tabs, indented prose, code and broken markup are no data."""
    assert read_tables(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "a|b\n-|-\n" * 20_000,
        "\ta\n" * 50_000,
        "<table>\n" * 50_000,
        "<table><tr>" + "<td rowspan=64 colspan=64>x" * 5_000 + "<tr><td>y</table>",
        "가" + "\t" * 100_000 + "\n" + "\t" * 100_000 + "나\n",
        "<table>" + "<![x" * 20_000 + "<td>a<td>b<tr><td>c<td>d</table>",
    ],
    ids=lambda text: text[:12],
)
def test_a_hostile_table_is_bounded(text: str) -> None:
    """No padding and no span makes more cells than a report could have."""
    for table in read_tables(text):
        assert len(table.header) <= MAX_COLUMNS * 64
        assert sum(map(len, table.rows)) <= MAX_CELLS


@given(st.text(st.sampled_from("a1|-\t\n <>/tableh&;`~"), max_size=200))
def test_any_text_gives_rectangular_tables_inside_it(text: str) -> None:
    """Every table has equally long rows and a span of whole lines, in order and apart."""
    end = 0
    for table in read_tables(text):
        assert len({len(row) for row in table.rows} | ({len(table.header)} if table.header else set())) == 1
        assert end <= table.span.start < table.span.end <= len(text)
        end = table.span.end
