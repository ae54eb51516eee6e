"""Wide tables of indicators: one column an indicator, the rows agencies, units or periods. Each cell is a record with its own place."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from tests.pipelines.sent_files import Page, codes, issue_rows, json_bytes, records, send, xlsx

PORTAL = ("ID", "TEN", "TEN_COQUAN", "MA_COQUAN", "LOAI_COQUAN", "TDGQ", "MDHL", "MDSH", "TTTT", "CLGQ", "CKMB", "TONG_SCORE", "ROW_STT")
SCORES = ("19.05", "17.86", "20.79", "10", "8.36", "15.64", "91.7")
BODIES = (("UBND tỉnh Bắc Ninh", "H05"), ("UBND tỉnh Thanh Hóa", "H56"), ("UBND tỉnh Hưng Yên", "000.00.00.H31"))
UNITS = (("Sở Du lịch - tỉnh An Giang", "H01.15"), ("UBND xã Đông Thái - tỉnh An Giang", "H01.187"))
LATER = dt.datetime(2025, 11, 5, 15)


def scored(name: str, bodies: tuple[tuple[str, str], ...], scores: tuple[str, ...] = SCORES) -> Page:
    rows = [["401621", body, body, code, "1", *scores, str(place)] for place, (body, code) in enumerate(bodies, start=1)]
    return Page([PORTAL, *rows], name=name)


def sent(content: bytes, path: str = "VPCP/bao_cao_T10_2025.xlsx"):
    return send(content, path, delivered_at=LATER, latest_on=dt.date(2025, 11, 6))


@pytest.fixture(scope="module")
def portal():
    trend = Page([["month", "year", "score"], ["9", "2025", "80.8"], ["10", "2025", "86.7"]], name="Xu hướng tháng")
    return sent(xlsx(scored("Điểm năm", BODIES), scored("Điểm tháng", BODIES), trend, scored("Sở Ban", UNITS)))


def test_every_cell_is_a_record_of_its_agency_and_indicator(portal) -> None:
    loaded = records(portal, "indicators")
    assert loaded.height == 7 * (3 + 3 + 2)
    row = loaded.filter((pl.col("sheet") == "Điểm năm") & (pl.col("row_number") == 3)).sort("indicator_code")
    assert row["agency_code"].unique().to_list() == ["H56"]
    assert row.select("indicator_code", "value", "unit", "indicator_name").rows() == [
        ("Q766", 91.7, "điểm", "TONG_SCORE"),
        ("Q766-CKMB", 15.64, "điểm", "CKMB"),
        ("Q766-CLGQ", 8.36, "điểm", "CLGQ"),
        ("Q766-MDHL", 17.86, "điểm", "MDHL"),
        ("Q766-MDSH", 20.79, "điểm", "MDSH"),
        ("Q766-TDGQ", 19.05, "điểm", "TDGQ"),
        ("Q766-TTTT", 10.0, "điểm", "TTTT"),
    ]
    assert "H31" in loaded["agency_code"].to_list()


def test_no_two_records_have_one_place(portal) -> None:
    loaded = records(portal, "indicators")
    assert not loaded.select("submission_id", "sheet", "row_number", "indicator_code").is_duplicated().any()
    assert set(loaded["reported_by"]) == {"VPCP"}
    by_range = {(one.sheet, one.cell_range): one for one in portal.tables if one.status == "loaded"}
    assert ("Điểm năm", "L1:L4") in by_range
    assert len(by_range) == 21
    assert all(one.is_conserved for one in portal.tables)
    named = portal.column_map.filter(pl.col("field") == "value").group_by("table_id").len()
    assert named["len"].to_list() == [1] * 21


def test_units_stand_under_their_province(portal) -> None:
    units = records(portal).filter((pl.col("sheet") == "Sở Ban") & (pl.col("indicator_code") == "Q766")).sort("row_number")
    assert units.select("agency_code", "unit_code").rows() == [("H01", "H01.15"), ("H01", "H01.187")]


def test_the_sheet_says_what_span_is_summed_up(portal) -> None:
    spans = dict(records(portal).select("sheet", pl.struct("period_from", "period_to")).unique().rows())
    october = dt.date(2025, 10, 31)
    assert spans == {
        "Điểm năm": {"period_from": dt.date(2025, 1, 1), "period_to": october},
        "Điểm tháng": {"period_from": dt.date(2025, 10, 1), "period_to": october},
        "Sở Ban": {"period_from": None, "period_to": october},
    }


def test_a_trend_of_nobody_is_passed_over_and_what_columns_share_is_told_once(portal) -> None:
    assert [one.sheet for one in portal.tables if one.status == "skipped"] == ["Xu hướng tháng"]
    unmapped = [one["header"] for one in issue_rows(portal, "COLUMN_UNMAPPED") if one["sheet"] == "Sở Ban"]
    assert sorted(unmapped) == ["ID", "LOAI_COQUAN", "ROW_STT", "TEN"]
    assert "PARTS_MISMATCH" not in codes(portal)


def test_groups_that_are_not_the_total_are_told_and_loaded() -> None:
    told = sent(xlsx(scored("Điểm năm", BODIES, (*SCORES[:6], "92.7"))))
    found = issue_rows(told, "PARTS_MISMATCH")
    assert [(one["cell"], one["value"], one["expected"]) for one in found] == [(f"L{row}", "92.7", "91.7") for row in (2, 3, 4)]
    assert records(told).height == 21


def test_a_group_of_one_letter_heading_alone_means_nothing() -> None:
    told = sent(xlsx([["Tên cơ quan", "Mã cơ quan", "TTTT", "Ghi chú"], ["UBND tỉnh Bắc Ninh", "H05", "10", ""]]))
    assert told.status == "rejected"


NAMES = ("Tỷ lệ giao dịch không dùng tiền mặt", "Chỉ số HDI", "Tỷ lệ phủ sóng 5G trên toàn quốc (%)")


def test_headings_that_are_names_of_indicators_need_no_config() -> None:
    told = send(
        xlsx([["Tính đến ngày 28/10/2025"], ["STT", "Địa phương", *NAMES], [1, "Bắc Ninh", "81,5", "0,76", 92], [2, "Thanh Hóa", 75, "-", 90]]),
        "VPCP/a.xlsx",
    )
    loaded = records(told).sort("agency_code", "indicator_code")
    assert loaded.filter(pl.col("value").is_not_null()).select("agency_code", "indicator_code", "value").rows() == [
        ("H05", "N05", 81.5), ("H05", "N15", 0.76), ("H05", "N19", 92.0), ("H56", "N05", 75.0), ("H56", "N19", 90.0),
    ]  # fmt: skip
    empty = [(one["cell"], one["code"]) for one in issue_rows(told, "INDICATOR_WITHOUT_VALUE")]
    assert empty == [("D4", "INDICATOR_WITHOUT_VALUE")]


def test_rows_may_be_periods() -> None:
    head = ["Kỳ báo cáo", *NAMES[:2]]
    told = send(
        xlsx([["BỘ KHOA HỌC VÀ CÔNG NGHỆ"], head, ["Tháng 8/2025", 70, "0,7"], ["9/2025", 72, "0,71"], ["Quý III/2025", 71, "0,7"]]), "BKHCN/a.xlsx"
    )
    loaded = records(told).filter(pl.col("indicator_code") == "N05").sort("row_number")
    assert loaded.select("period_from", "period_to", "value").rows() == [
        (dt.date(2025, 8, 1), dt.date(2025, 8, 31), 70.0),
        (dt.date(2025, 9, 1), dt.date(2025, 9, 30), 72.0),
        (dt.date(2025, 7, 1), dt.date(2025, 9, 30), 71.0),
    ]
    assert set(loaded["agency_code"]) == {"BKHCN"}


def test_json_whose_keys_are_headings() -> None:
    told = sent(json_bytes([{"TEN_COQUAN": body, "MA_COQUAN": code, "CKMB": 15.6, "TDGQ": 19} for body, code in BODIES]), "VPCP/diem_T10_2025.json")
    assert sorted(records(told).select("agency_code", "indicator_code", "value").rows())[:2] == [
        ("H05", "Q766-CKMB", 15.6),
        ("H05", "Q766-TDGQ", 19.0),
    ]


def test_one_indicator_in_two_columns_is_one_question() -> None:
    told = send(xlsx([["Địa phương", NAMES[0], NAMES[1], NAMES[0]], ["Bắc Ninh", 80, "0,7", 81]]), "VPCP/a.xlsx")
    assert told.status == "held"
    assert [one.status for one in told.tables] == ["held"]
    assert len(issue_rows(told, "HEADER_AMBIGUOUS")) == 1


def test_an_unknown_sender_is_asked_for_once() -> None:
    told = sent(xlsx(scored("Điểm", BODIES)), "bao_cao_T10_2025.xlsx")
    assert told.status == "held"
    assert len(issue_rows(told, "AGENCY_UNKNOWN")) == 1


def test_a_long_table_stays_long() -> None:
    rows = [[1, "N05", NAMES[0], 80], [2, "N15", NAMES[1], "0,7"]]
    told = send(xlsx([["STT", "Mã chỉ tiêu", "Tên chỉ tiêu", "Giá trị"], *rows]), "BKHCN/a.xlsx")
    assert [(one.cell_range, one.status) for one in told.tables] == [("A1:D3", "loaded")]
    assert records(told)["indicator_code"].to_list() == ["N05", "N15"]
