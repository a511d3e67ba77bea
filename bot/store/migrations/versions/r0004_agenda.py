"""What the agenda knows of events and people, and requests let in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward; there is no way back but a copy of the database."""
    op.create_table(
        "event_records",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_event_records"),
    )
    op.create_table(
        "feed_tokens",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_feed_tokens"),
    )
    op.create_index("ix_feed_tokens_owner", "feed_tokens", ["owner"], unique=False)
    op.create_table(
        "mutes",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "target", "uid", name="pk_mutes"),
    )
    op.create_table(
        "personal_reminders",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_personal_reminders"),
        sa.UniqueConstraint("wish", name="uq_personal_reminders_wish"),
    )
    op.create_index("ix_personal_reminders_owner_user", "personal_reminders", ["owner", "user"], unique=False)
    op.create_table(
        "replays",
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("signature", name="pk_replays"),
    )
    op.create_index("ix_replays_at", "replays", ["at"], unique=False)
