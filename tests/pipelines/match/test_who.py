"""Who sent it: folder, what a title states or heads, sheet, file name, mention; what is no claim; what is held."""

from __future__ import annotations

import pytest

from tests.pipelines.sent_files import TASK_HEAD, Page, codes, issue_rows, json_bytes, send, task_row, xlsx


def told_by(path="a.xlsx", lines=(), sheet="Sheet1"):
    return send(xlsx(Page([*[[line] for line in lines], TASK_HEAD, task_row(1, "NV-1")], name=sheet)), path)


@pytest.mark.parametrize(
    ("path", "lines", "sheet", "agency", "evidence"),
    [
        ("BTP/a.xlsx", [], "Sheet1", "BTP", "folder"),
        ("H05/2025/10/a.xlsx", [], "Sheet1", "H05", "folder"),
        ("000.00.00.H05/a.xlsx", [], "Sheet1", "H05", "folder"),
        ("Tỉnh Bắc Ninh/a.xlsx", [], "Sheet1", "H05", "folder"),
        ("bac ninh/a.xlsx", [], "Sheet1", "H05", "folder"),
        ("BTP/a.xlsx", ["BỘ TƯ PHÁP"], "Sheet1", "BTP", "folder"),
        ("BTP/a.xlsx", ["Tình hình thực hiện nhiệm vụ của Bộ Công an giao"], "Sheet1", "BTP", "folder"),
        ("a.xlsx", ["BỘ TƯ PHÁP"], "Sheet1", "BTP", "title"),
        ("a.xlsx", ["UỶ BAN NHÂN DÂN TỈNH BẮC NINH"], "Sheet1", "H05", "title"),
        ("a.xlsx", ["Đơn vị báo cáo: Bộ Tư pháp", "Đơn vị nhận báo cáo: Văn phòng Chính phủ"], "Sheet1", "BTP", "stated"),
        ("a.xlsx", ["BỘ CÔNG AN", "Đơn vị báo cáo: Bộ Tư pháp"], "Sheet1", "BTP", "stated"),
        ("a.xlsx", ["Tình hình thực hiện nhiệm vụ của Bộ Tư pháp"], "Sheet1", "BTP", "mention"),
        ("a.xlsx", [], "Bộ Công an", "BCA", "sheet"),
        ("bao cao Bo Tu phap 28.10.2025.xlsx", [], "Sheet1", "BTP", "file_name"),
        ("BaoCao_BoTuPhap.xlsx", [], "Sheet1", "BTP", "file_name"),
        ("BC_BTP_20251027.xlsx", [], "Sheet1", "BTP", "file_name"),
    ],
)
def test_the_sender_is_told_with_its_evidence(path, lines, sheet, agency, evidence):
    told = told_by(path, lines, sheet)
    assert [(one.reported_by, one.agency_code) for one in told.submissions] == [(agency, agency)]
    assert (told.sender_code, told.sender_evidence) == (agency, evidence)


@pytest.mark.parametrize(
    "lines",
    [
        ["Hà Nội, ngày 28 tháng 10 năm 2025"],
        ["Bắc Ninh, ngày     tháng 10 năm 2025"],
        ["Kính gửi: Bộ Khoa học và Công nghệ"],
        ["Đơn vị nhận báo cáo: Văn phòng Chính phủ"],
        ["Thực hiện Nghị quyết số 57-NQ/TW của Bộ Chính trị"],
        ["Nơi nhận: Bộ Tư pháp"],
        ["Mẫu số 01 ban hành theo Thông tư của Bộ Nội vụ"],
    ],
)
def test_no_claim_is_made_by_places_addressees_and_the_politburo(lines):
    told = told_by(lines=lines)
    assert told.status == "held"
    assert [(one.reported_by, one.agency_code, one.hold_code, one.records) for one in told.submissions] == [(None, None, "AGENCY_UNKNOWN", None)]


@pytest.mark.parametrize(
    ("path", "lines", "sheet", "claimed"),
    [
        ("BCA/a.xlsx", ["BỘ TƯ PHÁP"], "Sheet1", "BCA, BTP"),
        ("BCA/a.xlsx", ["Đơn vị báo cáo: Bộ Tư pháp"], "Sheet1", "BCA, BTP"),
        ("BCA/a.xlsx", [], "Bộ Tư pháp", "BCA, BTP"),
        ("BCA.xlsx", ["Tình hình thực hiện nhiệm vụ của Bộ Tư pháp"], "Sheet1", "BCA, BTP"),
    ],
)
def test_two_claims_that_disagree_are_held(path, lines, sheet, claimed):
    told = told_by(path, lines, sheet)
    assert told.status == "held"
    assert [row["value"] for row in issue_rows(told, "AGENCY_CONFLICT")] == [claimed]
    assert [one.hold_code for one in told.submissions] == ["AGENCY_CONFLICT"]


@pytest.mark.parametrize(
    ("line", "successor"), [("BỘ TÀI NGUYÊN VÀ MÔI TRƯỜNG", "BNNMT"), ("UBND TỈNH BẮC GIANG", "H05"), ("BỘ GIAO THÔNG VẬN TẢI", "BXD")]
)
def test_a_former_name_goes_to_the_successor_and_is_told(line, successor):
    told = told_by(lines=[line])
    assert told.submissions[0].agency_code == successor
    assert [(row["value"], row["expected"]) for row in issue_rows(told, "LEGACY_AGENCY")] == [(line, successor)]


def test_the_outermost_agency_folder_speaks():
    assert told_by("BTP/Bộ Công an/a.xlsx").submissions[0].agency_code == "BTP"


def test_json_members_say_who():
    rows = [{"maNhiemVu": "NV-1", "noiDung": "Xây dựng cơ sở dữ liệu", "thoiHan": "30/12/2025", "trangThai": "Đang thực hiện"}]
    told = send(json_bytes({"ma_don_vi": "BTP", "nhiemVu": rows}), "a.json")
    assert (told.sender_code, told.sender_evidence) == ("BTP", "stated")
    assert told.submissions[0].row_count == 1


def test_a_cover_sheet_names_the_sender_for_the_sheet_beside_it():
    told = send(
        xlsx(Page([["BỘ TƯ PHÁP"], ["Tính đến ngày 27/10/2025"]], name="Bìa"), Page([TASK_HEAD, task_row(1, "NV-1")], name="Dữ liệu")), "a.xlsx"
    )
    assert [(one.agency_code, one.when.reported_on.isoformat()) for one in told.submissions] == [("BTP", "2025-10-27")]
    assert "SHEET_WITHOUT_TABLE" in codes(told)


def test_sheets_named_by_agencies_speak_of_them_in_the_file_of_who_puts_them_together():
    pages = [Page([["Tính đến ngày 28/10/2025"], TASK_HEAD, task_row(1, f"NV-{at}")], name=name) for at, name in enumerate(("Bộ Y tế", "H56"))]
    told = send(xlsx(*pages), "VPCP/tong hop.xlsx")
    assert [(one.reported_by, one.agency_code) for one in told.submissions] == [("VPCP", "BYT"), ("VPCP", "H56")]
    assert "AGENCY_CONFLICT" not in codes(told)


def test_one_sheet_named_by_another_agency_is_still_a_conflict():
    told = send(xlsx(Page([["Tính đến ngày 28/10/2025"], TASK_HEAD, task_row(1, "NV-1")], name="Bộ Y tế")), "VPCP/tong hop.xlsx")
    assert told.status == "held"
    assert "AGENCY_CONFLICT" in codes(told)


def test_a_title_that_denies_its_sheet_is_a_conflict_among_many_too():
    pages = [
        Page([["BỘ TƯ PHÁP"], ["Tính đến ngày 28/10/2025"], TASK_HEAD, task_row(1, "NV-1")], name="Bộ Y tế"),
        Page([["Tính đến ngày 28/10/2025"], TASK_HEAD, task_row(1, "NV-2")], name="H56"),
    ]
    told = send(xlsx(*pages), "VPCP/tong hop.xlsx")
    assert [(one.agency_code, one.hold_code) for one in told.submissions] == [("H56", None), (None, "AGENCY_CONFLICT")]
