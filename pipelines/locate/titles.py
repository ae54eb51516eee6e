"""Titles: what stands above a header, line by line as a person reads it. A label and its value in two cells or two lines become one line."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipelines.grid import Grid
from pipelines.vietnamese.fold import clean, fold

_LABEL = re.compile(
    r"(?:(?:ten )?(?:don vi|co quan)(?: (?:bao cao|gui|gui bao cao|nhan|nhan bao cao|lap bao cao|chu tri|tinh))?|"
    r"ma (?:don vi|co quan|dinh danh|tinh|tp)|tinh thanh pho|tinh|dia phuong|bo nganh|noi (?:gui|nhan)|nguoi gui|kinh gui|"
    r"tu ngay|den ngay|tu thang|den thang|thang|quy|nam|ky(?: bao cao)?|thoi gian|ngay(?: (?:bao cao|so lieu|chot so lieu|du lieu))?|"
    r"(?:so lieu )?tinh den(?: het)?(?: ngay)?|thoi diem(?: bao cao)?|dvt|cap nhat(?: ngay)?|reporting date|as of|period|agency|from|to)"
)
"""Folded labels that portals and forms set beside their value without a colon."""


def texts_above(grid: Grid, rows: Iterable[int]) -> tuple[str, ...]:
    """The texts of the given sheet rows, cleaned, in reading order; line breaks part them, doubles from merges stay."""
    lines: list[str] = []
    for row in rows:
        cells = [parts for cell in grid.text.row(row - 1) if cell and (parts := _lines(cell))]
        at = 0
        while at < len(cells):
            own = cells[at]
            beside = cells[at + 1] if at + 1 < len(cells) else None
            if beside is not None and len(own) == 1 and _wants_value(own[0]) and not _wants_value(beside[0]):
                lines += [f"{own[0].rstrip(' :')}: {beside[0]}", *beside[1:]]
                at += 2
                continue
            lines += own
            at += 1
    return tuple(lines)


def _lines(cell: str) -> list[str]:
    """The lines of one cell; one that ends with a colon goes on in the next."""
    lines: list[str] = []
    for part in cell.split("\n"):
        line = clean(part)
        if line and lines and lines[-1].endswith(":"):
            lines[-1] = f"{lines[-1]} {line}"
        elif line:
            lines.append(line)
    return lines


def _wants_value(text: str) -> bool:
    return text.endswith(":") or _LABEL.fullmatch(fold(text)) is not None
