"""Issues of one row: keys, and the rules of each dataset."""

from __future__ import annotations

from schemas.rule import Action, Dimension, IssueCode, Severity

_E, _W = Severity.ERROR, Severity.WARNING
_LOAD, _QUARANTINE = Action.LOAD, Action.QUARANTINE
_CORRECT, _SUFFICIENT, _CLEAN, _UNIFIED = Dimension.CORRECT, Dimension.SUFFICIENT, Dimension.CLEAN, Dimension.UNIFIED

MISSING_KEY = IssueCode(
    "MISSING_KEY",
    _E,
    _QUARANTINE,
    _SUFFICIENT,
    "Dòng {row_number} thiếu «{field}» nên không xác định được.",
    "Row {row_number} lacks '{field}' and cannot be identified.",
    "Ô «{field}» có giá trị",
)
DUP_KEY = IssueCode(
    "DUP_KEY",
    _E,
    _QUARANTINE,
    _CLEAN,
    "Dòng {row_number} trùng mã «{value}» với một dòng khác trong cùng tệp nhưng khác nội dung.",
    "Row {row_number} repeats the key '{value}' with other content.",
    "Mỗi mã một dòng",
)
DUP_ROW = IssueCode(
    "DUP_ROW",
    _W,
    _QUARANTINE,
    _CLEAN,
    "Dòng {row_number} lặp lại nguyên văn dòng trước.",
    "Row {row_number} repeats an earlier row word for word.",
    "Mỗi dòng một lần",
)
DUP_FIELD = IssueCode(
    "DUP_FIELD",
    _W,
    _LOAD,
    _CLEAN,
    "Dòng {row_number}: lĩnh vực «{value}» xuất hiện nhiều lần với số liệu khác nhau; các dòng đều được tính.",
    "Row {row_number}: '{value}' stands several times with different numbers; all count.",
    "Mỗi lĩnh vực một dòng",
)
IDENTITY_A1 = IssueCode(
    "IDENTITY_A1",
    _E,
    _LOAD,
    _CORRECT,
    "Dòng {row_number}: tổng tiếp nhận {value} khác trực tuyến + trực tiếp + kỳ trước.",
    "Row {row_number}: received {value} is not online + offline + carried over.",
    "Tiếp nhận = trực tuyến + trực tiếp + kỳ trước, ví dụ 120 = 80 + 30 + 10",
)
IDENTITY_A2 = IssueCode(
    "IDENTITY_A2",
    _E,
    _LOAD,
    _CORRECT,
    "Dòng {row_number}: đã giải quyết {value} khác trước hạn + đúng hạn + quá hạn.",
    "Row {row_number}: settled {value} is not early + on time + late.",
    "Đã giải quyết = trước hạn + đúng hạn + quá hạn, ví dụ 100 = 40 + 55 + 5",
)
IDENTITY_A3 = IssueCode(
    "IDENTITY_A3",
    _E,
    _LOAD,
    _CORRECT,
    "Dòng {row_number}: đang giải quyết {value} khác trong hạn + quá hạn.",
    "Row {row_number}: open {value} is not in time + overdue.",
    "Đang giải quyết = trong hạn + quá hạn, ví dụ 20 = 18 + 2",
)
IDENTITY_A4 = IssueCode(
    "IDENTITY_A4",
    _E,
    _LOAD,
    _CORRECT,
    "Dòng {row_number}: tiếp nhận {value} khác đã giải quyết + đang giải quyết.",
    "Row {row_number}: received {value} is not settled + open.",
    "Tiếp nhận = đã giải quyết + đang giải quyết, ví dụ 120 = 100 + 20",
)
ONLINE_EXCEEDS_DONE = IssueCode(
    "ONLINE_EXCEEDS_DONE",
    _E,
    _LOAD,
    _CORRECT,
    "Dòng {row_number}: hồ sơ toàn trình {value} nhiều hơn hồ sơ đã giải quyết.",
    "Row {row_number}: {value} full-process dossiers exceed those settled.",
    "Số toàn trình không lớn hơn số đã giải quyết",
)
MEASURE_CELL_BLANK = IssueCode(
    "MEASURE_CELL_BLANK",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Dòng {row_number}: ô «{field}» để trống; dòng này không được tính vào tỷ lệ.",
    "Row {row_number}: '{field}' is blank; the row leaves both sums of the rate.",
    "Một số từ 0 trở lên, ví dụ 0",
)
MEASURE_CELL_BLANK_DONE = IssueCode(
    "MEASURE_CELL_BLANK_DONE",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Dòng {row_number}: ô tổng số đã giải quyết để trống; dòng này không được tính vào tỷ lệ.",
    "Row {row_number}: the settled total is blank; the row leaves every rate.",
    "Một số từ 0 trở lên, ví dụ 0",
)
FUTURE_COMPLETION = IssueCode(
    "FUTURE_COMPLETION",
    _E,
    _LOAD,
    _CORRECT,
    "Ô {cell}: ngày hoàn thành {value} sau ngày số liệu.",
    "{cell}: completed on {value}, after the reporting date.",
    "Ngày không sau ngày số liệu, hoặc để trống",
)
COMPLETED_BEFORE_ASSIGNED = IssueCode(
    "COMPLETED_BEFORE_ASSIGNED",
    _E,
    _LOAD,
    _CORRECT,
    "Ô {cell}: ngày hoàn thành {value} trước ngày giao.",
    "{cell}: completed on {value}, before it was assigned.",
    "Ngày không trước ngày giao, ví dụ 28/10/2025",
)
STATUS_DATE_CONFLICT = IssueCode(
    "STATUS_DATE_CONFLICT",
    _W,
    _LOAD,
    _CORRECT,
    "Dòng {row_number}: trạng thái «{value}» không khớp thời hạn và ngày hoàn thành.",
    "Row {row_number}: status '{value}' disagrees with the dates.",
    "Trạng thái khớp với thời hạn và ngày hoàn thành",
)
COMPLETED_WITHOUT_EVIDENCE = IssueCode(
    "COMPLETED_WITHOUT_EVIDENCE",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Dòng {row_number}: báo hoàn thành nhưng không có văn bản, minh chứng.",
    "Row {row_number}: done without evidence.",
    "Số, ký hiệu văn bản, ví dụ 125/BC-UBND",
)
COMPLETION_DATE_MISSING = IssueCode(
    "COMPLETION_DATE_MISSING",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Dòng {row_number}: báo hoàn thành nhưng không có ngày hoàn thành.",
    "Row {row_number}: done without a completion date.",
    "Ngày hoàn thành, ví dụ 28/10/2025",
)
OUT_WITHOUT_EVIDENCE = IssueCode(
    "OUT_WITHOUT_EVIDENCE",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Dòng {row_number}: báo tạm dừng hoặc hủy nhưng không có văn bản; nhiệm vụ vẫn được tính là đang thực hiện.",
    "Row {row_number}: paused or cancelled without a document; the task stays open.",
    "Số, ký hiệu văn bản cho phép, ví dụ 125/QĐ-UBND",
)
TASK_WITHOUT_PERSON = IssueCode(
    "TASK_WITHOUT_PERSON",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Dòng {row_number}: nhiệm vụ chưa rõ người phụ trách.",
    "Row {row_number}: no person responsible.",
    "Họ tên, chức vụ người phụ trách",
)
TASK_WITHOUT_PRODUCT = IssueCode(
    "TASK_WITHOUT_PRODUCT",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Dòng {row_number}: nhiệm vụ chưa rõ sản phẩm.",
    "Row {row_number}: no product named.",
    "Sản phẩm của nhiệm vụ",
)
TASK_WITHOUT_TITLE = IssueCode(
    "TASK_WITHOUT_TITLE",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Dòng {row_number}: nhiệm vụ không có tên.",
    "Row {row_number}: the task has no title.",
    "Tên nhiệm vụ",
)
TASK_CODE_DERIVED = IssueCode(
    "TASK_CODE_DERIVED",
    _W,
    _LOAD,
    _UNIFIED,
    "Dòng {row_number}: nhiệm vụ không có mã; hệ thống đặt mã tạm {value}.",
    "Row {row_number}: no task code; {value} was derived.",
    "Mã nhiệm vụ được giao, ví dụ NQ57.042",
)
TASK_MATCH_AMBIGUOUS = IssueCode(
    "TASK_MATCH_AMBIGUOUS",
    _E,
    _LOAD,
    _UNIFIED,
    "Dòng {row_number}: «{value}» giống nhiều nhiệm vụ trong danh mục; được ghi bằng mã tạm.",
    "Row {row_number}: '{value}' is equally near several registered tasks; loaded under a derived code.",
    "Mã nhiệm vụ được giao, ví dụ NQ57.042",
)
SCOPE_MISMATCH = IssueCode(
    "SCOPE_MISMATCH",
    _W,
    _LOAD,
    _CORRECT,
    "Dòng {row_number}: cơ quan chủ trì là {value}, khác cơ quan báo cáo.",
    "Row {row_number}: the lead is {value}, not the reporting agency.",
    "Nhiệm vụ của chính cơ quan",
)
DOSSIER_CODE_FORMAT = IssueCode(
    "DOSSIER_CODE_FORMAT",
    _W,
    _LOAD,
    _CLEAN,
    "Ô {cell}: mã hồ sơ «{value}» không đúng cấu trúc.",
    "{cell}: dossier code '{value}' has not the known form.",
    "Mã như H57.132-251028-0583",
)
RECEIVED_AFTER_DUE = IssueCode(
    "RECEIVED_AFTER_DUE",
    _E,
    _LOAD,
    _CORRECT,
    "Dòng {row_number}: hạn trả {value} trước ngày tiếp nhận.",
    "Row {row_number}: due {value}, before it was received.",
    "Hạn trả không trước ngày tiếp nhận",
)
FINISHED_BEFORE_RECEIVED = IssueCode(
    "FINISHED_BEFORE_RECEIVED",
    _E,
    _LOAD,
    _CORRECT,
    "Dòng {row_number}: xử lý xong {value} trước ngày tiếp nhận.",
    "Row {row_number}: finished {value}, before it was received.",
    "Ngày không trước ngày tiếp nhận",
)
RECEIVED_IN_FUTURE = IssueCode(
    "RECEIVED_IN_FUTURE",
    _E,
    _LOAD,
    _CORRECT,
    "Dòng {row_number}: ngày tiếp nhận {value} sau ngày số liệu.",
    "Row {row_number}: received {value}, after the reporting date.",
    "Ngày không sau ngày số liệu",
)
SERVICE_LEVEL_MISSING = IssueCode(
    "SERVICE_LEVEL_MISSING",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Dòng {row_number}: hồ sơ không ghi mức độ dịch vụ công.",
    "Row {row_number}: no service level.",
    "Toàn trình hoặc Một phần",
)
INDICATOR_UNKNOWN = IssueCode(
    "INDICATOR_UNKNOWN",
    _W,
    _LOAD,
    _UNIFIED,
    "Dòng {row_number}: chỉ tiêu «{value}» chưa có trong danh mục.",
    "Row {row_number}: indicator '{value}' is not registered.",
    "Mã chỉ tiêu trong danh mục",
)
UNIT_SCALE_DOUBTFUL = IssueCode(
    "UNIT_SCALE_DOUBTFUL",
    _W,
    _LOAD,
    _UNIFIED,
    "Ô {cell}: «{value}» không rõ tính theo đơn vị nào; hãy kiểm tra giá trị đã ghi.",
    "{cell}: it is unclear which unit '{value}' is told in; check the figure as loaded.",
    "Đơn vị tính ở cột riêng, trong ô chỉ ghi số, ví dụ 2,1 và tỷ đồng",
)
UNIT_DIFFERS = IssueCode(
    "UNIT_DIFFERS",
    _W,
    _LOAD,
    _UNIFIED,
    "Dòng {row_number}: đơn vị «{value}» không quy đổi được về «{expected}»; số liệu không được so với mục tiêu.",
    "Row {row_number}: unit '{value}' cannot be converted to '{expected}'; the figure is not held against its target.",
    "Đơn vị tính của chỉ tiêu trong danh mục",
)
UNIT_CONVERTED = IssueCode(
    "UNIT_CONVERTED",
    Severity.INFO,
    _LOAD,
    _UNIFIED,
    "Dòng {row_number}: số liệu theo đơn vị «{value}» đã được quy đổi về «{expected}».",
    "Row {row_number}: figures in '{value}' were converted to '{expected}'.",
    "Đơn vị tính của chỉ tiêu trong danh mục",
)
INDICATOR_WITHOUT_VALUE = IssueCode(
    "INDICATOR_WITHOUT_VALUE",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Dòng {row_number}: chỉ tiêu không có giá trị.",
    "Row {row_number}: the indicator has no value.",
    "Giá trị thực hiện, ví dụ 75,2",
)
