"""The warehouse as known at a moment: built from what had been delivered and decided by then, into a file of its own. Nothing is published.

Known time is the time of delivery. The rules are today's: registers, program, and the readings that the ledger holds now; a delivery is read again
only where a later decision bears on its reading, or where what it repeats came later.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from pipelines import refresh
from pipelines.clock import local_now
from pipelines.home import Home
from pipelines.ledger import Delivery, Ledger, Outcome, Reading, Submission, TableRead
from pipelines.resolve import PARTIAL
from pipelines.steward.decisions import decided
from pipelines.steward.told_status import status_as_read
from pipelines.stopwatch import Stopwatch

if TYPE_CHECKING:
    from pipelines.publish import Check
    from pipelines.registers import Registers
    from pipelines.settings import Settings
    from pipelines.steward.decisions import Decided

_PLACE = ".known-"
"""Beside the home's own folders, with the process's number: on one file system stored files are linked, not copied."""


class KnownRefused(ValueError):
    """The file cannot be made; the message says why."""


@dataclass(frozen=True)
class Known:
    """What was built: from how many deliveries and decisions, how many of the deliveries were read again, the latest reporting date held."""

    path: Path
    deliveries: int
    decisions: int
    read_again: int
    as_of: dt.date | None
    checks: tuple[Check, ...]


def build_known(settings: Settings, moment: dt.datetime, target: Path) -> Known:
    """Builds the warehouse as known at `moment` (naive, of Vietnam; what came at that very moment is known) into `target`, read-only.

    The home's lock is held only while ledger rows are copied and files linked, so that no refresh waits for the build. The file is proven like a
    published one, against the ledger of that moment. Raises KnownRefused where `target` exists or a check fails; nothing is left behind then.
    """
    if target.exists():
        raise KnownRefused(f"{target} is there already; name a file that is not")
    home = Home(settings.home)
    place = home.root / f"{_PLACE}{os.getpid()}"
    _clear(home)
    try:
        then = Home(place).create()
        with Ledger.open(then.ledger) as ledger:
            with home.writer_lock(wait=5.0), Ledger.open(settings.ledger_url or home.ledger, create=False) as book:
                registers, faults = refresh.registers_of(home, settings)
                again = _copy_until(home, book, then, ledger, moment)
                said = book.published_frame().filter(pl.col("published_at") <= moment)
                if settings.applicant_key is None:
                    home.applicant_key()
                    os.link(home.key_file, then.key_file)
            run = refresh.Run(then, settings, ledger, registers, tuple(faults), "known", local_now(), watch=Stopwatch())
            refresh.intake(run)
            refresh.settle(run)
            return _build(then, ledger, settings, registers, said, target, again)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _clear(home: Home) -> None:
    """Takes away what a process that was killed left behind."""
    for left in home.root.glob(f"{_PLACE}*"):
        number = left.name.removeprefix(_PLACE)
        if not (number.isdecimal() and Path("/proc", number).exists()):
            shutil.rmtree(left, ignore_errors=True)


def _build(then: Home, ledger: Ledger, settings: Settings, registers: Registers, said: pl.DataFrame, target: Path, again: int) -> Known:
    from pipelines.build import build
    from pipelines.build.inputs import limits_of
    from pipelines.build.load import replace_rows
    from pipelines.publish import said_before, verify
    from pipelines.warehouse import connect, frames, sync_file
    from schemas.audit import PUBLISHED_FIGURE

    limits = limits_of(settings)
    built = build(then, ledger, registers, settings, local_now(), full=True)
    assert built is not None, "a full build always gives a file"
    with connect(built.path, read_only=False, limits=limits) as connection, frames(connection, said=said_before(said)):
        replace_rows(connection, PUBLISHED_FIGURE, "SELECT * FROM said ORDER BY published_at, build, as_of, metric, block")
    checks = tuple(verify(built.path, ledger, limits))
    failed = [check for check in checks if not check.passed]
    if failed:
        raise KnownRefused("the build fails its checks: " + "; ".join(f"{check.name}: {check.detail}" for check in failed))
    sync_file(built.path)
    built.path.chmod(0o444)
    _lay(built.path, target)
    return Known(target, ledger.deliveries_frame().height, len(ledger.decisions()), again, built.as_of, checks)


def _lay(path: Path, target: Path) -> None:
    """Gives the file its name, never over another one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        try:
            os.link(path, aside)
        except OSError:
            shutil.copy(path, aside)
        os.link(aside, target)
    except FileExistsError:
        raise KnownRefused(f"{target} is there already; name a file that is not") from None
    finally:
        aside.unlink(missing_ok=True)


# -- the ledger as it was


def _copy_until(home: Home, book: Ledger, then: Home, ledger: Ledger, moment: dt.datetime) -> int:
    """Deliveries, decisions and readings until `moment` into another ledger and home; gives how many deliveries must be read there.

    What counts is decided there anew: a standing of today may come of what was delivered later.
    """
    for decision in book.decisions():
        if decision.at <= moment:
            ledger.record_decision(decision)
    in_force = decided(ledger.decisions())
    known = book.deliveries_frame().filter(pl.col("delivered_at") <= moment)
    unread = {"sender_code": None, "sender_evidence": None, "format": None, "status": None, "reason": None, "current_reading": None}
    ledger.record_deliveries([Delivery(**{**row, **unread}) for row in known.iter_rows(named=True)], [])
    then.archive.rmdir()
    then.archive.symlink_to(home.archive, target_is_directory=True)
    outcomes = [one for one in _outcomes(home, book, known, in_force) if _link(home, then, one)]
    for start in range(0, len(outcomes), 500):
        ledger.record_outcome(*outcomes[start : start + 500])
    return known.height - len(outcomes)


def _outcomes(home: Home, book: Ledger, known: pl.DataFrame, in_force: Decided) -> Iterable[Outcome]:
    """The outcome of each delivery whose current reading is what it would have been read as, fresh from the intake."""
    of_readings = book.readings_frame().filter(pl.col("is_current")).drop("is_current")
    readings = {row["delivery_id"]: _reading(row) for row in of_readings.iter_rows(named=True)}
    frame_of_tables = book.table_reads_frame()
    tables = frame_of_tables.partition_by("delivery_id", as_dict=True)
    submissions = book.submissions_frame().partition_by("delivery_id", as_dict=True)
    first = dict(known.group_by("sha256").agg(pl.col("intake_no").min()).iter_rows())
    for row in known.filter(pl.col("current_reading").is_not_null()).iter_rows(named=True):
        one, reading = row["delivery_id"], row["current_reading"]
        if reading.partition("-")[2] != in_force.of(one).suffix:
            continue
        of_tables = tables.get((one,), frame_of_tables.clear())
        said = [_as_taken_in(each) for each in submissions[one,].iter_rows(named=True)] if (one,) in submissions else []
        status, reason = row["status"], row["reason"]
        if status == "retracted" or any(each["hold_code"] == PARTIAL for each in (submissions[one,].to_dicts() if (one,) in submissions else ())):
            status, reason = status_as_read(home, one, reading, of_tables)
        if status == "duplicate" and first[row["sha256"]] == row["intake_no"]:
            continue  # what it repeats came later: it is the first that was known
        yield Outcome(
            readings[one],
            status,
            reason,
            row["sender_code"],
            row["sender_evidence"],
            row["format"],
            tuple(TableRead(**each) for each in of_tables.iter_rows(named=True)),
            tuple(said),
        )


def _reading(row: dict[str, Any]) -> Reading:
    return replace(Reading(**row), dataset_versions=json.loads(row["dataset_versions"]), files=tuple(json.loads(row["files"])))


def _as_taken_in(row: dict[str, Any]) -> Submission:
    """A submission before `resolve` judged it."""
    hold = row["hold_code"] if row["hold_code"] != PARTIAL else None
    judged = {"standing": "held" if hold else None, "hold_code": hold, "superseded_by": None, "counts_from": None, "counts_until": None}
    return Submission(**{**row, **judged})


def _link(home: Home, then: Home, outcome: Outcome) -> bool:
    """Links the files of a reading into the other home; false where one is gone (the delivery is then read from the archive)."""
    one, reading = outcome.reading.delivery_id, outcome.reading.reading
    source, folder = home.outcome_dir(one, reading), then.outcome_dir(one, reading)
    if not source.is_dir():
        return False
    folder.mkdir()
    for file in source.iterdir():
        os.link(file, folder / file.name)
    for named in outcome.reading.files:
        (then.root / named).parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            try:
                os.link(home.root / named, then.root / named)
            except FileNotFoundError:
                return False
    return True
