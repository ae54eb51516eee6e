"""Disk use: how many bytes each part of a home takes, and how many are left. It looks; nothing is removed here.

What bounds each part: builds by TONGHOP_KEEP_BUILDS, _DAYS and _BYTES, exports by TONGHOP_KEEP_EXPORTS, Dagster's runs by TONGHOP_KEEP_RUNS and
_RUNS_DAYS. Archive, ledger, records and outcomes are what was said and is kept; readings that no longer speak go with `tonghop replay --prune`.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.home import Home

PARTS = ("inbox", "archive", "ledger", "records", "outcomes", "warehouse", "reports", "exports", "dagster")
"""Parts of a home in the order in which data passes; 'ledger' is the SQLite file with its journal."""


@dataclass(frozen=True, slots=True)
class DiskUse:
    """Bytes of files by part, and what the file system of the home has left, in bytes."""

    parts: dict[str, int]
    free: int

    @property
    def total(self) -> int:
        """All parts together."""
        return sum(self.parts.values())


def disk_use(home: Home) -> DiskUse:
    """The sizes of all files of a home, by part. A file that goes meanwhile counts nothing; the links of the inbox are not followed."""
    parts = {name: _bytes_of(home.root / name) for name in PARTS if name != "ledger"}
    parts["ledger"] = sum(path.stat().st_size for path in home.root.glob(f"{home.ledger.name}*") if path.is_file())
    return DiskUse({name: parts[name] for name in PARTS}, shutil.disk_usage(home.root).free)


def _bytes_of(folder: Path) -> int:
    total, folders = 0, [os.fspath(folder)]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    try:
                        if entry.is_dir(follow_symlinks=False):
                            folders.append(entry.path)
                        elif entry.is_file(follow_symlinks=False):
                            total += entry.stat(follow_symlinks=False).st_size
                    except FileNotFoundError:
                        continue
        except (FileNotFoundError, PermissionError):
            continue
    return total
