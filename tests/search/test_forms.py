"""The forms in which the corpus may hold a word."""

from __future__ import annotations

from bot.search.forms import slips
from tests.search.corpus import document, engine_of


def test_of_two_words_equally_near_the_commoner_one_counts_more() -> None:
    """`발쟌소` lies one key beside both words; one stands in twenty sections, the other in a single one."""
    common = document("common", [(f"소식 {number}", "발전소가 멈췄다.") for number in range(20)])
    engine = engine_of([common, document("rare", [("소식", "발진소가 멈췄다.")])])
    assert engine._generation is not None
    found = {form.text: form.weight for form in slips("발쟌소", engine._lexicon(engine._generation, ""))}
    assert found.keys() >= {"발전소", "발진소"}
    assert found["발전소"] > found["발진소"]
