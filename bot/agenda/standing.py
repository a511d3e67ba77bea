"""Which change of an event still has to be told."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.agenda import Change, EventVersion, Step

TOLD_FOR = timedelta(days=14)
"""Changes older than this are not told any more: whoever was away so long reads the dates as they stand."""
CHANGE_LIFE = timedelta(days=7)
"""How long a message about a change is tried to be posted."""


def standing_change(version: EventVersion) -> Step | None:
    """The move or cancellation that still holds: edits after it change nothing of it, a restoration does."""
    if version.removed_at is not None:
        return None
    telling = (s for s in reversed(version.steps) if s.change in {Change.MOVED, Change.CANCELLED, Change.RESTORED})
    step = next(telling, None)
    return step if step is not None and step.change is not Change.RESTORED else None


def is_lately(step: Step, now: datetime) -> bool:
    """Whether a change is recent enough to be news, as of an instant not before it."""
    return timedelta() <= now - step.at <= TOLD_FOR
