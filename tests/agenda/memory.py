"""The agenda's ports kept in the process, each held to its contract by `tests.agenda.test_ports`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from threading import Lock

from bot.domain.agenda import KnownEvents, PersonalReminder


class MemoryRegistry:
    """An EventRegistry."""

    def __init__(self) -> None:
        self._records: dict[str, KnownEvents] = {}
        self._lock = Lock()

    def revision(self, *, owner: str) -> int:
        """0 where there is none."""
        return self.load(owner=owner).revision

    def load(self, *, owner: str) -> KnownEvents:
        """The whole record."""
        return self._records.get(owner, KnownEvents())

    def save(self, known: KnownEvents, *, owner: str, expected: int) -> bool:
        """Replace the record unless another was faster."""
        with self._lock:
            if self.load(owner=owner).revision != expected:
                return False
            self._records[owner] = replace(known, revision=expected + 1)
            return True


class MemoryMutes:
    """Mutes."""

    def __init__(self) -> None:
        self._muted: dict[tuple[str, str, str], datetime] = {}

    def mute(self, uid: str, *, owner: str, target: str, by: str, now: datetime) -> bool:
        """False where it was muted already."""
        del by  # nobody asks for it here
        key = owner, target, uid
        known = key in self._muted
        self._muted.setdefault(key, now)
        return not known

    def unmute(self, uid: str, *, owner: str, target: str) -> bool:
        """False where it was not muted."""
        return self._muted.pop((owner, target, uid), None) is not None

    def muted(self, *, owner: str, target: str) -> frozenset[str]:
        """The uids that the target does not want to hear of."""
        return frozenset(uid for at, where, uid in self._muted if (at, where) == (owner, target))

    def prune(self, *, before: datetime) -> int:
        """Drop what was muted before."""
        old = [key for key, at in self._muted.items() if at < before]
        for key in old:
            del self._muted[key]
        return len(old)


class MemoryPersonalReminders:
    """PersonalReminders."""

    def __init__(self) -> None:
        self._kept: list[PersonalReminder] = []

    def add(self, reminder: PersonalReminder) -> bool:
        """False where the person has the same wish already."""
        if any(_wish(kept) == _wish(reminder) for kept in self._kept):
            return False
        self._kept.append(reminder)
        return True

    def remove(self, reminder_id: str, *, owner: str, user: str) -> bool:
        """False where the person has none of that id."""
        kept = [r for r in self._kept if (r.id, r.owner, r.user) != (reminder_id, owner, user)]
        found = len(kept) < len(self._kept)
        self._kept = kept
        return found

    def of_user(self, user: str, *, owner: str) -> tuple[PersonalReminder, ...]:
        """Oldest first."""
        return tuple(r for r in self.all() if (r.owner, r.user) == (owner, user))

    def all(self) -> tuple[PersonalReminder, ...]:
        """Oldest first."""
        return tuple(sorted(self._kept, key=lambda r: r.created_at))

    def prune(self, *, before: datetime) -> int:
        """Drop what was created before."""
        kept = [r for r in self._kept if r.created_at >= before]
        dropped = len(self._kept) - len(kept)
        self._kept = kept
        return dropped


def _wish(reminder: PersonalReminder) -> tuple[object, ...]:
    """What makes two reminders the same wish."""
    r = reminder
    return r.owner, r.user, r.uid, r.days, r.at, r.minutes, r.moment


class MemoryFeedTokens:
    """FeedTokens."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}

    def add(self, digest: str, *, owner: str, by: str, now: datetime) -> None:
        """Keep a new token."""
        del by, now
        self._owners[digest] = owner

    def owner_of(self, digest: str) -> str | None:
        """None where it is unknown or was revoked."""
        return self._owners.get(digest)

    def revoke(self, *, owner: str) -> int:
        """Forget all tokens of a workspace."""
        kept = {digest: of for digest, of in self._owners.items() if of != owner}
        dropped = len(self._owners) - len(kept)
        self._owners = kept
        return dropped
