"""Who is late: judged on the last closed day that asks for reports, never on a Sunday or at Tết."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from pipelines.build.models import AGENCY_ON
from pipelines.refresh import fields_by_dataset
from pipelines.registers import default_config_dir, load_last_good
from pipelines.report.lateness import lateness

FRIDAY, SATURDAY, SUNDAY, MONDAY = (dt.date(2025, 10, day) for day in (24, 25, 26, 27))


@pytest.fixture(scope="module")
def due(tmp_path_factory):
    """The calendar as shipped."""
    folder: Path = tmp_path_factory.mktemp("registers")
    registers, faults = load_last_good(folder / "good", default_config_dir(), folder / "config", fields_by_dataset())
    assert not faults
    return registers.reporting_day


@pytest.fixture
def file():
    """A published file's three tables, with what lateness asks of them; Saturday is the last day with duties."""
    connection = duckdb.connect()
    connection.execute(
        """
        CREATE SCHEMA mart; CREATE SCHEMA core; CREATE SCHEMA audit;
        CREATE TABLE core.agency AS SELECT *, NULL::DATE AS valid_to, NULL::VARCHAR AS successor_code, '' AS block
          FROM (VALUES ('BTC', 'Bộ Tài chính'), ('H01', 'An Giang'), ('H12', 'Cà Mau'), ('H26', 'Hà Nội')) AS a (agency_code, name_vi);
        CREATE TABLE mart.submission_compliance AS SELECT * FROM (VALUES
          (DATE '2025-10-24', 'BTC', 'central', 'tasks', 'missing', NULL::DATE, NULL::BOOLEAN),
          (DATE '2025-10-25', 'BTC', 'central', 'tasks', 'reported', DATE '2025-10-25', FALSE),
          (DATE '2025-10-25', 'H01', 'provincial', 'tasks', 'reported', DATE '2025-10-25', TRUE),
          (DATE '2025-10-25', 'H01', 'provincial', 'indicators', 'carried', DATE '2025-10-20', NULL),
          (DATE '2025-10-25', 'H12', 'provincial', 'tasks', 'missing', NULL, NULL),
          (DATE '2025-10-25', 'H26', 'provincial', 'tasks', 'held', NULL, NULL)
        ) AS c (as_of, agency_code, block, dataset, state, reported_on, is_late);
        CREATE TABLE audit.submission AS SELECT * FROM (VALUES
          ('BTC', DATE '2025-10-25', 'counts'), ('H01', DATE '2025-10-25', 'superseded'), ('H01', DATE '2025-10-28', 'counts'),
          ('H12', DATE '2025-09-01', 'counts'), ('H12', DATE '2025-10-24', 'retracted'), ('H26', DATE '2025-10-25', 'held')
        ) AS s (agency_code, reported_on, standing);
        """
    )
    connection.execute(f"CREATE MACRO core.agency_on(on_date) AS TABLE {AGENCY_ON}")
    yield connection
    connection.close()


def test_each_absent_agency_has_one_row_the_gravest_first(file, due):
    found = lateness(file, SATURDAY, due)
    assert (found.on, found.expected, found.silent_days, found.is_good) == (SATURDAY, 4, 0, False)
    told = found.absent.select("agency_code", "state", "datasets", "last_reported_on", "days_since").rows()
    assert told == [
        ("H12", "missing", "tasks", dt.date(2025, 9, 1), 54),
        ("H26", "held", "tasks", None, None),
        ("H01", "carried", "indicators carried, tasks late", SATURDAY, 0),
    ]


@pytest.mark.parametrize(
    ("closed", "on", "silent"),
    [
        (FRIDAY, FRIDAY, 0),
        (SUNDAY, SATURDAY, 0),
        (MONDAY, SATURDAY, 1),
        # Monday to Saturday, without the Sunday that follows
        (dt.date(2025, 11, 2), SATURDAY, 6),
    ],
)
def test_a_sunday_is_neither_judged_nor_counted_as_silence(file, due, closed, on, silent):
    found = lateness(file, closed, due)
    assert (found.on, found.silent_days) == (on, silent)


def test_tet_is_no_silence(file, due):
    file.execute("UPDATE mart.submission_compliance SET as_of = DATE '2026-02-13', state = 'reported', is_late = FALSE")
    found = lateness(file, dt.date(2026, 2, 22), due)
    assert (found.on, found.silent_days, found.absent.height, found.is_good) == (dt.date(2026, 2, 13), 0, 0, True)
    assert lateness(file, dt.date(2026, 2, 23), due).silent_days == 1


def test_a_file_without_duties_judges_nobody(file, due):
    file.execute("DELETE FROM mart.submission_compliance")
    found = lateness(file, SATURDAY, due)
    assert (found.on, found.expected, found.is_good) == (None, 0, True)
