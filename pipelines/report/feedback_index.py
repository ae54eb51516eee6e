"""The index of feedback: what is written for which delivery and where, and what could not be written. It saves looking at what did not change."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from pipelines.home import Home

INDEX = "feedback-index.parquet"
SCHEMA: dict[str, pl.DataType] = {name: pl.String() for name in ("delivery_id", "told", "receipt", "workbook", "painted", "failed_at", "failure")}
"""Of a delivery: the state that its receipt tells, paths of receipt and workbook in the home, the state that the workbook shows, and the attempt
that failed last, with what went wrong."""
Entry = dict[str, Any]
NOTHING: Entry = dict.fromkeys(SCHEMA)


def read_index(home: Home) -> pl.DataFrame | None:
    """The index; null where it is lost, damaged or of another kind: then all is written again."""
    try:
        found = pl.read_parquet(home.reports / INDEX, memory_map=False)
    except (OSError, pl.exceptions.PolarsError):
        return None
    return found if dict(found.schema) == SCHEMA else None


def write_index(home: Home, index: pl.DataFrame) -> None:
    """Writes the index as a whole. Raises OSError."""
    home.reports.mkdir(parents=True, exist_ok=True)
    aside = home.reports / f".{INDEX}.{os.getpid()}.part"
    try:
        index.write_parquet(aside, statistics=False)
        aside.replace(home.reports / INDEX)
    finally:
        aside.unlink(missing_ok=True)


def state_of(index: pl.DataFrame) -> str:
    """Names all that is written; the same while nothing is written anew."""
    lines = index.sort("delivery_id").select(
        pl.concat_str(pl.col("delivery_id", "told", "receipt", "workbook", "painted").fill_null(""), separator="|")
    )
    return hashlib.sha256("\n".join(lines.to_series()).encode()).hexdigest()[:16]


def changed(index: pl.DataFrame, entries: Mapping[str, Entry]) -> pl.DataFrame:
    """The index with these deliveries' entries in place of their earlier ones."""
    rows = [{**NOTHING, **entry, "delivery_id": one} for one, entry in entries.items()]
    kept = index.filter(~pl.col("delivery_id").is_in(list(entries)))
    return pl.concat([kept, pl.DataFrame(rows, schema=SCHEMA)]).sort("delivery_id")


def index_of_what_lies_there(home: Home, known: Iterable[str]) -> pl.DataFrame:
    """A lost index from the files that it named, all of them to be written again: what lies in a folder that it no longer belongs to must go.

    `known` are the deliveries' ids, with which the files' names begin. Of a delivery that lies in several places only one is kept.
    """
    found: dict[str, Entry] = {}
    ids = frozenset(known)
    for path in sorted(home.reports.glob("*/feedback/*/*-*")):
        delivery_id = "-".join(path.name.split("-", 2)[:2])
        kind = "receipt" if path.name.endswith("-bien-nhan.json") else "workbook" if path.stem.endswith("-loi") else None
        if kind is None or delivery_id not in ids:
            continue
        entry = found.setdefault(delivery_id, {})
        if entry.get(kind):
            (home.root / entry[kind]).unlink(missing_ok=True)
        entry[kind] = path.relative_to(home.root).as_posix()
    return changed(pl.DataFrame(schema=SCHEMA), found)


def lost_files(home: Home, index: pl.DataFrame) -> list[str]:
    """Receipts and workbooks of the index that are no longer there. Only folders that changed since the index was written are listed."""
    try:
        written_at = (home.reports / INDEX).stat().st_mtime_ns
    except OSError:
        written_at = 0
    folders = _folders(home)
    touched = [folder for folder, at in folders.items() if at >= written_at]
    there = [f"{folder}/{path.name}" for folder in touched for path in (home.root / folder).iterdir()]
    named = pl.concat([index["receipt"], index["workbook"]]).drop_nulls().to_frame("path")
    folder = pl.col("path").str.replace(r"/[^/]*$", "")
    is_lost = ~folder.is_in(list(folders)) | (folder.is_in(touched) & ~pl.col("path").is_in(there))
    lost = named.filter(is_lost)["path"].to_list()
    if touched and not lost and written_at:
        # Looked at and found whole: not to be listed again.
        os.utime(home.reports / INDEX)
    return lost


def _folders(home: Home) -> dict[str, int]:
    """The folders of agencies, as paths in the home, and when a name came or went in each, in nanoseconds."""
    found: dict[str, int] = {}
    reports = home.reports.relative_to(home.root).as_posix()
    for day in _entries(home.reports):
        for agency in _entries(Path(day.path) / "feedback"):
            found[f"{reports}/{day.name}/feedback/{agency.name}"] = agency.stat().st_mtime_ns
    return found


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return [one for one in entries if one.is_dir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
