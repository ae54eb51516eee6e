"""How the day stands: who has sent, what waits or was refused, what should be read again. Pure reading of ledger frames and of a published file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipelines.report.live_issues import live_issue, live_submissions
from pipelines.steward.decisions import decided
from pipelines.steward.open_holds import open_holds
from pipelines.warehouse import attached, frame_of, one_value, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from pipelines.home import Home
    from pipelines.ledger import Decision, Ledger, Run
    from pipelines.registers import ConfigFault
    from pipelines.steward.open_holds import OpenHold
    from pipelines.warehouse import Limits

REFUSED = ("held", "rejected")
"""Delivery statuses that someone must answer."""


@dataclass(frozen=True)
class Status:
    """How an installation stands. Frames are empty, never null; `build` and `as_of` are null before anything was published."""

    as_of: dt.date | None
    build: str | None
    published_at: dt.datetime | None
    compliance: pl.DataFrame
    """agency_code, name_vi, block, dataset, state, reported_on, delivered_at, days_old, due_on, is_late: as in mart.submission_compliance."""
    deliveries: dict[str, int]
    """Deliveries by status; 'pending' are those that were received but not read."""
    refused: pl.DataFrame
    """delivery_id, path, sender_code, status, reason: what waits for a steward or was rejected."""
    held_submissions: pl.DataFrame
    """submission_id, delivery_id, dataset, agency_code, reported_on, row_count, hold_code."""
    quarantined: pl.DataFrame
    """reported_by, dataset, codes, refused_rows: refused rows on that date."""
    issues: pl.DataFrame
    """code, severity, dimension, issues, senders, example on that date."""
    stale: tuple[str, ...]
    """Deliveries that today's program and registers may read otherwise than they were read; `replay --stale` reads them again."""
    runs: tuple[Run, ...]
    config_faults: tuple[ConfigFault, ...]
    open_holds: tuple[OpenHold, ...] = ()
    """What waits for a steward, each with the command that answers it."""
    decisions: tuple[Decision, ...] = ()
    """The last decisions, newest first."""
    pinned: Decision | None = None
    """The rollback in force: refreshes go on but do not publish."""


def status(
    home: Home,
    ledger: Ledger,
    stale: Sequence[str] = (),
    faults: Sequence[ConfigFault] = (),
    on: dt.date | None = None,
    limits: Limits | None = None,
    last_runs: int = 5,
    last_decisions: int = 10,
) -> Status:
    """How the home stands on a reporting date, the latest one where none is given.

    `stale` is what `pipelines.reading.stale` finds.
    """
    deliveries = ledger.deliveries_frame()
    submissions = ledger.submissions_frame()
    day, build, compliant, quarantine, issues = on, None, _no_compliance(), pl.DataFrame(), pl.DataFrame()
    if home.current.exists():
        with attached(home.current, limits) as connection:
            day = on or latest_date(connection)
            build = home.current.resolve().stem.removeprefix("warehouse-")
            compliant, quarantine, issues = compliance(connection, day), quarantined(connection, day), issues_by_code(connection, day)
    decisions = ledger.decisions()
    published = [one.published_at for one in ledger.builds() if one.build == build]
    return Status(
        as_of=day,
        build=build,
        published_at=published[0] if published else None,
        compliance=compliant,
        deliveries=counts_of(deliveries, "status"),
        refused=refused_deliveries(deliveries),
        held_submissions=submissions.filter(pl.col("standing") == "held").select(
            "submission_id", "delivery_id", "dataset", "agency_code", "reported_on", "row_count", "hold_code"
        ),
        quarantined=quarantine,
        issues=issues,
        stale=tuple(stale),
        runs=tuple(ledger.runs(last_runs)),
        config_faults=tuple(faults),
        open_holds=tuple(open_holds(ledger)),
        decisions=tuple(reversed(decisions[-last_decisions:])),
        pinned=decided(decisions).pinned,
    )


def latest_date(connection: duckdb.DuckDBPyConnection) -> dt.date | None:
    """The latest reporting date of a published file."""
    return one_value(connection, "SELECT max(as_of) FROM mart.headline")


def counts_of(frame: pl.DataFrame, column: str) -> dict[str, int]:
    """How many rows have each value; null counts as 'pending'."""
    counted = frame.select(pl.col(column).fill_null("pending")).to_series().value_counts(sort=True)
    return dict(counted.iter_rows())


def refused_deliveries(deliveries: pl.DataFrame) -> pl.DataFrame:
    """Deliveries that are held or rejected, newest first."""
    found = deliveries.filter(pl.col("status").is_in(list(REFUSED))).sort("intake_no", descending=True)
    return found.select("delivery_id", "path", "sender_code", "status", "reason")


def compliance(connection: duckdb.DuckDBPyConnection, on: dt.date | None) -> pl.DataFrame:
    """Who owes what for a reporting date and how it stands: reported, held, carried or missing."""
    if on is None:
        return _no_compliance()
    return frame_of(
        connection,
        "SELECT c.agency_code, a.name_vi, c.block, c.dataset, c.state, c.reported_on, c.delivered_at, c.days_old, c.due_on, c.is_late "
        "FROM mart.submission_compliance AS c "
        f"INNER JOIN core.agency AS a ON a.agency_code = c.agency_code WHERE c.as_of = {quoted(on.isoformat())}::DATE "
        "ORDER BY c.block, c.agency_code, c.dataset",
    )


def quarantined(connection: duckdb.DuckDBPyConnection, on: dt.date | None) -> pl.DataFrame:
    """Refused rows of what stands for a date, by sender, dataset and code; null gives none."""
    return frame_of(
        connection,
        "SELECT s.reported_by, t.dataset, q.codes, count(*) AS refused_rows FROM audit.quarantine AS q "
        "INNER JOIN audit.table_read AS t ON t.table_id = q.table_id INNER JOIN "
        f"(SELECT DISTINCT delivery_id, reported_by FROM ({live_submissions(on)})) AS s ON s.delivery_id = t.delivery_id "
        "GROUP BY s.reported_by, t.dataset, q.codes ORDER BY count(*) DESC, s.reported_by, t.dataset",
    )


def issues_by_code(connection: duckdb.DuckDBPyConnection, on: dt.date | None) -> pl.DataFrame:
    """Findings on what stands for a date, by code, with an example that tells where, never what stood there."""
    return frame_of(
        connection,
        "SELECT i.code, i.severity, i.dimension, count(*) AS issues, count(DISTINCT d.sender_code) AS senders, "
        "any_value(d.file_name || coalesce(' ' || i.sheet, '') || coalesce(' ' || i.cell, '')) AS example "
        "FROM audit.issue AS i INNER JOIN audit.delivery AS d ON d.delivery_id = i.delivery_id "
        f"WHERE {live_issue(on)} "
        "GROUP BY i.code, i.severity, i.dimension ORDER BY i.severity = 'error' DESC, i.severity = 'warning' DESC, issues DESC, i.code",
    )


def _no_compliance() -> pl.DataFrame:
    names = ("agency_code", "name_vi", "block", "dataset", "state")
    more = {"reported_on": pl.Date(), "delivered_at": pl.Datetime("us"), "days_old": pl.Int64(), "due_on": pl.Date(), "is_late": pl.Boolean()}
    return pl.DataFrame(schema={**dict.fromkeys(names, pl.String()), **more})
