"""A doubtful delivery is looked for by one process at a time: the contract, held by every store."""

from __future__ import annotations

from bot.domain.delivery import State
from tests.store.outbox.stages import (
    HOUR,
    NOW,
    SECOND,
    AnyOutbox,
    claim_one,
    frozen,
    row,
)


def test_a_look_is_made_by_one_process_at_a_time(outbox: AnyOutbox) -> None:
    """Two reconcilers do not count one absence twice."""
    outbox.add([row("a")], now=NOW)
    outbox.settle_unknown(frozen(outbox), look_at=NOW, reason="timeout", now=NOW)
    (unknown,) = outbox.to_look_up(now=NOW, limit=5)
    assert outbox.start_look(unknown, again_at=NOW + HOUR, now=NOW)
    assert not outbox.start_look(unknown, again_at=NOW + HOUR, now=NOW)
    assert outbox.absent(unknown, looks=1, again_at=NOW + 30 * SECOND, now=NOW)
    (again,) = outbox.to_look_up(now=NOW + 30 * SECOND, limit=5)
    assert again.looks == 1


def test_held_waits_for_a_person_and_is_still_looked_at(outbox: AnyOutbox) -> None:
    """The history may become readable by itself."""
    outbox.add([row("a")], now=NOW)
    outbox.settle_unknown(frozen(outbox), look_at=NOW, reason="timeout", now=NOW)
    (unknown,) = outbox.to_look_up(now=NOW, limit=5)
    assert outbox.hold(unknown, reason="missing_scope", look_at=NOW + HOUR, now=NOW)
    assert outbox.claim("w", limit=1, now=NOW, pace_seconds=0) == ()
    (held,) = outbox.list(state=State.HELD)
    assert held.reason == "missing_scope"
    assert outbox.to_look_up(now=NOW, limit=5) == ()
    assert len(outbox.to_look_up(now=NOW + HOUR, limit=5)) == 1
    assert outbox.requeue(held, reason="resent", now=NOW)
    assert not outbox.requeue(held, reason="resent", now=NOW)
    assert claim_one(outbox).generation == 2
