"""The parts that workbooks share: the national letterhead, sections, numbering rows, totals, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from .layouts import ROMAN, Report, sums
from .page import Column, Page

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def letterhead(page: Page, report: Report, width: int, title: str, *below: str) -> None:
    """Agency and motto side by side, number and place, then the title and lines below it, merged over `width` columns."""
    half = width // 2
    first, second = report.agency.letterhead
    for left, right in zip((first, second or None, report.letter_number), (*MOTTO, report.place_and_day), strict=True):
        row = page.line(left, *[None] * (half - 1), right)
        page.merges += [(row, page.left, row, page.left + half - 1), (row, page.left + half, row, page.left + width - 1)]
    page.skip()
    for text in (title, *below):
        page.across(text, width)
    page.skip()


def numbering(page: Page, columns: Sequence[Column], formulas: dict[str, tuple[str, ...]] | None = None) -> None:
    """The row '(1) (2) (3)=(4)+(5)'; `formulas` gives, by source, the sources that a number is the sum of."""
    number = {each.source: f"({position})" for position, each in enumerate(columns, 1)}
    shown = []
    for position, each in enumerate(columns, 1):
        parts = [number[part] for part in (formulas or {}).get(each.source, ()) if part in number]
        shown.append(f"({position})=" + "+".join(parts) if parts else f"({position})")
    page.line(*shown)


def sections(
    page: Page, columns: Sequence[Column], rows: Sequence[Any], by: str, *, marks: Sequence[str] = ROMAN, merged: bool = False, restart: bool = True
) -> None:
    """Data rows under a section row for each run of equal `by`: mark and name in two cells, or 'I. name' merged over the table."""
    first = 1
    for mark, (name, run) in zip(marks, groupby(rows, key=attrgetter(by)), strict=False):
        members = list(run)
        if merged:
            page.across(f"{mark}. {name}", len(columns))
        else:
            page.line(mark, *[name if each.source in ("title", "field", "name") else None for each in columns[1:]])
        page.body(columns, members, first)
        first = 1 if restart else first + len(members)


def total(page: Page, columns: Sequence[Column], rows: Sequence[Any], names: Sequence[str], label: str, render: Any = None) -> None:
    """A total row: the label in the second column, the sums of the named numbers under their columns."""
    whole = sums(rows, names)
    shown = [whole.get(each.source) for each in columns]
    cells: list[Any] = [render(value) if render and value is not None else value for value in shown]
    cells[1] = label
    page.line(*cells)


def signature(page: Page, report: Report, width: int, *, compiled: bool = False) -> None:
    """Recipients at the left, the signatory at the right; with `compiled` also who made the table."""
    page.skip()
    right = width - 3
    if compiled:
        page.line(None, "Người lập biểu", *[None] * (right - 2), "Thủ trưởng đơn vị")
        page.line(None, "(Ký, ghi rõ họ tên)", *[None] * (right - 2), "(Ký tên, đóng dấu)")
        return
    if report.agency.is_central:
        signs = ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG") if report.agency.name.startswith("Bộ") else ("KT. THỦ TRƯỞNG", "PHÓ THỦ TRƯỞNG")
    else:
        signs = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")
    for left, sign in zip(("Nơi nhận:", "- Như trên;", "- Lưu: VT, KSTT."), (*signs, "(Ký, ghi rõ họ tên)"), strict=True):
        page.line(left, *[None] * (right - 1), sign)
