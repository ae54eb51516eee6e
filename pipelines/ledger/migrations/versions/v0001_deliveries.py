"""Deliveries, readings, submissions, decisions and runs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of what was delivered and how it was read."""
    op.create_table(
        "delivery",
        sa.Column("delivery_id", sa.String(64), primary_key=True),
        sa.Column("intake_no", sa.BigInteger, nullable=False, unique=True),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("delivered_at", sa.DateTime, nullable=False),
        sa.Column("received_at", sa.DateTime, nullable=False),
        sa.Column("received_run", sa.String(64)),
        sa.Column("run_date", sa.Date),
        sa.Column("tie", sa.Boolean, nullable=False),
        sa.Column("sender_code", sa.Text),
        sa.Column("sender_evidence", sa.Text),
        sa.Column("format", sa.Text),
        sa.Column("status", sa.String(32)),
        sa.Column("reason", sa.Text),
        sa.Column("current_reading", sa.String(64)),
    )
    op.create_index("ix_delivery_sha256", "delivery", ["sha256"])
    op.create_index("ix_delivery_delivered_at", "delivery", ["delivered_at"])
    op.create_index("ix_delivery_status", "delivery", ["status"])
    op.create_table(
        "sighting",
        sa.Column("path", sa.Text, primary_key=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("mtime_ns", sa.BigInteger, nullable=False),
        sa.Column("ctime_ns", sa.BigInteger, nullable=False),
        sa.Column("inode", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("delivery_id", sa.String(64), sa.ForeignKey("delivery.delivery_id"), nullable=False),
        sa.Column("seen_run", sa.String(64)),
    )
    op.create_table(
        "reading",
        sa.Column("delivery_id", sa.String(64), sa.ForeignKey("delivery.delivery_id"), primary_key=True),
        sa.Column("reading", sa.String(64), primary_key=True),
        sa.Column("reader_version", sa.Integer, nullable=False),
        sa.Column("dataset_versions", sa.JSON, nullable=False),
        sa.Column("config_hash", sa.Text, nullable=False),
        sa.Column("schema_hash", sa.Text, nullable=False),
        sa.Column("read_at", sa.DateTime, nullable=False),
        sa.Column("files", sa.JSON, nullable=False),
    )
    op.create_table(
        "table_read",
        sa.Column("table_id", sa.String(96), primary_key=True),
        sa.Column("delivery_id", sa.String(64), sa.ForeignKey("delivery.delivery_id"), nullable=False),
        sa.Column("reading", sa.String(64), primary_key=True),
        sa.Column("sheet", sa.Text, nullable=False),
        sa.Column("cell_range", sa.Text),
        sa.Column("dataset", sa.Text),
        sa.Column("form", sa.Text),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("rows_read", sa.BigInteger, nullable=False),
        sa.Column("rows_loaded", sa.BigInteger, nullable=False),
        sa.Column("rows_quarantined", sa.BigInteger, nullable=False),
        sa.Column("rows_held", sa.BigInteger, nullable=False),
        sa.Column("rows_skipped", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_table_read_delivery", "table_read", ["delivery_id", "reading"])
    op.create_table(
        "submission",
        sa.Column("submission_id", sa.String(128), primary_key=True),
        sa.Column("delivery_id", sa.String(64), sa.ForeignKey("delivery.delivery_id"), nullable=False),
        sa.Column("table_id", sa.String(96)),
        sa.Column("reading", sa.String(64), primary_key=True),
        sa.Column("dataset", sa.Text, nullable=False),
        sa.Column("form", sa.Text),
        sa.Column("reported_by", sa.Text),
        sa.Column("agency_code", sa.Text),
        sa.Column("reported_on", sa.Date),
        sa.Column("period_from", sa.Date),
        sa.Column("period_to", sa.Date),
        sa.Column("date_evidence", sa.Text),
        sa.Column("delivered_at", sa.DateTime, nullable=False),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("row_count", sa.BigInteger, nullable=False),
        sa.Column("record_path", sa.Text),
        sa.Column("standing", sa.String(32)),
        sa.Column("hold_code", sa.Text),
        sa.Column("superseded_by", sa.String(128)),
        sa.Column("counts_from", sa.DateTime),
        sa.Column("counts_until", sa.DateTime),
        sa.Column("key_digest", sa.LargeBinary),
    )
    op.create_index("ix_submission_delivery", "submission", ["delivery_id", "reading"])
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
    )
    op.create_table(
        "run",
        sa.Column("run_id", sa.String(64), primary_key=True),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("run_date", sa.Date),
        sa.Column("finished_at", sa.DateTime),
        sa.Column("outcome", sa.Text),
        sa.Column("counts", sa.JSON, nullable=False),
    )
