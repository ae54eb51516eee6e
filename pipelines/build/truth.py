"""What a build must show, from the ledger: frames in the shape of the audit tables. No DuckDB here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from pipelines.resolve import PARTIAL
from schemas.audit import DELIVERY, SUBMISSION, TABLE_READ
from schemas.frames import polars_schema


class LedgerFrames(Protocol):
    """What of the ledger a build reads."""

    def submissions_frame(self, columns: Sequence[str] = ()) -> pl.DataFrame:
        """Every submission of each delivery's current reading; all columns where none is named."""
        ...

    def deliveries_frame(self, columns: Sequence[str] = ()) -> pl.DataFrame:
        """Every delivery; all columns where none is named."""
        ...

    def table_reads_frame(self) -> pl.DataFrame:
        """Every table read in each delivery's current reading."""
        ...


@dataclass(frozen=True)
class Truth:
    """`submissions`, `deliveries`, `tables` have the columns of their audit tables; `outcomes` is (delivery_id, reading).

    `record_paths` is (submission_id, dataset, reading, record_path, hold_code).
    """

    submissions: pl.DataFrame
    deliveries: pl.DataFrame
    tables: pl.DataFrame
    record_paths: pl.DataFrame
    outcomes: pl.DataFrame


def truth_of(ledger: LedgerFrames) -> Truth:
    """The ledger as the audit tables show it; deliveries without an outcome and submissions that were not judged yet are left out."""
    given = ledger.deliveries_frame().filter(pl.col("status").is_not_null())
    judged = _judged(ledger, given)
    submissions = judged.with_columns(is_counting=pl.col("standing") == "counts", form=pl.coalesce("form", "dataset")).with_columns(
        pl.coalesce("table_id", "delivery_id").alias("table_id")
    )
    tables = with_holds(ledger.table_reads_frame(), judged)
    return Truth(
        submissions=_shaped(submissions, polars_schema(SUBMISSION.fields)),
        deliveries=_shaped(given, polars_schema(DELIVERY.fields)),
        tables=_shaped(tables.filter(pl.col("delivery_id").is_in(given["delivery_id"].implode())), polars_schema(TABLE_READ.fields)),
        record_paths=judged.select("submission_id", "dataset", "reading", "record_path", "hold_code"),
        outcomes=given.filter(pl.col("current_reading").is_not_null()).select("delivery_id", reading="current_reading"),
    )


def standings_of(ledger: LedgerFrames) -> pl.DataFrame:
    """(submission_id, reading, standing, row_count) of the submissions that a build must show."""
    shown = ("submission_id", "reading", "standing", "row_count")
    return _judged(ledger, ledger.deliveries_frame(("delivery_id", "status")), (*shown, "delivery_id")).select(shown)


def _judged(ledger: LedgerFrames, deliveries: pl.DataFrame, columns: Sequence[str] = ()) -> pl.DataFrame:
    """The submissions that were judged, of deliveries with an outcome."""
    told = deliveries.filter(pl.col("status").is_not_null())["delivery_id"]
    return ledger.submissions_frame(columns).filter(pl.col("standing").is_not_null() & pl.col("delivery_id").is_in(told.implode()))


def _shaped(frame: pl.DataFrame, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items())


def with_holds(tables: pl.DataFrame, submissions: pl.DataFrame) -> pl.DataFrame:
    """Rows that `resolve` holds are shown as held, rows whose hold was waived as loaded; a table's sum never changes. Takes the ledger's frames.

    A submission may span several tables of its delivery and dataset; its rows are then taken from them in the order of table_id.
    """
    where = ["delivery_id", "dataset"]
    released = (pl.col("standing") != "held") & pl.col("hold_code").is_not_null() & (pl.col("hold_code") != PARTIAL)
    moved = submissions.group_by(where).agg(
        to_hold=pl.col("row_count").filter((pl.col("standing") == "held") & (pl.col("hold_code") == PARTIAL)).sum(),
        to_load=pl.col("row_count").filter(released & (pl.col("standing") != "retracted")).sum(),
    )
    joined = tables.join(moved, on=where, how="left").sort("delivery_id", "table_id").with_columns(pl.col("to_hold", "to_load").fill_null(0))
    spread = joined.with_columns(
        _share("to_hold", "rows_loaded", where).alias("held_more"),
        _share("to_load", "rows_held", where).alias("loaded_more"),
    )
    return spread.with_columns(
        rows_loaded=pl.col("rows_loaded") - pl.col("held_more") + pl.col("loaded_more"),
        rows_held=pl.col("rows_held") + pl.col("held_more") - pl.col("loaded_more"),
    ).with_columns(
        status=pl.when((pl.col("held_more") > 0) & (pl.col("rows_loaded") == 0))
        .then(pl.lit("held"))
        .when((pl.col("loaded_more") > 0) & (pl.col("rows_loaded") > 0))
        .then(pl.lit("loaded"))
        .otherwise(pl.col("status"))
    )


def _share(wanted: str, available: str, where: list[str]) -> pl.Expr:
    """How many of `wanted` rows fall on this table, when the group's tables give what they have in order."""
    before = pl.col(available).cum_sum().over(where) - pl.col(available)
    return (pl.col(wanted) - before).clip(0, pl.col(available))
