"""Which old encoding a Unicode text is damaged by, word by word: TCVN3, VNI, or UTF-8 read as Windows-1252. A sheet's vote is in `read.repair`."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.vietnamese.syllable import is_syllable

_PARTS = re.compile("[\\x00-\\x40\\x5b-\\x60\\x7b-\\x7f\u00a0\u2000-\u2015\u2018-\u201f\u2022\u2026]+")
_OPENING, _CLOSING = "«", "»®™°²³¹½¼¾"


@lru_cache(maxsize=1 << 16)
def is_clean_word(word: str) -> bool:
    """Whether every letter run of a word is a Vietnamese syllable, and symbols stand only where typesetting puts them."""
    parts = [part for part in _PARTS.split(word) if part]
    return bool(parts) and all(is_syllable(part.lstrip(_OPENING).rstrip(_CLOSING)) for part in parts)
