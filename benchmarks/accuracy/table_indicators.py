"""Tables of indicators: long, one row an indicator, with units, targets and results as offices word them."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Any

from benchmarks.accuracy import spell_numbers
from benchmarks.accuracy.agencies import CONFIG, Agency, spelled
from benchmarks.accuracy.columns import Headers
from benchmarks.accuracy.dice import Dice
from benchmarks.accuracy.model import Cell, Column, Line, OneOf, Table
from benchmarks.accuracy.words_indicators import ASSESSMENTS, INDICATORS, NOTES, SOURCES
from benchmarks.accuracy.words_tasks import ADDRESS

TITLES = (
    "KẾT QUẢ THỰC HIỆN CHỈ TIÊU", "BÁO CÁO TÌNH HÌNH THỰC HIỆN CÁC CHỈ TIÊU", "BẢNG TỔNG HỢP KẾT QUẢ THỰC HIỆN CHỈ TIÊU NGHỊ QUYẾT 57",
    "Tổng hợp các chỉ tiêu chủ yếu về KHCN, ĐMST và CĐS",
    "PHỤ LỤC CHỈ TIÊU",
)  # fmt: skip
SHARES = {"indicator_code": 0.55, "unit": 0.75, "target": 0.6, "achieved_pct_declared": 0.3, "assessment": 0.3, "source": 0.25, "note": 0.35}
STYLES = {"native": 6, "vi": 5, "en": 1.2, "native_format": 2}
NONE_YET = ("Chưa có số liệu", "-", "…", "", "chưa đánh giá")


@lru_cache(maxsize=1)
def _register() -> tuple[dict[str, str], ...]:
    with (CONFIG / "indicators.csv").open(encoding="utf-8-sig", newline="") as lines:
        return tuple(csv.DictReader(lines))


def _columns(dice: Dice, *, many: bool) -> list[Column]:
    headers = Headers(dice.child("headers"))
    columns = [headers.column("indicator_name", INDICATORS["indicator_name"]), headers.column("value", INDICATORS["value"])]
    have = {field: headers.column(field, INDICATORS[field]) for field, share in SHARES.items() if dice.chance(share)}
    before = [have[field] for field in ("indicator_code",) if field in have]
    middle = [have[field] for field in ("unit", "target") if field in have]
    after = [have[field] for field in ("achieved_pct_declared", "assessment", "source", "note") if field in have]
    columns = [*before, columns[0], *middle, columns[1], *after]
    if many:
        columns.insert(0, headers.column("agency_name", ADDRESS["agency_name"]))
    if dice.chance(0.2):
        columns = dice.shuffled(columns)
    if dice.chance(0.85):
        columns.insert(0, headers.column("row_label", ADDRESS["row_label"]))
    return columns


def _amount(row: dict[str, str], dice: Dice) -> Decimal:
    if row["unit"] == "%":
        return Decimal(dice.whole(0, 10_000)) / 100
    if row["unit"] in ("thứ hạng", "điểm"):
        return Decimal(dice.whole(1, 90)) if row["unit"] == "thứ hạng" else Decimal(dice.whole(600, 900)) / 1000
    return Decimal(dice.size())


def _spelled(field: str, amount: Decimal, unit: str, style: str, dice: Dice, *, free: bool) -> Cell:
    """An amount in the column's style; where the column is `free`, seldom with a qualifier, a range or a sign of percent."""
    truth: dict[str, Any] = {field: float(amount)}
    plain = amount.normalize()
    whole = plain == plain.to_integral_value()
    number = int(plain) if whole else float(plain)
    vi, en = spell_numbers.grouped(Decimal(f"{plain:f}"), ".", ","), spell_numbers.grouped(Decimal(f"{plain:f}"), ",", ".")
    if style == "native":
        return Cell(number, truth, None, f"{plain:f}".replace(".", ","))
    if style == "native_format":
        if unit == "%":
            return Cell(float(plain / 100), truth, "0.00%", f"{vi}%")
        return Cell(number, truth, "#,##0.###", vi)
    text = vi if style == "vi" else en
    if free and style == "vi" and field == "value" and dice.chance(0.08):
        sign = dice.pick(("~", ">", "<", "Trên ", "Khoảng ", "Gần "))
        return Cell(
            f"{sign}{text}",
            {field: OneOf((float(amount), None)), "qualifier": OneOf(("~", ">", "<", ">=", "<=", sign.strip(), sign.strip().lower()))},
        )
    if free and unit == "%" and style == "vi" and field == "value" and dice.chance(0.04) and whole:
        return Cell(f"{text}-{int(plain) + 1} %", {"value_low": float(plain), "value_high": float(plain) + 1})
    if unit == "%" and dice.chance(0.5):
        return Cell(f"{text}{dice.pick(('%', ' %'))}", truth)
    counted = unit not in ("%", "thứ hạng", "điểm") and not any(word in unit for word in ("đồng", "USD", "triệu", "tỷ"))
    if free and counted and amount >= 1_000_000 and amount % 100_000 == 0 and dice.chance(0.5):
        return Cell(f"{spell_numbers.grouped((amount / 1_000_000).normalize(), '.', ',')} triệu", truth)
    return Cell(text, truth)


def indicators_table(agency: Agency, today: dt.date, dice: Dice, *, row_count: int, many: tuple[Agency, ...] = (), faults: float = 0.0) -> Table:
    """Indicators of `agency`, or two for each of `many`."""
    columns = _columns(dice, many=bool(many))
    have = {column.field for column in columns}
    among = [row for row in _register() if not (row["name_vi"].startswith("Số nhiệm vụ") and "Bộ Nông nghiệp" in row["name_vi"])]
    pairs = [(own, row) for own in many for row in dice.some(among, 2)] if many else [(agency, row) for row in dice.some(among, row_count)]
    styles = {"value": dice.weighted(STYLES)}
    styles["target"] = styles["value"] if dice.chance(0.8) else "native"
    rate_style = dice.weighted({**spell_numbers.PERCENT_STYLES, "fraction": 0})
    lines: list[Line] = []
    if styles["value"] == "en" and not any(row["unit"] == "%" for _, row in pairs):
        styles["value"] = styles["target"] = "native"
    for number, (own, row) in enumerate(pairs, start=1):
        unit = row["unit"]
        amount = _amount(row, dice)
        if unit not in ("%", "thứ hạng", "điểm") and dice.chance(0.1):
            amount = Decimal(dice.whole(10, 990)) * 100_000
        cells: list[Cell] = []
        told: dict[str, Any] = {
            "agency_code": own.code,
            "indicator_code": row["indicator_code"],
            "unit": unit if "unit" in have else OneOf((unit, None)),
        }
        for column in columns:
            field = column.field or ""
            if field == "row_label":
                cell = Cell(number)
            elif field == "indicator_name":
                cell = Cell(row["name_vi"], {field: row["name_vi"]})
            elif field == "indicator_code":
                cell = Cell(row["indicator_code"])
            elif field == "unit":
                shown = {"%": dice.pick(("%", "%", "Phần trăm", "%"))}.get(unit, unit.capitalize() if dice.chance(0.4) else unit)
                cell = Cell(shown, {field: unit})
            elif field == "value":
                cell = _value_cell(amount, unit, styles["value"], dice, faults)
            elif field == "target":
                goal = Decimal(row["target_value"]) if row["target_value"] else None
                cell = Cell(None, {field: None}) if goal is None else _spelled(field, goal, unit, styles["target"], dice, free=False)
            elif field == "achieved_pct_declared":
                cell = spell_numbers.percent(field, dice.whole(0, 1500), rate_style)
            elif field == "agency_name":
                cell = Cell(spelled(own, dice))
            else:
                text = dice.pick({"assessment": ASSESSMENTS, "source": SOURCES, "note": NOTES}[field]) if dice.chance(0.6) else None
                cell = Cell(text, {field: text})
            cells.append(cell)
        lines.append(Line("data", tuple(cells), told))
    return Table("indicators", tuple(columns), tuple(lines), (dice.pick(TITLES),))


def _value_cell(amount: Decimal, unit: str, style: str, dice: Dice, faults: float) -> Cell:
    if dice.chance(0.03):
        return Cell(dice.pick(NONE_YET) or None, {"value": None, "value_low": None, "value_high": None})
    if dice.chance(faults):
        return Cell(dice.pick(("12a", "xem phụ lục 2", "1.2.3")), {"value": spell_numbers.Refused()})
    return _spelled("value", amount, unit, style, dice, free=True)
