"""Which day is meant: every evidence in its order, periods, what is held, the fallback."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.pipelines.sent_files import TASK_HEAD, codes, count_page, count_row, issue_rows, json_bytes, send, task_row, xlsx


def day(text):
    return dt.date.fromisoformat(text)


def tasks_told(*lines, path="BTP/a.xlsx", below=(), **how):
    return send(xlsx([*[[line] for line in lines], TASK_HEAD, task_row(1, "NV-1"), *below]), path, **how)


@pytest.mark.parametrize(
    ("line", "on"),
    [
        ("Tính đến ngày 27/10/2025", "2025-10-27"),
        ("(Số liệu tính đến 27/10/2025)", "2025-10-27"),
        ("Tính đến hết ngày 27 tháng 10 năm 2025", "2025-10-27"),
        ("tính đến 17h00 ngày 27/10/2025", "2025-10-27"),
        ("Số liệu đến ngày 27.10.2025", "2025-10-27"),
        ("Ngày báo cáo: 27/10/2025", "2025-10-27"),
        ("Cập nhật ngày 27-10-2025", "2025-10-27"),
        ("Ngày số liệu: 2025-10-27", "2025-10-27"),
        ("Tính đến ngày 03/04/2025", "2025-04-03"),
        ("Tính đến ngày 27/10/25", "2025-10-27"),
        ("Đến ngày 27/10", "2025-10-27"),
        ("Cập nhật: 27/10/2025 17:00", "2025-10-27"),
        ("Báo cáo ngày 27/10/2025", "2025-10-27"),
        ("Ngày 27 tháng 10 năm 2025", "2025-10-27"),
        ("Tính đến hết tháng 9/2025", "2025-09-30"),
    ],
)
def test_a_stated_day_is_read_day_first(line, on):
    when = tasks_told(line).submissions[0].when
    assert (when.reported_on, when.evidence) == (day(on), "as_of")


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("(Từ ngày 15/9/2025 đến ngày 14/10/2025)", "2025-09-15", "2025-10-14"),
        ("Từ ngày 01 tháng 10 năm 2025 đến ngày 27 tháng 10 năm 2025", "2025-10-01", "2025-10-27"),
        ("Kỳ báo cáo: 01/01/2025 - 27/10/2025", "2025-01-01", "2025-10-27"),
        ("Báo cáo quý III/2025", "2025-07-01", "2025-09-30"),
        ("Báo cáo quý 3 năm 2025", "2025-07-01", "2025-09-30"),
        ("Báo cáo 6 tháng đầu năm 2025", "2025-01-01", "2025-06-30"),
        ("Kỳ báo cáo: Tháng 9/2025", "2025-09-01", "2025-09-30"),
        ("Kỳ báo cáo: Tháng Chín năm 2025", "2025-09-01", "2025-09-30"),
        ("Tháng 9 năm 2025", "2025-09-01", "2025-09-30"),
        ("BÁO CÁO KẾT QUẢ THỰC HIỆN KẾ HOẠCH QUÝ III NĂM 2025", "2025-07-01", "2025-09-30"),
        ("9 tháng năm 2025", "2025-01-01", "2025-09-30"),
        ("Kỳ báo cáo: 9 tháng/2025", "2025-01-01", "2025-09-30"),
        ("Tuần 43 năm 2025", "2025-10-20", "2025-10-26"),
        ("Tuần 43", "2025-10-20", "2025-10-26"),
        ("Tuần 43 (từ 20/10 đến 26/10/2025)", "2025-10-20", "2025-10-26"),
        ("Từ ngày 15/9 đến ngày 14/10/2025", "2025-09-15", "2025-10-14"),
        ("từ ngày 20 đến ngày 26/10/2025", "2025-10-20", "2025-10-26"),
        ("BÁO CÁO THÁNG 9 NĂM 2025", "2025-09-01", "2025-09-30"),
        ("Báo cáo kết quả thực hiện nhiệm vụ tháng 9/2025", "2025-09-01", "2025-09-30"),
    ],
)
def test_a_period_that_has_ended_gives_its_last_day(line, first, last):
    when = tasks_told(line).submissions[0].when
    assert (when.reported_on, when.evidence, when.period_from, when.period_to) == (day(last), "period", day(first), day(last))


def test_a_month_of_the_circular_runs_from_the_fifteenth_to_the_fourteenth():
    page = count_page([count_row(1, "Hộ tịch")], top=[["Kỳ báo cáo: Tháng 10/2025"]])
    when = send(xlsx(page), "BTP/a.xlsx").submissions[0].when
    assert (when.period_from, when.period_to, when.reported_on) == (day("2025-09-15"), day("2025-10-14"), day("2025-10-14"))


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("Kỳ báo cáo: Quý III/2025", "2025-06-15", "2025-09-14"),
        ("6 tháng đầu năm 2025", "2024-12-15", "2025-06-14"),
        ("9 tháng năm 2025", "2024-12-15", "2025-09-14"),
        ("Từ ngày 01/7/2025 đến ngày 30/9/2025", "2025-07-01", "2025-09-30"),
    ],
)
def test_longer_periods_of_the_circular_end_on_the_fourteenth_too(line, first, last):
    when = send(xlsx(count_page([count_row(1, "Hộ tịch")], top=[[line]])), "BTP/a.xlsx").submissions[0].when
    assert (when.period_from, when.period_to) == (day(first), day(last))


@pytest.mark.parametrize(
    ("cells", "on"),
    [
        (["Tính đến ngày:", "27/10/2025"], "2025-10-27"),
        (["Ngày báo cáo", None, dt.datetime(2025, 10, 27)], "2025-10-27"),
        (["Tính đến ngày:\n27/10/2025"], "2025-10-27"),
    ],
)
def test_a_label_and_its_day_in_two_cells_or_lines(cells, on):
    when = send(xlsx([cells, TASK_HEAD, task_row(1, "NV-1")])).submissions[0].when
    assert (when.reported_on, when.evidence) == (day(on), "as_of")


def test_the_filters_of_a_portal_are_a_period():
    rows = [[None, "tu_thang", "7"], [None, "den_thang", "9"], [None, "nam", "2025"]]
    when = send(xlsx([*rows, TASK_HEAD, task_row(1, "NV-1")])).submissions[0].when
    assert (when.period_from, when.period_to, when.evidence) == (day("2025-07-01"), day("2025-09-30"), "period")


def test_from_and_to_in_cells_of_their_own_are_a_period_and_no_day():
    rows = [["Từ ngày", dt.datetime(2025, 9, 15)], ["Đến ngày", dt.datetime(2025, 10, 14)]]
    when = send(xlsx([*rows, TASK_HEAD, task_row(1, "NV-1")])).submissions[0].when
    assert (when.period_from, when.period_to, when.reported_on) == (day("2025-09-15"), day("2025-10-14"), day("2025-10-14"))


@pytest.mark.parametrize(
    ("path", "on"),
    [
        ("BTP/bc 271025.xlsx", "2025-10-27"),
        ("BTP/bc 251027.xlsx", "2025-10-27"),
        ("BTP/BC 27-10.xlsx", "2025-10-27"),
        ("BTP/2025-10-27/bc.xlsx", "2025-10-27"),
        ("BTP/251027/bc.xlsx", "2025-10-27"),
        ("2025/10/27/BTP/bc.xlsx", "2025-10-27"),
        ("BTP/bao_cao_thang_9_2025.xlsx", "2025-09-30"),
        ("BTP/BC_Q3.2025.xlsx", "2025-09-30"),
        ("BTP/bc tuan 43.xlsx", "2025-10-26"),
    ],
)
def test_short_days_folders_and_periods_in_names(path, on):
    told = tasks_told(path=path)
    assert (told.submissions[0].when.reported_on, told.submissions[0].when.evidence) == (day(on), "file_name")
    assert "DATE_FROM_FILE_NAME" in codes(told)


@pytest.mark.parametrize("path", ["BTP/Phu luc 1-2.xlsx", "BTP/BC 101112.xlsx", "BTP/mau 02.03.xlsx", "BTP/bc 991399.xlsx"])
def test_numbers_in_names_that_are_no_day_shortly_before_say_none(path):
    assert tasks_told(path=path).submissions[0].when.evidence == "delivery"


def test_the_period_line_wins_over_the_file_name():
    page = count_page([count_row(1, "Hộ tịch")], top=[["(Từ ngày 15/9/2025 đến ngày 14/10/2025)"]])
    told = send(xlsx(page), "BTP/BC 20251027.xlsx")
    assert told.submissions[0].when.reported_on == day("2025-10-14")
    assert "DATE_FROM_FILE_NAME" not in codes(told)


def test_a_month_in_progress_gives_the_period_and_no_day():
    when = tasks_told("Kỳ báo cáo: Tháng 10/2025").submissions[0].when
    assert (when.evidence, when.reported_on, when.period_to) == ("delivery", day("2025-10-28"), day("2025-10-31"))


@pytest.mark.parametrize(
    "line", ["(Kèm theo Báo cáo số 12/BC-BTP ngày 20 tháng 9 năm 2025)", "Ban hành theo Quyết định ngày 01/3/2025", "Kế hoạch tháng 9/2025"]
)
def test_days_of_documents_are_not_the_reporting_date(line):
    when = tasks_told(line).submissions[0].when
    assert (when.evidence, when.period_to) == ("delivery", None)


@pytest.mark.parametrize("name", ["BC_20251027.xlsx", "BC 27102025.xlsx", "Bao cao 27.10.2025 (1).xlsx", "2025-10-27 nhiem vu.xlsx"])
def test_the_file_name_says_the_day_and_it_is_told(name):
    told = tasks_told(path=f"BTP/{name}")
    assert (told.submissions[0].when.reported_on, told.submissions[0].when.evidence) == (day("2025-10-27"), "file_name")
    assert [row["value"] for row in issue_rows(told, "DATE_FROM_FILE_NAME")] == ["2025-10-27"]


@pytest.mark.parametrize("name", ["BC_766_T10.2025.xlsx", "BC 20251026 20251027.xlsx", "BC 99992025.xlsx"])
def test_a_file_name_without_one_day_says_none(name):
    assert tasks_told(path=f"BTP/{name}").submissions[0].when.evidence == "delivery"


def test_a_place_and_date_line_counts_last_before_the_delivery():
    told = tasks_told(below=[["", "", "", "Hà Nội, ngày 27 tháng 10 năm 2025"], ["", "", "", "KT. BỘ TRƯỞNG"]])
    assert (told.submissions[0].when.reported_on, told.submissions[0].when.evidence) == (day("2025-10-27"), "signed")
    assert tasks_told("Hà Nội, ngày 26 tháng 10 năm 2025", path="BTP/20251027.xlsx").submissions[0].when.evidence == "file_name"


def test_one_date_in_a_column_speaks_for_the_table_and_several_for_none():
    head = [*TASK_HEAD, "Ngày báo cáo"]
    one = send(xlsx([head, [*task_row(1, "A-1"), "27/10/2025"], [*task_row(2, "A-2"), "27/10/2025"]]), "BTP/a.xlsx")
    assert (one.submissions[0].when.reported_on, one.submissions[0].when.evidence) == (day("2025-10-27"), "column")
    two = send(xlsx([head, [*task_row(1, "A-1"), "27/10/2025"], [*task_row(2, "A-2"), "26/10/2025"]]), "BTP/a.xlsx")
    assert two.submissions[0].when.evidence == "delivery"


@pytest.mark.parametrize(
    ("delivered_at", "run_date", "on"),
    [
        ("2025-10-28T11:59:59", None, "2025-10-27"),
        ("2025-10-28T12:00:00", None, "2025-10-28"),
        ("2025-03-01T00:00:00", None, "2025-02-28"),
        ("2025-10-28T09:00:00", "2025-10-20", "2025-10-20"),
    ],
)
def test_an_undated_file_speaks_of_the_day_of_delivery_before_noon_of_the_day_before(delivered_at, run_date, on):
    told = tasks_told(delivered_at=dt.datetime.fromisoformat(delivered_at), run_date=run_date and day(run_date))
    assert told.submissions[0].when.reported_on == day(on)
    assert [row["value"] for row in issue_rows(told, "DATE_FROM_DELIVERY")] == [on]


@pytest.mark.parametrize(
    ("line", "held"),
    [
        ("Tính đến ngày 30/10/2025", True),
        ("Tính đến ngày 29/10/2025", False),
        ("Tính đến ngày 21/12/2024", True),
        ("Tính đến ngày 22/12/2024", False),
    ],
)
def test_days_out_of_range_are_held(line, held):
    told = tasks_told(line)
    assert (told.status == "held") is held
    assert [one.hold_code for one in told.submissions] == (["DATE_OUT_OF_RANGE"] if held else [None])


@pytest.mark.parametrize("key", ["ngayBaoCao", "ngay_bao_cao", "ngaySoLieu", "tinhDenNgay", "reportingDate", "asOf"])
def test_json_members_say_the_day(key):
    rows = [{"maNhiemVu": "NV-1", "noiDung": "Xây dựng cơ sở dữ liệu", "thoiHan": "30/12/2025", "trangThai": "Đang thực hiện"}]
    told = send(json_bytes({"meta": {key: "27/10/2025"}, "nhiemVu": rows}), "BTP/a.json")
    assert (told.submissions[0].when.reported_on, told.submissions[0].when.evidence) == (day("2025-10-27"), "as_of")


def test_json_members_say_the_period():
    rows = [{"linhVuc": "Hộ tịch", "daGiaiQuyet": 5, "dungHan": 4, "quaHan": 1, "hoSoToanTrinh": 2}]
    told = send(json_bytes({"tuNgay": "15/09/2025", "denNgay": "14/10/2025", "hoSo": rows}), "BTP/a.json")
    when = told.submissions[0].when
    assert (when.period_from, when.period_to, when.reported_on) == (day("2025-09-15"), day("2025-10-14"), day("2025-10-14"))
