"""The one way by which a delivery changes its state: with a line in the append-only record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, insert, literal, update

from bot.domain.delivery import ATTACHED, CHANGED, Delivery, State
from bot.store import tables as t

Where = Sequence[ColumnElement[bool]]
Values = Mapping[str, Any]
"""Columns of the deliveries table, each of its own type."""

NOTHING: Values = {}

CLOCK_SLACK = timedelta(hours=2)
"""No wait is ever set further ahead than this: what lies beyond was written under a clock that has gone back since."""


def move(
    connection: Connection,
    where: Where,
    state: State,
    *,
    event: str,
    now: datetime,
    values: Values = NOTHING,
    worker: str = "",
    detail: str = "",
) -> Sequence[int]:
    """Bring every delivery that fulfils the conditions into a state; returns their ids.

    The conditions name the state and, for a claimed one, the generation that the caller knows: who comes second finds
    no row. `worker` and `detail` go into the record.
    """
    d = t.deliveries.c
    change = update(t.deliveries).where(*where).values(state=state, updated_at=now, **values)
    moved = connection.execute(change.returning(d.id, d.generation)).all()
    record(connection, [(row.id, row.generation) for row in moved], event=event, now=now, worker=worker, detail=detail)
    return [row.id for row in moved]


def cancel(connection: Connection, where: Where, *, now: datetime) -> Sequence[int]:
    """Call off every delivery that fulfils the conditions: what it was planned for has changed. Returns their ids."""
    reason = {"reason": CHANGED}
    return move(connection, where, State.CANCELLED, event="cancelled", detail=CHANGED, now=now, values=reason)


def call_off(connection: Connection, subscription_id: str, *, now: datetime, but: int = 0) -> int:
    """Cancel a subscription's pending deliveries, all but one and what belongs to messages that stand."""
    d = t.deliveries.c
    pending = (
        d.subscription == subscription_id, d.state == State.PENDING, d.id != but, d.kind.not_in(ATTACHED)
    )  # fmt: skip
    return len(cancel(connection, pending, now=now))


def not_reclaimed(delivery: Delivery) -> Where:
    """The row as long as nobody has claimed it again."""
    d = t.deliveries.c
    return d.id == delivery.id, d.generation == delivery.generation


def as_read(delivery: Delivery) -> Where:
    """The row as long as it was neither claimed nor settled since it was read."""
    return *not_reclaimed(delivery), t.deliveries.c.state == delivery.state


def again(now: datetime) -> ColumnElement[int]:
    """Now, but not before the slot: it may have been claimed under a clock that ran ahead."""
    slot = t.deliveries.c.slot
    return case((slot > literal(now, slot.type), slot), else_=literal(now, slot.type))


def record(
    connection: Connection,
    rows: Sequence[tuple[int, int]],
    *,
    event: str,
    now: datetime,
    worker: str = "",
    detail: str = "",
) -> None:
    """Add a line for each (delivery, generation)."""
    lines = [
        {"delivery_id": id_, "generation": generation, "at": now, "event": event, "worker": worker, "detail": detail}
        for id_, generation in rows
    ]
    if lines:
        connection.execute(insert(t.attempts), lines)
