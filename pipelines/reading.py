"""A reading's name: what the way of reading one delivery depends on, and which deliveries today's program and registers would read otherwise.

Here belongs what of program, settings and registers a reading hangs on. What stewards decided on a delivery is a suffix, made in `steward.decisions`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import polars as pl

from schemas import audit
from schemas.contract import DATASETS

if TYPE_CHECKING:
    from pipelines.digest import Digest
    from pipelines.ledger import Ledger
    from pipelines.registers import Registers
    from pipelines.steward.decisions import Assignment

CERTAIN = ("folder", "assigned")
"""Evidence that names the sender before the file is opened; any other is told from its titles, with every sender's column maps in hand."""
EVERY = "*"


class ReadingSettings(Protocol):
    """What of the settings a reading obeys."""

    @property
    def earliest_date(self) -> dt.date:
        """Reporting dates before this are held."""
        ...

    @property
    def undated_hour(self) -> int:
        """Before this hour a file without a date speaks of the day before."""
        ...


@dataclass(frozen=True)
class Used:
    """What one delivery turned out to be: the datasets of its tables and the senders whose own spellings bear on it; null senders are all.

    It follows from the reading itself. Where nothing of `Way` that made a delivery this has changed, it would be this again: so it is a sound
    measure of which rows of the registers its reading hangs on.
    """

    datasets: frozenset[str]
    senders: frozenset[str] | None


EVERYTHING = Used(frozenset(DATASETS), None)


def used_by(evidence: str | None, sender: str | None, datasets: Iterable[str | None], reported_by: Iterable[str | None]) -> Used:
    """What a delivery used, from what its reading recorded. One without a table (a duplicate, an unreadable file) may hang on anything."""
    tables = list(datasets)
    if not tables:
        return EVERYTHING
    senders = frozenset(one for one in (sender, *reported_by) if one) if evidence in CERTAIN else None
    return Used(frozenset(one for one in tables if one), senders)


def used_in(digested: Digest) -> Used:
    """What the digest of a delivery used."""
    of_tables, of_submissions = (one.dataset for one in digested.tables), (one.reported_by for one in digested.submissions)
    return used_by(digested.sender_evidence, digested.sender_code, of_tables, of_submissions)


class Way:
    """Today's way of reading: the program's versions, the settings and the registers. Names are made on demand; parts are hashed once.

    A reading hangs on
    * the reader's and the datasets' versions, the shape of what is stored, the settings that date or hold a delivery;
    * who is an agency, and every word that may stand in a header: any line and any cell of any file may be one, so these are hashed whole;
    * of spellings of columns, those of every sender and of its own (its own: of the body that answers for it, under any former code);
    * column maps and released headers of its own senders, and registers of tasks, documents, indicators and statuses only where it has such a table.
    What is due when (`expected_submissions`, `calendar`), groups, targets, titles for people and who wrote a row and why bear on no reading.
    """

    def __init__(self, registers: Registers, settings: ReadingSettings) -> None:
        self._registers = registers
        self._settings = settings
        self._parts: dict[tuple[str, str | None], str] = {}
        self._names: dict[Used, str] = {}

    def name(self, used: Used) -> str:
        """The name of the reading of a delivery that used this: ten hex digits."""
        if used not in self._names:
            digest = hashlib.sha256(self._base.encode())
            for part in (*self._of_senders(used), *self._of_datasets(used.datasets)):
                digest.update(part.encode())
            self._names[used] = digest.hexdigest()[:10]
        return self._names[used]

    def _of_senders(self, used: Used) -> Iterator[str]:
        """Spellings, maps and released headers; a header that another sender's row brings into the language stands in the base."""
        registers = self._registers
        frames = (("spellings", registers.synonyms), ("maps", registers.column_maps), ("released headers", registers.released_headers))
        if used.senders is None:
            for name, frame in frames:
                yield self._part(name, None, frame)
            return
        bodies = {self._body(one) for one in used.senders}
        for sender in sorted(one for one in self._named_senders if one == EVERY or self._body(one) in bodies):
            for name, frame in frames:
                yield self._part(name, sender, frame, pl.col("sender") == sender)

    def _of_datasets(self, datasets: frozenset[str]) -> Iterator[str]:
        registers = self._registers
        for dataset in sorted(datasets):
            yield self._part("forms", dataset, registers.forms, pl.col("dataset") == dataset)
            # Spellings of states are the tasks' alone; all others are one book, whatever dataset they stand under.
            others = pl.lit(value=True) if dataset == "tasks" else pl.col("dataset") != "tasks"
            yield self._part("statuses", dataset, registers.status_synonyms, others)
        if "tasks" in datasets:
            yield self._part("tasks", None, registers.tasks)
            yield self._part("documents", None, registers.documents)
            yield self._part("document aliases", None, registers.document_aliases)
        if "indicators" in datasets:
            yield self._part("indicators", None, registers.indicators)
            yield self._part("indicator aliases", None, registers.indicator_aliases)

    @cached_property
    def _base(self) -> str:
        from pipelines.digest import READER_VERSION

        registers, settings = self._registers, self._settings
        rows = (
            (READER_VERSION, *(dataset.version_tag for dataset in DATASETS.values()), shape(), settings.earliest_date, settings.undated_hour),
            *registers.agencies.iter_rows(),
            *registers.agency_codes.iter_rows(),
            *registers.agency_aliases.iter_rows(),
            tuple(registers.synonyms["path"].explode().drop_nulls().unique().sort()),
        )
        return _hash(rows)

    @cached_property
    def _named_senders(self) -> frozenset[str]:
        registers = self._registers
        return frozenset(one for frame in (registers.synonyms, registers.column_maps, registers.released_headers) for one in frame["sender"])

    def _body(self, agency: str) -> str:
        """The body that answers for an agency in the end; a code that is no agency's stands for itself."""
        lookup = self._registers.lookup
        return agency if lookup.get(agency) is None else lookup.answering(agency, dt.date.max)[0]

    def _part(self, name: str, of: str | None, frame: pl.DataFrame, where: pl.Expr | None = None) -> str:
        """A line that names one part of the registers and the hash of its rows, in their order."""
        key = (name, of)
        if key not in self._parts:
            rows = (frame if where is None else frame.filter(where)).select(_READ[name])
            self._parts[key] = f"{name} {of} {_hash(rows.iter_rows())}\n"
        return self._parts[key]


_READ = {
    "spellings": ("sender", "dataset", "field", "path"),
    "maps": ("sender", "dataset", "fingerprint", "header", "nth", "field"),
    "released headers": ("sender", "dataset", "header_key"),
    "forms": ("form", "is_main", "title_patterns"),
    "statuses": ("dataset", "field", "text_key", "value", "acceptance"),
    "tasks": ("task_code", "source_document", "number", "title"),
    "documents": ("document",),
    "document aliases": ("alias", "document"),
    "indicators": ("indicator_code", "name_vi", "name_en", "unit"),
    "indicator aliases": ("alias", "indicator_code"),
}
"""The columns of each register that a reading uses; agencies, their codes and their aliases are used whole."""


def _hash(rows: Iterable[tuple[object, ...]]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr(row).encode())
    return digest.hexdigest()


def shape() -> str:
    """The shape of what a reading stores: names and types of its records and of what is told beside them."""
    fields = [(name, field.name, field.type.value) for name, dataset in DATASETS.items() for field in dataset.record_fields]
    tables = (audit.ISSUE, audit.QUARANTINE, audit.SKIPPED_ROW, audit.COLUMN_MAP)
    return _hash([*fields, *((table.name, field.name, field.type.value) for table in tables for field in table.fields)])


def reading_of(name: str, assigned: Assignment) -> str:
    """A reading's name for one delivery: what stewards decided on it is part of the way of reading it."""
    return f"{name}-{assigned.suffix}" if assigned.suffix else name


def stale(ledger: Ledger, way: Way) -> list[str]:
    """Deliveries, in intake order, that today's program, settings and registers may read otherwise than they were read."""
    read = ledger.deliveries_frame().filter(pl.col("current_reading").is_not_null())
    datasets = dict(ledger.table_reads_frame().group_by("delivery_id").agg("dataset").iter_rows())
    senders = dict(ledger.submissions_frame().group_by("delivery_id").agg(pl.col("reported_by").unique()).iter_rows())
    found = []
    for one, reading, sender, evidence in read.select("delivery_id", "current_reading", "sender_code", "sender_evidence").iter_rows():
        used = used_by(evidence, sender, datasets.get(one, ()), senders.get(one, ()))
        if reading.partition("-")[0] != way.name(used):
            found.append(one)
    return found
