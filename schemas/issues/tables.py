"""Issues of a sheet or a table."""

from __future__ import annotations

from schemas.rule import Action, Dimension, IssueCode, Severity

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_LOAD, _HOLD = Action.LOAD, Action.HOLD
_CORRECT, _SUFFICIENT, _CLEAN, _UNIFIED = Dimension.CORRECT, Dimension.SUFFICIENT, Dimension.CLEAN, Dimension.UNIFIED

SHEET_WITHOUT_TABLE = IssueCode(
    "SHEET_WITHOUT_TABLE",
    _I,
    _LOAD,
    _CLEAN,
    "Trang tính «{sheet}» không có bảng số liệu, được bỏ qua.",
    "Sheet '{sheet}' holds no table and was passed over.",
    "Không áp dụng",
)
HEADER_AMBIGUOUS = IssueCode(
    "HEADER_AMBIGUOUS",
    _E,
    _HOLD,
    _UNIFIED,
    "Chưa xác định được cột «{header}»: có thể là {value}. Bảng được giữ lại chờ xác nhận.",
    "Column '{header}' may be {value}; the table is held for a steward.",
    "Tên cột rõ nghĩa, không trùng",
)
REQUIRED_COLUMN_MISSING = IssueCode(
    "REQUIRED_COLUMN_MISSING",
    _E,
    _HOLD,
    _SUFFICIENT,
    "Bảng thiếu cột bắt buộc «{field}», được giữ lại chờ xác nhận.",
    "The table lacks the required column '{field}' and is held.",
    "Cột «{field}»",
)
COLUMN_UNMAPPED = IssueCode(
    "COLUMN_UNMAPPED",
    _I,
    _LOAD,
    _UNIFIED,
    "Cột «{header}» không thuộc mẫu, được lưu ở phần bổ sung.",
    "Column '{header}' fits no field; it is kept in extra.",
    "Không áp dụng",
)
MEASURE_COLUMN_ABSENT = IssueCode(
    "MEASURE_COLUMN_ABSENT",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Bảng không có cột «{field}»; đơn vị không được tính vào tỷ lệ này.",
    "The table has no column '{field}'; the agency leaves both sums of that rate.",
    "Cột «{field}»",
)
HIDDEN_SHEET = IssueCode(
    "HIDDEN_SHEET",
    _W,
    _LOAD,
    _CLEAN,
    "Trang tính «{sheet}» đang bị ẩn nhưng vẫn được đọc.",
    "Sheet '{sheet}' is hidden; it was read all the same.",
    "Trang tính không ẩn",
)
HIDDEN_ROW = IssueCode(
    "HIDDEN_ROW",
    _W,
    _LOAD,
    _CLEAN,
    "Dòng {row_number} đang bị ẩn nhưng vẫn được đọc.",
    "Row {row_number} is hidden; it was read all the same.",
    "Dòng không ẩn",
)
TEXT_REPAIRED = IssueCode(
    "TEXT_REPAIRED",
    _I,
    _LOAD,
    _CLEAN,
    "Chữ trong trang «{sheet}» viết bằng bảng mã cũ hoặc bị lỗi bảng mã ({value}), đã được chuyển về Unicode; bản gốc vẫn được giữ.",
    "Text in sheet '{sheet}' came in an old or damaged encoding ({value}) and was converted to Unicode; the original is kept.",
    "Chữ Unicode",
)
TEXT_DOUBTFUL = IssueCode(
    "TEXT_DOUBTFUL",
    _W,
    _LOAD,
    _CLEAN,
    "Ô {cell}: chữ có thể viết bằng bảng mã cũ (TCVN3, VNI) nhưng chưa chắc chắn, được giữ nguyên như đã ghi.",
    "Cell {cell} may be in an old encoding (TCVN3, VNI); that is not certain, and it stays as written.",
    "Chữ Unicode",
)
HIDDEN_COLUMN = IssueCode(
    "HIDDEN_COLUMN",
    _W,
    _LOAD,
    _CLEAN,
    "Cột «{header}» đang bị ẩn nhưng vẫn được đọc.",
    "Column '{header}' is hidden; it was read all the same.",
    "Cột không ẩn",
)
TOTAL_MISMATCH = IssueCode(
    "TOTAL_MISMATCH",
    _W,
    _LOAD,
    _CORRECT,
    "Dòng tổng ghi {value} ở cột «{header}», cộng các dòng được {expected}.",
    "The total row says {value} for '{header}'; the rows add up to {expected}.",
    "Dòng tổng bằng tổng các dòng",
)
PARTS_MISMATCH = IssueCode(
    "PARTS_MISMATCH",
    _W,
    _LOAD,
    _CORRECT,
    "Dòng {row_number}: cột «{header}» ghi {value}, cộng các cột thành phần được {expected}.",
    "Row {row_number}: '{header}' says {value}; its component columns add up to {expected}.",
    "Cột tổng bằng tổng các cột thành phần",
)
SUBTOTAL_DOUBTFUL = IssueCode(
    "SUBTOTAL_DOUBTFUL",
    _E,
    _HOLD,
    _CORRECT,
    "Dòng {row_number} giống dòng tổng nhóm nhưng không bằng tổng các dòng trong nhóm; bảng được giữ lại.",
    "Row {row_number} looks like a subtotal but is not its block's sum; the table is held.",
    "Dòng tổng nhóm bằng tổng các dòng trong nhóm",
)
