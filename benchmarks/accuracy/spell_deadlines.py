"""Deadlines in the words of documents: text, kind, last day still in time. A period ends with its last day; without a year it is this year's."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from typing import Any

from benchmarks.accuracy.dice import Dice
from benchmarks.accuracy.model import Cell, OneOf

Deadline = tuple[str, str, Any]
"""Text, kind, day (None: none can be told)."""


def month_end(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _date(d: dt.date, dice: Dice, today: dt.date) -> Deadline:
    text = dice.pick((
        f"{d:%d/%m/%Y}", f"{d.day}/{d.month}/{d.year}", f"{d:%d-%m-%Y}", f"{d:%d.%m.%Y}", f"ngày {d.day} tháng {d.month} năm {d.year}",
        f"{d:%Y-%m-%d}", f"Ngày {d:%d/%m/%Y}",
        f"Chậm nhất ngày {d:%d/%m/%Y}", f"Đến ngày {d:%d/%m/%Y}", f"Hoàn thành trong ngày {d:%d/%m/%Y}", f"xong trước {d:%d/%m/%Y}",
        f"chậm nhất {d.day}/{d.month}/{d.year}",
    ))  # fmt: skip
    return text, "DATE", d


def _before(d: dt.date, dice: Dice, today: dt.date) -> Deadline:
    return (
        dice.pick((f"Trước ngày {d:%d/%m/%Y}", f"trước {d.day}/{d.month}/{d.year}", f"Trước ngày {d.day} tháng {d.month} năm {d.year}")),
        "BEFORE",
        d,
    )


def _month(d: dt.date, dice: Dice, today: dt.date) -> Deadline:
    m, y = d.month, d.year
    end = month_end(y, m)
    if y == today.year and dice.chance(0.15):
        return dice.pick((f"Trong tháng {m}", f"Tháng {m}")), "MONTH", end
    return (
        dice.pick(
            (
                f"Tháng {m}/{y}",
                f"T{m}/{y}",
                f"{m}/{y}",
                f"{m:02}-{y}",
                f"Trong tháng {m}/{y}",
                f"Cuối tháng {m}/{y}",
                f"tháng {m:02} năm {y}",
                f"Hết tháng {m}/{y}",
            )
        ),
        "MONTH",
        end,
    )


def _quarter(d: dt.date, dice: Dice, today: dt.date) -> Deadline:
    q, y = (d.month - 1) // 3 + 1, d.year
    roman = ("I", "II", "III", "IV")[q - 1]
    end = month_end(y, q * 3)
    if q > 1 and dice.chance(0.2):
        return f"Quý {('I', 'II', 'III', 'IV')[q - 2]} và {roman}/{y}", "QUARTER", end
    if y == today.year and dice.chance(0.1):
        return f"Quý {roman}", "QUARTER", end
    return (
        dice.pick((f"Quý {roman}/{y}", f"Q{q}/{y}", f"Quý {q} năm {y}", f"quý {roman} năm {y}", f"Trong Quý {roman}/{y}", f"Quý {roman}-{y}")),
        "QUARTER",
        end,
    )


def _half(d: dt.date, dice: Dice, today: dt.date) -> Deadline:
    y = d.year
    return dice.pick((
        (f"6 tháng đầu năm {y}", "HALF", dt.date(y, 6, 30)), (f"6 tháng cuối năm {y}", "HALF", dt.date(y, 12, 31)), (f"9 tháng năm {y}", "HALF",
        dt.date(y, 9, 30)),
        (f"9 tháng đầu năm {y}", "HALF", dt.date(y, 9, 30)),
    ))  # fmt: skip


def _year(d: dt.date, dice: Dice, today: dt.date) -> Deadline:
    y = d.year
    last = dt.date(y, 12, 31)
    far = dice.pick((2030, 2026, 2045))
    return dice.pick((
        (f"Năm {y}", "YEAR", last), (f"Trong năm {y}", "YEAR", last), (f"cuối năm {y}", "YEAR", last), (f"Hết năm {y}", "YEAR", last), (f"{y}",
        "YEAR", last),
        (f"Đến năm {far}", "YEAR", dt.date(far, 12, 31)), ("Trước năm 2030", "YEAR", dt.date(2029, 12, 31)), (f"Đến hết năm {y}", "YEAR", last),
    ))  # fmt: skip


def _range(d: dt.date, dice: Dice, today: dt.date) -> Deadline:
    y = d.year
    return dice.pick((
        (f"{y}-{y + 1}", "RANGE", dt.date(y + 1, 12, 31)), ("2025–2030", "RANGE", dt.date(2030, 12, 31)), ("Giai đoạn 2025 - 2030", "RANGE",
        dt.date(2030, 12, 31)),
        (f"Năm {y} - {y + 1}", "RANGE", dt.date(y + 1, 12, 31)),
    ))  # fmt: skip


def _approx(d: dt.date, dice: Dice, today: dt.date) -> Deadline:
    m, y = d.month, d.year
    return dice.pick((
        (f"Đầu tháng {m}/{y}", "APPROX", dt.date(y, m, 10)), (f"Giữa tháng {m}/{y}", "APPROX", OneOf((dt.date(y, m, 15), dt.date(y, m, 20)))),
        (f"Trung tuần tháng {m}/{y}", "APPROX", dt.date(y, m, 20)),
    ))  # fmt: skip


def _recurring(d: dt.date, dice: Dice, today: dt.date) -> Deadline:
    if dice.chance(0.6):
        return dice.pick(("Thường xuyên", "Liên tục", "thường xuyên, liên tục", "Thường xuyên hằng năm")[:3]), "RECURRING", None
    months = {"Hằng tháng": 1, "Hàng tháng": 1, "Hằng quý": 3, "Hàng quý": 3, "Hằng năm": 12, "Hàng năm": 12}
    text = dice.pick(tuple(months))
    size = months[text]
    return text, "RECURRING", OneOf((None, month_end(today.year, (today.month - 1) // size * size + size)))


def _conditional(d: dt.date, dice: Dice, today: dt.date) -> Deadline:
    return (
        dice.pick(("Theo lộ trình", "Theo yêu cầu", "Theo kế hoạch", "Sau khi Luật được ban hành", "Theo tiến độ của Chính phủ")),
        "CONDITIONAL",
        None,
    )


def _event(d: dt.date, dice: Dice, today: dt.date) -> Deadline:
    return dice.pick((
        ("Kỳ họp thứ 10, Quốc hội khóa XV", "EVENT", dt.date(2025, 12, 11)), ("Tại Kỳ họp thứ 9", "EVENT", dt.date(2025, 6, 27)),
        ("Trình Quốc hội tại Kỳ họp thứ 10", "EVENT", dt.date(2025, 12, 11)),
    ))  # fmt: skip


def _multi(d: dt.date, dice: Dice, today: dt.date) -> Deadline:
    later = month_end(d.year + d.month // 12, d.month % 12 + 1)
    return f"Tháng {d.month}/{d.year}\nTháng {later.month}/{later.year} (giai đoạn 2)", "MULTI", later


def _noted(d: dt.date, dice: Dice, today: dt.date) -> Deadline:
    text, kind, day = dice.pick((_date, _month, _quarter))(d, dice, today)
    return f"{text} {dice.pick(('(điều chỉnh)', '(đã gia hạn)', '(lần 2)'))}", kind, day


CLASSES: dict[Callable[[dt.date, Dice, dt.date], Deadline], float] = {
    _date: 8, _before: 1.5, _month: 5, _quarter: 4, _half: 0.7, _year: 2.5, _range: 1, _approx: 0.5, _recurring: 2, _conditional: 1, _event: 0.4,
    _multi: 0.3, _noted: 0.4,
}  # fmt: skip


def deadline_cell(day: dt.date | None, style: str, dice: Dice, today: dt.date) -> Cell:
    """A deadline about `day`. `style`: native or serial for a column of dates, slash for dates as text, words for a column in words."""
    if day is None:
        return Cell(None, {"due_text": None, "due_on": None, "due_kind": None})
    if style == "native":
        return Cell(day, {"due_on": day}, "dd/mm/yyyy")
    if style == "serial":
        return Cell((day - dt.date(1899, 12, 30)).days, {"due_on": day, "due_kind": OneOf(("SERIAL", "DATE"))})
    if style == "slash":
        text, kind, last = f"{day:%d/%m/%Y}", "DATE", day
    else:
        text, kind, last = dice.weighted(CLASSES)(day, dice, today)
    return Cell(text, {"due_text": text, "due_kind": kind, "due_on": last})
