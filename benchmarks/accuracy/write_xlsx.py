"""Sheets into an xlsx workbook, with formats, merges, hidden rows, errors and formulas without results."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from benchmarks.accuracy.model import Cell, Error, Formula, Sheet


def write(sheets: Sequence[Sheet]) -> bytes:
    """The workbook's bytes."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for number, row in enumerate(sheet.rows, start=1):
            for spot, cell in enumerate(row, start=1):
                if cell.value is not None and cell.value != "":
                    _put(page.cell(number, spot), cell)
        for top, left, bottom, right in sheet.merges:
            page.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for number in sheet.hidden_rows:
            page.row_dimensions[number].hidden = True
        for spot in sheet.hidden_columns:
            from openpyxl.utils import get_column_letter

            page.column_dimensions[get_column_letter(spot)].hidden = True
        if sheet.hidden:
            page.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(target: object, cell: Cell) -> None:
    value = cell.value
    if isinstance(value, Error):
        target.value, target.data_type = value.name, "e"  # type: ignore[attr-defined]
        return
    if isinstance(value, Formula):
        target.value = value.text  # type: ignore[attr-defined]
        return
    if isinstance(value, str):
        target.value, target.data_type = value, "s"  # type: ignore[attr-defined]
        return
    target.value = value  # type: ignore[attr-defined]
    if cell.number_format:
        target.number_format = cell.number_format  # type: ignore[attr-defined]
    elif isinstance(value, dt.date):
        target.number_format = "dd/mm/yyyy"  # type: ignore[attr-defined]
