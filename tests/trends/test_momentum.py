"""Log-odds, chances and what may be claimed, against plain oracles."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.digest import Direction
from bot.trends.momentum import FALSE_CLAIMS, LEAST_SECTIONS, PRIOR_SECTIONS, Count, chance, change, directions


@st.composite
def counts(draw: st.DrawFn, most: int = 400) -> Count:
    all_now, all_before = draw(st.integers(1, most)), draw(st.integers(1, most))
    return Count(draw(st.integers(0, all_now)), draw(st.integers(0, all_before)), all_now, all_before)


@st.composite
def families(draw: st.DrawFn) -> dict[str, Count]:
    """Topics counted over the same two spans."""
    all_now, all_before = draw(st.integers(5, 60)), draw(st.integers(5, 200))
    pairs = st.tuples(st.integers(0, all_now), st.integers(0, all_before))
    found = draw(st.lists(pairs, min_size=1, max_size=12))
    return {f"t{n}": Count(now, before, all_now, all_before) for n, (now, before) in enumerate(found)}


def test_log_odds_follow_the_formula() -> None:
    """Monroe and others, equations 16 to 22, worked by hand for one case."""
    prior = PRIOR_SECTIONS * 5 / 75
    now, before = (4 + prior) / (16 + PRIOR_SECTIONS - prior), (1 + prior) / (54 + PRIOR_SECTIONS - prior)
    found = change(Count(4, 1, 20, 55))
    assert found.log_odds == pytest.approx(math.log(now) - math.log(before))
    cells = (4 + prior, 1 + prior, 16 + PRIOR_SECTIONS - prior, 54 + PRIOR_SECTIONS - prior)
    assert found.z == pytest.approx(found.log_odds / math.sqrt(sum(1 / cell for cell in cells)))


@given(counts())
def test_exchanging_the_spans_turns_the_sign(count: Count) -> None:
    """What rises forwards falls backwards, by as much."""
    assert change(count.turned).z == pytest.approx(-change(count).z)


@given(counts())
def test_equal_shares_do_not_move(count: Count) -> None:
    """A corpus that doubles without a change has no trends."""
    assert change(Count(count.now, count.now, count.all_now, count.all_now)).z == 0


@given(counts(), st.integers(1, 30))
def test_more_sections_now_never_lower_the_score(count: Count, more: int) -> None:
    """Another section that names a topic speaks for it."""
    assume(count.now + more <= count.all_now)
    higher = Count(count.now + more, count.before, count.all_now, count.all_before)
    assert change(higher).log_odds >= change(count).log_odds
    assert chance(higher) <= chance(count) + 1e-9


@given(counts(most=7))
def test_the_chance_is_that_of_all_ways_to_deal(count: Count) -> None:
    """Fisher's test with half of the observed case, by dealing the naming sections out in every possible way."""
    total = count.now + count.before
    deals = list(combinations(range(count.all_now + count.all_before), total))
    hits = [sum(place < count.all_now for place in deal) for deal in deals]
    more, same = sum(h > count.now for h in hits), sum(h == count.now for h in hits)
    assert chance(count) == pytest.approx(float(Fraction(2 * more + same, 2 * len(deals))))


def test_chances_of_large_counts_can_be_computed() -> None:
    """A corpus of a hundred thousand sections has factorials that no float holds."""
    assert 0 < chance(Count(60, 900, 2_000, 98_000)) < 1e-9
    assert chance(Count(20, 980, 2_000, 98_000)) == pytest.approx(0.5, abs=0.06)


@given(families(), st.lists(st.integers(3, 60), max_size=20))
def test_nothing_is_claimed_on_fewer_than_three_sections(found: dict[str, Count], family: list[int]) -> None:
    """Whatever the counts: new and rising have sections now, fading had them, new had none before."""
    for name, (direction, moved) in directions(found, family=family).items():
        count = found[name]
        if direction in {Direction.NEW, Direction.RISING}:
            assert count.now >= LEAST_SECTIONS
            assert moved.z > 0
            assert (count.before == 0) is (direction is Direction.NEW)
        if direction is Direction.FADING:
            assert count.before >= LEAST_SECTIONS
            assert moved.z < 0


@given(families())
def test_looking_at_more_topics_claims_no_more(found: dict[str, Count]) -> None:
    """A larger family of tests can only take claims back."""
    totals = [count.now + count.before for count in found.values()]
    few, many = directions(found, family=totals), directions(found, family=10 * totals)
    claimed = {name for name, (direction, _) in many.items() if direction is not Direction.STEADY}
    assert claimed <= {name for name, (direction, _) in few.items() if direction is not Direction.STEADY}


def test_a_burst_rises_a_newcomer_is_new_and_the_rest_is_steady() -> None:
    """The words of a claim, case by case."""
    found = directions(
        {
            "burst": Count(18, 60, 120, 1200),
            "newcomer": Count(6, 0, 120, 1200),
            "steady": Count(6, 60, 120, 1200),
            "gone": Count(0, 120, 120, 1200),
            "pair": Count(2, 0, 120, 1200),
        }
    )
    said = {name: direction for name, (direction, _) in found.items()}
    assert said == {
        "burst": Direction.RISING,
        "newcomer": Direction.NEW,
        "steady": Direction.STEADY,
        "gone": Direction.FADING,
        "pair": Direction.STEADY,
    }


def test_a_tiny_certain_change_is_no_news() -> None:
    """With enough sections any difference is certain; a reader cares for size."""
    assert directions({"t": Count(5_500, 5_000, 10_000, 10_000)})["t"][0] is Direction.STEADY


def test_the_share_of_false_claims_is_bounded() -> None:
    """Two hundred topics of which nothing is true: hardly one may be claimed."""
    null = {f"t{n}": Count(now, 100, 100, 1_000) for n, now in enumerate([10] * 100 + [7] * 50 + [13] * 50)}
    claimed = [name for name, (direction, _) in directions(null).items() if direction is not Direction.STEADY]
    assert len(claimed) <= FALSE_CLAIMS * len(null)
