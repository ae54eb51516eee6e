"""Columns that only their cells explain: agencies, dossier codes, task codes; and what is asked rather than taken."""

from __future__ import annotations

from tests.pipelines.sent_files import TASK_HEAD, codes, issue_rows, json_bytes, mapped, records, send, task_row, xlsx

DOSSIER_HEAD = ("STT", "Số biên nhận trên cổng", "Mã theo danh mục quốc gia", "Lĩnh vực", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái hồ sơ")
DOSSIERS = [
    (1, "H05.1-251001-0584", "1.001234", "Hộ tịch", "01/10/2025", "08/10/2025", "Đang giải quyết"),
    (2, "000.00.12.H05-251002-0585", "1.001234", "Hộ tịch", "02/10/2025", "09/10/2025", "Đang giải quyết"),
    (3, "H05.1-251013-0586", "2.000102", "Đất đai", "13/10/2025", "20/10/2025", "Đang giải quyết"),
]


def test_dossier_codes_are_told_by_their_make():
    told = send(xlsx([DOSSIER_HEAD, *DOSSIERS]), "H05/bao cao.xlsx")
    assert records(told)["dossier_code"].to_list() == [row[1] for row in DOSSIERS]


def test_procedure_codes_are_never_the_dossiers():
    head = ("STT", "Mã hồ sơ", *DOSSIER_HEAD[3:])
    told = send(xlsx([head, *((number, code, *rest) for number, _, code, *rest in DOSSIERS)]), "H05/bao cao.xlsx")
    assert told.status == "held"
    assert "REQUIRED_COLUMN_MISSING" in codes(told)


def tasks(header, cells):
    rows = [task_row(number, None, f"Xây dựng cơ sở dữ liệu số {number}") for number in range(1, len(cells) + 1)]
    return send(xlsx([[*TASK_HEAD[:1], header, *TASK_HEAD[2:]], *([row[0], cell, *row[2:]] for row, cell in zip(rows, cells, strict=True))]))


def test_an_unread_column_of_codes_gives_the_tasks_their_keys():
    told = tasks("Mã trên phần mềm của bộ", ["NV.01.H29", "NV.02.H29", "NV.03.H29"])
    assert records(told)["task_code"].to_list() == ["NV.01.H29", "NV.02.H29", "NV.03.H29"]


def test_codes_under_a_header_that_says_nothing_are_asked_about():
    told = tasks("Trên phần mềm", ["NV.01.H29", "NV.02.H29", "NV.03.H29"])
    assert told.status == "held"
    assert [row["header"] for row in issue_rows(told, "HEADER_AMBIGUOUS")] == ["Trên phần mềm"]


def test_repeated_cells_and_documents_are_no_task_codes():
    for cells in (["N1", "N1", "N2"], ["598/QĐ-TTg", "57/NQ-CP", "71/NQ-CP"], ["12", "13", "14"]):
        assert tasks("Trên phần mềm", cells).status != "held"


NAMES = ["Bộ Tư pháp", "Bộ Công an", "Bộ Nội vụ"]


def exported(header, lead=()):
    rows = [[*task_row(number, f"NV-{number}"), name, *lead] for number, name in enumerate(NAMES, start=1)]
    return send(xlsx([[*TASK_HEAD, header, *(["Cơ quan chủ trì"] if lead else [])], *rows]), "VPCP/bao cao.xlsx")


def test_rows_of_an_export_go_to_the_agencies_that_they_name():
    told = exported("Nơi có số liệu", lead=["Bộ Tư pháp"])
    assert mapped(told)["Nơi có số liệu"] == "agency_name"
    assert records(told)["agency_code"].to_list() == ["BTP", "BCA", "BNV"]


def test_without_a_lead_it_is_asked_whose_the_agencies_are():
    assert exported("Nơi có số liệu").status == "held"
    assert "agency_name" not in mapped(exported("Chịu trách nhiệm chính và theo dõi")).values()


def test_an_export_that_names_its_agency_in_every_row_needs_no_other_word():
    rows = [
        {"coQuanBaoCao": "Bộ Tư pháp", "maNhiemVu": f"NV-{n}", "nhiemVu": f"Xây dựng cơ sở dữ liệu {n}", "hanHoanThanh": "30/12/2025"} for n in (1, 2)
    ]
    told = send(json_bytes(rows), "nhiem vu.json")
    assert records(told).select("reported_by", "agency_code").unique().rows() == [("BTP", "BTP")]


def test_a_period_beside_every_row_is_the_tables():
    counts = {"Số hồ sơ nhận giải quyết Tổng số": 16, "HS đã giải quyết Tổng số": 12, "HS đang giải quyết Tổng số": 4}
    rows = [{"Từ ngày": "15/09/2025", "Đến ngày": "14/10/2025", "Lĩnh vực": name, **counts} for name in ("Hộ tịch", "Đất đai")]
    told = send(json_bytes(rows), "BTP/bieu.json")
    assert [str(one) for one in records(told).select("period_from", "period_to").unique().row(0)] == ["2025-09-15", "2025-10-14"]


def test_an_office_beside_the_one_agency_says_what_is_counted():
    counts = {"soHoSoTiepNhanTongSo": 16, "daGiaiQuyetTongSo": 12, "dangGiaiQuyetTongSo": 4}
    rows = [{"coQuanBaoCao": "Bộ Tư pháp", "donViTrucThuoc": name, **counts} for name in ("Văn phòng Bộ", "Cục Bổ trợ")]
    told = send(json_bytes(rows), "bieu.json")
    assert records(told).select("agency_code", "field").rows() == [("BTP", "Văn phòng Bộ"), ("BTP", "Cục Bổ trợ")]


def test_a_lead_named_by_its_letters_alone_is_known():
    told = send(xlsx([[*TASK_HEAD, "Cơ quan chủ trì"], [*task_row(1, "NV-1"), "BCT"], [*task_row(2, "NV-2"), "BCT\nĐài Truyền hình Việt Nam"]]))
    assert records(told)["lead_unit"].to_list() == ["BCT", None]
