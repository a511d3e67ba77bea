"""Events over time: what became of each, who does not want to hear of it, who asked to be reminded, and what is said.

An event's uid here is the agenda's own: it stays when an editor corrects the title, moves the date or announces the
same event in another document.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Protocol

from bot.domain.event import Event, EventStatus, Moment


class Change(StrEnum):
    """What happened to an event between two looks at the documents."""

    FOUND = "found"
    MOVED = "moved"
    EDITED = "edited"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Step:
    """One change of an event. `starts`, `ends` and `vague` are those before it; `sequence` is the one after it."""

    change: Change
    at: datetime
    sequence: int
    starts: Moment | None = None
    ends: Moment | None = None
    vague: str = ""


@dataclass(frozen=True, slots=True)
class EventVersion:
    """An event as last known, under the agenda's uid.

    `sequence` rises with every change that a calendar has to learn of. `found_at` is when it was first seen, or seen
    again after a removal; `changed_at` when its sequence last rose. `steps` are its changes, oldest first; removed
    events stay for as long as somebody may be told, with `removed_at`. `raw` are the uids under which documents
    announced it last.
    """

    event: Event
    sequence: int
    found_at: datetime
    changed_at: datetime
    removed_at: datetime | None = None
    steps: tuple[Step, ...] = ()
    raw: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownEvents:
    """The events of an owner as the agenda last saw them.

    `revision` counts the writes of this record, 0 for none yet; `documents` is the revision of the documents that
    it reflects.
    """

    revision: int = 0
    documents: int = 0
    versions: tuple[EventVersion, ...] = ()


class EventRegistry(Protocol):
    """Keeps what the agenda knows of each owner's events. Atomic, committed on return; raises StoreError only."""

    def revision(self, *, owner: str) -> int:
        """The revision of the owner's record, 0 where there is none: cheap, to be asked before every `load`."""
        ...

    def load(self, *, owner: str) -> KnownEvents:
        """The whole record; an empty one with revision 0 where there is none."""
        ...

    def save(self, known: KnownEvents, *, owner: str, expected: int) -> bool:
        """Replace the record by one of revision `expected + 1`.

        False, and nothing is changed, where the stored revision is not `expected`: another process was faster, and
        the caller looks again. Of concurrent callers with one `expected` exactly one gets True.
        """
        ...


class Mutes(Protocol):
    """Who does not want to hear of an event. A target is a channel's or a person's id, within its owner's workspace.

    Atomic, committed on return; raises StoreError only.
    """

    def mute(self, uid: str, *, owner: str, target: str, by: str, now: datetime) -> bool:
        """Keep it; False where it was muted already."""
        ...

    def unmute(self, uid: str, *, owner: str, target: str) -> bool:
        """Forget it; False where it was not muted."""
        ...

    def muted(self, *, owner: str, target: str) -> frozenset[str]:
        """The uids that the target does not want to hear of."""
        ...

    def prune(self, *, before: datetime) -> int:
        """Drop what was muted before; returns how many."""
        ...


@dataclass(frozen=True, slots=True)
class PersonalReminder:
    """A person's wish to be reminded of one event.

    Either at a wall time some days before the event's first day (`days` and `at`), some minutes before it starts
    (`minutes`, for an event with a time), or at one instant (`moment`). The first two follow an event that moves.
    `zone` and `language` are the person's.
    """

    id: str
    owner: str
    user: str
    uid: str
    created_at: datetime
    days: int = 1
    at: time = time(9)
    minutes: int | None = None
    moment: datetime | None = None
    zone: str = "Asia/Seoul"
    language: str = "ko"


class PersonalReminders(Protocol):
    """Keeps personal reminders. Atomic, committed on return; raises StoreError only."""

    def add(self, reminder: PersonalReminder) -> bool:
        """Keep one; False, and nothing is changed, where the person has the same wish for the event already.

        Wishes are the same where owner, user, uid, days, at, minutes and moment are.
        """
        ...

    def remove(self, reminder_id: str, *, owner: str, user: str) -> bool:
        """Forget one; False where the person has none of that id."""
        ...

    def of_user(self, user: str, *, owner: str) -> tuple[PersonalReminder, ...]:
        """A person's reminders, oldest first."""
        ...

    def all(self) -> tuple[PersonalReminder, ...]:
        """Everybody's, oldest first, for the planner."""
        ...

    def prune(self, *, before: datetime) -> int:
        """Drop what was created before; returns how many."""
        ...


class FeedTokens(Protocol):
    """Addresses of calendar feeds. Only the SHA-256 of a token is kept, in lower-case hexadecimal.

    Atomic, committed on return; raises StoreError only.
    """

    def add(self, digest: str, *, owner: str, by: str, now: datetime) -> None:
        """Keep a new token of a workspace beside those it has."""
        ...

    def owner_of(self, digest: str) -> str | None:
        """The workspace whose feed the token opens; None where it is unknown or was revoked."""
        ...

    def revoke(self, *, owner: str) -> int:
        """Forget all tokens of a workspace; returns how many there were."""
        ...


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One event of a reminder, as of the moment of posting.

    `days` counts local days from then to its first day: 7 is D-7, 1 tomorrow, 0 today, negative where it is running.
    `was` are start and end from before it moved, None where it did not move lately. `starts` of a cancelled event may
    be None, `days` is then 0.
    """

    event: Event
    days: int
    was: tuple[Moment | None, Moment | None] | None = None

    @property
    def cancelled(self) -> bool:
        """Whether the event does not take place."""
        return self.event.status is EventStatus.CANCELLED


class ReminderKind(StrEnum):
    """Why people are told. `moved` rewrites a message that names an old date; `cancelled` is a message of its own."""

    COMING = "coming"
    MOVED = "moved"
    CANCELLED = "cancelled"


EVENT_CHANGE = "event_change"
"""Kind of a delivery that tells of a cancelled event, or rewrites a reminder of one that moved."""
PERSONAL = "personal"
"""Kind of a direct message that a person asked for."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who reads a reminder: the channel or person where it stands, their zone and language.

    `personal` where it is one that the person asked for.
    """

    target: str
    zone: str
    language: str
    personal: bool = False


@dataclass(frozen=True, slots=True)
class ReminderMessage:
    """What a reminder says to its audience: its events in the order of their starts."""

    kind: ReminderKind
    lines: tuple[ReminderLine, ...]
    audience: Audience
