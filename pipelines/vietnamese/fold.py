"""Spellings made comparable: NFC, white space, letters without marks. Each in Python, and as a polars expression that gives the same.

Here belongs what brings two spellings of one text together. Encodings are repaired before; what a word means is for others.
"""

from __future__ import annotations

import re
import unicodedata

import polars as pl

INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
"""Characters that show nothing: soft hyphen, zero-width and direction marks. As the inside of a character class."""
BLANK = "\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""White space of every width, NBSP and control characters. As the inside of a character class."""
LOOKALIKES = {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"}
"""Eth and African D stand for Đ in files from old fonts and keyboards: they look the same and are other letters."""

_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_BLANK = re.compile(f"[{BLANK}]+")
_LOOKALIKES = str.maketrans(LOOKALIKES)
_SYMBOLS = re.compile(r"([%#])")
_NO_WORD = re.compile(r"(?:[^\w%#]|_)+")
_ROMAN = re.compile(r"(?=[ivx])(x{0,3})(ix|iv|v?i{0,3})")


def nfc(text: str) -> str:
    """`text` in NFC: one code point a letter, whichever way its marks were typed."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """`text` as a reader sees it: invisible characters gone, Ð as Đ, every white space one space, no edges, NFC. Case and marks stay."""
    shown = _INVISIBLE.sub("", text).translate(_LOOKALIKES)
    return unicodedata.normalize("NFC", _BLANK.sub(" ", shown).strip(" "))


def light(text: str) -> str:
    """`clean` in lower case without marks, đ as d; punctuation stays. For what has separators that matter: dates, deadlines, numbers."""
    return _without_marks(clean(text).lower())


def fold(text: str) -> str:
    """`text` for matching: `light`, then letters and digits only, one space between words; '%' and '#' are words of their own.

    Where a tone mark is placed (hoà, hòa) no longer shows.
    """
    words = _SYMBOLS.sub(r" \1 ", light(text))
    return _NO_WORD.sub(" ", words).strip(" ") if words.isascii() else _fold_letters(words)


def clean_expr(text: pl.Expr) -> pl.Expr:
    """`clean` over a column; null stays null."""
    shown = text.str.replace_all(f"[{INVISIBLE}]", "").str.replace_many(list(LOOKALIKES), list(LOOKALIKES.values()))
    return shown.str.replace_all(f"[{BLANK}]+", " ").str.strip_chars(" ").str.normalize("NFC")


def light_expr(text: pl.Expr) -> pl.Expr:
    """`light` over a column; null stays null."""
    lower = clean_expr(text).str.to_lowercase().str.normalize("NFD")
    return lower.str.replace_all(r"\p{M}+", "").str.replace_all("đ", "d", literal=True).str.normalize("NFC")


def fold_expr(text: pl.Expr) -> pl.Expr:
    """`fold` over a column; null stays null."""
    words = light_expr(text).str.replace_all(r"([%#])", " $1 ")
    return words.str.replace_all(r"[^\p{L}\p{N}%#]+", " ").str.replace_all(r" +", " ").str.strip_chars(" ")


def roman(text: str) -> int | None:
    """The value of a Roman numeral of 1 to 39 as headings and quarters use them (III, iv.), in any case; null where it is none."""
    numeral = clean(text).strip(" .()").lower()
    found = _ROMAN.fullmatch(numeral)
    if not found or not numeral:
        return None
    units = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
    return 10 * len(found[1]) + units[found[2]]


def _without_marks(lower: str) -> str:
    if lower.isascii():
        return lower
    letters = (letter for letter in unicodedata.normalize("NFD", lower) if unicodedata.category(letter)[0] != "M")
    return unicodedata.normalize("NFC", "".join(letters).replace("đ", "d"))


def _fold_letters(words: str) -> str:
    kept = (letter if letter in "%#" or unicodedata.category(letter)[0] in "LN" else " " for letter in words)
    return _BLANK.sub(" ", "".join(kept)).strip(" ")
