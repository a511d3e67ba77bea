from __future__ import annotations

import pytest

from bot.search.query.bylines import credited, heard
from tests.search.corpus import document, engine_of

KNOWN = ("정다운", "플랫폼팀 한지후", "한지후", "Hannah Brooks")


def author(name: str) -> str:
    return name if name in KNOWN else ""


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("정다운이 쓴 글", 'author:"정다운"'),
        ("정다운 님이 작성한 보고서에서 캐시 비용", 'author:"정다운" 캐시 비용'),
        ("캐시에 대해 정다운이 쓴 것", '캐시에 대해 author:"정다운"'),
        ("플랫폼팀 한지후가 쓴 메모리 글", 'author:"플랫폼팀 한지후" 메모리 글'),
        ("작성자 한지후 메모리", 'author:"한지후" 메모리'),
        ("저자는 정다운", 'author:"정다운"'),
        ("글쓴이 정다운의 캐시", 'author:"정다운" 캐시'),
        ("by Hannah Brooks", 'author:"Hannah Brooks"'),
        ("articles by Hannah Brooks about cost", 'author:"Hannah Brooks" about cost'),
    ],
)
def test_an_author_named_in_words_is_a_filter(query: str, read: str) -> None:
    """With what names the work, as far as that says nothing of what is looked for."""
    assert credited(query, author) == read


@pytest.mark.parametrize(
    "query",
    [
        "사람이 쓴 글",
        "누가 쓴 글",
        "정다운 캐시",
        "정다운이 쓴다",
        "models released by Hannah Brooks",
        "저자 표시 의무",
        '"정다운이 쓴 글"',
        "",
    ],
)
def test_other_words_stay_text(query: str) -> None:
    """Names that no author has, names that are not said to have written, and quotations."""
    assert credited(query, author) == query


def test_a_bare_name_is_read_where_it_stands() -> None:
    """Among the first words; nothing else is."""
    assert heard("비용 정다운 캐시", author) == '비용 author:"정다운" 캐시'
    assert heard("등대 소식", author) == ""


DOCUMENTS = [
    document("a", [("등대", "등대는 밤에 켜진다."), ("사람", "사람이 쓴 글을 모았다.")], author="연구팀 임새벽"),
    document("b", [("Ships", "A ship sails at dawn.")], author="Marcus Oyelaran"),
    document("c", [("편지", "임새벽이 쓴 글이라며 편지가 왔다.")], author="박노을"),
    document("d", [("비밀", "숨긴 글이다.")], author="Bruno Marini", owner="T1"),
    document("e", [("Harbour", "The harbour froze.")], author="Mae Cho"),
]
ENGINE = engine_of(DOCUMENTS)


@pytest.mark.parametrize(
    ("query", "documents", "authors"),
    [
        ("임새벽이 쓴 글", {"a"}, ("임새벽",)),
        ("작성자 임새벽 등대", {"a"}, ("임새벽",)),
        ("작성자 마커스", {"b"}, ("Marcus Oyelaran",)),
        ("메이 초", {"e"}, ("Mae Cho",)),
        ("새벽이 쓴 글", {"a", "c"}, ()),
        ("사람이 쓴 글", {"a"}, ()),
    ],
)
def test_the_search_reads_and_shows_it(query: str, documents: set[str], authors: tuple[str, ...]) -> None:
    """Whole words of an author's name, in either script; a part of a name is none."""
    answer = ENGINE.search(query, limit=10)
    assert {hit.document.id for hit in answer.hits} == documents
    assert (answer.query, answer.interpreted.filters.authors) == (query, authors)


def test_authors_that_nobody_may_see_are_not_told() -> None:
    """Their names are like any other word."""
    assert ENGINE.search("작성자 브루노").interpreted.filters.authors == ()
    assert ENGINE.search("작성자 브루노", owner="T1").interpreted.filters.authors == ("Bruno Marini",)
