"""The contract of the outbox, by the sides that its users see: who plans needs no claims, who looks needs no plans.

Every method is atomic and committed when it returns; each transition also adds an attempt. Methods that take a delivery
change nothing, and return False, where its generation is no longer the newest.

They may be called from any number of threads and processes, and raise StoreError only. Instants are aware UTC. The
database's unique key stops a second delivery, the generation stops a second settler, and the lock that dies with its
process (`bot.domain.locks`) tells a dead sender from a slow one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.delivery import Attempt, Delivery, Payload, Planned, Posted, State, Stray
from bot.domain.subscription import Subscription


@dataclass(frozen=True, slots=True)
class Plan:
    """What planning made of a subscription: rows to be, and how far it reached.

    `cancel_others` calls off pending deliveries of the subscription whose items are not among the rows: an event that
    moved, was removed or muted.
    """

    subscription: Subscription
    rows: tuple[Planned, ...]
    planned_until: datetime
    plan_at: datetime
    cancel_others: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """What came before a delivery: the last posted one of its subscription, and how many were skipped since."""

    posted: Delivery | None
    skipped: int


class Planning(Protocol):
    """Where deliveries come from."""

    def plan(self, plans: Sequence[Plan], *, now: datetime) -> int:
        """Insert what is not there yet and advance the watermarks, in one transaction; returns how many are new.

        A plan whose subscription has changed since it was read (version or watermark) is left out.
        """
        ...

    def add(self, rows: Sequence[Planned], *, now: datetime) -> int:
        """Insert deliveries that belong to no plan (notices, personal reminders, amendments)."""
        ...

    def cancel(self, key: str, *, now: datetime) -> bool:
        """Call off a pending delivery."""
        ...


class Claims(Protocol):
    """Who has which delivery in hand."""

    def claim(self, worker: str, *, limit: int, now: datetime, pace_seconds: float) -> tuple[Delivery, ...]:
        """Take due deliveries, the longest due first and one for each target, as `sending` in a new generation.

        Leaves out targets and workspaces that have to wait, and lets each taken target wait for `pace_seconds`.
        No two callers get the same delivery.
        """
        ...

    def workers(self) -> frozenset[str]:
        """Those under whose name something is being sent."""
        ...

    def abandon(self, worker: str, *, keep: frozenset[int], look_at: datetime, now: datetime) -> tuple[int, int]:
        """Take what a dead sender left, but for the ids to keep: unknown where a payload was frozen, else pending.

        Returns how many became unknown and how many pending.
        """
        ...


class Sending(Protocol):
    """What the holder of a claim writes: what it will say, and what became of that if no message stands."""

    def freeze(self, delivery: Delivery, payload: Payload, payload_hash: str, *, now: datetime) -> bool:
        """Keep what will be sent in this generation. After True, and not before, bytes may go out."""
        ...

    def settle_unposted(self, delivery: Delivery, *, next_try: datetime, reason: str, now: datetime) -> bool:
        """Surely not posted: pending again, not before `next_try`."""
        ...

    def settle_unknown(self, delivery: Delivery, *, look_at: datetime, reason: str, now: datetime) -> bool:
        """Possibly posted: to be looked up."""
        ...

    def settle_ended(self, delivery: Delivery, state: State, *, reason: str, now: datetime) -> bool:
        """Final without a message: failed, skipped, expired or cancelled."""
        ...

    def refuse(self, delivery: Delivery, *, reason: str, notice: Planned | None, now: datetime) -> bool:
        """Failed because target or token refuse: its subscription is paused with the reason, its other pending
        deliveries are called off, and the notice to its owner is planned. All or nothing.
        """
        ...


class Verdicts(Protocol):
    """Whether a message stands, whoever found out: its sender, the channel's history or a person."""

    def settle_posted(
        self, delivery: Delivery, posted: Posted, *, now: datetime, audit_at: datetime | None = None
    ) -> bool:
        """The message stands: keep where, remember what it showed, and plan its replies.

        Also from unknown, held and pending, as long as nobody has claimed it again. One that had been sent again after
        a doubt is looked up once more at `audit_at`: the first may have arrived after all.
        """
        ...

    def requeue(self, delivery: Delivery, *, reason: str, now: datetime) -> bool:
        """From unknown or held to pending: it surely does not stand in the channel, or a person says so."""
        ...


class Paces(Protocol):
    """Who has to wait before anything more is posted."""

    def slow_down(self, owner: str, target: str, *, until: datetime) -> None:
        """Nobody posts there before then; an empty target means the whole workspace."""
        ...

    def next_due(self, *, now: datetime, until: datetime) -> datetime | None:
        """When the first pending delivery may be tried, paces counted; None where none may be before `until`."""
        ...


class Strays(Protocol):
    """Messages beside the ones that count."""

    def add_stray(self, stray: Stray, *, now: datetime) -> None:
        """Keep a message that has to go."""
        ...

    def strays(self, *, now: datetime, limit: int) -> tuple[Stray, ...]:
        """Messages that have to go and may be tried now."""
        ...

    def drop_stray(self, stray: Stray, *, next_try: datetime | None) -> None:
        """The message is gone (None), or deleting it is tried again."""
        ...


class Doubts(Protocol):
    """Deliveries that may stand in their channel, for whoever looks."""

    def to_look_up(self, *, now: datetime, limit: int) -> tuple[Delivery, ...]:
        """Unknown and held deliveries whose next look is due, and posted ones that are to be audited."""
        ...

    def start_look(self, delivery: Delivery, *, again_at: datetime, now: datetime) -> bool:
        """Reserve a look, so that no other process looks before `again_at`."""
        ...

    def absent(self, delivery: Delivery, *, looks: int, again_at: datetime, now: datetime) -> bool:
        """Keep that a look found nothing, `looks` times now."""
        ...

    def hold(self, delivery: Delivery, *, reason: str, look_at: datetime, now: datetime) -> bool:
        """From unknown to held: a person has to answer, unless a later look finds it."""
        ...

    def audited(self, delivery: Delivery) -> None:
        """A posted delivery needs no further look."""
        ...


class Upkeep(Protocol):
    """What time and wrong clocks leave behind."""

    def late(self, *, now: datetime) -> Mapping[State, int]:
        """End pending deliveries whose time is over (digests are skipped, the rest expire), and of several due digests
        of one subscription all but the newest; returns how many of each.
        """
        ...

    def mend(self, *, now: datetime) -> int:
        """Bring back waits that lie so far ahead that they were written under a clock that has gone back since."""
        ...

    def prune(self, *, before: datetime) -> int:
        """Drop final deliveries not touched since then and expired by then, with their attempts; returns how many.

        What has not expired is still planned again and again: its key is what stops a second message.
        """
        ...


class Record(Protocol):
    """What became of deliveries, for whoever shows it or goes by it."""

    def get(self, delivery_id: int) -> Delivery | None:
        """One delivery."""
        ...

    def list(
        self, *, state: State | None = None, owner: str | None = None, subscription: str | None = None, limit: int = 100
    ) -> tuple[Delivery, ...]:
        """The latest slot first."""
        ...

    def with_item(self, item_prefix: str) -> tuple[Delivery, ...]:
        """Those that tell of an item whose key begins so, oldest first."""
        ...

    def known_keys(self, keys: Sequence[str]) -> Mapping[str, State]:
        """The states of those keys that exist."""
        ...

    def past(self, delivery: Delivery) -> Past:
        """What the subscription's earlier deliveries were."""
        ...

    def counts(self) -> Mapping[State, int]:
        """How many deliveries stand in each state."""
        ...

    def attempts(self, delivery_id: int) -> tuple[Attempt, ...]:
        """The record of one delivery, in order."""
        ...


class Outbox(Planning, Claims, Sending, Verdicts, Paces, Strays, Doubts, Upkeep, Record, Protocol):
    """Deliveries and their states, whole: for whoever puts the product together. Each part names the sides it uses."""


class PostedDigests(Protocol):
    """The digests that stand in channels, with what was made of them since."""

    def last(self, *, since: datetime) -> tuple[Delivery, ...]:
        """The last digest of each place, where it was posted since then."""
        ...

    def replies(self, digest: Delivery) -> tuple[Delivery | None, ...]:
        """The replies of a digest in the order of its payload; None for one that was never planned."""
        ...

    def edits(self, *, since: datetime) -> Sequence[Delivery]:
        """Corrections planned since then and not called off, the newest first."""
        ...
