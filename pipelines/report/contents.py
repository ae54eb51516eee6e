"""What each delivery's current reading holds, as a mark that the ledger keeps. Files are opened only where the ledger does not know yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipelines.store import content_of

if TYPE_CHECKING:
    from pipelines.home import Home
    from pipelines.ledger import Ledger


def contents(home: Home, ledger: Ledger) -> pl.DataFrame:
    """`Ledger.contents_frame` without a null content: what the ledger did not know is looked at and written to it. The caller is the home's writer.

    Not known are the readings of a ledger of before, and those that were being read again when a run was cut off.
    """
    found = ledger.contents_frame()
    unknown = found.filter(pl.col("content").is_null()).select("delivery_id", "reading").rows()
    if not unknown:
        return found
    ledger.set_contents({(one, reading): content_of(home.outcome_dir(one, reading)) for one, reading in unknown})
    return ledger.contents_frame()
