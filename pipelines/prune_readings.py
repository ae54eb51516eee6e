"""Files of readings that no longer speak: which may go, and taking them away. Archive and ledger keep all that is needed to read anew.

Kept are, of every delivery, its current reading and, unless told otherwise, the one before it. So replays never more than double what readings take.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from pipelines.home import Home
    from pipelines.ledger import Ledger


@dataclass(frozen=True)
class Freed:
    """Files and bytes that were taken away."""

    files: int
    bytes: int


def prune_readings(home: Home, ledger: Ledger, *, keep: int = 2) -> Freed:
    """Removes records and outcomes of all but the last `keep` readings of each delivery, the current one first; also what no reading names.

    What begins with a dot was written aside and is not this module's. The caller holds the writer's lock. The ledger still says that there were such
    readings. `keep` is at least 1.
    """
    if keep < 1:
        raise ValueError("the current reading is always kept")
    last_first = ledger.readings_frame().sort("is_current", "read_at", "reading", descending=True)
    kept = last_first.group_by("delivery_id", maintain_order=True).head(keep)
    outcomes = {f"{one}-{reading}" for one, reading in kept.select("delivery_id", "reading").iter_rows()}
    records = {path for files in kept["files"].str.json_decode(pl.List(pl.String)) for path in files}
    gone = [folder for folder in home.outcomes.glob("*") if folder.name not in outcomes]
    gone += [file for file in home.records.glob("*/*") if file.relative_to(home.root).as_posix() not in records]
    gone = [path for path in gone if not path.name.startswith(".")]
    return Freed(*(sum(each) for each in zip((0, 0), *(_remove(path) for path in gone), strict=True)))


def _remove(path: Path) -> tuple[int, int]:
    files = [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]
    size = sum(file.stat().st_size for file in files)
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    return len(files), size
