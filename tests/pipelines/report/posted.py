"""An inbox of files as offices really send them, good and bad, and a home that has taken them in. No test is here."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment

from pipelines.home import Home
from pipelines.ledger import Ledger
from pipelines.refresh import intake, open_run, receive, settle
from pipelines.registers import default_config_dir, load
from pipelines.settings import Settings

DAY = dt.date(2025, 10, 28)
NAME, NUMBER, PHONE, MAIL = "Nguyễn Thị Bích Ngọc", "079185001234", "0912 345 678", "ngoc.ntb@example.vn"
SECRETS = (NAME, NUMBER, PHONE, MAIL, PHONE.replace(" ", ""))
HEAD = (
    "STT",
    "Mã nhiệm vụ",
    "Tên nhiệm vụ",
    "Cơ quan chủ trì",
    "Thời hạn hoàn thành",
    "Ngày hoàn thành",
    "Trạng thái",
    "Sản phẩm",
    "Người phụ trách",
)
DOSSIERS = f"""\
Danh sách hồ sơ từ ngày 01/01/2025 đến ngày 28/10/2025
Mã hồ sơ,Thủ tục,Chủ hồ sơ,Số CCCD,Số điện thoại,Ngày tiếp nhận,Hạn trả,Ngày xử lý xong,Mức độ
H01-251001-0001,Cấp giấy phép xây dựng,{NAME},{NUMBER},{PHONE},01/10/2025,{NAME},14/10/2025,Toàn trình
H01-251001-0002,Cấp giấy phép xây dựng,Trần Văn Hùng,079185005678,0912345679,{PHONE},16/10/2025,{MAIL},{NAME} {NUMBER}
H01-251001-0003,Cấp giấy phép xây dựng,Trần Văn Hùng,079185005678,0912345679,02/10/2025,16/10/2025,41/10/2025,Một phần
"""


def task(
    number: int,
    code: str | None,
    due: object = "30/11/2025",
    done: object = None,
    state: str = "Đang thực hiện",
    lead: str | None = "UBND thành phố Hà Nội",
) -> tuple:
    """A row of tasks."""
    return (number, code, f"Xây dựng kho dữ liệu số {number}", lead, due, done, state, "Kho dữ liệu", "Ông A")


def tasks(path: Path, *rows: tuple, title: str | None = "Số liệu tính đến ngày 28/10/2025") -> Path:
    """A workbook of tasks with a title, a merged heading and a formula beside the table."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "NV"
    sheet["A1"], sheet["A2"] = "BÁO CÁO NHIỆM VỤ NGHỊ QUYẾT SỐ 57-NQ/TW", title
    sheet.merge_cells("A1:I1")
    for row, values in enumerate([HEAD, *rows], start=4):
        for at, value in enumerate(values, start=1):
            sheet.cell(row, at, value)
    sheet["F5"].comment = Comment("ghi chú của cơ quan", "cơ quan")
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def write(inbox: Path) -> None:
    """Writes the files, each delivered a minute after the one before, in the order written."""
    good = [task(number, f"NV.90{number}") for number in (1, 2, 3)]
    bad = [
        task(1, "NV.901", done="31/02/2025", state="Đã hoàn thành"),
        (2, None, None, *task(2, None, due="chưa rõ")[3:]),
        task(3, "NV.903"),
        task(4, "NV.903", due="15/12/2025"),
        task(5, "NV.904", done=dt.datetime(2025, 11, 29), state="Đã hoàn thành"),
        task(6, "NV.905"),
    ]
    written = [
        tasks(inbox / "H26" / "nhiem vu.xlsx", *bad),
        tasks(inbox / "H26" / "nhiem vu sua.xlsx", *(task(number, f"NV.90{number}") for number in (1, 3, 4, 5))),
        tasks(inbox / "tu dien" / "a.xlsx", *(task(number, f"NV.80{number}", lead=None) for number in (1, 2))),
        tasks(inbox / "H29" / "nhieu.xlsx", *(task(n, f"NV.{n:04}", due=f"{n}/13/2025", lead="UBND Thành phố Hồ Chí Minh") for n in range(1, 261))),
        tasks(inbox / "H24" / "khong ngay.xlsx", *good, title=None),
    ]
    for name, content in {
        "H01/ho so.csv": DOSSIERS.encode(),
        "H26/hong.xlsx": b"PK\x03\x04 torn",
        "H26/quet.pdf": b"%PDF-1.7 a scan",
        "H26/rong.csv": b"",
    }.items():
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
    again = inbox / "H24" / "khong ngay (1).xlsx"
    shutil.copyfile(inbox / "H24" / "khong ngay.xlsx", again)
    moment = dt.datetime(2025, 10, 28, 8, 0, tzinfo=dt.UTC).timestamp()
    for number, path in enumerate([*written, again]):
        os.utime(path, (moment + 60 * number, moment + 60 * number))


def take(root: Path) -> Home:
    """Takes in what is new and settles it, without building a warehouse: feedback needs none."""
    with open_run(Settings(home=root), DAY) as run:
        receive(run)
        intake(run)
        settle(run)
        return run.home


def feed(home: Home, **options):
    """`write_feedback` with the shipped registers."""
    from pipelines.report.feedback import write_feedback

    with Ledger.open(home.ledger) as ledger:
        return write_feedback(home, ledger, load(default_config_dir()), **options)
