"""What a column's cells say where its header says nothing: agencies, dossier codes, task codes. Cells that cannot be anything else name the field;
cells that could be are asked about. Headers are for `columns`.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.match.columns import ColumnMatch, ColumnPlan, Doubt
from pipelines.vietnamese.fold import clean, fold
from pipelines.vocabulary import SEPARATOR

if TYPE_CHECKING:
    import polars as pl

    from pipelines.locate.tables import Table
    from pipelines.registers import Registers

CONFIDENCE = 0.8
"""Of a column that its cells name."""
_MOST = 0.8
"""Share of a column's cells that must be of one kind to name it."""
_SOME = 0.6
"""The same for names of agencies, of which registers know most but not all."""
_LOOKED_AT = 200
_FEWEST_CODES = 3
_DOSSIER_CODE = re.compile(r"(?:000\.\d{2}\.\d{2}\.)?[GH]\d{2}(?:[.\-]\w+)*-\d{6}-\d{3,6}", re.IGNORECASE)
_PROCEDURE_CODE = re.compile(r"\d\.\d{6}(?:\.000\.00\.00\.[GH]\d{2})?", re.IGNORECASE)
_TASK_CODE = re.compile(r"(?=.*\d)(?=.*[A-Za-zĐđ])[\wĐđ]+(?:[.\-_][\wĐđ]+)*")
_LONGEST_TASK_CODE = 24
_NAMES_A_CODE = re.compile(r"\b(?:ma|code|id|ky hieu|so hieu)\b")
_NOT_OF_THE_TASK = re.compile(r"\b(?:van ban|vb|san pham|minh chung|chi tieu|co quan|don vi|dinh danh|nguoi)\b")
_NAMES_AN_OFFICE = re.compile(r"donvi|coquan|tructhuoc|phongban|songanh|linhvuc")
_NOT_THE_AGENCY = re.compile(
    r"\b(?:chu tri|phoi hop|chu quan|theo doi|ban hanh|tham muu|chiu trach nhiem|dau moi|nguon|giao|tham dinh|phe duyet|lien quan|cung cap|"
    r"noi nhan|noi den|nhan)\b"
)


def settle_by_cells(table: Table, registers: Registers, on: dt.date) -> Table:
    """The table with unread columns read by their cells, and a column of procedure codes never read as dossier codes.

    A header that a steward confirmed is left as it is. Where cells only may be a field's, a doubt is added, which holds the table.
    """
    if table.plan.fingerprint is not None or table.row_numbers.is_empty():
        return table
    plan = table.plan
    match plan.dataset.name:
        case "dossiers":
            plan = _with_dossier_codes(plan, table)
        case "tasks":
            plan = _with_task_codes(plan, table)
        case "dossier_counts":
            plan = _with_units(plan, table, registers, on)
    plan = _with_agencies(plan, table, registers, on)
    return table if plan is table.plan else replace(table, plan=plan)


def _with_dossier_codes(plan: ColumnPlan, table: Table) -> ColumnPlan:
    mapped = plan.fields.get("dossier_code")
    if mapped is not None:
        if not _are(_values(table, mapped), _PROCEDURE_CODE):
            return plan
        plan = _taken(plan, mapped, None if "procedure_code" in plan.fields else "procedure_code")
    return _read_as(plan, [column for column in _unread(plan) if _are(_values(table, column), _DOSSIER_CODE)], "dossier_code")


def _with_task_codes(plan: ColumnPlan, table: Table) -> ColumnPlan:
    """A code that stands beside the task is its key: derived codes beside it would be another task."""
    if "task_code" in plan.fields or any("task_code" in doubt.fields for doubt in plan.doubts):
        return plan
    codes = [column for column in _unread(plan) if _are_task_codes(_values(table, column))]
    codes = [column for column in codes if not _NOT_OF_THE_TASK.search(fold(_leaf(plan, column)))]
    named = [column for column in codes if _NAMES_A_CODE.search(fold(_leaf(plan, column)))]
    if len(named) == 1:
        return _read_as(plan, named, "task_code")
    return _asked(plan, named or codes, "task_code")


def _with_units(plan: ColumnPlan, table: Table, registers: Registers, on: dt.date) -> ColumnPlan:
    """Where the agency column says one agency in every row, a second column of offices says what each row counts."""
    at = plan.fields.get("agency_name")
    if at is None or "field" in plan.fields:
        return plan
    said = set(_values(table, at))
    if len(said) != 1 or table.row_numbers.len() < 2 or registers.agency_of_name(said.pop(), on) is None:
        return plan
    offices = [column for column in _unread(plan) if _NAMES_AN_OFFICE.search(fold(_header(plan, column)).replace(" ", ""))]
    return _read_as(plan, [column for column in offices if len(set(_values(table, column))) > 1], "field")


def _with_agencies(plan: ColumnPlan, table: Table, registers: Registers, on: dt.date) -> ColumnPlan:
    """A column of agencies that is nobody's lead or partner names each row's agency: without it every row would be the sender's."""
    if "agency_name" in plan.fields:
        return plan

    def agencies(column: int) -> set[str]:
        values = dict.fromkeys(_values(table, column)[:_LOOKED_AT])
        hits = [registers.agency_of_name(value, on) for value in values]
        known = {hit.agency_code for hit in hits if hit}
        return known if sum(hit is not None for hit in hits) >= _SOME * len(values) else set()

    found = [column for column in _unread(plan) if not _NOT_THE_AGENCY.search(fold(_header(plan, column))) and len(agencies(column)) > 1]
    if plan.dataset.name == "tasks" and "lead_text" not in plan.fields:
        # It may as well be the lead: which of the two is asked.
        return _asked(plan, found, "agency_name", "lead_text")
    return _read_as(plan, found, "agency_name")


def _read_as(plan: ColumnPlan, columns: list[int], field: str) -> ColumnPlan:
    return _taken(plan, columns[0], field) if len(columns) == 1 else _asked(plan, columns, field)


def _asked(plan: ColumnPlan, columns: list[int], *fields: str) -> ColumnPlan:
    if not columns:
        return plan
    asked = tuple(Doubt(column, _header(plan, column), fields) for column in columns)
    return replace(plan, doubts=(*plan.doubts, *asked))


def _taken(plan: ColumnPlan, column: int, field: str | None) -> ColumnPlan:
    how, confidence = ("fuzzy", CONFIDENCE) if field else (None, None)
    columns = tuple(ColumnMatch(column, one.header, field, how, confidence) if one.column == column else one for one in plan.columns)
    return replace(plan, columns=columns)


def _unread(plan: ColumnPlan) -> list[int]:
    doubted = {doubt.column for doubt in plan.doubts}
    return [one.column for one in plan.columns if one.field is None and one.column not in doubted]


def _header(plan: ColumnPlan, column: int) -> str:
    return next(one.header for one in plan.columns if one.column == column)


def _leaf(plan: ColumnPlan, column: int) -> str:
    return _header(plan, column).rsplit(SEPARATOR, 1)[-1]


def _values(table: Table, column: int) -> list[str]:
    name = f"c{column}"
    series: pl.Series = table.text[name].drop_nulls() if name in table.text.columns else table.row_numbers.head(0)
    return [text for one in series.head(_LOOKED_AT * 5) if (text := clean(one))]


def _are(values: list[str], pattern: re.Pattern[str]) -> bool:
    return len(values) > 0 and sum(pattern.fullmatch(value) is not None for value in values) >= _MOST * len(values)


def _are_task_codes(values: list[str]) -> bool:
    """Short, with letters and digits, of one make, and no two alike: figures, days, documents and people are none of these."""
    if len(values) < _FEWEST_CODES or len(set(values)) < len(values):
        return False
    return _are(values, _TASK_CODE) and max(map(len, values)) <= _LONGEST_TASK_CODE
