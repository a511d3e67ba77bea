"""Rows of the outbox as deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from bot.domain.delivery import Delivery, Payload, State
from bot.store import tables as t
from bot.store.codec import decode
from bot.store.pages import pages


def read_deliveries(
    connection: Connection, *where: ColumnElement[bool], order: Sequence[Any] = (), limit: int | None = None
) -> tuple[Delivery, ...]:
    """Those that fulfil the conditions, with their items. `Any`: columns and orderings of any type."""
    query = select(t.deliveries).where(*where).order_by(*(order or (t.deliveries.c.id,))).limit(limit)
    rows = connection.execute(query).all()
    items = _items(connection, [row.id for row in rows])
    return tuple(_delivery(row, tuple(items.get(row.id, ()))) for row in rows)


def _items(connection: Connection, ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    i = t.items.c
    for page in pages(ids):
        query = select(i.delivery_id, i.key).where(i.delivery_id.in_(page)).order_by(i.key)
        for delivery_id, key in connection.execute(query):
            found.setdefault(delivery_id, []).append(key)
    return found


def _delivery(row: Row[Any], items: tuple[str, ...]) -> Delivery:
    return Delivery(
        id=row.id,
        key=row.key,
        kind=row.kind,
        owner=row.owner,
        target=row.target,
        slot=row.slot,
        expires=row.expires,
        state=State(row.state),
        subscription=row.subscription,
        items=items,
        amends=row.amends,
        ref=row.ref,
        generation=row.generation,
        worker=row.worker,
        next_try=row.next_try,
        payload=decode(Payload, row.payload) if row.payload is not None else None,
        payload_hash=row.payload_hash,
        channel=row.channel,
        ts=row.ts,
        thread=str(row.ref.get("thread", "")),
        reason=row.reason,
        looks=row.looks,
        unknown_since=row.unknown_since,
        posted_at=row.posted_at,
        updated_at=row.updated_at,
    )
