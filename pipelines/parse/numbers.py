"""Numbers: counts, quantities and percents. A cell typed as a number is read in machine form, text in the convention that its column shows.

In Vietnam the dot parts thousands and the comma decimals; files from elsewhere do the reverse. '1.234' alone tells nothing, so the column settles
it by its other cells; where they contradict each other, the doubtful cells stay null. No range checks here: rules judge.
"""

from __future__ import annotations

from enum import Enum, auto

import polars as pl

from pipelines.grid import Kind
from pipelines.parse.parsed import Parsed, broken_cell_code, distinct_cells, is_kind, spread
from pipelines.vietnamese.fold import light_expr
from schemas import issues

BAD_NUMBER = issues.BAD_NUMBER.code
NUMBER_AMBIGUOUS = issues.NUMBER_AMBIGUOUS.code
PERCENT_FRACTION = issues.PERCENT_FRACTION.code

EXTRAS = ("value_low", "value_high", "qualifier")

SCALES = {"nghin ty": 1e12, "ngan ty": 1e12, "trieu": 1e6, "nghin": 1e3, "ngan": 1e3, "ty": 1e9, "ti": 1e9, "tr": 1e6}
QUALIFIERS = {
    "~": "~", "≈": "~", "khoang": "~", "gan": "~", "uoc": "~", "uoc dat": "~", "xap xi": "~",
    ">": ">", "tren": ">", "hon": ">", "<": "<", "duoi": "<",
    ">=": ">=", "≥": ">=", "it nhat": ">=", "toi thieu": ">=", "tu": ">=",
    "<=": "<=", "≤": "<=", "toi da": "<=", "khong qua": "<=",
}  # fmt: skip

_NUMERAL = r"[0-9][0-9.,]*(?: [0-9]{3})*(?:[.,][0-9]+)?"
_WORDS_FIRST = sorted(QUALIFIERS, key=len, reverse=True)
_GRAMMAR = (
    rf"^(?P<qualifier>{'|'.join(_WORDS_FIRST)})?\s*"
    rf"(?P<sign>[+\-])?\s?(?P<first>{_NUMERAL})\s*(?P<first_pct>%)?"
    rf"(?:\s*(?:-|~|den)\s*(?P<second>{_NUMERAL}))?\s*"
    rf"(?P<pct>%|phan tram)?\s*"
    rf"(?P<scale>{'|'.join(SCALES)})?\s*(?:dong|vnd|usd|d)?$"
)
_NOTHING = r"^(?:[-_./… ]*|x|null|n/a)$"
_NOTHING_AROSE = r"^(?:kps|k\.p\.s\.?|khong phat sinh(?: ho so)?)$"
_NONE = r"^(?:khong|khong co)$"

_PLAIN = r"^[0-9]+$"
_SPACED = r"^[0-9]{1,3}(?: [0-9]{3})+$"
_SPACED_COMMA, _SPACED_DOT = r"^[0-9]{1,3}(?: [0-9]{3})+,[0-9]+$", r"^[0-9]{1,3}(?: [0-9]{3})+\.[0-9]+$"
_DOT_GROUPS, _COMMA_GROUPS = r"^[0-9]{1,3}(?:\.[0-9]{3}){2,}$", r"^[0-9]{1,3}(?:,[0-9]{3}){2,}$"
_DOT_GROUPS_COMMA, _COMMA_GROUPS_DOT = r"^[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+$", r"^[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+$"
_ONE_DOT, _ONE_COMMA = r"^[0-9]+\.[0-9]+$", r"^[0-9]+,[0-9]+$"
_EITHER_DOT, _EITHER_COMMA = r"^[1-9][0-9]{0,2}\.[0-9]{3}$", r"^[1-9][0-9]{0,2},[0-9]{3}$"


class _Field(Enum):
    INTEGER = auto()
    NUMBER = auto()
    PERCENT = auto()


def parse_integer(text: pl.Series, kind: pl.Series) -> Parsed:
    """Counts as Int64, in single units ('5 triệu' is 5,000,000).

    Marks of an empty cell ('-', '…', 'x') are null without a code; 'KPS', 'không phát sinh' and 'không' are 0. What is not whole, approximate or
    a percent is BAD_NUMBER. Where '1.234' could be a decimal in this column: NUMBER_AMBIGUOUS. Negative numbers parse.
    """
    return _parse(text, kind, _Field.INTEGER, qualified=False)


def parse_number(text: pl.Series, kind: pl.Series, *, qualified: bool = True) -> Parsed:
    """Quantities as Float64, in base units ('2,1 tỷ' is 2.1e9; a percent is 0 to 100, whether typed with '%' or formatted so).

    Extras `value_low`, `value_high`, `qualifier` ('~', '>', '<', '>=', '<=') hold what an approximate value or a range says; a range has no single
    value: it is null without a code. With `qualified=False`, for fields that keep no extras, such cells are BAD_NUMBER.
    """
    return _parse(text, kind, _Field.NUMBER, qualified=qualified)


def parse_percent(text: pl.Series, kind: pl.Series, *, qualified: bool = False) -> Parsed:
    """Percents as Float64 from 0 to 100: 39.98, '39,98 %' and a cell 0.3998 formatted as a percentage are all 39.98.

    A column without any percent sign or format whose values all lie in 0..1, one of them between, holds fractions: times 100, PERCENT_FRACTION.
    `qualified` as in `parse_number`.
    """
    return _parse(text, kind, _Field.PERCENT, qualified=qualified)


def _parse(text: pl.Series, kind: pl.Series, field: _Field, *, qualified: bool) -> Parsed:
    cells = distinct_cells(text, kind)
    written = cells.filter(is_kind(Kind.TEXT) & pl.col("text").is_not_null())
    typed = cells.filter(~(is_kind(Kind.TEXT) & pl.col("text").is_not_null()))
    answers = pl.concat([_typed(typed, field), _written(written, field, qualified)], how="vertical")
    if field is _Field.PERCENT:
        answers = _fractions(answers)
    if field is _Field.INTEGER:
        answers = _whole(answers)
    return spread(answers, text, kind, EXTRAS if qualified else ())


_SHAPE = ("text", "kind", "value", "code", "value_low", "value_high", "qualifier", "has_sign")


def _typed(cells: pl.DataFrame, field: _Field) -> pl.DataFrame:
    """Cells that the file itself types: numbers in machine form, everything else no number."""
    number = pl.col("text").cast(pl.Float64, strict=False)
    percent = (number * 100).round(10)
    # A percent format on a count says that something else than a count was typed.
    percent = percent if field is not _Field.INTEGER else pl.lit(None, pl.Float64)
    value = pl.when(is_kind(Kind.NUMBER)).then(number).when(is_kind(Kind.PERCENT)).then(percent)
    return (
        cells.with_columns(value=value)
        .with_columns(value=pl.when(pl.col("value").is_finite()).then(pl.col("value")))
        .with_columns(
            code=pl.coalesce(
                broken_cell_code(),
                pl.when(pl.col("text").is_not_null() & ~is_kind(Kind.EMPTY) & pl.col("value").is_null()).then(pl.lit(BAD_NUMBER)),
            ),
            value_low=pl.lit(None, pl.Float64),
            value_high=pl.lit(None, pl.Float64),
            qualifier=pl.lit(None, pl.String),
            has_sign=is_kind(Kind.PERCENT),
        )
        .select(_SHAPE)
    )


def _written(cells: pl.DataFrame, field: _Field, qualified: bool) -> pl.DataFrame:
    """Text cells, by the grammar above and the column's own convention."""
    plain = light_expr(pl.col("text")).str.replace_all(r"[–—−‐‑]", "-")
    frame = cells.with_columns(plain=plain).with_columns(parts=pl.col("plain").str.extract_groups(_GRAMMAR)).unnest("parts")
    is_range = pl.col("second").is_not_null()
    has_sign = pl.col("pct").is_not_null() | pl.col("first_pct").is_not_null()
    frame = frame.with_columns(is_range=is_range, has_sign=has_sign)

    dots, commas = _convention(frame, field)
    first, first_doubt = _numeral("first", dots, commas)
    second, second_doubt = _numeral("second", dots, commas)
    scale = pl.col("scale").replace_strict(SCALES, default=None, return_dtype=pl.Float64)
    # Scaling leaves float noise (2.3 x 10^6), which a sixth decimal hides.
    scaled = [pl.when(scale.is_not_null()).then((number * scale).round(6)).otherwise(number) for number in (first, second)]
    frame = frame.with_columns(first_value=scaled[0], second_value=scaled[1], doubt=first_doubt | (second_doubt.fill_null(False) & is_range))

    mark = pl.col("qualifier").replace_strict(QUALIFIERS, default=None, return_dtype=pl.String)
    signed = pl.when(pl.col("sign") == "-").then(-pl.col("first_value")).otherwise(pl.col("first_value"))
    refused = pl.col("first").is_null() | (has_sign & scale.is_not_null())
    if field is _Field.INTEGER:
        refused |= has_sign
    # 'từ 3 đến 4': 'từ' opens the range there and bounds nothing by itself.
    mark = pl.when(is_range & (mark == ">=")).then(None).otherwise(mark)
    if qualified:
        refused |= is_range & (
            (pl.col("second_value") < signed) | mark.is_in(["<", "<=", ">"]).fill_null(False) | (pl.col("sign") == "-").fill_null(False)
        )
    else:
        refused |= is_range | mark.is_not_null()
    frame = frame.with_columns(mark=mark, signed=signed, refused=refused.fill_null(True))

    nothing = pl.col("plain").str.contains(_NOTHING)
    zero = pl.lit(False)
    if field is _Field.INTEGER:
        zero = pl.col("plain").str.contains(_NOTHING_AROSE) | pl.col("plain").str.contains(_NONE)
    else:
        # A rate or a quantity of what did not arise is no figure; a bare 'không' may be a zero or a refusal.
        nothing |= pl.col("plain").str.contains(_NOTHING_AROSE)
    number = pl.when(~pl.col("refused") & pl.col("signed").is_finite()).then(pl.col("signed"))
    finite_range = pl.col("is_range") & number.is_not_null() & pl.col("second_value").is_finite()
    value = pl.when(zero).then(pl.lit(0.0)).when(~pl.col("is_range")).then(number)
    low = pl.when(finite_range | pl.col("mark").is_in([">", ">="])).then(number)
    high = pl.when(finite_range).then(pl.col("second_value")).when(pl.col("mark").is_in(["<", "<="])).then(number)
    understood = value.is_not_null() | finite_range
    code = (
        pl.when(nothing | zero)
        .then(None)
        .when(pl.col("doubt") & ~pl.col("refused"))
        .then(pl.lit(NUMBER_AMBIGUOUS))
        .when(~understood)
        .then(pl.lit(BAD_NUMBER))
    )
    return frame.with_columns(
        value=pl.when(~nothing).then(value),
        code=code,
        value_low=low,
        value_high=high,
        qualifier=pl.when(number.is_not_null()).then(pl.col("mark")),
        has_sign=pl.col("has_sign").fill_null(False),
    ).select(_SHAPE)


class _Reading(Enum):
    """How '1.234' (or '1,234') is read in a column."""

    THOUSANDS = auto()
    DECIMAL = auto()
    THOUSANDS_DOUBTED = auto()
    DECIMAL_DOUBTED = auto()
    UNREADABLE = auto()


def _convention(frame: pl.DataFrame, field: _Field) -> tuple[_Reading, _Reading]:
    """How the column's doubtful dots and doubtful commas are to be read, by what its other cells show."""
    numerals = pl.concat([frame["first"], frame["second"]]).drop_nulls().str.strip_chars(" ")
    either_dot, either_comma = numerals.str.contains(_EITHER_DOT), numerals.str.contains(_EITHER_COMMA)
    vietnamese = _any(numerals, _DOT_GROUPS, _DOT_GROUPS_COMMA, _SPACED_COMMA) or bool((numerals.str.contains(_ONE_COMMA) & ~either_comma).any())
    foreign = _any(numerals, _COMMA_GROUPS, _COMMA_GROUPS_DOT, _SPACED_DOT) or bool((numerals.str.contains(_ONE_DOT) & ~either_dot).any())
    if vietnamese and foreign:
        return _Reading.UNREADABLE, _Reading.UNREADABLE
    if vietnamese:
        return _Reading.THOUSANDS, _Reading.DECIMAL
    if foreign:
        return _Reading.DECIMAL, _Reading.THOUSANDS
    if field is _Field.INTEGER:
        # No count has decimals: '1,234' can only mean thousands, and says so of '1,000' beside it. Alone, '1,000' may be one.
        whole = bool((either_comma & ~numerals.str.ends_with(",000")).any())
        both = whole and bool(either_dot.any())
        return (
            (_Reading.UNREADABLE, _Reading.UNREADABLE)
            if both
            else (
                _Reading.THOUSANDS,
                _Reading.THOUSANDS_DOUBTED if whole else _Reading.UNREADABLE,
            )
        )
    if field is _Field.NUMBER:
        return _Reading.THOUSANDS_DOUBTED, _Reading.DECIMAL_DOUBTED
    # A percent of a thousand and more is as unlikely as three decimals: '39.980' is read neither way, '39,980' in the country's own.
    return _Reading.UNREADABLE, _Reading.DECIMAL


def _any(numerals: pl.Series, *patterns: str) -> bool:
    return any(numerals.str.contains(pattern).any() for pattern in patterns)


def _numeral(name: str, dots: _Reading, commas: _Reading) -> tuple[pl.Expr, pl.Expr]:
    """The value of a numeral column as Float64, and whether its reading is in doubt."""
    numeral = pl.col(name).str.strip_chars(" ")
    tight = numeral.str.replace_all(" ", "", literal=True)
    no_dots = tight.str.replace_all(".", "", literal=True)
    no_commas = tight.str.replace_all(",", "", literal=True)
    comma_as_point = no_dots.str.replace(",", ".", literal=True)
    comma_point = tight.str.replace(",", ".", literal=True)

    def read(reading: _Reading, thousands: pl.Expr, decimal: pl.Expr) -> pl.Expr:
        if reading in (_Reading.THOUSANDS, _Reading.THOUSANDS_DOUBTED):
            return thousands
        return decimal if reading in (_Reading.DECIMAL, _Reading.DECIMAL_DOUBTED) else pl.lit(None, pl.String)

    def doubted(reading: _Reading) -> bool:
        return reading in (_Reading.THOUSANDS_DOUBTED, _Reading.DECIMAL_DOUBTED, _Reading.UNREADABLE)

    either_dot, either_comma = numeral.str.contains(_EITHER_DOT), numeral.str.contains(_EITHER_COMMA)
    machine = (
        pl.when(numeral.str.contains(_PLAIN) | numeral.str.contains(_SPACED) | numeral.str.contains(_SPACED_DOT))
        .then(tight)
        .when(numeral.str.contains(_SPACED_COMMA))
        .then(comma_point)
        .when(either_dot)
        .then(read(dots, no_dots, tight))
        .when(either_comma)
        .then(read(commas, no_commas, comma_point))
        .when(numeral.str.contains(_DOT_GROUPS) | numeral.str.contains(_DOT_GROUPS_COMMA))
        .then(comma_as_point)
        .when(numeral.str.contains(_COMMA_GROUPS) | numeral.str.contains(_COMMA_GROUPS_DOT))
        .then(no_commas)
        .when(numeral.str.contains(_ONE_DOT))
        .then(tight)
        .when(numeral.str.contains(_ONE_COMMA))
        .then(comma_point)
    )
    doubt = (either_dot & pl.lit(doubted(dots))) | (either_comma & pl.lit(doubted(commas)))
    return machine.cast(pl.Float64, strict=False), doubt


def _fractions(answers: pl.DataFrame) -> pl.DataFrame:
    """Percents that a whole column gives as fractions of one, brought to 0..100 and coded."""
    values = answers.filter(pl.col("value").is_not_null() | pl.col("value_low").is_not_null())
    bare = values.filter(~pl.col("has_sign"))
    if values.height != bare.height or values.is_empty():
        return answers
    ends = pl.concat([bare["value"], bare["value_low"], bare["value_high"]]).drop_nulls()
    if not (ends.is_between(0, 1).all() and ends.is_between(0, 1, closed="none").any()):
        return answers
    raised = pl.col("value").ne_missing(0.0) & (pl.col("value").is_not_null() | pl.col("value_low").is_not_null())
    return answers.with_columns(
        *((pl.col(name) * 100).round(10) for name in ("value", "value_low", "value_high")),
        code=pl.when(raised & pl.col("code").is_null()).then(pl.lit(PERCENT_FRACTION)).otherwise(pl.col("code")),
    )


def _whole(answers: pl.DataFrame) -> pl.DataFrame:
    """Float values to Int64; what is not whole (within float error) becomes null and BAD_NUMBER."""
    nearest = pl.col("value").round(0)
    off = (pl.col("value") - nearest).abs() > 1e-9 * pl.max_horizontal(pl.col("value").abs(), pl.lit(1.0))
    # Past 2^53 a Float64 no longer holds every whole number: refused, never rounded.
    whole = pl.when(~off & (nearest.abs() <= 2**53)).then(nearest).cast(pl.Int64, strict=False)
    return answers.with_columns(value=whole, lost=pl.col("value").is_not_null() & whole.is_null()).with_columns(
        code=pl.when(pl.col("lost")).then(pl.lit(BAD_NUMBER)).otherwise(pl.col("code"))
    )
