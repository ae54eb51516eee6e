"""Runs of this process as the failure sensor sees them: a failed one, one with a red check, and the end of both. One home, one instance."""

from __future__ import annotations

import datetime as dt
import json
import os

import dagster as dg
import pytest

from assets.alerts import desk as desks
from assets.deliveries_grid import DELIVERIES
from assets.failure_alerts import watch
from assets.launch import instance_of, launch, launch_days
from pipelines.clock import local_now
from pipelines.home import Home
from pipelines.settings import Settings
from tests.assets import small_inbox

SENT_AT = dt.datetime(2025, 10, 28, 9, 0, tzinfo=dt.UTC).timestamp()
"""A broken delivery tells no date: it is read again with the day on which it came."""


class Watch:
    """The sensor with its cursor and a channel that keeps what it gets."""

    def __init__(self, home: Home):
        self.home, self.cursor, self.got, self.said = home, None, [], []
        self.settings = Settings(_env_file=None, home=home.root, alert_webhook_url="https://nowhere.example/", ui_url="http://127.0.0.1:3000/")

    def tick(self, monkeypatch):
        monkeypatch.setattr(desks, "_taken", lambda channel, alert, log: self.got.append(alert) or True)
        self.got.clear()
        with instance_of(self.home) as instance:
            _, self.cursor = watch(self.settings, instance, self.cursor, local_now(), self.said.append)
        return list(self.got)


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("alerts") / "home").create()
    small_inbox.write(home.inbox)
    return Watch(home)


def test_a_first_run_that_goes_well_is_not_told(watched, monkeypatch):
    assert launch(watched.home, small_inbox.DAY).success
    assert watched.tick(monkeypatch) == []


def test_a_failed_run_of_the_command_line_is_told_with_its_step(watched, monkeypatch):
    from pipelines import refresh

    def full(*_args, **_named):
        raise OSError(28, "No space left on device", "/srv/tonghop/x")

    with monkeypatch.context() as patch:
        patch.setattr(refresh, "scan", full)
        failed = launch(watched.home)
        again = launch(watched.home)
    assert not failed.success
    (alert,) = watched.tick(monkeypatch)
    assert (alert.kind, alert.what, alert.step, alert.whose) == ("run_failed", "daily_refresh", "received_deliveries", "ours")
    assert "No space left on device" in alert.error
    assert (alert.started_by, alert.url) == ("command line", f"http://127.0.0.1:3000/runs/{failed.run_id}")
    assert json.loads(watched.cursor)["desk"]["open"]["run:daily_refresh"]["times"] == 2
    assert not again.success
    assert watched.tick(monkeypatch) == []


def defect(*_args, **_named):
    raise RuntimeError(f"a defect at {small_inbox.NAME}")


def test_a_delivery_that_breaks_inside_us_is_told_though_the_run_went_well(watched, monkeypatch):
    from pipelines.digest import delivery

    sent = watched.home.inbox / "H01" / "nhiem vu 2.csv"
    sent.write_text(small_inbox.TASKS.replace("NV.90", "NV.91") % small_inbox.SECRET_NOTE, encoding="utf-8")
    os.utime(sent, (SENT_AT, SENT_AT))
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "read", defect)
        done = launch(watched.home, small_inbox.DAY)
    assert done.watcher.taken.faults, "the test must break the delivery"
    told = {alert.kind: alert for alert in watched.tick(monkeypatch)}
    assert told["recovered"].what == "daily_refresh"
    red = told["check_failed"]
    assert red.what == "read_submissions:no_fault_of_ours"
    assert [one.split(" ")[0] for one in red.deliveries] == list(done.watcher.taken.faults)
    words = json.dumps([alert.as_dict() for alert in told.values()], ensure_ascii=False)
    assert not any(secret in words for secret in ("nhiem vu", small_inbox.SECRET_NOTE, small_inbox.NAME))


def test_reading_the_day_again_mends_it_and_the_end_is_told(watched, monkeypatch):
    mended = launch_days(watched.home, small_inbox.DAY, small_inbox.DAY)
    assert mended.success, mended.failures
    assert mended.watcher.publication.published
    assert launch(watched.home).success
    told = watched.tick(monkeypatch)
    assert [(alert.kind, alert.what) for alert in told] == [("recovered", "read_submissions:no_fault_of_ours")]
    with instance_of(watched.home) as instance:
        assert instance.get_materialized_partitions(dg.AssetKey("days_read_again")) == {"2025-10-28"}
        run = instance.get_run_by_id(mended.run_id)
        told_last = instance.fetch_materializations(DELIVERIES, limit=100).records[::-1]
        cells = {record.partition_key: record.asset_materialization for record in told_last}
        answered = instance.fetch_materializations(dg.AssetKey("feedback_to_senders"), limit=100).records
    # The grid and the senders hear of it from the run that read the day again, not from the next one.
    assert cells["H01|2025-10-28"].metadata["told_by"].value == mended.run_id
    told_then = {record.run_id: record.asset_materialization.metadata["receipts_written"].value for record in answered}
    assert told_then[mended.run_id] > 0
    assert run.remote_job_origin.job_name == "read_days_again"


def test_reading_a_day_again_in_the_same_way_changes_no_byte(watched):
    def files():
        return {path: path.read_bytes() for path in watched.home.root.glob("[ro]*s/**/*.parquet")}

    before, pointed = files(), watched.home.current.resolve()
    done = launch_days(watched.home, small_inbox.DAY, small_inbox.DAY)
    assert done.success
    assert len(done.watcher.taken.statuses) >= 4
    assert done.watcher.publication is None
    assert len(before) > 4
    assert files() == before
    assert watched.home.current.resolve() == pointed


def test_a_day_that_nobody_speaks_of_reads_nothing(watched):
    done = launch_days(watched.home, dt.date(2025, 3, 1), dt.date(2025, 3, 9))
    assert done.success
    assert done.watcher.taken.statuses == {}


def test_the_command_refuses_a_range_that_is_none(watched, tonghop):
    for first, last in (("2025-10-29", "2025-10-28"), ("2024-12-01", "2024-12-31")):
        done = tonghop("backfill", "--home", watched.home.root, "--from", first, "--to", last)
        assert done.exit_code == 1
        assert "no range of days" in done.output


def test_a_cursor_of_another_kind_is_forgotten(watched):
    with instance_of(watched.home) as instance:
        _, cursor = watch(watched.settings.model_copy(update={"alert_webhook_url": None}), instance, "{nonsense", local_now(), watched.said.append)
    assert json.loads(cursor)["seen"]["PIPELINE_SUCCESS"] > 0
