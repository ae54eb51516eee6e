"""Issues of who sent and which day is meant."""

from __future__ import annotations

from schemas.rule import Action, Dimension, IssueCode, Severity

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_LOAD, _QUARANTINE, _HOLD = Action.LOAD, Action.QUARANTINE, Action.HOLD
_CORRECT, _SUFFICIENT, _ALIVE, _UNIFIED = Dimension.CORRECT, Dimension.SUFFICIENT, Dimension.ALIVE, Dimension.UNIFIED

AGENCY_UNKNOWN = IssueCode(
    "AGENCY_UNKNOWN",
    _E,
    _HOLD,
    _SUFFICIENT,
    "Không xác định được cơ quan gửi báo cáo.",
    "The sending agency cannot be told.",
    "Tên cơ quan ở đầu báo cáo, ví dụ «Đơn vị báo cáo: UBND tỉnh An Giang»",
)
AGENCY_CONFLICT = IssueCode(
    "AGENCY_CONFLICT",
    _E,
    _HOLD,
    _CORRECT,
    "Tệp nêu hai cơ quan khác nhau ({value}); được giữ lại chờ xác nhận.",
    "The file claims two agencies ({value}) and is held.",
    "Một cơ quan thống nhất giữa thư mục, tiêu đề và tên tệp",
)
ROW_AGENCY_UNKNOWN = IssueCode(
    "ROW_AGENCY_UNKNOWN",
    _E,
    _QUARANTINE,
    _CORRECT,
    "Không nhận ra cơ quan «{value}» ở ô {cell}.",
    "Agency '{value}' in {cell} is not known.",
    "Tên hoặc mã cơ quan trong danh mục, ví dụ H01",
)
AGENCY_FROM_ABOVE = IssueCode(
    "AGENCY_FROM_ABOVE",
    _W,
    _LOAD,
    _CORRECT,
    "Ô {cell} để trống; dòng được hiểu là của «{value}» ghi ở phía trên.",
    "{cell} is blank; the row is read as that of '{value}' above it.",
    "Mỗi dòng ghi tên cơ quan của mình",
)
CODE_NAME_MISMATCH = IssueCode(
    "CODE_NAME_MISMATCH",
    _E,
    _QUARANTINE,
    _CORRECT,
    "Mã cơ quan và tên cơ quan ở dòng {row_number} không khớp ({value}).",
    "Agency code and name in row {row_number} disagree ({value}).",
    "Mã và tên của cùng một cơ quan, ví dụ H01 và UBND tỉnh An Giang",
)
LEGACY_AGENCY = IssueCode(
    "LEGACY_AGENCY",
    _W,
    _LOAD,
    _UNIFIED,
    "«{value}» là tên cơ quan trước sắp xếp; số liệu được ghi cho {expected}.",
    "'{value}' is a former agency; the figures go to {expected}.",
    "Tên cơ quan hiện hành",
)
DATE_FROM_FILE_NAME = IssueCode(
    "DATE_FROM_FILE_NAME",
    _I,
    _LOAD,
    _ALIVE,
    "Ngày số liệu lấy từ tên tệp: {value}.",
    "The reporting date comes from the file's name: {value}.",
    "Dòng «Số liệu tính đến ngày 28/10/2025» trong báo cáo",
)
DATE_FROM_DELIVERY = IssueCode(
    "DATE_FROM_DELIVERY",
    _W,
    _LOAD,
    _ALIVE,
    "Báo cáo không ghi ngày số liệu; lấy theo ngày nhận tệp: {value}.",
    "No reporting date in the file; the day of delivery was taken: {value}.",
    "Dòng «Số liệu tính đến ngày 28/10/2025» trong báo cáo",
)
DATE_OUT_OF_RANGE = IssueCode(
    "DATE_OUT_OF_RANGE",
    _E,
    _HOLD,
    _CORRECT,
    "Ngày số liệu {value} nằm ngoài khoảng cho phép; được giữ lại.",
    "Reporting date {value} is out of range; held.",
    "Ngày từ 22/12/2024 đến ngày mai, ví dụ 28/10/2025",
)
PERIOD_MISSING = IssueCode(
    "PERIOD_MISSING",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Biểu không ghi kỳ báo cáo (từ ngày … đến ngày …).",
    "The form does not state its period.",
    "(Từ ngày 01/01/2025 đến ngày 28/10/2025)",
)
PARTIAL_RESUBMISSION = IssueCode(
    "PARTIAL_RESUBMISSION",
    _E,
    _HOLD,
    _SUFFICIENT,
    "Tệp gửi lại chỉ có {value} số dòng của lần gửi trước; được giữ lại chờ xác nhận.",
    "The re-sent file holds only {value} of its predecessor's rows; held.",
    "Tệp có đủ các dòng, hoặc chỉ có các dòng mới",
)
REPORTING_DATE_INVALID = IssueCode(
    "REPORTING_DATE_INVALID",
    _E,
    _HOLD,
    _CORRECT,
    "Báo cáo ghi ngày không có thật: «{value}»; được giữ lại chờ xác nhận.",
    "The report states a date that does not exist: '{value}'; held.",
    "ngày/tháng/năm có thật, ví dụ 28/10/2025",
)
