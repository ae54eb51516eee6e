"""Shapes: a cell with what a careful reader takes from it, a table, a sheet, a file with its truth. Nothing here decides anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class OneOf:
    """A truth on which careful readers may differ: any of these is right."""

    values: tuple[Any, ...]


@dataclass(frozen=True)
class Refused:
    """No careful reader takes a value from this cell, and the sender must be told. `or_value`: right too, where the pipeline is bold and right."""

    or_value: Any = None


@dataclass(frozen=True)
class Formula:
    """A formula that was saved without its result."""

    text: str


@dataclass(frozen=True)
class Error:
    """An error value such as #REF!."""

    name: str


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, how it is shown where a format knows only text, and its truth by field."""

    value: Any = None
    truth: Mapping[str, Any] = field(default_factory=dict)
    number_format: str | None = None
    shown: str | None = None

    def text(self) -> str:
        """The cell as a person sees it: for csv, html and the other formats of text."""
        if self.shown is not None:
            return self.shown
        value = self.value
        if value is None:
            return ""
        if isinstance(value, Formula):
            return value.text
        if isinstance(value, Error):
            return value.name
        if isinstance(value, dt.datetime):
            return value.strftime("%d/%m/%Y %H:%M")
        if isinstance(value, dt.date):
            return value.strftime("%d/%m/%Y")
        return str(value)


EMPTY = Cell()


@dataclass(frozen=True)
class Column:
    """A column: its field (None: one that no field takes), header from the top group to the leaf, and its key in json and xml."""

    field: str | None
    path: tuple[str, ...]
    key: str


@dataclass(frozen=True)
class Line:
    """A row under the header. `kind`: data, section, total, blank, note."""

    kind: str
    cells: tuple[Cell, ...]
    truth: Mapping[str, Any] = field(default_factory=dict)
    fate: str = "loaded"
    """loaded, or quarantined where the row's key or agency cannot be known."""


@dataclass(frozen=True)
class Table:
    """One dataset's table as an office would fill it in. `truth` holds for each of its rows."""

    dataset: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    titles: tuple[str, ...]
    unit_line: str | None = None
    truth: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RowTruth:
    """What a row of a file says. `row_number` is that of the sheet, from 1; of the item in json."""

    sheet: str
    row_number: int
    dataset: str
    truth: Mapping[str, Any]
    written: Mapping[str, str]
    """Field to 'B12: text' as it stands in the file, for the report."""
    fate: str


@dataclass
class Sheet:
    """Cells from A1 on, as rows of equal meaning to every format that has sheets."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, first column, last row, last column; from 1."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False
    truths: list[RowTruth] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    headers: list[tuple[int, int]] = field(default_factory=list)
    """First and last header row of each table."""

    def add(self, cells: list[Cell]) -> int:
        """Adds a row; gives its number, from 1."""
        self.rows.append(cells)
        return len(self.rows)


@dataclass(frozen=True)
class Sent:
    """A file as delivered and what must become of it. `fate`: loaded, held, refused; `loaded or held` where both are sound."""

    path: str
    content: bytes
    delivered_at: dt.datetime
    format: str
    truths: tuple[RowTruth, ...]
    fate: str = "loaded"
    why: str = ""
    placed_by: str = "row"
    """How rows of the truth and of the pipeline are brought together: sheet (and row), row (of the one sheet), key (formats without rows)."""
    caseless: bool = False
    """Whether the encoding loses the case of toned capitals."""
