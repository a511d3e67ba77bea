from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.search.index.codes import code
from bot.search.index.wordlist import Counted, joined, of, summed

WORDS = st.lists(st.text(st.sampled_from("가나다ab1ㄱ\ufffd"), min_size=1, max_size=70), max_size=30)


@given(WORDS)
def test_words_come_back(words: list[str]) -> None:
    """One by one, in any order, joined; and their numbers are those of single words."""
    listed = of(words)
    places = np.arange(len(words))[::-2]
    assert listed.strings() == words
    assert listed.pick(places).strings() == words[::-2]
    assert joined([listed, of([]), listed]).strings() == words * 2
    assert listed.numbers().tolist() == [code(word) for word in words]


@given(st.lists(st.dictionaries(st.text(st.sampled_from("가나ab"), min_size=1, max_size=3), st.integers(-3, 3))))
def test_counts_add_up(found: list[dict[str, int]]) -> None:
    """Every word once, by rising number."""
    lists = [(of(list(counts)), counts) for counts in found]
    # Numbers of a list rise only where it was summed; what is given in need not.
    whole = summed([Counted(w, w.numbers(), np.array(list(c.values()), np.int64)) for w, c in lists])
    expected: Counter[str] = Counter()
    for counts in found:
        for word, count in counts.items():
            expected[word] += count
    assert dict(zip(whole.words.strings(), whole.counts.tolist(), strict=True)) == dict(expected)
    assert whole.numbers.tolist() == sorted(whole.numbers.tolist())
