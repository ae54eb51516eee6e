"""Backup: what cannot be made again, copied to another place: the archive, the ledger, the home's config; the applicant key only when asked for.

Layout of the target: `archive/ab/<sha256>`, shared by all backups, and `backups/<moment>/` with ledger.sqlite, config/, manifest.json. Records,
outcomes and the warehouse are left out: they are made again from these.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.archive import CHUNK, Archive
from pipelines.clock import local_now
from pipelines.steward.decisions import BACKUP, StewardRefused, record
from pipelines.warehouse import sync_file, sync_folder

if TYPE_CHECKING:
    from pipelines.home import Home
    from pipelines.ledger import Ledger

MANIFEST = "manifest.json"
KEY = "applicant.key"


@dataclass(frozen=True)
class BackedUp:
    """What was written. `copied` files of the archive were not in the target before; `damaged` archived bytes are not what they should be."""

    folder: Path
    copied: int
    known: int
    bytes_copied: int
    damaged: tuple[str, ...]
    with_key: bool
    restore: tuple[str, ...]


def back_up(
    home: Home,
    ledger: Ledger,
    target: Path,
    *,
    with_key: bool = False,
    why: str = "sao lưu",
    who: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> BackedUp:
    """Copy archive (what the target lacks), ledger and config; write the manifest last. The caller holds the writer's lock.

    Damaged archived bytes are named and not copied; a good copy that the target has already stays. Raises StewardRefused where the target lies in
    the home, where the ledger is no SQLite file of the home (its database has its own backup), or where the key is asked for and is not there.
    """
    target = target.absolute()
    if target.is_relative_to(home.root) or home.root.is_relative_to(target):
        raise StewardRefused(f"{target} and the home {home.root} lie one in the other; a backup belongs elsewhere, best on another machine")
    if not home.ledger.exists():
        raise StewardRefused(f"{home.ledger} is not there: a ledger at a URL is backed up with the tools of its database")
    if with_key and not home.key_file.exists():
        raise StewardRefused(f"there is no {home.key_file}: the key stands in the setting TONGHOP_APPLICANT_KEY, or none was made yet")
    kept = Archive(target / "archive")
    held = ledger.deliveries_frame().select("sha256", "bytes").unique("sha256", maintain_order=True)
    files: dict[str, dict[str, object]] = {}
    damaged, copied, known, total = [], 0, 0, 0
    source = Archive(home.archive)
    for done, (sha256, size) in enumerate(held.iter_rows(), start=1):
        if kept.holds(sha256, size):
            known += 1
        elif sha256_of(source.path(sha256)) != sha256:
            damaged.append(sha256)
            continue
        else:
            taken = kept.take(_chunks(source.path(sha256)))
            copied, total = copied + 1, total + taken.bytes
        files[f"archive/{sha256[:2]}/{sha256}"] = {"sha256": sha256, "bytes": size}
        if progress is not None:
            progress(done, held.height)
    kept.settle()
    folder = target / "backups" / f"{local_now():%Y%m%dT%H%M%S}"
    aside = folder.with_name(f".{folder.name}-{secrets.token_hex(3)}")
    (aside / "config").mkdir(parents=True)
    _copy_ledger(home.ledger, aside / "ledger.sqlite")
    for file in sorted(home.config.glob("*.csv")):
        shutil.copyfile(file, aside / "config" / file.name)
    if with_key:
        with os.fdopen(os.open(aside / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(home.key_file.read_bytes())
    while folder.exists():
        folder = folder.with_name(folder.name + "b")
    restore = _restore(target, folder, with_key)
    for file in sorted(one for one in aside.rglob("*") if one.is_file()):
        sync_file(file)
        files[f"backups/{folder.name}/{file.relative_to(aside).as_posix()}"] = {"sha256": sha256_of(file), "bytes": file.stat().st_size}
    manifest = {"made_at": local_now().isoformat(), "deliveries": ledger.deliveries_frame().height, "damaged": damaged, "files": files}
    (aside / MANIFEST).write_text(json.dumps({**manifest, "restore": restore}, ensure_ascii=False, indent=1), encoding="utf-8")
    sync_file(aside / MANIFEST)
    aside.rename(folder)
    sync_folder(folder.parent)
    payload = {"folder": str(folder), "copied": copied, "known": known, "damaged": len(damaged), "with_key": with_key}
    record(ledger, BACKUP, str(target), why, who, payload)
    return BackedUp(folder, copied, known, total, tuple(damaged), with_key, restore)


def check_backup(folder: Path) -> list[str]:
    """What of a backup is not as its manifest says: missing or changed files, relative to the target. Empty where it is whole."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    root = folder.parent.parent
    return [name for name, said in manifest["files"].items() if sha256_of(root / name) != said["sha256"]]


def sha256_of(path: Path) -> str | None:
    """The sha256 of a file's bytes; null where it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except OSError:
        return None
    return digest.hexdigest()


def last_backup(ledger: Ledger) -> str | None:
    """Where the last backup went, and when; null before the first."""
    made = ledger.decisions(BACKUP)
    return f"{made[-1].payload.get('folder', made[-1].subject)} ({made[-1].at:%d/%m/%Y %H:%M})" if made else None


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _copy_ledger(source: Path, target: Path) -> None:
    """By SQLite's own backup: a whole state, also while readers have it open, with what still stands in the write-ahead log."""
    here, there = sqlite3.connect(source), sqlite3.connect(target)
    try:
        with there:
            here.backup(there)
        there.execute("PRAGMA journal_mode = DELETE")
    finally:
        there.close()
        here.close()


def _restore(target: Path, folder: Path, with_key: bool) -> tuple[str, ...]:
    """The commands that make a home of a backup, one a line."""
    key = (
        f"install -m 600 {folder / KEY} NEW_HOME/{KEY}"
        if with_key
        else "# put back applicant.key (or TONGHOP_APPLICANT_KEY): without it pseudonyms differ"
    )
    return (
        "mkdir -p NEW_HOME/inbox",
        f"cp -a {target / 'archive'} NEW_HOME/archive",
        f"cp {folder / 'ledger.sqlite'} NEW_HOME/ledger.sqlite",
        f"cp -r {folder / 'config'} NEW_HOME/config",
        key,
        "tonghop rebuild --home NEW_HOME",
        "tonghop verify --home NEW_HOME",
    )
