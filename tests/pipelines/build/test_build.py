"""What a build says: statuses, carried tasks, two senders, counts against dossiers, coverage, as-of answers."""

import datetime as dt
import itertools

import duckdb
import polars as pl
import pytest

from pipelines.build import models
from pipelines.build.digest import content_digest
from pipelines.warehouse import connect, frame_of, rows_of
from tests.pipelines.small_world import DAY, World, counts, day, task

YEAR_START = dt.date(2025, 1, 1)


@pytest.fixture
def world(tmp_path) -> World:
    return World(tmp_path)


def ask(world: World, sql: str, full: bool = True) -> list[tuple]:
    result = world.build(full=full)
    assert result is not None
    with connect(result.path) as connection:
        return rows_of(connection, sql)


def headline(world: World, metric: str, block: str = "national", on: dt.date = DAY) -> dict:
    result = world.build(full=True)
    with connect(result.path) as connection:
        return frame_of(connection, f"SELECT * FROM mart.headline WHERE metric = '{metric}' AND block = '{block}' AND as_of = DATE '{on}'").row(
            0, named=True
        )


STATUS_CASES = [
    ({"due_on": day(0)}, "open_in_time"),  # the due day itself is in time
    ({"due_on": day(-1)}, "open_overdue"),
    ({}, "no_deadline"),
    ({"declared_state": None, "due_on": day(-1)}, "open_overdue"),
    ({"declared_state": "done", "due_on": day(-9)}, "done_on_time"),
    ({"declared_state": "done_late", "due_on": day(-9)}, "done_late"),
    ({"declared_state": "done_late", "completed_on": day(-9), "due_on": day(-9)}, "done_on_time"),
    ({"declared_state": "done", "completed_on": day(-1), "due_on": day(-2)}, "done_late"),
    ({"declared_state": "done", "completed_on": day(1), "due_on": day(-2)}, "open_overdue"),  # completed in the future: not yet
    ({"declared_state": "open", "completed_on": day(-1), "due_on": day(0)}, "done_on_time"),
    ({"declared_state": "done", "acceptance": "submitted", "completed_on": day(-3), "due_on": day(-1)}, "open_overdue"),
    ({"declared_state": "done", "acceptance": "returned", "due_on": day(2)}, "open_in_time"),
    ({"declared_state": "done", "acceptance": "accepted", "due_on": day(2)}, "done_on_time"),
    ({"declared_state": "cancelled", "evidence": "12/QĐ", "due_on": day(-5)}, "cancelled"),
    ({"declared_state": "paused", "evidence": "12/QĐ", "due_on": day(-5)}, "paused"),
    ({"declared_state": "paused", "due_on": day(-5)}, "open_overdue"),  # nobody pauses a task without a document
]


def test_status_as_of_the_date(world):
    world.send("tasks", "G01", [task(f"T{i:02}", **given) for i, (given, _) in enumerate(STATUS_CASES)])
    found = ask(world, "SELECT status, is_overdue FROM core.task ORDER BY task_code")
    assert [row[0] for row in found] == [wanted for _, wanted in STATUS_CASES]
    assert all(is_overdue == (status == "open_overdue") for status, is_overdue in found)


def test_a_task_grows_overdue_without_a_new_report(world):
    world.send("tasks", "G01", [task("T1", due_on=day(0))])
    world.send("tasks", "G02", [task("T9")], on=day(1))
    found = ask(world, "SELECT as_of, open_in_time, open_overdue FROM mart.task_progress WHERE agency_code = 'G01' ORDER BY as_of")
    assert found == [(day(0), 1, 0), (day(1), 0, 1)]


def test_open_tasks_missing_from_a_later_report_are_carried_and_done_ones_are_not(world):
    world.send("tasks", "G01", [task("OPEN", due_on=day(1)), task("DONE", declared_state="done"), task("KEPT"), task("BACK")])
    world.send("tasks", "G01", [task("KEPT"), task("NEW")], on=day(1))
    world.send("tasks", "G01", [task("KEPT"), task("BACK"), task("NEW")], on=day(2))
    result = world.build()
    with connect(result.path) as connection:
        now = rows_of(connection, "SELECT task_code, carried, status, reported_on FROM core.task ORDER BY task_code")
        then = rows_of(connection, f"SELECT task_code, carried FROM core.tasks_as_of(DATE '{day(1)}') ORDER BY task_code")
        issues = rows_of(connection, "SELECT code, value, message_vi LIKE '%OPEN%' FROM audit.issue")
    assert now == [
        ("BACK", False, "no_deadline", day(2)),
        ("KEPT", False, "no_deadline", day(2)),
        ("NEW", False, "no_deadline", day(2)),
        ("OPEN", True, "open_overdue", day(0)),
    ]
    assert then == [("BACK", True), ("KEPT", False), ("NEW", False), ("OPEN", True)]
    assert issues == [("TASK_CARRIED", "OPEN", True)]


def test_parts_of_one_day_count_together_and_carry_nothing_from_each_other(world):
    world.send("tasks", "G01", [task("A"), task("B")])
    world.send("tasks", "G01", [task("C")])
    assert ask(world, "SELECT task_code, carried FROM core.task ORDER BY task_code") == [("A", False), ("B", False), ("C", False)]


def test_a_report_is_carried_thirty_days_and_then_the_agency_is_missing_by_name(world):
    world.send("tasks", "G01", [task("T1")])
    for offset in (30, 31):
        world.send("tasks", "G02", [task("T2")], on=day(offset))
    last, after = headline(world, "tasks_total", on=day(30)), headline(world, "tasks_total", on=day(31))
    assert (last["value"], last["agencies_carried"], last["agencies_missing"]) == (2, 1, 2)
    assert (after["value"], after["agencies_carried"], after["agencies_missing"]) == (1, 0, 3)
    assert "Bộ Một (G01)" in after["note"]
    assert "Bộ Một" not in last["note"]


def test_the_agency_speaks_before_a_portal_even_of_an_older_day(world):
    world.send("tasks", "G01", [task("T1", due_on=day(-1)), task("OWN")])
    world.send("tasks", "G01", [task("T1", declared_state="done"), task("PORTAL")], by="G02", on=day(1))
    found = ask(world, "SELECT task_code, status, reported_by FROM core.task ORDER BY task_code")
    assert found == [("OWN", "no_deadline", "G01"), ("PORTAL", "no_deadline", "G02"), ("T1", "open_overdue", "G01")]


def test_two_senders_that_differ_are_named(world):
    period = (YEAR_START, day(0))
    world.send("dossier_counts", "G01", [counts(done_total=10, online_full=5)], period=period)
    world.send("dossier_counts", "G01", [counts(done_total=11, online_full=5)], by="G02", period=period, form="portal")
    assert ask(world, "SELECT field, value, expected FROM audit.issue WHERE code = 'SOURCES_DISAGREE'") == [("done_total", "11", "10")]
    assert ask(world, "SELECT done_total FROM core.dossier_count") == [(10,)]


def test_a_national_task_is_overdue_if_any_holder_is_and_done_if_all_are(world):
    world.send("tasks", "G01", [task("BOTH", due_on=day(-1)), task("ALL", declared_state="done")])
    world.send("tasks", "H01", [task("BOTH", declared_state="done"), task("ALL", declared_state="done_late"), task("MORE", due_on=day(-2))])
    values = {metric: headline(world, metric)["value"] for metric in ("tasks_total", "tasks_open_overdue", "tasks_done", "tasks_done_late")}
    assert values == {"tasks_total": 3, "tasks_open_overdue": 2, "tasks_done": 1, "tasks_done_late": 1}
    assert headline(world, "tasks_done", "provincial")["value"] == 2
    done = headline(world, "tasks_done_pct")
    assert (done["numerator"], done["denominator"], done["value"]) == (1, 3, 100 / 3)


def test_rates_are_sums_over_sums_and_an_agency_without_the_numerator_is_not_covered(world):
    period = (YEAR_START, day(0))
    world.send("dossier_counts", "G01", [counts("A", done_total=100, online_full=50), counts("B", done_total=300, online_full=10)], period=period)
    world.send("dossier_counts", "H01", [counts(done_total=600, online_full=60)], period=period)
    before = headline(world, "dossiers_online_full_rate")
    assert (before["numerator"], before["denominator"], before["value"], before["target"]) == (120, 1000, 12.0, 80.0)
    assert (before["agencies_expected"], before["coverage_pct"]) == (4, 50.0)
    world.send("dossier_counts", "G02", [counts(done_total=5000)], period=period)
    after = headline(world, "dossiers_online_full_rate")
    assert (after["numerator"], after["denominator"], after["value"]) == (120, 1000, 12.0)
    assert after["coverage_pct"] == 50.0  # a third has spoken, and does not stand in the rate
    assert (after["agencies_counted"], after["agencies_reported"]) == (2, 3)
    assert "không có số liệu cho chỉ số này: Bộ Hai (G02)" in after["note"]
    assert headline(world, "dossiers_done_total")["value"] == 6000


def test_a_row_without_the_numerator_leaves_both_sums(world):
    world.send("dossier_counts", "G01", [counts("A", done_total=100, online_full=50), counts("B", done_total=900)], period=(YEAR_START, day(0)))
    assert ask(world, "SELECT online_full, online_full_base, done_total, online_full_rate FROM mart.dossier_rate") == [(50, 100, 1000, 50.0)]


def test_nothing_settled_gives_no_rate_and_says_so(world):
    world.send("dossier_counts", "G01", [counts(done_total=0, online_full=0)], period=(YEAR_START, day(0)))
    found = headline(world, "dossiers_online_full_rate")
    assert (found["value"], found["denominator"]) == (None, 0)
    assert "không phát sinh hồ sơ" in found["note"]


def test_blank_parts_of_the_on_time_sum_are_zeros_only_where_the_others_make_the_total(world):
    rows = [
        counts("A", done_total=10, done_on_time=8, done_late=2),
        counts("B", done_total=10, done_on_time=8, done_late=1),
        counts("C", done_total=10, done_early=1, done_on_time=8),
    ]
    world.send("dossier_counts", "G01", rows, period=(YEAR_START, day(0)))
    assert ask(world, "SELECT on_time, on_time_base FROM mart.dossier_rate") == [(17, 20)]


def test_overlapping_periods_never_add_and_the_latest_that_has_ended_counts(world):
    world.send("dossier_counts", "G01", [counts(done_total=100)], period=(YEAR_START, day(-5)))
    world.send("dossier_counts", "G01", [counts(done_total=120)], period=(YEAR_START, day(0)))
    world.send("dossier_counts", "G01", [counts(done_total=999)], period=(YEAR_START, day(60)))
    assert ask(world, "SELECT period_to, done_total FROM mart.dossier_rate") == [(day(0), 120)]


def test_a_period_sent_again_on_a_later_day_still_speaks_for_the_earlier_day(world):
    period = (YEAR_START, day(-1))
    world.send("dossier_counts", "G01", [counts(done_total=100)], period=period)
    world.send("dossier_counts", "G01", [counts(done_total=101)], period=period, on=day(3))
    found = ask(world, "SELECT as_of, done_total FROM mart.dossier_rate ORDER BY as_of")
    assert found == [(day(0), 101), (day(3), 101)]
    assert headline(world, "agencies_reported")["value"] == 1


def test_mixed_period_starts_are_named(world):
    for agency, start in (("G01", YEAR_START), ("G02", YEAR_START), ("H01", day(-13))):
        world.send("dossier_counts", agency, [counts(done_total=1, online_full=1)], period=(start, day(0)))
    assert "kỳ báo cáo bắt đầu khác đa số: Tỉnh Một (H01)" in headline(world, "dossiers_online_full_rate")["note"]


def dossier(code: str, **more: object) -> dict:
    at = dt.datetime(2025, 10, 1, 8)
    return {"dossier_code": code, "received_at": at, "due_at": dt.datetime(2025, 10, 10, 17), "channel": "online", "service_level": "full", **more}


def test_dossiers_are_counted_where_no_official_counts_are(world):
    rows = [
        dossier("D1", finished_at=dt.datetime(2025, 10, 10, 23)),  # the due day, late in the evening: on time
        dossier("D2", finished_at=dt.datetime(2025, 10, 11, 1), channel="in_person"),
        dossier("D3", returned_at=dt.datetime(2025, 10, 9), service_level=None),
        dossier("D4", finished_at=dt.datetime(2025, 10, 29)),  # after the day asked for
        dossier("D5"),
        dossier("D6", status="awaiting_supplement"),
        dossier("D7", finished_at=dt.datetime(2024, 12, 30), received_at=dt.datetime(2024, 12, 1)),
    ]
    world.send("dossiers", "H01", rows)
    found = ask(
        world, "SELECT basis, done_total, online_full, online_full_base, on_time, on_time_base, received_total, open_overdue FROM mart.dossier_rate"
    )
    assert found == [("dossiers", 3, 1, 2, 2, 3, 6, 2)]


def test_official_counts_come_first_and_the_dossiers_are_reconciled_with_them(world):
    world.send("dossiers", "H01", [dossier(f"D{i}", finished_at=dt.datetime(2025, 10, 9)) for i in range(3)])
    world.send("dossier_counts", "H01", [counts(done_total=4, online_full=3)], period=(day(-27), day(0)))
    assert ask(world, "SELECT basis, done_total FROM mart.dossier_rate") == [("counts", 4)]
    found = ask(world, "SELECT field, value, expected, severity FROM audit.issue WHERE code = 'DOSSIERS_DIFFER_FROM_COUNTS'")
    assert found == [("done_total", "3", "4", "warning")]


def test_a_dossier_is_what_the_latest_counting_report_says_and_falls_back_when_that_is_taken_back(world):
    world.send("dossiers", "H01", [dossier("D1"), dossier("D2")])
    world.send("dossiers", "H01", [dossier("D1", finished_at=dt.datetime(2025, 10, 29))], on=day(1))
    world.point(world.build())
    world.retracted.add("d0002")
    result = world.build()
    assert result.how == "copy"
    with connect(result.path) as connection:
        assert rows_of(connection, "SELECT dossier_code, finished_at FROM core.dossier ORDER BY ALL") == [("D1", None), ("D2", None)]
        assert rows_of(connection, "SELECT max(as_of) FROM mart.headline") == [(day(0),)]


def test_indicators_their_targets_and_the_way_that_is_better(world):
    world.send("indicators", "G01", [{"indicator_code": "I01", "value": 60.0}, {"indicator_code": "I02", "value": 4.0, "target": 3.0}])
    world.send("indicators", "G01", [{"indicator_code": "I01", "value": 70.0}, {"indicator_code": "I09", "value": 1.0}], on=day(1), form="other")
    found = ask(
        world,
        f"SELECT indicator_code, value, target_value, achieved_pct, is_achieved FROM mart.indicator_progress WHERE as_of = '{day(1)}' ORDER BY 1",
    )
    assert found == [("I01", 70.0, 80.0, 87.5, False), ("I02", 4.0, 3.0, None, False), ("I09", 1.0, None, None, None)]


def test_partial_rows_are_held_shown_and_told(world):
    world.send("tasks", "G01", [task(f"T{i}") for i in range(10)])
    world.send("tasks", "G01", [task(f"T{i}", due_on=day(-1)) for i in range(3)])
    result = world.build()
    with connect(result.path) as connection:
        assert rows_of(connection, "SELECT rows_loaded, rows_held, status FROM audit.table_read ORDER BY table_id") == [
            (10, 0, "loaded"),
            (0, 3, "held"),
        ]
        assert rows_of(connection, "SELECT value, action FROM audit.issue") == [("30 %", "hold")]
        assert rows_of(connection, "SELECT count(*), count_if(status = 'open_overdue') FROM core.task") == [(10, 0)]
        assert rows_of(connection, "SELECT rows_held FROM mart.headline WHERE metric = 'tasks_total' AND block <> 'provincial'") == [(3,), (3,)]
    assert ask(world, "SELECT count(*) FROM core.task_report") == [(10,)]


def test_what_was_held_at_intake_is_loaded_once_released(world):
    held = world.send("tasks", "G01", [task("T1")], hold="DATE_OUT_OF_RANGE")
    assert ask(world, "SELECT (SELECT count(*) FROM core.task), rows_loaded, rows_held FROM audit.table_read") == [(0, 0, 1)]
    world.released.add(held)
    assert ask(world, "SELECT (SELECT count(*) FROM core.task), rows_loaded, rows_held FROM audit.table_read") == [(1, 1, 0)]


def test_quality_counts_rows_with_a_finding_once_and_blames_no_row_for_the_file(world):
    issues = [
        {"code": "TASK_WITHOUT_PERSON", "row_number": 5},
        {"code": "TASK_WITHOUT_PRODUCT", "row_number": 5},
        {"code": "HIDDEN_SHEET"},
        {"code": "COLUMN_UNMAPPED", "severity": "info", "row_number": 6},
        {"code": "MISSING_KEY", "severity": "error", "row_number": 900, "submission_id": None},
    ]
    world.send("tasks", "G01", [task("T1"), task("T2")], quarantined=1, issues=issues)
    found = ask(world, "SELECT numerator, denominator, issues FROM mart.data_quality WHERE dimension = 'sufficient'")
    assert found == [(1, 3, 4)]
    assert headline(world, "tasks_total")["rows_quarantined"] == 1


def test_who_sent_what(world):
    world.send("tasks", "G01", [task("T1")])
    world.send("tasks", "G02", [task("T1")], on=day(-3))
    world.send("tasks", "H01", [task("T1")], hold="AGENCY_CONFLICT")
    found = ask(world, f"SELECT agency_code, state, days_old FROM mart.submission_compliance WHERE dataset = 'tasks' AND as_of = '{DAY}' ORDER BY 1")
    assert found == [("G01", "reported", 0), ("G02", "carried", 3), ("H01", "held", None), ("H02", "missing", None)]


def test_dossiers_answer_for_the_counts_that_are_expected(world):
    world.send("dossiers", "H01", [dossier("D1")])
    found = ask(
        world, "SELECT agency_code, state FROM mart.submission_compliance WHERE dataset = 'dossier_counts' AND agency_code LIKE 'H%' ORDER BY 1"
    )
    assert found == [("H01", "reported"), ("H02", "missing")]


def test_too_few_senders_give_no_value(world, monkeypatch):
    world.settings = type(world.settings)(headline_min_senders=2)
    world.send("tasks", "G01", [task("T1")])
    found = headline(world, "tasks_total")
    assert (found["value"], found["numerator"]) == (None, 1)
    assert "chưa đủ số cơ quan" in found["note"]


def test_a_known_time_shows_what_had_been_delivered_by_then(world):
    world.send("tasks", "G01", [task("T1", due_on=day(-1)), task("T2")], at=dt.datetime(2025, 10, 28, 9))
    world.send("tasks", "G01", [task("T1", declared_state="done"), task("T2")], at=dt.datetime(2025, 10, 28, 16))
    result = world.build()
    with connect(result.path) as connection:
        ask_at = "SELECT status FROM core.tasks_as_of(DATE '2025-10-28', known_at := TIMESTAMP '2025-10-28 {}:00:00') WHERE task_code = 'T1'"
        assert [rows_of(connection, ask_at.format(hour)) for hour in ("08", "09", "16")] == [[], [("open_overdue",)], [("done_on_time",)]]


def test_a_known_time_before_a_correction_carries_what_was_open_then(world):
    """Of a sender whose other reports counted then, what was carried is looked up in the log, and not in the gaps of today."""
    kept = [task(f"K{number}") for number in range(4)]
    world.send("tasks", "G01", [*kept, task("BACK"), task("GONE"), task("DONE", declared_state="done")])
    world.send("tasks", "G01", [*kept, task("GONE")], on=day(1), at=dt.datetime(2025, 10, 29, 9))
    world.send("tasks", "G01", [*kept, task("BACK")], on=day(1), at=dt.datetime(2025, 10, 29, 16))
    world.send("tasks", "G02", [task("T1")])
    world.send("tasks", "G02", [task("T2")], on=day(1))
    result = world.build()
    ask_at = "SELECT task_code FROM core.tasks_as_of(DATE '2025-10-29', known_at := {}) WHERE carried ORDER BY task_code"
    with connect(result.path) as connection:
        assert rows_of(connection, "SELECT task_code, back_on FROM internal.task_gap ORDER BY 1") == [("GONE", None), ("T1", None)]
        assert rows_of(connection, ask_at.format("TIMESTAMP '2025-10-29 12:00:00'")) == [("BACK",)]
        assert rows_of(connection, ask_at.format("TIMESTAMP '2025-10-29 23:00:00'")) == [("GONE",), ("T1",)]
        assert rows_of(connection, ask_at.format("NULL")) == [("GONE",), ("T1",)]


def test_a_late_file_makes_its_day_and_those_after_it_anew_and_none_before(world):
    for offset in (0, 1, 3, 4):
        world.send("tasks", "G02", [task("T2")], on=day(offset))
    world.send("tasks", "G01", [task("A"), task("B")])
    world.send("tasks", "G01", [task("A")], on=day(4))
    ask_total = "SELECT as_of, total, done, carried FROM mart.task_progress WHERE agency_code = 'G01' ORDER BY as_of"
    before = world.build()
    with connect(before.path) as connection:
        assert rows_of(connection, ask_total) == [(day(0), 2, 0, 0), (day(1), 2, 0, 0), (day(3), 2, 0, 0), (day(4), 2, 0, 1)]
    world.point(before)
    world.send("tasks", "G01", [task("A"), task("B", declared_state="done")], on=day(2), at=dt.datetime(2025, 11, 2, 8))
    late = world.build()
    assert (late.how, late.submissions_added, late.dates) == ("copy", 1, 3)
    with connect(late.path) as connection:
        assert rows_of(connection, ask_total) == [(day(0), 2, 0, 0), (day(1), 2, 0, 0), (day(2), 2, 1, 0), (day(3), 2, 1, 0), (day(4), 1, 0, 0)]
    by_days = content_digest(late.path)
    assert by_days == content_digest(world.build(full=True).path)


@pytest.mark.parametrize("model", list(models.AS_OF_MODELS))
def test_the_portable_files_are_what_the_models_say_and_answer_like_the_macros(world, model):
    text = (models.AS_OF_FOLDER / f"{model}.sql").read_text(encoding="utf-8")
    assert text == models.as_of_file(model)
    world.send("tasks", "G01", [task("T1"), task("T2")])
    world.send("tasks", "G01", [task("T1")], on=day(1))
    world.send("dossier_counts", "G01", [counts(done_total=1)], period=(YEAR_START, day(0)))
    world.send("indicators", "G01", [{"indicator_code": "I01", "value": 60.0}])
    result = world.build()
    macro = {"tasks": "tasks_as_of", "dossier_counts": "dossier_counts_as_of", "indicators": "indicator_values_as_of"}[model]
    with connect(result.path) as connection:
        for on, known in itertools.product((day(-1), day(0), day(1)), (None, dt.datetime(2025, 10, 28, 23))):
            asked = rows_of(connection, text, {"on_date": on, "known_at": known})
            said = rows_of(connection, f"SELECT * FROM core.{macro}($d, known_at := $k)", {"d": on, "k": known})
            assert sorted(map(str, asked)) == sorted(map(str, said))
            assert bool(asked) == (on >= DAY)


def test_marts_at_every_date_are_the_as_of_answer_for_that_date(world):
    world.send("tasks", "G01", [task("T1", due_on=day(1)), task("T2"), task("T3", completed_on=day(1), due_on=day(5))])
    world.send("tasks", "G01", [task("T1", due_on=day(1))], on=day(2))
    world.send("tasks", "H01", [task("T1", due_on=day(1))], on=day(1))
    result = world.build()
    with connect(result.path) as connection:
        marts = frame_of(connection, "SELECT as_of, agency_code, total, open_overdue, done, carried FROM mart.task_progress ORDER BY ALL")
        asked = pl.concat(
            frame_of(
                connection,
                f"SELECT as_of, agency_code, count(*) AS total, count_if(is_overdue) AS open_overdue, count_if(status LIKE 'done%') AS done, "
                f"count_if(carried) AS carried FROM core.tasks_as_of(DATE '{on}') GROUP BY ALL ORDER BY ALL",
            )
            for on in (day(0), day(1), day(2))
        )
    assert marts.rows() == asked.rows()
    assert marts.height == 5


def test_a_stored_file_of_another_shape_stops_the_build_and_leaves_nothing_behind(world):
    world.send("tasks", "G01", [{**task("T1"), "task_code": None}])
    with pytest.raises(duckdb.ConstraintException):
        world.build()
    assert [path.name for path in world.home.warehouse.iterdir() if path.suffix in (".duckdb", ".wal")] == []
