"""Units: every figure of an indicator's row lands in one unit, whatever scale its cell, its unit or its header names."""

from __future__ import annotations

import pytest

from pipelines.parse.numbers import SCALES
from pipelines.parse.units import Unit, read_unit
from tests.pipelines.office import Office
from tests.pipelines.sent_files import codes, issue_rows, records, send, xlsx

DATE = ["Số liệu tính đến ngày 28/10/2025"]
HEAD = ["STT", "Mã chỉ tiêu", "Tên chỉ tiêu", "Đơn vị tính", "Giá trị", "Mục tiêu"]
FIGURES = ("value", "value_low", "value_high", "target", "unit")


def sent(*rows, head=HEAD, top=(DATE,)):
    """The digest of one sheet of indicators."""
    return send(xlsx([*top, head, *([at, *row] for at, row in enumerate(rows, start=1))]))


def figures(told, *names):
    return records(told, "indicators").select(names or FIGURES).rows()


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("tỷ đồng", Unit(1e9, "dong")),
        ("Tỉ VNĐ", Unit(1e9, "dong")),
        ("tỷ", Unit(1e9, "")),
        ("nghìn tỷ đồng", Unit(1e12, "dong")),
        ("Tr.đ", Unit(1e6, "dong")),
        ("trđ", Unit(1e6, "dong")),
        ("1.000 đồng", Unit(1e3, "dong")),
        ("1000đ", Unit(1e3, "dong")),
        ("10^6 đồng", Unit(1e6, "dong")),
        ("1.000.000 VND", Unit(1e6, "dong")),
        ("trăm triệu đồng", Unit(1e8, "dong")),
        ("ĐVT: ngàn đồng", Unit(1e3, "dong")),
        ("triệu USD", Unit(1e6, "usd")),
        ("tỷ lượt", Unit(1e9, "luot")),
        ("nghìn người", Unit(1e3, "nguoi")),
        ("triệu sách", Unit(1e6, "sach")),
        ("tỷ lệ", Unit(1, "ty le")),
        ("Tỷ lệ %", Unit(1, "%")),
        ("phần trăm", Unit(1, "%")),
        ("tỷ trọng", Unit(1, "ty trong")),
        ("ngân hàng", Unit(1, "ngan hang")),
        ("văn bản", Unit(1, "van ban")),
        ("trạm", Unit(1, "tram")),
        ("tiện ích", Unit(1, "tien ich")),
        ("đơn vị", Unit(1, "don vi")),
        ("tin, bài", Unit(1, "tin bai")),
        (None, None),
        (" ", None),
    ],
)
def test_a_unit_is_its_scale_and_its_quantity(text, unit):
    assert read_unit(text) == unit


@pytest.mark.parametrize("word", SCALES)
def test_cells_and_units_know_the_same_words_of_scale(word):
    assert read_unit(f"{word} dong") == Unit(SCALES[word], "dong")
    told = sent(["MOI1", "Doanh thu", f"{word} đồng", f"3,5{word} đ", None])
    assert figures(told, "value") == [(3.5,)]


@pytest.mark.parametrize(
    ("unit", "cell", "value"),
    [
        ("tỷ đồng", "2,1tỷ", 2.1),
        ("tỷ đồng", "2,1 tỷ đ", 2.1),
        ("tỷ đồng", "2,1 tỷ", 2.1),
        ("tỷ đồng", "500triệu", 0.5),
        ("tỷ đồng", "1,2 nghìn tỷ", 1200),
        ("nghìn tỷ đồng", "1,2 nghìn tỷ", 1.2),
        ("nghìn tỷ đồng", "800 tỷ", 0.8),
        ("tỷ đồng", 2.1, 2.1),
        ("tỷ đồng", "2,15", 2.15),
        ("triệu đồng", "2,5 tr", 2.5),
        ("triệu đồng", "2,3 tỷ", 2300),
        ("tỷ USD", "2,1tỷ USD", 2.1),
        ("tỷ lượt", "1,5 tỷ", 1.5),
        ("lượt", "1,5 tỷ", 1.5e9),
        ("1.000 đồng", "1,5 triệu", 1500),
        ("nghìn đồng", "1,5 triệu", 1500),
    ],
)
def test_a_cell_that_names_a_scale_is_told_in_the_unit_of_its_row(unit, cell, value):
    told = sent(["MOI1", "Doanh thu", unit, cell, None])
    assert figures(told, "value", "unit") == [(value, unit)]
    assert codes(told) & {"UNIT_SCALE_DOUBTFUL", "UNIT_DIFFERS", "UNIT_CONVERTED"} == set()


def test_value_ends_of_a_range_and_target_of_a_row_land_in_one_unit():
    told = sent(
        ["MOI1", "Doanh thu", "tỷ đồng", "2,5 - 3,5 tỷ", "4.000 triệu"],
        ["MOI2", "Doanh thu khác", "tỷ đồng", 2.5, "500 triệu"],
        ["MOI3", "Chi phí", "tỷ đồng", "> 700 triệu", 4],
    )
    unit = "tỷ đồng"
    assert figures(told) == [(None, 2.5, 3.5, 4.0, unit), (2.5, None, None, 0.5, unit), (0.7, 0.7, None, 4.0, unit)]


@pytest.mark.parametrize("head", ["Giá trị (tỷ đồng)", "Giá trị (ĐVT: tỷ đồng)"])
def test_a_header_states_the_unit_of_its_column(head):
    told = sent(["MOI1", "Doanh thu", "2,1 tỷ"], ["MOI2", "Chi phí", 3.4], head=["STT", "Mã chỉ tiêu", "Tên chỉ tiêu", head])
    assert figures(told, "value", "unit") == [(2.1, "tỷ đồng"), (3.4, "tỷ đồng")]
    assert not codes(told) & {"UNIT_SCALE_DOUBTFUL"}


def test_two_headers_of_two_scales_give_one_unit():
    head = ["STT", "Mã chỉ tiêu", "Tên chỉ tiêu", "Giá trị (triệu đồng)", "Mục tiêu (tỷ đồng)"]
    assert figures(sent(["MOI1", "Doanh thu", 2300, 2.5], head=head), "value", "target", "unit") == [(2300, 2500, "triệu đồng")]
    assert figures(sent(["I32", "Gói tín dụng", 2300, 2.5], head=head), "value", "target", "unit") == [(2.3, 2.5, "tỷ đồng")]


def test_a_title_states_the_unit_and_words_in_brackets_that_are_no_unit_do_not():
    head = ["STT", "Mã chỉ tiêu", "Tên chỉ tiêu", "Giá trị (lũy kế)"]
    told = sent(["MOI1", "Doanh thu", "2,1 tỷ"], head=head, top=(DATE, ["Đơn vị tính: triệu đồng"]))
    assert figures(told, "value", "unit") == [(2100, "triệu đồng")]


def test_without_any_unit_the_register_settles_a_scale_and_else_it_is_doubted():
    head = ["STT", "Mã chỉ tiêu", "Tên chỉ tiêu", "Giá trị"]
    told = sent(["I32", None, "500 nghìn tỷ"], ["I37b", None, "1,5 triệu"], ["I09", None, "5 triệu"], ["MOI1", "Doanh thu", "2,1 tỷ"], head=head)
    assert figures(told, "value") == [(500_000,), (1.5e6,), (5e6,), (2.1e9,)]
    doubted = issue_rows(told, "UNIT_SCALE_DOUBTFUL")
    assert [(one["cell"], one["value"]) for one in doubted] == [("D5", "5 triệu"), ("D6", "2,1 tỷ")]
    assert "2,1 tỷ" in doubted[1]["message_vi"]


@pytest.mark.parametrize("unit", ["%", "tỷ lệ"])
def test_a_scale_in_a_share_is_doubted_and_not_divided(unit):
    told = sent(["MOI1", "Tỷ trọng", unit, "5 triệu", None])
    assert figures(told, "value") == [(5e6,)]
    assert "UNIT_SCALE_DOUBTFUL" in codes(told)


@pytest.mark.parametrize(
    ("unit", "cell", "code"),
    [("tỷ đồng", "2,1 tỷ USD", "UNIT_SCALE_DOUBTFUL"), ("lượt", "5 tỷ đồng", "UNIT_SCALE_DOUBTFUL"), ("tỷ đồng", "500 đồng", "UNIT_SCALE_DOUBTFUL")],
)
def test_a_cell_whose_currency_is_not_its_rows_is_doubted(unit, cell, code):
    assert code in codes(sent(["MOI1", "Doanh thu", unit, cell, None]))


CONVERTED = [
    ("I32", "triệu đồng", 500_000, 500.0, "tỷ đồng"),
    ("I32", "nghìn tỷ đồng", 500, 500_000.0, "tỷ đồng"),
    ("I32", "đồng", "500.000.000.000", 500.0, "tỷ đồng"),
    ("I27a", "Triệu USD", "2.300,5", 2.3005, "tỷ USD"),
    ("I37b", "nghìn người", 2.3, 2300.0, "người"),
]


@pytest.mark.parametrize(("code", "unit", "cell", "value", "registered"), CONVERTED)
def test_another_scale_of_the_registered_quantity_is_converted_and_told(code, unit, cell, value, registered):
    told = sent([code, None, unit, cell, None])
    assert figures(told, "value", "unit") == [(value, registered)]
    (issue,) = issue_rows(told, "UNIT_CONVERTED")
    assert (issue["severity"], issue["value"], issue["expected"]) == ("info", unit, registered)


def test_a_spelling_of_the_registered_unit_is_not_a_conversion():
    told = sent(["I32", None, "Tỉ VNĐ", 12, 15], ["I09", None, "Phần trăm", 39.5, 80], ["I17", None, "tỷ lệ", 39.5, 80], ["I06", None, None, 3, None])
    assert figures(told, "value", "target", "unit") == [(12, 15, "tỷ đồng"), (39.5, 80, "%"), (39.5, 80, "%"), (3, None, None)]
    assert not codes(told) & {"UNIT_CONVERTED", "UNIT_DIFFERS", "UNIT_SCALE_DOUBTFUL"}


def test_what_cannot_be_converted_differs():
    told = sent(
        ["I32", None, "triệu USD", 700, None],
        ["I17", None, "tỷ lệ", 0.85, 0.9],
        ["I09", None, "lượt", 12, None],
        ["I30a", None, "tỷ đồng", "2 tỷ USD", 5],
    )
    assert figures(told, "value", "target", "unit") == [(700, None, "triệu USD"), (0.85, 0.9, "tỷ lệ"), (12, None, "lượt"), (2e9, None, "USD")]
    said = [(one["row_number"], one["value"], one["expected"]) for one in issue_rows(told, "UNIT_DIFFERS")]
    assert [one[0] for one in said] == [3, 4, 5, 6]
    assert (said[0], said[3]) == ((3, "triệu USD", "tỷ đồng"), (6, "USD", "tỷ đồng"))


def test_progress_compares_in_the_registered_unit_and_nothing_that_differs(tmp_path):
    office = Office(tmp_path)
    rows = [
        ["I32", None, "triệu đồng", 500_000, None],
        ["I38", None, "nghìn người", "0,12", None],
        ["I12", None, "%", 22, None],
        ["I21d", None, None, 30, None],
        ["I24", None, "trang", 116, 58],
    ]
    office.put("NHNN/chi tieu.xlsx", xlsx([DATE, HEAD, *([at, *row] for at, row in enumerate(rows, start=1))]))
    office.refresh()
    asked = "indicator_code, value, target_value, unit, achieved_pct, is_achieved"
    assert office.said(f"SELECT {asked} FROM mart.indicator_progress WHERE agency_code = 'NHNN' ORDER BY 1") == [
        ("I12", 22.0, None, "%", None, None),
        ("I21d", 30.0, 30.0, "%", 100.0, True),
        ("I24", 116.0, 58.0, "trang", None, None),
        ("I32", 500.0, 500_000.0, "tỷ đồng", 0.1, False),
        ("I38", 120.0, 100.0, "người", 120.0, True),
    ]
