"""Which delivery, table or submission a steward means: by its id, its intake number, or the beginning of either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipelines.steward.decisions import StewardRefused

if TYPE_CHECKING:
    from pipelines.ledger import Delivery, Ledger

HEADER_HOLDS = ("HEADER_AMBIGUOUS", "REQUIRED_COLUMN_MISSING")
"""Holds that a confirmed column map answers."""


@dataclass(frozen=True, slots=True)
class HeldTable:
    """A table that waits because of its header."""

    delivery: Delivery
    table_id: str
    dataset: str
    sender: str | None
    hold_code: str
    rows: int


def find_delivery(ledger: Ledger, text: str) -> Delivery:
    """The delivery of an id, of an id's beginning, or of an intake number. Raises StewardRefused where none or several are meant."""
    exact = ledger.delivery(text)
    if exact is not None:
        return exact
    frame = ledger.deliveries_frame()
    means = pl.col("intake_no") == int(text) if text.isdecimal() and len(text) < 8 else pl.col("delivery_id").str.starts_with(text)
    found = frame.filter(means)["delivery_id"].to_list() if text else []
    if len(found) != 1:
        said = f"{text} is the beginning of {len(found)} deliveries" if found else f"there is no delivery {text}"
        raise StewardRefused(f"{said}; `tonghop status` lists the ids")
    one = ledger.delivery(found[0])
    assert one is not None
    return one


def held_tables(ledger: Ledger) -> list[HeldTable]:
    """Every table that waits because of its header, in the order of intake."""
    held = ledger.submissions_frame().filter((pl.col("standing") == "held") & pl.col("hold_code").is_in(list(HEADER_HOLDS)))
    found = []
    for row in held.sort("delivery_id", "table_id").iter_rows(named=True):
        delivery = ledger.delivery(row["delivery_id"])
        assert delivery is not None
        found.append(HeldTable(delivery, row["table_id"], row["dataset"], row["reported_by"], row["hold_code"], row["row_count"]))
    return found


def find_held_table(ledger: Ledger, text: str) -> HeldTable:
    """The held table of a table id, of DELIVERY/TABLE (`12/t1`), or of a delivery that holds only one. Raises StewardRefused."""
    delivery_text, _, table = text.partition("/") if "/" in text else (text, "", "")
    if not table and "-t" in text:
        delivery_text, _, number = text.rpartition("-t")
        table = f"t{number}"
    delivery = find_delivery(ledger, delivery_text)
    own = [one for one in held_tables(ledger) if one.delivery.delivery_id == delivery.delivery_id]
    wanted = [one for one in own if not table or one.table_id.endswith(f"-{table.rpartition('-')[2]}")]
    if len(wanted) != 1:
        names = ", ".join(one.table_id for one in own) or "none"
        raise StewardRefused(f"{text} is no one table that waits because of its header; of this delivery: {names}")
    return wanted[0]
