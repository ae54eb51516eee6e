"""On what each delivery's receipt and workbook depend, for all deliveries at once: one line each, from the ledger alone. No file is opened."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipelines.build.truth import with_holds
from pipelines.report.receipt import VERSION
from schemas import issues as catalogue

if TYPE_CHECKING:
    from pipelines.ledger import Ledger

WORKBOOK_VERSION = 1
"""Raised by hand when a workbook that was written already should be written anew."""

_DELIVERY = (
    "delivery_id", "intake_no", "delivered_at", "sender_code", "sender_evidence", "status", "reason", "current_reading",
)  # fmt: skip
_SUBMISSION = ("submission_id", "delivery_id", "dataset", "reported_on", "row_count", "standing", "hold_code", "superseded_by")
_TABLE = ("delivery_id", "table_id", "dataset", "status", "rows_loaded", "rows_held")


@dataclass(frozen=True)
class States:
    """`deliveries`: those that were read, newest first. `pairs`: which submission took the place of which: old, old_delivery, new, new_delivery.

    Of a delivery: delivery_id, sender_code, status, `day` (its latest reporting date, else the day of delivery), `is_disputed` (folder and file
    name different senders and nobody has decided yet: then nobody is handed what the file says), `state` (all that its receipt depends on),
    `painting` (all that its workbook depends on) and `attempt` (both, and when it was read: what failed is as it was while this is the same).
    """

    deliveries: pl.DataFrame
    pairs: pl.DataFrame


def states(ledger: Ledger, contents: pl.DataFrame) -> States:
    """The states as the ledger has them now; `contents` are those of `contents.contents`."""
    deliveries = ledger.deliveries_frame(_DELIVERY).join(contents.select("delivery_id", "content", "read_at"), on="delivery_id")
    submissions = ledger.submissions_frame(_SUBMISSION)
    # As the warehouse counts them: what `resolve` holds, or a steward released, moved since the reading.
    tables = with_holds(ledger.table_reads_frame(_TABLE), submissions.filter(pl.col("standing").is_not_null()))
    owners = submissions.select("submission_id", "delivery_id")
    pairs = (
        submissions.select(old="submission_id", old_delivery="delivery_id", new="superseded_by")
        .join(owners.rename({"submission_id": "new", "delivery_id": "new_delivery"}), on="new")
        .sort("new", "old")
    )
    said = submissions.sort("submission_id").group_by("delivery_id").agg(
        pl.col("reported_on").max(),
        (pl.col("hold_code") == catalogue.AGENCY_CONFLICT.code).any().alias("conflict"),
        _line("submission_id", "standing", "hold_code", "superseded_by").str.join(";").alias("stands"),
    )  # fmt: skip
    replaced = pairs.group_by(delivery_id="new_delivery").agg(_line("new", "old").str.join(";").alias("replaces"))
    counted = (
        tables.sort("table_id").group_by("delivery_id").agg(_line("table_id", "status", "rows_loaded", "rows_held").str.join(";").alias("tables"))
    )
    unnamed = pl.col("sender_code").is_not_null() & pl.col("sender_evidence").is_null()
    whole = (
        deliveries.join(said, on="delivery_id", how="left")
        .join(replaced, on="delivery_id", how="left")
        .join(counted, on="delivery_id", how="left")
        .sort("intake_no", descending=True)
        .with_columns(
            pl.coalesce("reported_on", pl.col("delivered_at").dt.date()).alias("day"),
            (unnamed | pl.col("conflict").fill_null(value=False)).alias("is_disputed"),
        )
    )
    of_receipt = ("current_reading", "content", "status", "reason", "sender_code", "sender_evidence", "stands", "replaces", "tables")
    told = whole.select(
        "delivery_id",
        "sender_code",
        "status",
        "day",
        "is_disputed",
        "read_at",
        pl.concat_str(pl.lit(str(VERSION)), _line(*of_receipt), separator="|").alias("state"),
        pl.concat_str(pl.lit(str(WORKBOOK_VERSION)), _line("current_reading", "content", "status", "is_disputed"), separator="|").alias("painting"),
    )
    told = told.with_columns(_hashes(told["state"]))
    return States(told.with_columns(_line("state", "painting", "read_at").alias("attempt")).drop("read_at"), pairs)


def _line(*names: str) -> pl.Expr:
    return pl.concat_str((pl.col(name).cast(pl.String).fill_null("") for name in names), separator="|")


def _hashes(lines: pl.Series) -> pl.Series:
    return pl.Series(lines.name, [hashlib.sha256(line.encode()).hexdigest()[:16] for line in lines], dtype=pl.String)
