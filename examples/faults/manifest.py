"""What was planted, and what must become of it: one `Fault` a file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date


@dataclass(frozen=True)
class Expected:
    """One finding that a reader must make. Where `cell` or `row_number` is None, it need not say where."""

    code: str
    action: str
    """load, blank, quarantine, hold or reject"""
    sheet: str | None = None
    cell: str | None = None
    row_number: int | None = None
    value: str | None = None


@dataclass(frozen=True)
class Fault:
    """One file with something wrong in it, or about it.

    `status` is the delivery's, `standing` that of what it submits (None where it submits nothing or nothing is said of it), `reported_on` the day
    that it must be read as speaking of.
    """

    kind: str
    what: str
    path: str
    agency_code: str
    delivered_on: date
    status: str
    issues: tuple[Expected, ...] = ()
    standing: str | None = None
    reported_on: date | None = None


@dataclass(frozen=True)
class FaultManifest:
    """All that was planted, for those who test; never put into the inbox. `others` are honest files that stand beside, by path."""

    days: tuple[date, ...]
    faults: tuple[Fault, ...]
    others: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Ready for json."""
        return {
            "days": [day.isoformat() for day in self.days],
            "others": list(self.others),
            "faults": [
                {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(fault).items()} for fault in self.faults
            ],
        }
