"""Deliveries that are no xlsx, from check to trace and feedback: an old workbook, a text document, an archive of files."""

from __future__ import annotations

import datetime as dt
import os

import openpyxl
import pytest

from benchmarks.office_files import PdfPage, Sheet, docx, paragraph, pdf, word_table, xls, zipped
from pipelines.home import Home
from pipelines.intake import make_reader
from pipelines.refresh import refresh
from pipelines.registers import default_config_dir, load
from pipelines.report.annotated import Cover, write_annotated
from pipelines.report.sender_check import ERRORS, check_files
from pipelines.report.trace import trace_rows
from pipelines.settings import Settings
from pipelines.warehouse import connect, rows_of
from tests.pipelines.sent_files import DAY, TASK_HEAD, task_row, xlsx

SAID = "Số liệu tính đến ngày 28/10/2025"


def tasks(code: str, rows: int = 2) -> list[list[object]]:
    return [list(TASK_HEAD), *(list(task_row(number, f"{code}-{number}")) for number in range(1, rows + 1))]


def book(code: str, *top: str) -> bytes:
    return xls(Sheet([*([line] for line in top), *tasks(code)], name="NV"))


FILES = {
    "BTP/nhiem vu.xls": book("TP", SAID),
    "van thu/bao cao.docx": docx(paragraph("BỘ CÔNG AN") + paragraph(SAID) + word_table(tasks("CA"))),
    # The archive lies in nobody's folder: a member's own folder, name or title says whose it is, and its own name of which day.
    "chung/nop 27.10.2025.zip": zipped(
        {
            "BTC/nhiem vu.xls": book("TC", SAID),
            "BC_BYT_28.10.2025.xlsx": xlsx([TASK_HEAD, task_row(1, "YT-1")]),
            "khong ngay/bao cao.xls": book("NV", "BỘ NỘI VỤ"),
            "kèm theo/bản ký.pdf": pdf(PdfPage(scan=True)),
        }
    ),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    made = Home(tmp_path_factory.mktemp("formats") / "home").create()
    for path, content in FILES.items():
        target = made.inbox / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        os.utime(target, (moment := dt.datetime(2025, 10, 28, 14, 0, tzinfo=dt.timezone(dt.timedelta(hours=7))).timestamp(), moment))
    assert refresh(Settings(_env_file=None, home=made.root), DAY).is_good
    return made


@pytest.fixture(scope="module")
def reader():
    return make_reader(load(default_config_dir()), b"")


def traced(home, reader, key):
    (row,) = trace_rows(home, "core.task", key, "title", reader=reader)
    (cell,) = row.cells
    return row.agency_code, row.sheet, cell.place, cell.text


def test_a_value_leads_to_its_cell_in_every_format(home, reader):
    title = str(task_row(2, "TP-2")[2])
    assert traced(home, reader, "TP-2") == ("BTP", "NV", "C4", title)
    assert traced(home, reader, "CA-2") == ("BCA", "Bảng 1", "C3", title)
    assert traced(home, reader, "TC-2") == ("BTC", "BTC/nhiem vu.xls › NV", "C4", title)


def test_members_of_an_archive_speak_for_themselves(home):
    with connect(home.current) as connection:
        days = dict(rows_of(connection, "SELECT DISTINCT agency_code, reported_on FROM core.task_report"))
        told = rows_of(connection, "SELECT code, message_vi FROM audit.issue WHERE code = 'ARCHIVE_MEMBER_UNREADABLE'")
        status = rows_of(connection, "SELECT format, status FROM audit.delivery ORDER BY format")
    assert (days["BTC"], days["BYT"], days["BNV"]) == (dt.date(2025, 10, 28), dt.date(2025, 10, 28), dt.date(2025, 10, 27))
    ((_, message),) = told
    assert "«kèm theo/bản ký.pdf»" in message
    assert "ảnh chụp" in message
    assert status == [("docx", "accepted_with_issues"), ("xls", "accepted_with_issues"), ("zip", "accepted_with_issues")]


def test_a_sender_checks_them_and_gets_a_workbook_of_issues(tmp_path):
    doubled = [*tasks("X"), [3, "X-1", "Việc khác hẳn", "30/12/2025", "Đang thực hiện", None]]
    files = {
        "a.xls": xls(Sheet([[SAID], *doubled], name="NV")),
        "b.docx": docx(paragraph(SAID) + word_table(doubled)),
        "c.zip": zipped({"trong/a.xls": xls(Sheet([[SAID], *doubled], name="NV")), "b.rar": b"Rar!\x1a\x07\x01\x00"}),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    checked = check_files([tmp_path / name for name in files], load(default_config_dir()), agency="BTP", now=dt.datetime(2025, 10, 28, 15))
    assert [one.verdict for one in checked] == [ERRORS] * 3
    for one, sheet, cell in zip(checked, ("NV", "Bảng 1", "trong/a.xls › NV"), ("B5", "B4", "B5"), strict=True):
        told = one.heard.issues.filter(one.heard.issues["code"] == "DUP_KEY").select("sheet", "cell").rows()
        assert told == [(sheet, cell)]
        target = write_annotated(one.path, one.heard.format, one.heard.issues, tmp_path / f"{one.path.name}-loi", Cover(one.path.name, "x"))
        listed = openpyxl.load_workbook(target)
        assert listed.sheetnames == ["Lỗi"]
        assert any(sheet in map(str, row) and cell in map(str, row) for row in listed["Lỗi"].iter_rows(values_only=True))
    assert "b.rar" in str(checked[2].heard.issues["message_vi"].to_list())
