"""Tables of a grid: header, records, and every other row with its reason. The rows of a table and those passed over make up the sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from pipelines.grid import Grid, column_letter
from pipelines.locate.header import TITLE_CELLS, Header, find_headers
from pipelines.locate.rows import REASON, SECTION, classify
from pipelines.locate.sides import alone, sides_of
from pipelines.locate.titles import texts_above
from pipelines.match.columns import ColumnMatch, ColumnPlan, look_below, plan_columns
from pipelines.match.wide import WidePlan, plan_wide
from pipelines.vietnamese.fold import clean, fold, light
from pipelines.vocabulary import Vocabulary
from schemas.contract import DATASETS
from schemas.field import Type


@dataclass(frozen=True)
class Table:
    """One table found in a sheet. `text` and `kind` hold the record rows only, in equal order with `row_numbers` and `sections`."""

    grid: Grid
    plan: ColumnPlan
    first_row: int
    last_row: int
    row_numbers: pl.Series
    sections: pl.Series
    text: pl.DataFrame
    kind: pl.DataFrame
    skipped: pl.DataFrame
    """row_number and reason of the rows of this table that are no records."""
    titles: tuple[str, ...] = field(default=())
    """Texts above the header, cell by cell, in reading order; for JSON the members around the list."""
    footers: tuple[str, ...] = field(default=())
    """Texts of the signature block."""
    said: Mapping[str, str] = field(default_factory=dict)
    """Field to what holds for every row, where no column says it: the indicator of a wide table's column, and its unit."""
    figures: int | None = None
    """The one column that this table takes from a wide one; null where it takes all. Its rows are those of the whole."""
    span: tuple[int, int] | None = None
    """First and last column where another table stands beside it."""
    parts: tuple[int, ...] = ()
    """Columns that add up to `figures`; empty where it is no total."""
    repeats: bool = False
    """Whether another table of the same rows stands before it, which tells all that is to be told but of `figures`."""

    @property
    def rows_read(self) -> int:
        """Sheet rows in the table's extent, counted from its edges and not from its parts."""
        return self.last_row - self.first_row + 1

    @property
    def cell_range(self) -> str:
        """The table's extent as a spreadsheet writes it."""
        first, last = (self.figures, self.figures) if self.figures else self.span or (1, max(self.grid.width, 1))
        return f"{column_letter(first)}{self.first_row}:{column_letter(last)}{self.last_row}"


def find_tables(grid: Grid, vocabulary: Vocabulary, sender: str | None) -> list[Table]:
    """The tables of a sheet from top to bottom. Their rows cover the whole sheet; an empty list means that it holds none.

    A wide table of indicators is one table a column of figures, each of them with all of its rows.
    """
    if grid.header_paths is not None:
        return _named_by_format(grid, vocabulary, sender)
    headers = find_headers(grid, vocabulary, sender)
    tables: list[Table] = []
    for index, header in enumerate(headers):
        first = 1 if index == 0 else tables[-1].last_row + 1
        last = grid.height if index + 1 == len(headers) else _split(grid, header, headers[index + 1])
        sides = sides_of(grid, header, last, vocabulary, sender)
        for side in sides:
            own = alone(grid, side) if len(sides) > 1 else grid
            whole = _table(own, side, classify(own, side, side.bottom + 1, last), first, last)
            if len(sides) > 1:
                # A title stands over both.
                titles = (*grid.context, *texts_above(grid, range(first, side.top)))
                whole = replace(whole, titles=titles, span=(min(side.paths), max(side.paths)))
            tables.append(whole)
    return [one for table in tables for one in _narrowed(table)]


def _narrowed(table: Table) -> list[Table]:
    """A wide table as one table an indicator, each with the same rows; another, or one in doubt, which is one question, is given back itself."""
    plan = table.plan
    if not isinstance(plan, WidePlan) or plan.doubts:
        return [table]
    titles = {one.column: one.header for one in plan.columns}
    narrow: list[Table] = []
    for one in plan.wide:
        said = {"indicator_code": one.indicator_code, "indicator_name": titles[one.column]}
        if one.unit:
            said["unit"] = one.unit
        narrow.append(replace(table, plan=plan.narrowed(one), said=said, figures=one.column, parts=one.parts, repeats=bool(narrow)))
    return narrow


_INSTRUCTIONS = re.compile(r"(?:sheet )?(?:huong dan|loi|hd nhap|hd su dung|vi du|tro giup|guide|instruction|example|readme|help)(?: .*|s)?")
"""Names of sheets that tell how a form is filled; what stands in them are examples."""


def without_instructions(sheets: list[tuple[Grid, list[Table]]]) -> list[tuple[Grid, list[Table]]]:
    """The sheets with no tables in those of instructions, where another sheet holds one."""
    told = [_INSTRUCTIONS.fullmatch(fold(grid.sheet)) is not None for grid, _ in sheets]
    if not any(tables for (_, tables), is_told in zip(sheets, told, strict=True) if not is_told):
        return sheets
    return [(grid, [] if is_told else tables) for (grid, tables), is_told in zip(sheets, told, strict=True)]


_OPENS_A_TABLE = re.compile(
    r"(?:bao cao|bieu|phu luc|danh sach|danh muc|tinh hinh|tong hop|ket qua|thong ke|bang|don vi bao cao|co quan bao cao|cong hoa xa hoi|"
    r"ubnd|uy ban nhan dan|bo |ngan hang|thanh tra|van phong chinh phu|vien han lam|dai )"
)
"""With which the title block of a table begins."""


def _split(grid: Grid, header: Header, following: Header) -> int:
    """The last row of the upper table: the blank row before the title block over the next header, else the blank row nearest above that header, else
    the row before it; never above a row of values.
    """
    split = None
    for row in range(following.top - 1, header.bottom, -1):
        filled = [text for cell in grid.text.row(row - 1) if cell and (text := clean(cell))]
        if len(set(filled)) > TITLE_CELLS:
            return row if split is None else split
        below = [text for cell in grid.text.row(row) if cell and (text := clean(cell))] if row < grid.height else []
        if not filled and (split is None or (below and _OPENS_A_TABLE.match(light(below[0])))):
            split = row
    return following.top - 1 if split is None else split


def _named_by_format(grid: Grid, vocabulary: Vocabulary, sender: str | None) -> list[Table]:
    paths = {column + 1: path for column, path in enumerate(grid.header_paths or ()) if path}
    evidence = look_below(grid, 0)
    plans = [plan_columns(one, paths, vocabulary.of_form(one.name, grid.context, grid.own_name), sender, evidence) for one in DATASETS.values()]
    possible: list[ColumnPlan] = [plan for plan in plans if plan.is_table]
    if (wide := plan_wide(paths, vocabulary, sender, evidence)) is not None:
        possible.append(wide)
    if not possible:
        return []
    header = Header(0, 0, paths, max(possible, key=lambda plan: (plan.is_anchored, plan.score)))
    return _narrowed(_table(grid, header, classify(grid, header, 1, grid.height), 1, grid.height))


def _table(grid: Grid, header: Header, rows: pl.DataFrame, first: int, last: int) -> Table:
    is_counts = header.plan.dataset.name == "dossier_counts"
    if is_counts and rows.filter(pl.col(REASON).is_null()).is_empty() and rows.filter(pl.col(REASON) == "total").height == 1:
        # A lone total row is the sender's figure, not a sum of rows that stand elsewhere.
        rows = rows.with_columns(pl.when(pl.col(REASON) == "total").then(None).otherwise(pl.col(REASON)).alias(REASON))
    records = rows.filter(pl.col(REASON).is_null())
    above = pl.int_range(first, header.bottom + 1, eager=True, dtype=pl.Int64) if header.bottom else pl.Series("row_number", [], pl.Int64)
    reasons = ["header" if row >= header.top else _blank_or_title(grid, row) for row in above]
    skipped = pl.concat(
        [
            pl.DataFrame({"row_number": above, REASON: pl.Series(reasons, dtype=pl.String)}),
            rows.filter(pl.col(REASON).is_not_null()).select("row_number", REASON),
        ]
    )
    indices = (records["row_number"] - 1).to_list()
    text, kind = _filled_down(grid, header)
    signed = rows.filter(pl.col(REASON) == "signature")["row_number"].to_list()
    return Table(
        grid=grid,
        plan=_with_unnamed(header.plan, text[indices]),
        first_row=first,
        last_row=last,
        row_numbers=records["row_number"],
        sections=records[SECTION],
        text=text[indices],
        kind=kind[indices],
        skipped=skipped,
        titles=(*grid.context, *texts_above(grid, range(first, header.top))),
        footers=_texts(grid, signed),
    )


def _with_unnamed(plan: ColumnPlan, records: pl.DataFrame) -> ColumnPlan:
    """The plan with the columns that hold something and that no header names, so that what stands in them is kept and told."""
    named = {one.column for one in plan.columns}
    others = [column for column in range(1, records.width + 1) if column not in named and records[f"c{column}"].null_count() < records.height]
    if not others:
        return plan
    unnamed = [ColumnMatch(column, f"(cột {column_letter(column)})", None, None, None) for column in others]
    return replace(plan, columns=tuple(sorted((*plan.columns, *unnamed), key=lambda one: one.column)))


def _filled_down(grid: Grid, header: Header) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The grid with words and dates that are merged over several records set at each of them. Numbers are not: they would be counted again."""
    said = {
        column
        for name, column in header.plan.fields.items()
        if header.plan.dataset.field(name).type in (Type.TEXT, Type.DATE) and name != "row_label"
    }
    text, kind = grid.text, grid.kind
    for merge in grid.merges:
        if merge.top <= header.bottom or merge.bottom == merge.top or merge.left != merge.right or merge.left not in said:
            continue
        name, rows = f"c{merge.left}", list(range(merge.top, min(merge.bottom, grid.height)))
        text = text.with_columns(text[name].scatter(rows, text[name][merge.top - 1]))
        kind = kind.with_columns(kind[name].scatter(rows, kind[name][merge.top - 1]))
    return text, kind


def _blank_or_title(grid: Grid, row: int) -> str:
    return "title" if any(cell and clean(cell) for cell in grid.text.row(row - 1)) else "blank"


def _texts(grid: Grid, rows: range | list[int]) -> tuple[str, ...]:
    """Cell texts of the given rows as a person reads them: cleaned, line breaks kept apart, doubles from merges left out."""
    lines: list[str] = []
    for row in rows:
        for cell in grid.text.row(row - 1):
            lines += [line for part in (cell or "").split("\n") if (line := clean(part))]
    return tuple(lines)


def texts_of_sheet(grid: Grid, rows: int = 30) -> tuple[str, ...]:
    """The first rows' texts of a sheet that holds no table, for the names and dates that a cover sheet may give."""
    return (*grid.context, *texts_above(grid, range(1, min(rows, grid.height) + 1)))
