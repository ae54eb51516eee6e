"""People: what tells of a person becomes a keyed pseudonym or a mask. Nothing that this module gives can be turned back without the key."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from uuid import UUID

import polars as pl

from pipelines.vietnamese.fold import clean_expr, fold_expr, light

MASK = "•••"
"""What stands where a personal value stood."""

_NUMBER, _NAME, _PHONE = "applicant_number", "applicant_name", "applicant_phone"
_CITIZEN_DIGITS = 12
"""A citizen's number; spreadsheets drop its leading zeros. Old identity cards have 9 digits, tax numbers 10, or 13 with a branch."""
_NO_NUMBER = {"123456789", "0123456789", "1234567890", "12345678910", "123456789012", "012345678910", "012345678912"}


def applicant_ids(people: pl.DataFrame, key: bytes) -> pl.Series:
    """One pseudonym a row as the text of a UUID (version 8): HMAC-SHA256 under `key` of who the row tells of, cut to 128 bits; null for nobody.

    `people` has any of the text columns applicant_number, applicant_name, applicant_phone, as written. A person is the identity or tax number, else
    name and phone number, else the name alone; spelling (case, marks, spaces, '+84') does not matter. Numbers that are placeholders do not count.
    """
    given = {
        name: people[name].cast(pl.String) if name in people.columns else pl.Series(name, [None] * people.height, dtype=pl.String) for name in _ALL
    }
    frame = pl.DataFrame(given)
    numbers = _mapped(frame[_NUMBER], _canonical_number)
    phones = _mapped(frame[_PHONE], _canonical_phone)
    names = frame.select(fold_expr(pl.col(_NAME))).to_series()
    canonical = pl.DataFrame({"number": numbers, "name": names, "phone": phones}).select(
        pl.coalesce(
            "number",
            pl.when(pl.col("name") != "").then(pl.concat_str("name", pl.col("phone").fill_null(""), separator="|").str.strip_suffix("|")),
        )
    )
    return _mapped(canonical.to_series(), lambda identity: _pseudonym(identity, key)).alias("applicant_id")


def mask(text: pl.Expr) -> pl.Expr:
    """MASK in place of anything that is written; null and blank text are null. Not even a length is told."""
    return pl.when(clean_expr(text) != "").then(pl.lit(MASK))


_ALL = (_NUMBER, _NAME, _PHONE)


def _mapped(series: pl.Series, make: Callable[[str], str | None]) -> pl.Series:
    """`make` over the different values of `series`; null stays null."""
    known = series.drop_nulls().unique()
    made = pl.Series([make(value) for value in known], dtype=pl.String)
    return series.replace_strict(known, made, default=None, return_dtype=pl.String) if len(known) else series


def _canonical_number(written: str) -> str | None:
    """An identity, tax or passport number in one spelling, prefixed by its family; null for what is no number of anybody."""
    text = re.sub(r"[\s.\-/]", "", re.sub(r"\.0+$", "", light(written)))
    if re.fullmatch(r"[a-z]{1,2}\d{6,8}", text):
        return f"passport:{text}"
    digits = text if text.isascii() and text.isdigit() else re.sub(r"\D", "", text) if re.search(r"(?:cccd|cmnd|mst|so)\D*\d+$", text) else ""
    if not 8 <= len(digits) <= 13 or len(set(digits)) == 1 or digits in _NO_NUMBER:
        return None
    if len(digits) == 13 or (len(digits) == 10 and digits.startswith("0")):
        return f"tax:{digits}"
    # 8, 10 and 11 digits are numbers of 9 and 12 that lost their zeros in a spreadsheet.
    return f"citizen:{digits.zfill(_CITIZEN_DIGITS if len(digits) > 9 else 9)}"


def _canonical_phone(written: str) -> str | None:
    """A Vietnamese phone number as 0 and nine or ten digits; null for what is none."""
    digits = re.sub(r"\D", "", re.sub(r"\.0+$", "", light(written)), flags=re.ASCII)
    digits = re.sub(r"^(?:00)?84(?=\d{9,10}$)", "0", digits)
    digits = digits if digits.startswith("0") else f"0{digits}"
    return digits if 10 <= len(digits) <= 11 and len(set(digits)) > 2 else None


def _pseudonym(identity: str, key: bytes) -> str:
    number = int.from_bytes(hmac.digest(key, identity.encode(), "sha256")[:16], "big")
    number = number & ~(0xF << 76) | (8 << 76)
    number = number & ~(0x3 << 62) | (0x2 << 62)
    return str(UUID(int=number))
