"""How words and meaning are weighed: the formula, its limits, and the file of its numbers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.meaning import Judgement, Words
from bot.meaning import fusion
from bot.meaning.fusion import Calibration, Evidence, allowance, judge, nearness, room
from bot.meaning.shelf import Parts
from tests.meaning.doubles import BY_WORDS


def words(
    scores: list[float], explained: list[float], *, answered: bool = True, query: str = "어떤 질문을 한다"
) -> Words:
    return Words(query, scores, explained, 10.0, answered)


def weighed(
    said: Words,
    near: list[float],
    by: Calibration = BY_WORDS,
    *,
    farther: list[float] | None = None,
    shared: list[float] | None = None,
    calibrated: bool = True,
) -> Judgement:
    none = [0.0] * len(near)
    evidence = Evidence(np.array(near), np.array(farther or none), np.array(shared or none))
    return judge(said, evidence, by, calibrated=calibrated)


def order_of(scores: Sequence[float]) -> list[int]:
    return sorted(range(len(scores)), key=lambda place: -scores[place])


def test_meaning_speaks_where_words_leave_room() -> None:
    """With nothing explained the nearest section comes first, though words prefer another a little."""
    found = weighed(words([3.0, 2.0, 0.0], [0.1, 0.05, 0.0], answered=False), [5.0, 10.0, 60.0])
    assert order_of(found.scores) == [2, 1, 0]
    assert found.answered
    assert found.shown == (False, False, True)
    assert found.by_meaning == (True, True, True)


def test_shared_subjects_tell_apart_what_lies_as_near() -> None:
    """They speak as far as meaning does, and make an answer likelier."""
    faint = words([1.0, 1.0], [0.0, 0.0], answered=False)
    by = replace(BY_WORDS, answer={**BY_WORDS.answer, "subjects": 1.0})
    assert order_of(weighed(faint, [9.0, 9.0], shared=[0.0, 2.0]).scores) == [1, 0]
    assert [weighed(faint, [18.0, 9.0], by, shared=[said, 0.0]).answered for said in (0.0, 4.0)] == [False, True]
    firm = words([39.0, 38.0], [0.9, 0.9])
    assert order_of(weighed(firm, [9.0, 9.0], shared=[0.0, 2.0]).scores) == [0, 1]


def test_the_other_language_is_allowed_for_in_the_order_alone() -> None:
    """It puts a section first, and makes no answer of what lies as far as any other text."""
    faint = words([1.0, 1.0], [0.0, 0.0], answered=False)
    found = weighed(faint, [9.0, 8.0], farther=[0.0, 9.0])
    assert order_of(found.scores) == [1, 0]
    assert not found.answered


def test_where_words_speak_firmly_they_decide() -> None:
    """The same nearness against a candidate that scores high for each unit of the query's weight."""
    found = weighed(words([39.0, 20.0, 0.0], [0.95, 0.2, 0.0]), [5.0, 10.0, 60.0])
    assert order_of(found.scores)[0] == 0
    assert found.answered
    assert found.by_meaning == (False, False, False)


def test_certain_words_are_an_answer_whatever_meaning_says() -> None:
    """A name typed on the wrong layout has no meaning, yet is found."""
    assert weighed(words([32.0], [0.7]), [-20.0]).answered
    assert not weighed(words([20.0], [0.3]), [-20.0]).answered


def test_the_firmer_words_speak_the_less_it_takes_for_their_answer_to_stand() -> None:
    """At the same distance, with the same share of the query: what scores more for each unit of its weight stands."""
    strengths = [2.0, 14.0, 30.0]
    assert [weighed(words([score], [0.4]), [7.3]).answered for score in strengths] == [False, True, True]
    assert [weighed(words([score], [0.4]), [-9.0]).answered for score in strengths] == [False, False, True]


def test_a_section_that_holds_the_whole_query_is_an_answer() -> None:
    """A common word scores little, and a single one lies near to nothing: it is there nevertheless."""
    assert weighed(words([8.0], [0.9]), [-60.0]).answered
    assert not weighed(words([8.0], [0.5]), [-60.0]).answered


def test_unsure_words_are_overruled_only_from_afar() -> None:
    """A few common words far from the matter are no answer; what words do not answer must lie nearer than that."""
    cases = [(words([9.0], [0.4], answered=told), near) for told in (True, False) for near in (2.0, 12.0, 40.0)]
    assert [weighed(said, [near]).answered for said, near in cases] == [False, True, True, False, False, True]


def test_sections_without_vectors_are_judged_by_words() -> None:
    """They count as the farthest, so that a new document is found before its vectors are made."""
    found = weighed(words([80.0, 5.0], [0.75, 0.1]), [np.nan, 8.0])
    assert order_of(found.scores) == [0, 1]
    none = weighed(words([30.0, 5.0], [0.4, 0.1]), [np.nan, np.nan])
    assert order_of(none.scores) == [0, 1]
    assert none.answered


def test_an_embedder_without_numbers_of_its_own_orders_only() -> None:
    """Its similarities are spread like those that the numbers were learnt from; whether it answers is left to words."""
    said = words([3.0, 2.0], [0.1, 0.05], answered=False)
    narrow, wide = ([0.70, 0.71], [10.0, 900.0])
    for near in (narrow, wide):
        found = weighed(said, near, calibrated=False)
        assert order_of(found.scores) == [1, 0]
        assert not found.answered
    assert weighed(replace(said, answered=True), narrow, calibrated=False).answered


def test_by_meaning_says_what_words_would_not_have_shown() -> None:
    """The first three by words are theirs; where words have no answer, every hit is by meaning."""
    scores = [5.0, 4.0, 3.0, 2.0]
    assert weighed(words(scores, [0.4] * 4), [1.0] * 4).by_meaning == (False, False, False, True)
    assert weighed(words(scores, [0.1] * 4, answered=False), [1.0] * 4).by_meaning == (True,) * 4


def test_what_lies_far_behind_the_best_is_not_shown() -> None:
    """Near enough by itself, it is next to nothing beside a section that answers."""
    near = [60.0, 59.0, 30.0]
    said = words([0.0] * 3, [0.0] * 3, answered=False)
    assert weighed(said, near).shown == (True, True, False)
    assert weighed(said, [-20.0, -20.0, 30.0]).shown == (False, False, True)


def test_the_best_of_what_is_answered_is_shown() -> None:
    """Words have an answer that meaning lets stand: though unlikely by itself, it is one."""
    found = weighed(words([9.0, 0.0], [0.1, 0.0]), [12.0, 0.0])
    assert found.answered
    assert found.shown == (True, False)
    assert weighed(words([9.0, 0.0], [0.1, 0.0], answered=False), [12.0, 0.0]).shown == (False, False)


def test_nothing_to_judge() -> None:
    """Filters may leave no candidate."""
    found = weighed(words([], []), [])
    assert (found.scores, found.answered) == ((), False)


def test_nearness_is_the_weighted_mean_beside_the_usual() -> None:
    """In hundredths, less a share of how near the sections lie to everyday questions."""
    parts = Parts(*(np.array(v, np.float32) for v in ([0.8, 0.8], [0.7, 0.7], [0.6, 0.6])))
    usual = Parts(*(np.array(v, np.float32) for v in ([0.6, 0.3], [0.6, 0.3], [0.6, 0.3])))
    by = replace(BY_WORDS, parts={"window": 1.0, "mean": 1.0, "heading": 2.0}, usual=0.5)
    assert nearness(parts, usual, by) == pytest.approx([37.5, 52.5])
    assert allowance(Parts(*np.array([[0.0, 0.1]] * 3, np.float32)), by) == pytest.approx([0.0, 5.0])


@given(
    st.lists(
        st.tuples(st.floats(0, 500), st.floats(0, 2), st.one_of(st.floats(-100, 100), st.just(np.nan))), max_size=9
    ),
    st.booleans(),
    st.text(max_size=40),
)
def test_any_evidence_gives_finite_scores(rows: list[tuple[float, float, float]], calibrated: bool, query: str) -> None:
    """Whatever is found and typed: as many scores as candidates, all of them numbers."""
    own, share, near = ([row[part] for row in rows] for part in range(3))
    found = weighed(words(own, share, query=query), near, calibrated=calibrated)
    assert len(found.scores) == len(found.shown) == len(found.by_meaning) == len(rows)
    assert np.isfinite(found.scores).all()


def test_firmer_words_leave_less_room() -> None:
    """From all to none, and never beyond."""
    rooms = [room(strength, BY_WORDS) for strength in (-1.0, 0.0, 1.0, 2.0, 4.0, 9.0)]
    assert rooms == sorted(rooms, reverse=True)
    assert (rooms[0], rooms[-1]) == (1.0, 0.0)


def test_the_shipped_numbers_stand_with_their_evidence() -> None:
    """Learnt on one half of the labelled queries; on the half held back they keep what the product promises."""
    value = json.loads(fusion.FILE.read_text(encoding="utf8"))
    assert Calibration.read() == fusion.shipped()
    assert value["answer"].keys() == BY_WORDS.answer.keys()
    held = value["evidence"]["held_back"]
    typed = [
        line for kind, line in held.items() if "words@1" in line and not kind.startswith(("paraphrase", "reworded"))
    ]
    assert len(typed) >= 10
    assert all(line["both@1"] >= line["words@1"] - 0.005 for line in typed)
    reworded = [line for kind, line in held.items() if kind.startswith(("paraphrase", "reworded"))]
    count = sum(line["queries"] for line in reworded)
    assert sum(line["both@1"] * line["queries"] for line in reworded) / count >= 0.60
    assert held["unanswerable"]["both_answered"] <= held["unanswerable"]["words_answered"]
