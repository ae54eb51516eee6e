"""Planting into a laid-out sheet: a cell is found by its row's key and its column's header, so that the manifest can name it."""

from __future__ import annotations

from typing import Any

from openpyxl.utils import get_column_letter

from examples.national_day.page import Page

FORM = {
    name: position
    for position, name in enumerate(
        (
            "number",
            "field",
            "received_total",
            "received_online",
            "received_offline",
            "carried_over",
            "done_total",
            "done_early",
            "done_on_time",
            "done_late",
            "online_full",
            "open_total",
            "open_in_time",
            "open_overdue",
        ),
        1,
    )
}
"""Columns of the layout 'counts_form', from 1: its leaf headers repeat, so they are known by place."""


def row_of(page: Page, key: Any) -> int:
    """The sheet row that holds `key` in one of its cells. Raises LookupError where none or several do."""
    rows = [number for number, row in enumerate(page.rows, 1) if key in row]
    if len(rows) != 1:
        raise LookupError(f"{key!r} stands in {len(rows)} rows of '{page.name}'")
    return rows[0]


def column_of(page: Page, header: str) -> int:
    """The sheet column under a header of one row. Raises LookupError where there is none."""
    for row in page.rows:
        if header in row:
            return row.index(header) + 1
    raise LookupError(f"no header {header!r} in '{page.name}'")


def value_at(page: Page, row: int, column: int) -> Any:
    """What stands in a cell."""
    return page.rows[row - 1][column - 1]


def put(page: Page, row: int, column: int, value: Any) -> str:
    """Writes into a cell that exists; gives its address, 'H23'."""
    page.rows[row - 1][column - 1] = value
    return f"{get_column_letter(column)}{row}"
