"""Verify: everything that the ledger names, held against what is on disk. It looks and tells; it changes no data.

Here belongs what is damaged and what to do about it. Whether a build is right before it is published is for `pipelines.publish`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from pipelines.archive import Archive
from pipelines.build.findings import CODES
from pipelines.build.inputs import limits_of
from pipelines.publish import current_build
from pipelines.publish import verify as verify_file
from pipelines.steward.backup import last_backup, sha256_of
from pipelines.steward.decisions import VERIFY, record
from pipelines.steward.pin import pinned
from pipelines.store import hashes_of
from pipelines.warehouse import attached, rows_of

if TYPE_CHECKING:
    from pipelines.home import Home
    from pipelines.ledger import Ledger
    from pipelines.settings import Settings

Progress = Callable[[str, int, int], None]
_OF_THE_LEDGER = ("submissions",)
"""Checks of a published file that compare it with the ledger: while the pointer is pinned to an old file they must differ."""


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is not as it should be. `kind`: archive, ledger, record, outcome, inbox or warehouse; `remedy` says what to do."""

    kind: str
    what: str
    detail: str
    remedy: str


@dataclass(frozen=True)
class Verified:
    """What was looked at, by kind, what is damaged, and what is worth knowing but no damage."""

    looked_at: dict[str, int]
    damage: tuple[Damage, ...]
    notes: tuple[str, ...]


def verify(
    home: Home, ledger: Ledger, settings: Settings, *, why: str = "kiểm tra", who: str | None = None, progress: Progress | None = None
) -> Verified:
    """Look at all of it: every archived byte, the ledger, records and outcomes of current readings, inbox sightings, the published file.

    The caller holds the writer's lock, so that nothing moves meanwhile. The result stands in the ledger as a decision 'verify'.
    """
    show = progress or (lambda _stage, _done, _total: None)
    notes: list[str] = []
    counts: dict[str, int] = {}
    damage: list[Damage] = []
    for kind, look in (
        ("ledger", lambda: _ledger(home, settings)),
        ("archive", lambda: _archive(home, ledger, notes, counts, show)),
        ("record", lambda: _records(home, ledger, counts, show)),
        ("outcome", lambda: _outcomes(home, ledger, settings, counts, show)),
        ("inbox", lambda: _inbox(home, ledger, notes, counts, show)),
        ("warehouse", lambda: _warehouse(home, ledger, settings, notes)),
    ):
        counts.setdefault(kind, 1)
        damage += look()
    record(ledger, VERIFY, str(home.root), why, who, {"damaged": len(damage), "kinds": sorted({one.kind for one in damage})})
    return Verified(counts, tuple(damage), tuple(notes))


def _ledger(home: Home, settings: Settings) -> Iterator[Damage]:
    if settings.ledger_url is not None:
        return
    connection = sqlite3.connect(f"file:{home.ledger}?mode=ro", uri=True)
    try:
        said = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
        strangers = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        said, strangers = [str(error)], []
    finally:
        connection.close()
    if said != ["ok"] or strangers:
        detail = "; ".join([*said, *(f"{row[0]} row {row[1]} names what is not in {row[2]}" for row in strangers[:3])])
        yield Damage("ledger", home.ledger.name, detail, "stop all refreshes and restore ledger.sqlite from the last backup")


def _archive(home: Home, ledger: Ledger, notes: list[str], counts: dict[str, int], show: Progress) -> Iterator[Damage]:
    archive, deliveries = Archive(home.archive), ledger.deliveries_frame()
    named = deliveries.select("sha256", "bytes", "path").unique("sha256", keep="last", maintain_order=True)
    counts["archive"] = named.height
    backup = last_backup(ledger)
    for done, (sha256, size, path) in enumerate(named.iter_rows(), start=1):
        place = archive.path(sha256)
        found = sha256_of(place)
        if found != sha256:
            detail = "not there" if found is None else f"its bytes are {found[:12]}…" if place.stat().st_size == size else "its size differs"
            in_inbox = sha256_of(home.inbox / path) == sha256
            aside = f"mv {place} {place}.damaged; " if found is not None else ""
            source = f"tonghop refresh --rescan takes it from inbox/{path}" if in_inbox else f"copy archive/{sha256[:2]}/{sha256} from a backup"
            where = "" if in_inbox else f"; the last backup: {backup}" if backup else "; no backup was made, ask the sender for the file"
            yield Damage("archive", f"archive/{sha256[:2]}/{sha256} (inbox/{path})", detail, aside + source + where)
        show("archive", done, named.height)
    held = set(named["sha256"])
    extra = sum(1 for one in home.archive.glob("??/*") if one.name not in held)
    if extra:
        notes.append(f"{extra} files of the archive are named by no delivery: left by a run that was cut off, or set aside; they do no harm")


def _records(home: Home, ledger: Ledger, counts: dict[str, int], show: Progress) -> Iterator[Damage]:
    submissions = ledger.submissions_frame().filter(pl.col("record_path").is_not_null())
    named = submissions.select("record_path", "row_count", "submission_id", "delivery_id", "reading").sort("delivery_id")
    counts["record"] = named.height
    outcome: list[str] | None = None
    written: dict[str, str] | None = None
    for done, (path, rows, submission_id, *owner) in enumerate(named.iter_rows(), start=1):
        if owner != outcome:
            outcome, written = owner, hashes_of(home.outcome_dir(*owner))
        detail = _damaged(home.root / path, rows, (written or {}).get(submission_id))
        if detail:
            yield Damage("record", path, detail, _again(home.root / path))
        show("record", done, named.height)


def _outcomes(home: Home, ledger: Ledger, settings: Settings, counts: dict[str, int], show: Progress) -> Iterator[Damage]:
    """Each folder, and in each file as many rows as the ledger (of issues: the published file) counts."""
    deliveries = ledger.deliveries_frame().filter(pl.col("current_reading").is_not_null())
    tables = ledger.table_reads_frame().group_by("delivery_id").agg(pl.col("rows_skipped", "rows_quarantined").sum())
    rows = {one: {"skipped_row": skipped, "quarantine": refused} for one, skipped, refused in tables.iter_rows()}
    issues = _published_issues(home, settings)
    counts["outcome"] = deliveries.height
    for done, (delivery_id, reading) in enumerate(deliveries.select("delivery_id", "current_reading").iter_rows(), start=1):
        folder = home.outcome_dir(delivery_id, reading)
        name = folder.relative_to(home.root).as_posix()
        if not folder.is_dir():
            yield Damage("outcome", name, "not there", _again(folder))
            continue
        written = hashes_of(folder)
        expected: dict[str, int | None] = {"column_map": None, "issue": issues.get((delivery_id, reading)), **rows.get(delivery_id, {})}
        for table, count in expected.items():
            path = folder / f"{table}.parquet"
            sha256 = (written or {}).get(path.name)
            detail = _damaged(path, count, sha256) if path.exists() else "not there" if count or sha256 else None
            if detail:
                yield Damage("outcome", f"{name}/{path.name}", detail, _again(folder))
        show("outcome", done, deliveries.height)


def _published_issues(home: Home, settings: Settings) -> dict[tuple[str, str], int]:
    """Issues of each (delivery, reading) that the published file shows, those left out that the build itself finds."""
    if not home.current.exists():
        return {}
    derived = ", ".join(f"'{code}'" for code in CODES)
    try:
        with attached(home.current, limits_of(settings)) as connection:
            found = rows_of(
                connection,
                "SELECT o.delivery_id, o.reading, count(i.code) FROM internal.outcome_read AS o LEFT JOIN audit.issue AS i "
                f"ON i.delivery_id = o.delivery_id AND i.code NOT IN ({derived}) GROUP BY o.delivery_id, o.reading",
            )
    except duckdb.Error:
        return {}  # the look at the warehouse tells of a broken file
    return {(delivery_id, reading): count for delivery_id, reading, count in found}


def _damaged(path: Path, rows: int | None, written: str | None) -> str | None:
    """Why a Parquet file cannot be used; null where it can.

    `written` is the sha256 with which it was written. Without one (files of an earlier time) it is read to its last page, by which not every
    flipped bit is found.
    """
    found = sha256_of(path)
    if found is None:
        return "not there"
    if written is not None and found != written:
        return f"its bytes are {found[:12]}…, {written[:12]}… were written"
    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        return f"cannot be read: {str(error).splitlines()[0][:120]}"
    except BaseException as error:
        # polars panics on some damaged pages, and its panic derives from BaseException alone.
        if type(error).__name__ != "PanicException":
            raise
        return f"cannot be read: {str(error).splitlines()[0][:120]}"
    return None if rows is None or frame.height == rows else f"has {frame.height} rows, the ledger says {rows}"


def _again(place: Path) -> str:
    aside = f"mv {place} {place.with_name('.damaged-' + place.name)}; " if place.exists() else ""
    return f"{aside}tonghop rebuild reads the delivery again from the archive"


def _inbox(home: Home, ledger: Ledger, notes: list[str], counts: dict[str, int], show: Progress) -> Iterator[Damage]:
    """Files that look as the ledger remembers them but hold other bytes: no refresh without --rescan would notice."""
    known = ledger.known_sightings()
    counts["inbox"] = len(known)
    gone = changed = 0
    for done, sighting in enumerate(known.values(), start=1):
        path = home.inbox / sighting.path
        try:
            found = path.stat()
        except OSError:
            gone += 1
            continue
        finally:
            show("inbox", done, len(known))
        if (found.st_size, found.st_mtime_ns) != (sighting.size, sighting.mtime_ns):
            changed += 1
        elif sha256_of(path) != sighting.sha256:
            detail = "its bytes have changed, its size and time have not"
            yield Damage("inbox", f"inbox/{sighting.path}", detail, "tonghop refresh --rescan takes it as a new delivery, if it is meant")
    if gone:
        notes.append(f"{gone} files are no longer in the inbox: their bytes are in the archive")
    if changed:
        notes.append(f"{changed} files of the inbox have changed since; the next refresh takes them")


def _warehouse(home: Home, ledger: Ledger, settings: Settings, notes: list[str]) -> Iterator[Damage]:
    if not home.current.exists():
        if home.current.is_symlink() or ledger.published_frame().height:
            remedy = "tonghop rebuild" if not pinned(ledger) else "tonghop rollback BUILD"
            yield Damage("warehouse", "warehouse/current.duckdb", "points to no file", remedy)
        return
    is_pinned = pinned(ledger)
    if is_pinned:
        notes.append(f"the pointer is pinned to {current_build(home)}; the file is not held against the ledger of today")
    try:
        checks = verify_file(home.current.resolve(), ledger, limits_of(settings))
        failed = [(check.name, check.detail) for check in checks if not check.passed and not (is_pinned and check.name in _OF_THE_LEDGER)]
    except duckdb.Error as error:
        failed = [("opens", str(error).splitlines()[0])]
    for name, detail in failed:
        remedy = "tonghop refresh" if name in _OF_THE_LEDGER else "tonghop rebuild, or tonghop rollback to the build before"
        yield Damage("warehouse", f"warehouse/{home.current.resolve().name} ({name})", detail[:300], remedy)
