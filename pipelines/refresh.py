"""The refresh: all stages in order, as one run. The Dagster job calls the same steps one by one; nothing here knows Dagster.

Each step takes the run's context and gives a small result; what passes between steps for good stands in the ledger and on disk.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pipelines import journal
from pipelines.clock import local_now
from pipelines.home import Home
from pipelines.intake import IntakeResult, make_reader, make_vocabulary, take_in
from pipelines.ledger import Ledger, Standing
from pipelines.leftovers import sweep, was_cut_off
from pipelines.receive import ReceiveResult, scan
from pipelines.registers import ConfigFault, Registers, default_config_dir, load_last_good
from pipelines.resolve import JUDGED_BY, PARTIAL, changed_standings, keys_in_records, resolve
from pipelines.steward.decisions import decided
from pipelines.steward.pin import newest_shows_all, pinned
from pipelines.steward.told_status import update_statuses
from pipelines.stopwatch import Stopwatch
from schemas.contract import DATASETS

if TYPE_CHECKING:
    from pipelines.build import BuildResult
    from pipelines.publish import Publication
    from pipelines.settings import Settings

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how many are done, and how many there are."""


@dataclass
class Run:
    """One run: where, by which settings and registers, for which day. `now` is the moment of its start."""

    home: Home
    settings: Settings
    ledger: Ledger
    registers: Registers
    config_faults: tuple[ConfigFault, ...]
    run_id: str
    now: dt.datetime
    run_date: dt.date | None = None
    rescan: bool = False
    progress: Progress | None = None
    watch: Stopwatch = field(default_factory=Stopwatch)
    outcome: str = "done"
    """How the run ends in the ledger: what broke or was refused in a step, where that is so."""

    def told(self, stage: str) -> Callable[[int, int], None] | None:
        """The progress callback of one stage."""
        progress = self.progress
        return None if progress is None else lambda done, total: progress(stage, done, total)


@dataclass(frozen=True)
class RefreshResult:
    """What a run did. `publication` is null where nothing had changed; then the published warehouse stands as it was."""

    run_id: str
    received: ReceiveResult
    intake: IntakeResult
    publication: Publication | None
    config_faults: tuple[ConfigFault, ...]
    seconds: dict[str, float]

    @property
    def is_good(self) -> bool:
        """Whether nothing of ours failed: no refused build, no delivery that broke inside us."""
        return (self.publication is None or not self.publication.failed) and not self.intake.faults


def fields_by_dataset() -> dict[str, set[str]]:
    """The fields that a column synonym of each dataset may name."""
    return {dataset.name: {one.name for one in dataset.matchable} for dataset in DATASETS.values()}


@contextmanager
def open_run(
    settings: Settings, run_date: dt.date | None = None, *, rescan: bool = False, progress: Progress | None = None, wait: float = 0.0
) -> Iterator[Run]:
    """Makes the home, takes its writer's lock, opens the ledger, loads the registers (the last good ones where a file is spoilt), starts a run.

    Raises HomeLocked where another refresh holds the home. The run's outcome is recorded when the block ends, however it ends.
    """
    home = Home(settings.home).create()
    watch = Stopwatch()
    with home.writer_lock(wait), watch.stage("run"):
        with watch.stage("start"):
            ledger = Ledger.open(settings.ledger_url or home.ledger)
            registers, faults = registers_of(home, settings)
        with ledger:
            swept = sweep(home) if was_cut_off(ledger) else 0
            now = local_now()
            run_id = f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
            ledger.start_run(run_id, now, run_date)
            run = Run(home, settings, ledger, registers, tuple(faults), run_id, now, run_date, rescan, progress, watch)
            journal.begin(run_id)
            if swept:
                journal.write(f"the run before was cut off; {swept} unfinished files of it removed", stage="run")
            for fault in faults:
                journal.write(f"config is spoilt, its last good copy is used: {fault.file}:{fault.line}", stage="run", level=logging.ERROR)
            try:
                yield run
            except BaseException as error:
                ledger.finish_run(run_id, local_now(), f"failed: {type(error).__name__}", {})
                journal.end(f"run failed: {type(error).__name__}", logging.ERROR)
                raise
            ledger.finish_run(run_id, local_now(), run.outcome, {name: round(1000 * spent) for name, spent in watch.seconds.items()})
            journal.end(f"run {run.outcome}", logging.INFO if run.outcome == "done" else logging.ERROR)


def registers_of(home: Home, settings: Settings) -> tuple[Registers, list[ConfigFault]]:
    """Today's registers, the last good ones where a file is spoilt, and what is wrong with the files."""
    return load_last_good(home.root / "config-good", settings.config_dir or default_config_dir(), home.config, fields_by_dataset())


def reload_registers(run: Run) -> None:
    """Read the registers again: a steward's answer may have changed the home's own within the run."""
    run.registers, faults = registers_of(run.home, run.settings)
    run.config_faults = tuple(faults)


@contextmanager
def _step(run: Run, name: str) -> Iterator[None]:
    """A step's time; and what broke in it, which Dagster catches before the run's own block could see it."""
    try:
        with run.watch.stage(name):
            yield
    except BaseException as error:
        run.outcome = f"failed: {type(error).__name__}"
        raise


def receive(run: Run) -> ReceiveResult:
    """Step 1: archive and number what is new in the inbox."""
    with _step(run, "receive"):
        got = scan(run.home, run.ledger, now=run.now, run_id=run.run_id, run_date=run.run_date, rescan=run.rescan, progress=run.told("receive"))
    journal.write(f"{got.files_seen} files seen, {len(got.deliveries)} new, {len(got.left)} left", stage="receive")
    return got


def intake(run: Run, *, missing: bool = False, named: Collection[str] = ()) -> IntakeResult:
    """Step 2: read every delivery that has no outcome yet, or was read before a steward decided on it.

    With `missing` also those that lost their files, and those `named` by their ids.
    """
    with _step(run, "intake"):
        secret = run.settings.applicant_key
        reader = make_reader(run.registers, run.home.applicant_key(secret.get_secret_value() if secret else None))
        taken = take_in(
            run.home,
            run.ledger,
            run.registers,
            reader,
            make_vocabulary(run.registers),
            settings=run.settings,
            watch=run.watch,
            progress=run.told("intake"),
            missing=missing,
            named=named,
        )
    journal.write(f"{len(taken.statuses)} deliveries read", stage="intake")
    for delivery_id, status in taken.statuses.items():
        if delivery_id in taken.faults:
            journal.write("delivery broke inside us", stage="intake", delivery_id=delivery_id, level=logging.ERROR)
        elif status in ("held", "rejected"):
            journal.write(f"delivery {status}", stage="intake", delivery_id=delivery_id)
    return taken


def settle(run: Run) -> int:
    """Step 3: decide which submissions count. Gives how many standings changed.

    Series with an unjudged submission are judged; so are those of deliveries retracted or no longer retracted, of releases given or taken back.
    What a crash left unjudged is judged here too.
    """
    with _step(run, "resolve"):
        submissions = run.ledger.submissions_frame(JUDGED_BY)
        decisions = decided(run.ledger.decisions())
        retracted = frozenset(decisions.retracted)
        touched = {
            series
            for series, standing, submission_id, delivery_id in submissions.select("series", "standing", "submission_id", "delivery_id").iter_rows()
            if standing is None or (standing == "retracted") != (delivery_id in retracted) or submission_id in decisions.ever_released
        }
        if not touched:
            update_statuses(run.home, run.ledger, decisions, ())
            return 0
        keys = keys_in_records(run.home.root, submissions)
        share = run.settings.partial_share
        standings = resolve(submissions, keys, touched, partial_share=share, released=decisions.released, retracted=retracted)
        changed = changed_standings(submissions, standings)
        run.ledger.set_standings([Standing(**row) for row in changed.iter_rows(named=True)])
        before = submissions.filter(pl.col("submission_id").is_in(changed["submission_id"].implode()))
        # A hold of this stage shows in the delivery's status, and so does its end; other standings do not.
        partial = set(before.filter(pl.col("hold_code") == PARTIAL)["submission_id"]) | set(
            changed.filter(pl.col("hold_code") == PARTIAL)["submission_id"]
        )
        owners = before.filter(pl.col("submission_id").is_in(list(partial)))["delivery_id"].unique().to_list()
        update_statuses(run.home, run.ledger, decisions, owners)
        return changed.height


def full_build_due(home: Home) -> Path:
    """A mark in the home: rows may have changed under a reading's name, so the next build must use nothing of the published file."""
    return home.root / "full-build.due"


def build(run: Run, *, full: bool = False) -> BuildResult | None:
    """Step 4: a new warehouse file beside the published one; null where nothing changed.

    While the pointer is pinned, the published file is an old one: then it is compared with the newest file that was built.
    """
    from pipelines.build import build as build_file

    with _step(run, "build"):
        full = full or full_build_due(run.home).exists()
        if not full and pinned(run.ledger) and newest_shows_all(run.home, run.ledger, run.registers, run.settings):
            return None
        return build_file(run.home, run.ledger, run.registers, run.settings, local_now(), full)


def publish(run: Run, result: BuildResult) -> Publication:
    """Step 5: check the built file and swap the pointer, or refuse it. A pinned pointer stays: the file is checked and kept beside."""
    from pipelines.publish import publish as publish_file

    with _step(run, "publish"):
        # A restored home has no file to stay at, whatever was pinned where it came from.
        stays = pinned(run.ledger) and run.home.current.exists()
        made = publish_file(run.home, run.ledger, result, run.settings, local_now(), point=not stays)
    for check in made.failed:
        run.outcome = "refused: " + ", ".join(one.name for one in made.failed)
        journal.write(f"build {made.build} refused: {check.name}", stage="publish", level=logging.ERROR)
    if not made.failed:
        full_build_due(run.home).unlink(missing_ok=True)
        journal.write(f"build {made.build} {'published' if made.published else 'kept beside a pinned one'}", stage="publish")
    return made


def refresh(
    settings: Settings, run_date: dt.date | None = None, *, rescan: bool = False, progress: Progress | None = None, full: bool = False
) -> RefreshResult:
    """The whole run in this process, without Dagster: what tests and benchmarks call. Raises what is ours and global: no inbox, a full disk."""
    with open_run(settings, run_date, rescan=rescan, progress=progress) as run:
        received = receive(run)
        taken = intake(run)
        settle(run)
        result = build(run, full=full)
        publication = publish(run, result) if result else None
    return RefreshResult(run.run_id, received, taken, publication, run.config_faults, dict(run.watch.seconds))
