"""Tables: native, else fields, else a code block."""

from __future__ import annotations

from bot.domain.document import Span, Table
from bot.slack import tables
from tests.slack.rendering import strings


def table(columns: int, rows: int, *, cell: str = "값", header: bool = True) -> Table:
    head = tuple(f"열{number}" for number in range(columns)) if header else ()
    return Table("", head, tuple(tuple(f"{cell}{row}" for _ in range(columns)) for row in range(rows)), Span(0, 0), 1)


def test_a_native_table_has_its_header_and_one_row_bold() -> None:
    """The row that answers stands out; empty cells are blanks."""
    rows = tables.native(Table("", ("a", "b"), (("1", ""), ("2", "3")), Span(0, 0), 1), marked_row=1)["rows"]
    assert [[cell["type"] for cell in row] for row in rows] == [["rich_text"] * 2, ["raw_text"] * 2, ["rich_text"] * 2]
    assert rows[1][1]["text"] == " "


def test_what_slack_would_refuse_is_not_native() -> None:
    """A hundred rows with the header, twenty columns, ten thousand characters."""
    assert tables.fits_natively(table(2, 99))
    assert not tables.fits_natively(table(2, 100))
    assert tables.fits_natively(table(20, 1))
    assert not tables.fits_natively(table(21, 1))
    assert not tables.fits_natively(table(1, 99, cell="가" * 200))
    assert not tables.fits_natively(table(0, 0, header=False))


def test_two_columns_stand_side_by_side() -> None:
    """Five rows a section, under the names."""
    sections = tables.without_native(table(2, 6))
    assert [len(block["fields"]) for block in sections] == [10, 4]
    assert [field["text"] for field in sections[0]["fields"][:4]] == ["열0", "열1", "값0", "값0"]


def test_few_rows_of_more_columns_are_fields_by_name() -> None:
    """One section a row."""
    sections = tables.without_native(table(3, 2))
    assert [[field["text"] for field in block["fields"]] for block in sections] == [
        ["열0\n값0", "열1\n값0", "열2\n값0"],
        ["열0\n값1", "열1\n값1", "열2\n값1"],
    ]


def test_many_rows_are_an_aligned_code_block() -> None:
    """Hangul counts two columns."""
    lines = next(strings(tables.without_native(table(3, 20)))).split("\n")
    assert lines[:3] == ["열0   열1   열2", "----  ----  ----", "값0   값0   값0"]
    assert tables.columns("열a") == 3


def test_a_table_too_wide_to_align_goes_row_by_row() -> None:
    """Each cell on its line with its name."""
    text = next(strings(tables.without_native(table(12, 1, cell="긴 내용"))))
    assert text.startswith("열0: 긴 내용0\n열1: 긴 내용0")


def test_the_row_that_holds_the_words_is_found() -> None:
    """And none where none holds any."""
    one = Table("", ("모델", "점수"), (("소라", "8.2"), ("무비 젠", "50.5")), Span(0, 0), 1)
    assert tables.rows_marked_by(one, "", ["무비", "젠"]) == 1
    assert tables.rows_marked_by(one, "", ["구글"]) == -1
