"""The demonstration inbox: its figures recomputed from its rows, its files as promised, the same bytes each time."""

from __future__ import annotations

import ast
import csv
import hashlib
import json
import unicodedata
from collections import Counter, defaultdict
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

import examples.national_day as national_day
from examples.national_day import write_inbox

DAY = date(2025, 10, 28)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(scope="module")
def inbox(tmp_path_factory):
    return tmp_path_factory.mktemp("inbox")


@pytest.fixture(scope="module")
def manifest(inbox):
    return write_inbox(inbox)


@pytest.fixture(scope="module")
def blocks():
    with (Path(national_day.__file__).parent / "agencies.csv").open(encoding="utf-8") as lines:
        return {row["code"]: row["block"] for row in csv.DictReader(lines)}


def holders_of_overdue_tasks(manifest):
    """Task code -> agencies where it is not done, not paused, and its deadline is before the day."""
    holders = defaultdict(set)
    for row in manifest.tasks:
        if row.completed_on is None and row.state not in ("paused", "cancelled") and row.due_on is not None and row.due_on < DAY:
            holders[row.task_code].add(row.agency_code)
    return holders


def test_fifty_one_tasks_are_overdue(manifest):
    assert len(holders_of_overdue_tasks(manifest)) == 51
    assert manifest.expected["tasks_open_overdue"] == 51


def test_one_task_is_held_by_every_province_that_reports_and_counts_once(manifest, blocks):
    everywhere = defaultdict(set)
    for row in manifest.tasks:
        everywhere[row.task_code].add(row.agency_code)
    provinces = {code for code, block in blocks.items() if block == "provincial"}
    assert len(provinces) == 34
    overdue = holders_of_overdue_tasks(manifest)
    widest = [code for code in overdue if everywhere[code] == provinces - {"H12"}]
    assert len(widest) == 1
    assert 2 <= len(overdue[widest[0]]) < 33, "some provinces have done it, others have not"


def test_other_overdue_tasks_are_spread_and_shared(manifest, blocks):
    everywhere = defaultdict(set)
    for row in manifest.tasks:
        everywhere[row.task_code].add(row.agency_code)
    overdue = {code: holders for code, holders in holders_of_overdue_tasks(manifest).items() if len(everywhere[code]) < 10}
    assert len(overdue) == 50
    assert Counter(len(everywhere[code]) for code in overdue) == {1: 40, 2: 8, 3: 2}
    assert any(holders < everywhere[code] for code, holders in overdue.items()), "done at one holder, overdue at another"
    assert {blocks[agency] for holders in overdue.values() for agency in holders} == {"central", "provincial"}
    submitted = {row.task_code for row in manifest.tasks if row.submitted and row.due_on and row.due_on < DAY}
    assert len(submitted & set(overdue)) >= 5


def test_every_kind_of_state_occurs_and_rows_agree_with_their_labels(manifest):
    kinds = Counter()
    for row in manifest.tasks:
        late = row.due_on is not None and row.due_on < DAY
        if row.state == "done":
            assert row.completed_on <= DAY and row.evidence
            assert row.assigned_on <= row.completed_on
            kind = "done_late" if row.completed_on > row.due_on else "done_on_time"
            assert ("quá hạn" in row.status_text or "trễ" in row.status_text or "chậm" in row.status_text) == (kind == "done_late")
        else:
            assert row.completed_on is None
            kind = row.state if row.state != "open" else "standing" if row.due_on is None else "overdue" if late else "in_time"
            if "trong hạn" in row.status_text or "đúng hạn" in row.status_text:
                assert kind == "in_time"
            if "quá hạn" in row.status_text or row.status_text == "Quá hạn":
                assert kind == "overdue" and row.blocker
        kinds[kind] += 1
    assert set(kinds) == {"done_on_time", "done_late", "in_time", "overdue", "standing", "paused", "cancelled"}
    assert 900 <= len(manifest.tasks) <= 1200
    assert any(row.submitted and row.due_on >= DAY for row in manifest.tasks if row.due_on)
    assert any(row.responsible_person is None for row in manifest.tasks) and any(row.product is None for row in manifest.tasks)


def test_no_deadline_can_be_read_on_both_sides_of_the_day(manifest):
    near = [row for row in manifest.tasks if row.due_on and abs((row.due_on - DAY).days) < 3]
    assert near == []
    near_completion = [row for row in manifest.tasks if row.completed_on and row.due_on and abs((row.completed_on - row.due_on).days) < 2]
    assert near_completion == []


def test_codes_titles_and_places_in_documents_tell_tasks_apart(manifest):
    by_code = defaultdict(set)
    for row in manifest.tasks:
        by_code[row.task_code].add((row.title, row.number))
        assert len(row.title) >= 15
    assert all(len(said) == 1 for said in by_code.values())
    titles = [next(iter(said))[0] for said in by_code.values()]
    assert len(set(titles)) == len(titles)
    keys = Counter((row.agency_code, row.task_code) for row in manifest.tasks)
    assert max(keys.values()) == 1
    uncoded = {row.task_code for row in manifest.tasks if row.agency_code in ("BNG", "TTXVN", "VOV")}
    coded = {row.task_code for row in manifest.tasks if row.agency_code not in ("BNG", "TTXVN", "VOV")}
    assert uncoded and not uncoded & coded, "a task without its code must not be shared, or nobody could know it is one"


def sums_for_the_rate(manifest, blocks):
    """Full-process and settled dossiers by block: counts where an agency sends them, else its dossiers; not the agency without the column."""
    full, done = Counter(), Counter()
    counting = {entry.agency_code for entry in manifest.files if entry.dataset == "dossier_counts"}
    for row in manifest.counts:
        if row.agency_code != "H27":
            full[blocks[row.agency_code]] += row.online_full
            done[blocks[row.agency_code]] += row.done_total
    for row in manifest.dossiers:
        if row.agency_code not in counting and row.finished_at is not None:
            done[blocks[row.agency_code]] += 1
            full[blocks[row.agency_code]] += row.channel == "online" and row.full_process
    return full, done


def test_rates_come_out_of_the_rows(manifest, blocks):
    full, done = sums_for_the_rate(manifest, blocks)
    assert round(100 * full["central"] / done["central"], 2) == 54.46
    assert round(100 * full["provincial"] / done["provincial"], 2) == 16.94
    assert round(100 * full.total() / done.total(), 2) == 39.98
    assert round(100 * done["central"] / done.total(), 2) == 61.41
    assert manifest.expected["dossiers_rate_denominator"] == {"national": done.total(), **done}
    assert manifest.expected["dossiers_rate_numerator"] == {"national": full.total(), **full}


def test_agencies_differ_so_that_a_mean_of_rates_is_wrong(manifest, blocks):
    by_agency = defaultdict(lambda: [0, 0])
    for row in manifest.counts:
        by_agency[row.agency_code][0] += row.online_full
        by_agency[row.agency_code][1] += row.done_total
    mean = sum(full / done for full, done in by_agency.values()) / len(by_agency)
    assert abs(100 * mean - 39.98) > 2


def test_every_counts_row_satisfies_the_identities(manifest):
    assert len({row.agency_code for row in manifest.counts}) == 52
    for row in manifest.counts:
        assert row.received_total == row.received_online + row.received_offline + row.carried_over
        assert row.done_total == row.done_early + row.done_on_time + row.done_late
        assert row.open_total == row.open_in_time + row.open_overdue
        assert row.received_total == row.done_total + row.open_total
        assert row.online_full + row.online_partial <= row.done_total
        assert min(getattr(row, name) for name in ("received_offline", "carried_over", "done_early", "open_in_time", "online_full")) >= 0


def test_dossiers_reconcile_with_the_counts_of_agencies_that_send_both(manifest):
    counted, seen = defaultdict(Counter), defaultdict(Counter)
    for row in manifest.counts:
        counted[row.agency_code].update(
            done=row.done_total, full=row.online_full, received=row.received_total, open=row.open_total, late=row.done_late
        )
    for row in manifest.dossiers:
        done = row.finished_at is not None
        seen[row.agency_code].update(
            done=done,
            full=done and row.channel == "online" and row.full_process,
            received=1,
            open=not done,
            late=done and row.finished_at.date() > row.due_at.date(),
        )
    both = set(counted) & set(seen)
    assert len(both) == 5 and set(seen) - both == {"TTCP", "H52"}
    for code in both:
        assert counted[code] == seen[code]


def test_dossiers_lie_in_the_period_and_bear_codes_of_their_agency(manifest):
    codes = [row.dossier_code for row in manifest.dossiers]
    assert len(set(codes)) == len(codes)
    for row in manifest.dossiers:
        assert row.received_at.date() <= DAY
        assert row.received_at.year == 2025 or (row.finished_at is not None and row.finished_at.year == 2025)
        assert row.finished_at is None or row.received_at < row.finished_at <= datetime.combine(DAY, time.max)
        assert f"-{row.received_at:%y%m%d}-" in row.dossier_code
        assert len(row.citizen_number) == 12
        if row.finished_at is None:
            assert row.due_at.date() != DAY
    only = [row for row in manifest.dossiers if row.agency_code in ("TTCP", "H52")]
    assert only and all(row.received_at.year == 2025 for row in only)


def test_all_but_two_agencies_send_three_datasets(manifest, blocks):
    sent = defaultdict(set)
    for entry in manifest.files:
        sent[entry.agency_code].add(entry.dataset)
    assert set(blocks) - set(sent) == {"VHLKHXH", "H12"} == set(manifest.silent)
    assert len(blocks) == 56
    assert all({"tasks", "indicators"} < datasets and datasets & {"dossiers", "dossier_counts"} for datasets in sent.values())
    assert sum("dossiers" in datasets for datasets in sent.values()) >= 6
    assert all(8 <= sum(row.agency_code == code for row in manifest.indicators) <= 15 for code in sent)


def test_the_files_stand_as_the_manifest_says(manifest, inbox):
    on_disk = {path.relative_to(inbox).as_posix() for path in inbox.rglob("*") if path.is_file()}
    assert on_disk == {entry.path for entry in manifest.files}
    assert 155 <= len(on_disk) <= 175
    assert not any("manifest" in path.lower() for path in on_disk)
    assert len({entry.layout for entry in manifest.files}) >= 24
    assert {Path(path).suffix for path in on_disk} == {".xlsx", ".csv", ".json"}
    folders = {path.split("/")[0] for path in on_disk}
    assert "gui-chung" in folders and not folders & {"VHLKHXH", "H12"}


def test_files_were_changed_in_the_afternoon(manifest, inbox):
    for entry in manifest.files:
        changed = datetime.fromtimestamp((inbox / entry.path).stat().st_mtime, ZONE)
        assert changed.date() == DAY and time(13) <= changed.time() <= time(17, 30)


def test_one_file_alone_says_no_date(manifest, inbox):
    """By a reader that knows nothing but the ways a date is written: 28/10/2025, 28-10-2025, 28.10.2025, 2025-10-28, 20251028, in words."""
    spellings = ("28/10/2025", "28-10-2025", "28.10.2025", "2025-10-28", "20251028", "28102025", "28 tháng 10 năm 2025")
    silent_on_date = [
        path
        for path in {entry.path for entry in manifest.files}
        if not any(spelling in path for spelling in spellings)
        and not any(spelling.casefold() in unicodedata.normalize("NFC", text(inbox / path)).casefold() for spelling in spellings)
    ]
    assert [path.split("/")[0] for path in silent_on_date] == ["H61"]


def test_nothing_that_is_expected_is_printed(manifest, inbox):
    for path in {entry.path for entry in manifest.files}:
        content = text(inbox / path)
        for figure in ("39,98", "39.98", "54,46", "54.46", "16,94", "16.94"):
            assert figure not in content, path


def text(path):
    """All the text of a file, cells joined by line breaks."""
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8-sig")
    book = openpyxl.load_workbook(path, read_only=True)
    return "\n".join(str(value) for sheet in book for row in sheet.iter_rows(values_only=True, max_row=60) for value in row if value is not None)


@pytest.mark.parametrize(
    ("layout", "key"),
    [
        ("tasks_letter", "task_code"),
        ("tasks_shifted", "task_code"),
        ("counts_form", "field"),
        ("indicators_letter", "name"),
        ("dossiers_portal", "dossier_code"),
    ],
)
def test_workbooks_hold_every_row_once(manifest, inbox, layout, key):
    lists = {"tasks": manifest.tasks, "dossier_counts": manifest.counts, "indicators": manifest.indicators, "dossiers": manifest.dossiers}
    entry = next(entry for entry in manifest.files if entry.layout == layout)
    book = openpyxl.load_workbook(inbox / entry.path)
    cells = Counter(value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)
    keys = [getattr(row, key) for row in lists[entry.dataset] if row.agency_code == entry.agency_code]
    assert len(keys) == entry.rows > 0
    assert all(cells[name] == 1 for name in keys)


def test_texts_hold_every_row_once(manifest, inbox):
    for entry in manifest.files:
        path = inbox / entry.path
        if path.suffix == ".json":
            body = json.loads(path.read_text(encoding="utf-8"))
            assert [len(value) for value in body.values() if isinstance(value, list)] == [entry.rows]
        elif entry.layout.endswith("_commas"):
            with path.open(encoding="utf-8", newline="") as lines:
                assert len(list(csv.reader(lines))) == entry.rows + 1


def test_one_form_has_no_full_process_column(manifest, inbox):
    entries = [entry for entry in manifest.files if entry.dataset == "dossier_counts"]
    lacking = [
        entry.agency_code
        for entry in entries
        if "toàn trình" not in text(inbox / entry.path).lower() and "toan_trinh" not in text(inbox / entry.path)
    ]
    assert lacking == ["H27"]


def test_one_file_is_decomposed_and_some_text_has_no_break_spaces(manifest, inbox):
    texts = {entry.path: (inbox / entry.path).read_text(encoding="utf-8") for entry in manifest.files if not entry.path.endswith(".xlsx")}
    assert [path.split("/")[0] for path, content in texts.items() if unicodedata.normalize("NFC", content) != content] == ["H57"]
    bare = next(entry for entry in manifest.files if entry.layout == "tasks_bare")
    assert "\u00a0" in text(inbox / bare.path) and "  " in text(inbox / bare.path)


def test_a_form_is_merged_as_printed(manifest, inbox):
    entry = next(entry for entry in manifest.files if entry.layout == "counts_form")
    sheet = openpyxl.load_workbook(inbox / entry.path)["II.06a"]
    merged = {str(merge) for merge in sheet.merged_cells.ranges}
    assert {"A5:A7", "B5:B7", "C5:F5", "C6:C7", "D6:E6", "F6:F7", "G5:K5", "L5:N5"} <= merged
    assert sheet["C8"].value == "(3)=(4)+(5)+(6)"
    assert sheet["D7"].value == "Trực tuyến"


def test_the_same_bytes_each_time(manifest, inbox, tmp_path):
    again = write_inbox(tmp_path)
    assert again.as_dict() == manifest.as_dict()
    for path in {entry.path for entry in manifest.files}:
        assert hashlib.sha256((tmp_path / path).read_bytes()).digest() == hashlib.sha256((inbox / path).read_bytes()).digest(), path
        assert (tmp_path / path).stat().st_mtime == (inbox / path).stat().st_mtime


def test_another_day_and_seed_give_other_rows_and_the_same_count():
    other = national_day.make(date(2025, 11, 20), seed=3)
    overdue = {row.task_code for row in other.tasks if row.is_overdue(date(2025, 11, 20))}
    assert len(overdue) == 51
    assert other.tasks[0] != national_day.make().tasks[0]


def test_the_manifest_goes_into_json(manifest):
    back = json.loads(json.dumps(manifest.as_dict(), ensure_ascii=False))
    assert back["expected"]["agencies_reported"] == 54
    assert sum(entry["rows"] for entry in back["files"]) == sum(back["expected"]["rows"].values())


def test_the_demonstration_imports_nothing_of_the_house():
    for module in Path(national_day.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            assert not {name.split(".")[0] for name in names} & {"pipelines", "schemas", "assets", "config", "polars", "duckdb"}, module.name
