import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.grid import Kind
from pipelines.parse.numbers import parse_integer, parse_number, parse_percent
from tests.pipelines.parse.value_cells import check_shape, column


def read(parser, *cells, **options):
    parsed = parser(*column(*cells), **options)
    check_shape(parsed, len(cells))
    return list(zip(parsed.values.to_list(), parsed.codes.to_list(), strict=True))


def one(parser, cell, **options):
    return read(parser, cell, **options)[0]


@pytest.mark.parametrize("text", ["", " ", "-", "–", "—", "…", "...", ". . .", "x", "X", "NULL", None])
@pytest.mark.parametrize("parser", [parse_integer, parse_number, parse_percent])
def test_marks_of_an_empty_cell_are_null_without_a_code(parser, text):
    assert one(parser, text) == (None, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234.567", 1_234_567),
        ("1.234", 1234),
        ("1 234", 1234),
        ("1\u00a0234\u00a0567", 1_234_567),
        ("10,361,222", 10_361_222),
        ("007", 7),
        ("0", 0),
        ("-5", -5),
        ("−5", -5),
        ("KPS", 0),
        ("Không phát sinh", 0),
        ("không", 0),
        ("5 triệu", 5_000_000),
        ("2,1 tỷ", 2_100_000_000),
        ("1.234,00", 1234),
        ("64379000000", 64_379_000_000),
        ("\u200b15", 15),
    ],
)
def test_integer_text(text, value):
    assert one(parse_integer, text) == (value, None)


@pytest.mark.parametrize(
    "text",
    [
        "12,5",
        "abc",
        "12 %",
        "~120",
        "3-4",
        "1.2.3",
        "12 34",
        "31/12/2025",
        "1e5",
        "nan",
        "inf",
        "= 4+5",
        "(5)",
        "9" * 400,
        "12345678901234567",
    ],
)
def test_integer_text_refused(text):
    assert one(parse_integer, text) == (None, "BAD_NUMBER")


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ((Kind.NUMBER, "1234"), (1234, None)),
        ((Kind.NUMBER, "1234.0"), (1234, None)),
        ((Kind.NUMBER, "119.99999999999999"), (120, None)),
        ((Kind.NUMBER, "1.234"), (None, "BAD_NUMBER")),
        ((Kind.NUMBER, "-3"), (-3, None)),
        ((Kind.PERCENT, "1"), (None, "BAD_NUMBER")),
        ((Kind.DATE, "2025-10-28"), (None, "BAD_NUMBER")),
        ((Kind.BOOL, "TRUE"), (None, "BAD_NUMBER")),
        ((Kind.ERROR, "#REF!"), (None, "CELL_ERROR")),
        ((Kind.UNCACHED, "=A1+B1"), (None, "FORMULA_UNCACHED")),
        ((Kind.EMPTY, None), (None, None)),
    ],
)
def test_integer_typed(cell, answer):
    assert one(parse_integer, cell) == answer


def test_a_column_settles_what_a_dot_means():
    assert read(parse_number, "1.234", "12,5") == [(1234.0, None), (12.5, None)]
    assert read(parse_number, "1.234", "12.5") == [(1.234, None), (12.5, None)]
    assert read(parse_number, "1.234", "0.398") == [(1.234, None), (0.398, None)]
    assert read(parse_number, "1.234", "1.2345") == [(1.234, None), (1.2345, None)]
    assert read(parse_number, "1.234", "1,234,567") == [(1.234, None), (1_234_567.0, None)]
    assert read(parse_number, "1,234", "1,234.5") == [(1234.0, None), (1234.5, None)]
    assert read(parse_number, "1,234", "2.000.000") == [(1.234, None), (2_000_000.0, None)]
    assert read(parse_integer, "1.234", "56") == [(1234, None), (56, None)]


def test_alone_a_doubtful_number_is_said_to_be_doubtful():
    assert read(parse_number, "1.234", "56") == [(1234.0, "NUMBER_AMBIGUOUS"), (56.0, None)]
    assert read(parse_number, "1,234") == [(1.234, "NUMBER_AMBIGUOUS")]
    assert read(parse_integer, "1,234", "1,000") == [(1234, "NUMBER_AMBIGUOUS"), (1000, "NUMBER_AMBIGUOUS")]
    assert read(parse_integer, "1,000", "12") == [(None, "NUMBER_AMBIGUOUS"), (12, None)]
    assert read(parse_percent, "39.980") == [(None, "NUMBER_AMBIGUOUS")]
    assert read(parse_percent, "39,980") == [(39.98, None)]


def test_a_column_that_contradicts_itself_keeps_only_what_is_clear():
    assert read(parse_number, "1.234", "12,5", "12.5", "7", "1.234.567", "1,234") == [
        (None, "NUMBER_AMBIGUOUS"),
        (12.5, None),
        (12.5, None),
        (7.0, None),
        (1_234_567.0, None),
        (None, "NUMBER_AMBIGUOUS"),
    ]


def test_typed_numbers_are_no_evidence_for_text():
    assert read(parse_integer, "1.234", (Kind.NUMBER, "12.5")) == [(1234, None), (None, "BAD_NUMBER")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("39,98%", 39.98),
        ("39.98 %", 39.98),
        ("+20,5 %", 20.5),
        ("-4,5", -4.5),
        ("2,1 tỷ", 2.1e9),
        ("2,3 triệu đồng", 2_300_000.0),
        ("98.000,5 tỷ đồng", 98_000.5e9),
        ("78,1 tỷ USD", 78.1e9),
        ("15 nghìn", 15_000.0),
        ("1 nghìn tỷ", 1e12),
        ("0,3998", 0.3998),
        ("1 234,5", 1234.5),
    ],
)
def test_number_text(text, value):
    assert one(parse_number, text) == (value, None)


@pytest.mark.parametrize("text", ["không", "top 20", "đạt", "5-3", "39,98 % tỷ", "1/2", "> 3-4", "2 tỷ 100 triệu", ",5", "5,", "1..5"])
def test_number_text_refused(text):
    assert one(parse_number, text) == (None, "BAD_NUMBER")


def test_nothing_arose_is_no_rate():
    assert one(parse_percent, "KPS") == (None, None)
    assert one(parse_number, "không phát sinh") == (None, None)


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "qualifier"),
    [
        ("3-4 %", None, 3.0, 4.0, None),
        ("8,3 – 8,5", None, 8.3, 8.5, None),
        ("từ 22% đến 25%", None, 22.0, 25.0, None),
        ("khoảng 3 - 4 triệu", None, 3e6, 4e6, "~"),
        ("~55 triệu", 55e6, None, None, "~"),
        ("gần 5 nghìn", 5000.0, None, None, "~"),
        ("> 30 triệu", 30e6, 30e6, None, ">"),
        ("trên 28.000,0", 28_000.0, 28_000.0, None, ">"),
        ("≥ 80%", 80.0, 80.0, None, ">="),
        ("tối thiểu 30 %", 30.0, 30.0, None, ">="),
        ("< 5", 5.0, None, 5.0, "<"),
        ("39,98", 39.98, None, None, None),
    ],
)
def test_approximate_numbers_and_ranges(text, value, low, high, qualifier):
    parsed = parse_number(*column(text))
    got = (parsed.values[0], *(parsed.extras[name][0] for name in ("value_low", "value_high", "qualifier")))
    assert got == (value, low, high, qualifier)
    assert parsed.codes[0] is None
    refused = qualifier is not None or value is None
    assert one(parse_number, text, qualified=False)[1] == ("BAD_NUMBER" if refused else None)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ((Kind.NUMBER, "39.98"), 39.98),
        ((Kind.PERCENT, "0.3998"), 39.98),
        ((Kind.PERCENT, "0.07"), 7.0),
        ("39,98%", 39.98),
        ("39.98 %", 39.98),
        ("16,94", 16.94),
        ((Kind.NUMBER, "105"), 105.0),
    ],
)
def test_percent(cell, value):
    assert one(parse_percent, cell) == (value, None)


def test_a_column_of_fractions_is_brought_to_a_hundred_and_said_so():
    assert read(parse_percent, (Kind.NUMBER, "0.3998"), (Kind.NUMBER, "1"), (Kind.NUMBER, "0"), None) == [
        (39.98, "PERCENT_FRACTION"),
        (100.0, "PERCENT_FRACTION"),
        (0.0, None),
        (None, None),
    ]
    assert read(parse_percent, "0,5446", "0,1694") == [(54.46, "PERCENT_FRACTION"), (16.94, "PERCENT_FRACTION")]


def test_percents_below_one_stay_where_the_column_shows_percents():
    assert read(parse_percent, (Kind.NUMBER, "0.5"), (Kind.NUMBER, "39.98")) == [(0.5, None), (39.98, None)]
    assert read(parse_percent, (Kind.NUMBER, "0.5"), (Kind.PERCENT, "0.2")) == [(0.5, None), (20.0, None)]
    assert read(parse_percent, "0,5%") == [(0.5, None)]
    assert read(parse_percent, (Kind.NUMBER, "0"), (Kind.NUMBER, "1")) == [(0.0, None), (1.0, None)]


def test_dtypes_and_empty_columns():
    for parser, dtype in ((parse_integer, pl.Int64), (parse_number, pl.Float64), (parse_percent, pl.Float64)):
        for cells in ((), (None, None), ((Kind.ERROR, "#N/A"),), ("abc",), ("12",)):
            parsed = parser(*column(*cells))
            assert parsed.values.dtype == dtype
            check_shape(parsed, len(cells))


def vietnamese(number: int, decimals: int) -> str:
    whole, part = divmod(abs(number), 10**decimals)
    text = f"{whole:,}".replace(",", ".")
    return ("-" if number < 0 else "") + text + (f",{part:0{decimals}d}" if decimals else "")


@given(st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=20))
@settings(deadline=None)
def test_counts_written_in_vietnamese_come_back(numbers):
    assert read(parse_integer, *(vietnamese(number, 0) for number in numbers)) == [(number, None) for number in numbers]


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=20), st.sampled_from([1, 2, 4]))
@settings(deadline=None)
def test_decimals_written_in_vietnamese_come_back(numbers, decimals):
    answers = read(parse_number, *(vietnamese(number, decimals) for number in numbers))
    assert [code for _, code in answers] == [None] * len(numbers)
    assert [value for value, _ in answers] == [float(f"{number}e-{decimals}") for number in numbers]


@given(
    st.lists(
        st.tuples(st.sampled_from(list(Kind)), st.one_of(st.none(), st.text(max_size=12), st.text("0123456789.,-%~ xtỷ", max_size=12))), max_size=15
    )
)
@settings(deadline=None, max_examples=100)
def test_never_raises_and_never_drops_text_silently(cells):
    for parser in (parse_integer, parse_number, parse_percent):
        parsed = parser(*column(*cells))
        check_shape(parsed, len(cells))
        assert parsed.values.dtype in (pl.Int64, pl.Float64)
        assert parsed.values.is_finite().fill_null(True).all() if parsed.values.dtype == pl.Float64 else True


NUMERALS = st.one_of(st.integers(-(10**17), 10**17).map(str), st.floats(allow_nan=True).map(str), st.text("0123456789.-+ e", min_size=1, max_size=6))


@given(st.lists(st.one_of(st.none(), NUMERALS), min_size=1, max_size=8), st.sampled_from([Kind.NUMBER, Kind.TEXT]))
@settings(deadline=None, max_examples=100)
def test_the_short_way_of_plain_columns_gives_what_the_long_way_gives(texts, kind):
    cells = [(Kind.EMPTY, None) if text is None else (kind, text) for text in texts]
    for parser in (parse_integer, parse_number, parse_percent):
        # A broken cell beside them sends the column the long way round.
        assert read(parser, *cells) == read(parser, *cells, (Kind.ERROR, "#REF!"))[:-1]


@pytest.mark.parametrize(
    ("cell", "value"), [("12 hồ sơ", 12), ("3.445 hồ sơ", 3445), ("'914", 914), ("5 triệu hồ sơ", 5_000_000), ("1.234.567 HS", 1_234_567)]
)
def test_the_noun_of_what_is_counted_and_an_apostrophe_add_nothing(cell, value):
    assert read(parse_integer, cell, "7.000") == [(value, None), (7000, None)]


@pytest.mark.parametrize("cell", ["12 (ước)", "12 hồ sơ quá hạn", "mười hai hồ sơ", "12 15 hồ sơ"])
def test_other_words_behind_a_number_are_no_number(cell):
    assert [code for _, code in read(parse_integer, cell)] == ["BAD_NUMBER"]
