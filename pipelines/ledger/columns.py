"""Columns of the ledger as polars has them: the type of each, and what a driver gave made into it. Which rows are asked for is decided in `book`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import polars as pl
import sqlalchemy as sa

# The order matters: JSON and LargeBinary are no subclasses of String, BigInteger is one of Integer, DateTime none of Date.
_DTYPES: tuple[tuple[type[sa.types.TypeEngine[Any]], pl.DataType], ...] = (
    (sa.DateTime, pl.Datetime("us")),
    (sa.Date, pl.Date()),
    (sa.Boolean, pl.Boolean()),
    (sa.Integer, pl.Int64()),
    (sa.Float, pl.Float64()),
    (sa.LargeBinary, pl.Binary()),
    (sa.JSON, pl.String()),
    (sa.String, pl.String()),
)


def schema_of(table: sa.Table, leave_out: Sequence[str] = ()) -> dict[str, pl.DataType]:
    """The polars schema in which a ledger table's rows come out; JSON columns come as their text."""
    return {column.name: _dtype(column) for column in table.columns if column.name not in leave_out}


def series_of(name: str, values: Sequence[Any], dtype: pl.DataType) -> pl.Series:
    """A column as the driver gave it: SQLite keeps dates and JSON as text and truth as 0 and 1, PostgreSQL gives what they are."""
    first = next((value for value in values if value is not None), None)
    if isinstance(first, str) and dtype == pl.Date():
        return pl.Series(name, values, dtype=pl.String()).str.to_date("%Y-%m-%d")
    if isinstance(first, str) and dtype == pl.Datetime("us"):
        return pl.Series(name, values, dtype=pl.String()).str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us")
    if isinstance(first, int) and dtype == pl.Boolean():
        return pl.Series(name, values, dtype=pl.Int64()).cast(pl.Boolean())
    if first is not None and not isinstance(first, str) and dtype == pl.String():
        return pl.Series(name, [None if value is None else json.dumps(value, ensure_ascii=False, default=str) for value in values], dtype=dtype)
    return pl.Series(name, values, dtype=dtype)


def _dtype(column: sa.Column[Any]) -> pl.DataType:
    return next(dtype for kind, dtype in _DTYPES if isinstance(column.type, kind))
