"""The workbook that an agency may fill in: its headers, lists and notes come from the schema, so that it is read back without a question.

Here belongs laying out the sheet. What a field is called stands in `schemas`; two titles that senders would not recognise have a plainer one here.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pipelines.grid import column_letter
from schemas.contract import DATASETS
from schemas.field import Field, Origin, Type

if TYPE_CHECKING:
    from schemas.dataset import Dataset

SHEET = "Số liệu"
GUIDE = "Hướng dẫn"
VERSIONS: dict[str, int] = {"tasks": 1, "dossiers": 1, "dossier_counts": 1, "indicators": 1}
"""Raised by hand when a dataset's columns or lists change; what was filled into an older one is still read, and the sender is told."""
MARK = "tonghop-template"
"""Begins the keywords of a template's properties, which spreadsheet programs keep: tonghop-template/tasks/1."""
MOST_ROWS = 20_000
"""Rows that carry lists and rules."""

HEADERS: dict[tuple[str, str], str] = {
    ("tasks", "declared_status"): "Trạng thái",
    ("tasks", "due_text"): "Thời hạn hoàn thành",
    ("tasks", "lead_text"): "Cơ quan chủ trì",
    ("tasks", "progress_pct"): "% hoàn thành",
    ("dossiers", "finished_at"): "Ngày xử lý xong",
    ("dossier_counts", "field"): "Lĩnh vực",
    ("dossier_counts", "received_total"): "Tổng số hồ sơ tiếp nhận",
    ("dossier_counts", "done_total"): "Tổng số hồ sơ đã giải quyết",
    ("dossier_counts", "open_total"): "Tổng số hồ sơ đang giải quyết",
    ("indicators", "indicator_name"): "Tên chỉ tiêu",
    ("indicators", "value"): "Giá trị",
}
"""(dataset, field) -> header, where the field's title is not what stands on a form."""

LEFT_OUT: dict[str, frozenset[str]] = {
    "tasks": frozenset({"acceptance", "group_name", "parent_task_code", "assignees", "waits_on", "last_progress_on"}),
    "dossiers": frozenset({"dossier_note", "applicant_email", "applicant_address"}),
    "dossier_counts": frozenset({"section", "online_full_rate_declared", "online_rate_declared", "on_time_rate_declared"}),
    "indicators": frozenset({"achieved_pct_declared"}),
}
"""Fields that a sender need not fill in: the pipeline finds them itself, or nobody should type them."""

LISTS: dict[str, tuple[str, ...]] = {
    "task_status": ("Đã hoàn thành", "Đang thực hiện", "Chưa thực hiện", "Tạm dừng", "Hủy bỏ"),
    "channel": ("Trực tuyến", "Trực tiếp", "Bưu chính"),
    "service_level": ("Toàn trình", "Một phần"),
}
"""Values offered for a field that is read by a parser of that name, as senders write them."""

_WHAT_VI = {
    Type.DATE: "ngày dạng dd/mm/yyyy",
    Type.MOMENT: "ngày dạng dd/mm/yyyy, có thể kèm giờ hh:mm",
    Type.INTEGER: "số nguyên từ 0, ví dụ 1234",
    Type.NUMBER: "số",
    Type.PERCENT: "số phần trăm từ 0 đến 100, ví dụ 39,98",
    Type.BOOLEAN: "Có hoặc Không",
}
_AS_TYPED = (Type.TEXT, Type.DATE, Type.MOMENT)
"""Types whose columns hold text: a program set to American habits would turn 03/04/2025 into 4 March, and 00123 into 123, without a word."""
HEADER_ROW = 5


def columns_of(dataset: Dataset) -> list[tuple[Field, str]]:
    """The template's columns: field and header, in declared order; the row's label is not among them."""
    left_out = LEFT_OUT.get(dataset.name, frozenset())
    fields = [one for one in dataset.of(Origin.REPORTED, Origin.PERSONAL) if one.name not in left_out]
    return [(one, HEADERS.get((dataset.name, one.name), one.title_vi)) for one in fields]


def write_template(dataset_name: str, target: Path, *, agency_name: str = "", on: dt.date | None = None, period_from: dt.date | None = None) -> Path:
    """Writes the template of a dataset; with an agency and a date they stand in its title. Raises KeyError for an unknown dataset, OSError."""
    import openpyxl
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    dataset = DATASETS[dataset_name]
    columns = columns_of(dataset)
    book = openpyxl.Workbook()
    book.properties.title = f"Mẫu {dataset.title_vi}"
    book.properties.creator = "tonghop"
    book.properties.keywords = f"{MARK}/{dataset_name}/{VERSIONS[dataset_name]}"
    sheet: Any = book.worksheets[0]
    sheet.title = SHEET
    sheet["A1"] = f"BÁO CÁO {dataset.title_vi.upper()}"
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A2"] = f"Cơ quan báo cáo: {agency_name or '(ghi tên cơ quan)'}"
    sheet["A3"] = _dated(dataset_name, on, period_from)
    thin = Side(style="thin", color="FF999999")
    for at, header in enumerate(["STT", *(header for _, header in columns)], start=1):
        cell = sheet.cell(HEADER_ROW, at, header)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFDCE9F7")
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        cell.border = Border(top=thin, bottom=thin, left=thin, right=thin)
        sheet.column_dimensions[column_letter(at)].width = 6 if at == 1 else max(14, min(40, len(header) + 4))
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 2)
    for at, (one, _) in enumerate(columns, start=2):
        if one.type in _AS_TYPED:
            # Of the column as a whole: rows that are added later have it too.
            sheet.column_dimensions[column_letter(at)].number_format = "@"
        rule = _rule(one)
        if rule is not None:
            sheet.add_data_validation(rule)
            rule.add(f"{column_letter(at)}{HEADER_ROW + 1}:{column_letter(at)}{HEADER_ROW + MOST_ROWS}")
    guide: Any = book.create_sheet(GUIDE)
    # Plain lines, never a table of its own, and no date or period in them: what a cover sheet names is taken for the report's own.
    for line in _guide(dataset, columns):
        guide.append([line])
    guide.column_dimensions["A"].width = 110
    for row in guide.iter_rows():
        row[0].alignment = Alignment(wrap_text=True, vertical="top")
    guide["A1"].font = Font(bold=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    return target


def template_of(source: IO[bytes]) -> tuple[str, int] | None:
    """(dataset, version) of the template that a workbook was made from; None where it was made otherwise, or lost its mark."""
    try:
        with zipfile.ZipFile(source) as package:
            part = package.getinfo("docProps/core.xml")
            if part.file_size > 1 << 16:
                return None
            found = re.search(rf"{MARK}/(\w+)/(\d{{1,4}})\b", package.read(part).decode("utf-8", "replace"))
    except Exception:  # noqa: BLE001 whatever is wrong with the file is for the reader to say
        return None
    return (found[1], int(found[2])) if found and found[1] in VERSIONS else None


def _rule(one: Field) -> Any:
    """The data validation of a column: a list to choose from, or numbers in their bounds. It warns; what else is typed is read all the same."""
    from openpyxl.worksheet.datavalidation import DataValidation

    offered = _offered(one)
    if offered:
        rule = DataValidation("list", '"' + ",".join(offered) + '"', allow_blank=True)
    elif one.type is Type.INTEGER:
        # In a program set to American habits 1.234 is no whole number: then it warns instead of counting one.
        rule = DataValidation("whole", "0", "1000000000000", operator="between", allow_blank=True)
    elif one.type is Type.PERCENT:
        rule = DataValidation("decimal", "0", "100", operator="between", allow_blank=True)
    else:
        return None
    rule.showErrorMessage, rule.errorStyle = True, "warning"
    rule.errorTitle, rule.error = "Kiểm tra lại", f"Ô này cần: {_said(one, offered)}."[:220]
    rule.showInputMessage, rule.promptTitle, rule.prompt = True, "Cách ghi", _said(one, offered)[:220]
    return rule


def _guide(dataset: Dataset, columns: list[tuple[Field, str]]) -> list[str]:
    """The lines of the guide."""
    lines = [
        f"Mẫu {dataset.title_vi}, phiên bản {VERSIONS[dataset.name]}.",
        f"Ghi tên cơ quan và ngày số liệu ở đầu trang «{SHEET}», rồi điền mỗi dòng một nội dung, bắt đầu ngay dưới dòng tên cột.",
        "Không đổi tên cột; cột không dùng thì để trống. Có thể thêm cột ở bên phải.",
        "Ngày gõ ngày trước, tháng sau; ô ngày được giữ nguyên như chữ đã gõ.",
        "Trước khi gửi, kiểm tra bằng lệnh «tonghop check».",
        "",
    ]
    return lines + [f"Cột «{header}»: {_said(one, _offered(one))}{'' if one.nullable else '; bắt buộc'}" for one, header in columns]


def _dated(dataset_name: str, on: dt.date | None, period_from: dt.date | None) -> str:
    day = f"{on:%d/%m/%Y}" if on else "__/__/____"
    if dataset_name in ("dossier_counts", "dossiers"):
        return f"Kỳ báo cáo: từ ngày {period_from:%d/%m/%Y} đến ngày {day}" if period_from else f"Kỳ báo cáo: từ ngày __/__/____ đến ngày {day}"
    return f"Số liệu tính đến ngày {day}"


def _offered(one: Field) -> tuple[str, ...]:
    if one.type is Type.BOOLEAN:
        return ("Có", "Không")
    return LISTS.get(one.parser or "", ())


def _said(one: Field, offered: tuple[str, ...]) -> str:
    if offered:
        return "chọn: " + "; ".join(offered)
    if one.parser == "deadline":
        return "ngày dạng dd/mm/yyyy, hoặc ghi tháng, quý hay năm phải xong"
    told = _WHAT_VI.get(one.type, "chữ")
    if one.origin is Origin.PERSONAL:
        told += "; chỉ dùng để tạo mã ẩn danh, không lưu lại"
    return f"{told} ({one.unit})" if one.unit and one.type is not Type.PERCENT else told
