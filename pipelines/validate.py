"""Validate: Pandera judges typed records; what it finds becomes issues, and rows that no key tells apart are refused. Nothing is cast or dropped."""

from __future__ import annotations

import polars as pl

from pipelines import findings
from pipelines.locate.tables import Table
from pipelines.parse.table import Records
from schemas import issues
from schemas.dataset import Dataset
from schemas.frames import polars_schema

_NULL_CHECK = "not_nullable"


def judge(records: Records, table: Table) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Runs the dataset's Pandera model over the rows that can be identified.

    Gives the frame with `refused` brought up to date (repeated keys) and the findings of rules and constraints.
    """
    frame, repeated = _refuse_repeats(records, table)
    kept = frame.filter(pl.col("refused").is_null())
    found = [repeated]
    if kept.height:
        found.append(_rule_findings(records.dataset, kept.select(list(polars_schema(records.dataset.record_fields))), records.reported, table))
    return frame, findings.together(found)


def _rule_findings(dataset: Dataset, kept: pl.DataFrame, reported: frozenset[str], table: Table) -> pl.DataFrame:
    from pandera.errors import SchemaErrors

    from schemas.pandera_models import model

    judged = kept.with_columns(pl.lit("").alias("submission_id"))
    try:
        model(dataset.name, reported).validate(judged, lazy=True)
    except SchemaErrors as errors:
        return _findings_of(dataset, errors.failure_cases, kept, table)
    return findings.empty()


def _findings_of(dataset: Dataset, failures: pl.DataFrame, kept: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Pandera's failure cases as findings. A failure of the schema itself is our fault and raises."""
    schema_level = failures.filter(pl.col("index").is_null())
    if schema_level.height:
        raise AssertionError(f"records of {dataset.name} do not have the model's shape: {schema_level.select('column', 'check').rows()[:5]}")
    pointed = {rule.id: rule.field for rule in dataset.rules}
    found = []
    for (check, column), group in failures.group_by("check", "column", maintain_order=True):
        code = issues.MISSING_KEY.code if check == _NULL_CHECK else str(check)
        name = pointed.get(code, str(column))
        rows = kept[group["index"].cast(pl.Int64).to_list()]
        at = table.plan.fields.get(name)
        frame = rows.select(pl.col("row_number"), pl.col(name).cast(pl.String).alias("value"))
        found.append(findings.of_frame(frame, code, sheet=table.grid.sheet, field=name, column=at, header=table.plan.header_of(name)))
    return findings.together(found)


def _refuse_repeats(records: Records, table: Table) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows that repeat a key within one agency: a word-for-word repeat is refused; of differing rows the least finished stays, else the first.

    Counts have no key of their own beyond their field's name: two rows of one field are told apart by their row, and both count.
    """
    dataset, frame = records.dataset, records.frame
    key = [name for name in (*dataset.key, "agency_code") if name in frame.columns]
    if "unit_code" not in key:
        key.append("unit_code")
    indexed = frame.with_row_index("at")
    free = indexed.filter(pl.col("refused").is_null())
    repeats = free.filter(pl.len().over(key) > 1)
    if repeats.is_empty():
        return frame, findings.empty()
    contents = [name for name in frame.columns if name not in ("row_number", "refused", "extra")]
    later_copy = repeats.filter(pl.struct(contents).is_duplicated()).filter(pl.int_range(pl.len()).over(contents) > 0)
    rest = repeats.filter(~pl.col("at").is_in(later_copy["at"].to_list())).filter(pl.len().over(key) > 1)
    if dataset.name == "dossier_counts":
        clashing = rest.filter(pl.int_range(pl.len()).over(key) > 0)
        marked = pl.when(pl.col("at").is_in(clashing["at"].to_list())).then(pl.format("{} [dòng {}]", "section", "row_number")).otherwise("section")
        indexed = indexed.with_columns(marked.alias("section"))
        refused: list[tuple[pl.DataFrame, str]] = [(later_copy, issues.DUP_ROW.code)]
        noted = [(clashing, issues.DUP_FIELD.code)]
    else:
        finished = pl.col("completed_on").is_not_null() if dataset.name == "tasks" else pl.lit(value=False)
        ranked = rest.with_columns(finished.alias("finished")).sort("finished", "at", maintain_order=True)
        clashing = ranked.filter(pl.int_range(pl.len()).over(key) > 0)
        refused = [(later_copy, issues.DUP_ROW.code), (clashing, issues.DUP_KEY.code)]
        noted = []
    found = [_repeat_findings(rows, code, dataset, table) for rows, code in (*refused, *noted)]
    for rows, code in refused:
        indexed = indexed.with_columns(pl.when(pl.col("at").is_in(rows["at"].to_list())).then(pl.lit(code)).otherwise("refused").alias("refused"))
    return indexed.drop("at"), findings.together(found)


def _repeat_findings(rows: pl.DataFrame, code: str, dataset: Dataset, table: Table) -> pl.DataFrame:
    name = "field" if dataset.name == "dossier_counts" else dataset.key[0]
    frame = rows.select(pl.col("row_number"), pl.col(name).cast(pl.String).alias("value"))
    return findings.of_frame(frame, code, sheet=table.grid.sheet, field=name, column=table.plan.fields.get(name), header=table.plan.header_of(name))
