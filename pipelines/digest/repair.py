"""Sheets with texts in an old encoding, mended before anything is looked for in them; the texts as written are kept beside. How is in `damage`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from pipelines import findings
from pipelines.grid import Document, Grid, Kind, Mended
from pipelines.locate.tables import Table
from pipelines.read.decode import is_guess
from pipelines.vietnamese.damage import SIGNS, TITLES, Verdict, judge, looks_damaged
from schemas import issues


def mended(document: Document) -> tuple[Grid, ...]:
    """The grids of a document with damaged texts mended; grids without any are given back themselves."""
    return tuple(_mended(grid) for grid in document.grids)


def repair_findings(table: Table, encoding: str | None) -> pl.DataFrame:
    """What is told of a table's texts: from which encoding they were mended and in how many cells of the sheet, and each cell that stayed in doubt.

    `encoding` is that of the file where it is a text.
    """
    sheet, told = table.grid.sheet, list[str]()
    if is_guess(encoding):
        told.append(f"{TITLES[str(encoding)]}, cả tệp")
    found = table.grid.mended
    if found is not None:
        told += [f"{TITLES[one]}, {cells} ô" for one, cells in found.cells.items()]
    rows: list[dict[str, object]] = [{"code": issues.TEXT_REPAIRED.code, "sheet": sheet, "value": value} for value in told]
    if found is not None:
        rows += [
            {"code": issues.TEXT_DOUBTFUL.code, "sheet": sheet, "row_number": row, "column": column}
            for row, column in found.doubtful
            if table.first_row <= row <= table.last_row
        ]
    return findings.of_rows(rows)


def values_as_written(found: pl.DataFrame, grid: Grid) -> pl.DataFrame:
    """Findings whose value is a mended cell's text, with the cell as it was written. A value that is masked is no cell's text, and stays."""
    if grid.mended is None or not found.height or found["value"].null_count() == found.height:
        return found
    raw, text = grid.mended.raw, grid.text
    values = []
    for row, column, value in found.select("row_number", "column", "value").iter_rows():
        is_cell = value is not None and row is not None and column is not None and 0 < row <= text.height and 0 < column <= text.width
        values.append(raw[row - 1, column - 1] if is_cell and text[row - 1, column - 1] == value else value)
    return found.with_columns(pl.Series("value", values, dtype=pl.String))


def rows_as_written(raw_rows: pl.Series, table: Table) -> pl.Series:
    """`raw_rows` of a table (a JSON text a record, cells in the order of the columns) with mended cells as they were written; masked cells stay."""
    grid = table.grid
    if grid.mended is None:
        return raw_rows
    columns = [one.column for one in table.plan.columns]
    written = []
    for row, line in zip(table.row_numbers, raw_rows, strict=True):
        cells = json.loads(line)
        for (name, value), column in zip(list(cells.items()), columns, strict=True):
            if value is not None and value == grid.text[row - 1, column - 1]:
                cells[name] = grid.mended.raw[row - 1, column - 1]
        written.append(json.dumps(cells, ensure_ascii=False, separators=(",", ":")))
    return pl.Series(raw_rows.name, written, dtype=pl.String)


def _mended(grid: Grid) -> Grid:
    named = [*grid.context, *(part for path in grid.header_paths or () for part in path)]
    suspect = _suspects(grid.text)
    if not looks_damaged([*suspect, *named]):
        return grid
    fonts = _fonts(grid)
    verdict = judge([*_texts(grid, fonts), *((one, None) for one in named)])
    if not verdict.mended and not verdict.doubtful:
        return grid
    text, cells, doubtful = _applied(grid, verdict, fonts)
    plain = {one: new for (one, font), (_, new) in verdict.mended.items() if font is None}
    header_paths = grid.header_paths and tuple(tuple(plain.get(part, part) for part in path) for path in grid.header_paths)
    context = tuple(plain.get(line, line) for line in grid.context)
    for one in {*named} - {None}:
        if (one, None) in verdict.mended:
            cells[verdict.mended[one, None][0]] += 1
    return replace(
        grid, text=text, header_paths=header_paths, context=context, mended=Mended(grid.text, {one: cells[one] for one in sorted(cells)}, doubtful)
    )


def _suspects(text: pl.DataFrame) -> list[str]:
    """The different texts that hold a sign of damage."""
    if not text.width:
        return []
    # One pass over all columns laid end to end: a pass a column costs twice as much on the small sheets that a day consists of.
    cells = pl.concat(text.get_columns(), rechunk=False)
    has_sign = cells.str.contains(SIGNS)
    return cells.filter(has_sign).unique().to_list() if has_sign.any() else []


def _texts(grid: Grid, fonts: dict[str, pl.Series]) -> Iterable[tuple[str, str | None]]:
    """The different texts of the sheet that are not pure ASCII, each with the class of its font."""
    seen: dict[tuple[str, str | None], None] = {}
    for name in grid.text.columns:
        is_text = (grid.kind[name] == int(Kind.TEXT)) & grid.text[name].str.contains("[^\\x00-\\x7f]")
        if not is_text.any():
            continue
        if name in fonts:
            pairs = pl.DataFrame({"text": grid.text[name], "font": fonts[name]}).filter(is_text).unique(maintain_order=True)
            seen |= dict.fromkeys(pairs.iter_rows())
        else:
            seen |= dict.fromkeys((one, None) for one in grid.text[name].filter(is_text).unique(maintain_order=True))
    return seen


def _fonts(grid: Grid) -> dict[str, pl.Series]:
    """By column, the class of the old font of each cell; columns without one are left out."""
    by_column: dict[str, list[str | None]] = {}
    for name, columns in grid.old_fonts.items():
        for column, rows in columns.items():
            if column > grid.width:
                continue
            values = by_column.setdefault(f"c{column}", [None] * grid.height)
            for row in rows:
                if row <= grid.height:
                    values[row - 1] = name
    return {column: pl.Series(column, values, dtype=pl.String) for column, values in by_column.items()}


def _applied(grid: Grid, verdict: Verdict, fonts: dict[str, pl.Series]) -> tuple[pl.DataFrame, Counter[str], tuple[tuple[int, int], ...]]:
    """The text frame with what the verdict mends, the cells mended by encoding, and the cells in doubt as (row, column), 1-based."""
    cells: Counter[str] = Counter()
    doubtful: list[tuple[int, int]] = []
    columns = []
    for number, name in enumerate(grid.text.columns, start=1):
        series = grid.text[name]
        given = {*series.drop_nulls().unique()}
        font = fonts.get(name)
        for drawn in (None, *(() if font is None else sorted({*font.drop_nulls()}))):
            here = grid.kind[name] == int(Kind.TEXT)
            if font is not None:
                here = here & (font.is_null() if drawn is None else (font == drawn).fill_null(value=False))
            told = {one: what for (one, kind), what in verdict.mended.items() if kind == drawn and one in given}
            uncertain = [one for one, kind in verdict.doubtful if kind == drawn and one in given]
            for encoding in {what[0] for what in told.values()}:
                cells[encoding] += int((grid.text[name].is_in([one for one, what in told.items() if what[0] == encoding]) & here).sum())
            if told:
                new = grid.text[name].replace(list(told), [what[1] for what in told.values()])
                series = new.zip_with(here & grid.text[name].is_in(list(told)), series)
            if uncertain:
                doubtful += [(row + 1, number) for row in (grid.text[name].is_in(uncertain) & here).fill_null(value=False).arg_true()]
        columns.append(series.alias(name))
    return pl.DataFrame(columns), cells, tuple(sorted(doubtful))
