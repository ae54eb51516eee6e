"""Faults of sending: the same again, a correction, a part, the other part, too late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from examples.national_day import indicators
from examples.national_day.agencies import every_agency
from examples.national_day.figures import Manifest
from examples.national_day.layouts import LAYOUTS
from examples.national_day.tasks import TaskRow

from .manifest import Expected
from .parcel import DAY, DAY_AFTER, Office, Parcel, at, fault


def _status(rows: Sequence[TaskRow]) -> str:
    """How an honest list is taken: with issues where a task lacks its person or product."""
    return "accepted" if all(row.responsible_person and row.product for row in rows) else "accepted_with_issues"


def duplicate(national: Manifest) -> list[Parcel]:
    """The same bytes twice, under another name, an hour later."""
    office, first, second = Office("H26", national), at(13, 10), at(14, 10)
    content = office.book(office.pages("indicators_letter", office.indicators), first)
    path = office.path("chi_tieu_20251029 (1).xlsx")
    planted = fault(office, "duplicate", "the same bytes under another name", path, "duplicate", Expected("DUPLICATE_DELIVERY", "load"))
    return [Parcel(office.path("chi_tieu_20251029.xlsx"), first, content), Parcel(path, second, content, planted)]


def sent_again_next_day(national: Manifest) -> list[Parcel]:
    """An undated export whose bytes come again on the next day: nothing new to say, and yet a report of that day."""
    office = Office("H29", national)
    content = LAYOUTS["tasks_commas"].make(office.report, office.tasks).encode()
    path = office.path("nhiem_vu.csv", DAY_AFTER)
    dated = Expected("DATE_FROM_FILE_NAME", "load")  # of the folder: the file itself names no day
    planted = fault(
        office,
        "sent_again_next_day",
        "the same undated bytes a day later are that day's report",
        path,
        "accepted_with_issues",
        dated,
        standing="counts",
        reported_on=DAY_AFTER,
        delivered_on=DAY_AFTER,
    )
    return [Parcel(office.path("nhiem_vu.csv"), at(15, 2), content), Parcel(path, at(15, 2, DAY_AFTER), content, planted)]


def correction(national: Manifest) -> list[Parcel]:
    """A full list, and two hours later the full list again with two tasks done."""
    office, first, second = Office("H24", national), at(13, 20), at(15, 20)
    path = office.path("nhiem_vu_20251029.xlsx")
    again = office.path("nhiem_vu_20251029 (dinh chinh).xlsx")
    open_ones = [row.task_code for row in office.tasks if row.state == "open" and row.due_on is not None][:2]
    rows = [
        replace(row, state="done", status_text="Hoàn thành", submitted=False, completed_on=DAY, evidence="88/BC-UBND", blocker=None, proposal=None)
        if row.task_code in open_ones
        else row
        for row in office.tasks
    ]
    superseded = fault(office, "corrected", "a list that is corrected later", path, _status(office.tasks), standing="superseded", reported_on=DAY)
    correcting = fault(office, "correction", "the full list again, two tasks done", again, _status(rows), standing="counts", reported_on=DAY)
    return [
        Parcel(path, first, office.book(office.pages("tasks_letter", office.tasks), first), superseded),
        Parcel(again, second, office.book(office.pages("tasks_letter", rows), second), correcting),
    ]


def complement(national: Manifest) -> list[Parcel]:
    """A list in two files that share no task."""
    office, first, second = Office("H56", national), at(13, 30), at(15, 30)
    half = len(office.tasks) // 2
    paths = [office.path(f"nhiem_vu phan {number} 29.10.2025.xlsx") for number in (1, 2)]
    parts = (office.tasks[:half], office.tasks[half:])
    return [
        Parcel(
            path,
            moment,
            office.book(office.pages("tasks_two_header_rows", rows), moment),
            fault(office, "complement", f"part {number} of a list in two files", path, _status(rows), standing="counts", reported_on=DAY),
        )
        for number, (path, moment, rows) in enumerate(zip(paths, (first, second), parts, strict=True), 1)
    ]


def partial_resubmission(national: Manifest) -> list[Parcel]:
    """A full list, and later two fifths of it again."""
    office, first, second = Office("H41", national), at(13, 40), at(15, 40)
    path, again = office.path("nhiem_vu_20251029.xlsx"), office.path("nhiem_vu_20251029 (2).xlsx")
    few = office.tasks[: 2 * len(office.tasks) // 5]
    whole = fault(office, "whole_list", "a full list, of which a part comes again", path, _status(office.tasks), standing="counts", reported_on=DAY)
    part = fault(
        office,
        "partial_resubmission",
        "two fifths of the list again",
        again,
        "held",
        Expected("PARTIAL_RESUBMISSION", "hold"),
        standing="held",
        reported_on=DAY,
    )
    return [
        Parcel(path, first, office.book(office.pages("tasks_letter", office.tasks), first), whole),
        Parcel(again, second, office.book(office.pages("tasks_letter", few), second), part),
    ]


def late_agency(national: Manifest) -> list[Parcel]:
    """A report of 29 October that comes on the morning of the 30th."""
    office = Office("VHLKHXH", national)
    rows = indicators.make(next(agency for agency in every_agency() if agency.code == "VHLKHXH"), _drawer())
    moment = at(8, 30, DAY_AFTER)
    path = office.path("chi_tieu_20251029.xlsx", DAY_AFTER)
    planted = fault(
        office,
        "late_agency",
        "the report of the 29th comes on the 30th",
        path,
        "accepted",
        standing="counts",
        reported_on=DAY,
        delivered_on=DAY_AFTER,
    )
    return [Parcel(path, moment, office.book(office.pages("indicators_letter", rows), moment), planted)]


def _drawer() -> Random:
    return Random("faults late")
