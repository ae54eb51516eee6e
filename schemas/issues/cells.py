"""Issues of one cell."""

from __future__ import annotations

from schemas.rule import Action, Dimension, IssueCode, Severity

_E, _W = Severity.ERROR, Severity.WARNING
_LOAD, _BLANK = Action.LOAD, Action.BLANK
_CORRECT, _CLEAN, _UNIFIED = Dimension.CORRECT, Dimension.CLEAN, Dimension.UNIFIED

CELL_ERROR = IssueCode(
    "CELL_ERROR", _E, _BLANK, _CLEAN, "Ô {cell} chứa lỗi công thức {value}.", "Cell {cell} holds the error {value}.", "Giá trị, không phải lỗi"
)
FORMULA_UNCACHED = IssueCode(
    "FORMULA_UNCACHED",
    _E,
    _BLANK,
    _CLEAN,
    "Ô {cell} là công thức chưa có kết quả.",
    "Cell {cell} is a formula saved without its result.",
    "Mở tệp bằng phần mềm bảng tính rồi lưu lại",
)
BAD_NUMBER = IssueCode(
    "BAD_NUMBER",
    _E,
    _BLANK,
    _CLEAN,
    "Ô {cell}, cột «{header}»: «{value}» không phải là số.",
    "{cell} '{header}': '{value}' is no number.",
    "Một số, ví dụ 1.234 hoặc 12,5",
)
NUMBER_AMBIGUOUS = IssueCode(
    "NUMBER_AMBIGUOUS",
    _W,
    _LOAD,
    _CORRECT,
    "Ô {cell}: «{value}» có thể là hàng nghìn hoặc số thập phân.",
    "{cell}: '{value}' may be thousands or decimals.",
    "1234 hoặc 1,234",
)
PERCENT_FRACTION = IssueCode(
    "PERCENT_FRACTION",
    _W,
    _LOAD,
    _UNIFIED,
    "Cột «{header}» ghi tỷ lệ dạng thập phân ({value}); đã hiểu là phần trăm.",
    "'{header}' holds fractions ({value}); read as percentages.",
    "Phần trăm từ 0 đến 100",
)
PCT_OUT_OF_RANGE = IssueCode(
    "PCT_OUT_OF_RANGE", _W, _LOAD, _CORRECT, "Ô {cell}: tỷ lệ {value} nằm ngoài 0–100 %.", "{cell}: {value} lies outside 0 to 100 %.", "0 đến 100"
)
NEGATIVE = IssueCode(
    "NEGATIVE", _E, _LOAD, _CORRECT, "Ô {cell}, cột «{header}»: số âm {value}.", "{cell} '{header}': negative number {value}.", "Số không âm"
)
BAD_DATE = IssueCode(
    "BAD_DATE",
    _E,
    _BLANK,
    _CLEAN,
    "Ô {cell}, cột «{header}»: «{value}» không phải ngày hợp lệ.",
    "{cell} '{header}': '{value}' is no valid date.",
    "ngày/tháng/năm, ví dụ 28/10/2025",
)
DATE_AMBIGUOUS = IssueCode(
    "DATE_AMBIGUOUS",
    _W,
    _LOAD,
    _CORRECT,
    "Ô {cell}: «{value}» có thể bị đảo ngày và tháng.",
    "{cell}: '{value}' may have day and month swapped.",
    "ngày/tháng/năm",
)
DEADLINE_UNRESOLVED = IssueCode(
    "DEADLINE_UNRESOLVED",
    _E,
    _LOAD,
    _CLEAN,
    "Ô {cell}: không hiểu thời hạn «{value}»; nhiệm vụ được coi là không có hạn.",
    "{cell}: deadline '{value}' is not understood.",
    "30/6/2025, Tháng 6/2025, Quý III/2025, Năm 2025",
)
STATUS_UNKNOWN = IssueCode(
    "STATUS_UNKNOWN",
    _W,
    _LOAD,
    _UNIFIED,
    "Ô {cell}: không nhận ra trạng thái «{value}».",
    "{cell}: status '{value}' is not known.",
    "Hoàn thành, Đang thực hiện, Đã trình …",
)
VALUE_UNKNOWN = IssueCode(
    "VALUE_UNKNOWN",
    _W,
    _BLANK,
    _UNIFIED,
    "Ô {cell}, cột «{header}»: không nhận ra «{value}».",
    "{cell} '{header}': '{value}' is not known.",
    "Một giá trị trong danh mục",
)
