"""Agencies that were merged: carried as their successor's until it speaks, then no more; never counted beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import polars as pl
import pytest

from pipelines.report.lateness import lateness
from pipelines.warehouse import connect, rows_of
from tests.pipelines.small_world import AGENCIES, DAY, SmallRegisters, World, counts, day, task

MERGED = day(2)
"""The last day of H07 and H59; from the next one on they are H02."""
BEFORE, SPOKEN, AFTER = day(9), day(10), day(11)
"""H02 is silent, speaks, and is carried itself."""


@dataclass(frozen=True)
class OfTheDay(SmallRegisters):
    def expected(self, on: dt.date) -> pl.DataFrame:
        found = super().expected(on)
        return found if on <= MERGED else found.filter(~pl.col("agency_code").is_in(["H07", "H59"]))


def merged_world(root) -> World:
    """H07 became H60 on one day and H60 became H02 on the next; H59 became H02 at once."""
    world = World(root)
    province = AGENCIES.row(3, named=True)
    gone = [
        {**province, "agency_code": "H07", "name_vi": "Tỉnh Bảy", "valid_to": day(1), "successor_code": "H60"},
        {**province, "agency_code": "H60", "name_vi": "Tỉnh Sáu Mươi", "valid_from": MERGED, "valid_to": MERGED, "successor_code": "H02"},
        {**province, "agency_code": "H59", "name_vi": "Tỉnh Năm Chín", "valid_to": MERGED, "successor_code": "H02"},
    ]
    world.registers = OfTheDay(agencies=pl.concat([AGENCIES, pl.DataFrame(gone, schema=AGENCIES.schema)]))
    return world


def send_counts(world: World, code: str, done: int, on: dt.date, by: str | None = None, form: str = "main") -> None:
    world.send("dossier_counts", code, [counts(done_total=done)], on=on, by=by, form=form, period=(dt.date(2025, 1, 1), on))


def live(world: World) -> None:
    """Three days, each built on the one before and published."""
    for code, done in (("H07", 100), ("H59", 200)):
        send_counts(world, code, done, DAY)
        world.send("tasks", code, [task(f"NV.{code}.{k}") for k in range(3)])
        world.send("indicators", code, [{"indicator_code": "I01", "value": 60.0}])
    world.point(world.build())
    world.send("tasks", "H01", [task("NV.1")], on=BEFORE)
    world.point(world.build())
    send_counts(world, "H02", 330, SPOKEN)
    world.send("tasks", "H02", [task(f"NV.{code}.{k}") for code in ("H07", "H59") for k in range(3)], on=SPOKEN)
    world.point(world.build())
    world.send("tasks", "H01", [task("NV.1")], on=AFTER)
    world.point(world.build())


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    world = merged_world(tmp_path_factory.mktemp("merged"))
    live(world)
    return world


@pytest.fixture(scope="module")
def file(lived):
    with connect(lived.home.current) as connection:
        yield connection


def test_predecessors_are_counted_until_the_successor_speaks_and_no_longer(file):
    asked = (
        "SELECT as_of, metric, value, agencies_counted FROM mart.headline WHERE block = '{}' "
        "AND metric IN ('tasks_total', 'dossiers_done_total') ORDER BY metric, as_of"
    )
    counted = [(DAY, 300, 2), (BEFORE, 300, 1), (SPOKEN, 330, 1), (AFTER, 330, 1)]
    tasks = [(DAY, 6, 2), (BEFORE, 7, 2), (SPOKEN, 7, 2), (AFTER, 7, 2)]
    for block in ("national", "provincial"):
        found = rows_of(file, asked.format(block))
        assert [(row[0], *row[2:]) for row in found] == counted + tasks


def test_facts_marts_and_as_of_questions_agree(file):
    assert rows_of(file, "SELECT agency_code, sum(done_total) FROM core.dossier_count GROUP BY ALL") == [("H02", 330)]
    assert rows_of(file, "SELECT agency_code, count(*) FROM core.task GROUP BY ALL ORDER BY ALL") == [("H01", 1), ("H02", 6)]
    # Of indicators the successor has not spoken: what was said for it is carried.
    assert rows_of(file, "SELECT agency_code FROM core.indicator_value ORDER BY ALL") == [("H07",), ("H59",)]
    for on, said in ((BEFORE, [("H07", 100), ("H59", 200)]), (SPOKEN, [("H02", 330)])):
        assert rows_of(file, "SELECT agency_code, done_total FROM core.dossier_counts_as_of(?) ORDER BY ALL", [on]) == said
        assert rows_of(file, "SELECT agency_code, done_total FROM mart.dossier_rate WHERE as_of = ? ORDER BY ALL", [on]) == said
    # What was not known yet ends nothing.
    early = "SELECT count(*) FROM core.tasks_as_of(?, known_at := ?)"
    assert rows_of(file, early, [SPOKEN, dt.datetime.combine(SPOKEN, dt.time(1))]) == [(7,)]
    assert rows_of(file, "SELECT DISTINCT agency_code FROM core.tasks_as_of(?) ORDER BY ALL", [BEFORE]) == [("H01",), ("H07",), ("H59",)]


def test_headline_compliance_and_lateness_say_the_same_of_a_merged_agency(file):
    states = rows_of(
        file,
        "SELECT as_of, dataset, state, reported_on, days_old FROM mart.submission_compliance WHERE agency_code = 'H02' AND as_of >= ? ORDER BY ALL",
        [BEFORE],
    )
    assert states == [
        (BEFORE, "dossier_counts", "carried", DAY, 9),
        (BEFORE, "tasks", "carried", DAY, 9),
        (SPOKEN, "dossier_counts", "reported", SPOKEN, 0),
        (SPOKEN, "tasks", "reported", SPOKEN, 0),
        (AFTER, "dossier_counts", "carried", SPOKEN, 1),
        (AFTER, "tasks", "carried", SPOKEN, 1),
    ]
    sums = "SELECT agencies_reported, agencies_carried, agencies_missing FROM mart.headline WHERE as_of = ? AND metric = ? AND block = 'provincial'"
    assert rows_of(file, sums, [BEFORE, "dossiers_done_total"]) == [(0, 1, 2)]
    absent = lateness(file, BEFORE, lambda on: True).absent.filter(pl.col("agency_code") == "H02")
    assert absent.select("state", "last_reported_on", "days_since").rows() == [("carried", DAY, 9)]


def test_built_by_days_is_built_in_full(lived):
    asked = "SELECT * FROM {} ORDER BY ALL"
    tables = ("mart.headline", "mart.submission_compliance", "mart.dossier_rate", "mart.task_progress", "mart.indicator_progress", "core.task")
    with connect(lived.home.current) as one, connect(lived.build(full=True).path) as other:
        for table in tables:
            assert rows_of(one, asked.format(table)) == rows_of(other, asked.format(table)), table


def done_on(world: World, on: dt.date) -> list[tuple]:
    with connect(world.build().path) as connection:
        return rows_of(connection, "SELECT agency_code, basis, done_total FROM mart.dossier_rate WHERE as_of = ? ORDER BY ALL", [on])


def test_another_senders_counts_of_the_successor_stand_for_all_of_it(tmp_path):
    world = merged_world(tmp_path)
    send_counts(world, "H07", 100, DAY)
    send_counts(world, "H59", 200, DAY, by="G01")
    send_counts(world, "H02", 330, SPOKEN, by="G01")
    assert done_on(world, SPOKEN) == [("H02", "counts", 330)]


def test_the_successors_own_older_counts_leave_the_predecessors_beside_them(tmp_path):
    """H02 was a province before: its own word of DAY is of itself alone and stands before G01's of the whole."""
    world = merged_world(tmp_path)
    send_counts(world, "H02", 30, DAY)
    send_counts(world, "H59", 200, DAY)
    send_counts(world, "H02", 330, SPOKEN, by="G01")
    assert done_on(world, SPOKEN) == [("H02", "counts", 30), ("H59", "counts", 200)]


def test_dossiers_and_counts_answer_for_each_other(tmp_path):
    world = merged_world(tmp_path)
    done = dt.datetime(2025, 10, 1, 9)
    world.send("dossiers", "H07", [{"dossier_code": "D1", "received_at": done, "finished_at": done}])
    send_counts(world, "H02", 330, SPOKEN)
    assert done_on(world, SPOKEN) == [("H02", "counts", 330)]
    assert done_on(world, DAY) == [("H07", "dossiers", 1)]


def test_the_first_delivery_for_a_day_decides_whether_it_was_late(tmp_path):
    world = World(tmp_path)
    saturday = dt.date(2025, 10, 25)
    world.registers = replace(world.registers)
    world.send("tasks", "G01", [task("T1")], at=dt.datetime(2025, 10, 28, 15))
    world.send("tasks", "G01", [task("T1"), task("T2")], at=dt.datetime(2025, 10, 31, 15))
    world.send("tasks", "G02", [task("T1")], at=dt.datetime(2025, 10, 30, 0, 1))
    world.send("tasks", "H01", [task("T1")], at=dt.datetime(2025, 10, 29, 23, 59))
    world.send("tasks", "H02", [task("T1")], on=saturday, at=dt.datetime(2025, 10, 27, 16))
    with connect(world.build().path) as connection:
        found = rows_of(
            connection,
            "SELECT agency_code, due_on, delivered_at, is_late FROM mart.submission_compliance WHERE dataset = 'tasks' AND state = 'reported' "
            "ORDER BY agency_code",
        )
        assert found == [
            ("G01", day(1), dt.datetime(2025, 10, 28, 15), False),
            ("G02", day(1), dt.datetime(2025, 10, 30, 0, 1), True),
            ("H01", day(1), dt.datetime(2025, 10, 29, 23, 59), False),
            ("H02", dt.date(2025, 10, 27), dt.datetime(2025, 10, 27, 16), False),
        ]
        assert lateness(connection, DAY, lambda on: True).absent.filter(pl.col("state") == "late")["agency_code"].to_list() == []
        absent = lateness(connection, DAY, lambda on: True).absent
        assert absent.filter(pl.col("datasets").str.contains("tasks late"))["agency_code"].to_list() == ["G02"]
