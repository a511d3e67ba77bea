"""What is looked for: names written out, and Latin words."""

from __future__ import annotations

import pytest

from bot.search.engine import Engine
from tests.search.corpus import document, engine_of

ROUTING = (
    "Clusters share accelerators between tenants. A scheduler routes small requests to idle nodes, traces initial "
    "latency, offers the remaining capacity to public training queues and reports its official intelligence on costs."
)
ENGLISH = document("infrastructure", [(f"Part {number}", f"{ROUTING} Note {number}.") for number in range(1, 9)])
KOREAN = document(
    "market",
    [
        ("거품을 둘러싼 말", "올해 AI 투자는 거품이라는 말이 나왔다."),
        ("상장을 기다리는 회사", "두 회사가 IPO 심사를 받고 있다."),
        *((f"AI 소식 {number}", f"AI를 쓰는 회사가 {number}곳 늘었다.") for number in range(1, 40)),
    ],
)
GLOSSARY = [["AI", "인공지능", "artificial intelligence"], ["IPO", "기업공개", "initial public offering"]]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_of([ENGLISH, KOREAN], GLOSSARY)


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("AI 거품", "거품을 둘러싼 말"),
        ("인공지능 거품", "거품을 둘러싼 말"),
        ("IPO", "상장을 기다리는 회사"),
        ("기업공개", "상장을 기다리는 회사"),
    ],
)
def test_a_name_written_out_counts_for_no_more_than_the_name(engine: Engine, query: str, heading: str) -> None:
    """English text holds the letters of `artificial intelligence` everywhere; that makes no answer of it."""
    answer = engine.search(query)
    assert answer.answered
    assert answer.hits[0].section.heading == heading


def test_letters_of_a_latin_word_are_no_answer(engine: Engine) -> None:
    """Sections that merely share pairs of letters with English words do not answer for them."""
    assert not engine.search("mortgage interest rates").answered


def test_names_are_found_in_the_other_script_and_by_their_letters() -> None:
    """Also where a Latin ending stands behind the Korean spelling, and where the keys would give other syllables."""
    held = document(
        "chips",
        [
            ("퓨리오사AI의 홀로서기", "퓨리오사AI는 인수 제안을 거절했다."),
            ("도구를 부르는 약속", "MCP는 도구를 부르는 약속이다."),
            ("캐릭터를 빌려주다", "디즈니는 캐릭터를 빌려준다."),
            ("그래픽 처리 장치", "GPU가 모자란다."),
        ],
    )
    engine = engine_of([held], [["GPU", "그래픽 처리 장치", "graphics processing unit"]])
    for query, heading in (
        ("Furiosa", "퓨리오사AI의 홀로서기"),
        ("엠씨피가", "도구를 부르는 약속"),
        ("Disney", "캐릭터를 빌려주다"),
        ("지피유", "그래픽 처리 장치"),
    ):
        answer = engine.search(query)
        assert answer.answered, query
        assert answer.hits[0].section.heading == heading


def test_a_word_of_one_syllable_is_found_among_many_sections() -> None:
    """It has no bigram of its own; those with its particles find it."""
    others = [(f"소식 {number}", f"회사가 {number}번째 소식을 알렸다.") for number in range(60)]
    held = document("news", [*others, ("열을 식히는 법", "데이터 센터는 물을 많이 쓴다.")])
    answer = engine_of([held]).search("물")
    assert [hit.section.heading for hit in answer.hits] == ["열을 식히는 법"]


@pytest.mark.parametrize("query", ["두회쀍뷁", "말이쀍뷁", "소식쫣뷁"])
def test_a_word_that_is_none_is_no_answer_for_a_part_of_it(engine: Engine, query: str) -> None:
    """Alone it counts whole, whatever syllables of it stand somewhere; beside a name it takes nothing from the name."""
    assert not engine.search(query).answered
    assert engine.search(f"거품 {query}").answered


def test_an_english_word_that_the_documents_lack_is_missed_like_a_korean_one(engine: Engine) -> None:
    """Pairs of its letters stand in any English text; one word of three is no answer."""
    assert not engine.search("latest public station").answered
    assert engine.search("public training queues").answered
