"""The further days of the year, before any pipeline: their rows give what the sources state, and one day agrees with the next."""

from __future__ import annotations

import ast
import hashlib
from collections import Counter, defaultdict
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import examples.directive_year as directive_year
from examples.directive_year import DAYS, NATIONAL_DAY, write_day, write_history
from examples.directive_year.november import standing
from examples.directive_year.provinces import provinces_of_then, successors
from examples.national_day import make
from examples.national_day.agencies import every_agency

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MARCH, JUNE, JULY, SEPTEMBER, DAY_BEFORE, NOVEMBER = DAYS


@pytest.fixture(scope="module")
def inbox(tmp_path_factory):
    return tmp_path_factory.mktemp("inbox")


@pytest.fixture(scope="module")
def history(inbox):
    return write_history(inbox)


@pytest.fixture(scope="module")
def national():
    return make()


def test_sixty_three_provinces_became_thirty_four():
    assert len({agency.code for agency in provinces_of_then()}) == 63
    today = {agency.code for agency in every_agency() if not agency.is_central}
    assert set(successors().values()) == today and len(today) == 34
    assert sum(code != successor for code, successor in successors().items()) == 29
    names = {agency.code: agency.name for agency in every_agency()}
    assert all(names[agency.code] == agency.name for agency in provinces_of_then() if agency.code in names)


def test_plans_and_committees(history):
    yes, offices = Counter(), Counter()
    for row in history.on(MARCH).indicators:
        assert row.value in (0, 1)
        yes[row.code] += row.value
        offices[row.code] += 1
    assert yes == {"I12": 14, "I13": 54, "I14a": 4, "I14b": 37}
    assert offices == {"I12": 22, "I13": 63, "I14a": 22, "I14b": 63}


def test_six_months_of_dossiers(history):
    full, done = Counter(), Counter()
    for block, day in (("provincial", JUNE), ("central", JULY)):
        for row in history.on(day).counts:
            full[block] += row.online_full
            done[block] += row.done_total
    assert round(100 * full["provincial"] / done["provincial"], 2) == 15.21
    assert round(100 * full.total() / done.total(), 2) == 39.51
    assert len({row.agency_code for row in history.on(JUNE).counts}) == 63
    assert len({row.agency_code for row in history.on(JULY).counts}) == 22


def test_july_tasks(history):
    rows = history.on(JULY).tasks
    holders = Counter(row.agency_code for row in rows if row.is_overdue(JULY))
    assert holders.total() == 75 and len(holders) == 9
    assert len({row.task_code for row in rows}) == len(rows)


def test_a_list_that_is_dropped_was_closed_before(history, national):
    """An open task that an office's next list lacks would be carried by a reader for ever."""
    days = [history.on(JULY).tasks, history.on(SEPTEMBER).tasks, history.on(DAY_BEFORE).tasks, national.tasks]
    lists = [defaultdict(dict) for _ in days]
    for held, rows in zip(lists, days, strict=True):
        for row in rows:
            held[row.agency_code][row.task_code] = row
    for earlier, later in pairwise(lists):
        for agency in set(earlier) & set(later):
            dropped = [row for code, row in earlier[agency].items() if code not in later[agency]]
            assert all(row.state == "done" for row in dropped), agency


def test_no_label_contradicts_its_dates(history):
    for day in (JULY, SEPTEMBER, DAY_BEFORE, NOVEMBER):
        for row in history.on(day).tasks:
            if row.state == "done":
                assert row.completed_on is not None and row.assigned_on <= row.completed_on <= day, (day, row.task_code)
            elif row.state == "open":
                assert row.completed_on is None
                assert not ("trong hạn" in row.status_text and row.is_overdue(day)), (day, row.task_code)
                assert not ("quá hạn" in row.status_text.lower() and not row.is_overdue(day)), (day, row.task_code)


def test_the_day_before_agrees_with_the_national_day(history, national):
    then = {(row.agency_code, row.task_code): row for row in national.tasks}
    before = {(row.agency_code, row.task_code): row for row in history.on(DAY_BEFORE).tasks}
    assert set(then) <= set(before)
    assert {agency for agency, _ in set(before) - set(then)} == {"VHLKHXH", "H12"}
    for key, row in then.items():
        assert (before[key].title, before[key].due_on, before[key].source_document, before[key].number) == (
            row.title,
            row.due_on,
            row.source_document,
            row.number,
        )
        assert not (before[key].state == "done" and row.state != "done"), "what was done does not come undone"
    reopened = [key for key, row in then.items() if row.state == "done" and before[key].state == "open"]
    assert len(reopened) == sum(row.completed_on == DAY_BEFORE for row in national.tasks)
    assert len(reopened) > 3


def test_counts_grow_from_day_to_day_and_keep_their_identities(history, national):
    then = {(row.agency_code, row.section, row.field): row for row in national.counts}
    grown = 0
    for part in (history.on(DAY_BEFORE), history.on(JUNE), history.on(JULY)):
        for row in part.counts:
            assert row.received_total == row.received_online + row.received_offline + row.carried_over
            assert row.done_total == row.done_early + row.done_on_time + row.done_late
            assert row.open_total == row.open_in_time + row.open_overdue
            assert row.received_total == row.done_total + row.open_total
            assert row.online_full + row.online_partial <= row.done_total
            assert min(row.received_online, row.received_offline, row.done_early, row.online_full, row.digitised) >= 0
    for row in history.on(DAY_BEFORE).counts:
        later = then.get((row.agency_code, row.section, row.field))
        if later:
            assert row.done_total <= later.done_total and row.online_full <= later.online_full
            grown += row.done_total < later.done_total
    assert grown > 300


def test_one_ministry_in_november(history, national):
    rows = history.on(NOVEMBER).tasks
    assert Counter(standing(row) for row in rows) == {"done_on_time": 41, "done_late": 17, "open_in_time": 119, "open_overdue": 10}
    assert len({row.task_code for row in rows}) == len(rows) == 187
    special = {row.status_text: row for row in rows if row.status_text in ("Đã trình", "Trả lại")}
    assert all(row.is_overdue(NOVEMBER) for row in special.values()) and len(special) == 2
    assert sum(row.submitted for row in rows) == 1
    still_open = {row.task_code for row in national.tasks if row.agency_code == "BNNMT" and row.state in ("open", "paused")}
    assert still_open <= {row.task_code for row in rows}


def test_the_files_stand_as_the_manifest_says(history, inbox):
    on_disk = {path.relative_to(inbox).as_posix() for path in inbox.rglob("*") if path.is_file()}
    assert on_disk == {entry.path for part in history.days for entry in part.files}
    for part in history.days:
        assert all(entry.path.startswith(f"{part.folder}/") and entry.rows > 0 for entry in part.files)
        assert {datetime.fromtimestamp((inbox / entry.path).stat().st_mtime, ZONE).date() for entry in part.files} == {part.day}
    assert NATIONAL_DAY not in DAYS


def test_provinces_that_were_to_vanish_send_under_their_own_codes(history):
    folders = {entry.path.split("/")[1] for entry in history.on(JUNE).files}
    assert folders == set(successors())


def test_nothing_that_is_expected_is_printed(history, inbox):
    for day in (JUNE, JULY):
        for entry in history.on(day).files:
            path = inbox / entry.path
            if path.suffix != ".xlsx":
                content = path.read_text(encoding="utf-8-sig")
                assert not any(figure in content for figure in ("39,51", "39.51", "15,21", "15.21")), entry.path


def test_the_same_bytes_each_time(history, inbox, tmp_path):
    assert write_day(tmp_path, JULY).as_dict() == history.on(JULY).as_dict()
    for path in [path for path in tmp_path.rglob("*") if path.is_file()]:
        twin = inbox / path.relative_to(tmp_path)
        assert hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(twin.read_bytes()).digest()


def test_a_day_on_which_nothing_came(history, tmp_path):
    with pytest.raises(KeyError):
        write_day(tmp_path, date(2025, 4, 30))
    with pytest.raises(KeyError):
        history.on(NATIONAL_DAY)


@pytest.mark.parametrize("package", ["directive_year", "faults"])
def test_nothing_of_the_house_is_imported(package):
    modules = list((Path(directive_year.__file__).parent.parent / package).glob("*.py"))
    assert modules
    for module in modules:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            assert not {name.split(".")[0] for name in names} & {"pipelines", "schemas", "assets", "config", "duckdb"}, module.name
