"""`tonghop feedback` and the asset feedback_to_senders."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import dagster as dg
import pytest

from pipelines.home import Home
from tests.assets.small_inbox import DAY


@pytest.fixture
def home(small_home, tmp_path):
    """The small home again, for what writes into it."""
    shutil.copytree(small_home.root, tmp_path / "home", symlinks=True)
    return Home(tmp_path / "home")


def test_the_command_writes_and_names_what_there_is(tonghop, home):
    first = tonghop("feedback", "--home", home.root, "--agency", "H01", "--json")
    told = json.loads(first.stdout)
    assert (first.exit_code, told["receipts"], told["failed"]) == (0, 2, {})
    assert {Path(path).parent for path in told["paths"]} == {home.report_dir(DAY) / "feedback" / "H01"}
    again = tonghop("feedback", "--home", home.root)
    assert again.exit_code == 0
    assert "2 biên nhận" in again.output
    assert "2 không đổi" in again.output


def test_an_unknown_delivery_is_one_line(tonghop, home):
    done = tonghop("feedback", "--home", home.root, "--delivery", "99999999")
    assert done.exit_code == 1
    assert "99999999" in done.output


def test_the_last_step_of_the_daily_job_follows_publication():
    from assets.definitions import daily_refresh, defs
    from assets.feedback import feedback_to_senders
    from assets.warehouse import PUBLISHED

    assert feedback_to_senders.asset_deps[feedback_to_senders.key] == {PUBLISHED}
    job = defs.resolve_job_def(daily_refresh.name)
    assert feedback_to_senders.key in job.asset_layer.selected_asset_keys


def test_the_asset_tells_and_never_fails_the_run(home, monkeypatch):
    from assets.feedback import feedback_to_senders
    from assets.resources import RefreshRun
    from pipelines.report import feedback

    resource = RefreshRun(home=str(home.root))
    with resource.yield_for_execution(dg.build_init_resource_context()):
        done = feedback_to_senders(refresh_run=resource)
        assert (done.metadata["receipts_written"], done.metadata["failed"]) == (4, 0)
        assert done.check_results[0].passed

        def full_disk(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(feedback, "write_index", full_disk)
        next(home.reports.rglob("*-bien-nhan.json")).unlink()
        done = feedback_to_senders(refresh_run=resource)
        assert not done.check_results[0].passed
        assert done.check_results[0].severity is dg.AssetCheckSeverity.WARN
