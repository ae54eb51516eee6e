"""The headline as a page or a terminal tells it: the chosen metrics of one reporting date, who stands behind them and who is missing.

Read from a published file; no figure is computed here but a gap between a value and its target.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pipelines.report.live_issues import live_issue
from pipelines.report.status import latest_date
from pipelines.warehouse import rows_of

if TYPE_CHECKING:
    import duckdb

METRICS: dict[str, str] = {
    "tasks_total": "Nhiệm vụ",
    "tasks_done": "Nhiệm vụ đã hoàn thành",
    "tasks_open_overdue": "Nhiệm vụ quá hạn, chưa hoàn thành",
    "dossiers_done_total": "Hồ sơ đã giải quyết",
    "dossiers_online_full_rate": "Tỷ lệ hồ sơ trực tuyến toàn trình",
    "dossiers_on_time_rate": "Tỷ lệ giải quyết trước và đúng hạn",
    "agencies_reported": "Cơ quan đã gửi báo cáo",
}
"""Metrics of mart.headline that are told, in order, with what they are called."""
BLOCKS: dict[str, str] = {"national": "cả nước", "central": "trung ương", "provincial": "địa phương"}
"""Blocks in the order in which they are told."""


@dataclass(frozen=True)
class Figure:
    """One row of mart.headline. `gap` is value minus target, in the metric's unit; `coverage_pct` runs from 0 to 100."""

    metric: str
    block: str
    title: str
    value: float | None
    unit: str
    target: float | None
    gap: float | None
    numerator: float | None
    denominator: float | None
    agencies_counted: int
    agencies_expected: int
    agencies_reported: int
    agencies_carried: int
    agencies_missing: int
    coverage_pct: float | None
    note: str | None

    def as_dict(self) -> dict[str, Any]:
        """The figure for JSON or a table."""
        return asdict(self)


@dataclass(frozen=True)
class Headline:
    """What one reporting date says. `missing`: (agency code, name, datasets) where nothing is known of what is owed;
    no datasets are named where nothing at all is known of the agency."""

    as_of: dt.date
    rows: tuple[Figure, ...]
    missing: tuple[tuple[str, str, tuple[str, ...]], ...]
    issues: dict[str, int]
    """Findings by severity on what stands for that date."""

    def of(self, metric: str, block: str = "national") -> Figure | None:
        """The figure of a metric and block."""
        return next((row for row in self.rows if (row.metric, row.block) == (metric, block)), None)

    @property
    def silent(self) -> tuple[tuple[str, str], ...]:
        """Agencies that owe something for the day and of which nothing at all is known."""
        return tuple((code, name) for code, name, datasets in self.missing if not datasets)


def headline(connection: duckdb.DuckDBPyConnection, on: dt.date | None = None) -> Headline | None:
    """The headline of a reporting date, of the latest one where none is given; null where the file holds none for it."""
    day = on or latest_date(connection)
    if day is None:
        return None
    found = rows_of(
        connection,
        "SELECT metric, block, value, unit, target, value - target, numerator, denominator, agencies_counted, agencies_expected, agencies_reported, "
        "agencies_carried, agencies_missing, coverage_pct, note FROM mart.headline WHERE as_of = ?",
        [day],
    )
    if not found:
        return None
    order = {(metric, block): at for at, (metric, block) in enumerate((metric, block) for metric in METRICS for block in BLOCKS)}
    told = sorted((row for row in found if row[:2] in order), key=lambda row: order[row[:2]])
    rows = tuple(Figure(metric, block, METRICS[metric], *rest) for metric, block, *rest in told)
    missing = rows_of(
        connection,
        "SELECT c.agency_code, a.name_vi, bool_and(c.state = 'missing'), list(c.dataset ORDER BY c.dataset) FILTER (WHERE c.state = 'missing') "
        "FROM mart.submission_compliance AS c INNER JOIN core.agency AS a ON a.agency_code = c.agency_code "
        "WHERE c.as_of = ? GROUP BY c.agency_code, a.name_vi HAVING bool_or(c.state = 'missing') ORDER BY c.agency_code",
        [day],
    )
    issues = rows_of(
        connection,
        f"SELECT i.severity, count(*) FROM audit.issue AS i WHERE {live_issue(day)} GROUP BY i.severity",
    )
    absent = [(code, name, () if silent else tuple(datasets)) for code, name, silent, datasets in missing]
    return Headline(day, rows, tuple(absent), dict(issues))
