"""A file to be planted: its bytes, where and when it comes, and what is wrong with it (nothing, for honest files that stand beside)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from examples.national_day.agencies import Agency, every_agency
from examples.national_day.figures import Manifest
from examples.national_day.layouts import LAYOUTS, Report
from examples.national_day.page import Page, workbook
from examples.national_day.post import ZONE

from .manifest import Expected, Fault

DAY, DAY_AFTER = date(2025, 10, 29), date(2025, 10, 30)
"""29 October, so that the figures of 28 October stay as they are, and the morning after."""


@dataclass(frozen=True)
class Parcel:
    """One file as it is dropped."""

    path: str
    moment: datetime
    content: bytes
    fault: Fault | None = None


class Office:
    """One agency on 29 October with its rows of the day before, as it lays them out."""

    def __init__(self, code: str, national: Manifest) -> None:
        self.agency: Agency = next(agency for agency in every_agency() if agency.code == code)
        self.report = Report(self.agency, DAY, national.period_from, 290)
        self.tasks = [row for row in national.tasks if row.agency_code == code]
        self.counts = [row for row in national.counts if row.agency_code == code]
        self.indicators = [row for row in national.indicators if row.agency_code == code]

    def pages(self, layout: str, rows: Sequence[Any], report: Report | None = None) -> list[Page]:
        """The sheets of an .xlsx layout."""
        made: list[Page] = LAYOUTS[layout].make(report or self.report, rows)
        return made

    def path(self, name: str, day: date = DAY) -> str:
        """The path of a file in the office's folder."""
        return f"{day.isoformat()}/{self.agency.code}/{name}"

    def book(self, pages: Sequence[Page], moment: datetime) -> bytes:
        """The workbook of the sheets."""
        return workbook(pages, moment.replace(tzinfo=None), self.agency.office)


Planter = Callable[[Manifest], list[Parcel]]


def at(hour: int, minute: int, day: date = DAY) -> datetime:
    """A moment in Asia/Ho_Chi_Minh."""
    return datetime.combine(day, time(hour, minute), ZONE)


def fault(office: Office, kind: str, what: str, path: str, status: str, *issues: Expected, **more: Any) -> Fault:
    """A fault of the office's own file that comes on 29 October unless `delivered_on` says otherwise."""
    return Fault(kind, what, path, office.agency.code, more.pop("delivered_on", DAY), status, issues, **more)
