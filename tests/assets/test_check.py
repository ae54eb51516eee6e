"""`tonghop check`: the sender's side, without a home."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.assets import small_inbox
from tests.pipelines.report.posted import tasks as workbook

GOOD = (1, "NV.901", "Xây dựng kho dữ liệu", "UBND tỉnh An Giang", "30/11/2025", None, "Đang thực hiện", "Kho", "Ông A")
BAD = (2, "NV.902", "Ban hành kế hoạch", "UBND tỉnh An Giang", "30/11/2025", "31/02/2025", "Đang thực hiện", "Kế hoạch", "Ông B")


def test_a_clean_file_ends_with_zero_and_leaves_no_copy(tonghop, tmp_path):
    file = workbook(tmp_path / "nhiem vu.xlsx", GOOD)
    done = tonghop("check", file, "--agency", "H01")
    assert done.exit_code == 0, done.output
    assert "An Giang" in done.output
    assert "28/10/2025" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["nhiem vu.xlsx"]


def test_an_error_is_told_by_its_cell_and_painted_in_the_copy(tonghop, tmp_path):
    file = workbook(tmp_path / "nhiem vu.xlsx", GOOD, BAD)
    before = file.read_bytes()
    done = tonghop("check", file, "--agency", "H01", "--json")
    assert done.exit_code == 1
    (told,) = json.loads(done.stdout)
    (issue,) = [one for one in told["issues"] if one["severity"] == "error"]
    (place,) = issue["places"]
    assert (issue["code"], place["sheet"], place["cell"], place["value"]) == ("BAD_DATE", "NV", "F6", "31/02/2025")
    assert place["expected"]
    assert any("«NV» F6" in line for line in told["to_do"])
    (table,) = [one for one in told["tables"] if one["dataset"]]
    assert (table["dataset"], table["rows"]["loaded"], table["rows"]["quarantined"], table["rows"]["held"]) == ("tasks", 2, 0, 0)
    assert {column["letter"]: column["field"] for column in table["columns"]}["F"] == "completed_on"
    assert file.read_bytes() == before

    copy = openpyxl.load_workbook(told["check"]["annotated"])
    cell = copy["NV"]["F6"]
    assert cell.value == "31/02/2025"
    assert cell.fill.fill_type == "solid"
    assert "31/02/2025" in cell.comment.text
    assert copy["NV"]["F5"].fill.fill_type is None
    listed = [[value.value for value in row] for row in copy["Lỗi"].iter_rows(min_row=2)]
    assert any("F6" in row and "BAD_DATE" in row for row in listed)


def test_the_check_says_what_the_pipeline_says(tonghop, small_home, tmp_path):
    """The same file, checked and delivered: the same issues."""
    from pipelines.warehouse import attached, rows_of

    file = small_home.inbox / "H01" / "nhiem vu.csv"
    (told,) = json.loads(tonghop("check", file, "--agency", "H01", "--json", "-o", tmp_path).stdout)
    with attached(small_home.current) as connection:
        delivered = rows_of(
            connection,
            "SELECT code, row_number, cell, message_vi FROM audit.issue AS i INNER JOIN audit.delivery AS d ON d.delivery_id = i.delivery_id "
            "WHERE d.file_name = 'nhiem vu.csv' AND i.dimension IS NOT NULL",
        )
    checked = {(one["code"], place["row"], place["cell"], place["message"]) for one in told["issues"] for place in one["places"]}
    assert checked <= set(delivered)
    assert checked


def test_a_file_without_its_sender_is_held_until_the_agency_is_named(tonghop, tmp_path):
    file = workbook(tmp_path / "a.xlsx", (*GOOD[:3], None, *GOOD[4:]))
    assert tonghop("check", file, "--no-copy").exit_code == 1
    assert tonghop("check", file, "--no-copy", "--agency", "H01").exit_code == 0


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 torn"])
def test_what_cannot_be_read_ends_with_two(tonghop, tmp_path, content):
    file = tmp_path / "a.xlsx"
    file.write_bytes(content)
    done = tonghop("check", file)
    assert done.exit_code == 2
    assert "Không đọc được" in done.output
    assert tonghop("check", tmp_path / "not there.xlsx").exit_code == 2


def test_the_worst_of_several_files_counts(tonghop, tmp_path):
    good, bad = workbook(tmp_path / "a.xlsx", GOOD), workbook(tmp_path / "b.xlsx", BAD)
    assert tonghop("check", good, bad, "--agency", "H01", "--no-copy").exit_code == 1


def test_files_of_one_name_have_a_copy_each(tonghop, tmp_path):
    files = []
    for name, row in {"a": BAD, "b": (*BAD[:5], "32/02/2025", *BAD[6:])}.items():
        (tmp_path / name).mkdir()
        files.append(workbook(tmp_path / name / "f.xlsx", GOOD, row))
    told = json.loads(tonghop("check", *files, "--agency", "H01", "--json", "-o", tmp_path / "out").stdout)
    copies = [Path(one["check"]["annotated"]) for one in told]
    assert [path.name for path in copies] == ["f-loi.xlsx", "f (2)-loi.xlsx"]
    assert [openpyxl.load_workbook(path)["NV"]["F6"].value for path in copies] == ["31/02/2025", "32/02/2025"]


def test_another_dataset_than_the_one_asked_for_is_an_error(tonghop, tmp_path):
    file = workbook(tmp_path / "a.xlsx", GOOD)
    assert tonghop("check", file, "--agency", "H01", "--dataset", "tasks", "--no-copy").exit_code == 0
    done = tonghop("check", file, "--agency", "H01", "--dataset", "indicators", "--no-copy")
    assert done.exit_code == 1
    assert "indicators" in done.output


def test_an_unknown_agency_code_is_one_line(tonghop, tmp_path):
    done = tonghop("check", workbook(tmp_path / "a.xlsx", GOOD), "--agency", "X99")
    assert done.exit_code == 1
    assert "X99" in done.output


@pytest.mark.parametrize("formula", ["=HYPERLINK(1)", "+1-2", "-1+2", "@SUM(A1)"])
def test_no_value_of_a_sender_becomes_a_formula_in_the_list(tonghop, tmp_path, formula):
    file = tmp_path / "a.csv"
    file.write_text(small_inbox.TASKS.replace("15/10/2025", formula) % "", encoding="utf-8")
    done = tonghop("check", file, "--agency", "H01", "--json", "-o", tmp_path / "out")
    (told,) = json.loads(done.stdout)
    assert any(place["value"] == formula for one in told["issues"] for place in one["places"])
    book = openpyxl.load_workbook(told["check"]["annotated"])
    cells = [cell for row in book["Lỗi"].iter_rows(min_row=2) for cell in row if isinstance(cell.value, str)]
    assert [cell.data_type for cell in cells if cell.value == formula] == ["s"]
    assert all(cell.quotePrefix for cell in cells if cell.value == formula)
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_csv_gets_a_list_beside_it(tonghop, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(small_inbox.TASKS % small_inbox.SECRET_NOTE, encoding="utf-8")
    (told,) = json.loads(tonghop("check", file, "--agency", "H01", "--json").stdout)
    assert Path(told["check"]["annotated"]).name == "a.csv-loi.xlsx"
    assert openpyxl.load_workbook(told["check"]["annotated"]).sheetnames == ["Lỗi"]


def test_personal_values_are_not_told(tonghop, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(
        small_inbox.DOSSIERS.replace("01/10/2025", "41/10/2025") % (small_inbox.NAME, small_inbox.NUMBER, small_inbox.PHONE), encoding="utf-8"
    )
    done = tonghop("check", file, "--agency", "H01", "--json", "--no-copy")
    assert json.loads(done.stdout)[0]["issues"]
    for secret in (small_inbox.NAME, small_inbox.NUMBER, small_inbox.PHONE):
        assert secret not in done.output


def test_nothing_is_written_into_an_inbox(tonghop, small_home):
    before = sorted(small_home.inbox.rglob("*"))
    tonghop("check", small_home.inbox / "H01" / "nhiem vu.csv", "--agency", "H01")
    assert sorted(small_home.inbox.rglob("*")) == before
