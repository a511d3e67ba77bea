"""What was wrong with a document when it was last read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward; there is no way back but a copy of the database."""
    op.add_column("documents", sa.Column("problems", sa.Text(), nullable=True))
