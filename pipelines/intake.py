"""Intake: every delivery that has no outcome yet goes from its archived bytes to a stored, recorded outcome. One delivery's trouble stays its own."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pipelines.archive import Archive
from pipelines.clock import local_now
from pipelines.digest import READER_VERSION, Digest, Sent, Terms, digest_all
from pipelines.home import Home
from pipelines.ledger import Delivery, Outcome, Reading, Submission, TableRead
from pipelines.match.form import find_form
from pipelines.parse.table import Reader
from pipelines.parse.task_index import TaskIndex
from pipelines.parse.values import Spellings
from pipelines.reading import ReadingSettings, Way, reading_of, used_in
from pipelines.registers import Registers
from pipelines.steward.decisions import Assignment, Decided, decided
from pipelines.stopwatch import Stopwatch
from pipelines.store import content_of, store, tell_all
from pipelines.store import settle as sync_names
from pipelines.vietnamese.fold import fold
from pipelines.vocabulary import Vocabulary, WideHeading
from schemas import issues
from schemas.contract import DATASETS, ddl

if TYPE_CHECKING:
    from pipelines.ledger import Ledger

BATCH = 20
"""Deliveries whose outcomes are recorded in one transaction; a crash reads at most these again."""


@dataclass(frozen=True)
class IntakeResult:
    """What an intake did: statuses of the deliveries it took, and the series that it touched."""

    statuses: dict[str, str]
    touched_series: frozenset[str]
    faults: tuple[str, ...]
    """Deliveries that broke inside us."""


def make_reader(registers: Registers, applicant_key: bytes) -> Reader:
    """The reader of a run, from the registers."""
    return Reader(registers, _spellings(registers), TaskIndex(registers), _released(registers), applicant_key)


def make_vocabulary(registers: Registers) -> Vocabulary:
    """The vocabulary of a run, from the registers of column synonyms and of the columns that stewards confirmed."""
    return Vocabulary(
        registers.synonyms.select("sender", "form", "dataset", "field", "path").iter_rows(),
        registers.column_maps.select("sender", "dataset", "fingerprint", "header", "nth", "field").iter_rows(),
        {key: WideHeading(code) for key, code in registers.indicator_names.items()}
        | {fold(heading): WideHeading(code, unit, layout, is_total) for layout, heading, code, unit, is_total in registers.wide_columns.iter_rows()},
        partial(find_form, forms=registers.forms),
    )


def _spellings(registers: Registers) -> Spellings:
    from pipelines.parse.statuses import TaskStatus

    states: dict[str, TaskStatus] = {}
    enumerations: dict[str, dict[str, str]] = defaultdict(dict)
    rows = registers.status_synonyms.select("dataset", "field", "text_key", "value", "acceptance").iter_rows()
    for dataset, field, key, value, acceptance in rows:
        if dataset == "tasks":
            states[key] = TaskStatus(value or None, acceptance or "none")
        else:
            enumerations["dossier_status" if field == "status" else field][key] = value
    return Spellings(states, enumerations)


def _released(registers: Registers) -> frozenset[tuple[str, str, str]]:
    return frozenset(registers.released_headers.select("sender", "dataset", "header_key").iter_rows())


def to_read_again(home: Home, ledger: Ledger, decisions: Decided, *, missing: bool = False, named: Collection[str] = ()) -> list[Delivery]:
    """Deliveries whose reading is not by the decisions in force, and those `named`; with `missing` also those whose files are gone.

    Retracted ones are left out, unless they are named or their files are gone. Config and program may have changed since: that alone asks for no
    new reading here.
    """
    wanted = []
    frame = ledger.deliveries_frame(("delivery_id", "current_reading")).filter(pl.col("current_reading").is_not_null())
    gone = _without_files(home, ledger, frame) if missing else frozenset()
    for delivery_id, reading in frame.select("delivery_id", "current_reading").iter_rows():
        decided_since = reading.partition("-")[2] != decisions.of(delivery_id).suffix
        if delivery_id in named or delivery_id in gone or (decided_since and delivery_id not in decisions.retracted):
            wanted.append(delivery_id)
    found = [ledger.delivery(delivery_id) for delivery_id in wanted]
    return [one for one in found if one is not None]


def _without_files(home: Home, ledger: Ledger, deliveries: pl.DataFrame) -> frozenset[str]:
    gone = {one for one, reading in deliveries.select("delivery_id", "current_reading").iter_rows() if not home.outcome_dir(one, reading).is_dir()}
    named = ledger.submissions_frame(("delivery_id", "record_path")).filter(pl.col("record_path").is_not_null())
    return frozenset(gone | {one for one, path in named.select("delivery_id", "record_path").iter_rows() if not (home.root / path).exists()})


def schema_hash() -> str:
    """The hash of the public contract."""
    return hashlib.sha256(ddl().encode()).hexdigest()[:16]


def take_in(
    home: Home,
    ledger: Ledger,
    registers: Registers,
    reader: Reader,
    vocabulary: Vocabulary,
    *,
    settings: ReadingSettings,
    watch: Stopwatch,
    progress: Callable[[int, int], None] | None = None,
    missing: bool = False,
    named: Collection[str] = (),
) -> IntakeResult:
    """Digests, stores and records every pending delivery, in intake order, and again those of which a steward's decision asks for another reading.

    `missing` also reads again deliveries whose stored files are gone, `named` those of these ids. Reading a delivery never raises; a full disk or
    a lost archive does.
    """
    decisions = decided(ledger.decisions())
    again = to_read_again(home, ledger, decisions, missing=missing, named=frozenset(named))
    copies = _settled_copies(ledger, again, decisions)
    pending = sorted([*ledger.deliveries_pending(), *again], key=lambda one: one.intake_no)
    statuses: dict[str, str] = {}
    touched: set[str] = set()
    faults: list[str] = []
    if not pending:
        return IntakeResult(statuses, frozenset(), ())
    way = Way(registers, settings)
    shape = schema_hash()
    earlier = _Earlier(ledger, decisions)
    archive = Archive(home.archive)
    for start in range(0, len(pending), BATCH):
        batch = pending[start : start + BATCH]
        digests = digest_all(
            ((_bytes_of(archive, one), sent_of(one, decisions.of(one.delivery_id)), _terms(one, settings)) for one in batch),
            reader,
            vocabulary,
            watch,
        )
        settled = [earlier.judge(delivery, digested, delivery.delivery_id in copies) for delivery, digested in zip(batch, digests, strict=True)]
        readings = [reading_of(way.name(used_in(told)), decisions.of(one.delivery_id)) for one, told in zip(batch, settled, strict=True)]
        with watch.stage("store"):
            told = tell_all(settled)
            # What stands under the same name is about to change: cut off in between, it is looked at anew.
            ledger.set_contents({(one.delivery_id, name): None for one, name in zip(batch, readings, strict=True) if one.current_reading == name})
            parcels = zip(batch, readings, settled, told, strict=True)
            files = [store(home, one.delivery_id, reading, digested, words) for one, reading, digested, words in parcels]
            sync_names(home)
        outcomes = [_outcome(home, *parts, registers, shape) for parts in zip(batch, settled, files, readings, strict=True)]
        for delivery, outcome in zip(batch, outcomes, strict=True):
            statuses[delivery.delivery_id] = outcome.status
            touched |= {one.series for one in outcome.submissions}
            if outcome.reason == issues.INTERNAL_FAULT.message_vi:
                faults.append(delivery.delivery_id)
        with watch.stage("ledger"):
            ledger.record_outcome(*outcomes)
        if progress is not None:
            progress(start + len(batch), len(pending))
    return IntakeResult(statuses, frozenset(touched), tuple(faults))


def _said_by(digested: Digest) -> frozenset[str]:
    """The series and reporting dates that a delivery speaks of."""
    return frozenset(f"{one.series}@{one.when.reported_on}" for one in digested.submissions)


def _settled_copies(ledger: Ledger, again: list[Delivery], decisions: Decided) -> frozenset[str]:
    """Duplicates among those read again that stay so: what they repeat was taken back or assigned elsewhere since, which makes no new report of them.

    All others are judged as if they came for the first time: other registers may tell two senders apart, or see one where two seemed to be.
    """
    copies = {one.delivery_id: one for one in again if one.status == "duplicate" and not decisions.of(one.delivery_id).suffix}
    if not copies:
        return frozenset()
    decided_on = [one for one in (*decisions.retracted, *decisions.assignments) if one in decisions.retracted or decisions.of(one).suffix]
    deliveries = ledger.deliveries_frame(("delivery_id", "sha256", "intake_no"), of=decided_on)
    first = dict(deliveries.group_by("sha256").agg(pl.col("intake_no").min()).iter_rows())
    return frozenset(one.delivery_id for one in copies.values() if first.get(one.sha256, one.intake_no) < one.intake_no)


class _Earlier:
    """What earlier deliveries of the same bytes said, to know a duplicate. Filled on first need, kept up to date within the run."""

    def __init__(self, ledger: Ledger, decisions: Decided) -> None:
        deliveries = ledger.deliveries_frame(("delivery_id", "sha256", "status", "sender_code"))
        deliveries = deliveries.filter(~pl.col("delivery_id").is_in(list(decisions.retracted)))
        self._by_bytes: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
        decided = deliveries.filter(pl.col("status").is_not_null() & ~pl.col("status").is_in(["rejected", "duplicate", "retracted"]))
        for sha256, delivery_id, sender in decided.select("sha256", "delivery_id", "sender_code").iter_rows():
            self._by_bytes[sha256].append((delivery_id, sender))
        self._ledger = ledger
        self._retracted = decisions.retracted
        self._series: dict[str, frozenset[str]] | None = None
        self._own: dict[str, frozenset[str]] = {}

    def judge(self, delivery: Delivery, digested: Digest, is_copy: bool = False) -> Digest:
        """The digest as it counts: emptied where it is a duplicate, with a note where its moment is shared. Later ones are compared with it.

        `is_copy` is a duplicate that is read again: it stays one, also where a decision has since moved what it repeats.
        """
        known = self._by_bytes[delivery.sha256]
        # Read again, it no longer stands for what it said before.
        known[:] = [one for one in known if one[0] != delivery.delivery_id]
        if is_copy or self._is_duplicate(delivery, digested):
            return _as_duplicate(digested)
        if digested.status != "rejected" and delivery.delivery_id not in self._retracted:
            known.append((delivery.delivery_id, digested.sender_code))
            self._own[delivery.delivery_id] = _said_by(digested)
        return replace(digested, issues=pl.concat([digested.issues, _note(digested, issues.DELIVERY_TIE.code)])) if delivery.tie else digested

    def _is_duplicate(self, delivery: Delivery, digested: Digest) -> bool:
        """The same bytes from the same sender for the same reporting dates as an earlier delivery; also where an earlier one is read again."""
        series = _said_by(digested)
        return any(
            sender == digested.sender_code and self._series_of(delivery_id) == series
            for delivery_id, sender in self._by_bytes.get(delivery.sha256, ())
            if delivery_id < delivery.delivery_id
        )

    def _series_of(self, delivery_id: str) -> frozenset[str]:
        if delivery_id in self._own:
            return self._own[delivery_id]
        if self._series is None:
            dated = pl.format("{}@{}", "series", pl.col("reported_on").cast(pl.String))
            frame = self._ledger.submissions_frame(("delivery_id", "series", "reported_on")).group_by("delivery_id").agg(dated.alias("series"))
            self._series = {one: frozenset(series) for one, series in frame.iter_rows()}
        return self._series.get(delivery_id, frozenset())


def _bytes_of(archive: Archive, delivery: Delivery) -> bytes:
    return archive.path(delivery.sha256).read_bytes()


def sent_of(delivery: Delivery, assigned: Assignment) -> Sent:
    """What a digest is told of a delivery before it reads it."""
    return Sent(
        delivery.delivery_id,
        delivery.path,
        delivery.file_name,
        delivery.delivered_at,
        delivery.run_date,
        assigned.agency_code,
        assigned.reported_on,
        assigned.confirmed,
    )


def latest_date(delivery: Delivery) -> dt.date:
    """The last reporting date that is not held: the day after the run's. The delivery keeps its run's day, so that reading again gives the same."""
    return max(delivery.run_date or delivery.received_at.date(), delivery.received_at.date()) + dt.timedelta(days=1)


def _terms(delivery: Delivery, settings: ReadingSettings) -> Terms:
    return Terms(latest_on=latest_date(delivery), earliest_on=settings.earliest_date, undated_hour=settings.undated_hour)


def _outcome(home: Home, delivery: Delivery, digested: Digest, files: dict[str, Path], reading: str, registers: Registers, shape: str) -> Outcome:
    """What the ledger records of one stored delivery."""
    return Outcome(
        reading=Reading(
            delivery.delivery_id,
            reading,
            READER_VERSION,
            {dataset.name: dataset.version for dataset in DATASETS.values()},
            registers.content_hash,
            shape,
            local_now(),
            tuple(_relative(home, path) for path in files.values()),
            content_of(home.outcome_dir(delivery.delivery_id, reading)),
        ),
        status=digested.status,  # type: ignore[arg-type]
        reason=digested.reason,
        sender_code=digested.sender_code,
        sender_evidence=digested.sender_evidence,
        format=digested.format,
        table_reads=tuple(
            TableRead(
                one.table_id,
                delivery.delivery_id,
                reading,
                one.sheet,
                one.cell_range,
                one.dataset,
                one.form,
                one.status,
                one.rows_read,
                one.rows_loaded,
                one.rows_quarantined,
                one.rows_held,
                one.rows_skipped,
            )
            for one in digested.tables
        ),
        submissions=tuple(
            Submission(
                submission_id=one.submission_id,
                delivery_id=delivery.delivery_id,
                table_id=one.table_id,
                reading=reading,
                dataset=one.dataset,
                form=one.form,
                reported_by=one.reported_by,
                agency_code=one.agency_code,
                reported_on=one.when.reported_on,
                period_from=one.when.period_from,
                period_to=one.when.period_to,
                date_evidence=one.when.evidence,
                delivered_at=delivery.delivered_at,
                series=one.series,
                row_count=one.row_count,
                record_path=_relative(home, files[one.submission_id]) if one.submission_id in files else None,
                standing="held" if one.hold_code else None,
                hold_code=one.hold_code,
            )
            for one in digested.submissions
        ),
    )


def _relative(home: Home, path: Path) -> str:
    return path.relative_to(home.root).as_posix()


def _note(digested: Digest, code: str) -> pl.DataFrame:
    """One finding on the delivery as a whole, in the shape of the digest's issues."""
    return pl.DataFrame([{"code": code}]).select(
        pl.col("code") if name == "code" else pl.lit(None, dtype).alias(name) for name, dtype in digested.issues.schema.items()
    )


def _as_duplicate(digested: Digest) -> Digest:
    """Nothing of a duplicate is loaded: its tables were counted when the bytes first came."""
    return replace(
        digested,
        status="duplicate",
        reason=issues.DUPLICATE_DELIVERY.message_vi,
        tables=(),
        submissions=(),
        issues=_note(digested, issues.DUPLICATE_DELIVERY.code),
        quarantine=digested.quarantine.clear(),
        skipped=digested.skipped.clear(),
        column_map=digested.column_map.clear(),
    )
