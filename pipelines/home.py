"""The home: where everything of one installation lies on disk, who may write there, and the key of its pseudonyms.

Here belong paths, the writer's lock and the applicant key. What stands in the files belongs to the stages that write them.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

KEY_LENGTH = 16
"""Fewest characters of an applicant key: shorter ones could be tried out against known phone numbers."""


class HomeLocked(RuntimeError):
    """Another process is writing to this home."""


class KeyRefused(RuntimeError):
    """The applicant key is unusable: too short, or its file can be read by others."""


@dataclass(frozen=True)
class Home:
    """The paths of one installation. Making a `Home` touches nothing; `create` makes the folders."""

    root: Path

    def __post_init__(self) -> None:
        object.__setattr__(self, "root", Path(self.root).absolute())

    @property
    def inbox(self) -> Path:
        """Where agencies drop files, in any folders."""
        return self.root / "inbox"

    @property
    def archive(self) -> Path:
        """Every delivery's bytes once, under their sha256."""
        return self.root / "archive"

    @property
    def ledger(self) -> Path:
        """The ledger's SQLite file, unless the settings name a URL."""
        return self.root / "ledger.sqlite"

    @property
    def config(self) -> Path:
        """Stewards' decisions, which override the shipped configuration."""
        return self.root / "config"

    @property
    def records(self) -> Path:
        """Immutable Parquet of records, one file a submission and reading."""
        return self.root / "records"

    @property
    def outcomes(self) -> Path:
        """Immutable Parquet of issues, quarantine and maps, one folder a delivery and reading."""
        return self.root / "outcomes"

    @property
    def warehouse(self) -> Path:
        """The builds."""
        return self.root / "warehouse"

    @property
    def current(self) -> Path:
        """The symlink that points to the published build."""
        return self.warehouse / "current.duckdb"

    @property
    def reports(self) -> Path:
        """Briefings and feedback workbooks, a folder a day."""
        return self.root / "reports"

    @property
    def exports(self) -> Path:
        """Parquet exports, a folder a day."""
        return self.root / "exports"

    @property
    def dagster(self) -> Path:
        """DAGSTER_HOME."""
        return self.root / "dagster"

    @property
    def lock_file(self) -> Path:
        """What the one writer locks; it names the holder."""
        return self.root / "refresh.lock"

    @property
    def key_file(self) -> Path:
        """The applicant key, unless the settings give it."""
        return self.root / "applicant.key"

    def record_file(self, dataset: str, submission_id: str, reading: str) -> Path:
        """The Parquet file of one submission's records under one reading."""
        return self.records / dataset / f"{submission_id}-{reading}.parquet"

    def outcome_dir(self, delivery_id: str, reading: str) -> Path:
        """The folder of one delivery's outcome under one reading."""
        return self.outcomes / f"{delivery_id}-{reading}"

    def warehouse_file(self, build: str) -> Path:
        """The DuckDB file of one build."""
        return self.warehouse / f"warehouse-{build}.duckdb"

    def report_dir(self, day: dt.date) -> Path:
        """The reports of one reporting date."""
        return self.reports / day.isoformat()

    def export_dir(self, day: dt.date) -> Path:
        """The exports of one reporting date."""
        return self.exports / day.isoformat()

    def create(self) -> Home:
        """Make the folders that are not there yet; gives the home itself."""
        for folder in (
            self.inbox,
            self.archive,
            self.config,
            self.records,
            self.outcomes,
            self.warehouse,
            self.reports,
            self.exports,
            self.dagster,
        ):
            folder.mkdir(parents=True, exist_ok=True)
        return self

    @contextmanager
    def writer_lock(self, wait: float = 0.0) -> Iterator[None]:
        """Be the one writer of this home until the block ends; the lock also ends with the process, however it dies.

        `wait` is how many seconds to wait for the present holder. Raises HomeLocked, naming the holder. Not re-entrant.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.lock_file, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(handle, self, time.monotonic() + wait)
            os.ftruncate(handle, 0)
            os.pwrite(handle, json.dumps({"pid": os.getpid(), "since": dt.datetime.now().astimezone().isoformat(timespec="seconds")}).encode(), 0)
            try:
                yield
            finally:
                # Emptied, never removed: a removed lock file would let two processes hold locks on two files of one name.
                os.ftruncate(handle, 0)
        finally:
            os.close(handle)

    def applicant_key(self, secret: str | None = None) -> bytes:
        """The key of the applicant pseudonyms: `secret` (the setting) where given, else the home's file, made once with mode 0600.

        The file's text may be moved to the setting without changing a pseudonym. Raises KeyRefused for a short key or a file that others can read.
        """
        if secret is not None:
            return _checked_key(secret, "the setting TONGHOP_APPLICANT_KEY")
        if not self.key_file.exists():
            _make_key(self.key_file)
        mode = stat.S_IMODE(self.key_file.stat().st_mode)
        if mode & 0o077:
            raise KeyRefused(f"{self.key_file} has mode {mode:04o}: others can read the key of the pseudonyms. Run: chmod 600 {self.key_file}")
        return _checked_key(self.key_file.read_text(encoding="utf-8"), str(self.key_file))


def _lock(handle: int, home: Home, until: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= until:
                raise HomeLocked(_who_holds(handle, home)) from None
            time.sleep(0.1)


def _who_holds(handle: int, home: Home) -> str:
    try:
        holder = json.loads(os.pread(handle, 4096, 0))
        who = f"process {holder['pid']}, since {holder['since']}"
    except (ValueError, KeyError, TypeError):
        # The holder has the lock but has not written its name yet, or is just ending.
        who = "a process that has not given its number yet"
    return f"{home.root} is being written by {who}. Wait for it to end, or end it; the lock {home.lock_file.name} then frees itself."


def _checked_key(text: str, where: str) -> bytes:
    key = text.strip()
    if len(key) < KEY_LENGTH:
        raise KeyRefused(f"the applicant key in {where} has {len(key)} characters; at least {KEY_LENGTH} are needed")
    return key.encode("utf-8")


def _make_key(path: Path) -> None:
    """Write a new key aside and link it into place: of two processes that make one at once, one wins and both read the winner's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            return
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        aside.unlink(missing_ok=True)
