"""Workbooks of dossiers one by one, as they come out of one-stop systems."""

from __future__ import annotations

from collections.abc import Sequence

from .dossiers import DossierRow
from .layouts import CHANNELS, DOSSIER_STATES, LEVELS, YES, Report, layout, minutes
from .page import Page, column


@layout("dossiers", ".xlsx")
def dossiers_portal(report: Report, rows: Sequence[DossierRow]) -> list[Page]:
    """A portal's export: the filter it was asked with stands above the header; moments as text."""
    page = Page("DanhSachHoSo")
    page.line("DANH SÁCH HỒ SƠ THỦ TỤC HÀNH CHÍNH")
    page.line("Đơn vị báo cáo:", report.agency.reporting_line)
    page.line("Kỳ báo cáo:", report.period)
    page.line("Trạng thái:", "Tất cả")
    page.skip()
    columns = (
        column("#", "STT"),
        column("dossier_code", "Mã hồ sơ"),
        column("procedure_code", "Mã TTHC"),
        column("procedure_name", "Tên TTHC"),
        column("field", "Lĩnh vực"),
        column("applicant", "Chủ hồ sơ"),
        column("citizen_number", "Số CCCD"),
        column("phone", "Số điện thoại"),
        column("channel", "Hình thức nộp", CHANNELS.get),
        column("full_process", "Mức độ DVC", LEVELS.get),
        column("received_at", "Ngày tiếp nhận", minutes),
        column("due_at", "Ngày hẹn trả", minutes),
        column("finished_at", "Ngày có kết quả", minutes),
        column("returned_at", "Ngày trả kết quả", minutes),
        column("status", "Trạng thái hồ sơ", DOSSIER_STATES.get),
        column("unit", "Đơn vị xử lý"),
    )
    page.header(columns)
    page.body(columns, rows)
    return [page]


@layout("dossiers", ".xlsx")
def dossiers_true_dates(report: Report, rows: Sequence[DossierRow]) -> list[Page]:
    """A book kept by hand: true dates, capitals in the header, the agency and the period above."""
    page = Page("SO THEO DOI")
    page.line(f"Đơn vị báo cáo: {report.agency.reporting_line}")
    page.line("SỔ THEO DÕI HỒ SƠ")
    page.line(f"({report.period})")
    columns = (
        column("#", "SỐ TT"),
        column("dossier_code", "MÃ HỒ SƠ"),
        column("field", "LĨNH VỰC"),
        column("procedure_name", "TÊN THỦ TỤC"),
        column("applicant", "HỌ VÀ TÊN"),
        column("citizen_number", "SỐ ĐỊNH DANH"),
        column("phone", "SỐ ĐIỆN THOẠI"),
        column("received_at", "NGÀY NHẬN"),
        column("due_at", "NGÀY HẸN TRẢ"),
        column("finished_at", "NGÀY KẾT THÚC XỬ LÝ"),
        column("channel", "KÊNH NỘP", CHANNELS.get),
        column("full_process", "MỨC ĐỘ", LEVELS.get),
        column("status", "TÌNH TRẠNG HỒ SƠ", DOSSIER_STATES.get),
        column("digitised", "SỐ HÓA", YES.get),
    )
    page.header(columns)
    page.body(columns, rows)
    return [page]
