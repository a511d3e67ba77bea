"""Slices of `make proof`: the same harness, smaller. What it can find is shown by breaking what it guards."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog

from benchmarks import proof_outages
from benchmarks.proof_simulation import simulate
from benchmarks.proof_virtual import START
from bot.delivery import plan
from bot.delivery.schedule import Slot
from bot.domain.subscription import Rule

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """The harness quietens the log of its whole process."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_killed_and_crowded_workers_lose_and_double_nothing(database: str) -> None:
    """Kills at random moments and at named steps with 30 % of the calls failing, then two and four workers at once; and
    the same harness has to find doubles when the claim is switched off.

    It runs as people run it, in a process of its own: it forks hundreds of times.
    """
    command = f"-m benchmarks.proof --only kills,crowd --kills 35 --width 3 --deliveries 60 --databases {database}"
    done = subprocess.run(
        [sys.executable, *command.split()], capture_output=True, text=True, check=False, cwd=ROOT, timeout=1200
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 lost, 0 doubled, 0 unresolved" in done.stdout
    assert "FAIL" not in done.stdout
    assert "all is well" in done.stdout


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_simulated_life_has_each_period_once(seed: int) -> None:
    """Two years, every kind of trouble, an oracle of another library."""
    found = simulate(seed, years=2, subscriptions=80)
    assert found.faults == []
    assert found.tally.owed > 500
    assert found.tally.posted > 0.8 * found.tally.owed


def test_a_seed_replays_identically() -> None:
    """Whatever it finds can be looked at again."""
    assert simulate(5, years=0.5, subscriptions=40).digest == simulate(5, years=0.5, subscriptions=40).digest
    assert simulate(5, years=0.5, subscriptions=40).digest != simulate(6, years=0.5, subscriptions=40).digest


def wrong_slots(rule: Rule, *, after: datetime, until: datetime):  # type: ignore[no-untyped-def]
    """Every day at the offset that the zone had on New Year's Day: the oldest mistake of all."""
    from zoneinfo import ZoneInfo

    offset = ZoneInfo(rule.zone).utcoffset(START.replace(tzinfo=None)) or timedelta(0)
    day = (after - timedelta(days=9)).date()
    while day <= until.date() + timedelta(days=9):
        if day.isoweekday() in rule.weekdays:
            at = datetime.combine(day, rule.at, UTC) - offset
            year, week, _ = day.isocalendar()
            place = sorted(rule.weekdays).index(day.isoweekday()) + 1
            if after < at <= until:
                yield Slot(at, f"{year}-W{week:02}" + (f".{place}" if place > 1 else ""))
        day += timedelta(days=1)


def test_the_simulation_finds_a_schedule_that_forgets_summer_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oracle does not share the code that it judges."""
    monkeypatch.setattr(plan, "slots", wrong_slots)
    assert simulate(1, years=1, subscriptions=60).faults


@pytest.mark.parametrize("hours", [20, 72])
def test_the_simulation_finds_a_digest_that_is_given_up_too_soon_or_too_late(
    monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    """What happened near an outage or a wrong clock is judged as strictly as all else."""
    monkeypatch.setattr(plan, "DIGEST_LIFE", timedelta(hours=hours))
    assert simulate(6, years=2, subscriptions=80).faults


@pytest.mark.parametrize("duration", proof_outages.DURATIONS, ids=str)
def test_an_outage_leaves_every_slot_with_an_end(duration: timedelta) -> None:
    """Posted, posted late, coalesced, skipped or expired: nothing is open, nothing is double."""
    row = proof_outages.observe(duration)
    assert row.complete
    assert ("late" in row.weekly) == (timedelta(minutes=30) < duration < timedelta(hours=24))
    assert ("skipped" in row.weekly) == (duration > timedelta(hours=24))
