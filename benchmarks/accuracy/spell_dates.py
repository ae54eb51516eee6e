"""Days and moments as a column of one office writes them."""

from __future__ import annotations

import datetime as dt

from benchmarks.accuracy.dice import Dice
from benchmarks.accuracy.model import Cell, Refused

DAY_STYLES = {
    "native": 6, "slash": 6, "slash_short": 2, "dash": 1.5, "dot": 1.5, "long": 0.7, "iso": 1, "two_digit": 0.7, "serial": 0.5, "serial_text": 0.3,
    "native_time": 0.7,
    "compact": 0.2, "swapped": 0.25, "ngay": 0.4,
}  # fmt: skip
MOMENT_STYLES = {
    "native": 5, "slash": 5, "seconds": 2, "time_first": 2, "compact": 2, "iso": 1.5, "iso_t": 1, "day": 3, "day_native": 1.5, "dash": 1,
    "short_hour": 0.5,
}  # fmt: skip
BAD = ("31/02/2025", "32/10/2025", "chưa rõ", "30/13/2025", "29/02/2025", "hôm qua")
NO_DAY = ("-", "…", "Chưa có", "chưa hoàn thành", "x", "")
EPOCH = dt.date(1899, 12, 30)


def day(value: dt.date, style: str) -> Cell:
    """A day, without truth."""
    d, m, y = value.day, value.month, value.year
    if style == "native":
        return Cell(value, number_format="dd/mm/yyyy")
    if style == "native_time":
        return Cell(dt.datetime(y, m, d), number_format="d/m/yyyy", shown=f"{d}/{m}/{y}")
    if style == "serial":
        return Cell((value - EPOCH).days)
    if style == "swapped":  # a machine of another country took day for month where it could, and left the rest as text
        return Cell(dt.date(y, d, m), number_format="mm-dd-yy", shown=f"{m}/{d}/{y}") if d <= 12 else Cell(f"{d:02}/{m:02}/{y}")
    texts = {
        "slash": f"{d:02}/{m:02}/{y}", "slash_short": f"{d}/{m}/{y}", "dash": f"{d:02}-{m:02}-{y}", "dot": f"{d:02}.{m:02}.{y}",
        "iso": f"{y}-{m:02}-{d:02}",
        "long": f"ngày {d:02} tháng {m:02} năm {y}", "two_digit": f"{d}/{m}/{y % 100:02}", "serial_text": str((value - EPOCH).days),
        "compact": f"{y}{m:02}{d:02}",
        "ngay": f"Ngày {d}/{m}/{y}",
    }  # fmt: skip
    return Cell(texts[style])


def day_cell(field: str, value: dt.date | None, style: str, dice: Dice, *, faults: float) -> Cell:
    """A day or none, seldom what is no day."""
    if value is None:
        return Cell(dice.pick(NO_DAY) or None, {field: None}) if dice.chance(0.15) else Cell(None, {field: None})
    if dice.chance(faults):
        return Cell(dice.pick(BAD), {field: Refused()})
    cell = day(value, style)
    if style == "swapped" and value.day <= 12 and value.day != value.month:
        return Cell(cell.value, {field: Refused(or_value=value)}, cell.number_format, cell.shown)
    return Cell(cell.value, {field: value}, cell.number_format, cell.shown)


def moment_cell(field: str, value: dt.datetime | None, style: str, dice: Dice, *, faults: float) -> Cell:
    """A moment (to the minute) or none; some styles keep the day alone."""
    if value is None:
        return Cell(dice.pick(NO_DAY) or None, {field: None}) if dice.chance(0.1) else Cell(None, {field: None})
    if dice.chance(faults):
        return Cell(dice.pick(BAD), {field: Refused()})
    midnight = dt.datetime(value.year, value.month, value.day)
    if style == "native":
        return Cell(value, {field: value}, "dd/mm/yyyy hh:mm")
    if style == "day_native":
        return Cell(value.date(), {field: midnight}, "dd/mm/yyyy")
    if style == "day":
        return Cell(value.strftime("%d/%m/%Y"), {field: midnight})
    forms = {
        "slash": "%d/%m/%Y %H:%M", "seconds": "%d/%m/%Y %H:%M:%S", "time_first": "%H:%M %d/%m/%Y", "compact": "%Y%m%d%H%M%S",
        "iso": "%Y-%m-%d %H:%M:%S",
        "iso_t": "%Y-%m-%dT%H:%M:%S", "dash": "%d-%m-%Y %H:%M", "short_hour": "%d/%m/%Y %Hh%M",
    }  # fmt: skip
    return Cell(value.strftime(forms[style]), {field: value})
