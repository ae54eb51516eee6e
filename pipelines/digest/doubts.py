"""Doubts: what is noted of a table's match, and what makes it wait for a steward."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from pipelines import findings
from pipelines.digest.outcome import Terms
from pipelines.locate.tables import Table
from pipelines.match.when import When
from pipelines.match.who import Who
from schemas import issues


def match_findings(table: Table, when: When, who: Who, dataset: str) -> pl.DataFrame:
    """What is noted of the match and does not hold the table."""
    sheet = table.grid.sheet
    rows: list[dict[str, object]] = []
    if when.evidence == "file_name":
        rows.append({"code": issues.DATE_FROM_FILE_NAME.code, "sheet": sheet, "value": when.reported_on.isoformat()})
    elif when.evidence == "delivery":
        rows.append({"code": issues.DATE_FROM_DELIVERY.code, "sheet": sheet, "value": when.reported_on.isoformat()})
    if dataset == "dossier_counts":
        if when.period_from is None:
            rows.append({"code": issues.PERIOD_MISSING.code, "sheet": sheet})
        for name in ("online_full", "done_total"):
            if name not in table.plan.fields:
                rows.append({"code": issues.MEASURE_COLUMN_ABSENT.code, "sheet": sheet, "field": name})
    rows += [{"code": issues.LEGACY_AGENCY.code, "sheet": sheet, "value": claim.text, "expected": claim.agency_code} for claim in who.legacy]
    rows += [
        {"code": issues.COLUMN_UNMAPPED.code, "sheet": sheet, "column": one.column, "header": one.header}
        for one in table.plan.columns
        if one.field is None
    ]
    if table.grid.hidden:
        rows.append({"code": issues.HIDDEN_SHEET.code, "sheet": sheet})
    hidden = [row for row in table.row_numbers if row in table.grid.hidden_rows] if table.grid.hidden_rows else []
    rows += [{"code": issues.HIDDEN_ROW.code, "sheet": sheet, "row_number": row} for row in hidden]
    rows += [
        {"code": issues.HIDDEN_COLUMN.code, "sheet": sheet, "column": one.column, "header": one.header}
        for one in table.plan.columns
        if one.column in table.grid.hidden_columns
    ]
    return findings.of_rows(rows)


def holds_of(table: Table, when: When, who: Who, by_rows: bool, terms: Terms) -> pl.DataFrame:
    """Why the table must wait for a steward, most telling first; empty where it need not. Subtotals in doubt are reported already."""
    sheet, rows = table.grid.sheet, list[dict[str, object]]()
    doubts, missing = table.plan.doubts, table.plan.missing_anchor
    if not doubts:
        rows += [{"code": issues.REQUIRED_COLUMN_MISSING.code, "sheet": sheet, "field": name} for name in missing]
    else:
        # One question a table: which of these columns is which field, and which is the required one that none is named as.
        fields = list(dict.fromkeys(name for doubt in doubts for name in doubt.fields))
        rows.append(
            {
                "code": issues.HEADER_AMBIGUOUS.code,
                "sheet": sheet,
                "column": doubts[0].column,
                "header": "», «".join(dict.fromkeys(doubt.header for doubt in doubts)),
                "value": ", ".join(_titles(table, fields)) + (f"; chưa có cột {', '.join(_titles(table, missing))}" if missing else ""),
            }
        )
    if who.conflict:
        rows.append({"code": issues.AGENCY_CONFLICT.code, "sheet": sheet, "value": ", ".join(who.conflict)})
    elif who.reported_by is None and not by_rows:
        rows.append({"code": issues.AGENCY_UNKNOWN.code, "sheet": sheet})
    elif who.reported_by is None:
        rows.append({"code": issues.AGENCY_UNKNOWN.code, "sheet": sheet, "expected": "Thư mục hoặc tiêu đề nêu nơi gửi"})
    if when.unreadable and when.evidence != "assigned":
        rows.append({"code": issues.REPORTING_DATE_INVALID.code, "sheet": sheet, "value": when.unreadable})
    if not terms.earliest_on <= when.reported_on <= terms.latest_on:
        rows.append({"code": issues.DATE_OUT_OF_RANGE.code, "sheet": sheet, "value": when.reported_on.isoformat()})
    return findings.of_rows(rows)


def _titles(table: Table, names: Iterable[str]) -> list[str]:
    return [f"«{table.plan.dataset.field(name).title_vi}»" for name in names]
