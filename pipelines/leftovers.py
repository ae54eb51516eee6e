"""What a cut-off run left unfinished: files written aside and never named. Here is which they are and how they go; no named file is touched."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.home import Home
    from pipelines.ledger import Ledger

WAREHOUSE = (".building-*", ".compacting-*", ".current-*")


def was_cut_off(ledger: Ledger) -> bool:
    """Whether the last run that was begun never told its end. To be asked before a new one begins."""
    return any(run.outcome is None for run in ledger.runs(1))


def unfinished(home: Home) -> Iterator[Path]:
    """Files and folders that a cut-off run left aside. Only the holder of the writer's lock can tell them from work that goes on."""
    for pattern in WAREHOUSE:
        yield from home.warehouse.glob(pattern)
    # Finished ones never begin with a dot; a steward's `.damaged-...` is kept for whoever looks into it.
    for folder in (home.outcomes, *(one for one in home.records.iterdir() if one.is_dir())):
        yield from (path for path in folder.iterdir() if path.name.startswith(".") and not path.name.startswith(".damaged-"))


def sweep(home: Home) -> int:
    """Remove what cut-off runs left; gives how many files and folders that were. The caller holds the writer's lock."""
    gone = 0
    for path in list(unfinished(home)):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        gone += 1
    return gone
