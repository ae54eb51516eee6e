"""Binary workbooks (xlsb) into grids: values by calamine, what it drops by a scan of the records. No meaning of cells here.

An xlsb part is a row of records: a type and a length in one to four bytes each, seven bits a byte, then the data.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.grid import Document, Grid, Merge, Unreadable
from pipelines.read.limits import Limits
from pipelines.read.package import BUILTIN_PERCENT, Package, is_percent_format
from pipelines.read.sheet_scan import SheetMarks
from pipelines.read.values import grid_of_values
from pipelines.read.xlsx import damage_told, open_workbook

_ROW, _BLANK, _ERROR, _FORMULA_ERROR = 0, 1, 3, 11
_CELLS = frozenset(range(1, 12)) | {62}
_COLUMN, _SHEET, _XF, _FORMAT, _BEGIN_CELL_XFS, _END_CELL_XFS, _MERGE, _BEGIN_DATA, _END_SHEET = (
    60, 156, 47, 44, 617, 618, 176, 145, 130
)  # fmt: skip
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA"}
_HIDDEN_ROW = 0x10
_HIDDEN_COLUMN = 0x01


@dataclass
class _Scanned:
    """What the records of a sheet say beside its values. `height` and `width` reach to the last cell with content."""

    height: int = 0
    width: int = 0
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    percent: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)


def read_xlsb(content: bytes, limits: Limits) -> Document:
    """All worksheets, hidden ones too; `position` counts the workbook's sheets from 0.

    Cells that the scan finds and the cell reader does not give are a damaged file, never an empty one. Raises Unreadable: CORRUPT_FILE, ENCRYPTED,
    TOO_LARGE.
    """
    package = Package(content, limits)
    try:
        return _read(content, package, limits)
    except (struct.error, IndexError, UnicodeDecodeError, OverflowError) as error:
        raise Unreadable("CORRUPT_FILE", f"damaged record: {error}") from error


def _read(content: bytes, package: Package, limits: Limits) -> Document:
    workbook_path = package.main_part("xl/workbook.bin")
    targets = package.relations(workbook_path)
    listed = [(name, targets.get(relation), state) for name, relation, state in _sheets(package.part(workbook_path))]
    if len(listed) > limits.max_sheets:
        raise Unreadable("TOO_LARGE", f"{len(listed)} sheets, at most {limits.max_sheets} are read")
    percent_styles = _percent_styles(package)
    workbook = open_workbook(content)
    grids: list[Grid] = []
    cells = 0
    for position, (name, path, state) in enumerate(listed):
        if path is None:
            raise Unreadable("CORRUPT_FILE", f"sheet {name!r} has no part")
        if "worksheets/" not in path.lower():
            continue
        marks = _scan(package.part(path), percent_styles)
        if marks.height * marks.width > limits.max_cells - cells:
            raise Unreadable(
                "TOO_LARGE", f"sheet {name!r} reaches row {marks.height}, column {marks.width}; at most {limits.max_cells} cells are read"
            )
        with damage_told():
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if marks.height and not rows and not marks.errors:
            raise Unreadable("CORRUPT_FILE", f"sheet {name!r} has cells to row {marks.height}, and none of them can be read")
        told = SheetMarks(marks.errors, [], marks.percent, frozenset(marks.hidden_rows), tuple(marks.hidden_columns))
        grid = grid_of_values(rows, name, position, state != 0, told, tuple(marks.merges))
        cells += grid.height * grid.width
        grids.append(grid)
    return Document("xlsb", tuple(grids))


def _records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """(type, begin, end) of each record. Raises IndexError where one runs over the end."""
    at, size = 0, len(part)
    while at < size:
        code = part[at]
        at += 1
        if code & 0x80:
            code = (code & 0x7F) | (part[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        while True:
            byte = part[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:
                break
        if at + length > size:
            raise IndexError(f"record {code} at byte {at} has {length} bytes, {size - at} are left")
        yield code, at, at + length
        at += length


def _text(part: bytes, at: int) -> tuple[str, int]:
    """A text with its length in front, and where it ends."""
    length = struct.unpack_from("<I", part, at)[0]
    if length == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * length
    if end > len(part):
        raise IndexError(f"a text of {length} characters runs over its part")
    return part[at + 4 : end].decode("utf-16-le"), end


def _sheets(part: bytes) -> Iterator[tuple[str, str, int]]:
    """Name, relation and state of each sheet; a state other than 0 is hidden."""
    for code, begin, _ in _records(part):
        if code == _SHEET:
            relation, at = _text(part, begin + 8)
            yield _text(part, at)[0], relation, struct.unpack_from("<I", part, begin)[0]


def _percent_styles(package: Package) -> frozenset[int]:
    path = package.find("xl/styles.bin")
    if path is None:
        return frozenset()
    part = package.part(path)
    formats: dict[int, str] = {}
    styles: list[int] = []
    in_cell_styles = False
    for code, begin, _ in _records(part):
        if code == _FORMAT:
            formats[struct.unpack_from("<H", part, begin)[0]] = _text(part, begin + 2)[0]
        elif code in (_BEGIN_CELL_XFS, _END_CELL_XFS):
            in_cell_styles = code == _BEGIN_CELL_XFS
        elif code == _XF and in_cell_styles:
            styles.append(struct.unpack_from("<H", part, begin + 2)[0])
    percent = {number for number, code_text in formats.items() if is_percent_format(code_text)} | (BUILTIN_PERCENT - formats.keys())
    return frozenset(style for style, number in enumerate(styles) if number in percent)


def _scan(part: bytes, percent_styles: frozenset[int]) -> _Scanned:
    found = _Scanned()
    row = code = 0
    in_data = False
    for code, begin, _ in _records(part):
        if code == _ROW and in_data:
            row = struct.unpack_from("<I", part, begin)[0] + 1
            if part[begin + 11] & _HIDDEN_ROW:
                found.hidden_rows.add(row)
        elif code in _CELLS and in_data:
            column, style = struct.unpack_from("<II", part, begin)
            column, style = column + 1, style & 0xFFFFFF
            if code == _BLANK:
                continue
            found.height, found.width = max(found.height, row), max(found.width, column)
            if style in percent_styles:
                found.percent[column].append(row)
            if code in (_ERROR, _FORMULA_ERROR):
                found.errors.append((row, column, _ERRORS.get(part[begin + 8], "#ERROR")))
        elif code == _BEGIN_DATA:
            in_data = True
        elif code == _COLUMN:
            first, last = struct.unpack_from("<II", part, begin)
            if struct.unpack_from("<H", part, begin + 16)[0] & _HIDDEN_COLUMN:
                found.hidden_columns.append((first + 1, last + 1))
        elif code == _MERGE:
            top, bottom, left, right = struct.unpack_from("<IIII", part, begin)
            found.merges.append(Merge(top + 1, left + 1, bottom + 1, right + 1))
    if code != _END_SHEET:
        raise IndexError("the sheet has no end")
    return found
