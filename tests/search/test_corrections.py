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


@pytest.mark.parametrize("typed", ["W&P", "w p", "윈드파워"])
def test_another_name_is_told_of_the_name_as_typed(engine: Engine, typed: str) -> None:
    """With its capitals and signs, and without the particle behind it."""
    assert told(engine, f"{typed}") == [(typed, "풍력발전", Reading.ALIAS)]
    assert told(engine, "Lighthouse의 밤") == [("Lighthouse", "등대", Reading.ALIAS)]
