"""Puts tables on sheets: place, header rows and merges, page breaks, blank and hidden rows. Keeps each row's truth with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from benchmarks.accuracy import titles
from benchmarks.accuracy.dice import Dice
from benchmarks.accuracy.model import EMPTY, Cell, Line, RowTruth, Sheet, Table
from benchmarks.accuracy.titles import Claim


def letters(column: int) -> str:
    """A column's letters, from 1 = A."""
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def header_rows(table: Table, dice: Dice, first_row: int, margin: int, sheet: Sheet, *, merges: str) -> list[list[Cell]]:
    """The header as rows. `merges`: merged, bare (the group's text in its first cell alone), or filled (in each cell)."""
    depth = max(len(column.path) for column in table.columns)
    grid: list[list[str | None]] = [[None] * len(table.columns) for _ in range(depth)]
    for spot, column in enumerate(table.columns):
        for level, text in enumerate(column.path[:-1]):
            before = table.columns[spot - 1].path if spot else ()
            if merges == "filled" or before[: level + 1] != column.path[: level + 1]:
                grid[level][spot] = text
        leaf_level = len(column.path) - 1
        grid[leaf_level][spot] = column.path[-1]
        if merges == "filled":
            for level in range(leaf_level + 1, depth):
                grid[level][spot] = column.path[-1]
    if merges == "merged":
        _merge_header(table, depth, first_row, margin, sheet)
    return [[EMPTY] * margin + [Cell(text) if text else EMPTY for text in row] for row in grid]


def _merge_header(table: Table, depth: int, first_row: int, margin: int, sheet: Sheet) -> None:
    columns = table.columns
    for spot, column in enumerate(columns):
        level = len(column.path) - 1
        if level < depth - 1:
            sheet.merges.append((first_row + level, margin + spot + 1, first_row + depth - 1, margin + spot + 1))
    for level in range(depth - 1):
        start = 0
        while start < len(columns):
            end = start
            head = columns[start].path[: level + 1]
            if len(columns[start].path) > level + 1:
                while end + 1 < len(columns) and columns[end + 1].path[: level + 1] == head and len(columns[end + 1].path) > level + 1:
                    end += 1
                if end > start:
                    sheet.merges.append((first_row + level, margin + start + 1, first_row + level, margin + end + 1))
            start = end + 1


def numbering(table: Table, dice: Dice, margin: int) -> list[Cell]:
    """The row of column numbers under a header."""
    style = dice.pick(("({})", "({})", "{}", "native", "sums"))
    cells: list[Cell] = []
    for number, column in enumerate(table.columns, start=1):
        if style == "native":
            cells.append(Cell(number))
        elif style == "sums" and column.field in ("received_total", "done_total"):
            cells.append(Cell(f"({number})=({number + 1})+({number + 2})+({number + 3})"))
        else:
            cells.append(Cell(("({})" if style == "sums" else style).format(number)))
    return [EMPTY] * margin + cells


def place(
    sheet: Sheet, table: Table, claim: Claim, truth: Mapping[str, Any], dice: Dice, letter_day: dt.date, *, rich: bool, around: bool = True
) -> None:
    """Adds a table under what already stands on the sheet. `rich`: the format knows merges and hidden rows; `around`: with titles and signatures."""
    width = len(table.columns)
    margin = 1 if around and dice.chance(0.08) else 0
    if around:
        for row in titles.above(table, claim, width, dice.child("above"), letter_day):
            sheet.add([EMPTY] * margin + row)
    merges = dice.weighted({"merged": 7, "bare": 2.5, "filled": 0.7} if rich else {"bare": 4, "filled": 1})
    first = len(sheet.rows) + 1
    for row in header_rows(table, dice, first, margin, sheet, merges=merges):
        sheet.add(row)
    sheet.headers.append((first, len(sheet.rows)))
    if around and dice.chance(0.25):
        sheet.add(numbering(table, dice, margin))
    lines = list(table.lines)
    spans = rich and dice.chance(0.4) and any(column.field == "agency_name" for column in table.columns)
    if spans or (any(column.field == "agency_name" for column in table.columns) and dice.chance(0.5)):
        lines.sort(key=lambda line: str(line.truth.get("agency_code", "~")) if line.kind == "data" else "~~")
    breaks = dice.whole(8, 14) if around and len(lines) > 12 and dice.chance(0.12) else 0
    body_first = len(sheet.rows) + 1
    for index, line in enumerate(lines):
        if breaks and index and index % breaks == 0:
            for row in sheet.rows[first - 1 : sheet.headers[-1][1]]:
                sheet.add(list(row))
        if index and dice.chance(0.015):
            sheet.add([EMPTY] * (margin + width))
        number = sheet.add([EMPTY] * margin + list(line.cells))
        if line.kind == "data":
            sheet.truths.append(_row_truth(sheet.name, number, table, line, margin, truth))
            if rich and dice.chance(0.01):
                sheet.hidden_rows.add(number)
    if spans and not breaks:
        _merge_agencies(sheet, table, margin, body_first)
    if rich and dice.chance(0.05):
        sheet.hidden_columns.add(margin + dice.whole(1, width))
    if around:
        where = claim.agency.place if claim.agency and not claim.agency.is_central else "Hà Nội"
        for row in titles.below(width, dice.child("below"), letter_day, where):
            sheet.add([EMPTY] * margin + row)
    sheet.tables.append(table)


def _row_truth(sheet: str, number: int, table: Table, line: Line, margin: int, truth: Mapping[str, Any]) -> RowTruth:
    told = {**truth, **table.truth, **line.truth}
    written: dict[str, str] = {}
    for spot, cell in enumerate(line.cells):
        for field, value in cell.truth.items():
            told[field] = value
            header = " › ".join(table.columns[spot].path).replace("\u200b", "")
            written[field] = f"{letters(margin + spot + 1)}{number} [{header!r}] {cell.value!r}" + (
                f" ({cell.number_format})" if cell.number_format else ""
            )
    return RowTruth(sheet, number, table.dataset, told, written, line.fate)


def _merge_agencies(sheet: Sheet, table: Table, margin: int, first: int) -> None:
    """One merged cell for each run of rows of one agency, as a group column has it."""
    rows = [one.row_number for one in sheet.truths if one.row_number >= first]
    codes = {one.row_number: one.truth.get("agency_code") for one in sheet.truths}
    spots = [margin + spot for spot, column in enumerate(table.columns) if column.field in ("agency_name", "agency_given_code")]
    start = 0
    while start < len(rows):
        end = start
        while end + 1 < len(rows) and rows[end + 1] == rows[end] + 1 and codes[rows[end + 1]] == codes[rows[start]]:
            end += 1
        if end > start:
            for spot in spots:
                for number in rows[start + 1 : end + 1]:
                    sheet.rows[number - 1][spot] = EMPTY
                sheet.merges.append((rows[start], spot + 1, rows[end], spot + 1))
        start = end + 1


INSTRUCTIONS = (
    "HƯỚNG DẪN NHẬP LIỆU", "1. Không thêm, bớt cột trong biểu mẫu.", "2. Cột thời hạn nhập theo định dạng dd/mm/yyyy.",
    "3. Điền tên viết tắt của đơn vị.",
    "Mọi thắc mắc liên hệ Văn phòng Ban Chỉ đạo.",
)  # fmt: skip


def instruction_sheet() -> Sheet:
    """A sheet that explains and holds no table."""
    sheet = Sheet("Hướng dẫn")
    for text in INSTRUCTIONS:
        sheet.add([Cell(text)])
    return sheet
