"""The workbook of an export: each mart on one reporting date as a sheet that an office can use, and a sheet that explains them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from pipelines.report.headline import METRICS
from pipelines.warehouse import one_value
from schemas.field import Field, Table, Type
from schemas.marts import MARTS

if TYPE_CHECKING:
    import duckdb
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MOST_ROWS = 1_048_576
"""Rows of a sheet, its header among them: a limit of the format."""
LONGEST_TEXT = 32_767
BATCH = 2_000

_FORMATS = {Type.INTEGER: "#,##0", Type.NUMBER: "#,##0.00", Type.PERCENT: "0.00", Type.DATE: "dd/mm/yyyy", Type.MOMENT: "dd/mm/yyyy hh:mm"}
_WIDTHS = {Type.DATE: 13, Type.MOMENT: 17, Type.INTEGER: 13, Type.NUMBER: 16, Type.PERCENT: 13, Type.BOOLEAN: 9}
_AGENCY_NAME = Field("name_vi", "Tên cơ quan", "Agency's name")
_WORDS: dict[str, dict[str, str]] = {
    "block": {"national": "Cả nước", "central": "Trung ương", "provincial": "Địa phương"},
    "state": {"reported": "Đã gửi", "held": "Chờ xác nhận", "carried": "Số liệu cũ", "missing": "Chưa gửi"},
    "basis": {"counts": "Số tổng hợp của cơ quan", "dossiers": "Đếm từ từng hồ sơ"},
    "dataset": {"tasks": "Nhiệm vụ", "dossiers": "Hồ sơ", "dossier_counts": "Số lượng hồ sơ", "indicators": "Chỉ tiêu"},
    "dimension": {"correct": "Đúng", "sufficient": "Đủ", "clean": "Sạch", "alive": "Sống", "unified": "Thống nhất"},
}
"""Codes as an office reads them, by column; a code that is not here is written as it is."""
_BOLD, _HEAD = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
_WRAP = Alignment(wrap_text=True, vertical="top")
_NOTES = (
    "Mỗi trang là một bảng của kho dữ liệu, tính đến ngày nêu trên. "
    "Số liệu được tính lại từ từng dòng của báo cáo gốc; không có số nào được sửa tay.",
    "Tỷ lệ bằng tổng tử số chia tổng mẫu số, tính theo phần trăm từ 0 đến 100. Ô trống nghĩa là chưa đủ căn cứ để tính.",
    "Nhiệm vụ của cả nước được đếm một lần cho mỗi nhiệm vụ; theo khối và theo cơ quan, nhiệm vụ của nhiều cơ quan được đếm ở từng cơ quan. "
    "Vì vậy các khối không cộng thành cả nước.",
    "Thời điểm theo giờ Việt Nam.",
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A table that has more rows than a sheet holds."""

    table: str
    rows: int
    written: int


def write_workbook(
    connection: duckdb.DuckDBPyConnection, path: Path, as_of: dt.date, build: str, made_at: dt.datetime, most_rows: int = MOST_ROWS
) -> tuple[Cut, ...]:
    """Write every mart on `as_of`, row by row, so that memory does not grow with them; gives the tables that were cut at `most_rows`."""
    book = Workbook(write_only=True)
    explained = book.create_sheet("Giải thích")
    sheets: list[tuple[Table, str, int, int]] = []
    for table in MARTS:
        title = table.title_vi[:31]
        rows = int(one_value(connection, f"SELECT count(*) FROM {table.full_name} WHERE as_of = ?", [as_of]))
        written = min(rows, most_rows - 1)
        _sheet(book.create_sheet(title), connection, table, as_of, written)
        sheets.append((table, title, rows, written))
    _explain(explained, sheets, as_of, build, made_at)
    book.save(path)
    return tuple(Cut(table.full_name, rows, written) for table, _, rows, written in sheets if written < rows)


def _columns(table: Table) -> list[Field]:
    """The table's columns, the agency's name after its code."""
    columns: list[Field] = []
    for field in table.fields:
        columns.append(field)
        if field.name == "agency_code":
            columns.append(_AGENCY_NAME)
    return columns


def _sheet(sheet: WriteOnlyWorksheet, connection: duckdb.DuckDBPyConnection, table: Table, as_of: dt.date, rows: int) -> None:
    columns = _columns(table)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{rows + 1}"
    for at, field in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = _width(field)
    sheet.append([_heading(sheet, field) for field in columns])
    with_name = _AGENCY_NAME in columns
    names = ", ".join("a.name_vi" if field is _AGENCY_NAME else f'm."{field.name}"' for field in columns)
    join = "LEFT JOIN core.agency AS a ON a.agency_code = m.agency_code" if with_name else ""
    order = ", ".join(f'm."{name}"' for name in table.key)
    cursor = connection.execute(f"SELECT {names} FROM {table.full_name} AS m {join} WHERE m.as_of = ? ORDER BY {order} LIMIT {rows}", [as_of])
    while batch := cursor.fetchmany(BATCH):
        for row in batch:
            sheet.append([_cell(sheet, field, value) for field, value in zip(columns, row, strict=True)])


def _heading(sheet: WriteOnlyWorksheet, field: Field) -> Any:
    unit = f" ({field.unit})" if field.unit else ""
    cell = WriteOnlyCell(sheet, f"{field.title_vi}{unit}")
    cell.font, cell.fill, cell.alignment = _BOLD, _HEAD, _WRAP
    return cell


def _cell(sheet: WriteOnlyWorksheet, field: Field, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, str):
        words = METRICS if field.name == "metric" else _WORDS.get(field.name, {})
        return _text(sheet, words.get(value, value))
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = _FORMATS.get(field.type, "General")
    return cell


def _text(sheet: WriteOnlyWorksheet, text: str) -> Any:
    """A text that stays one: what a sender wrote never becomes a formula."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_TEXT])
    cell.data_type = "s"
    return cell


def _width(field: Field) -> int:
    if field.name in ("name_vi", "note"):
        return 44
    if field.name == "metric":
        return 36
    return _WIDTHS.get(field.type, 16)


def _explain(sheet: WriteOnlyWorksheet, sheets: list[tuple[Table, str, int, int]], as_of: dt.date, build: str, made_at: dt.datetime) -> None:
    """What the workbook is, then each sheet, then each column."""
    for letter, width in zip("ABCDE", (30, 34, 44, 44, 24), strict=True):
        sheet.column_dimensions[letter].width = width

    def line(cells: Iterable[Any], bold: bool = False) -> None:
        made = []
        for value in cells:
            cell = _text(sheet, value) if isinstance(value, str) else WriteOnlyCell(sheet, value)
            cell.font = Font(bold=bold)
            if isinstance(value, int):
                cell.number_format = "#,##0"
            made.append(cell)
        sheet.append(made)

    line([f"Số liệu thực hiện Nghị quyết 57-NQ/TW đến ngày {as_of:%d/%m/%Y}"], bold=True)
    line([f"Bản dựng {build}, lúc {made_at:%d/%m/%Y %H:%M}"])
    for note in _NOTES:
        line([note])
    line([])
    line(("Trang", "Bảng trong kho", "Một dòng là", "Table", "Số dòng"), bold=True)
    for table, title, rows, written in sheets:
        line((title, table.full_name, table.grain, table.title_en, rows))
        if written < rows:
            line((f"  CẢNH BÁO: trang chỉ chứa được {written} dòng đầu; tệp {table.full_name}.parquet có đủ {rows} dòng.",), bold=True)
    line([])
    line(("Trang", "Cột", "Cột trong kho", "Column", "Đơn vị; giá trị"), bold=True)
    for table, title, _, _ in sheets:
        for field in table.fields:
            line((title, field.title_vi, field.name, field.title_en, "; ".join(filter(None, (field.unit or "", _values(field))))))


def _values(field: Field) -> str:
    words = {} if field.name == "metric" else _WORDS.get(field.name, {})
    return ", ".join(f"{words.get(one, one)} ({one})" if one in words else one for one in field.allowed)
