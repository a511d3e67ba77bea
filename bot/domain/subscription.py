"""Subscriptions: who gets what, where and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import Protocol

DEFAULT_LEADS = (7, 1, 0)
"""Days before an event on which it is announced; 0 is the morning of its day."""

MONDAY = 1
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def is_person(target: str) -> bool:
    """Whether a target is a person; every other one is a channel."""
    return target.startswith(("U", "W"))


class Kind(StrEnum):
    """What a subscription delivers."""

    DIGEST = "digest"
    REMINDERS = "reminders"


@dataclass(frozen=True, slots=True)
class Rule:
    """Wall times in a zone: ISO weekdays (1 is Monday), hour and minute, IANA zone.

    Reminders go out on any day at `at`; their weekdays are not looked at.
    """

    weekdays: tuple[int, ...] = (MONDAY,)
    at: time = time(9)
    zone: str = "Asia/Seoul"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person chose. `target` is the id of a channel or of a person.

    `quiet` keeps silent where there is nothing to say, else a line says so. `topics` narrow the contents, none means
    all. `extras` names optional parts of a digest, such as the questions that found nothing (`gaps`).
    """

    owner: str
    target: str
    kind: Kind
    rule: Rule = Rule()
    language: str = "ko"
    topics: tuple[str, ...] = ()
    leads: tuple[int, ...] = DEFAULT_LEADS
    quiet: bool = False
    extras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subscription:
    """A wish with its record. `since` is the instant from which its rule counts; slots before `planned_until` stand
    in the outbox; it is looked at again at `plan_at`. `version` rises with every change by a person.

    `pause_reason` is empty where a person paused it, else Slack's error name.
    """

    id: str
    wish: Wish
    created_by: str
    created_at: datetime
    since: datetime
    planned_until: datetime
    plan_at: datetime = LONG_AGO
    version: int = 1
    paused: bool = False
    pause_reason: str = ""


class SubscriptionStore(Protocol):
    """Keeps subscriptions. Every method is atomic and committed when it returns; raises StoreError only."""

    def add(self, subscription: Subscription) -> bool:
        """Keep a new one; False where its id is taken."""
        ...

    def get(self, subscription_id: str) -> Subscription | None:
        """One subscription."""
        ...

    def list(self, *, owner: str | None = None, target: str | None = None) -> tuple[Subscription, ...]:
        """Subscriptions of a workspace and of a target, oldest first; None means any."""
        ...

    def replace(self, subscription: Subscription, *, expected: int, now: datetime) -> bool:
        """Write a changed one and call off its deliveries that are still pending, as its rule makes them anew.

        False, and nothing is changed, where the stored version is not `expected`: somebody else changed it first.
        """
        ...

    def remove(self, subscription_id: str, *, now: datetime) -> bool:
        """Forget one and call off its pending deliveries; False where it is unknown."""
        ...

    def to_plan(self, *, now: datetime, limit: int) -> tuple[Subscription, ...]:
        """Unpaused ones whose `plan_at` has come, or lies so far ahead that the clock must have gone back."""
        ...
