"""When: the reporting date and period that a table speaks of, and the evidence for it. Dates are read day first, always."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.vietnamese.fold import light, roman

_DAY = r"(?:ngay\s*)?(\d{1,2})\s*(?:/|-|\.|\s+thang\s+)\s*(\d{1,2})\s*(?:/|-|\.|\s+nam\s+)\s*(\d{4})"  # 28/10/2025, ngày 28 tháng 10 năm 2025
_ISO = r"(\d{4})-(\d{1,2})-(\d{1,2})"
_ANY_DAY = rf"(?:{_DAY}|{_ISO})"
_SPAN = re.compile(rf"(?:tu\s+)?(?:ngay\s+)?{_ANY_DAY}\s*(?:den(?:\s+het)?|-|–|~)\s*(?:ngay\s+)?{_ANY_DAY}")
_AS_OF = re.compile(
    rf"(?:(?:tinh|so lieu|cap nhat|luy ke|chot)[^:;]{{0,30}}?\b(?:den|ngay)|den(?:\s+het)?\s+ngay|"
    rf"ngay (?:bao cao|so lieu|chot so lieu|du lieu)|thoi diem(?: bao cao)?|as of|reporting date)"
    rf"\s*(?:het\s*)?[:(]?\s*(?:\d{{1,2}}(?:h|g|:)\d{{0,2}}\s*)?(?:ngay\s*)?{_ANY_DAY}"
)
_CONTEXT_DAY = re.compile(
    rf"^(?:.*[›.] ?)?(?:ngay[ _]?bao[ _]?cao|ngay[ _]?so[ _]?lieu|ngay[ _]?du[ _]?lieu|ngay[ _]?chot(?:[ _]?so[ _]?lieu)?|tinh[ _]?den(?:[ _]?ngay)?|"
    rf"reporting[ _]?date|report[ _]?date|as[ _]?of|ngay)\s*[:=]\s*{_ANY_DAY}"
)
_CONTEXT_FROM = re.compile(rf"(?:^|[ ._›])(?:tu ?ngay|tu_ngay|period ?from|period_from|from)\s*[:=]\s*{_ANY_DAY}")
_CONTEXT_TO = re.compile(rf"(?:^|[ ._›])(?:den ?ngay|den_ngay|period ?to|period_to|to)\s*[:=]\s*{_ANY_DAY}")
_SIGNED = re.compile(r",\s*ngay\s*(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})")
_MONTH = re.compile(r"(?:\bky(?: bao cao)?|(?<!\d )\bthang)\s*[:\-]?\s*(?:thang\s*)?(\d{1,2})\s*(?:/|-|\.|\s+nam\s+)\s*(\d{4})")
_OF_A_REPORT = re.compile(r"^(?!.*\b(?:kem theo|ban hanh|ke hoach)\b).*\b(?:ky|bao cao)\b")
"""A line that may name the month reported on; the month of a decision, a plan or a covering letter is another."""
_QUARTER = re.compile(r"quy\s*(i{1,3}v?|iv|[1-4])\s*(?:/|-|\s+nam\s+|\s+)\s*(\d{4})")
_HALF = re.compile(r"(6|9) thang (?:dau nam |nam )?(\d{4})")
_YEAR = re.compile(r"(?:ky bao cao|bao cao)\s*:?\s*nam\s*(\d{4})")
_NAME_DAYS = (
    re.compile(r"(?<!\d)(20\d{2})[ _.\-]?(0[1-9]|1[0-2])[ _.\-]?(0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])[ _.\-](0?[1-9]|1[0-2])[ _.\-](20\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])(20\d{2})(?!\d)"),
)


@dataclass(frozen=True, slots=True)
class When:
    """The day that a table speaks of. `evidence`: as_of, period, column, file_name, signed, delivery, assigned; `quote` is what said so."""

    reported_on: dt.date
    evidence: str
    quote: str
    period_from: dt.date | None = None
    period_to: dt.date | None = None
    unreadable: str | None = None
    """A line that states a date which does not exist (31/02/2025, month first): the date that was taken instead is a stopgap."""


@dataclass(frozen=True, slots=True)
class _Said:
    as_of: tuple[dt.date, str] | None = None
    period: tuple[dt.date, dt.date, str] | None = None
    signed: tuple[dt.date, str] | None = None
    unreadable: str | None = None


def find_when(
    titles: Iterable[str],
    footers: Iterable[str],
    file_name: str,
    column_days: Iterable[dt.date],
    delivered_at: dt.datetime,
    *,
    fallback: dt.date | None,
    undated_hour: int,
    circular_months: bool,
) -> When:
    """The reporting date: what the titles state, else the table's own date column, its period, the file's name, the signature, else the delivery.

    `column_days` are the distinct values of a reporting-date column; one value speaks for the table, several for none.
    `fallback` is the run's --date: the day that an undated file speaks of; else the local day of delivery, before `undated_hour` the day before.
    `circular_months`: a month named as period runs from the 15th of the month before to the 14th (Decree 09/2019, form II.06a).
    A period that has not ended on the day of delivery (a month in progress) gives no reporting date.
    """
    lines = [light(line) for line in titles]
    said = _read_lines(lines, circular_months)
    period_from, period_to = said.period[:2] if said.period else (None, None)

    def when(day: dt.date, evidence: str, quote: str) -> When:
        return When(day, evidence, quote, period_from, period_to, None if evidence == "as_of" else said.unreadable)

    if said.as_of:
        return when(said.as_of[0], "as_of", said.as_of[1])
    days = sorted(set(column_days))
    if len(days) == 1:
        return when(days[0], "column", days[0].isoformat())
    if said.period and said.period[1] <= delivered_at.date():
        return when(said.period[1], "period", said.period[2])
    named = day_in_name(file_name)
    if named:
        return when(named, "file_name", file_name)
    signed = said.signed or _read_lines([light(line) for line in footers], circular_months).signed
    if signed:
        return when(signed[0], "signed", signed[1])
    if fallback is not None:
        return when(fallback, "delivery", fallback.isoformat())
    day = delivered_at.date() - dt.timedelta(days=1 if delivered_at.hour < undated_hour else 0)
    return when(day, "delivery", day.isoformat())


def day_in_name(file_name: str) -> dt.date | None:
    """The day in a file's name: 20251028, 2025-10-28, 28.10.2025 or 28102025; null where there is none or more than one."""
    stem = file_name.rsplit(".", 1)[0]
    days = set()
    for index, pattern in enumerate(_NAME_DAYS):
        for match in pattern.finditer(stem):
            year, month, day = match.groups() if index == 0 else reversed(match.groups())
            found = _date(int(year), int(month), int(day))
            if found:
                days.add(found)
    return days.pop() if len(days) == 1 else None


def _read_lines(lines: list[str], circular_months: bool) -> _Said:
    as_of = period = signed = start = end = unreadable = None
    for line in lines:
        span = period is None and _SPAN.search(line)
        if span:
            first, last = _day(span.groups()[:6]), _day(span.groups()[6:])
            if first and last and first <= last:
                period = (first, last, line)
                continue
            unreadable = unreadable or line
        stated = as_of is None and (_CONTEXT_DAY.search(line) or _AS_OF.search(line))
        if stated and not _SPAN.search(line):
            day = _day(stated.groups())
            as_of = (day, line) if day else None
            unreadable = unreadable or (None if day else line)
            continue
        if start is None and (opened := _CONTEXT_FROM.search(line)):
            start = _day(opened.groups())
        if end is None and (closed := _CONTEXT_TO.search(line)):
            end = _day(closed.groups())
        if signed is None and (dated := _SIGNED.search(line)):
            day = _date(int(dated[3]), int(dated[2]), int(dated[1]))
            signed = (day, line) if day else None
    if period is None and end is not None:
        period = (start, end, "") if start and start <= end else None
    if period is None:
        period = next((found for line in lines if (found := _named_period(line, circular_months))), None)
    return _Said(as_of, period, signed, unreadable)


def _named_period(line: str, circular_months: bool) -> tuple[dt.date, dt.date, str] | None:
    if found := _QUARTER.search(line):
        quarter = int(found[1]) if found[1].isdigit() else roman(found[1]) or 0
        year = int(found[2])
        if 1 <= quarter <= 4:
            return dt.date(year, 3 * quarter - 2, 1), _month_end(year, 3 * quarter), line
    if found := _HALF.search(line):
        return dt.date(int(found[2]), 1, 1), _month_end(int(found[2]), int(found[1])), line
    if (found := _MONTH.search(line)) and _OF_A_REPORT.search(line) and 1 <= int(found[1]) <= 12:
        month, year = int(found[1]), int(found[2])
        if circular_months:
            before = dt.date(year, month, 1) - dt.timedelta(days=1)
            return dt.date(before.year, before.month, 15), dt.date(year, month, 14), line
        return dt.date(year, month, 1), _month_end(year, month), line
    if found := _YEAR.search(line):
        return dt.date(int(found[1]), 1, 1), dt.date(int(found[1]), 12, 31), line
    return None


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _day(groups: tuple[str | None, ...]) -> dt.date | None:
    """A date from the six groups of _ANY_DAY: day, month, year, or year, month, day."""
    if groups[0] is not None:
        return _date(int(groups[2] or 0), int(groups[1] or 0), int(groups[0]))
    return _date(int(groups[3] or 0), int(groups[4] or 0), int(groups[5] or 0))


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
