"""Findings that only the warehouse as a whole can make: between submissions, senders and days. Those on cells and rows are made at intake."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import duckdb
import polars as pl

from pipelines.build.truth import Truth
from pipelines.grid import cell_address
from pipelines.resolve import keys_in_records
from pipelines.warehouse import frame_of
from schemas import issues as catalogue
from schemas.audit import ISSUE
from schemas.frames import polars_schema
from schemas.rule import IssueCode

CODES: tuple[str, ...] = tuple(
    each.code
    for each in (
        catalogue.DECLARED_DIFFERS_FROM_COUNTED,
        catalogue.DOSSIERS_DIFFER_FROM_COUNTS,
        catalogue.MIXED_PERIOD_STARTS,
        catalogue.PARTIAL_RESUBMISSION,
        catalogue.SOURCES_DISAGREE,
        catalogue.TASK_CARRIED,
    )
)
"""Codes that the build makes anew each time; no stage before it makes them."""

FOUND: dict[str, pl.DataType] = {
    "code": pl.String(),
    "submission_id": pl.String(),
    "delivery_id": pl.String(),
    "table_id": pl.String(),
    "sheet": pl.String(),
    "row_number": pl.Int64(),
    "column_number": pl.Int64(),
    "header": pl.String(),
    "field": pl.String(),
    "value": pl.String(),
    "expected": pl.String(),
}


def between_submissions(connection: duckdb.DuckDBPyConnection, query: str | None) -> pl.DataFrame:
    """What the model `derived_issue` finds, in the shape FOUND; empty where there is no query."""
    if query is None:
        return pl.DataFrame(schema=FOUND)
    found = frame_of(connection, f"SELECT {', '.join(FOUND)} FROM ({query}) AS q ORDER BY ALL")
    return found.select(pl.col(name).cast(dtype) for name, dtype in FOUND.items())


def partial_submissions(root: Path, truth: Truth) -> pl.DataFrame:
    """One finding for each submission held as partial: which share of its predecessor's rows it brings, from the keys of both."""
    submissions = truth.submissions
    held = submissions.filter(pl.col("standing") == "held").join(_partials(truth), on="submission_id", how="semi")
    keys = keys_in_records(root, truth.record_paths)
    rows = []
    for row in held.sort("submission_id").iter_rows(named=True):
        before = submissions.filter(
            (pl.col("series") == row["series"])
            & (pl.col("counts_from") <= row["delivered_at"])
            & (pl.col("counts_until").is_null() | (pl.col("counts_until") > row["delivered_at"]))
        )
        own = keys(row["submission_id"])
        parts = [keys(each) for each in before["submission_id"]]
        overlaps = [int(part.is_in(own.implode()).sum()) for part in parts]
        total = sum(len(part) for part, overlap in zip(parts, overlaps, strict=True) if overlap)
        share = f"{100 * sum(overlaps) / total:.0f} %" if total else None
        rows.append(
            {
                "code": catalogue.PARTIAL_RESUBMISSION.code,
                **{name: row[name] for name in ("submission_id", "delivery_id", "table_id")},
                "value": share,
            }
        )
    return pl.DataFrame(rows, schema=FOUND)


def _partials(truth: Truth) -> pl.DataFrame:
    return truth.record_paths.filter(pl.col("hold_code") == catalogue.PARTIAL_RESUBMISSION.code).select("submission_id")


def issues(found: pl.DataFrame) -> pl.DataFrame:
    """Rows of audit.issue: the catalogue's severity, action, dimension and messages beside each finding."""
    rows = [_told(row) for row in found.iter_rows(named=True)]
    return pl.DataFrame(rows, schema=polars_schema(ISSUE.fields))


def _told(row: dict[str, object]) -> dict[str, object]:
    code: IssueCode = catalogue.CATALOGUE[str(row["code"])]
    column, row_number = cast("int | None", row["column_number"]), cast("int | None", row["row_number"])
    parts = {name: value for name, value in row.items() if name != "column_number"} | {"cell": cell_address(column, row_number)}
    texts = {name: "" if value is None else value for name, value in parts.items()}
    return {
        **parts,
        "severity": code.severity.value,
        "action": code.action.value,
        "dimension": code.dimension.value,
        "expected": row["expected"] or code.expected,
        "message_vi": code.message_vi.format(**texts),
        "message_en": code.message_en.format(**texts),
    }
