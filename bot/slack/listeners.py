"""What the app listens to, as values: Bolt is wired from them, and the manifest is generated from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from re import Pattern
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Trigger(StrEnum):
    """What sets a listener off."""

    COMMAND = "command"
    GLOBAL_SHORTCUT = "shortcut"
    MESSAGE_SHORTCUT = "message_shortcut"
    ACTION = "action"
    OPTIONS = "options"
    VIEW = "view"
    EVENT = "event"


class Need(NamedTuple):
    """A scope and the key of the text that says why it is asked for."""

    scope: str
    reason: str


COMMANDS = Need("commands", "scope.commands")
WRITE = Need("chat:write", "scope.chat_write")
USERS = Need("users:read", "scope.users_read")
MENTIONS = Need("app_mentions:read", "scope.app_mentions")
DIRECT = Need("im:history", "scope.im_history")
CHANNELS = Need("channels:history", "scope.channels_history")
GROUPS = Need("groups:history", "scope.groups_history")
FILES = Need("files:read", "scope.files_read")
FILES_WRITE = Need("files:write", "scope.files_write")
DIRECT_WRITE = Need("im:write", "scope.im_write")
ASSISTANT = Need("assistant:write", "scope.assistant_write")

DELIVERIES = (WRITE, FILES, FILES_WRITE, CHANNELS, GROUPS, DIRECT, DIRECT_WRITE)
"""What the deliveries need beside the listeners: to post, to upload a chart, to look up what became of a message."""


@dataclass(frozen=True, slots=True)
class Listener(Generic[T]):
    """One row of the table.

    `reply` is computed before the acknowledgement and goes with it, so it must be quick and call nobody; `work` runs
    after it, on the pool. `id` is a command, callback id, action id or pattern, or an event's name in the manifest
    (`message.im`).
    """

    trigger: Trigger
    id: str | Pattern[str]
    work: Callable[[T], None] | None = None
    reply: Callable[[T], Mapping[str, Any] | None] | None = None
    needs: tuple[Need, ...] = ()

    @property
    def name(self) -> str:
        """The id as it stands in the log."""
        return self.id if isinstance(self.id, str) else self.id.pattern
