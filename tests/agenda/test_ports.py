"""One suite for every implementation of the agenda's ports: what their contracts say holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.agenda import (
    EventRegistry,
    FeedTokens,
    KnownEvents,
    Mutes,
    PersonalReminder,
    PersonalReminders,
)
from bot.store.agenda import SqlEventRegistry, SqlFeedTokens, SqlMutes, SqlPersonalReminders
from bot.store.database import Database
from tests.agenda.memory import MemoryFeedTokens, MemoryMutes, MemoryPersonalReminders, MemoryRegistry
from tests.agenda.world import NOW, event, version


class RegistryContract:
    """Of an EventRegistry."""

    def test_an_empty_record_has_revision_zero(self, registry: EventRegistry) -> None:
        """Nobody has looked yet."""
        assert (registry.revision(owner="T1"), registry.load(owner="T1")) == (0, KnownEvents())

    def test_a_record_is_read_back_with_the_next_revision(self, registry: EventRegistry) -> None:
        """Whole, and for its owner alone."""
        known = KnownEvents(documents=7, versions=(version(event()),))
        assert registry.save(known, owner="T1", expected=0)
        assert registry.load(owner="T1") == replace(known, revision=1)
        assert (registry.revision(owner="T1"), registry.revision(owner="")) == (1, 0)

    def test_the_slower_of_two_writers_changes_nothing(self, registry: EventRegistry) -> None:
        """It has looked at a state that is no more."""
        first, second = KnownEvents(documents=1), KnownEvents(documents=2)
        assert registry.save(first, owner="T1", expected=0)
        assert not registry.save(second, owner="T1", expected=0)
        assert registry.load(owner="T1").documents == 1
        assert registry.save(second, owner="T1", expected=1)
        assert registry.load(owner="T1") == replace(second, revision=2)


class MutesContract:
    """Of Mutes."""

    def test_a_target_mutes_for_itself(self, mutes: Mutes) -> None:
        """Once, and for no other target or workspace."""
        assert mutes.mute("u", owner="T1", target="C1", by="U1", now=NOW)
        assert not mutes.mute("u", owner="T1", target="C1", by="U2", now=NOW)
        assert mutes.muted(owner="T1", target="C1") == {"u"}
        assert not mutes.muted(owner="T1", target="C2")
        assert not mutes.muted(owner="T2", target="C1")

    def test_a_mute_can_be_taken_back(self, mutes: Mutes) -> None:
        """Once."""
        mutes.mute("u", owner="T1", target="C1", by="U1", now=NOW)
        assert [mutes.unmute("u", owner="T1", target="C1") for _ in range(2)] == [True, False]
        assert not mutes.muted(owner="T1", target="C1")

    def test_old_mutes_are_pruned(self, mutes: Mutes) -> None:
        """Those from before, and no others."""
        mutes.mute("old", owner="T1", target="C1", by="U1", now=NOW - timedelta(days=2))
        mutes.mute("new", owner="T1", target="C1", by="U1", now=NOW)
        assert mutes.prune(before=NOW - timedelta(days=1)) == 1
        assert mutes.muted(owner="T1", target="C1") == {"new"}


REMINDER = PersonalReminder("r1", "T1", "U1", "u", NOW)


class PersonalRemindersContract:
    """Of PersonalReminders."""

    def test_a_wish_is_kept_once(self, kept: PersonalReminders) -> None:
        """The same wish again, under another id or language, is the same."""
        assert kept.add(REMINDER)
        assert not kept.add(replace(REMINDER, id="r2", created_at=NOW + timedelta(days=1), language="en"))
        assert kept.add(replace(REMINDER, id="r3", days=0))
        assert kept.add(replace(REMINDER, id="r4", minutes=30))
        assert kept.add(replace(REMINDER, id="r5", moment=NOW))
        assert kept.add(replace(REMINDER, id="r6", user="U2"))
        assert [r.id for r in kept.all()] == ["r1", "r3", "r4", "r5", "r6"]
        assert kept.of_user("U1", owner="T1")[0] == REMINDER

    def test_a_person_removes_only_what_is_theirs(self, kept: PersonalReminders) -> None:
        """Ids of others do nothing."""
        kept.add(REMINDER)
        assert not kept.remove("r1", owner="T1", user="U2")
        assert not kept.remove("r1", owner="T2", user="U1")
        assert kept.remove("r1", owner="T1", user="U1")
        assert kept.of_user("U1", owner="T1") == ()

    def test_old_wishes_are_pruned(self, kept: PersonalReminders) -> None:
        """Those from before, and no others."""
        kept.add(REMINDER)
        kept.add(replace(REMINDER, id="r2", uid="v", created_at=NOW + timedelta(days=1)))
        assert kept.prune(before=NOW + timedelta(hours=1)) == 1
        assert [r.id for r in kept.all()] == ["r2"]


class FeedTokensContract:
    """Of FeedTokens."""

    def test_tokens_are_kept_until_revoked(self, tokens: FeedTokens) -> None:
        """All of one workspace at once."""
        for digest, owner in (("a", "T1"), ("b", "T1"), ("c", "T2")):
            tokens.add(digest, owner=owner, by="U1", now=NOW)
        assert [tokens.owner_of(d) for d in "abcd"] == ["T1", "T1", "T2", None]
        assert tokens.revoke(owner="T1") == 2
        assert [tokens.owner_of(d) for d in "abc"] == [None, None, "T2"]
        assert tokens.revoke(owner="T1") == 0


class TestMemoryRegistry(RegistryContract):
    """In memory."""

    @pytest.fixture
    def registry(self) -> EventRegistry:
        return MemoryRegistry()


class TestSqlRegistry(RegistryContract):
    """Over SQLite and over PostgreSQL."""

    @pytest.fixture
    def registry(self, database: Database) -> EventRegistry:
        return SqlEventRegistry(database)


class TestMemoryMutes(MutesContract):
    """In memory."""

    @pytest.fixture
    def mutes(self) -> Mutes:
        return MemoryMutes()


class TestSqlMutes(MutesContract):
    """Over SQLite and over PostgreSQL."""

    @pytest.fixture
    def mutes(self, database: Database) -> Mutes:
        return SqlMutes(database)


class TestMemoryPersonalReminders(PersonalRemindersContract):
    """In memory."""

    @pytest.fixture
    def kept(self) -> PersonalReminders:
        return MemoryPersonalReminders()


class TestSqlPersonalReminders(PersonalRemindersContract):
    """Over SQLite and over PostgreSQL."""

    @pytest.fixture
    def kept(self, database: Database) -> PersonalReminders:
        return SqlPersonalReminders(database)


class TestMemoryFeedTokens(FeedTokensContract):
    """In memory."""

    @pytest.fixture
    def tokens(self) -> FeedTokens:
        return MemoryFeedTokens()


class TestSqlFeedTokens(FeedTokensContract):
    """Over SQLite and over PostgreSQL."""

    @pytest.fixture
    def tokens(self, database: Database) -> FeedTokens:
        return SqlFeedTokens(database)
