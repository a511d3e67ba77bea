"""Subscriptions as the Slack surface sees them: one workspace's, and what is gone is None instead of an error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.delivery.subscribe import Subscribing
from bot.domain.subscription import Subscription, SubscriptionStore, Wish


class WorkspaceSubscriptions:
    """The Subscriptions of `bot.services`, over the deliveries' own."""

    def __init__(self, store: SubscriptionStore, subscribing: Subscribing) -> None:
        self._store = store
        self._subscribing = subscribing

    def list(self, *, owner: str, target: str | None = None) -> tuple[Subscription, ...]:
        """Subscriptions of a workspace, or of one of its channels or people."""
        return self._store.list(owner=owner, target=target)

    def get(self, subscription_id: str, *, owner: str) -> Subscription | None:
        """One of the workspace's."""
        found = self._store.get(subscription_id)
        return found if found is not None and found.wish.owner == owner else None

    def create(self, wish: Wish, *, by: str, now: datetime) -> Subscription:
        """Make one."""
        return self._subscribing.create(wish, by=by, now=now)

    def change(self, subscription_id: str, wish: Wish, *, owner: str, now: datetime) -> Subscription | None:
        """Write another wish."""
        return self._on_existing(
            subscription_id, owner, lambda: self._subscribing.change(subscription_id, wish, now=now)
        )

    def pause(self, subscription_id: str, *, owner: str, now: datetime) -> Subscription | None:
        """Stop its sends."""
        return self._on_existing(subscription_id, owner, lambda: self._subscribing.pause(subscription_id, now=now))

    def resume(self, subscription_id: str, *, owner: str, now: datetime) -> Subscription | None:
        """Let it send again."""
        return self._on_existing(subscription_id, owner, lambda: self._subscribing.resume(subscription_id, now=now))

    def delete(self, subscription_id: str, *, owner: str, now: datetime) -> bool:
        """Forget it."""
        if self.get(subscription_id, owner=owner) is None:
            return False
        return self._store.remove(subscription_id, now=now)

    def next_sends(self, subscription: Subscription, *, now: datetime, count: int = 3) -> tuple[datetime, ...]:
        """The instants of its next sends."""
        return self._subscribing.next_sends(subscription, now=now, count=count)

    def _on_existing(self, subscription_id: str, owner: str, act: Callable[[], Subscription]) -> Subscription | None:
        return act() if self.get(subscription_id, owner=owner) is not None else None
