"""What waits for a steward now, and the command that answers each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipelines.resolve import PARTIAL
from pipelines.steward.deliveries import HEADER_HOLDS

if TYPE_CHECKING:
    from pipelines.ledger import Ledger

_ANSWERS = {
    "AGENCY_UNKNOWN": "tonghop assign {delivery} --agency MÃ --why LÝ_DO",
    "AGENCY_CONFLICT": "tonghop assign {delivery} --agency MÃ --why LÝ_DO",
    "DATE_OUT_OF_RANGE": "tonghop assign {delivery} --date NGÀY --why LÝ_DO",
    PARTIAL: "tonghop release {submission} --why LÝ_DO",
    **dict.fromkeys(HEADER_HOLDS, "tonghop map show {table}"),
}
_OTHERWISE = "tonghop retract {delivery} --reason LÝ_DO"
"""A table in doubt about its own rows (SUBTOTAL_DOUBTFUL) is the sender's to mend: a corrected file, and this one taken back."""


@dataclass(frozen=True, slots=True)
class OpenHold:
    """One submission that waits. `command` answers it, with capitals where the steward has to fill in."""

    submission_id: str
    delivery_id: str
    path: str
    dataset: str
    agency_code: str | None
    reported_on: dt.date | None
    rows: int
    code: str
    command: str


def open_holds(ledger: Ledger) -> list[OpenHold]:
    """Every held submission of a delivery that stands, oldest first."""
    paths = dict(ledger.deliveries_frame().select("delivery_id", "path").iter_rows())
    held = ledger.submissions_frame().filter(pl.col("standing") == "held").sort("delivered_at", "submission_id")
    return [
        OpenHold(
            row["submission_id"],
            row["delivery_id"],
            paths[row["delivery_id"]],
            row["dataset"],
            row["agency_code"],
            row["reported_on"],
            row["row_count"],
            row["hold_code"] or "",
            _ANSWERS.get(row["hold_code"] or "", _OTHERWISE).format(
                delivery=row["delivery_id"], submission=row["submission_id"], table=row["table_id"]
            ),
        )
        for row in held.iter_rows(named=True)
    ]
