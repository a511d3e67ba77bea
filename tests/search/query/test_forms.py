"""The forms in which the corpus may hold a word."""

from __future__ import annotations

import pytest

from bot.search.query.forms import slips
from tests.search.corpus import document, engine_of


def test_of_two_words_equally_near_the_commoner_one_counts_more() -> None:
    """`발쟌소` lies one key beside both words; one stands in twenty sections, the other in a single one."""
    common = document("common", [(f"소식 {number}", "발전소가 멈췄다.") for number in range(20)])
    engine = engine_of([common, document("rare", [("소식", "발진소가 멈췄다.")])])
    assert engine._generation is not None
    found = {form.text: form.weight for form in slips("발쟌소", engine._lexicon(engine._generation, ""))}
    assert found.keys() >= {"발전소", "발진소"}
    assert found["발전소"] > found["발진소"]


FILLER = [document(f"{number}", [("소식", f"은행은 금리를 {number}번 올렸고 시장은 기다린다.")]) for number in range(6)]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("퀵렌즈", "The app Quick Lens reads damage in pictures."),
        ("한빛셀", "Hanbit Cell inspects its batteries."),
        ("스태빌리티AI", "Stability AI lost its lawsuit."),
        ("하루투", "HARU-2 welds plates at the yard."),
        ("지피티포", "GPT-4 wrote the summary."),
        ("bostondynamics", "보스턴 다이내믹스가 로봇을 팔았다."),
        ("Mask Hunter", "마스크헌터가 가짜 영상을 찾아냈다."),
        ("딥 시크", "DeepSeek cut its prices."),
        ("Tongso 2", "통소 2를 공개했다."),
        ("오스프리-7", "Osprey-7 came out first."),
        ("Udio", "유디오가 화해했다."),
        ("Atlas", "아틀라스가 공장에 들어갔다."),
        ("아틀라스", "Atlas went to work in the plant."),
    ],
)
def test_a_name_of_several_words_or_with_a_number_is_heard(query: str, text: str) -> None:
    """Whether either script writes it as one word or as two."""
    engine = engine_of([*FILLER, document("name", [("News", text)])], glossary=())
    assert [hit.document.id for hit in engine.search(query).hits] == ["name"]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("오류 정정", "A hallucination is a false statement."),
        ("타이달", "They met Darl in the harbour; the Darl ferry."),
    ],
)
def test_words_that_sound_so_by_chance_are_no_compound(query: str, text: str) -> None:
    """Many words can be put together: their sounds must agree, and `the` is no part of a name."""
    engine = engine_of([*FILLER, document("other", [("News", text)])], glossary=())
    assert not engine.search(query).answered
