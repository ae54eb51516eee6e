"""Dossiers: one public-service dossier a row. Who applied is never kept; `applicant_id` is a keyed pseudonym."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas import issues
from schemas.dataset import Dataset
from schemas.field import Field, Origin, Type
from schemas.rule import Rule

if TYPE_CHECKING:
    import polars as pl

CHANNELS = ("online", "in_person", "post")
SERVICE_LEVELS = ("full", "partial", "none")
STATUSES = (
    "registered",
    "received",
    "not_received",
    "processing",
    "awaiting_supplement",
    "awaiting_fee",
    "withdrawn",
    "stopped",
    "finished",
    "returned",
)
CODE_PATTERN = r"^(?:000\.\d{2}\.\d{2}\.)?[GH]\d{2}(?:\.\d{1,3}){0,3}-\d{6}-\d{4,5}$"
"""New form H57.132-260804-0583, old form 000.00.19.H47-260105-0001 (as seen in portal exports)."""

_FIELDS = (
    Field("dossier_code", "Mã hồ sơ", "Dossier code", nullable=False),
    Field("procedure_code", "Mã thủ tục hành chính", "Procedure code"),
    Field("procedure_name", "Tên thủ tục hành chính", "Procedure"),
    Field("field", "Lĩnh vực", "Field"),
    Field("channel", "Kênh nộp", "Channel", allowed=CHANNELS, parser="channel"),
    Field("service_level", "Mức độ dịch vụ công trực tuyến", "Service level", allowed=SERVICE_LEVELS, parser="service_level"),
    Field("received_at", "Thời điểm tiếp nhận", "Received at", Type.MOMENT),
    Field("due_at", "Hạn trả kết quả", "Due at", Type.MOMENT),
    Field("finished_at", "Thời điểm xử lý xong", "Finished at", Type.MOMENT),
    Field("returned_at", "Thời điểm trả kết quả", "Returned at", Type.MOMENT),
    Field("status", "Trạng thái hồ sơ", "Status", allowed=STATUSES, parser="dossier_status"),
    Field("handling_unit", "Đơn vị xử lý", "Handling unit"),
    Field("digitised", "Đã số hóa", "Digitised", Type.BOOLEAN),
    Field("paid_online", "Thanh toán trực tuyến", "Paid online", Type.BOOLEAN),
    Field("applicant_id", "Mã ẩn danh người nộp", "Applicant's keyed pseudonym", Type.UUID, Origin.PARSED),
    Field("applicant_name", "Chủ hồ sơ", "Applicant", origin=Origin.PERSONAL),
    Field("applicant_number", "Số định danh", "Applicant's number", origin=Origin.PERSONAL),
    Field("applicant_phone", "Số điện thoại", "Applicant's phone", origin=Origin.PERSONAL),
    Field("applicant_email", "Thư điện tử", "Applicant's e-mail", origin=Origin.PERSONAL),
    Field("dossier_note", "Trích yếu, ghi chú hồ sơ", "Free text about the dossier, which may name people", origin=Origin.PERSONAL),
    Field("applicant_address", "Địa chỉ", "Applicant's address", origin=Origin.PERSONAL),
)


def _col(name: str) -> pl.Expr:
    import polars as pl

    return pl.col(name)


RULES = (
    Rule(issues.DOSSIER_CODE_FORMAT, "dossier_code", (), lambda: _col("dossier_code").str.contains(CODE_PATTERN)),
    Rule(issues.RECEIVED_AFTER_DUE, "due_at", ("received_at", "due_at"), lambda: _col("received_at").dt.date() <= _col("due_at").dt.date()),
    Rule(
        issues.FINISHED_BEFORE_RECEIVED,
        "finished_at",
        ("received_at", "finished_at"),
        lambda: _col("finished_at").dt.date() >= _col("received_at").dt.date(),
    ),
    Rule(issues.RECEIVED_IN_FUTURE, "received_at", ("received_at",), lambda: _col("received_at").dt.date() <= _col("reported_on")),
    Rule(issues.SERVICE_LEVEL_MISSING, "service_level", (), lambda: _col("service_level").is_not_null()),
)

DOSSIERS = Dataset(
    name="dossiers",
    fact="dossier",
    title_vi="Hồ sơ dịch vụ công",
    title_en="Dossiers",
    grain="One row is one dossier of one agency",
    version=2,
    fields=_FIELDS,
    key=("dossier_code",),
    anchor=(frozenset({"dossier_code"}), frozenset({"received_at", "due_at", "finished_at", "returned_at", "status", "procedure_code"})),
    rules=RULES,
)
