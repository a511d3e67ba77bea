from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.spelling.analyze import POLITE, aligned, core, is_asking, normalise, squeeze, stem, tokens, words

ANY = st.text(st.characters(codec=None), max_size=60)
ODD = st.text(
    st.sampled_from([*"가힣ㄱㅏ ①㎏ＡéĳİßABc3.,🎉", "\u1112", "\u1161", "\u11ab", "\u0301", "\u200b", "\ud800"]),
    max_size=30,
)


@given(ANY | ODD)
def test_tokens_slice_the_original(text: str) -> None:
    """Every word lies in the original, in order, and normalises to itself there."""
    last = 0
    for token in tokens(text):
        assert last <= token.start < token.end <= len(text)
        assert token.text in normalise(text[token.start : token.end]).replace(",", "")
        last = token.start


@given(ANY | ODD)
def test_places_belong_to_the_text(text: str) -> None:
    """Where the places are told apart, there is one for every character and one for the end."""
    plain, places = aligned(text)
    if places is None:
        assert len(plain) == len(text)
    else:
        assert len(places) == len(plain) + 1
        assert places == sorted(places)
        assert places[-1] == len(text)


def test_jamo_that_a_keyboard_types_stay() -> None:
    """NFKC alone would make conjoining jamo of them."""
    assert words("ㄴㅂㅅ 알려줘") == ["ㄴㅂㅅ", "알려줘"]


def test_decomposed_and_wide_forms_are_one() -> None:
    """Files of other systems decompose Hangul; recognition makes wide letters."""
    assert normalise("노벨") == normalise("노벨")
    assert words("ＧＰＴ－４ｏ") == ["gpt", "4o"]


def test_numbers_keep_their_points_and_lose_their_commas() -> None:
    """Versions and dates stay whole, thousands are written either way."""
    assert words("라마3.2는 1,200명, 2024.12.10.") == ["라마3.2", "는", "1200명", "2024.12.10"]


@pytest.mark.parametrize(
    ("word", "cut"),
    [
        ("오세훈이", "오세훈"),
        ("발표했다", "발표"),
        ("요구하였는데", "요구"),
        ("agents", "agent"),
        ("policies", "policy"),
        ("북한산", "북한산"),
        ("ai", "ai"),
    ],
)
def test_stems(word: str, cut: str) -> None:
    """Particles and the endings of noun-made verbs go, parts of names stay."""
    assert stem(word) == cut


@given(ANY.filter(bool))
def test_a_stem_begins_as_the_word_does(word: str) -> None:
    """Cutting only takes from the end (but for the y of English plurals) and leaves two characters."""
    for found in words(word):
        cut = stem(found)
        assert found.startswith(cut[:-1])
        assert len(cut) >= min(2, len(found))


def test_single_syllables_before_a_particle() -> None:
    """`핀은` holds the name `핀`."""
    assert core("핀은") == "핀"
    assert core("대한") == core("주식") == ""
    assert core("기술") == ""


def test_squeezing_forgets_spacing() -> None:
    """Names compare without blanks, points and capitals."""
    assert squeeze("U.S. 민권 위원회") == squeeze("us민권위원회")


@pytest.mark.parametrize(
    "word",
    ["뭐야", "뭐에요", "무엇인지요", "모에요", "어떻게", "어디에요", "있을까요", "알려주십시오", "궁금해요", "where"],
)
def test_words_that_only_ask(word: str) -> None:
    """With any ending, and spelled as people do."""
    assert is_asking(word)


@pytest.mark.parametrize("word", ["왜곡", "모델", "머신", "몇몇", "있음", "어절", "소리", "knowhow"])
def test_words_that_look_like_them(word: str) -> None:
    """They begin alike, and say something."""
    assert not is_asking(word)


def test_politeness_only_asks() -> None:
    """Greetings and thanks around a question say nothing of what is asked."""
    assert all(map(is_asking, POLITE))
