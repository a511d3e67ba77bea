"""The outbox as planners write it: each business key once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, literal, or_, select, update

from bot.domain.delivery import COALESCED, LATE, Planned, State
from bot.domain.outbox import Plan
from bot.store import tables as t
from bot.store.outbox.side import Side
from bot.store.outbox.transitions import cancel, record
from bot.store.pages import pages
from bot.store.upsert import inserting


class SqlPlanning(Side):
    """The Planning of `bot.domain.outbox` over a database."""

    def plan(self, plans: Sequence[Plan], *, now: datetime) -> int:
        """Insert what is not there yet and advance the watermarks."""
        with self._database.write() as connection:
            current = [plan for plan in plans if _advance(connection, plan)]
            for plan in current:
                if plan.cancel_others:
                    wanted = {item for row in plan.rows for item in row.items}
                    _cancel_unwanted(connection, plan.subscription.id, wanted, now)
            return insert_planned(connection, [row for plan in current for row in plan.rows], now=now)

    def add(self, rows: Sequence[Planned], *, now: datetime) -> int:
        """Insert deliveries that belong to no plan."""
        with self._database.write() as connection:
            return insert_planned(connection, rows, now=now)

    def cancel(self, key: str, *, now: datetime) -> bool:
        """Call off a pending delivery."""
        pending = (t.deliveries.c.key == key, t.deliveries.c.state == State.PENDING)
        with self._database.write() as connection:
            return bool(cancel(connection, pending, now=now))


_s = t.subscriptions.c
_ADVANCE = (
    update(t.subscriptions)
    .where(
        _s.id == bindparam("read_id"),
        _s.version == bindparam("read_version"),
        _s.planned_until == bindparam("read_until"),
        _s.plan_at == bindparam("read_at"),
        _s.paused.is_(False),
    )
    .values(planned_until=bindparam("new_until"), plan_at=bindparam("new_at"))
)
"""Built once: a step may advance thousands."""


def _advance(connection: Connection, plan: Plan) -> bool:
    """Move the watermark if nobody has touched the subscription since; its row is then locked until the commit."""
    read = plan.subscription
    values = {
        "read_id": read.id,
        "read_version": read.version,
        "read_until": read.planned_until,
        "read_at": read.plan_at,
        "new_until": plan.planned_until,
        "new_at": plan.plan_at,
    }
    return bool(connection.execute(_ADVANCE, values).rowcount)


def insert_planned(connection: Connection, rows: Sequence[Planned], *, now: datetime) -> int:
    """Insert deliveries, or wake those that had been called off; returns how many there were something to do for."""
    plain: dict[str, Planned] = {}
    for row in rows:
        if not row.items:
            plain.setdefault(row.key, row)
    count = len(_upsert(connection, list(plain.values()), now))
    for row in rows:
        if row.items:
            count += _insert_with_items(connection, row, now)
    return count


def _insert_with_items(connection: Connection, row: Planned, now: datetime) -> bool:
    fresh = _untold(connection, row, now)
    if not fresh:
        return False
    found = _pending_at(connection, row)
    if found is None:
        found = next(iter(_upsert(connection, [replace(row, key=fresh[0])], now)), None)
    if found is None:
        return False
    attach = inserting(connection, t.items)
    connection.execute(
        attach.on_conflict_do_update(index_elements=["key"], set_={"delivery_id": attach.excluded.delivery_id}),
        [{"key": key, "delivery_id": found} for key in fresh],
    )
    return True


_BLANK = {"generation": 0, "worker": "", "looks": 0, "payload_hash": "", "channel": "", "ts": ""}


def _upsert(connection: Connection, rows: Sequence[Planned], now: datetime) -> list[int]:
    """The ids of the inserted or woken deliveries."""
    if not rows:
        return []
    d = t.deliveries.c
    insert = inserting(connection, t.deliveries)
    values = [_values(row, now) for row in rows]
    upsert = insert.on_conflict_do_update(
        index_elements=["key"],
        set_={name: insert.excluded[name] for name in values[0] if name not in _BLANK},
        where=_asleep(insert.excluded.state, insert.excluded.slot, insert.excluded.expires, now),
    )
    done = connection.execute(upsert.returning(d.id, d.generation, d.state, d.reason), values).all()
    for state, reason in {(row.state, row.reason) for row in done}:
        alike = [(row.id, row.generation) for row in done if (row.state, row.reason) == (state, reason)]
        record(connection, alike, event=str(state) if reason else "planned", now=now, detail=reason)
    return [row.id for row in done]


def _values(row: Planned, now: datetime) -> dict[str, Any]:
    return {
        "key": row.key,
        "kind": row.kind,
        "owner": row.owner,
        "target": row.target,
        "subscription": row.subscription,
        "slot": row.slot,
        "expires": row.expires,
        "state": row.state,
        "reason": row.reason,
        "next_try": row.slot,
        "amends": row.amends,
        "ref": dict(row.ref),
        "updated_at": now,
        **_BLANK,
    }


def _asleep(state: Any, slot: Any, expires: Any, now: datetime) -> ColumnElement[bool]:
    """What may be planned again: called off, or judged by a clock that had run ahead.

    `Any`: the state, slot and expiry of the row to be, as columns or as values.
    """
    d, instant = t.deliveries.c, literal(now, t.deliveries.c.slot.type)
    # No IN: SQLAlchemy expands it at execution, which an insert of many rows cannot do.
    ended = or_(d.state == State.SKIPPED, d.state == State.EXPIRED)
    misjudged = or_(d.reason == LATE, and_(d.reason == COALESCED, slot > instant))
    return or_(
        d.state == State.CANCELLED,
        and_(state == State.PENDING, expires > instant, ended, misjudged),
    )


def _untold(connection: Connection, row: Planned, now: datetime) -> list[str]:
    """The items of a row that no delivery tells, or only one that may be planned again."""
    told: set[str] = set()
    for page in pages(row.items):
        query = (
            select(t.items.c.key)
            .join(t.deliveries, t.deliveries.c.id == t.items.c.delivery_id)
            .where(t.items.c.key.in_(page), ~_asleep(*_judged(row), now))
        )
        told.update(connection.execute(query).scalars())
    return [item for item in row.items if item not in told]


def _judged(row: Planned) -> tuple[Any, Any, Any]:
    d = t.deliveries.c
    return literal(row.state.value), literal(row.slot, d.slot.type), literal(row.expires, d.expires.type)


def _pending_at(connection: Connection, row: Planned) -> int | None:
    """A pending delivery of the same subscription and slot: one message tells of everything that is due there."""
    if row.state is not State.PENDING:
        return None
    d = t.deliveries.c
    query = select(d.id).where(
        d.subscription == row.subscription, d.slot == row.slot, d.kind == row.kind, d.state == State.PENDING
    )
    found: int | None = connection.execute(query.order_by(d.id).limit(1)).scalar()
    return found


def _cancel_unwanted(connection: Connection, subscription_id: str, wanted: set[str], now: datetime) -> None:
    d, i = t.deliveries.c, t.items.c
    query = (
        select(i.key, i.delivery_id)
        .join(t.deliveries, d.id == i.delivery_id)
        .where(d.subscription == subscription_id, d.state == State.PENDING)
    )
    held: dict[int, list[str]] = {}
    for key, delivery_id in connection.execute(query):
        held.setdefault(delivery_id, []).append(key)
    for delivery_id, keys in held.items():
        gone = [key for key in keys if key not in wanted]
        if len(gone) == len(keys):
            cancel(connection, (d.id == delivery_id, d.state == State.PENDING), now=now)
        elif gone:
            connection.execute(delete(t.items).where(i.key.in_(gone)))
