"""Plain columns: short columns in which every cell is written the one obvious way. A shortcut beside the parsers, never a second opinion.

A day brings thousands of short columns; on them an expression costs more to set up than to run. What is not plain in every cell goes to the
parser, which gives the same for plain cells (tested cell by cell).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import polars as pl

from pipelines.grid import Kind
from pipelines.parse.parsed import Parsed
from pipelines.vietnamese.fold import clean

SHORT = 400
"""Rows up to which a column is short."""

_WHOLE = re.compile(r"-?\d{1,15}")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3}){0,4}|\d{1,15}")
"""Digits, or digits in groups of three parted by dots: as a whole column says so, thousands."""
_QUANTITY = re.compile(r"(\d{1,15}|\d{1,3}(?:\.\d{3}){2,4})(?:,(\d{1,2}))? ?%?")
"""Digits, a comma and one or two decimals, a percent sign: Vietnamese without a doubt. One group of thousands ('1.234') is left to the parser."""
_DECIMAL = re.compile(r"-?\d{1,15}(?:\.\d{1,10})?")
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class _NotPlain(Exception):
    """Some cell is not written the obvious way."""


@lru_cache(maxsize=4096)
def nulls(height: int, dtype: Any = pl.String) -> pl.Series:
    """A column of nulls. Series are immutable to us, so one of each height serves all."""
    return pl.Series("values", [None] * height, dtype=dtype)


@lru_cache(maxsize=50_000)
def _clean(text: str) -> str:
    return clean(text)


def _each(text: pl.Series, kind: pl.Series, read: Callable[[str, int], Any]) -> list[Any] | None:
    """`read` over filled cells, None for empty ones; None as a whole where the column is long or some cell is not plain."""
    if text.len() > SHORT:
        return None
    values: list[Any] = []
    try:
        for one, sort in zip(text.to_list(), kind.to_list(), strict=True):
            values.append(None if one is None or sort == Kind.EMPTY else read(one, sort))
    except _NotPlain:
        return None
    return values


def plain_integers(text: pl.Series, kind: pl.Series) -> Parsed | None:
    """Whole numbers: typed ones, and texts of digits in groups of three or none. Null where the column is not plain."""

    def read(one: str, sort: int) -> int:
        if sort == Kind.NUMBER and _WHOLE.fullmatch(one):
            return int(one)
        if sort == Kind.TEXT and _GROUPED.fullmatch(one):
            return int(one.replace(".", ""))
        raise _NotPlain

    values = _each(text, kind, read)
    return None if values is None else Parsed(pl.Series("values", values, dtype=pl.Int64), nulls(len(values)))


def plain_numbers(text: pl.Series, kind: pl.Series) -> Parsed | None:
    """Numbers typed as numbers, and texts in the Vietnamese convention; with the extras of `parse_number`, all null."""

    def read(one: str, sort: int) -> float:
        if sort == Kind.NUMBER and _DECIMAL.fullmatch(one):
            return float(one)
        found = _QUANTITY.fullmatch(one) if sort == Kind.TEXT else None
        if found is None:
            raise _NotPlain
        return float(f"{found[1].replace('.', '')}.{found[2] or 0}")

    values = _each(text, kind, read)
    if values is None:
        return None
    number = nulls(len(values), pl.Float64)
    extras = {"value_low": number, "value_high": number, "qualifier": nulls(len(values)), "scale": number, "money": nulls(len(values))}
    return Parsed(pl.Series("values", values, dtype=pl.Float64), nulls(len(values)), extras)


def plain_dates(text: pl.Series, kind: pl.Series) -> Parsed | None:
    """Typed dates, or day-first texts with a year of four digits. A column of both is left to the parser: typed ones may have been swapped."""
    if kind.is_in([Kind.TEXT]).any() and kind.is_in([Kind.DATE]).any():
        return None

    def read(one: str, sort: int) -> dt.date:
        found = _DAY_FIRST.fullmatch(one) if sort == Kind.TEXT else _ISO.fullmatch(one) if sort == Kind.DATE else None
        if found is None:
            raise _NotPlain
        year, month, day = (found[4], found[3], found[1]) if sort == Kind.TEXT else found.groups()
        if not 1990 < int(year) < 2100:
            raise _NotPlain
        try:
            return dt.date(int(year), int(month), int(day))
        except ValueError:
            raise _NotPlain from None

    values = _each(text, kind, read)
    return None if values is None else Parsed(pl.Series("values", values, dtype=pl.Date), nulls(len(values)))


def plain_texts(text: pl.Series, kind: pl.Series, placeholder: re.Pattern[str]) -> Parsed | None:
    """Texts and typed numbers as a reader sees them; placeholders are null."""

    def read(one: str, sort: int) -> str | None:
        if sort in (Kind.ERROR, Kind.UNCACHED):
            raise _NotPlain
        shown = _clean(one)
        return None if not shown or placeholder.search(shown.lower()) else shown

    values = _each(text, kind, read)
    return None if values is None else Parsed(pl.Series("values", values, dtype=pl.String), nulls(len(values)))
