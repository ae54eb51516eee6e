"""The planted faults through the pipeline: each gets the code and the action that the manifest expects, and no neighbour suffers."""

from __future__ import annotations

import datetime as dt

import pytest

from examples.faults import DAYS, Fault, compare

FAULT_DAY, DAY_AFTER = DAYS
NATIONAL_DAY = dt.date(2025, 10, 28)


@pytest.fixture(scope="module")
def verdicts(year):
    tables = (year.rows(f"SELECT * FROM audit.{name}") for name in ("delivery", "issue", "submission"))
    return {(verdict.fault.kind, verdict.fault.path): verdict for verdict in compare(year.faults, *tables)}


KINDS = (
    "broken_identities",
    "complement",
    "corrected",
    "correction",
    "corrupt_workbook",
    "day_to_come",
    "duplicate",
    "empty_file",
    "former_ministry",
    "future_completion",
    "late_agency",
    "letter_without_table",
    "locked_workbook",
    "national_export",
    "partial_resubmission",
    "repeated_and_missing_key",
    "scanned_page",
    "sent_again_next_day",
    "text_in_numbers",
    "two_agencies",
    "whole_list",
    "wrong_dates",
)


def test_no_kind_is_left_out(year):
    assert tuple(sorted({fault.kind for fault in year.faults.faults})) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_found_as_expected(verdicts, kind):
    mine = [verdict for (name, _), verdict in verdicts.items() if name == kind]
    assert mine
    assert [(verdict.outcome, verdict.differences) for verdict in mine] == [("found", ())] * len(mine)


def test_the_rejected_submit_nothing_and_the_rest_do(year):
    rejected = {fault.path for fault in year.faults.faults if fault.status in ("rejected", "duplicate")}
    submitting = {
        path for (path,) in year.ask("SELECT DISTINCT d.path FROM audit.submission AS s INNER JOIN audit.delivery AS d USING (delivery_id)")
    }
    assert len(rejected) == 6
    assert not rejected & submitting
    assert {fault.path for fault in year.faults.faults} - rejected <= submitting
    assert set(year.faults.others) <= submitting


def test_honest_files_beside_are_taken(year):
    statuses = dict(year.ask("SELECT path, status FROM audit.delivery"))
    assert {statuses[path] for path in year.faults.others} <= {"accepted", "accepted_with_issues"}


def fault_of(year, kind: str) -> Fault:
    return next(fault for fault in year.faults.faults if fault.kind == kind)


def test_a_bad_cell_is_blank_and_its_row_stands(year):
    fault = fault_of(year, "text_in_numbers")
    [(rows, online, late)] = year.ask(
        "SELECT count(*), count(*) FILTER (WHERE received_online IS NULL), count(*) FILTER (WHERE done_late IS NULL) FROM core.dossier_count_report "
        f"WHERE agency_code = 'BYT' AND reported_on = DATE '{FAULT_DAY}'"
    )
    assert fault.agency_code == "BYT"
    assert (rows, online, late) == (len([row for row in year.national.counts if row.agency_code == "BYT"]), 1, 1)


def test_broken_sums_are_flagged_and_never_adjusted(year):
    own = [row for row in year.national.counts if row.agency_code == "BXD"]
    [(received, done)] = year.ask(
        f"SELECT sum(received_total)::BIGINT, sum(done_total)::BIGINT FROM core.dossier_counts_as_of(DATE '{FAULT_DAY}') WHERE agency_code = 'BXD'"
    )
    assert (received, done) == (sum(row.received_total for row in own) + 11, sum(row.done_total for row in own))


def test_a_correction_takes_the_place_of_what_it_corrects(year):
    [(rows, done_that_day)] = year.ask(
        f"SELECT count(*), count(*) FILTER (WHERE completed_on = DATE '{FAULT_DAY}') FROM core.tasks_as_of(DATE '{FAULT_DAY}') "
        "WHERE agency_code = 'H24'"
    )
    assert rows == len([row for row in year.national.tasks if row.agency_code == "H24"])
    assert done_that_day == 2
    before = f"core.tasks_as_of(DATE '{FAULT_DAY}', TIMESTAMP '{FAULT_DAY} 14:00:00')"
    assert year.ask(f"SELECT count(*) FROM {before} WHERE agency_code = 'H24' AND completed_on = DATE '{FAULT_DAY}'") == [(0,)]


@pytest.mark.parametrize("code", ["H56", "H41"])
def test_parts_and_partial_files_lose_no_task(year, code):
    own = {row.task_code for row in year.national.tasks if row.agency_code == code}
    said = year.ask(f"SELECT task_code, carried FROM core.tasks_as_of(DATE '{FAULT_DAY}') WHERE agency_code = '{code}'")
    assert {task for task, _ in said} == own
    assert not any(carried for _, carried in said)


def test_a_late_report_counts_for_its_day_from_the_moment_it_came(year):
    [row] = year.rows(
        f"SELECT state, reported_on, delivered_at FROM mart.submission_compliance "
        f"WHERE as_of = DATE '{FAULT_DAY}' AND agency_code = 'VHLKHXH' AND dataset = 'indicators'"
    )
    assert (row["state"], row["reported_on"], row["delivered_at"].date()) == ("reported", FAULT_DAY, DAY_AFTER)
    known = f"core.indicator_values_as_of(DATE '{FAULT_DAY}', TIMESTAMP '{FAULT_DAY} 23:59:59')"
    assert year.ask(f"SELECT DISTINCT reported_on FROM {known} WHERE agency_code = 'VHLKHXH'") == [(dt.date(2025, 10, 27),)]


def test_an_agencys_own_figures_stand_before_an_export(year):
    own = [row for row in year.national.counts if row.agency_code == "H49"]
    [(done, basis)] = year.ask(f"SELECT done_total, basis FROM mart.dossier_rate WHERE as_of = DATE '{FAULT_DAY}' AND agency_code = 'H49'")
    assert (done, basis) == (sum(row.done_total for row in own), "counts")
    [(said,)] = year.ask(
        "SELECT sum(done_total)::BIGINT FROM core.dossier_count_report "
        f"WHERE reported_by = 'VPCP' AND reported_on = DATE '{FAULT_DAY}' AND agency_code = 'H49'"
    )
    assert said == done + 500


def test_the_figures_of_the_national_day_do_not_move(year):
    assert year.headline("tasks_open_overdue", "national", NATIONAL_DAY)["value"] == 51
    assert round(year.headline("dossiers_online_full_rate", "national", NATIONAL_DAY)["value"], 2) == 39.98
