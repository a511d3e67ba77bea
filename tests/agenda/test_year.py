"""A slice of the simulated year: production code under a virtual clock, judged by an independent oracle."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest
import structlog

from benchmarks.agenda_year import Year, judge
from bot.agenda import reminders


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Some thousand deliveries would fill the report of a failure."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    yield
    structlog.configure(**before)


def faults(folder: Path, *, seed: int, events: int, zones: int, days: int) -> list[str]:
    year = Year(folder, seed=seed, events=events, zones=zones, days=days)
    year.run()
    found = judge(year)
    kinds = {item.how for item in year.said()}
    year.dispose()
    assert kinds == {"coming", "moved", "cancelled"}, "a slice that shows nothing proves nothing"
    return found


def test_everything_is_told_once_and_at_the_right_hour(tmp_path: Path) -> None:
    """Edits, moves, cancellations, removals, mutes and late discoveries in four zones over two months."""
    assert faults(tmp_path, seed=3, events=16, zones=4, days=40) == []


def test_the_judge_can_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where people are woken at night, it says so."""
    monkeypatch.setattr(reminders, "WAKING", (time(0), time(23, 59)))
    assert any(fault.startswith("too much") for fault in faults(tmp_path, seed=5, events=8, zones=2, days=20))
