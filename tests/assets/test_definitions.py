"""The definitions load, and say of the warehouse what its contract says."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import dagster as dg
import pytest
import yaml

from assets.checks import PUBLISHED
from assets.definitions import daily_refresh, defs, every_morning
from assets.deliveries_grid import DELIVERIES
from assets.launch import LOCATION, SHIPPED_SETTINGS
from assets.steps import POOL
from assets.warehouse import FAMILIES, SHOWN, _family, key_of
from schemas.contract import TABLES
from schemas.frames import DUCKDB


def test_the_definitions_are_loadable():
    dg.Definitions.validate_loadable(defs)


def test_the_workspace_names_the_location_that_runs_of_the_command_line_are_registered_under():
    target = yaml.safe_load(Path("workspace.yaml").read_text(encoding="utf-8"))["load_from"][0]["python_module"]
    assert (target["module_name"], target["location_name"]) == ("assets.definitions", LOCATION)


def test_the_job_holds_every_asset_and_runs_in_one_process_under_the_writers_pool():
    job = defs.resolve_job_def(daily_refresh.name)
    keys = {key.to_user_string() for key in job.asset_layer.selected_asset_keys}
    assert {"received_deliveries", "read_submissions", "counting_submissions", "published_warehouse"} <= keys
    assert {f"{table.schema}/{table.name}" for table in SHOWN} <= keys
    assert job.executor_def.name == "in_process"
    assert {node.definition.pool for node in job.nodes} == {POOL}


def test_every_table_asset_shows_the_columns_of_the_contract():
    by_name = {table.full_name: table for table in TABLES}
    graph = defs.resolve_asset_graph()
    for shown in SHOWN:
        told = graph.get(key_of(shown)).metadata["dagster/column_schema"].columns
        real = by_name[shown.full_name].fields
        assert [(column.name, column.type, column.constraints.nullable) for column in told] == [
            (field.name, DUCKDB[field.type], field.nullable) for field in real
        ]


def test_every_asset_says_what_it_is_and_whose():
    graph = defs.resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.description, key
        assert node.owners, key
        assert node.kinds, key
        assert node.group_name != "default", key


def test_the_grid_is_shown_and_never_run():
    node = defs.resolve_asset_graph().get(DELIVERIES)
    assert not node.is_executable
    assert set(node.partitions_def.partition_dimension_names) == {"date", "agency"}
    assert DELIVERIES not in defs.resolve_job_def(daily_refresh.name).asset_layer.selected_asset_keys


def test_the_published_file_must_be_looked_after_by_six_in_vietnam():
    """The run of 05:30 is inside the window, and one of the evening before is not."""
    policy = defs.resolve_asset_graph().get(PUBLISHED).freshness_policy
    assert (policy.deadline_cron, policy.timezone) == ("0 6 * * *", "Asia/Ho_Chi_Minh")
    assert dt.timedelta(minutes=30) < policy.lower_bound_delta < dt.timedelta(hours=12)


def test_what_proves_a_build_blocks_and_what_the_senders_must_mend_does_not():
    graph = defs.resolve_asset_graph()
    blocking = {key.name: graph.get(key).blocking for key in graph.asset_check_keys}
    assert {name for name, blocks in blocking.items() if blocks} == set(FAMILIES)
    theirs = {"data_has_no_errors", "every_agency_reported", "deliveries_were_taken", "nothing_waits_for_a_steward", "pointer_is_free"}
    assert theirs <= {name for name, blocks in blocking.items() if not blocks}


def test_every_publication_check_has_a_family_of_its_own():
    """A new check that no prefix names falls to the last family; that must be a decision, so it is seen here."""
    import inspect
    import re

    from pipelines import publish

    source = inspect.getsource(publish)
    names = set(re.findall(r'Check\("(\w+)"', source)) | set(re.findall(r'^\s+check\(\s*f?"(\w+)', source, re.MULTILINE))
    assert len(names) > 5
    unnamed = {name for name in names if not any(name.startswith(prefixes) for prefixes in FAMILIES.values())}
    assert unnamed == set()
    assert _family("key_of_core.task") == "keys_are_unique"


def test_the_mornings_tick_asks_for_one_run_that_waits_for_the_home():
    moment = dt.datetime(2025, 10, 28, 22, 30, tzinfo=dt.UTC)  # 05:30 of the 29th in Vietnam
    context = dg.build_schedule_context(scheduled_execution_time=moment.astimezone(dt.timezone(dt.timedelta(hours=7))))
    tick = every_morning.evaluate_tick(context)
    (request,) = tick.run_requests
    assert request.run_key == "2025-10-29"
    assert request.run_config["resources"]["refresh_run"]["config"]["lock_retries"] > 0
    assert (every_morning.cron_schedule, every_morning.execution_timezone) == ("30 5 * * *", "Asia/Ho_Chi_Minh")
    assert dg.validate_run_config(defs.resolve_job_def(daily_refresh.name), request.run_config)


@pytest.mark.parametrize("path", [("telemetry", "enabled"), ("nux", "enabled")])
def test_the_shipped_settings_tell_nobody(path):
    settings = yaml.safe_load(SHIPPED_SETTINGS.read_text(encoding="utf-8"))
    assert settings[path[0]][path[1]] is False


def test_dagster_takes_the_shipped_settings(tmp_path):
    (tmp_path / "dagster.yaml").write_text(SHIPPED_SETTINGS.read_text(encoding="utf-8"), encoding="utf-8")
    with dg.DagsterInstance.from_config(str(tmp_path)) as instance:
        assert instance.telemetry_enabled is False
        assert instance.get_concurrency_config().pool_config.default_pool_limit == 1
        assert instance.run_monitoring_enabled
        assert instance.freshness_enabled
