"""Deadlines as documents write them, and the day each of them means."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Deadline:
    """`written` is a day or words; `on` the last day in time, None for standing tasks."""

    written: date | str
    on: date | None


STANDING = Deadline("Thường xuyên", None)


def _month_end(year: int, month: int) -> date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def _month(on: date) -> Deadline:
    return Deadline(f"Tháng {on.month}/{on.year}", on)


def _quarter(on: date) -> Deadline:
    return Deadline(f"Quý {_ROMAN[(on.month - 1) // 3]}/{on.year}", on)


def quarter_before(day: date) -> Deadline:
    """The end of the quarter before the quarter that `day` falls in."""
    first = (day.month - 1) // 3 * 3
    return _quarter(_month_end(day.year, first))


def behind(day: date, rng: Random) -> Deadline:
    """A deadline at least twelve days past on `day`, in one of five ways of writing."""
    month = _month_end(day.year, day.month - rng.randrange(1, 5))
    while (day - month).days < 12:
        month = _month_end(month.year, month.month - 1)
    some_day = day - timedelta(days=rng.randrange(14, 110))
    way = rng.randrange(6)
    if way == 0:
        return _month(month)
    if way == 1 and (day - quarter_before(day).on).days >= 12:  # type: ignore[operator]
        return quarter_before(day)
    if way == 2:
        return Deadline(f"Trước ngày {some_day.day}/{some_day.month}/{some_day.year}", some_day)
    if way == 3:
        return Deadline(f"ngày {some_day.day} tháng {some_day.month} năm {some_day.year}", some_day)
    return Deadline(some_day, some_day)


def ahead(day: date, rng: Random) -> Deadline:
    """A deadline at least twelve days ahead on `day`."""
    way = rng.randrange(7)
    some_day = day + timedelta(days=rng.randrange(14, 75))
    if way == 0 and (date(day.year, 12, 31) - day).days >= 12:
        return Deadline(f"{rng.choice(('Năm', 'Trong năm'))} {day.year}", date(day.year, 12, 31))
    if way == 1:
        return _month(_month_end(day.year, day.month + rng.randrange(1, 6)))
    if way == 2:
        return _quarter(_month_end(day.year, (day.month - 1) // 3 * 3 + 3 + rng.choice((3, 6))))
    if way == 3:
        return Deadline(f"Trước ngày {some_day.day:02d}/{some_day.month:02d}/{some_day.year}", some_day)
    return Deadline(some_day, some_day)
