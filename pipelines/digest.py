"""Deliveries through read, locate, match, parse and validate, in memory: what each says, and what is wrong with it.

Each is read alone; the tables of a batch are validated together. Pure: no ledger, no files. The refresh stores what comes of it; `tonghop check`
shows it to the sender.
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
from pipelines.validate import Judged, judge_all
from pipelines.vocabulary import Vocabulary
from schemas import issues
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


@dataclass(frozen=True)
class _Pending:
    """A parsed table that waits to be judged."""

    table_id: str
    table: Table
    form: str
    when: When
    who: Who
    records: Records
    found: list[pl.DataFrame]


@dataclass
class _Parts:
    """What becomes of one delivery, as it is put together."""

    sent: Sent
    document: Document | None = None
    refusal: Digest | None = None
    tables: list[TableOutcome] = field(default_factory=list)
    found: list[pl.DataFrame] = field(default_factory=list)
    quarantine: list[pl.DataFrame] = field(default_factory=list)
    skipped: list[pl.DataFrame] = field(default_factory=list)
    maps: list[pl.DataFrame] = field(default_factory=list)
    pending: list[_Pending] = field(default_factory=list)
    loaded: list[tuple[_Pending, pl.DataFrame]] = field(default_factory=list)
    held: list[SubmissionOutcome] = field(default_factory=list)
    senders: list[Who] = field(default_factory=list)


class ConservationFault(AssertionError):
    """Rows of a table do not add up: our fault, never the sender's."""


def digest(content: bytes, sent: Sent, reader: Reader, vocabulary: Vocabulary, terms: Terms, watch: Stopwatch | None = None) -> Digest:
    """One delivery alone; see `digest_all`."""
    return digest_all([(content, sent, terms)], reader, vocabulary, watch)[0]


def digest_all(
    deliveries: Iterable[tuple[bytes, Sent, Terms]], reader: Reader, vocabulary: Vocabulary, watch: Stopwatch | None = None
) -> list[Digest]:
    """Digests deliveries in order. Never raises on data: what cannot be read is rejected with its reason, what breaks in us is INTERNAL_FAULT."""
    watch = watch or Stopwatch()
    batch = [_prepare(content, sent, reader, vocabulary, terms, watch) for content, sent, terms in deliveries]
    with watch.stage("validate"):
        verdicts = _judge(batch)
    return [_finish(parts, verdict, reader) for parts, verdict in zip(batch, verdicts, strict=True)]


def _prepare(content: bytes, sent: Sent, reader: Reader, vocabulary: Vocabulary, terms: Terms, watch: Stopwatch) -> _Parts:
    parts = _Parts(sent)
    try:
        with watch.stage("read"):
            parts.document = read(content, sent.file_name, terms.limits)
        _find(parts.document, parts, reader, vocabulary, terms, watch)
    except Unreadable as error:
        parts.refusal = _rejected(error.code, error.detail)
    except Exception as error:  # noqa: BLE001 one delivery's trouble never stops the run; it is ours, red, and kept with its cause
        parts.refusal = _broken(error)
    return parts


def _judge(batch: list[_Parts]) -> list[list[Judged]]:
    """The verdicts of each delivery's tables. Where judging together breaks, each delivery is judged alone and the one at fault is refused."""
    live = [parts for parts in batch if parts.refusal is None]
    try:
        verdicts = iter(judge_all([(one.records, one.table) for parts in live for one in parts.pending]))
    except Exception:  # noqa: BLE001 whose trouble it is shows below
        alone: list[list[Judged]] = []
        for parts in batch:
            try:
                alone.append(judge_all([(one.records, one.table) for one in parts.pending]) if parts.refusal is None else [])
            except Exception as error:  # noqa: BLE001 as in _prepare
                parts.refusal = _broken(error)
                alone.append([])
        return alone
    return [[next(verdicts) for _ in parts.pending] if parts.refusal is None else [] for parts in batch]


def _finish(parts: _Parts, verdicts: list[Judged], reader: Reader) -> Digest:
    if parts.refusal is not None:
        return parts.refusal
    try:
        return _assemble(parts, verdicts, reader)
    except Exception as error:  # noqa: BLE001 as in _prepare; a conservation fault ends here
        return _broken(error)


def _broken(error: Exception) -> Digest:
    return _rejected(issues.INTERNAL_FAULT.code, f"{type(error).__name__}: {error}"[:500])


def _rejected(code: str, detail: str | None, own: _Parts | None = None) -> Digest:
    issue = issues.CATALOGUE[code]
    found = _with_table(findings.finding(code, value=detail), None)
    own = own or _Parts(Sent("", "", "", dt.datetime(2024, 12, 22)))
    frame = pl.concat([found, *own.found]) if own.found else found
    return Digest(
        "rejected",
        issue.message_vi.format(**_blanks(value=detail or "")),
        own.document.format if own.document else None,
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


def _find(document: Document, parts: _Parts, reader: Reader, vocabulary: Vocabulary, terms: Terms, watch: Stopwatch) -> None:
    """Locates, matches and parses the tables of every sheet; what is held or passed over is settled here."""
    sent = parts.sent
    folder = folder_claim(sent.path, reader.registers, sent.fallback_day or sent.delivered_at.date())
    with watch.stage("locate"):
        sheets = [(grid, find_tables(grid, vocabulary, folder.agency_code if folder else None)) for grid in document.grids]
    if not any(tables for _, tables in sheets):
        for number, (grid, _) in enumerate(sheets, start=1):
            _pass_over(grid, f"{sent.delivery_id}-t{number}", parts)
        parts.refusal = _rejected(issues.NO_TABLE.code, None, parts)
        return
    cover = tuple(text for grid, tables in sheets if not tables for text in texts_of_sheet(grid))
    number = 0
    for grid, tables in sheets:
        if not tables:
            number += 1
            _pass_over(grid, f"{sent.delivery_id}-t{number}", parts)
        for table in tables:
            number += 1
            _take(table, f"{sent.delivery_id}-t{number}", cover, folder, reader, terms, parts, watch)


def _assemble(parts: _Parts, verdicts: list[Judged], reader: Reader) -> Digest:
    for pending, verdict in zip(parts.pending, verdicts, strict=True):
        _settle(pending, verdict, reader, parts)
    submissions = (*_submissions(parts), *parts.held)
    _check_conservation(parts, submissions)
    frame = pl.concat(parts.found) if parts.found else _with_table(findings.empty(), None)
    status = _status(parts, frame)
    who = next((one for one in parts.senders if one.reported_by), None)
    return Digest(
        status,
        _reason(status, frame),
        parts.document.format if parts.document else None,
        who.reported_by if who else None,
        who.evidence if who else None,
        tuple(sorted(parts.tables, key=lambda table: int(table.table_id.rsplit("-t", 1)[1]))),
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
    table: Table, table_id: str, cover: tuple[str, ...], folder: Claim | None, reader: Reader, terms: Terms, parts: _Parts, watch: Stopwatch
) -> None:
    """One table from its place to parsed records that wait to be judged, or to being held."""
    sent, registers = parts.sent, reader.registers
    table, subtotal_findings = set_subtotals_aside(table)
    dataset = table.plan.dataset
    with watch.stage("match"):
        titles = (*table.titles, *cover)
        form = find_form(dataset.name, titles, table.grid.sheet, registers.forms)
        when = find_when(
            titles,
            table.footers,
            sent.file_name,
            _column_days(table),
            sent.delivered_at,
            fallback=sent.fallback_day,
            undated_hour=terms.undated_hour,
            circular_months=dataset.name == "dossier_counts",
        )
        who = find_who(folder, table.titles or cover, table.grid.sheet, sent.file_name, registers, when.reported_on)
        by_rows = names_agencies(table, registers, when.reported_on)
        found = [_match_findings(table, when, who, dataset.name), subtotal_findings]
        holds = _holds(table, when, who, by_rows, terms, subtotal_findings)
    parts.senders.append(who)
    parts.skipped.append(table.skipped.select(pl.lit(table_id).alias("table_id"), pl.lit(table.grid.sheet).alias("sheet"), "row_number", "reason"))
    parts.maps.append(_column_map(table, table_id))
    if holds.height:
        parts.found.append(_with_table(findings.together([*found, holds]), table_id))
        parts.held.append(_held(table, table_id, form, when, who, str(holds["code"][0]), sent))
        parts.tables.append(_outcome(table, table_id, form, "held", 0, 0, table.row_numbers.len()))
        return
    with watch.stage("parse"):
        records = parse_table(table, reader, when, who.reported_by or UNKNOWN, who.agency_code, sent.delivered_at)
        found += [records.findings, compare_totals(table, records.frame) if dataset.name == "dossier_counts" else findings.empty()]
    parts.pending.append(_Pending(table_id, table, form, when, who, records, found))


def _held(table: Table, table_id: str, form: str, when: When, who: Who, code: str, sent: Sent) -> SubmissionOutcome:
    """A held table's submission: nothing of it is stored; replay reads it again once a steward has answered."""
    dataset = table.plan.dataset.name
    series = _series(who.reported_by, who.agency_code, dataset, form, when)
    submission_id = _submission_id(sent.delivery_id, f"{series}|{table_id}")
    rows = table.row_numbers.len()
    return SubmissionOutcome(submission_id, table_id, dataset, form, who.reported_by, who.agency_code, when, series, rows, None, code)


def _settle(pending: _Pending, verdict: Judged, reader: Reader, parts: _Parts) -> None:
    """A judged table: refused rows to quarantine, the others loaded."""
    table, table_id = pending.table, pending.table_id
    frame, judged = _refuse_across(*verdict, pending, parts)
    refused = frame.filter(pl.col("refused").is_not_null())
    if refused.height:
        raw = raw_rows(table, reader, pending.who.reported_by or UNKNOWN)
        quarantined = frame.select("row_number", "refused", raw.alias("raw")).filter(pl.col("refused").is_not_null())
        parts.quarantine.append(
            quarantined.select(
                pl.lit(table_id).alias("table_id"), pl.lit(table.grid.sheet).alias("sheet"), "row_number", "raw", pl.col("refused").alias("codes")
            )
        )
    kept = (frame.filter(pl.col("refused").is_null()) if refused.height else frame).drop("refused")
    parts.found.append(_with_table(findings.together([*pending.found, judged]), table_id))
    parts.loaded.append((pending, kept))
    parts.tables.append(_outcome(table, table_id, pending.form, "loaded", kept.height, refused.height, 0))


def _outcome(table: Table, table_id: str, form: str, status: str, loaded: int, quarantined: int, held: int) -> TableOutcome:
    skipped = table.skipped["row_number"].n_unique()
    sheet, dataset = table.grid.sheet, table.plan.dataset.name
    return TableOutcome(table_id, sheet, table.cell_range, dataset, form, status, table.rows_read, loaded, quarantined, held, skipped)


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


def _refuse_across(frame: pl.DataFrame, judged: pl.DataFrame, pending: _Pending, parts: _Parts) -> Judged:
    """Keys that an earlier table of the same delivery already loaded for the same agency: the earlier row counts, this one is refused."""
    dataset, table = pending.records.dataset, pending.table
    earlier = [kept for other, kept in parts.loaded if other.records.dataset.name == dataset.name and kept.height]
    if not earlier or dataset.name == "dossier_counts":
        return frame, judged
    key = [*dataset.key, "agency_code", "reported_on"]
    seen = pl.concat([kept.select(key) for kept in earlier]).unique().with_columns(pl.lit(value=True).alias("seen"))
    again = frame.select(key).join(seen, on=key, how="left", nulls_equal=True, maintain_order="left")["seen"].fill_null(value=False)
    again = again & frame["refused"].is_null()
    if not again.any():
        return frame, judged
    name = dataset.key[0]
    rows = frame.filter(again).select("row_number", pl.col(name).cast(pl.String).alias("value"))
    at, header = table.plan.fields.get(name), table.plan.header_of(name)
    noted = findings.of_frame(rows, issues.DUP_KEY.code, sheet=table.grid.sheet, field=name, column=at, header=header)
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


def _submissions(parts: _Parts) -> list[SubmissionOutcome]:
    """Loaded rows grouped by series; tables of one series are one submission, named by its first table. A table without rows still reports."""
    groups: dict[str, list[tuple[_Pending, str, pl.DataFrame]]] = {}
    for pending, kept in parts.loaded:
        agencies = kept["agency_code"].unique(maintain_order=True).to_list() if kept.height else [pending.who.agency_code]
        for agency in agencies:
            if agency is None:
                continue
            series = _series(pending.who.reported_by, agency, pending.records.dataset.name, pending.form, pending.when)
            rows = kept.filter(pl.col("agency_code") == agency) if len(agencies) > 1 else kept
            groups.setdefault(series, []).append((pending, agency, rows))
    made = []
    for series, group in groups.items():
        first, agency, _ = group[0]
        dataset = first.records.dataset
        submission_id = _submission_id(parts.sent.delivery_id, series)
        records = pl.concat([rows for *_, rows in group]).with_columns(pl.lit(submission_id).alias("submission_id"))
        records = records.select(list(polars_schema(dataset.record_fields)))
        sender = first.who.reported_by
        made.append(
            SubmissionOutcome(submission_id, first.table_id, dataset.name, first.form, sender, agency, first.when, series, records.height, records)
        )
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
