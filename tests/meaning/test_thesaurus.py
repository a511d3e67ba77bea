"""Which subjects a text treats, whatever words it has for them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.meaning.thesaurus import FILE, LEAST_SYLLABLES, Thesaurus, shipped

JOBS, LAW, HEALTH = range(3)
SMALL = Thesaurus.of(
    [
        "# a note",
        "고용, 일자리, 뺏기, 회사 옮기, job, hire",
        "",
        "소송, 법정 다툼, court, sue",
        "건강, 몸 아프, 약, carry",
    ]
)


def test_korean_stems_stand_for_what_begins_with_them() -> None:
    """Particles and endings follow; what only holds the stem is another word."""
    assert SMALL.subjects("일자리를 뺏기지 않으려면") == {JOBS: 2}
    assert SMALL.subjects("소송전이 길어진다") == {LAW: 1}
    assert SMALL.subjects("무소송") == {}


def test_english_words_stand_for_their_inflections() -> None:
    """Regular ones; whoever adds a group names the others."""
    assert SMALL.subjects("Hiring slowed, jobs were cut; she carried on, he SUED") == {JOBS: 2, LAW: 1, HEALTH: 1}
    assert SMALL.subjects("jobless suede") == {}


def test_words_of_an_expression_stand_together_in_a_sentence() -> None:
    """In any order, with others between them, and not across a full stop."""
    assert SMALL.subjects("옮기고 싶은 회사가 있다") == {JOBS: 1}
    assert SMALL.subjects("회사가 있다. 짐을 옮기고 싶다.") == {}
    assert SMALL.subjects("몸이 여기저기 아프다") == {HEALTH: 1}


def test_a_single_syllable_says_nothing_alone() -> None:
    """Too many words begin with it."""
    assert SMALL.subjects("약간") == {}


def test_an_expression_counts_once() -> None:
    """However often it stands there: many different ones say more of a subject than one that is repeated."""
    assert SMALL.subjects("일자리, 일자리, 또 일자리") == {JOBS: 1}


def test_the_fingerprint_changes_with_the_groups_alone() -> None:
    """What was stored by the same groups is good still."""
    one = Thesaurus.of(["가나, 다라", "마바"])
    assert one.fingerprint == Thesaurus.of(["# note", "가나,다라 ", "마바"]).fingerprint
    assert one.fingerprint != Thesaurus.of(["가나, 다라, 사아", "마바"]).fingerprint
    assert Thesaurus.of([]).subjects("가나") == {}


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    """Lone surrogates, jamo and controls included: known groups, each at least once."""
    found = shipped().subjects(text)
    assert all(0 <= number < shipped().count and count > 0 for number, count in found.items())


def test_the_shipped_groups_are_tight() -> None:
    """Every group has something to compare, no expression stands in many of them, none is a syllable alone."""
    lines = [line for line in FILE.read_text(encoding="utf8").splitlines() if line and not line.startswith("#")]
    groups = [[expression.strip() for expression in line.split(",")] for line in lines]
    assert len(groups) == shipped().count > 500
    assert all(4 <= len(group) == len(set(group)) for group in groups)
    counts: dict[str, int] = {}
    for group in groups:
        for expression in group:
            counts[expression] = counts.get(expression, 0) + 1
    assert max(counts.values()) <= 3
    assert not [each for each in counts if re.fullmatch(f"[가-힣]{{1,{LEAST_SYLLABLES - 1}}}", each)]


def test_plain_words_and_technical_ones_meet() -> None:
    """What the thesaurus is for: questions that share no word with what answers them."""
    pairs = [
        ("비밀번호를 까먹었어요", "How to reset a forgotten password"),
        ("병원에서 쓰는 예", "의사가 영상을 판독하고 진단하는 일을 돕는다"),
        ("will robots take our jobs", "고용이 대체될 위험이 큰 직업"),
    ]
    for asked, told in pairs:
        assert shipped().subjects(asked).keys() & shipped().subjects(told).keys(), asked
