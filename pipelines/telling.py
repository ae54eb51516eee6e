"""Telling: findings turned into issues that a reporting officer reads: severity, action, cell, message, expected value from the catalogue."""

from __future__ import annotations

import re

import polars as pl

from pipelines.grid import column_letter
from schemas import issues
from schemas.contract import DATASETS
from schemas.lineage import ADDRESS, LINEAGE

_PLACE = re.compile(r"\{(\w+)\}")
_ISO_DAY = r"\b(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]+)?\b"
"""A day as machines write it; officers read dd/mm/yyyy."""
TITLES: dict[str, str] = {one.name: one.title_vi for dataset in DATASETS.values() for one in (*dataset.fields, *ADDRESS, *LINEAGE)}
"""Field name to Vietnamese title."""


def issue_frame(found: pl.DataFrame) -> pl.DataFrame:
    """Findings (with table_id) as issues: the columns of audit.issue but submission_id and delivery_id. A column `of` is kept."""
    columns = {number: column_letter(number) for number in found["column"].drop_nulls().unique().to_list()}
    letters = pl.col("column").replace_strict(columns, return_dtype=pl.String, default=None)
    shown = found.with_columns(
        pl.when(pl.col("row_number").is_not_null()).then(letters + pl.col("row_number").cast(pl.String)).alias("cell"),
        pl.col("field").replace(TITLES).alias("title"),
        pl.int_range(pl.len()).alias("at"),
    )
    parts = [_tell(group, str(code)) for (code,), group in shown.group_by("code", maintain_order=True)]
    if not parts:
        parts = [_tell(shown, issues.NO_TABLE.code)]
    return pl.concat(parts).sort("at").drop("at")


def _tell(group: pl.DataFrame, code: str) -> pl.DataFrame:
    issue = issues.CATALOGUE[code]
    return group.select(
        "at",
        "table_id",
        "code",
        pl.lit(issue.severity.value).alias("severity"),
        pl.lit(issue.action.value).alias("action"),
        pl.lit(issue.dimension.value).alias("dimension"),
        "sheet",
        "cell",
        "row_number",
        "header",
        "field",
        "value",
        pl.coalesce("expected", _message(issue.expected)).alias("expected"),
        _message(issue.message_vi).str.replace_all(_ISO_DAY, "$3/$2/$1").alias("message_vi"),
        _message(issue.message_en).alias("message_en"),
        *(["of"] if "of" in group.columns else []),
    )


def _message(template: str) -> pl.Expr:
    names = _PLACE.findall(template)
    if not names:
        return pl.lit(template)
    at = {"field": "title", "cell": "cell"}
    values = [pl.coalesce(pl.col(at.get(name, name)).cast(pl.String), pl.lit("")) for name in names]
    return pl.format(_PLACE.sub("{}", template), *values)
