"""Vectors of texts, by model and content: opaque to the database, made again whenever they are lost."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, select

from bot.store import tables as t
from bot.store.database import Database
from bot.store.pages import pages
from bot.store.upsert import inserting


class SqlVectorStore:
    """The VectorStore of `bot.domain.meaning` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, model: str, vectors: Mapping[str, bytes], *, now: datetime) -> None:
        """Keep vectors; what is there stays."""
        rows = [{"model": model, "key": key, "vector": vector, "made_at": now} for key, vector in vectors.items()]
        if not rows:
            return
        with self._database.write() as connection:
            connection.execute(inserting(connection, t.vectors).on_conflict_do_nothing(), rows)

    def get(self, model: str, keys: Collection[str]) -> dict[str, bytes]:
        """The vectors that are there."""
        v = t.vectors.c
        found: dict[str, bytes] = {}
        with self._database.read() as connection:
            for page in pages(keys):
                query = select(v.key, v.vector).where(v.model == model, v.key.in_(page))
                found.update({row.key: row.vector for row in connection.execute(query)})
        return found

    def keys(self, model: str) -> frozenset[str]:
        """Every key of a model."""
        with self._database.read() as connection:
            return frozenset(connection.execute(select(t.vectors.c.key).where(t.vectors.c.model == model)).scalars())

    def drop(self, model: str, keys: Collection[str]) -> int:
        """Remove vectors of a model."""
        v = t.vectors.c
        dropped = 0
        with self._database.write() as connection:
            for page in pages(keys):
                dropped += connection.execute(delete(t.vectors).where(v.model == model, v.key.in_(page))).rowcount
        return dropped

    def drop_others(self, model: str, *, before: datetime) -> int:
        """Remove vectors of other models."""
        v = t.vectors.c
        with self._database.write() as connection:
            return connection.execute(delete(t.vectors).where(v.model != model, v.made_at < before)).rowcount
