"""The waits of the deliveries, in one place, with the reason of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

HORIZON = timedelta(hours=48)
"""How far ahead deliveries are written down: a planner may be away for a day without anything being late."""

DIGEST_LIFE = timedelta(hours=24)
"""How late a digest may come, labelled. Later it is skipped and counted: the next one tells of its contents."""

NOTICE_LIFE = timedelta(days=7)
"""How long the owner of a paused subscription is tried to be told."""

MAX_RETRY_AFTER_SECONDS = 3600.0
"""A longer Retry-After is asked again after an hour: by then it is known whether it still holds."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds. The defaults suit Slack; the proof runs the same code with shorter ones."""

    pace: float = 1.0
    """Between two messages of one channel: Slack's published limit."""
    grace: float = 15.0
    """Before a doubtful message is looked for: the longest time in which a request of ours can still arrive."""
    recheck: float = 30.0
    """Between two looks that both have to find nothing: the channel's history may lag behind."""
    look_retry: float = 10.0
    """Before a look that failed is tried again."""
    hold_after: float = 150.0
    """After so long in doubt without a history that can be read, a person is asked."""
    held_recheck: float = 300.0
    """Between looks at what a person was asked about: it may become readable again by itself."""
    audit: float = 120.0
    """After a message that was sent again stands, before the first one is looked for once more."""
    backoff: float = 5.0
    """Before the first repetition of what was surely not posted; doubled each time."""
    max_backoff: float = 600.0

    def backoff_after(self, generation: int) -> timedelta:
        """The wait after the n-th attempt, 1-based."""
        return timedelta(seconds=min(self.max_backoff, self.backoff * 2 ** min(generation - 1, 20)))
