"""What time and wrong clocks left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select, update

from bot.domain.delivery import COALESCED, DIGEST, LATE, State
from bot.store import tables as t
from bot.store.outbox.doubts import LOOKED_UP
from bot.store.outbox.side import Side
from bot.store.outbox.transitions import CLOCK_SLACK, move

_FINAL = [state for state in State if not state.open]


class SqlUpkeep(Side):
    """The Upkeep of `bot.domain.outbox` over a database."""

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
        doubtful = update(t.deliveries).where(d.state.in_(LOOKED_UP), d.look_at > far)
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

    def prune(self, *, before: datetime) -> int:
        """Drop final deliveries not touched since then and past their time."""
        d = t.deliveries.c
        old = (d.state.in_(_FINAL), d.updated_at < before, d.expires < before)
        with self._database.write() as connection:
            return connection.execute(delete(t.deliveries).where(*old)).rowcount
