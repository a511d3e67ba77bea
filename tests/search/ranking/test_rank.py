from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.query import Reading
from bot.search.query.expand import Term
from bot.search.query.forms import Form
from bot.search.ranking.calibration import GUESSED
from bot.search.ranking.pool import Pool
from bot.search.ranking.rank import K1, LINE_WEIGHTS, WEIGHTS, B, rank
from bot.search.ranking.seek import Grams, Needle, Wanted

WORD = st.text(st.sampled_from("가나다"), min_size=1, max_size=4)
LINE = st.lists(WORD, max_size=5).map(" ".join)
TEXTS = st.lists(st.tuples(LINE, LINE, LINE, LINE).map("\n".join), min_size=1, max_size=5)
AVERAGE = 12.0
RAREST = 5.0


def pool_of(texts: list[str]) -> Pool:
    return Pool([text.encode("utf-16-le") for text in texts])


def wanted(word: str, rarity: float = 2.0) -> Wanted:
    """A term of one form that all its bigrams' rarity stands for."""
    rarities = {word[place : place + 2]: rarity for place in range(len(word) - 1)}
    form = Form(word, 1.0)
    return Wanted(
        Term(word, (form,)),
        (Needle(word, rarity, form),),
        (Grams(rarities, 1.0, sum(rarities.values())),),
        rarity,
    )


def bm25(text: str, word: str, rarity: float = 2.0) -> float:
    """Brute force over the lines; the end of a line counts as a letter."""
    lines = [line.replace(" ", "") for line in text.split("\n")]
    bigrams = {word[place : place + 2] for place in range(len(word) - 1)}
    norm = 1 - B + B * sum(len(line) + 1 for line in lines) / AVERAGE
    total = 0.0
    # Lines follow each other without a bigram across.
    for bigram in bigrams:
        times = sum(
            weight * sum(line[at : at + 2] == bigram for at in range(len(line) - 1))
            for line, weight in zip(lines, LINE_WEIGHTS, strict=True)
        )
        total += rarity * times * (K1 + 1) / (times + K1 * norm)
    return total


@given(TEXTS, st.text(st.sampled_from("가나다"), min_size=2, max_size=3))
def test_bigrams_count_as_in_brute_force(texts: list[str], word: str) -> None:
    """What the string itself adds where a text holds it is all that is above BM25."""
    ranking = rank(pool_of(texts), [wanted(word)], (), AVERAGE, RAREST)
    for text, score, chosen in zip(texts, ranking.scores, ranking.chosen[0], strict=True):
        held = any(word in line for line in text.split("\n"))
        assert (chosen == 0) == held
        extra = score - bm25(text, word)
        assert (2.0 * WEIGHTS.within - 1e-9 <= extra) if held else abs(extra) < 1e-9


def test_a_whole_word_in_the_title_is_worth_most() -> None:
    """Then a word's beginning, then anywhere, then its bigrams apart."""
    texts = ["가나다\n\n\n라", "라\n\n\n가나다", "라\n\n\n가나다라라", "라\n\n\n라가나다라", "라\n\n\n가나 나다"]
    scores = rank(pool_of(texts), [wanted("가나다")], (), AVERAGE, RAREST).scores
    assert (np.diff(scores) < 0).all()


def test_words_near_each_other_are_worth_more() -> None:
    """The same words at the same kind of place, close together and far apart."""
    apart = "라 " * 30
    texts = [f"라\n\n\n마 {apart}가나 다나", f"라\n\n\n가나 {apart}다나 마"]
    near, far = rank(pool_of(texts), [wanted("가나"), wanted("다나")], (), AVERAGE, RAREST).scores
    assert near > far


def test_what_is_explained_is_a_share() -> None:
    """All, half and nothing of two equal words; and nothing at all is ranked without a fault."""
    texts = ["가나 다나\n\n\n라", "가나\n\n\n라", "라\n\n\n라"]
    explained = rank(pool_of(texts), [wanted("가나"), wanted("다나")], (), AVERAGE, RAREST).explained
    assert explained.tolist() == [1.0, 0.5, 0.0]
    assert len(rank(pool_of([]), [wanted("가나")], (), AVERAGE, RAREST).scores) == 0


def test_a_guess_is_believed_where_other_words_confirm_it() -> None:
    """By itself it makes a section sure of little; beside another rare word it counts as if it had been typed."""
    guess = Form("가나", 1.0, Reading.TYPO, sure=False)
    guessed = Wanted(Term("가다", (guess,)), (Needle("가나", 2.0, guess),), (), 2.0)
    alone, beside = rank(
        pool_of(["라\n\n\n가나", "라\n\n\n가나 다나"]), [guessed, wanted("다나")], (), AVERAGE, RAREST
    ).explained
    assert (alone, beside) == (0.5 * GUESSED, 1.0)


def test_guesses_by_sound_do_not_confirm_each_other() -> None:
    """A long text in the other script sounds like anything somewhere."""
    heard = [
        Wanted(Term(typed, (form,)), (Needle(form.text, 2.0, form),), (), 2.0)
        for typed, form in (
            ("프린터", Form("plant", 1.0, Reading.SOUND, sure=False)),
            ("용지", Form("onggi", 1.0, Reading.SOUND, sure=False)),
        )
    ]
    ranking = rank(pool_of(["라\n\n\nplant onggi"]), heard, (), AVERAGE, RAREST)
    assert ranking.explained.tolist() == [GUESSED]


def test_what_only_the_title_and_the_labels_hold_is_shared_by_a_document() -> None:
    """A heading or the body that holds a word makes it the section's own; what holds nothing shares nothing."""
    texts = ["가나다\n라\n\n라", "라\n라\n가나다\n라", "가나다\n라\n\n가나다", "라\n가나다\n\n라", "라\n라\n\n라"]
    assert rank(pool_of(texts), [wanted("가나다")], (), AVERAGE, RAREST).shared.tolist() == [
        True,
        True,
        False,
        False,
        False,
    ]
