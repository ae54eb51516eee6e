"""The way of a delivery through its stages. Each is read alone; the tables of a batch are validated together."""

from __future__ import annotations

import datetime as dt
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, replace

import polars as pl

from pipelines import findings
from pipelines.digest.doubts import holds_of, match_findings
from pipelines.digest.members import by_member, sent_of, unread_findings
from pipelines.digest.outcome import (
    UNKNOWN,
    ConservationFault,
    Digest,
    Parts,
    Pending,
    Sent,
    SubmissionOutcome,
    TableOutcome,
    Terms,
    column_map,
    map_frame,
    quarantine_frame,
    skipped_frame,
    with_table,
)
from pipelines.digest.repair import mended, repair_findings, rows_as_written, values_as_written
from pipelines.digest.submissions import check_conservation, reason_of, series_of, status_of, submission_id_of, submissions_of
from pipelines.grid import Document, Grid, Unreadable
from pipelines.locate.tables import Table, find_tables, texts_of_sheet, without_instructions
from pipelines.match.cells import settle_by_cells
from pipelines.match.form import find_form
from pipelines.match.when import When, find_when, of_sheet
from pipelines.match.who import Claim, Who, are_many, find_who, folder_claim
from pipelines.parse.dates import parse_date
from pipelines.parse.parts import compare_parts
from pipelines.parse.people import hidden
from pipelines.parse.subtotals import compare_totals, set_subtotals_aside
from pipelines.parse.table import Reader, names_agencies, only_agency, parse_table, raw_rows
from pipelines.read import read
from pipelines.registers import Registers
from pipelines.stopwatch import Stopwatch
from pipelines.validate import Judged, judge_all
from pipelines.vietnamese.fold import fold
from pipelines.vocabulary import Vocabulary
from schemas import issues

READER_VERSION = 5
"""Raised by hand when reading, locating, matching or parsing gives another result for the same bytes and config."""


@dataclass(frozen=True)
class _Around:
    """What the tables of the file say around themselves, all together."""

    titles: tuple[str, ...]
    footers: tuple[str, ...]
    sheets: tuple[str, ...] = ()
    """Names of the sheets that hold tables."""


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


def _prepare(content: bytes, sent: Sent, reader: Reader, vocabulary: Vocabulary, terms: Terms, watch: Stopwatch) -> Parts:
    parts = Parts(sent)
    try:
        with watch.stage("read"):
            parts.document = read(content, sent.file_name, terms.limits)
        parts.found += unread_findings(parts.document)
        _find(parts.document, parts, reader, vocabulary, terms, watch)
    except Unreadable as error:
        parts.refusal = _rejected(error.code, error.detail)
    except Exception as error:  # noqa: BLE001 one delivery's trouble never stops the run; it is ours, red, and kept with its cause
        parts.refusal = _broken(error)
    return parts


def _judge(batch: list[Parts]) -> list[list[Judged]]:
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


def _finish(parts: Parts, verdicts: list[Judged], reader: Reader) -> Digest:
    refusal = parts.refusal
    if refusal is None:
        try:
            return _assemble(parts, verdicts, reader)
        except Exception as error:  # noqa: BLE001 as in _prepare; a conservation fault ends here
            refusal = _broken(error)
    sender = _sender_claim(parts.sent, reader.registers, parts.sent.delivered_at.date())
    return replace(refusal, sender_code=sender.agency_code, sender_evidence=sender.evidence) if sender else refusal


def _broken(error: Exception) -> Digest:
    """The kind of the error and where it arose. Its words are left out: they may quote a cell, and a cell may tell of a person."""
    if isinstance(error, ConservationFault):
        return _rejected(issues.INTERNAL_FAULT.code, f"{type(error).__name__}: {error}")
    at = traceback.extract_tb(error.__traceback__)[-3:]
    path = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in reversed(at))
    return _rejected(issues.INTERNAL_FAULT.code, f"{type(error).__name__} at {path}")


def _rejected(code: str, detail: str | None, own: Parts | None = None) -> Digest:
    issue = issues.CATALOGUE[code]
    found = with_table(findings.finding(code, value=detail), None)
    own = own or Parts(Sent("", "", "", dt.datetime(2024, 12, 22)))
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
        quarantine_frame(own.quarantine),
        skipped_frame(own.skipped),
        map_frame(own.maps),
    )


def _blanks(**parts: str) -> dict[str, str]:
    return {"sheet": "", "cell": "", "row_number": "", "header": "", "field": "", "expected": "", "value": "", **parts}


def _find(document: Document, parts: Parts, reader: Reader, vocabulary: Vocabulary, terms: Terms, watch: Stopwatch) -> None:
    """Locates, matches and parses the tables of every sheet; what is held or passed over is settled here."""
    sent = parts.sent
    with watch.stage("locate"):
        sheets = locate(document, sent, reader.registers, vocabulary)
    if not any(tables for _, tables in sheets):
        for number, (grid, _) in enumerate(sheets, start=1):
            _pass_over(grid, f"{sent.delivery_id}-t{number}", parts)
        parts.refusal = _rejected(issues.NO_TABLE.code, None, parts)
        return
    number = 0
    for of_member in by_member(sheets):
        number = _take_file(of_member, number, parts, reader, terms, watch)


def _take_file(sheets: list[tuple[Grid, list[Table]]], number: int, parts: Parts, reader: Reader, terms: Terms, watch: Stopwatch) -> int:
    """The sheets of one file, the delivery or a member of it: what one says around its tables is not heard by another's.

    `number` counts tables, and sheets without any; given back as it is after these.
    """
    sent = parts.sent
    cover = tuple(text for grid, tables in sheets if not tables for text in texts_of_sheet(grid))
    every = [table for _, tables in sheets for table in tables]
    elsewhere = _Around(
        tuple(line for table in every for line in table.titles),
        tuple(line for table in every for line in table.footers),
        tuple(grid.own_name for grid, tables in sheets if tables),
    )
    for grid, tables in sheets:
        above: tuple[str, ...] = ()
        if not tables:
            number += 1
            _pass_over(grid, f"{sent.delivery_id}-t{number}", parts)
        for table in tables:
            number += 1
            _take(table, f"{sent.delivery_id}-t{number}", (*above, *cover), elsewhere, reader, terms, parts, watch)
            above = (*above, *table.titles)
    return number


def _sender_claim(sent: Sent, registers: Registers, on: dt.date) -> Claim | None:
    """Who sends: whom a steward named, else whom a folder names by the agencies that existed on that day."""
    if sent.assigned_agency:
        return Claim(sent.assigned_agency, "assigned", sent.assigned_agency)
    return folder_claim(sent.path, registers, on)


def locate(document: Document, sent: Sent, registers: Registers, vocabulary: Vocabulary) -> list[tuple[Grid, list[Table]]]:
    """The tables of every sheet, read with what is known of the sender. Tables are numbered in this order, a sheet without any counting as one.

    Where no folder names the sender but the titles or the file's name do, and stewards confirmed columns of that sender, they are read again so.
    """
    every = [(grid, list[Table]()) for grid in mended(document)]
    return [sheet for of_member in by_member(every) for sheet in _locate_in([grid for grid, _ in of_member], sent, registers, vocabulary)]


def _locate_in(grids: list[Grid], sent: Sent, registers: Registers, vocabulary: Vocabulary) -> list[tuple[Grid, list[Table]]]:
    """`locate` in the sheets of one file."""
    sent = sent_of(sent, grids[0].member)
    folder = _sender_claim(sent, registers, sent.delivered_at.date())
    sender = folder.agency_code if folder else None
    sheets = without_instructions([(grid, find_tables(grid, vocabulary, sender)) for grid in grids])
    if sender is None and vocabulary.mapped_senders:
        every = [(table.titles, grid.own_name) for grid, tables in sheets for table in tables]
        cover = [text for grid, tables in sheets if not tables for text in texts_of_sheet(grid)]
        titles = [line for lines, _ in every for line in lines] + cover
        sheet = every[0][1] if every else ""
        who = find_who(None, titles, sheet, sent.file_name, registers, sent.delivered_at.date())
        if who.reported_by in vocabulary.mapped_senders:
            return without_instructions([(grid, find_tables(grid, vocabulary, who.reported_by)) for grid in grids])
    return sheets


def _assemble(parts: Parts, verdicts: list[Judged], reader: Reader) -> Digest:
    for pending, verdict in zip(parts.pending, verdicts, strict=True):
        _settle(pending, verdict, reader, parts)
    submissions = (*submissions_of(parts), *parts.held)
    check_conservation(parts, submissions)
    frame = pl.concat(parts.found) if parts.found else with_table(findings.empty(), None)
    status = status_of(parts, frame)
    who = next((one for one in parts.senders if one.reported_by), None)
    return Digest(
        status,
        reason_of(status, frame),
        parts.document.format if parts.document else None,
        who.reported_by if who else None,
        who.evidence if who else None,
        tuple(sorted(parts.tables, key=lambda table: int(table.table_id.rsplit("-t", 1)[1]))),
        submissions,
        frame,
        quarantine_frame(parts.quarantine),
        skipped_frame(parts.skipped),
        map_frame(parts.maps),
    )


def _pass_over(grid: Grid, table_id: str, parts: Parts) -> None:
    rows = pl.DataFrame(
        {"table_id": table_id, "sheet": grid.sheet, "row_number": pl.int_range(1, grid.height + 1, dtype=pl.Int64, eager=True), "reason": "no_table"}
    )
    parts.skipped.append(rows)
    parts.tables.append(TableOutcome(table_id, grid.sheet, None, None, None, "skipped", grid.height, 0, 0, 0, rows.height))
    parts.found.append(with_table(findings.finding(issues.SHEET_WITHOUT_TABLE.code, sheet=grid.sheet), table_id))


def _take(
    table: Table,
    table_id: str,
    near: tuple[str, ...],
    elsewhere: _Around,
    reader: Reader,
    terms: Terms,
    parts: Parts,
    watch: Stopwatch,
) -> None:
    """One table from its place to parsed records that wait to be judged, or to being held. `near`: titles of a table above it, of a cover sheet."""
    sent, registers = sent_of(parts.sent, table.grid.member), reader.registers
    table, subtotal_findings = set_subtotals_aside(table)
    dataset = table.plan.dataset
    with watch.stage("match"):
        form = find_form(dataset.name, (*table.titles, *near), table.grid.own_name, registers.forms)
        when = _when(table, near, elsewhere, sent, terms)
        if sent.assigned_agency:
            who = Who(sent.assigned_agency, sent.assigned_agency, "assigned")
        else:
            folder = _sender_claim(sent, registers, when.reported_on)
            many = folder is not None and are_many(elsewhere.sheets, registers, when.reported_on)
            who = find_who(folder, table.titles, table.grid.own_name, sent.file_name, registers, when.reported_on, near, is_one_of_many=many)
            if who.reported_by is None and not who.conflict:
                who = find_who(folder, elsewhere.titles, table.grid.own_name, sent.file_name, registers, when.reported_on)
            if who.reported_by is None and not who.conflict and table.grid.member:
                who = find_who(folder, (), "", parts.sent.file_name, registers, when.reported_on)
        table = settle_by_cells(table, registers, when.reported_on)
        by_rows = names_agencies(table, registers, when.reported_on, who.agency_code)
        if who.reported_by is None and not who.conflict:
            who = only_agency(table, registers, when.reported_on) or who
            by_rows = by_rows and who.reported_by is None
        encoding = table.grid.encoding or (parts.document.encoding if parts.document else None)
        found = [repair_findings(table, encoding), match_findings(table, when, who, dataset.name), subtotal_findings]
        holds = holds_of(table, when, who, by_rows, terms)
        if table.repeats:
            # What is told of the rows and columns that the tables of a wide one share is told with the first of them.
            found = []
    parts.senders.append(who)
    parts.skipped.append(table.skipped.select(pl.lit(table_id).alias("table_id"), pl.lit(table.grid.sheet).alias("sheet"), "row_number", "reason"))
    parts.maps.append(column_map(table, table_id, sent.confirmed))
    if holds.height or subtotal_findings.height:
        told = hidden(findings.together([*found, *([] if table.repeats else [holds])]), dataset.name)
        parts.found.append(with_table(values_as_written(told, table.grid), table_id))
        code = str((holds if holds.height else subtotal_findings)["code"][0])
        parts.held.append(_held(table, table_id, form, when, who, code, sent))
        parts.tables.append(_outcome(table, table_id, form, "held", 0, 0, table.row_numbers.len()))
        return
    with watch.stage("parse"):
        records = parse_table(table, reader, when, who.reported_by or UNKNOWN, who.agency_code, sent.delivered_at)
        found += [_own(table, records.findings), compare_totals(table, records.frame) if dataset.name == "dossier_counts" else compare_parts(table)]
    parts.pending.append(Pending(table_id, table, form, when, who, records, found))


def _own(table: Table, found: pl.DataFrame) -> pl.DataFrame:
    """Findings without those that another table of the same rows tells."""
    return found.filter((pl.col("column") == table.figures) | pl.col("column").is_null()) if table.repeats else found


def _when(table: Table, near: tuple[str, ...], elsewhere: _Around, sent: Sent, terms: Terms) -> When:
    """The table's day by what stands near it; where nothing does, the day that another table of the file states. A period is each table's own."""

    def heard(titles: tuple[str, ...], footers: tuple[str, ...]) -> When:
        return find_when(
            titles,
            footers,
            sent.file_name,
            _column_days(table),
            sent.delivered_at,
            fallback=sent.fallback_day,
            undated_hour=terms.undated_hour,
            circular_months=table.plan.dataset.name == "dossier_counts",
            folders=sent.path.split("/")[:-1],
        )

    when = heard((*table.titles, *near, *period_columns(table)), table.footers)
    if sent.assigned_date:
        return replace(when, reported_on=sent.assigned_date, evidence="assigned", quote=sent.assigned_date.isoformat())
    if table.figures is not None and when.evidence in ("file_name", "delivery"):
        when = of_sheet(when, table.grid.own_name)
    if when.evidence != "delivery":
        return when
    other = heard(elsewhere.titles, elsewhere.footers)
    return replace(other, period_from=when.period_from, period_to=when.period_to) if other.evidence in ("as_of", "signed") else when


_PERIOD_ENDS = (frozenset({"tu ngay", "tungay"}), frozenset({"den ngay", "denngay"}))
"""Folded headers of columns that repeat the period's first and last day beside every row, as exports do."""


def period_columns(table: Table) -> tuple[str, ...]:
    """The period that two columns of no other use say alike in every row, in the words of a title; empty where there are none."""
    ends = []
    for headers in _PERIOD_ENDS:
        column = next((one.column for one in table.plan.columns if one.field in (None, "reporting_date") and fold(one.header) in headers), None)
        if column is None:
            return ()
        days = parse_date(table.text[f"c{column}"], table.kind[f"c{column}"]).values.drop_nulls().unique()
        if len(days) != 1:
            return ()
        ends.append(days[0])
    return (f"Từ ngày {ends[0]:%d/%m/%Y} đến ngày {ends[1]:%d/%m/%Y}",)


def _held(table: Table, table_id: str, form: str, when: When, who: Who, code: str, sent: Sent) -> SubmissionOutcome:
    """A held table's submission: nothing of it is stored; replay reads it again once a steward has answered."""
    dataset = table.plan.dataset.name
    series = series_of(who.reported_by, who.agency_code, dataset, form, when)
    submission_id = submission_id_of(sent.delivery_id, f"{series}|{table_id}")
    rows = table.row_numbers.len()
    return SubmissionOutcome(submission_id, table_id, dataset, form, who.reported_by, who.agency_code, when, series, rows, None, code)


def _settle(pending: Pending, verdict: Judged, reader: Reader, parts: Parts) -> None:
    """A judged table: refused rows to quarantine, the others loaded."""
    table, table_id = pending.table, pending.table_id
    frame, judged = _refuse_across(*verdict, pending, parts)
    told = hidden(findings.together([*pending.found, judged]), table.plan.dataset.name)
    refused = frame.filter(pl.col("refused").is_not_null())
    if refused.height:
        raw = rows_as_written(raw_rows(table, reader, pending.who.reported_by or UNKNOWN, told), table)
        quarantined = frame.select("row_number", "refused", raw.alias("raw")).filter(pl.col("refused").is_not_null())
        parts.quarantine.append(
            quarantined.select(
                pl.lit(table_id).alias("table_id"), pl.lit(table.grid.sheet).alias("sheet"), "row_number", "raw", pl.col("refused").alias("codes")
            )
        )
    kept = (frame.filter(pl.col("refused").is_null()) if refused.height else frame).drop("refused")
    parts.found.append(with_table(values_as_written(told, table.grid), table_id))
    parts.loaded.append((pending, kept))
    parts.tables.append(_outcome(table, table_id, pending.form, "loaded", kept.height, refused.height, 0))


def _outcome(table: Table, table_id: str, form: str, status: str, loaded: int, quarantined: int, held: int) -> TableOutcome:
    """A table and the count of its rows."""
    skipped = table.skipped["row_number"].n_unique()
    sheet, dataset = table.grid.sheet, table.plan.dataset.name
    return TableOutcome(table_id, sheet, table.cell_range, dataset, form, status, table.rows_read, loaded, quarantined, held, skipped)


def _column_days(table: Table) -> list[dt.date]:
    column = table.plan.fields.get("reporting_date")
    if column is None or table.row_numbers.is_empty():
        return []
    return parse_date(table.text[f"c{column}"], table.kind[f"c{column}"]).values.drop_nulls().unique().to_list()


def _refuse_across(frame: pl.DataFrame, judged: pl.DataFrame, pending: Pending, parts: Parts) -> Judged:
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
