"""Deliveries read again: those of a range of days, or those named; then judged, built once and published, with what another reading changed.

Which ones are stale is told by `pipelines.reading`. No daily run reads anything again for the sake of new rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipelines.heard import Change, changes, heard
from pipelines.refresh import Run, build, full_build_due, intake, publish, receive, settle
from pipelines.steward.decisions import decided

if TYPE_CHECKING:
    from pipelines.intake import IntakeResult
    from pipelines.ledger import Ledger
    from pipelines.publish import Publication
    from pipelines.receive import ReceiveResult


@dataclass(frozen=True)
class Replayed:
    """What came of reading again. `publication` is null where nothing had changed."""

    named: tuple[str, ...]
    changes: tuple[Change, ...]
    """Of them, those that say something else now."""
    taken: IntakeResult
    publication: Publication | None

    @property
    def changed(self) -> int:
        """How many say something else now."""
        return len(self.changes)


@dataclass(frozen=True)
class Reread(Replayed):
    """What came of taking a range of days in again: `taken` also holds what was new."""

    received: ReceiveResult


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
    done = _read(run, of_days(run.ledger, first, last), missing=True)
    return Reread(done.named, done.changes, done.taken, done.publication, received)


def replay(run: Run, named: Sequence[str]) -> Replayed:
    """Reads these deliveries by today's program, registers and decisions; settles, builds, publishes. The inbox is left alone.

    The order of `named` does not matter: deliveries are read in the order in which they came. Cut off midway it has lost nothing, as above.
    """
    return _read(run, tuple(dict.fromkeys(named)), missing=False)


def _read(run: Run, named: tuple[str, ...], *, missing: bool) -> Replayed:
    before = heard(run.home, run.ledger, named)
    # A program that was mended without a new version number gives other rows under the same reading: no comparison of readings finds these.
    # So the next build is a full one, whoever makes it, unless all is found to be as it was.
    was_due = full_build_due(run.home).exists()
    full_build_due(run.home).touch()
    taken = intake(run, missing=missing, named=named)
    settle(run)
    after = heard(run.home, run.ledger, named)
    if not was_due and not any(before[one].reading == after[one].reading and before[one].content != after[one].content for one in named):
        full_build_due(run.home).unlink()
    built = build(run)
    publication = publish(run, built) if built else None
    return Replayed(named, changes(before, after), taken, publication)
