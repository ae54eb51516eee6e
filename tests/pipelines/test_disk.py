"""Disk use by part, compaction of a built file, and what cut-off runs leave."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from pipelines import disk
from pipelines.build import content_digest
from pipelines.compact import compact, empty_share
from pipelines.disk import IMMUTABLE, PARTS, disk_use
from pipelines.home import Home
from pipelines.leftovers import sweep
from pipelines.warehouse import connect, rows_of
from tests.pipelines.small_world import DAY, World, task


@pytest.fixture(scope="module")
def loose(tmp_path_factory):
    """A built file in which a large report was replaced by a small one: most of it holds nothing."""
    world = World(tmp_path_factory.mktemp("loose"))
    words = [task(f"T{number}", title=f"Nhiệm vụ số {number} {number * 7919 % 100_003}", evidence=str(number**5)) for number in range(60_000)]
    first = world.send("tasks", "G01", rows=words)
    world.send("tasks", "H01", rows=[task("T1"), task("T2")])
    world.point(world.build())
    world.retracted.add(next(row["delivery_id"] for row in world.ledger.submissions if row["submission_id"] == first))
    result = world.build()
    assert result is not None
    return result.path


def described(path):
    with connect(path) as connection:
        return (
            rows_of(connection, "SELECT schema_name, table_name, comment FROM duckdb_tables() WHERE NOT internal ORDER BY ALL"),
            rows_of(
                connection,
                "SELECT schema_name, table_name, column_name, column_index, data_type, is_nullable, comment FROM duckdb_columns() "
                "WHERE NOT internal ORDER BY ALL",
            ),
            rows_of(connection, "SELECT schema_name, function_name, macro_definition FROM duckdb_functions() WHERE NOT internal ORDER BY ALL"),
        )


def test_a_loose_file_is_written_again_and_says_the_same(loose):
    before, digest, told = loose.stat().st_size, content_digest(loose), described(loose)
    assert empty_share(loose) > 0.5
    assert compact(loose, least_bytes=10 * before) == 0  # too small to be worth it
    assert loose.stat().st_size == before
    saved = compact(loose, least_bytes=0)
    assert saved > before / 3
    assert loose.stat().st_size == before - saved
    assert content_digest(loose) == digest
    assert digest["core.task_report"][0] == 2
    assert described(loose) == told
    assert len(told[2]) >= 10
    with connect(loose) as connection:
        assert rows_of(connection, f"SELECT task_code FROM core.tasks_as_of(DATE '{DAY}') ORDER BY ALL") == [("T1",), ("T2",)]
    assert empty_share(loose) < 0.5
    assert compact(loose, least_bytes=0) == 0  # there is nothing left to gain
    assert [path.name for path in loose.parent.glob(".compacting*")] == []


def test_disk_use_counts_every_file_once(tmp_path):
    home = Home(tmp_path).create()
    (home.archive / "ab").mkdir()
    (home.archive / "ab" / "x").write_bytes(b"12345")
    (home.warehouse / "warehouse-1.duckdb").write_bytes(b"1" * 1000)
    home.current.symlink_to("warehouse-1.duckdb")
    home.ledger.write_bytes(b"1" * 10)
    (tmp_path / "ledger.sqlite-wal").write_bytes(b"1" * 7)
    use = disk_use(home)
    assert tuple(use.parts) == PARTS
    assert {name: size for name, size in use.parts.items() if size} == {"archive": 5, "ledger": 17, "warehouse": 1000}
    assert use.total == 1022
    assert use.free > 0


def test_only_folders_that_changed_are_listed_again(tmp_path, monkeypatch):
    home = Home(tmp_path).create()
    old = time.time() - 60
    for name in ("archive/ab/1", "archive/cd/2", "outcomes/1-r/issue.parquet", "records/tasks/1.parquet"):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_bytes(b"1" * 10)
        os.utime(path.parent, (old, old))
    for part in IMMUTABLE:
        os.utime(tmp_path / part, (old, old))
    first, listed, real = disk_use(home).parts, [], disk._listed
    monkeypatch.setattr(disk, "_listed", lambda folder: listed.append(Path(folder).name) or real(folder))
    assert disk_use(home).parts == first
    assert not {"archive", "ab", "cd", "outcomes", "1-r", "records", "tasks"} & set(listed)
    (tmp_path / "archive" / "ab" / "3").write_bytes(b"1" * 5)
    shutil.rmtree(tmp_path / "outcomes" / "1-r")
    changed = disk_use(home).parts
    assert (changed["archive"], changed["outcomes"], changed["records"]) == (25, 0, 10)
    assert {"ab", "outcomes"} <= set(listed)
    assert not {"archive", "cd", "records", "tasks"} & set(listed)
    (tmp_path / disk.COUNTED).write_text("[torn")
    assert disk_use(home).parts == changed


def test_what_a_cut_off_run_left_goes_and_nothing_else(tmp_path):
    home = Home(tmp_path).create()
    gone = [home.warehouse / ".building-1.duckdb", home.warehouse / ".building-1.duckdb.wal", home.records / "tasks" / ".a.parquet-1f"]
    kept = [home.warehouse / "warehouse-1.duckdb", home.records / "tasks" / "a.parquet", home.records / "tasks" / ".damaged-b.parquet"]
    (home.records / "tasks").mkdir()
    for path in (*gone, *kept):
        path.touch()
    (home.outcomes / ".1-r-ab").mkdir()
    (home.outcomes / ".1-r-ab" / "issue.parquet").touch()
    (home.warehouse / ".current-1").symlink_to("warehouse-1.duckdb")
    assert sweep(home) == 5
    assert all(path.exists() for path in kept)
    assert not any(path.exists() for path in gone)
    assert list(home.outcomes.iterdir()) == []
