"""A range of days taken in again: which deliveries those are, and the run that reads them, settles, builds once and publishes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipelines.refresh import Run, build, intake, publish, receive, settle
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
    """Of them, those whose status is another now."""
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
    before = _statuses(run.ledger)
    taken = intake(run, missing=True, named=named)
    settle(run)
    after = _statuses(run.ledger)
    built = build(run)
    publication = publish(run, built) if built else None
    return Reread(named, sum(before[one] != after[one] for one in named), received, taken, publication)


def _statuses(ledger: Ledger) -> dict[str, str]:
    return dict(ledger.deliveries_frame().select("delivery_id", "status").iter_rows())
