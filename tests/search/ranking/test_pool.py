from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.search.query.forms import Form
from bot.search.ranking.pool import Pool
from bot.search.ranking.seek import Needle
from bot.search.spelling.analyze import is_short_latin
from bot.search.spelling.hangul import initials

WORD = st.text(st.sampled_from("가나다a1"), min_size=1, max_size=4)
LINE = st.lists(WORD, max_size=5).map(" ".join)
TEXTS = st.lists(st.tuples(LINE, LINE, LINE, LINE).map("\n".join), min_size=1, max_size=4)


def needle(text: str, *, loose: bool = False, run: bool = False) -> Needle:
    return Needle(text, 1.0, Form(text, 1.0), loose=loose, initials=run)


def pool_of(texts: list[str]) -> tuple[Pool, str]:
    """The texts side by side, and the same as one string."""
    return Pool([text.encode("utf-16-le") for text in texts]), "".join(text + "\0" for text in texts)


def places(pool: Pool, *needles: Needle) -> list[int]:
    return pool.found(needles)[1].tolist()


def apart(whole: str, at: int, text: str) -> bool:
    """Two letters have none beside them, three at most on one side."""
    beside = [char.isascii() and char.isalpha() for char in (whole[at - 1 : at] or " ", whole[at + len(text)])]
    return not any(beside) if len(text) == 2 else not all(beside)


@given(TEXTS, st.text(st.sampled_from("가나다a1"), min_size=2, max_size=7), st.booleans())
def test_needles_are_where_brute_force_finds_them(texts: list[str], text: str, loose: bool) -> None:
    """As one string, or with blanks within; the same by bigrams as by searching, occurrences that overlap aside. A few
    Latin letters, within which no blanks may stand, are no mere part of a longer word.
    """
    pool, whole = pool_of(texts)
    loose = loose and not is_short_latin(text)
    kept = [place for place, char in enumerate(whole) if char != " "]
    tight = "".join(whole[place] for place in kept)
    expected = {
        kept[at]
        for at in range(len(tight))
        if tight.startswith(text, at)
        and (loose or whole.startswith(text, kept[at]))
        and (not is_short_latin(text) or apart(whole, kept[at], text))
    }
    searched = set(places(pool, needle(text, loose=loose)))
    assert searched <= expected
    pool.bigram_counts(list(dict.fromkeys(text[at : at + 2] for at in range(len(text) - 1))))
    assert places(pool, needle(text, loose=loose)) == sorted(expected)


@given(TEXTS, st.lists(st.text(st.sampled_from("가나a"), min_size=1, max_size=6), min_size=1, max_size=4, unique=True))
def test_needles_are_found_together_as_alone(texts: list[str], wanted: list[str]) -> None:
    """By needle and in order, of whatever kind each is."""
    pool, _ = pool_of(texts)
    needles = [Needle(text, 1.0, Form(text, 1.0), short=len(text) < 2, loose=len(text) > 4) for text in wanted]
    pool.bigram_counts(list(dict.fromkeys(text[at : at + 2] for text in wanted for at in range(len(text) - 1))))
    which, found = pool.found(needles)
    alone = [(number, place) for number, each in enumerate(needles) for place in places(pool, each)]
    assert list(zip(which.tolist(), found.tolist(), strict=True)) == alone


@given(TEXTS)
def test_counts_are_those_of_lines(texts: list[str]) -> None:
    """Each bigram in each line of each text, blanks aside."""
    pool, _ = pool_of(texts)
    names = ["가나", "a1", "없다"]
    counts = pool.bigram_counts(names)
    for number, text in enumerate(texts):
        lines = [line.replace(" ", "") for line in text.split("\n")]
        assert counts[:, number].tolist() == [
            [sum(line[at : at + 2] == bigram for at in range(len(line))) for line in lines] for bigram in names
        ]


def test_initials_stand_where_words_begin() -> None:
    """In one word where there is such a word, else over blanks; never within a word."""
    pool, whole = pool_of(["나비 다리\n\n\n가나다리 나다 날다"])
    found = places(pool, needle("ㄴㄷ", run=True))
    assert [whole[at : at + 2] for at in found] == ["나다", "날다"]
    assert all(initials(whole[at : at + 2]) == "ㄴㄷ" for at in found)
    assert places(pool, needle("ㄴㅂㄷㄹ", run=True)) == [0]
    assert places(pool, needle("ㅎㅎ", run=True)) == []
