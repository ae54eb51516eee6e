"""What the ledger and the stored outcomes know of a delivery, as a receipt needs it. Reading only."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from pipelines.archive import Archive
from pipelines.build.truth import with_holds
from pipelines.grid import WORKBOOKS
from pipelines.report.feedback_words import plain_issues
from pipelines.report.receipt import Heard, Received, agency_named
from pipelines.report.template import template_of
from schemas.audit import COLUMN_MAP, ISSUE, SKIPPED_ROW
from schemas.frames import polars_schema

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pipelines.home import Home
    from pipelines.ledger import Ledger
    from pipelines.registers import Registers

Row = dict[str, Any]
"""One row of the ledger's deliveries."""


@dataclass(frozen=True)
class Books:
    """What the ledger says of some deliveries, as their receipts need it; tables and submissions by (delivery_id,)."""

    deliveries: dict[str, Row]
    tables: dict[Any, pl.DataFrame]
    submissions: dict[Any, pl.DataFrame]
    replaces: dict[str, list[dict[str, Any]]]
    """Submission to those that it took the place of, as a receipt names them."""
    replaced_by: dict[str, dict[str, Any]]
    no_table: pl.DataFrame
    no_submission: pl.DataFrame

    def submissions_of(self, delivery_id: str) -> pl.DataFrame:
        """The submissions of a delivery; an empty frame where it has none."""
        return self.submissions.get((delivery_id,), self.no_submission)


def open_books(ledger: Ledger, pairs: pl.DataFrame, of: Collection[str]) -> Books:
    """The books of these deliveries as they stand now; `pairs` are those of `receipt_states.States`."""
    own = pairs.filter(pl.col("old_delivery").is_in(list(of)) | pl.col("new_delivery").is_in(list(of)))
    deliveries = {
        row["delivery_id"]: row for row in ledger.deliveries_frame(of={*of, *own["old_delivery"], *own["new_delivery"]}).iter_rows(named=True)
    }
    submissions = ledger.submissions_frame(of=of)
    # As the warehouse counts them: what `resolve` holds, or a steward released, moved since the reading.
    tables = with_holds(ledger.table_reads_frame(of=of), submissions.filter(pl.col("standing").is_not_null()))

    def named(submission_id: str, delivery_id: str) -> dict[str, Any]:
        row = deliveries[delivery_id]
        moment = f"{row['delivered_at']:%Y-%m-%dT%H:%M:%S}+07:00"
        return {"submission_id": submission_id, "delivery_id": delivery_id, "file_name": row["file_name"], "received_at": moment}

    replaces: dict[str, list[dict[str, Any]]] = {}
    replaced_by: dict[str, dict[str, Any]] = {}
    for old, old_delivery, new, new_delivery in own.select("old", "old_delivery", "new", "new_delivery").iter_rows():
        replaces.setdefault(new, []).append(named(old, old_delivery))
        replaced_by[old] = named(new, new_delivery)
    return Books(
        {one: deliveries[one] for one in of},
        tables.partition_by("delivery_id", as_dict=True),
        submissions.partition_by("delivery_id", as_dict=True),
        replaces,
        replaced_by,
        tables.clear(),
        submissions.clear(),
    )


_OUTCOMES = {"issue": polars_schema(ISSUE.fields), "column_map": polars_schema(COLUMN_MAP.fields), "skipped_row": polars_schema(SKIPPED_ROW.fields)}


def hear(rows: Sequence[Row], home: Home, registers: Registers, books: Books) -> Iterator[tuple[Row, Heard]]:
    """The outcomes of some deliveries as stored, read together: one at a time costs five times as much.

    Raises FileNotFoundError where an outcome's folder is gone (`tonghop verify` names the remedy), and polars' errors where one is damaged.
    """
    found = {name: _stored(name, rows, home) for name in _OUTCOMES}
    tables = pl.concat([books.tables.get((row["delivery_id"],), books.no_table) for row in rows])
    workbooks = [row["delivery_id"] for row in rows if row["format"] in WORKBOOKS]
    told = (
        found["issue"]
        .join(tables.select("table_id", "dataset"), on="table_id", how="left", maintain_order="left")
        .with_columns(pl.col("delivery_id").is_in(workbooks).alias("is_workbook"))
    )
    issues = plain_issues(told, lambda code: agency_named(code, registers))
    parts = {name: frame.partition_by("delivery_id", as_dict=True) for name, frame in (found | {"issue": issues}).items()}
    archive = Archive(home.archive)
    for row in rows:
        key = (row["delivery_id"],)
        own = {name: parts[name].get(key, found[name].clear() if name != "issue" else issues.clear()) for name in parts}
        yield (
            row,
            Heard(
                file_name=row["file_name"],
                sha256=row["sha256"],
                bytes=row["bytes"],
                format=row["format"],
                status=row["status"],
                reason=row["reason"],
                sender_code=row["sender_code"],
                sender_evidence=row["sender_evidence"],
                tables=books.tables.get(key, books.no_table),
                submissions=books.submissions_of(row["delivery_id"]),
                issues=own["issue"],
                column_map=own["column_map"],
                skipped=own["skipped_row"],
                template=_template(row, archive) if row["format"] in ("xlsx", "xlsm") else None,
            ),
        )


def _template(row: Row, archive: Archive) -> tuple[str, int] | None:
    with archive.path(row["sha256"]).open("rb") as file:
        return template_of(file)


def _stored(name: str, rows: Sequence[Row], home: Home) -> pl.DataFrame:
    """One outcome frame of all `rows`, by delivery_id. A frame without rows has no file."""
    paths = []
    for row in rows:
        folder = home.outcome_dir(row["delivery_id"], row["current_reading"])
        if not folder.is_dir():
            raise FileNotFoundError(errno.ENOENT, "an outcome is missing", folder.name)
        if (folder / f"{name}.parquet").exists():
            paths.append(folder / f"{name}.parquet")
    frame = pl.read_parquet(paths, glob=False) if paths else pl.DataFrame(schema=_OUTCOMES[name])
    return frame if "delivery_id" in frame.columns else frame.with_columns(pl.col("table_id").str.replace(r"-t\d+$", "").alias("delivery_id"))


def received(row: Row, books: Books) -> Received:
    """What only a delivery has."""
    own = books.submissions_of(row["delivery_id"])
    return Received(
        row["delivery_id"],
        row["delivered_at"],
        row["current_reading"],
        dict(own.select("submission_id", "standing").iter_rows()),
        books.replaces,
        books.replaced_by,
    )
