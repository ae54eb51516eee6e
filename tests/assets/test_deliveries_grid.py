"""The grid of who has sent what, and the checks beside it, over one home that a clean run, a run without news and a run with faults went through."""

from __future__ import annotations

import datetime as dt
import os

import dagster as dg
import pytest

from assets import deliveries_grid
from assets.deliveries_grid import AGENCIES, DELIVERIES, PARTITIONS
from assets.launch import instance_of, launch
from pipelines.home import Home
from pipelines.ledger import Ledger
from tests.assets import small_inbox

NEXT = small_inbox.DAY + dt.timedelta(days=1)
VERSION = "dagster/data_version"


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """(home, run ids): news; none; faults: a scan, a file of nobody, a resubmission that shrank, a file that another run left untold."""
    home = Home(tmp_path_factory.mktemp("grid") / "home").create()
    small_inbox.write(home.inbox)
    first, second = launch(home, small_inbox.DAY), launch(home, small_inbox.DAY)
    tasks = small_inbox.TASKS % small_inbox.SECRET_NOTE
    extra = "".join(f"{at};NV.9{at:02d};Nhiệm vụ số {at};UBND tỉnh An Giang;30/11/2025;;Đang thực hiện;\n" for at in range(10, 20))
    late = dt.datetime(2025, 10, 31, 2, 0, tzinfo=dt.UTC).timestamp()
    for at, (name, content) in enumerate(
        {
            "H01/scan.xlsx": b"%PDF-1.7 nothing",
            "ai gui.csv": tasks.replace("UBND tỉnh An Giang", "").encode(),
            "H01/them.csv": (tasks.replace("28/10/2025)", "29/10/2025)") + extra).encode(),
            "H01/them lai.csv": tasks.replace("28/10/2025)", "29/10/2025)").replace("15/10/2025", "41/10/2025").encode(),
        }.items()
    ):
        path = home.inbox / name
        path.write_bytes(content)
        os.utime(path, (late + at, late + at))
    third = launch(home, NEXT)
    assert (first.success, second.success, third.success) == (True, True, True), (first.failures, second.failures, third.failures)
    return home, (first.run_id, second.run_id, third.run_id)


def told(home: Home, after: str | None = None) -> dict[str, dg.AssetMaterialization]:
    """Partition to its last materialisation; only those that the run `after` told."""
    with instance_of(home) as instance:
        records = instance.fetch_materializations(DELIVERIES, limit=1000, ascending=True).records
    made = {record.partition_key: record.asset_materialization for record in records}
    return {key: one for key, one in made.items() if after is None or one.metadata["told_by"].value == after}


def summaries(home: Home) -> list[dict[str, int]]:
    with instance_of(home) as instance:
        records = instance.fetch_observations(DELIVERIES, limit=1000, ascending=True).records
    observed = [one.asset_observation for one in records if one.partition_key is None]
    return [{name: value.value for name, value in one.metadata.items() if name != "told_by"} for one in observed]


def check(home: Home, run_id: str, name: str) -> dg.AssetCheckEvaluation:
    with instance_of(home) as instance:
        found = instance.all_logs(run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
    (one,) = [event.dagster_event.event_specific_data for event in found if event.dagster_event.event_specific_data.check_name == name]
    return one


def rows(evaluation: dg.AssetCheckEvaluation, name: str) -> list[dict]:
    return [dict(record.data) for record in evaluation.metadata[name].records]


def test_a_run_tells_one_cell_a_date_and_agency(lived):
    home, (first, *_) = lived
    cells = told(home, first)
    assert set(cells) == {"H01|2025-10-28", "BTC|2025-10-28"}
    shown = {name: value.value for name, value in cells["H01|2025-10-28"].metadata.items()}
    assert (shown["deliveries"], shown["datasets"], shown["senders"], shown["standings"]) == (2, "dossiers, tasks", "H01", "counts 2")
    # Title and header rows are read and skipped.
    assert [shown[f"rows_{name}"] for name in ("read", "loaded", "quarantined", "held", "skipped")] == [8, 4, 0, 0, 4]


def test_a_run_without_news_tells_nothing(lived):
    home, (_, second, _) = lived
    assert told(home, second) == {}
    assert [one["cells_told"] for one in summaries(home)] == [2, 1]


def test_only_what_changed_is_told_and_what_has_no_agency_has_no_cell(lived):
    home, (*_, third) = lived
    assert set(told(home, third)) == {"H01|2025-10-29"}
    last = summaries(home)[-1]
    assert (last["cells"], last["cells_told"], last["submissions_without_cell"]) == (3, 1, 1)
    assert told(home, third)["H01|2025-10-29"].metadata["standings"].value == "counts 1, held 1"


def test_agencies_of_the_register_are_partitions_central_ones_first(lived):
    home, _ = lived
    with instance_of(home) as instance:
        agencies = list(instance.get_dynamic_partitions(AGENCIES))
        keys = PARTITIONS.get_partition_keys(dynamic_partitions_store=instance)
    assert len(agencies) == 22 + 34
    assert agencies[:22] == sorted(agencies[:22])
    assert agencies[22:] == sorted(agencies[22:])
    assert set(told(home)) <= set(keys)


def test_the_window_begins_with_the_resolution_and_holds_today(lived):
    days = deliveries_grid.DAYS.get_partition_keys()
    today = dt.datetime.now(dt.timezone(dt.timedelta(hours=7))).date()
    assert (days[0], days[-1]) == ("2024-12-22", today.isoformat())


def tell_again(home: Home) -> int:
    from pipelines.refresh import open_run
    from pipelines.settings import Settings

    with instance_of(home) as instance, open_run(Settings(home=home.root), NEXT) as run:
        telling = deliveries_grid.untold(instance, run, "again")
        return telling() if telling else 0


def test_what_a_crash_left_untold_is_told_by_the_next_run(lived, monkeypatch):
    """Also where the asset was wiped: Dagster's own events are what is asked."""
    home, _ = lived
    with instance_of(home) as instance:
        instance.wipe_assets([DELIVERIES])
    events = iter([None, RuntimeError("killed")])

    def report(self, event):
        if error := next(events):
            raise error
        return original(self, event)

    original = dg.DagsterInstance.report_runless_asset_event
    monkeypatch.setattr(dg.DagsterInstance, "report_runless_asset_event", report)
    with pytest.raises(RuntimeError, match="killed"):
        tell_again(home)
    monkeypatch.undo()
    assert len(told(home)) == 1
    assert tell_again(home) == 2
    assert set(told(home)) == {"H01|2025-10-28", "BTC|2025-10-28", "H01|2025-10-29"}
    assert tell_again(home) == 0


def test_a_cell_of_which_nothing_stands_is_observed_not_materialised():
    cell = {"stands": False, "reported_on": NEXT, "agency_code": "H01", "version": "x", "shared_deliveries": 0}
    numbers = ("deliveries", "submissions", "rows_read", "rows_loaded", "rows_quarantined", "rows_held", "rows_skipped", "errors", "warnings")
    cell |= dict.fromkeys(numbers, 1) | dict.fromkeys(("datasets", "statuses", "standings", "senders"), "held 1")
    event = deliveries_grid._event(cell, "run")
    assert isinstance(event, dg.AssetObservation)
    assert (event.partition, event.tags[VERSION]) == ("H01|2025-10-29", "x")


def test_refused_deliveries_warn_with_their_codes_and_reasons(lived):
    home, (first, _, third) = lived
    assert check(home, first, "deliveries_were_taken").passed
    refused = check(home, third, "deliveries_were_taken")
    assert (refused.passed, refused.severity) == (False, dg.AssetCheckSeverity.WARN)
    codes = {row["code"]: row for row in rows(refused, "by_code")}
    assert {"TRUNCATED_FILE", "AGENCY_UNKNOWN"} <= set(codes)
    assert "scan.xlsx" in codes["TRUNCATED_FILE"]["example"]
    assert all(row["message_vi"] for row in codes.values())
    assert check(home, third, "no_fault_of_ours").passed


def test_what_is_held_warns_with_the_command_that_answers_it(lived):
    home, (first, _, third) = lived
    assert check(home, first, "nothing_waits_for_a_steward").passed
    waiting = check(home, third, "nothing_waits_for_a_steward")
    assert (waiting.passed, waiting.severity) == (False, dg.AssetCheckSeverity.WARN)
    answers = {row["file"]: row for row in rows(waiting, "holds")}
    assert answers["ai gui.csv"]["answer"].startswith("tonghop assign ")
    assert answers["H01/them lai.csv"]["answer"].startswith("tonghop release ")
    assert all(":" in row["why"] and len(row["why"]) > len("AGENCY_UNKNOWN: ") for row in answers.values())


def test_errors_of_the_latest_date_warn_by_code_with_an_example(lived):
    home, (first, _, third) = lived
    assert check(home, first, "data_has_no_errors").passed
    found = check(home, third, "data_has_no_errors")
    assert (found.passed, found.severity, found.metadata["as_of"].value) == (False, dg.AssetCheckSeverity.WARN, "2025-10-29")
    (bad,) = [row for row in rows(found, "by_code") if row["code"] == "BAD_DATE"]
    assert (bad["severity"], bad["issues"], bad["agencies"]) == ("error, blank", 1, 1)
    assert "them lai.csv" in bad["example"]
    assert "41/10/2025" in bad["example"]


def test_lateness_names_who_was_expected_and_for_how_long_they_are_silent(lived):
    home, (first, _, third) = lived
    absent = {row["agency"]: row for row in rows(check(home, third, "every_agency_reported"), "absent")}
    assert len(absent) == 56
    assert (absent["BTC"]["state"], absent["BTC"]["last_report"], absent["BTC"]["days_since"]) == ("missing", "2025-10-28", 1)
    assert (absent["H26"]["state"], absent["H26"]["last_report"]) == ("missing", "never")
    # Delivered on the morning of the 31st for the 29th.
    assert "tasks late" in absent["H01"]["datasets"]
    assert {row["agency"] for row in rows(check(home, first, "every_agency_reported"), "absent")} == set(absent)


def test_nothing_personal_stands_in_the_grid_and_the_checks(lived):
    home, runs = lived
    with instance_of(home) as instance:
        said = "".join(str(one.dagster_event) for run in runs for one in instance.all_logs(run))
        said += "".join(str(one.asset_materialization) for one in instance.fetch_materializations(DELIVERIES, limit=1000).records)
    for secret in (small_inbox.NAME, small_inbox.NUMBER, small_inbox.PHONE, small_inbox.SECRET_NOTE):
        assert secret not in said


def test_a_pin_and_the_decisions_are_shown_until_released(lived, tonghop):
    home, (_, _, third) = lived
    assert check(home, third, "pointer_is_free").passed
    assert tonghop("--home", home.root, "rollback", "--why", "đang đối chiếu số liệu", "--who", "lan", "--no-refresh").exit_code == 0
    pinned = launch(home, NEXT)
    assert pinned.success, pinned.failures
    found = check(home, pinned.run_id, "pointer_is_free")
    assert (found.passed, found.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert "tonghop rollback --release" in found.description
    assert (found.metadata["who"].value, found.metadata["why"].value) == ("lan", "đang đối chiếu số liệu")
    with instance_of(home) as instance:
        counting = instance.get_latest_materialization_event(dg.AssetKey("counting_submissions")).asset_materialization
        tables = instance.get_latest_materialization_event(dg.AssetKey(["core", "task"])).asset_materialization
    (shown,) = [dict(record.data) for record in counting.metadata["decisions"].records]
    assert (shown["who"], shown["decision"], shown["why"]) == ("lan", "rollback", "đang đối chiếu số liệu")
    # The tables are those of the file that is published: what a steward's command changed, the next run tells.
    assert tables.tags[VERSION] == home.current.resolve().stem.removeprefix("warehouse-")
    assert tables.metadata["dagster/row_count"].value == 2
    with Ledger.open(home.ledger) as ledger:
        assert len(ledger.decisions()) == 1


def test_a_cell_that_lost_its_delivery_is_observed_as_empty(tmp_path):
    """Assigned to another agency, and back: the last event of a cell says what stands in it."""
    from pipelines.refresh import intake, open_run, receive, settle
    from pipelines.settings import Settings
    from pipelines.steward.assign import assign

    home = Home(tmp_path / "home").create()
    path = home.inbox / "BTC" / "a.csv"
    path.parent.mkdir(parents=True)
    path.write_text((small_inbox.TASKS % small_inbox.SECRET_NOTE).replace("UBND tỉnh An Giang", ""), encoding="utf-8")
    shown = []
    with dg.DagsterInstance.ephemeral() as instance:
        for agency in (None, "BCT", "BTC", "BTC"):
            with open_run(Settings(home=home.root), small_inbox.DAY) as run:
                if agency:
                    one = run.ledger.deliveries_frame()["delivery_id"][0]
                    assign(run.ledger, run.registers, one, agency=agency, why="x", earliest_on=dt.date(2024, 12, 22))
                receive(run)
                intake(run)
                settle(run)
                telling = deliveries_grid.untold(instance, run, "run")
                count = telling() if telling else 0
            made = instance.fetch_materializations(DELIVERIES, limit=100).records
            seen = [record for record in instance.fetch_observations(DELIVERIES, limit=100).records if record.partition_key]
            last: dict[str, tuple[int, int]] = {}
            for record in sorted([*made, *seen], key=lambda record: record.storage_id):
                event = record.asset_materialization or record.asset_observation
                last[record.partition_key.split("|")[0]] = (event.metadata["deliveries"].value, event.metadata["rows_loaded"].value)
            shown.append((count, last))
    rows = shown[0][1]["BTC"][1]
    assert rows > 0
    assert [one for _, one in shown] == [
        {"BTC": (1, rows)},
        {"BTC": (0, 0), "BCT": (1, rows)},
        {"BTC": (1, rows), "BCT": (0, 0)},
        {"BTC": (1, rows), "BCT": (0, 0)},
    ]
    assert [count for count, _ in shown[:3]] == [1, 2, 2]
