"""Source lines and footnotes are read as they were written, and nothing is invented."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.document import Citation
from bot.ingest.citations import MAX_CITATIONS, is_source, read_citations, read_footnotes

D = date(2024, 9, 24)


@pytest.mark.parametrize(
    ("line", "citation"),
    [
        ("출처: Europol, AI and policing, 2024.09.24.", Citation("Europol", "AI and policing", D)),
        ("출처 : Europol, AI, police and law, 2024. 9. 24", Citation("Europol", "AI, police and law", D)),
        ("**출처:** 경찰청, 보고서, 2024년 9월 24일", Citation("경찰청", "보고서", D)),
        ("※ 자료: 통계청, 2024-09-24", Citation("통계청", "", D)),
        ("Source: Nature, “A map of cells”, Sept 24, 2024", Citation("Nature", "A map of cells", D)),
        ("출처: Acme, Inc., A report, 2024.09.24.", Citation("Acme, Inc.", "A report", D)),
        ("출처: 연구소(서울, 부산), 보고서, 2024.09.24.(화)", Citation("연구소(서울, 부산)", "보고서", D)),
        ("출처: 가, 2024.9.3 회의 결과, 2024.09.24.", Citation("가", "2024.9.3 회의 결과", D)),
        ("출처: 가, 달만 안다, 2024.09.", Citation("가", "달만 안다", date(2024, 9, 1))),
        ("출처: 가, 1,000명 조사", Citation("가", "1,000명 조사", None)),
        ("출처: 청년의사", Citation("청년의사")),
        ("[3] 출처 : 청년의사(http://www.doc.example)", Citation("청년의사", url="http://www.doc.example")),
        ("출처: [보고서](https://x.example/a), 제목", Citation("보고서", "제목", None, "https://x.example/a")),
        ("출처: <https://www.x.example/a>.", Citation("x.example", url="https://www.x.example/a")),
    ],
)
def test_a_source_line_gives_publisher_title_and_date(line: str, citation: Citation) -> None:
    """Commas in brackets and titles, links and dates of every way to write them are told apart."""
    assert read_citations(f"글\n\n{line}\n") == (citation,)


def test_lines_that_follow_in_the_same_shape_belong_to_the_source() -> None:
    """Two works under one mark are two citations of one section."""
    text = (
        "출처: 위원회, 물리학상, 2024.10.08.\n\n위원회, 화학상, 2024.10.09.\n\n글이다.\n\n위원회, 평화상, 2024.10.11."
    )
    assert [citation.title for citation in read_citations(text)] == ["물리학상", "화학상"]


def test_several_works_on_one_line_are_parted_behind_their_dates() -> None:
    """A slash or semicolon after a date begins the next work."""
    found = read_citations("출처: 가, 하나, 2024.09.01. / 나, 둘; 셋, 2024.09.02.; 다, 넷, 2024.09.03.")
    assert [(citation.publisher, citation.title) for citation in found] == [
        ("가", "하나"),
        ("나", "둘; 셋"),
        ("다", "넷"),
    ]


def test_a_broken_source_line_is_joined() -> None:
    """A line that was wrapped before its date is one source."""
    assert read_citations("출처: OECD, G7 Toolkit\nfor AI, 2024.09.24.\n글") == (
        Citation("OECD", "G7 Toolkit for AI", D),
    )


@pytest.mark.parametrize(
    "sign", ["☞ ", "▶", "○ ", "▲ ", "◎ ", "■ ", "👉 ", "→ ", "> ※ ", "- **", "\\* ", "[3] ☞ ", "__", "【"]
)
@pytest.mark.parametrize("word", ["출처", "자료", "Source"])
def test_any_sign_may_stand_before_a_source_line(sign: str, word: str) -> None:
    """Every editor has a sign of his own; only a cell of a table begins no source."""
    line = f"{sign}{word}: 통계청, 조사 결과, 2024.09.24."
    assert is_source(line)
    assert read_citations(f"글\n\n{line}\n") == (Citation("통계청", "조사 결과", D),)
    assert read_citations(f"| {line} | 2 |\n") == ()


@pytest.mark.parametrize(
    "text",
    ["", "글에서 출처를 밝혔다.", "출처:", "출처: , 2024.09.24.", "source: 설정", "가, 나, 2024.09.24.", "자료가 많다"],
)
def test_without_a_source_line_there_is_no_citation(text: str) -> None:
    """Prose about sources, an empty mark and a line of code are none."""
    assert read_citations(text) == ()


def test_citations_of_a_bibliography_are_bounded() -> None:
    """A section never carries more citations than one could show."""
    assert len(read_citations("출처: 가, 나, 2024.09.24.\n" * (MAX_CITATIONS + 5))) == MAX_CITATIONS


def test_a_source_line_is_known() -> None:
    """Other readers ask whether a line ends an article."""
    assert is_source("출처: 가")
    assert not is_source("출처를 밝힘")


def test_footnotes_lose_their_marks_and_keep_their_order() -> None:
    """Escaped stars, in items too, wide stars and numbered notes are footnotes; a wrapped one is one."""
    text = (
        "- 본문\\*과 본문\\*\\*\n\n\\* 첫째 뜻\n  이어지는 뜻\n\n\\*\\* 둘째 뜻\n  - \\* 셋째 **뜻**\n  - 다음 항목\n"
        "＊ 넷째 뜻\n[^1]: 다섯째 뜻\n출처: 가"
    )
    assert read_footnotes(text) == ("첫째 뜻 이어지는 뜻", "둘째 뜻", "셋째 뜻", "넷째 뜻", "다섯째 뜻")


def test_a_bare_star_is_a_footnote_only_beside_dashed_items() -> None:
    """Where stars are the bullets they are no footnotes."""
    assert read_footnotes("- 항목\n\n* 뜻풀이\n") == ("뜻풀이",)
    assert read_footnotes("* 항목\n* 항목 둘\n") == ()


@given(st.text(st.sampled_from("출처: 자료Source,.()[]2024-0월일;/*\\\n \t가a<>http"), max_size=120))
def test_any_text_gives_citations_with_a_publisher(text: str) -> None:
    """Whatever stands there is read without error, and a citation without a name is none."""
    assert all(citation.publisher.strip() for citation in read_citations(text))
    assert all(note.strip() for note in read_footnotes(text))
