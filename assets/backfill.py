"""Days taken in again, from the UI or the command line: one partition a day, one run for a whole range. What that means is in `pipelines.reread`."""

import datetime as dt
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

import dagster as dg

from assets import running
from assets.deliveries_grid import DAYS, grid_told
from assets.feedback import answer_senders, feedback_to_senders, figures_of
from assets.resources import WATCHER, RefreshRun, Watcher
from assets.steps import OPERATORS, POOL, table
from assets.warehouse import PUBLISHED, SHOWN, key_of, refusal, row_counts

if TYPE_CHECKING:
    from pipelines.publish import Publication
    from pipelines.refresh import Run
    from pipelines.reread import Reread

# Backfill policies are "beta" in this series, which is pinned; an operator need not be told at every command.
warnings.filterwarnings("ignore", category=dg.BetaWarning, message=".*backfill_policy.*")


@dg.asset(
    partitions_def=DAYS,
    backfill_policy=dg.BackfillPolicy.single_run(),
    group_name="submission",
    kinds={"polars", "duckdb"},
    owners=OPERATORS,
    pool=POOL,
    check_specs=[
        dg.AssetCheckSpec("no_fault_of_ours", asset="days_read_again", description="Deliveries of these days that broke inside us: ours to mend.")
    ],
    description=(
        "Reporting days whose deliveries were read again by today's program, registers and stewards' decisions, then published in one build. "
        "Choose a range of days and launch it as one run; `tonghop backfill` does the same."
    ),
)
def days_read_again(context: dg.AssetExecutionContext, refresh_run: RefreshRun) -> Iterator[dg.MaterializeResult]:
    """The whole range in one step: deliveries that speak of several days are read once."""
    from pipelines.reread import read_again

    days = context.partition_key_range
    run = refresh_run.open()
    again = read_again(run, dt.date.fromisoformat(days.start), dt.date.fromisoformat(days.end))
    watcher = WATCHER.get() or Watcher()
    watcher.received, watcher.taken, watcher.publication = again.received, again.taken, again.publication
    with grid_told(context.instance, run, context.run.run_id):
        if again.publication is not None:
            _show(context, run, again.publication)
        _answer(context, run)
    yield _result(again)


def _show(context: dg.AssetExecutionContext, run: "Run", publication: "Publication") -> None:
    """The published tables as materialised, with their row counts; a refused build fails the run."""
    from pipelines.warehouse import attached

    if publication.failed:
        raise refusal(publication)
    if not publication.published:
        return
    with attached(run.home.current) as connection:
        rows = row_counts(connection)
    version = {"dagster/data_version": publication.build}
    for one in SHOWN:
        context.log_event(dg.AssetMaterialization(key_of(one), metadata={"dagster/row_count": rows[one.full_name]}, tags=version))
    context.log_event(dg.AssetMaterialization(PUBLISHED, metadata={"news": True, "build": publication.build}, tags=version))


def _answer(context: dg.AssetExecutionContext, run: "Run") -> None:
    """Receipts and workbooks of what says something else now, told as of the daily job's last step."""
    done = answer_senders(run)
    version = {"dagster/data_version": done.state or "unknown"}
    context.log_event(dg.AssetMaterialization(feedback_to_senders.key, metadata=figures_of(run, done), tags=version))


def _result(again: "Reread") -> dg.MaterializeResult:
    broken = [{"delivery_id": one} for one in again.taken.faults]
    return dg.MaterializeResult(
        metadata={
            "deliveries_read_again": len(again.named),
            "deliveries_changed": again.changed,
            "new_deliveries": len(again.received.deliveries),
            "build": again.publication.build if again.publication else "nothing had changed",
        },
        check_results=[
            dg.AssetCheckResult(
                check_name="no_fault_of_ours",
                passed=not broken,
                severity=dg.AssetCheckSeverity.ERROR,
                metadata={"deliveries": table(broken[:50])},
            )
        ],
    )


read_days_again = dg.define_asset_job(
    running.READ_AGAIN,
    selection=dg.AssetSelection.assets(days_read_again),
    executor_def=dg.in_process_executor,
    description="Takes in a range of days again, as one run: pick the days, then 'launch as a single run'. The same as `tonghop backfill`.",
)
