"""From the inbox to submissions that count: the assets whose truth is the ledger. What a step does is in `pipelines.refresh`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import dagster as dg

from assets.resources import WATCHER, RefreshRun, Watcher
from pipelines.report import status
from schemas import issues

if TYPE_CHECKING:
    import polars as pl

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
            "left": table(left) if left else 0,
        },
    )


@dg.asset(
    deps=[received_deliveries],
    group_name="submission",
    kinds={"polars", "pandera", "parquet"},
    owners=OPERATORS,
    pool=POOL,
    check_specs=[
        dg.AssetCheckSpec(
            "no_fault_of_ours", asset="read_submissions", description="Deliveries that broke inside the pipeline: ours to mend, not theirs."
        ),
        dg.AssetCheckSpec(
            "registers_are_sound", asset="read_submissions", description="Every config file is usable; a spoilt one leaves the last good one in use."
        ),
        dg.AssetCheckSpec("deliveries_were_taken", asset="read_submissions", description="Deliveries that wait for a steward or were rejected."),
    ],
    description="What the deliveries say: tables found, matched, parsed and judged; records and outcomes stand in Parquet, every row accounted for.",
)
def read_submissions(refresh_run: RefreshRun) -> Iterator[dg.MaterializeResult]:
    """Step 2. One delivery's trouble is its own; the checks look at all that is stored, not only at what this run took."""
    from pipelines.refresh import intake

    run = refresh_run.open()
    taken = intake(run)
    (WATCHER.get() or Watcher()).taken = taken
    deliveries = run.ledger.deliveries_frame()
    refused = status.refused_deliveries(deliveries)
    broken = refused.filter(refused["reason"] == issues.INTERNAL_FAULT.message_vi)
    counts = status.counts_of(deliveries, "status")
    tables = run.ledger.table_reads_frame()
    metadata = {
        "deliveries_read": len(taken.statuses),
        "deliveries_by_status": table([{"status": name, "deliveries": number} for name, number in counts.items()]),
        **{name: int(tables[name].sum()) for name in ("rows_read", "rows_loaded", "rows_quarantined", "rows_held", "rows_skipped")},
    }
    faults = [{"file": fault.file, "line": fault.line, "fault": fault.message} for fault in run.config_faults]
    yield dg.MaterializeResult(
        data_version=_version(deliveries.select("delivery_id", "current_reading")),
        metadata=metadata,
        check_results=[
            dg.AssetCheckResult(
                check_name="no_fault_of_ours",
                passed=not broken.height,
                severity=dg.AssetCheckSeverity.ERROR,
                metadata={"deliveries": table(broken.head(50).to_dicts())},
            ),
            dg.AssetCheckResult(
                check_name="registers_are_sound",
                passed=not faults,
                severity=dg.AssetCheckSeverity.ERROR,
                metadata={"faults": table(faults[:50])},
            ),
            dg.AssetCheckResult(
                check_name="deliveries_were_taken",
                passed=not refused.height,
                severity=dg.AssetCheckSeverity.WARN,
                metadata={"held_or_rejected": refused.height, "deliveries": table(refused.head(50).to_dicts())},
            ),
        ],
    )


@dg.asset(
    deps=[read_submissions],
    group_name="submission",
    kinds={"python", "sqlite"},
    owners=OPERATORS,
    pool=POOL,
    description="Which submissions count: within a series the last one, parts together, what shrank too much is held; decided from the ledger alone.",
)
def counting_submissions(refresh_run: RefreshRun) -> dg.MaterializeResult:
    """Step 3."""
    from pipelines.refresh import settle

    run = refresh_run.open()
    changed = settle(run)
    submissions = run.ledger.submissions_frame()
    standings = status.counts_of(submissions, "standing")
    return dg.MaterializeResult(
        data_version=_version(submissions.select("submission_id", "reading", "standing")),
        metadata={"standings_changed": changed, **{f"submissions_{name}": number for name, number in standings.items()}},
    )


def _version(state: pl.DataFrame) -> dg.DataVersion:
    """A version of stored state: a run without news gives the same, and nothing downstream is shown as out of step."""
    return dg.DataVersion(hashlib.sha256(state.write_csv().encode()).hexdigest()[:16])


def table(rows: list[dict[str, Any]]) -> dg.TableMetadataValue | dg.TextMetadataValue:
    """Rows as the UI shows them inline; cells become text or numbers."""
    if not rows:
        return dg.MetadataValue.text("none")
    cells = [{name: value if isinstance(value, int | float) else "" if value is None else str(value) for name, value in row.items()} for row in rows]
    kinds = {
        name: "int"
        if all(isinstance(row[name], int) for row in cells)
        else "float"
        if all(isinstance(row[name], int | float) for row in cells)
        else "string"
        for name in cells[0]
    }
    schema = dg.TableSchema([dg.TableColumn(name, kind) for name, kind in kinds.items()])
    return dg.MetadataValue.table([dg.TableRecord(row) for row in cells], schema)
