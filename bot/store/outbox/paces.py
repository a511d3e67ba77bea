"""Who has to wait: a channel for its pace, a workspace for as long as Slack asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, not_, or_, select

from bot.domain.delivery import State
from bot.store import tables as t
from bot.store.outbox.side import Side
from bot.store.outbox.transitions import CLOCK_SLACK
from bot.store.upsert import inserting

PACE_SLACK = timedelta(minutes=1)
"""A channel's own pace is a second: one that reaches further was set under a clock that has gone back since."""


class SqlPaces(Side):
    """The Paces of `bot.domain.outbox` over a database."""

    def slow_down(self, owner: str, target: str, *, until: datetime) -> None:
        """Nobody posts there before then."""
        with self._database.write() as connection:
            insert = inserting(connection, t.paces).values(owner=owner, target=target, next_at=until)
            connection.execute(
                insert.on_conflict_do_update(
                    index_elements=["owner", "target"], set_={"next_at": until}, where=t.paces.c.next_at < until
                )
            )

    def next_due(self, *, now: datetime, until: datetime) -> datetime | None:
        """When the first pending delivery may be tried."""
        d = t.deliveries.c
        query = (
            select(d.owner, d.target, func.min(d.next_try).label("first"))
            .where(d.state == State.PENDING, d.next_try <= until, d.expires > now)
            .group_by(d.owner, d.target)
        )
        with self._database.read() as connection:
            waiting = connection.execute(query).all()
            paced = select(t.paces).where(holds(now))
            paces = {(row.owner, row.target): row.next_at for row in connection.execute(paced)}
        moments = [
            max(row.first, paces.get((row.owner, row.target), row.first), paces.get((row.owner, ""), row.first))
            for row in waiting
        ]
        return min((m for m in moments if m <= until), default=None)


def take_pace(connection: Connection, owner: str, target: str, *, now: datetime, until: datetime) -> bool:
    """Let the target wait from now on, unless it has to wait already."""
    p = t.paces.c
    insert = inserting(connection, t.paces).values(owner=owner, target=target, next_at=until)
    free = not_(holds(now))
    upsert = insert.on_conflict_do_update(index_elements=["owner", "target"], set_={"next_at": until}, where=free)
    return connection.execute(upsert.returning(p.owner)).first() is not None


def holds(now: datetime) -> ColumnElement[bool]:
    """Whether a pace holds: one out of all proportion is not believed. A workspace's is as long as Slack asked for."""
    p = t.paces.c
    asked = and_(p.target == "", p.next_at <= now + CLOCK_SLACK)
    return and_(p.next_at > now, or_(asked, p.next_at <= now + PACE_SLACK))
