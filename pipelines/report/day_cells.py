"""Who has sent what, as cells of one reporting date and one agency, from the ledger and the stored outcomes. What shows them is the caller's."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

import polars as pl

from pipelines.build.truth import with_holds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipelines.home import Home

CELL = ("reported_on", "agency_code")
ROWS = ("rows_read", "rows_loaded", "rows_quarantined", "rows_held", "rows_skipped")
CELL_COLUMNS = ("submission_id", "delivery_id", "reading", "standing", "dataset", "reported_by", "agency_code", "reported_on")
"""Columns of the ledger's submissions that cells are made of; of its deliveries delivery_id and status."""
STANDS = ("counts", "superseded")
"""Standings of a submission that was taken: of such a cell one may say that the agency has reported."""


def day_cells(
    submissions: pl.DataFrame, deliveries: pl.DataFrame, first: dt.date, last: dt.date, contents: pl.DataFrame | None = None
) -> pl.DataFrame:
    """One row a (reported_on, agency_code) from `first` to `last`, by date, then agency. Takes the ledger's frames of those names (CELL_COLUMNS).

    reported_on, agency_code, submissions, `standings` (text such as 'counts 3, superseded 1'), datasets, senders, statuses (of the deliveries),
    stands (whether anything was taken), version: a hash that changes exactly when a delivery, its reading, its status or a standing does, or what
    the reading holds, where `contents` marks that (`contents.contents`).
    Submissions without agency or date have no cell; they wait for a steward.
    """
    said = (
        submissions.filter(pl.col("agency_code").is_not_null() & pl.col("reported_on").is_between(first, last))
        .join(deliveries.select("delivery_id", "status"), on="delivery_id", how="left")
        .join(_marks(deliveries, contents), on="delivery_id", how="left")
        .with_columns(pl.col("standing", "status").fill_null("pending"), pl.col("content").fill_null(""))
        .sort("submission_id")
    )
    state = pl.concat_str("submission_id", "reading", "standing", "status", "content", separator="|")
    return (
        said.group_by(CELL)
        .agg(
            pl.len().alias("submissions"),
            _counted("standing").alias("standings"),
            pl.col("dataset").unique().sort().str.join(", ").alias("datasets"),
            pl.col("reported_by").drop_nulls().unique().sort().str.join(", ").alias("senders"),
            pl.col("delivery_id").unique().sort().alias("delivery_ids"),
            pl.col("standing").is_in(STANDS).any().alias("stands"),
            state.str.join("\n").alias("state"),
        )
        .with_columns(pl.col("state").map_elements(_short_hash, pl.String).alias("version"))
        .drop("state")
        .sort(CELL)
    )


def _marks(deliveries: pl.DataFrame, contents: pl.DataFrame | None) -> pl.DataFrame:
    return deliveries.select("delivery_id", pl.lit("").alias("content")) if contents is None else contents.select("delivery_id", "content")


def grid_version(cells: pl.DataFrame, among: Iterable[str] = ()) -> str:
    """One version of all cells; `among` adds what else the grid depends on, such as its last date."""
    lines = pl.concat_str(pl.col("reported_on").cast(pl.String), "agency_code", "version", separator="|")
    return _short_hash("\n".join([*among, *cells.select(lines).to_series().to_list()]))


def cell_figures(cells: pl.DataFrame, submissions: pl.DataFrame, deliveries: pl.DataFrame, table_reads: pl.DataFrame, home: Home) -> pl.DataFrame:
    """The figures of some cells of `day_cells`: its columns, and deliveries, statuses, the five row counts, errors, warnings, shared_deliveries.

    A delivery that speaks of several cells (a national export) brings to each the rows loaded for it and the issues found on them; its other rows
    belong to no single cell. `shared_deliveries` counts such deliveries. Rows that wait for a steward are held here as in the warehouse.
    """
    table_reads = with_holds(table_reads, submissions.filter(pl.col("standing").is_not_null()))
    of = cells.select(*CELL, "delivery_ids").explode("delivery_ids").rename({"delivery_ids": "delivery_id"})
    wanted = of["delivery_id"].unique()
    spoken = submissions.filter(pl.col("delivery_id").is_in(wanted.implode()) & pl.col("agency_code").is_not_null())
    alone = spoken.group_by("delivery_id").agg(pl.struct(CELL).n_unique().alias("cells")).select("delivery_id", (pl.col("cells") == 1).alias("alone"))
    found = _issue_counts(home, deliveries.filter(pl.col("delivery_id").is_in(wanted.implode())))
    read = table_reads.group_by("delivery_id").agg(pl.col(name).sum() for name in ROWS)
    whole = found.group_by("delivery_id").agg(pl.col("errors", "warnings").sum())
    own = (
        spoken.join(found.drop("delivery_id"), on="submission_id", how="left")
        .group_by("delivery_id", *CELL)
        .agg(
            pl.col("row_count").filter(pl.col("standing").fill_null("") != "held").sum().alias("own_loaded"),
            pl.col("errors").sum().alias("own_errors"),
            pl.col("warnings").sum().alias("own_warnings"),
        )
    )
    each = (
        of.join(alone, on="delivery_id", how="left")
        .join(deliveries.select("delivery_id", "status"), on="delivery_id", how="left")
        .join(read, on="delivery_id", how="left")
        .join(whole, on="delivery_id", how="left")
        .join(own, on=["delivery_id", *CELL], how="left")
    )
    figures = each.group_by(CELL).agg(
        pl.len().alias("deliveries"),
        _counted("status").alias("statuses"),
        (~pl.col("alone")).sum().alias("shared_deliveries"),
        *(pl.col(name).filter("alone").sum() for name in ROWS if name != "rows_loaded"),
        pl.when("alone").then("rows_loaded").otherwise("own_loaded").sum().alias("rows_loaded"),
        *(pl.when("alone").then(name).otherwise(f"own_{name}").sum().alias(name) for name in ("errors", "warnings")),
    )
    return cells.join(figures, on=CELL, how="left").sort(CELL)


def _issue_counts(home: Home, deliveries: pl.DataFrame) -> pl.DataFrame:
    """delivery_id, submission_id, errors, warnings in the current readings."""
    names = ["delivery_id", "submission_id", "severity"]
    schema = {"delivery_id": pl.String, "submission_id": pl.String, "errors": pl.UInt32, "warnings": pl.UInt32}
    current = deliveries.filter(pl.col("current_reading").is_not_null()).select("delivery_id", "current_reading").iter_rows()
    files = [path for one, reading in current if (path := home.outcome_dir(one, reading) / "issue.parquet").exists()]
    if not files:
        return pl.DataFrame(schema=schema)
    counts = (
        pl.read_parquet(files, columns=names)
        .group_by("delivery_id", "submission_id")
        .agg((pl.col("severity") == "error").sum().alias("errors"), (pl.col("severity") == "warning").sum().alias("warnings"))
    )
    return counts.cast({name: dtype for name, dtype in schema.items() if name in counts.columns})


def _counted(column: str) -> pl.Expr:
    """'counts 3, held 1': how often each value stands in a group, by name."""
    named = pl.col(column).fill_null("pending")
    values = named.unique().sort()
    # Values and their numbers must come from one order: `value_counts` has none, and asked for twice it gives two.
    return pl.format("{} {}", values, named.sort().rle().struct.field("len")).str.join(", ")


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
