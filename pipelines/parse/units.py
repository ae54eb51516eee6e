"""Units: what a unit's words mean, where a table states one, and in which unit a row's figures land. The words of scale are those of `numbers`.

A row lands in one unit: the register's where what it states is of the same quantity, else the one it states. How a cell is read is for `numbers`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import polars as pl

from pipelines.locate.tables import Table
from pipelines.parse.identity import over_distinct
from pipelines.parse.numbers import MONEY, SCALES
from pipelines.parse.plain import nulls
from pipelines.vietnamese.fold import clean, fold, light
from schemas import issues

CONVERTED, DIFFERS, DOUBTFUL = issues.UNIT_CONVERTED.code, issues.UNIT_DIFFERS.code, issues.UNIT_SCALE_DOUBTFUL.code
PERCENT, RATIO = "%", "ty le"
_MONEY_NAMES = {"dong": "đồng", "usd": "USD"}
_QUANTITIES = {
    **MONEY,
    "dong viet nam": "dong", "viet nam dong": "dong", "dong vnd": "dong", "do la": "usd", "do la my": "usd", "us": "usd", "dollar": "usd",
    "%": PERCENT, "phan tram": PERCENT, "% phan tram": PERCENT, "phan tram %": PERCENT, "percent": PERCENT,
    "ty le %": PERCENT, "ti le %": PERCENT, "ty le phan tram": PERCENT, "ti le phan tram": PERCENT, "ty le": RATIO, "ti le": RATIO,
}  # fmt: skip
"""Folded spellings of a quantity; what is not here is its own folded words."""

_NO_SCALE = r"(?<!ngan)(?! ?(?:le|trong|suat|so|phu|vi)\b)|(?<=ngan)(?! ?(?:hang|sach|quy)\b)"
"""tỷ lệ, tỷ trọng, tỷ suất, tỷ số, ti vi, ngân hàng, ngân sách, ngân quỹ begin like a scale and name none."""
_MULTIPLE = re.compile(
    rf"(?:(?P<word>{'|'.join(SCALES)})(?:{_NO_SCALE})(?=[ .$]|(?:{'|'.join(MONEY)})\b|$)"
    r"|(?P<number>10{0,2}(?:[., ]?000)*)(?![0-9.,^])|10\^(?P<power>[0-9]{1,2})|(?P<tens>tram|chuc)(?= ))[ .]*"
)
_TENS = {"tram": 100.0, "chuc": 10.0}
_LABEL = re.compile(r"^(?:(?:don vi tinh|don vi do|dvt|d\.v\.t)\s*:?|don vi\s*:)\s*")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_AFTER_LABEL = re.compile(r"(?:đơn vị(?: tính| đo)?|đvt|đ\.v\.t)\s*:\s*([^:;()\[\]]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """`scale` single units of `quantity`: 'tỷ đồng' is 1e9 of 'dong'. Without a quantity ('tỷ') any may be meant."""

    scale: float
    quantity: str

    @property
    def is_told(self) -> bool:
        """Whether this can be nothing but a unit: it names a scale, money or percent. Other words in brackets may be anything."""
        return self.scale != 1 or self.quantity in ("dong", "usd", PERCENT)

    def is_like(self, other: Unit) -> bool:
        """Whether this can be told in `other`: both measure the same quantity, or this names a scale alone and `other` is no share."""
        shares = {PERCENT, RATIO}
        return self.quantity == other.quantity or {self.quantity, other.quantity} == shares or (not self.quantity and other.quantity not in shares)


@lru_cache(maxsize=4096)
def read_unit(text: str | None) -> Unit | None:
    """The unit that a text states ('1.000 đồng', 'Tr.đ', 'nghìn người'); null where it states none. Words that are not known are a quantity."""
    if not text or not (rest := _LABEL.sub("", light(text))):
        return None
    scale = 1.0
    while rest and (found := _MULTIPLE.match(rest)):
        if found["word"]:
            scale *= SCALES[found["word"]]
        elif found["power"]:
            scale *= 10.0 ** int(found["power"])
        else:
            scale *= _TENS[found["tens"]] if found["tens"] else float(re.sub(r"[., ]", "", found["number"]))
        rest = rest[found.end() :]
    words = "usd" if rest.strip() in ("$", "us$") else fold(rest)
    return Unit(scale, _QUANTITIES.get(words, words))


def stated_unit(table: Table, field: str) -> str | None:
    """The unit that the field's header states in brackets ('Giá trị (tỷ đồng)') or, failing that, a title ('Đơn vị tính: tỷ đồng'); else null."""
    header = table.plan.header_of(field) or ""
    for text in (
        *_IN_BRACKETS.findall(header),
        *_AFTER_LABEL.findall(header),
        *(one for title in table.titles for one in _AFTER_LABEL.findall(title)),
    ):
        unit = read_unit(text)
        if unit is not None and unit.is_told:
            return clean(_AFTER_LABEL.sub(r"\1", text))
    return None


@dataclass(frozen=True, slots=True)
class Landing:
    """What becomes of one field's number in a row: multiplied by `times`, then divided by `over`; `code` is the issue it raises."""

    times: float
    over: float
    unit: str | None
    code: str | None


@lru_cache(maxsize=16384)
def land(stated: str | None, registered: str | None, scale: float | None, money: str | None, is_fraction: bool) -> Landing:
    """Where a cell's number lands, and in which unit.

    `stated` is the row's unit, `registered` the register's; `scale` and `money` are what the cell itself names; `is_fraction` that the row has
    figures above 0 and up to 1 ('tỷ lệ' then need not be percent). A scaled number comes in single units.
    """
    own, known = read_unit(stated), read_unit(registered)
    # A unit of scale alone ('tỷ') is of the register's quantity.
    quantity = (own.quantity if own else "") or (known.quantity if known else "")
    conflict = money is not None and quantity != money
    if money is not None and conflict:
        # The cell's own currency is nearer to it than the row's.
        stated, own = _MONEY_NAMES[money], Unit(1.0, money)
    base = own or known
    if base is None:
        return Landing(1, 1, None, DOUBTFUL if scale else None)
    told = own is None or known is None or (own.is_like(known) and not (own.quantity == RATIO != known.quantity and is_fraction))
    final, unit = (known, registered) if told and known is not None else (base, stated)
    source = 1.0 if scale else base.scale
    times, over = max(source / final.scale, 1.0), max(final.scale / source, 1.0)
    if not told:
        return Landing(times, over, unit, DIFFERS)
    # '5 triệu' of a share; '500 đồng' under 'tỷ đồng': which of the two the writer meant cannot be told.
    if (scale and final.quantity in (PERCENT, RATIO)) or (money and not scale and final.scale != 1):
        return Landing(1, 1, unit, DOUBTFUL)
    if conflict and (scale or quantity):
        return Landing(times, over, unit, DOUBTFUL)
    converted = own is not None and own.scale != final.scale
    return Landing(times, over, unit if own is not None or scale else None, CONVERTED if converted else None)


Said = Mapping[str, tuple[pl.Series, pl.Series]]
"""Field to what its cells name: scale and currency, the extras of `numbers.parse_number`."""


@dataclass(frozen=True)
class Landed:
    """Columns in their rows' units. `told` is a row a table row: `value_code` and `target_code`, the unit `stated` and the one `expected`."""

    columns: dict[str, pl.Series]
    told: pl.DataFrame


def land_rows(table: Table, columns: Mapping[str, pl.Series], said: Said, registered: Mapping[str, str]) -> Landed:
    """The figures of indicators in one unit a row, with that unit; `registered` is indicator code to the register's unit.

    A target that cannot be told in the unit of its row's value is null.
    """
    height = table.row_numbers.len()
    none, unsaid = nulls(height), (nulls(height, pl.Float64), nulls(height))
    figures = [name for name in (*_OF_VALUE, "target") if name in columns]
    headers = {field: stated_unit(table, field) for field in ("value", "target")}
    numbers = pl.DataFrame({name: columns[name] for name in figures})
    value_said, target_said = said.get("value", unsaid), said.get("target", unsaid)
    keys = pl.DataFrame(
        {
            "cell": columns.get("unit", none),
            "known": columns["indicator_code"].replace_strict(registered, default=None, return_dtype=pl.String),
            "value_scale": value_said[0],
            "value_money": value_said[1],
            "target_scale": target_said[0],
            "target_money": target_said[1],
            "is_fraction": numbers.select(pl.any_horizontal((pl.all().abs() <= 1) & (pl.all() != 0)).fill_null(value=False)).to_series(),
        }
    )

    def answer(
        cell: str | None, known: str | None, vs: float | None, vm: str | None, ts: float | None, tm: str | None, small: bool
    ) -> tuple[Any, ...]:
        value = land(cell or headers["value"], known, vs, vm, small)
        target = land(cell or headers["target"], value.unit or known, ts, tm, small)
        apart = target.code == DIFFERS
        unit = value.unit or target.unit
        stated = value.unit if value.code == DIFFERS else target.unit if apart else cell or headers["value"] or headers["target"]
        return value.times, value.over, value.code, target.times, target.over, target.code, apart, unit, stated, known or unit

    landed = over_distinct(keys, answer, _LANDED)
    made = {}
    for name in figures:
        own = "target" if name == "target" else "value"
        times, over = pl.col(f"{own}_times"), pl.col(f"{own}_over")
        # Multiplying leaves float noise (2.3 x 1000), which a sixth decimal hides; a division is exact to the last bit.
        number = pl.when(times > 1).then((pl.lit(columns[name]) * times).round(6)).otherwise(pl.lit(columns[name]) / over)
        kept = pl.when(~pl.col("is_apart")).then(number) if name == "target" else number
        made[name] = landed.select(kept.alias(name)).to_series()
    if landed["unit"].null_count() < height:
        made["unit"] = landed["unit"]
    of_value = [name for name in figures if name != "target"]
    filled = {
        "value_code": numbers.select(pl.any_horizontal(pl.col(of_value).is_not_null())).to_series() if of_value else none.is_not_null(),
        "target_code": columns["target"].is_not_null() if "target" in columns else none.is_not_null(),
    }
    told = landed.select(
        *(pl.when(pl.lit(where)).then(code).alias(code) for code, where in filled.items()),
        "stated",
        "expected",
    )
    return Landed(made, told)


_OF_VALUE = ("value", "value_low", "value_high")
_LANDED: dict[str, pl.DataType] = {
    "value_times": pl.Float64(),
    "value_over": pl.Float64(),
    "value_code": pl.String(),
    "target_times": pl.Float64(),
    "target_over": pl.Float64(),
    "target_code": pl.String(),
    "is_apart": pl.Boolean(),
    "unit": pl.String(),
    "stated": pl.String(),
    "expected": pl.String(),
}
