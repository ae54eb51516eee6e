"""A range of days taken in again: which deliveries those are, and the run that reads them, settles, builds once and publishes."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from pipelines.refresh import Run, build, full_build_due, intake, publish, receive, settle
from pipelines.steward.decisions import decided

if TYPE_CHECKING:
    from pipelines.intake import IntakeResult
    from pipelines.ledger import Ledger
    from pipelines.publish import Publication
    from pipelines.receive import ReceiveResult


@dataclass(frozen=True)
class Reread:
    """What came of it. `named` are the deliveries of the days; `taken` also holds what was new. `publication` is null where nothing had changed."""

    named: tuple[str, ...]
    changed: int
    """Of them, those that say something else now."""
    received: ReceiveResult
    taken: IntakeResult
    publication: Publication | None


def of_days(ledger: Ledger, first: dt.date, last: dt.date) -> tuple[str, ...]:
    """Deliveries, in intake order, that speak of a reporting date from `first` to `last`, and those that speak of none and came on these days.

    Left out are retracted ones, and those that no run has read yet: these are read anyway.
    """
    retracted = list(decided(ledger.decisions()).retracted)
    read = ledger.deliveries_frame().filter(pl.col("current_reading").is_not_null() & ~pl.col("delivery_id").is_in(retracted))
    dated = ledger.submissions_frame().filter(pl.col("reported_on").is_not_null())
    spoken = dated.filter(pl.col("reported_on").is_between(first, last))["delivery_id"].implode()
    silent = ~pl.col("delivery_id").is_in(dated["delivery_id"].implode()) & pl.col("delivered_at").dt.date().is_between(first, last)
    return tuple(read.filter(pl.col("delivery_id").is_in(spoken) | silent)["delivery_id"].to_list())


def read_again(run: Run, first: dt.date, last: dt.date) -> Reread:
    """Reads the deliveries of these days by today's program, registers and decisions, with whatever is new in the inbox; settles, builds, publishes.

    What is cut off midway has lost nothing: each delivery keeps its earlier reading until the new one is stored and named in the ledger, the next
    refresh judges and builds what was read so far, and reading the days once more reads the rest.
    """
    received = receive(run)
    named = of_days(run.ledger, first, last)
    before = _said(run, named)
    # A program that was mended without a new version number gives other rows under the same reading: no comparison of readings finds these.
    # So the next build is a full one, whoever makes it, unless all is found to be as it was.
    was_due = full_build_due(run.home).exists()
    full_build_due(run.home).touch()
    taken = intake(run, missing=True, named=named)
    after = _said(run, named)
    changed = [one for one in named if before[one] != after[one]]
    if not was_due and not any(before[one][0] == after[one][0] for one in changed):
        full_build_due(run.home).unlink()
    settle(run)
    built = build(run)
    publication = publish(run, built) if built else None
    return Reread(named, len(changed), received, taken, publication)


def _said(run: Run, deliveries: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    """The reading of each delivery, and a hash of all that it gave: rows of the ledger, bytes of the files. What `settle` decides is left out."""
    ledger, home = run.ledger, run.home
    wanted = pl.col("delivery_id").is_in(list(deliveries))
    told: dict[str, Any] = {one: hashlib.sha256() for one in deliveries}
    readings: dict[str, str] = {}
    for delivery_id, *said in ledger.deliveries_frame().filter(wanted).select("delivery_id", "current_reading", "sender_code", "format").iter_rows():
        readings[delivery_id] = said[0]
        told[delivery_id].update(repr(said).encode())
        folder = home.outcome_dir(delivery_id, said[0])
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            told[delivery_id].update(path.name.encode() + path.read_bytes())
    for row in ledger.table_reads_frame().filter(wanted).iter_rows(named=True):
        told[row["delivery_id"]].update(repr(row).encode())
    judged = ("standing", "hold_code", "superseded_by", "counts_from", "counts_until")
    for row in ledger.submissions_frame().filter(wanted).drop(judged).iter_rows(named=True):
        told[row["delivery_id"]].update(repr(row).encode())
        if row["record_path"] and (home.root / row["record_path"]).exists():
            told[row["delivery_id"]].update((home.root / row["record_path"]).read_bytes())
    return {one: (readings[one], told[one].hexdigest()) for one in deliveries}
