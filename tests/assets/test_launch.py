"""The job run in this process: what it makes, how it shows in the UI's instance, what it says when it fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from assets import launch as launching
from assets.launch import LOCATION, instance_of, launch
from assets.steps import POOL
from pipelines.home import Home, HomeLocked
from pipelines.ledger import Ledger
from tests.assets import small_inbox


@pytest.fixture(scope="module")
def launched(tmp_path_factory):
    """(home, first run with news, second run without)."""
    home = Home(tmp_path_factory.mktemp("launch") / "home").create()
    small_inbox.write(home.inbox)
    return home, launch(home, small_inbox.DAY), launch(home)


def events(home: Home, run_id: str, kind: dg.DagsterEventType) -> list[dg.DagsterEvent]:
    with instance_of(home) as instance:
        return [one.dagster_event for one in instance.all_logs(run_id, of_type=kind) if one.dagster_event]


def test_a_run_with_news_publishes_and_materialises_every_table(launched):
    home, first, _ = launched
    assert (first.success, first.failures) == (True, ())
    assert first.watcher.publication.published
    made = {event.asset_key.to_user_string(): event for event in events(home, first.run_id, dg.DagsterEventType.ASSET_MATERIALIZATION)}
    assert {"received_deliveries", "core/task", "core/dossier", "mart/headline", "audit/issue", "published_warehouse"} <= set(made)
    rows = made["core/task"].materialization.metadata["dagster/row_count"].value
    assert rows == 2
    assert home.current.exists()


def test_a_run_without_news_says_so_and_builds_nothing(launched):
    home, first, second = launched
    assert second.success
    assert second.watcher.publication is None
    made = {event.asset_key.to_user_string(): event for event in events(home, second.run_id, dg.DagsterEventType.ASSET_MATERIALIZATION)}
    assert "core/task" not in made
    shown = made["published_warehouse"].materialization.metadata
    assert shown["news"].value is False
    assert shown["build"].value == first.watcher.publication.build


def test_a_run_without_news_leaves_nothing_out_of_step(launched):
    """The stored state's versions are the same after it, so the UI shows no asset as unsynced."""
    home, first, second = launched

    def versions(run_id):
        found = events(home, run_id, dg.DagsterEventType.ASSET_MATERIALIZATION)
        return {event.asset_key.to_user_string(): (event.materialization.tags or {}).get("dagster/data_version") for event in found}

    before, after = versions(first.run_id), versions(second.run_id)
    assert {"received_deliveries", "read_submissions", "counting_submissions", "published_warehouse"} <= set(after)
    assert {name: before[name] for name in after} == after


def test_the_run_is_registered_as_the_uis_own(launched):
    """With the remote origin the timeline shows it and failure sensors hear of it. Fails where Dagster's private parts have changed."""
    home, first, _ = launched
    with instance_of(home) as instance:
        run = instance.get_run_by_id(first.run_id)
    origin = run.remote_job_origin
    assert origin is not None
    assert (origin.location_name, origin.job_name) == (LOCATION, "daily_refresh")
    assert run.tags["tonghop/date"] == "2025-10-28"


def test_nothing_personal_stands_in_dagsters_events(launched):
    home, first, second = launched
    with instance_of(home) as instance:
        told = "".join(str(one.dagster_event) for run in (first, second) for one in instance.all_logs(run.run_id))
    for secret in (small_inbox.NAME, small_inbox.NUMBER, small_inbox.PHONE, small_inbox.SECRET_NOTE):
        assert secret not in told


def test_checks_tell_ours_from_theirs(launched):
    home, first, _ = launched
    told = {
        event.event_specific_data.check_name: event.event_specific_data
        for event in events(home, first.run_id, dg.DagsterEventType.ASSET_CHECK_EVALUATION)
    }
    assert told["rows_add_up"].passed
    assert told["no_fault_of_ours"].passed
    late = told["every_agency_reported"]
    assert (late.passed, late.severity) == (False, dg.AssetCheckSeverity.WARN)


def test_without_the_private_parts_the_run_still_runs(tmp_path, monkeypatch):
    def gone(*_args):
        raise ImportError("dagster._core.remote_origin")

    monkeypatch.setattr(launching, "_execute_registered", gone)
    home = Home(tmp_path / "home").create()
    small_inbox.write(home.inbox)
    done = launch(home, small_inbox.DAY)
    assert done.success
    assert done.watcher.publication.published


def test_a_refused_build_fails_the_run_and_keeps_the_published_file(tmp_path, monkeypatch):
    from pipelines import publish as publishing
    from pipelines.publish import Check

    home = Home(tmp_path / "home").create()
    small_inbox.write(home.inbox)
    assert launch(home, small_inbox.DAY).success
    before = home.current.resolve()
    (home.inbox / "H01" / "nhiem vu.csv").write_text(
        small_inbox.TASKS % "x" + "3;NV.903;Một việc nữa;UBND tỉnh An Giang;30/11/2025;;Đang thực hiện;\n", encoding="utf-8"
    )
    monkeypatch.setattr(publishing, "verify", lambda *_: [Check("conservation", False, "a table whose rows do not add up")])
    refused = launch(home, small_inbox.DAY)
    assert not refused.success
    assert "a table whose rows do not add up" in refused.failures[0]
    assert home.current.resolve() == before
    (check,) = [
        event.event_specific_data
        for event in events(home, refused.run_id, dg.DagsterEventType.ASSET_CHECK_EVALUATION)
        if event.event_specific_data.check_name == "rows_add_up"
    ]
    assert (check.passed, check.blocking) == (False, True)
    with Ledger.open(home.ledger) as ledger:
        assert [run.outcome for run in ledger.runs()] == ["refused: conservation", "done"]
        assert ledger.has_unbuilt()


def test_a_home_in_use_is_not_touched(tmp_path):
    home = Home(tmp_path / "home").create()
    with home.writer_lock(), pytest.raises(HomeLocked):
        launch(home)


def test_what_a_killed_run_left_is_cleared_away(tmp_path):
    """Its pool slot would else make the next run wait for ever; its run would stay 'started' in the UI."""
    home = Home(tmp_path / "home").create()
    small_inbox.write(home.inbox)
    dead = subprocess.Popen([sys.executable, "-c", "pass"])
    dead.wait()
    job = launching.defs.resolve_job_def("daily_refresh")
    tags = {**launching._tags(None, False), "tonghop/pid": str(dead.pid)}
    with instance_of(home) as instance:
        run = instance.create_run_for_job(job_def=job, tags=tags, status=dg.DagsterRunStatus.STARTED)
        instance.event_log_storage.initialize_concurrency_limit_to_default(POOL)
        claim = instance.event_log_storage.claim_concurrency_slot(POOL, run.run_id, "received_deliveries")
        assert claim.is_claimed
    assert launch(home, small_inbox.DAY).success
    with instance_of(home) as instance:
        assert instance.get_run_by_id(run.run_id).status is dg.DagsterRunStatus.FAILURE


def test_a_fault_of_ours_is_told_by_its_step(tmp_path):
    home = Home(tmp_path / "home").create()
    home.inbox.rmdir()
    Path(home.inbox).write_text("not a folder", encoding="utf-8")
    failed = launch_without_create(home)
    assert not failed.success
    assert failed.failures[0].startswith("received_deliveries: ")


def launch_without_create(home: Home):
    """`Home.create` would refuse a file in the inbox's place before the run begins."""
    original = Home.create
    try:
        Home.create = lambda self: self  # type: ignore[method-assign]
        return launch(home)
    finally:
        Home.create = original  # type: ignore[method-assign]
