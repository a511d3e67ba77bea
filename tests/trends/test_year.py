"""A slice of a simulated year; `benchmarks/trends.py` runs whole years."""

from __future__ import annotations

import pytest

from bot.trends.momentum import LEAST_SECTIONS
from tests.trends.year import Year, simulate


@pytest.fixture(scope="module")
def happened() -> Year:
    return simulate(3, weeks=14, weekly=200, bursts=3)


def test_planted_bursts_are_found_in_their_week(happened: Year) -> None:
    """Three times the baseline is seen, and hardly anything else is claimed."""
    assert happened.right + happened.missed == 3 * 8
    assert happened.precision >= 0.9
    assert happened.recall >= 0.9


def test_nothing_rises_on_fewer_than_three_sections(happened: Year) -> None:
    """Over all claims of the year."""
    assert happened.fewest >= LEAST_SECTIONS


def test_no_highlight_comes_twice_within_twelve_weeks(happened: Year) -> None:
    """In one channel, by section and by wording."""
    assert len(happened.shown) >= 3 * 14
    assert happened.repeated() == []


def test_a_year_without_bursts_has_hardly_a_claim() -> None:
    """Even draws make no trends."""
    assert simulate(11, weeks=10, weekly=80, bursts=0).wrong <= 1
