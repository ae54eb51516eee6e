"""A tiny honest inbox: two agencies, all four datasets, three formats; written as senders would. No test is here."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import openpyxl

DAY = dt.date(2025, 10, 28)
NAME, NUMBER, PHONE = "Nguyễn Thị Bích Ngọc", "079185001234", "0912345678"
SECRET_NOTE = "gọi bà Lan 0987654321"

TASKS = """\
BÁO CÁO TÌNH HÌNH THỰC HIỆN NHIỆM VỤ NGHỊ QUYẾT SỐ 57-NQ/TW (số liệu tính đến ngày 28/10/2025)
STT;Mã nhiệm vụ;Tên nhiệm vụ;Cơ quan chủ trì;Thời hạn hoàn thành;Ngày hoàn thành;Trạng thái;Số liên hệ riêng
1;NV.901;Xây dựng kho dữ liệu thử nghiệm;UBND tỉnh An Giang;30/09/2025;;Đang thực hiện;%s
2;NV.902;Ban hành kế hoạch chuyển đổi số;UBND tỉnh An Giang;31/12/2025;15/10/2025;Đã hoàn thành;
"""

DOSSIERS = """\
Danh sách hồ sơ từ ngày 01/01/2025 đến ngày 28/10/2025
Mã hồ sơ,Thủ tục,Chủ hồ sơ,Số CCCD,Số điện thoại,Ngày tiếp nhận,Hạn trả,Ngày xử lý xong,Mức độ
H01-251001-0001,Cấp giấy phép xây dựng,%s,%s,%s,01/10/2025,15/10/2025,14/10/2025,Toàn trình
H01-251001-0002,Cấp giấy phép xây dựng,Trần Văn Hùng,079185005678,0912345679,02/10/2025,16/10/2025,20/10/2025,Một phần
"""

INDICATORS = {
    "donVi": "Bộ Tài chính",
    "soLieuTinhDenNgay": "28/10/2025",
    "chiTieu": [
        {"maChiTieu": "CT.04", "tenChiTieu": "Tỷ lệ hồ sơ trực tuyến", "gia_tri": "75,2", "donViTinh": "%"},
        {"maChiTieu": "CT.03", "tenChiTieu": "Tỷ lệ văn bản điện tử", "gia_tri": 98.5, "donViTinh": "%"},
    ],
}


def write(inbox: Path) -> None:
    """Writes the four files; each is delivered in the afternoon of DAY."""
    (inbox / "H01").mkdir(parents=True, exist_ok=True)
    (inbox / "BTC").mkdir(exist_ok=True)
    (inbox / "H01" / "nhiem vu.csv").write_text(TASKS % SECRET_NOTE, encoding="utf-8")
    (inbox / "H01" / "ho so.csv").write_text(DOSSIERS % (NAME, NUMBER, PHONE), encoding="utf-8")
    (inbox / "BTC" / "chi tieu.json").write_text(json.dumps(INDICATORS, ensure_ascii=False), encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "II.06a"
    sheet["A1"] = "TÌNH HÌNH GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"
    sheet["A2"] = "Kỳ báo cáo: từ ngày 01/01/2025 đến ngày 28/10/2025"
    for at, header in enumerate(
        ["STT", "Lĩnh vực", "Tổng số tiếp nhận", "Tổng số đã giải quyết", "Giải quyết đúng hạn", "Hồ sơ trực tuyến toàn trình"], 1
    ):
        sheet.cell(4, at, header)
    for row, values in enumerate([(1, "Thuế", 120, 100, 95, 60), (2, "Hải quan", 60, 50, 50, 20)], 5):
        for at, value in enumerate(values, 1):
            sheet.cell(row, at, value)
    book.save(inbox / "BTC" / "bieu 06a.xlsx")
    moment = dt.datetime(2025, 10, 28, 8, 0, tzinfo=dt.UTC).timestamp()
    for number, path in enumerate(sorted(path for path in inbox.rglob("*") if path.is_file())):
        os.utime(path, (moment + number, moment + number))
