"""Dossier counts: form II.06a of Circular 01/2020/TT-VPCP and its kin. One row is one field of work in one period; A1 to A4 are its rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas import issues
from schemas.dataset import Dataset
from schemas.field import Field, Origin, Type
from schemas.rule import Rule

if TYPE_CHECKING:
    import polars as pl


def _count(name: str, title_vi: str, title_en: str) -> Field:
    return Field(name, title_vi, title_en, Type.INTEGER, unit="hồ sơ", minimum=0)


_FIELDS = (
    Field("period_from", "Từ ngày", "Period from", Type.DATE, Origin.PARSED),
    Field("period_to", "Đến ngày", "Period to", Type.DATE, Origin.PARSED, nullable=False),
    Field("section", "Mục", "Section", nullable=False),
    Field("field", "Lĩnh vực hoặc đơn vị", "Field of work or unit", nullable=False),
    _count("received_total", "Tiếp nhận: tổng số", "Received, carried over included"),
    _count("received_online", "Tiếp nhận trực tuyến", "Received online"),
    _count("received_offline", "Tiếp nhận trực tiếp, bưu chính", "Received in person or by post"),
    _count("received_post", "Tiếp nhận qua bưu chính (cột riêng)", "Received by post, where a column of its own says so"),
    _count("carried_over", "Từ kỳ trước", "Carried over from the period before"),
    _count("done_total", "Đã giải quyết: tổng số", "Settled"),
    _count("done_early", "Giải quyết trước hạn", "Settled before the deadline"),
    _count("done_on_time", "Giải quyết đúng hạn", "Settled on time"),
    _count("done_late", "Giải quyết quá hạn", "Settled late"),
    _count("open_total", "Đang giải quyết: tổng số", "Open"),
    _count("open_in_time", "Đang giải quyết trong hạn", "Open in time"),
    _count("open_overdue", "Đang giải quyết quá hạn", "Open overdue"),
    _count("online_full", "Hồ sơ trực tuyến toàn trình", "Settled online, full process"),
    _count("online_partial", "Hồ sơ trực tuyến một phần", "Settled online, part of the process"),
    _count("digitised", "Hồ sơ số hóa", "Digitised"),
    _count("paid_online", "Thanh toán trực tuyến", "Paid online"),
    _count("result_electronic", "Kết quả điện tử", "Electronic results"),
    _count("reused", "Khai thác, sử dụng lại dữ liệu", "Data reused"),
    Field(
        "online_full_rate_declared", "Tỷ lệ toàn trình tự báo cáo", "Full-process rate as declared", Type.PERCENT, unit="%", minimum=0, maximum=100
    ),
    Field("online_rate_declared", "Tỷ lệ trực tuyến tự báo cáo", "Online rate as declared", Type.PERCENT, unit="%", minimum=0, maximum=100),
    Field("on_time_rate_declared", "Tỷ lệ đúng hạn tự báo cáo", "On-time rate as declared", Type.PERCENT, unit="%", minimum=0, maximum=100),
    Field("note", "Ghi chú", "Note"),
)


def _col(name: str) -> pl.Expr:
    import polars as pl

    return pl.col(name)


def _sum_is(total: str, *parts: str) -> pl.Expr:
    """A blank part beside filled ones counts as nothing: a form leaves zeros out. With no part at all there is nothing to compare."""
    import polars as pl

    nothing_given = pl.all_horizontal(pl.col(part).is_null() for part in parts)
    return nothing_given | (pl.col(total) == pl.sum_horizontal(*parts))


RULES = (
    Rule(
        issues.IDENTITY_A1,
        "received_total",
        ("received_total", "received_online", "received_offline", "carried_over"),
        lambda: _sum_is("received_total", "received_online", "received_offline", "received_post", "carried_over"),
    ),
    Rule(
        issues.IDENTITY_A2,
        "done_total",
        ("done_total", "done_early", "done_on_time", "done_late"),
        lambda: _sum_is("done_total", "done_early", "done_on_time", "done_late"),
    ),
    Rule(
        issues.IDENTITY_A3,
        "open_total",
        ("open_total", "open_in_time", "open_overdue"),
        lambda: _sum_is("open_total", "open_in_time", "open_overdue"),
    ),
    Rule(
        issues.IDENTITY_A4,
        "received_total",
        ("received_total", "done_total", "open_total"),
        lambda: _sum_is("received_total", "done_total", "open_total"),
    ),
    Rule(issues.ONLINE_EXCEEDS_DONE, "online_full", ("online_full", "done_total"), lambda: _col("online_full") <= _col("done_total")),
    Rule(
        issues.MEASURE_CELL_BLANK,
        "online_full",
        ("online_full", "done_total"),
        lambda: _col("online_full").is_not_null() | _col("done_total").is_null(),
    ),
    Rule(issues.MEASURE_CELL_BLANK_DONE, "done_total", ("done_total",), lambda: _col("done_total").is_not_null()),
)

DOSSIER_COUNTS = Dataset(
    name="dossier_counts",
    fact="dossier_count",
    title_vi="Tổng hợp hồ sơ",
    title_en="Dossier counts",
    grain="One row is one field of work (or unit) of one agency in one period",
    version=2,
    fields=_FIELDS,
    key=("period_from", "period_to", "section", "field", "unit_code"),
    anchor=(
        frozenset({"received_total", "received_online", "done_total", "open_total"}),
        frozenset({"done_total", "done_on_time", "done_early", "online_full", "received_online"}),
        frozenset({"done_late", "open_total", "open_in_time", "open_overdue", "online_full", "received_offline", "done_on_time"}),
    ),
    rules=RULES,
)
