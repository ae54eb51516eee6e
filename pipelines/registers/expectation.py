"""Who must send what on a day: roles, the agencies that hold them, and the days on which nobody reports.

Here belongs the calendar and the expansion of group names. What was in fact sent is for the warehouse to compare.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.registers.agencies import Agencies, Agency
from pipelines.registers.tables import valid_on

GROUPS = {
    "central": ("ministry", "ministerial_agency", "government_agency"),
    "ministries": ("ministry", "ministerial_agency"),
    "government_agencies": ("government_agency",),
    "provincial": ("province", "city"),
    "cities": ("city",),
    "all": ("ministry", "ministerial_agency", "government_agency", "province", "city"),
}
"""Members of each group: bộ and cơ quan ngang bộ are ministries, 22 central bodies with the five government agencies since 1 March 2025."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One row of the register of expected submissions."""

    role: str
    dataset: str
    valid_from: dt.date | None
    valid_to: dt.date | None


@dataclass(frozen=True, slots=True)
class DayOff:
    """Days without reports: a stretch of dates, or every `weekday` (1 Monday to 7 Sunday) within them."""

    weekday: int | None
    valid_from: dt.date | None
    valid_to: dt.date | None


def members(agencies: Agencies, group: str, on: dt.date) -> list[Agency]:
    """The bodies of a group (central, ministries, government_agencies, provincial, cities, all) that exist that day. Raises KeyError."""
    return agencies.valid(on, *GROUPS[group])


def is_reporting_day(days_off: Iterable[DayOff], on: dt.date) -> bool:
    """Whether reports are due for that day."""
    return not any(valid_on(off.valid_from, off.valid_to, on) and off.weekday in (None, on.isoweekday()) for off in days_off)


def due_on(days_off: Iterable[DayOff], on: dt.date) -> dt.date:
    """The next reporting day after `on`: by its end the reports for `on` must be in. The following day where a year has none."""
    off = tuple(days_off)
    following = (on + dt.timedelta(days=ahead) for ahead in range(1, 366))
    return next((day for day in following if is_reporting_day(off, day)), on + dt.timedelta(days=1))


def expected(agencies: Agencies, duties: Iterable[Duty], on: dt.date) -> list[tuple[str, str]]:
    """(agency_code, dataset) due for that day were it a reporting day, sorted, each once."""
    due: set[tuple[str, str]] = set()
    for duty in duties:
        if not valid_on(duty.valid_from, duty.valid_to, on):
            continue
        if duty.role in GROUPS:
            due |= {(agency.agency_code, duty.dataset) for agency in members(agencies, duty.role, on)}
        else:
            named = agencies.get(duty.role)
            if named is not None and named.valid(on):
                due.add((duty.role, duty.dataset))
    return sorted(due)
