"""The marts: figures that can be told, each with the numerator and denominator that it came from. One module for all their columns."""

from __future__ import annotations

from schemas.field import Field, Origin, Table, Type

_D = Origin.DERIVED


def _text(name: str, vi: str, en: str, nullable: bool = True, allowed: tuple[str, ...] = ()) -> Field:
    return Field(name, vi, en, Type.TEXT, _D, nullable, allowed=allowed)


def _date(name: str, vi: str, en: str, nullable: bool = True) -> Field:
    return Field(name, vi, en, Type.DATE, _D, nullable)


def _int(name: str, vi: str, en: str, nullable: bool = False) -> Field:
    return Field(name, vi, en, Type.INTEGER, _D, nullable)


def _number(name: str, vi: str, en: str) -> Field:
    return Field(name, vi, en, Type.NUMBER, _D)


def _pct(name: str, vi: str, en: str) -> Field:
    return Field(name, vi, en, Type.PERCENT, _D, unit="%")


_AS_OF = _date("as_of", "Tính đến ngày", "As of", nullable=False)
_AGENCY = _text("agency_code", "Mã cơ quan", "Agency", nullable=False)
_BLOCK = _text("block", "Khối", "Block", nullable=False, allowed=("central", "provincial"))
_BLOCK3 = _text("block", "Khối", "Block", nullable=False, allowed=("national", "central", "provincial"))

HEADLINE = Table(
    "mart",
    "headline",
    "Số liệu chính",
    "Headline figures",
    "One row is one metric of one block on one reporting date.",
    (
        _AS_OF,
        _text("metric", "Chỉ số", "Metric", nullable=False),
        _BLOCK3,
        _number("numerator", "Tử số", "Numerator"),
        _number("denominator", "Mẫu số", "Denominator"),
        _number("value", "Giá trị", "Value; NULL where nothing can be said"),
        _number("target", "Mục tiêu", "Target"),
        _text("unit", "Đơn vị tính", "Unit", nullable=False),
        _int("agencies_expected", "Số cơ quan phải gửi", "Agencies expected"),
        _int("agencies_reported", "Số cơ quan gửi trong ngày", "Agencies that reported for that day"),
        _int("agencies_carried", "Số cơ quan lấy số liệu cũ", "Agencies carried from an earlier report"),
        _int("agencies_missing", "Số cơ quan thiếu số liệu", "Agencies missing"),
        _int(
            "agencies_counted",
            "Số cơ quan tính vào chỉ số",
            "Agencies whose rows stand in the figure; one dissolved before that day counts as the one that took it over",
        ),
        _pct(
            "coverage_pct",
            "Độ bao phủ",
            "Share of the agencies expected that day whose rows stand in the figure; where nothing is due, of the agencies with data",
        ),
        _int("rows_loaded", "Số dòng tính", "Rows counted"),
        _int("rows_quarantined", "Số dòng bị loại", "Rows refused on that date"),
        _int("rows_held", "Số dòng chờ xác nhận", "Rows held on that date"),
        _text("note", "Ghi chú", "Note"),
    ),
    ("as_of", "metric", "block"),
)

TASK_PROGRESS = Table(
    "mart",
    "task_progress",
    "Tiến độ nhiệm vụ theo cơ quan",
    "Task progress by agency",
    "One row is one agency on one reporting date; a task of several agencies counts at each.",
    (
        _AS_OF,
        _AGENCY,
        _BLOCK,
        _int("total", "Tổng số nhiệm vụ", "Tasks"),
        _int("done", "Đã hoàn thành", "Done"),
        _int("done_on_time", "Hoàn thành đúng hạn", "Done on time"),
        _int("done_late", "Hoàn thành quá hạn", "Done late"),
        _int("open_in_time", "Đang thực hiện trong hạn", "Open in time"),
        _int("open_overdue", "Đang thực hiện quá hạn", "Open overdue"),
        _int("submitted", "Đã trình, chưa hoàn thành", "Of the open: submitted, not accepted"),
        _int("other", "Khác (không hạn, tạm dừng, hủy)", "Without deadline, paused, cancelled"),
        _int("carried", "Lấy từ báo cáo trước", "Of the open: carried from an earlier report"),
        _pct("done_pct", "Tỷ lệ hoàn thành", "Done in percent of total"),
        _pct("done_on_time_pct", "Tỷ lệ đúng hạn", "Done on time in percent of total"),
        _pct("done_late_pct", "Tỷ lệ hoàn thành quá hạn", "Done late in percent of total"),
        _pct("open_in_time_pct", "Tỷ lệ trong hạn", "Open in time in percent of total"),
        _pct("open_overdue_pct", "Tỷ lệ quá hạn", "Open overdue in percent of total"),
    ),
    ("as_of", "agency_code"),
)

DOSSIER_RATE = Table(
    "mart",
    "dossier_rate",
    "Tỷ lệ hồ sơ theo cơ quan",
    "Dossier rates by agency",
    "One row is one agency on one reporting date.",
    (
        _AS_OF,
        _AGENCY,
        _BLOCK,
        _text("basis", "Nguồn", "Official counts or counted dossiers", nullable=False, allowed=("counts", "dossiers")),
        _date("period_from", "Từ ngày", "Period from"),
        _date("period_to", "Đến ngày", "Period to", nullable=False),
        _int("online_full", "Hồ sơ toàn trình", "Settled online, full process", nullable=True),
        _int("online_full_base", "Mẫu số của tỷ lệ toàn trình", "Settled, in rows that tell the full-process number", nullable=True),
        _int("done_total", "Hồ sơ đã giải quyết", "Settled", nullable=True),
        _pct("online_full_rate", "Tỷ lệ toàn trình", "Full-process rate"),
        _int("on_time", "Giải quyết trước và đúng hạn", "Settled early or on time", nullable=True),
        _int("on_time_base", "Mẫu số của tỷ lệ đúng hạn", "Settled, in rows that tell both", nullable=True),
        _pct("on_time_rate", "Tỷ lệ đúng hạn", "On-time rate"),
        _int("received_total", "Hồ sơ tiếp nhận", "Received", nullable=True),
        _int("open_overdue", "Đang giải quyết quá hạn", "Open overdue", nullable=True),
        _int("rows_counted", "Số dòng", "Rows behind the figures"),
    ),
    ("as_of", "agency_code"),
)

INDICATOR_PROGRESS = Table(
    "mart",
    "indicator_progress",
    "Tiến độ chỉ tiêu",
    "Indicator progress",
    "One row is one indicator at one agency on one reporting date.",
    (
        _AS_OF,
        _text("indicator_code", "Mã chỉ tiêu", "Indicator", nullable=False),
        _AGENCY,
        _BLOCK,
        _number("value", "Giá trị", "Value"),
        _number("value_low", "Cận dưới", "Lower end"),
        _number("value_high", "Cận trên", "Upper end"),
        _number("target_value", "Mục tiêu", "Target: the sender's, else the register's"),
        _text("unit", "Đơn vị tính", "Unit"),
        _pct("achieved_pct", "Tỷ lệ đạt mục tiêu", "Value in percent of the target, where higher is better"),
        Field("is_achieved", "Đạt", "Target reached", Type.BOOLEAN, _D),
        _date("reported_on", "Ngày số liệu", "Reporting date", nullable=False),
    ),
    ("as_of", "indicator_code", "agency_code"),
)

AGENCY_SCOREBOARD = Table(
    "mart",
    "agency_scoreboard",
    "Bảng tổng hợp theo cơ quan",
    "Scoreboard by agency",
    "One row is one expected agency on one reporting date; ranked within its block.",
    (
        _AS_OF,
        _AGENCY,
        _BLOCK,
        _int("tasks_total", "Nhiệm vụ", "Tasks", nullable=True),
        _pct("tasks_done_pct", "Tỷ lệ hoàn thành nhiệm vụ", "Tasks done"),
        _int("tasks_open_overdue", "Nhiệm vụ quá hạn", "Tasks open overdue", nullable=True),
        _pct("online_full_rate", "Tỷ lệ toàn trình", "Full-process rate"),
        _int("datasets_reported", "Số loại báo cáo đã gửi", "Datasets sent for that day"),
        _int("datasets_expected", "Số loại báo cáo phải gửi", "Datasets expected"),
        _int("rank_in_block", "Thứ hạng trong khối", "Rank by tasks overdue, then by full-process rate", nullable=True),
    ),
    ("as_of", "agency_code"),
)

SUBMISSION_COMPLIANCE = Table(
    "mart",
    "submission_compliance",
    "Tình hình gửi báo cáo",
    "Who has sent what",
    "One row is one expected dataset of one agency on one reporting date.",
    (
        _AS_OF,
        _AGENCY,
        _BLOCK,
        _text("dataset", "Loại báo cáo", "Dataset", nullable=False),
        _text("state", "Tình trạng", "State", nullable=False, allowed=("reported", "held", "carried", "missing")),
        _date("reported_on", "Ngày số liệu đang dùng", "Date of the figures in use"),
        Field("delivered_at", "Thời điểm nhận lần đầu", "First delivery of the figures' date", Type.MOMENT, _D),
        _int("days_old", "Số ngày cũ", "Days since the figures in use", nullable=True),
        _date("due_on", "Hạn gửi (hết ngày)", "Due by the end of this day: the next one on which reports are due by the calendar"),
        Field("is_late", "Gửi muộn", "First delivered after the due day; NULL where not reported", Type.BOOLEAN, _D),
    ),
    ("as_of", "agency_code", "dataset"),
)

DATA_QUALITY = Table(
    "mart",
    "data_quality",
    "Chất lượng dữ liệu",
    "Data quality",
    "One row is one dimension of one dataset of one agency on one reporting date.",
    (
        _AS_OF,
        _AGENCY,
        _text("dataset", "Loại báo cáo", "Dataset", nullable=False),
        _text("dimension", "Tiêu chí", "Dimension", nullable=False, allowed=("correct", "sufficient", "clean", "alive", "unified")),
        _int("numerator", "Số dòng không có lỗi", "Rows without a finding in this dimension"),
        _int("denominator", "Số dòng", "Rows read as data"),
        _pct("value", "Tỷ lệ", "Share without a finding; NULL where no row was read"),
        _int("issues", "Số lỗi, cảnh báo", "Findings"),
    ),
    ("as_of", "agency_code", "dataset", "dimension"),
)

MARTS: tuple[Table, ...] = (HEADLINE, TASK_PROGRESS, DOSSIER_RATE, INDICATOR_PROGRESS, AGENCY_SCOREBOARD, SUBMISSION_COMPLIANCE, DATA_QUALITY)
