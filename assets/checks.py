"""Checks that warn and never block: what the senders or a steward must answer. Each judges stored state and says what to do.

What proves a build before it is published stands in `assets.warehouse`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import dagster as dg

from assets.tables_shown import table

if TYPE_CHECKING:
    import polars as pl

    from pipelines.ledger import Decision
    from pipelines.refresh import Run
    from pipelines.report.lateness import Lateness

READ = dg.AssetKey("read_submissions")
COUNTING = dg.AssetKey("counting_submissions")
ISSUES = dg.AssetKey(["audit", "issue"])
COMPLIANCE = dg.AssetKey(["mart", "submission_compliance"])
PUBLISHED = dg.AssetKey("published_warehouse")
LISTED = 60
"""Rows that a table in a check shows; `tonghop status --json` gives all."""
NEWEST = 200
"""Refused deliveries whose stored issues are read for the table by code: a run without news must not read years of them."""

ON_READING = [
    dg.AssetCheckSpec("no_fault_of_ours", asset=READ, description="Deliveries that broke inside the pipeline: ours to mend, not theirs."),
    dg.AssetCheckSpec("registers_are_sound", asset=READ, description="Every config file is usable; a spoilt one leaves the last good one in use."),
    dg.AssetCheckSpec(
        "deliveries_were_taken",
        asset=READ,
        description="Deliveries that were rejected or are held: why, by code and file by file. Answer: a corrected file, assign, map, retract.",
    ),
]
ON_COUNTING = [
    dg.AssetCheckSpec(
        "nothing_waits_for_a_steward", asset=COUNTING, description="Tables and submissions that are held, each with the command that answers it."
    ),
]
ON_WAREHOUSE = [
    dg.AssetCheckSpec(
        "data_has_no_errors",
        asset=ISSUES,
        description="Findings on what was sent for the latest date, by code with an example: the senders' to mend.",
    ),
    dg.AssetCheckSpec(
        "every_agency_reported",
        asset=COMPLIANCE,
        description="Agencies that are late, missing or held on the latest closed reporting day. Sundays and holidays ask for nothing.",
    ),
    dg.AssetCheckSpec(
        "pointer_is_free", asset=PUBLISHED, description="No rollback holds the published file back; else refreshes go on but do not publish."
    ),
]


def reading_results(run: Run, deliveries: pl.DataFrame) -> list[dg.AssetCheckResult]:
    """The results of ON_READING, from the ledger's deliveries and the registers' faults."""
    from pipelines.report import status
    from pipelines.report.issue_examples import by_code_of
    from schemas import issues

    refused = status.refused_deliveries(deliveries)
    broken = refused.filter(refused["reason"] == issues.INTERNAL_FAULT.message_vi)
    theirs = refused.filter(refused["reason"].is_null() | (refused["reason"] != issues.INTERNAL_FAULT.message_vi))
    by_code = by_code_of(run.home, deliveries.filter(deliveries["delivery_id"].is_in(theirs["delivery_id"].head(NEWEST).implode())))
    faults = [{"file": fault.file, "line": fault.line, "fault": fault.message} for fault in run.config_faults]
    return [
        _result(
            READ, "no_fault_of_ours", not broken.height, {"deliveries": table(broken.head(LISTED).to_dicts()), "broken": broken.height}, severe=True
        ),
        _result(READ, "registers_are_sound", not faults, {"faults": table(faults[:LISTED])}, severe=True),
        _result(
            READ,
            "deliveries_were_taken",
            not theirs.height,
            {
                "by_code": _by_code(by_code),
                "deliveries": table(theirs.head(LISTED).to_dicts()),
                "held_or_rejected": theirs.height,
            },
        ),
    ]


def waiting_result(run: Run) -> dg.AssetCheckResult:
    """The result of `nothing_waits_for_a_steward`, from the ledger."""
    from pipelines.report.issue_examples import held_because
    from pipelines.steward.open_holds import open_holds

    holds = open_holds(run.ledger)
    if not holds:
        return _result(COUNTING, "nothing_waits_for_a_steward", True, {"waiting": 0})
    deliveries = run.ledger.deliveries_frame()
    deliveries = deliveries.filter(deliveries["delivery_id"].is_in([one.delivery_id for one in holds[-LISTED:]]))
    said = held_because(run.home, deliveries)
    # What holds a submission after its reading (a resubmission that shrank) is said by the delivery alone.
    reasons = dict(deliveries.select("delivery_id", "reason").iter_rows())
    rows = [
        {
            "file": one.path,
            "what": ", ".join(str(part) for part in (one.dataset, one.agency_code, one.reported_on) if part) + f", {one.rows} rows",
            "why": f"{one.code}: {said.get((one.delivery_id, one.code)) or reasons.get(one.delivery_id) or ''}",
            "answer": one.command,
        }
        for one in reversed(holds[-LISTED:])
    ]
    return _result(COUNTING, "nothing_waits_for_a_steward", False, {"waiting": len(holds), "holds": table(rows)})


def errors_result(by_code: pl.DataFrame, on: dt.date | None) -> dg.AssetCheckResult:
    """The result of `data_has_no_errors` from `issue_examples.by_code_on`. Warnings are told; only errors fail it."""
    counts = {name: int(by_code.filter(by_code["severity"] == name)["issues"].sum()) for name in ("error", "warning")}
    metadata = {"by_code": _by_code(by_code), "as_of": str(on), "errors": counts["error"], "warnings": counts["warning"]}
    return _result(ISSUES, "data_has_no_errors", not counts["error"], metadata)


def _by_code(found: pl.DataFrame) -> dg.TableMetadataValue | dg.TextMetadataValue:
    """Issues by code in few columns, each with the place of one example and what stands there."""
    return table(
        [
            {
                "code": row["code"],
                "severity": f"{row['severity']}, {row['action']}",
                **{name: row[name] for name in ("issues", "agencies", "message_vi")},
                "example": _example(row),
            }
            for row in found.head(LISTED).iter_rows(named=True)
        ]
    )


def _example(row: dict[str, Any]) -> str:
    """'file sheet cell: value'; what is wrong with a whole file names it already."""
    value = row["value"] or ""
    if value.startswith(row["file"]):
        return value
    return " ".join(part for part in (row["file"], row["sheet"], row["cell"]) if part) + (f": {value}" if value else "")


def lateness_result(found: Lateness) -> dg.AssetCheckResult:
    """The one check of who is late, by the dated calendar."""
    states = found.absent["state"]
    counts = {f"agencies_{name}": int((states == name).sum()) for name in ("missing", "held", "carried", "late")}
    told = f"{found.absent.height} of {found.expected} agencies have not sent all, in time, for {found.on}" if found.on else "no reporting day yet"
    if found.silent_days:
        told += f"; since then nobody has sent for {found.silent_days} reporting days"
    metadata = {
        "absent": table([_absent(row) for row in found.absent.iter_rows(named=True)]),
        "as_of": str(found.on),
        "agencies_expected": found.expected,
        **counts,
    }
    return _result(COMPLIANCE, "every_agency_reported", found.is_good, {**metadata, "silent_days": found.silent_days}, told=told)


def _absent(row: dict[str, Any]) -> dict[str, Any]:
    """One agency in few columns: the UI's table is narrow."""
    return {
        "agency": row["agency_code"],
        "name_vi": row["name_vi"],
        "state": row["state"],
        "datasets": row["datasets"],
        "last_report": row["last_reported_on"] or "never",
        "days_since": "" if row["days_since"] is None else row["days_since"],
    }


def pin_result(pin: Decision | None, published: str) -> dg.AssetCheckResult:
    """Whether a rollback is in force; says how to release it."""
    if pin is None:
        return _result(PUBLISHED, "pointer_is_free", True, {"build": published})
    metadata = {
        "build": published,
        "since": f"{pin.at:%Y-%m-%d %H:%M}",
        "who": pin.who,
        "why": pin.why,
        "answer": "tonghop rollback --release --why LÝ_DO",
    }
    told = f"pinned to {pin.subject} since {pin.at:%Y-%m-%d %H:%M} by {pin.who}; release: tonghop rollback --release --why LÝ_DO"
    return _result(PUBLISHED, "pointer_is_free", False, metadata, told=told)


def decisions_shown(decisions: Sequence[Decision]) -> dg.TableMetadataValue | dg.TextMetadataValue:
    """Stewards' decisions as a table, newest first."""
    newest = list(reversed(decisions))[:LISTED]
    return table(
        [
            {
                "at": f"{one.at:%Y-%m-%d %H:%M}",
                "who": one.who,
                "decision": f"{one.action} (undone)" if one.payload.get("undo") else one.action,
                "why": one.why,
                "subject": one.subject,
            }
            for one in newest
        ]
    )


def _result(
    key: dg.AssetKey, name: str, passed: bool, metadata: dict[str, Any], *, severe: bool = False, told: str | None = None
) -> dg.AssetCheckResult:
    severity = dg.AssetCheckSeverity.ERROR if severe else dg.AssetCheckSeverity.WARN
    return dg.AssetCheckResult(asset_key=key, check_name=name, passed=passed, severity=severity, metadata=metadata, description=told)
