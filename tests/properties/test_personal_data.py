"""Who applied for a dossier stands in inbox and archive and nowhere else: not in records, outcomes, ledger, warehouse, any file of the home."""

from __future__ import annotations

import datetime as dt
import os
import re

import pytest

from pipelines.refresh import refresh
from pipelines.settings import Settings
from pipelines.warehouse import connect, rows_of
from tests.pipelines.sent_files import TASK_HEAD, Page, csv_bytes, json_bytes, task_row, xlsx

NAME, NAME_2 = "Nguyễn Thị Kín Đáo", "Trần Văn Ẩn Danh"
PHONE, NUMBER, MAIL, HOME = "0912345678", "001099012345", "kin.dao@thu.vn", "12 ngõ Giấu Kín"
SECRETS = (NAME, NAME_2, PHONE, NUMBER, MAIL, HOME, "Kín Đáo", "Ẩn Danh", "912345678", "1099012345", "kin dao", "an danh", "KÍN ĐÁO", "giau kin")
HEAD = (
    "STT",
    "Mã hồ sơ",
    "Tên thủ tục",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Ngày kết thúc xử lý",
    "Mức độ",
    "Chủ hồ sơ",
    "Số CCCD",
    "Số điện thoại",
    "Email",
    "Địa chỉ",
    "Trích yếu",
    "Người được ủy quyền",
    "Liên hệ khác",
)
WHO = (NAME, NUMBER, PHONE, MAIL, HOME, f"Cấp lại cho {NAME}", NAME_2, f"{NAME_2} {PHONE}")


def row(number, code, received="01/10/2025", due="20/10/2025", level="Toàn trình", who=WHO):
    return [number, code, "Đăng ký khai sinh", received, due, "15/10/2025", level, *who]


ROWS = (
    row(1, "H05.1-251001-0001"),
    row(2, None),  # quarantined: no key
    row(3, "H05.1-251001-0001", level="Một phần"),  # quarantined: the key again, other content
    row(4, "H05.1-251001-0004"),
    row(4, "H05.1-251001-0004"),  # quarantined: word for word
    row(5, "H05.1-251001-0005", who=(int(NUMBER), float(PHONE), f"'{PHONE}", "không rõ", "#REF!", NAME, NAME_2, None)),  # in the wrong columns
    row(6, "H05.1-251001-0006", who=("", None, "-", None, None, None, None, f"gọi {PHONE}")),
)
TOP = (["UBND TỈNH BẮC NINH"], ["Danh sách hồ sơ, tính đến ngày 28/10/2025"])


def put(home, path, content, minute):
    target = home / "inbox" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    moment = dt.datetime(2025, 10, 28, 14, minute, tzinfo=dt.timezone(dt.timedelta(hours=7))).timestamp()
    os.utime(target, (moment, moment))


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    place = tmp_path_factory.mktemp("home")
    signed = [[], [None, "Người lập biểu"], [None, NAME]]
    put(place, "H05/ho so.xlsx", xlsx([*TOP, HEAD, *ROWS, *signed]), 1)
    put(place, "H01/ho so.csv", csv_bytes([["Danh sách hồ sơ tính đến ngày 28/10/2025"], HEAD, *ROWS]), 2)
    keys = (
        "stt",
        "maHoSo",
        "tenThuTuc",
        "ngayTiepNhan",
        "ngayHenTra",
        "ngayKetThucXuLy",
        "mucDo",
        "chuHoSo",
        "soCccd",
        "soDienThoai",
        "email",
        "diaChi",
        "trichYeu",
        "nguoiDuocUyQuyen",
        "lienHe",
    )
    put(place, "H26/ho so.json", json_bytes({"ngayBaoCao": "28/10/2025", "hoSo": [dict(zip(keys, one, strict=True)) for one in ROWS]}), 3)
    put(place, "x/khong ro ai gui.xlsx", xlsx([["Tính đến ngày 28/10/2025"], HEAD, *ROWS]), 4)  # held
    put(place, "H36/hong.xlsx", xlsx([HEAD, *ROWS])[:2000], 5)  # rejected
    put(place, "H36/khong co bang.xlsx", xlsx([[NAME, PHONE, NUMBER]]), 6)  # rejected, the names where a table should be
    put(place, "H27/hai trang.xlsx", xlsx(Page([[NAME, PHONE]], name="Bìa"), Page([HEAD, *ROWS], name="Hồ sơ")), 7)
    put(
        place,
        "BTP/nhiem vu.xlsx",
        xlsx([TASK_HEAD, task_row(1, "NV-1"), [], [f"Ghi chú: liên hệ {NAME}, {PHONE}"], [None, "Người lập biểu"], [None, NAME_2]]),
        8,
    )
    result = refresh(Settings(_env_file=None, home=place), dt.date(2025, 10, 28))
    assert not result.intake.faults
    assert sorted(result.intake.statuses.values()) == sorted(["partially_accepted"] * 4 + ["held"] + ["rejected"] * 2 + ["accepted_with_issues"])
    return place


def test_people_are_pseudonyms_in_the_warehouse(home):
    with connect(home / "warehouse" / "current.duckdb") as connection:
        people = rows_of(connection, "SELECT agency_code, dossier_code, applicant_id::VARCHAR FROM core.dossier ORDER BY ALL")
        assert len(people) == 4 * 4
        ids = {code: {one for _, other, one in people if other == code} for _, code, _ in people}
        assert len(ids["H05.1-251001-0001"]) == 1, "one person at four senders"
        assert ids["H05.1-251001-0001"] == ids["H05.1-251001-0004"]
        assert ids["H05.1-251001-0006"] == {None}
        raws = rows_of(connection, "SELECT raw FROM audit.quarantine")
        assert len(raws) == 4 * 3
        assert all("•••" in raw for (raw,) in raws)
        extras = rows_of(connection, "SELECT DISTINCT extra FROM core.dossier WHERE agency_code = 'H05' AND dossier_code LIKE '%0001'")
        assert "•••" in extras[0][0]


def test_no_cell_of_any_table_tells_of_them(home):
    pattern = "|".join(re.escape(one) for one in SECRETS)
    with connect(home / "warehouse" / "current.duckdb") as connection:
        tables = rows_of(connection, "SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema IN ('core', 'mart', 'audit')")
        assert len(tables) > 20
        found = []
        for schema, name in tables:
            sql = f"SELECT count(*) FROM (SELECT to_json(t)::VARCHAR AS line FROM {schema}.{name} AS t) WHERE regexp_matches(line, ?, 'i')"
            if connection.execute(sql, [pattern]).fetchall()[0][0]:
                found.append(f"{schema}.{name}")
        assert found == []


def test_no_file_beside_inbox_and_archive_holds_them(home):
    """Parquet is read cell by cell, since its pages are compressed; the ledger and all other files byte by byte."""
    import polars as pl

    pattern = "(?i)" + "|".join(re.escape(one) for one in SECRETS)
    leaks, seen = [], 0
    for path in sorted(home.rglob("*")):
        place = path.relative_to(home)
        if not path.is_file() or place.parts[0] in ("inbox", "archive") or path.suffix == ".duckdb":
            continue
        seen += 1
        if path.suffix == ".parquet":
            lines = pl.read_parquet(path).select(pl.struct(pl.all()).struct.json_encode()).to_series()
            if lines.str.contains(pattern).any():
                leaks.append(str(place))
            continue
        content = path.read_bytes()
        leaks += [str(place) for one in SECRETS if one.encode() in content]
    assert leaks == []
    assert seen > 20
    assert (home / "ledger.sqlite").is_file()


def test_the_search_finds_what_is_there(home):
    """That nothing was found proves nothing unless the same search finds a planted word."""
    import polars as pl

    files = [path for path in home.rglob("*.parquet") if "dossiers" in path.parts]
    lines = pl.concat([pl.read_parquet(path).select(pl.struct(pl.all()).struct.json_encode()).to_series() for path in files])
    assert lines.str.contains("Đăng ký khai sinh").any()
    assert any(PHONE.encode() in path.read_bytes() for path in (home / "archive").rglob("*") if path.is_file())
