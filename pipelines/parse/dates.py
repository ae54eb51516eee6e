"""Dates and moments. Text is read day first, always; what only makes sense month first is refused. No deadlines in words here."""

from __future__ import annotations

from datetime import date

import polars as pl

from pipelines.grid import Kind
from pipelines.parse.parsed import Parsed, broken_cell_code, distinct_cells, is_kind, spread
from pipelines.vietnamese.fold import light_expr
from schemas import issues

BAD_DATE = issues.BAD_DATE.code
DATE_AMBIGUOUS = issues.DATE_AMBIGUOUS.code

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years that a report of this decade can speak of; others are slips of the keyboard."""
SERIAL_EPOCH = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = (date(2000, 1, 1) - SERIAL_EPOCH).days, (date(2060, 12, 31) - SERIAL_EPOCH).days
"""Excel day numbers taken for dates: a narrower window than that of years, for a number may be anything."""
LOCAL_OFFSET_MINUTES = 7 * 60
SWAP_WITNESSES = 3
"""So many different date cells, none past the 12th, beside text that is only past it: Excel has swapped what it could."""

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
_COMPACT = r"^(?P<cyear>[0-9]{4})(?P<cmonth>[0-9]{2})(?P<cday>[0-9]{2})(?:(?P<chour>[0-9]{2})(?P<cminute>[0-9]{2})(?P<csecond>[0-9]{2})?)?$"
_SERIAL = r"^[0-9]{5}(?:[.,][0-9]+)?$"
_NOTHING = r"^(?:[-_./… ]*|null|n/a)$"


def parse_date(text: pl.Series, kind: pl.Series) -> Parsed:
    """Days as Date. A time of day beside the date is dropped after it has been read (a time that cannot be makes the cell BAD_DATE).

    Where a column's text holds dates that exist only month first, those are BAD_DATE, and those that could be either keep their day-first value with
    DATE_AMBIGUOUS. A month without a day ('11/2025') is BAD_DATE. Marks of an empty cell are null without a code.
    """
    moments = parse_moment(text, kind)
    return Parsed(moments.values.dt.date(), moments.codes)


def parse_moment(text: pl.Series, kind: pl.Series) -> Parsed:
    """Dates with time of day as naive Datetime in Asia/Ho_Chi_Minh, microseconds; a date alone is its midnight. Other zones are brought here.

    Codes as in `parse_date`.
    """
    cells = distinct_cells(text, kind)
    written = is_kind(Kind.TEXT) & pl.col("text").is_not_null()
    answers = pl.concat([_typed(cells.filter(~written)), _written(cells.filter(written))], how="vertical")
    return spread(_suspect_swaps(answers), text, kind)


_SHAPE = ("text", "kind", "value", "code", "day_only", "month_only")


def _typed(cells: pl.DataFrame) -> pl.DataFrame:
    """Cells that the file itself types: dates as they are, numbers as Excel's day numbers or digits yyyyMMdd[HHmmss]."""
    stamp = pl.when(is_kind(Kind.DATE, Kind.DATETIME)).then(pl.col("text").str.slice(0, 19).str.replace("T", " ", literal=True))
    native = stamp.str.replace(r"^(\d{4}-\d{2}-\d{2})$", "$1 00:00:00").str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False)
    whole = pl.when(is_kind(Kind.NUMBER)).then(pl.col("text").str.replace(r"\.0+$", ""))
    frame = cells.with_columns(parts=whole.str.extract_groups(_COMPACT)).unnest("parts")
    value = pl.coalesce(native, _compact(), _serial(pl.when(is_kind(Kind.NUMBER)).then(pl.col("text").cast(pl.Float64, strict=False))))
    return (
        frame.with_columns(value=_plausible(value))
        .with_columns(
            code=pl.coalesce(
                broken_cell_code(),
                pl.when(pl.col("text").is_not_null() & ~is_kind(Kind.EMPTY) & pl.col("value").is_null()).then(pl.lit(BAD_DATE)),
            ),
            day_only=pl.lit(False),
            month_only=pl.lit(False),
        )
        .select(_SHAPE)
    )


def _written(cells: pl.DataFrame) -> pl.DataFrame:
    """Text cells, day first; with them, what each shows about the order of day and month in its column."""
    plain = light_expr(pl.col("text")).str.replace_all(r"[–—−‐‑]", "-")
    frame = cells.with_columns(plain=plain)
    frame = frame.with_columns(parts=pl.col("plain").str.extract_groups(_TEXT), compact=pl.col("plain").str.extract_groups(_COMPACT))
    frame = frame.unnest("parts").unnest("compact")

    year = pl.col("year").cast(pl.Int32, strict=False)
    century = pl.when(year < FIRST_YEAR - 1900).then(year + 2000).otherwise(year + 1900)
    year = pl.when(pl.col("year").str.len_chars() == 2).then(century).otherwise(year)
    number = {name: pl.col(name).cast(pl.Int32, strict=False) for name in ("day", "month", "wday", "wmonth", "wyear", "iday", "imonth", "iyear")}
    day = pl.coalesce(number["day"], number["wday"], number["iday"])
    month = pl.coalesce(number["month"], number["wmonth"], number["imonth"])
    year = pl.coalesce(year, number["wyear"], number["iyear"])

    told = pl.coalesce("ahour", "bhour").cast(pl.Int32, strict=False)
    half = pl.coalesce("ahalf", "bhalf")
    afternoon, morning = half.is_in(["pm", "ch"]), half.is_in(["am", "sa"])
    hour = pl.when(afternoon & (told < 12)).then(told + 12).when(morning & (told == 12)).then(0).otherwise(told).fill_null(0)
    minute = pl.coalesce("aminute", "bminute").cast(pl.Int32, strict=False).fill_null(0)
    second = pl.coalesce("asecond", "bsecond").cast(pl.Int32, strict=False).fill_null(0)
    twice = pl.col("ahour").is_not_null() & pl.col("bhour").is_not_null()

    local = _moment(year, month, day, hour, minute, second)
    digits = pl.col("zone").str.replace(":", "", literal=True)
    offset = digits.str.slice(1, 2).cast(pl.Int32, strict=False) * 60 + digits.str.slice(3, 2).cast(pl.Int32, strict=False)
    offset = pl.when(pl.col("zone") == "z").then(0).when(pl.col("zone").str.starts_with("-")).then(-offset).otherwise(offset)
    shift = (LOCAL_OFFSET_MINUTES - offset.fill_null(LOCAL_OFFSET_MINUTES)).cast(pl.Int64)
    local = pl.when(~twice).then(local + pl.duration(minutes=shift))

    serial = pl.when(pl.col("plain").str.contains(_SERIAL)).then(pl.col("plain").str.replace(",", ".", literal=True).cast(pl.Float64, strict=False))
    nothing = pl.col("plain").str.contains(_NOTHING)
    swapped = _moment(year, number["day"], number["month"], hour, minute, second)
    frame = frame.with_columns(
        value=_plausible(pl.coalesce(local, _compact(), _serial(serial))),
        nothing=nothing,
        either=(number["day"] <= 12) & (number["month"] <= 12) & (number["day"] != number["month"]),
        day_only=(number["day"] > 12).fill_null(False),
        month_only=((number["month"] > 12) & (number["day"] <= 12) & _plausible(swapped).is_not_null()).fill_null(False),
    ).with_columns(day_only=pl.col("day_only") & pl.col("value").is_not_null())
    month_first = bool(frame["month_only"].any())
    return frame.with_columns(
        code=pl.when(pl.col("nothing"))
        .then(None)
        .when(pl.col("value").is_null())
        .then(pl.lit(BAD_DATE))
        .when(pl.col("either") & month_first)
        .then(pl.lit(DATE_AMBIGUOUS))
    ).select(_SHAPE)


def _suspect_swaps(answers: pl.DataFrame) -> pl.DataFrame:
    """Codes date cells that Excel may have swapped: set to month first, it turns '06/12' into 12 June and leaves '28/10' as text."""
    native = is_kind(Kind.DATE, Kind.DATETIME) & pl.col("value").is_not_null()
    dates = answers.filter(native)["value"].dt.date().unique()
    texts = answers.filter(is_kind(Kind.TEXT) & pl.col("value").is_not_null())
    if len(dates) < SWAP_WITNESSES or texts.is_empty() or not texts["day_only"].all() or (dates.dt.day() > 12).any():
        return answers
    doubtful = native & (pl.col("value").dt.day() != pl.col("value").dt.month())
    return answers.with_columns(code=pl.when(doubtful).then(pl.lit(DATE_AMBIGUOUS)).otherwise(pl.col("code")))


def _moment(year: pl.Expr, month: pl.Expr, day: pl.Expr, hour: pl.Expr, minute: pl.Expr, second: pl.Expr) -> pl.Expr:
    """A datetime of its parts, null where there is no such day or time (read from text: pl.datetime would raise)."""
    text = pl.format("{}-{}-{} {}:{}:{}", *(part.cast(pl.String).str.zfill(2) for part in (year, month, day, hour, minute, second)))
    return text.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")


def _compact() -> pl.Expr:
    """The datetime of digits yyyyMMdd[HHmm[ss]] caught by _COMPACT."""
    clock = [pl.col(name).fill_null("00") for name in ("chour", "cminute", "csecond")]
    return _moment(pl.col("cyear"), pl.col("cmonth"), pl.col("cday"), *clock)


def _serial(days: pl.Expr) -> pl.Expr:
    """The datetime of an Excel day number, to the second; null outside the window."""
    seconds = (days * 86_400).round(0).cast(pl.Int64, strict=False)
    moment = pl.lit(SERIAL_EPOCH).cast(pl.Datetime("us")) + pl.duration(seconds=seconds)
    return pl.when((days >= FIRST_SERIAL) & (days < LAST_SERIAL + 1)).then(moment)


def _plausible(moment: pl.Expr) -> pl.Expr:
    return pl.when(moment.dt.year().is_between(FIRST_YEAR, LAST_YEAR)).then(moment)
