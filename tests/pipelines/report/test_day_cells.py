"""Cells of date and agency: one delivery of several agencies, standings, and a version that changes exactly when the state does."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from pipelines.home import Home
from pipelines.report.day_cells import _counted, cell_figures, day_cells, grid_version

DAY = dt.date(2025, 10, 28)
FIRST, LAST = dt.date(2024, 12, 22), dt.date(2025, 10, 30)


def submission(number: int, delivery: str, agency: str | None, day: dt.date | None = DAY, standing: str = "counts", rows: int = 10) -> dict:
    return {
        "submission_id": f"s{number}",
        "delivery_id": delivery,
        "reading": "r",
        "dataset": "tasks",
        "reported_by": "VPCP" if delivery == "national" else agency,
        "agency_code": agency,
        "reported_on": day,
        "standing": standing,
        "hold_code": "NO_DATE" if standing == "held" else None,
        "row_count": rows,
    }


SUBMISSIONS = [
    submission(1, "own", "H01", rows=4),
    submission(2, "national", "H01", rows=3),
    submission(3, "national", "H12", rows=5),
    submission(4, "held", "H26", standing="held"),
    submission(5, "nobody", None),
    submission(6, "undated", "H01", None),
    submission(7, "future", "H01", dt.date(2030, 1, 1)),
]


def frame(rows: list[dict]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema_overrides={"reported_on": pl.Date, "agency_code": pl.String})


@pytest.fixture
def world(tmp_path):
    home = Home(tmp_path).create()
    names = ["own", "national", "held", "nobody", "undated", "future"]
    deliveries = pl.DataFrame(
        {"delivery_id": names, "status": ["accepted_with_issues", "accepted", "held", "held", "held", "held"], "current_reading": ["r"] * len(names)}
    )
    table = {"delivery_id": names, "table_id": [f"{name}-t1" for name in names], "dataset": ["tasks"] * len(names), "status": ["loaded"] * len(names)}
    reads = pl.DataFrame({**table, **{f"rows_{name}": [12, 20, 10, 1, 1, 1] for name in ("read", "quarantined", "held", "skipped")}})
    reads = reads.with_columns(pl.Series("rows_loaded", [4, 8, 0, 0, 0, 0]))
    for delivery, found in {"own": [("s1", "error"), (None, "warning")], "national": [("s3", "error"), (None, "warning")]}.items():
        folder = home.outcome_dir(delivery, "r")
        folder.mkdir(parents=True)
        issues = [{"delivery_id": delivery, "submission_id": one, "severity": severity} for one, severity in found]
        pl.DataFrame(issues, schema={"delivery_id": pl.String, "submission_id": pl.String, "severity": pl.String}).write_parquet(
            folder / "issue.parquet"
        )
    return home, deliveries, reads


def test_cells_are_dates_and_agencies_within_the_window(world):
    _, deliveries, _ = world
    cells = day_cells(frame(SUBMISSIONS), deliveries, FIRST, LAST)
    assert cells.select("reported_on", "agency_code", "standings", "senders", "stands").rows() == [
        (DAY, "H01", "counts 2", "H01, VPCP", True),
        (DAY, "H12", "counts 1", "VPCP", True),
        (DAY, "H26", "held 1", "H26", False),
    ]


def test_a_delivery_of_several_agencies_gives_each_its_own_rows(world):
    home, deliveries, reads = world
    submissions = frame(SUBMISSIONS)
    cells = day_cells(submissions, deliveries, FIRST, LAST)
    told = {row["agency_code"]: row for row in cell_figures(cells, submissions, deliveries, reads, home).iter_rows(named=True)}
    figures = ("deliveries", "shared_deliveries", "rows_read", "rows_loaded", "rows_skipped", "errors", "warnings")
    assert [told["H01"][name] for name in figures] == [2, 1, 12, 4 + 3, 12, 1, 1]
    assert [told["H12"][name] for name in figures] == [1, 1, 0, 5, 0, 1, 0]
    assert [told["H26"][name] for name in figures] == [1, 0, 10, 0, 10, 0, 0]
    assert told["H01"]["statuses"] == "accepted 1, accepted_with_issues 1"


@pytest.mark.parametrize(("column", "value"), [("standing", "superseded"), ("reading", "r-2")])
def test_the_version_of_a_cell_changes_with_its_own_state_only(world, column, value):
    _, deliveries, _ = world
    changed = [{**one, column: value} if one["submission_id"] == "s3" else one for one in SUBMISSIONS]
    before, after, again = (day_cells(frame(rows), deliveries, FIRST, LAST) for rows in (SUBMISSIONS, changed, SUBMISSIONS[::-1]))
    differs = [one != other for one, other in zip(before["version"], after["version"], strict=True)]
    assert differs == [False, True, False]
    assert grid_version(before) == grid_version(again) != grid_version(after)


def test_no_submissions_give_no_cells(world):
    _, deliveries, _ = world
    assert day_cells(frame(SUBMISSIONS).clear(), deliveries, FIRST, LAST).height == 0


def test_names_and_numbers_come_from_one_order():
    """Asked for twice, `value_counts` gives its rows in two orders; many groups make that sure to show."""
    rows = [(group, value) for group in range(60) for value, times in (("a", 1), ("b", 2), ("c", 3)) for _ in range(times)]
    frame = pl.DataFrame(rows, schema=["group", "value"], orient="row").sample(fraction=1, shuffle=True, seed=1)
    told = frame.group_by("group").agg(_counted("value").alias("told"))
    assert set(told["told"]) == {"a 1, b 2, c 3"}
