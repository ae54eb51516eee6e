"""Retract: a delivery is taken back. Its bytes, readings and records stay; its submissions stop counting, those before them count again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.steward.decisions import RETRACT, UNDO, StewardRefused, decided, record
from pipelines.steward.deliveries import find_delivery

if TYPE_CHECKING:
    from pipelines.ledger import Decision, Ledger


def retract(ledger: Ledger, delivery: str, *, reason: str, who: str | None = None, undo: bool = False) -> Decision:
    """Record that a delivery is taken back, or, with `undo`, that it stands after all. What follows is for `refresh.settle`.

    Raises StewardRefused where it is (or is not) retracted already, or was not read yet.
    """
    one = find_delivery(ledger, delivery)
    is_retracted = one.delivery_id in decided(ledger.decisions(RETRACT)).retracted
    if undo and not is_retracted:
        raise StewardRefused(f"{one.delivery_id} is not retracted")
    if not undo and is_retracted:
        raise StewardRefused(f"{one.delivery_id} is retracted already: {one.reason}")
    if one.current_reading is None:
        raise StewardRefused(f"{one.delivery_id} was not read yet; run: tonghop refresh")
    return record(ledger, RETRACT, one.delivery_id, reason, who, {UNDO: True} if undo else {"status": one.status})
