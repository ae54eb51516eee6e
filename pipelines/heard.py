"""What a delivery was heard to say under its current reading, kept small, so that two readings can be compared. It reads; it changes nothing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.home import Home
    from pipelines.ledger import Ledger

_OF_RESOLVE = ("standing", "hold_code", "superseded_by", "counts_from", "counts_until")
"""What other deliveries decide about a submission."""
ROWS = ("rows_loaded", "rows_quarantined", "rows_held", "rows_skipped")


@dataclass
class Heard:
    """One delivery. `content` hashes all that the reading gave, without its name; `records` are hashes of its rows, `issues` counts by code."""

    path: str
    reading: str
    status: str
    content: str = ""
    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ROWS, 0))
    issues: Counter[str] = field(default_factory=Counter)
    records: pl.Series = field(default_factory=lambda: pl.Series([], dtype=pl.UInt64))


@dataclass(frozen=True)
class Change:
    """A delivery that says something else than before: rows that came and went (a changed row does both), and issues by code, more or fewer."""

    delivery_id: str
    path: str
    status_before: str
    status_after: str
    rows_before: Mapping[str, int]
    rows_after: Mapping[str, int]
    rows_added: int
    rows_removed: int
    issues: Mapping[str, int]


def heard(home: Home, ledger: Ledger, deliveries: Collection[str]) -> dict[str, Heard]:
    """What each of these deliveries says now. What other deliveries decide about it (its standing) is left out, its status stands beside."""
    wanted = pl.col("delivery_id").is_in(list(deliveries))
    told: dict[str, Heard] = {}
    sums = {}
    columns = ("delivery_id", "path", "current_reading", "status", "sender_code", "format")
    for one, path, reading, status, *said in ledger.deliveries_frame().filter(wanted).select(columns).iter_rows():
        told[one] = Heard(path, reading, status)
        sums[one] = hashlib.sha256(repr(said).encode())
        folder = home.outcome_dir(one, reading)
        for file in sorted(folder.iterdir()) if folder.is_dir() else ():
            sums[one].update(file.name.encode() + file.read_bytes())
        told[one].issues = _codes(folder / "issue.parquet")
    for row in ledger.table_reads_frame().filter(wanted).drop("reading").iter_rows(named=True):
        sums[row["delivery_id"]].update(repr(row).encode())
        for name in ROWS:
            told[row["delivery_id"]].rows[name] += row[name]
    for row in ledger.submissions_frame().filter(wanted).drop(*_OF_RESOLVE, "reading").iter_rows(named=True):
        record = home.root / path if (path := row.pop("record_path")) else None
        sums[row["delivery_id"]].update(repr(row).encode())
        if record is not None and record.exists():
            sums[row["delivery_id"]].update(record.read_bytes())
            told[row["delivery_id"]].records.append(_hashes(record))
    for one, digest in sums.items():
        told[one].content = digest.hexdigest()
    return told


def changes(before: Mapping[str, Heard], after: Mapping[str, Heard]) -> tuple[Change, ...]:
    """The deliveries that say something else, or stand otherwise, than before."""
    found = []
    for one, then in before.items():
        now = after[one]
        if (then.content, then.status) == (now.content, now.status):
            continue
        was, is_now = Counter(then.records.to_list()), Counter(now.records.to_list())
        issues = {code: now.issues[code] - then.issues[code] for code in sorted(then.issues.keys() | now.issues.keys())}
        found.append(
            Change(
                one,
                then.path,
                then.status,
                now.status,
                then.rows,
                now.rows,
                (is_now - was).total(),
                (was - is_now).total(),
                {code: more for code, more in issues.items() if more},
            )
        )
    return tuple(found)


def _codes(path: Path) -> Counter[str]:
    return Counter(dict(pl.read_parquet(path, columns=["code"])["code"].value_counts().iter_rows())) if path.exists() else Counter()


def _hashes(path: Path) -> pl.Series:
    return pl.read_parquet(path).drop("submission_id").hash_rows(seed=57)
