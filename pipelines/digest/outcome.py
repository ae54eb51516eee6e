"""What a digest takes and gives: a delivery as sent, its tables and submissions as they came out. Shapes only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

import polars as pl

from pipelines.grid import Document
from pipelines.locate.tables import Table
from pipelines.match.when import When
from pipelines.match.who import Who
from pipelines.parse.table import Records
from pipelines.read import Limits

UNKNOWN = "?"
"""Stands in a series for what could not be told."""


@dataclass(frozen=True)
class Terms:
    """The settings that a digest depends on. `latest_on` is the last reporting date that is not held."""

    latest_on: dt.date
    earliest_on: dt.date = dt.date(2024, 12, 22)
    undated_hour: int = 12
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Sent:
    """What is known of a delivery before its bytes are read. What a steward assigned wins over every claim of the file."""

    delivery_id: str
    path: str
    file_name: str
    delivered_at: dt.datetime
    fallback_day: dt.date | None = None
    assigned_agency: str | None = None
    assigned_date: dt.date | None = None
    confirmed: frozenset[str] = frozenset()
    """Fingerprints of headers whose columns a steward confirmed on this very delivery."""


@dataclass(frozen=True)
class TableOutcome:
    """One table, or one sheet passed over, and the count of its rows."""

    table_id: str
    sheet: str
    cell_range: str | None
    dataset: str | None
    form: str | None
    status: str
    rows_read: int
    rows_loaded: int
    rows_quarantined: int
    rows_held: int
    rows_skipped: int

    @property
    def is_conserved(self) -> bool:
        """The law of conservation for this table."""
        return self.rows_read == self.rows_loaded + self.rows_quarantined + self.rows_held + self.rows_skipped


@dataclass(frozen=True)
class SubmissionOutcome:
    """What the delivery says for one series. `records` is null while it is held."""

    submission_id: str
    table_id: str
    dataset: str
    form: str
    reported_by: str | None
    agency_code: str | None
    when: When
    series: str
    row_count: int
    records: pl.DataFrame | None
    hold_code: str | None = None


@dataclass(frozen=True)
class Digest:
    """All that one delivery says. `issues`, `quarantine`, `skipped` and `column_map` are frames keyed by table_id, ready to be stored."""

    status: str
    reason: str | None
    format: str | None
    sender_code: str | None
    sender_evidence: str | None
    tables: tuple[TableOutcome, ...]
    submissions: tuple[SubmissionOutcome, ...]
    issues: pl.DataFrame
    quarantine: pl.DataFrame
    skipped: pl.DataFrame
    column_map: pl.DataFrame


@dataclass(frozen=True)
class Pending:
    """A parsed table that waits to be judged."""

    table_id: str
    table: Table
    form: str
    when: When
    who: Who
    records: Records
    found: list[pl.DataFrame]


@dataclass
class Parts:
    """What becomes of one delivery, as it is put together."""

    sent: Sent
    document: Document | None = None
    refusal: Digest | None = None
    tables: list[TableOutcome] = field(default_factory=list)
    found: list[pl.DataFrame] = field(default_factory=list)
    quarantine: list[pl.DataFrame] = field(default_factory=list)
    skipped: list[pl.DataFrame] = field(default_factory=list)
    maps: list[pl.DataFrame] = field(default_factory=list)
    pending: list[Pending] = field(default_factory=list)
    loaded: list[tuple[Pending, pl.DataFrame]] = field(default_factory=list)
    held: list[SubmissionOutcome] = field(default_factory=list)
    senders: list[Who] = field(default_factory=list)


class ConservationFault(AssertionError):
    """Rows of a table do not add up: our fault, never the sender's."""


def with_table(frame: pl.DataFrame, table_id: str | None) -> pl.DataFrame:
    """Findings with the table that they belong to; null for the delivery as a whole."""
    return frame.with_columns(pl.lit(table_id, pl.String).alias("table_id"))


def column_map(table: Table, table_id: str, confirmed: Collection[str] = ()) -> pl.DataFrame:
    """The table's column map, as audit.column_map has it; a map remembered from this very delivery is 'confirmed'."""
    said = {"remembered": "confirmed"} if table.plan.fingerprint in confirmed else {}
    return pl.DataFrame(
        [(table_id, one.column, one.header, one.field, said.get(one.how or "", one.how), one.confidence) for one in table.plan.columns],
        schema={"table_id": pl.String, "column": pl.Int64, "header": pl.String, "field": pl.String, "how": pl.String, "confidence": pl.Float64},
        orient="row",
    )


def quarantine_frame(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """All refused rows, as audit.quarantine has them."""
    schema = {"table_id": pl.String, "sheet": pl.String, "row_number": pl.Int64, "raw": pl.String, "codes": pl.String}
    return pl.concat(frames) if frames else pl.DataFrame(schema=schema)


def skipped_frame(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """All skipped rows, as audit.skipped_row has them."""
    schema = {"table_id": pl.String, "sheet": pl.String, "row_number": pl.Int64, "reason": pl.String}
    return pl.concat(frames) if frames else pl.DataFrame(schema=schema)


def map_frame(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """All column maps in one frame."""
    schema = {"table_id": pl.String, "column": pl.Int64, "header": pl.String, "field": pl.String, "how": pl.String, "confidence": pl.Float64}
    return pl.concat(frames) if frames else pl.DataFrame(schema=schema)
