"""The outbox as planners write it: each business key once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select, update

from bot.domain.delivery import CHANGED, LATE, Planned, State
from bot.domain.outbox import Plan
from bot.store import tables as t
from bot.store.database import Database
from bot.store.transitions import Where, move, record
from bot.store.upsert import inserting

_CHUNK = 500
"""Keys in one IN list."""


class OutboxPlanning:
    """`plan`, `add` and `cancel` of the Outbox."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def plan(self, plans: Sequence[Plan], *, now: datetime) -> int:
        """Insert what is not there yet and advance the watermarks."""
        with self._database.write() as connection:
            return sum(_carry_out(connection, plan, now) for plan in plans if _advance(connection, plan))

    def add(self, rows: Sequence[Planned], *, now: datetime) -> int:
        """Insert deliveries that belong to no plan."""
        with self._database.write() as connection:
            return sum(insert_planned(connection, row, now=now) for row in rows)

    def cancel(self, key: str, *, now: datetime) -> bool:
        """Call off a pending delivery."""
        pending = (t.deliveries.c.key == key, t.deliveries.c.state == State.PENDING)
        with self._database.write() as connection:
            return bool(
                move(
                    connection,
                    pending,
                    State.CANCELLED,
                    event="cancelled",
                    detail=CHANGED,
                    now=now,
                    values={"reason": CHANGED},
                )
            )


def _advance(connection: Connection, plan: Plan) -> bool:
    """Move the watermark if nobody has touched the subscription since; its row is then locked until the commit."""
    s, read = t.subscriptions.c, plan.subscription
    advanced = connection.execute(
        update(t.subscriptions)
        .where(
            s.id == read.id,
            s.version == read.version,
            s.planned_until == read.planned_until,
            s.plan_at == read.plan_at,
            s.paused.is_(False),
        )
        .values(planned_until=plan.planned_until, plan_at=plan.plan_at)
    )
    return bool(advanced.rowcount)


def _carry_out(connection: Connection, plan: Plan, now: datetime) -> int:
    if plan.cancel_others:
        wanted = {item for row in plan.rows for item in row.items}
        _cancel_unwanted(connection, plan.subscription.id, wanted, now)
    return sum(insert_planned(connection, row, now=now) for row in plan.rows)


def insert_planned(connection: Connection, row: Planned, *, now: datetime) -> bool:
    """Insert one delivery, or wake it where it had been called off; False where there was nothing to do."""
    if not row.items:
        return _upsert(connection, row, row.key, now) is not None
    fresh = _untold(connection, row, now)
    if not fresh:
        return False
    found = _pending_at(connection, row)
    if found is None:
        found = _upsert(connection, row, fresh[0], now)
    if found is None:
        return False
    attach = inserting(connection, t.items)
    connection.execute(
        attach.on_conflict_do_update(index_elements=["key"], set_={"delivery_id": attach.excluded.delivery_id}),
        [{"key": key, "delivery_id": found} for key in fresh],
    )
    return True


def _upsert(connection: Connection, row: Planned, key: str, now: datetime) -> int | None:
    """The id of the inserted or woken delivery."""
    values: dict[str, Any] = {
        "key": key,
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
    }
    blank = {"generation": 0, "worker": "", "looks": 0, "payload_hash": "", "channel": "", "ts": ""}
    insert = inserting(connection, t.deliveries).values(**values, **blank)
    upsert = insert.on_conflict_do_update(index_elements=["key"], set_=values, where=_asleep(row, now))
    done = connection.execute(upsert.returning(t.deliveries.c.id, t.deliveries.c.generation)).first()
    if done is None:
        return None
    record(connection, [(done.id, done.generation)], event=row.state.value if row.reason else "planned", now=now,
           detail=row.reason)  # fmt: skip
    return int(done.id)


def _asleep(row: Planned, now: datetime) -> ColumnElement[bool]:
    """What may be planned again: called off, or judged late by a clock that had run ahead."""
    d = t.deliveries.c
    called_off = d.state == State.CANCELLED
    if row.state is not State.PENDING or row.expires <= now:
        return called_off
    return or_(called_off, and_(d.state.in_([State.SKIPPED, State.EXPIRED]), d.reason == LATE))


def _untold(connection: Connection, row: Planned, now: datetime) -> list[str]:
    """The items of a row that no delivery tells, or only one that may be planned again."""
    told: set[str] = set()
    for start in range(0, len(row.items), _CHUNK):
        query = (
            select(t.items.c.key)
            .join(t.deliveries, t.deliveries.c.id == t.items.c.delivery_id)
            .where(t.items.c.key.in_(row.items[start : start + _CHUNK]), ~_asleep(row, now))
        )
        told.update(connection.execute(query).scalars())
    return [item for item in row.items if item not in told]


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
            pending = (d.id == delivery_id, d.state == State.PENDING)
            move(
                connection,
                pending,
                State.CANCELLED,
                event="cancelled",
                detail=CHANGED,
                now=now,
                values={"reason": CHANGED},
            )
        elif gone:
            connection.execute(delete(t.items).where(i.key.in_(gone)))


def _call_off(connection: Connection, where: Where, now: datetime) -> Sequence[int]:
    reason = {"reason": CHANGED}
    return move(connection, where, State.CANCELLED, event="cancelled", detail=CHANGED, now=now, values=reason)
