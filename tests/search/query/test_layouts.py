"""Words typed on the other keyboard layout."""

from __future__ import annotations

import pytest

from bot.domain.query import Reading
from bot.search.engine import Engine
from tests.search.corpus import document, engine_of

PARTS = [
    ("오래된 코드", "은행의 코볼 코드를 읽고 옮긴다."),
    ("공공 부문", "G7 툴킷을 나라마다 쓴다. 오픈(open) 소스로 낸다."),
    ("칩 배치", "알파칩이 배치를 설계한다."),
    ("광고", "나라 밖 광고(ad)가 늘었다. 이야기 하여 본다."),
]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_of([document("d", PARTS)])


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("채ㅠㅐㅣ", "오래된 코드"),
        ("채ㅠㅐㅣ 은행", "오래된 코드"),
        ("ㅎ7툴킷", "공공 부문"),
        ("ㅐㅔ두소스", "공공 부문"),
    ],
)
def test_latin_typed_in_hangul_is_found(engine: Engine, query: str, heading: str) -> None:
    """Also where the documents write the name in Hangul, and where only one half of a word is in the other layout."""
    answer = engine.search(query)
    assert answer.answered
    assert answer.hits[0].section.heading == heading
    assert answer.interpreted.corrections


@pytest.mark.parametrize("query", ["알vk칩", "dkf파칩", "알파Clq"])
def test_hangul_typed_in_part_in_latin_is_told_as_the_layout(engine: Engine, query: str) -> None:
    """The keys of the whole give the word, wherever a syllable is parted."""
    (correction,) = engine.search(query).interpreted.corrections
    assert (correction.used, correction.reading) == ("알파칩", Reading.LAYOUT)


@pytest.mark.parametrize("query", ["ㅁㅇ나라", "나라ㅁㅇ", "ㅁㅇ하여"])
def test_two_consonants_beside_a_word_are_no_latin_word(engine: Engine, query: str) -> None:
    """They are initials or a slip: nobody means `ad` by them."""
    used = [correction.used for correction in engine.search(query).interpreted.corrections]
    assert not any("ad" in text for text in used)


def test_a_garbled_word_is_no_name_by_chance() -> None:
    """`ㄱㄱ민` keys to `rrals`, which sounds like 라르스: without lone vowels it is no Latin word."""
    engine = engine_of([document("d", [("하나", "코볼과 라르스가 산다."), ("둘", "국민 대다수는 쉰다.")])])
    assert "라르스" not in [found.used for found in engine.search("ㄱㄱ민").interpreted.corrections]
    assert "코볼" not in [found.used for found in engine.search("채볼").interpreted.corrections]
