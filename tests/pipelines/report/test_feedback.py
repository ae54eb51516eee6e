"""Feedback to senders: receipts, marked workbooks, who gets which, and that nothing is written twice."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from pipelines.archive import Archive
from pipelines.ledger import Ledger
from pipelines.refresh import intake, open_run, settle
from pipelines.registers import default_config_dir, load
from pipelines.report.annotated import LIST_SHEET, MOST_COMMENTS
from pipelines.report.feedback_files import NOBODY
from pipelines.report.receipt import MOST_PLACES
from pipelines.report.sender_check import check_files
from pipelines.settings import Settings
from pipelines.steward.decisions import RETRACT, record
from tests.pipelines.report import posted
from tests.pipelines.report.receipt_schema import faults


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    root = tmp_path_factory.mktemp("posted")
    posted.write(root / "inbox")
    home = posted.take(root)
    done = posted.feed(home)
    assert not done.failed
    assert (done.receipts, done.left) == (10, 0)
    return home


@pytest.fixture
def other(home, tmp_path):
    """The same home again, for what changes it."""
    shutil.copytree(home.root, tmp_path / "home", symlinks=True)
    return type(home)(tmp_path / "home")


def receipts(home) -> dict[str, dict]:
    """Receipts by the sender's path in the inbox, less the folder's day."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in home.reports.glob("*/feedback/*/*-bien-nhan.json")]
    return {one["file"]["name"]: one for one in found}


def folder_of(home, name: str) -> Path:
    """Where the receipt of a file lies."""
    (found,) = [path.parent for path in home.reports.rglob("*-bien-nhan.json") if json.loads(path.read_text())["file"]["name"] == name]
    return found


def workbook_of(home, name: str):
    return openpyxl.load_workbook(folder_of(home, name) / receipts(home)[name]["workbook"])


def comments(sheet) -> dict[str, str]:
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def test_every_delivery_has_a_receipt_that_keeps_the_schema(home):
    told = receipts(home)
    assert {name: one["status"]["code"] for name, one in told.items()} == {
        "nhiem vu.xlsx": "partially_accepted",
        "nhiem vu sua.xlsx": "accepted",
        "a.xlsx": "held",
        "nhieu.xlsx": "accepted_with_issues",
        "khong ngay.xlsx": "accepted_with_issues",
        "khong ngay (1).xlsx": "duplicate",
        "ho so.csv": "accepted_with_issues",
        "hong.xlsx": "rejected",
        "quet.pdf": "rejected",
        "rong.csv": "rejected",
    }
    for name, one in told.items():
        assert faults(one) == [], name
        for table in one["tables"]:
            rows = table["rows"]
            assert rows["read"] == rows["loaded"] + rows["quarantined"] + rows["held"] + rows["skipped"]
            assert sum(part["rows"] for part in table["skipped"]) == rows["skipped"]


def test_the_schema_refuses_what_no_receipt_may_be(home):
    one = receipts(home)["nhiem vu.xlsx"]
    assert faults(one | {"status": {"code": "fine", "vi": "tốt"}})
    assert faults(one | {"name_of_applicant": "x"})
    assert faults({name: value for name, value in one.items() if name != "to_do"})


def test_each_sender_has_a_folder_and_nobody_elses_files(home):
    assert folder_of(home, "nhiem vu.xlsx") == home.report_dir(posted.DAY) / "feedback" / "H26"
    assert folder_of(home, "a.xlsx").name == NOBODY
    for path in home.reports.rglob("*-bien-nhan.json"):
        agency = json.loads(path.read_text())["agency"]
        assert path.parent.name == (agency["code"] if agency else NOBODY)


def test_the_receipt_says_what_is_wrong_and_what_to_do(home):
    one = receipts(home)["nhiem vu.xlsx"]
    by_code = {issue["code"]: issue for issue in one["issues"]}
    assert [place["cell"] for place in by_code["BAD_DATE"]["places"]] == ["F5"]
    assert by_code["MISSING_KEY"]["action"] == "quarantine"
    future = by_code["FUTURE_COMPLETION"]["places"][0]
    assert (future["cell"], future["value"]) == ("F9", "29/11/2025")
    assert "29/11/2025" in future["message"]
    assert one["to_do"][0].startswith("Các dòng bị loại")
    assert any("«NV» F5" in line for line in one["to_do"])
    (table,) = [table for table in one["tables"] if table["dataset"]]
    assert {column["letter"]: column["field"] for column in table["columns"]}["F"] == "completed_on"


def test_many_places_are_counted_not_all_named(home):
    (issue,) = [one for one in receipts(home)["nhieu.xlsx"]["issues"] if one["code"] == "DEADLINE_UNRESOLVED"]
    assert (issue["count"], len(issue["places"]), issue["places_left_out"]) == (260, MOST_PLACES, 260 - MOST_PLACES)


def test_a_later_submission_says_what_it_replaces_and_the_earlier_one_by_what(home):
    told = receipts(home)
    (later,) = told["nhiem vu sua.xlsx"]["submissions"]
    (first,) = told["nhiem vu.xlsx"]["submissions"]
    assert (first["standing"], first["replaced_by"]["file_name"]) == ("superseded", "nhiem vu sua.xlsx")
    assert [one["file_name"] for one in later["replaces"]] == ["nhiem vu.xlsx"]


def test_the_workbook_comes_back_painted_and_the_rest_as_it_was(home):
    before = openpyxl.load_workbook(home.inbox / "H26" / "nhiem vu.xlsx")["NV"]
    after = workbook_of(home, "nhiem vu.xlsx")
    sheet = after["NV"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [[cell.value for cell in row] for row in before.iter_rows()]
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:I1"]
    said = comments(sheet)
    assert said["F5"].startswith("ghi chú của cơ quan\n---\n")
    assert "«31/02/2025» không phải ngày hợp lệ" in said["F5"]
    assert "Cần: ngày/tháng/năm, ví dụ 28/10/2025" in said["F5"]
    assert "Cách sửa: " in said["F5"]
    assert sheet["F5"].fill.fgColor.rgb == "FFF4B6B6"
    assert sheet["E5"].fill.fill_type is None
    listed = [[cell.value for cell in row] for row in after[LIST_SHEET].iter_rows()]
    assert any("nhiem vu.xlsx" in str(row[0]) for row in listed)
    assert any("F5" in row and "BAD_DATE" in row for row in listed)


def test_comments_end_where_nobody_reads_on(home):
    book = workbook_of(home, "nhieu.xlsx")
    assert len([text for text in comments(book["NV"]).values() if "không hiểu thời hạn" in text]) == MOST_COMMENTS
    assert book["NV"]["E264"].fill.fill_type == "solid"
    text = "\n".join(str(row[0].value) for row in book[LIST_SHEET].iter_rows(max_row=40))
    assert "ô được tô màu mà không có ghi chú" in text


def test_other_files_get_the_list_alone_and_clean_ones_nothing(home):
    assert workbook_of(home, "ho so.csv").sheetnames == [LIST_SHEET]
    assert workbook_of(home, "quet.pdf").sheetnames == [LIST_SHEET]
    assert receipts(home)["nhiem vu sua.xlsx"]["workbook"] is None
    assert receipts(home)["khong ngay (1).xlsx"]["workbook"] is None


def test_nobody_is_named_in_receipts_and_lists(home):
    one = receipts(home)["ho so.csv"]
    assert {place["cell"] for issue in one["issues"] for place in issue["places"]} >= {"G3", "F4", "H4", "I4", "H5"}
    assert any(place["value"] == "41/10/2025" for issue in one["issues"] for place in issue["places"])
    text = json.dumps(one, ensure_ascii=False) + str([[cell.value for cell in row] for row in workbook_of(home, "ho so.csv")[LIST_SHEET].iter_rows()])
    assert "•••" in text
    for secret in posted.SECRETS:
        assert secret not in text


ENGLISH = re.compile(r"\b(?:the|file|of|is|not|bytes?|document|error|damaged|sheet|row|column|read|found|date)\b", re.IGNORECASE)


def test_what_is_told_is_vietnamese(home):
    for name, one in receipts(home).items():
        texts = [one["reason"] or "", one["status"]["vi"], *one["to_do"]]
        texts += [str(place[part]) for issue in one["issues"] for place in issue["places"] for part in ("message", "expected", "value")]
        for text in texts:
            assert not re.search(r"\d{4}-\d\d-\d\d", text), (name, text)
            assert not ENGLISH.search(text.replace("«", "")), (name, text)


def test_check_says_what_the_receipt_says(home):
    """A file that is checked and the same one delivered: all but ids, moments and what other files do to it."""
    registers = load(default_config_dir())
    with Ledger.open(home.ledger) as ledger:
        delivered = ledger.deliveries_frame().select("file_name", "path", "delivered_at", "status").rows()
    told, compared = receipts(home), 0
    for name, path, moment, status in delivered:
        if status == "duplicate":
            continue
        (checked,) = check_files([home.inbox / path], registers, agency=path.split("/")[0] if path[0] == "H" else None, now=moment)
        after, before = told[name], checked.receipt
        alone = {"delivery", "submissions", "workbook"}
        assert {key: value for key, value in before.items() if key not in alone} == {key: value for key, value in after.items() if key not in alone}
        ids = {"submission_id", "standing", "standing_vi", "replaces", "replaced_by"}
        assert [{k: v for k, v in one.items() if k not in ids} for one in before["submissions"]] == [
            {k: v for k, v in one.items() if k not in ids} for one in after["submissions"]
        ]
        assert checked.heard.needs_workbook == (after["workbook"] is not None)
        compared += 1
    assert compared == 9


def test_the_checked_copy_is_the_workbook_that_comes_back(home, tmp_path):
    from click.testing import CliRunner

    from assets.cli import main

    done = CliRunner().invoke(main, ["check", str(home.inbox / "H26" / "nhiem vu.xlsx"), "--agency", "H26", "-o", str(tmp_path), "--json"])
    (told,) = json.loads(done.stdout)
    assert faults(told) == []
    before, after = openpyxl.load_workbook(told["check"]["annotated"]), workbook_of(home, "nhiem vu.xlsx")
    assert before.sheetnames == after.sheetnames
    for name in before.sheetnames:
        assert comments(before[name]) == comments(after[name])
        assert [[(c.value, c.fill.fgColor.rgb) for c in row] for row in before[name].iter_rows()] == [
            [(c.value, c.fill.fgColor.rgb) for c in row] for row in after[name].iter_rows()
        ]


def test_a_mended_copy_may_be_sent_as_it_came_back(home, tmp_path):
    """The list that was added is no table, and paint and comments are no data."""
    book = workbook_of(home, "nhiem vu.xlsx")
    sheet = book["NV"]
    sheet["F5"], sheet["F9"], sheet["B6"], sheet["B8"], sheet["E6"] = "15/10/2025", "27/10/2025", "NV.902", "NV.906", "30/11/2025"
    sheet["C6"] = "Xây dựng kho dữ liệu số 2"
    book.save(tmp_path / "sua.xlsx")
    (checked,) = check_files([tmp_path / "sua.xlsx"], load(default_config_dir()), agency="H26")
    assert checked.receipt["counts"]["errors"] == 0
    assert [table["rows"]["loaded"] for table in checked.receipt["tables"] if table["dataset"]] == [6]
    assert [(table["sheet"], table["status"]["code"]) for table in checked.receipt["tables"]][1:] == [(LIST_SHEET, "skipped")]


@pytest.mark.parametrize("name", ["a.xlsx", "khong ngay.xlsx"])
def test_a_copy_sent_as_it_came_back_says_nothing_that_the_first_did_not(home, tmp_path, name):
    """The list names agencies and days, as examples and as findings: none of them is a claim of the file."""
    registers = load(default_config_dir())
    painted = folder_of(home, name) / receipts(home)[name]["workbook"]
    moment = dt.datetime(2025, 10, 28, 15)
    paths = [tmp_path / "truoc.xlsx", tmp_path / "sau.xlsx"]
    source = next(home.inbox.rglob(name))
    for path, content in zip(paths, (source, painted), strict=True):
        path.write_bytes(content.read_bytes())
    before, after = (one.receipt for one in check_files(paths, registers, agency="H24" if name != "a.xlsx" else None, now=moment))
    assert before["submissions"] == after["submissions"]
    assert (before["agency"], before["status"], before["issues"]) == (after["agency"], after["status"], after["issues"])


# -- what is written when


def test_nothing_is_written_twice_and_what_is_lost_is_written_again(other):
    first = posted.feed(other)
    assert (first.receipts, first.workbooks, first.unchanged) == (0, 0, 10)
    gone = folder_of(other, "nhieu.xlsx") / receipts(other)["nhieu.xlsx"]["workbook"]
    gone.unlink()
    second = posted.feed(other)
    assert first.state == second.state != ""
    assert (second.receipts, second.workbooks, second.unchanged, gone.exists()) == (0, 1, 9, True)


def test_nothing_is_opened_where_nothing_changed(other, monkeypatch):
    """A year of deliveries must not be looked at one by one; what is lost is seen by the folder that changed."""
    posted.feed(other)
    monkeypatch.setattr("pipelines.report.contents.content_of", None)
    monkeypatch.setattr("pipelines.report.feedback.open_books", None)
    monkeypatch.setattr("pipelines.report.feedback.write_index", None)
    monkeypatch.setattr(Path, "iterdir", None)
    assert posted.feed(other).unchanged == 10


def test_a_lost_receipt_and_a_lost_folder_are_written_again(other):
    told = posted.feed(other)
    (folder_of(other, "ho so.csv") / f"{receipts(other)['ho so.csv']['delivery']['delivery_id']}-bien-nhan.json").unlink()
    assert posted.feed(other).receipts == 1
    shutil.rmtree(folder_of(other, "nhieu.xlsx"))
    done = posted.feed(other)
    assert (done.receipts, done.workbooks, done.unchanged) == (1, 1, 9)
    assert done.state == told.state
    assert posted.feed(other).receipts == 0


def test_a_retraction_writes_the_receipts_that_it_changes(other):
    folder, painted = folder_of(other, "nhiem vu sua.xlsx"), set(other.reports.rglob("*-loi.xlsx"))
    with Ledger.open(other.ledger) as ledger:
        found = ledger.deliveries_frame().filter(ledger.deliveries_frame()["file_name"] == "nhiem vu sua.xlsx")["delivery_id"][0]
        record(ledger, RETRACT, found, "gửi nhầm")
    posted.take(other.root)
    done = posted.feed(other)
    assert (done.receipts, done.workbooks) == (2, 0)
    told = receipts(other)
    assert (told["nhiem vu sua.xlsx"]["status"]["code"], told["nhiem vu sua.xlsx"]["reason"]) == ("retracted", "gửi nhầm")
    assert told["nhiem vu.xlsx"]["submissions"][0]["standing"] == "counts"
    assert folder_of(other, "nhiem vu sua.xlsx") == folder
    assert set(other.reports.rglob("*-loi.xlsx")) == painted


def test_an_assigned_delivery_leaves_the_folder_that_it_lay_in(other):
    from pipelines.steward.assign import assign

    before = folder_of(other, "a.xlsx")
    with Ledger.open(other.ledger) as ledger:
        found = ledger.deliveries_frame().filter(ledger.deliveries_frame()["file_name"] == "a.xlsx")["delivery_id"][0]
        assign(ledger, load(default_config_dir()), found, agency="H26", why="theo công văn", earliest_on=dt.date(2024, 12, 22))
    posted.take(other.root)
    posted.feed(other)
    assert folder_of(other, "a.xlsx").name == "H26"
    assert list(before.iterdir()) == []
    assert receipts(other)["a.xlsx"]["agency"]["evidence"] == "assigned"


def test_one_deliverys_trouble_is_its_own(other):
    with Ledger.open(other.ledger) as ledger:
        row = ledger.deliveries_frame().filter(ledger.deliveries_frame()["file_name"] == "nhieu.xlsx").row(0, named=True)
    (other.outcome_dir(row["delivery_id"], row["current_reading"]) / "issue.parquet").write_bytes(b"torn")
    shutil.rmtree(other.reports)
    done = posted.feed(other)
    assert list(done.failed) == [row["delivery_id"]]
    assert done.receipts == 9
    assert "nhieu.xlsx" not in receipts(other)


def test_what_failed_is_told_but_not_tried_again_until_it_is_mended(other, caplog, monkeypatch):
    with Ledger.open(other.ledger) as ledger:
        row = ledger.deliveries_frame().filter(ledger.deliveries_frame()["file_name"] == "nhieu.xlsx").row(0, named=True)
    archived = Archive(other.archive).path(row["sha256"])
    archived.rename(archived.with_name("aside"))
    shutil.rmtree(other.reports)
    with caplog.at_level("WARNING", logger="tonghop"):
        done = posted.feed(other)
        assert (list(done.failed), done.receipts) == ([row["delivery_id"]], 9)
        monkeypatch.setattr("pipelines.report.feedback.open_books", None)
        again = posted.feed(other)
    assert (again.failed, again.unchanged) == (done.failed, 9)
    assert [record.message.split(":")[0] for record in caplog.records] == ["feedback to 1 deliveries could not be written"]
    monkeypatch.undo()
    archived.with_name("aside").rename(archived)
    assert (posted.feed(other, retry=True).receipts, posted.feed(other).failed) == (1, {})


def test_what_failed_is_tried_again_once_it_was_read_again(other):
    with Ledger.open(other.ledger) as ledger:
        row = ledger.deliveries_frame().filter(ledger.deliveries_frame()["file_name"] == "nhieu.xlsx").row(0, named=True)
    shutil.rmtree(other.outcome_dir(row["delivery_id"], row["current_reading"]))
    shutil.rmtree(other.reports)
    assert list(posted.feed(other).failed) == [row["delivery_id"]]
    with open_run(Settings(home=other.root), posted.DAY) as run:
        intake(run, missing=True)
        settle(run)
    done = posted.feed(other)
    assert (done.receipts, done.failed) == (1, {})


def test_what_does_not_fit_into_the_time_waits(other):
    shutil.rmtree(other.reports)
    done = posted.feed(other, seconds=0)
    assert (done.receipts, done.workbooks, done.left > 0) == (0, 0, True)
    assert posted.feed(other).receipts == 10


def test_one_agency_day_or_delivery_may_be_asked_for(other):
    shutil.rmtree(other.reports)
    assert posted.feed(other, agency="H26").receipts == 5
    assert {path.parent.name for path in other.reports.rglob("*.json")} - {"reports"} == {"H26"}
    assert posted.feed(other, day=posted.DAY.replace(day=1)).receipts == 0


def test_the_inbox_and_the_archive_are_only_read(home):
    with Ledger.open(home.ledger) as ledger:
        known = {row["path"]: row["bytes"] for row in ledger.deliveries_frame().iter_rows(named=True)}
    assert {path.relative_to(home.inbox).as_posix(): path.stat().st_size for path in home.inbox.rglob("*") if path.is_file()} == known
    assert not list(home.reports.rglob("*.part"))
