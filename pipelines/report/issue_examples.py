"""Issues by code, each with its words and one example (file, sheet, cell, value as masked when stored): what an operator reads in a check."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from pipelines.report.live_issues import live_issue
from pipelines.warehouse import frame_of

if TYPE_CHECKING:
    import duckdb

    from pipelines.home import Home

SHOWN = 60
"""Characters of an example's value that are shown."""
_GRAVEST_FIRST = ("error", "warning", "info")
_COLUMNS = ("delivery_id", "code", "message_vi", "severity", "action", "sheet", "cell", "row_number", "value")


def by_code_on(connection: duckdb.DuckDBPyConnection, on: dt.date | None) -> pl.DataFrame:
    """Errors and warnings on what stands for a reporting date, from a published file.

    code, message_vi (the example's), severity, action, issues, agencies, file, sheet, cell, value; the gravest and commonest first.
    """
    found = frame_of(
        connection,
        f"SELECT {', '.join(f'i.{name}' for name in _COLUMNS)}, d.file_name, coalesce(s.agency_code, d.sender_code) AS agency "
        "FROM audit.issue AS i INNER JOIN audit.delivery AS d ON d.delivery_id = i.delivery_id "
        "LEFT JOIN audit.submission AS s ON s.submission_id = i.submission_id "
        f"WHERE i.severity <> 'info' AND {live_issue(on)}",
    )
    return _by_code(found)


def by_code_of(home: Home, deliveries: pl.DataFrame) -> pl.DataFrame:
    """What holds or rejects some deliveries (rows of the ledger's frame), from their stored outcomes; the columns of `by_code_on`."""
    return _by_code(_refusing(home, deliveries))


def held_because(home: Home, deliveries: pl.DataFrame) -> dict[tuple[str, str], str]:
    """(delivery_id, code) to the first message, in Vietnamese, of what holds or rejects some deliveries (rows of the ledger's frame)."""
    rows = _refusing(home, deliveries).unique(["delivery_id", "code"], keep="first", maintain_order=True)
    return {(delivery_id, code): message for delivery_id, code, message in rows.select("delivery_id", "code", "message_vi").iter_rows()}


def _refusing(home: Home, deliveries: pl.DataFrame) -> pl.DataFrame:
    current = deliveries.filter(pl.col("current_reading").is_not_null()).select("delivery_id", "current_reading").iter_rows()
    files = [path for one, reading in current if (path := home.outcome_dir(one, reading) / "issue.parquet").exists()]
    schema = {**dict.fromkeys(_COLUMNS, pl.String()), "row_number": pl.Int64()}
    found = pl.read_parquet(files, columns=list(_COLUMNS)) if files else pl.DataFrame(schema=schema)
    named = deliveries.select("delivery_id", "file_name", pl.col("sender_code").alias("agency"))
    return found.filter(pl.col("action").is_in(["hold", "reject"])).join(named, on="delivery_id", maintain_order="left")


def _by_code(found: pl.DataFrame) -> pl.DataFrame:
    order = pl.col("severity").replace_strict({name: at for at, name in enumerate(_GRAVEST_FIRST)}, return_dtype=pl.Int8)
    cut = pl.when(pl.col("value").str.len_chars() > SHOWN).then(pl.col("value").str.head(SHOWN) + "…").otherwise("value")
    return (
        found.sort("delivery_id", "sheet", "row_number", "cell", nulls_last=True)
        .with_columns(cut.alias("value"))
        .group_by("code", "severity", "action", maintain_order=True)
        .agg(
            pl.len().alias("issues"),
            pl.col("agency").n_unique().alias("agencies"),
            pl.col("message_vi", "sheet", "cell", "value").first(),
            pl.col("file_name").first().alias("file"),
        )
        .sort(order, -pl.col("issues").cast(pl.Int64), "code")
        .select("code", "message_vi", "severity", "action", "issues", "agencies", "file", "sheet", "cell", "value")
    )
