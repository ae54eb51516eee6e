"""A mark of what each reading holds, so that nobody opens its files to learn that nothing changed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column; readings of before have none until someone looks (`pipelines.report.contents`)."""
    op.add_column("reading", sa.Column("content", sa.String(64)))
