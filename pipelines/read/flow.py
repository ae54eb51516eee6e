"""Documents that run from top to bottom, text and tables in turn: each table a grid, the text before it as its context.

For html, docx and pdf. A grid's row numbers are those of the table itself, so that 'row 5' is the table's fifth row for whoever looks at it.
"""

from __future__ import annotations

import re

from pipelines.grid import Grid, Unreadable
from pipelines.read.limits import Limits
from pipelines.read.rows import CellBudget, Rows

_FIRST_LINES = 12
_NEAR_LINES = 8
_LONGEST_LINE = 300
"""Longer lines are prose: what is said there of bodies and days is not said of a table."""
_DATED = re.compile(r",\s*ng[àa]\S*\s+\d", re.IGNORECASE)
_INDENT = re.compile(r"\s*[\r\n]\s*")
_APART = re.compile(r"[ \u00a0]{3,}|\t+")
_BLANK = re.compile(r"[\s\u00a0]+")


class Flow:
    """Takes lines and tables in their order and gives grids named 'Bảng 1', 'Bảng 2', ...; of a text without tables one grid, 'Văn bản'."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._items: list[str | tuple[Rows, bool]] = []
        self._tables = 0

    def line(self, text: str) -> None:
        """A line of text outside tables; texts set side by side by white space are lines of their own."""
        for part in _APART.split(_INDENT.sub(" ", text)):
            if shown := _BLANK.sub(" ", part).strip():
                self._items.append(shown)

    def table(self, rows: Rows, hidden: bool = False) -> None:
        """A table; one without any cell is left out. Raises Unreadable with TOO_LARGE."""
        if not rows.height or not rows.width:
            return
        self._tables += 1
        if self._tables > self._limits.max_sheets:
            raise Unreadable("TOO_LARGE", f"more than {self._limits.max_sheets} tables")
        self._items.append((rows, hidden))

    def grids(self) -> tuple[Grid, ...]:
        """All tables. A dated line after the last one ('Hà Nội, ngày 28 tháng 10 năm 2025') stands below it."""
        budget = CellBudget(self._limits)
        lines = [item for item in self._items if isinstance(item, str)]
        if not self._tables:
            rows = Rows()
            for line in lines:
                rows.line([line], [1])
            return (rows.grid("Văn bản", 0, budget),)
        last = max(at for at, item in enumerate(self._items) if not isinstance(item, str))
        grids: list[Grid] = []
        near: list[str] = []
        for at, item in enumerate(self._items):
            if isinstance(item, str):
                near.append(item)
                continue
            rows, hidden = item
            if at == last:
                for row, line in enumerate((one for one in self._items[at + 1 :] if isinstance(one, str) and _DATED.search(one)), rows.height + 2):
                    rows.put(row, 1, line)
            context = (*near[:_FIRST_LINES], *near[max(_FIRST_LINES, len(near) - _NEAR_LINES) :]) if not grids else near[-_NEAR_LINES:]
            short = tuple(line for line in context if len(line) <= _LONGEST_LINE)
            grids.append(rows.grid(f"Bảng {len(grids) + 1}", len(grids), budget, hidden=hidden, context=short))
            near = []
        return tuple(grids)
