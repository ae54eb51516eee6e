"""Pandera models, made from the fields and rules of a dataset. Here alone pandera is imported; it judges typed frames and changes nothing.

A check's name is the issue code that it raises, so that a failure is a finding without translation.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pandera.polars as pa
import polars as pl

from schemas.contract import DATASETS
from schemas.field import Field, Type
from schemas.frames import polars_type
from schemas.rule import Rule

if TYPE_CHECKING:
    from pandera.api.polars.types import PolarsData


def _value_checks(field: Field) -> list[pa.Check]:
    """Checks of one column. Written as expressions: pandera's built-in checks would be reported under their own names."""
    if field.type is Type.PERCENT and field.minimum is not None and field.maximum is not None:
        return [_column_check("PCT_OUT_OF_RANGE", pl.col(field.name).is_between(field.minimum, field.maximum))]
    if field.minimum is not None:
        return [_column_check("NEGATIVE", pl.col(field.name) >= field.minimum)]
    if field.allowed:
        return [_column_check("VALUE_UNKNOWN", pl.col(field.name).is_in(field.allowed))]
    return []


def _column_check(name: str, holds: pl.Expr) -> pa.Check:
    def judge(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(holds.fill_null(value=True))

    return pa.Check(judge, name=name)


def _row_check(rule: Rule) -> pa.Check:
    def holds(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(rule.holds().fill_null(value=True).alias(rule.id))

    return pa.Check(holds, name=rule.id)


@lru_cache(maxsize=8)
def model(dataset_name: str) -> pa.DataFrameSchema:
    """The Pandera model of one dataset's records, with all its rules. Whether a rule applies to a table that lacks its columns is for the caller.

    Validate eager, typed frames with `lazy=True`; a LazyFrame would skip value checks without a word.
    """
    dataset = DATASETS[dataset_name]
    columns = {
        field.name: pa.Column(
            polars_type(field.type), checks=_value_checks(field), nullable=field.nullable, title=field.title_vi, description=field.title_en
        )
        for field in dataset.record_fields
    }
    return pa.DataFrameSchema(columns, checks=[_row_check(rule) for rule in dataset.rules], strict=True, ordered=True, name=dataset.name)
