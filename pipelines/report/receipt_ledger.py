"""What the ledger and the stored outcomes know of a delivery, as a receipt needs it. Reading only."""

from __future__ import annotations

import datetime as dt
import errno
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from pipelines.archive import Archive
from pipelines.build.truth import with_holds
from pipelines.report.feedback_words import plain_issues
from pipelines.report.receipt import Heard, Received, agency_named
from pipelines.report.template import template_of
from pipelines.store import content_of
from schemas import issues as catalogue
from schemas.audit import COLUMN_MAP, ISSUE, SKIPPED_ROW
from schemas.frames import polars_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipelines.home import Home
    from pipelines.ledger import Ledger
    from pipelines.registers import Registers

Row = dict[str, Any]
"""One row of the ledger's deliveries."""


@dataclass(frozen=True)
class Books:
    """The ledger's frames that all receipts are made from; tables and submissions by (delivery_id,)."""

    deliveries: pl.DataFrame
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

    def day_of(self, row: Row) -> dt.date:
        """The (latest) reporting date of a delivery; the day of delivery where it submits nothing."""
        days = self.submissions_of(row["delivery_id"])["reported_on"].drop_nulls().to_list()
        return max(days) if days else row["delivered_at"].date()

    def is_disputed(self, row: Row) -> bool:
        """Whether folder and file name different senders and nobody has decided yet: then nobody is handed what the file says."""
        holds = self.submissions_of(row["delivery_id"])["hold_code"].drop_nulls()
        return (row["sender_code"] is not None and row["sender_evidence"] is None) or catalogue.AGENCY_CONFLICT.code in holds

    def state_of(self, row: Row, home: Home) -> tuple[object, ...]:
        """All that a receipt depends on: the reading and what it holds, the status, how its submissions stand and what they replace."""
        standing = self.submissions_of(row["delivery_id"]).select("submission_id", "standing", "hold_code", "superseded_by").rows()
        replaced = [sorted(one["submission_id"] for one in self.replaces.get(submission_id, ())) for submission_id, *_ in standing]
        rows = self.tables.get((row["delivery_id"],), self.no_table).select("table_id", "status", "rows_loaded", "rows_held").rows()
        content = content_of(home.outcome_dir(row["delivery_id"], row["current_reading"]))
        return row["current_reading"], content, row["status"], row["reason"], row["sender_code"], standing, replaced, rows


def open_books(ledger: Ledger) -> Books:
    """The books as they stand now."""
    deliveries, submissions = ledger.deliveries_frame(), ledger.submissions_frame()
    # As the warehouse counts them: what `resolve` holds, or a steward released, moved since the reading.
    tables = with_holds(ledger.table_reads_frame(), submissions.filter(pl.col("standing").is_not_null()))
    names = {one: (file, at) for one, file, at in deliveries.select("delivery_id", "file_name", "delivered_at").iter_rows()}
    owner = dict(submissions.select("submission_id", "delivery_id").iter_rows())

    def named(submission_id: str) -> dict[str, Any]:
        file_name, at = names[owner[submission_id]]
        moment = f"{at:%Y-%m-%dT%H:%M:%S}+07:00"
        return {"submission_id": submission_id, "delivery_id": owner[submission_id], "file_name": file_name, "received_at": moment}

    replaces: dict[str, list[dict[str, Any]]] = {}
    replaced_by: dict[str, dict[str, Any]] = {}
    for old, new in submissions.filter(pl.col("superseded_by").is_in(list(owner))).select("submission_id", "superseded_by").iter_rows():
        replaces.setdefault(new, []).append(named(old))
        replaced_by[old] = named(new)
    return Books(
        deliveries,
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
    workbooks = [row["delivery_id"] for row in rows if row["format"] in ("xlsx", "xlsm")]
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
