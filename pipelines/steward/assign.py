"""Assign: a steward says which agency a delivery is from, or which day it speaks of. The delivery is then read again so."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from pipelines.intake import latest_date
from pipelines.steward.decisions import ASSIGN, UNDO, StewardRefused, decided, record
from pipelines.steward.deliveries import find_delivery

if TYPE_CHECKING:
    from pipelines.ledger import Decision, Ledger
    from pipelines.registers import Registers


def assign(
    ledger: Ledger,
    registers: Registers,
    delivery: str,
    *,
    agency: str | None = None,
    on: dt.date | None = None,
    why: str,
    who: str | None = None,
    undo: bool = False,
    earliest_on: dt.date,
) -> Decision:
    """Record that a delivery is from `agency` (a code or a whole name), or speaks of the day `on`; what is not named stays as it was assigned.

    `undo` takes all assignments of the delivery back. Raises StewardRefused for an unknown agency, a day that would be held, a retracted delivery,
    or one that cannot be read at all.
    """
    one = find_delivery(ledger, delivery)
    decisions = decided(ledger.decisions())
    if one.delivery_id in decisions.retracted:
        raise StewardRefused(f"{one.delivery_id} is retracted; take that back first: tonghop retract {one.delivery_id} --undo --reason ...")
    if one.status == "rejected":
        raise StewardRefused(f"{one.delivery_id} cannot be read, so nothing can be assigned to it: {one.reason}")
    before = decisions.of(one.delivery_id)
    if undo:
        if agency or on:
            raise StewardRefused("--undo takes back the whole assignment; leave out --agency and --date")
        if before.agency_code is None and before.reported_on is None:
            raise StewardRefused(f"nothing is assigned to {one.delivery_id}")
        return record(ledger, ASSIGN, one.delivery_id, why, who, {UNDO: True})
    if agency is None and on is None:
        raise StewardRefused("say what to assign: --agency, --date, or both")
    payload: dict[str, Any] = {}
    if on is not None:
        latest = latest_date(one)
        if not earliest_on <= on <= latest:
            raise StewardRefused(f"{on.isoformat()} would be held: a reporting date of this delivery lies between {earliest_on} and {latest}")
        payload["date"] = on.isoformat()
    if agency is not None:
        day = on or before.reported_on or one.delivered_at.date()
        hit = registers.agency_of_code(agency, day) or registers.agency_of_name(agency, day)
        if hit is None:
            raise StewardRefused(f"{agency!r} is no agency of the register on {day.isoformat()}; give its code, such as BTC or H26")
        payload["agency"] = hit.agency_code
    return record(ledger, ASSIGN, one.delivery_id, why, who, payload)
