"""Workbooks in XML of Excel 2003 (SpreadsheetML, often under the name .xls) into grids. No meaning of cells here."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from lxml import etree

from pipelines.grid import Document, Grid, Kind, Merge, Unreadable
from pipelines.read.cells import decimal_text
from pipelines.read.limits import Limits
from pipelines.read.package import is_percent_format
from pipelines.read.rows import CellBudget, Rows
from pipelines.read.safe_xml import attribute, local_name, parse

_MOST_ROWS = 1_048_576
_MOST_COLUMNS = 16_384
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?")
_EPOCH_DAYS = ("1899-12-31", "1899-12-30", "1904-01-01")
"""The days on which a time of day without a date stands."""


def read_spreadsheetml(content: bytes, limits: Limits) -> Document:
    """All worksheets, hidden ones too; `content` is UTF-8. Raises Unreadable: CORRUPT_FILE, TRUNCATED_FILE, XML_DOCTYPE, TOO_LARGE."""
    root = parse(content, "workbook")
    sheets = [element for element in root if local_name(element) == "Worksheet"]
    if len(sheets) > limits.max_sheets:
        raise Unreadable("TOO_LARGE", f"{len(sheets)} sheets, at most {limits.max_sheets} are read")
    percent = _percent_styles(root)
    budget = CellBudget(limits)
    try:
        grids = tuple(_grid(sheet, position, percent, budget, limits) for position, sheet in enumerate(sheets))
    except (ValueError, InvalidOperation) as error:
        raise Unreadable("CORRUPT_FILE", f"a number that is none: {error}") from error
    return Document("spreadsheetml", grids)


def _percent_styles(root: etree._Element) -> frozenset[str]:
    """Styles whose number format shows a percentage, by their own format or that of the style they rest on."""
    formats: dict[str, str | None] = {}
    parents: dict[str, str] = {}
    for style in (one for group in root if local_name(group) == "Styles" for one in group if local_name(one) == "Style"):
        name = attribute(style, "ID") or ""
        formats[name] = next((attribute(one, "Format") or "" for one in style if local_name(one) == "NumberFormat"), None)
        parents[name] = attribute(style, "Parent") or ""
    percent = set()
    for name in formats:
        at, seen = name, set[str]()
        while formats.get(at) is None and parents.get(at) in formats and at not in seen:
            seen.add(at)
            at = parents[at]
        code = formats.get(at) or ""
        if code == "Percent" or is_percent_format(code):
            percent.add(name)
    return frozenset(percent)


def _grid(sheet: etree._Element, position: int, percent: frozenset[str], budget: CellBudget, limits: Limits) -> Grid:
    name = attribute(sheet, "Name") or f"Sheet{position + 1}"
    table = next((one for one in sheet if local_name(one) == "Table"), None)
    rows = Rows()
    column_styles: dict[int, str] = {}
    row = column = 0
    for element in table if table is not None else ():
        kind = local_name(element)
        if kind == "Column":
            column = _at(element, column, _MOST_COLUMNS)
            last = min(column + int(attribute(element, "Span") or 0), _MOST_COLUMNS)
            if attribute(element, "Hidden") == "1":
                rows.hidden_columns.update(range(column, last + 1))
            style = attribute(element, "StyleID")
            if style:
                column_styles |= dict.fromkeys(range(column, last + 1), style)
            column = last
        elif kind == "Row":
            row = _at(element, row, _MOST_ROWS)
            last = min(row + int(attribute(element, "Span") or 0), _MOST_ROWS)
            if attribute(element, "Hidden") == "1":
                rows.hidden_rows.update(range(row, last + 1))
            _add_cells(element, row, rows, percent, column_styles)
            if rows.height * rows.width > limits.max_cells:
                raise Unreadable("TOO_LARGE", f"sheet {name!r} reaches row {rows.height}, column {rows.width}")
            row = last
    shown = next((one.text for one in sheet.iter("{*}Visible")), None)
    return rows.grid(name, position, budget, hidden=shown in ("SheetHidden", "SheetVeryHidden"))


def _at(element: etree._Element, before: int, most: int) -> int:
    """Where an element stands: where its index says, else after the one before it."""
    at = int(attribute(element, "Index") or before + 1)
    if not before < at <= most:
        raise ValueError(f"index {at} after {before}")
    return at


def _add_cells(row_element: etree._Element, row: int, rows: Rows, percent: frozenset[str], column_styles: dict[int, str]) -> None:
    row_style = attribute(row_element, "StyleID")
    column = 0
    for cell in row_element:
        if local_name(cell) != "Cell":
            continue
        column = _at(cell, column, _MOST_COLUMNS)
        style = attribute(cell, "StyleID") or row_style or column_styles.get(column) or "Default"
        text, kind = _value(cell, style in percent)
        rows.put(row, column, text, kind)
        across, down = (min(int(attribute(cell, name) or 0), _MOST_ROWS) for name in ("MergeAcross", "MergeDown"))
        if across or down:
            rows.merges.append(Merge(row, column, row + down, column + across))
        column += across


def _value(cell: etree._Element, is_percent: bool) -> tuple[str | None, Kind]:
    data = next((one for one in cell if local_name(one) == "Data"), None)
    formula = attribute(cell, "Formula")
    if data is None:
        return (formula if formula.startswith("=") else f"={formula}", Kind.UNCACHED) if formula else (None, Kind.EMPTY)
    text, kind = "".join(data.itertext()), attribute(data, "Type")
    if kind == "Number" and text.strip():
        number = Decimal(text.strip())
        if not number.is_finite() or abs(number.adjusted()) > 400:
            return text, Kind.TEXT
        return decimal_text(number), Kind.PERCENT if is_percent else Kind.NUMBER
    if kind == "DateTime" and (moment := _MOMENT.fullmatch(text.strip())):
        day, time = moment.groups()
        if day in _EPOCH_DAYS:
            return time, Kind.TEXT
        return (day, Kind.DATE) if time == "00:00:00" else (f"{day}T{time}", Kind.DATETIME)
    if kind == "Boolean":
        return ("TRUE" if text.strip() == "1" else "FALSE"), Kind.BOOL
    if kind == "Error":
        return text.strip() or "#ERROR", Kind.ERROR
    return text or None, Kind.TEXT
