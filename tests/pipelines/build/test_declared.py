"""What is declared of others beside what their rows count; and figures of agencies that were merged, told by the agencies of the day."""

import datetime as dt
from dataclasses import replace

import polars as pl
import pytest

from pipelines.warehouse import connect, frame_of, rows_of
from tests.pipelines.small_world import AGENCIES, DAY, World, counts, day, task


@pytest.fixture
def world(tmp_path) -> World:
    return World(tmp_path)


def flagged(world: World) -> list[tuple]:
    with connect(world.build(full=True).path) as connection:
        return rows_of(
            connection,
            "SELECT submission_id, sheet, row_number, field, value, expected, severity, action FROM audit.issue "
            "WHERE code = 'DECLARED_DIFFERS_FROM_COUNTED' ORDER BY ALL",
        )


def indicator(code: str, value: float | None, **more) -> dict:
    return {"indicator_code": code, "value": value, **more}


def answers(world: World, first: float | None, second: float | None) -> None:
    world.send("indicators", "H01", [indicator("I13", first)])
    world.send("indicators", "H02", [indicator("I13", second)])


def test_a_declared_count_unlike_the_rows_is_flagged_and_both_stand(world):
    answers(world, 1, 0)
    said = world.send("indicators", "G01", [indicator("I46", 2)])
    assert flagged(world) == [(said, "Sheet1", 5, "value", "2", "1", "warning", "load")]
    world.send("indicators", "G02", [indicator("I13", 1)], on=day(40))  # also when the day is long past
    assert flagged(world) == [(said, "Sheet1", 5, "value", "2", "1", "warning", "load")]
    with connect(world.build(full=True).path) as connection:
        assert rows_of(connection, "SELECT value FROM core.indicator_value_report WHERE indicator_code = 'I46'") == [(2,)]


@pytest.mark.parametrize(
    ("first", "second", "declared"),
    [
        (1, 0, indicator("I46", 1)),  # the same
        (0, 0, indicator("I46", 2)),
        (1, 0, indicator("I46", 2, qualifier="~")),  # about so many
        (1, 0, indicator("I46", None)),
        (1, None, indicator("I46", 2)),  # one has not answered: nothing to count from
        (1, 0, indicator("I45", 2)),  # of the central agencies, none of which has answered
    ],
)
def test_what_agrees_or_cannot_be_compared_is_not_flagged(world, first, second, declared):
    answers(world, first, second)
    world.send("indicators", "G01", [declared])
    assert flagged(world) == []


def test_a_ministry_is_held_to_its_own_tasks(world):
    world.registers = replace(world.registers, agencies=AGENCIES.with_columns(pl.col("agency_code").replace("G01", "BNNMT")))
    world.send("tasks", "BNNMT", [task("T1", due_on=day(1)), task("T2", due_on=day(-1)), task("T3", declared_state="done")])
    said = world.send("indicators", "BNNMT", [indicator("I08a", 3), indicator("I08b", 2), indicator("I08e", 1)])
    world.send("indicators", "G02", [indicator("I08a", 9)])  # another's word on it is not compared
    assert flagged(world) == [(said, "Sheet1", 6, "value", "2", "1", "warning", "load")]


def test_merged_agencies_count_as_those_of_the_day(world):
    """H09 went into H02 the day after DAY: two provinces' reports of DAY are then those of one, and nobody covers more than there is."""
    gone = pl.DataFrame([{**AGENCIES.row(3, named=True), "agency_code": "H09", "name_vi": "Tỉnh Chín", "valid_to": DAY, "successor_code": "H02"}])
    registers = replace(world.registers, agencies=pl.concat([AGENCIES, gone.cast(dict(AGENCIES.schema))]))

    class OfTheDay:
        def __getattr__(self, name):
            return getattr(registers, name)

        def expected(self, on: dt.date) -> pl.DataFrame:
            found = registers.expected(on)
            return found if on <= DAY else found.filter(pl.col("agency_code") != "H09")

    world.registers = OfTheDay()
    period = (dt.date(2025, 1, 1), DAY)
    for code in ("G01", "G02", "H02", "H09"):
        world.send("dossier_counts", code, [counts(done_total=10, online_full=5)], period=period)
    world.send("tasks", "G01", [task("T1")], on=day(1))
    with connect(world.build(full=True).path) as connection:
        rows = frame_of(
            connection,
            "SELECT agencies_expected, agencies_counted, agencies_carried, agencies_missing, coverage_pct, denominator FROM mart.headline "
            "WHERE metric = 'dossiers_online_full_rate' AND block = 'provincial' ORDER BY as_of",
        ).rows()
    assert [row[:4] for row in rows] == [(3, 2, 0, 1), (2, 1, 1, 1)]
    assert [row[4:] for row in rows] == [(pytest.approx(200 / 3), 20), (50.0, 20)]
