"""Which column is read as which field: by the whole path, never by a share for a count, never between near ties."""

from __future__ import annotations

import polars as pl
import pytest

from tests.pipelines.sent_files import COUNT_FIELDS, PERIOD, TASK_HEAD, Page, codes, count_row, mapped, records, send, task_row, xlsx

TOP = (["Tính đến ngày 28/10/2025"], [PERIOD])


def counts(head, *rows):
    return send(xlsx([*TOP, head, *rows]))


@pytest.mark.parametrize(
    "header", ["Toàn trình (%)", "% toàn trình", "Tỷ lệ toàn trình", "Hồ sơ toàn trình (%)", "Tỉ lệ hồ sơ trực tuyến toàn trình (%)"]
)
def test_a_share_is_never_read_as_a_count(header):
    told = counts(["STT", "Lĩnh vực", "Tổng số hồ sơ tiếp nhận", "Đã giải quyết", "Giải quyết đúng hạn", header], [1, "Hộ tịch", 100, 80, 70, 60])
    assert mapped(told)[header] == "online_full_rate_declared"
    assert records(told).select("done_total", "online_full", "online_full_rate_declared").rows() == [(80, None, 60.0)]
    assert "MEASURE_COLUMN_ABSENT" in codes(told)


def test_a_share_under_a_parent_that_says_so_is_no_count():
    head = ["STT", "Lĩnh vực", "Đã giải quyết", "Giải quyết đúng hạn", "Giải quyết quá hạn", "Tỷ lệ", None]
    leaves = [None] * 5 + ["Toàn trình", "Đúng hạn"]
    told = send(xlsx(Page([*TOP, head, leaves, [1, "Hộ tịch", 80, 70, 10, 60, 90]], ["A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:G3"])))
    assert records(told).select("done_total", "done_on_time", "online_full").rows() == [(80, 70, None)]


@pytest.mark.parametrize("header", ["Hoàn thành (%)", "Tỷ lệ hoàn thành", "% hoàn thành"])
def test_a_share_is_never_read_as_a_day(header):
    told = send(xlsx([*TOP, ["STT", "Mã nhiệm vụ", "Nội dung nhiệm vụ", "Thời hạn hoàn thành", header], [1, "NV-1", "Việc", "30/12/2025", 50]]))
    assert mapped(told)[header] == "progress_pct"
    assert records(told).select("progress_pct", "completed_on").rows() == [(50.0, None)]


def test_groups_in_another_order_are_read_by_their_parents():
    head = [
        "STT",
        "Lĩnh vực",
        "Số lượng hồ sơ đang giải quyết",
        None,
        None,
        "Số lượng hồ sơ đã giải quyết",
        None,
        None,
        None,
        "Số lượng hồ sơ tiếp nhận",
    ]
    leaves = [
        None,
        None,
        "Tổng số",
        "Trong hạn",
        "Quá hạn",
        "Tổng số",
        "Trước hạn",
        "Đúng hạn",
        "Quá hạn",
        "Tổng số",
        "Trực tuyến",
        "Trực tiếp",
        "Từ kỳ trước",
    ]
    row = count_row(1, "Hộ tịch")
    told = send(xlsx(Page([*TOP, head, leaves, [1, "Hộ tịch", *row[10:13], *row[6:10], *row[2:6]]], ["C3:E3", "F3:I3", "J3:M3"])))
    assert records(told).select(COUNT_FIELDS[:11]).rows() == [tuple(row[2:13])]


HALF_NAMED = (
    "STT",
    "Lĩnh vực",
    "Tổng số",
    "Trực tuyến",
    "Trực tiếp",
    "Kỳ trước",
    "Tổng số",
    "Đúng hạn",
    "Quá hạn",
    "Tổng số",
    "Trong hạn",
    "Quá hạn",
)
TOLD_BY_NEIGHBOURS = ("received_total", "done_total", "open_total", "done_late", "open_overdue")


def test_leaves_without_parents_are_read_where_their_sums_bear_them_out():
    told = counts(HALF_NAMED, [1, "Hộ tịch", 16, 10, 5, 1, 12, 11, 1, 4, 3, 1], [2, "Đất đai", 20, 15, 5, 0, 13, 11, 2, 7, 3, 4])
    assert records(told).select(TOLD_BY_NEIGHBOURS).rows() == [(16, 12, 4, 1, 1), (20, 13, 7, 2, 4)]


def test_leaves_without_parents_stay_unread_where_the_sums_do_not_agree():
    told = counts(HALF_NAMED, [1, "Hộ tịch", 16, 10, 5, 1, 12, 4, 1, 4, 9, 1], [2, "Đất đai", 20, 15, 5, 0, 13, 9, 2, 7, 1, 4])
    rows = records(told)
    assert rows.is_empty() or rows.select(TOLD_BY_NEIGHBOURS[1:]).rows() == [(None,) * 4] * 2


def test_a_bare_overdue_without_which_there_is_no_table_is_asked():
    told = counts(["STT", "Lĩnh vực", "Tổng số hồ sơ tiếp nhận", "Đã giải quyết", "Quá hạn"], [1, "Hộ tịch", 10, 8, 1])
    assert [one.hold_code for one in told.submissions] == ["HEADER_AMBIGUOUS"]


@pytest.mark.parametrize("joint", [" - ", "/", ": ", " › ", "_", " ", "\n"])
def test_a_group_and_its_column_in_one_cell_are_a_path(joint):
    groups = {
        "Tiếp nhận": ["Tổng số", "Trực tuyến", "Trực tiếp, BCCI", "Từ kỳ trước"],
        "Đã giải quyết": ["Tổng số", "Trước hạn", "Đúng hạn", "Quá hạn"],
        "Đang giải quyết": ["Tổng số", "Trong hạn", "Quá hạn"],
    }
    head = ["TT", "Lĩnh vực", *(f"{group}{joint}{leaf}" for group, leaves in groups.items() for leaf in leaves), "Hồ sơ trực tuyến toàn trình"]
    told = counts(head, count_row(1, "Hộ tịch"))
    assert records(told).select(COUNT_FIELDS).rows() == [tuple(count_row(1, "Hộ tịch")[2:])]


@pytest.mark.parametrize(
    "head",
    [
        ("1. STT", "2. Mã nhiệm vụ", "3. Nội dung nhiệm vụ", "4. Thời hạn hoàn thành", "5. Trạng thái", "6. Ngày hoàn thành"),
        ("STT", "Mã NV", "Nội dung NV", "Thời hạn hoàn thành", "Trạng thái", "Ngày hoàn thành"),
        ("stt", "taskCode", "TaskName", "DueDate", "Status", "CompletedDate"),
        ("stt", "maNhiemVu", "tenNhiemVu", "hanHoanThanh", "tinhTrang", "ngayHoanThanh"),
    ],
)
def test_names_as_programs_and_forms_write_them(head):
    told = send(xlsx([*TOP, head, task_row(1, "NV-1", done="01/10/2025")]))
    assert records(told).select("task_code", "due_text", "declared_status", pl.col("completed_on").cast(str)).rows() == [
        ("NV-1", "30/12/2025", "Đang thực hiện", "2025-10-01")
    ]


def test_units_in_brackets_do_not_hide_the_name():
    told = counts(
        ["STT", "Lĩnh vực", "Đã giải quyết (hồ sơ)", "Giải quyết đúng hạn (hồ sơ)", "Giải quyết quá hạn (hồ sơ)"], [1, "Hộ tịch", 80, 70, 10]
    )
    assert records(told).select("done_total", "done_on_time", "done_late").rows() == [(80, 70, 10)]


def test_two_columns_for_one_day_hold_the_table():
    head = [*TASK_HEAD, "Hạn hoàn thành"]
    told = send(xlsx([*TOP, head, [*task_row(1, "NV-1"), "20/12/2025"]]))
    assert [one.hold_code for one in told.submissions] == ["HEADER_AMBIGUOUS"]


def test_an_empty_second_column_is_no_doubt():
    told = send(xlsx([*TOP, [*TASK_HEAD, "Hạn hoàn thành"], task_row(1, "NV-1")]))
    assert records(told)["due_on"].null_count() == 0


def test_two_notes_keep_the_first_and_set_the_other_aside():
    told = send(xlsx([*TOP, [*TASK_HEAD, "Ghi chú", "Ghi chú"], [*task_row(1, "NV-1"), "một", "hai"]]))
    (row,) = records(told).select("note", "extra").rows()
    assert row[0] == "một"
    assert "hai" not in row[1]


def test_plan_result_and_their_share_are_three_fields():
    head = ["TT", "Tên chỉ tiêu", "Đơn vị tính", "Kế hoạch năm 2025", "Thực hiện năm 2025", "% TH/KH"]
    told = send(xlsx([*TOP, head, [1, "Số trạm 5G", "trạm", 100, 50, 0.5], [2, "Số học viên", "người", 10, 8, 0.8]]))
    assert records(told).select("target", "value", "achieved_pct_declared").rows() == [(100.0, 50.0, 50.0), (10.0, 8.0, 80.0)]
    assert "PERCENT_FRACTION" in codes(told)


def test_a_year_row_as_header_is_not_taken_for_values():
    told = send(xlsx([*TOP, ["TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch", "2023", "2024", "2025"], [1, "Số trạm 5G", "trạm", 100, 30, 40, 50]]))
    assert told.status in ("rejected", "held")
    assert records(told).is_empty()


@pytest.mark.parametrize(
    ("cells", "unit", "value"),
    [("2,1 tỷ", "tỷ đồng", 2.1), ("2,1 tỷ đồng", "triệu đồng", 2100.0), ("5 triệu", "lượt", 5e6), ("12,5", "tỷ đồng", 12.5)],
)
def test_a_scale_in_the_cell_is_told_in_the_unit_of_the_row(cells, unit, value):
    told = send(
        xlsx([*TOP, ["TT", "Mã chỉ tiêu", "Tên chỉ tiêu", "Đơn vị tính", "Kết quả"], [1, "ZZ1", "Kim ngạch", unit, cells], [2, "ZZ2", "B", "%", 5]])
    )
    assert records(told)["value"].to_list()[0] == pytest.approx(value)


def test_a_column_that_no_header_names_is_kept_masked_and_told():
    told = send(xlsx([["Tính đến ngày 28/10/2025"], TASK_HEAD, [*task_row(1, "NV-1"), None, "0912345678"]]))
    extra = records(told)["extra"].to_list()[0]
    assert extra is not None and "0912345678" not in extra and "(cột" in extra
    assert "COLUMN_UNMAPPED" in codes(told)


def test_a_doubtful_column_and_a_missing_one_are_one_question():
    head = ["STT", "Tên chỉ tiêu", "Mục tiêu", "Mục tiêu", "Đơn vị tính", "Đánh giá", "Nguồn số liệu"]
    told = send(xlsx([*TOP, head, *([at, "Tỷ lệ phủ sóng 5G trên toàn quốc", 90, 95, "%", "Đạt", "BKHCN"] for at in (1, 2, 3))]))
    held = told.issues.filter(pl.col("code").is_in(["HEADER_AMBIGUOUS", "REQUIRED_COLUMN_MISSING"]))
    assert held["code"].to_list() == ["HEADER_AMBIGUOUS"]
    assert held["value"][0].endswith("; chưa có cột «Giá trị»")
    assert told.status == "held"
