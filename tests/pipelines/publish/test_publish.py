"""Publication: checks refuse, the pointer moves atomically, what was said is kept, old files go."""

import dataclasses
import datetime as dt
import shutil
from pathlib import Path

import pytest

from pipelines import publish as stage
from pipelines.ledger import Ledger
from pipelines.publish import current_build, prune, publish, reconcile, verify
from pipelines.warehouse import connect, connect_analyst, rows_of
from tests.pipelines.small_world import DAY, World, counts, day, task

NOW = dt.datetime(2025, 11, 5, 5, 40)


class Books:
    """The small ledger's frames with a real ledger's builds and figures."""

    def __init__(self, world: World, ledger: Ledger) -> None:
        self.submissions_frame = world.ledger.submissions_frame
        self.deliveries_frame = world.ledger.deliveries_frame
        self.table_reads_frame = world.ledger.table_reads_frame
        self.record_build = ledger.record_build
        self.record_published = ledger.record_published
        self.published_frame = ledger.published_frame
        self.builds = ledger.builds


def two_senders(root: Path) -> World:
    world = World(root)
    world.send("tasks", "G01", [task("T1", due_on=day(-1)), task("T2")], quarantined=1)
    world.send("dossier_counts", "H01", [counts(done_total=10, online_full=4)], period=(day(-9), day(0)))
    return world


@pytest.fixture
def world(tmp_path) -> World:
    return two_senders(tmp_path)


@pytest.fixture
def books(world):
    with Ledger.open(world.home.ledger) as ledger:
        yield Books(world, ledger)


def failed(checks) -> set[str]:
    return {check.name for check in checks if not check.passed}


def test_a_sound_build_is_published_read_only_under_its_name(world, books):
    result = world.build()
    done = publish(world.home, books, result, world.settings, NOW)
    assert done.published, done.failed
    assert current_build(world.home) == result.build
    assert world.home.current.is_symlink()
    assert done.path == world.home.warehouse_file(result.build)
    assert oct(done.path.stat().st_mode & 0o777) == "0o444"
    assert [(build.build, build.outcome, build.published_at) for build in books.builds()] == [(result.build, "published", NOW)]
    with connect(world.home.current) as connection:
        said = rows_of(connection, "SELECT count(*), min(build), min(published_at) FROM audit.published_figure")
        assert said == [(36, result.build, NOW)]
    figures = books.published_frame()
    assert figures.height == 36
    overdue = figures.filter((figures["metric"] == "tasks_open_overdue") & (figures["block"] == "national"))
    assert overdue["value"].to_list() == [1.0]
    assert not [path.name for path in world.home.warehouse.iterdir() if path.name.startswith(".") and path.suffix == ".duckdb"]


def test_what_was_said_stays_as_it_was_said(world, books):
    publish(world.home, books, world.build(), world.settings, NOW)
    world.send("tasks", "G01", [task("T1", due_on=day(-1)), task("T2", due_on=day(-1))])
    world.send("tasks", "G01", [task("T1", declared_state="done"), task("T2")], on=day(1))
    second = publish(world.home, books, world.build(), world.settings, NOW + dt.timedelta(days=1))
    assert second.published, second.failed
    with connect(world.home.current) as connection:
        told = rows_of(
            connection,
            "SELECT as_of, value, agencies_expected, agencies_missing FROM audit.published_figure "
            "WHERE metric = 'tasks_open_overdue' AND block = 'national' ORDER BY published_at, as_of",
        )
        # The first day was said as 1, then corrected to 2; the second day is new.
        assert told == [(DAY, 1.0, 4, 3), (DAY, 2.0, 4, 3), (day(1), 0.0, 4, 3)]
        unchanged = rows_of(
            connection, f"SELECT count(*) FROM audit.published_figure WHERE metric = 'dossiers_done_total' AND block = 'national' AND as_of = '{DAY}'"
        )
    assert unchanged == [(1,)]


def test_a_reader_of_the_old_build_goes_on_and_a_new_one_sees_the_new(world, books):
    publish(world.home, books, world.build(), world.settings, NOW)
    with connect_analyst(world.home.current) as reader:
        world.send("tasks", "G02", [task("T9")])
        assert publish(world.home, books, world.build(), world.settings, NOW).published
        assert rows_of(reader, "SELECT count(*) FROM core.task") == [(2,)]
        with connect_analyst(world.home.current) as other:
            assert rows_of(other, "SELECT count(*) FROM core.task") == [(3,)]


SPOILS = {
    "conservation": "UPDATE audit.table_read SET rows_read = rows_read + 1",
    "skipped_rows": "DELETE FROM audit.skipped_row WHERE row_number = 1",
    "quarantined_rows": "DELETE FROM audit.quarantine",
    "loaded_rows": "UPDATE audit.table_read SET rows_loaded = rows_loaded + 1, rows_read = rows_read + 1",
    "rows_of_tasks": "DELETE FROM core.task_report WHERE task_code = 'T1'",
    "agencies_of_tasks": "UPDATE core.task_report SET agency_code = 'X99'",
    "key_of_core.task": "INSERT INTO core.task SELECT * FROM core.task",
    "key_of_core.dossier_count_report": "INSERT INTO core.dossier_count_report SELECT * FROM core.dossier_count_report",
    "key_of_mart.headline": "INSERT INTO mart.headline SELECT * FROM mart.headline LIMIT 1",
    "allowed_values": "UPDATE core.task SET status = 'perhaps'",
    "submissions": "UPDATE audit.submission SET standing = 'superseded' WHERE dataset = 'tasks'",
    "dates": "DELETE FROM mart.headline",
    "as_of": "UPDATE core.task SET is_overdue = NOT is_overdue",
    "described": "COMMENT ON COLUMN core.task.title IS NULL",
    "opens": "DROP TABLE mart.agency_scoreboard",
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A second build that stands beside the published first, and its books: made once, spoilt in copies."""
    world = two_senders(tmp_path_factory.mktemp("sound"))
    with Ledger.open(world.home.ledger) as ledger:
        books = Books(world, ledger)
        publish(world.home, books, world.build(), world.settings, NOW)
        world.send("tasks", "G02", [task("T9")])
        yield world.build().path, books


def test_a_sound_build_fails_no_check(sound):
    path, books = sound
    assert not failed(verify(path, books))


@pytest.mark.parametrize("name", list(SPOILS))
def test_every_check_can_fail(sound, tmp_path, name):
    path, books = sound
    spoilt = shutil.copyfile(path, tmp_path / path.name)
    with connect(spoilt, read_only=False) as connection:
        connection.execute(SPOILS[name])
    assert name in failed(verify(spoilt, books))


def test_a_failed_check_leaves_the_pointer(world, books):
    first = publish(world.home, books, world.build(), world.settings, NOW)
    world.send("tasks", "G02", [task("T9")])
    result = world.build()
    with connect(result.path, read_only=False) as connection:
        connection.execute(SPOILS["loaded_rows"])
    done = publish(world.home, books, result, world.settings, NOW)
    assert "loaded_rows" in {check.name for check in done.failed}
    assert not done.published
    assert current_build(world.home) == first.build
    assert books.builds()[0].outcome.startswith("refused: ")
    assert books.published_frame()["build"].unique().to_list() == [first.build]
    # The next run builds from the last good file and publishes.
    assert publish(world.home, books, world.build(), world.settings, NOW).published


def test_a_pinned_pointer_stays_and_nothing_counts_as_said(world, books):
    first = publish(world.home, books, world.build(), world.settings, NOW)
    world.send("tasks", "G02", [task("T9")])
    second = publish(world.home, books, world.build(), world.settings, NOW, point=False)
    assert not second.published
    assert not second.failed
    assert second.path.exists()
    assert current_build(world.home) == first.build
    assert books.published_frame()["build"].unique().to_list() == [first.build]


def test_a_run_cut_off_after_the_swap_is_recorded_by_the_next(world, books, monkeypatch):
    result = world.build()

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    recorded = books.record_published
    books.record_published = cut
    with pytest.raises(KeyboardInterrupt):
        publish(world.home, books, result, world.settings, NOW)
    books.record_published = recorded
    assert current_build(world.home) == result.build
    assert books.published_frame().height == 0
    reconcile(world.home, books)
    assert books.published_frame()["published_at"].unique().to_list() == [NOW]
    assert books.published_frame().height == 36
    reconcile(world.home, books)
    assert books.published_frame().height == 36


def files(world: World, *names: str, size: int = 1) -> None:
    for name in names:
        (world.home.warehouse / f"warehouse-{name}-abcdef.duckdb").write_bytes(b"x" * size)


def left(world: World) -> list[str]:
    return sorted(path.name[10:25] for path in world.home.warehouse.glob("warehouse-*"))


def test_the_last_builds_and_the_last_of_each_day_are_kept(tmp_path):
    world = World(tmp_path)
    names = [f"2025110{d}T{h:02}0000" for d in range(1, 5) for h in range(3)]
    files(world, *names)
    (world.home.warehouse / "notes.txt").write_text("stays")
    settings = dataclasses.replace(world.settings, keep_builds=2, keep_days=3)
    assert len(prune(world.home, settings)) == 8
    assert left(world) == ["20251102T020000", "20251103T020000", "20251104T010000", "20251104T020000"]
    assert (world.home.warehouse / "notes.txt").exists()
    none = dataclasses.replace(settings, keep_days=0)
    prune(world.home, none)
    assert left(world) == ["20251104T010000", "20251104T020000"]


def test_bytes_limit_what_is_kept_but_never_below_two_nor_the_published_one(tmp_path):
    world = World(tmp_path)
    names = [f"2025110{d}T000000" for d in range(1, 7)]
    files(world, *names, size=100)
    world.home.current.symlink_to(f"warehouse-{names[0]}-abcdef.duckdb")
    prune(world.home, dataclasses.replace(world.settings, keep_bytes=400))
    assert left(world) == [names[0], *names[3:]]
    prune(world.home, dataclasses.replace(world.settings, keep_bytes=1), protect=(f"{names[3]}-abcdef",))
    assert left(world) == [names[0], *names[3:]][:2] + names[4:]
    assert current_build(world.home) == f"{names[0]}-abcdef"


def test_an_analyst_reaches_no_file_and_no_setting(world, books):
    publish(world.home, books, world.build(), world.settings, NOW)
    with connect_analyst(world.home.current) as connection:
        assert rows_of(connection, "SELECT count(*) FROM core.task") == [(2,)]
        for sql in (
            "SELECT * FROM read_text('/etc/hostname')",
            f"COPY core.task TO '{world.home.root}/out.csv'",
            "ATTACH ':memory:' AS other",
            "SET enable_external_access = true",
            "DELETE FROM core.task",
        ):
            with pytest.raises(stage.duckdb.Error):
                connection.execute(sql)
