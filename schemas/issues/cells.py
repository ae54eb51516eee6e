"""Issues of one cell."""

from __future__ import annotations

from schemas.rule import Action, Dimension, IssueCode, Severity

_E, _W = Severity.ERROR, Severity.WARNING
_LOAD, _BLANK = Action.LOAD, Action.BLANK
_CORRECT, _CLEAN, _UNIFIED = Dimension.CORRECT, Dimension.CLEAN, Dimension.UNIFIED

CELL_ERROR = IssueCode(
    "CELL_ERROR", _E, _BLANK, _CLEAN, "Ô {cell} chứa lỗi công thức {value}.", "Cell {cell} holds the error {value}.", "Một giá trị, ví dụ 125"
)
FORMULA_UNCACHED = IssueCode(
    "FORMULA_UNCACHED",
    _E,
    _BLANK,
    _CLEAN,
    "Ô {cell} là công thức chưa có kết quả.",
    "Cell {cell} is a formula saved without its result.",
    "Kết quả của công thức",
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
    "1234 nếu là hàng nghìn, 1,234 nếu là số thập phân",
)
PERCENT_FRACTION = IssueCode(
    "PERCENT_FRACTION",
    _W,
    _LOAD,
    _UNIFIED,
    "Cột «{header}» ghi tỷ lệ dạng thập phân ({value}); đã hiểu là phần trăm.",
    "'{header}' holds fractions ({value}); read as percentages.",
    "Số phần trăm từ 0 đến 100, ví dụ 39,98",
)
PCT_OUT_OF_RANGE = IssueCode(
    "PCT_OUT_OF_RANGE",
    _W,
    _LOAD,
    _CORRECT,
    "Ô {cell}: tỷ lệ {value} nằm ngoài 0–100 %.",
    "{cell}: {value} lies outside 0 to 100 %.",
    "Số từ 0 đến 100, ví dụ 39,98",
)
NEGATIVE = IssueCode(
    "NEGATIVE",
    _E,
    _LOAD,
    _CORRECT,
    "Ô {cell}, cột «{header}»: số âm {value}.",
    "{cell} '{header}': negative number {value}.",
    "Số từ 0 trở lên, ví dụ 12",
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
    _BLANK,
    _CORRECT,
    "Ô {cell}: «{value}» có thể bị đảo ngày và tháng nên để trống.",
    "{cell}: '{value}' may have day and month swapped and is left blank.",
    "ngày/tháng/năm, ví dụ 28/10/2025",
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
    "Đã hoàn thành, Đang thực hiện, Chưa thực hiện, Tạm dừng hoặc Hủy bỏ",
)
VALUE_UNKNOWN = IssueCode(
    "VALUE_UNKNOWN",
    _W,
    _BLANK,
    _UNIFIED,
    "Ô {cell}, cột «{header}»: không nhận ra «{value}».",
    "{cell} '{header}': '{value}' is not known.",
    "Một giá trị trong danh sách của mẫu, ví dụ Toàn trình, Trực tuyến, Có",
)
