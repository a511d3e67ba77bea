"""The index of words, against a plain search."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trends.postings import Postings
from bot.trends.words import keys

WORDS = st.sampled_from(
    ["메타", "메타는", "메타가", "메타버스", "구글의", "라마를", "국가", "국가의", "국가를", "공개했다", "gpt4o를"]
)
TEXTS = st.lists(st.lists(WORDS, max_size=8), min_size=1, max_size=6)


def filled(texts: list[list[str]]) -> Postings:
    postings = Postings()
    for number, words in enumerate(texts):
        postings.add(number, words)
    return postings


@given(TEXTS)
def test_a_noun_is_found_in_the_sections_that_name_it(texts: list[list[str]]) -> None:
    """The index says what reading every section would say."""
    named = {n for n, words in enumerate(texts) if {"메타", "메타는", "메타가"} & set(words)}
    assert filled(texts).holding("메타") == named


@given(TEXTS, st.data())
def test_what_is_taken_out_leaves_no_trace(texts: list[list[str]], data: st.DataObject) -> None:
    """Removing sections gives the index that never had them."""
    gone = data.draw(st.sets(st.integers(0, len(texts) - 1)))
    postings = filled(texts)
    for number in sorted(gone):
        postings.remove(number, texts[number])
    kept = Postings()
    for number, words in enumerate(texts):
        if number not in gone:
            kept.add(number, words)
    for noun in ("메타", "메타버스", "구글", "라마", "국가", "gpt4o"):
        assert postings.holding(noun) == kept.holding(noun)
    assert postings.verbal("공개") == kept.verbal("공개")


@given(TEXTS)
def test_the_bound_is_never_below_the_count(texts: list[list[str]]) -> None:
    """Terms are left out by their bound, so it must not be too low."""
    postings = filled(texts)
    for noun in ("메타", "구글", "라마", "국가"):
        assert postings.at_most(noun) >= len(postings.holding(noun))
        assert postings.nouns_in(range(len(texts)))[noun] >= len(postings.holding(noun))


def test_a_word_with_particles_of_its_own_is_a_noun_of_its_own() -> None:
    """카나나 is a product of Kakao and not 카나 with 나."""
    postings = filled([keys("카나는 새롭다"), keys("카나나를 쓴다"), keys("카나나의 이름"), keys("카나나 공개")])
    assert postings.holding("카나") == {0}
    assert postings.holding("카나나") == {1, 2, 3}


def test_a_word_of_the_glossary_is_a_noun_of_its_own() -> None:
    """Once is enough where the glossary knows it."""
    postings = filled([keys("카나나 공개")])
    assert postings.holding("카나") == {0}
    postings.nouns = frozenset({"카나나"})
    assert postings.holding("카나") == set()


@pytest.mark.parametrize(
    ("said", "noun", "is_noun"),
    [
        ("벤치마크를 벤치마크의", "벤치마크", True),  # two particles
        ("콜드브루, 콜드브루 / 콜드브루를", "콜드브루", True),  # bare, and with one that only nouns take
        ("콜드브루를", "콜드브루", False),
        ("나서, 나서 / 나서는", "나서", False),  # as a verb ends
        ("바로 / 바로", "바로", False),
    ],
)
def test_a_noun_is_told_by_its_particles(said: str, noun: str, is_noun: bool) -> None:
    """An adverb takes none, and what a verb ends in proves nothing. Commas and strokes part sections."""
    assert filled([keys(part) for part in re.split("[/,]", said)]).inflected(noun) is is_noun


def test_the_share_of_verbs_is_measured() -> None:
    """발표 is mostly done, not spoken of."""
    postings = filled([keys("발표했다"), keys("발표하는"), keys("발표된"), keys("발표를")])
    assert postings.verbal("발표") == 0.75
    assert postings.verbal("메타") == 0.0


def test_a_section_can_be_given_a_word_more() -> None:
    """A phrase that becomes known later is added to the sections that hold it, once."""
    postings = filled([["ai", "에이전트"], ["ai"]])
    postings.append(0, "ai에이전트")
    postings.append(0, "ai에이전트")
    assert postings.holding("ai에이전트") == {0}
    assert postings.at_most("ai에이전트") == 1


def test_what_is_told_quickly_bounds_what_is_told_exactly() -> None:
    """Counts over some sections are those of the whole where all are asked for, and never less than the sections."""
    postings = filled([keys("메타는 크다. 바나나를 산다."), keys("메타의 집, 바나나의 값"), keys("메타, 바나나")])
    every = postings.tally([0, 1, 2])
    for noun in ("메타", "바나나", "바나", "없음"):
        assert len(postings.holding(noun)) <= every(noun) == postings.at_most(noun) <= postings.written(noun)
    assert postings.tally([1])("메타") == 1
    assert (postings.written("바나"), postings.at_most("바나")) == (1, 0)
