"""Frames: the polars and DuckDB type of every field type, and empty frames of a given shape."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from schemas.field import Field, Type

if TYPE_CHECKING:
    import polars as pl

DUCKDB: dict[Type, str] = {
    Type.TEXT: "VARCHAR",
    Type.DATE: "DATE",
    Type.MOMENT: "TIMESTAMP",
    Type.INTEGER: "BIGINT",
    Type.NUMBER: "DOUBLE",
    Type.PERCENT: "DOUBLE",
    Type.BOOLEAN: "BOOLEAN",
    Type.UUID: "UUID",
    Type.JSON: "JSON",
}
"""The DuckDB type of each field type. UUID and JSON are text in Parquet and are cast on insert."""


def polars_type(type_: Type) -> pl.DataType:
    """The polars type that a field of `type_` has between stages and in Parquet."""
    import polars as pl

    return {
        Type.DATE: pl.Date(),
        Type.MOMENT: pl.Datetime("us"),
        Type.INTEGER: pl.Int64(),
        Type.NUMBER: pl.Float64(),
        Type.PERCENT: pl.Float64(),
        Type.BOOLEAN: pl.Boolean(),
    }.get(type_, pl.String())


def polars_schema(fields: Iterable[Field]) -> dict[str, pl.DataType]:
    """Column name to polars type, in declared order."""
    return {field.name: polars_type(field.type) for field in fields}
