from datetime import date, datetime, time

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.grid import Kind
from pipelines.parse.dates import parse_date, parse_moment
from tests.pipelines.parse.value_cells import check_shape, column


def read(parser, *cells):
    parsed = parser(*column(*cells))
    check_shape(parsed, len(cells))
    return list(zip(parsed.values.to_list(), parsed.codes.to_list(), strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "20/11/2025",
        "20-11-2025",
        "20.11.2025",
        "20/11/25",
        "20 / 11 / 2025",
        " 20/11/2025\u00a0",
        "20–11–2025",
        "ngày 20 tháng 11 năm 2025",
        "Ngày 20 tháng 11 năm 2025",
        "20 tháng 11, 2025",
        "ngày 20/11/2025",
        "Thứ Năm, ngày 20/11/2025",
        "2025-11-20",
        "2025/11/20",
        "2025-11-20T08:30:00",
        "2025-11-20T08:30:00.123456",
        "20251120",
        "20251120083000",
        "15:48 20/11/2025",
        "20/11/2025 15:48",
        "20/11/2025 15:48:10",
        "20/11/2025 3:48 CH",
        "8 giờ 30 phút, ngày 20/11/2025",
        "08h30 ngày 20/11/2025",
        "45981",
        "45981,5",
        (Kind.NUMBER, "45981"),
        (Kind.NUMBER, "45981.354166667"),
        (Kind.NUMBER, "20251120"),
        (Kind.NUMBER, "20251120083000"),
        (Kind.DATE, "2025-11-20"),
        (Kind.DATETIME, "2025-11-20T08:30:00"),
    ],
)
def test_date(text):
    assert read(parse_date, text) == [(date(2025, 11, 20), None)]


@pytest.mark.parametrize(
    "cell",
    [
        "11/2025",
        "20/11",
        "31/02/2025",
        "29/02/2025",
        "13/25/2025",
        "10/25/2025",
        "0/1/2025",
        "20/11/1925",
        "20/11/2205",
        "20/11/20255",
        "2025",
        "Quý III/2025",
        "x",
        "chưa xong",
        "20/11/2025 25:00",
        "20/11/2025 12:61",
        "20/11/2025; 21/11/2025",
        "99999",
        "12345",
        "20251320",
        (Kind.NUMBER, "11.2025"),
        (Kind.NUMBER, "2025"),
        (Kind.NUMBER, "-1"),
        (Kind.PERCENT, "45981"),
        (Kind.BOOL, "TRUE"),
        (Kind.DATE, "1899-12-31"),
        (Kind.DATE, "gibberish"),
    ],
)
def test_bad_date(cell):
    assert read(parse_date, cell) == [(None, "BAD_DATE")]
    assert read(parse_moment, cell) == [(None, "BAD_DATE")]


@pytest.mark.parametrize("text", ["", "-", "–", "…", "...", "/  /", "…/…/…", "NULL", None])
def test_marks_of_an_empty_cell(text):
    assert read(parse_date, text) == [(None, None)]


def test_broken_cells():
    assert read(parse_date, (Kind.ERROR, "#VALUE!"), (Kind.UNCACHED, "=TODAY()")) == [(None, "CELL_ERROR"), (None, "FORMULA_UNCACHED")]


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("15:48 04/08/2026", datetime(2026, 8, 4, 15, 48)),
        ("04/08/2026 15:48", datetime(2026, 8, 4, 15, 48)),
        ("04/08/2026 15:48:10", datetime(2026, 8, 4, 15, 48, 10)),
        ("4/8/2026 3:48:10 PM", datetime(2026, 8, 4, 15, 48, 10)),
        ("4/8/2026 12:05 SA", datetime(2026, 8, 4, 0, 5)),
        ("20260804154810", datetime(2026, 8, 4, 15, 48, 10)),
        ("202608041548", datetime(2026, 8, 4, 15, 48)),
        ("2026-08-04T15:48:10", datetime(2026, 8, 4, 15, 48, 10)),
        ("2026-08-04 15:48", datetime(2026, 8, 4, 15, 48)),
        ("2026-08-04T17:30:00Z", datetime(2026, 8, 5, 0, 30)),
        ("2026-08-04T15:48:10+07:00", datetime(2026, 8, 4, 15, 48, 10)),
        ("2026-08-04T15:48:10.5-0500", datetime(2026, 8, 5, 3, 48, 10)),
        ("04/08/2026", datetime(2026, 8, 4)),
        ("16 giờ 05 ngày 4 tháng 8 năm 2026", datetime(2026, 8, 4, 16, 5)),
        ((Kind.NUMBER, "45838.5"), datetime(2025, 6, 30, 12)),
        ((Kind.NUMBER, "45838.65833333334"), datetime(2025, 6, 30, 15, 48)),
        ((Kind.DATETIME, "2026-08-04T15:48:10"), datetime(2026, 8, 4, 15, 48, 10)),
        ((Kind.DATE, "2026-08-04"), datetime(2026, 8, 4)),
    ],
)
def test_moment(cell, moment):
    assert read(parse_moment, cell) == [(moment, None)]


def test_serial_45838_is_the_last_day_of_june():
    assert read(parse_date, (Kind.NUMBER, "45838"), "45838") == [(date(2025, 6, 30), None)] * 2


def test_a_month_first_column_is_refused_or_doubted_never_swapped():
    assert read(parse_date, "10/25/2025", "06/12/2025", "5/5/2025", "28/10/2025", (Kind.DATE, "2025-06-12")) == [
        (None, "BAD_DATE"),
        (None, "DATE_AMBIGUOUS"),
        (date(2025, 5, 5), None),
        (date(2025, 10, 28), None),
        (date(2025, 6, 12), None),
    ]


def test_an_impossible_date_is_no_witness_of_month_first():
    assert read(parse_date, "31/02/2025", "13/25/2025", "06/12/2025")[2] == (date(2025, 12, 6), None)


def test_one_slip_among_many_days_does_not_blank_the_column():
    many = [f"{day}/10/2025" for day in range(13, 20)]
    assert read(parse_date, "10/25/2025", "06/12/2025", *many)[1] == (date(2025, 12, 6), None)


def test_dates_that_excel_may_have_swapped_are_left_blank():
    swapped = [(Kind.DATE, "2025-06-12"), (Kind.DATE, "2025-01-10"), (Kind.DATE, "2025-03-03"), "28/10/2025", "15/11/2025"]
    doubted = (None, "DATE_AMBIGUOUS")
    assert read(parse_date, *swapped)[:3] == [doubted, doubted, (date(2025, 3, 3), None)]
    assert read(parse_date, swapped[0], *swapped[3:])[0] == doubted
    assert {code for _, code in read(parse_date, *swapped, (Kind.DATE, "2025-06-20"))} == {None}
    assert {code for _, code in read(parse_date, *swapped, "05/06/2025")} == {None}
    assert {code for _, code in read(parse_date, swapped[0], swapped[3])} == {None}


def test_dtypes_of_empty_columns():
    for cells in ((), (None,), ("abc",), ((Kind.ERROR, "#N/A"),)):
        assert parse_date(*column(*cells)).values.dtype == pl.Date
        assert parse_moment(*column(*cells)).values.dtype == pl.Datetime("us")


DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
FORMATS = {
    "d/m/yyyy": lambda d: f"{d.day}/{d.month}/{d.year}",
    "dd-mm-yyyy": lambda d: d.strftime("%d-%m-%Y"),
    "d.m.yyyy": lambda d: f"{d.day}.{d.month}.{d.year}",
    "words": lambda d: f"ngày {d.day} tháng {d.month} năm {d.year}",
    "iso": lambda d: d.isoformat(),
    "compact": lambda d: d.strftime("%Y%m%d"),
    "after time": lambda d: f"15:48 {d.day:02d}/{d.month:02d}/{d.year}",
}


@given(st.lists(st.tuples(DAYS, st.sampled_from(sorted(FORMATS))), min_size=1, max_size=20))
@settings(deadline=None, max_examples=60)
def test_a_day_comes_back_from_every_format(days):
    assert read(parse_date, *(FORMATS[name](day) for day, name in days)) == [(day, None) for day, _ in days]


@given(st.lists(st.tuples(st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.times()), min_size=1, max_size=20))
@settings(deadline=None, max_examples=60)
def test_a_moment_comes_back(moments):
    wanted = [datetime.combine(day, time(clock.hour, clock.minute, clock.second)) for day, clock in moments]
    for form in ("%d/%m/%Y %H:%M:%S", "%Y%m%d%H%M%S", "%Y-%m-%dT%H:%M:%S", "%H:%M:%S %d/%m/%Y"):
        assert read(parse_moment, *(moment.strftime(form) for moment in wanted)) == [(moment, None) for moment in wanted]
    serials = [(Kind.NUMBER, repr((moment - datetime(1899, 12, 30)).total_seconds() / 86_400)) for moment in wanted]
    assert read(parse_moment, *serials) == [(moment, None) for moment in wanted]


@given(
    st.lists(
        st.tuples(st.sampled_from(list(Kind)), st.one_of(st.none(), st.text(max_size=14), st.text("0123456789/-.: Tthángnămngày", max_size=16))),
        max_size=15,
    )
)
@settings(deadline=None, max_examples=150)
def test_never_raises(cells):
    for value, code in read(parse_date, *cells) + read(parse_moment, *cells):
        assert code != "BAD_DATE" or value is None


@given(
    st.lists(st.one_of(st.none(), DAYS), min_size=1, max_size=8),
    st.sampled_from([(Kind.TEXT, "%d/%m/%Y"), (Kind.TEXT, "%d/%m/%Y 08:30"), (Kind.DATE, "%Y-%m-%d"), (Kind.DATETIME, "%Y-%m-%dT08:30:00")]),
)
@settings(deadline=None, max_examples=60)
def test_the_short_way_of_uniform_columns_gives_what_the_long_way_gives(days, spelling):
    kind, form = spelling
    cells = [(Kind.EMPTY, None) if day is None else (kind, day.strftime(form)) for day in days]
    # A broken cell beside them sends the column the long way round.
    assert read(parse_moment, *cells) == read(parse_moment, *cells, (Kind.ERROR, "#REF!"))[:-1]


def test_large_columns_go_another_way_to_the_same_end():
    cells = ["28/10/2025", "31/02/2025", None, (Kind.NUMBER, "45838"), "15:48 04/08/2026"]
    assert read(parse_moment, *cells * 1_100) == read(parse_moment, *cells) * 1_100
