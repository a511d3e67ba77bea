"""The errors that aitrend raises on purpose; anything else is a defect.

    AitrendError
    ├── SettingsError            a setting is missing, contradictory or unreadable; exit 2
    ├── InputError               what a person gave cannot be used; exit 2 in the shell, a text in Slack
    │   └── FolderTaken          a running process brings in the documents of another folder
    ├── DocumentError            a document cannot become sections; carries the problem with its line
    ├── StoreError               the database is away, locked or refuses
    ├── IndexUnusable            the search index cannot be read or written
    └── PostError                a message did not surely reach Slack
        ├── NotPosted            surely not posted: may be tried again
        │   ├── RateLimited      wait `retry_after` seconds first
        │   ├── ChannelRefused   the channel or the token is of no use until a person acts
        │   └── MessageRefused   Slack does not take this message, whoever posts it
        ├── PossiblyPosted       Slack may have taken it: never repeat blindly
        └── HistoryUnreadable    whether it was posted cannot be looked up until a person acts

Each carries `code`, a key of the interface texts, and `data` for the text's fields, so that the place which shows an
error to a person needs no knowledge of where it came from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.document import Problem


class AitrendError(Exception):
    """An expected failure. `code` names the text for a person; `data` fills its fields.

    Each class has a code with a text. One error may name a closer cause, which is shown where it has a text of its own.
    """

    code = "error.unexpected"

    def __init__(self, message: str, *, code: str | None = None, **data: object) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code
        self.data = data


class SettingsError(AitrendError):
    """A setting that a person must mend; the message names the option, the value and the remedy."""

    code = "error.settings"


class InputError(AitrendError):
    """A value that a person gave cannot be used; the message says what would be."""

    code = "error.input"


class FolderTaken(InputError):
    """A running process reads another folder into the same database: two would drop each other's documents."""


class DocumentError(AitrendError):
    """A document cannot be read; `problem` says where, what and how to mend it."""

    code = "error.document"

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.path}:{problem.line}: {problem.what}")
        self.problem = problem


class StoreError(AitrendError):
    """The database cannot serve now; trying later may help."""

    code = "error.store"


class IndexUnusable(AitrendError):
    """The search index cannot be read or written."""

    code = "error.index"


class PostError(AitrendError):
    """A call that should post a message failed; the subclasses say what is known of the message."""

    code = "error.post"


class NotPosted(PostError):
    """Slack surely did not post the message."""


class RateLimited(NotPosted):
    """Slack asked to wait; `retry_after` is in seconds."""

    code = "error.rate_limited"

    def __init__(self, message: str, *, retry_after: float) -> None:
        super().__init__(message, retry_after=retry_after)
        self.retry_after = retry_after


class ChannelRefused(NotPosted):
    """The channel or the token refuses until a person acts; `reason` is Slack's error name."""

    code = "error.channel"

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message, reason=reason)
        self.reason = reason


class MessageRefused(NotPosted):
    """Slack does not take the message as it is; `reason` is Slack's error name."""

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message, reason=reason)
        self.reason = reason


class HistoryUnreadable(PostError):
    """The channel's history may not be read; `reason` is Slack's error name."""

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message, reason=reason)
        self.reason = reason


class PossiblyPosted(PostError):
    """The message may stand in the channel although no answer said so."""

    code = "error.unsure"
