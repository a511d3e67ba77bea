from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.search.hangul import initials
from bot.search.runs import LONGEST
from bot.search.texts import Part, Ranked, build, merged

LINE = st.lists(st.text(st.sampled_from("가나다라까a1힣"), min_size=1, max_size=4), max_size=6).map(" ".join)
TEXTS = st.lists(st.tuples(LINE, LINE, LINE, LINE).map("\n".join), min_size=1, max_size=6)


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
    rows = [Ranked(text, 0) for text in texts]
    half = len(rows) // 2
    parts = [Part(build(7, rows[:half]))] * bool(half) + [Part(build(7 + half, rows[half:]))]
    for part in [*parts, Part(merged(parts))]:
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
    part = Part(build(3, [Ranked(text, 5) for text in texts]))
    assert [str(part.text(3 + place), "utf-16-le") for place in range(len(texts))] == texts
    assert part.day(3) == 5
