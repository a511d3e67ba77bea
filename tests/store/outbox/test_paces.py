"""Who waits, and how long at the most: the contract, held by every store."""

from __future__ import annotations

from tests.store.outbox.stages import (
    DAY,
    HOUR,
    NOW,
    SECOND,
    AnyOutbox,
    row,
)


def test_a_channel_gets_one_message_a_pace(outbox: AnyOutbox) -> None:
    """The pace is kept by the store, so all processes share it."""
    outbox.add([row("a", target="C1"), row("b", target="C1"), row("c", target="C2")], now=NOW)
    first = outbox.claim("w1", limit=5, now=NOW, pace_seconds=1)
    assert [d.key for d in first] == ["a", "c"]
    assert outbox.claim("w2", limit=5, now=NOW + 0.9 * SECOND, pace_seconds=1) == ()
    assert outbox.next_due(now=NOW, until=NOW + HOUR) == NOW + SECOND
    assert [d.key for d in outbox.claim("w2", limit=5, now=NOW + SECOND, pace_seconds=1)] == ["b"]
    assert outbox.next_due(now=NOW, until=NOW + HOUR) is None


def test_a_pace_of_a_clock_that_went_back_holds_nobody_up(outbox: AnyOutbox) -> None:
    """It had run an hour ahead when the channel got its last message."""
    outbox.add([row("a", target="C1"), row("b", target="C1")], now=NOW)
    assert [d.key for d in outbox.claim("w", limit=1, now=NOW + HOUR, pace_seconds=1)] == ["a"]
    assert outbox.next_due(now=NOW, until=NOW + HOUR) == NOW
    assert [d.key for d in outbox.claim("w", limit=1, now=NOW, pace_seconds=1)] == ["b"]


def test_a_stored_retry_after_stops_the_whole_workspace(outbox: AnyOutbox) -> None:
    """Another workspace is not concerned, and a wait that a wrong clock wrote is not believed."""
    outbox.add([row("a"), row("b", owner="T2")], now=NOW)
    outbox.slow_down("T1", "", until=NOW + 30 * SECOND)
    outbox.slow_down("T1", "", until=NOW + 10 * SECOND)
    assert [d.key for d in outbox.claim("w", limit=5, now=NOW, pace_seconds=1)] == ["b"]
    assert outbox.next_due(now=NOW, until=NOW + HOUR) == NOW + 30 * SECOND
    assert [d.key for d in outbox.claim("w", limit=5, now=NOW + 30 * SECOND, pace_seconds=1)] == ["a"]
    outbox.add([row("c")], now=NOW)
    outbox.slow_down("T1", "", until=NOW + 300 * DAY)
    assert [d.key for d in outbox.claim("w", limit=5, now=NOW, pace_seconds=1)] == ["c"]
