"""Workbooks of indicators, and the workbook that holds all three datasets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .indicators import IndicatorRow
from .layouts import Report, layout, vietnamese
from .page import Column, Page, Percent, column
from .xlsx_counts import counts_page
from .xlsx_parts import letterhead, numbering, signature
from .xlsx_tasks import tasks_page


def _by_unit(header: str, source: str, percent: bool) -> Column:
    """A number column: shares as percent cells, or as text with a sign and a decimal comma; the rest as Vietnamese text."""

    def show(row: IndicatorRow, _: int) -> Any:
        value = getattr(row, source)
        if value is None or isinstance(value, str) or row.unit != "%":
            return value if percent else vietnamese(value)
        return Percent(round(value / 100, 6)) if percent else f"{vietnamese(value)}%"

    return Column((header,), show, source)


@layout("indicators", ".xlsx")
def indicators_letter(report: Report, rows: Sequence[IndicatorRow]) -> list[Page]:
    """Annex to a letter: one header row, decimals with a comma, shares with their sign, assessment."""
    columns = (
        column("#", "STT"),
        column("code", "Mã chỉ tiêu"),
        column("name", "Tên chỉ tiêu"),
        column("unit", "Đơn vị tính"),
        _by_unit("Mục tiêu", "target", percent=False),
        _by_unit("Kết quả thực hiện", "value", percent=False),
        column("assessment", "Đánh giá"),
        column("source", "Nguồn số liệu"),
    )
    page = Page("Phụ lục II")
    letterhead(page, report, len(columns), "PHỤ LỤC KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU NGHỊ QUYẾT 57-NQ/TW", f"({report.as_of})")
    page.header(columns)
    page.body(columns, rows)
    signature(page, report, len(columns))
    return [page]


@layout("indicators", ".xlsx")
def indicators_two_header_rows(report: Report, rows: Sequence[IndicatorRow]) -> list[Page]:
    """Target and result under one merged group, a numbering row, plain numbers."""
    group = f"Năm {report.day.year}"
    columns = (
        column("#", "TT"),
        column("code", "Mã chỉ số"),
        column("name", "Tên chỉ số"),
        column("unit", "ĐVT"),
        column("target", (group, "Mục tiêu")),
        column("value", (group, "Kết quả thực hiện")),
        column("achieved", (group, "Tỷ lệ đạt (%)")),
        column("source", "Nguồn số liệu"),
    )
    page = Page("Bieu 03")
    letterhead(page, report, len(columns), "BIỂU THEO DÕI CHỈ TIÊU", f"Số liệu tính đến ngày {report.day:%d/%m/%Y}")
    page.header(columns)
    numbering(page, columns)
    page.body(columns, rows)
    signature(page, report, len(columns), compiled=True)
    return [page]


@layout("indicators", ".xlsx", dated=False)
def indicators_by_name(report: Report, rows: Sequence[IndicatorRow]) -> list[Page]:
    """No codes: the names say it; shares in percent cells; the agency in a title, no date."""
    columns = (
        column("#", "STT"),
        column("name", "CHỈ TIÊU"),
        column("unit", "ĐƠN VỊ\nTÍNH"),
        _by_unit("MỤC TIÊU", "target", percent=True),
        _by_unit("KẾT QUẢ\nTHỰC HIỆN", "value", percent=True),
        column("", "GHI CHÚ"),
    )
    page = Page("Chi tieu")
    page.line(f"Đơn vị báo cáo: {report.agency.reporting_line}")
    page.across("CÁC CHỈ TIÊU VỀ KHOA HỌC, CÔNG NGHỆ, ĐỔI MỚI SÁNG TẠO VÀ CHUYỂN ĐỔI SỐ", len(columns))
    page.skip()
    page.header(columns)
    page.body(columns, rows)
    return [page]


@layout("all", ".xlsx")
def three_in_one(report: Report, rows: Mapping[str, Sequence[Any]]) -> list[Page]:
    """Tasks, counts and indicators as three sheets of one workbook."""
    columns = (
        column("#", "STT"),
        column("code", "Mã chỉ tiêu"),
        column("name", "Nội dung chỉ tiêu"),
        column("unit", "Đơn vị tính"),
        column("target", "Chỉ tiêu giao"),
        column("value", "Kết quả"),
    )
    indicators = Page("Chỉ tiêu")
    indicators.line(f"Đơn vị báo cáo: {report.agency.reporting_line}")
    indicators.line(report.as_of)
    indicators.header(columns)
    indicators.body(columns, rows["indicators"])
    return [tasks_page("Nhiệm vụ", report, rows["tasks"]), counts_page("Hồ sơ", report, rows["dossier_counts"]), indicators]
