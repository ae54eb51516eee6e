"""Import sheets of public task trackers: the example on the sheet of instructions is no row, a list of units is no table of ours."""

from __future__ import annotations

from tests.pipelines.sent_files import Page, codes, csv_bytes, records, send, xlsx

HEAD = ["Tên nhiệm vụ", "Mã ĐV chủ trì", "Ngày bắt đầu", "Ngày kết thúc", "Đơn vị thực hiện"]
GUIDE = Page(
    [
        ["", "Tham chiếu tới bảng đơn vị"],
        ["", "Điền tên viết tắt của đơn vị", "Định dạng dd/mm/yyyy", "Định dạng dd/mm/yyyy"],
        [*HEAD, "", "", "STT", "Tên đơn vị", "Tên viết tắt"],
        ["Thực nghiệm", "PA01", "20/03/2026", "15/08/2026", "PA01,PA2"],
    ],
    name="hướng dẫn",
)


def test_an_example_among_the_instructions_is_no_row() -> None:
    told = send(xlsx(Page([HEAD], name="import"), GUIDE), "BCA/Mission.xlsx")
    assert [(one.sheet, one.status, one.rows_loaded) for one in told.tables] == [("import", "loaded", 0), ("hướng dẫn", "skipped", 0)]
    assert records(told).is_empty()


def test_what_is_filled_in_is_loaded() -> None:
    told = send(xlsx(Page([HEAD, ["Lập kế hoạch", "PA01", "20/03/2025", "15/12/2025", "PA01"]], name="import"), GUIDE), "BCA/Mission.xlsx")
    assert records(told).select("title", "assigned_on", "due_text").rows()[0][0] == "Lập kế hoạch"
    assert records(told).height == 1


def test_a_list_of_units_is_refused() -> None:
    rows = [["STT", "Tên đơn vị", "Tên viết tắt", "Nhóm đơn vị", "Phiên hiệu"], ["1", "Phòng An ninh đối ngoại", "PA01", "CAP", "PA01"]]
    told = send(csv_bytes(rows), "BCA/department.csv")
    assert told.status == "rejected"
    assert "NO_TABLE" in codes(told)
