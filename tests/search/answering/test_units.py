from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.answering.units import units
from tests.search.answering.test_snippet import PIECES


@given(st.one_of(PIECES, st.text(max_size=80)))
def test_units_are_the_whole_text(text: str) -> None:
    """They follow each other without a gap, and what is shown of each lies within."""
    found = units(text)
    assert "".join(text[unit.start : unit.end] for unit in found) == text
    assert all(unit.start <= unit.span.start <= unit.span.end <= unit.end for unit in found)


def test_abbreviations_and_rows_stay_whole() -> None:
    """A full stop ends a sentence, but not an abbreviation, a number or a cell."""
    text = "U.S. 정부와 OpenAI Inc. 는 3.2를 냈다. 끝이다!\n모델. 하나\t79.6. 둘\n"
    assert [text[unit.span.start : unit.span.end] for unit in units(text)] == [
        "U.S. 정부와 OpenAI Inc. 는 3.2를 냈다.",
        "끝이다!",
        "모델. 하나\t79.6. 둘",
    ]


def test_tags_part_a_row_and_are_not_shown() -> None:
    """Items of a list within a table's cell are units of their own."""
    text = "모임\t<ul class='x'> <li>- 서울에서 연다. 둘째 날도</li> <li>- 무료다</li> </ul>\t\n"
    found = units(text)
    assert [text[unit.span.start : unit.span.end] for unit in found if unit.readable] == [
        "모임",
        "서울에서 연다. 둘째 날도",
        "무료다",
    ]


def test_rows_that_name_columns_are_told_from_rows_of_data() -> None:
    """Short cells without figures above a row of as many cells."""
    events = "\t기간\t장소\t홈페이지\n\t2024.12.10~11\t서울\thttps://a.kr/\n설명 한 줄\n"
    found = units(events + "| 이름 | 점수 |\n|---|---|\n| 몰모 | 81.2 |\n")
    assert [unit.names for unit in found] == [True, False, False, True, False, False]
    assert [unit.cells for unit in found] == [3, 3, 0, 3, 3, 3]


def test_a_source_and_the_foreign_title_below_it_cite() -> None:
    """Neither says anything; the next Korean sentence does."""
    text = "첫 문장이다.\n출처: MIT News\nA foreign title\n다음 문장이다.\n## 제목\n| --- |\n"
    found = units(text)
    assert [unit.cites for unit in found] == [False, True, True, False, False, False]
    assert [unit.heading for unit in found] == [False, False, False, False, True, False]
    assert [unit.readable for unit in found] == [True, True, True, True, True, False]


@pytest.mark.parametrize("sign", ["☞ ", "※ ", "▶", "- **", "([", "> "])
def test_a_source_cites_behind_any_sign(sign: str) -> None:
    """Every editor has a sign of his own."""
    told = {
        unit.cites for unit in units(f"첫 문장이다.\n{sign}출처: 국회소식, 표시법 통과, 2026.09.04.\n") if unit.readable
    }
    assert told == {False, True}


def test_a_unit_may_end_in_any_number_of_tags() -> None:
    """A hostile document has a hundred thousand of them."""
    text = "끝" + "</li> " * 100_000
    assert [text[unit.span.start : unit.span.end] for unit in units(text)] == ["끝"]


def test_a_row_without_an_end_stays_whole() -> None:
    """However many sentences it holds."""
    text = "칸\t" + "문장이다. " * 100_000
    assert len(units(text)) == 1


def test_emphasis_stays_whole_or_goes() -> None:
    """What is bold from the beginning on keeps both marks, unless all of it is bold."""
    text = "**돛(sail)** 바람을 받는 천.\n- **닻** 배를 세운다\n**모두 굵다.**\n"
    assert [text[unit.span.start : unit.span.end] for unit in units(text)] == [
        "**돛(sail)** 바람을 받는 천.",
        "**닻** 배를 세운다",
        "모두 굵다.",
    ]


def test_a_heading_of_a_web_page_is_one() -> None:
    """It names what stands below."""
    text = "<h2 id='a'>등대의 빛</h2><p>멀리 간다.</p>"
    assert [(text[u.span.start : u.span.end], u.heading) for u in units(text) if u.readable] == [
        ("등대의 빛", True),
        ("멀리 간다.", False),
    ]


def test_a_label_names_what_stands_below_it() -> None:
    """A short line alone above a list or a paragraph; an item of a list, a sentence and a row say something."""
    text = "핵심 요약\n\nn 첫 소식이 왔다\n- 둘째\n\n**일정**\n- 3월에 연다\n\n맺음말이다.\n끝 줄\n"
    found = [(text[unit.span.start : unit.span.end], unit.heading) for unit in units(text)]
    assert found == [
        ("핵심 요약", True),
        ("첫 소식이 왔다", False),
        ("둘째", False),
        ("일정", True),
        ("3월에 연다", False),
        ("맺음말이다.", False),
        ("끝 줄", False),
    ]
