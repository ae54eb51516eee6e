"""Marks that a print leaves between the rows of a table: page numbers, 'tiếp theo'."""

from __future__ import annotations

import re

from pipelines.vietnamese.fold import light

_PAGE = re.compile(
    r"[-–— ]*(?:trang|page)(?: so)?[ .:]*\d{1,4}(?: *(?:/|of|tren|-) *\d{1,4})?[-–—. ]*|[-–—] *\d{1,3} *[-–—]|\(?(?:tiep theo|con tiep|het)\)?[ .]*"
)
"""A page's number or turn, as `light` gives it: what a print leaves between records."""


def is_page_mark(text: str) -> bool:
    """Whether a cell's text is a page's number or turn and nothing else."""
    return len(text) <= 40 and _PAGE.fullmatch(light(text)) is not None
