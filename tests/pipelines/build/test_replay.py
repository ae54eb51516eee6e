"""Replay: a warehouse built day by day equals the one built at once, table by table, over histories with corrections, parts, holds and late dates."""

import dataclasses
import datetime as dt
import random

import polars as pl
import pytest

from pipelines.build import content_digest
from pipelines.warehouse import connect, rows_of
from schemas.contract import TABLES
from tests.pipelines.small_world import World, counts, day, task

AGENCIES = ("G01", "G02", "H01", "H02")


def some_tasks(chance: random.Random) -> list[dict]:
    return [
        task(
            f"T{i}",
            due_on=chance.choice([None, day(chance.randrange(-5, 9))]),
            declared_state=chance.choice(["open", "done", "paused", None]),
            completed_on=chance.choice([None, None, day(chance.randrange(-5, 9))]),
            acceptance=chance.choice(["none", "none", "submitted", "accepted"]),
            evidence=chance.choice([None, "1/BC"]),
        )
        for i in chance.sample(range(12), chance.randrange(0, 10))
    ]


def some_dossiers(chance: random.Random) -> list[dict]:
    def moment(low: int, high: int) -> dt.datetime | None:
        return chance.choice([None, dt.datetime.combine(day(chance.randrange(low, high)), dt.time(chance.randrange(24)))])

    return [
        {
            "dossier_code": f"D{i}",
            "received_at": moment(-20, 3),
            "due_at": moment(-10, 9),
            "finished_at": moment(-10, 9),
            "returned_at": moment(-5, 9),
            "channel": chance.choice(["online", "in_person", None]),
            "service_level": chance.choice(["full", "partial", None]),
            "status": chance.choice([None, "processing", "awaiting_supplement"]),
        }
        for i in chance.sample(range(9), chance.randrange(0, 8))
    ]


def some_counts(chance: random.Random) -> list[dict]:
    return [
        counts(name, done_total=chance.randrange(50), online_full=chance.choice([None, chance.randrange(50)]), done_on_time=chance.choice([None, 3]))
        for name in chance.sample("ABCDE", chance.randrange(0, 5))
    ]


def send_something(world: World, chance: random.Random, at_day: int) -> None:
    dataset = chance.choice(["tasks", "tasks", "dossiers", "dossiers", "dossier_counts", "indicators"])
    agency = chance.choice(AGENCIES)
    on = day(at_day - chance.choice([0, 0, 0, 1, 4]))  # some speak late of earlier days
    at = dt.datetime.combine(day(at_day), dt.time(8)) + dt.timedelta(minutes=len(world.ledger.deliveries))
    common = {
        "on": on,
        "at": at,
        "by": chance.choice([agency, agency, "G02"]),
        "hold": chance.choice([None] * 7 + ["DATE_OUT_OF_RANGE"]),
        "quarantined": chance.choice([0, 0, 2]),
    }
    if dataset == "tasks":
        world.send(dataset, agency, some_tasks(chance), issues=[{"code": "TASK_WITHOUT_PERSON", "row_number": 5}], **common)
    elif dataset == "dossiers":
        world.send(dataset, agency, some_dossiers(chance), **common)
    elif dataset == "dossier_counts":
        world.send(dataset, agency, some_counts(chance), period=(day(-30), chance.choice([on, day(-2)])), **common)
    else:
        world.send(dataset, agency, [{"indicator_code": "I01", "value": float(chance.randrange(99))}], **common)


def steward(world: World, chance: random.Random) -> None:
    """Take back a file, take that back, waive a hold."""
    if world.ledger.deliveries and chance.random() < 0.5:
        world.retracted ^= {chance.choice(world.ledger.deliveries)["delivery_id"]}
    held = [row["submission_id"] for row in world.ledger.submissions if row["standing"] == "held"]
    if held and chance.random() < 0.4:
        world.released.add(chance.choice(held))


@pytest.mark.parametrize("seed", range(8))
def test_day_by_day_equals_at_once(tmp_path, seed):
    chance = random.Random(seed)
    world = World(tmp_path)
    copies = 0
    for at_day in range(6):
        for _ in range(chance.randrange(0, 6)):
            send_something(world, chance, at_day)
        steward(world, chance)
        if at_day == 3 and seed % 2:
            world.registers = dataclasses.replace(
                world.registers, content_hash="r2", agencies=world.registers.agencies.with_columns(name_en=pl.lit("x"))
            )
        result = world.build()
        if result is not None:
            world.point(result)
            copies += result.how == "copy"
    assert copies >= 3
    day_by_day = content_digest(world.home.current)
    at_once = world.build(full=True)
    assert content_digest(at_once.path) == day_by_day
    # The same histories, so that equal emptiness proves nothing:
    assert sum(count for count, _ in day_by_day.values()) > 200


def test_nothing_new_builds_nothing_and_a_change_of_register_or_setting_does(tmp_path):
    world = World(tmp_path)
    world.send("tasks", "G01", [task("T1")])
    world.point(world.build())
    assert world.build() is None
    world.settings = dataclasses.replace(world.settings, carry_days=10)
    result = world.build()
    assert (result.how, result.submissions_added) == ("copy", 0)
    world.point(result)
    assert world.build() is None


def test_an_empty_ledger_builds_an_empty_warehouse(tmp_path):
    world = World(tmp_path)
    result = world.build()
    assert result.as_of is None
    assert set(content_digest(result.path)) == {table.full_name for table in TABLES} - {"audit.build", "audit.change", "audit.published_figure"}
    world.point(result)
    assert world.build() is None


def test_what_changed_is_told_by_agency(tmp_path):
    world = World(tmp_path)
    world.send("tasks", "G01", [task("T1"), task("T2")])
    world.send("tasks", "H01", [task("T1")])
    world.point(world.build())
    world.send("tasks", "G01", [task("T1"), task("T2", declared_state="done")])
    told = "SELECT table_name, agency_code, rows_before, rows_after, rows_added, rows_removed FROM audit.change ORDER BY 1"
    for full in (False, True):
        result = world.build(full=full)
        with connect(result.path) as connection:
            found = rows_of(connection, told)
        # Both rows differ: the new ones come from another submission.
        assert found == [("core.task", "G01", 2, 2, 2, 2), ("core.task_report", "G01", 2, 4, 2, 0)], result.how
    # A full build is the remedy for a published file that is damaged: it tells no change, and stands.
    published = world.home.current.resolve()
    published.chmod(0o644)
    published.write_bytes(published.read_bytes()[:5000])
    result = world.build(full=True)
    with connect(result.path) as connection:
        assert rows_of(connection, told) == []
        assert rows_of(connection, "SELECT count(*) FROM core.task_report") == [(5,)]


def test_a_new_nullable_column_is_added_to_the_copy_and_another_type_asks_for_a_full_build(tmp_path):
    world = World(tmp_path)
    world.send("tasks", "G01", [task("T1", note="abc")])
    result = world.build()
    with connect(result.path, read_only=False) as connection:
        connection.execute("ALTER TABLE core.task DROP COLUMN note")
        connection.execute("ALTER TABLE core.task_report DROP COLUMN blocker")
    world.point(result)
    grown = world.build()
    assert grown.how == "copy"
    with connect(grown.path) as connection:
        assert rows_of(connection, "SELECT note FROM core.task") == [("abc",)]
        assert rows_of(
            connection, "SELECT comment IS NOT NULL FROM duckdb_columns() WHERE table_name = 'task_report' AND column_name = 'blocker'"
        ) == [(True,)]
    with connect(grown.path, read_only=False) as connection:
        connection.execute("ALTER TABLE core.dossier_count ALTER COLUMN done_total TYPE INTEGER")
    world.point(grown)
    assert world.build().how == "full"


def test_a_new_reading_replaces_the_rows_and_the_findings_of_the_old(tmp_path):
    world = World(tmp_path)
    world.send("tasks", "G01", [task("T1", note="old")], issues=[{"code": "TASK_WITHOUT_PERSON", "row_number": 5}])
    world.point(world.build())
    other = World(tmp_path / "other")
    other.send("tasks", "G01", [task("T1", note="new")], issues=[{"code": "TASK_WITHOUT_PRODUCT", "row_number": 5}])
    submission = other.ledger.submissions[0] | {"reading": "r2"}
    target = world.home.record_file("tasks", submission["submission_id"], "r2")
    (other.home.root / submission["record_path"]).rename(target)
    other.home.outcome_dir("d0001", "r1").rename(world.home.outcome_dir("d0001", "r2"))
    submission["record_path"] = str(target.relative_to(world.home.root))
    world.ledger.submissions[0] = submission
    world.ledger.deliveries[0]["current_reading"] = "r2"
    result = world.build()
    assert (result.submissions_added, result.submissions_removed) == (1, 1)
    with connect(result.path) as connection:
        assert rows_of(connection, "SELECT note FROM core.task_report") == [("new",)]
        assert rows_of(connection, "SELECT code FROM audit.issue") == [("TASK_WITHOUT_PRODUCT",)]
        assert rows_of(connection, "SELECT count(*) FROM audit.skipped_row") == [(2,)]
