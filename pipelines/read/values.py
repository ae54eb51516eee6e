"""Grids from a workbook's values as Python has them (str, float, bool, dates), and from the marks beside them."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import polars as pl

from pipelines.grid import Grid, Kind, Merge
from pipelines.read.cells import datetime_text, duration_text, float_text, float_texts, kind_series
from pipelines.read.sheet_scan import SheetMarks

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


def grid_of_values(rows: list[list[Any]], name: str, position: int, hidden: bool, marks: SheetMarks, merges: tuple[Merge, ...] = ()) -> Grid:
    """A sheet from its rows, all of one length from A1, '' where a cell is empty, and from what is marked beside them. Empties `rows`."""
    told = [*((*mark, Kind.ERROR) for mark in marks.errors), *((*mark, Kind.UNCACHED) for mark in marks.uncached)]
    height = max([len(rows), *(row for row, _, _, _ in told)])
    width = max([len(rows[0]) if rows else 0, *(column for _, column, _, _ in told)])
    told_of_column: defaultdict[int, list[tuple[int, str, Kind]]] = defaultdict(list)
    for row, column, text, kind in told:
        told_of_column[column].append((row, text, kind))
    columns: list[Sequence[object]] = list(zip(*rows, strict=True))
    rows.clear()
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
