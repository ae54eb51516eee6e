"""Old binary workbooks (.xls, Excel 2 to 2003) into grids, by xlrd: it keeps error cells, number formats, merges and what is hidden.

The cell reader of the other workbooks is five times as fast on these and drops all of that. No meaning of cells here.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import xlrd
from xlrd import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT, error_text_from_code
from xlrd.book import Book
from xlrd.formula import FMLA_TYPE_CELL, decompile_formula
from xlrd.sheet import Sheet
from xlrd.xldate import xldate_as_datetime

from pipelines.grid import Document, Grid, Merge, Unreadable
from pipelines.read.limits import Limits
from pipelines.read.package import font_class, is_percent_format
from pipelines.read.sheet_scan import SheetMarks
from pipelines.read.values import grid_of_values

_DURATION = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_FORMULA_RECORDS = (0x0006, 0x0206, 0x0406)
_CALCULATE_ON_LOAD = 2
_NO_RESULT = (b"\x00" * 8, b"\x03\x00\x00\x00\x00\x00\xff\xff")
"""Results that stand where none was worked out: zero, and the empty text."""


def read_xls(content: bytes, limits: Limits) -> Document:
    """All worksheets, hidden ones too; `position` counts the workbook's sheets from 0, chart sheets among them.

    A formula that a program wrote without its result (to be worked out when the file is opened) is UNCACHED. Raises Unreadable: CORRUPT_FILE,
    ENCRYPTED, TOO_LARGE.
    """
    try:
        book = xlrd.open_workbook(file_contents=content, logfile=io.StringIO(), formatting_info=True, on_demand=True)
        if book.nsheets > limits.max_sheets:
            raise Unreadable("TOO_LARGE", f"{book.nsheets} sheets, at most {limits.max_sheets} are read")
        positions = [at for at, number in enumerate(book._all_sheets_map) if number >= 0]
        grids: list[Grid] = []
        for number in range(book.nsheets):
            sheet = book.sheet_by_index(number)
            taken = sum(grid.height * grid.width for grid in grids)
            grids.append(_grid(book, sheet, positions[number] if number < len(positions) else number, limits, taken))
            if book.biff_version >= 50:
                book.unload_sheet(number)
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        raise Unreadable("ENCRYPTED" if "encrypted" in str(error) else "CORRUPT_FILE", f"{type(error).__name__}: {error}") from error
    return Document("xls", tuple(grids))


def _grid(book: Book, sheet: Sheet, position: int, limits: Limits, taken: int) -> Grid:
    if taken + sheet.nrows * sheet.ncols > limits.max_cells:
        raise Unreadable(
            "TOO_LARGE", f"sheet {sheet.name!r} reaches row {sheet.nrows}, column {sheet.ncols}; at most {limits.max_cells} cells are read"
        )
    shown = _Formats(book)
    errors: list[tuple[int, int, str]] = []
    percent: defaultdict[int, list[int]] = defaultdict(list)
    fonts: defaultdict[str, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    rows: list[list[Any]] = []
    for row in range(sheet.nrows):
        types, values = sheet.row_types(row), sheet.row_values(row)
        for column, style in enumerate(sheet._cell_xf_indexes[row]):
            kind = types[column]
            if kind == XL_CELL_NUMBER:
                if style in shown.percent:
                    percent[column + 1].append(row + 1)
            elif kind == XL_CELL_TEXT:
                if style in shown.old_fonts:
                    fonts[shown.old_fonts[style]][column + 1].append(row + 1)
            elif kind == XL_CELL_DATE:
                values[column] = shown.moment(values[column], style)
            elif kind == XL_CELL_BOOLEAN:
                values[column] = bool(values[column])
            elif kind == XL_CELL_ERROR:
                errors.append((row + 1, column + 1, error_text_from_code.get(values[column], "#ERROR")))
                values[column] = ""
        rows.append(values)
    marks = SheetMarks(
        errors=errors,
        uncached=list(_uncached(book, sheet)),
        percent=percent,
        hidden_rows=frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_columns=tuple((column + 1, column + 1) for column, info in sheet.colinfo_map.items() if info.hidden),
    )
    merges = tuple(Merge(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells)
    grid = grid_of_values(_trimmed(rows), sheet.name, position, sheet.visibility != 0, marks, merges)
    return replace(grid, old_fonts=fonts) if fonts else grid


def _trimmed(rows: list[list[Any]]) -> list[list[Any]]:
    """Without the rows and columns at the end that hold nothing: cells with a format only count in this format's extent."""
    while rows and not any(value != "" for value in rows[-1]):
        rows.pop()
    width = max((at for row in rows for at in range(len(row), 0, -1) if row[at - 1] != ""), default=0) if rows else 0
    return [row if len(row) == width else [*row[:width], *[""] * (width - len(row))] for row in rows]


class _Formats:
    """What the number formats of a book's cell styles show, and which styles are drawn with fonts from before Unicode."""

    def __init__(self, book: Book) -> None:
        codes = [found.format_str if (found := book.format_map.get(style.format_key)) else "" for style in book.xf_list]
        self._datemode = book.datemode
        self.percent = frozenset(style for style, code in enumerate(codes) if is_percent_format(code))
        named = [book.font_list[style.font_index].name if style.font_index < len(book.font_list) else "" for style in book.xf_list]
        self.old_fonts = {style: found for style, name in enumerate(named) if (found := font_class(name))}
        self._durations = frozenset(style for style, code in enumerate(codes) if _DURATION.search(code))

    def moment(self, value: float, style: int) -> dt.date | dt.time | dt.timedelta | float:
        """A number that is formatted as a date or a time; the number itself where no calendar has it."""
        if style in self._durations:
            return dt.timedelta(seconds=round(value * 86_400))
        try:
            moment = xldate_as_datetime(value, self._datemode)
        except (ValueError, OverflowError):
            return value
        if value < 0:
            return value
        if 0 <= value < 1:
            return moment.time()
        return moment.date() if value == int(value) else moment


def _uncached(book: Book, sheet: Sheet) -> Iterator[tuple[int, int, str]]:
    """Formulas whose record says that they are to be worked out when the file is opened, and that hold no result: (row, column, formula)."""
    if book.biff_version < 80:
        return
    mem, at = book.mem, book._sh_abs_posn[sheet.number]
    end, depth = len(mem), 0
    while at + 4 <= end:
        code, length = struct.unpack_from("<HH", mem, at)
        at += 4
        if code == 0x0809:
            depth += 1
        elif code == 0x000A:
            depth -= 1
            if depth <= 0:
                return
        elif code in _FORMULA_RECORDS and depth == 1 and length >= 22:
            row, column, _, result, flags, _, size = struct.unpack_from("<HHH8sHIH", mem, at)
            if flags & _CALCULATE_ON_LOAD and result in _NO_RESULT:
                yield row + 1, column + 1, "=" + _formula(book, bytes(mem[at + 22 : at + length]), size, row, column)
        at += length


def _formula(book: Book, tokens: bytes, size: int, row: int, column: int) -> str:
    """The formula's text; '' where it cannot be written out."""
    try:
        return str(decompile_formula(book, tokens, size, FMLA_TYPE_CELL, browx=row, bcolx=column) or "")
    except Exception:  # noqa: BLE001 the text is told to the sender; that the result is missing holds without it
        return ""
