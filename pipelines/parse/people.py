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


def hidden(findings: pl.DataFrame, dataset: str) -> pl.DataFrame:
    """Findings of one table with MASK for each value that could tell of a person; what is told of them later quotes the mask."""
    if findings.height == 0:
        return findings
    return findings.with_columns(pl.when(~tells_of_somebody(pl.lit(dataset))).then("value").otherwise(pl.lit(MASK)).alias("value"))


def tells_of_somebody(dataset: pl.Expr) -> pl.Expr:
    """Whether a finding's value (code, value, row_number) could tell of a person; never null.

    Long numbers and addresses of mail do anywhere, and in rows of lists of dossiers every word that is no code: a name has no sure shape.
    """
    value = pl.col("value")
    words = (dataset == "dossiers") & value.str.contains(r"\p{L}") & pl.col("row_number").is_not_null() & (pl.col("code") != _KNOWN_AGENCY)
    return (_names_a_way(value, dataset) | (words.fill_null(value=False) & ~value.str.contains(_PLAIN))).fill_null(value=False)


def masked_cell(cell: pl.Expr, dataset: str, *, is_code: bool) -> pl.Expr:
    """A cell that is kept as written, or MASK where it holds a long number or an address of mail; where `is_code`, also any word that is no code."""
    tells = _names_a_way(cell, pl.lit(dataset))
    if is_code:
        tells = tells | (cell.str.contains(r"\p{L}") & ~cell.str.contains(_PLAIN))
    return pl.when(tells).then(pl.lit(MASK)).otherwise(cell)


def _names_a_way(value: pl.Expr, dataset: pl.Expr) -> pl.Expr:
    """Whether a text holds what a person can be reached or identified by: an address of mail, the number of a phone or of a citizen."""
    figure = value.str.contains(_FIGURE) & dataset.is_in(_FIGURES).fill_null(value=False)
    return (value.str.contains(_MAIL) | (value.str.contains(_LONG_NUMBER) & ~figure)) & ~value.str.contains(_PLAIN)


_KNOWN_AGENCY = "LEGACY_AGENCY"
"""The code whose value is an agency's whole name, found in the register."""
_FIGURES = ("indicators", "dossier_counts")
"""Datasets whose long numbers are figures."""
_LONG_NUMBER = r"\+?\d(?:[ .\-]?\d){8,}"
_MAIL = r"[^\s@«»]+@[^\s@«»]+"
_FIGURE = r"^[\s\d.,%+\-]*$"
_PLAIN = (
    r"^(?:(?:\d{3}\.\d{2}(?:\.\d{2})?\.)?[A-Z][A-Z0-9]*[.\-][A-Z0-9.\-]*\d[A-Z0-9.\-]*"
    r"|\d\.\d{6}(?:\.\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})?"
    r"|\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?)$"
)
"""Codes and moments: a dossier's code is capitals, figures and a sign between them (a passport's number has none), with or without the system's
number before it; a procedure's is a figure, a point and six figures."""

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
