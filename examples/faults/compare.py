"""Compares what was planted with what a warehouse says of it. Takes plain rows; knows neither where they come from nor how they were made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .manifest import Expected, Fault, FaultManifest

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Verdict:
    """What became of one fault: 'found' as expected, 'otherwise' where it was noticed but not so, or 'missed'. `differences` say why."""

    fault: Fault
    outcome: str
    differences: tuple[str, ...] = ()

    @property
    def is_found(self) -> bool:
        """Whether all that was expected came true."""
        return self.outcome == "found"


def compare(manifest: FaultManifest, deliveries: Iterable[Row], issues: Iterable[Row], submissions: Iterable[Row]) -> list[Verdict]:
    """One verdict a fault, in the manifest's order.

    The rows have the columns of audit.delivery (delivery_id, path, status, delivered_at), audit.issue (delivery_id, code, action, sheet, cell,
    row_number, value) and audit.submission (delivery_id, standing, reported_on); more do no harm. Where a path was delivered several times, its
    first delivery on or after the fault's day is meant.
    """
    by_path: dict[str, list[Row]] = defaultdict(list)
    for row in deliveries:
        by_path[row["path"]].append(row)
    found: dict[str, list[Row]] = defaultdict(list)
    for row in issues:
        found[row["delivery_id"]].append(row)
    submitted: dict[str, list[Row]] = defaultdict(list)
    for row in submissions:
        submitted[row["delivery_id"]].append(row)
    return [_verdict(fault, by_path[fault.path], found, submitted) for fault in manifest.faults]


def _verdict(fault: Fault, deliveries: list[Row], issues: dict[str, list[Row]], submissions: dict[str, list[Row]]) -> Verdict:
    since = sorted((row for row in deliveries if _moment(row).date() >= fault.delivered_on), key=_moment)
    if not since:
        return Verdict(fault, "missed", (f"no delivery of {fault.path}",))
    delivery = since[0]
    own_issues, own_submissions = issues[delivery["delivery_id"]], submissions[delivery["delivery_id"]]
    differences = [difference for expected in fault.issues if (difference := _difference(expected, own_issues))]
    noticed = len(differences) < len(fault.issues) or any(row["code"] in {one.code for one in fault.issues} for row in own_issues)
    if _moment(delivery).date() != fault.delivered_on:
        differences.append(f"delivered on {_moment(delivery).date()}, not {fault.delivered_on}")
    if delivery["status"] != fault.status:
        differences.append(f"status {delivery['status']}, not {fault.status}")
    else:
        noticed = noticed or fault.status != "accepted"
    for name, wanted in (("standing", fault.standing), ("reported_on", fault.reported_on)):
        said = sorted({str(row[name]) for row in own_submissions})
        if wanted is not None and said != [str(wanted)]:
            differences.append(f"{name} {', '.join(said) or 'nothing'}, not {wanted}")
    return Verdict(fault, "otherwise" if differences and noticed else "missed" if differences else "found", tuple(differences))


def _moment(delivery: Row) -> datetime:
    moment: datetime = delivery["delivered_at"]
    return moment


def _difference(expected: Expected, issues: list[Row]) -> str | None:
    """None where some issue is as expected; else what is nearest to it."""
    same = [row for row in issues if row["code"] == expected.code]
    if not same:
        return f"no {expected.code}"
    wanted = {name: value for name in ("action", "sheet", "cell", "row_number", "value") if (value := getattr(expected, name)) is not None}
    if any(all(row[name] == value for name, value in wanted.items()) for row in same):
        return None
    nearest = max(same, key=lambda row: sum(row[name] == value for name, value in wanted.items()))
    return f"{expected.code} with " + ", ".join(f"{name} {nearest[name]}" for name, value in wanted.items() if nearest[name] != value)
