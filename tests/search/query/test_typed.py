from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.query import Filters
from bot.search.query.typed import MAX_WORD_CHARS, MAX_WORDS, parse
from bot.search.spelling.dates import period
from tests.search.corpus import TODAY


def words(query: str) -> list[str]:
    return [word.text for word in parse(query, today=TODAY).words]


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("tag:AI 노벨", Filters(tags=("AI",))),
        ("태그:AI,로봇 노벨", Filters(tags=("AI", "로봇"))),
        ('source:"U.S. Commission" 얼굴', Filters(sources=("U.S. Commission",))),
        ("출처:OECD", Filters(sources=("OECD",))),
        ("저자:김하나 author:park", Filters(authors=("김하나", "park"))),
        ("문서:brief", Filters(documents=("brief",))),
        ("분류: 기업", Filters(categories=("기업",))),
        ("after:2024-10 라마", Filters(after=date(2024, 10, 1))),
        ("이전:2024년 10월 라마", Filters(before=date(2024, 10, 31))),
        ('"노벨 물리학상" -화학상', Filters(phrases=("노벨 물리학상",), excluded=("화학상",))),
        ("ㅅㅁㅎ:openai", Filters(tags=("openai",))),
    ],
)
def test_filters_in_both_languages(query: str, filters: Filters) -> None:
    """Names in English, Korean and on the wrong layout."""
    assert parse(query, today=TODAY).filters == filters


@pytest.mark.parametrize("query", ["after:soon 라마", "tag: ", "이후:모레쯤"])
def test_a_filter_that_cannot_be_read_is_text(query: str) -> None:
    """It is searched and reported, not dropped."""
    parsed = parse(query, today=TODAY)
    assert parsed.filters == Filters()
    assert parsed.unread
    assert parsed.words


@pytest.mark.parametrize("query", ["after:2031-02-30 라마", "라마 이전:2031년 13월", "since:99 라마"])
def test_a_bound_that_is_no_date_is_left_out(query: str) -> None:
    """It is told, and none of its digits is searched for."""
    parsed = parse(query, today=TODAY)
    assert parsed.filters == Filters()
    assert [word.text for word in parsed.words] == ["라마"]
    assert (parsed.unread, len(parsed.left_out)) == ((), 1)


def test_a_named_filter_excludes_too() -> None:
    """A hyphen before it; a bound has no opposite."""
    assert parse('-tag:새,섬 -저자:"한 바다" 배', today=TODAY).filters == Filters(
        without=(("tag", "새"), ("tag", "섬"), ("author", "한 바다"))
    )
    assert parse("-after:2031 배", today=TODAY).filters == Filters()


def test_hyphens_inside_words_exclude_nothing() -> None:
    """`GPT-4o` and a date are no exclusions."""
    assert parse("GPT-4o 2024-10-01 - 항목", today=TODAY).filters == Filters()


@pytest.mark.parametrize("query", ['"노벨 물리학상"을 받은 사람', "“resigns”와 더불어", "「알파폴드」란"])
def test_what_a_sentence_quotes_is_text(query: str) -> None:
    """A particle follows the closing mark at once: nobody types a filter so."""
    assert parse(query, today=TODAY).filters == Filters()


def test_phrases_are_searched_as_words_too() -> None:
    """A phrase restricts and ranks."""
    assert words('"노벨 물리학상" 수상') == ["노벨", "물리학상", "수상"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2024", (date(2024, 1, 1), date(2024, 12, 31))),
        ("2024-10", (date(2024, 10, 1), date(2024, 10, 31))),
        ("2024.10.05", (date(2024, 10, 5), date(2024, 10, 5))),
        ("2024년 2월", (date(2024, 2, 1), date(2024, 2, 29))),
        ("7d", (date(2024, 11, 13), date(2024, 11, 13))),
        ("2주", (date(2024, 11, 6), date(2024, 11, 6))),
        ("1개월", (date(2024, 10, 20), date(2024, 10, 20))),
        ("오늘", (TODAY, TODAY)),
        ("지난주", (date(2024, 11, 11), date(2024, 11, 17))),
        ("지난달", (date(2024, 10, 1), date(2024, 10, 31))),
        ("last year", (date(2023, 1, 1), date(2023, 12, 31))),
        ("2024-13", None),
        ("9999년", (date(9999, 1, 1), date(9999, 12, 31))),
        ("9999y", None),
        ("0000", None),
        ("soon", None),
    ],
)
def test_periods(text: str, days: tuple[date, date] | None) -> None:
    """Days, months, years and how long ago."""
    assert period(text, today=TODAY) == days


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_string_is_read(query: str) -> None:
    """Nothing that a person types raises, and the words are bounded."""
    parsed = parse(query, today=TODAY)
    assert len(parsed.words) <= MAX_WORDS
    assert all(word.text for word in parsed.words)


def test_endless_words_are_cut() -> None:
    """Of a word without a blank the beginning is searched, and of many long ones no more than of a long question."""
    assert [len(word.text) for word in parse("가" * 8000, today=TODAY).words] == [MAX_WORD_CHARS]
    assert sum(len(word.text) for word in parse(("나" * 100 + " ") * 70, today=TODAY).words) == 8 * MAX_WORD_CHARS


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("12월행사", ["12월", "행사"]),
        ("2024년12월행사", ["2024년", "12월", "행사"]),
        ("12월에는 행사", ["12월에는", "행사"]),
        ("12월10일에", ["12월", "10일에"]),
        ("2024-10-15", ["2024년", "10월", "15일"]),
        ("2024.1.5 발표", ["2024년", "1월", "5일", "발표"]),
        ("2024-10", ["2024년", "10월"]),
        ("버전 2024.1", ["버전", "2024.1"]),
        ("010-2024-10-15", ["010", "2024", "10", "15"]),
        ("73퍼센트 이직", ["73", "이직"]),
        ("31 프로", ["31"]),
        ("10프로젝트", ["10프로젝트"]),
        ("11월호", ["11월호"]),
    ],
)
def test_the_parts_of_a_date_are_words(query: str, read: list[str]) -> None:
    """Also where no blank parts them from one another or from the word behind them; a particle stays."""
    assert words(query) == read


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("25.9.30", ["2025년", "9월", "30일"]),
        ("9/30", ["9월", "30일"]),
        ("24-01-05 회의", ["2024년", "1월", "5일", "회의"]),
        ("CUDA 12.4.1", ["cuda", "12.4.1"]),
        ("24/7", ["24", "7"]),
        ("3/4분기", ["3", "4분기"]),
    ],
)
def test_brief_dates_are_read_in_words(typed: str, words: list[str]) -> None:
    """A year of two digits and a day that can be no month; versions and fractions stay as they are."""
    assert [word.text for word in parse(typed, today=TODAY).words] == words


def test_marks_piled_on_a_letter_are_cut() -> None:
    """To order thousands of them takes longer than any search; what people write has two or three."""
    piled = parse("a" + "\u0301\u0327" * 3_000 + " 로봇", today=TODAY)
    assert len(piled.text) < 50
    assert piled.words[-1].text == "로봇"
    assert parse("e\u0323\u0302 로봇", today=TODAY).text == "e\u0323\u0302 로봇"
