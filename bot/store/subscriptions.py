"""Subscriptions as rows: what a person chose as JSON, what planning needs in columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.subscription import Subscription, Wish
from bot.store import tables as t
from bot.store.codec import decode, encode
from bot.store.database import Database
from bot.store.outbox.transitions import call_off

PLAN_SLACK = timedelta(hours=25)
"""No plan is ever set further ahead than a day: what lies beyond was written under a clock that has gone back since."""


class SqlSubscriptionStore:
    """The SubscriptionStore of `bot.domain.subscription` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, subscription: Subscription) -> bool:
        """Keep a new one."""
        try:
            with self._database.write() as connection:
                connection.execute(insert(t.subscriptions), _row(subscription))
        except IntegrityError:
            return False
        return True

    def get(self, subscription_id: str) -> Subscription | None:
        """One subscription."""
        with self._database.read() as connection:
            return read_subscription(connection, subscription_id)

    def list(self, *, owner: str | None = None, target: str | None = None) -> tuple[Subscription, ...]:
        """Oldest first."""
        s = t.subscriptions.c
        query = select(t.subscriptions).order_by(s.created_at, s.id)
        if owner is not None:
            query = query.where(s.owner == owner)
        if target is not None:
            query = query.where(s.target == target)
        with self._database.read() as connection:
            return tuple(_subscription(row) for row in connection.execute(query))

    def replace(self, subscription: Subscription, *, expected: int, now: datetime) -> bool:
        """Write a changed one under the next version."""
        s = t.subscriptions.c
        changed = replace(subscription, version=expected + 1)
        with self._database.write() as connection:
            written = connection.execute(
                update(t.subscriptions).where(s.id == subscription.id, s.version == expected).values(_row(changed))
            )
            if not written.rowcount:
                return False
            call_off(connection, subscription.id, now=now)
        return True

    def remove(self, subscription_id: str, *, now: datetime) -> bool:
        """Forget one."""
        with self._database.write() as connection:
            gone = connection.execute(delete(t.subscriptions).where(t.subscriptions.c.id == subscription_id)).rowcount
            call_off(connection, subscription_id, now=now)
        return bool(gone)

    def to_plan(self, *, now: datetime, limit: int) -> tuple[Subscription, ...]:
        """The longest waiting first."""
        s = t.subscriptions.c
        query = (
            select(t.subscriptions)
            .where(s.paused.is_(False), or_(s.plan_at <= now, s.plan_at > now + PLAN_SLACK))
            .order_by(s.plan_at, s.id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return tuple(_subscription(row) for row in connection.execute(query))


def read_subscription(connection: Connection, subscription_id: str) -> Subscription | None:
    """One subscription within a transaction."""
    row = connection.execute(select(t.subscriptions).where(t.subscriptions.c.id == subscription_id)).first()
    return _subscription(row) if row else None


def _row(subscription: Subscription) -> dict[str, Any]:
    return {
        "id": subscription.id,
        "owner": subscription.wish.owner,
        "target": subscription.wish.target,
        "content": encode(subscription.wish),
        "created_by": subscription.created_by,
        "created_at": subscription.created_at,
        "since": subscription.since,
        "planned_until": subscription.planned_until,
        "plan_at": subscription.plan_at,
        "version": subscription.version,
        "paused": subscription.paused,
        "pause_reason": subscription.pause_reason,
    }


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        id=row.id,
        wish=decode(Wish, row.content),
        created_by=row.created_by,
        created_at=row.created_at,
        since=row.since,
        planned_until=row.planned_until,
        plan_at=row.plan_at,
        version=row.version,
        paused=row.paused,
        pause_reason=row.pause_reason,
    )
