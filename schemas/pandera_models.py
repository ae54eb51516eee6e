"""Pandera models, made from the fields and rules of a dataset. Here alone pandera is imported; it judges typed frames and changes nothing.

A check's name is the issue code that it raises, so that a failure is a finding without translation.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pandera.polars as pa
import polars as pl

from schemas.contract import DATASETS
from schemas.dataset import Dataset
from schemas.field import Field, Type
from schemas.frames import polars_type
from schemas.rule import Rule

if TYPE_CHECKING:
    from pandera.api.polars.types import PolarsData


def _value_checks(field: Field) -> list[pa.Check]:
    checks = []
    if field.type is Type.PERCENT and field.minimum is not None and field.maximum is not None:
        checks.append(pa.Check.in_range(field.minimum, field.maximum, name="PCT_OUT_OF_RANGE"))
    elif field.minimum is not None:
        checks.append(pa.Check.greater_than_or_equal_to(field.minimum, name="NEGATIVE"))
    if field.allowed:
        checks.append(pa.Check.isin(list(field.allowed), name="VALUE_UNKNOWN"))
    return checks


def _row_check(rule: Rule) -> pa.Check:
    def holds(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(rule.holds().fill_null(value=True).alias(rule.id))

    return pa.Check(holds, name=rule.id)


def applicable_rules(dataset: Dataset, reported: frozenset[str]) -> tuple[Rule, ...]:
    """The rules of `dataset` whose needed columns were all reported."""
    return tuple(rule for rule in dataset.rules if reported.issuperset(rule.needs))


@lru_cache(maxsize=256)
def model(dataset_name: str, reported: frozenset[str]) -> pa.DataFrameSchema:
    """The Pandera model of one dataset's records, with the rules that apply where `reported` columns were given.

    Validate eager, typed frames with `lazy=True`; a LazyFrame would skip value checks without a word.
    """
    dataset = DATASETS[dataset_name]
    return pa.DataFrameSchema(
        {
            field.name: pa.Column(
                polars_type(field.type), checks=_value_checks(field), nullable=field.nullable, title=field.title_vi, description=field.title_en
            )
            for field in dataset.record_fields
        },
        checks=[_row_check(rule) for rule in applicable_rules(dataset, reported)],
        strict=True,
        ordered=True,
        name=dataset.name,
    )
