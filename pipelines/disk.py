"""Disk use: how many bytes each part of a home takes, and how many are left. It looks; nothing is removed here.

What bounds each part: builds by TONGHOP_KEEP_BUILDS, _DAYS and _BYTES, exports by TONGHOP_KEEP_EXPORTS, Dagster's runs by TONGHOP_KEEP_RUNS and
_RUNS_DAYS. Archive, ledger, records and outcomes are what was said and is kept; readings that no longer speak go with `tonghop replay --prune`.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.home import Home

PARTS = ("inbox", "archive", "ledger", "records", "outcomes", "warehouse", "reports", "exports", "dagster")
"""Parts of a home in the order in which data passes; 'ledger' is the SQLite file with its journal."""

IMMUTABLE = ("archive", "records", "outcomes")
"""Parts in which no file is ever written in place: a folder that looks as it did holds the bytes that it held. They grow with every day held."""
COUNTED = "disk-use.json"
"""What was counted in the folders of these parts, beside them: folder to when a name came or went in it (ns), bytes, and folders within it."""
_SETTLED_NS = 2_000_000_000
_Counted = dict[str, tuple[int, int, list[str]]]


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
    """The sizes of all files of a home, by part. A file that goes meanwhile counts nothing; the links of the inbox are not followed.

    Of the immutable parts only folders that changed since the last call are listed; where the home may not be written to, all are, each time.
    """
    before = _read_counted(home)
    now: _Counted = {}
    parts = {name: _bytes_of(home.root / name) for name in PARTS if name != "ledger" and name not in IMMUTABLE}
    parts |= {name: _bytes_counted(home.root / name, before, now) for name in IMMUTABLE}
    # Clocks of file systems are coarse: what changed just now may change again and look the same.
    settled = time.time_ns() - _SETTLED_NS
    now = {folder: one for folder, one in now.items() if one[0] < settled}
    if now != before:
        _write_counted(home, now)
    parts["ledger"] = sum(path.stat().st_size for path in home.root.glob(f"{home.ledger.name}*") if path.is_file())
    return DiskUse({name: parts[name] for name in PARTS}, shutil.disk_usage(home.root).free)


def _bytes_counted(part: Path, before: _Counted, now: _Counted) -> int:
    total, folders = 0, [os.fspath(part)]
    while folders:
        folder = folders.pop()
        try:
            # Asked before the names are: what comes in between is counted now and looked at again.
            changed_at = os.stat(folder).st_mtime_ns  # noqa: PTH116 a year has sixty thousand of them
            known = before.get(folder)
            now[folder] = known if known is not None and known[0] == changed_at else (changed_at, *_listed(folder))
        except (FileNotFoundError, PermissionError):
            continue
        total += now[folder][1]
        folders += now[folder][2]
    return total


def _listed(folder: str) -> tuple[int, list[str]]:
    """Bytes of the files right in a folder, and the folders within it."""
    total, folders = 0, []
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif entry.is_file(follow_symlinks=False):
                    total += entry.stat(follow_symlinks=False).st_size
            except FileNotFoundError:
                continue
    return total, folders


def _read_counted(home: Home) -> _Counted:
    try:
        found = json.loads((home.root / COUNTED).read_bytes())
        return {folder: (at, size, within) for folder, (at, size, within) in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _write_counted(home: Home, counted: _Counted) -> None:
    aside = home.root / f".{COUNTED}.{os.getpid()}"
    try:
        aside.write_text(json.dumps(counted), encoding="utf-8")
        aside.replace(home.root / COUNTED)
    except OSError:
        # Whoever may only read the home counts all anew the next time.
        aside.unlink(missing_ok=True)


def _bytes_of(folder: Path) -> int:
    total, folders = 0, [os.fspath(folder)]
    while folders:
        try:
            size, within = _listed(folders.pop())
        except (FileNotFoundError, PermissionError):
            continue
        total += size
        folders += within
    return total
