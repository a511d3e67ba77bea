from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.search.index.codes import code
from bot.search.index.vocabulary import Part, build, merged
from bot.search.index.wordlist import Counted, of, summed
from bot.search.spelling.hangul import keys, sound

WORDS = st.lists(
    st.text(st.sampled_from("가각나난다라마바사아자하ab1힌튼"), min_size=2, max_size=6),
    min_size=1,
    max_size=60,
    unique=True,
)


def part_of(counts: dict[str, int]) -> Part:
    """A part of these words with their counts."""
    words = of(list(counts))
    return Part(build(summed([Counted(words, words.numbers(), np.array(list(counts.values()), np.int64))])))


@given(WORDS, st.text(st.sampled_from("가각나난다라마ㄱㅏab"), min_size=2, max_size=5))
def test_one_slip_finds_all_that_brute_force_finds(words: list[str], typed: str) -> None:
    """Halves, lengths and letter sets discard nothing that one stroke explains."""
    wanted = keys(typed)
    found = {n.word for n in part_of(dict.fromkeys(words, 1)).neighbours(wanted, cutoff=1)}
    assert found == {word for word in words if OSA.distance(keys(word), wanted) <= 1}


@given(WORDS, st.text(st.sampled_from("가각나난다라마"), min_size=3, max_size=5))
def test_two_slips_find_words_with_an_intact_half(words: list[str], typed: str) -> None:
    """Whatever is found is near enough, and all with the same beginning or end are found."""
    wanted = keys(typed)
    half = (len(wanted) - 1) // 2
    found = {n.word: n.distance for n in part_of(dict.fromkeys(words, 1)).neighbours(wanted, cutoff=2)}
    for word, distance in found.items():
        assert distance == OSA.distance(keys(word), wanted) <= 2
    for word in words:
        intact = keys(word)[:half] == wanted[:half] or keys(word)[-half:] == wanted[-half:]
        assert not (intact and OSA.distance(keys(word), wanted) <= 2) or word in found


@given(WORDS)
def test_counts_and_order_survive(words: list[str]) -> None:
    """Every word is counted; other words are not there."""
    part = part_of({word: place + 1 for place, word in enumerate(words)})
    assert [part.count(code(word)) for word in words] == list(range(1, len(words) + 1))
    assert part.count(code("없는말이다")) == 0
    assert sorted(part.words().strings()) == sorted(words)


@given(WORDS, WORDS)
def test_merging_adds_up(one: list[str], other: list[str]) -> None:
    """Counts add up, and words taken back as often as they came are gone."""
    both = Part(merged([part_of(dict.fromkeys(one, 2)), part_of(dict.fromkeys(other, -2))]))
    for word in {*one, *other}:
        assert both.count(code(word)) == 2 * (word in one) - 2 * (word in other)
    assert set(both.words().strings()) == set(one) ^ set(other)


@given(WORDS)
def test_words_are_found_by_their_sound(words: list[str]) -> None:
    """Whole Hangul words of any consonant are found by them."""
    part = part_of(dict.fromkeys(words, 1))
    for word in words:
        heard = sound(word)
        if heard and all("가" <= char <= "힣" for char in word):
            assert word in part.sounding(heard, len(word), latin=False)
            assert word not in part.sounding(heard, len(word), latin=True)


@given(WORDS, st.integers(1, 4))
def test_beginnings_complete(words: list[str], size: int) -> None:
    """Completions begin with what was typed, keys for keys."""
    typed = keys(words[0])[:size]
    found = part_of(dict.fromkeys(words, 1)).starting(typed, limit=100)
    assert set(found) == {word for word in words if keys(word).startswith(typed)}
