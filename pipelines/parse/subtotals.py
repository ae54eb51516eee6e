"""Subtotals: rows of a count table that repeat the sum of the rows under them. Counted as records they would double every figure."""

from __future__ import annotations

import math
from dataclasses import replace

import polars as pl

from pipelines import findings
from pipelines.locate.tables import Table
from pipelines.parse.numbers import parse_integer
from pipelines.parse.plain import plain_integers
from pipelines.vietnamese.fold import clean_expr
from schemas import issues
from schemas.field import Type

_SMALLEST_SUM = 3
"""A sum and two rows: with fewer, equal numbers prove nothing."""
_TELLING_COLUMNS = 3
"""Columns with a number other than zero that must agree before arithmetic alone makes a row a sum."""
_NO_VALUE = r"^[-–—_./…\s]*$|^[xX]$"
"""Marks of an empty cell: no value is no unreadable one."""
_Row = tuple[float | None, ...]
"""A row's counts: null where there is none, nan where what is written cannot be read."""
_GROUP_LABEL = r"^(?:[IVX]{1,5}|[A-HK-Z])\s*[.)]?$"


def _integers(text: pl.Series, kind: pl.Series) -> pl.Series:
    return (plain_integers(text, kind) or parse_integer(text, kind)).values


def _says_something(table: Table, column: int) -> pl.Series:
    written = table.text[f"c{column}"].str.strip_chars()
    return (written.is_not_null() & ~written.str.contains(_NO_VALUE)).fill_null(value=False)


def set_subtotals_aside(table: Table) -> tuple[Table, pl.DataFrame]:
    """Rows labelled I, II, A, B above rows labelled 1, 2, 3 that equal the sum of their block become skipped totals and head their block.

    So does a row without a number of its own that equals the sum of all others, or of those down to the next such row: 'Toàn ngành', 'Cấp bộ'.
    Gives the table without them and the findings: a group row with numbers that is not its block's sum is SUBTOTAL_DOUBTFUL, which holds the table.
    """
    fields = table.plan.fields
    counts = [one.name for one in table.plan.dataset.fields if one.type is Type.INTEGER and one.name in fields]
    label = fields.get("row_label")
    if not counts or table.row_numbers.is_empty():
        return table, findings.empty()
    table = _set_unnumbered_sums_aside(table, counts, label)
    if label is None:
        return table, findings.empty()
    is_group = table.text.select(clean_expr(pl.col(f"c{label}")).str.contains(_GROUP_LABEL).fill_null(value=False)).to_series()
    if not is_group.any() or is_group.all():
        return table, findings.empty()
    numbers = pl.DataFrame({name: _integers(table.text[f"c{fields[name]}"], table.kind[f"c{fields[name]}"]) for name in counts})
    numbers = numbers.with_columns(
        is_group.alias("is_group"), is_group.cast(pl.Int64).cum_sum().alias("block"), table.row_numbers.alias("row_number")
    )
    # A column with a cell that says something and could not be read has no sum to compare with.
    unread = pl.DataFrame({name: _says_something(table, fields[name]) & numbers[name].is_null() for name in counts})
    numbers = numbers.with_columns(unread[name].alias(f"{name}_unread") for name in counts)
    sums = (
        numbers.filter(~pl.col("is_group"))
        .group_by("block")
        .agg(pl.col(counts).sum(), pl.col(f"{name}_unread" for name in counts).any(), pl.len().alias("rows"))
    )
    groups = numbers.filter("is_group").join(sums, on="block", how="left", suffix="_sum")
    compared = [pl.col(name).is_not_null() & ~pl.col(f"{name}_unread_sum").fill_null(value=False) for name in counts]
    agrees = pl.all_horizontal(
        ~compare | (pl.col(name) == pl.col(f"{name}_sum")) for name, compare in zip(counts, compared, strict=True)
    ) & pl.any_horizontal(compared)
    judged = groups.with_columns(
        (pl.col("rows").is_not_null() & agrees.fill_null(value=False)).alias("is_sum"),
        pl.all_horizontal(pl.col(name).is_null() for name in counts).alias("is_blank"),
    )
    doubtful = judged.filter(~pl.col("is_sum") & ~pl.col("is_blank") & pl.col("rows").is_not_null())
    found = findings.of_frame(doubtful.select("row_number"), issues.SUBTOTAL_DOUBTFUL.code, sheet=table.grid.sheet)
    aside = judged.filter(pl.col("is_sum") | (pl.col("is_blank") & pl.col("rows").is_not_null())).select(
        "row_number", pl.when("is_blank").then(pl.lit("section")).otherwise(pl.lit("total")).alias("reason")
    )
    if aside.is_empty():
        return table, found
    kept = ~table.row_numbers.is_in(aside["row_number"].to_list())
    names = _block_names(table, is_group)
    return (
        replace(
            table,
            row_numbers=table.row_numbers.filter(kept),
            sections=pl.Series("section", names).filter(kept),
            text=table.text.filter(kept),
            kind=table.kind.filter(kept),
            skipped=pl.concat([table.skipped, aside]).sort("row_number"),
        ),
        found,
    )


def _set_unnumbered_sums_aside(table: Table, counts: list[str], label: int | None) -> Table:
    """Without rows that have no number of their own and repeat, in every column and in three at least, the sum of two or more others.

    Which rows are sums is told by arithmetic alone, so that a row that merely lacks its number stays a record.
    """
    height = table.row_numbers.len()
    if height < _SMALLEST_SUM:
        return table
    if label is None:
        # No row has a number: the first or the last may be the total of all, or blocks under their sums may make up the table.
        unnumbered = [0, height - 1]
    else:
        shown = table.text.select(clean_expr(pl.col(f"c{label}")).fill_null("")).to_series()
        unnumbered = (shown == "").arg_true().to_list()
        if not unnumbered or len(unnumbered) == height:
            return table
    fields = table.plan.fields
    numbers = pl.DataFrame({name: _integers(table.text[f"c{fields[name]}"], table.kind[f"c{fields[name]}"]) for name in counts})
    unread = pl.DataFrame({name: _says_something(table, fields[name]) & numbers[name].is_null() for name in counts})
    # A cell that says something and could not be read leaves its column out of every sum that it is in.
    rows = [
        tuple(math.nan if blind else value for value, blind in zip(row, missed, strict=True))
        for row, missed in zip(numbers.iter_rows(), unread.iter_rows(), strict=True)
    ]
    possible = [at for at in unnumbered if _tells(rows[at])]

    def whole(without: set[int]) -> set[int]:
        """The first row that is the sum of all others but those `without`."""
        others = {at: [row for other, row in enumerate(rows) if other != at and other not in without] for at in possible if at not in without}
        return set([at for at, block in others.items() if _adds_up(rows[at], block)][:1])

    sums, heads = whole(set()), set[int]()
    if not sums and label is not None:
        ends = dict(zip(unnumbered, [*unnumbered[1:], height], strict=True))
        heads = {at for at in possible if _adds_up(rows[at], rows[at + 1 : ends[at]])}
        sums = heads | (whole(heads) if heads else set())
    if label is None:
        blocks = _blocks(rows, sums)
        sums, heads = sums | blocks, heads | blocks
    parts = pl.repeat(value=True, n=height, dtype=pl.Boolean, eager=True)
    if not sums and label is not None:
        sums = heads = _of_which(rows, set(unnumbered))
        parts = pl.int_range(height, eager=True).is_in(unnumbered)
    if not sums:
        return table
    positions = pl.int_range(height, eager=True)
    kept = ~positions.is_in(list(sums))
    aside = pl.DataFrame({"row_number": table.row_numbers.filter(~kept), "reason": "total"})
    names = _block_names(table, positions.is_in(list(heads))) if heads else table.sections
    names = pl.DataFrame({"parts": parts, "names": names, "own": table.sections}).select(pl.when("parts").then("names").otherwise("own")).to_series()
    return replace(
        table,
        row_numbers=table.row_numbers.filter(kept),
        sections=pl.Series("section", names).filter(kept),
        text=table.text.filter(kept),
        kind=table.kind.filter(kept),
        skipped=pl.concat([table.skipped, aside]).sort("row_number"),
    )


def _tells(row: _Row) -> bool:
    """Whether a row has numbers in enough columns for its agreement to be no chance."""
    return sum(value is not None and value == value and value != 0 for value in row) >= _TELLING_COLUMNS


def _blocks(rows: list[_Row], totals: set[int]) -> set[int]:
    """The rows that head blocks and are their sums, where such blocks, each of two rows at least, are the whole table but its `totals`."""
    heads: set[int] = set()
    live = [at for at in range(len(rows)) if at not in totals]
    place = 0
    while place < len(live):
        head = rows[live[place]]
        if not _tells(head):
            return set()
        end = next((end for end in range(place + 3, len(live) + 1) if _adds_up(head, [rows[at] for at in live[place + 1 : end]])), None)
        if end is None:
            return set()
        heads.add(live[place])
        place = end
    return heads


def _of_which(rows: list[_Row], unnumbered: set[int]) -> set[int]:
    """Numbered rows that are the sum of the unnumbered ones right under them: 'Sở A', of which 'một phần' and 'toàn trình'."""
    heads = set()
    for at in range(len(rows)):
        end = at + 1
        while end in unnumbered:
            end += 1
        if at not in unnumbered and _tells(rows[at]) and _adds_up(rows[at], rows[at + 1 : end]):
            heads.add(at)
    return heads


def _adds_up(total: _Row, block: list[_Row]) -> bool:
    """Whether `total` is the sum of `block` in every column that can be read, and in enough of them; of one row or none nothing is a sum."""
    if sum(any(value is not None for value in row) for row in block) < 2:
        return False
    compared = 0
    for column, stated in enumerate(total):
        if stated is None:
            continue
        parts = sum(row[column] or 0 for row in block)
        if math.isnan(parts) or math.isnan(stated):
            continue
        if stated != parts:
            return False
        compared += stated != 0
    return compared >= _TELLING_COLUMNS


def _block_names(table: Table, is_group: pl.Series) -> pl.Series:
    """The heading of each row's block: its group row's label and name, else the section already in force."""
    fields = table.plan.fields
    label, name = fields.get("row_label"), fields.get("field") or fields.get("agency_name")
    spoken = clean_expr(pl.col(f"c{name}")) if name else pl.lit(None, pl.String)
    numbered = [clean_expr(pl.col(f"c{label}")).replace("", None)] if label else []
    heading = pl.concat_str([*numbered, spoken], separator=". ", ignore_nulls=True)
    frame = table.text.select(pl.when(is_group).then(heading).alias("heading").forward_fill())
    return frame.select(pl.coalesce("heading", table.sections)).to_series()


def compare_totals(table: Table, records: pl.DataFrame) -> pl.DataFrame:
    """TOTAL_MISMATCH findings: a total row's number that is neither the sum of all records nor of one section's.

    A column with a cell that could not be read has no sum to compare with.
    """
    fields = table.plan.fields
    counts = [one.name for one in table.plan.dataset.fields if one.type is Type.INTEGER and one.name in fields]
    rows = table.skipped.filter(pl.col("reason") == "total")["row_number"]
    if rows.is_empty() or not counts or records.is_empty():
        return findings.empty()
    whole = records.select(pl.col(counts).sum())
    by_section = records.group_by("section").agg(pl.col(counts).sum()) if "section" in records.columns else whole
    found = []
    indices = (rows - 1).to_list()
    for name in counts:
        column = fields[name]
        written = table.text[f"c{column}"].str.strip_chars()
        if (records[name].is_null() & written.is_not_null() & ~written.str.contains(_NO_VALUE)).any():
            continue
        stated = _integers(table.grid.text[f"c{column}"][indices], table.grid.kind[f"c{column}"][indices])
        legal = {whole[name][0], *by_section[name].to_list()}
        for row, value in zip(rows, stated, strict=True):
            if value is not None and value not in legal:
                found.append(
                    {
                        "code": issues.TOTAL_MISMATCH.code,
                        "sheet": table.grid.sheet,
                        "row_number": row,
                        "column": column,
                        "header": table.plan.header_of(name),
                        "field": name,
                        "value": str(value),
                        "expected": str(whole[name][0]),
                    }
                )
    return findings.of_rows(found)
