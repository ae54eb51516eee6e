"""Workbooks (xlsx, xlsm) into grids: values by calamine, what it drops by the side scan. No meaning of cells here."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import polars as pl
from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from pipelines.grid import Document, Grid, Kind, Merge, Unreadable
from pipelines.read.cells import datetime_text, duration_text, float_text, float_texts, kind_series
from pipelines.read.limits import Limits
from pipelines.read.package import Package
from pipelines.read.sheet_scan import SheetMarks, extent, regular, scan, without_errors

_SHORT_COLUMN = 2000
_TEXT_OF: dict[type, Callable[..., str]] = {
    float: float_text,
    int: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    dt.date: dt.date.isoformat,
    dt.datetime: datetime_text,
    dt.time: dt.time.isoformat,
    dt.timedelta: duration_text,
}
_KIND_OF: dict[type, int] = {
    str: int(Kind.TEXT),
    float: int(Kind.NUMBER),
    int: int(Kind.NUMBER),
    bool: int(Kind.BOOL),
    dt.date: int(Kind.DATE),
    dt.datetime: int(Kind.DATETIME),
    # A time of day or a duration is no date: its ISO text stands for it.
    dt.time: int(Kind.TEXT),
    dt.timedelta: int(Kind.TEXT),
}


def read_xlsx(content: bytes, limits: Limits, document_format: str = "xlsx") -> Document:
    """All worksheets of a workbook, hidden ones too; `position` counts the workbook's sheets from 0, chart sheets among them.

    Raises Unreadable: CORRUPT_FILE, ENCRYPTED, TOO_LARGE.
    """
    package = Package(content, limits)
    listed = package.sheets()
    if len(listed) > limits.max_sheets:
        raise Unreadable("TOO_LARGE", f"{len(listed)} sheets, at most {limits.max_sheets} are read")
    paths = {sheet.name: sheet.path for sheet in listed}
    percent_styles = package.percent_styles()
    with _damage_told():
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
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
        del xml
        try:
            with _damage_told():
                values = workbook.get_sheet_by_name(sheet.name)
        except Unreadable as error:
            if "cell error value" not in error.detail:
                raise
            if tamed is None:
                tamed = _with_known_errors(package, [part.path for part in listed])
            with _damage_told():
                values = tamed.get_sheet_by_name(sheet.name)
        grid = _grid(values, sheet.name, position, sheet.visible is not SheetVisibleEnum.Visible, marks)
        cells += grid.height * grid.width
        grids.append(grid)
    return Document(document_format, tuple(grids))


def _with_known_errors(package: Package, paths: list[str]) -> CalamineWorkbook:
    replaced = {path: without_errors(regular(package.part(path))) for path in paths if "/worksheets/" in path}
    with _damage_told():
        return CalamineWorkbook.from_filelike(io.BytesIO(package.with_parts(replaced)))


@contextmanager
def _damage_told() -> Iterator[None]:
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
    with _damage_told():
        rows = sheet.to_python(skip_empty_area=False)
        merges = tuple(Merge(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
    told = [*((*mark, Kind.ERROR) for mark in marks.errors), *((*mark, Kind.UNCACHED) for mark in marks.uncached)]
    height = max([len(rows), *(row for row, _, _, _ in told)])
    width = max([len(rows[0]) if rows else 0, *(column for _, column, _, _ in told)])
    told_of_column: defaultdict[int, list[tuple[int, str, Kind]]] = defaultdict(list)
    for row, column, text, kind in told:
        told_of_column[column].append((row, text, kind))
    columns: list[Sequence[object]] = list(zip(*rows, strict=True))
    del rows
    texts, kinds = [], []
    for column in range(1, width + 1):
        values = columns[column - 1] if column <= len(columns) else ()
        text_column, kind_column = _column(values, height, told_of_column.get(column, []), marks.percent.get(column, []))
        texts.append(text_column.alias(f"c{column}"))
        kinds.append(kind_column.alias(f"c{column}"))
    return Grid(
        sheet=name,
        position=position,
        text=pl.DataFrame(texts),
        kind=pl.DataFrame(kinds),
        merges=merges,
        hidden=hidden,
        hidden_rows=frozenset(row for row in marks.hidden_rows if row <= height),
        hidden_columns=frozenset(column for first, last in marks.hidden_columns for column in range(first, min(last, width) + 1)),
    )


def _column(values: Sequence[object], height: int, told: list[tuple[int, str, Kind]], percent: list[int]) -> tuple[pl.Series, pl.Series]:
    """One column as (text, kind): values as calamine gave them, with '' where a cell is empty, padded to `height`."""
    if height <= _SHORT_COLUMN:
        return _short_column(values, height, told, percent)
    return _long_column(values, height, told, percent)


def _short_column(values: Sequence[object], height: int, told: list[tuple[int, str, Kind]], percent: list[int]) -> tuple[pl.Series, pl.Series]:
    """`_column` cell by cell: a dozen polars calls a column cost more than all its cells here."""
    missing = height - len(values)
    texts: list[str | None] = [(value or None) if type(value) is str else _TEXT_OF[type(value)](value) for value in values]
    kinds = [_KIND_OF[type(value)] if value != "" else 0 for value in values]
    texts += [None] * missing
    kinds += [0] * missing
    for row, value in enumerate(values):
        # XML may spell numbers that no spreadsheet knows (nan, inf): what was written, and no number.
        if type(value) is float and not math.isfinite(value):
            kinds[row] = int(Kind.TEXT)
    for row in percent:
        if row <= height and kinds[row - 1] == Kind.NUMBER:
            kinds[row - 1] = int(Kind.PERCENT)
    for row, written, kind in told:
        texts[row - 1] = written
        kinds[row - 1] = int(kind)
    return pl.Series(texts, dtype=pl.String()), kind_series(kinds)


def _long_column(values: Sequence[object], height: int, told: list[tuple[int, str, Kind]], percent: list[int]) -> tuple[pl.Series, pl.Series]:
    """`_column` with as much as possible done by polars."""
    types = set(map(type, values))
    written = values if types <= {str} else [value if type(value) is str else None for value in values]
    text = pl.Series(written, dtype=pl.String())
    text = text.set(text == "", None)
    if types <= {str}:
        kind = text.is_not_null().cast(pl.UInt8()) * int(Kind.TEXT)
    else:
        kind = kind_series([_KIND_OF[type(value)] if value != "" else 0 for value in values])
        if float in types:
            numbers = pl.Series([value if type(value) is float else None for value in values], dtype=pl.Float64())
            text = text.fill_null(float_texts(numbers))
            kind = kind.set(~numbers.is_finite().fill_null(True), int(Kind.TEXT))
        if types - {str, float}:
            text = text.fill_null(pl.Series(_other_texts(values), dtype=pl.String()))
    if height > len(values):
        text = text.extend_constant(None, height - len(values))
        kind = kind.extend_constant(int(Kind.EMPTY), height - len(values))
    if percent:
        rows = pl.Series(percent, dtype=pl.UInt32()) - 1
        rows = rows.filter(rows < height)
        kind = kind.scatter(rows.filter(kind.gather(rows) == int(Kind.NUMBER)), int(Kind.PERCENT))
    if told:
        rows = pl.Series([row - 1 for row, _, _ in told], dtype=pl.UInt32())
        text = text.scatter(rows, [written for _, written, _ in told])
        kind = kind.scatter(rows, kind_series([int(each) for _, _, each in told]))
    return text, kind


def _other_texts(values: Sequence[object]) -> Iterator[str | None]:
    """Texts of dates, times and booleans, worked out once a distinct value; None for texts and numbers."""
    known: dict[tuple[type, object], str] = {}
    for value in values:
        kind = type(value)
        if kind is str or kind is float:
            yield None
            continue
        text = known.get((kind, value))
        if text is None:
            text = known[kind, value] = _TEXT_OF[kind](value)
        yield text
