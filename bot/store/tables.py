"""The one schema, for SQLite and PostgreSQL alike. A change here needs a migration beside it.

Domain values are stored whole as JSON (`content`, by `bot.store.codec`); what queries sort or filter by stands in
columns of its own.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, String, Table

from bot.store.columns import Instant, Json, Prose

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

counters = Table(
    "counters",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
"""Numbers that only grow. Raising one locks its row until the commit, so numbers are seen in the order of commits."""

documents = Table(
    "documents",
    metadata,
    Column("id", Prose, primary_key=True),
    Column("owner", String, nullable=False),
    Column("origin", String, nullable=False),
    Column("path", Prose, nullable=False),
    Column("dated", String, nullable=False),  # ISO date, empty where unknown
    Column("content", Json, nullable=False),
    Column("text", Prose, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("parser", String, nullable=False),
    Column("revision", BigInteger, nullable=False, unique=True),
    Column("written_at", Instant, nullable=False),
    Index(None, "owner", "origin"),
)

removals = Table(
    "removals",
    metadata,
    Column("document_id", Prose, primary_key=True),
    Column("revision", BigInteger, nullable=False, unique=True),
)
"""Documents that are gone, so that an index that missed it can drop them."""

sections = Table(
    "sections",
    metadata,
    Column("document_id", Prose, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("id", Prose, nullable=False),
    Column("content", Json, nullable=False),  # without the text, which is the document's from start to end
    Column("fingerprint", String(64), nullable=False),
    Column("first_seen", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index(None, "id"),
    Index(None, "changed_at"),
)

fingerprints = Table(
    "fingerprints",
    metadata,
    Column("owner", String, primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("first_seen", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
)
"""Every wording ever stored. It outlives its document: a file that is renamed or comes back is not news."""

events = Table(
    "events",
    metadata,
    Column("document_id", Prose, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("uid", Prose, nullable=False),
    Column("starts_at", Instant),  # the start in UTC, for the order only: midnight UTC for all-day events
    Column("content", Json, nullable=False),
    Index(None, "uid"),
    Index(None, "starts_at"),
)
