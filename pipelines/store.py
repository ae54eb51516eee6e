"""Store: a delivery's outcome as immutable Parquet. Written aside, fsynced, renamed; only then may the ledger name it. Nothing is appended."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

import polars as pl

from pipelines.digest import Digest
from pipelines.home import Home
from pipelines.telling import issue_frame

ISSUE_ORDER = (
    "submission_id", "delivery_id", "table_id", "code", "severity", "action", "dimension", "sheet", "cell", "row_number", "header", "field", "value",
    "expected", "message_vi", "message_en",
)  # fmt: skip


def store(home: Home, delivery_id: str, reading: str, digest: Digest) -> dict[str, Path]:
    """Writes records and outcomes of one delivery under `reading`. Gives the record file of each submission that has rows, by submission_id.

    An empty outcome frame has no file. Storing the same reading again replaces the folder as a whole: same bytes in, same rows out.
    """
    records: dict[str, Path] = {}
    for one in digest.submissions:
        if one.records is not None:
            target = home.record_file(one.dataset, one.submission_id, reading)
            _write_aside(one.records, target)
            records[one.submission_id] = target
    folder = home.outcome_dir(delivery_id, reading)
    aside = folder.with_name(f".{folder.name}-{secrets.token_hex(4)}")
    aside.mkdir(parents=True)
    for name, frame in outcome_frames(delivery_id, digest).items():
        if frame.height:
            _write(frame, aside / f"{name}.parquet")
    if folder.exists():
        shutil.rmtree(folder)
    aside.rename(folder)
    _sync_folder(folder.parent)
    return records


def outcome_frames(delivery_id: str, digest: Digest) -> dict[str, pl.DataFrame]:
    """The outcome frames of a delivery with the columns of their audit tables."""
    by_table = {one.table_id: one.submission_id for one in digest.submissions}
    single: dict[str, str] = {}
    for table in digest.tables:
        own = [one.submission_id for one in digest.submissions if one.table_id == table.table_id]
        if len(own) == 1:
            single[table.table_id] = own[0]
    told = issue_frame(digest.issues).with_columns(
        pl.lit(delivery_id).alias("delivery_id"),
        pl.col("table_id").replace_strict(single or {"": ""}, default=None, return_dtype=pl.String).alias("submission_id"),
    )
    return {
        "issue": _with_row_submissions(told, digest, by_table).select(ISSUE_ORDER),
        "quarantine": digest.quarantine,
        "skipped_row": digest.skipped,
        "column_map": digest.column_map,
    }


def _with_row_submissions(told: pl.DataFrame, digest: Digest, by_table: dict[str, str]) -> pl.DataFrame:
    """Where a table gave several submissions, an issue of a row belongs to the one that has the row."""
    shared = [one for one in digest.submissions if one.records is not None]
    if len(by_table) >= len(digest.submissions) or not shared:
        return told
    rows = pl.concat(
        [one.records.select("sheet", "row_number", pl.lit(one.submission_id).alias("of_row")) for one in shared if one.records is not None]
    )
    joined = told.join(rows.unique(["sheet", "row_number"]), on=["sheet", "row_number"], how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("submission_id", "of_row").alias("submission_id"))


def _write_aside(frame: pl.DataFrame, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
    _write(frame, aside)
    aside.replace(target)


def _write(frame: pl.DataFrame, path: Path) -> None:
    frame.write_parquet(path, compression="zstd", statistics=False)
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
