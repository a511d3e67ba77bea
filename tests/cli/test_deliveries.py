"""Subscriptions and the outbox as an operator reads them in a terminal of eighty columns."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.delivery.subscribe import Subscribing
from bot.domain.delivery import Planned
from bot.store.database import open_database
from bot.store.outbox import SqlOutbox
from bot.store.subscriptions import SqlSubscriptionStore
from tests.cli.conftest import Run

SLOT = datetime(2024, 11, 25, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def subscribed(run: Run, docs: Path, *more: object) -> str:
    made = run("subscribe", "C0123456789", "--docs", docs, "--json", *more)
    assert made.code == 0, made.err
    return str(json.loads(made.out)["id"])


def test_next_sends_stand_unbroken_a_line_each(run: Run, docs: Path) -> None:
    """In the subscription's own zone; the three that `--json` names."""
    made = subscribed(run, docs, "--days", "mon,thu", "--tz", "Europe/Berlin")
    (listed,) = json.loads(run("subscriptions", "--docs", docs, "--json").out)
    shown = run("subscriptions", "--docs", docs).out
    assert listed["id"] == made
    assert len(listed["next"]) == 3
    for at in listed["next"]:
        assert at[:16].replace("T", " ") in shown
    assert "C0123456789" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_what_belongs_to_no_workspace_is_said_to(run: Run, docs: Path) -> None:
    """In a shell without the bot's token: nobody in Slack could pause it, and would not know why."""
    assert "belongs to no workspace" in run("subscribe", "C0123456789", "--docs", docs).err


def test_subscribing_leaves_the_served_documents_alone(run: Run, docs: Path, tmp_path: Path) -> None:
    """Also where --docs was forgotten: the bot in the other shell must not lose what it answers with."""
    run("index", "--docs", docs)
    subscribed(run, tmp_path / "forgotten")
    report = json.loads(run("index", "--docs", docs, "--json").out)
    assert report["removed"] == 0
    assert report["unchanged"]


def test_a_paused_subscription_says_why(run: Run, docs: Path, tmp_path: Path) -> None:
    """The reason of Slack as it is: what it means stands in the direct message."""
    made = subscribed(run, docs)
    database = open_database("", tmp_path / "data")
    subscribing = Subscribing(SqlSubscriptionStore(database), SqlOutbox(database))
    assert subscribing.pause(made, reason="channel_not_found", now=SLOT)
    database.dispose()
    shown = run("subscriptions", "--docs", docs).out
    assert "paused:" in shown
    assert "channel_not_found" in shown


def test_the_outbox_shows_wall_times_and_reasons(run: Run, docs: Path, tmp_path: Path) -> None:
    """A slot in the workspace's zone, to the minute."""
    run("subscriptions", "--docs", docs)
    database = open_database("", tmp_path / "data")
    row = Planned("digest:1234abcd:2024-W48", "digest", "T1", "C0123456789", SLOT, SLOT + timedelta(days=1))
    SqlOutbox(database).add([row], now=SLOT)
    SqlOutbox(database).late(now=SLOT + timedelta(days=2))
    database.dispose()
    shown = run("deliveries", "--docs", docs, "--tz", "Asia/Seoul").out
    assert "2024-11-25 09:00" in shown
    assert "skipped: late" in shown
    assert "1 skipped" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_the_one_to_tell_of_a_pause_is_a_person(run: Run, docs: Path) -> None:
    """A channel cannot be written to directly."""
    subscribed(run, docs, "--tell", "U0123456789")
    (listed,) = json.loads(run("subscriptions", "--docs", docs, "--json").out)
    assert listed["by"] == "U0123456789"
    refused = run("subscribe", "C0123456789", "--docs", docs, "--tell", "C0123456789")
    assert refused.code == 2
    assert "U0123456789" in refused.err
