"""Subscriptions as rows: the contract, held by every store."""

from __future__ import annotations

from bot.domain.subscription import Kind, Rule, Wish
from tests.store.outbox.stages import (
    DAY,
    HOUR,
    NOW,
    AnySubscriptions,
    subscription,
)


def test_a_second_editor_is_told_that_somebody_was_faster(subscriptions: AnySubscriptions) -> None:
    """Two people in one modal must not overwrite one another unseen."""
    assert subscriptions.add(subscription())
    assert not subscriptions.add(subscription())
    assert subscriptions.replace(subscription(paused=True), expected=1, now=NOW)
    assert not subscriptions.replace(subscription(), expected=1, now=NOW)
    found = subscriptions.get("s1")
    assert found is not None
    assert (found.paused, found.version, found.wish.rule) == (True, 2, Rule((1,)))


def test_subscriptions_are_listed_by_owner_and_target(subscriptions: AnySubscriptions) -> None:
    """One workspace never sees another's."""
    one, two = subscription("s1"), subscription("s2", wish=Wish("T2", "C2", Kind.REMINDERS), created_at=NOW + DAY)
    subscriptions.add(two)
    subscriptions.add(one)
    assert [s.id for s in subscriptions.list()] == ["s1", "s2"]
    assert subscriptions.list(owner="T2") == (two,)
    assert subscriptions.list(owner="T1", target="C2") == ()
    assert subscriptions.remove("s1", now=NOW)
    assert not subscriptions.remove("s1", now=NOW)
    assert subscriptions.get("s1") is None


def test_a_clock_that_went_back_does_not_stop_planning(subscriptions: AnySubscriptions) -> None:
    """A watermark far ahead was set by a clock that ran ahead."""
    subscriptions.add(subscription(plan_at=NOW + HOUR))
    assert subscriptions.to_plan(now=NOW, limit=10) == ()
    assert len(subscriptions.to_plan(now=NOW - 25 * HOUR, limit=10)) == 1
