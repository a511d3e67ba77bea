from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from bot.search.index.reading import Batch, read
from bot.search.spelling.analyze import words

LINE = st.one_of(
    st.text(
        st.sampled_from("가나힣ㄱㅏAbZ019.,_-()·…① \n\t²é\u0301\u1112\u1161\ufffd\ufffe\uffff\x01🎉𠀀ſΣ"), max_size=40
    ),
    st.text(st.characters(codec=None), max_size=30),
)


def _texts(batch: Batch) -> list[str]:
    whole = batch.points.tobytes().decode("utf-16-le")
    starts = [0, *batch.ends.tolist()[:-1]]
    return [whole[start:stop] for start, stop in zip(starts, batch.ends.tolist(), strict=True)]


def _two_bytes(word: str) -> str:
    return "".join(char if char <= "\uffff" else "\ufffd" for char in word)


@given(st.lists(st.tuples(LINE, LINE, LINE, LINE), min_size=1, max_size=5))
@example([("1,200.5b", "3.2버전", "1.2.3", "1.234,567b .5 5. 1..2 a1.5c2.5d")])
@example([("", "", "", "")])
def test_batches_give_the_words_that_single_texts_give(sections: list[tuple[str, str, str, str]]) -> None:
    """Any characters, in every line, whatever stands in the texts beside them."""
    batch = read(sections)
    expected = [[[_two_bytes(word) for word in words(line)] for line in lines] for lines in sections]
    assert _texts(batch) == ["\n".join(map(" ".join, lines)) for lines in expected]
    found = list(zip(batch.owners.tolist(), batch.words.strings(), strict=True))
    assert found == [(number, word) for number, lines in enumerate(expected) for line in lines for word in line]
    held = batch.counted(np.array([True] * len(sections)))
    times = Counter(word for lines in expected for word in {word for line in lines for word in line})
    assert dict(zip(held.words.strings(), held.counts.tolist(), strict=True)) == times


def test_nothing_to_read_is_no_text() -> None:
    """An empty batch has no words."""
    assert len(read([]).words) == len(read([]).ends) == 0
