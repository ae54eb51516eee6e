"""The ledger's tables in SQLAlchemy Core, as the newest migration leaves them (a test compares the two). Portable types only."""

from __future__ import annotations

import sqlalchemy as sa

METADATA = sa.MetaData()

sighting = sa.Table(
    "sighting",
    METADATA,
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("mtime_ns", sa.BigInteger, nullable=False),
    sa.Column("ctime_ns", sa.BigInteger, nullable=False),
    sa.Column("inode", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("delivery_id", sa.String(64), sa.ForeignKey("delivery.delivery_id"), nullable=False),
    sa.Column("seen_run", sa.String(64)),
)

delivery = sa.Table(
    "delivery",
    METADATA,
    sa.Column("delivery_id", sa.String(64), primary_key=True),
    sa.Column("intake_no", sa.BigInteger, nullable=False, unique=True),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False, index=True),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("delivered_at", sa.DateTime, nullable=False, index=True),
    sa.Column("received_at", sa.DateTime, nullable=False),
    sa.Column("received_run", sa.String(64)),
    sa.Column("run_date", sa.Date),
    sa.Column("tie", sa.Boolean, nullable=False),
    sa.Column("sender_code", sa.Text),
    sa.Column("sender_evidence", sa.Text),
    sa.Column("format", sa.Text),
    sa.Column("status", sa.String(32), index=True),
    sa.Column("reason", sa.Text),
    sa.Column("current_reading", sa.String(64)),
)

reading = sa.Table(
    "reading",
    METADATA,
    sa.Column("delivery_id", sa.String(64), sa.ForeignKey("delivery.delivery_id"), primary_key=True),
    sa.Column("reading", sa.String(64), primary_key=True),
    sa.Column("reader_version", sa.Integer, nullable=False),
    sa.Column("dataset_versions", sa.JSON, nullable=False),
    sa.Column("config_hash", sa.Text, nullable=False),
    sa.Column("schema_hash", sa.Text, nullable=False),
    sa.Column("read_at", sa.DateTime, nullable=False),
    sa.Column("files", sa.JSON, nullable=False),
    sa.Column("content", sa.String(64)),
)

# A derived id is the same under every reading, so the reading belongs to the key: older readings' rows stay beside the current ones.
table_read = sa.Table(
    "table_read",
    METADATA,
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
    sa.Index("ix_table_read_delivery", "delivery_id", "reading"),
)

submission = sa.Table(
    "submission",
    METADATA,
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
    sa.Index("ix_submission_delivery", "delivery_id", "reading"),
)

decision = sa.Table(
    "decision",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("payload", sa.JSON, nullable=False),
)

run = sa.Table(
    "run",
    METADATA,
    sa.Column("run_id", sa.String(64), primary_key=True),
    sa.Column("started_at", sa.DateTime, nullable=False),
    sa.Column("run_date", sa.Date),
    sa.Column("finished_at", sa.DateTime),
    sa.Column("outcome", sa.Text),
    sa.Column("counts", sa.JSON, nullable=False),
)

build = sa.Table(
    "build",
    METADATA,
    sa.Column("build", sa.String(64), primary_key=True),
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False),
    sa.Column("as_of", sa.Date, nullable=False),
    sa.Column("how", sa.String(16), nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("based_on", sa.String(64)),
    sa.Column("published_at", sa.DateTime),
)

# Figures are kept as they were said: a build that is published again (after a rollback) says them again, at another moment.
published_figure = sa.Table(
    "published_figure",
    METADATA,
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
