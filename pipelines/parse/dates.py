"""Dates and moments. Text is read day first, always; what only makes sense month first is refused. No deadlines in words here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

import polars as pl

from pipelines.grid import Kind
from pipelines.parse.parsed import NOTHING, Parsed, all_right, broken_cell_code, distinct_cells, is_kind, kinds_of, spread, with_plain
from schemas import issues

BAD_DATE = issues.BAD_DATE.code
DATE_AMBIGUOUS = issues.DATE_AMBIGUOUS.code

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years that a report of this decade can speak of; others are slips of the keyboard."""
SERIAL_EPOCH = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = (date(2000, 1, 1) - SERIAL_EPOCH).days, (date(2060, 12, 31) - SERIAL_EPOCH).days
"""Excel day numbers taken for dates: a narrower window than that of years, for a number may be anything."""
LOCAL_OFFSET_MINUTES = 7 * 60
SWAP_TOLD = 3
"""So many different cells from which it is no chance that dates are none past the 12th and texts beside them all: Excel swapped what it could."""
MONTH_FIRST_SHARE = 3
"""A text that exists only month first makes its column doubtful unless more than so many exist only day first."""

_TIME = (
    r"(?P<{p}hour>\d{{1,2}})\s*(?::|h|gio)\s*(?P<{p}minute>\d{{1,2}})?"
    r"(?:\s*(?::|phut|ph|p|m)\s*(?P<{p}second>\d{{1,2}})?(?:[.,]\d+)?)?\s*(?:giay|s\b)?\s*(?P<{p}half>am|pm|sa|ch)?"
)
_WEEKDAY = r"(?:(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)[,\s]+)?"
_NUMERIC = r"(?P<day>\d{1,2})\s?[/.\-]\s?(?P<month>\d{1,2})\s?[/.\-]\s?(?P<year>\d{4}|\d{2})"
_WORDS = r"(?P<wday>\d{1,2})\s*thang\s*(?P<wmonth>\d{1,2})\s*(?:,|/|-)?\s*(?:nam)?\s*(?P<wyear>\d{4})"
_YEAR_FIRST = r"(?P<iyear>\d{4})[/.\-](?P<imonth>\d{1,2})[/.\-](?P<iday>\d{1,2})"
_TEXT = (
    "^"
    + _WEEKDAY
    + rf"(?:{_TIME.format(p='a')}[,\s]*(?:,|-)?\s*)?"
    + _WEEKDAY
    + r"(?:ngay\s*)?"
    + rf"(?:{_NUMERIC}|{_WORDS}|{_YEAR_FIRST})"
    + rf"(?:(?:\s*t|[,\s]+(?:luc\s+)?|\s*-\s*){_TIME.format(p='b')})?"
    + r"\s*(?P<zone>z|[+-]\d{2}:?\d{2})?$"
).replace(r"\d", "[0-9]")
_PARTS = tuple(re.findall(r"\?P<(\w+)>", _TEXT))
_COMPACT = r"^(?:[0-9]{8}|[0-9]{12}|[0-9]{14})$"
_COMPACT_PARTS = r"^([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})$"
_SERIAL = r"^[0-9]{5}(?:[.,][0-9]+)?$"
_FORMATS = {
    "%d/%m/%Y": True,
    "%d/%m/%Y %H:%M:%S": True,
    "%d/%m/%Y %H:%M": True,
    "%Y-%m-%d": False,
    "%Y-%m-%dt%H:%M:%S": False,
    "%Y-%m-%d %H:%M:%S": False,
}
"""Spellings that whole exports are in, read faster than by the grammar and to the same result; True where day and month stand first."""


def parse_date(text: pl.Series, kind: pl.Series) -> Parsed:
    """Days as Date. A time of day beside the date is dropped after it has been read (a time that cannot be makes the cell BAD_DATE).

    Where a column's text holds dates that exist only month first, those are BAD_DATE, and those that could be either are DATE_AMBIGUOUS, unless far
    more exist only day first. DATE_AMBIGUOUS too are typed dates that a machine seems to have swapped. Both are null: a wrong day is worse than none.
    A month without a day ('11/2025') is BAD_DATE. Marks of an empty cell are null without a code.
    """
    moments = parse_moment(text, kind)
    return Parsed(moments.values.dt.date(), moments.codes)


def parse_moment(text: pl.Series, kind: pl.Series) -> Parsed:
    """Dates with time of day as naive Datetime in Asia/Ho_Chi_Minh, microseconds; a date alone is its midnight. Other zones are brought here.

    Codes as in `parse_date`.
    """
    uniform = _uniform_column(text, kind)
    if uniform is not None:
        return all_right(uniform)
    cells = distinct_cells(text, kind)
    is_text = is_kind(Kind.TEXT) & pl.col("text").is_not_null()
    answers = pl.concat([_typed(cells.filter(~is_text)), _written(cells.filter(is_text))])
    return spread(_suspect_swaps(answers), text, kind)


def _uniform_column(text: pl.Series, kind: pl.Series) -> pl.Series | None:
    """The values of a column that is in one common spelling throughout, as most are; null where a cell needs a closer look."""
    kinds = kinds_of(kind) - {Kind.EMPTY}
    first = text.drop_nulls().head(1)
    if len(kinds) != 1 or not kinds <= {Kind.TEXT, Kind.DATE, Kind.DATETIME} or first.is_empty():
        return None
    for form in _FORMATS:
        machine = form.replace("dt%H", "dT%H")
        if first.str.to_datetime(machine, strict=False).null_count():
            continue
        values = text.str.to_datetime(machine, strict=False, time_unit="us")
        years = values.dt.year()
        whole = values.null_count() == text.null_count() and not ((years < FIRST_YEAR) | (years > LAST_YEAR)).any()
        return values if whole else None
    return None


_ANSWER: dict[str, pl.DataType] = {
    "text": pl.String(),
    "kind": pl.UInt8(),
    "value": pl.Datetime("us"),
    "code": pl.String(),
    "day": pl.Int32(),
    "month": pl.Int32(),
}
"""`day` and `month` are the two first numbers of a text such as 20/11/2025, null for other forms: they show the order that the column is in."""


def _answer(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select((pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name) for name, dtype in _ANSWER.items())


def _typed(cells: pl.DataFrame) -> pl.DataFrame:
    """Cells that the file itself types: dates as they are, numbers as Excel's day numbers or digits yyyyMMdd[HHmmss]."""
    if cells.is_empty():
        return pl.DataFrame(schema=_ANSWER)
    value = pl.lit(None, pl.Datetime("us"))
    if cells.select(is_kind(Kind.DATE, Kind.DATETIME).any()).item():
        stamp = pl.when(is_kind(Kind.DATE, Kind.DATETIME)).then(pl.col("text").str.slice(0, 19).str.replace("T", " ", literal=True))
        value = _to_moment(pl.when(stamp.str.len_chars() == 10).then(stamp + " 00:00:00").otherwise(stamp))
    frame = cells.with_columns(value=value)
    if cells.select(is_kind(Kind.NUMBER).any()).item():
        whole = pl.when(is_kind(Kind.NUMBER)).then(pl.col("text").str.replace(r"\.0+$", ""))
        serial = pl.when(is_kind(Kind.NUMBER)).then(pl.col("text").cast(pl.Float64, strict=False))
        frame = frame.with_columns(compact=_compact(whole), serial=_serial(serial)).with_columns(value=pl.coalesce("value", "compact", "serial"))
    frame = frame.with_columns(value=_plausible("value"))
    unread = pl.col("text").is_not_null() & ~is_kind(Kind.EMPTY) & pl.col("value").is_null()
    return _answer(frame.with_columns(code=pl.coalesce(broken_cell_code(), pl.when(unread).then(pl.lit(BAD_DATE)))))


def _written(cells: pl.DataFrame) -> pl.DataFrame:
    """Text cells, day first. The commonest spellings go by format, the rest by the grammar."""
    if cells.is_empty():
        return pl.DataFrame(schema=_ANSWER)
    rest, done = with_plain(cells), []
    for form, numeric in _FORMATS.items():
        value = pl.col("plain").str.to_datetime(form, strict=False, exact=True, time_unit="us")
        tried = rest.with_columns(value=value).with_columns(value=_plausible("value"))
        read = pl.col("value").is_not_null()
        found = tried.filter(read)
        if numeric:
            found = found.with_columns(day=pl.col("value").dt.day(), month=pl.col("value").dt.month())
        done.append(_answer(found))
        rest = tried.filter(~read).drop("value")
        if rest.is_empty():
            break
    frame = pl.concat([*done, _spelled(rest)])
    swapped = (pl.col("month") > 12) & (pl.col("day") <= 12) & (pl.col("day") > 0) & (pl.col("month") <= 31)
    month_first, day_first = frame.select(swapped.sum(), ((pl.col("day") > 12) & pl.col("value").is_not_null()).sum().alias("day first")).row(0)
    if is_month_first(month_first, day_first):
        frame = _doubted(frame, (pl.col("day") <= 12) & (pl.col("month") <= 12) & (pl.col("day") != pl.col("month")) & pl.col("value").is_not_null())
    return frame


def is_month_first(month_first: int, day_first: int) -> bool:
    """Whether texts that could be either are in doubt, by how many exist only month first and only day first."""
    return month_first * MONTH_FIRST_SHARE >= max(day_first, 1)


def is_swapped(typed: Iterable[date], text_days: Iterable[int | None]) -> bool:
    """Whether a machine set to month first seems to have made a column's dates of the texts it could and left the others: 28/10 stays text.

    `typed` are the column's different typed dates; `text_days` the first numbers of its different date texts, null where one is in other words.
    """
    days, left = set(typed), list(text_days)
    if not days or not left or len(days) + len(left) < SWAP_TOLD or any(day.day > 12 for day in days):
        return False
    return all(day is not None and day > 12 for day in left)


def _doubted(frame: pl.DataFrame, doubtful: pl.Expr) -> pl.DataFrame:
    code = pl.when(doubtful).then(pl.lit(DATE_AMBIGUOUS)).otherwise("code")
    return frame.with_columns(code=code, value=pl.when(~doubtful | doubtful.is_null()).then("value"))


def _spelled(frame: pl.DataFrame) -> pl.DataFrame:
    """Text by the grammar. Steps are columns of their own: nested expressions would be computed over and over."""
    if frame.is_empty():
        return pl.DataFrame(schema=_ANSWER)
    plain = pl.col("plain").str.replace(r"^['’`]\s*", "").str.replace(r"\s*[.;,]$", "")
    frame = frame.with_columns(plain=plain)
    plain = pl.col("plain")
    serial = pl.when(plain.str.contains(_SERIAL)).then(plain.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False))
    frame = frame.with_columns(parts=plain.str.extract_groups(_TEXT), compact=_compact(plain), serial=_serial(serial)).unnest("parts")
    numbers = [name for name in _PARTS if name not in ("zone", "ahalf", "bhalf")]
    short = pl.col("year").str.len_chars() == 2
    frame = frame.with_columns(pl.col(numbers).cast(pl.Int32, strict=False), short=short, offset=_offset())
    century = pl.when(pl.col("year") < FIRST_YEAR - 1900).then(2000).otherwise(1900)
    frame = frame.with_columns(
        y=pl.coalesce(pl.when("short").then(pl.col("year") + century).otherwise("year"), "wyear", "iyear"),
        m=pl.coalesce("month", "wmonth", "imonth"),
        d=pl.coalesce("day", "wday", "iday"),
        told=pl.coalesce("ahour", "bhour"),
        half=pl.coalesce("ahalf", "bhalf"),
        minute=pl.coalesce("aminute", "bminute").fill_null(0),
        second=pl.coalesce("asecond", "bsecond").fill_null(0),
        twice=pl.col("ahour").is_not_null() & pl.col("bhour").is_not_null(),
    )
    afternoon, morning = pl.col("half").is_in(["pm", "ch"]), pl.col("half").is_in(["am", "sa"])
    noon = pl.when(afternoon & (pl.col("told") < 12)).then(pl.col("told") + 12).when(morning & (pl.col("told") == 12)).then(0).otherwise("told")
    stamp = pl.format("{}-{}-{} {}:{}:{}", *(pl.col(name).cast(pl.String).str.zfill(2) for name in ("y", "m", "d", "hour", "minute", "second")))
    frame = frame.with_columns(hour=noon.fill_null(0)).with_columns(local=_to_moment(stamp))
    local = pl.when(~pl.col("twice")).then(pl.col("local") + pl.duration(minutes=LOCAL_OFFSET_MINUTES - pl.col("offset")))
    frame = frame.with_columns(value=pl.coalesce(local, "compact", "serial")).with_columns(value=_plausible("value"))
    return _answer(frame.with_columns(code=pl.when(pl.col("value").is_null() & ~plain.str.contains(NOTHING)).then(pl.lit(BAD_DATE))))


def _offset() -> pl.Expr:
    """Minutes ahead of UTC that the text names; Vietnam's where it names none."""
    digits = pl.col("zone").str.replace(":", "", literal=True)
    minutes = digits.str.slice(1, 2).cast(pl.Int64, strict=False) * 60 + digits.str.slice(3, 2).cast(pl.Int64, strict=False)
    named = pl.when(pl.col("zone") == "z").then(0).when(pl.col("zone").str.starts_with("-")).then(-minutes).otherwise(minutes)
    return named.fill_null(LOCAL_OFFSET_MINUTES)


def _suspect_swaps(answers: pl.DataFrame) -> pl.DataFrame:
    """Codes date cells that Excel may have swapped: set to month first, it turns '06/12' into 12 June and leaves '28/10' as text."""
    native = is_kind(Kind.DATE, Kind.DATETIME) & pl.col("value").is_not_null()
    texts = answers.filter(is_kind(Kind.TEXT) & pl.col("value").is_not_null())["day"]
    if texts.is_empty() or not is_swapped(answers.filter(native)["value"].dt.date().unique(), texts):
        return answers
    return _doubted(answers, native & (pl.col("value").dt.day() != pl.col("value").dt.month()))


def _to_moment(stamp: pl.Expr) -> pl.Expr:
    """A datetime of 'yyyy-mm-dd hh:mm:ss', null where there is no such day or time (pl.datetime would raise)."""
    return stamp.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")


def _compact(digits: pl.Expr) -> pl.Expr:
    """The datetime of digits yyyyMMdd[HHmm[ss]]; null for anything else."""
    compact = pl.when(digits.str.contains(_COMPACT)).then(digits.str.pad_end(14, "0"))
    return _to_moment(compact.str.replace(_COMPACT_PARTS, "$1-$2-$3 $4:$5:$6"))


def _serial(days: pl.Expr) -> pl.Expr:
    """The datetime of an Excel day number, to the second; null outside the window."""
    inside = pl.when((days >= FIRST_SERIAL) & (days < LAST_SERIAL + 1)).then(days)
    seconds = (inside * 86_400).round(0).cast(pl.Int64, strict=False)
    return pl.lit(SERIAL_EPOCH).cast(pl.Datetime("us")) + pl.duration(seconds=seconds)


def _plausible(name: str) -> pl.Expr:
    return pl.when(pl.col(name).dt.year().is_between(FIRST_YEAR, LAST_YEAR)).then(name)
