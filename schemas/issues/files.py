"""Issues of a file as a whole."""

from __future__ import annotations

from schemas.rule import Action, Dimension, IssueCode, Severity

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
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
TRUNCATED_FILE = IssueCode(
    "TRUNCATED_FILE",
    _E,
    _REJECT,
    _CLEAN,
    "Tệp không trọn vẹn: phần cuối bị mất khi lưu hoặc khi gửi.",
    "The file is cut off: its end is missing.",
    "Tệp trọn vẹn, mở được trước khi gửi",
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
    "Định dạng tệp không đọc được ({value}).",
    "The file's format is not read ({value}).",
    "Tệp .xlsx, .xls, .xlsb, .ods, .csv, .txt, .json, .xml, .html, .docx, .pdf có chữ, hoặc .zip của các tệp này",
)
ARCHIVE_UNSUPPORTED = IssueCode(
    "ARCHIVE_UNSUPPORTED",
    _E,
    _REJECT,
    _CLEAN,
    "Tệp nén loại này không mở được ({value}); tệp nén chỉ nhận .zip, trong đó có nhiều nhất một lớp .zip nữa.",
    "Archives of this kind are not opened ({value}); zip is, with at most one zip inside another.",
    "Tệp .zip, hoặc các tệp bên trong gửi riêng",
)
IMAGE_FILE = IssueCode(
    "IMAGE_FILE",
    _E,
    _REJECT,
    _SUFFICIENT,
    "Tệp là ảnh ({value}), không có chữ và số để đọc.",
    "The file is a picture ({value}): it holds no text.",
    "Tệp bảng tính hoặc văn bản gốc",
)
SCANNED_PDF = IssueCode(
    "SCANNED_PDF",
    _E,
    _REJECT,
    _SUFFICIENT,
    "Tệp PDF là ảnh chụp hoặc bản quét, không có chữ để đọc.",
    "The PDF is a scan: its pages are pictures without text.",
    "Tệp bảng tính hoặc văn bản gốc, hoặc PDF xuất thẳng từ tệp gốc",
)
PDF_PAGES_SCANNED = IssueCode(
    "PDF_PAGES_SCANNED",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Một số trang của tệp PDF là ảnh chụp, không có chữ để đọc: trang {value}. Các trang còn lại vẫn được đọc.",
    "Some pages of the PDF are scans and were not read: {value}. The others were.",
    "Mọi trang đều có chữ",
)
XML_DOCTYPE = IssueCode(
    "XML_DOCTYPE",
    _E,
    _REJECT,
    _CLEAN,
    "Tệp XML khai báo DOCTYPE hoặc thực thể (entity); vì lý do an toàn, tệp như vậy không được đọc.",
    "The XML declares a document type or entities; for safety such files are not read.",
    "Tệp XML không có khai báo DOCTYPE",
)
ARCHIVE_MEMBER_UNREADABLE = IssueCode(
    "ARCHIVE_MEMBER_UNREADABLE",
    _W,
    _LOAD,
    _SUFFICIENT,
    "Một tệp bên trong tệp nén không đọc được: {value}. Các tệp còn lại vẫn được đọc.",
    "A file inside the archive cannot be read: {value}. The others are read.",
    "Mọi tệp trong tệp nén đều đọc được",
)
UNSUPPORTED_ENCODING = IssueCode(
    "UNSUPPORTED_ENCODING",
    _E,
    _REJECT,
    _CLEAN,
    "Không xác định được chắc chắn bảng mã của tệp văn bản; nội dung không được đoán.",
    "The encoding of the text file is not certain, and nothing is guessed.",
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
