"""The ledger's rows as frozen dataclasses: what stages hand in and get back. No database here; the tables are in `tables`.

Moments are naive, in Asia/Ho_Chi_Minh, to the microsecond.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Status = Literal["accepted", "accepted_with_issues", "partially_accepted", "held", "rejected", "duplicate", "retracted"]
StandingName = Literal["counts", "superseded", "held", "retracted"]
STATUSES: tuple[str, ...] = get_args(Status)
STANDINGS: tuple[str, ...] = get_args(StandingName)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file as received. The fields from `sender_code` on are known once its outcome is recorded."""

    delivery_id: str
    intake_no: int
    path: str
    """Relative to the inbox, with slashes, as the disk has it (a macOS name stays NFD)."""
    file_name: str
    """The last part of the path, in NFC."""
    sha256: str
    bytes: int
    delivered_at: dt.datetime
    """The known time: the earlier of the file's mtime and the scan."""
    received_at: dt.datetime
    received_run: str | None = None
    run_date: dt.date | None = None
    """The day given by --date, which a file without a date speaks of; null where none was given."""
    tie: bool = False
    """Another delivery has the same delivered_at; the order between them is that of path, then sha256."""
    sender_code: str | None = None
    sender_evidence: str | None = None
    format: str | None = None
    status: Status | None = None
    reason: str | None = None
    current_reading: str | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """How a path of the inbox looked when its bytes were last read, so that it need not be read again while it looks the same."""

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    sha256: str
    delivery_id: str
    seen_run: str | None = None

    @property
    def signature(self) -> tuple[int, int, int, int]:
        """What of a stat shows that a file is unchanged."""
        return (self.size, self.mtime_ns, self.ctime_ns, self.inode)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way of reading a delivery, and the files that it gave."""

    delivery_id: str
    reading: str
    reader_version: int
    dataset_versions: Mapping[str, int]
    config_hash: str
    schema_hash: str
    read_at: dt.datetime
    files: tuple[str, ...] = ()
    """Paths relative to the home."""
    content: str | None = None
    """A mark of what the files hold (`store.content_of`); null where it is not known: in an older ledger, or while they are written again."""


@dataclass(frozen=True, slots=True)
class TableRead:
    """One table found in a delivery, and the count of its rows: read = loaded + quarantined + held + skipped."""

    table_id: str
    delivery_id: str
    reading: str
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


@dataclass(frozen=True, slots=True)
class Submission:
    """What one delivery says for one dataset, one agency, one reporting date or period."""

    submission_id: str
    delivery_id: str
    table_id: str | None
    reading: str
    dataset: str
    form: str | None
    reported_by: str | None
    agency_code: str | None
    reported_on: dt.date | None
    period_from: dt.date | None
    period_to: dt.date | None
    date_evidence: str | None
    delivered_at: dt.datetime
    series: str
    row_count: int
    record_path: str | None = None
    standing: StandingName | None = None
    """Null until `resolve` has judged it, unless the intake already holds it."""
    hold_code: str | None = None
    superseded_by: str | None = None
    counts_from: dt.datetime | None = None
    counts_until: dt.datetime | None = None
    """Known times: from when, and until when (exclusive; null: still) it is what counts in its series."""
    key_digest: bytes | None = None
    """The rows' keys as `resolve` compares them; read back by `Ledger.key_digests` only."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that the intake of one delivery found out; recorded in one transaction."""

    reading: Reading
    status: Status
    reason: str | None = None
    sender_code: str | None = None
    sender_evidence: str | None = None
    format: str | None = None
    table_reads: tuple[TableRead, ...] = ()
    submissions: tuple[Submission, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What `resolve` decided about one submission."""

    submission_id: str
    standing: StandingName
    hold_code: str | None = None
    superseded_by: str | None = None
    counts_from: dt.datetime | None = None
    counts_until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class DeliveryStatus:
    """A delivery's status as it changes after its intake: found to be a duplicate, retracted, released."""

    delivery_id: str
    status: Status
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A steward's or operator's decision: who, when, why, what was done to what. `id` is given by the ledger."""

    at: dt.datetime
    who: str
    why: str
    action: str
    subject: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One refresh. `outcome` is null while it runs, and stays null where it was cut off."""

    run_id: str
    started_at: dt.datetime
    run_date: dt.date | None = None
    finished_at: dt.datetime | None = None
    outcome: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Build:
    """One warehouse file. `how` is 'copy' (of `based_on`, with what changed replaced) or 'full'."""

    build: str
    file_name: str
    made_at: dt.datetime
    as_of: dt.date
    how: Literal["copy", "full"]
    outcome: str
    based_on: str | None = None
    published_at: dt.datetime | None = None
