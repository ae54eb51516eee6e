"""Feedback to senders: a receipt for every delivery that was read and the workbook back where something is to be mended, one folder an agency.

Here belongs which deliveries' turn it is: those whose state is not the one that the index says was told. A delivery whose feedback fails keeps nobody
else from theirs. The archive is read, the inbox is not touched.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pipelines import journal
from pipelines.report.contents import contents
from pipelines.report.feedback_files import entry_of, write_receipt, write_workbook
from pipelines.report.feedback_index import Entry, changed, index_of_what_lies_there, lost_files, read_index, state_of, write_index
from pipelines.report.receipt_ledger import Books, Row, hear, open_books
from pipelines.report.receipt_states import States, states

if TYPE_CHECKING:
    from pipelines.home import Home
    from pipelines.ledger import Ledger
    from pipelines.registers import Registers
    from pipelines.report.receipt import Heard

BATCH = 50
"""Deliveries whose outcomes are read together."""


@dataclass
class Feedback:
    """What was done. `left` are deliveries whose turn did not come in the time given: the next call writes them."""

    receipts: int = 0
    workbooks: int = 0
    unchanged: int = 0
    left: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    """Delivery to what went wrong, now or in an earlier call, without a word of the file's own."""
    state: str = ""
    """Names all that is written by now; a call without news gives the same."""
    root: Path = Path()
    named: pl.Series = field(default_factory=lambda: pl.Series([], dtype=pl.String))
    """Receipts and workbooks of the deliveries asked for, as paths in the home `root`; some may not be written yet."""

    @property
    def paths(self) -> list[Path]:
        """Those that are written, now or before."""
        return [path for name in self.named if (path := self.root / name).exists()]


def write_feedback(
    home: Home,
    ledger: Ledger,
    registers: Registers,
    *,
    day: dt.date | None = None,
    agency: str | None = None,
    delivery: str | None = None,
    workbooks: bool = True,
    seconds: float | None = None,
    again: bool = False,
    retry: bool = False,
) -> Feedback:
    """Writes what is new, newest deliveries first: first receipts, then workbooks; `seconds` bounds both, what is left waits for the next call.

    `day` (a reporting date), `agency` (a sender) and `delivery` (an id) choose; `again` writes also what is written already. What failed before is
    tried again once it changed, or with `retry`. The caller holds the home's writer lock. Raises OSError where the index cannot be written.
    """
    known = states(ledger, contents(home, ledger))
    index, is_new = read_index(home), False
    if index is None:
        index, is_new = index_of_what_lies_there(home, known.deliveries["delivery_id"]), True
    until = None if seconds is None else time.monotonic() + seconds
    job = _Job(home, ledger, registers, known, lost_files(home, index), again, retry or again, until)
    wanted, done = _chosen(known.deliveries, day, agency, delivery), job.done
    try:
        stale = _with_told(wanted, index).filter(_needs_receipt(job))
        for row, heard, books in _hear_in_time(stale, job):
            with _failing(row, job):
                job.entries[row["delivery_id"]] = write_receipt(row, heard, books, home, registers, keep_workbook=not again)
                done.receipts += 1
        unpainted = _with_told(wanted, changed(index, job.entries)).filter(_needs_painting(job))
        # What must be mended comes before what should be.
        unpainted = unpainted.sort(pl.col("status") == "accepted_with_issues", maintain_order=True)
        for row, heard, _ in _hear_in_time(unpainted if workbooks else unpainted.clear(), job):
            with _failing(row, job):
                job.entries[row["delivery_id"]] = write_workbook(row, heard, home)
                done.workbooks += 1
        job.tell_failures()
    finally:
        index = changed(index, job.entries)
        if is_new or job.entries:
            write_index(home, index)
    now = _with_told(wanted, index)
    still = now.filter(pl.col("failed_at") == pl.col("attempt"))
    done.failed = dict(still.select("delivery_id", "failure").iter_rows()) | done.failed
    done.unchanged = wanted.height - len({*stale["delivery_id"], *unpainted["delivery_id"], *done.failed})
    done.state = state_of(index)
    done.root, done.named = home.root, pl.concat([now["receipt"], now["workbook"]]).drop_nulls()
    return done


@dataclass
class _Job:
    """What every step of one call needs, and what it did. `until` is a moment of the monotonic clock."""

    home: Home
    ledger: Ledger
    registers: Registers
    known: States
    lost: list[str]
    again: bool
    retry: bool
    until: float | None
    entries: dict[str, Entry] = field(default_factory=dict)
    """What the index shall say of the deliveries whose feedback was written, or could not be."""
    done: Feedback = field(default_factory=Feedback)

    @property
    def is_late(self) -> bool:
        """Whether the time given is over."""
        return self.until is not None and time.monotonic() > self.until

    def tell_failures(self) -> None:
        """One line in the journal for all that failed in this call; what failed before was told then."""
        if self.done.failed:
            what = ", ".join(sorted(set(self.done.failed.values())))
            journal.write(f"feedback to {len(self.done.failed)} deliveries could not be written: {what}", stage="feedback", level=logging.WARNING)


def _chosen(deliveries: pl.DataFrame, day: dt.date | None, agency: str | None, delivery: str | None) -> pl.DataFrame:
    if delivery is not None:
        deliveries = deliveries.filter(pl.col("delivery_id") == delivery)
    if agency is not None:
        deliveries = deliveries.filter((pl.col("sender_code") == agency) & ~pl.col("is_disputed"))
    return deliveries if day is None else deliveries.filter(pl.col("day") == day)


def _with_told(wanted: pl.DataFrame, index: pl.DataFrame) -> pl.DataFrame:
    return wanted.join(index, on="delivery_id", how="left", maintain_order="left")


_IS_TOLD = pl.col("told").eq_missing(pl.col("state"))
_HAS_FAILED = pl.col("failed_at").eq_missing(pl.col("attempt"))


def _needs_receipt(job: _Job) -> pl.Expr:
    if job.again:
        return pl.lit(value=True)
    is_due = ~_IS_TOLD if job.retry else ~_IS_TOLD & ~_HAS_FAILED
    return is_due | pl.col("receipt").is_in(job.lost).fill_null(value=False)


def _needs_painting(job: _Job) -> pl.Expr:
    # Found again without its receipt written anew, it may lie in a folder that is no longer its own.
    is_due = _IS_TOLD & pl.col("workbook").is_not_null()
    if not job.retry:
        is_due &= ~_HAS_FAILED
    return is_due & (~pl.col("painted").eq_missing(pl.col("painting")) | pl.col("workbook").is_in(job.lost))


def _hear_in_time(rows: pl.DataFrame, job: _Job) -> Iterator[tuple[Row, Heard, Books]]:
    """The outcomes of `rows`, read some at a time while there is time; where one cannot be read, the others of its batch are all the same."""
    for start in range(0, rows.height, BATCH):
        batch = {row["delivery_id"]: row for row in rows[start : start + BATCH].iter_rows(named=True)}
        if job.is_late:
            job.done.left += rows.height - start
            return
        books = open_books(job.ledger, job.known.pairs, list(batch))
        heard: list[tuple[Row, Heard]] = []
        told = [books.deliveries[one] for one in batch]
        try:
            heard = list(hear(told, job.home, job.registers, books))
        except Exception:  # noqa: BLE001 whose trouble it is shows below
            for row in told:
                with _failing(batch[row["delivery_id"]], job):
                    heard += hear([row], job.home, job.registers, books)
        for at, (row, one) in enumerate(heard):
            if job.is_late:
                job.done.left += len(heard) - at + max(rows.height - start - BATCH, 0)
                return
            yield {**batch[row["delivery_id"]], **row}, one, books


@contextmanager
def _failing(row: Row, job: _Job) -> Iterator[None]:
    """One delivery's trouble is told and goes no further. The error's own words are left out: they may quote a cell.

    What is missing or damaged is remembered: it stays so until someone mends it. The disk's trouble may be over soon, and a fault of ours is mended
    by another program, of which the ledger knows nothing: these are tried again.
    """
    try:
        yield
    except Exception as error:  # noqa: BLE001 see above
        one = row["delivery_id"]
        job.done.failed[one] = f"{type(error).__name__}{f' ({error.strerror})' if isinstance(error, OSError) else ''}"
        if isinstance(error, FileNotFoundError | pl.exceptions.PolarsError):
            before = job.entries.get(one) or entry_of(row)
            job.entries[one] = {**before, "failed_at": row["attempt"], "failure": job.done.failed[one]}
