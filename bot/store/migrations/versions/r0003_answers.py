"""What the Slack surface remembers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward; there is no way back but a copy of the database."""
    _create_answers()
    _create_claims()
    _create_votes()
    _create_gaps()
    _create_threads()
    _create_profiles()


def _create_answers() -> None:
    op.create_table(
        "answers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
    )
    op.create_index("ix_answers_created", "answers", ["created"], unique=False)


def _create_claims() -> None:
    op.create_table(
        "claims",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("claimed_at", sa.BigInteger(), nullable=False),
        sa.Column("free_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_claims"),
    )
    op.create_index("ix_claims_free_at", "claims", ["free_at"], unique=False)


def _create_votes() -> None:
    op.create_table(
        "votes",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("answer_id", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "answer_id", "mark", name="pk_votes"),
    )
    op.create_index("ix_votes_at", "votes", ["at"], unique=False)


def _create_gaps() -> None:
    op.create_table(
        "gaps",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_asked", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "folded", name="pk_gaps"),
    )
    op.create_index("ix_gaps_last_asked", "gaps", ["last_asked"], unique=False)


def _create_threads() -> None:
    op.create_table(
        "threads",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("answer_id", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "channel", "thread", name="pk_threads"),
    )
    op.create_index("ix_threads_updated", "threads", ["updated"], unique=False)


def _create_profiles() -> None:
    op.create_table(
        "profiles",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "user", name="pk_profiles"),
    )
