"""States as offices word them, with what they mean: tasks' states with acceptance, dossiers' states, channels, service levels, yes and no."""

from __future__ import annotations

from typing import Any

from benchmarks.accuracy.model import OneOf

SUBMITTED = OneOf(("submitted",))
TASK_STATES: dict[str, tuple[tuple[str, Any, Any], ...]] = {
    "done_on_time": (
        ("Hoàn thành đúng hạn", "done_on_time", None), ("Đã hoàn thành trong hạn", "done_on_time", None), ("Hoàn thành trước hạn", "done_on_time",
        None),
        ("Hoàn thành", OneOf(("done", "done_on_time")), None), ("Đã hoàn thành", OneOf(("done", "done_on_time")), None), ("Đã HT", OneOf(("done",
        "done_on_time")), None),
        ("HT đúng hạn", "done_on_time", None), ("Đã hoàn thành đúng hạn", "done_on_time", None), ("Hoàn thành (đúng hạn)", "done_on_time", None),
        ("Đã xong", OneOf(("done", "done_on_time")), None), ("HT", OneOf(("done", "done_on_time")), None), ("Hoàn thành đúng tiến độ",
        "done_on_time", None),
        ("Đã thực hiện xong", OneOf(("done", "done_on_time")), None), ("Completed", OneOf(("done", "done_on_time")), None),
    ),
    "done_late": (
        ("Hoàn thành quá hạn", "done_late", None), ("Hoàn thành trễ hạn", "done_late", None), ("Đã hoàn thành quá hạn", "done_late", None),
        ("Hoàn thành chậm", "done_late", None),
        ("HT quá hạn", "done_late", None), ("Đã hoàn thành (quá hạn)", "done_late", None), ("Hoàn thành chậm hạn", "done_late", None),
        ("Đã HT trễ hạn", "done_late", None),
        ("Hoàn thành nhưng chậm so với thời hạn", "done_late", None), ("Hoàn thành chậm tiến độ", "done_late", None),
    ),
    "open_in_time": (
        ("Đang thực hiện trong hạn", "open_in_time", None), ("Đang thực hiện đúng hạn", "open_in_time", None), ("Đang triển khai", OneOf(("open",
        "open_in_time")), None),
        ("Đang thực hiện", OneOf(("open", "open_in_time")), None), ("Chưa hoàn thành trong hạn", "open_in_time", None), ("Đang TH", OneOf(("open",
        "open_in_time")), None),
        ("Đang triển khai thực hiện", OneOf(("open", "open_in_time")), None), ("Trong hạn", "open_in_time", None), ("Chưa đến hạn", "open_in_time",
        None),
        ("Đang thực hiện (trong hạn)", "open_in_time", None), ("Đang xử lý", OneOf(("open", "open_in_time")), None), ("Đúng tiến độ", OneOf(("open",
        "open_in_time")), None),
        ("In progress", OneOf(("open", "open_in_time")), None), ("Đang triển khai đúng tiến độ", OneOf(("open", "open_in_time")), None),
        ("Chưa hoàn thành", OneOf(("open", "open_in_time")), None),
    ),
    "open_overdue": (
        ("Đang thực hiện quá hạn", "open_overdue", None), ("Quá hạn", "open_overdue", None), ("Chậm tiến độ", "open_overdue", None),
        ("Chưa hoàn thành quá hạn", "open_overdue", None),
        ("Đang thực hiện trễ hạn", "open_overdue", None), ("Quá hạn chưa hoàn thành", "open_overdue", None), ("Đang triển khai, quá hạn",
        "open_overdue", None),
        ("Chưa hoàn thành (quá hạn)", "open_overdue", None), ("Trễ hạn", "open_overdue", None), ("Đã quá hạn", "open_overdue", None),
        ("Đang TH - quá hạn", "open_overdue", None),
    ),
    "not_started": (
        ("Chưa thực hiện", "not_started", None), ("Chưa triển khai", "not_started", None), ("Chưa bắt đầu", "not_started", None), ("Chưa TH",
        "not_started", None),
        ("Chưa triển khai thực hiện", "not_started", None),
    ),
    "submitted": (
        ("Đã trình", OneOf(("open", "open_in_time")), "submitted"), ("Chờ phê duyệt", OneOf(("open", "open_in_time")), "submitted"),
        ("Đã nộp nhưng chưa hoàn thành", OneOf(("open", "open_in_time")), "submitted"), ("Chờ duyệt", OneOf(("open", "open_in_time")), "submitted"),
        ("Chờ xác nhận hoàn thành", OneOf(("open", "open_in_time")), "submitted"), ("Đã trình, chờ phê duyệt", OneOf(("open", "open_in_time")),
        "submitted"),
    ),
    "other": (
        ("Tạm dừng", "paused", None), ("Hủy", "cancelled", None), ("Không hạn", "no_deadline", None), ("Thường xuyên", OneOf(("no_deadline",
        "open")), None),
        ("Chưa hoàn thành không hạn", "no_deadline", None), ("Dừng thực hiện", OneOf(("paused", "cancelled")), None),
    ),
}  # fmt: skip

DOSSIER_STATES = (
    ("Mới đăng ký", "registered"), ("Được tiếp nhận", "received"), ("Đã tiếp nhận", "received"), ("Không được tiếp nhận", "not_received"),
    ("Đang xử lý", "processing"),
    ("Đang giải quyết", "processing"), ("Yêu cầu bổ sung", "awaiting_supplement"), ("Chờ bổ sung", "awaiting_supplement"), ("Chờ bổ sung hồ sơ",
    "awaiting_supplement"),
    ("Yêu cầu thực hiện nghĩa vụ tài chính", "awaiting_fee"), ("Công dân yêu cầu rút", "withdrawn"), ("Rút hồ sơ", "withdrawn"), ("Dừng xử lý",
    "stopped"),
    ("Đã xử lý xong", "finished"), ("Đã giải quyết xong", "finished"), ("Đã có kết quả", "finished"), ("Đã trả kết quả", "returned"), ("Đã trả KQ",
    "returned"),
    ("Chờ thực hiện nghĩa vụ tài chính", "awaiting_fee"), ("Đang xử lý trong hạn", "processing"), ("Tạm dừng xử lý", OneOf(("stopped",))),
)  # fmt: skip
STATE_NUMBERS = {
    1: "registered", 2: "received", 3: "not_received", 4: "processing", 5: "awaiting_supplement", 6: "awaiting_fee", 7: "withdrawn", 8: "stopped",
    9: "finished", 10: "returned",
}  # fmt: skip
DONE_STATES = ("finished", "returned")

CHANNELS = (
    ("Trực tuyến", "online"), ("Nộp trực tuyến", "online"), ("Online", "online"), ("Qua mạng", "online"), ("Cổng DVCQG", "online"),
    ("Cổng DVC quốc gia", "online"),
    ("Trực tiếp", "in_person"), ("Nộp trực tiếp", "in_person"), ("Tại bộ phận một cửa", "in_person"), ("Bưu chính", "post"), ("BCCI", "post"),
    ("Bưu chính công ích", "post"),
    ("Qua bưu chính công ích", "post"), ("Trực tiếp tại Bộ phận Một cửa", "in_person"),
)  # fmt: skip
CHANNEL_NUMBERS = {1: "in_person", 2: "online", 3: "post"}
LEVELS = (
    ("Toàn trình", "full"), ("Một phần", "partial"), ("DVC toàn trình", "full"), ("DVC một phần", "partial"), ("DVCTT toàn trình", "full"),
    ("Mức độ 4", "full"),
    ("Mức độ 3", "partial"), ("Trực tuyến toàn trình", "full"), ("Trực tuyến một phần", "partial"), ("Dịch vụ công trực tuyến toàn trình", "full"),
)  # fmt: skip
YES = (("Có", True), ("x", True), ("Đã số hóa", True), ("X", True), ("1", True), ("Đúng", True))
NO = (("Không", False), ("Chưa", False), ("0", False))
