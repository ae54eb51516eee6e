"""The archive: every delivery's bytes once, read-only, under their sha256. It knows nothing of paths, senders or the ledger."""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Archived:
    """What was taken in: the bytes' sha256 (hex), their number, and whether the archive did not have them before."""

    sha256: str
    bytes: int
    new: bool


@dataclass
class Archive:
    """The archive under one folder. One writer at a time (the home's lock); readers at any time."""

    root: Path
    _touched: set[Path] = field(default_factory=set, repr=False)

    @property
    def aside(self) -> Path:
        """Where bytes wait until they are whole; on the archive's own file system, so that the rename is atomic."""
        return self.root / ".aside"

    def path(self, sha256: str) -> Path:
        """Where the bytes of this sha256 stand, or would stand."""
        return self.root / sha256[:2] / sha256

    def holds(self, sha256: str, size: int) -> bool:
        """Whether a copy of these bytes stands there whole, judged by its size; `verify` judges by content."""
        try:
            found = self.path(sha256).stat()
        except FileNotFoundError:
            return False
        return stat.S_ISREG(found.st_mode) and found.st_size == size

    def take(self, chunks: Iterable[bytes]) -> Archived:
        """Take in bytes: what is hashed is what is kept. An error raised by `chunks` leaves the archive as it was.

        A copy that stands there with another size is damaged and is replaced.
        """
        self.aside.mkdir(parents=True, exist_ok=True)
        waiting = self.aside / f"{os.getpid()}-{secrets.token_hex(8)}"
        digest, size = hashlib.sha256(), 0
        try:
            with waiting.open("xb") as file:
                for chunk in chunks:
                    digest.update(chunk)
                    file.write(chunk)
                    size += len(chunk)
                sha256 = digest.hexdigest()
                if self.holds(sha256, size):
                    return Archived(sha256, size, new=False)
                file.flush()
                os.fchmod(file.fileno(), 0o444)
                os.fsync(file.fileno())
            target = self.path(sha256)
            if not target.parent.is_dir():
                target.parent.mkdir(parents=True, exist_ok=True)
                self._touched.add(self.root)
            waiting.replace(target)
            self._touched.add(target.parent)
        finally:
            waiting.unlink(missing_ok=True)
        return Archived(sha256, size, new=True)

    def settle(self) -> None:
        """Make the names of all bytes taken in so far survive a power cut; to be called before the ledger names them."""
        for folder in sorted(self._touched):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        self._touched.clear()

    def clear_aside(self) -> None:
        """Remove what a crashed writer left waiting. Only for the holder of the writer's lock."""
        if self.aside.is_dir():
            for left in self.aside.iterdir():
                left.unlink(missing_ok=True)
