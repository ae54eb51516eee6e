"""When the inbox sensor asks for a run, and when not. The clock is the test's own; runs are those of one instance."""

from __future__ import annotations

import datetime as dt
import os

import dagster as dg
import pytest

from assets.inbox_sensor import RETRY_MINUTES, Watched, look
from assets.resources import RefreshRun
from assets.running import BORN, HOST, PID, REFRESH, process_tags
from pipelines.clock import local_now
from pipelines.home import Home
from pipelines.ledger import Ledger
from pipelines.ledger.rows import Build
from pipelines.receive import scan
from pipelines.settings import Settings


class Morning:
    """A home, an instance and a clock; `tick` is one look of the sensor."""

    def __init__(self, root, instance):
        self.home = Home(root).create()
        self.settings = Settings(_env_file=None, home=root, quiet_seconds=60, inbox_minutes=15)
        self.instance, self.cursor, self.now = instance, None, local_now()

    def tick(self, after: float = 0):
        self.now += dt.timedelta(seconds=after)
        told = look(self.settings, self.instance, self.cursor, self.now)
        self.cursor = told.cursor
        return told.run_requests[0] if told.run_requests else told.skip_reason.skip_message

    def file(self, name: str, text: str = "STT;Mã nhiệm vụ\n1;NV.1\n") -> None:
        path = self.home.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def take_in(self) -> None:
        """What a run does that ends well, as far as the sensor can tell."""
        self.begin_to_take_in()
        with Ledger.open(self.home.ledger) as ledger:
            ledger.record_build(Build(f"b{self.now:%H%M%S}", "b.duckdb", local_now(), self.now.date(), "full", "built"))

    def begin_to_take_in(self) -> None:
        """What a run does that dies before it has built."""
        with Ledger.open(self.home.ledger) as ledger:
            scan(self.home, ledger, now=local_now())


@pytest.fixture
def morning(tmp_path):
    with dg.instance_for_test(temp_dir=str(tmp_path_factory_dir(tmp_path))) as instance:
        yield Morning(tmp_path / "home", instance)


def tmp_path_factory_dir(tmp_path):
    folder = tmp_path / "dagster"
    folder.mkdir()
    return folder


def begin(instance, status=dg.DagsterRunStatus.STARTED, **tags):
    @dg.op
    def nothing():
        pass

    @dg.job(name=REFRESH)
    def made():
        nothing()

    return instance.create_run_for_job(job_def=made, status=status, tags=tags)


def test_new_files_that_are_quiet_ask_for_one_run(morning):
    assert "nothing" not in morning.tick()
    morning.tick(61)
    morning.file("H01/nhiem vu.csv")
    assert "quiet for 0 of 60" in morning.tick(30)
    assert "quiet for 30 of 60" in morning.tick(30)
    request = morning.tick(31)
    assert request.tags == {"tonghop/started_by": "inbox", "tonghop/new_files": "1"}
    assert request.run_config["resources"]["refresh_run"]["config"]["lock_retries"] > 0
    assert "15 minutes ago" in morning.tick(30) or "60 minutes ago" in morning.tick(30)


def test_a_file_that_still_grows_is_waited_for(morning):
    for size in range(1, 5):
        morning.file("H01/lon.csv", "x" * size)
        assert "quiet for 0 of 60" in morning.tick(45)


def test_what_a_run_of_the_command_line_took_in_asks_for_nothing(morning):
    morning.file("H01/nhiem vu.csv")
    morning.tick()
    morning.take_in()
    assert "taken in by an earlier run" in morning.tick(61)
    assert "nothing new" in morning.tick(30)
    (morning.home.inbox / "H01/nhiem vu.csv").unlink()
    morning.tick(30)
    assert "taken in by an earlier run" in morning.tick(61)


@pytest.mark.parametrize("name", ["~$bao cao.xlsx", ".an.csv", "H01/bao cao.xlsx.part", "Thumbs.db", ".git/x.csv"])
def test_what_receive_leaves_by_its_name_is_not_seen(morning, name):
    morning.tick()
    morning.tick(61)
    morning.file(name)
    assert "nothing new among 0 files" in morning.tick(61)


def test_a_run_in_progress_is_waited_for_but_not_a_dead_one(morning):
    import socket

    morning.file("H01/nhiem vu.csv")
    morning.tick()
    dead = begin(morning.instance, **{HOST: socket.gethostname(), PID: "999999999"})
    assert isinstance(look(morning.settings, morning.instance, morning.cursor, morning.now + dt.timedelta(seconds=61)).run_requests, list)
    living = begin(morning.instance, **{HOST: socket.gethostname(), PID: str(os.getpid())})
    assert living.run_id in morning.tick(61)
    assert dead.run_id not in morning.tick(1)
    morning.instance.report_run_failed(living)
    assert isinstance(morning.tick(1), dg.RunRequest)


def test_runs_are_at_least_the_settings_minutes_apart(morning):
    morning.file("H01/a.csv")
    morning.tick()
    assert isinstance(morning.tick(61), dg.RunRequest)
    morning.file("H01/b.csv")
    morning.tick(30)
    assert "2 new files" in morning.tick(120)
    assert isinstance(morning.tick(15 * 60), dg.RunRequest)


def test_what_a_run_took_in_and_did_not_publish_is_asked_for(morning):
    morning.file("H01/nhiem vu.csv")
    morning.tick()
    morning.begin_to_take_in()
    request = morning.tick(61)
    assert request.tags == {"tonghop/started_by": "inbox", "tonghop/new_files": "0"}
    assert "minutes ago" in morning.tick(30)
    assert isinstance(morning.tick(RETRY_MINUTES * 60), dg.RunRequest)
    morning.take_in()
    assert "taken in by an earlier run" in morning.tick(30)
    assert "nothing new" in morning.tick(30)


def test_a_refused_build_publishes_nothing(morning):
    morning.file("H01/nhiem vu.csv")
    morning.take_in()
    morning.file("H01/ho so.csv")
    morning.begin_to_take_in()
    with Ledger.open(morning.home.ledger) as ledger:
        assert ledger.has_unbuilt()
        ledger.record_build(Build("b2", "refused.duckdb", local_now(), morning.now.date(), "copy", "refused: keys"))
        assert ledger.has_unbuilt()
        ledger.record_build(Build("b3", "b3.duckdb", local_now(), morning.now.date(), "copy", "published"))
        assert not ledger.has_unbuilt()


def test_a_dead_run_is_ended_and_a_reused_process_number_deceives_nobody(morning):
    dead = begin(morning.instance, **{**process_tags(), PID: "999999999"})
    reused = begin(morning.instance, **{**process_tags(), BORN: "1"})
    living = begin(morning.instance, **process_tags())
    elsewhere = begin(morning.instance, **{**process_tags(), HOST: "another-machine", PID: "999999999"})
    morning.tick()
    now = {run.run_id: morning.instance.get_run_by_id(run.run_id).status for run in (dead, reused, living, elsewhere)}
    failed, begun = dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.STARTED
    assert now == {dead.run_id: failed, reused.run_id: failed, living.run_id: begun, elsewhere.run_id: begun}


def test_the_same_files_are_asked_for_again_only_after_a_failure_and_not_soon(morning):
    morning.file("H01/a.csv")
    morning.tick()
    assert isinstance(morning.tick(61), dg.RunRequest)
    assert "60 minutes ago" in morning.tick(20 * 60)
    assert isinstance(morning.tick(RETRY_MINUTES * 60), dg.RunRequest)


def test_a_cursor_of_another_kind_is_forgotten(morning):
    for cursor in ("", "{", "[]", '{"other": 1}', "7"):
        assert Watched.of(cursor) == Watched()


def test_every_run_says_in_which_process_it_is(morning):
    """The daemon makes runs without tags; the resource that all steps share tells."""

    @dg.op
    def step(refresh_run: RefreshRun):
        pass

    @dg.job(resource_defs={"refresh_run": RefreshRun()})
    def made():
        step()

    result = made.execute_in_process(instance=morning.instance)
    tags = morning.instance.get_run_by_id(result.run_id).tags
    assert {name: tags[name] for name in process_tags()} == process_tags()
    assert tags[PID] == str(os.getpid())
