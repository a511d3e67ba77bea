"""Files that people gave, where the document's text is not the file itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward; there is no way back but a copy of the database."""
    op.create_table(
        "originals",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_originals_document_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", name="pk_originals"),
    )
