"""A home that holds many days: one national day taken in for real, then copied back in time, with its ledger rows. No benchmark is here.

Reading 365 days of files would take an hour and say nothing more: what a refresh must not grow with is what the home already holds. A copy has bytes
in the archive, those of its original under another name: whatever opens them works, `tonghop verify` does not.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import sqlalchemy as sa

from examples.national_day import write_inbox
from examples.national_day.write import make as make_day
from pipelines.archive import Archive
from pipelines.home import Home
from pipelines.ledger import tables
from pipelines.refresh import RefreshResult, open_run, publish, refresh, settle
from pipelines.settings import Settings

DAY = dt.date(2025, 10, 28)
"""The last day held; the next one is for the refresh that is measured."""


def make(home: Path, days: int) -> RefreshResult:
    """A published warehouse of `days` reporting days up to DAY in an empty home; gives the real day's refresh."""
    settings = Settings(_env_file=None, home=home, earliest_date=DAY - dt.timedelta(days=days))  # type: ignore[call-arg]
    where = Home(home).create()
    write_inbox(where.inbox, DAY)
    first = refresh(settings, DAY)
    assert first.is_good, first
    shutil.rmtree(where.inbox)
    where.inbox.mkdir()
    if days > 1:
        _copy_back(where, days - 1)
        with open_run(settings) as run:
            from pipelines.refresh import build

            settle(run)
            built = build(run, full=True)
            assert built is not None
            assert publish(run, built).published
    return first


def next_day(home: Path) -> dt.date:
    """Lays the files of the day after DAY into the inbox; gives that day.

    Its dossiers are those of DAY: what was handled is past, while the examples' days each deal their dossiers out anew, up to the day.
    """
    day = DAY + dt.timedelta(days=1)
    posted = make_day(day)
    posted.dossiers = make_day(DAY).dossiers
    write_inbox(Home(home).inbox, day, manifest=posted)
    return day


def _copy_back(home: Home, days: int) -> None:
    engine = sa.create_engine(f"sqlite:///{home.ledger}")
    with engine.begin() as connection:
        rows = {
            table.name: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
            for table in (tables.delivery, tables.reading, tables.table_read, tables.submission)
        }
        records = {row["submission_id"]: pl.read_parquet(home.root / row["record_path"]) for row in rows["submission"] if row["record_path"]}
        outcomes = {
            path: {file.name: pl.read_parquet(file) for file in path.glob("*.parquet")} for path in sorted(home.outcomes.iterdir()) if path.is_dir()
        }
        for back in range(1, days + 1):
            _copy_day(home, connection, rows, records, outcomes, back)
    engine.dispose()


def _copy_day(
    home: Home,
    connection: sa.Connection,
    rows: dict[str, list[dict[str, Any]]],
    records: dict[str, pl.DataFrame],
    outcomes: dict[Path, dict[str, pl.DataFrame]],
    back: int,
) -> None:
    """One day more: every id gets the day's mark, every moment and date of the sending goes back by `back` days."""
    shift = dt.timedelta(days=back)
    count = len(rows["delivery"])

    def marked(identity: str) -> str:
        number, rest = identity.split("-", 1)
        return f"{int(number) + back * count:08d}-{rest}"

    def moved(row: dict[str, Any], **changes: Any) -> dict[str, Any]:
        ids = {name: marked(row[name]) for name in ("delivery_id", "table_id") if row.get(name)}
        dates = {name: row[name] - shift for name in ("delivered_at", "reported_on", "period_to", "counts_from", "run_date") if row.get(name)}
        return {**row, **ids, **dates, **changes}

    def series(row: dict[str, Any]) -> str:
        *head, span = row["series"].split("|")
        last = row["period_to"] - shift if ".." in span else row["reported_on"] - shift
        return "|".join((*head, f"{row['period_from']}..{last}" if ".." in span else str(last)))

    deliveries = [
        moved(row, intake_no=row["intake_no"] + back * count, path=f"back-{back}/{row['path']}", sha256=_other(row["sha256"], back))
        for row in rows["delivery"]
    ]
    submissions = []
    for row in rows["submission"]:
        submission_id = marked(row["submission_id"])
        path = f"records/{row['dataset']}/{submission_id}-{row['reading']}.parquet" if row["record_path"] else None
        submissions.append(moved(row, submission_id=submission_id, series=series(row), record_path=path, standing=None, counts_from=None))
        if path:
            frame = records[row["submission_id"]]
            dates = [name for name in ("reported_on", "delivered_at", "period_to") if name in frame.columns]
            shifted = frame.with_columns(pl.lit(submission_id).alias("submission_id"), *(pl.col(name) - shift for name in dates))
            shifted.write_parquet(home.root / path, compression="uncompressed", statistics=False)
    archive = Archive(home.archive)
    for sha256 in {row["sha256"] for row in rows["delivery"]}:
        copy = archive.path(_other(sha256, back))
        copy.parent.mkdir(exist_ok=True)
        copy.hardlink_to(archive.path(sha256))
    connection.execute(sa.insert(tables.delivery), deliveries)
    connection.execute(sa.insert(tables.reading), [moved(row, files=[]) for row in rows["reading"]])
    connection.execute(sa.insert(tables.table_read), [moved(row) for row in rows["table_read"]])
    connection.execute(sa.insert(tables.submission), submissions)
    for folder, frames in outcomes.items():
        target = folder.with_name(marked(folder.name))
        target.mkdir()
        for name, frame in frames.items():
            ids = [column for column in ("submission_id", "delivery_id", "table_id") if column in frame.columns]
            # Ids begin with the number of the delivery: eight digits.
            number = f"{int(target.name[:8]):08d}"
            changed = frame.with_columns((pl.lit(number) + pl.col(column).str.slice(8)).alias(column) for column in ids)
            changed.write_parquet(target / name, compression="uncompressed", statistics=False)


def _other(sha256: str, back: int) -> str:
    return hashlib.sha256(f"{sha256}-{back}".encode()).hexdigest()
