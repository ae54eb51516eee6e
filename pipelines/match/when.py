"""When: the reporting date and period that a table speaks of, and the evidence for it. Dates are read day first, always."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipelines.match.periods import month_end, month_number, period_in_name, period_in_title
from pipelines.vietnamese.damage import repaired_name
from pipelines.vietnamese.fold import light

_DAY = r"(?:ngay\s*)?(\d{1,2})\s*(?:/|-|\.|\s+thang\s+)\s*(\d{1,2})\s*(?:/|-|\.|,?\s+nam\s+)\s*(\d{4}|\d{2}(?![\d/.\-]))"
"""28/10/2025, ngày 28 tháng 10 năm 2025, 28/10/25."""
_ISO = r"(\d{4})-(\d{1,2})-(\d{1,2})"
_ANY_DAY = rf"(?:{_DAY}|{_ISO})"
_CLOCK = r"(?:(?:luc\s*)?\d{1,2}\s*(?:h|g|:|gio)\s*\d{0,2}(?:\s*phut)?,?\s*)?"
_SPAN = re.compile(rf"(?:tu\s+)?(?:ngay\s+)?{_ANY_DAY}\s*(?:den(?:\s+het)?|-|–|~)\s*(?:ngay\s+)?{_ANY_DAY}")
_SHORT_SPAN = re.compile(
    r"\btu\s+(?:ngay\s+)?(\d{1,2})(?:\s*(?:/|-|\.|\s+thang\s+)\s*(\d{1,2}))?\s*(?:den(?:\s+het)?|-|–|~)\s*(?:ngay\s+)?"
    r"(\d{1,2})\s*(?:/|-|\.|\s+thang\s+)\s*(\d{1,2})\s*(?:/|-|\.|\s+nam\s+)\s*(20\d{2})"
)
"""'Từ 15/9 đến 14/10/2025', 'từ ngày 20 đến ngày 26/10/2025': the year, and the month, are those of the end."""
_OPENING = (
    r"(?:(?:tinh|so lieu|cap nhat|luy ke|chot)[^:;]{0,30}?\b(?:den|ngay)|den(?:\s+het)?\s+ngay|cap nhat(?: luc)?|"
    r"ngay (?:bao cao|so lieu|chot so lieu|du lieu|cap nhat)|thoi diem(?: bao cao| chot so lieu| so lieu)?|as of|reporting date|"
    r"^[(\s]*bao cao(?: nhanh| hang ngay)?)"
)
_AS_OF = re.compile(rf"{_OPENING}\s*(?:het\s*)?[:(]?\s*{_CLOCK}(?:ngay\s*)?{_ANY_DAY}")
_AS_OF_SHORT = re.compile(
    rf"{_OPENING}\s*(?:het\s*)?[:(]?\s*{_CLOCK}(?:ngay\s*)?(\d{{1,2}})\s*(?:/|-|\s+thang\s+)\s*(\d{{1,2}})(?![\d/.\-])(?!\s*nam)"
)
_AS_OF_MONTH = re.compile(
    r"(?:tinh|so lieu|luy ke|cap nhat|chot)[^:;]{0,20}?\bden(?:\s+het|\s+cuoi)?\s+(?:thang\s*|t)"
    r"(\d{1,2}|[a-z]+(?: mot| hai)?)\s*(?:/|-|\.|\s+nam\s+|\s+)\s*(20\d{2})"
)
_DAY_ALONE = re.compile(rf"[(\s]*(?:thu (?:hai|ba|tu|nam|sau|bay),?\s*|chu nhat,?\s*)?ngay\s*:?\s*{_ANY_DAY}[)\s.]*")
"""A line that is nothing but a day."""
_CONTEXT_DAY = re.compile(
    rf"^(?:.*[›.] ?)?(?:ngay[ _]?bao[ _]?cao|ngay[ _]?so[ _]?lieu|ngay[ _]?du[ _]?lieu|ngay[ _]?chot(?:[ _]?so[ _]?lieu)?|tinh[ _]?den(?:[ _]?ngay)?|"
    rf"reporting[ _]?date|report[ _]?date|as[ _]?of|ngay)\s*[:=]\s*{_ANY_DAY}"
)
_CONTEXT_FROM = re.compile(rf"(?:^|[ ._›(])(?:tu ?ngay|tu_ngay|period ?from|period_from|from)\s*[:=]\s*{_ANY_DAY}")
_CONTEXT_TO = re.compile(rf"(?:^|[ ._›(])(?:den ?ngay|den_ngay|period ?to|period_to|to)\s*[:=]\s*{_ANY_DAY}")
_PARAMETER = re.compile(r"^(tu_?\s?thang|den_?\s?thang|nam|thang|quy)\s*[:=]\s*(\d{1,4}|i{1,3}|iv)$")
"""Filters that a portal prints above its table: tu_thang, den_thang, nam."""
_SIGNED = re.compile(r",\s*ngay\s*(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})")
_NAME_DAYS = (
    re.compile(r"(?<!\d)(20\d{2})[ _.\-]?(0[1-9]|1[0-2])[ _.\-]?(0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])[ _.\-](0?[1-9]|1[0-2])[ _.\-](20\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])(20\d{2})(?!\d)"),
)
_SIX_DIGITS = re.compile(r"(?<![\dA-Za-z])(\d{2})[.\-]?(\d{2})[.\-]?(\d{2})(?![\d])")
_DAY_AND_MONTH = re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])[ .\-](0?[1-9]|1[0-2])(?![\d.\-])")
_STALE = dt.timedelta(days=120)
"""A day written short in a name is believed where it lies within so many days before the delivery."""


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
    folders: Sequence[str] = (),
) -> When:
    """The reporting date: what the titles state, else the table's own date column, its period, the file's name, its folders, the signature, else the
    delivery.

    `column_days` are the distinct values of a reporting-date column; one value speaks for the table, several for none.
    `fallback` is the run's --date: the day that an undated file speaks of; else the local day of delivery, before `undated_hour` the day before.
    `circular_months`: periods run from the 15th of the month before to the 14th (Decree 09/2019, form II.06a).
    A period that has not ended on the day of delivery (a month in progress) gives no reporting date.
    """
    lines = [light(line) for line in titles]
    today = delivered_at.date()
    said = _read_lines(lines, circular_months, today)
    named_period = _period_in_names((file_name, *reversed(folders)), circular_months, today) if said.period is None else None
    period = said.period or named_period
    period_from, period_to = period[:2] if period else (None, None)

    def when(day: dt.date, evidence: str, quote: str) -> When:
        return When(day, evidence, quote, period_from, period_to, None if evidence == "as_of" else said.unreadable)

    if said.as_of:
        return when(said.as_of[0], "as_of", said.as_of[1])
    days = sorted(set(column_days))
    if len(days) == 1:
        return when(days[0], "column", days[0].isoformat())
    if said.period and said.period[1] <= today:
        return when(said.period[1], "period", said.period[2])
    named = day_in_name(file_name, today) or day_in_folders(folders, today)
    if named:
        return when(named, "file_name", file_name)
    if named_period and named_period[1] <= today:
        return when(named_period[1], "file_name", named_period[2])
    signed = said.signed or _read_lines([light(line) for line in footers], circular_months, today).signed
    if signed:
        return when(signed[0], "signed", signed[1])
    if fallback is not None:
        return when(fallback, "delivery", fallback.isoformat())
    day = today - dt.timedelta(days=1 if delivered_at.hour < undated_hour else 0)
    return when(day, "delivery", day.isoformat())


_SPAN_IN_NAME = re.compile(r"\b(nam|quy|thang)\b")


def of_sheet(when: When, sheet: str) -> When:
    """Of a sheet named by what it sums up ('Điểm năm', 'Điểm tháng'): from the first day of the year, quarter or month of its last.

    A portal sets several spans of one period's end side by side, so that the file's name tells where they end and not where they begin.
    """
    named = set(_SPAN_IN_NAME.findall(light(sheet)))
    last = when.period_to or when.reported_on
    first_month = {"nam": 1, "quy": last.month - (last.month - 1) % 3, "thang": last.month}
    start = last.replace(month=first_month[named.pop()], day=1) if len(named) == 1 else None
    return replace(when, period_from=start, period_to=last)


def day_in_name(file_name: str, today: dt.date) -> dt.date | None:
    """The day in a file's name: 20251028, 2025-10-28, 28.10.2025 or 28102025, else a short one (281025, 251028, 28-10) shortly before `today`.

    Null where there is none or more than one.
    """
    stem = file_name.rsplit(".", 1)[0] if "." in file_name else file_name
    days = set()
    for index, pattern in enumerate(_NAME_DAYS):
        for match in pattern.finditer(stem):
            year, month, day = match.groups() if index == 0 else reversed(match.groups())
            found = _date(int(year), int(month), int(day))
            if found:
                days.add(found)
    if not days:
        days = _short_days(stem, today)
    return days.pop() if len(days) == 1 else None


def day_in_folders(folders: Sequence[str], today: dt.date) -> dt.date | None:
    """The day that a folder is named by ('2025-10-27', '251027'), the innermost first, or folders of year, month and day one in the other."""
    if nested := _FOLDERS.search("/".join(("", *folders, ""))):
        return _date(int(nested[1]), int(nested[2]), int(nested[3]))
    return next((found for folder in reversed(folders) if (found := day_in_name(folder.replace(".", "-"), today))), None)


_FOLDERS = re.compile(r"/(20\d{2})/(\d{1,2})/(\d{1,2})/")


def _short_days(stem: str, today: dt.date) -> set[dt.date]:
    """Days written without a full year that lie shortly before `today`; each spelling may be day first or year first."""
    found = set()
    for match in _SIX_DIGITS.finditer(stem):
        one, two, three = (int(part) for part in match.groups())
        found |= {_date(2000 + three, two, one), _date(2000 + one, two, three)}
    if not found:
        found = {_date(today.year, int(match[2]), int(match[1])) for match in _DAY_AND_MONTH.finditer(stem)}
    return {day for day in found if day and today - _STALE <= day <= today + dt.timedelta(days=1)}


def _period_in_names(names: Sequence[str], circular_months: bool, today: dt.date) -> tuple[dt.date, dt.date, str] | None:
    for name in names:
        stem = name.rsplit(".", 1)[0] if name is names[0] and "." in name else name
        if found := period_in_name(light(repaired_name(stem)), circular_months, today.year):
            return found.first, found.last, name
    return None


def _read_lines(lines: list[str], circular_months: bool, today: dt.date) -> _Said:
    as_of = period = signed = start = end = unreadable = None
    for line in lines:
        if period is None and (period := _span(line)):
            continue
        if start is None and (opened := _CONTEXT_FROM.search(line)):
            start = _day(opened.groups())
            continue
        if start is not None and end is None and (closed := _CONTEXT_TO.search(line)):
            end = _day(closed.groups())
            continue
        # A span that is no span may state days that do not exist; one that stands beside a period already found says nothing new.
        spans = _SPAN.search(line) is not None
        unreadable = unreadable or (line if spans and period is None else None)
        stated = None if as_of or spans else _CONTEXT_DAY.search(line) or _AS_OF.search(line) or _DAY_ALONE.fullmatch(line)
        if stated:
            day = _day(stated.groups())
            as_of = (day, line) if day else None
            unreadable = unreadable or (None if day else line)
            continue
        if as_of is None and not spans and (short := _short_as_of(line, today)):
            as_of = (short, line)
            continue
        if signed is None and (dated := _SIGNED.search(line)):
            day = _date(int(dated[3]), int(dated[2]), int(dated[1]))
            signed = (day, line) if day else None
    if period is None and end is not None:
        period = (start, end, "") if start and start <= end else None
    if period is None:
        named = ((found, line) for line in lines if (found := period_in_title(line, circular_months, today.year)))
        period = _parameters(lines, circular_months) or next(((found.first, found.last, line) for found, line in named), None)
    return _Said(as_of, period, signed, unreadable)


def _span(line: str) -> tuple[dt.date, dt.date, str] | None:
    if found := _SPAN.search(line):
        first, last = _day(found.groups()[:6]), _day(found.groups()[6:])
    elif found := _SHORT_SPAN.search(line):
        last = _date(int(found[5]), int(found[4]), int(found[3]))
        first = _date(int(found[5]), int(found[2] or found[4]), int(found[1]))
    else:
        return None
    return (first, last, line) if first and last and first <= last else None


def _short_as_of(line: str, today: dt.date) -> dt.date | None:
    """A stated day without its year (the last such day), or the end of a stated month."""
    if found := _AS_OF_SHORT.search(line):
        days = [_date(year, int(found[2]), int(found[1])) for year in (today.year, today.year - 1)]
        return next((day for day in days if day and today - _STALE <= day <= today + dt.timedelta(days=1)), None)
    if (found := _AS_OF_MONTH.search(line)) and (month := month_number(found[1])):
        end = month_end(int(found[2]), month)
        return end if end <= today else None
    return None


def _parameters(lines: list[str], circular_months: bool) -> tuple[dt.date, dt.date, str] | None:
    """The period that a portal's filters name: year with from and to month, month, or quarter."""
    said = {re.sub(r"[_\s]", "", found[1]): found[2] for line in lines if (found := _PARAMETER.match(line))}
    year = said.get("nam", "")
    if not re.fullmatch(r"20\d{2}", year):
        return None
    if "thang" in said:
        name = f"ky bao cao thang {said['thang']}/{year}"
    elif "quy" in said:
        name = f"quy {said['quy']}/{year}"
    else:
        name = f"ky bao cao nam {year}"
    first, last = said.get("tuthang", ""), said.get("denthang", "")
    if first.isdigit() and last.isdigit():
        spans = [period_in_title(f"ky bao cao thang {month}/{year}", circular_months, int(year)) for month in (first, last)]
        return (spans[0].first, spans[1].last, name) if spans[0] and spans[1] and spans[0].first <= spans[1].last else None
    whole = period_in_title(name, circular_months, int(year))
    return (whole.first, whole.last, name) if whole else None


def _day(groups: tuple[str | None, ...]) -> dt.date | None:
    """A date from the six groups of _ANY_DAY: day, month, year (of four digits or two), or year, month, day."""
    if groups[0] is not None:
        year = int(groups[2] or 0)
        return _date(year + 2000 if year < 100 else year, int(groups[1] or 0), int(groups[0]))
    return _date(int(groups[3] or 0), int(groups[4] or 0), int(groups[5] or 0))


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
