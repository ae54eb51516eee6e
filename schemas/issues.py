"""The issue vocabulary: every finding that tonghop can make, as data. A code here is public; its message goes to a reporting officer."""

from __future__ import annotations

from schemas.rule import Action, Dimension, IssueCode, Severity

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_LOAD, _BLANK, _QUARANTINE, _HOLD, _REJECT = Action.LOAD, Action.BLANK, Action.QUARANTINE, Action.HOLD, Action.REJECT
_CORRECT, _SUFFICIENT, _CLEAN, _ALIVE, _UNIFIED = Dimension.CORRECT, Dimension.SUFFICIENT, Dimension.CLEAN, Dimension.ALIVE, Dimension.UNIFIED

# The file as a whole.
EMPTY_FILE = IssueCode(
    "EMPTY_FILE", _E, _REJECT, _SUFFICIENT, "Tệp không có nội dung.", "The file has no content.", "Tệp có ít nhất một bảng số liệu"
)
CORRUPT_FILE = IssueCode(
    "CORRUPT_FILE",
    _E,
    _REJECT,
    _CLEAN,
    "Tệp bị hỏng, không mở được. Đề nghị lưu lại và gửi lại.",
    "The file is damaged and cannot be opened.",
    "Tệp mở được bằng phần mềm bảng tính",
)
ENCRYPTED = IssueCode(
    "ENCRYPTED",
    _E,
    _REJECT,
    _CLEAN,
    "Tệp có mật khẩu. Đề nghị bỏ mật khẩu và gửi lại.",
    "The file is protected by a password.",
    "Tệp không có mật khẩu",
)
UNSUPPORTED_FORMAT = IssueCode(
    "UNSUPPORTED_FORMAT",
    _E,
    _REJECT,
    _CLEAN,
    "Định dạng tệp chưa được hỗ trợ ({value}).",
    "The file's format is not supported ({value}).",
    "Tệp .xlsx, .csv (UTF-8) hoặc .json",
)
UNSUPPORTED_ENCODING = IssueCode(
    "UNSUPPORTED_ENCODING",
    _E,
    _REJECT,
    _CLEAN,
    "Tệp văn bản không dùng bảng mã UTF-8.",
    "The text file is not in UTF-8.",
    "Tệp lưu với bảng mã UTF-8",
)
TOO_LARGE = IssueCode(
    "TOO_LARGE",
    _E,
    _REJECT,
    _CLEAN,
    "Tệp vượt giới hạn kích thước ({value}).",
    "The file is over the size limit ({value}).",
    "Tệp trong giới hạn kích thước",
)
NO_TABLE = IssueCode(
    "NO_TABLE",
    _E,
    _REJECT,
    _SUFFICIENT,
    "Không tìm thấy bảng nhiệm vụ, hồ sơ hoặc chỉ tiêu nào trong tệp.",
    "No table of tasks, dossiers or indicators was found in the file.",
    "Bảng có dòng tiêu đề cột theo mẫu",
)
INTERNAL_FAULT = IssueCode(
    "INTERNAL_FAULT",
    _E,
    _REJECT,
    _CLEAN,
    "Lỗi của hệ thống khi xử lý tệp; cơ quan không cần làm gì, bộ phận kỹ thuật sẽ xử lý.",
    "tonghop itself failed on this file: {value}",
    "Không áp dụng",
    ours=True,
)
DUPLICATE_DELIVERY = IssueCode(
    "DUPLICATE_DELIVERY",
    _I,
    _LOAD,
    _CLEAN,
    "Tệp trùng hoàn toàn với tệp đã gửi cho cùng ngày số liệu.",
    "The same bytes were already sent for the same reporting date.",
    "Mỗi kỳ gửi một tệp",
)
DELIVERY_TIE = IssueCode(
    "DELIVERY_TIE",
    _I,
    _LOAD,
    _CLEAN,
    "Nhiều tệp đến cùng một thời điểm; thứ tự xét theo đường dẫn.",
    "Several files came at the same moment; their order follows the path.",
    "Không áp dụng",
)

# The sheet and the table.
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
    "Có cột {field}",
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
    "Có cột {field}",
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
TOTAL_MISMATCH = IssueCode(
    "TOTAL_MISMATCH",
    _W,
    _LOAD,
    _CORRECT,
    "Dòng tổng ghi {value} ở cột «{header}», cộng các dòng được {expected}.",
    "The total row says {value} for '{header}'; the rows add up to {expected}.",
    "Dòng tổng bằng tổng các dòng",
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

# Who and when.
AGENCY_UNKNOWN = IssueCode(
    "AGENCY_UNKNOWN",
    _E,
    _HOLD,
    _SUFFICIENT,
    "Không xác định được cơ quan gửi báo cáo.",
    "The sending agency cannot be told.",
    "Ghi tên cơ quan ở đầu báo cáo hoặc tên tệp",
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
    "Tên hoặc mã cơ quan trong danh mục",
)
CODE_NAME_MISMATCH = IssueCode(
    "CODE_NAME_MISMATCH",
    _E,
    _QUARANTINE,
    _CORRECT,
    "Mã cơ quan và tên cơ quan ở dòng {row_number} không khớp ({value}).",
    "Agency code and name in row {row_number} disagree ({value}).",
    "Mã và tên cùng một cơ quan",
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
    "Ghi «tính đến ngày …» trong báo cáo",
)
DATE_FROM_DELIVERY = IssueCode(
    "DATE_FROM_DELIVERY",
    _W,
    _LOAD,
    _ALIVE,
    "Báo cáo không ghi ngày số liệu; lấy theo ngày nhận tệp: {value}.",
    "No reporting date in the file; the day of delivery was taken: {value}.",
    "Ghi «tính đến ngày …» trong báo cáo",
)
DATE_OUT_OF_RANGE = IssueCode(
    "DATE_OUT_OF_RANGE",
    _E,
    _HOLD,
    _CORRECT,
    "Ngày số liệu {value} nằm ngoài khoảng cho phép; được giữ lại.",
    "Reporting date {value} is out of range; held.",
    "Từ 22/12/2024 đến ngày mai",
)
PERIOD_MISSING = IssueCode(
    "PERIOD_MISSING",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Biểu không ghi kỳ báo cáo (từ ngày … đến ngày …).",
    "The form does not state its period.",
    "(Từ ngày … đến ngày …)",
)
PARTIAL_RESUBMISSION = IssueCode(
    "PARTIAL_RESUBMISSION",
    _E,
    _HOLD,
    _SUFFICIENT,
    "Tệp gửi lại chỉ có {value} số dòng của lần gửi trước; được giữ lại chờ xác nhận.",
    "The re-sent file holds only {value} of its predecessor's rows; held.",
    "Gửi lại đủ các dòng, hoặc chỉ các dòng mới",
)

# The cell.
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
    _W,
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

# The row.
MISSING_KEY = IssueCode(
    "MISSING_KEY",
    _E,
    _QUARANTINE,
    _SUFFICIENT,
    "Dòng {row_number} thiếu «{field}» nên không xác định được.",
    "Row {row_number} lacks '{field}' and cannot be identified.",
    "Có {field}",
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
IDENTITY_A1 = IssueCode(
    "IDENTITY_A1",
    _E,
    _LOAD,
    _CORRECT,
    "Dòng {row_number}: tổng tiếp nhận {value} khác trực tuyến + trực tiếp + kỳ trước.",
    "Row {row_number}: received {value} is not online + offline + carried over.",
    "(3) = (4) + (5) + (6)",
)
IDENTITY_A2 = IssueCode(
    "IDENTITY_A2",
    _E,
    _LOAD,
    _CORRECT,
    "Dòng {row_number}: đã giải quyết {value} khác trước hạn + đúng hạn + quá hạn.",
    "Row {row_number}: settled {value} is not early + on time + late.",
    "(7) = (8) + (9) + (10)",
)
IDENTITY_A3 = IssueCode(
    "IDENTITY_A3",
    _E,
    _LOAD,
    _CORRECT,
    "Dòng {row_number}: đang giải quyết {value} khác trong hạn + quá hạn.",
    "Row {row_number}: open {value} is not in time + overdue.",
    "(11) = (12) + (13)",
)
IDENTITY_A4 = IssueCode(
    "IDENTITY_A4",
    _E,
    _LOAD,
    _CORRECT,
    "Dòng {row_number}: tiếp nhận {value} khác đã giải quyết + đang giải quyết.",
    "Row {row_number}: received {value} is not settled + open.",
    "(3) = (7) + (11)",
)
ONLINE_EXCEEDS_DONE = IssueCode(
    "ONLINE_EXCEEDS_DONE",
    _E,
    _LOAD,
    _CORRECT,
    "Dòng {row_number}: hồ sơ toàn trình {value} nhiều hơn hồ sơ đã giải quyết.",
    "Row {row_number}: {value} full-process dossiers exceed those settled.",
    "Toàn trình không quá số đã giải quyết",
)
MEASURE_CELL_BLANK = IssueCode(
    "MEASURE_CELL_BLANK",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Dòng {row_number}: ô «{field}» để trống; dòng này không được tính vào tỷ lệ.",
    "Row {row_number}: '{field}' is blank; the row leaves both sums of the rate.",
    "Một số, kể cả số 0",
)
MEASURE_CELL_BLANK_DONE = IssueCode(
    "MEASURE_CELL_BLANK_DONE",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Dòng {row_number}: ô tổng số đã giải quyết để trống; dòng này không được tính vào tỷ lệ.",
    "Row {row_number}: the settled total is blank; the row leaves every rate.",
    "Một số, kể cả số 0",
)
FUTURE_COMPLETION = IssueCode(
    "FUTURE_COMPLETION",
    _E,
    _LOAD,
    _CORRECT,
    "Ô {cell}: ngày hoàn thành {value} sau ngày số liệu.",
    "{cell}: completed on {value}, after the reporting date.",
    "Không sau ngày số liệu",
)
COMPLETED_BEFORE_ASSIGNED = IssueCode(
    "COMPLETED_BEFORE_ASSIGNED",
    _E,
    _LOAD,
    _CORRECT,
    "Ô {cell}: ngày hoàn thành {value} trước ngày giao.",
    "{cell}: completed on {value}, before it was assigned.",
    "Không trước ngày giao",
)
STATUS_DATE_CONFLICT = IssueCode(
    "STATUS_DATE_CONFLICT",
    _W,
    _LOAD,
    _CORRECT,
    "Dòng {row_number}: trạng thái «{value}» không khớp thời hạn và ngày hoàn thành.",
    "Row {row_number}: status '{value}' disagrees with the dates.",
    "Trạng thái khớp với ngày",
)
COMPLETED_WITHOUT_EVIDENCE = IssueCode(
    "COMPLETED_WITHOUT_EVIDENCE",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Dòng {row_number}: báo hoàn thành nhưng không có văn bản, minh chứng.",
    "Row {row_number}: done without evidence.",
    "Số, ký hiệu văn bản",
)
COMPLETION_DATE_MISSING = IssueCode(
    "COMPLETION_DATE_MISSING",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Dòng {row_number}: báo hoàn thành nhưng không có ngày hoàn thành.",
    "Row {row_number}: done without a completion date.",
    "Ngày hoàn thành",
)
OUT_WITHOUT_EVIDENCE = IssueCode(
    "OUT_WITHOUT_EVIDENCE",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Dòng {row_number}: báo tạm dừng hoặc hủy nhưng không có văn bản; nhiệm vụ vẫn được tính là đang thực hiện.",
    "Row {row_number}: paused or cancelled without a document; the task stays open.",
    "Số, ký hiệu văn bản cho phép",
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
    "Mã nhiệm vụ được giao",
)
TASK_MATCH_AMBIGUOUS = IssueCode(
    "TASK_MATCH_AMBIGUOUS",
    _E,
    _HOLD,
    _UNIFIED,
    "Dòng {row_number}: «{value}» giống nhiều nhiệm vụ trong danh mục; được giữ lại.",
    "Row {row_number}: '{value}' is near several registered tasks; held.",
    "Ghi mã nhiệm vụ",
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
    "H57.132-251028-0583",
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
    "Không trước ngày tiếp nhận",
)
RECEIVED_IN_FUTURE = IssueCode(
    "RECEIVED_IN_FUTURE",
    _E,
    _LOAD,
    _CORRECT,
    "Dòng {row_number}: ngày tiếp nhận {value} sau ngày số liệu.",
    "Row {row_number}: received {value}, after the reporting date.",
    "Không sau ngày số liệu",
)
SERVICE_LEVEL_MISSING = IssueCode(
    "SERVICE_LEVEL_MISSING",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Dòng {row_number}: hồ sơ không ghi mức độ dịch vụ công.",
    "Row {row_number}: no service level.",
    "Toàn trình hoặc một phần",
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
INDICATOR_WITHOUT_VALUE = IssueCode(
    "INDICATOR_WITHOUT_VALUE",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Dòng {row_number}: chỉ tiêu không có giá trị.",
    "Row {row_number}: the indicator has no value.",
    "Giá trị thực hiện",
)

# Between submissions.
DOSSIERS_DIFFER_FROM_COUNTS = IssueCode(
    "DOSSIERS_DIFFER_FROM_COUNTS",
    _W,
    _LOAD,
    _CORRECT,
    "Số hồ sơ chi tiết ({value}) khác số tổng hợp ({expected}) của cùng cơ quan.",
    "The dossiers ({value}) do not add up to the agency's counts ({expected}).",
    "Chi tiết khớp tổng hợp",
)
SOURCES_DISAGREE = IssueCode(
    "SOURCES_DISAGREE",
    _W,
    _LOAD,
    _CORRECT,
    "Hai nơi gửi số liệu khác nhau cho cùng cơ quan ({value} và {expected}); lấy số của cơ quan.",
    "Two senders disagree on one agency ({value}, {expected}); the agency's own counts.",
    "Một số liệu thống nhất",
)
MIXED_PERIOD_STARTS = IssueCode(
    "MIXED_PERIOD_STARTS",
    _W,
    _LOAD,
    _UNIFIED,
    "Kỳ báo cáo bắt đầu {value}, khác đa số cơ quan ({expected}).",
    "The period starts on {value}, unlike most agencies' ({expected}).",
    "Cùng ngày bắt đầu kỳ",
)
TASK_CARRIED = IssueCode(
    "TASK_CARRIED",
    _W,
    _LOAD,
    _ALIVE,
    "Nhiệm vụ {value} chưa xong nhưng không còn trong báo cáo mới; số liệu cũ được giữ.",
    "Open task {value} is missing from the later report; the earlier row is carried.",
    "Báo cáo đủ các nhiệm vụ chưa xong",
)

CATALOGUE: dict[str, IssueCode] = {value.code: value for value in list(globals().values()) if isinstance(value, IssueCode)}
"""Every issue code by name."""
