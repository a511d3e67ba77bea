from __future__ import annotations

import pytest

from bot.domain.query import Reading
from bot.search.engine import Engine
from tests.search.corpus import document, engine_of

GLOSSARY = (("풍력발전", "윈드파워", "W&P"), ("등대", "lighthouse"))


@pytest.fixture(scope="module")
def engine() -> Engine:
    documents = [
        document(
            "a",
            [
                ("바람", "풍력발전 단지를 세우기로 했다. 화가가 그림을 남겼다."),
                ("빛", "등대는 밤에 켠다. 빛을 만드는 등대다."),
            ],
        ),
        document("b", [("수리", "발전기는 still good. 고장이 줄어 다행이다."), ("배", "유람선은 낮에만 다닌다.")]),
        document("c", [(f"{number}번 창고", f"물건{number}을 쌓아 둔다.") for number in range(20)]),
    ]
    return engine_of(documents, glossary=GLOSSARY)


def told(engine: Engine, query: str) -> list[tuple[str, str, Reading]]:
    return [(each.typed, each.used, each.reading) for each in engine.search(query).interpreted.corrections]


@pytest.mark.parametrize(
    "query",
    [
        "풍력발전 단지를 세우기로 했나",
        "화가가 그린 남겼다",
        "고장이 줄었나 다행이다",
        "발전기 skill good",
        "등대 만든다",
    ],
)
def test_another_form_of_the_same_word_is_not_told(engine: Engine, query: str) -> None:
    """Nobody typed anything wrongly, whatever word of the documents came near."""
    assert engine.search(query).answered
    assert told(engine, query) == []


def test_a_slip_is_told(engine: Engine) -> None:
    """As a person would write it: without the particle that the document has behind it."""
    assert told(engine, "유럄선 낮에만") == [("유럄선", "유람선", Reading.TYPO)]


def test_a_slip_that_ends_like_a_question_is_told() -> None:
    """A long noun is none, whatever its last syllable."""
    other = engine_of([document("a", [("바다", "말레이시아 섬에 배가 닿았다.")])])
    assert told(other, "말레이시나 섬") == [("말레이시나", "말레이시아", Reading.TYPO)]


def test_a_name_of_several_words_on_the_other_layout_is_told() -> None:
    """As the glossary writes it."""
    other = engine_of([document("a", [("빛", "풍력 발전 단지다.")])], glossary=[["풍력 발전", "wind power"]])
    assert told(other, "vndfur qkfwjs") == [("vndfur qkfwjs", "풍력 발전", Reading.LAYOUT)]


def test_a_layout_is_told_though_only_a_further_hit_has_the_word() -> None:
    """The reader wants to know what was searched."""
    parts = [("등대 불빛", "등대 불빛이 밤새 돈다. 등대 불빛."), ("항구", "점유율이 높은 항구다. 등대는 멀다.")]
    other = engine_of([document("a", parts), document("b", [(f"{n}", f"창고{n}에 물건{n}.") for n in range(20)])])
    answer = other.search("등대 불빛 wjadbdbf")
    assert [hit.section.heading for hit in answer.hits] == ["등대 불빛", "항구"]
    assert [(each.typed, each.used) for each in answer.interpreted.corrections] == [("wjadbdbf", "점유율")]


def test_another_name_beside_the_typed_one_is_not_told() -> None:
    """The hit has what was typed."""
    many = document("b", [(f"{number}", f"AI 낱말{number} 문장{number}.") for number in range(20)])
    one = document("a", [("AI 판정", "판정은 닷새 걸린다.")], title="인공지능 안내")
    assert told(engine_of([one, many], glossary=[["AI", "인공지능"]]), "AI 판정") == []


@pytest.mark.parametrize("typed", ["W&P", "w p", "윈드파워"])
def test_another_name_is_told_of_the_name_as_typed(engine: Engine, typed: str) -> None:
    """With its capitals and signs, and without the particle behind it."""
    assert told(engine, f"{typed}") == [(typed, "풍력발전", Reading.ALIAS)]
    assert told(engine, "Lighthouse의 밤") == [("Lighthouse", "등대", Reading.ALIAS)]
