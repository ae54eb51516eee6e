"""The inbox as a listing: names, sizes and mtimes, without opening a file. It tells whether there is anything new; `receive` takes files in."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.receive import waits

if TYPE_CHECKING:
    from pipelines.ledger import Ledger

Listing = Mapping[str, tuple[int, int]]
"""Path under the inbox, as the ledger writes it, to (size in bytes, mtime in nanoseconds)."""


def listing(inbox: Path) -> dict[str, tuple[int, int]]:
    """Every file of the inbox that `receive` would look at; what it leaves by its name, or because it leads outside, is left here too.

    What vanishes or refuses while it is listed is left out. Raises FileNotFoundError where there is no inbox.
    """
    root = os.path.realpath(inbox, strict=True)
    found: dict[str, tuple[int, int]] = {}
    folders = [root]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if waits(entry.name) is None:
                        _look(entry, root, folders, found)
        except OSError:
            continue
    return found


def _look(entry: os.DirEntry[str], root: str, folders: list[str], found: dict[str, tuple[int, int]]) -> None:
    try:
        if entry.is_dir(follow_symlinks=False):
            folders.append(entry.path)
            return
        if entry.is_symlink() and not os.path.realpath(entry.path, strict=True).startswith(root + os.sep):
            return
        status = entry.stat()
    except OSError:
        return
    if stat.S_ISREG(status.st_mode):
        name = os.fsencode(entry.path[len(root) + 1 :]).decode("utf-8", "backslashreplace")
        found[name] = (status.st_size, status.st_mtime_ns)


def digest(files: Listing) -> str:
    """A name for a listing: equal for equal listings, whatever the order."""
    told = hashlib.sha256()
    for path in sorted(files):
        told.update(f"{path}\0{files[path][0]}\0{files[path][1]}\n".encode("utf-8", "surrogatepass"))
    return told.hexdigest()[:16]


def unknown(files: Listing, ledger: Ledger) -> dict[str, tuple[int, int]]:
    """The files that no run has taken in as they look now, whoever started it. The ledger is only read: no lock is needed."""
    known = ledger.known_sightings()
    return {path: looks for path, looks in files.items() if path not in known or (known[path].size, known[path].mtime_ns) != looks}
