"""What is known of a message in the end: it stands, or it surely does not."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, case

from bot.domain.delivery import REPLY, Delivery, Payload, Planned, Posted, State
from bot.store import tables as t
from bot.store.codec import encode
from bot.store.columns import micros
from bot.store.outbox.planning import insert_planned
from bot.store.outbox.rows import read_deliveries
from bot.store.outbox.side import Side
from bot.store.outbox.transitions import again, as_read, move, not_reclaimed
from bot.store.upsert import inserting

REPLY_AFTER = timedelta(seconds=1)
"""Between a message and the first in its thread: a channel's pace counts from the claim, and a chart to be drawn and
uploaded leaves that long behind."""
REPLY_LIFE = timedelta(hours=24)
"""How long a reply may follow the message that it belongs to."""
LOOKED = 2
"""`looks` of a delivery that is sent again after a doubt, until it is settled: it will be audited."""


class SqlVerdicts(Side):
    """The Verdicts of `bot.domain.outbox` over a database."""

    def settle_posted(
        self, delivery: Delivery, posted: Posted, *, now: datetime, audit_at: datetime | None = None
    ) -> bool:
        """The message stands."""
        unsettled = (*not_reclaimed(delivery), t.deliveries.c.state != State.POSTED)
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
                connection, unsettled, State.POSTED, event="posted", now=now, values=stands, worker=delivery.worker,
                detail=posted.ts,
            )  # fmt: skip
            if settled:
                (stored,) = read_deliveries(connection, t.deliveries.c.id == delivery.id)
                _follow_up(connection, stored, posted, now)
        return bool(settled)

    def requeue(self, delivery: Delivery, *, reason: str, now: datetime) -> bool:
        """To pending."""
        values = {"next_try": again(now), "look_at": None, "unknown_since": None, "looks": LOOKED, "reason": reason}
        with self._database.write() as connection:
            return bool(
                move(
                    connection, as_read(delivery), State.PENDING, event="requeued", now=now, values=values,
                    detail=reason,
                )
            )  # fmt: skip


def _follow_up(connection: Connection, delivery: Delivery, posted: Posted, now: datetime) -> None:
    """Remember what the message showed and plan its replies; an edit of a message has neither."""
    if delivery.payload is None or delivery.amends:
        return
    _remember(connection, delivery, delivery.payload, now)
    if posted.ts:  # where a person only said that it stands, nobody knows the thread
        insert_planned(connection, _replies(delivery, delivery.payload, posted, now), now=now)


def _remember(connection: Connection, delivery: Delivery, payload: Payload, now: datetime) -> None:
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


def _replies(delivery: Delivery, payload: Payload, posted: Posted, now: datetime) -> list[Planned]:
    return [
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
        for number, message in enumerate(payload.thread, start=1)
    ]
