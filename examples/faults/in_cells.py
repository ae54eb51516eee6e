"""Faults in cells and rows: wrong dates, text where a number should stand, sums that do not hold, keys that repeat or are missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from examples.national_day.figures import Manifest

from .manifest import Expected
from .parcel import DAY, Office, Parcel, at, fault
from .sheets import FORM, column_of, put, row_of, value_at


def wrong_dates(national: Manifest) -> list[Parcel]:
    """A day that no calendar has, a month that stands first, and a deadline on a day that does not exist."""
    office, moment = Office("BCT", national), at(14, 5)
    pages = office.pages("tasks_letter", office.tasks)
    page = pages[0]
    done = [row.task_code for row in office.tasks if row.completed_on is not None]
    still = [row.task_code for row in office.tasks if row.state == "open" and row.due_on is not None and row.due_on > DAY]
    completed, due = column_of(page, "Ngày hoàn thành"), column_of(page, "Thời hạn hoàn thành")
    never = put(page, row_of(page, done[0]), completed, "31/02/2025")
    month_first = put(page, row_of(page, done[1]), completed, "10/28/2025")
    deadline = put(page, row_of(page, still[0]), due, "30/02/2026")
    path = office.path("nhiem_vu_20251029.xlsx")
    planted = fault(
        office,
        "wrong_dates",
        "31/02/2025, a date with the month first, a deadline on 30 February",
        path,
        "accepted_with_issues",
        Expected("BAD_DATE", "blank", page.name, never, value="31/02/2025"),
        Expected("BAD_DATE", "blank", page.name, month_first, value="10/28/2025"),
        Expected("DEADLINE_UNRESOLVED", "load", page.name, deadline, value="30/02/2026"),
        standing="counts",
        reported_on=DAY,
    )
    return [Parcel(path, moment, office.book(pages, moment), planted)]


def text_in_numbers(national: Manifest) -> list[Parcel]:
    """Words and a letter O in cells of numbers."""
    office, moment = Office("BYT", national), at(14, 11)
    pages = office.pages("counts_form", office.counts)
    page = pages[0]
    first, second = (row_of(page, row.field) for row in office.counts[:2])
    about = put(page, first, FORM["received_online"], "khoảng 120")
    letter = put(page, second, FORM["done_late"], "1O5")
    path = office.path("II.06a_20251029.xlsx")
    planted = fault(
        office,
        "text_in_numbers",
        "'khoảng 120' and '1O5' (a letter) in number cells",
        path,
        "accepted_with_issues",
        Expected("BAD_NUMBER", "blank", page.name, about, value="khoảng 120"),
        Expected("BAD_NUMBER", "blank", page.name, letter, value="1O5"),
        standing="counts",
        reported_on=DAY,
    )
    return [Parcel(path, moment, office.book(pages, moment), planted)]


def broken_identities(national: Manifest) -> list[Parcel]:
    """Each of the four identities of form II.06a broken in a row of its own; the total row then says something else than its rows."""
    office, moment = Office("BXD", national), at(14, 17)
    pages = office.pages("counts_form", office.counts)
    page = pages[0]
    rows = [row_of(page, row.field) for row in office.counts[:4]]

    def add(row: int, name: str, more: int) -> None:
        put(page, row, FORM[name], value_at(page, row, FORM[name]) + more)

    add(rows[0], "received_offline", 7)
    add(rows[1], "done_on_time", 3)
    add(rows[2], "open_in_time", 2)
    add(rows[3], "received_total", 11)
    add(rows[3], "received_online", 11)
    path = office.path("II.06a_20251029.xlsx")
    planted = fault(
        office,
        "broken_identities",
        "A1 to A4 of form II.06a broken, each in one row; the total row is as before",
        path,
        "accepted_with_issues",
        *(Expected(f"IDENTITY_A{number}", "load", page.name, row_number=row) for number, row in enumerate(rows, 1)),
        Expected("TOTAL_MISMATCH", "load", page.name, row_number=row_of(page, "Tổng cộng")),
        standing="counts",
        reported_on=DAY,
    )
    return [Parcel(path, moment, office.book(pages, moment), planted)]


def repeated_key(national: Manifest) -> list[Parcel]:
    """A task that stands twice with different contents, and a row without code and title."""
    office, moment = Office("H60", national), at(14, 23)
    twice = next(row for row in office.tasks if row.state == "open")
    nameless = next(row for row in office.tasks if row.state == "open" and row is not twice)
    rows = [*office.tasks, replace(twice, status_text="Tạm dừng", note="dòng gửi lại")]
    pages = office.pages("tasks_two_header_rows", rows)
    page = pages[0]
    code, title = column_of(page, "Mã số nhiệm vụ"), column_of(page, "Tên nhiệm vụ")
    second = max(number for number, row in enumerate(page.rows, 1) if twice.task_code in row)
    bare = row_of(page, nameless.task_code)
    put(page, bare, code, None)
    put(page, bare, title, None)
    path = office.path("BC nhiệm vụ 29-10-2025.xlsx")
    planted = fault(
        office,
        "repeated_and_missing_key",
        "one task twice with different contents, one row without code and title",
        path,
        "partially_accepted",
        Expected("DUP_KEY", "quarantine", page.name, row_number=second),
        Expected("MISSING_KEY", "quarantine", page.name, row_number=bare),
        standing="counts",
        reported_on=DAY,
    )
    return [Parcel(path, moment, office.book(pages, moment), planted)]


def future_completion(national: Manifest) -> list[Parcel]:
    """A task said to be done a month after the day of the report."""
    office, moment = Office("H19", national), at(14, 29)
    pages = office.pages("tasks_letter", office.tasks)
    page = pages[0]
    done = next(row for row in office.tasks if row.completed_on is not None)
    cell = put(page, row_of(page, done.task_code), column_of(page, "Ngày hoàn thành"), f"{DAY + timedelta(days=31):%d/%m/%Y}")
    path = office.path("nhiem_vu_20251029.xlsx")
    planted = fault(
        office,
        "future_completion",
        "done on 29/11/2025 in a report of 29/10/2025",
        path,
        "accepted_with_issues",
        Expected("FUTURE_COMPLETION", "load", page.name, cell),
        standing="counts",
        reported_on=DAY,
    )
    return [Parcel(path, moment, office.book(pages, moment), planted)]
