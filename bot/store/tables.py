"""The one schema, for SQLite and PostgreSQL alike. A change here needs a migration beside it.

Domain values are stored whole as JSON (`content`, by `bot.store.codec`); what queries sort or filter by stands in
columns of its own.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table

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
    Column("problems", Json, nullable=True),  # a list, null where there are none
    Index(None, "owner", "origin"),
)

originals = Table(
    "originals",
    metadata,
    Column("document_id", Prose, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
"""Files that people gave, where the document's text is not the file itself (`bot.store.originals`)."""

readers = Table(
    "readers",
    metadata,
    Column("name", String, primary_key=True),  # of a lock that is free when the process has ended
    Column("folder", Prose, nullable=False),
)
"""Processes that read a folder of documents."""

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

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("target", String, nullable=False),
    Column("content", Json, nullable=False),
    Column("created_by", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("since", Instant, nullable=False),
    Column("planned_until", Instant, nullable=False),
    Column("plan_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("pause_reason", String, nullable=False),
    Index(None, "owner", "target"),
    Index(None, "plan_at"),
)

_number = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up only columns that are declared INTEGER PRIMARY KEY."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", _number, primary_key=True, autoincrement=True),
    Column("key", Prose, nullable=False, unique=True),  # what stops a second message, whoever plans it
    Column("kind", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("target", String, nullable=False),
    Column("subscription", String, nullable=False),  # empty for what nobody subscribed to
    Column("slot", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", Prose, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("worker", String, nullable=False),
    Column("next_try", Instant, nullable=False),
    Column("look_at", Instant),
    Column("looks", Integer, nullable=False),
    Column("unknown_since", Instant),
    Column("payload", Json),
    Column("payload_hash", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("ts", String, nullable=False),
    Column("amends", BigInteger, nullable=False),
    Column("ref", Json, nullable=False),
    Column("posted_at", Instant),
    Column("updated_at", Instant, nullable=False),
    Index(None, "state", "next_try"),
    Index(None, "state", "look_at"),
    Index(None, "subscription", "slot"),
    Index(None, "updated_at"),
)

items = Table(
    "items",
    metadata,
    Column("key", Prose, primary_key=True),
    Column("delivery_id", BigInteger, ForeignKey("deliveries.id", ondelete="CASCADE"), nullable=False),
    Index(None, "delivery_id"),
)
"""What a delivery tells of, each once."""

attempts = Table(
    "attempts",
    metadata,
    Column("id", _number, primary_key=True, autoincrement=True),
    Column("delivery_id", BigInteger, ForeignKey("deliveries.id", ondelete="CASCADE"), nullable=False),
    Column("generation", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("event", String, nullable=False),
    Column("worker", String, nullable=False),
    Column("detail", Prose, nullable=False),
    Index(None, "delivery_id"),
)
"""Every transition of every delivery; rows are only added, until their delivery is pruned."""

paces = Table(
    "paces",
    metadata,
    Column("owner", String, primary_key=True),
    Column("target", String, primary_key=True),  # empty for the whole workspace
    Column("next_at", Instant, nullable=False),
)

strays = Table(
    "strays",
    metadata,
    Column("owner", String, primary_key=True),
    Column("channel", String, primary_key=True),
    Column("ts", String, primary_key=True),
    Column("delivery_id", BigInteger, nullable=False),
    Column("next_try", Instant, nullable=False),
)
"""Messages beside the one that counts, to be deleted."""

highlights = Table(
    "highlights",
    metadata,
    Column("digest_key", Prose, primary_key=True),
    Column("section_id", Prose, primary_key=True),
    Column("owner", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("document_id", Prose, nullable=False),
    Column("shown_at", Instant, nullable=False),
    Index(None, "owner", "channel"),
)

answers = Table(
    "answers",
    metadata,
    Column("id", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("created", Instant, nullable=False),
    Column("content", Json, nullable=False),
    Index(None, "created"),
)

claims = Table(
    "claims",
    metadata,
    Column("key", Prose, primary_key=True),
    Column("claimed_at", Instant, nullable=False),
    Column("free_at", Instant, nullable=False),  # until then nobody else gets the key
    Index(None, "free_at"),
)

votes = Table(
    "votes",
    metadata,
    Column("owner", String, primary_key=True),
    Column("answer_id", String, primary_key=True),
    Column("mark", String, primary_key=True),
    Column("query", Prose, nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "at"),
)

gaps = Table(
    "gaps",
    metadata,
    Column("owner", String, primary_key=True),
    Column("folded", Prose, primary_key=True),
    Column("query", Prose, nullable=False),
    Column("count", Integer, nullable=False),
    Column("last_asked", Instant, nullable=False),
    Index(None, "last_asked"),
)

threads = Table(
    "threads",
    metadata,
    Column("owner", String, primary_key=True),
    Column("channel", String, primary_key=True),
    Column("thread", String, primary_key=True),
    Column("answer_id", String, nullable=False),
    Column("language", String, nullable=False),
    Column("updated", Instant, nullable=False),
    Index(None, "updated"),
)

profiles = Table(
    "profiles",
    metadata,
    Column("owner", String, primary_key=True),
    Column("user", String, primary_key=True),
    Column("content", Json, nullable=False),
)

event_records = Table(
    "event_records",
    metadata,
    Column("owner", String, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("content", Json, nullable=False),
)
"""What the agenda knows of an owner's events, whole: it is read and replaced at once."""

mutes = Table(
    "mutes",
    metadata,
    Column("owner", String, primary_key=True),
    Column("target", String, primary_key=True),
    Column("uid", Prose, primary_key=True),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
)

personal_reminders = Table(
    "personal_reminders",
    metadata,
    Column("id", String, primary_key=True),
    Column("wish", Prose, nullable=False, unique=True),  # what makes two wishes the same
    Column("owner", String, nullable=False),
    Column("user", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("content", Json, nullable=False),
    Index(None, "owner", "user"),
)

feed_tokens = Table(
    "feed_tokens",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("owner", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "owner"),
)

replays = Table(
    "replays",
    metadata,
    Column("signature", String, primary_key=True),
    Column("at", Instant, nullable=False),
    Index(None, "at"),
)
"""Signatures of requests let in, so that none is let in twice by any replica."""

vectors = Table(
    "vectors",
    metadata,
    Column("model", String, primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
    Column("made_at", Instant, nullable=False),
)
"""What an embedder made of the sections' texts, by the hash of the text; nothing refers to it."""
