"""The contracts of the agenda's rows, and of the requests let in, held by both databases."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Never

import pytest

from bot.domain.agenda import Change, EventVersion, KnownEvents, PersonalReminder, Step
from bot.domain.event import Event
from bot.errors import StoreError
from bot.slack.gate import RememberedReplays
from bot.store.agenda import SqlEventRegistry, SqlFeedTokens, SqlMutes, SqlPersonalReminders
from bot.store.database import Database
from bot.store.replays import SqlReplays

NOW = datetime(2024, 11, 25, tzinfo=UTC)
DAY = timedelta(days=1)
VERSION = EventVersion(
    Event("u1", "NeurIPS", date(2024, 12, 10), date(2024, 12, 15)), 2, NOW, NOW,
    steps=(Step(Change.MOVED, NOW, 2, date(2024, 12, 9), NOW),), raw=("r1",),
)  # fmt: skip


def test_a_record_is_replaced_by_who_saw_its_newest_revision(database: Database) -> None:
    """Two processes that look at once: one writes, the other looks again."""
    registry = SqlEventRegistry(database)
    assert registry.load(owner="T1") == KnownEvents()
    known = KnownEvents(0, 7, (VERSION,))
    assert registry.save(known, owner="T1", expected=0)
    assert not registry.save(known, owner="T1", expected=0)
    assert registry.load(owner="T1") == replace(known, revision=1)
    assert registry.save(KnownEvents(), owner="T1", expected=1)
    assert not registry.save(known, owner="T1", expected=1)
    assert (registry.revision(owner="T1"), registry.revision(owner="T2")) == (2, 0)


def test_mutes_belong_to_a_target_of_a_workspace(database: Database) -> None:
    """Nobody else is kept from hearing of the event."""
    mutes = SqlMutes(database)
    assert mutes.mute("u1", owner="T1", target="C1", by="U1", now=NOW)
    assert not mutes.mute("u1", owner="T1", target="C1", by="U2", now=NOW)
    assert mutes.muted(owner="T1", target="C1") == {"u1"}
    assert mutes.muted(owner="T2", target="C1") == mutes.muted(owner="T1", target="C2") == frozenset()
    assert mutes.unmute("u1", owner="T1", target="C1")
    assert not mutes.unmute("u1", owner="T1", target="C1")
    mutes.mute("u2", owner="T1", target="C1", by="U1", now=NOW)
    assert (mutes.prune(before=NOW), mutes.prune(before=NOW + DAY)) == (0, 1)


def test_one_wish_is_kept_once(database: Database) -> None:
    """A double click makes one reminder; another lead time is another wish."""
    personal = SqlPersonalReminders(database)
    first = PersonalReminder("r1", "T1", "U1", "u1", NOW)
    assert personal.add(first)
    assert not personal.add(replace(first, id="r2", zone="UTC"))
    other = replace(first, id="r3", minutes=30, created_at=NOW - DAY)
    assert personal.add(other)
    assert personal.of_user("U1", owner="T1") == personal.all() == (other, first)
    assert personal.of_user("U1", owner="T2") == ()
    assert not personal.remove("r1", owner="T1", user="U2")
    assert personal.remove("r1", owner="T1", user="U1")
    assert personal.prune(before=NOW) == 1
    assert personal.all() == ()


def test_a_feed_opens_one_workspace_until_it_is_revoked(database: Database) -> None:
    """All addresses of a workspace close at once."""
    tokens = SqlFeedTokens(database)
    for digest, owner in (("a" * 64, "T1"), ("b" * 64, "T1"), ("c" * 64, "T2")):
        tokens.add(digest, owner=owner, by="U1", now=NOW)
    assert tokens.owner_of("a" * 64) == "T1"
    assert tokens.owner_of("d" * 64) is None
    assert tokens.revoke(owner="T1") == 2
    assert tokens.owner_of("a" * 64) is None
    assert tokens.owner_of("c" * 64) == "T2"


def test_a_database_that_is_away_leaves_each_replica_its_own_memory(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search must not fail because a table cannot be written."""

    def away() -> Never:
        raise StoreError("away")

    monkeypatch.setattr(database, "write", away)
    replays = SqlReplays(database, alone=RememberedReplays().first)
    assert [replays.first("v0=x", now=NOW) for _ in range(2)] == [True, False]


def test_what_came_before_a_database_went_away_is_not_let_in_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each replica remembers all that it let in, not only what it let in alone."""

    def away() -> Never:
        raise StoreError("away")

    replays = SqlReplays(database, alone=RememberedReplays().first)
    assert replays.first("v0=x", now=NOW)
    monkeypatch.setattr(database, "write", away)
    assert not replays.first("v0=x", now=NOW)


def test_nobody_waits_for_a_database_that_is_held_by_another(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack gives up on an acknowledgement after three seconds; a write waits ten for another's."""
    answered = threading.Event()
    waited: list[bool] = []

    def held() -> Never:
        waited.append(answered.wait(60))
        raise StoreError("locked")

    monkeypatch.setattr(database, "write", held)
    assert SqlReplays(database, alone=RememberedReplays().first).first("v0=x", now=NOW)
    assert waited == []
    answered.set()


@pytest.mark.parametrize("calls", [1, 250])
def test_a_signature_is_let_in_once(database: Database, calls: int) -> None:
    """Whichever replica it comes to; old ones are forgotten in time."""
    one, other, third = (SqlReplays(database, alone=RememberedReplays().first) for _ in range(3))
    assert one.first("v0=x", now=NOW)
    assert not other.first("v0=x", now=NOW)
    for number in range(calls):
        one.first(f"v0={number}", now=NOW + timedelta(minutes=20))
    assert third.first("v0=x", now=NOW) is (calls > 100)
