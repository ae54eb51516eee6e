"""The audit tables: what came, how it was read, what was found, what was published. One module for all their columns."""

from __future__ import annotations

from schemas.field import Field, Origin, Table, Type

_D = Origin.DERIVED

DELIVERY_STATUSES = ("accepted", "accepted_with_issues", "partially_accepted", "held", "rejected", "duplicate", "retracted")
SUBMISSION_STANDINGS = ("counts", "superseded", "held", "retracted")
SKIP_REASONS = ("title", "header", "numbering", "section", "total", "blank", "signature", "repeated_header", "note", "no_table")


def _f(name: str, vi: str, en: str, type_: Type = Type.TEXT, nullable: bool = True, allowed: tuple[str, ...] = ()) -> Field:
    return Field(name, vi, en, type_, _D, nullable, allowed=allowed)


_DELIVERY_ID = _f("delivery_id", "Mã tệp nhận", "Delivery", nullable=False)
_TABLE_ID = _f("table_id", "Mã bảng", "Table", nullable=False)
_SHEET = _f("sheet", "Trang tính", "Sheet")
_ROW = _f("row_number", "Dòng", "Row in the sheet", Type.INTEGER)

DELIVERY = Table(
    "audit",
    "delivery",
    "Tệp đã nhận",
    "Deliveries",
    "One row is one file as received.",
    (
        _DELIVERY_ID,
        _f("file_name", "Tên tệp", "File name", nullable=False),
        _f("path", "Đường dẫn trong hộp thư", "Path in the inbox", nullable=False),
        _f("sha256", "Dấu vân SHA-256", "SHA-256 of the bytes", nullable=False),
        _f("bytes", "Kích thước", "Bytes", Type.INTEGER, nullable=False),
        _f("format", "Định dạng", "Format as found in the bytes"),
        _f("delivered_at", "Thời điểm nhận", "Delivered at", Type.MOMENT, nullable=False),
        _f("sender_code", "Nơi gửi", "Sender"),
        _f("sender_evidence", "Căn cứ xác định nơi gửi", "How the sender was told"),
        _f("status", "Kết quả tiếp nhận", "Status", nullable=False, allowed=DELIVERY_STATUSES),
        _f("reason", "Lý do", "Reason, in Vietnamese"),
    ),
    ("delivery_id",),
)

TABLE_READ = Table(
    "audit",
    "table_read",
    "Bảng đã đọc",
    "Tables read",
    "One row is one table (of a wide one, one a column of figures), or one sheet passed over. rows_read = loaded + quarantined + held + skipped.",
    (
        _TABLE_ID,
        _DELIVERY_ID,
        _f("sheet", "Trang tính", "Sheet", nullable=False),
        _f("cell_range", "Vùng ô", "Range of cells"),
        _f("dataset", "Loại báo cáo", "Dataset"),
        _f("form", "Biểu mẫu", "Form"),
        _f("status", "Kết quả", "Status", nullable=False, allowed=("loaded", "held", "skipped")),
        _f("rows_read", "Số dòng đọc", "Rows read", Type.INTEGER, nullable=False),
        _f("rows_loaded", "Số dòng nạp", "Rows loaded", Type.INTEGER, nullable=False),
        _f("rows_quarantined", "Số dòng bị loại", "Rows quarantined", Type.INTEGER, nullable=False),
        _f("rows_held", "Số dòng chờ xác nhận", "Rows held", Type.INTEGER, nullable=False),
        _f("rows_skipped", "Số dòng bỏ qua", "Rows skipped, each with its reason", Type.INTEGER, nullable=False),
    ),
    ("table_id",),
)

SUBMISSION = Table(
    "audit",
    "submission",
    "Lần nộp",
    "Submissions",
    "One row is what one delivery says for one dataset, one agency, one reporting date or period; table_id is the first of its tables.",
    (
        _f("submission_id", "Mã lần nộp", "Submission", nullable=False),
        _DELIVERY_ID,
        _TABLE_ID,
        _f("series", "Chuỗi báo cáo", "Series: sender, agency, dataset, form, period or date", nullable=False),
        _f("dataset", "Loại báo cáo", "Dataset", nullable=False),
        _f("form", "Biểu mẫu", "Form", nullable=False),
        _f("reported_by", "Nơi gửi", "Sender"),
        _f("agency_code", "Cơ quan", "Agency; NULL while held"),
        _f("reported_on", "Ngày số liệu", "Reporting date", Type.DATE),
        _f("period_from", "Từ ngày", "Period from", Type.DATE),
        _f("period_to", "Đến ngày", "Period to", Type.DATE),
        _f("date_evidence", "Căn cứ ngày số liệu", "How the date was told"),
        _f("delivered_at", "Thời điểm nhận", "Delivered at", Type.MOMENT, nullable=False),
        _f("is_counting", "Đang có hiệu lực", "Counts now", Type.BOOLEAN, nullable=False),
        _f("standing", "Tình trạng", "Standing", nullable=False, allowed=SUBMISSION_STANDINGS),
        _f("superseded_by", "Bị thay bởi", "Superseded by"),
        _f("counts_from", "Có hiệu lực từ", "Counts from this known time", Type.MOMENT),
        _f("counts_until", "Có hiệu lực đến trước", "Counted until before this known time", Type.MOMENT),
        _f("row_count", "Số dòng", "Rows", Type.INTEGER, nullable=False),
        _f("reading", "Lần đọc", "Reading", nullable=False),
    ),
    ("submission_id",),
)

ISSUE = Table(
    "audit",
    "issue",
    "Lỗi và cảnh báo",
    "Issues",
    "One row is one finding on a cell, row, table or file.",
    (
        _f("submission_id", "Mã lần nộp", "Submission"),
        _f("delivery_id", "Mã tệp nhận", "Delivery"),
        _f("table_id", "Mã bảng", "Table"),
        _f("code", "Mã lỗi", "Issue code", nullable=False),
        _f("severity", "Mức độ", "Severity", nullable=False, allowed=("error", "warning", "info")),
        _f("action", "Xử lý", "Action", nullable=False, allowed=("load", "blank", "quarantine", "hold", "reject")),
        _f("dimension", "Tiêu chí", "Quality dimension", nullable=False),
        _SHEET,
        _f("cell", "Ô", "Cell"),
        _ROW,
        _f("header", "Tiêu đề cột", "Header as written"),
        _f("field", "Trường", "Field"),
        _f("value", "Giá trị", "Value as written, masked where personal"),
        _f("expected", "Giá trị cần có", "Expected value"),
        _f("message_vi", "Nội dung", "Message in Vietnamese", nullable=False),
        _f("message_en", "Nội dung tiếng Anh", "Message in English", nullable=False),
    ),
)

QUARANTINE = Table(
    "audit",
    "quarantine",
    "Dòng bị loại",
    "Quarantine: refused rows",
    "One row is one refused row of a table, raw.",
    (
        _TABLE_ID,
        _f("sheet", "Trang tính", "Sheet", nullable=False),
        _f("row_number", "Dòng", "Row in the sheet", Type.INTEGER, nullable=False),
        _f("raw", "Nội dung nguyên văn", "The row as written, personal cells masked", Type.JSON, nullable=False),
        _f("codes", "Mã lỗi", "Issue codes, separated by commas", nullable=False),
    ),
    ("table_id", "row_number"),
)

SKIPPED_ROW = Table(
    "audit",
    "skipped_row",
    "Dòng bỏ qua",
    "Skipped rows",
    "One row is one row of a sheet that holds no record.",
    (
        _TABLE_ID,
        _f("sheet", "Trang tính", "Sheet", nullable=False),
        _f("row_number", "Dòng", "Row in the sheet", Type.INTEGER, nullable=False),
        _f("reason", "Lý do", "Reason", nullable=False, allowed=SKIP_REASONS),
    ),
    ("table_id", "row_number"),
)

COLUMN_MAP = Table(
    "audit",
    "column_map",
    "Ánh xạ cột",
    "Column map",
    "One row is one column of a table and the field it was read as.",
    (
        _TABLE_ID,
        _f("column", "Cột", "Column number in the sheet, from 1", Type.INTEGER, nullable=False),
        _f("header", "Tiêu đề", "Header path as written", nullable=False),
        _f("field", "Trường", "Field; NULL where none takes it"),
        _f("how", "Cách xác định", "How", allowed=("exact", "synonym", "remembered", "fuzzy", "confirmed")),
        _f("confidence", "Độ tin cậy", "Confidence, 0 to 1", Type.NUMBER),
    ),
    ("table_id", "column"),
)

BUILD = Table(
    "audit",
    "build",
    "Bản dựng",
    "Builds",
    "One row is one build that this file descends from; the last is this file.",
    (
        _f("build", "Mã bản dựng", "Build", nullable=False),
        _f("made_at", "Thời điểm dựng", "Made at", Type.MOMENT, nullable=False),
        _f("how", "Cách dựng", "Copy and difference, or in full", nullable=False, allowed=("copy", "full")),
        _f("based_on", "Dựa trên", "Build that was copied"),
        _f("as_of", "Tính đến ngày", "Latest reporting date held", Type.DATE),
        _f("submissions_added", "Số lần nộp thêm", "Submissions added", Type.INTEGER, nullable=False),
        _f("submissions_removed", "Số lần nộp gỡ", "Submissions removed", Type.INTEGER, nullable=False),
        _f("schema_version", "Phiên bản lược đồ", "Schema version", nullable=False),
        _f("config_hash", "Phiên bản danh mục", "Hash of the config", nullable=False),
    ),
    ("build",),
)

CHANGE = Table(
    "audit",
    "change",
    "Thay đổi so với bản trước",
    "What differs from the previous build",
    "One row is one core table and agency whose rows changed in this build.",
    (
        _f("build", "Mã bản dựng", "Build", nullable=False),
        _f("table_name", "Bảng", "Table", nullable=False),
        _f("agency_code", "Cơ quan", "Agency", nullable=False),
        _f("rows_before", "Số dòng trước", "Rows before", Type.INTEGER, nullable=False),
        _f("rows_after", "Số dòng sau", "Rows after", Type.INTEGER, nullable=False),
        _f("rows_added", "Số dòng thêm", "Rows that are new or differ", Type.INTEGER, nullable=False),
        _f("rows_removed", "Số dòng gỡ", "Rows that went or differ", Type.INTEGER, nullable=False),
    ),
    ("build", "table_name", "agency_code"),
)

PUBLISHED_FIGURE = Table(
    "audit",
    "published_figure",
    "Số liệu đã công bố",
    "Every headline ever published, as it was said",
    "One row is one headline figure of one published build.",
    (
        _f("build", "Mã bản dựng", "Build", nullable=False),
        _f("published_at", "Thời điểm công bố", "Published at", Type.MOMENT, nullable=False),
        _f("as_of", "Tính đến ngày", "As of", Type.DATE, nullable=False),
        _f("metric", "Chỉ số", "Metric", nullable=False),
        _f("block", "Khối", "Block", nullable=False),
        _f("numerator", "Tử số", "Numerator", Type.NUMBER),
        _f("denominator", "Mẫu số", "Denominator", Type.NUMBER),
        _f("value", "Giá trị", "Value", Type.NUMBER),
        _f("target", "Mục tiêu", "Target", Type.NUMBER),
        _f("unit", "Đơn vị tính", "Unit", nullable=False),
        _f("agencies_expected", "Số cơ quan phải gửi", "Agencies expected", Type.INTEGER, nullable=False),
        _f("agencies_reported", "Số cơ quan đã gửi", "Agencies that reported for that day", Type.INTEGER, nullable=False),
        _f("agencies_carried", "Số cơ quan lấy số liệu cũ", "Agencies carried", Type.INTEGER, nullable=False),
        _f("agencies_missing", "Số cơ quan thiếu số liệu", "Agencies missing", Type.INTEGER, nullable=False),
        _f("agencies_counted", "Số cơ quan tính vào chỉ số", "Agencies counted", Type.INTEGER, nullable=False),
        _f("coverage_pct", "Độ bao phủ", "Coverage", Type.PERCENT),
        _f("note", "Ghi chú", "Note"),
    ),
    ("build", "published_at", "as_of", "metric", "block"),
)

AUDIT: tuple[Table, ...] = (DELIVERY, TABLE_READ, SUBMISSION, ISSUE, QUARANTINE, SKIPPED_ROW, COLUMN_MAP, BUILD, CHANGE, PUBLISHED_FIGURE)
