"""From the inbox to submissions that count: the assets whose truth is the ledger. What a step does is in `pipelines.refresh`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import dagster as dg

from assets.checks import ON_COUNTING, ON_READING, decisions_shown, reading_results, waiting_result
from assets.resources import WATCHER, RefreshRun, Watcher
from assets.tables_shown import table
from pipelines.ledger.rows import STANDINGS
from pipelines.report import status
from pipelines.report.day_cells import ROWS

if TYPE_CHECKING:
    import polars as pl

    from pipelines.refresh import Run

POOL = "duckdb_writer"
OPERATORS = ["team:operators"]

INBOX = dg.AssetSpec(
    "inbox",
    group_name="delivery",
    kinds={"file"},
    owners=OPERATORS,
    description="The folder where agencies drop their files, in any folders. Files stay there; a folder named by an agency code names the sender.",
)


@dg.asset(
    deps=[INBOX],
    group_name="delivery",
    kinds={"python", "sqlite"},
    owners=OPERATORS,
    pool=POOL,
    description="Deliveries: every file of the inbox as it came, archived once under its sha256, numbered in the order of delivery.",
)
def received_deliveries(refresh_run: RefreshRun) -> dg.MaterializeResult:
    """Step 1. Left files are looked at again in the next run."""
    from pipelines.refresh import receive

    run = refresh_run.open()
    result = receive(run)
    (WATCHER.get() or Watcher()).received = result
    left = [{"path": one.path, "why": one.why, "detail": one.detail} for one in result.left]
    return dg.MaterializeResult(
        data_version=dg.DataVersion(str(run.ledger.next_intake_no() - 1)),
        metadata={
            "new_deliveries": len(result.deliveries),
            "files_seen": result.files_seen,
            "files_known": result.files_known,
            "bytes_read": result.bytes_read,
            "files_left": len(left),
            "left": table(left),
            "seconds": _seconds(run, "receive"),
        },
    )


@dg.asset(
    deps=[received_deliveries],
    group_name="submission",
    kinds={"polars", "pandera", "parquet"},
    owners=OPERATORS,
    pool=POOL,
    check_specs=ON_READING,
    description="What the deliveries say: tables found, matched, parsed and judged; records and outcomes stand in Parquet, every row accounted for.",
)
def read_submissions(refresh_run: RefreshRun) -> Iterator[dg.MaterializeResult]:
    """Step 2. One delivery's trouble is its own; the checks look at all that is stored, not only at what this run took."""
    from pipelines.refresh import intake

    run = refresh_run.open()
    taken = intake(run)
    (WATCHER.get() or Watcher()).taken = taken
    deliveries = run.ledger.deliveries_frame()
    counts = status.counts_of(deliveries, "status")
    tables = run.ledger.table_reads_frame()
    new = tables.filter(tables["delivery_id"].is_in(list(taken.statuses)))
    yield dg.MaterializeResult(
        data_version=_version(deliveries.select("delivery_id", "current_reading")),
        metadata={
            "deliveries_read": len(taken.statuses),
            "deliveries_by_status": table([{"status": name, "deliveries": number} for name, number in counts.items()]),
            "deliveries_refused": sum(counts.get(name, 0) for name in status.REFUSED),
            "new_deliveries_refused": sum(name in status.REFUSED for name in taken.statuses.values()),
            **{name: int(tables[name].sum()) for name in ROWS},
            **{f"new_{name}": int(new[name].sum()) for name in ROWS},
            "seconds": _seconds(run, "intake"),
        },
        check_results=reading_results(run, deliveries),
    )


@dg.asset(
    deps=[read_submissions],
    group_name="submission",
    kinds={"python", "sqlite"},
    owners=OPERATORS,
    pool=POOL,
    check_specs=ON_COUNTING,
    description=(
        "Which submissions count: within a series the last one, parts together, what shrank too much is held; decided from the ledger alone. "
        "Its page lists what stewards decided, newest first."
    ),
)
def counting_submissions(refresh_run: RefreshRun) -> dg.MaterializeResult:
    """Step 3."""
    from pipelines.refresh import settle

    run = refresh_run.open()
    changed = settle(run)
    submissions = run.ledger.submissions_frame()
    standings = status.counts_of(submissions, "standing")
    decisions = run.ledger.decisions()
    return dg.MaterializeResult(
        data_version=_version(submissions.select("submission_id", "reading", "standing")),
        metadata={
            "standings_changed": changed,
            **{f"submissions_{name}": standings.get(name, 0) for name in STANDINGS},
            "decisions": decisions_shown(decisions),
            "decisions_made": len(decisions),
            "seconds": _seconds(run, "resolve"),
        },
        check_results=[waiting_result(run)],
    )


def _seconds(run: Run, stage: str) -> float:
    return round(run.watch.seconds.get(stage, 0.0), 2)


def _version(state: pl.DataFrame) -> dg.DataVersion:
    """A version of stored state: a run without news gives the same, and nothing downstream is shown as out of step."""
    return dg.DataVersion(hashlib.sha256(state.write_csv().encode()).hexdigest()[:16])
