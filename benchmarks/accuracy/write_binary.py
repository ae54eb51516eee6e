"""Sheets into the binary workbooks, .xls and .xlsb, by the writers that the benchmarks share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from benchmarks import office_files
from benchmarks.accuracy.model import Cell, Error, Formula, Sheet

_ERRORS = {"#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#N/A": 0x2A}
_EPOCH = dt.datetime(1899, 12, 30)


def _cell(cell: Cell, *, can_wait: bool) -> Any:
    """A cell for the shared writers. `can_wait`: the format's writer knows formulas without a result; else an error stands for one."""
    value = cell.value
    if value is None or value == "":
        return None
    if isinstance(value, Formula):
        return office_files.UNCACHED if can_wait else office_files.Error(_ERRORS["#N/A"])
    if isinstance(value, Error):
        return office_files.Error(_ERRORS[value.name])
    if isinstance(value, dt.date):
        moment = value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)
        return office_files.Day((moment - _EPOCH) / dt.timedelta(days=1))
    if isinstance(value, int | float) and cell.number_format and "%" in cell.number_format:
        return office_files.Percent(value)
    return value


def _sheet(sheet: Sheet, *, can_wait: bool) -> office_files.Sheet:
    return office_files.Sheet(
        [[_cell(cell, can_wait=can_wait) for cell in row] for row in sheet.rows],
        sheet.name,
        sheet.hidden,
        list(sheet.merges),
        tuple(sorted(sheet.hidden_rows)),
        tuple(sorted(sheet.hidden_columns)),
    )


def xls(sheets: Sequence[Sheet]) -> bytes:
    """A workbook of Excel 97."""
    return office_files.xls(*(_sheet(sheet, can_wait=True) for sheet in sheets))


def xlsb(sheets: Sequence[Sheet]) -> bytes:
    """A binary workbook of Excel 2007."""
    return office_files.xlsb(*(_sheet(sheet, can_wait=False) for sheet in sheets))
