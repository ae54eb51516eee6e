"""Release: a resubmission that was held because it is much smaller than what it replaces counts after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipelines.resolve import PARTIAL
from pipelines.steward.decisions import RELEASE, UNDO, StewardRefused, decided, record
from pipelines.steward.deliveries import find_delivery

if TYPE_CHECKING:
    from pipelines.ledger import Decision, Ledger


def release(ledger: Ledger, subject: str, *, why: str, who: str | None = None, undo: bool = False) -> list[Decision]:
    """Record that held resubmissions count: one submission by its id, or all of a delivery's. `undo` takes releases back.

    Raises StewardRefused where nothing of it is held as PARTIAL_RESUBMISSION (or, with `undo`, nothing of it was released): other holds are
    answered by `assign` and `map confirm`.
    """
    submissions = ledger.submissions_frame()
    own = submissions.filter(pl.col("submission_id") == subject)
    if not own.height:
        delivery_id = find_delivery(ledger, subject).delivery_id
        own = submissions.filter(pl.col("delivery_id") == delivery_id)
    if undo:
        given = decided(ledger.decisions(RELEASE)).released
        wanted = own.filter(pl.col("submission_id").is_in(list(given)))
        if not wanted.height:
            raise StewardRefused(f"nothing of {subject} was released")
    else:
        wanted = own.filter((pl.col("standing") == "held") & (pl.col("hold_code") == PARTIAL))
        if not wanted.height:
            others = ", ".join(sorted(set(own["hold_code"].drop_nulls())))
            raise StewardRefused(
                f"nothing of {subject} is held as {PARTIAL}" + (f" but as {others}; answer that by assign or map confirm" if others else "")
            )
    payload = {UNDO: True} if undo else {}
    return [record(ledger, RELEASE, one, why, who, payload) for one in wanted["submission_id"].to_list()]
