"""Workbooks (xlsx, xlsm) into grids: values by calamine, what it drops by the side scan. No meaning of cells here."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from pipelines.grid import Document, Grid, Merge, Unreadable
from pipelines.read.limits import Limits
from pipelines.read.package import Package
from pipelines.read.sheet_scan import SheetMarks, cells_of_styles, extent, regular, scan, without_errors
from pipelines.read.values import grid_of_values


def read_xlsx(content: bytes, limits: Limits, document_format: str = "xlsx") -> Document:
    """All worksheets of a workbook, hidden ones too; `position` counts the workbook's sheets from 0, chart sheets among them.

    Raises Unreadable: CORRUPT_FILE, ENCRYPTED, TOO_LARGE.
    """
    package = Package(content, limits)
    listed = package.sheets()
    if len(listed) > limits.max_sheets:
        raise Unreadable("TOO_LARGE", f"{len(listed)} sheets, at most {limits.max_sheets} are read")
    paths = {sheet.name: sheet.path for sheet in listed}
    percent_styles, old_fonts = package.percent_styles(), package.old_fonts()
    workbook = open_workbook(content)
    with damage_told():
        metadata = list(workbook.sheets_metadata)
    tamed: CalamineWorkbook | None = None
    grids: list[Grid] = []
    cells = 0
    for position, sheet in enumerate(metadata):
        if sheet.typ is not SheetTypeEnum.WorkSheet:
            continue
        if sheet.name not in paths:
            raise Unreadable("CORRUPT_FILE", f"sheet {sheet.name!r} has no part")
        xml = regular(package.part(paths[sheet.name]))
        height, width = extent(xml, limits.max_cells - cells)
        if height * width > limits.max_cells - cells:
            raise Unreadable("TOO_LARGE", f"sheet {sheet.name!r} reaches row {height}, column {width}; at most {limits.max_cells} cells are read")
        marks = scan(xml, percent_styles)
        drawn = {name: cells_of_styles(xml, styles) for name, styles in old_fonts.items()}
        del xml
        try:
            with damage_told():
                values = workbook.get_sheet_by_name(sheet.name)
        except Unreadable as error:
            if "cell error value" not in error.detail:
                raise
            if tamed is None:
                tamed = _with_known_errors(package, [part.path for part in listed])
            with damage_told():
                values = tamed.get_sheet_by_name(sheet.name)
        grid = _grid(values, sheet.name, position, sheet.visible is not SheetVisibleEnum.Visible, marks)
        cells += grid.height * grid.width
        grids.append(replace(grid, old_fonts=drawn) if drawn else grid)
    return Document(document_format, tuple(grids))


def _with_known_errors(package: Package, paths: list[str]) -> CalamineWorkbook:
    replaced = {path: without_errors(regular(package.part(path))) for path in paths if "/worksheets/" in path}
    return open_workbook(package.with_parts(replaced))


def open_workbook(content: bytes) -> CalamineWorkbook:
    """A workbook for its values. Raises Unreadable: CORRUPT_FILE, ENCRYPTED."""
    with damage_told():
        return CalamineWorkbook.from_filelike(io.BytesIO(content))


@contextmanager
def damage_told() -> Iterator[None]:
    """What the cell reader raises, as Unreadable. It is compiled, and its panics are no Exception but a BaseException of their own."""
    try:
        yield
    except PasswordError as error:
        raise Unreadable("ENCRYPTED", str(error)) from error
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:
        raise Unreadable("CORRUPT_FILE", f"{type(error).__name__}: {error}") from error


def _grid(sheet: CalamineSheet, name: str, position: int, hidden: bool, marks: SheetMarks) -> Grid:
    with damage_told():
        rows = sheet.to_python(skip_empty_area=False)
        merges = tuple(Merge(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
    return grid_of_values(rows, name, position, hidden, marks, merges)
