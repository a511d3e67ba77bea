from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.spelling.hangul import (
    INITIALS,
    KEY_TABLE,
    beginning,
    from_keys,
    initials,
    is_garbled,
    is_initials,
    keys,
    sound,
    sounds,
)

SYLLABLES = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=12)


@given(SYLLABLES)
def test_typing_the_keys_of_a_word_gives_the_word(word: str) -> None:
    """The automaton undoes the key table, whatever the syllables."""
    assert from_keys(word.translate(KEY_TABLE)) == word


@given(st.text(max_size=40))
def test_any_text_can_be_typed_and_has_initials(text: str) -> None:
    """No character stops the tables; initials keep the length."""
    assert len(initials(text)) == len(text)
    from_keys(text)
    assert keys(text) == keys(text).lower()


@given(st.text(st.sampled_from("가깋나낳ㄱㄴ a")), st.text(st.sampled_from("ㄱㄴ"), min_size=1, max_size=3))
def test_initials_are_found_where_syllables_begin_with_them(text: str, run: str) -> None:
    """The same as in the text with its syllables replaced."""
    found = beginning(run).search(text)
    assert (found.start() if found else -1) == initials(text).find(run)


def test_words_typed_on_the_other_layout() -> None:
    """What the left hand typed blindly comes out as meant, in both directions."""
    assert from_keys("dlsrhdwlsmd") == "인공지능"
    assert keys("ㅎ7") == "g7"
    assert keys("ㅐㅔ두") == "open"


@given(SYLLABLES)
def test_initials_are_consonants(word: str) -> None:
    """A word of syllables becomes consonants alone."""
    assert set(initials(word)) <= set(INITIALS)
    assert is_initials(initials(word)) == (len(word) >= 2)


@pytest.mark.parametrize(
    ("latin", "korean"),
    [
        ("hinton", "힌튼"),
        ("gartner", "가트너"),
        ("dice", "다이스"),
        ("alphachip", "알파칩"),
        ("transformer", "트랜스포머"),
        ("summit", "서밋"),
    ],
)
def test_names_sound_like_their_korean_spelling(latin: str, korean: str) -> None:
    """A silent r, a soft c and a final t are heard as Korean hears them."""
    assert sound(latin) == sound(korean)


def test_a_hard_c_is_tried_too() -> None:
    """Greek names keep their k in Korean."""
    assert sound("케라톱스") in sounds("ceratops")


@pytest.mark.parametrize("word", ["화ㅖㅍ", "논랒ㅣ", "쉌", "뷁어"])
def test_no_word_is_written_so(word: str) -> None:
    """Lone jamo and syllables that Korean does without."""
    assert is_garbled(word)


@pytest.mark.parametrize("word", ["과장", "온디바이스", "AI", "챗GPT", "3.2", "漢字"])
def test_unknown_words_may_be_words(word: str) -> None:
    """Whatever script they are in."""
    assert not is_garbled(word)
