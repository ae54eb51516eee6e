"""The year through the pipeline: every figure that the sources state comes out of the rows that the offices sent."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from openpyxl import load_workbook

from examples.directive_year import DAYS
from examples.directive_year.provinces import provinces_of_then, successors

MARCH, JUNE, JULY, SEPTEMBER, DAY_BEFORE, NOVEMBER = DAYS
NATIONAL_DAY = dt.date(2025, 10, 28)
RATE = "dossiers_online_full_rate"


def test_every_refresh_published_and_nothing_broke_inside_us(year):
    assert [day for day, result in year.refreshes.items() if not (result.is_good and result.publication and result.publication.published)] == []


def test_every_row_that_was_written_was_read(year):
    """By table: what the manifest says, and what was loaded; nothing of the honest days is refused, held or lost."""
    written = Counter()
    for part in year.history.days:
        for entry in part.files:
            written[entry.path, entry.dataset] += entry.rows
    loaded = Counter()
    for path, dataset, rows, others in year.ask(
        "SELECT d.path, t.dataset, t.rows_loaded, t.rows_quarantined + t.rows_held FROM audit.table_read AS t "
        "INNER JOIN audit.delivery AS d ON d.delivery_id = t.delivery_id WHERE t.dataset IS NOT NULL"
    ):
        if (path, dataset) in written:
            loaded[path, dataset] += rows
            assert others == 0, path
    assert len(written) > 350
    assert loaded == written


def test_march_fourteen_of_twenty_two_and_fifty_four_of_sixty_three_have_plans(year):
    said = {
        (code, block): (int(yes), offices)
        for code, block, yes, offices in year.ask(
            f"SELECT indicator_code, block, sum(value), count(*) FROM mart.indicator_progress WHERE as_of = DATE '{MARCH}' GROUP BY ALL"
        )
    }
    declared = {("I45", "central"): (8, 1), ("I46", "central"): (10, 1)}
    assert said == {
        ("I12", "central"): (14, 22),
        ("I13", "provincial"): (54, 63),
        ("I14a", "central"): (4, 22),
        ("I14b", "provincial"): (37, 63),
        **declared,
    }
    expected = year.history.on(MARCH).expected
    assert expected["without_plan"] == {"central": 8, "provincial": 9}
    assert expected["declared_without_plan"] == {"central": 8, "provincial": 10}, "what was said then does not agree with 63 less 54"
    [(without,)] = year.ask(f"SELECT count(*) FROM core.indicator_values_as_of(DATE '{MARCH}') WHERE indicator_code = 'I13' AND value = 0")
    assert without == 9


def test_what_was_declared_of_march_is_flagged_where_the_rows_count_otherwise(year):
    """10 localities without a plan were declared, 9 are counted; 8 central agencies are 8. It is still said after the year's last build."""
    found = year.ask(
        "SELECT d.path, i.sheet, i.cell, i.value, i.expected, i.severity, i.action FROM audit.issue AS i "
        "INNER JOIN audit.delivery AS d ON d.delivery_id = i.delivery_id WHERE i.code = 'DECLARED_DIFFERS_FROM_COUNTED'"
    )
    [(path, sheet, cell, *told)] = found
    assert path == f"{MARCH}/VPCP/tong_hop_ca_nuoc_{MARCH:%Y%m%d}.xlsx"
    assert told == ["10", "9", "warning", "load"]
    written = load_workbook(year.home / "inbox" / path)[sheet]
    assert str(written[cell].value) == "10"
    assert year.ask(f"SELECT value FROM core.indicator_values_as_of(DATE '{MARCH}') WHERE indicator_code = 'I46'") == [(10,)]


def test_march_counts_the_agencies_of_that_time(year):
    assert [year.headline("agencies_reported", block, MARCH)["value"] for block in ("central", "provincial", "national")] == [22, 63, 85]


def test_july_seventy_five_overdue_tasks_at_nine_ministries(year):
    assert year.headline("tasks_open_overdue", "national", JULY)["value"] == 75
    assert year.headline("tasks_open_overdue", "central", JULY)["value"] == 75
    holders = dict(
        year.ask(f"SELECT agency_code, open_overdue FROM mart.task_progress WHERE as_of = DATE '{JULY}' AND open_overdue > 0 ORDER BY agency_code")
    )
    assert len(holders) == 9
    assert holders == year.history.on(JULY).expected["agencies_with_overdue"]


@pytest.mark.parametrize("day", [JUNE, JULY])
def test_six_months_rates(year, day):
    national, provincial = (year.headline(RATE, block, day) for block in ("national", "provincial"))
    assert round(national["value"], 2) == 39.51
    assert round(provincial["value"], 2) == 15.21
    assert (national["numerator"], national["denominator"]) == (1_994_276, 5_047_522)
    assert (provincial["numerator"], provincial["denominator"]) == (296_267, 1_947_839)
    # On the last day of June 63 provinces, in July the 34 that these are in.
    assert (provincial["agencies_counted"], provincial["agencies_expected"]) == {JUNE: (63, 63), JULY: (34, 34)}[day]
    assert (national["agencies_counted"], national["agencies_expected"], national["coverage_pct"]) == {JUNE: (85, 85, 100), JULY: (56, 56, 100)}[day]


def test_june_was_said_by_the_sixty_three_of_that_time(year):
    senders = dict(
        year.ask(
            "SELECT reported_by, count(DISTINCT agency_code) FROM core.dossier_count_report AS r "
            f"SEMI JOIN (SELECT agency_code FROM core.agency WHERE block = 'provincial') AS p USING (agency_code) WHERE reported_on = DATE '{JUNE}' "
            "GROUP BY reported_by"
        )
    )
    assert senders == {agency.code: 1 for agency in provinces_of_then()}
    [(gone,)] = year.ask(
        f"SELECT count(*) FROM core.agency AS a WHERE valid_to = DATE '{JUNE}' "
        "AND agency_code IN (SELECT agency_code FROM core.dossier_count_report WHERE period_to = DATE '2025-06-30')"
    )
    assert gone == 29


def test_june_by_todays_thirty_four(year):
    """Summed by successor: 34 provinces, the same rate, and each with what its parts sent."""
    rows = year.ask(
        "SELECT coalesce(a.successor_code, a.agency_code) AS today, sum(c.online_full)::BIGINT, sum(c.done_total)::BIGINT "
        f"FROM core.dossier_counts_as_of(DATE '{JULY}') AS c INNER JOIN core.agency AS a ON a.agency_code = c.agency_code "
        "WHERE a.block = 'provincial' GROUP BY today"
    )
    assert len(rows) == 34
    assert {today: [full, done] for today, full, done in rows} == year.history.on(JUNE).expected["by_todays_provinces"]
    assert round(100 * sum(full for _, full, _ in rows) / sum(done for _, _, done in rows), 2) == 15.21


def test_the_register_knows_the_same_successors(year):
    said = dict(year.ask("SELECT agency_code, coalesce(successor_code, agency_code) FROM core.agency WHERE block = 'provincial'"))
    assert {code: said[code] for code in successors()} == successors()


def test_the_national_day_stands_as_ever(year):
    assert year.headline("tasks_open_overdue", "national", NATIONAL_DAY)["value"] == 51
    rates = [round(year.headline(RATE, block, NATIONAL_DAY)["value"], 2) for block in ("national", "central", "provincial")]
    assert rates == [39.98, 54.46, 16.94]
    reported = year.headline("agencies_reported", "national", NATIONAL_DAY)
    assert (reported["value"], reported["agencies_carried"], reported["agencies_missing"]) == (54, 2, 0)


def test_from_july_to_october(year):
    overdue = [year.headline("tasks_open_overdue", "national", day)["value"] for day in (JULY, NATIONAL_DAY)]
    rates = [year.headline(RATE, "national", day)["value"] for day in (JULY, NATIONAL_DAY)]
    assert overdue[1] - overdue[0] == -24
    assert round(rates[1] - rates[0], 2) == 0.47


def test_from_the_day_before(year):
    part = year.history.on(DAY_BEFORE)
    assert year.headline("agencies_reported", "national", DAY_BEFORE)["value"] == 56 == part.expected["agencies_reported"]
    overdue = {row.task_code for row in part.tasks if row.is_overdue(DAY_BEFORE)}
    assert year.headline("tasks_open_overdue", "national", DAY_BEFORE)["value"] == len(overdue) > 51
    assert year.headline("tasks_total", "national", DAY_BEFORE)["value"] == part.expected["tasks_total"]
    before, then = (year.headline("dossiers_done_total", "national", day)["value"] for day in (DAY_BEFORE, NATIONAL_DAY))
    assert 0 < then - before < 30_000
    assert year.headline(RATE, "national", DAY_BEFORE)["value"] < year.headline(RATE, "national", NATIONAL_DAY)["value"]


def test_july_is_closed_by_september_and_nothing_is_carried_for_ever(year):
    rows = year.ask(f"SELECT status, count(*) FROM core.tasks_as_of(DATE '{SEPTEMBER}') WHERE task_code LIKE 'NQ03.%' GROUP BY status")
    assert {status for status, _ in rows} == {"done_on_time", "done_late"}
    assert year.headline("tasks_open_overdue", "national", SEPTEMBER)["value"] == year.history.on(SEPTEMBER).expected["tasks_open_overdue"]
    for day in (SEPTEMBER, DAY_BEFORE, NATIONAL_DAY):
        assert year.ask(f"SELECT sum(carried)::BIGINT FROM mart.task_progress WHERE as_of = DATE '{day}'") == [(0,)]


def test_one_ministry_in_november(year):
    [row] = year.rows(f"SELECT * FROM mart.task_progress WHERE as_of = DATE '{NOVEMBER}' AND agency_code = 'BNNMT'")
    figures = {
        name: row[name] for name in ("total", "done", "done_on_time", "done_late", "open_in_time", "open_overdue", "submitted", "other", "carried")
    }
    assert figures == {
        "total": 187,
        "done": 58,
        "done_on_time": 41,
        "done_late": 17,
        "open_in_time": 119,
        "open_overdue": 10,
        "submitted": 1,
        "other": 0,
        "carried": 0,
    }
    shares = [row[name] for name in ("done_pct", "done_on_time_pct", "done_late_pct")]
    assert [round(share) for share in shares] == [31, 22, 9]
    assert round(row["open_in_time_pct"], 1) == 63.6


def test_what_is_submitted_or_returned_is_neither_done_nor_in_time(year):
    expected = year.history.on(NOVEMBER).expected
    said = {
        acceptance: (code, status, overdue)
        for code, acceptance, status, overdue in year.ask(
            f"SELECT task_code, acceptance, status, is_overdue FROM core.tasks_as_of(DATE '{NOVEMBER}') "
            "WHERE agency_code = 'BNNMT' AND acceptance IN ('submitted', 'returned')"
        )
    }
    assert said == {"submitted": (expected["submitted"], "open_overdue", True), "returned": (expected["returned"], "open_overdue", True)}


def test_november_is_one_agencys_word_and_the_rest_is_carried(year):
    reported = year.headline("agencies_reported", "national", NOVEMBER)
    assert (reported["value"], reported["agencies_carried"]) == (1, 55)
