"""Numbers as a column of one office writes them: each column has one convention."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from benchmarks.accuracy.dice import Dice
from benchmarks.accuracy.model import Cell, Error, Formula, OneOf, Refused

ZEROS = ("-", "KPS", "…", "", "–")
"""What stands for none: nothing or nought, whoever reads it."""
NO_NUMBER = ("đang cập nhật", "chưa thống kê", "đang rà soát", "chưa có số liệu")
BAD = ("12a", "xem phụ lục", "1.2.3.4", "khoảng vài chục", "1234 và 56")

COUNT_STYLES = {"native": 8, "native_grouped": 3, "plain_text": 3, "dots": 3, "commas": 1, "spaces": 1, "nbsp": 0.5, "apostrophe": 0.5, "float": 0.7}


def grouped(value: Decimal | int, separator: str, point: str) -> str:
    """The number with groups of three and a decimal mark."""
    whole, _, rest = (str(abs(value)) if isinstance(value, int) else f"{abs(value):f}").partition(".")
    parts: list[str] = []
    while len(whole) > 3:
        whole, last = whole[:-3], whole[-3:]
        parts.insert(0, last)
    text = separator.join([whole, *parts]) + (point + rest if rest else "")
    return f"-{text}" if value < 0 else text


def count(value: int, style: str) -> Cell:
    """A whole number in a column's style. `shown` is what text formats carry."""
    dotted = grouped(value, ".", ",")
    if style == "native":
        return Cell(value)
    if style == "float":
        return Cell(float(value), shown=str(value))
    if style == "native_grouped":
        return Cell(value, number_format="#,##0", shown=dotted)
    texts = {
        "plain_text": str(value), "dots": dotted, "commas": grouped(value, ",", "."), "spaces": grouped(value, " ", ","),
        "nbsp": grouped(value, "\u00a0", ","), "apostrophe": f"'{value}",
    }  # fmt: skip
    return Cell(texts[style])


def with_truth(cell: Cell, **truth: Any) -> Cell:
    """The cell with what a careful reader takes from it."""
    return Cell(cell.value, truth, cell.number_format, cell.shown)


def count_cell(field: str, value: int, style: str, dice: Dice, *, faults: float) -> Cell:
    """A count; seldom a sign for none, or what is no number."""
    if value == 0 and dice.chance(0.35):
        return Cell(dice.pick(ZEROS) or None, {field: OneOf((None, 0))})
    if dice.chance(faults):
        how = dice.pick(("text", "bad", "error", "formula", "note"))
        if how == "text":
            return Cell(dice.pick(NO_NUMBER), {field: Refused()})
        if how == "bad":
            return Cell(dice.pick(BAD), {field: Refused()})
        if how == "error":
            return Cell(Error(dice.pick(("#REF!", "#N/A", "#VALUE!", "#DIV/0!"))), {field: Refused()})
        if how == "formula":
            return Cell(Formula(f"=SUM(Z{dice.whole(20, 90)}:Z{dice.whole(91, 99)})"), {field: Refused()})
        return Cell(f"{grouped(value, '.', ',')} hồ sơ", {field: value})
    return with_truth(count(value, style), **{field: value})


PERCENT_STYLES = {"whole": 4, "text": 4, "text_space": 2, "format": 4, "comma": 2, "fraction": 0.6, "point": 1.5, "text_point": 1}


def percent(field: str, tenths: int, style: str) -> Cell:
    """A percent given in tenths of a percent (855 = 85.5 %) in a column's style."""
    value = tenths / 10
    exact = Decimal(tenths) / 10
    shown = f"{exact.normalize():f}"
    vi = shown.replace(".", ",")
    truth = {field: float(exact)}
    if style == "format":
        return Cell(float(exact / 100), truth, "0.0%" if tenths % 10 else "0%", f"{vi}%")
    if style == "fraction":
        return Cell(float(exact / 100), truth, None, f"{exact / 100}".replace(".", ","))
    if style in ("text", "text_space", "text_point"):
        return Cell({"text": f"{vi}%", "text_space": f"{vi} %", "text_point": f"{shown}%"}[style], truth)
    if style == "comma":
        return Cell(vi, truth)
    return Cell(value if tenths % 10 else tenths // 10, truth, None, shown if style == "point" else vi)
