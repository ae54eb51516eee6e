"""`tonghop check` and `tonghop template`: the sender's side, without a home."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from schemas.contract import DATASETS
from tests.assets import small_inbox

HEAD = [
    "STT",
    "Mã nhiệm vụ",
    "Tên nhiệm vụ",
    "Cơ quan chủ trì",
    "Thời hạn hoàn thành",
    "Ngày hoàn thành",
    "Trạng thái",
    "Sản phẩm",
    "Người phụ trách",
]


def workbook(path: Path, *rows: tuple, title: str = "Số liệu tính đến ngày 28/10/2025") -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "NV"
    sheet["A1"], sheet["A2"] = "BÁO CÁO NHIỆM VỤ NGHỊ QUYẾT SỐ 57-NQ/TW", title
    for row, values in enumerate([HEAD, *rows], start=4):
        for at, value in enumerate(values, start=1):
            sheet.cell(row, at, value)
    book.save(path)
    return path


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
    assert (issue["code"], issue["sheet"], issue["cell"], issue["value"]) == ("BAD_DATE", "NV", "F6", "31/02/2025")
    assert issue["expected"]
    (table,) = [one for one in told["tables"] if one["dataset"]]
    assert (table["dataset"], table["rows_loaded"], table["rows_quarantined"], table["rows_held"]) == ("tasks", 2, 0, 0)
    assert {column["letter"]: column["field"] for column in table["columns"]}["F"] == "completed_on"
    assert file.read_bytes() == before

    copy = openpyxl.load_workbook(told["annotated"])
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
    checked = {(one["code"], one["row_number"], one["cell"], one["message_vi"]) for one in told["issues"]}
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
    assert any(one["value"] == formula for one in told["issues"])
    book = openpyxl.load_workbook(told["annotated"])
    cells = [cell for row in book["Lỗi"].iter_rows(min_row=2) for cell in row if isinstance(cell.value, str)]
    assert [cell.data_type for cell in cells if cell.value == formula] == ["s"]
    assert all(cell.quotePrefix for cell in cells if cell.value == formula)
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_csv_gets_a_list_beside_it(tonghop, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(small_inbox.TASKS % small_inbox.SECRET_NOTE, encoding="utf-8")
    (told,) = json.loads(tonghop("check", file, "--agency", "H01", "--json").stdout)
    assert Path(told["annotated"]).name == "a.csv-loi.xlsx"
    assert openpyxl.load_workbook(told["annotated"]).sheetnames == ["Lỗi"]


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


# -- template

ROWS = {
    "tasks": {
        "task_code": "NV.901",
        "title": "Xây dựng kho dữ liệu",
        "lead_text": "UBND tỉnh An Giang",
        "due_text": "30/11/2025",
        "declared_status": "Đang thực hiện",
        "product": "Kho",
        "responsible_person": "Ông A",
        "source_document": "57-NQ/TW",
    },
    "dossiers": {
        "dossier_code": "H01.01-251001-0001",
        "procedure_code": "1.000001",
        "received_at": "01/10/2025",
        "due_at": "15/10/2025",
        "finished_at": "14/10/2025",
        "channel": "Trực tuyến",
        "service_level": "Toàn trình",
        "digitised": "Có",
        "applicant_number": "079185001234",
    },
    "dossier_counts": {
        "field": "Thuế",
        "received_total": 120,
        "received_online": 80,
        "received_offline": 30,
        "carried_over": 10,
        "done_total": 100,
        "done_early": 40,
        "done_on_time": 55,
        "done_late": 5,
        "open_total": 20,
        "open_in_time": 20,
        "open_overdue": 0,
        "online_full": 60,
        "online_partial": 10,
    },
    "indicators": {
        "indicator_code": "CT.04",
        "indicator_name": "Tỷ lệ",
        "value": 75.2,
        "unit": "%",
        "target": 80,
    },
}


@pytest.mark.parametrize("dataset", list(DATASETS))
def test_a_filled_template_is_read_back_without_an_error(tonghop, tmp_path, dataset):
    from pipelines.report.template import HEADER_ROW, columns_of

    file = tmp_path / "mau.xlsx"
    assert tonghop("template", "--dataset", dataset, "--agency", "H01", "--date", "28/10/2025", "-o", file).exit_code == 0
    book = openpyxl.load_workbook(file)
    columns = columns_of(DATASETS[dataset])
    sheet = book.worksheets[0]
    sheet.cell(HEADER_ROW + 1, 1, 1)
    for at, (field, _) in enumerate(columns, start=2):
        if field.name in ROWS[dataset]:
            sheet.cell(HEADER_ROW + 1, at, ROWS[dataset][field.name])
    book.save(file)
    done = tonghop("check", file, "--dataset", dataset, "--json", "--no-copy")
    (told,) = json.loads(done.stdout)
    assert done.exit_code == 0, told["issues"]
    assert told["reported_on"] == "2025-10-28"
    assert told["agency_code"] == "H01"
    (table,) = [one for one in told["tables"] if one["dataset"]]
    assert (table["dataset"], table["rows_loaded"]) == (dataset, 1)
    assert {column["header"]: column["field"] for column in table["columns"]} == {
        "STT": "row_label",
        **{header: field.name for field, header in columns},
    }
    assert {one["code"] for one in told["issues"] if one["severity"] != "info"} <= {"INDICATOR_UNKNOWN"}


def test_a_template_offers_lists_where_words_are_closed(tonghop, tmp_path):
    file = tmp_path / "mau.xlsx"
    tonghop("template", "--dataset", "tasks", "-o", file)
    rules = openpyxl.load_workbook(file).worksheets[0].data_validations.dataValidation
    assert any("Đang thực hiện" in rule.formula1 for rule in rules)
