"""Parts: columns of a wide table that add up to another, and the rows in which they do not."""

from __future__ import annotations

import polars as pl

from pipelines import findings
from pipelines.locate.tables import Table
from pipelines.parse.numbers import parse_number
from schemas import issues

_ROUNDING = 0.005
"""By which each part may differ from what it was before it was written with two digits."""


def compare_parts(table: Table) -> pl.DataFrame:
    """PARTS_MISMATCH findings of a total's column: rows where it is not the sum of its parts. A row with a part or total unread is passed by."""
    if not table.parts or table.figures is None or table.row_numbers.is_empty():
        return findings.empty()
    columns = (*table.parts, table.figures)
    numbers = pl.DataFrame({f"c{at}": parse_number(table.text[f"c{at}"], table.kind[f"c{at}"]).values for at in columns})
    total, parts = pl.col(f"c{table.figures}"), [pl.col(f"c{at}") for at in table.parts]
    added = numbers.select(
        total.alias("total"),
        # A sum with a null in it is null, and says nothing.
        pl.sum_horizontal(parts, ignore_nulls=False).round(4).alias("sum"),
    ).with_columns(table.row_numbers.alias("row_number"), table.text[f"c{table.figures}"].alias("value"))
    wrong = added.filter(((pl.col("total") - pl.col("sum")).abs() > _ROUNDING * (len(parts) + 1)).fill_null(value=False))
    told = wrong.select("row_number", "value", pl.col("sum").cast(pl.String).alias("expected"))
    header = table.plan.header_of("value")
    return findings.of_frame(told, issues.PARTS_MISMATCH.code, sheet=table.grid.sheet, column=table.figures, header=header, field="value")
