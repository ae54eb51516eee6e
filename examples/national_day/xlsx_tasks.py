"""Workbooks of tasks, each as a different office lays them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .layouts import Report, dash, layout, short_slash, slash
from .page import Page, Percent, column, constant
from .tasks import TaskRow
from .xlsx_parts import letterhead, numbering, sections, signature


@layout("tasks", ".xlsx")
def tasks_letter(report: Report, rows: Sequence[TaskRow]) -> list[Page]:
    """Annex to a letter: national title block, one header row, Roman sections, recipients and signature."""
    columns = (
        column("#", "STT"),
        column("task_code", "Mã nhiệm vụ"),
        column("title", "Nội dung nhiệm vụ"),
        column("lead_text", "Cơ quan chủ trì"),
        column("coordinating", "Cơ quan phối hợp"),
        column("due", "Thời hạn hoàn thành", slash),
        column("product", "Sản phẩm đầu ra"),
        column("approving_authority", "Cấp có thẩm quyền"),
        column("source_document", "Văn bản giao"),
        column("responsible_person", "Người phụ trách"),
        column("status_text", "Trạng thái"),
        column("completed_on", "Ngày hoàn thành", slash),
        column("evidence", "Số, ký hiệu văn bản"),
        column("blocker", "Khó khăn, vướng mắc"),
        column("proposal", "Kiến nghị, đề xuất"),
        column("note", "Ghi chú"),
    )
    page = Page("Phụ lục")
    title = "PHỤ LỤC TÌNH HÌNH THỰC HIỆN NHIỆM VỤ THEO NGHỊ QUYẾT SỐ 57-NQ/TW NGÀY 22/12/2024 CỦA BỘ CHÍNH TRỊ"
    letterhead(page, report, len(columns), title, f"({report.as_of})")
    page.header(columns)
    sections(page, columns, rows, "group")
    signature(page, report, len(columns))
    return [page]


@layout("tasks", ".xlsx")
def tasks_two_header_rows(report: Report, rows: Sequence[TaskRow]) -> list[Page]:
    """Two header rows with merged groups, a numbering row, true dates, a count of tasks at the foot."""
    term, result = "Thời gian thực hiện", "Kết quả thực hiện"
    columns = (
        column("#", "TT"),
        column("task_code", "Mã số nhiệm vụ"),
        column("title", "Tên nhiệm vụ"),
        column("source_document", "Văn bản chỉ đạo"),
        column("lead_text", "Đơn vị chủ trì"),
        column("coordinating", "Đơn vị phối hợp"),
        column("assigned_on", (term, "Ngày giao")),
        column("due", (term, "Thời hạn hoàn thành")),
        column("status_text", (result, "Tình trạng")),
        column("completed_on", (result, "Ngày hoàn thành")),
        column("evidence", (result, "Văn bản ban hành")),
        column("product", "Sản phẩm"),
        column("responsible_person", "Lãnh đạo phụ trách"),
        column("approving_authority", "Cấp phê duyệt"),
        column("blocker", "Vướng mắc"),
        column("proposal", "Đề xuất giải pháp"),
    )
    page = Page("Bieu 01")
    letterhead(page, report, len(columns), "BIỂU TỔNG HỢP TIẾN ĐỘ THỰC HIỆN NHIỆM VỤ ĐƯỢC GIAO", f"(Số liệu tính đến ngày {report.day:%d/%m/%Y})")
    page.header(columns)
    numbering(page, columns)
    page.body(columns, rows)
    page.across(f"Tổng cộng: {len(rows)} nhiệm vụ", len(columns))
    signature(page, report, len(columns), compiled=True)
    return [page]


@layout("tasks", ".xlsx")
def tasks_shifted(report: Report, rows: Sequence[TaskRow]) -> list[Page]:
    """The table starts at C9; columns in another order, with extra ones that nobody asked for."""
    page = Page("Sheet1", left=3)
    page.skip(until=3)
    page.line(f"Đơn vị báo cáo: {report.agency.reporting_line}")
    page.line("BÁO CÁO TIẾN ĐỘ NHIỆM VỤ CHUYỂN ĐỔI SỐ, ĐỔI MỚI SÁNG TẠO")
    page.line(f"Ngày báo cáo: {report.day:%d/%m/%Y}")
    page.skip(until=9)
    columns = (
        column("task_code", "Mã NV"),
        column("", "Mã QR"),
        column("status_text", "Tiến độ thực hiện"),
        column("title", "Nội dung công việc"),
        column("due", "Hạn hoàn thành", short_slash),
        column("lead_text", "Chủ trì"),
        column("responsible_person", "Chuyên viên theo dõi"),
        constant(report.office_phone, "Điện thoại liên hệ"),
        column("completed_on", "Ngày HT", short_slash),
        column("evidence", "Minh chứng"),
        column("product", "Kết quả, sản phẩm"),
        column("source_document", "Căn cứ"),
        column("blocker", "Khó khăn, vướng mắc"),
        column("proposal", "Kiến nghị, đề xuất"),
        column("last_progress_on", "Ngày cập nhật", short_slash),
    )
    page.header(columns)
    page.body(columns, rows)
    return [page]


@layout("tasks", ".xlsx")
def tasks_capitals(report: Report, rows: Sequence[TaskRow]) -> list[Page]:
    """Headers in capitals with line breaks and units, days with dashes, progress in percent cells, sections merged over the table."""
    columns = (
        column("#", "SỐ\nTT"),
        column("task_code", "MÃ\nNHIỆM VỤ"),
        column("title", "NỘI DUNG\nNHIỆM VỤ"),
        column("lead_text", "CƠ QUAN\nCHỦ TRÌ"),
        column("due", "THỜI HẠN\nHOÀN THÀNH", dash),
        column("progress_pct", "TỶ LỆ\nHOÀN THÀNH (%)", lambda value: None if value is None else Percent(value / 100)),
        column("status_text", "TRẠNG THÁI"),
        column("completed_on", "NGÀY\nHOÀN THÀNH", dash),
        column("evidence", "SỐ VĂN BẢN"),
        column("product", "SẢN PHẨM"),
        column("responsible_person", "NGƯỜI\nPHỤ TRÁCH"),
        column("approving_authority", "THẨM QUYỀN"),
        column("source_document", "VĂN BẢN\nGIAO"),
        column("blocker", "TỒN TẠI,\nVƯỚNG MẮC"),
        column("proposal", "KIẾN NGHỊ,\nĐỀ XUẤT"),
    )
    page = Page("NQ57")
    page.line("  ".join(part for part in report.agency.letterhead if part))
    page.across("THEO DÕI NHIỆM VỤ NGHỊ QUYẾT 57", len(columns))
    page.across(report.as_of.upper(), len(columns))
    page.header(columns)
    sections(page, columns, rows, "group", marks="ABCDEFG", merged=True, restart=False)
    signature(page, report, len(columns), compiled=True)
    return [page]


@layout("tasks", ".xlsx")
def tasks_with_instructions(report: Report, rows: Sequence[TaskRow]) -> list[Page]:
    """A filled-in template: instructions first, the table on the second sheet, an empty third one."""
    guide = Page("Hướng dẫn")
    for text in (
        "HƯỚNG DẪN NHẬP LIỆU",
        "1. Mã nhiệm vụ: ghi đúng mã đã được cấp, không tự đặt mã.",
        "2. Thời hạn: ghi theo văn bản giao (ngày/tháng/năm, tháng, quý hoặc năm).",
        "3. Trạng thái: Hoàn thành đúng hạn; Hoàn thành quá hạn; Đang thực hiện trong hạn; Đang thực hiện quá hạn; Đã trình.",
        "4. Không thêm, bớt cột; không gộp ô trong bảng dữ liệu.",
    ):
        guide.line(text)
    return [guide, tasks_page("Dữ liệu", report, rows), Page("Sheet2")]


def tasks_page(name: str, report: Report, rows: Sequence[TaskRow]) -> Page:
    """A plain table of tasks with true dates under three title lines."""
    columns = (
        column("#", "STT"),
        column("task_code", "Mã nhiệm vụ"),
        column("title", "Nhiệm vụ"),
        column("lead_text", "Đơn vị chủ trì"),
        column("source_document", "Nguồn giao"),
        column("assigned_on", "Ngày bắt đầu"),
        column("due", "Thời hạn"),
        column("product", "Sản phẩm"),
        column("responsible_person", "Người chịu trách nhiệm"),
        column("approving_authority", "Cấp trình"),
        column("status_text", "Trạng thái"),
        column("completed_on", "Ngày hoàn thành"),
        column("progress_pct", "% hoàn thành"),
        column("evidence", "Tài liệu kiểm chứng"),
        column("blocker", "Nguyên nhân"),
        column("proposal", "Kiến nghị, đề xuất"),
    )
    page = Page(name)
    page.line(f"Đơn vị báo cáo: {report.agency.reporting_line}")
    page.line("DANH MỤC NHIỆM VỤ THỰC HIỆN NGHỊ QUYẾT 57")
    page.line(report.as_of)
    page.skip()
    page.header(columns)
    page.body(columns, rows)
    return page


@layout("tasks", ".xlsx")
def tasks_without_code(report: Report, rows: Sequence[TaskRow]) -> list[Page]:
    """No task code: the document, the task's number in it and its title say which task it is."""
    columns = (
        column("source_document", "Văn bản giao"),
        column("number", "Số TT"),
        column("title", "Nội dung nhiệm vụ"),
        column("lead_text", "Cơ quan chủ trì"),
        column("coordinating", "Phối hợp"),
        column("due", "Thời gian hoàn thành", slash),
        column("product", "Kết quả đầu ra"),
        column("status_text", "Tình hình thực hiện"),
        column("completed_on", "Ngày hoàn thành", slash),
        column("evidence", "Minh chứng"),
        column("responsible_person", "Lãnh đạo chỉ đạo"),
        column("blocker", "Khó khăn, vướng mắc"),
        column("proposal", "Kiến nghị, đề xuất"),
    )
    page = Page("Bao cao")
    letterhead(page, report, len(columns), "BÁO CÁO TÌNH HÌNH THỰC HIỆN NHIỆM VỤ", report.as_of)
    page.header(columns)
    page.body(columns, rows)
    signature(page, report, len(columns))
    return [page]


@layout("tasks", ".xlsx", names_agency=False, dated=False)
def tasks_bare(report: Report, rows: Sequence[TaskRow]) -> list[Page]:
    """A bare export: headers in the first row, text with doubled and no-break spaces as it was pasted from a web page."""
    columns = (
        column("task_code", "Mã nhiệm vụ"),
        column("title", "Nội\u00a0dung  nhiệm vụ"),
        column("status_text", "Trạng thái "),
        column("due", " Thời hạn hoàn\u00a0thành", slash),
        column("completed_on", "Ngày hoàn thành", slash),
        column("lead_text", "Cơ quan chủ trì"),
        column("product", "Sản phẩm"),
        column("responsible_person", "Người phụ trách"),
        column("evidence", "Số  văn bản"),
        column("source_document", "Văn bản giao"),
        column("progress_pct", "Tiến độ (%)", lambda value: None if value is None else f"{value} %"),
    )
    page = Page("Worksheet")
    page.header(columns)
    page.body(columns, [_pasted(row) for row in rows])
    return [page]


def _pasted(row: TaskRow) -> TaskRow:
    return replace(
        row,
        title=row.title.replace(" ", "\u00a0", 1).replace(", ", ",  ", 1),
        lead_text=row.lead_text.replace(" ", "  ", 1),
        status_text=row.status_text.replace(" ", "\u00a0") + " ",
    )
