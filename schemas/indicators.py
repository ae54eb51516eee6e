"""Indicators: values of the steering committee's measures. One row is one value of one indicator at one agency in one period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas import issues
from schemas.dataset import Dataset
from schemas.field import Field, Origin, Type
from schemas.rule import Rule

if TYPE_CHECKING:
    import polars as pl

_FIELDS = (
    Field("indicator_code", "Mã chỉ tiêu", "Indicator code", nullable=False),
    Field("indicator_name", "Tên chỉ tiêu (nguyên văn)", "Indicator as written"),
    Field("period_from", "Từ ngày", "Period from", Type.DATE, Origin.PARSED),
    Field("period_to", "Đến ngày", "Period to", Type.DATE, Origin.PARSED, nullable=False),
    Field("value", "Giá trị", "Value", Type.NUMBER, parser="quantity"),
    Field("value_low", "Cận dưới", "Lower end of a range", Type.NUMBER, Origin.PARSED),
    Field("value_high", "Cận trên", "Upper end of a range", Type.NUMBER, Origin.PARSED),
    Field("qualifier", "Dấu hiệu xấp xỉ", "Qualifier as written: ~, >, <", origin=Origin.PARSED),
    Field("value_text", "Giá trị (nguyên văn)", "Value as written", origin=Origin.PARSED),
    Field("basis", "Cách tính", "Basis of the value", origin=Origin.PARSED),
    Field("target", "Mục tiêu được giao", "Target", Type.NUMBER, parser="quantity"),
    Field("unit", "Đơn vị tính", "Unit of value and target: the register's where what the sender states can be converted to it"),
    Field("achieved_pct_declared", "Tỷ lệ thực hiện tự báo cáo", "Share achieved as declared", Type.PERCENT, unit="%"),
    Field("assessment", "Đánh giá", "Assessment"),
    Field("source", "Nguồn số liệu", "Source of the figure"),
    Field("note", "Ghi chú", "Note"),
)


def _col(name: str) -> pl.Expr:
    import polars as pl

    return pl.col(name)


def _is_percent() -> pl.Expr:
    return _col("unit").fill_null("").str.strip_chars().is_in(["%", "phần trăm", "Phần trăm"])


RULES = (
    Rule(issues.PCT_OUT_OF_RANGE, "value", ("value", "unit"), lambda: ~(_is_percent() & ~_col("value").is_between(0, 100))),
    Rule(
        issues.INDICATOR_WITHOUT_VALUE,
        "value",
        (),
        lambda: _col("value").is_not_null() | _col("value_low").is_not_null() | _col("value_high").is_not_null(),
    ),
)

INDICATORS = Dataset(
    name="indicators",
    fact="indicator_value",
    title_vi="Giá trị chỉ tiêu",
    title_en="Indicator values",
    grain="One row is one value of one indicator at one agency",
    version=2,
    fields=_FIELDS,
    key=("indicator_code", "period_from", "period_to", "unit_code"),
    anchor=(frozenset({"indicator_code", "indicator_name"}), frozenset({"value", "achieved_pct_declared"})),
    rules=RULES,
)
