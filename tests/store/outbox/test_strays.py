"""Messages that have to go stay on record until they are gone: the contract, held by every store."""

from __future__ import annotations

from bot.domain.delivery import Stray
from tests.store.outbox.stages import (
    DAY,
    HOUR,
    NOW,
    AnyOutbox,
)


def test_strays_are_kept_until_they_are_gone(outbox: AnyOutbox) -> None:
    """Deleting may have to wait for Slack."""
    stray = Stray("T1", "C1", "1.0", 7)
    outbox.add_stray(stray, now=NOW)
    outbox.add_stray(stray, now=NOW)
    assert outbox.strays(now=NOW, limit=5) == (stray,)
    outbox.drop_stray(stray, next_try=NOW + HOUR)
    assert outbox.strays(now=NOW, limit=5) == ()
    assert outbox.strays(now=NOW + HOUR, limit=5) == (stray,)
    outbox.drop_stray(stray, next_try=None)
    assert outbox.strays(now=NOW + DAY, limit=5) == ()
