"""Layouts in .csv, always UTF-8: with semicolons and title lines as spreadsheets save them, with commas as systems export them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from .counts import NUMBERS, CountRow
from .dossiers import DossierRow
from .indicators import IndicatorRow
from .layouts import CHANNELS, DOSSIER_STATES, LEVELS, Report, dash, dotted, iso, layout, minutes, slash, sums, vietnamese
from .page import Column, column
from .tasks import TaskRow

BOM = "\ufeff"


def _text(lines: Iterable[Sequence[Any]], separator: str, ending: str = "\r\n") -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=separator, lineterminator=ending).writerows(lines)
    return target.getvalue()


def _table(columns: Sequence[Column], rows: Sequence[Any]) -> list[list[Any]]:
    return [[each.path[-1] for each in columns], *([each.show(row, number) for each in columns] for number, row in enumerate(rows, 1))]


@layout("tasks", ".csv")
def tasks_semicolons(report: Report, rows: Sequence[TaskRow]) -> str:
    """Saved from a spreadsheet: BOM, semicolons, title lines padded to the table's width."""
    columns = (
        column("#", "STT"),
        column("task_code", "Mã nhiệm vụ"),
        column("title", "Nội dung nhiệm vụ"),
        column("source_document", "Văn bản giao"),
        column("lead_text", "Cơ quan chủ trì"),
        column("due", "Thời hạn", slash),
        column("status_text", "Trạng thái"),
        column("completed_on", "Ngày hoàn thành", slash),
        column("progress_pct", "Tiến độ (%)"),
        column("product", "Sản phẩm"),
        column("responsible_person", "Người phụ trách"),
        column("evidence", "Số văn bản"),
        column("blocker", "Khó khăn, vướng mắc"),
        column("proposal", "Kiến nghị, đề xuất"),
    )
    width = len(columns) - 1
    titles = [[line, *[""] * width] for line in (f"Đơn vị báo cáo: {report.agency.reporting_line}", "BÁO CÁO NHIỆM VỤ", report.as_of, "")]
    return BOM + _text([*titles, *_table(columns, rows)], ";")


@layout("tasks", ".csv", names_agency=False, dated=False)
def tasks_commas(report: Report, rows: Sequence[TaskRow]) -> str:
    """A system's export: commas, headers without marks, line breaks inside quoted cells, ISO dates; no date of its own."""
    columns = (
        column("task_code", "ma_nhiem_vu"),
        column("title", "noi_dung_nhiem_vu", lambda title: title.replace(" trong ", "\ntrong ").replace(" trên địa bàn ", "\ntrên địa bàn ")),
        column("source_document", "van_ban_giao"),
        column("lead_text", "co_quan_chu_tri"),
        column("due", "thoi_han_hoan_thanh", iso),
        column("status_text", "trang_thai"),
        column("completed_on", "ngay_hoan_thanh", iso),
        column("evidence", "so_van_ban"),
        column("product", "san_pham"),
        column("responsible_person", "nguoi_phu_trach"),
        column("blocker", "kho_khan_vuong_mac"),
    )
    return _text(_table(columns, rows), ",", "\n")


@layout("dossier_counts", ".csv")
def counts_semicolons(report: Report, rows: Sequence[CountRow]) -> str:
    """Saved from a spreadsheet: two header lines whose groups stand in their first column only, numbers with dots, a total line."""
    columns = (
        ("Tiếp nhận", "Tổng số", "received_total"),
        ("", "Trực tuyến", "received_online"),
        ("", "Trực tiếp, dịch vụ bưu chính", "received_offline"),
        ("", "Từ kỳ trước", "carried_over"),
        ("Đã giải quyết", "Tổng số", "done_total"),
        ("", "Trước hạn", "done_early"),
        ("", "Đúng hạn", "done_on_time"),
        ("", "Quá hạn", "done_late"),
        ("", "Trong đó: trực tuyến toàn trình", "online_full"),
        ("Đang giải quyết", "Tổng số", "open_total"),
        ("", "Trong hạn", "open_in_time"),
        ("", "Quá hạn", "open_overdue"),
    )
    names = [name for _, _, name in columns]
    blank = [""] * (len(columns) + 1)
    whole = sums(rows, NUMBERS)
    lines: list[Sequence[Any]] = [
        [f"Đơn vị báo cáo: {report.agency.reporting_line}", *blank],
        ["TÌNH HÌNH GIẢI QUYẾT TTHC", *blank],
        [f"({report.period})", *blank],
    ]
    lines.append(["STT", "Lĩnh vực", *(group for group, _, _ in columns)])
    lines.append(["", "", *(leaf for _, leaf, _ in columns)])
    lines += [[number, row.field, *(dotted(getattr(row, name)) for name in names)] for number, row in enumerate(rows, 1)]
    lines.append(["", "Tổng cộng", *(dotted(whole[name]) for name in names)])
    return BOM + _text(lines, ";")


@layout("indicators", ".csv")
def indicators_semicolons(report: Report, rows: Sequence[IndicatorRow]) -> str:
    """Saved from a spreadsheet: title lines without padding, decimals with a comma."""
    columns = (
        column("#", "STT"),
        column("code", "Mã chỉ tiêu"),
        column("name", "Chỉ tiêu"),
        column("unit", "Đơn vị tính"),
        column("target", "Mục tiêu", vietnamese),
        column("value", "Kết quả thực hiện", vietnamese),
        column("source", "Nguồn số liệu"),
    )
    return BOM + _text([[f"Đơn vị báo cáo: {report.agency.reporting_line}"], [f"Ngày báo cáo: {dash(report.day)}"], *_table(columns, rows)], ";")


@layout("indicators", ".csv", names_agency=False, dated=False)
def indicators_commas(report: Report, rows: Sequence[IndicatorRow]) -> str:
    """A system's export: commas, quoted headers with line breaks, decimal points."""
    columns = (
        column("code", "Mã\nchỉ tiêu"),
        column("name", "Tên\nchỉ tiêu"),
        column("unit", "Đơn vị\ntính"),
        column("target", "Mục tiêu"),
        column("value", "Giá trị"),
    )
    return _text(_table(columns, rows), ",", "\n")


@layout("dossiers", ".csv")
def dossiers_semicolons(report: Report, rows: Sequence[DossierRow]) -> str:
    """Saved from a spreadsheet: title lines, semicolons, only the day of return says that a dossier is done."""
    columns = (
        column("#", "STT"),
        column("dossier_code", "Số hồ sơ"),
        column("procedure_name", "Tên thủ tục"),
        column("field", "Lĩnh vực"),
        column("applicant", "Người nộp"),
        column("citizen_number", "Số CCCD"),
        column("phone", "Số điện thoại"),
        column("channel", "Kênh nộp", CHANNELS.get),
        column("full_process", "Mức độ", LEVELS.get),
        column("received_at", "Ngày tiếp nhận", slash),
        column("due_at", "Ngày hẹn trả", slash),
        column("finished_at", "Ngày trả kết quả", slash),
        column("status", "Trạng thái hồ sơ", lambda status: DOSSIER_STATES["returned" if status == "finished" else status]),
    )
    titles = [[f"Đơn vị báo cáo: {report.agency.reporting_line}"], ["DANH SÁCH HỒ SƠ"], [f"({report.period})"]]
    return BOM + _text([*titles, *_table(columns, rows)], ";")


@layout("dossiers", ".csv", names_agency=False, dated=False)
def dossiers_commas(report: Report, rows: Sequence[DossierRow]) -> str:
    """A system's export: commas, headers without marks."""
    columns = (
        column("dossier_code", "ma_ho_so"),
        column("procedure_code", "ma_thu_tuc"),
        column("procedure_name", "ten_thu_tuc"),
        column("field", "linh_vuc"),
        column("applicant", "chu_ho_so"),
        column("citizen_number", "so_cccd"),
        column("phone", "so_dien_thoai"),
        column("channel", "kenh_nop", CHANNELS.get),
        column("full_process", "muc_do_dvc", LEVELS.get),
        column("received_at", "ngay_tiep_nhan", minutes),
        column("due_at", "ngay_hen_tra", minutes),
        column("finished_at", "ngay_ket_thuc_xu_ly", minutes),
        column("returned_at", "ngay_tra", minutes),
        column("status", "trang_thai_ho_so", DOSSIER_STATES.get),
    )
    return _text(_table(columns, rows), ",", "\n")
