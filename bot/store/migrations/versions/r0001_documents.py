"""Documents with their sections and events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward; there is no way back but a copy of the database."""
    op.create_table(
        "counters",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("dated", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("parser", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("revision", name="uq_documents_revision"),
    )
    op.create_index("ix_documents_owner_origin", "documents", ["owner", "origin"])
    op.create_table(
        "removals",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_removals"),
        sa.UniqueConstraint("revision", name="uq_removals_revision"),
    )
    _create_sections()
    _create_events()


def _create_sections() -> None:
    op.create_table(
        "sections",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_sections_document_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "position", name="pk_sections"),
    )
    op.create_index("ix_sections_id", "sections", ["id"])
    op.create_index("ix_sections_changed_at", "sections", ["changed_at"])
    op.create_table(
        "fingerprints",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "fingerprint", name="pk_fingerprints"),
    )


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_events_document_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "position", name="pk_events"),
    )
    op.create_index("ix_events_uid", "events", ["uid"])
    op.create_index("ix_events_starts_at", "events", ["starts_at"])
