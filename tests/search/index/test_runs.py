from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.search.index.runs import LONGEST
from bot.search.index.texts import Part, Rows, build, merged
from bot.search.spelling.hangul import initials

LINE = st.lists(st.text(st.sampled_from("가나다라까a1힣"), min_size=1, max_size=4), max_size=6).map(" ".join)
TEXTS = st.lists(st.tuples(LINE, LINE, LINE, LINE).map("\n".join), min_size=1, max_size=6)
NONE = np.zeros(0, np.int64)


def part_of(first: int, texts: list[str]) -> Part:
    """A part of these sections, all of the fifth day."""
    points = np.frombuffer("".join(texts).encode("utf-16-le"), np.uint16)
    rows = Rows(first)
    rows.add(points, np.cumsum([len(text) for text in texts], dtype=np.int64))
    rows.days, rows.names, rows.payloads = [5] * len(texts), [()] * len(texts), [b""] * len(texts)
    return Part(build(rows))


def holds(lines: list[str], run: str) -> bool:
    """Brute force: some word begins the run, which may go on over blanks but not over lines or other letters."""
    return any(
        initials("".join(words[place:])).startswith(run)
        for words in (line.split() for line in lines)
        for place in range(len(words))
    )


@given(TEXTS, st.text(st.sampled_from("ㄱㄴㄷㄹㄲㅎ"), min_size=1, max_size=LONGEST))
def test_runs_equal_brute_force(texts: list[str], run: str) -> None:
    """Every section with the run is found and no other, in headings apart, in two parts as in one."""
    half = len(texts) // 2
    parts = [part_of(7, texts[:half])] * bool(half) + [part_of(7 + half, texts[half:])]
    for part in [*parts, Part(merged(parts, NONE))]:
        own = texts[part.first - 7 : part.stop - 7]
        for titled in (False, True):
            expected = [
                part.first + place
                for place, text in enumerate(own)
                if holds(text.split("\n")[: 2 if titled else 4], run)
            ]
            assert part.having(run, titled=titled).tolist() == expected


@given(TEXTS)
def test_texts_come_back(texts: list[str]) -> None:
    """A section's text is what was given."""
    part = part_of(3, texts)
    assert [str(part.text(3 + place), "utf-16-le") for place in range(len(texts))] == texts
    assert part.day(3) == 5
