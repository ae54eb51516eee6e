"""Grids put together row by row: texts and kinds of cells with gaps, merges and what is hidden. For readers that walk a file in its own order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

import polars as pl

from pipelines.grid import Grid, Kind, Merge, Unreadable
from pipelines.read.cells import kind_series
from pipelines.read.limits import Limits

_EMPTY = int(Kind.EMPTY)
_TEXT = int(Kind.TEXT)


class CellBudget:
    """Counts the cells of all grids of a delivery against the limit."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._taken = 0

    def take(self, height: int, width: int, what: str) -> None:
        """Takes a grid of this size out of what is left. Raises Unreadable with TOO_LARGE."""
        self._taken += height * width
        if self._taken > self._limits.max_cells:
            raise Unreadable("TOO_LARGE", f"{what} reaches row {height}, column {width}; at most {self._limits.max_cells} cells are read")


class Rows:
    """One sheet as it is walked: cells are put at 1-based coordinates, in any order."""

    def __init__(self) -> None:
        self._texts: list[list[str | None]] = []
        self._kinds: list[list[int]] = []
        self.width = 0
        self.merges: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()

    @property
    def height(self) -> int:
        """Rows up to the last that was touched."""
        return len(self._texts)

    def put(self, row: int, column: int, text: str | None, kind: int = _TEXT) -> None:
        """Sets a cell; an empty text of kind TEXT is an empty cell, and nothing is set."""
        if text is None or (text == "" and kind == _TEXT):
            return
        while len(self._texts) < row:
            self._texts.append([])
            self._kinds.append([])
        texts, kinds = self._texts[row - 1], self._kinds[row - 1]
        if len(texts) < column:
            missing = column - len(texts)
            texts.extend([None] * missing)
            kinds.extend([_EMPTY] * missing)
            self.width = max(self.width, column)
        texts[column - 1] = text
        kinds[column - 1] = int(kind)

    def line(self, texts: list[str | None], kinds: list[int]) -> None:
        """Adds a whole row below the last one; both lists are kept, not copied, and must be of one length."""
        self._texts.append(texts)
        self._kinds.append(kinds)
        self.width = max(self.width, len(texts))

    def lines(self) -> Iterator[tuple[list[str | None], list[int]]]:
        """Texts and kinds of each row, in order."""
        yield from zip(self._texts, self._kinds, strict=True)

    def extend_to(self, height: int) -> None:
        """Empty rows up to `height`."""
        while len(self._texts) < height:
            self.line([], [])

    def frames(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """(text, kind), both `height` x `width`."""
        texts = [pl.Series(f"c{at}", column, dtype=pl.String()) for at, column in enumerate(zip_longest(*self._texts), start=1)]
        kinds = [kind_series(column).alias(f"c{at}") for at, column in enumerate(zip_longest(*self._kinds, fillvalue=_EMPTY), start=1)]
        return pl.DataFrame(texts), pl.DataFrame(kinds)

    def grid(self, sheet: str, position: int, budget: CellBudget, *, hidden: bool = False, context: tuple[str, ...] = ()) -> Grid:
        """The sheet as a grid; merges and hidden rows and columns beyond its cells are left out. Raises Unreadable with TOO_LARGE."""
        budget.take(self.height, self.width, f"sheet {sheet!r}")
        text, kind = self.frames()
        return Grid(
            sheet=sheet,
            position=position,
            text=text,
            kind=kind,
            merges=tuple(one for one in self.merges if one.top <= self.height and one.left <= self.width),
            hidden=hidden,
            hidden_rows=frozenset(row for row in self.hidden_rows if row <= self.height),
            hidden_columns=frozenset(column for column in self.hidden_columns if column <= self.width),
            context=context,
        )
