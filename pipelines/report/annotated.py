"""The sender's own workbook back, with the bad cells painted and commented and a sheet that lists every finding; for other files that sheet alone.

Texts that came from a sender are written so that no program takes them for a formula. Values of cells are never changed, nor is the original.
"""

from __future__ import annotations

import zipfile
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.grid import column_letter
from pipelines.report.feedback_words import ACTION_VI, SEVERITIES, SEVERITY_VI

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl
    from openpyxl.worksheet.worksheet import Worksheet

LIST_SHEET = "Lỗi"
MOST_PAINTED = 5000
"""Cells of a workbook that are painted; all findings are listed all the same."""
MOST_COMMENTS = 200
"""Comments of one sheet: more cannot be read, and the list has them all."""
MOST_IN_A_COMMENT = 4
"""Findings of one cell that its comment says."""
MOST_LISTED = 20_000
"""Findings that the list holds: beyond that nobody reads it."""
ROWS_OF_A_COVER = 31
"""Rows at the head of the list that stay empty and hidden: the names and dates in its texts must not be heard as a cover sheet's, which would make
the report another agency's when a mended copy is sent. More rows than `locate.tables.texts_of_sheet` reads; a test sends such copies."""
MOST_SHEET_BYTES = 16_000_000
"""Bytes of the unpacked sheets (about 400,000 cells, some seconds): of larger workbooks only the list is written."""

_PAINT = {"error": "FFF4B6B6", "warning": "FFFCE8A6", "info": "FFDCE9F7"}
_COLUMNS = (
    ("STT", 6),
    ("Mức độ", 11),
    ("Trang tính", 18),
    ("Ô", 9),
    ("Dòng", 7),
    ("Cột", 24),
    ("Nội dung", 56),
    ("Giá trị", 24),
    ("Giá trị cần có", 38),
    ("Cần làm", 46),
    ("Xử lý", 24),
    ("Mã", 26),
)
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Cover:
    """What stands above the list: the file, how it was taken, and what is to be done."""

    file_name: str
    status: str
    to_do: Sequence[str] = ()


def write_annotated(source: Path, format_: str | None, issues: pl.DataFrame, target: Path, cover: Cover, *, paint: bool = True) -> Path:
    """Writes the annotated copy of an xlsx or xlsm, else a workbook that holds only the list; gives its path (`target` with the ending that fits).

    `issues` are plain ones (`feedback_words.plain_issues`). `source` is only read; with `paint` false it is not even opened. Raises OSError.
    """
    import openpyxl

    notes = [f"Tệp: {cover.file_name}", f"Kết quả: {cover.status}", *(f"Cần làm: {line}" for line in cover.to_do[:1])]
    if paint and format_ in ("xlsx", "xlsm"):
        book = _opened(source, format_)
        if book is not None:
            notes += _paint(book, issues)
            _add_list(book, issues, notes)
            target = target.with_suffix(f".{format_}")
            _save(book, target)
            return target
        notes.append("Tệp quá lớn hoặc có thành phần không chép lại được, nên không có bản tô màu; các ô cần sửa được liệt kê dưới đây.")
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    _add_list(book, issues, notes)
    target = target.with_suffix(".xlsx")
    _save(book, target)
    return target


def _opened(source: Path, format_: str) -> Any:
    """The workbook, or None where it is too large or openpyxl refuses what others read: the list is of use all the same."""
    import openpyxl

    with source.open("rb") as file:
        try:
            with zipfile.ZipFile(file) as package:
                sheets = sum(part.file_size for part in package.infolist() if part.filename.startswith("xl/worksheets/"))
            if sheets > MOST_SHEET_BYTES:
                return None
            # An open file, not its name: the archive's names have no ending, and senders' endings lie.
            file.seek(0)
            return openpyxl.load_workbook(file, keep_vba=format_ == "xlsm")
        except Exception:  # noqa: BLE001 see above
            return None


def _save(book: Any, target: Path) -> None:
    """Aside first: nobody finds half a workbook."""
    aside = target.with_name(f".{target.name}.part")
    try:
        book.save(aside)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


def _paint(book: Any, issues: pl.DataFrame) -> list[str]:
    """Paints and comments the cells, worst first; gives what the list must say of cells that have no comment."""
    from openpyxl.cell.cell import MergedCell
    from openpyxl.styles import PatternFill

    told: dict[tuple[str, str], list[tuple[str, str]]] = {}
    columns = ("sheet", "cell", "row_number", "severity", "message_vi", "expected", "remedy")
    for sheet, cell, row, severity, message, expected, remedy in issues.select(columns).iter_rows():
        if sheet in book.sheetnames and hasattr(book[sheet], "merged_cells") and (cell or row):
            address = cell or _first_filled(book[sheet], row)
            told.setdefault((sheet, address), []).append((severity, _note(message, expected, remedy)))
    fills = {severity: PatternFill("solid", fgColor=color) for severity, color in _PAINT.items()}
    commented: dict[str, int] = {}
    bare: dict[str, int] = {}
    for (sheet, address), notes in list(told.items())[:MOST_PAINTED]:
        worksheet = book[sheet]
        cell = worksheet[address]
        if isinstance(cell, MergedCell):
            cell = _corner(worksheet, address)
        cell.fill = fills[min((severity for severity, _ in notes), key=SEVERITIES.index)]
        if commented.get(sheet, 0) >= MOST_COMMENTS:
            bare[sheet] = bare.get(sheet, 0) + 1
            continue
        commented[sheet] = commented.get(sheet, 0) + 1
        _comment(cell, [note for _, note in notes])
    said = [f"Trang «{sheet}»: còn {count} ô được tô màu mà không có ghi chú; xem danh sách dưới đây." for sheet, count in bare.items()]
    if len(told) > MOST_PAINTED:
        said.append(f"Chỉ {MOST_PAINTED} ô đầu được tô màu; còn {len(told) - MOST_PAINTED} ô nữa có trong danh sách dưới đây.")
    return said


def _note(message: str, expected: str | None, remedy: str | None) -> str:
    said = message
    if expected and expected != "Không áp dụng":
        said += f"\nCần: {expected}"
    return f"{said}\nCách sửa: {remedy}" if remedy else said


def _comment(cell: Any, notes: list[str]) -> None:
    from openpyxl.comments import Comment

    shown = notes[:MOST_IN_A_COMMENT]
    if len(notes) > MOST_IN_A_COMMENT:
        shown.append(f"… và {len(notes) - MOST_IN_A_COMMENT} nội dung khác trong trang «{LIST_SHEET}»")
    own = f"{cell.comment.text}\n---\n" if cell.comment else ""
    text = own + "\n\n".join(shown)
    # About 50 letters a line of 340 points; each line 16 points high.
    lines = sum(1 + len(line) // 50 for line in text.split("\n"))
    cell.comment = Comment(text[:4000], "tonghop", width=340, height=min(600, 16 * lines + 12))


def _first_filled(worksheet: Worksheet, row: int) -> str:
    """The first cell of a row that holds something: what is wrong with the row as a whole is said there."""
    for column in range(1, min(worksheet.max_column, 50) + 1):
        if worksheet.cell(row, column).value is not None:
            return f"{column_letter(column)}{row}"
    return f"A{row}"


def _corner(worksheet: Worksheet, address: str) -> Any:
    """The cell that holds a merged range's value and format."""
    merged = next(one for one in worksheet.merged_cells.ranges if address in one)
    return worksheet.cell(merged.min_row, merged.min_col)


def _add_list(book: Any, issues: pl.DataFrame, notes: Sequence[str]) -> None:
    """The sheet of all findings, under a few lines about the file; its header row stays in sight."""
    from openpyxl.styles import Alignment, Font, PatternFill

    name = LIST_SHEET
    while name in book.sheetnames:
        name = f"{name} tonghop"[:31] if "tonghop" not in name else f"{name}_"[:31]
    sheet = book.create_sheet(name)
    if issues.height > MOST_LISTED:
        notes = [*notes, f"Danh sách có {MOST_LISTED} nội dung đầu trong {issues.height}."]
    for row in range(1, ROWS_OF_A_COVER + 1):
        sheet.row_dimensions[row].hidden = True
    first = ROWS_OF_A_COVER + 1
    for at, line in enumerate(notes, start=first):
        write_text(sheet.cell(at, 1), line)
        sheet.cell(at, 1).font = Font(bold=at <= first + 1)
    top = first + len(notes) + 1
    for at, (title, width) in enumerate(_COLUMNS, start=1):
        head = sheet.cell(top, at, title)
        head.font = Font(bold=True)
        sheet.column_dimensions[column_letter(at)].width = width
    columns = ("severity", "sheet", "cell", "row_number", "header", "message_vi", "value", "expected", "remedy", "action", "code")
    fills = {severity: PatternFill("solid", fgColor=color) for severity, color in _PAINT.items()}
    model = sheet.cell(top + 1, 1)
    model.alignment = Alignment(wrap_text=True, vertical="top")
    style = copy(model._style)
    shown = issues.head(MOST_LISTED)
    for number, (severity, *middle, action, code) in enumerate(shown.select(columns).iter_rows(), start=1):
        for at, given in enumerate((number, SEVERITY_VI[severity], *middle, ACTION_VI[action], code), start=1):
            target = sheet.cell(top + number, at)
            # The style as it is: to look each one up takes a third of the time that the whole workbook takes.
            target._style = copy(style)
            write_text(target, given)
        sheet.cell(top + number, 2).fill = fills[severity]
    sheet.freeze_panes = f"A{top + 1}"
    if shown.height:
        sheet.auto_filter.ref = f"A{top}:{column_letter(len(_COLUMNS))}{top + shown.height}"


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
