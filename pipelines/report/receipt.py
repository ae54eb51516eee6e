"""The receipt: what became of one file, machine-readable. The same of a delivery and of a file that is only checked, so that the two can be compared.

docs/receipt.schema.json is its JSON Schema; a change that a reader must notice raises VERSION. No personal value stands in it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipelines.grid import column_letter
from pipelines.report import feedback_words as words
from pipelines.report.template import VERSIONS
from schemas.contract import DATASETS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from pipelines.registers import Registers

SCHEMA = "tonghop/receipt"
VERSION = 1
MOST_PLACES = 20
"""Places of one code that a receipt names; the workbook has all."""


@dataclass(frozen=True)
class Heard:
    """What tonghop heard in one file. Frames as the ledger and the outcomes have them; `issues` plain (see `feedback_words.plain_issues`)."""

    file_name: str
    sha256: str
    bytes: int
    format: str | None
    status: str
    reason: str | None
    sender_code: str | None
    sender_evidence: str | None
    tables: pl.DataFrame
    """table_id, sheet, cell_range, dataset, form, status, rows_read, rows_loaded, rows_quarantined, rows_held, rows_skipped."""
    submissions: pl.DataFrame
    """submission_id, dataset, form, agency_code, reported_on, period_from, period_to, date_evidence, row_count, hold_code."""
    issues: pl.DataFrame
    column_map: pl.DataFrame
    skipped: pl.DataFrame
    template: tuple[str, int] | None = None
    """Dataset and version of the template that the file was made from."""

    @property
    def hold_codes(self) -> frozenset[str]:
        """Why submissions wait for a steward."""
        return frozenset(self.submissions["hold_code"].drop_nulls())

    @property
    def to_do(self) -> list[str]:
        """What the sender has to do, most pressing first."""
        empty = [
            words.EMPTY_TABLE_TO_DO.format(sheet=sheet)
            for sheet, dataset, *rows in self.tables.select("sheet", "dataset", "rows_loaded", "rows_quarantined", "rows_held").iter_rows()
            if dataset and not any(rows)
        ]
        lines = words.to_do(self.status, self.issues, self.hold_codes)
        lines = [*empty, *(lines[1:] if self.status == "accepted" else lines)] if empty else lines
        if self.template and self.template[1] < VERSIONS[self.template[0]]:
            name, version = self.template
            lines.append(words.OLD_TEMPLATE_TO_DO.format(version=version, newest=VERSIONS[name], dataset=name))
        return lines

    @property
    def needs_workbook(self) -> bool:
        """Whether there is something to mend: notes alone are no reason to send a workbook back."""
        return self.status not in ("duplicate", "retracted") and bool((self.issues["severity"] != "info").any())


@dataclass(frozen=True)
class Received:
    """What only a delivery has. `replaces` and `replaced_by` give, by submission_id, the other submission's delivery as the receipt names it."""

    delivery_id: str
    received_at: dt.datetime
    reading: str | None
    standings: Mapping[str, str | None]
    replaces: Mapping[str, list[dict[str, Any]]]
    replaced_by: Mapping[str, dict[str, Any]]


def receipt(heard: Heard, registers: Registers, received: Received | None = None, workbook: str | None = None) -> dict[str, Any]:
    """The receipt as a JSON document; `delivery` is null for a file that is only checked. `workbook` names the workbook that goes with it."""
    counts = Counter(heard.issues["severity"])
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "delivery": _delivery(received),
        "file": {"name": heard.file_name, "sha256": heard.sha256, "bytes": heard.bytes, "format": heard.format},
        "template": _template(heard),
        "agency": _agency(heard.sender_code, registers, heard.sender_evidence),
        "status": {"code": heard.status, "vi": words.STATUS_VI[heard.status]},
        "reason": words.plain_reason(heard.status, heard.reason, heard.issues),
        "submissions": [_submission(row, registers, received) for row in sorted(heard.submissions.iter_rows(named=True), key=_order)],
        "tables": _tables(heard),
        "counts": {"errors": counts["error"], "warnings": counts["warning"], "notes": counts["info"]},
        "issues": _issues(heard.issues),
        "to_do": heard.to_do,
        "workbook": workbook,
    }


def agency_named(code: str, registers: Registers) -> str:
    """An agency as a sender reads it: name and code."""
    found = registers.agency(code)
    return f"{found.name_vi} ({code})" if found else code


def _order(row: dict[str, Any]) -> tuple[str, ...]:
    """By what is said, not by ids: a file that is only checked has others."""
    return tuple(str(row[name]) for name in ("dataset", "agency_code", "reported_on", "period_from", "row_count"))


def _delivery(received: Received | None) -> dict[str, Any] | None:
    if received is None:
        return None
    at = received.received_at.isoformat(timespec="seconds")
    return {"delivery_id": received.delivery_id, "received_at": f"{at}+07:00", "reading": received.reading}


def _agency(code: str | None, registers: Registers, evidence: str | None) -> dict[str, Any] | None:
    if code is None:
        return None
    found = registers.agency(code)
    return {"code": code, "name": found.name_vi if found else None, "evidence": evidence, "evidence_vi": words.EVIDENCE_VI.get(evidence or "")}


def _template(heard: Heard) -> dict[str, Any] | None:
    if heard.template is None:
        return None
    name, version = heard.template
    return {"dataset": name, "version": version, "newest": VERSIONS[name]}


def _submission(row: dict[str, Any], registers: Registers, received: Received | None) -> dict[str, Any]:
    standing = received.standings.get(row["submission_id"]) if received else None
    code = row["agency_code"]
    agency = registers.agency(code) if code else None
    return {
        "submission_id": row["submission_id"] if received else None,
        "dataset": row["dataset"],
        "dataset_vi": DATASETS[row["dataset"]].title_vi,
        "form": row["form"],
        "agency_code": code,
        "agency_name": agency.name_vi if agency else None,
        "reporting_date": _day(row["reported_on"]),
        "period_from": _day(row["period_from"]),
        "period_to": _day(row["period_to"]),
        "date_evidence": row["date_evidence"],
        "date_evidence_vi": words.EVIDENCE_VI.get(row["date_evidence"] or ""),
        "rows": row["row_count"],
        "hold_code": row["hold_code"],
        "standing": standing,
        "standing_vi": words.STANDING_VI.get(standing or ""),
        "replaces": list(received.replaces.get(row["submission_id"], ())) if received else [],
        "replaced_by": received.replaced_by.get(row["submission_id"]) if received else None,
    }


def _tables(heard: Heard) -> list[dict[str, Any]]:
    reasons: dict[str, dict[int, str]] = {}
    for table_id, row_number, reason in heard.skipped.select("table_id", "row_number", "reason").iter_rows():
        reasons.setdefault(table_id, {}).setdefault(row_number, reason)
    columns: dict[str, list[tuple[Any, ...]]] = {}
    for table_id, *column in heard.column_map.select("table_id", "column", "header", "field", "how").iter_rows():
        columns.setdefault(table_id, []).append(tuple(column))
    ordered = sorted(heard.tables.iter_rows(named=True), key=_number)
    return [_table(row, Counter(reasons.get(row["table_id"], {}).values()), columns.get(row["table_id"], [])) for row in ordered]


def _number(row: dict[str, Any]) -> int:
    """The table's number in its file, the last part of its id."""
    return int(row["table_id"].rsplit("-t", 1)[1])


def _table(row: dict[str, Any], reasons: Counter[str], columns: list[tuple[Any, ...]]) -> dict[str, Any]:
    dataset = DATASETS[row["dataset"]] if row["dataset"] else None
    return {
        "number": _number(row),
        "sheet": row["sheet"],
        "cells": row["cell_range"],
        "dataset": row["dataset"],
        "dataset_vi": dataset.title_vi if dataset else None,
        "form": row["form"],
        "status": {"code": row["status"], "vi": words.TABLE_STATUS_VI[row["status"]]},
        "rows": {name: row[f"rows_{name}"] for name in ("read", "loaded", "quarantined", "held", "skipped")},
        "skipped": [{"reason": reason, "vi": words.SKIPPED_VI[reason], "rows": rows} for reason, rows in reasons.items()],
        "columns": [
            {
                "letter": column_letter(column),
                "header": header,
                "field": field,
                "title_vi": words.title_of(field),
                "how": how,
                "how_vi": words.HOW_VI.get(how or ""),
            }
            for column, header, field, how in columns
        ],
    }


def _issues(plain: pl.DataFrame) -> list[dict[str, Any]]:
    told: dict[str, dict[str, Any]] = {}
    columns = ("code", "severity", "action", "remedy", "sheet", "cell", "row_number", "header", "value", "expected", "message_vi")
    for code, severity, action, remedy, *place in plain.select(columns).iter_rows():
        one = told.get(code)
        if one is None:
            one = told[code] = {
                "code": code,
                "severity": severity,
                "severity_vi": words.SEVERITY_VI[severity],
                "action": action,
                "action_vi": words.ACTION_VI[action],
                "count": 0,
                "to_do": remedy,
                "places": [],
                "places_left_out": 0,
            }
        one["count"] += 1
        if len(one["places"]) < MOST_PLACES:
            one["places"].append(_place(place))
        else:
            one["places_left_out"] += 1
    return list(told.values())


def _place(row: Sequence[Any]) -> dict[str, Any]:
    sheet, cell, row_number, header, value, expected, message = row
    return {"sheet": sheet, "cell": cell, "row": row_number, "header": header, "value": value, "expected": expected, "message": message}


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
