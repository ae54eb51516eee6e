"""Store: a delivery's outcome as immutable Parquet. Written aside, fsynced, renamed; only then may the ledger name it. Nothing is appended."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Sequence
from filecmp import cmpfiles
from pathlib import Path

import polars as pl

from pipelines.digest import Digest
from pipelines.exchange import put_in_place
from pipelines.home import Home
from pipelines.telling import issue_frame

HASHES = "sha256.json"
"""What lies beside an outcome's Parquet: the hash of each of its files, by which `verify` tells a flipped bit. It names no reading."""
ISSUE_ORDER = (
    "submission_id", "delivery_id", "table_id", "code", "severity", "action", "dimension", "sheet", "cell", "row_number", "header", "field", "value",
    "expected", "message_vi", "message_en",
)  # fmt: skip


def tell_all(digests: Sequence[Digest]) -> list[pl.DataFrame]:
    """The issues of each digest in full words (see `telling`), made together: a template costs more to set up than to fill."""
    told = issue_frame(pl.concat([one.issues.with_columns(pl.lit(index, pl.Int32).alias("of")) for index, one in enumerate(digests)]))
    by_digest = told.partition_by("of", as_dict=True, include_key=False)
    none = told.clear().drop("of")
    return [by_digest.get((index,), none) for index in range(len(digests))]


def store(home: Home, delivery_id: str, reading: str, digest: Digest, told: pl.DataFrame) -> dict[str, Path]:
    """Writes records and outcomes of one delivery under `reading`. `told` are its issues in full words.

    Gives the record file of each submission that has rows, by submission_id. An empty outcome frame has no file. Storing the same reading again
    replaces the folder as a whole: same bytes in, same rows out.
    """
    records: dict[str, Path] = {}
    hashes: dict[str, str] = {}
    for one in digest.submissions:
        if one.records is not None:
            target = home.record_file(one.dataset, one.submission_id, reading)
            hashes[one.submission_id] = _write_aside(one.records, target)
            records[one.submission_id] = target
    folder = home.outcome_dir(delivery_id, reading)
    aside = folder.with_name(f".{folder.name}-{secrets.token_hex(4)}")
    aside.mkdir(parents=True)
    for name, frame in outcome_frames(delivery_id, digest, told).items():
        if frame.height:
            hashes[f"{name}.parquet"] = _write(frame, aside / f"{name}.parquet")
    _write_hashes(hashes, aside / HASHES)
    _sync_folder(aside)
    if _equal(aside, folder):
        # The usual case of a second reading in the same way: what stands is never touched, so nothing is lost where this process dies.
        shutil.rmtree(aside)
        return records
    put_in_place(aside, folder)
    return records


def _equal(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files, byte by byte."""
    if not other.is_dir():
        return False
    names = sorted(path.name for path in one.iterdir())
    return names == sorted(path.name for path in other.iterdir()) and not any(cmpfiles(one, other, names, shallow=False)[1:])


def settle(home: Home) -> None:
    """Makes the names of all outcomes and records stored so far survive a power cut; to be called before the ledger names them."""
    for folder in (home.outcomes, home.records, *(one for one in home.records.iterdir() if one.is_dir())):
        _sync_folder(folder)


def outcome_frames(delivery_id: str, digest: Digest, told: pl.DataFrame | None = None) -> dict[str, pl.DataFrame]:
    """The outcome frames of a delivery with the columns of their audit tables. `told` are its issues in full words, where they are made already."""
    told = tell_all([digest])[0] if told is None else told
    owners: dict[str, list[str]] = {}
    for one in digest.submissions:
        owners.setdefault(one.table_id, []).append(one.submission_id)
    single = {table_id: ids[0] for table_id, ids in owners.items() if len(ids) == 1}
    issues = told.with_columns(
        pl.lit(delivery_id).alias("delivery_id"),
        pl.col("table_id").replace_strict(single or {"": ""}, default=None, return_dtype=pl.String).alias("submission_id"),
    )
    if len(single) < len(digest.tables):
        issues = _with_row_submissions(issues, digest)
    return {
        "issue": issues.select(ISSUE_ORDER),
        "quarantine": digest.quarantine,
        "skipped_row": digest.skipped,
        "column_map": digest.column_map,
    }


def _with_row_submissions(told: pl.DataFrame, digest: Digest) -> pl.DataFrame:
    """Where tables and submissions are not one to one, an issue of a row belongs to the submission that has the row."""
    rows = [
        one.records.select("sheet", "row_number", pl.lit(one.submission_id).alias("of_row")) for one in digest.submissions if one.records is not None
    ]
    if not rows:
        return told
    joined = told.join(pl.concat(rows).unique(["sheet", "row_number"]), on=["sheet", "row_number"], how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("submission_id", "of_row").alias("submission_id"))


def hashes_of(folder: Path) -> dict[str, str] | None:
    """The sha256 of every file of an outcome as it was written: by submission_id for records, by name for what lies in the folder.

    None where the outcome is of a time before these were kept, or where they cannot be read.
    """
    try:
        held = json.loads((folder / HASHES).read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return held if isinstance(held, dict) else None


def content_of(folder: Path) -> str:
    """A mark of all that an outcome holds, the same while it stays the same: a reading read again may hold something else under its name.

    From the stored hashes; of an outcome older than these from size and time of its issues. An outcome that is gone has an empty one.
    """
    try:
        return hashlib.sha256((folder / HASHES).read_bytes()).hexdigest()[:16]
    except OSError:
        pass
    try:
        found = (folder / "issue.parquet").stat()
    except OSError:
        return ""
    return f"{found.st_mtime_ns}-{found.st_size}"


def _write_hashes(hashes: dict[str, str], path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        json.dump(hashes, file, indent=0, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())


def _write_aside(frame: pl.DataFrame, target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
    sha256 = _write(frame, aside)
    aside.replace(target)
    return sha256


def _write(frame: pl.DataFrame, path: Path) -> str:
    """Write a frame and force it to disk; gives the sha256 of its bytes. Parquet has no checksum of its own that readers would look at."""
    frame.write_parquet(path, compression="zstd", compression_level=1, statistics=False)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    return sha256


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
