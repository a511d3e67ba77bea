from __future__ import annotations

from collections import Counter
from itertools import pairwise
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.index.lookup import FACET, ID, OWNER, Reader, Restriction, name
from bot.search.index.postings import K1, B
from bot.search.index.texts import Part, Rows, build, merged

WORD = st.text(st.sampled_from("가나다a1힣"), min_size=1, max_size=4)
TEXT = st.lists(WORD, max_size=6).map(lambda found: "\n\n\n" + " ".join(found))
TEXTS = st.lists(TEXT, min_size=1, max_size=40)
AVERAGE = 10.0
NONE = np.zeros(0, np.int64)


def part_of(first: int, texts: list[str]) -> Part:
    """Sections with their ordinals for ids and days, by two owners, one facet for every other one."""
    rows = Rows(first)
    rows.add(
        np.frombuffer("".join(texts).encode("utf-16-le"), np.uint16),
        np.cumsum([len(text) for text in texts], dtype=np.int64),
    )
    for ordinal in range(first, first + len(texts)):
        facets = ["tag:짝"] if ordinal % 2 == 0 else []
        rows.days.append(ordinal)
        rows.facets.update(facets)
        owner = "T1" if ordinal % 3 == 0 else ""
        rows.names.append((name(ID, str(ordinal)), name(OWNER, owner), *(name(FACET, facet) for facet in facets)))
        rows.payloads.append(f"{ordinal}".encode())
    return Part(build(rows, AVERAGE))


def in_parts(texts: list[str]) -> list[Part]:
    """Three parts, the last two of which were joined."""
    cuts = [0, len(texts) // 4, len(texts) // 2, len(texts)]
    parts = [part_of(a, texts[a:b]) for a, b in pairwise(cuts) if a < b]
    return [*parts[:-2], Part(merged(parts[-2:], NONE))]


def bm25(text: str, clauses: dict[str, float]) -> float:
    """Brute force, bigram by bigram."""
    tight = text.strip().replace(" ", "")
    times = Counter(tight[place : place + 2] for place in range(len(tight) - 1))
    damping = K1 * (1 - B + B * len(tight) / AVERAGE)
    return sum(weight * (K1 + 1) * times[name] / (times[name] + damping) for name, weight in clauses.items())


CLAUSES = st.dictionaries(st.text(st.sampled_from("가나다a1힣"), min_size=2, max_size=2), st.floats(0.1, 9), max_size=6)


@patch("bot.search.index.lookup.BLOCK", 4)
@given(TEXTS, CLAUSES, st.integers(1, 8), st.sets(st.integers(0, 39)))
def test_the_best_are_those_of_brute_force(
    texts: list[str], clauses: dict[str, float], limit: int, removed: set[int]
) -> None:
    """Scores differ by what a byte can hold, the order by no more; removed sections are not there."""
    gone = np.array(sorted(ordinal for ordinal in removed if ordinal < len(texts)), np.int64)
    found = Reader(in_parts(texts), gone).scored(clauses, Restriction()).best(limit)
    scores = {n: bm25(text, clauses) for n, text in enumerate(texts) if n not in removed}
    if not clauses:
        assert found.ordinals == list(scores)[:limit]
        return
    slack = sum(clauses.values()) * (K1 + 1) / 255
    for ordinal, score in zip(found.ordinals, found.scores, strict=True):
        assert score == pytest.approx(scores[ordinal], abs=slack)
    expected = sorted((score for score in scores.values() if score > slack), reverse=True)[:limit]
    assert [scores[ordinal] for ordinal in found.ordinals][: len(expected)] == pytest.approx(expected, abs=2 * slack)


@given(TEXTS, st.integers(0, 40), st.integers(0, 50))
def test_filters_are_those_of_brute_force(texts: list[str], after: int, before: int) -> None:
    """Owner, facet, bigram and date at once, ranked or not, and the same among listed sections."""
    within = Restriction(owners=("",), facets=(("tag:짝", "tag:없음"),), bigrams=("가나",), after=after, before=before)
    expected = [
        n
        for n, text in enumerate(texts)
        if n % 2 == 0 and n % 3 and "가나" in text.replace(" ", "") and max(after, 1) <= n <= (before or n)
    ]
    reader = Reader(in_parts(texts), NONE)
    assert reader.scored({}, within).best(1000).ordinals == expected
    assert sorted(reader.scored({"가나": 1.0}, within).best(1000).ordinals) == expected
    listed = np.arange(0, len(texts), 4)
    fourths = [n for n in expected if n % 4 == 0]
    assert reader.scored({}, within).among(listed, 1000).ordinals == fourths
    assert sorted(reader.scored({"다다": 1.0}, within).among(listed, 1000).ordinals) == fourths
    assert reader.scored({}, within).among(listed, 2).ordinals == fourths[:2]
    assert reader.newest(within, 3).ordinals == expected[::-1][:3]
    assert reader.by_ids(["0", "3", "4", "없음"], within).ordinals == [n for n in (0, 3, 4) if n in expected]


@given(TEXTS)
def test_a_section_is_looked_up_in_its_part(texts: list[str]) -> None:
    """Payloads, texts and counts are the same in one part and in several."""
    one, several = Reader([part_of(0, texts)], NONE), Reader(in_parts(texts), NONE)
    for ordinal, text in enumerate(texts):
        assert several.payload(ordinal) == one.payload(ordinal) == str(ordinal).encode()
        assert str(several.part(ordinal).text(ordinal), "utf-16-le") == text
    for bigram in ("가나", "1a", "없다"):
        held = sum(bigram in text.replace(" ", "") for text in texts)
        assert several.frequency(bigram) == one.frequency(bigram) == held
    assert several.facets("tag:") == one.facets("tag:") == ["tag:짝"]
    assert several.facets("doc:") == []


@given(TEXTS, st.sets(st.integers(0, 8)))
def test_what_is_gone_counts_in_no_figure(texts: list[str], gone: set[int]) -> None:
    """In whichever part it is still listed."""
    removed = np.array(sorted(number for number in gone if number < len(texts)), np.int64)
    reader = Reader(in_parts(texts), removed)
    for bigram in ("가나", "1a", "없다"):
        held = sum(bigram in text.replace(" ", "") for number, text in enumerate(texts) if number not in gone)
        assert reader.frequency(bigram) == held


def test_joined_parts_forget_what_is_gone() -> None:
    """Nothing of removed sections is looked up, while the ordinals of others stay."""
    parts = [part_of(0, ["\n\n\n가나", "\n\n\n가나"]), part_of(2, ["\n\n\n가나"])]
    joined = Reader([Part(merged(parts, np.array([1], np.int64)))], np.array([1], np.int64))
    assert joined.frequency("가나") == 2
    assert joined.sections == 2
    assert joined.scored({"가나": 1.0}, Restriction()).best(9).ordinals == [0, 2]
    assert joined.named(name(ID, "1")) == []
    assert joined.payload(2) == b"2"
