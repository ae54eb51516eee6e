"""Builds, and every figure that was published."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of what was built and said."""
    op.create_table(
        "build",
        sa.Column("build", sa.String(64), primary_key=True),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("how", sa.String(16), nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("based_on", sa.String(64)),
        sa.Column("published_at", sa.DateTime),
    )
    op.create_table(
        "published_figure",
        sa.Column("build", sa.String(64), sa.ForeignKey("build.build"), primary_key=True),
        sa.Column("published_at", sa.DateTime, primary_key=True),
        sa.Column("as_of", sa.Date, primary_key=True),
        sa.Column("metric", sa.String(128), primary_key=True),
        sa.Column("block", sa.String(32), primary_key=True),
        sa.Column("value", sa.Double),
        sa.Column("numerator", sa.Double),
        sa.Column("denominator", sa.Double),
        sa.Column("unit", sa.Text),
        sa.Column("target", sa.Double),
        sa.Column("note", sa.Text),
        sa.Column("figure", sa.JSON, nullable=False),
    )
