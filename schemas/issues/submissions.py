"""Issues between submissions and sources."""

from __future__ import annotations

from schemas.rule import Action, Dimension, IssueCode, Severity

_W = Severity.WARNING
_LOAD = Action.LOAD
_CORRECT, _ALIVE, _UNIFIED = Dimension.CORRECT, Dimension.ALIVE, Dimension.UNIFIED

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
DECLARED_DIFFERS_FROM_COUNTED = IssueCode(
    "DECLARED_DIFFERS_FROM_COUNTED",
    _W,
    _LOAD,
    _CORRECT,
    "Số công bố là {value}, đếm từ báo cáo của các cơ quan được {expected}; hai số đều được giữ.",
    "{value} is declared; the agencies' own reports count {expected}. Both are kept.",
    "Số công bố bằng số đếm từ báo cáo",
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
