"""Sheets into html and SpreadsheetML 2003, tables into xml."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from benchmarks.accuracy.model import Cell, Error, Formula, RowTruth, Sheet, Table


def spans(sheet: Sheet) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """Where a merged cell begins -> rows and columns that it spans; and the cells that it covers."""
    begin: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for top, left, bottom, right in sheet.merges:
        begin[(top, left)] = (bottom - top + 1, right - left + 1)
        covered |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)} - {(top, left)}
    return begin, covered


def _inner(text: str) -> str:
    return escape(text).replace("\n", "<br>").replace("\u00a0", "&nbsp;")


def html(sheets: Sequence[Sheet], *, apart: bool) -> bytes:
    """One table a sheet. `apart`: what stands above the first header and nowhere in the table is paragraphs, as a word processor saves it."""
    out = ["<!DOCTYPE html><html><head><meta charset='utf-8'><title>Báo cáo</title><style>td{border:1px solid}</style></head><body>"]
    for sheet in sheets:
        begin, covered = spans(sheet)
        first = sheet.headers[0][0] if apart and sheet.headers else 1
        for row in sheet.rows[: first - 1]:
            text = "  ".join(cell.text() for cell in row if cell.text())
            out.append(f"<p>{_inner(text)}</p>" if text else "<p>&nbsp;</p>")
        out.append("<table border=1 cellspacing=0>")
        for number, row in enumerate(sheet.rows, start=1):
            if number < first:
                continue
            out.append("<tr>")
            for spot, cell in enumerate(row, start=1):
                if (number, spot) in covered:
                    continue
                height, width = begin.get((number, spot), (1, 1))
                marks = (f" rowspan={height}" if height > 1 else "") + (f" colspan={width}" if width > 1 else "")
                out.append(f"<td{marks}>{_inner(cell.text())}</td>")
            out.append("</tr>")
        out.append("</table>")
    return ("\n".join(out) + "</body></html>").encode()


def spreadsheetml(sheets: Sequence[Sheet]) -> bytes:
    """A workbook as Excel 2003 saves it in XML."""
    out = [
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>',
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>'
        '<Style ss:ID="pct"><NumberFormat ss:Format="0.0%"/></Style><Style ss:ID="day"><NumberFormat ss:Format="dd/mm/yyyy"/></Style></Styles>',
    ]
    for sheet in sheets:
        begin, covered = spans(sheet)
        out.append(f'<Worksheet ss:Name="{escape(sheet.name)}"><Table>')
        for number, row in enumerate(sheet.rows, start=1):
            out.append(f'<Row ss:Index="{number}"' + (' ss:Hidden="1"' if number in sheet.hidden_rows else "") + ">")
            for spot, cell in enumerate(row, start=1):
                if (number, spot) in covered or (cell.value in (None, "") and (number, spot) not in begin):
                    continue
                height, width = begin.get((number, spot), (1, 1))
                marks = (
                    f' ss:Index="{spot}"'
                    + (f' ss:MergeDown="{height - 1}"' if height > 1 else "")
                    + (f' ss:MergeAcross="{width - 1}"' if width > 1 else "")
                )
                out.append(f"<Cell{marks}{_data(cell)}</Cell>")
            out.append("</Row>")
        out.append("</Table></Worksheet>")
    return ("\n".join(out) + "</Workbook>").encode()


def _data(cell: Cell) -> str:
    """The rest of a Cell's tag and its Data."""
    value = cell.value
    style = ' ss:StyleID="pct"' if cell.number_format and "%" in cell.number_format else ' ss:StyleID="day"' if isinstance(value, dt.date) else ""
    if value in (None, ""):
        return f"{style}>"
    if isinstance(value, Formula):
        return f' ss:Formula="{escape(value.text)}">'
    if isinstance(value, Error):
        return f'><Data ss:Type="Error">{value.name}</Data>'
    if isinstance(value, dt.date):
        moment = value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)
        return f'{style}><Data ss:Type="DateTime">{moment.isoformat(timespec="milliseconds")}</Data>'
    if isinstance(value, int | float):
        return f'{style}><Data ss:Type="Number">{value!r}</Data>'
    text = escape(str(value)).replace("\n", "&#10;")
    return f'><Data ss:Type="String">{text}</Data>'


def xml(
    table: Table, head: Mapping[str, Any], names: tuple[str, str, str], truth: Mapping[str, Any], *, attributes: bool
) -> tuple[bytes, list[RowTruth]]:
    """The table as records under `names` (root, list, record); values in tags, or in attributes. The truth by record, from 1."""
    root, many, one = names
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<{root}>",
        *(f"<{key}>{escape(str(value))}</{key}>" for key, value in head.items()),
        f"<{many}>",
    ]
    truths: list[RowTruth] = []
    count = 0
    for line in table.lines:
        if line.kind not in ("data", "total"):
            continue
        count += 1
        told = {**truth, **table.truth, **line.truth}
        told.pop("section", None)
        told.pop("group_name", None)
        written: dict[str, str] = {}
        parts: list[str] = []
        for column, cell in zip(table.columns, line.cells, strict=True):
            text = cell.text()
            for field, value in cell.truth.items():
                told[field] = value
                written[field] = f"{column.key} = {text!r}"
            if attributes:
                parts.append(f' {column.key}="{escape(text).replace(chr(10), "&#10;")}"')
            else:
                parts.append(f"<{column.key}>{escape(text)}</{column.key}>" if text else f"<{column.key}/>")
        out.append(f"<{one}{''.join(parts)}/>" if attributes else f"<{one}>{''.join(parts)}</{one}>")
        if line.kind == "data":
            truths.append(RowTruth("", count, table.dataset, told, written, line.fate))
    out += [f"</{many}>", f"</{root}>"]
    return "\n".join(out).encode(), truths
