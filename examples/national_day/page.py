"""A sheet as its maker fills it in: cells, merges, header blocks; and a workbook of such sheets as bytes, the same each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Percent:
    """A cell that holds a fraction and shows it as a percentage."""

    fraction: float


@dataclass(frozen=True)
class Column:
    """One column of a table: its header from the top level down, and what it shows of a row and its number."""

    path: tuple[str, ...]
    show: Callable[[Any, int], Any]
    source: str = ""


def column(source: str, header: str | Sequence[str], render: Callable[[Any], Any] | None = None) -> Column:
    """A column that shows the attribute `source` of its row; '#' is the running number, '' is left empty."""
    path = (header,) if isinstance(header, str) else tuple(header)
    if source == "#":
        return Column(path, lambda row, number: number, source)
    if source == "":
        return Column(path, lambda row, number: None, source)
    if render is None:
        return Column(path, lambda row, number: getattr(row, source), source)
    return Column(path, lambda row, number: render(getattr(row, source)), source)


def constant(value: Any, header: str | Sequence[str]) -> Column:
    """A column that shows the same value in every row."""
    return Column((header,) if isinstance(header, str) else tuple(header), lambda row, number: value)


@dataclass
class Page:
    """One sheet: `rows` from its first row on, `merges` as (top, left, bottom, right), all 1-based."""

    name: str
    left: int = 1
    rows: list[list[Any]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def line(self, *values: Any, at: int | None = None) -> int:
        """Adds a row whose values start at column `at` (else at `left`); gives its number."""
        self.rows.append([None] * ((at or self.left) - 1) + list(values))
        return len(self.rows)

    def skip(self, until: int | None = None) -> None:
        """Leaves one row empty, or all up to and without row `until`."""
        for _ in range(1 if until is None else until - 1 - len(self.rows)):
            self.rows.append([])

    def across(self, value: Any, width: int) -> int:
        """Adds a row with one value merged over `width` columns."""
        top = self.line(value)
        self.merges.append((top, self.left, top, self.left + width - 1))
        return top

    def header(self, columns: Sequence[Column]) -> None:
        """Adds the header block: as many rows as the deepest header, groups merged to the right, leaves merged down."""
        depth = max(len(each.path) for each in columns)
        top = len(self.rows) + 1
        for level in range(depth):
            shown: list[Any] = []
            start = 0
            for position, each in enumerate(columns):
                fresh = position == 0 or each.path[: level + 1] != columns[position - 1].path[: level + 1] or level >= len(each.path) - 1
                shown.append(each.path[level] if level < len(each.path) and fresh else None)
                if fresh:
                    self._group(top + level, start, position, columns, level)
                    start = position
                if level == len(each.path) - 1 and depth - 1 > level:
                    self.merges.append((top + level, self.left + position, top + depth - 1, self.left + position))
            self._group(top + level, start, len(columns), columns, level)
            self.line(*shown)

    def _group(self, row: int, start: int, end: int, columns: Sequence[Column], level: int) -> None:
        if end - start > 1 and level < len(columns[start].path) - 1:
            self.merges.append((row, self.left + start, row, self.left + end - 1))

    def body(self, columns: Sequence[Column], rows: Sequence[Any], first: int = 1) -> None:
        """Adds data rows, numbered from `first`."""
        for number, row in enumerate(rows, first):
            self.line(*[each.show(row, number) for each in columns])


class _StillZip(zipfile.ZipFile):
    """A zip whose members all bear the same moment, so that equal workbooks are equal bytes."""

    def __init__(self, target: io.BytesIO, moment: datetime) -> None:
        super().__init__(target, "w", zipfile.ZIP_DEFLATED)
        self.moment = moment

    def writestr(self, zinfo_or_arcname: Any, data: Any, compress_type: int | None = None, compresslevel: int | None = None) -> None:
        """Adds a member under its name, at the fixed moment."""
        info = zipfile.ZipInfo(str(zinfo_or_arcname), self.moment.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED
        super().writestr(info, data)

    def write(self, filename: Any, arcname: Any = None, compress_type: int | None = None, compresslevel: int | None = None) -> None:
        """Adds a file's bytes, at the fixed moment."""
        self.writestr(arcname, Path(filename).read_bytes())


def workbook(pages: Sequence[Page], moment: datetime, author: str) -> bytes:
    """An .xlsx with the given sheets. Streams where nothing is merged; `moment` stands as created and modified."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter
    from openpyxl.writer.excel import ExcelWriter

    streams = not any(page.merges for page in pages)
    book = Workbook(write_only=streams)
    if not streams:
        book.remove(book.active)
    formats = _formats(book)
    for page in pages:
        sheet = book.create_sheet(page.name)
        for row in page.rows:
            sheet.append([_cell(sheet, value, formats) if isinstance(value, Percent | date) else value for value in row])
        for top, left, bottom, right in page.merges:
            # The range alone: Worksheet.merge_cells also redraws borders, cell by cell, which costs more than all the rest.
            sheet.merged_cells.add(f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}")
    book.properties.creator = author
    book.properties.created = book.properties.modified = moment
    target = io.BytesIO()
    ExcelWriter(book, _StillZip(target, moment)).save()
    return target.getvalue()


def _formats(book: Any) -> dict[type, Any]:
    """Cell styles of the book by the type of value they show; made once, for styling cell by cell is slow."""
    from openpyxl.styles.cell_style import StyleArray

    numbers = {Percent: "0.0%", date: "dd/mm/yyyy", datetime: "dd/mm/yyyy hh:mm"}
    return {shown: StyleArray([0, 0, 0, 164 + book._number_formats.add(number), 0, 0, 0, 0, 0]) for shown, number in numbers.items()}


def _cell(sheet: Any, value: Any, formats: dict[type, Any]) -> Any:
    """A cell with the number format that its value wants."""
    from openpyxl.cell import WriteOnlyCell

    made = WriteOnlyCell(sheet, value.fraction if isinstance(value, Percent) else None)
    if isinstance(value, date):
        made._value, made.data_type = value, "d"
    made._style = formats[type(value)]
    return made
