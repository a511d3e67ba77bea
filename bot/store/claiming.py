"""The outbox as senders use it: claim, freeze, settle. Who holds an old generation finds no row to change."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, not_, or_, select, update

from bot.domain.delivery import REPLY, Delivery, Payload, Planned, Posted, State
from bot.store import tables as t
from bot.store.codec import encode
from bot.store.columns import micros
from bot.store.database import Database
from bot.store.deliveryrows import read_deliveries
from bot.store.planning import insert_planned
from bot.store.recovering import LOOKED
from bot.store.subscriptions import CLOCK_SLACK, call_off
from bot.store.transitions import NOTHING, Values, move
from bot.store.upsert import inserting

REPLY_AFTER = timedelta(seconds=1)
"""Between a message and the first in its thread: a channel's pace counts from the claim, and a chart to be drawn and
uploaded leaves that long behind."""
REPLY_LIFE = timedelta(hours=24)
"""How long a reply may follow the message that it belongs to."""
PACE_SLACK = timedelta(minutes=1)
"""A channel's own pace is a second: one that reaches further was set under a clock that has gone back since."""
_CANDIDATES = 500
"""Looked at in one claim: to rank all of 20,000 due ones took 75 ms each time. A target that fills them waits after its
first message, and lets the others forward."""


class OutboxClaiming:
    """The sending half of the Outbox."""

    _database: Database

    def claim(self, worker: str, *, limit: int, now: datetime, pace_seconds: float) -> tuple[Delivery, ...]:
        """Take due deliveries as `sending` in a new generation."""
        d = t.deliveries.c
        until = now + timedelta(seconds=pace_seconds)
        fresh = {"generation": d.generation + 1, "worker": worker, "payload": None, "payload_hash": "", "reason": ""}
        with self._database.read() as connection:
            # Asked every second: while nothing is due nobody's write has to wait for it.
            if connection.execute(_ready(now).limit(1)).first() is None:
                return ()
        with self._database.write() as connection:
            due = connection.execute(_unlocked(connection, _due(now, limit))).all()
            taken = [row.id for row in due if _take_pace(connection, row.owner, row.target, now=now, until=until)]
            if not taken:
                return ()
            pending = (d.id.in_(taken), d.state == State.PENDING)
            move(connection, pending, State.SENDING, event="claimed", now=now, worker=worker, values=fresh)
            return read_deliveries(connection, d.id.in_(taken), order=(d.next_try, d.id))

    def freeze(self, delivery: Delivery, payload: Payload, payload_hash: str, *, now: datetime) -> bool:
        """Keep what will be sent."""
        frozen = {"payload": encode(payload), "payload_hash": payload_hash}
        return self._settle(delivery, State.SENDING, "frozen", "", now, frozen)

    def settle_posted(
        self, delivery: Delivery, posted: Posted, *, now: datetime, audit_at: datetime | None = None
    ) -> bool:
        """The message stands."""
        mine = (*_generation(delivery), t.deliveries.c.state != State.POSTED)
        stands = {
            "channel": posted.channel,
            "ts": posted.ts,
            "posted_at": now,
            "reason": "",
            "look_at": None
            if audit_at is None
            else case((t.deliveries.c.looks >= LOOKED, micros(audit_at)), else_=None),
            "unknown_since": None,
        }
        with self._database.write() as connection:
            settled = move(
                connection, mine, State.POSTED, event="posted", now=now, values=stands, worker=delivery.worker,
                detail=posted.ts,
            )  # fmt: skip
            if settled:
                _remember(connection, read_deliveries(connection, t.deliveries.c.id == delivery.id)[0], posted, now)
        return bool(settled)

    def settle_unposted(self, delivery: Delivery, *, next_try: datetime, reason: str, now: datetime) -> bool:
        """Surely not posted."""
        return self._settle(delivery, State.PENDING, "not_posted", reason, now, {"next_try": next_try})

    def settle_unknown(self, delivery: Delivery, *, look_at: datetime, reason: str, now: datetime) -> bool:
        """Possibly posted."""
        values = {"look_at": look_at, "looks": 0, "unknown_since": now}
        return self._settle(delivery, State.UNKNOWN, "unknown", reason, now, values)

    def settle_ended(self, delivery: Delivery, state: State, *, reason: str, now: datetime) -> bool:
        """Final without a message."""
        return self._settle(delivery, state, state.value, reason, now)

    def refuse(self, delivery: Delivery, *, reason: str, notice: Planned | None, now: datetime) -> bool:
        """Failed because target or token refuse."""
        with self._database.write() as connection:
            failed = _settle(connection, delivery, State.FAILED, "failed", reason, now)
            if failed and delivery.subscription and _pause(connection, delivery.subscription, reason):
                call_off(connection, delivery.subscription, now=now, but=delivery.id)
                if notice is not None:
                    insert_planned(connection, [notice], now=now)
        return failed

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
            paced = select(t.paces).where(_waits(now))
            paces = {(row.owner, row.target): row.next_at for row in connection.execute(paced)}
        moments = [
            max(row.first, paces.get((row.owner, row.target), row.first), paces.get((row.owner, ""), row.first))
            for row in waiting
        ]
        return min((m for m in moments if m <= until), default=None)

    def _settle(
        self, delivery: Delivery, state: State, event: str, reason: str, now: datetime, values: Values = NOTHING
    ) -> bool:
        with self._database.write() as connection:
            return _settle(connection, delivery, state, event, reason, now, values)


def _settle(
    connection: Connection,
    delivery: Delivery,
    state: State,
    event: str,
    reason: str,
    now: datetime,
    values: Values = NOTHING,
) -> bool:
    """From sending, by the holder of the newest generation only."""
    mine = (*_generation(delivery), t.deliveries.c.state == State.SENDING)
    values = {**values, "reason": reason}
    return bool(
        move(connection, mine, state, event=event, now=now, values=values, worker=delivery.worker, detail=reason)
    )


def _generation(delivery: Delivery) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return t.deliveries.c.id == delivery.id, t.deliveries.c.generation == delivery.generation


def _ready(now: datetime) -> Select[Any]:
    """What may be sent now, the longest due first."""
    d, p = t.deliveries.c, t.paces.c
    waits = exists().where(p.owner == d.owner, or_(p.target == d.target, p.target == ""), _waits(now))
    return (
        select(d.id, d.owner, d.target, d.next_try)
        .where(d.state == State.PENDING, d.next_try <= now, d.expires > now, ~waits)
        .order_by(d.next_try, d.id)
    )


def _due(now: datetime, limit: int) -> Select[Any]:
    """The longest due delivery of each target that need not wait."""
    ready = _ready(now).limit(_CANDIDATES).subquery().c
    order = (ready.next_try, ready.id)
    place = func.row_number().over(partition_by=(ready.owner, ready.target), order_by=order).label("place")
    first = select(ready.id, ready.next_try, place).subquery().c
    return select(first.id).where(first.place == 1).order_by(first.next_try, first.id).limit(limit)


def _unlocked(connection: Connection, ids: Select[Any]) -> Select[Any]:
    """Their rows, locked and without those that another transaction holds; SQLite has one writer at a time."""
    d = t.deliveries.c
    query = select(d.id, d.owner, d.target).where(d.id.in_(ids), d.state == State.PENDING).order_by(d.next_try, d.id)
    return query.with_for_update(skip_locked=True) if connection.dialect.name == "postgresql" else query


def _take_pace(connection: Connection, owner: str, target: str, *, now: datetime, until: datetime) -> bool:
    """Let the target wait from now on, unless it has to wait already."""
    p = t.paces.c
    insert = inserting(connection, t.paces).values(owner=owner, target=target, next_at=until)
    free = not_(_waits(now))
    upsert = insert.on_conflict_do_update(index_elements=["owner", "target"], set_={"next_at": until}, where=free)
    return connection.execute(upsert.returning(p.owner)).first() is not None


def _waits(now: datetime) -> ColumnElement[bool]:
    """Whether a pace holds: one out of all proportion is not believed. A workspace's is as long as Slack asked for."""
    p = t.paces.c
    asked = and_(p.target == "", p.next_at <= now + CLOCK_SLACK)
    return and_(p.next_at > now, or_(asked, p.next_at <= now + PACE_SLACK))


def _pause(connection: Connection, subscription_id: str, reason: str) -> bool:
    """False where it is paused already: its owner has been told."""
    s = t.subscriptions.c
    paused = connection.execute(
        update(t.subscriptions)
        .where(s.id == subscription_id, s.paused.is_(False))
        .values(paused=True, pause_reason=reason, version=s.version + 1)
    )
    return bool(paused.rowcount)


def _remember(connection: Connection, delivery: Delivery, posted: Posted, now: datetime) -> None:
    """Keep what the message showed and plan its replies."""
    payload = delivery.payload
    if payload is None or delivery.amends:
        return
    rows = [
        {
            "digest_key": delivery.key, "section_id": shown.section_id, "owner": delivery.owner,
            "channel": delivery.target, "fingerprint": shown.fingerprint, "document_id": shown.document_id,
            "shown_at": now,
        }
        for shown in payload.shown
    ]  # fmt: skip
    if rows:
        connection.execute(inserting(connection, t.highlights).on_conflict_do_nothing(), rows)
    # Where a person only said that it stands, nobody knows the thread.
    replies = [
        Planned(
            key=f"{delivery.key}#{number}",
            kind=REPLY,
            owner=delivery.owner,
            target=posted.channel,
            slot=now + REPLY_AFTER,
            expires=now + REPLY_LIFE,
            subscription=delivery.subscription,
            ref={"thread": posted.ts, "message": encode(message)},
        )
        for number, message in enumerate(payload.thread if posted.ts else (), start=1)
    ]
    insert_planned(connection, replies, now=now)
