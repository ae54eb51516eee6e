"""Numbers: counts, quantities and percents. A cell typed as a number is read in machine form, text in the convention that its column shows.

In Vietnam the dot parts thousands and the comma decimals; files from elsewhere do the reverse. '1.234' alone tells nothing, so the column settles
it by its other cells; where they contradict each other, the doubtful cells stay null. No range checks here: rules judge.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto

import polars as pl

from pipelines.grid import Kind
from pipelines.parse.parsed import NOTHING, Parsed, all_right, broken_cell_code, distinct_cells, is_kind, kinds_of, spread, with_plain
from schemas import issues

BAD_NUMBER = issues.BAD_NUMBER.code
NUMBER_AMBIGUOUS = issues.NUMBER_AMBIGUOUS.code
PERCENT_FRACTION = issues.PERCENT_FRACTION.code

EXTRAS = ("value_low", "value_high", "qualifier", "scale", "money")

SCALES = {"nghin ty": 1e12, "ngan ty": 1e12, "trieu": 1e6, "nghin": 1e3, "ngan": 1e3, "ty": 1e9, "ti": 1e9, "tr": 1e6}
"""Words of scale, as `light` gives them, the longer before those that they begin with. Cells and units (see `units`) know these and no others."""
MONEY = {"dong": "dong", "vnd": "dong", "usd": "usd", "d": "dong"}
"""Words of money that may end a cell, and the currency that they mean."""
QUALIFIERS = {
    "~": "~", "≈": "~", "khoang": "~", "gan": "~", "uoc": "~", "uoc dat": "~", "xap xi": "~",
    ">": ">", "tren": ">", "hon": ">", "<": "<", "duoi": "<",
    ">=": ">=", "≥": ">=", "it nhat": ">=", "toi thieu": ">=", "tu": ">=",
    "<=": "<=", "≤": "<=", "toi da": "<=", "khong qua": "<=",
}  # fmt: skip

_COUNTED = (
    r"(?:ho so|hs|nhiem vu|thu tuc(?: hanh chinh)?|tthc|tram|thua(?: dat)?|nguoi|doanh nghiep|hoa don|dich vu(?: cong)?|nen tang|"
    r"van ban|co so du lieu|csdl|tai khoan|bai(?: viet)?|tin|luot|chuyen(?: bay)?|xa|phuong|don vi|giao dich|van bang|bang|chuyen gia|"
    r"khoa(?: hoc)?|hoc vien|co quan|he thong|tinh|bo|nghi dinh|luat|du an(?: luat)?|dia phuong|to chuc|cong trinh|san pham|nhom|diem)"
)
"""Nouns that may stand behind a number and add nothing to it."""
_NUMERAL = r"[0-9][0-9.,]*(?: [0-9]{3})*(?:[.,][0-9]+)?"
_WORDS_FIRST = sorted(QUALIFIERS, key=len, reverse=True)
_GRAMMAR = (
    rf"^(?P<qualifier>{'|'.join(_WORDS_FIRST)})?\s*"
    rf"(?P<sign>[+\-])?\s?(?P<first>{_NUMERAL})\s*(?P<first_pct>%)?"
    rf"(?:\s*(?:-|~|den)\s*(?P<second>{_NUMERAL}))?\s*"
    rf"(?P<pct>%|phan tram)?\s*"
    rf"(?P<scale>{'|'.join(SCALES)})?\s*(?P<money>{'|'.join(MONEY)})?$"
)
_NOTHING_AROSE = r"^(?:kps|k\.p\.s\.?|khong phat sinh(?: ho so)?)$"
_NONE = r"^(?:khong|khong co)$"
_DIGITS = r"^[0-9]+$"
_ENDS = (pl.col("first_number"), pl.col("second_number"))

_SHAPES = {
    "plain": r"^[0-9]+$|^[0-9]{1,3}(?: [0-9]{3})+$",
    "either dot": r"^[1-9][0-9]{0,2}\.[0-9]{3}$",
    "either comma": r"^[1-9][0-9]{0,2},[0-9]{3}$",
    "one dot": r"^[0-9]+\.[0-9]+$",
    "one comma": r"^[0-9]+,[0-9]+$",
    "dot groups": r"^[0-9]{1,3}(?:\.[0-9]{3})+(?:\.[0-9]{3}|,[0-9]+)$",
    "comma groups": r"^[0-9]{1,3}(?:,[0-9]{3})+(?:,[0-9]{3}|\.[0-9]+)$",
    "spaces comma": r"^[0-9]{1,3}(?: [0-9]{3})+,[0-9]+$",
    "spaces dot": r"^[0-9]{1,3}(?: [0-9]{3})+\.[0-9]+$",
}
"""How a numeral can be written, the first that fits; the two 'either' may be thousands or decimals."""
_VIETNAMESE = ["one comma", "dot groups", "spaces comma"]
_FOREIGN = ["one dot", "comma groups", "spaces dot"]


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
    value: it is null without a code. `scale` is what the cell's words multiplied its numbers by ('2,1 tỷ': 1e9), null where it names no scale;
    `money` is the currency that it names ('dong', 'usd'). With `qualified=False`, for fields that keep no extras, such cells are BAD_NUMBER.
    """
    return _parse(text, kind, _Field.NUMBER, qualified=qualified)


def parse_percent(text: pl.Series, kind: pl.Series, *, qualified: bool = False) -> Parsed:
    """Percents as Float64 from 0 to 100: 39.98, '39,98 %' and a cell 0.3998 formatted as a percentage are all 39.98.

    A column without any percent sign or format whose values all lie in 0..1, one of them between, holds fractions: times 100, PERCENT_FRACTION.
    `qualified` as in `parse_number`.
    """
    return _parse(text, kind, _Field.PERCENT, qualified=qualified)


def _parse(text: pl.Series, kind: pl.Series, field: _Field, *, qualified: bool) -> Parsed:
    plain = _plain_column(text, kind, field)
    if plain is not None:
        none = pl.Series([None], dtype=pl.Float64).new_from_index(0, len(text))
        answer = all_right(plain)
        return replace(answer, extras={name: none.cast(_ANSWER[name]).alias(name) for name in EXTRAS} if qualified else {})
    cells = distinct_cells(text, kind)
    is_text = is_kind(Kind.TEXT) & pl.col("text").is_not_null()
    answers = pl.concat([_typed(cells.filter(~is_text), field), _written(cells.filter(is_text), field, qualified)])
    if field is _Field.PERCENT:
        answers = _fractions(answers)
    if field is _Field.INTEGER:
        answers = _whole(answers)
    return spread(answers, text, kind, EXTRAS if qualified else ())


def _plain_column(text: pl.Series, kind: pl.Series, field: _Field) -> pl.Series | None:
    """The values of a column that is nothing but machine numbers and empty cells, as most are; null where a cell needs a closer look."""
    kinds = kinds_of(kind) - {Kind.EMPTY}
    if not kinds <= {Kind.NUMBER, Kind.TEXT}:
        return None
    whole = text.cast(pl.Int64, strict=False)
    if whole.null_count() == text.null_count():
        if ((whole > 2**53) | (whole < -(2**53))).any():
            return None
        return whole if field is _Field.INTEGER else whole.cast(pl.Float64)
    if field is _Field.INTEGER or Kind.TEXT in kinds:
        return None
    values = text.cast(pl.Float64, strict=False)
    if values.null_count() > text.null_count() or not values.is_finite().all():
        return None
    # Between 0 and 1 alone, percents may be fractions.
    return values if field is _Field.NUMBER or ((values > 1) | (values < 0)).any() else None


_ANSWER: dict[str, pl.DataType] = {
    "text": pl.String(),
    "kind": pl.UInt8(),
    "value": pl.Float64(),
    "code": pl.String(),
    "value_low": pl.Float64(),
    "value_high": pl.Float64(),
    "qualifier": pl.String(),
    "scale": pl.Float64(),
    "money": pl.String(),
    "has_sign": pl.Boolean(),
}


def _answer(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` in the shape of an answer; columns that it lacks are null, no percent sign unless it says so."""
    missing = {"has_sign": pl.lit(False)}
    return frame.select(
        (pl.col(name) if name in frame.columns else missing.get(name, pl.lit(None))).cast(dtype).alias(name) for name, dtype in _ANSWER.items()
    )


def _typed(cells: pl.DataFrame, field: _Field) -> pl.DataFrame:
    """Cells that the file itself types: numbers in machine form, everything else no number."""
    if cells.is_empty():
        return pl.DataFrame(schema=_ANSWER)
    number = pl.col("text").cast(pl.Float64, strict=False)
    # A percent format on a count says that something else than a count was typed.
    percent = (number * 100).round(10) if field is not _Field.INTEGER else pl.lit(None, pl.Float64)
    value = pl.when(is_kind(Kind.NUMBER)).then(number).when(is_kind(Kind.PERCENT)).then(percent)
    frame = cells.with_columns(value=value, has_sign=is_kind(Kind.PERCENT)).with_columns(value=pl.when(pl.col("value").is_finite()).then("value"))
    unread = pl.col("text").is_not_null() & ~is_kind(Kind.EMPTY) & pl.col("value").is_null()
    return _answer(frame.with_columns(code=pl.coalesce(broken_cell_code(), pl.when(unread).then(pl.lit(BAD_NUMBER)))))


def _written(cells: pl.DataFrame, field: _Field, qualified: bool) -> pl.DataFrame:
    """Text cells, by the grammar above and the column's own convention."""
    if cells.is_empty():
        return pl.DataFrame(schema=_ANSWER)
    frame = with_plain(cells)
    # "'914" and '914 hồ sơ' say 914: an apostrophe that kept a cell as text, the noun of what is counted.
    bare = pl.col("plain").str.replace(r"^['’`]\s*", "").str.replace(rf"^(.*[0-9%](?:\s*(?:{'|'.join(SCALES)}))?)\s+{_COUNTED}$", "$1")
    frame = frame.with_columns(plain=bare)
    digits = pl.col("plain").str.contains(_DIGITS)
    simple, rest = frame.filter(digits), frame.filter(~digits)
    simple = simple.with_columns(value=pl.col("plain").cast(pl.Float64, strict=False))
    return pl.concat([_answer(simple), _spelled(rest, field, qualified)])


def _spelled(frame: pl.DataFrame, field: _Field, qualified: bool) -> pl.DataFrame:
    """Text that is more than digits. Steps are columns of their own: nested expressions would be computed over and over."""
    if frame.is_empty():
        return pl.DataFrame(schema=_ANSWER)
    frame = frame.with_columns(parts=pl.col("plain").str.extract_groups(_GRAMMAR)).unnest("parts")
    numerals = _numerals(frame, field)
    for end in ("first", "second"):
        frame = frame.join(numerals.rename({"numeral": end, "number": f"{end}_number", "doubt": f"{end}_doubt"}), on=end, how="left")
    scale = pl.col("scale").replace_strict(SCALES, default=None, return_dtype=pl.Float64)
    money = pl.col("money").replace_strict(MONEY, default=None, return_dtype=pl.String)
    frame = frame.with_columns(
        money=money,
        is_range=pl.col("second").is_not_null(),
        has_sign=pl.any_horizontal(pl.col("pct", "first_pct").is_not_null()),
        minus=(pl.col("sign") == "-").fill_null(False),
        scale=scale,
        mark=pl.col("qualifier").replace_strict(QUALIFIERS, default=None, return_dtype=pl.String),
        doubt=pl.any_horizontal(pl.col("first_doubt", "second_doubt").fill_null(False)),
    )
    # Scaling leaves float noise (2.3 x 10^6), which a sixth decimal hides.
    scaled = (pl.when(pl.col("scale").is_null()).then(end).otherwise((end * pl.col("scale")).round(6)) for end in _ENDS)
    frame = frame.with_columns(scaled).with_columns(
        number=pl.when("minus").then(-pl.col("first_number")).otherwise("first_number"),
        # 'từ 3 đến 4': 'từ' opens the range there and bounds nothing by itself.
        mark=pl.when(~(pl.col("is_range") & (pl.col("mark") == ">=").fill_null(False))).then("mark"),
    )
    refused = pl.col("first").is_null() | (pl.col("has_sign") & pl.col("scale").is_not_null())
    if field is _Field.INTEGER:
        refused |= pl.col("has_sign")
    if qualified:
        falling = (pl.col("second_number") < pl.col("number")).fill_null(False)
        refused |= pl.col("is_range") & (falling | pl.col("minus") | pl.col("mark").is_in(["<", "<=", ">"]).fill_null(False))
    else:
        refused |= pl.col("is_range") | pl.col("mark").is_not_null()

    arose_not, none = pl.col("plain").str.contains(_NOTHING_AROSE), pl.col("plain").str.contains(_NONE)
    # A rate or a quantity of what did not arise is no figure; a bare 'không' there may be a zero or a refusal.
    zero = arose_not | none if field is _Field.INTEGER else pl.lit(False)
    nothing = pl.col("plain").str.contains(NOTHING) | (pl.col("plain") == "x") | (pl.lit(False) if field is _Field.INTEGER else arose_not)
    frame = frame.with_columns(refused=refused, zero=zero, nothing=nothing).with_columns(
        number=pl.when(~pl.col("refused") & ~pl.col("nothing") & pl.col("number").is_finite()).then("number"),
    )
    is_range = pl.col("is_range") & pl.col("number").is_not_null() & pl.col("second_number").is_finite()
    frame = frame.with_columns(
        value=pl.when("zero").then(pl.lit(0.0)).when(~pl.col("is_range")).then("number"),
        value_low=pl.when(is_range | pl.col("mark").is_in([">", ">="])).then("number"),
        value_high=pl.when(is_range).then("second_number").when(pl.col("mark").is_in(["<", "<="])).then("number"),
        qualifier=pl.when(pl.col("number").is_not_null()).then("mark"),
    )
    unread = pl.all_horizontal(pl.col("value", "value_low").is_null())
    code = pl.when(pl.col("doubt") & ~pl.col("refused")).then(pl.lit(NUMBER_AMBIGUOUS)).when(unread).then(pl.lit(BAD_NUMBER))
    return _answer(frame.with_columns(code=pl.when(~pl.col("nothing") & ~pl.col("zero")).then(code)))


class _Reading(Enum):
    """How '1.234' (or '1,234') is read in a column."""

    THOUSANDS = auto()
    DECIMAL = auto()
    THOUSANDS_DOUBTED = auto()
    DECIMAL_DOUBTED = auto()
    UNREADABLE = auto()


def _numerals(frame: pl.DataFrame, field: _Field) -> pl.DataFrame:
    """The different numerals of the column with their value as Float64 and whether that reading is in doubt."""
    numerals = pl.DataFrame({"numeral": pl.concat([frame["first"], frame["second"]]).drop_nulls().unique()})
    shape = pl.lit(None, pl.String)
    for name, pattern in reversed(_SHAPES.items()):
        shape = pl.when(pl.col("numeral").str.contains(pattern)).then(pl.lit(name)).otherwise(shape)
    tight = pl.col("numeral").str.replace_all(" ", "", literal=True)
    numerals = numerals.with_columns(
        shape=shape,
        dot_point=tight.str.replace_all(",", "", literal=True),
        comma_point=tight.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True),
        no_marks=tight.str.replace_all("[.,]", ""),
    )
    dots, commas = _convention(numerals, field)
    shape = pl.col("shape")
    machine = (
        pl.when(shape == "either dot")
        .then(_read(dots, "dot_point"))
        .when(shape == "either comma")
        .then(_read(commas, "comma_point"))
        .when(shape.is_in(_VIETNAMESE))
        .then("comma_point")
        .when(shape.is_in([*_FOREIGN, "plain"]))
        .then("dot_point")
    )
    doubted = [name for name, reading in (("either dot", dots), ("either comma", commas)) if reading not in (_Reading.THOUSANDS, _Reading.DECIMAL)]
    return numerals.select("numeral", number=machine.cast(pl.Float64, strict=False), doubt=shape.is_in(doubted).fill_null(False))


def _read(reading: _Reading, decimal: str) -> pl.Expr:
    if reading in (_Reading.THOUSANDS, _Reading.THOUSANDS_DOUBTED):
        return pl.col("no_marks")
    return pl.col(decimal) if reading in (_Reading.DECIMAL, _Reading.DECIMAL_DOUBTED) else pl.lit(None, pl.String)


def _convention(numerals: pl.DataFrame, field: _Field) -> tuple[_Reading, _Reading]:
    """How the column's doubtful dots and doubtful commas are to be read, by what its other cells show."""
    shapes = set(numerals["shape"])
    vietnamese, foreign = bool(shapes & set(_VIETNAMESE)), bool(shapes & set(_FOREIGN))
    if vietnamese and foreign:
        return _Reading.UNREADABLE, _Reading.UNREADABLE
    if vietnamese:
        return _Reading.THOUSANDS, _Reading.DECIMAL
    if foreign:
        return _Reading.DECIMAL, _Reading.THOUSANDS
    if field is _Field.INTEGER:
        # No count has decimals: '1,234' can only mean thousands, and says so of '1,000' beside it. Alone, '1,000' may be one.
        commas = numerals.filter(pl.col("shape") == "either comma")["numeral"]
        if commas.str.ends_with(",000").all():
            return _Reading.THOUSANDS, _Reading.UNREADABLE
        return (_Reading.UNREADABLE, _Reading.UNREADABLE) if "either dot" in shapes else (_Reading.THOUSANDS, _Reading.THOUSANDS_DOUBTED)
    if field is _Field.NUMBER:
        return _Reading.THOUSANDS_DOUBTED, _Reading.DECIMAL_DOUBTED
    # A percent of a thousand and more is as unlikely as three decimals: '39.980' is read neither way, '39,980' in the country's own.
    return _Reading.UNREADABLE, _Reading.DECIMAL


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
