"""Messages that fenced senders posted beside the ones that count."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update

from bot.domain.delivery import Stray
from bot.store import tables as t
from bot.store.outbox.side import Side
from bot.store.upsert import inserting


class SqlStrays(Side):
    """The Strays of `bot.domain.outbox` over a database."""

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
