"""Which processes read which folder of documents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward; there is no way back but a copy of the database."""
    op.create_table(
        "readers",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_readers"),
    )
