"""The locks under which senders claim deliveries: they tell a dead sender from a slow one."""

from __future__ import annotations

from typing import Protocol


class Locks(Protocol):
    """Locks that the operating system or the database releases when their holder dies, however it dies."""

    def hold(self) -> str:
        """Take a lock under a new, unique name and keep it until `release` or death; returns the name."""
        ...

    def held(self) -> bool:
        """Whether the lock is still ours: a database connection that broke has lost it."""
        ...

    def release(self) -> None:
        """Give it back."""
        ...

    def is_dead(self, name: str) -> bool:
        """Whether nobody holds the lock of that name any more. False while its holder is merely paused."""
        ...
