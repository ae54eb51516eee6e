"""Agencies through mergers, by the day's bodies or by today's, and deadlines that move: what the published file's functions say."""

import datetime as dt

import polars as pl
import pytest

from pipelines.build import internal, models
from pipelines.warehouse import connect, frames, rows_of
from schemas import contract
from tests.pipelines.sent_files import registers
from tests.pipelines.small_world import World, day, task

MERGED, MINISTRIES = dt.date(2025, 7, 1), dt.date(2025, 3, 1)


@pytest.fixture(scope="module")
def bodies():
    """The contract's tables with the register of agencies, and one count of dossiers for each body of January."""
    with connect(":memory:") as connection:
        connection.execute(contract.ddl())
        agencies = registers().agencies.with_columns(handled=pl.int_range(1, pl.len() + 1))
        with frames(connection, register=agencies):
            connection.execute("INSERT INTO core.agency BY NAME SELECT * EXCLUDE (handled) FROM register")
            connection.execute(
                "CREATE TABLE report AS SELECT agency_code, block, handled FROM register "
                "WHERE coalesce(valid_from, DATE '2025-01-01') <= DATE '2025-01-01'"
            )
        internal.create(connection)
        for macro in models.macros(30):
            connection.execute(macro)
        yield connection


def counted(bodies, on: dt.date) -> dict[str, tuple[int, int]]:
    """Block to (bodies, sum) of January's reports, rolled up by the bodies of a day."""
    sql = (
        "SELECT t.block, count(DISTINCT t.agency_then), sum(r.handled)::BIGINT "
        "FROM report AS r INNER JOIN core.agency_on(?) AS t ON t.agency_code = r.agency_code GROUP BY t.block"
    )
    return {block: (number, total) for block, number, total in rows_of(bodies, sql, [on])}


def test_provinces_and_ministries_are_those_of_the_day_and_national_totals_stay(bodies):
    january = counted(bodies, dt.date(2025, 1, 15))
    by_march, eve, by_july = counted(bodies, MINISTRIES), counted(bodies, dt.date(2025, 6, 30)), counted(bodies, MERGED)
    assert (january["provincial"][0], eve["provincial"][0], by_july["provincial"][0]) == (63, 63, 34)
    ended = registers().agencies.filter(pl.col("valid_to") == dt.date(2025, 2, 28)).height
    assert january["central"][0] - by_march["central"][0] == ended - 2, "two of the ministries of March are new: they took over ended ones"
    totals = {sum(total for _, total in each.values()) for each in (january, by_march, eve, by_july)}
    assert len(totals) == 1, "no body is lost or counted twice, whichever day it is rolled up by"


def test_who_answers_for_a_code_on_a_day(bodies):
    def then(code, on):
        return rows_of(bodies, "SELECT agency_then, is_merged FROM core.agency_on(?) WHERE agency_code = ?", [on, code])[0]

    assert then("H02", dt.date(2025, 6, 30)) == ("H02", False)
    assert then("H02", MERGED) == ("H05", True)
    assert then("H05", MERGED) == ("H05", False)
    assert then("BKHDT", MINISTRIES) == ("BTC", True)


def test_the_reused_gso_codes_resolve_by_date():
    codes = registers().agency_codes.filter(pl.col("system") == "gso")
    reused = codes.group_by("code").agg(pl.col("agency_code").n_unique().alias("n")).filter(pl.col("n") > 1)["code"].sort().to_list()
    assert len(reused) == 7
    for code in reused:
        before, after = (registers().agency_of_code(code, on) for on in (dt.date(2025, 6, 30), MERGED))
        rows = dict(codes.filter(pl.col("code") == code).select(pl.col("valid_to").is_null(), "agency_code").iter_rows())
        assert (before.named_code, after.named_code) == (rows[False], rows[True])
        assert before.agency_code != after.agency_code


def test_a_moved_deadline_is_kept(tmp_path):
    world = World(tmp_path)
    world.send("tasks", "G01", [task("T1", due_on=day(5)), task("T2", due_on=day(5))], on=day(0))
    world.send("tasks", "G01", [task("T1", due_on=day(7)), task("T2", due_on=day(5))], on=day(0), at=dt.datetime.combine(day(0), dt.time(20)))
    world.send("tasks", "G01", [task("T1", due_on=day(7)), task("T2", due_on=None)], on=day(1))
    world.send("tasks", "G01", [task("T1", due_on=day(12)), task("T2", due_on=None)], on=day(2))
    result = world.build()
    with connect(result.path) as connection:
        sql = "SELECT task_code, reported_on, due_on, due_before, days_moved FROM core.task_deadlines(agency := 'G01') ORDER BY ALL"
        found = rows_of(connection, sql)
        alone = rows_of(connection, "SELECT count(*) FROM core.task_deadlines(task := 'T2')")
    assert found == [
        ("T1", day(0), day(7), None, None),  # what was corrected on the day itself was no move
        ("T1", day(2), day(12), day(7), 5),
        ("T2", day(0), day(5), None, None),
        ("T2", day(1), None, day(5), None),
    ]
    assert alone == [(2,)]
