"""What people, reports and parts read of the outbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from bot.domain.delivery import COALESCED, LATE, Attempt, Delivery, State
from bot.domain.outbox import Past
from bot.store import tables as t
from bot.store.outbox.rows import read_deliveries
from bot.store.outbox.side import Side
from bot.store.pages import pages


class SqlRecord(Side):
    """The Record of `bot.domain.outbox` over a database."""

    def get(self, delivery_id: int) -> Delivery | None:
        """One delivery."""
        with self._database.read() as connection:
            return next(iter(read_deliveries(connection, t.deliveries.c.id == delivery_id)), None)

    def list(
        self, *, state: State | None = None, owner: str | None = None, subscription: str | None = None, limit: int = 100
    ) -> tuple[Delivery, ...]:
        """The latest slot first."""
        d = t.deliveries.c
        wanted = ((d.state, state), (d.owner, owner), (d.subscription, subscription))
        where = [column == value for column, value in wanted if value is not None]
        with self._database.read() as connection:
            return read_deliveries(connection, *where, order=(d.slot.desc(), d.id.desc()), limit=limit)

    def with_item(self, item_prefix: str) -> tuple[Delivery, ...]:
        """Oldest first."""
        told = select(t.items.c.delivery_id).where(t.items.c.key.startswith(item_prefix, autoescape=True))
        with self._database.read() as connection:
            return read_deliveries(connection, t.deliveries.c.id.in_(told))

    def known_keys(self, keys: Sequence[str]) -> Mapping[str, State]:
        """Those that exist."""
        d = t.deliveries.c
        found: dict[str, State] = {}
        with self._database.read() as connection:
            for page in pages(keys):
                query = select(d.key, d.state).where(d.key.in_(page))
                found.update({key: State(state) for key, state in connection.execute(query)})
        return found

    def past(self, delivery: Delivery) -> Past:
        """What the subscription's earlier deliveries were."""
        d = t.deliveries.c
        earlier = (d.subscription == delivery.subscription, d.kind == delivery.kind, d.slot < delivery.slot)
        missed = (*earlier, d.state == State.SKIPPED, d.reason.in_([LATE, COALESCED]))
        with self._database.read() as connection:
            posted = read_deliveries(connection, *earlier, d.state == State.POSTED, order=(d.slot.desc(),), limit=1)
            after = [d.slot > last.slot for last in posted]
            skipped = connection.execute(select(func.count()).where(*missed, *after)).scalar_one()
        return Past(posted[0] if posted else None, skipped)

    def counts(self) -> Mapping[State, int]:
        """How many deliveries stand in each state."""
        query = select(t.deliveries.c.state, func.count()).group_by(t.deliveries.c.state)
        with self._database.read() as connection:
            found = {State(state): int(count) for state, count in connection.execute(query)}
        return {state: found.get(state, 0) for state in State}

    def attempts(self, delivery_id: int) -> tuple[Attempt, ...]:
        """In order."""
        a = t.attempts.c
        query = select(t.attempts).where(a.delivery_id == delivery_id).order_by(a.id)
        with self._database.read() as connection:
            return tuple(
                Attempt(row.delivery_id, row.generation, row.at, row.event, row.worker, row.detail)
                for row in connection.execute(query)
            )
