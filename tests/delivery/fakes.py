"""A Slack that obeys the messenger's contract and does what a test tells it to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.delivery.ports import Due
from bot.domain.delivery import Delivery, Found, Image, Message, Payload, Posted

NOW = datetime(2024, 11, 25, 0, 0, tzinfo=UTC)
"""A Monday, 09:00 in Seoul."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A message in the fake's channels."""

    channel: str
    ts: str
    key: str
    generation: int
    payload_hash: str
    message: Message
    thread: str = ""


@dataclass
class FakeMessenger:
    """Keeps what is posted. `before` and `after` run around the acceptance of a post and may raise; `reading` runs
    before a look into the history.
    """

    standing: list[Standing] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    updated: list[tuple[str, Message]] = field(default_factory=list)
    before: Callable[[Delivery], None] = lambda _: None
    after: Callable[[Delivery], None] = lambda _: None
    reading: Callable[[Delivery], None] = lambda _: None
    uploading: Callable[[Image], None] = lambda _: None
    posts: int = 0

    def post(self, delivery: Delivery, message: Message) -> Posted:
        self.before(delivery)
        self.posts += 1
        ts = f"{1_700_000_000 + self.posts}.000100"
        self.standing.append(
            Standing(
                delivery.target, ts, delivery.key, delivery.generation, delivery.payload_hash, message, delivery.thread
            )
        )
        self.after(delivery)
        return Posted(delivery.target, ts)

    def update(self, owner: str, posted: Posted, message: Message) -> None:
        self.updated.append((posted.ts, message))

    def delete(self, owner: str, posted: Posted) -> None:
        self.deleted.append(posted.ts)
        self.standing = [s for s in self.standing if s.ts != posted.ts]

    def find(self, delivery: Delivery) -> tuple[Found, ...]:
        self.reading(delivery)
        return tuple(
            Found(s.channel, s.ts, s.key, s.generation, s.payload_hash)
            for s in self.standing
            if s.key == delivery.key and s.channel == delivery.target
        )

    def upload(self, owner: str, image: Image) -> str:
        self.uploading(image)
        return f"F{image.name}"

    def posted_keys(self) -> list[str]:
        return [s.key for s in self.standing]


class Lines:
    """Composes a line that names the delivery."""

    def compose(self, due: Due, *, now: datetime) -> Payload | None:
        late = " late" if due.late(now) else ""
        return Payload(Message(f"{due.delivery.key}{late}"))


@dataclass
class FakeLocks:
    """Locks of one process; names in `dead` belong to dead ones."""

    dead: set[str] = field(default_factory=set)
    name: str = ""
    lost: bool = False
    count: int = 0

    def hold(self) -> str:
        self.count += 1
        self.name, self.lost = f"w{self.count}", False
        return self.name

    def held(self) -> bool:
        return bool(self.name) and not self.lost

    def release(self) -> None:
        self.name = ""

    def is_dead(self, name: str) -> bool:
        return name in self.dead


class TickingClock:
    """Stands until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.instant = now

    def now(self) -> datetime:
        return self.instant


def failing(error: Exception, times: int = 1):  # type: ignore[no-untyped-def]
    """Raises so often, then no more."""
    left = [times]

    def act(_: Delivery) -> None:
        if left[0] > 0:
            left[0] -= 1
            raise error

    return act
