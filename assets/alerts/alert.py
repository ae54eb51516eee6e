"""One alert and its words, in Vietnamese. Nothing personal stands in it: errors are scrubbed, deliveries are named by their number."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import asdict, dataclass
from typing import Any, Literal

Kind = Literal["run_failed", "check_failed", "recovered", "test"]
Whose = Literal["ours", "config"]

STARTED_BY = {"command line": "dòng lệnh", "schedule": "lịch buổi sáng", "inbox": "hộp thư có tệp mới"}
WHOSE: dict[str, str] = {
    "ours": "của hệ thống; cơ quan gửi không phải làm gì",
    "config": "của bên quản lý danh mục; cơ quan gửi không phải làm gì, bản danh mục tốt gần nhất vẫn được dùng",
}
LONGEST_ERROR = 300
"""Characters of an error that are told."""

_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|«[^»\n]*»|“[^”\n]*”")
_PLAIN = re.compile(r"[\w./:@%+=\\-]+", re.ASCII)
_NUMBER = re.compile(r"(?<![\w.])\+?\d(?:[ .]?\d){8,}(?!\w)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_HIDDEN = "•••"


@dataclass(frozen=True)
class Alert:
    """What is told. `since` and `at` are local moments as ISO; `times` counts how often it has failed so since then."""

    kind: Kind
    what: str
    """The job that failed, or the check that is red, as asset and name."""
    run_id: str
    started_by: str
    at: str
    since: str
    whose: Whose = "ours"
    step: str = ""
    error: str = ""
    deliveries: tuple[str, ...] = ()
    """Deliveries that broke, as number and sender."""
    times: int = 1
    url: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For the cursor."""
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Alert:
        """The inverse of `as_dict`."""
        return cls(**{**kept, "deliveries": tuple(kept.get("deliveries", ()))})


def first_line(text: str) -> str:
    """The first line of an error, without what could tell of a person, at most LONGEST_ERROR characters."""
    line = next((one.strip() for one in text.splitlines() if one.strip()), "")
    line = _QUOTED.sub(lambda found: found[0] if _PLAIN.fullmatch(found[0][1:-1]) else found[0][0] + _HIDDEN + found[0][-1], line)
    line = _NUMBER.sub(_HIDDEN, _MAIL.sub(_HIDDEN, line))
    return line if len(line) <= LONGEST_ERROR else line[: LONGEST_ERROR - 1] + "…"


def subject_of(alert: Alert) -> str:
    """One line."""
    if alert.kind == "test":
        return "[tonghop] Thử cảnh báo"
    if alert.kind == "recovered":
        return f"[tonghop] Đã ổn: {alert.what}"
    if alert.kind == "check_failed":
        broken = f": {len(alert.deliveries)} tệp hỏng vì lỗi của hệ thống" if alert.deliveries and alert.whose == "ours" else ""
        return f"[tonghop] LỖI: kiểm tra {alert.what} đỏ{broken}"
    return f"[tonghop] LỖI: {alert.what} thất bại" + (f" ở bước {alert.step}" if alert.step else "")


def text_of(alert: Alert) -> str:
    """The whole message."""
    if alert.kind == "test":
        return f"Đây là thư thử, gửi lúc {_shown(alert.at)}. Kênh cảnh báo này hoạt động.\n"
    who = STARTED_BY.get(alert.started_by, alert.started_by or "giao diện Dagster")
    where = alert.url or f"tonghop ui, mục Runs, lần chạy {alert.run_id}"
    if alert.kind == "recovered":
        lines = [
            ("Việc gì", f"{alert.what} đã chạy tốt trở lại lúc {_shown(alert.at)}"),
            ("Hỏng từ", f"{_shown(alert.since)}, {alert.times} lần"),
            ("Lần chạy", f"{alert.run_id} ({who})"),
            ("Xem ở đâu", where),
        ]
        return "".join(f"{title}: {said}\n" for title, said in lines)
    failed = "kiểm tra có kết quả đỏ" if alert.kind == "check_failed" else "lần chạy thất bại; số liệu đã công bố vẫn giữ nguyên"
    lines = [
        ("Việc gì", f"{alert.what}: {failed}"),
        ("Lỗi của ai", WHOSE[alert.whose]),
        ("Lúc", _shown(alert.at)),
        ("Từ khi nào", _shown(alert.since) + (f", {alert.times} lần" if alert.times > 1 else "")),
        ("Lần chạy", f"{alert.run_id} ({who})"),
    ]
    if alert.step:
        lines.append(("Bước", alert.step))
    if alert.error:
        lines.append(("Lỗi", alert.error))
    if alert.deliveries:
        lines.append(("Tệp", "; ".join(alert.deliveries)))
    lines += [("Xem ở đâu", where), ("Làm gì", "tonghop status; các bước xử lý trong docs/operations.md")]
    return "".join(f"{title}: {said}\n" for title, said in lines)


def _shown(moment: str) -> str:
    return dt.datetime.fromisoformat(moment).strftime("%H:%M %d/%m/%Y")
