"""Lines that say who and when are told from lines of text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.bylines import begins_with_date, read_byline, read_line
from bot.ingest.markup.lines import Lines
from bot.ingest.markup.markdown import read_outline


@pytest.mark.parametrize(
    ("line", "author", "source", "is_dated"),
    [
        ("작성: 로봇기획팀", "로봇기획팀", "", False),
        ("작성자 : 김하나 | 발행처: 로봇협회", "김하나", "로봇협회", False),
        ("발행: 로봇협회", "", "로봇협회", False),
        ("작성 2024. 3. 5. / 로봇기획팀", "로봇기획팀", "", True),
        ("최종 수정일: 2024년 3월 5일", "", "", True),
        ("2024-03-05 (화) 김하나 기자", "김하나 기자", "", True),
        ("_2024/03/05 · 로봇셀_", "로봇셀", "", True),
        ("> 편집 김하나, 2024.3.5.", "김하나", "", True),
        ("작성: 김하나, 이둘 / 2024.3.5", "김하나, 이둘", "", True),
        ("By Hana Kim, March 5, 2024", "Hana Kim", "", True),
        ("Updated on: 5 March 2024", "", "", True),
        ("태그: 로봇, 손", "", "", False),
        ("출처: 로봇협회, 로봇의 손, 2024.3.5.", "", "", False),
        ("로봇셀 | 2024.3.5", "로봇셀", "", True),
        ("2024년 3월", "", "", True),
        ("작성자: 김하음", "김하음", "", False),
        ("2024-03-05 | 글쓴이: 한가함", "한가함", "", True),
    ],
)
def test_a_byline_gives_its_fields(line: str, author: str, source: str, is_dated: bool) -> None:
    """Labels, days and the names beside them, in any order and dress."""
    read = read_line(line)
    assert read is not None
    assert (read.author, read.source, bool(read.dates)) == (author, source, is_dated)


@pytest.mark.parametrize(
    "line",
    [
        "로봇이 온다",
        "로봇, 사람, 그리고 손",
        "2024년 3월 5일에 열린 설명회를 정리했습니다.",
        "2024년 3월 5일, 로봇협회가 기준을 냈다",
        "설명회(2024-03-05)에서 들었다.",
        "2024년 3월, 사내 강연 기록",
        "월간 로봇 | 2024년 3월호",
        "참석: 김하나",
        "작성 방법: 다음을 따른다.",
        "정리: 좋았음",
        "값은 2024.03 기준 / 세금 제외",
    ],
)
def test_text_is_no_byline(line: str) -> None:
    """Whatever tells more than a name and a day stays text."""
    assert read_line(line) is None


def test_a_byline_ends_where_the_text_begins() -> None:
    """A name alone counts below another line of the byline, and nowhere else."""
    text = "2024년 3월 5일\n로봇협회\n\n작성: 김하나\n\n로봇협회\n\n글이다.\n"
    outline, _ = read_outline(Lines(text), 0, path="x.md")
    byline = read_byline(outline, 0, outline.after)
    assert (byline.after, byline.author, byline.dates) == (4, "로봇협회", ("2024년 3월 5일",))


def test_a_note_may_follow_a_date() -> None:
    """It dates the document though it is no byline; a sentence does not."""
    assert begins_with_date("> 2024년 3월, 사내 강연 기록")
    assert not begins_with_date("2024년 3월, 로봇협회가 기준을 냈다.")
    assert not begins_with_date("2024년 3월 기준이 나왔다")


@given(st.text(alphabet="2024년3월5일.-/|,: 작성자팀by\0*", max_size=130))
def test_any_line_is_read(line: str) -> None:
    """Nonsense is text, never an error."""
    read = read_line(line)
    assert read is None or len(read.author) <= len(line)
