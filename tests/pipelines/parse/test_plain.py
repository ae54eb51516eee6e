"""The shortcut for plain columns says what the parsers say, or nothing at all."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.grid import Kind
from pipelines.parse import values
from pipelines.parse.dates import parse_date
from pipelines.parse.numbers import parse_integer, parse_number
from pipelines.parse.plain import SHORT, plain_dates, plain_integers, plain_numbers, plain_texts

WHOLE = st.integers(-10_000_000, 10_000_000)
TYPED = st.tuples(st.one_of(WHOLE.map(str), st.decimals(-10_000, 10_000, places=2).map(str)), st.just(Kind.NUMBER))
GROUPED = st.tuples(st.integers(0, 10**9).map(lambda number: f"{number:,}".replace(",", ".")), st.just(Kind.TEXT))
DECIMAL = st.tuples(st.decimals(0, 10_000, places=2).map(lambda number: str(number).replace(".", ",")), st.just(Kind.TEXT))
SHARE = st.tuples(st.decimals(0, 100, places=1).map(lambda number: str(number).replace(".", ",") + "%"), st.just(Kind.TEXT))
NEAR = st.dates(dt.date(1985, 1, 1), dt.date(2105, 1, 1))
DAY = st.tuples(NEAR.map(lambda day: f"{day.day:02}/{day.month:02}/{day.year:04}"), st.just(Kind.TEXT))
TYPED_DAY = st.tuples(NEAR.map(str), st.just(Kind.DATE))
ODD = st.tuples(
    st.sampled_from(["-", "…", "x", "12,5", "1.234", "1,234", " 5 ", "mười", "31/02/2025", "10/28/2025", "KPS", "5 triệu", "~ 3"]), st.just(Kind.TEXT)
)
EMPTY = st.just((None, Kind.EMPTY))
BROKEN = st.tuples(st.just("#REF!"), st.just(Kind.ERROR))


def column(cells):
    return pl.Series([text for text, _ in cells], dtype=pl.String), pl.Series([int(kind) for _, kind in cells], dtype=pl.UInt8)


def said(parsed):
    return parsed.values.to_list(), parsed.codes.to_list(), {name: series.to_list() for name, series in parsed.extras.items()}


def columns_of(*sorts):
    """Columns of one sort of cell, or of all mixed."""
    return st.one_of(
        *(st.lists(st.one_of(sort, EMPTY), min_size=1, max_size=6) for sort in sorts), st.lists(st.one_of(*sorts), min_size=1, max_size=6)
    )


@pytest.mark.parametrize(
    ("shortcut", "parser", "own"),
    [
        (plain_integers, parse_integer, (TYPED, GROUPED)),
        (plain_numbers, parse_number, (TYPED, GROUPED, DECIMAL, SHARE)),
        (plain_dates, parse_date, (DAY, TYPED_DAY)),
    ],
)
def test_it_answers_as_the_parser_or_not_at_all(shortcut, parser, own):
    answered = 0

    # Half of the columns are of the sorts that the shortcut is for: without them it could stay silent throughout.
    @settings(max_examples=150)
    @given(st.one_of(columns_of(*own), columns_of(TYPED, GROUPED, DECIMAL, SHARE, DAY, TYPED_DAY, ODD, EMPTY, BROKEN)))
    def holds(cells):
        nonlocal answered
        text, kind = column(cells)
        short = shortcut(text, kind)
        if short is not None:
            answered += any(value is not None for value in short.values)
            assert said(short) == said(parser(text, kind))

    holds()
    assert answered > 10


@settings(max_examples=100)
@given(st.lists(st.one_of(ODD, EMPTY, GROUPED, st.tuples(st.text(max_size=12), st.just(Kind.TEXT))), min_size=1, max_size=6))
def test_texts_are_cleaned_as_over_a_long_column(cells):
    text, kind = column(cells)
    short = plain_texts(text, kind, values._PLACEHOLDER)
    padded = column([*cells, *[("x", Kind.TEXT)] * SHORT])
    long = values.parse_text(*padded)
    assert short is not None
    assert short.values.to_list() == long.values.to_list()[: len(cells)]
    assert short.codes.to_list() == long.codes.to_list()[: len(cells)]


def test_typed_days_beside_written_ones_are_left_to_the_parser():
    """A spreadsheet may have swapped the typed ones; only the parser weighs the column for that."""
    text, kind = column([("2025-03-04", Kind.DATE), ("28/10/2025", Kind.TEXT)])
    assert plain_dates(text, kind) is None


def test_a_long_column_is_left_to_the_parser():
    text, kind = column([("1", Kind.NUMBER)] * (SHORT + 1))
    assert plain_integers(text, kind) is None
