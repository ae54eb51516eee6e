"""Which column is read as which field: by the whole path, never by a share for a count, never between near ties."""

from __future__ import annotations

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


def test_leaves_that_only_a_parent_could_tell_apart_stay_unread():
    head = ["STT", "Lĩnh vực", "Tổng số", "Trực tuyến", "Trực tiếp", "Kỳ trước", "Tổng số", "Đúng hạn", "Quá hạn", "Tổng số", "Trong hạn", "Quá hạn"]
    told = counts(head, [1, "Hộ tịch", 16, 10, 5, 1, 12, 11, 1, 4, 3, 1])
    rows = records(told)
    named = ("received_total", "done_total", "open_total", "done_late", "open_overdue")
    assert rows.is_empty() or rows.select(named).rows() == [(None,) * 5]


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
