"""Deliveries: one message each, posted exactly once.

    pending -> sending -> posted
                       -> unknown -> posted | pending | held
    pending, sending   -> failed | expired | skipped | cancelled

`cancelled` rows, and `skipped` or `expired` ones that were judged by a clock that had run ahead, become pending again
when they are planned again. Every other end is final.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.digest import Shown, Told


class State(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    SENDING = "sending"
    UNKNOWN = "unknown"
    HELD = "held"
    POSTED = "posted"
    FAILED = "failed"
    EXPIRED = "expired"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self in {State.PENDING, State.SENDING, State.UNKNOWN, State.HELD}


LATE = "late"
"""Reason of a slot that nobody could serve in time."""
COALESCED = "coalesced"
"""Reason of a missed slot for which a newer one stands in."""
EMPTY = "empty"
"""Reason of a quiet subscription that had nothing to say."""
CHANGED = "changed"
"""Reason of a delivery that its subscription's change, pause or removal called off, or its event's."""


DIGEST = "digest"
REMINDERS = "reminders"
REPLY = "reply"
"""Kind of a delivery in the thread of another; its message stands in its `ref`."""
CORRECTION = "correction"
"""Kind of a delivery that rewrites a message of a posted digest; the new one stands in its `ref`."""
NOTICE = "notice"
"""Kind of a direct message to the owner of a subscription that was paused."""
ATTACHED = (REPLY, CORRECTION)
"""Kinds that complete a message that stands: they go out whatever becomes of its subscription meanwhile."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: `blocks` as Slack's block kit, `text` what stands where blocks cannot show, escaped already."""

    text: str
    blocks: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of a message. An image block names it by `{"slack_file": {"id": "image:NAME"}}`.

    Where it cannot be uploaded the block `instead` stands in its place; without one a message must be complete.
    """

    name: str
    data: bytes
    alt: str
    instead: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Payload:
    """What a delivery says: a message, and replies in its thread that become deliveries of their own.

    `shown` are the highlights to be remembered for the channel once, and only if, the message stands there. `told` is
    what a digest told, kept for its corrections.
    """

    message: Message
    thread: tuple[Message, ...] = ()
    images: tuple[Image, ...] = ()
    shown: tuple[Shown, ...] = ()
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A delivery that ought to be. `key` is its business key: of two with one key the second changes nothing.

    Not before `slot` and not from `expires` on. `items` are keys of what it tells of (a reminder's events): an item is
    told once, whatever delivery it stands in, and those of one subscription and slot share a delivery. `amends` is the
    id of a posted delivery whose message this one rewrites instead of posting. `ref` is the composer's own note.
    """

    key: str
    kind: str
    owner: str
    target: str
    slot: datetime
    expires: datetime
    subscription: str = ""
    items: tuple[str, ...] = ()
    amends: int = 0
    ref: Mapping[str, Any] = field(default_factory=dict)
    state: State = State.PENDING
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A stored delivery. `channel` and `ts` name the message once it stands; `thread` is the message it replies to.

    `generation` counts the claims: only the holder of the newest may settle. `payload` is frozen for a generation
    before any byte goes out and empty before that.
    """

    id: int
    key: str
    kind: str
    owner: str
    target: str
    slot: datetime
    expires: datetime
    state: State
    subscription: str = ""
    items: tuple[str, ...] = ()
    amends: int = 0
    ref: Mapping[str, Any] = field(default_factory=dict)
    generation: int = 0
    worker: str = ""
    next_try: datetime | None = None
    payload: Payload | None = None
    payload_hash: str = ""
    channel: str = ""
    ts: str = ""
    thread: str = ""
    reason: str = ""
    looks: int = 0
    unknown_since: datetime | None = None
    posted_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One step of a delivery, as the append-only record keeps it."""

    delivery: int
    generation: int
    at: datetime
    event: str
    worker: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message stands."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Found:
    """A message of ours in a channel's history, by its metadata."""

    channel: str
    ts: str
    key: str
    generation: int
    payload_hash: str


@dataclass(frozen=True, slots=True)
class Stray:
    """A message that a fenced sender posted beside the one that counts: to be deleted."""

    owner: str
    channel: str
    ts: str
    delivery: int
