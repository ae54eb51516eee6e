"""Workbooks of dossier counts: form II.06a as offices really fill it in, and tables of their own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from .counts import NUMBERS, CountRow
from .layouts import Report, dotted, layout
from .page import Column, Page, column
from .xlsx_parts import letterhead, numbering, sections, signature, total

_RECEIVED, _DONE, _OPEN = "Số lượng hồ sơ tiếp nhận", "Số lượng hồ sơ đã giải quyết", "Số lượng hồ sơ đang giải quyết"
_FORMULAS = {
    "received_total": ("received_online", "received_offline", "carried_over"),
    "done_total": ("done_early", "done_on_time", "done_late"),
    "open_total": ("open_in_time", "open_overdue"),
}


def _form_columns(full_process: str | None, render: Any = None) -> tuple[Column, ...]:
    """The thirteen columns of form II.06a, and one more under 'đã giải quyết' where the office adds it."""
    return (
        column("#", "TT"),
        column("field", "Lĩnh vực, công việc giải quyết theo cấp"),
        column("received_total", (_RECEIVED, "Tổng số"), render),
        column("received_online", (_RECEIVED, "Trong kỳ", "Trực tuyến"), render),
        column("received_offline", (_RECEIVED, "Trong kỳ", "Trực tiếp, dịch vụ bưu chính"), render),
        column("carried_over", (_RECEIVED, "Từ kỳ trước"), render),
        column("done_total", (_DONE, "Tổng số"), render),
        column("done_early", (_DONE, "Trước hạn"), render),
        column("done_on_time", (_DONE, "Đúng hạn"), render),
        column("done_late", (_DONE, "Quá hạn"), render),
        *((column("online_full", (_DONE, full_process), render),) if full_process else ()),
        column("open_total", (_OPEN, "Tổng số"), render),
        column("open_in_time", (_OPEN, "Trong hạn"), render),
        column("open_overdue", (_OPEN, "Quá hạn"), render),
    )


def _form_head(page: Page, report: Report) -> None:
    """The head of the printed form: its number and basis, its title and period, who reports to whom."""
    agency = report.agency
    page.line(
        "Biểu số II.06a/VPCP/KSTT",
        None,
        None,
        "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
        *[None] * 5,
        f"- Đơn vị báo cáo: {agency.reporting_line}",
    )
    page.line(
        "Ban hành theo Thông tư số 01/2020/TT-VPCP ngày 21/10/2020",
        *[None] * 2,
        "TẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP GIẢI QUYẾT TTHC",
        *[None] * 5,
        "- Đơn vị nhận báo cáo: Văn phòng Chính phủ",
    )
    page.line(None, None, None, f"({report.period})", *[None] * 5, "Đơn vị tính: Số hồ sơ TTHC")
    for row in range(len(page.rows) - 2, len(page.rows) + 1):
        page.merges += [(row, 1, row, 3), (row, 4, row, 9), (row, 10, row, 13)]
    page.skip()


def _form(report: Report, rows: Sequence[CountRow], full_process: str | None) -> list[Page]:
    columns = _form_columns(full_process)
    page = Page("II.06a")
    _form_head(page, report)
    page.header(columns)
    numbering(page, columns, _FORMULAS)
    page.body(columns, rows)
    total(page, columns, rows, NUMBERS, "Tổng cộng")
    signature(page, report, len(columns), compiled=True)
    return [page]


@layout("dossier_counts", ".xlsx")
def counts_form(report: Report, rows: Sequence[CountRow]) -> list[Page]:
    """Form II.06a as printed, three header rows and the numbering row, with the full-process column added under 'đã giải quyết'."""
    return _form(report, rows, "Trong đó: hồ sơ trực tuyến toàn trình")


@layout("dossier_counts", ".xlsx")
def counts_form_unextended(report: Report, rows: Sequence[CountRow]) -> list[Page]:
    """Form II.06a as printed and nothing more: nobody can say how many were full-process."""
    return _form(report, rows, None)


@layout("dossier_counts", ".xlsx")
def counts_total_first(report: Report, rows: Sequence[CountRow]) -> list[Page]:
    """Two header rows under a letterhead, the total as first row, full-process and partial side by side."""
    received, done, still = "Tiếp nhận", "Số hồ sơ đã giải quyết", "Hồ sơ đang giải quyết"
    columns = (
        column("#", "STT"),
        column("field", "Lĩnh vực giải quyết"),
        column("received_total", (received, "Tổng số")),
        column("received_online", (received, "Trực tuyến")),
        column("received_offline", (received, "Trực tiếp, BCCI")),
        column("carried_over", (received, "Kỳ trước chuyển sang")),
        column("done_total", (done, "Tổng số")),
        column("done_early", (done, "Trước hạn")),
        column("done_on_time", (done, "Đúng hạn")),
        column("done_late", (done, "Quá hạn")),
        column("online_full", (done, "Hồ sơ trực tuyến toàn trình")),
        column("online_partial", (done, "Hồ sơ trực tuyến một phần")),
        column("open_total", (still, "Tổng số")),
        column("open_in_time", (still, "Trong hạn")),
        column("open_overdue", (still, "Quá hạn")),
    )
    page = Page("TTHC")
    letterhead(page, report, len(columns), "BÁO CÁO KẾT QUẢ TIẾP NHẬN, GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", f"({report.period})")
    page.header(columns)
    total(page, columns, rows, NUMBERS, "TỔNG CỘNG")
    page.body(columns, rows)
    signature(page, report, len(columns))
    return [page]


@layout("dossier_counts", ".xlsx")
def counts_sections(report: Report, rows: Sequence[CountRow]) -> list[Page]:
    """Form II.06a by level of government, a subtotal under each section, numbers typed as text with dots."""
    columns = _form_columns("Trong đó: toàn trình", dotted)
    page = Page("Bieu 06a")
    _form_head(page, report)
    page.header(columns)
    numbering(page, columns, _FORMULAS)
    for mark, (name, run) in zip("ABC", groupby(rows, key=attrgetter("section")), strict=False):
        members = list(run)
        page.line(mark, name or ("Cấp bộ" if report.agency.is_central else "Cấp tỉnh"))
        page.body(columns, members)
        total(page, columns, members, NUMBERS, f"Cộng {mark}", dotted)
    total(page, columns, rows, NUMBERS, "Tổng cộng", dotted)
    signature(page, report, len(columns))
    return [page]


@layout("dossier_counts", ".xlsx")
def counts_flat_shifted(report: Report, rows: Sequence[CountRow]) -> list[Page]:
    """One header row of long names, the table from C9 on, columns in another order, extra ones among them."""
    page = Page("Tổng hợp", left=3)
    page.skip(until=3)
    page.line(f"Đơn vị báo cáo: {report.agency.reporting_line}")
    page.line("SỐ LIỆU GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH")
    page.line(f"({report.period})")
    page.skip(until=9)
    columns = (
        column("", "Mã QR"),
        column("field", "Tên lĩnh vực"),
        column("done_total", "Tổng số hồ sơ đã giải quyết"),
        column("online_full", "Hồ sơ trực tuyến toàn trình đã giải quyết"),
        column("done_early", "Đã giải quyết trước hạn"),
        column("done_on_time", "Đã giải quyết đúng hạn"),
        column("done_late", "Đã giải quyết quá hạn"),
        column("received_total", "Tổng số hồ sơ tiếp nhận"),
        column("received_online", "Tiếp nhận trực tuyến"),
        column("received_offline", "Tiếp nhận trực tiếp, dịch vụ bưu chính"),
        column("carried_over", "Kỳ trước chuyển sang"),
        column("open_total", "Tổng số hồ sơ đang giải quyết"),
        column("open_in_time", "Đang giải quyết trong hạn"),
        column("open_overdue", "Đang giải quyết quá hạn"),
        column("digitised", "Hồ sơ số hóa"),
    )
    page.header(columns)
    page.body(columns, rows)
    total(page, columns, rows, NUMBERS, "Cộng")
    return [page]


@layout("dossier_counts", ".xlsx")
def counts_capitals(report: Report, rows: Sequence[CountRow]) -> list[Page]:
    """Two header rows in capitals with units and line breaks, Roman sections by level, the total last."""
    received, done, still = "SỐ HỒ SƠ NHẬN\nGIẢI QUYẾT", "SỐ HỒ SƠ\nĐÃ GIẢI QUYẾT", "SỐ HỒ SƠ\nĐANG GIẢI QUYẾT"
    columns = (
        column("#", "SỐ TT"),
        column("field", "LĨNH VỰC"),
        column("received_total", (received, "TỔNG SỐ\n(hồ sơ)")),
        column("carried_over", (received, "TỪ KỲ TRƯỚC\n(hồ sơ)")),
        column("received_online", (received, "TRỰC TUYẾN\n(hồ sơ)")),
        column("received_offline", (received, "TRỰC TIẾP, DỊCH VỤ BƯU CHÍNH\n(hồ sơ)")),
        column("done_total", (done, "TỔNG SỐ\n(hồ sơ)")),
        column("done_early", (done, "TRƯỚC HẠN\n(hồ sơ)")),
        column("done_on_time", (done, "ĐÚNG HẠN\n(hồ sơ)")),
        column("done_late", (done, "QUÁ HẠN\n(hồ sơ)")),
        column("online_full", (done, "TRỰC TUYẾN TOÀN TRÌNH\n(hồ sơ)")),
        column("open_total", (still, "TỔNG SỐ\n(hồ sơ)")),
        column("open_in_time", (still, "TRONG HẠN\n(hồ sơ)")),
        column("open_overdue", (still, "QUÁ HẠN\n(hồ sơ)")),
    )
    page = Page("BIEU")
    letterhead(page, report, len(columns), "TÌNH HÌNH GIẢI QUYẾT HỒ SƠ THỦ TỤC HÀNH CHÍNH", f"{report.period}")
    page.header(columns)
    if rows[0].section:
        sections(page, columns, rows, "section", restart=False)
    else:
        page.body(columns, rows)
    total(page, columns, rows, NUMBERS, "TỔNG SỐ")
    signature(page, report, len(columns), compiled=True)
    return [page]


def counts_page(name: str, report: Report, rows: Sequence[CountRow]) -> Page:
    """Form II.06a as one sheet among others."""
    columns = _form_columns("Trong đó: hồ sơ trực tuyến toàn trình")
    page = Page(name)
    page.line(f"Đơn vị báo cáo: {report.agency.reporting_line}")
    page.line("KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH")
    page.line(f"({report.period})")
    page.header(columns)
    page.body(columns, rows)
    total(page, columns, rows, NUMBERS, "Tổng cộng")
    return page
