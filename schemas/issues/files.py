"""Issues of a file as a whole."""

from __future__ import annotations

from schemas.rule import Action, Dimension, IssueCode, Severity

_E, _I = Severity.ERROR, Severity.INFO
_LOAD, _REJECT = Action.LOAD, Action.REJECT
_SUFFICIENT, _CLEAN = Dimension.SUFFICIENT, Dimension.CLEAN

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
