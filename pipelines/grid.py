"""The grid: one sheet's cells exactly as the sender wrote them, with true coordinates.

Here belongs the shape that `read` gives and `locate` takes. No inference of types, tables or meaning.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

import polars as pl


class Kind(IntEnum):
    """What stood in a cell, beside its text."""

    EMPTY = 0
    TEXT = 1
    NUMBER = 2
    PERCENT = 3
    """A number whose cell format is a percentage: the text is the stored fraction (0.52 shown as 52 %)."""
    DATE = 4
    DATETIME = 5
    BOOL = 6
    ERROR = 7
    """An error value; the text is its name, such as #REF!."""
    UNCACHED = 8
    """A formula that was saved without its result; the text is the formula, with its leading '='."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, 1-based sheet coordinates, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Mended:
    """What was mended in a sheet that came in an old encoding (TCVN3, VNI, UTF-8 read as another)."""

    raw: pl.DataFrame
    """The text frame as the sender wrote it."""
    cells: Mapping[str, int]
    """By encoding, how many cells were mended."""
    doubtful: tuple[tuple[int, int], ...] = ()
    """Cells (row, column), 1-based, that may be damaged too and were left as written."""


WITHIN = " › "
"""Stands between a file of an archive and its sheet: 'bao cao.xlsx › NV'."""
WORKBOOKS = frozenset({"xlsx", "xlsm", "xls", "xlsb", "ods", "spreadsheetml"})
"""Formats whose cells have types: a date in them is shown as the sender's program shows dates, not as it is stored."""


@dataclass(frozen=True)
class Grid:
    """One sheet (or JSON list) as text and kind frames from cell A1; frame row i is sheet row i + 1."""

    sheet: str
    position: int
    text: pl.DataFrame
    kind: pl.DataFrame
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    header_paths: tuple[tuple[str, ...], ...] | None = None
    """Set where the format itself names the columns (JSON keys): one path a column, no header row in the grid."""
    context: tuple[str, ...] = field(default=())
    """Text around the table that the format keeps apart from it: other JSON members as 'key: value' lines, paragraphs before a document's table."""
    member: str | None = None
    """The path of the file inside an archive that the sheet stands in; `sheet` then begins with it."""
    encoding: str | None = None
    """The encoding of that file where it is a text."""
    old_fonts: Mapping[str, Mapping[int, Collection[int]]] = field(default_factory=dict)
    """Cells in fonts from before Unicode, by the fonts' class (`vietnamese.damage`), column and row."""
    mended: Mended | None = None
    """Set where `text` is not what the sender wrote."""

    @property
    def own_name(self) -> str:
        """The sheet's name as its own file has it."""
        return self.sheet.rpartition(WITHIN)[2] if self.member else self.sheet

    @property
    def height(self) -> int:
        """Rows, from row 1."""
        return self.text.height

    @property
    def width(self) -> int:
        """Columns, from A."""
        return self.text.width


@dataclass(frozen=True)
class Unread:
    """A part of a delivery that could not be read beside others that were: a file of an archive, pages of a pdf. `code` says why."""

    part: str
    code: str
    detail: str


@dataclass(frozen=True)
class Document:
    """A delivery as read: its true format, its encoding where it is text, its grids in sheet order, and what of it could not be read."""

    format: str
    grids: tuple[Grid, ...]
    encoding: str | None = None
    unread: tuple[Unread, ...] = ()


class Unreadable(Exception):
    """The file as a whole cannot be read. `code` is an issue code of `schemas.issues`; `detail` is for operators."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


def column_letter(column: int) -> str:
    """The spreadsheet letter of a 1-based column number: 1 is A, 28 is AB."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_address(column: int | None, row_number: int | None) -> str | None:
    """The A1 address of a cell; null where row or column is unknown."""
    if column is None or row_number is None:
        return None
    return f"{column_letter(column)}{row_number}"
