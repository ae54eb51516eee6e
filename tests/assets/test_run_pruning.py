"""Old runs go with their files; what assets and partitions show stays."""

from pathlib import Path

import dagster as dg
import pytest

from assets.run_pruning import prune
from assets.running import REFRESH

GRID = dg.AssetKey("grid")
WHOLE = dg.AssetKey("whole")


@dg.asset(check_specs=[dg.AssetCheckSpec("sound", asset="whole")])
def whole(context: dg.AssetExecutionContext):
    day = context.run.tags["day"]
    context.log_event(dg.AssetMaterialization(GRID, partition=day, metadata={"made_on": day}))
    if context.run.tags.get("fails"):
        raise ValueError("on purpose")
    return dg.MaterializeResult(metadata={"made_on": day}, check_results=[dg.AssetCheckResult(passed=True, check_name="sound")])


@pytest.fixture(scope="module")
def pruned(tmp_path_factory):
    """(instance, run ids in order, bytes freed, how many went) of four runs of which all but one are old, and not the newest."""
    folder = tmp_path_factory.mktemp("dagster")
    job = dg.Definitions(assets=[whole], jobs=[dg.define_asset_job(REFRESH, selection="*")]).resolve_job_def(REFRESH)
    with dg.DagsterInstance.local_temp(str(folder)) as instance:
        runs = [
            job.execute_in_process(instance=instance, tags={"day": day, **more}, raise_on_error=False).run_id
            for day, more in (("1", {}), ("2", {}), ("3", {}), ("3", {"fails": "yes"}))
        ]
        before = _bytes(folder)
        gone = prune(instance, days=0, last=1)
        yield instance, runs, before - _bytes(folder), gone, folder


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*.db") if path.stem not in ("index", "runs", "schedules"))


def test_the_last_and_the_newest_success_stay_the_others_go_with_their_files(pruned):
    instance, runs, freed, gone, folder = pruned
    assert gone == 2
    assert [instance.has_run(run) for run in runs] == [False, False, True, True]
    assert freed > 100_000
    assert {path.stem for path in folder.rglob("*.db")} & set(runs) == set(runs[2:])


def test_every_partition_still_shows_what_was_made_last(pruned):
    instance, runs, *_ = pruned
    assert instance.get_materialized_partitions(GRID) == {"1", "2", "3"}
    (event,) = instance.fetch_materializations(dg.AssetRecordsFilter(GRID, asset_partitions=["1"]), limit=10).records
    assert event.asset_materialization.metadata["made_on"].value == "1"
    assert event.run_id == runs[0]


def test_what_was_made_again_since_is_gone(pruned):
    instance, runs, *_ = pruned
    events = instance.fetch_materializations(WHOLE, limit=10).records
    assert [event.run_id for event in events] == [runs[2]]
    assert instance.get_latest_materialization_event(WHOLE).asset_materialization.metadata["made_on"].value == "3"


def test_a_second_call_and_young_runs_are_left_alone(pruned):
    instance, runs, *_ = pruned
    assert prune(instance, days=0, last=1) == 0
    assert prune(instance, days=90, last=1) == 0
    assert instance.has_run(runs[3])
