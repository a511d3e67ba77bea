"""The outbox as the reconciler uses it: what dead senders left, what nobody knows, what came too late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, case, delete, literal, select, update

from bot.domain.delivery import COALESCED, DIGEST, LATE, Delivery, State, Stray
from bot.store import tables as t
from bot.store.database import Database
from bot.store.deliveryrows import read_deliveries
from bot.store.subscriptions import CLOCK_SLACK
from bot.store.transitions import Values, Where, move
from bot.store.upsert import inserting

LOOKED = 2
"""`looks` of a delivery that is sent again after a doubt, until it is settled: it will be audited."""

_DOUBTFUL = (State.UNKNOWN, State.HELD)
_LOOKED_UP = (*_DOUBTFUL, State.POSTED)


class OutboxRecovering:
    """The recovering half of the Outbox."""

    _database: Database

    def workers(self) -> frozenset[str]:
        """Those under whose name something is being sent."""
        d = t.deliveries.c
        with self._database.read() as connection:
            return frozenset(connection.execute(select(d.worker).where(d.state == State.SENDING).distinct()).scalars())

    def abandon(self, worker: str, *, keep: frozenset[int], look_at: datetime, now: datetime) -> tuple[int, int]:
        """Take what a dead sender left."""
        d = t.deliveries.c
        theirs = (d.state == State.SENDING, d.worker == worker, d.id.not_in(keep))
        doubt = {"look_at": look_at, "looks": 0, "unknown_since": now, "reason": "sender died"}
        with self._database.write() as connection:
            unknown = move(
                connection, (*theirs, d.payload_hash != ""), State.UNKNOWN, event="unknown", now=now, values=doubt,
                detail="sender died",
            )  # fmt: skip
            # Without a frozen payload no byte had gone out.
            pending = move(
                connection, (*theirs, d.payload_hash == ""), State.PENDING, event="not_posted", now=now,
                values={"next_try": _again(now)}, detail="sender died before it sent",
            )  # fmt: skip
        return len(unknown), len(pending)

    def to_look_up(self, *, now: datetime, limit: int) -> tuple[Delivery, ...]:
        """The longest due first."""
        d = t.deliveries.c
        with self._database.read() as connection:
            return read_deliveries(
                connection, d.state.in_(_LOOKED_UP), d.look_at <= now, order=(d.look_at, d.id), limit=limit
            )

    def audited(self, delivery: Delivery) -> None:
        """No further look."""
        done = update(t.deliveries).where(*_as_read(delivery)).values(look_at=None)
        with self._database.write() as connection:
            connection.execute(done)

    def start_look(self, delivery: Delivery, *, again_at: datetime, now: datetime) -> bool:
        """Reserve a look."""
        d = t.deliveries.c
        reserved = (
            update(t.deliveries)
            .where(
                d.id == delivery.id, d.generation == delivery.generation, d.state == delivery.state, d.look_at <= now
            )
            .values(look_at=again_at)
        )
        with self._database.write() as connection:
            return bool(connection.execute(reserved).rowcount)

    def absent(self, delivery: Delivery, *, looks: int, again_at: datetime, now: datetime) -> bool:
        """Keep that a look found nothing."""
        values = {"looks": looks, "look_at": again_at}
        return self._doubt(delivery, delivery.state, "absent", "", now, values)

    def requeue(self, delivery: Delivery, *, reason: str, now: datetime) -> bool:
        """To pending."""
        values = {"next_try": _again(now), "look_at": None, "unknown_since": None, "looks": LOOKED, "reason": reason}
        return self._doubt(delivery, State.PENDING, "requeued", reason, now, values)

    def hold(self, delivery: Delivery, *, reason: str, look_at: datetime, now: datetime) -> bool:
        """To held."""
        return self._doubt(delivery, State.HELD, "held", reason, now, {"reason": reason, "look_at": look_at})

    def late(self, *, now: datetime) -> Mapping[State, int]:
        """End what is over."""
        d = t.deliveries.c
        over = (d.state == State.PENDING, d.expires <= now)
        reason = {"reason": LATE}
        newer = t.deliveries.alias().c
        superseded = (
            d.state == State.PENDING,
            d.kind == DIGEST,
            d.slot <= now,
            select(newer.id)
            .where(
                newer.subscription == d.subscription,
                newer.kind == DIGEST,
                newer.state == State.PENDING,
                newer.slot <= now,
                newer.slot > d.slot,
            )
            .exists(),
        )
        with self._database.write() as connection:
            skipped = move(connection, (*over, d.kind == DIGEST), State.SKIPPED, event="skipped", now=now,
                           values=reason, detail=LATE)  # fmt: skip
            expired = move(connection, over, State.EXPIRED, event="expired", now=now, values=reason, detail=LATE)
            coalesced = move(connection, superseded, State.SKIPPED, event="skipped", now=now,
                             values={"reason": COALESCED}, detail=COALESCED)  # fmt: skip
        return {State.SKIPPED: len(skipped) + len(coalesced), State.EXPIRED: len(expired)}

    def mend(self, *, now: datetime) -> int:
        """Bring back waits that a clock set which has gone back since."""
        d, far = t.deliveries.c, now + CLOCK_SLACK
        waiting = update(t.deliveries).where(d.state == State.PENDING, d.next_try > far, d.next_try > d.slot)
        doubtful = update(t.deliveries).where(d.state.in_(_LOOKED_UP), d.look_at > far)
        strays = update(t.strays).where(t.strays.c.next_try > far)
        with self._database.write() as connection:
            return sum(
                connection.execute(change).rowcount
                for change in (
                    waiting.values(next_try=d.slot),
                    doubtful.values(look_at=now),
                    strays.values(next_try=now),
                )
            )

    def add_stray(self, stray: Stray, *, now: datetime) -> None:
        """Keep a message that has to go."""
        row = {
            "owner": stray.owner,
            "channel": stray.channel,
            "ts": stray.ts,
            "delivery_id": stray.delivery,
            "next_try": now,
        }
        with self._database.write() as connection:
            connection.execute(inserting(connection, t.strays).on_conflict_do_nothing(), row)

    def strays(self, *, now: datetime, limit: int) -> tuple[Stray, ...]:
        """The longest due first."""
        s = t.strays.c
        query = select(t.strays).where(s.next_try <= now).order_by(s.next_try).limit(limit)
        with self._database.read() as connection:
            return tuple(Stray(r.owner, r.channel, r.ts, r.delivery_id) for r in connection.execute(query))

    def drop_stray(self, stray: Stray, *, next_try: datetime | None) -> None:
        """Gone, or tried again."""
        s = t.strays.c
        its = (s.owner == stray.owner, s.channel == stray.channel, s.ts == stray.ts)
        change = delete(t.strays) if next_try is None else update(t.strays).values(next_try=next_try)
        with self._database.write() as connection:
            connection.execute(change.where(*its))

    def _doubt(self, delivery: Delivery, state: State, event: str, detail: str, now: datetime, values: Values) -> bool:
        """From unknown or held, unless it was claimed or settled meanwhile."""
        with self._database.write() as connection:
            return bool(move(connection, _as_read(delivery), state, event=event, now=now, values=values, detail=detail))


def _again(now: datetime) -> ColumnElement[int]:
    """Now, but not before the slot: it may have been claimed under a clock that ran ahead."""
    slot = t.deliveries.c.slot
    return case((slot > literal(now, slot.type), slot), else_=literal(now, slot.type))


def _as_read(delivery: Delivery) -> Where:
    d = t.deliveries.c
    return d.id == delivery.id, d.generation == delivery.generation, d.state == delivery.state
