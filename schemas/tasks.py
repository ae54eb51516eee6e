"""Tasks: what an agency was told to do under Resolution 57-NQ/TW. One row is one task at one agency. Rules of the row stand here too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas import issues
from schemas.dataset import Dataset
from schemas.field import Field, Origin, Type
from schemas.rule import Rule

if TYPE_CHECKING:
    import polars as pl

DECLARED_STATES = (
    "done",
    "done_on_time",
    "done_late",
    "open",
    "open_in_time",
    "open_overdue",
    "not_started",
    "no_deadline",
    "paused",
    "cancelled",
)
STATUSES = ("done_on_time", "done_late", "open_in_time", "open_overdue", "no_deadline", "paused", "cancelled")
DUE_KINDS = (
    "DATE",
    "BEFORE",
    "MONTH",
    "APPROX",
    "QUARTER",
    "HALF",
    "YEAR",
    "RANGE",
    "RECURRING",
    "CONDITIONAL",
    "RELATIVE",
    "EVENT",
    "SERIAL",
    "MULTI",
)

_FIELDS = (
    Field("task_code", "Mã nhiệm vụ", "Task code", nullable=False),
    Field(
        "task_code_kind",
        "Nguồn của mã nhiệm vụ",
        "Where the code comes from",
        origin=Origin.PARSED,
        nullable=False,
        allowed=("given", "register", "derived"),
    ),
    Field("title", "Tên nhiệm vụ", "Task", nullable=True),
    Field("source_document", "Văn bản giao", "Document that assigns the task"),
    Field("group_name", "Nhóm nhiệm vụ", "Group of tasks"),
    Field("parent_task_code", "Mã nhiệm vụ cha", "Parent task"),
    Field("lead_text", "Cơ quan chủ trì (nguyên văn)", "Lead as written"),
    Field("lead_unit", "Mã cơ quan chủ trì", "Lead agency's code, where it is exactly one", origin=Origin.PARSED),
    Field("coordinating_agencies", "Cơ quan phối hợp", "Coordinating agencies"),
    Field("assignees", "Đơn vị thực hiện", "Units that carry the task out"),
    Field("assigned_on", "Ngày giao", "Assigned on", Type.DATE),
    Field("due_text", "Thời hạn (nguyên văn)", "Deadline as written", parser="deadline"),
    Field("due_kind", "Loại thời hạn", "Kind of deadline", origin=Origin.PARSED, allowed=DUE_KINDS),
    Field("due_on", "Thời hạn hoàn thành", "Due on: still in time that day", Type.DATE, Origin.PARSED),
    Field("completed_on", "Ngày hoàn thành", "Completed on", Type.DATE),
    Field("declared_status", "Trạng thái báo cáo (nguyên văn)", "Status as written", parser="task_status"),
    Field("declared_state", "Trạng thái báo cáo (chuẩn hóa)", "Status as declared, normalised", origin=Origin.PARSED, allowed=DECLARED_STATES),
    Field(
        "acceptance",
        "Tình trạng nghiệm thu",
        "Acceptance of the product",
        origin=Origin.PARSED,
        nullable=False,
        allowed=("none", "submitted", "accepted", "returned"),
    ),
    Field("progress_pct", "Tiến độ", "Progress", Type.PERCENT, unit="%", minimum=0, maximum=100),
    Field("last_progress_on", "Ngày cập nhật tiến độ", "Last progress on", Type.DATE),
    Field("product", "Sản phẩm", "Product"),
    Field("responsible_person", "Người phụ trách", "Person responsible"),
    Field("approving_authority", "Cấp có thẩm quyền", "Approving authority"),
    Field("evidence", "Văn bản, minh chứng", "Evidence"),
    Field("blocker", "Khó khăn, vướng mắc", "Obstacle"),
    Field("proposal", "Kiến nghị, đề xuất", "Proposal"),
    Field("waits_on", "Đang chờ cơ quan", "Who is waited on"),
    Field("note", "Ghi chú", "Note"),
    Field("status", "Trạng thái (tính từ ngày)", "Status derived from dates", origin=Origin.DERIVED, nullable=False, allowed=STATUSES),
    Field("is_overdue", "Đang quá hạn", "Open and past its deadline", Type.BOOLEAN, Origin.DERIVED, nullable=False),
    Field(
        "carried",
        "Lấy từ báo cáo trước",
        "Open, missing from the latest report, carried from an earlier one",
        Type.BOOLEAN,
        Origin.DERIVED,
        nullable=False,
    ),
)

_DONE = ("done", "done_on_time", "done_late")


def _col(name: str) -> pl.Expr:
    import polars as pl

    return pl.col(name)


def _declared_done() -> pl.Expr:
    return _col("declared_state").is_in(_DONE)


def _status_agrees_with_dates() -> pl.Expr:
    """Compares what is declared with what the dates say on the reporting date; what the dates cannot say is no conflict."""
    state, completed, due, today = _col("declared_state"), _col("completed_on"), _col("due_on"), _col("reported_on")
    is_open = state.is_in(("open", "open_in_time", "open_overdue", "not_started", "no_deadline"))
    conflicts = (
        (state == "done_on_time") & (completed > due),
        (state == "done_late") & (completed <= due),
        (state == "open_in_time") & (today > due),
        (state == "open_overdue") & ((today <= due) | due.is_null()),
        (state == "no_deadline") & (today > due),
        is_open & (completed <= today) & (_col("acceptance") == "none"),
        is_open & (_col("acceptance") == "accepted"),
        _declared_done() & _col("acceptance").is_in(("submitted", "returned")),
    )
    import polars as pl

    return ~pl.any_horizontal(conflict.fill_null(value=False) for conflict in conflicts)


RULES = (
    Rule(issues.FUTURE_COMPLETION, "completed_on", ("completed_on",), lambda: _col("completed_on") <= _col("reported_on")),
    Rule(issues.COMPLETED_BEFORE_ASSIGNED, "completed_on", ("completed_on", "assigned_on"), lambda: _col("completed_on") >= _col("assigned_on")),
    Rule(issues.STATUS_DATE_CONFLICT, "declared_status", ("declared_status",), _status_agrees_with_dates),
    Rule(issues.COMPLETED_WITHOUT_EVIDENCE, "evidence", ("declared_status",), lambda: ~(_declared_done() & _col("evidence").is_null())),
    Rule(issues.COMPLETION_DATE_MISSING, "completed_on", ("declared_status",), lambda: ~(_declared_done() & _col("completed_on").is_null())),
    Rule(
        issues.OUT_WITHOUT_EVIDENCE,
        "evidence",
        ("declared_status",),
        lambda: ~(_col("declared_state").is_in(("paused", "cancelled")) & _col("evidence").is_null()).fill_null(value=False),
    ),
    Rule(issues.TASK_WITHOUT_PERSON, "responsible_person", (), lambda: _col("responsible_person").is_not_null()),
    Rule(issues.TASK_WITHOUT_PRODUCT, "product", (), lambda: _col("product").is_not_null()),
    Rule(issues.TASK_WITHOUT_TITLE, "title", (), lambda: _col("title").is_not_null()),
    Rule(issues.TASK_CODE_DERIVED, "task_code", (), lambda: _col("task_code_kind") != "derived"),
)

TASKS = Dataset(
    name="tasks",
    fact="task",
    title_vi="Nhiệm vụ",
    title_en="Tasks",
    grain="One row is one task at one agency",
    version=2,
    fields=_FIELDS,
    key=("task_code",),
    anchor=(frozenset({"title", "task_code"}), frozenset({"due_text", "declared_status", "completed_on", "lead_text", "progress_pct"})),
    rules=RULES,
)
