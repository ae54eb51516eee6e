"""What every value parser gives, and how a parser's answers for distinct cells are spread over a column. No parsing here."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from pipelines.grid import Kind
from pipelines.vietnamese.fold import light_expr
from schemas import issues

NOTHING = r"^(?:[-_./… ]*|null|n/a)$"
"""What senders write into a cell to say that it is empty, in the form that `with_plain` gives."""
CELL_ERROR = issues.CELL_ERROR.code
FORMULA_UNCACHED = issues.FORMULA_UNCACHED.code


@dataclass(frozen=True)
class Parsed:
    """One column, typed. `codes` is an issue code a cell, null where nothing is wrong; `extras` are further columns made of the same cells."""

    values: pl.Series
    codes: pl.Series
    extras: dict[str, pl.Series] = field(default_factory=dict)


SMALL = 5_000
"""Cells: below it Python's dictionaries are faster than the fixed cost of a query."""


def distinct_cells(text: pl.Series, kind: pl.Series) -> pl.DataFrame:
    """The different cells of a column as a frame (text, kind): parsers work on these only, a column says the same thing many times."""
    if len(text) > SMALL:
        return _cells(text, kind).unique(maintain_order=True)
    different = dict.fromkeys(zip(text, kind, strict=True))
    return pl.DataFrame(list(different), schema={"text": pl.String, "kind": pl.UInt8}, orient="row")


def spread(answers: pl.DataFrame, text: pl.Series, kind: pl.Series, extras: tuple[str, ...] = ()) -> Parsed:
    """The answers for distinct cells (text, kind, value, code and `extras`) set back at every cell, in the column's order."""
    if len(text) > SMALL:
        column = _cells(text, kind).join(answers, on=["text", "kind"], how="left", nulls_equal=True, maintain_order="left")
    else:
        place = {cell: index for index, cell in enumerate(zip(answers["text"], answers["kind"], strict=True))}
        column = answers[[place[cell] for cell in zip(text, kind, strict=True)]]
    return Parsed(
        values=column["value"].alias("values"),
        codes=column["code"].cast(pl.String).alias("codes"),
        extras={name: column[name] for name in extras},
    )


def all_right(values: pl.Series) -> Parsed:
    """A column in which no cell has an issue."""
    return Parsed(values.alias("values"), pl.Series("codes", [None], dtype=pl.String).new_from_index(0, len(values)))


def kinds_of(kind: pl.Series) -> set[Kind]:
    """The kinds that occur in a column."""
    return {Kind(one) for one in kind.unique() if one is not None}


def with_plain(cells: pl.DataFrame) -> pl.DataFrame:
    """Adds `plain`: the text as `light` gives it, every dash as '-'. Columns of plain ASCII, as most figures and dates are, take the short way."""
    if cells["text"].str.contains(r"[^\x20-\x7e]").any():
        return cells.with_columns(plain=light_expr(pl.col("text")).str.replace_all(r"[–—−‐‑]", "-"))
    return cells.with_columns(plain=pl.col("text").str.to_lowercase().str.strip_chars(" ").str.replace_all(r"  +", " "))


def is_kind(*kinds: Kind) -> pl.Expr:
    """True where the cell is of one of `kinds`."""
    return pl.col("kind").is_in([int(kind) for kind in kinds])


def broken_cell_code() -> pl.Expr:
    """The code of a cell that holds no value whatever its column: a spreadsheet error, a formula saved without its result; else null."""
    return pl.when(is_kind(Kind.ERROR)).then(pl.lit(CELL_ERROR)).when(is_kind(Kind.UNCACHED)).then(pl.lit(FORMULA_UNCACHED))


def _cells(text: pl.Series, kind: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"text": text.cast(pl.String), "kind": kind.cast(pl.UInt8)})
