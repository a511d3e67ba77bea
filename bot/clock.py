"""The one place that asks the machine for the time; everything else takes `now` as a parameter."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """Aware UTC from the machine."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """Stands at one instant: for `--at` and for tests."""

    def __init__(self, instant: datetime) -> None:
        if instant.tzinfo is None:
            raise ValueError("a clock needs an aware instant")
        self._instant = instant.astimezone(UTC)

    def now(self) -> datetime:
        """The instant given, in UTC."""
        return self._instant
