from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.search.spelling.analyze import squeeze
from tests.search.corpus import document, engine_of

TAGS = ("AI", "로봇", "정책")
DAYS = (date(2023, 5, 1), date(2024, 1, 23), date(2024, 11, 1), None)
TEXTS = ("로봇 팔이 사과를 딴다.", "사과 농장의 로봇과 정책.", "정책 토론회가 열렸다.", "사과 로봇 팔.")
DOCUMENTS = [
    document(f"d{number}", [(f"글 {number}", text)], tags=tags, day=day, author=author)
    for number, ((tags, day), (text, author)) in enumerate(
        zip(product((("AI",), ("로봇", "정책"), ()), DAYS), product(TEXTS, ("김", "이", "박")), strict=False)
    )
]
ENGINE = engine_of(DOCUMENTS)


def found(query: str) -> set[str]:
    return {hit.document.id for hit in ENGINE.search(query, limit=50).hits} | {
        name.split("/")[0] for hit in ENGINE.search(query, limit=50).hits for name in hit.similar
    }


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(TAGS), max_size=2, unique=True),
    st.sampled_from(["", "2023-12-31", "2024-02"]),
    st.sampled_from(["", "2024-01-23", "2024-10"]),
    st.sampled_from(["", "김", "이"]),
)
def test_filters_equal_brute_force(tags: list[str], after: str, before: str, author: str) -> None:
    """Values of one field are alternatives, fields are joined by and, bounds are inclusive."""
    query = " ".join(
        [*(f"tag:{tag}" for tag in tags)]
        + [f"after:{after}"] * bool(after) + [f"before:{before}"] * bool(before) + [f"author:{author}"] * bool(author)
    )  # fmt: skip
    first = {"": None, "2023-12-31": date(2023, 12, 31), "2024-02": date(2024, 2, 1)}[after]
    last = {"": None, "2024-01-23": date(2024, 1, 23), "2024-10": date(2024, 10, 31)}[before]
    expected = {
        doc.info.id
        for doc in DOCUMENTS
        if (not tags or set(tags) & set(doc.info.tags))
        and (first is None or (doc.info.date is not None and doc.info.date >= first))
        and (last is None or (doc.info.date is not None and doc.info.date <= last))
        and (not author or doc.info.author == author)
    }
    assert found(query) == (expected if query else set())


@pytest.mark.parametrize(("query", "field", "value"), [("-tag:로봇", "tags", "로봇"), ("-작성자:김", "author", "김")])
def test_a_named_filter_may_exclude(query: str, field: str, value: str) -> None:
    """None of what is found has it, all else is."""
    expected = {doc.info.id for doc in DOCUMENTS if value not in getattr(doc.info, field)}
    assert found(query) == expected
    assert found(f"tag:정책 {query}") == {doc.info.id for doc in DOCUMENTS if "정책" in doc.info.tags} & expected


@pytest.mark.parametrize("phrase", ["로봇 팔", "사과 로봇", "로봇팔", "토론회가 열렸다", "팔 로봇"])
def test_phrases_equal_brute_force(phrase: str) -> None:
    """A phrase stands in the text, however it is spaced."""
    expected = {doc.info.id for doc in DOCUMENTS if squeeze(phrase) in squeeze(doc.sections[0].text)}
    assert found(f'"{phrase}"') == expected


def test_excluded_words_equal_brute_force() -> None:
    """No hit holds a word that begins so."""
    expected = {
        doc.info.id for doc in DOCUMENTS if "로봇" in doc.sections[0].text and "정책" not in doc.sections[0].text
    }
    assert found("로봇 -정책") == expected


def test_values_are_found_by_a_part_of_them() -> None:
    """`doc:d1` means the document of that name; a part of a name finds all that contain it."""
    assert found("doc:d1") == {"d1"}
    assert found("tag:로") == {doc.info.id for doc in DOCUMENTS if "로봇" in doc.info.tags}
    assert found("tag:없는태그") == set()


def test_a_filter_knows_the_other_names_of_the_glossary() -> None:
    """As far as no document has the name that was asked for: then that one is meant."""
    texts = [("글", "사과가 익는다.")]
    english, korean = document("en", texts, author="Meta"), document("ko", texts, author="구글")
    engine = engine_of([english, korean], [("메타", "Meta"), ("구글", "Google")])
    assert [hit.document.id for hit in engine.search("저자:메타 사과").hits] == ["en"]
    assert [hit.document.id for hit in engine.search("author:Google 사과").hits] == ["ko"]
    assert engine.search("저자:오픈AI 사과").hits == ()


def test_a_part_of_another_name_finds_the_document() -> None:
    """The document is signed in one script, the reader types a part of the name in the other."""
    engine = engine_of(
        [document("en", [("글", "사과가 익는다.")], author="Kwangjin Choi")], [("최광진", "Kwangjin Choi")]
    )
    assert [hit.document.id for hit in engine.search("저자:광진").hits] == ["en"]
    assert engine.search("저자:희진").hits == ()


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("문서:brif 사과", '문서:"월간 AI Brief 11월호" 사과'),
        ("출처:벤쳐 사과", '출처:"Venturebeat" 사과'),
        ('사과 출처:"밴처비트"', '사과 출처:"Venturebeat"'),
        ("저자:김하니 사과", '저자:"김하나" 사과'),
        ("태그:로보트,정치", '태그:"로봇" 태그:"정치"'),
    ],
)
def test_the_nearest_value_is_offered(query: str, offered: str) -> None:
    """By keys or by sound, as the document writes it; the words without the filter come after."""
    brief = document(
        "d1",
        [("글", "사과가 익는다.")],
        title="월간 AI Brief 11월호",
        source="Venturebeat",
        author="김하나",
        tags=["로봇"],
    )
    engine = engine_of([brief])
    answer = engine.search(query)
    assert not answer.answered
    assert answer.did_you_mean[0] == offered
    assert engine.search(offered).answered


def test_values_that_nobody_has_or_may_see_are_not_offered() -> None:
    """Strangers are no offer, and another team's names are nobody's business."""
    secret = document("s", [("글", "사과가 익는다.")], author="김비밀", owner="T2")
    engine = engine_of([secret, document("d", [("글", "사과 농장.")], author="박하늘")])
    assert engine.search("저자:김비말 사과", owner="T1").did_you_mean == ("사과",)
    assert engine.search("저자:김비말 사과", owner="T2").did_you_mean[0] == '저자:"김비밀" 사과'
    assert engine.search("저자:제갈공명 사과").did_you_mean == ("사과",)
    tagged = engine_of([document("t", [("글", "사과가 익는다.")], tags=["검색"])])
    assert tagged.search("태그:없음 사과").did_you_mean == ("사과",)
