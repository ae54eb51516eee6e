"""One delivery through read, locate, match, parse and validate, in memory: what it says, and what is wrong with it.

Pure: no ledger, no files. The refresh stores what comes of it; `tonghop check` shows it to the sender.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import polars as pl

from pipelines import findings
from pipelines.grid import Document, Grid, Unreadable
from pipelines.locate.tables import Table, find_tables, texts_of_sheet
from pipelines.match.form import find_form
from pipelines.match.when import When, find_when
from pipelines.match.who import Claim, Who, find_who, folder_claim
from pipelines.parse.dates import parse_date
from pipelines.parse.subtotals import compare_totals, set_subtotals_aside
from pipelines.parse.table import Reader, Records, names_agencies, parse_table, raw_rows
from pipelines.read import Limits, read
from pipelines.stopwatch import Stopwatch
from pipelines.telling import issue_frame
from pipelines.validate import judge
from pipelines.vocabulary import Vocabulary
from schemas import issues
from schemas.contract import DATASETS
from schemas.frames import polars_schema
from schemas.rule import Action, Severity

READER_VERSION = 1
"""Raised by hand when reading, locating, matching or parsing gives another result for the same bytes and config."""
UNKNOWN = "?"
"""Stands in a series for what could not be told."""


@dataclass(frozen=True)
class Terms:
    """The settings that a digest depends on. `latest_on` is the last reporting date that is not held."""

    latest_on: dt.date
    earliest_on: dt.date = dt.date(2024, 12, 22)
    undated_hour: int = 12
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Sent:
    """What is known of a delivery before its bytes are read."""

    delivery_id: str
    path: str
    file_name: str
    delivered_at: dt.datetime
    fallback_day: dt.date | None = None


@dataclass(frozen=True)
class TableOutcome:
    """One table, or one sheet passed over, and the count of its rows."""

    table_id: str
    sheet: str
    cell_range: str | None
    dataset: str | None
    form: str | None
    status: str
    rows_read: int
    rows_loaded: int
    rows_quarantined: int
    rows_held: int
    rows_skipped: int

    @property
    def is_conserved(self) -> bool:
        """The law of conservation for this table."""
        return self.rows_read == self.rows_loaded + self.rows_quarantined + self.rows_held + self.rows_skipped


@dataclass(frozen=True)
class SubmissionOutcome:
    """What the delivery says for one series. `records` is null while it is held."""

    submission_id: str
    table_id: str
    dataset: str
    form: str
    reported_by: str | None
    agency_code: str | None
    when: When
    series: str
    row_count: int
    records: pl.DataFrame | None
    hold_code: str | None = None


@dataclass(frozen=True)
class Digest:
    """All that one delivery says. `issues`, `quarantine`, `skipped` and `column_map` are frames keyed by table_id, ready to be stored."""

    status: str
    reason: str | None
    format: str | None
    sender_code: str | None
    sender_evidence: str | None
    tables: tuple[TableOutcome, ...]
    submissions: tuple[SubmissionOutcome, ...]
    issues: pl.DataFrame
    quarantine: pl.DataFrame
    skipped: pl.DataFrame
    column_map: pl.DataFrame


@dataclass
class _Parts:
    tables: list[TableOutcome] = field(default_factory=list)
    found: list[pl.DataFrame] = field(default_factory=list)
    quarantine: list[pl.DataFrame] = field(default_factory=list)
    skipped: list[pl.DataFrame] = field(default_factory=list)
    maps: list[pl.DataFrame] = field(default_factory=list)
    loaded: list[tuple[str, Table, str, When, Who, pl.DataFrame]] = field(default_factory=list)
    held: list[SubmissionOutcome] = field(default_factory=list)
    senders: list[Who] = field(default_factory=list)


class ConservationFault(AssertionError):
    """Rows of a table do not add up: our fault, never the sender's."""


def digest(content: bytes, sent: Sent, reader: Reader, vocabulary: Vocabulary, terms: Terms, watch: Stopwatch | None = None) -> Digest:
    """Reads one delivery. Never raises on data: a file that cannot be read comes back rejected with its reason; a fault of ours is INTERNAL_FAULT."""
    watch = watch or Stopwatch()
    try:
        with watch.stage("read"):
            document = read(content, sent.file_name, terms.limits)
        return _digest(document, sent, reader, vocabulary, terms, watch)
    except Unreadable as error:
        return _rejected(error.code, error.detail)
    except Exception as error:  # noqa: BLE001 one delivery's trouble never stops the run; it is ours, red, and kept with its cause
        return _rejected(issues.INTERNAL_FAULT.code, f"{type(error).__name__}: {error}"[:500])


def _rejected(code: str, detail: str | None, parts: _Parts | None = None, document: Document | None = None) -> Digest:
    issue = issues.CATALOGUE[code]
    found = _with_table(findings.finding(code, value=detail), None)
    own = parts or _Parts()
    frame = pl.concat([found, *own.found]) if own.found else found
    return Digest(
        "rejected",
        issue.message_vi.format(**_blanks(value=detail or "")),
        document.format if document else None,
        None,
        None,
        tuple(own.tables),
        (),
        frame,
        _quarantine_frame(own.quarantine),
        _skipped_frame(own.skipped),
        _map_frame(own.maps),
    )


def _blanks(**parts: str) -> dict[str, str]:
    return {"sheet": "", "cell": "", "row_number": "", "header": "", "field": "", "expected": "", "value": "", **parts}


def _digest(document: Document, sent: Sent, reader: Reader, vocabulary: Vocabulary, terms: Terms, watch: Stopwatch) -> Digest:
    day = sent.fallback_day or sent.delivered_at.date()
    folder = folder_claim(sent.path, reader.registers, day)
    parts = _Parts()
    sheets: list[tuple[Grid, list[Table]]] = []
    with watch.stage("locate"):
        for grid in document.grids:
            sheets.append((grid, find_tables(grid, vocabulary, folder.agency_code if folder else None)))
    cover = tuple(text for grid, tables in sheets if not tables for text in texts_of_sheet(grid))
    number = 0
    for grid, tables in sheets:
        if not tables:
            number += 1
            _pass_over(grid, f"{sent.delivery_id}-t{number}", parts)
        for table in tables:
            number += 1
            _take(table, f"{sent.delivery_id}-t{number}", cover, folder, sent, reader, terms, parts, watch)
    if not any(tables for _, tables in sheets):
        return _rejected(issues.NO_TABLE.code, None, parts, document)
    submissions = (*_submissions(parts, sent), *parts.held)
    _check_conservation(parts, submissions)
    frame = pl.concat(parts.found) if parts.found else _with_table(findings.empty(), None)
    status = _status(parts, frame)
    who = next((one for one in parts.senders if one.reported_by), None)
    return Digest(
        status,
        _reason(status, frame),
        document.format,
        who.reported_by if who else None,
        who.evidence if who else None,
        tuple(parts.tables),
        submissions,
        frame,
        _quarantine_frame(parts.quarantine),
        _skipped_frame(parts.skipped),
        _map_frame(parts.maps),
    )


def _pass_over(grid: Grid, table_id: str, parts: _Parts) -> None:
    rows = pl.DataFrame(
        {"table_id": table_id, "sheet": grid.sheet, "row_number": pl.int_range(1, grid.height + 1, dtype=pl.Int64, eager=True), "reason": "no_table"}
    )
    parts.skipped.append(rows)
    parts.tables.append(TableOutcome(table_id, grid.sheet, None, None, None, "skipped", grid.height, 0, 0, 0, rows.height))
    parts.found.append(_with_table(findings.finding(issues.SHEET_WITHOUT_TABLE.code, sheet=grid.sheet), table_id))


def _take(
    table: Table,
    table_id: str,
    cover: tuple[str, ...],
    folder: Claim | None,
    sent: Sent,
    reader: Reader,
    terms: Terms,
    parts: _Parts,
    watch: Stopwatch,
) -> None:
    """One table from its place to loaded records, or to being held."""
    registers = reader.registers
    table, subtotal_findings = set_subtotals_aside(table)
    plan, dataset = table.plan, table.plan.dataset
    with watch.stage("match"):
        titles = table.titles or cover
        form = find_form(dataset.name, (*table.titles, *cover), table.grid.sheet, registers.forms)
        when = find_when(
            (*table.titles, *cover), table.footers, sent.file_name, _column_days(table), sent.delivered_at,
            fallback=sent.fallback_day, undated_hour=terms.undated_hour, circular_months=dataset.name == "dossier_counts",
        )  # fmt: skip
        who = find_who(folder, titles if _says_who(titles) else (*titles, *cover), table.grid.sheet, sent.file_name, registers, when.reported_on)
        by_rows = names_agencies(table, registers, when.reported_on)
        found = [_match_findings(table, when, who, dataset.name), subtotal_findings]
        holds = _holds(table, when, who, by_rows, terms, subtotal_findings)
    parts.senders.append(who)
    parts.skipped.append(table.skipped.select(pl.lit(table_id).alias("table_id"), pl.lit(table.grid.sheet).alias("sheet"), "row_number", "reason"))
    parts.maps.append(_column_map(table, table_id))
    if holds.height:
        code = str(holds["code"][0])
        parts.found.append(_with_table(findings.together([*found, holds]), table_id))
        rows = table.row_numbers.len()
        series = _series(who.reported_by, who.agency_code, dataset.name, form, when)
        parts.held.append(
            SubmissionOutcome(
                _submission_id(sent.delivery_id, f"{series}|{table_id}"),
                table_id,
                dataset.name,
                form,
                who.reported_by,
                who.agency_code,
                when,
                series,
                rows,
                None,
                code,
            )
        )
        parts.tables.append(_outcome(table, table_id, form, "held", 0, 0, rows))
        return
    with watch.stage("parse"):
        records = parse_table(table, reader, when, who.reported_by or UNKNOWN, who.agency_code, sent.delivered_at)
        found += [records.findings, compare_totals(table, records.frame) if dataset.name == "dossier_counts" else findings.empty()]
    with watch.stage("validate"):
        frame, judged = judge(records, table)
        frame, judged = _refuse_across(frame, judged, records, table, parts)
    found.append(judged)
    refused = frame.filter(pl.col("refused").is_not_null())
    if refused.height:
        raw = raw_rows(table, reader, who.reported_by or UNKNOWN)
        parts.quarantine.append(
            frame.select("row_number", "refused", raw.alias("raw"))
            .filter(pl.col("refused").is_not_null())
            .select(
                pl.lit(table_id).alias("table_id"), pl.lit(table.grid.sheet).alias("sheet"), "row_number", "raw", pl.col("refused").alias("codes")
            )
        )
    kept = frame.filter(pl.col("refused").is_null()).drop("refused")
    parts.found.append(_with_table(findings.together(found), table_id))
    parts.loaded.append((table_id, table, form, when, who, kept))
    parts.tables.append(_outcome(table, table_id, form, "loaded", kept.height, refused.height, 0))


def _outcome(table: Table, table_id: str, form: str, status: str, loaded: int, quarantined: int, held: int) -> TableOutcome:
    skipped = table.skipped["row_number"].n_unique()
    sheet, dataset = table.grid.sheet, table.plan.dataset.name
    return TableOutcome(table_id, sheet, table.cell_range, dataset, form, status, table.rows_read, loaded, quarantined, held, skipped)


def _says_who(titles: Iterable[str]) -> bool:
    return any(True for _ in titles)


def _column_days(table: Table) -> list[dt.date]:
    column = table.plan.fields.get("reporting_date")
    if column is None or table.row_numbers.is_empty():
        return []
    return parse_date(table.text[f"c{column}"], table.kind[f"c{column}"]).values.drop_nulls().unique().to_list()


def _match_findings(table: Table, when: When, who: Who, dataset: str) -> pl.DataFrame:
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
    return findings.of_rows(rows)


def _holds(table: Table, when: When, who: Who, by_rows: bool, terms: Terms, subtotal_findings: pl.DataFrame) -> pl.DataFrame:
    """Why the table must wait for a steward, most telling first; empty where it need not. Subtotals in doubt are reported already."""
    sheet, rows = table.grid.sheet, list[dict[str, object]]()
    rows += [{"code": issues.REQUIRED_COLUMN_MISSING.code, "sheet": sheet, "field": name} for name in table.plan.missing_anchor]
    rows += [
        {
            "code": issues.HEADER_AMBIGUOUS.code,
            "sheet": sheet,
            "column": doubt.column,
            "header": doubt.header,
            "value": ", ".join(_titles(table, doubt.fields)),
        }
        for doubt in table.plan.doubts
    ]
    if who.conflict:
        rows.append({"code": issues.AGENCY_CONFLICT.code, "sheet": sheet, "value": ", ".join(who.conflict)})
    elif who.reported_by is None and not by_rows:
        rows.append({"code": issues.AGENCY_UNKNOWN.code, "sheet": sheet})
    elif who.reported_by is None:
        rows.append({"code": issues.AGENCY_UNKNOWN.code, "sheet": sheet, "expected": "Thư mục hoặc tiêu đề nêu nơi gửi"})
    if not terms.earliest_on <= when.reported_on <= terms.latest_on:
        rows.append({"code": issues.DATE_OUT_OF_RANGE.code, "sheet": sheet, "value": when.reported_on.isoformat()})
    if rows or not subtotal_findings.height:
        return findings.of_rows(rows)
    return subtotal_findings.head(1)


def _titles(table: Table, names: Iterable[str]) -> list[str]:
    return [f"«{table.plan.dataset.field(name).title_vi}»" for name in names]


def _refuse_across(frame: pl.DataFrame, judged: pl.DataFrame, records: Records, table: Table, parts: _Parts) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Keys that an earlier table of the same delivery already loaded for the same agency: the earlier row counts, this one is refused."""
    dataset = records.dataset
    earlier = [kept for _, other, _, _, _, kept in parts.loaded if other.plan.dataset.name == dataset.name and kept.height]
    if not earlier or dataset.name == "dossier_counts":
        return frame, judged
    key = [*dataset.key, "agency_code", "reported_on"]
    seen = pl.concat([kept.select(key) for kept in earlier]).unique()
    repeated = frame.select(key).join(
        seen.with_columns(pl.lit(value=True).alias("seen")), on=key, how="left", nulls_equal=True, maintain_order="left"
    )["seen"]
    again = repeated.fill_null(value=False) & frame["refused"].is_null()
    if not again.any():
        return frame, judged
    name = dataset.key[0]
    rows = frame.filter(again).select("row_number", pl.col(name).cast(pl.String).alias("value"))
    noted = findings.of_frame(
        rows, issues.DUP_KEY.code, sheet=table.grid.sheet, field=name, column=table.plan.fields.get(name), header=table.plan.header_of(name)
    )
    frame = frame.with_columns(pl.when(again).then(pl.lit(issues.DUP_KEY.code)).otherwise("refused").alias("refused"))
    return frame, findings.together([judged, noted])


def _series(reported_by: str | None, agency: str | None, dataset: str, form: str, when: When) -> str:
    """Sender, agency, dataset, form, and the period where there is one, else the reporting date."""
    span = f"{when.period_from}..{when.period_to}" if when.period_to and dataset == "dossier_counts" else str(when.reported_on)
    if when.period_to and dataset == "dossier_counts" and when.reported_on != when.period_to:
        span += f"@{when.reported_on}"
    return "|".join((reported_by or UNKNOWN, agency or UNKNOWN, dataset, form, span))


def _submission_id(delivery_id: str, series: str) -> str:
    return f"{delivery_id}-{hashlib.sha256(series.encode()).hexdigest()[:8]}"


def _submissions(parts: _Parts, sent: Sent) -> list[SubmissionOutcome]:
    """Loaded rows grouped by series; tables of one series are one submission, named by its first table."""
    groups: dict[str, list[tuple[str, str, str, When, Who, str, pl.DataFrame]]] = {}
    for table_id, table, form, when, who, kept in parts.loaded:
        dataset = table.plan.dataset.name
        if not kept.height:
            agency = who.agency_code
            if agency is not None:
                series = _series(who.reported_by, agency, dataset, form, when)
                groups.setdefault(series, []).append((table_id, dataset, form, when, who, agency, kept))
            continue
        for (agency,), rows in kept.group_by("agency_code", maintain_order=True):
            series = _series(who.reported_by, str(agency), dataset, form, when)
            groups.setdefault(series, []).append((table_id, dataset, form, when, who, str(agency), rows))
    made = []
    for series, group in groups.items():
        table_id, dataset, form, when, who, agency, _ = group[0]
        submission_id = _submission_id(sent.delivery_id, series)
        records = pl.concat([rows for *_, rows in group]).with_columns(pl.lit(submission_id).alias("submission_id"))
        records = records.select(list(polars_schema(DATASETS[dataset].record_fields)))
        made.append(SubmissionOutcome(submission_id, table_id, dataset, form, who.reported_by, agency, when, series, records.height, records))
    return made


def _check_conservation(parts: _Parts, submissions: tuple[SubmissionOutcome, ...]) -> None:
    """Counts every row again from what will be stored. Raises ConservationFault."""
    for table in parts.tables:
        if not table.is_conserved:
            raise ConservationFault(f"{table.sheet} {table.cell_range}: {table.rows_read} rows read, {replace(table)}")
    loaded = sum(one.row_count for one in submissions if one.records is not None)
    if loaded != sum(table.rows_loaded for table in parts.tables):
        raise ConservationFault(f"{loaded} rows in submissions, {sum(table.rows_loaded for table in parts.tables)} rows of tables")


def _status(parts: _Parts, frame: pl.DataFrame) -> str:
    data = [table for table in parts.tables if table.status != "skipped"]
    if all(table.status == "held" for table in data):
        return "held"
    if any(table.rows_held or table.rows_quarantined for table in data):
        return "partially_accepted"
    told = {code for code, issue in issues.CATALOGUE.items() if issue.severity is not Severity.INFO}
    return "accepted_with_issues" if frame["code"].is_in(list(told)).any() else "accepted"


def _reason(status: str, frame: pl.DataFrame) -> str | None:
    """Why a delivery is held or only partly taken: the messages of what held or refused it, in Vietnamese."""
    if status not in ("held", "partially_accepted"):
        return None
    grave = {code for code, issue in issues.CATALOGUE.items() if issue.action in (Action.HOLD, Action.QUARANTINE)}
    shown = issue_frame(frame.filter(pl.col("code").is_in(list(grave))))
    texts = shown["message_vi"].unique(maintain_order=True).to_list()
    more = f" (và {len(texts) - 3} nội dung khác)" if len(texts) > 3 else ""
    return " ".join(texts[:3]) + more


def _with_table(frame: pl.DataFrame, table_id: str | None) -> pl.DataFrame:
    return frame.with_columns(pl.lit(table_id, pl.String).alias("table_id"))


def _column_map(table: Table, table_id: str) -> pl.DataFrame:
    return pl.DataFrame(
        [(table_id, one.column, one.header, one.field, one.how, one.confidence) for one in table.plan.columns],
        schema={"table_id": pl.String, "column": pl.Int64, "header": pl.String, "field": pl.String, "how": pl.String, "confidence": pl.Float64},
        orient="row",
    )


def _quarantine_frame(frames: list[pl.DataFrame]) -> pl.DataFrame:
    schema = {"table_id": pl.String, "sheet": pl.String, "row_number": pl.Int64, "raw": pl.String, "codes": pl.String}
    return pl.concat(frames) if frames else pl.DataFrame(schema=schema)


def _skipped_frame(frames: list[pl.DataFrame]) -> pl.DataFrame:
    schema = {"table_id": pl.String, "sheet": pl.String, "row_number": pl.Int64, "reason": pl.String}
    return pl.concat(frames) if frames else pl.DataFrame(schema=schema)


def _map_frame(frames: list[pl.DataFrame]) -> pl.DataFrame:
    schema = {"table_id": pl.String, "column": pl.Int64, "header": pl.String, "field": pl.String, "how": pl.String, "confidence": pl.Float64}
    return pl.concat(frames) if frames else pl.DataFrame(schema=schema)
