"""What the page shows, read from one published warehouse: each query of `sql/` becomes a tuple of one dataclass. No wording, no drawing.

Figures come from the marts and the audit tables as they stand. SQL here sums counts of one mart over agencies, counts overdue tasks by age,
and takes simple differences; it defines no rate and no status.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from pipelines.report.live_issues import is_live
from pipelines.warehouse import connect

SQL = Path(__file__).parent / "sql"
RATE = "dossiers_online_full_rate"
BLOCKS = ("national", "central", "provincial")


@dataclass(frozen=True, slots=True)
class Dates:
    """The reporting date shown, the one it is compared with, the one held before it, one of an earlier period (sql/date.sql says which), and the
    latest held; all null where the warehouse is empty.
    """

    as_of: dt.date | None
    previous: dt.date | None
    before: dt.date | None
    earlier: dt.date | None
    latest: dt.date | None


@dataclass(frozen=True, slots=True)
class Headline:
    """A row of mart.headline, with the value of the date compared with and the difference to the earlier period. Percents run from 0 to 100, gap and
    difference of a rate are points.
    """

    metric: str
    block: str
    numerator: float | None
    denominator: float | None
    value: float | None
    target: float | None
    gap: float | None
    value_before: float | None
    difference: float | None
    counted_before: int | None
    expected_before: int | None
    difference_earlier: float | None
    counted_earlier: int | None
    expected_earlier: int | None
    agencies_expected: int
    agencies_reported: int
    agencies_carried: int
    agencies_missing: int
    agencies_counted: int
    coverage_pct: float | None
    rows_quarantined: int
    rows_held: int
    note: str | None


@dataclass(frozen=True, slots=True)
class DayFigure:
    """One headline figure on one reporting date."""

    as_of: dt.date
    metric: str
    block: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency's tasks (counts, shares of the total in percent) and full-process rate; null where it has none."""

    agency_code: str
    name_vi: str
    name_en: str | None
    block: str
    total: int | None
    done_on_time: int | None
    done_late: int | None
    open_in_time: int | None
    open_overdue: int | None
    other: int | None
    done_on_time_pct: float | None
    done_late_pct: float | None
    open_in_time_pct: float | None
    open_overdue_pct: float | None
    online_full_rate: float | None
    rank_in_block: int | None
    open_overdue_before: int | None
    open_overdue_difference: int | None
    online_full_rate_before: float | None
    online_full_rate_difference: float | None


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Overdue tasks that are `first_day` to `last_day` days past their deadline; the last band is open."""

    first_day: int
    last_day: int | None
    national: int
    central: int
    provincial: int


@dataclass(frozen=True, slots=True)
class Compliance:
    """One expected dataset of one agency: reported, held, carried or missing."""

    agency_code: str
    name_vi: str
    name_en: str | None
    block: str
    dataset: str
    state: str
    reported_on: dt.date | None
    delivered_at: dt.datetime | None
    days_old: int | None
    is_late: bool | None
    state_before: str | None


@dataclass(frozen=True, slots=True)
class Quality:
    """Rows without a finding over rows read, in one dimension and block."""

    dimension: str
    block: str
    numerator: int
    denominator: int
    value: float | None
    issues: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery that was refused, held, or taken in part."""

    path: str
    name_vi: str | None
    name_en: str | None
    delivered_at: dt.datetime
    status: str
    reason: str | None
    reason_en: str | None
    codes: str
    rows_quarantined: int
    rows_held: int


@dataclass(frozen=True, slots=True)
class DeliveryStatus:
    """How many deliveries of the date, and of all others, have one status."""

    status: str
    of_the_date: int
    of_others: int


@dataclass(frozen=True, slots=True)
class IssueCount:
    """Findings of one code; `unknown` are those of files whose sender could not be told."""

    code: str
    severity: str
    central: int
    provincial: int
    unknown: int
    issues: int


@dataclass(frozen=True, slots=True)
class Build:
    """The build that was read."""

    build: str
    made_at: dt.datetime
    based_on: str | None


@dataclass(frozen=True, slots=True)
class BuildChange:
    """Rows of one table that the build added and removed, and how many agencies they are of."""

    table_name: str
    agencies: int
    rows_added: int
    rows_removed: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All that the page says of one reporting date; `asked` is the date asked for."""

    dates: Dates
    asked: dt.date | None
    build: Build | None
    headline: dict[tuple[str, str], Headline] = field(default_factory=dict)
    by_day: tuple[DayFigure, ...] = ()
    agencies: tuple[Agency, ...] = ()
    overdue_age: tuple[AgeBand, ...] = ()
    compliance: tuple[Compliance, ...] = ()
    quality: tuple[Quality, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    delivery_statuses: tuple[DeliveryStatus, ...] = ()
    issue_counts: tuple[IssueCount, ...] = ()
    build_changes: tuple[BuildChange, ...] = ()


_Row = TypeVar("_Row")


def _read(connection: duckdb.DuckDBPyConnection, name: str, row: type[_Row], parameters: dict[str, Any]) -> tuple[_Row, ...]:
    """The rows of `sql/<name>.sql`; its columns are the dataclass's fields."""
    sql = (SQL / f"{name}.sql").read_text(encoding="utf-8").replace("{{include:live}}", is_live())
    result = connection.execute(sql, {key: value for key, value in parameters.items() if f"${key}" in sql})
    columns = [described[0] for described in result.description or ()]
    return tuple(row(**dict(zip(columns, values, strict=True))) for values in result.fetchall())


def read_figures(warehouse: Path, on: dt.date | None = None, against: dt.date | None = None) -> Figures:
    """What the published file says as of the latest reporting date held at or before `on` (null: the latest of all), beside the date before it, or
    the latest at or before `against`.

    Raises duckdb.IOException where the file is missing or another process writes it, duckdb.Error where it is no warehouse of ours.
    """
    with connect(warehouse) as connection:
        (dates,) = _read(connection, "date", Dates, {"on_date": on, "against": against})
        builds = _read(connection, "build", Build, {})
        build = builds[0] if builds else None
        if dates.as_of is None:
            return Figures(dates, on, build)
        asked = {name: getattr(dates, name) for name in ("as_of", "previous", "earlier", "latest")} | {"build": build.build if build else None}
        connection.execute(
            (SQL / "day_delivery.sql").read_text(encoding="utf-8"), {"as_of": dates.as_of, "before": dates.before, "latest": dates.latest}
        )
        return Figures(
            dates,
            on,
            build,
            {(one.metric, one.block): one for one in _read(connection, "headline", Headline, asked)},
            _read(connection, "by_day", DayFigure, asked),
            _read(connection, "agency", Agency, asked),
            _read(connection, "overdue_age", AgeBand, asked),
            _read(connection, "compliance", Compliance, asked),
            _read(connection, "quality", Quality, asked),
            _read(connection, "delivery", Delivery, asked),
            _read(connection, "delivery_status", DeliveryStatus, asked),
            _read(connection, "issue_code", IssueCount, asked),
            _read(connection, "build_change", BuildChange, asked),
        )
