"""Cells as text: the plain form of numbers, dates and durations, and the frames of a grid.

What a cell means (decimal commas, day order, percents) is not known here.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from pipelines.grid import Kind

_EXACT_INTEGERS = 2.0**53


def float_text(value: float) -> str:
    """The shortest plain decimal that reads back as `value`: '1234', '0.3998', never an exponent; 'NaN', 'inf' and '-inf' by their names."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else str(value)
    if value.is_integer() and -_EXACT_INTEGERS < value < _EXACT_INTEGERS:
        return str(int(value))
    text = repr(value)
    if "e" in text:
        return decimal_text(Decimal(text))
    return text


def float_texts(values: pl.Series) -> pl.Series:
    """`float_text` over a Float64 column; null stays null, nan and infinity come as they are named."""
    whole = (values == values.floor()) & (values.abs() < _EXACT_INTEGERS)
    texts = pl.select(pl.when(whole).then(values.cast(pl.Int64(), strict=False).cast(pl.String())).otherwise(values.cast(pl.String()))).to_series()
    # polars writes the shortest form too, but with exponents; whatever does not read back as the same number is not trusted either.
    rest = (texts.str.contains("e", literal=True) | (texts.cast(pl.Float64(), strict=False) != values)) & values.is_finite()
    if not rest.any():
        return texts
    rows = rest.fill_null(False).arg_true()
    return texts.scatter(rows, [float_text(value) for value in values.gather(rows)])


def decimal_text(value: Decimal) -> str:
    """A finite decimal in plain form without trailing zeros: '1234', '0.3998', never an exponent, never '-0'."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def datetime_text(value: dt.datetime) -> str:
    """ISO 8601 to the second, with a fraction only where there is one."""
    return value.isoformat()


def duration_text(value: dt.timedelta) -> str:
    """ISO 8601 duration in hours, minutes and seconds, as a cell formatted [h]:mm:ss shows it: 'PT36H', 'PT1H30M'."""
    sign = "-" if value < dt.timedelta(0) else ""
    value = abs(value)
    minutes, seconds = divmod(value.days * 86400 + value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{value.microseconds:06d}".rstrip("0") if value.microseconds else ""
    parts = [f"{hours}H" if hours else "", f"{minutes}M" if minutes else "", f"{seconds}{fraction}S" if seconds or fraction else ""]
    return sign + "PT" + ("".join(parts) or "0S")


def text_frames(columns: Sequence[pl.Series | Sequence[str | None]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Frames (text, kind) of columns that hold text only; '' is an empty cell."""
    text = pl.DataFrame([pl.Series(f"c{index}", column, dtype=pl.String()) for index, column in enumerate(columns, start=1)])
    if not text.width:
        return text, text
    text = text.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)) for name in text.columns)
    return text, text.select(pl.all().is_not_null().cast(pl.UInt8()) * int(Kind.TEXT))


def kind_series(kinds: Sequence[int]) -> pl.Series:
    """Cell kinds as the UInt8 column of a kind frame."""
    return pl.Series(kinds, dtype=pl.UInt8())
