"""Submissions: loaded rows grouped by series, the law of conservation, and what the delivery as a whole is called."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import polars as pl

from pipelines.digest.outcome import UNKNOWN, ConservationFault, Parts, Pending, SubmissionOutcome
from pipelines.match.when import When
from pipelines.telling import issue_frame
from schemas import issues
from schemas.frames import polars_schema
from schemas.rule import Action, Severity


def series_of(reported_by: str | None, agency: str | None, dataset: str, form: str, when: When) -> str:
    """Sender, agency, dataset, form, and the period where there is one, else the reporting date."""
    span = f"{when.period_from}..{when.period_to}" if when.period_to and dataset == "dossier_counts" else str(when.reported_on)
    return "|".join((reported_by or UNKNOWN, agency or UNKNOWN, dataset, form, span))


def submission_id_of(delivery_id: str, series: str) -> str:
    """The id of what a delivery says for one series: derived, so that reading again gives the same."""
    return f"{delivery_id}-{hashlib.sha256(series.encode()).hexdigest()[:8]}"


def submissions_of(parts: Parts) -> list[SubmissionOutcome]:
    """Loaded rows grouped by series; tables of one series are one submission, named by its first table. A table without rows still reports."""
    groups: dict[str, list[tuple[Pending, str, pl.DataFrame]]] = {}
    for pending, kept in parts.loaded:
        agencies = kept["agency_code"].unique(maintain_order=True).to_list() if kept.height else [pending.who.agency_code]
        for agency in agencies:
            if agency is None:
                continue
            series = series_of(pending.who.reported_by, agency, pending.records.dataset.name, pending.form, pending.when)
            rows = kept.filter(pl.col("agency_code") == agency) if len(agencies) > 1 else kept
            groups.setdefault(series, []).append((pending, agency, rows))
    made = []
    for series, group in groups.items():
        first, agency, _ = group[0]
        dataset = first.records.dataset
        submission_id = submission_id_of(parts.sent.delivery_id, series)
        records = pl.concat([rows for *_, rows in group]).with_columns(pl.lit(submission_id).alias("submission_id"))
        records = records.select(list(polars_schema(dataset.record_fields)))
        sender = first.who.reported_by
        made.append(
            SubmissionOutcome(submission_id, first.table_id, dataset.name, first.form, sender, agency, first.when, series, records.height, records)
        )
    return made


def check_conservation(parts: Parts, submissions: tuple[SubmissionOutcome, ...]) -> None:
    """Counts every row again from what will be stored. Raises ConservationFault."""
    for table in parts.tables:
        if not table.is_conserved:
            raise ConservationFault(f"{table.sheet} {table.cell_range}: {table.rows_read} rows read, {replace(table)}")
    loaded = sum(one.row_count for one in submissions if one.records is not None)
    if loaded != sum(table.rows_loaded for table in parts.tables):
        raise ConservationFault(f"{loaded} rows in submissions, {sum(table.rows_loaded for table in parts.tables)} rows of tables")


def status_of(parts: Parts, frame: pl.DataFrame) -> str:
    """A delivery's status: held, partially_accepted, accepted_with_issues or accepted."""
    data = [table for table in parts.tables if table.status != "skipped"]
    if all(table.status == "held" for table in data):
        return "held"
    if any(table.rows_held or table.rows_quarantined for table in data):
        return "partially_accepted"
    told = {code for code, issue in issues.CATALOGUE.items() if issue.severity is not Severity.INFO}
    return "accepted_with_issues" if frame["code"].is_in(list(told)).any() else "accepted"


def reason_of(status: str, frame: pl.DataFrame) -> str | None:
    """Why a delivery is held or only partly taken: the messages of what held or refused it, in Vietnamese."""
    if status not in ("held", "partially_accepted"):
        return None
    grave = {code for code, issue in issues.CATALOGUE.items() if issue.action in (Action.HOLD, Action.QUARANTINE)}
    shown = issue_frame(frame.filter(pl.col("code").is_in(list(grave))))
    texts = shown["message_vi"].unique(maintain_order=True).to_list()
    more = f" (và {len(texts) - 3} nội dung khác)" if len(texts) > 3 else ""
    return " ".join(texts[:3]) + more
