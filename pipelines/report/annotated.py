"""The sender's own workbook back, with the bad cells painted and a sheet that lists every finding; for csv and json that sheet alone.

Texts that came from a sender are written so that no program takes them for a formula. Values of cells are never changed.
"""

from __future__ import annotations

from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.grid import column_letter

if TYPE_CHECKING:
    import polars as pl
    from openpyxl.worksheet.worksheet import Worksheet

LIST_SHEET = "Lỗi"
MOST_PAINTED = 5000
"""Cells that are painted; all findings are listed all the same."""
MOST_LISTED = 100_000
"""Findings that the list holds: beyond that nobody reads it."""

_PAINT = {"error": "FFF4B6B6", "warning": "FFFCE8A6", "info": "FFDCE9F7"}
_SEVERITY_VI = {"error": "Lỗi", "warning": "Cảnh báo", "info": "Ghi nhận"}
_ACTION_VI = {
    "load": "vẫn nạp dòng",
    "blank": "ô để trống, vẫn nạp dòng",
    "quarantine": "không nạp dòng",
    "hold": "giữ lại chờ xác nhận",
    "reject": "không nhận tệp",
}
_COLUMNS = (
    ("STT", 6),
    ("Mức độ", 10),
    ("Trang tính", 18),
    ("Ô", 9),
    ("Dòng", 7),
    ("Cột", 24),
    ("Nội dung", 64),
    ("Giá trị", 28),
    ("Giá trị cần có", 42),
    ("Xử lý", 24),
    ("Mã", 26),
)
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_annotated(source: Path, format_: str | None, issues: pl.DataFrame, target: Path) -> Path:
    """Writes the annotated copy of an xlsx or xlsm, else a workbook that holds only the list; gives its path (`target` with the ending that fits).

    `issues` has severity, action, code, sheet, cell, row_number, header, value, expected, message_vi. Raises OSError.
    """
    import openpyxl

    if format_ in ("xlsx", "xlsm"):
        try:
            book = openpyxl.load_workbook(source, keep_vba=format_ == "xlsm")
        except Exception:  # noqa: BLE001 openpyxl refuses workbooks that others read; the list is of use all the same
            return _write_list_only(issues, target)
        _paint(book, issues)
        _add_list(book, issues)
        target = target.with_suffix(f".{format_}")
        book.save(target)
        return target
    return _write_list_only(issues, target)


def _write_list_only(issues: pl.DataFrame, target: Path) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    _add_list(book, issues)
    target = target.with_suffix(".xlsx")
    book.save(target)
    return target


def _paint(book: Any, issues: pl.DataFrame) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    told: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for sheet, cell, row, severity, message in issues.select("sheet", "cell", "row_number", "severity", "message_vi").iter_rows():
        if sheet in book.sheetnames and (cell or row):
            told.setdefault((sheet, cell or f"{column_letter(1)}{row}"), []).append((severity, message))
    for (sheet, address), notes in list(told.items())[:MOST_PAINTED]:
        worksheet = book[sheet]
        if not hasattr(worksheet, "cell"):
            continue
        cell = worksheet[address]
        if isinstance(cell, MergedCell):
            cell = _corner(worksheet, address)
        worst = min(notes, key=lambda note: list(_PAINT).index(note[0]))[0]
        cell.fill = PatternFill("solid", fgColor=_PAINT[worst])
        own = f"{cell.comment.text}\n---\n" if cell.comment else ""
        cell.comment = Comment(own + "\n".join(message for _, message in notes), "tonghop", width=360, height=40 + 30 * len(notes))


def _corner(worksheet: Worksheet, address: str) -> Any:
    """The cell that holds a merged range's value and format."""
    merged = next(one for one in worksheet.merged_cells.ranges if address in one)
    return worksheet.cell(merged.min_row, merged.min_col)


def _add_list(book: Any, issues: pl.DataFrame) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    name = LIST_SHEET
    while name in book.sheetnames:
        name = f"{name} tonghop"[:31] if "tonghop" not in name else f"{name}_"[:31]
    sheet = book.create_sheet(name)
    for at, (title, width) in enumerate(_COLUMNS, start=1):
        head = sheet.cell(1, at, title)
        head.font = Font(bold=True)
        sheet.column_dimensions[column_letter(at)].width = width
    rows = issues.select("severity", "sheet", "cell", "row_number", "header", "message_vi", "value", "expected", "action", "code").head(MOST_LISTED)
    fills = {severity: PatternFill("solid", fgColor=color) for severity, color in _PAINT.items()}
    wrap = Alignment(wrap_text=True, vertical="top")
    for number, (severity, in_sheet, cell, row, header, message, value, expected, action, code) in enumerate(rows.iter_rows(), start=1):
        values = (number, _SEVERITY_VI[severity], in_sheet, cell, row, header, message, value, expected, _ACTION_VI[action], code)
        for at, given in enumerate(values, start=1):
            target = sheet.cell(number + 1, at)
            write_text(target, given)
            target.alignment = copy(wrap)
        sheet.cell(number + 1, 2).fill = fills[severity]
    sheet.freeze_panes = "A2"
    if rows.height:
        sheet.auto_filter.ref = f"A1:{column_letter(len(_COLUMNS))}{rows.height + 1}"


def write_text(cell: Any, value: Any) -> None:
    """Put a value into a cell as what it is; a text that could be taken for a formula stays a text, and is shown with a quote before it."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not isinstance(value, str):
        cell.value = value
        return
    text = ILLEGAL_CHARACTERS_RE.sub(" ", value)[:32_000]
    cell.value = text
    if text.startswith(_STARTS_A_FORMULA):
        cell.data_type = "s"
        cell.quotePrefix = True
