"""A delivery's status from what is stored of it and what was decided since. So a decision that is taken back leaves no trace in the status.

The intake gives the same status and reason when it reads (`pipelines.digest.submissions`); a test compares the two.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import polars as pl

from pipelines.ledger.rows import DeliveryStatus
from pipelines.resolve import PARTIAL
from schemas import issues

if TYPE_CHECKING:
    from pipelines.home import Home
    from pipelines.ledger import Ledger
    from pipelines.steward.decisions import Decided

_ISSUE = {"code": pl.String(), "severity": pl.String(), "action": pl.String(), "message_vi": pl.String(), "table_id": pl.String()}
_SHOWN = 3
"""Reasons that a status quotes."""


def update_statuses(home: Home, ledger: Ledger, decided: Decided, changed: Collection[str]) -> list[DeliveryStatus]:
    """Give every delivery the status that it has now, where it is another than before; gives what was written.

    `changed` are deliveries of which a standing has changed; those retracted, or no longer retracted, are found here.
    """
    deliveries = ledger.deliveries_frame(("delivery_id", "status", "reason", "current_reading"))
    taken_back = set(decided.retracted)
    was_taken_back = set(deliveries.filter(pl.col("status") == "retracted")["delivery_id"])
    wanted = set(changed) | (taken_back ^ was_taken_back)
    if not wanted:
        return []
    submissions, tables = ledger.submissions_frame(of=wanted), ledger.table_reads_frame(of=wanted)
    changes = []
    for row in deliveries.filter(pl.col("delivery_id").is_in(list(wanted))).iter_rows(named=True):
        delivery_id = row["delivery_id"]
        reason: str | None
        if delivery_id in taken_back:
            status, reason = "retracted", decided.retracted[delivery_id].why
        elif row["current_reading"] is None:
            continue  # not read yet: the intake will say
        else:
            status, reason = status_as_read(home, delivery_id, row["current_reading"], tables.filter(pl.col("delivery_id") == delivery_id))
            own = submissions.filter(pl.col("delivery_id") == delivery_id)
            if own.filter(pl.col("hold_code") == PARTIAL).height:
                status = "held" if (own["standing"] == "held").all() else "partially_accepted"
                reason = issues.PARTIAL_RESUBMISSION.message_vi.format(value="một phần")
        if (status, reason) != (row["status"], row["reason"]):
            changes.append(DeliveryStatus(delivery_id, status, reason))  # type: ignore[arg-type]
    ledger.set_delivery_status(changes)
    return changes


def status_as_read(home: Home, delivery_id: str, reading: str, tables: pl.DataFrame) -> tuple[str, str | None]:
    """(status, reason) that the reading of a delivery gave, from its stored issues and the ledger's rows of its tables."""
    path = home.outcome_dir(delivery_id, reading) / "issue.parquet"
    found = pl.read_parquet(path, columns=list(_ISSUE)) if path.exists() else pl.DataFrame(schema=_ISSUE)
    refusals = found.filter((pl.col("action") == "reject") & pl.col("table_id").is_null())
    if refusals.height:
        return "rejected", refusals["message_vi"][0]
    if issues.DUPLICATE_DELIVERY.code in found["code"]:
        return "duplicate", issues.DUPLICATE_DELIVERY.message_vi
    data = tables.filter(pl.col("status") != "skipped")
    if (data["status"] == "held").all():
        return "held", _reason(found)
    if data["rows_held"].sum() or data["rows_quarantined"].sum():
        return "partially_accepted", _reason(found)
    return ("accepted_with_issues" if (found["severity"] != "info").any() else "accepted"), None


def _reason(found: pl.DataFrame) -> str:
    texts = found.filter(pl.col("action").is_in(["hold", "quarantine"]))["message_vi"].unique(maintain_order=True).to_list()
    more = f" (và {len(texts) - _SHOWN} nội dung khác)" if len(texts) > _SHOWN else ""
    return " ".join(texts[:_SHOWN]) + more
