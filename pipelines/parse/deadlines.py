"""Deadlines in words: the last day on which a task is still in time, and by which rule that day was found.

Only deadlines, not dates of events. Twenty rules D01..D20 say how text is read; what none of them reads is reported, never guessed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType

import polars as pl

from pipelines.grid import Kind
from pipelines.parse.dates import FIRST_SERIAL, FIRST_YEAR, LAST_SERIAL, LAST_YEAR, SERIAL_EPOCH, is_month_first, is_swapped
from pipelines.parse.parsed import NOTHING, Parsed, broken_cell_code, distinct_cells, is_kind, spread
from pipelines.vietnamese.fold import light, roman
from schemas import issues

DATE_AMBIGUOUS = issues.DATE_AMBIGUOUS.code
DEADLINE_UNRESOLVED = issues.DEADLINE_UNRESOLVED.code

ASSEMBLY = "XV"
"""The term of the National Assembly whose sessions SESSION_ENDS lists."""
SESSION_ENDS: Mapping[int, date] = MappingProxyType({9: date(2025, 6, 27), 10: date(2025, 12, 11)})
"""Closing days of the National Assembly's sessions, by number."""

LONGEST_SPAN = 120
"""Characters: what is longer is prose, in which two dates do not make a span."""

RULES = MappingProxyType(
    {
        "D01": "a day: 30/6/2025, ngày 30 tháng 6 năm 2025, 2025-06-30",
        "D02": "trước ngày X: X itself, as it is mostly meant",
        "D03": "chậm nhất, đến ngày, xong trước, trong ngày X: X",
        "D04": "a month: its last day",
        "D05": "đầu tháng the 10th, giữa tháng the 15th, trung tuần the 20th",
        "D06": "a quarter, or several: the last day of the last",
        "D07": "6 tháng đầu or cuối năm, 9 tháng: their last day",
        "D08": "a year: 31 December",
        "D09": "from one point to another: the last day of the second",
        "D10": "đến năm X: its 31 December; trước năm X: that of the year before",
        "D11": "thường xuyên, liên tục: no day",
        "D12": "hằng năm, quý, tháng; định kỳ: no day",
        "D13": "theo lộ trình, sau khi ...: no day until the event",
        "D14": "so many days from a base: base and days; no day without a base",
        "D15": "a session of the National Assembly: its closing day",
        "D16": "an Excel day number",
        "D17": "a day that could be either way round in this column: none",
        "D18": "no year written: the reporting year",
        "D19": "several deadlines in one cell: the last",
        "D20": "a date cell",
    }
)

_MONTH_WORDS = {"gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10, "chap": 12}
_FILLER = re.compile(
    r"^(?:(?:phan dau|du kien|phai|can|yeu cau|thoi han|thoi gian|han|hoan thanh|hoan tat|thuc hien|trien khai|ket thuc|ban hanh|trinh|bao cao|xong"
    r"|cham nhat|muon nhat|khong qua|han chot|la|vao|trong|luc|tai|den het|den|toi|het)\b[\s,:]*)+"
)
_BEFORE = re.compile(r"^truoc\s+(?!khi\b)")
_DAY = re.compile(r"(?:ngay\s*)?(\d{1,2})\s?[/.\-]\s?(\d{1,2})(?:\s?[/.\-]\s?(\d{4}|\d{2}))?")
_DAY_WORDS = re.compile(r"(?:ngay\s*)?(\d{1,2})\s*thang\s*(\d{1,2})(?:\s*(?:[/,\-]\s*)?(?:nam\s*)?(\d{4}))?")
_DAY_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ t]\d{1,2}:\d{2}.*)?")
_DAY_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR = r"(?:\s*(?:[/,.\-]\s*)?(?:nam\s*)?(?P<year>20\d\d|(?<=/)\d\d))?"
_MONTH_NUMBER = rf"\d{{1,2}}|{'|'.join(_MONTH_WORDS)}|muoi mot|muoi hai"
_MONTH_PART = "dau|giua|cuoi|het|thuong tuan|trung tuan|ha tuan"
_MONTH = re.compile(rf"(?P<part>{_MONTH_PART})?\s*(?:thang|t)\s*\.?\s*(?P<month>{_MONTH_NUMBER}){_YEAR}")
_MONTHS = re.compile(
    r"(?:thang|t)\s*(?P<first>\d{1,2})(?:\s*,\s*(?:thang|t)?\s*\d{1,2})*\s*(?:-|,|va|den|\+)\s*(?:thang|t)?\s*(?P<month>\d{1,2})" + _YEAR
)
_BARE_MONTH = re.compile(r"(?P<month>\d{1,2})\s?[/.\-]\s?(?P<year>\d{4})")
_ISO_MONTH = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})")
_QUARTER_NUMBER = r"(?:[1-4]|iv|i{1,3})"
_QUARTER = re.compile(
    rf"(?:cuoi|het)?\s*(?:quy|q)\s*\.?\s*(?P<first>{_QUARTER_NUMBER})(?:\s*(?:,|-|va|den|\+|&)\s*(?:quy|q)?\s*{_QUARTER_NUMBER})*?"
    rf"(?:\s*(?:,|-|va|den|\+|&)\s*(?:quy|q)?\s*(?P<quarter>{_QUARTER_NUMBER}))?{_YEAR}"
)
_NUMBER_WORDS = {"ba": 3, "sau": 6, "chin": 9}
_HALF = re.compile(r"(?P<count>3|6|9|ba|sau|chin)\s*thang\s*(?P<end>dau|cuoi)?(?:\s*(?:cua\s*)?nam)?(?:\s*[/,\-]?\s*(?P<year>20\d\d))?")
_HALF_WORDS = re.compile(r"nua\s*(?P<end>dau|cuoi)\s*nam(?:\s*(?P<year>20\d\d))?")
_WHOLE_YEAR = re.compile(r"(?:(?:cuoi|het)\s*)?(?:nam\s*(?P<year>20\d\d|nay)?|(?P<bare>20\d\d))")
_YEARS = re.compile(r"(?:giai doan|tu|nam|trong giai doan)?\s*(?:nam\s*)?(?P<from>20\d\d)\s*(?:-|den|va|,)\s*(?:nam\s*)?(?P<to>20\d\d)")
_RECURRING = re.compile(r"\b(?:thuong xuyen|lien tuc)\b")
_PERIODIC = re.compile(r"\b(?:(?:hang|moi) (?:nam|quy|thang|tuan|ngay)|dinh ky)\b")
_CONDITIONAL = re.compile(r"^(?:(?:thuc hien|trien khai)\s+)?(?:theo\b|sau khi\b|ngay sau khi\b|khi\b|ngay khi\b|tuy theo\b|can cu\b)")
_RELATIVE = re.compile(
    r"^(?:hoan thanh\s+)?(?:sau|trong vong|trong thoi han|trong thoi gian|trong|cham nhat(?: sau| la)?|khong qua)?\s*"
    r"(?P<count>\d{1,3})\s*(?P<unit>ngay lam viec|ngay|tuan|thang|nam)(?:\s*,?\s*(?:ke )?tu (?:ngay|khi)?\s*(?P<base>.*))?$"
)
_SESSION = re.compile(r"\bky hop(?: thu)?\s+(?P<number>\d{1,2}|[ivx]+|muoi mot|muoi|chin|tam)\b")
_SESSION_WORDS = {"tam": 8, "chin": 9, "muoi": 10, "muoi mot": 11}
_COUNCIL = re.compile(r"\bhdnd\b|hoi dong nhan dan")
_TERM = re.compile(r"\bkhoa\s+([ivx]+|\d+)\b")
_NO_DEADLINE = re.compile(r"^khong(?: co| xac dinh| quy dinh)?(?: thoi)?(?: han)?$")
_BULLET = re.compile(r"^(?:[-+*•]\s*|\d{1,2}[.)]\s+|[a-d][.)]\s*)")
_LABEL = re.compile(r"^[^:]{1,80}:\s+")


@dataclass(frozen=True, slots=True)
class _Answer:
    due_on: date | None
    kind: str | None
    rule: str | None
    code: str | None = None
    order: str | None = None
    """'either' for a day whose two numbers could be swapped ('same' if they are equal), 'month' or 'day' where they make a day in that order only."""


_UNRESOLVED = _Answer(None, None, None, DEADLINE_UNRESOLVED)
_SWAPPED = _Answer(None, None, "D17", DATE_AMBIGUOUS)
_EXTRAS = ("due_kind", "due_rule")


def parse_deadline(text: pl.Series, kind: pl.Series, year: int | None, sessions: Mapping[int, date] = SESSION_ENDS) -> Parsed:
    """Due days as Date: the last instant of what is written, local time; day first always.

    `year` completes deadlines without one (the reporting year). Extras: `due_kind` (DATE, BEFORE, MONTH, ...) and `due_rule` (D01..D20, see RULES).
    RECURRING, CONDITIONAL and RELATIVE without a base have no day and no code; text that no rule reads is DEADLINE_UNRESOLVED.
    """
    cells = distinct_cells(text, kind)
    known = tuple(sorted(sessions.items()))
    kinds = [Kind(of) for of in cells["kind"]]
    answers = [_cell(written, of, year, known) for written, of in zip(cells["text"], kinds, strict=True)]
    answers = _without_swaps(answers, [of in (Kind.DATE, Kind.DATETIME) for of in kinds])
    frame = cells.with_columns(
        pl.Series("value", [answer.due_on for answer in answers], dtype=pl.Date),
        pl.Series("own_code", [answer.code for answer in answers], dtype=pl.String),
        pl.Series("due_kind", [answer.kind for answer in answers], dtype=pl.String),
        pl.Series("due_rule", [answer.rule for answer in answers], dtype=pl.String),
    )
    broken = pl.when(is_kind(Kind.ERROR, Kind.UNCACHED)).then(broken_cell_code())
    return spread(frame.with_columns(code=pl.coalesce(broken, "own_code")), text, kind, _EXTRAS)


def _without_swaps(answers: list[_Answer], typed: list[bool]) -> list[_Answer]:
    """The answers, without a day where the column says that day and month may have changed places."""
    orders = [answer.order for answer in answers]
    if is_month_first(orders.count("month"), orders.count("day")):
        answers = [_SWAPPED if answer.order == "either" else answer for answer in answers]
    days = [answer.due_on for answer, of in zip(answers, typed, strict=True) if of and answer.due_on]
    if days and is_swapped(days, (13 if order == "day" else 0 for order in orders if order)):
        answers = [
            _SWAPPED if of and answer.due_on and answer.due_on.day != answer.due_on.month else answer
            for answer, of in zip(answers, typed, strict=True)
        ]
    return answers


@lru_cache(maxsize=20_000)
def _cell(written: str | None, kind: Kind, year: int | None, known_sessions: tuple[tuple[int, date], ...]) -> _Answer:
    """The answer for one cell; agencies write the same deadlines, so it is remembered."""
    sessions = dict(known_sessions)
    if written is None or kind is Kind.EMPTY:
        return _Answer(None, None, None)
    if kind in (Kind.DATE, Kind.DATETIME):
        try:
            return _in_window(datetime.fromisoformat(written).date(), "DATE", "D20")
        except ValueError:
            return _UNRESOLVED
    if kind is Kind.NUMBER:
        number = re.fullmatch(r"(\d+)(?:\.(\d+))?", written)
        # An Excel day may carry a time of day; 6.2025 is June; other fractions are no deadline.
        if number is None or (number[2] and number[2].strip("0") and len(number[1]) != 5 and not _BARE_MONTH.fullmatch(written)):
            return _UNRESOLVED
        written = written if _BARE_MONTH.fullmatch(written) else number[1]
    elif kind is not Kind.TEXT:
        return _UNRESOLVED
    try:
        return _text(written, year, sessions)
    except (ValueError, OverflowError):  # a day or month that does not exist
        return _UNRESOLVED


def _text(written: str, year: int | None, sessions: Mapping[int, date]) -> _Answer:
    whole = _plain(written)
    if re.fullmatch(NOTHING, whole) or _NO_DEADLINE.match(whole):
        return _Answer(None, None, None)
    segments = [segment for segment in (_plain(part) for part in re.split(r"[\r\n;]+", written)) if segment]
    if len(segments) <= 1:
        return _segment(whole.strip(" ;"), year, sessions)
    answers = [_try_segment(segment, year, sessions) for segment in segments]
    if all(answer.code is None for answer in answers):
        days = [answer for answer in answers if answer.due_on]
        if len(days) > 1:
            return _Answer(max(answer.due_on for answer in days if answer.due_on), "MULTI", "D19")
        return days[0] if days else answers[0]
    # A deadline may simply be broken over two lines.
    return _segment(whole, year, sessions)


def _try_segment(segment: str, year: int | None, sessions: Mapping[int, date]) -> _Answer:
    try:
        return _segment(segment, year, sessions)
    except (ValueError, OverflowError):
        return _UNRESOLVED


def _plain(text: str) -> str:
    return re.sub(r"[–—−‐‑]", "-", light(text)).strip(" .,")


def _segment(text: str, year: int | None, sessions: Mapping[int, date]) -> _Answer:
    """One deadline. Words that have no day come first: 'định kỳ hằng năm trước ngày 15/12' names a day of every year, not one."""
    text = _LABEL.sub("", _BULLET.sub("", text)).strip(" .,")
    outside = re.sub(r"\s*\([^()]*\)", "", text).strip(" .,")
    text = outside or text.strip("() ")
    if _RECURRING.search(text):
        return _Answer(None, "RECURRING", "D11")
    if _PERIODIC.search(text):
        return _Answer(None, "RECURRING", "D12")
    if _SESSION.search(text):
        return _session(text, sessions)
    if _CONDITIONAL.match(text):
        return _Answer(None, "CONDITIONAL", "D13")
    point = _point(text, year)
    if point is not None:
        return point
    relative = _relative(text, year)
    if relative or len(text) > LONGEST_SPAN:
        return relative or _UNRESOLVED
    return _span(text, year) or _several(text, year) or _UNRESOLVED


def _point(text: str, year: int | None) -> _Answer | None:
    """A day, month, quarter, half or year, with what says how it bounds; null where it is none of them."""
    done_before = re.match(r"^(?:hoan thanh\s+)?xong truoc\s+", text)
    if done_before:
        answer = _period(text[done_before.end() :], year)
        return replace(answer, rule="D03") if answer and answer.rule in ("D01", "D18") else answer
    lead = _FILLER.match(text)
    rest = text[lead.end() :] if lead else text
    before = _BEFORE.match(rest)
    if before:
        return _before(rest[before.end() :], year)
    answer = _period(rest, year)
    if answer is None and lead:
        # 'trong 6 tháng cuối năm', 'hết năm 2025': the filler may have taken a word of the period itself.
        answer = _period(text, year)
    if answer and lead and answer.rule == "D01" and re.search(r"cham nhat|muon nhat|khong qua|han chot|den|toi|trong", lead[0]):
        return replace(answer, rule="D03")
    if answer and lead and answer.rule == "D08" and re.search(r"\b(?:den|toi)\b", lead[0]):
        return replace(answer, rule="D10")
    return answer


def _before(rest: str, year: int | None) -> _Answer | None:
    """'trước X': a day is meant with that day; a month, quarter or year ends the day before it begins."""
    answer = _period(rest, year)
    if answer is None or answer.due_on is None:
        return answer
    if answer.kind in ("DATE", "SERIAL"):
        return replace(answer, kind="BEFORE", rule="D02")
    if re.match(r"(?:cuoi|het)\b", rest):
        return replace(answer, kind="BEFORE", rule="D02")
    if answer.kind == "YEAR":
        return _in_window(date(answer.due_on.year - 1, 12, 31), "YEAR", "D10")
    months = {"MONTH": 1, "QUARTER": 3}.get(answer.kind or "")
    if months is None or re.search(r",|-|\bva\b", rest):
        return _UNRESOLVED
    begins = _month_end(answer.due_on.year, answer.due_on.month, 1 - months).replace(day=1)
    return _in_window(begins - timedelta(days=1), "BEFORE", "D02")


def _period(text: str, year: int | None) -> _Answer | None:
    """What stands in `text` and nothing else: a day or a stretch of the calendar, as its last day."""
    text = text.strip(" .,")
    for pattern, order in ((_DAY_ISO, "ymd"), (_DAY_COMPACT, "ymd"), (_DAY_WORDS, "words"), (_DAY, "dmy")):
        found = pattern.fullmatch(text)
        if found:
            answer = _day(found, order, year)
            if answer is not None:
                return answer
    if re.fullmatch(r"\d{5}", text):
        return _Answer(SERIAL_EPOCH + timedelta(days=int(text)), "SERIAL", "D16") if FIRST_SERIAL <= int(text) <= LAST_SERIAL else _UNRESOLVED
    found = _BARE_MONTH.fullmatch(text) or _ISO_MONTH.fullmatch(text)
    if found:
        return _in_window(_month_end(int(found["year"]), int(found["month"])), "MONTH", "D04")
    return _months(text, year) or _quarters(text, year) or _halves(text, year) or _years(text, year)


def _day(found: re.Match[str], order: str, year: int | None) -> _Answer | None:
    if order == "ymd":
        return _in_window(date(int(found[1]), int(found[2]), int(found[3])), "DATE", "D01")
    day, month, written = int(found[1]), int(found[2]), found[3]
    if written is None and year is None:
        return _UNRESOLVED
    of = (_century(int(written)) if len(written) == 2 else int(written)) if written else year or 0
    # Only three numbers show an order; '6/25' may be a month of 2025 and is refused by the calendar.
    swappable = order == "dmy" and written is not None
    if swappable and month > 12 and 1 <= day <= 12:
        return replace(_UNRESOLVED, order="month")
    answer = _in_window(date(of, month, day), "DATE", "D01" if written else "D18")
    if not swappable:
        return answer
    return replace(answer, order="day" if day > 12 else "same" if day == month else "either")


def _months(text: str, year: int | None) -> _Answer | None:
    found = _MONTHS.fullmatch(text)
    if found:
        if int(found["first"]) >= int(found["month"]):
            return _UNRESOLVED
        return _of_year(found["year"], year, lambda of: _month_end(of, int(found["month"])), "MONTH", "D04")
    one = _MONTH.fullmatch(text)
    if not one:
        return None
    word, part = one["month"], one["part"]
    month = int(word) if word.isdigit() else {"muoi mot": 11, "muoi hai": 12}.get(word) or _MONTH_WORDS[word]
    if part in ("dau", "thuong tuan"):
        return _of_year(one["year"], year, lambda of: date(of, month, 10), "APPROX", "D05")
    if part in ("giua", "trung tuan"):
        return _of_year(one["year"], year, lambda of: date(of, month, 15 if part == "giua" else 20), "APPROX", "D05")
    return _of_year(one["year"], year, lambda of: _month_end(of, month), "MONTH", "D04")


def _quarters(text: str, year: int | None) -> _Answer | None:
    found = _QUARTER.fullmatch(text)
    if not found:
        return None
    quarter = found["quarter"] or found["first"]
    last = int(quarter) if quarter.isdigit() else roman(quarter) or 0
    return _of_year(found["year"], year, lambda of: _month_end(of, 3 * last), "QUARTER", "D06")


def _halves(text: str, year: int | None) -> _Answer | None:
    found = _HALF_WORDS.fullmatch(text)
    if found:
        return _of_year(found["year"], year, lambda of: _month_end(of, 6 if found["end"] == "dau" else 12), "HALF", "D07")
    stretch = _HALF.fullmatch(text)
    if not stretch:
        return None
    count = int(stretch["count"]) if stretch["count"].isdigit() else _NUMBER_WORDS[stretch["count"]]
    if stretch["end"] is None and count != 9:
        return None  # 'trong 6 tháng' counts from a day that is not written
    return _of_year(stretch["year"], year, lambda of: _month_end(of, 12 if stretch["end"] == "cuoi" else count), "HALF", "D07")


def _years(text: str, year: int | None) -> _Answer | None:
    several = _YEARS.fullmatch(text)
    if several:
        rising = int(several["from"]) < int(several["to"])
        return _in_window(date(int(several["to"]), 12, 31), "RANGE", "D09") if rising else _UNRESOLVED
    found = _WHOLE_YEAR.fullmatch(text)
    if not found:
        return None
    written = found["bare"] or (found["year"] if found["year"] != "nay" else None)
    return _of_year(written, year, lambda of: date(of, 12, 31), "YEAR", "D08")


def _span(text: str, year: int | None) -> _Answer | None:
    """'từ A đến B': the end of B, where A is a point as well and does not come after it."""
    lead = _FILLER.match(text)
    rest = text[lead.end() :] if lead else text
    for candidate in dict.fromkeys((text, rest)):
        for joint in re.finditer(r"\s*(?:\bden het\b|\bden\b|-)\s*", candidate):
            first, last = re.sub(r"^tu\s+", "", candidate[: joint.start()]), candidate[joint.end() :]
            try:
                end = _period(last, year)
                begin = _period(first, end.due_on.year) if end and end.due_on else None
            except ValueError:
                continue
            if end and end.due_on and begin and begin.due_on and begin.due_on <= end.due_on:
                return _Answer(end.due_on, "RANGE", "D09")
    return None


def _several(text: str, year: int | None) -> _Answer | None:
    """Deadlines of one kind side by side ('30/6/2025 và 31/12/2025'): the last."""
    parts = [part for part in re.split(r"\s*(?:,|\bva\b)\s*", text) if part]
    answers = [_point(part, year) for part in parts]
    days = [answer.due_on for answer in answers if answer and answer.due_on]
    if len(parts) < 2 or len(days) < len(parts) or len({answer.kind for answer in answers if answer}) > 1:
        return None
    return _Answer(max(days), "MULTI", "D19")


def _relative(text: str, year: int | None) -> _Answer | None:
    found = _RELATIVE.match(text)
    if not found:
        return _Answer(None, "RELATIVE", "D14") if re.search(r"\bke tu\b", text) else None
    nowhere = _Answer(None, "RELATIVE", "D14")
    # Working days need the calendar of holidays, which a cell does not have.
    if not found["base"] or found["unit"] == "ngay lam viec":
        return nowhere
    base = _period(found["base"], None)
    if base is None or base.due_on is None or base.kind != "DATE":
        return nowhere
    count = int(found["count"])
    if found["unit"] in ("ngay", "tuan"):
        return _in_window(base.due_on + timedelta(days=count * (7 if found["unit"] == "tuan" else 1)), "RELATIVE", "D14")
    end = _month_end(base.due_on.year, base.due_on.month, count * (12 if found["unit"] == "nam" else 1))
    return _in_window(end.replace(day=min(end.day, base.due_on.day)), "RELATIVE", "D14")


def _session(text: str, sessions: Mapping[int, date]) -> _Answer:
    """The closing day of a session of the National Assembly; a people's council or another term has sessions of its own."""
    found = _SESSION.search(text)
    term = _TERM.search(text)
    other = term is not None and term[1] not in (ASSEMBLY.lower(), str(roman(ASSEMBLY)))
    if found is None or other or _COUNCIL.search(text) or re.search(r"\btruoc\b|bat thuong", text):
        return _UNRESOLVED
    word = found["number"]
    number = int(word) if word.isdigit() else _SESSION_WORDS.get(word) or roman(word)
    due_on = sessions.get(number or 0)
    return _Answer(due_on, "EVENT", "D15", None if due_on else DEADLINE_UNRESOLVED)


def _of_year(written: str | None, year: int | None, end: Callable[[int], date], kind: str, rule: str) -> _Answer:
    """`end` of the year written, two digits or four, else of the reporting year."""
    if written is None and year is None:
        return _UNRESOLVED
    of = (_century(int(written)) if len(written) == 2 else int(written)) if written else year or 0
    return _in_window(end(of), kind, rule if written else "D18")


def _in_window(due_on: date, kind: str, rule: str) -> _Answer:
    return _Answer(due_on, kind, rule) if FIRST_YEAR <= due_on.year <= LAST_YEAR else _UNRESOLVED


def _month_end(year: int, month: int, later: int = 0) -> date:
    """The last day of a month, or of the month so many months later; ValueError where there is no such month."""
    if not 1 <= month <= 12:
        raise ValueError(f"no month {month}")
    years, index = divmod(year * 12 + month - 1 + later, 12)
    return date(years, index + 1, monthrange(years, index + 1)[1])


def _century(year: int) -> int:
    return year + (2000 if year < FIRST_YEAR - 1900 else 1900)
