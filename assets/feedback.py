"""Feedback to senders as an asset: the last step of the daily job. It never stops a publication, and one delivery's trouble stays its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dagster as dg

from assets.resources import RefreshRun
from assets.steps import OPERATORS, POOL
from assets.tables_shown import table
from assets.warehouse import PUBLISHED

if TYPE_CHECKING:
    from pipelines.refresh import Run
    from pipelines.report.feedback import Feedback

SECONDS = 60.0
"""Seconds that a daily run gives to feedback; what is left is written by the next run, or by `tonghop feedback`."""


@dg.asset(
    deps=[PUBLISHED],
    group_name="publication",
    kinds={"excel", "json"},
    owners=OPERATORS,
    pool=POOL,
    check_specs=[
        dg.AssetCheckSpec(
            "every_sender_is_answered",
            asset="feedback_to_senders",
            description="A receipt for every delivery that was read, and a marked workbook where something is to be mended.",
        )
    ],
    description=(
        "Receipts and marked workbooks under reports/DATE/feedback/AGENCY, one folder an agency. Only what is new is written: a delivery whose "
        "reading or status did not change keeps its feedback."
    ),
)
def feedback_to_senders(refresh_run: RefreshRun) -> dg.MaterializeResult:
    """After publication. What fails here is a warning, never a failed run: the figures are out already."""
    run = refresh_run.open()
    done = answer_senders(run)
    trouble = [{"delivery": delivery_id, "what": what} for delivery_id, what in done.failed.items()]
    return dg.MaterializeResult(
        data_version=dg.DataVersion(done.state or "unknown"),
        metadata=figures_of(run, done),
        check_results=[
            dg.AssetCheckResult(
                check_name="every_sender_is_answered",
                passed=not trouble and not done.left,
                severity=dg.AssetCheckSeverity.WARN,
                metadata={"failed": table(trouble[:50]), "left": done.left},
            )
        ],
    )


def answer_senders(run: Run) -> Feedback:
    """What is new, written within SECONDS. What the disk refuses is told as a failure; it raises nothing of the sort."""
    from pipelines.report.feedback import Feedback, write_feedback

    try:
        with run.watch.stage("feedback"):
            return write_feedback(run.home, run.ledger, run.registers, seconds=SECONDS)
    except OSError as error:
        return Feedback(failed={"index": f"{type(error).__name__} ({error.strerror})"})


def figures_of(run: Run, done: Feedback) -> dict[str, Any]:
    """What the asset's page shows of one run."""
    return {
        "receipts_written": done.receipts,
        "workbooks_written": done.workbooks,
        "unchanged": done.unchanged,
        "left_for_the_next_run": done.left,
        "failed": len(done.failed),
        "seconds": round(run.watch.seconds.get("feedback", 0.0), 2),
        "folder": dg.MetadataValue.path(str(run.home.reports)),
    }
