"""What the Slack surface remembers: answers given, effects claimed, votes, gaps, threads and readers.

Everything belongs to an owner (a workspace's team id) and is never visible to another. No record says who asked: votes
carry an opaque mark, gaps carry the query alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

ANSWER_LIFE = timedelta(days=30)
"""How long the buttons of an answer work."""

CLAIM_LIFE = timedelta(days=30)
"""How long a claim is remembered: a button can be pressed again as long as its answer lives."""

PROFILE_LIFE = timedelta(hours=12)
"""How long a reader's locale and zone are taken from the cache before Slack is asked again."""

MAX_GAP_CHARS = 200
"""A question that found nothing is kept up to this length; longer ones are pasted texts, not questions."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer as shown: enough to show it again, to go on and to share it.

    `id` is short, unguessable and unique over all owners. `offset` counts the hits before the first shown one and
    `sections` are the ids shown, in order; `about` is the section to which the shown ones are related, else empty.
    """

    id: str
    owner: str
    query: str
    created: datetime
    offset: int = 0
    sections: tuple[str, ...] = ()
    total: int = 0
    did_you_mean: tuple[str, ...] = ()
    about: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that found nothing, with how often and when last it was asked."""

    query: str
    count: int
    last_asked: datetime


@dataclass(frozen=True, slots=True)
class ThreadState:
    """What a thread talks about: its latest answer, and the language that its people asked for, else empty."""

    answer_id: str
    language: str
    updated: datetime


@dataclass(frozen=True, slots=True)
class Profile:
    """A reader: locale and IANA zone as Slack told them at `fetched`, and what the reader chose here.

    `chosen_language` is empty where the locale decides; `results` is the number of sections in an answer, 1 to 3.
    """

    user: str
    locale: str = ""
    zone: str = ""
    fetched: datetime | None = None
    chosen_language: str = ""
    results: int = 3


class AnswerLog(Protocol):
    """Keeps the above; safe to call from several threads and processes at once.

    Every method is atomic and committed when it returns, but `put`, `add_gap` and `put_person`, for which nobody waits:
    they may be committed a little later, in their order. This process knows an answer all the same, and one that is
    killed loses the latest. `now` is aware UTC. Nothing raises but `StoreError`.
    """

    def put(self, answer: GivenAnswer) -> None:
        """Keep an answer; the same id again replaces it."""
        ...

    def get(self, answer_id: str, *, owner: str, now: datetime) -> GivenAnswer | None:
        """The answer; None where it is unknown, another owner's, or older than `ANSWER_LIFE`."""
        ...

    def claim(self, key: str, *, now: datetime, lease: timedelta = timedelta(seconds=60)) -> bool:
        """True for exactly one caller at a time: where the key is new, was released, is older than `CLAIM_LIFE`, or
        was claimed more than `lease` ago without being sealed (its holder died before it did anything).

        Of several concurrent callers over one database exactly one gets True.
        """
        ...

    def seal(self, key: str, *, now: datetime) -> None:
        """Say that the effect may happen from now on: nobody gets this key again until `CLAIM_LIFE` has passed.

        Sealing an unknown key claims and seals it.
        """
        ...

    def release(self, key: str) -> None:
        """Give a key back, sealed or not, since its effect surely did not happen. An unknown key changes nothing."""
        ...

    def vote(self, answer_id: str, *, owner: str, mark: str, helpful: bool, now: datetime) -> None:
        """Keep a vote on an answer, with its query; a later vote under the same mark replaces it.

        `mark` tells votes of one person on one answer apart without naming the person.
        """
        ...

    def votes(self, *, owner: str, since: datetime) -> tuple[int, int]:
        """How many votes since then were helpful, and how many were not."""
        ...

    def add_gap(self, query: str, *, owner: str, now: datetime) -> None:
        """Count a question that found nothing.

        Queries that differ only in case and white space are one, kept as last typed, cut at `MAX_GAP_CHARS`.
        """
        ...

    def gaps(self, *, owner: str, since: datetime, limit: int = 20) -> tuple[Gap, ...]:
        """Questions last asked since then, the most frequent first, then the latest."""
        ...

    def close_gap(self, query: str, *, owner: str) -> None:
        """Forget a question (an editor answered it or it is none); it may come back by being asked again."""
        ...

    def thread(self, *, owner: str, channel: str, thread: str, now: datetime) -> ThreadState | None:
        """The state of a thread; None where there is none or it is older than `ANSWER_LIFE`."""
        ...

    def set_thread(self, state: ThreadState, *, owner: str, channel: str, thread: str) -> None:
        """Keep a thread's state; the later call wins."""
        ...

    def profile(self, user: str, *, owner: str) -> Profile | None:
        """A reader as last kept, however old: the caller compares `fetched` with `PROFILE_LIFE`."""
        ...

    def put_profile(self, profile: Profile, *, owner: str) -> None:
        """Keep a reader, replacing what was kept."""
        ...

    def put_person(self, user: str, *, owner: str, locale: str, zone: str, fetched: datetime) -> None:
        """Keep what Slack told of a reader; what the reader chose stays."""
        ...

    def prune(self, *, now: datetime) -> int:
        """Drop answers, claims, threads and votes past their life, and gaps older than 400 days; returns how many."""
        ...
