"""Closed lists: channels, service levels, dossier statuses, yes and no. Their words stand in config/status_synonyms.csv. No task statuses."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from pipelines.parse.parsed import Parsed
from pipelines.parse.phrases import over_words, value_of
from pipelines.vietnamese.fold import fold
from schemas import issues

VALUE_UNKNOWN = issues.VALUE_UNKNOWN.code

_YES = {"co", "x", "da", "1", "true", "yes", "y", "v", "dung", "roi", "da co"}
_NO = {"khong", "0", "false", "no", "n", "chua", "khong co", "chua co", "sai"}
_TICKS = {"✓", "✔", "☑", "☒", "√", "●"}
_BLANK_BOX = {"☐", "□", "○"}


def parse_enumeration(text: pl.Series, kind: pl.Series, synonyms: Mapping[str, str | None], unknown_code: str = VALUE_UNKNOWN) -> Parsed:
    """A value of a closed list: the whole cell counts first, then the longest synonym inside it, unless negated; else null and `unknown_code`.

    `synonyms`: folded text to value; no value marks a text that is known and means nothing definite ('mức độ 3, 4').
    """
    return over_words(text, kind, lambda written: (value_of(fold(written), synonyms), None), unknown_code, ())


def parse_boolean(text: pl.Series, kind: pl.Series, unknown_code: str = VALUE_UNKNOWN) -> Parsed:
    """Yes or no as Boolean: 'có', 'đã ...', 'x', ticks and 1 are true; 'không ...', 'chưa ...' and 0 are false; else null and `unknown_code`."""
    parsed = over_words(text, kind, lambda written: (_yes_or_no(written), None), unknown_code, (), logical=True)
    values = parsed.values.replace_strict({"true": True, "false": False}, default=None, return_dtype=pl.Boolean)
    return Parsed(values, parsed.codes)


def _yes_or_no(written: str) -> str | None:
    shown = written.strip()
    if shown in _TICKS:
        return "true"
    if shown in _BLANK_BOX:
        return "false"
    words = fold(written).split()
    folded = " ".join(words)
    if folded in _YES or folded in _NO:
        return "true" if folded in _YES else "false"
    # 'Đã số hóa', 'Chưa thanh toán trực tuyến': the first word answers, as long as it is an answer and no account.
    if 1 < len(words) <= 6 and words[0] in ("co", "da", "khong", "chua"):
        rest = set(words[1:]) & {"khong", "chua", "nhung", "mot", "phan", "the", "dang"}
        return None if rest else ("true" if words[0] in ("co", "da") else "false")
    return None
