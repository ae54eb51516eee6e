"""The law of honesty: what the marts say of the demonstration is what its offices' rows say, reckoned again here without any SQL."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

import pytest

from tests.pipelines.sent_files import COUNT_GROUPS, COUNT_LEAVES, PERIOD, Page, count_page, count_row, xlsx
from tests.properties.homes import asked, put, run

DAY = dt.date(2025, 10, 28)


def status_on_the_day(row):
    if row.state in ("paused", "cancelled") and row.evidence:
        return row.state
    if row.completed_on and row.completed_on <= DAY and not row.submitted:
        return "done_late" if row.due_on and row.completed_on > row.due_on else "done_on_time"
    if row.due_on is None:
        return "no_deadline"
    return "open_overdue" if row.due_on < DAY else "open_in_time"


@pytest.fixture(scope="module")
def sums(national_day):
    """Per agency: settled online full-process and settled, of the official counts, else of the dossiers."""
    manifest = national_day.manifest
    counts, dossiers = defaultdict(Counter), defaultdict(Counter)
    for row in manifest.counts:
        counts[row.agency_code].update(full=row.online_full, done=row.done_total)
    for row in manifest.dossiers:
        finished = row.finished_at is not None and manifest.period_from <= row.finished_at.date() <= DAY
        dossiers[row.agency_code].update(full=finished and row.online_full, done=finished)
    return {agency: counts.get(agency) or dossiers[agency] for agency in {*counts, *dossiers}}


@pytest.fixture(scope="module")
def without_column(national_day):
    """Agencies whose official counts were sent without the full-process column."""
    sql = """SELECT DISTINCT s.agency_code FROM audit.issue AS i JOIN audit.submission AS s USING (submission_id)
             WHERE i.code = 'MEASURE_COLUMN_ABSENT' AND i.field = 'online_full'"""
    return {code for (code,) in asked(national_day.home, sql)}


def test_every_file_was_taken(national_day):
    assert national_day.result.is_good
    assert set(national_day.result.intake.statuses.values()) <= {"accepted", "accepted_with_issues"}


def test_fifty_one_tasks_are_overdue_and_all_other_task_figures_agree(national_day):
    holders = defaultdict(set)
    for row in national_day.manifest.tasks:
        holders[row.task_code].add(status_on_the_day(row))
    overdue = {code for code, states in holders.items() if "open_overdue" in states}
    assert len(overdue) == 51
    done = {code for code, states in holders.items() if states - {"cancelled"} and states - {"cancelled"} <= {"done_on_time", "done_late"}}
    late = {code for code in done if "done_late" in holders[code]}
    figures = dict(asked(national_day.home, "SELECT metric, value FROM mart.headline WHERE as_of = DATE '2025-10-28' AND block = 'national'"))
    assert figures["tasks_open_overdue"] == len(overdue)
    assert figures["tasks_total"] == len(holders)
    assert figures["tasks_done"] == len(done)
    assert figures["tasks_done_late"] == len(late)
    assert figures["tasks_done_pct"] == pytest.approx(100 * len(done) / len(holders), abs=1e-9)
    titles = {row.title for row in national_day.manifest.tasks if row.task_code in overdue}
    named = asked(national_day.home, "SELECT DISTINCT task_code, title FROM core.task WHERE is_overdue")
    assert {title for _, title in named} == titles
    assert len({code for code, _ in named}) == 51, "some offices give no codes: theirs are derived, one a task"


def test_tasks_by_agency(national_day):
    wanted = defaultdict(Counter)
    for row in national_day.manifest.tasks:
        wanted[row.agency_code][status_on_the_day(row)] += 1
    columns = ("done_on_time", "done_late", "open_in_time", "open_overdue")
    found = asked(
        national_day.home, f"SELECT agency_code, total, done, other, {', '.join(columns)} FROM mart.task_progress WHERE as_of = DATE '2025-10-28'"
    )
    assert {row[0] for row in found} == set(wanted)
    for agency, total, done, other, *states in found:
        mine = wanted[agency]
        assert (total, states) == (sum(mine.values()), [mine[name] for name in columns]), agency
        assert done == mine["done_on_time"] + mine["done_late"]
        assert other == mine["no_deadline"] + mine["paused"] + mine["cancelled"]


def test_the_three_rates(national_day, sums, without_column):
    blocks = dict(asked(national_day.home, "SELECT agency_code, block FROM core.agency"))
    found = asked(
        national_day.home,
        "SELECT block, numerator, denominator, value FROM mart.headline WHERE as_of = DATE '2025-10-28' AND metric = 'dossiers_online_full_rate'",
    )
    assert {block: round(value, 2) for block, *_, value in found} == {"national": 39.98, "central": 54.46, "provincial": 16.94}
    for block, numerator, denominator, value in found:
        mine = [sums[code] for code in sums if code not in without_column and block in ("national", blocks[code])]
        full, done = sum(one["full"] for one in mine), sum(one["done"] for one in mine)
        assert (numerator, denominator) == (full, done), block
        assert value == pytest.approx(100 * full / done, abs=1e-9)


def test_rates_by_agency(national_day, sums, without_column):
    sql = "SELECT agency_code, online_full, online_full_base, done_total, online_full_rate FROM mart.dossier_rate WHERE as_of = DATE '2025-10-28'"
    found = {row[0]: row[1:] for row in asked(national_day.home, sql)}
    assert set(found) == set(sums)
    for agency, (full, base, done, rate) in found.items():
        mine = sums[agency]
        assert done == mine["done"], agency
        if agency in without_column:
            assert (full, base, rate) == (None, None, None)
        else:
            assert (full, base) == (mine["full"], mine["done"]), agency
            assert rate == pytest.approx(100 * mine["full"] / mine["done"])


def test_the_silent_agencies_are_named_and_one_agency_leaves_the_rate(national_day, without_column):
    sql = """SELECT agencies_expected, agencies_reported, agencies_missing, agencies_counted, coverage_pct, note
             FROM mart.headline WHERE as_of = DATE '2025-10-28' AND block = 'national' AND metric = ?"""
    ((expected, reported, missing, *_, note),) = asked(national_day.home, sql, "agencies_reported")
    assert (expected, reported, missing) == (56, 54, 2)
    assert all(code in note for code in national_day.manifest.silent)
    assert len(without_column) == 1
    ((_, alive, _, counted, coverage, note),) = asked(national_day.home, sql, "dossiers_online_full_rate")
    assert (alive, counted) == (54, 53)
    assert coverage == pytest.approx(100 * 53 / 56)
    assert next(iter(without_column)) in note
    ((*_, counted, coverage, _),) = asked(national_day.home, sql, "dossiers_done_total")
    assert (counted, coverage) == (54, pytest.approx(100 * 54 / 56))


def narrow(page):
    """The form without its last column, the full-process dossiers."""
    return Page([row[:13] for row in page.rows], page.merges[:-1])


def test_a_missing_numerator_column_lowers_the_coverage_only(tmp_path):
    top = (["Tính đến ngày 28/10/2025"], [PERIOD])
    files = {
        "BTP": count_page([count_row(1, "Hộ tịch", full=3)], top=top),
        "BCA": count_page([count_row(1, "Cư trú", online=90, done=80, full=60)], top=top),
        "BNV": narrow(count_page([count_row(1, "Hội", online=900, done=700)], top=top)),
    }
    assert (len(COUNT_GROUPS), len(COUNT_LEAVES)) == (14, 14)
    for minute, code in enumerate(files):
        put(tmp_path, f"{code}/a.xlsx", xlsx(files[code]), dt.datetime(2025, 10, 28, 14, minute))
    run(tmp_path, DAY)
    sql = """SELECT numerator, denominator, value, coverage_pct FROM mart.headline
             WHERE metric = ? AND block = 'national' AND as_of = DATE '2025-10-28'"""
    # As if the third had not sent: 3 of 12 and 60 of 80.
    assert asked(tmp_path, sql, "dossiers_online_full_rate") == [(63, 92, pytest.approx(100 * 63 / 92), pytest.approx(100 * 2 / 56))]
    assert asked(tmp_path, sql, "dossiers_done_total")[0][0] == 792


def test_broken_rows_do_not_improve_a_figure(tmp_path):
    """Identities broken, dates in odd order, a completion in the future: the rows load with their issues and count as they stand."""
    rows = [count_row(1, "Hộ tịch", full=3), [2, "Hỏng", 999, 1, 1, 1, 100, 1, 1, 1, 7, 1, 1, 0]]
    put(tmp_path, "BTP/a.xlsx", xlsx(count_page(rows, top=(["Tính đến ngày 28/10/2025"], [PERIOD]))), dt.datetime(2025, 10, 28, 14))
    run(tmp_path, DAY)
    assert asked(tmp_path, "SELECT online_full, done_total FROM mart.dossier_rate WHERE as_of = DATE '2025-10-28'") == [(3, 112)]
    found = {code for (code,) in asked(tmp_path, "SELECT DISTINCT code FROM audit.issue WHERE row_number = 6")}
    assert {"IDENTITY_A1", "IDENTITY_A2", "IDENTITY_A3", "IDENTITY_A4"} <= found
