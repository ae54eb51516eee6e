"""Validate: Pandera judges typed records; what it finds becomes issues, and rows that no key tells apart are refused. Nothing is cast or dropped.

Tables of many deliveries are judged together, one model run a dataset: a model costs a hundred times more to run than a row of its frame.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import polars as pl

from pipelines import findings
from pipelines.locate.tables import Table
from pipelines.parse.table import Records
from schemas import issues
from schemas.contract import DATASETS
from schemas.dataset import Dataset
from schemas.frames import polars_schema

_NULL_CHECK = "not_nullable"

Judged = tuple[pl.DataFrame, pl.DataFrame]
"""A table's frame with `refused` brought up to date, and the findings of rules and constraints."""


def judge_all(items: Sequence[tuple[Records, Table]]) -> list[Judged]:
    """Judges parsed tables, in order: repeated keys within a table, then the dataset's Pandera model over the rows that can be identified."""
    answers: dict[int, Judged] = {}
    by_dataset: dict[str, list[int]] = defaultdict(list)
    for index, (records, _) in enumerate(items):
        by_dataset[records.dataset.name].append(index)
    for name, indices in by_dataset.items():
        answers |= _judge_dataset(DATASETS[name], indices, items)
    return [answers[index] for index in range(len(items))]


def _judge_dataset(dataset: Dataset, indices: list[int], items: Sequence[tuple[Records, Table]]) -> dict[int, Judged]:
    whole = pl.concat([items[index][0].frame.with_columns(pl.lit(index, pl.Int32).alias("item")) for index in indices])
    whole, repeated = _refuse_repeats(dataset, whole)
    kept = whole.filter(pl.col("refused").is_null())
    found = [repeated]
    if kept.height:
        found.append(_rule_findings(dataset, kept, items))
    told = _placed(pl.concat(found), items)
    frames = whole.partition_by("item", as_dict=True, include_key=False)
    by_item = told.partition_by("item", as_dict=True, include_key=False)
    none = findings.empty()
    blank = whole.clear().drop("item")
    return {index: (frames.get((index,), blank), by_item.get((index,), none)) for index in indices}


def _rule_findings(dataset: Dataset, kept: pl.DataFrame, items: Sequence[tuple[Records, Table]]) -> pl.DataFrame:
    """Item, row, field, code and value of each failure; rules whose columns a table did not report say nothing about it."""
    from pandera.errors import SchemaErrors

    from schemas.pandera_models import model

    judged = kept.select(list(polars_schema(dataset.record_fields))).with_columns(pl.lit("").alias("submission_id"))
    try:
        model(dataset.name).validate(judged, lazy=True)
    except SchemaErrors as errors:
        return _failures(dataset, errors.failure_cases, kept, items)
    return _NOTHING


_SHAPE = {"item": pl.Int32(), "row_number": pl.Int64(), "field": pl.String(), "code": pl.String(), "value": pl.String()}
_NOTHING = pl.DataFrame(schema=_SHAPE)


def _failures(dataset: Dataset, failures: pl.DataFrame, kept: pl.DataFrame, items: Sequence[tuple[Records, Table]]) -> pl.DataFrame:
    """Pandera's failure cases, a rule a time. A failure of the schema itself is our fault and raises."""
    schema_level = failures.filter(pl.col("index").is_null())
    if schema_level.height:
        raise AssertionError(f"records of {dataset.name} do not have the model's shape: {schema_level.select('column', 'check').rows()[:5]}")
    rules = {rule.id: rule for rule in dataset.rules}
    found = [_NOTHING]
    for (check, column), group in failures.group_by("check", "column", maintain_order=True):
        code = issues.MISSING_KEY.code if check == _NULL_CHECK else str(check)
        rule = rules.get(code)
        name = rule.field if rule else str(column)
        rows = kept[group["index"].cast(pl.Int64).to_list()]
        if rule and rule.needs:
            heard = [item for item in rows["item"].unique() if items[item][0].reported.issuperset(rule.needs)]
            rows = rows.filter(pl.col("item").is_in(heard))
        found.append(_at(rows, name, code))
    return pl.concat(found)


def _at(rows: pl.DataFrame, field: str, code: str) -> pl.DataFrame:
    value = pl.col(field).cast(pl.String).alias("value")
    return rows.select(pl.col("item"), pl.col("row_number"), pl.lit(field).alias("field"), pl.lit(code).alias("code"), value)


def _placed(found: pl.DataFrame, items: Sequence[tuple[Records, Table]]) -> pl.DataFrame:
    """Findings in their common shape: the sheet, column and header of each item's field added."""
    seen = found.select("item", "field").unique().rows()
    places = [(item, name, (plan := items[item][1].plan).fields.get(name), plan.header_of(name), items[item][1].grid.sheet) for item, name in seen]
    schema = {"item": pl.Int32, "field": pl.String, "column": pl.Int32, "header": pl.String, "sheet": pl.String}
    joined = found.join(pl.DataFrame(places, schema=schema, orient="row"), on=["item", "field"], how="left", maintain_order="left")
    return joined.select(
        "item", *(pl.col(name) if name in joined.columns else pl.lit(None, dtype).alias(name) for name, dtype in findings.SCHEMA.items())
    )


def _refuse_repeats(dataset: Dataset, whole: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows that repeat a key within one table and agency. A word-for-word repeat is refused; else the least finished stays, or the first.

    Counts have no key of their own beyond their field's name: two rows of one field are told apart by their row, and both count.
    """
    key = list(dict.fromkeys((*dataset.key, "agency_code", "unit_code", "item")))
    indexed = whole.with_row_index("at")
    free = indexed.filter(pl.col("refused").is_null())
    repeats = free.filter(free.select(key).is_duplicated())
    if repeats.is_empty():
        return whole, _NOTHING
    contents = [name for name in whole.columns if name not in ("row_number", "refused", "extra")]
    copies = repeats.filter(repeats.select(contents).is_duplicated()).filter(pl.int_range(pl.len()).over(contents) > 0)
    rest = repeats.filter(~pl.col("at").is_in(copies["at"].to_list()))
    rest = rest.filter(rest.select(key).is_duplicated())
    refused: list[tuple[pl.DataFrame, str]] = [(copies, issues.DUP_ROW.code)]
    noted: list[tuple[pl.DataFrame, str]] = []
    if dataset.name == "dossier_counts":
        clashing = rest.filter(pl.int_range(pl.len()).over(key) > 0)
        marked = pl.when(pl.col("at").is_in(clashing["at"].to_list())).then(pl.format("{} [dòng {}]", "section", "row_number")).otherwise("section")
        indexed = indexed.with_columns(marked.alias("section"))
        noted.append((clashing, issues.DUP_FIELD.code))
    else:
        finished = pl.col("completed_on").is_not_null() if dataset.name == "tasks" else pl.lit(value=False)
        ranked = rest.with_columns(finished.alias("finished")).sort("finished", "at", maintain_order=True)
        refused.append((ranked.filter(pl.int_range(pl.len()).over(key) > 0), issues.DUP_KEY.code))
    name = "field" if dataset.name == "dossier_counts" else dataset.key[0]
    for rows, code in refused:
        indexed = indexed.with_columns(pl.when(pl.col("at").is_in(rows["at"].to_list())).then(pl.lit(code)).otherwise("refused").alias("refused"))
    return indexed.drop("at"), pl.concat([_at(rows, name, code) for rows, code in (*refused, *noted)])
