"""Periods by name: 'Quý III/2025', '9 tháng năm 2025', 'Tháng 10/2025', 'Tuần 43/2025', as titles and file names write them, to first and last day.

By the calendar, or as Decree 09/2019 has it for form II.06a and its kin: from the 15th of the month before to the 14th. Which lines are asked is for
`when`.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from pipelines.vietnamese.fold import roman

_MONTH_WORDS = {
    "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi mot": 11, "muoi hai": 12, "muoi": 10,
}  # fmt: skip
_OF_YEAR = r"\s*(?:[/\-.,]|\s)\s*(?:cua\s+)?(?:nam\s*)?(20\d{2})(?!\d)"
_QUARTER = re.compile(rf"(?<!\w)(?:quy\s*|q\s?)(i{{1,3}}|iv|[1-4]){_OF_YEAR}")
_SPAN_OF_YEAR = re.compile(rf"(?<![\w/.])(3|6|9|sau|chin) thang(?: (dau|cuoi))?(?: cua)?(?: nam)?{_OF_YEAR}")
_HALF = re.compile(rf"nua (dau|cuoi)(?: cua)? nam{_OF_YEAR}")
_WEEK = re.compile(r"(?<!\w)tuan\s*(?:thu\s*|so\s*)?(\d{1,2})(?!\d)(?:\s*(?:/|-|,|\(|\s)?\s*(?:nam\s*)?(20\d{2})(?!\d))?")
_MONTH = re.compile(
    rf"(?:\bky(?: bao cao)?\s*[:\-]?\s*(?:t\s*)?(?=\d)|(?<!\d )(?<!\w)thang\s*|(?<!\w)t(?=\d))(\d{{1,2}}|{'|'.join(_MONTH_WORDS)}){_OF_YEAR}"
)
_YEAR = re.compile(r"(?:ky bao cao|bao cao|ca)\s*:?\s*nam\s*(20\d{2})(?!\d)")
_YEAR_ALONE = re.compile(r"[(\s]*(?:ca\s+)?nam\s*:?\s*(20\d{2})[)\s.]*")
_MONTH_ALONE = re.compile(rf"[(\s]*(?:so lieu\s+)?(?:thang\s*|t(?=\d))(\d{{1,2}}|{'|'.join(_MONTH_WORDS)}){_OF_YEAR}[)\s.]*")
_OTHER_PAPER = re.compile(r"\b(?:kem theo|ban hanh)\b|^(?!.*\b(?:bao cao|ket qua|tinh hinh|tien do)\b).*\bke hoach\b")
_OF_A_REPORT = re.compile(r"\b(?:ky|bao cao|so lieu|ket qua|tinh hinh|tong hop|thong ke)\b")
"""A line that may name the month reported on; the month of a decision, a plan or a covering letter is another."""


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both included."""

    first: dt.date
    last: dt.date


def period_in_title(line: str, circular: bool, year: int) -> Period | None:
    """The period that a title line names; `line` as `light` gives it. `year` is that of the delivery, for a week named without one."""
    if _OTHER_PAPER.search(line):
        return None
    found = _stretch(line, circular)
    if found:
        return found
    if (month := _MONTH.search(line)) and _OF_A_REPORT.search(line):
        return _of_month(month[1], int(month[2]), circular)
    if month := _MONTH_ALONE.fullmatch(line):
        return _of_month(month[1], int(month[2]), circular)
    if week := _WEEK.search(line):
        return _of_week(int(week[1]), int(week[2] or year))
    if one := _YEAR.search(line) or _YEAR_ALONE.fullmatch(line):
        return _months(int(one[1]), 1, 12, circular)
    return None


def period_in_name(name: str, circular: bool, year: int) -> Period | None:
    """The period that a file's or folder's name carries ('BC_766_T10.2025', 'bc quy III 2025'); `name` as `light` gives it, without its ending."""
    line = re.sub(r"[\s_.\-()\[\]]+", " ", name).strip()
    found = _stretch(line, circular)
    if found is None and (month := _MONTH.search(line)):
        found = _of_month(month[1], int(month[2]), circular)
    if found is None and (week := _WEEK.search(line)):
        found = _of_week(int(week[1]), int(week[2] or year))
    return found


def month_end(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def month_number(text: str) -> int | None:
    """The month that a number or a word names ('10', 'muoi'); null where it is none."""
    number = int(text) if text.isdigit() else _MONTH_WORDS.get(text, 0)
    return number if 1 <= number <= 12 else None


def _stretch(line: str, circular: bool) -> Period | None:
    """Quarters and parts of a year."""
    if found := _QUARTER.search(line):
        quarter = int(found[1]) if found[1].isdigit() else roman(found[1]) or 0
        if 1 <= quarter <= 4:
            return _months(int(found[2]), 3 * quarter - 2, 3 * quarter, circular)
    if found := _SPAN_OF_YEAR.search(line):
        count = int(found[1]) if found[1].isdigit() else _MONTH_WORDS[found[1]]
        first, last = (13 - count, 12) if found[2] == "cuoi" else (1, count)
        return _months(int(found[3]), first, last, circular)
    if found := _HALF.search(line):
        return _months(int(found[2]), *((1, 6) if found[1] == "dau" else (7, 12)), circular)
    return None


def _of_month(text: str, year: int, circular: bool) -> Period | None:
    month = month_number(text)
    return _months(year, month, month, circular) if month else None


def _of_week(week: int, year: int) -> Period | None:
    try:
        monday = dt.date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    return Period(monday, monday + dt.timedelta(days=6))


def _months(year: int, first: int, last: int, circular: bool) -> Period:
    if circular:
        before = dt.date(year, first, 1) - dt.timedelta(days=1)
        return Period(before.replace(day=15), dt.date(year, last, 14))
    return Period(dt.date(year, first, 1), month_end(year, last))
