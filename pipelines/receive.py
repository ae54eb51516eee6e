"""Receive: from the inbox to deliveries in the ledger and bytes in the archive. Files stay where they are.

Here belongs what makes a file a delivery, when, and in which order. Names and folders are kept, not interpreted; content is not looked at.
"""

from __future__ import annotations

import datetime as dt
import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipelines import clock
from pipelines.archive import CHUNK, Archive
from pipelines.home import Home
from pipelines.ledger.rows import Delivery, Sighting

if TYPE_CHECKING:
    from pipelines.ledger.book import Ledger

Why = Literal["unstable", "partial", "office_lock", "hidden", "system", "link_outside", "link_folder", "not_a_file", "unreadable"]

PARTIAL_ENDINGS = (".part", ".partial", ".filepart", ".crdownload", ".tmp")
"""Endings under which copying programs keep what is not whole yet (rsync, WinSCP, browsers, Office)."""
SYSTEM_NAMES = frozenset({"thumbs.db", "desktop.ini"})
"""What Windows leaves in a folder by itself."""


@dataclass(frozen=True, slots=True)
class Left:
    """A path that was not taken in this time, and why. It is looked at again in the next run."""

    path: str
    why: Why
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ReceiveResult:
    """What one scan found: new deliveries in intake order, what was left, and how many files were seen, known and read."""

    deliveries: tuple[Delivery, ...]
    left: tuple[Left, ...]
    files_seen: int
    files_known: int
    bytes_read: int


@dataclass(frozen=True, slots=True)
class _File:
    """A regular file of the inbox as the scan met it; `real` is where a link inside the inbox leads."""

    path: str
    real: Path
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    @property
    def signature(self) -> tuple[int, int, int, int]:
        return (self.size, self.mtime_ns, self.ctime_ns, self.inode)


class _NotTaken(Exception):
    def __init__(self, why: Why, detail: str) -> None:
        super().__init__(detail)
        self.why: Why = why
        self.detail = detail


def scan(
    home: Home,
    ledger: Ledger,
    *,
    now: dt.datetime,
    run_id: str | None = None,
    run_date: dt.date | None = None,
    rescan: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> ReceiveResult:
    """Take in what is new in the inbox: archive its bytes, then record deliveries and sightings in one transaction.

    The caller holds the home's writer lock. `now` is the naive local moment of the scan; `run_date` the day given by --date, kept with each delivery.
    A path that looks as the ledger remembers it is not read, unless `rescan`. `progress(done, total)` is called after each file.

    What counts as new: a path, or a path whose mtime or bytes are not those of its last delivery. So a file that was touched is delivered
    again (an agency with nothing new has reported), while a changed inode or mode alone (an inbox restored from a backup) is not.

    A crash before the ledger's transaction leaves bytes in the archive that nothing names; the next scan reads those files again and finds
    their bytes there.

    Raises FileNotFoundError where there is no inbox, and OSError where the archive cannot be written: both are ours, not a sender's.
    """
    if not home.inbox.is_dir():
        raise FileNotFoundError(f"the inbox {home.inbox} is not there; make it, or mount it, and run again")
    left: list[Left] = []
    files = sorted(_walk(home.inbox, left), key=lambda file: file.path)
    known = ledger.known_sightings()
    archive = Archive(home.archive)
    archive.clear_aside()

    taken: list[Delivery] = []
    sightings: list[Sighting] = []
    files_known = bytes_read = 0
    for done, file in enumerate(files, start=1):
        before = known.get(file.path)
        try:
            if before is not None and before.signature == file.signature and not rescan:
                files_known += 1
                continue
            archived = archive.take(_chunks(file))
            bytes_read += archived.bytes
            sighting = Sighting(file.path, *file.signature, sha256=archived.sha256, delivery_id="", seen_run=run_id)
            if before is not None and (before.mtime_ns, before.sha256) == (file.mtime_ns, archived.sha256):
                files_known += 1
                if before.signature != file.signature:
                    sightings.append(replace(sighting, delivery_id=before.delivery_id))
                continue
            taken.append(_delivery(file, archived.sha256, archived.bytes, now, run_id, run_date))
            sightings.append(sighting)
        except _NotTaken as reason:
            left.append(Left(file.path, reason.why, reason.detail))
        finally:
            if progress is not None:
                progress(done, len(files))

    archive.settle()
    deliveries = _numbered(taken, ledger)
    by_path = {delivery.path: delivery.delivery_id for delivery in deliveries}
    if sightings:
        ledger.record_deliveries(deliveries, [replace(one, delivery_id=one.delivery_id or by_path[one.path]) for one in sightings])
    return ReceiveResult(tuple(deliveries), tuple(sorted(left, key=lambda one: one.path)), len(files), files_known, bytes_read)


def _delivery(file: _File, sha256: str, size: int, now: dt.datetime, run_id: str | None, run_date: dt.date | None) -> Delivery:
    """A delivery that has no number yet. Its known time is the earlier of mtime and scan: a clock that runs ahead cannot outrun the scan."""
    in_time = file.mtime_ns // 1000 < clock.epoch_us(now)
    return Delivery(
        delivery_id="",
        intake_no=0,
        path=file.path,
        file_name=unicodedata.normalize("NFC", file.path.rsplit("/", 1)[-1]),
        sha256=sha256,
        bytes=size,
        delivered_at=clock.local_moment(file.mtime_ns) if in_time else now,
        received_at=now,
        received_run=run_id,
        run_date=run_date,
    )


def _numbered(taken: list[Delivery], ledger: Ledger) -> list[Delivery]:
    """Intake order (delivered_at, path, sha256), numbers from the ledger's counter, ties flagged; ids sort as the numbers do."""
    if not taken:
        return []
    ordered = sorted(taken, key=lambda one: (one.delivered_at, one.path, one.sha256))
    moments = Counter(one.delivered_at for one in ordered)
    earlier = ledger.moments_between(ordered[0].delivered_at, ordered[-1].delivered_at)
    first = ledger.next_intake_no()
    return [
        replace(
            one,
            intake_no=number,
            delivery_id=f"{number:08d}-{one.sha256[:10]}",
            tie=one.delivered_at in earlier or moments[one.delivered_at] > 1,
        )
        for number, one in enumerate(ordered, start=first)
    ]


def _walk(inbox: Path, left: list[Left]) -> Iterator[_File]:
    """Every regular file under the inbox; what is not one, or must wait, goes to `left`."""
    root = inbox.resolve()
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                found = list(entries)
        except OSError as error:
            left.append(Left(_name(folder, root), "unreadable", _said(error)))
            continue
        for entry in found:
            path = _name(Path(entry.path), root)
            reason = waits(entry.name)
            if reason is not None:
                left.append(Left(path, *reason))
                continue
            try:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))
                else:
                    yield _file(Path(entry.path), path, root, entry.is_symlink())
            except _NotTaken as not_taken:
                left.append(Left(path, not_taken.why, not_taken.detail))
            except OSError as error:
                left.append(Left(path, "unreadable", _said(error)))


def waits(name: str) -> tuple[Why, str] | None:
    """Why a name alone is reason enough to leave a file or folder alone."""
    folded = name.casefold()
    if folded.startswith("~$"):
        return "office_lock", "Office keeps this beside a document that is open"
    if folded.startswith("."):
        return "hidden", "hidden files are not deliveries"
    if folded.endswith(PARTIAL_ENDINGS):
        return "partial", "still being copied, by its name"
    if folded in SYSTEM_NAMES:
        return "system", "made by the operating system"
    return None


def _file(place: Path, path: str, root: Path, is_link: bool) -> _File:
    real = place
    if is_link:
        # Not Path.resolve: before Python 3.13 it raises RuntimeError for links that lead in a circle.
        real = Path(os.path.realpath(place, strict=True))
        if not real.is_relative_to(root):
            raise _NotTaken("link_outside", f"a link that leads out of the inbox, to {real}")
        if real.is_dir():
            raise _NotTaken("link_folder", "a link to a folder of the inbox, whose files are taken where they stand")
    found = real.stat(follow_symlinks=False)
    if not stat.S_ISREG(found.st_mode):
        raise _NotTaken("not_a_file", "not a regular file")
    return _File(path, real, *_signature(found))


def _signature(found: os.stat_result) -> tuple[int, int, int, int]:
    # Some file systems number inodes up to 2^64; the ledger's integers are signed.
    inode = found.st_ino if found.st_ino < 1 << 63 else found.st_ino - (1 << 64)
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, inode)


def _chunks(file: _File) -> Iterator[bytes]:
    """The file's bytes. Raises _NotTaken when it cannot be read, or is not afterwards what the scan met."""
    try:
        # The name may have become a link or a pipe since the scan: neither is followed or waited for.
        handle = os.open(file.real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise _NotTaken("unreadable", _said(error)) from error
    try:
        _check_stable(file, os.fstat(handle), "since the inbox was listed")
        while chunk := _read(handle):
            yield chunk
        _check_stable(file, os.fstat(handle), "while it was read")
        _check_stable(file, _stat(file.real), "while it was read")
    finally:
        os.close(handle)


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, CHUNK)
    except OSError as error:
        raise _NotTaken("unreadable", _said(error)) from error


def _stat(place: Path) -> os.stat_result:
    try:
        return place.stat(follow_symlinks=False)
    except OSError as error:
        raise _NotTaken("unstable", f"gone while it was read: {_said(error)}") from error


def _check_stable(file: _File, found: os.stat_result, when: str) -> None:
    if _signature(found) != file.signature:
        raise _NotTaken("unstable", f"changed {when}")


def _name(place: Path, root: Path) -> str:
    """The path under the inbox, with slashes, fit for the ledger: bytes of a name that are no UTF-8 (old Windows archives) are written as \\xNN."""
    name = place.relative_to(root).as_posix()
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _said(error: OSError) -> str:
    return error.strerror or type(error).__name__
