"""Tables side by side: one header row that names the columns of two tables with an empty column between them.

Two of different datasets are read each by itself; two of one dataset are one question, for whose rows are whose cannot be told.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from pipelines.grid import Grid
from pipelines.locate.header import Header
from pipelines.match.columns import ColumnPlan, Doubt, Evidence, look_below, plan_columns
from pipelines.vocabulary import SEPARATOR, Vocabulary
from schemas.contract import DATASETS

_REPEATED = 2
"""Fields of one dataset that both sides name before they are two tables of it."""


def sides_of(grid: Grid, header: Header, last: int, vocabulary: Vocabulary, sender: str | None) -> list[Header]:
    """The headers of the tables that stand side by side in rows header.top..last, from left to right; the header itself where it is one table's."""
    columns = sorted(header.paths)
    unnamed = [column for column in range(columns[0] + 1, columns[-1]) if column not in header.paths]
    gaps = [column for column in unnamed if _is_empty(grid, column, header.top, last)]
    if not gaps:
        return [header]
    evidence = look_below(grid, header.bottom)
    sides: list[Header] = []
    for start, end in zip([0, *gaps], [*gaps, columns[-1] + 1], strict=True):
        paths = {column: path for column, path in header.paths.items() if start < column < end}
        plan = _plan(paths, vocabulary, sender, evidence)
        if sides and (plan is None or not _is_lost(paths, header.plan)):
            paths = sides[-1].paths | paths
            plan = _plan(paths, vocabulary, sender, evidence) or sides[-1].plan
            sides.pop()
        if plan is None:
            return [header]
        sides.append(Header(header.top, header.bottom, paths, plan))
    if len(sides) < 2:
        return [header]
    if len({side.plan.dataset.name for side in sides}) == len(sides):
        return sides
    return [_asked(header, sides)]


def alone(grid: Grid, header: Header) -> Grid:
    """The sheet with the header's columns only, each where it stands."""
    first, last = min(header.paths), max(header.paths)
    kept = [first <= at <= last for at in range(1, grid.width + 1)]

    def only(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.select(
            pl.col(name) if keep else pl.lit(None if frame.schema[name] == pl.String else 0, frame.schema[name]).alias(name)
            for name, keep in zip(frame.columns, kept, strict=True)
        )

    return replace(
        grid, text=only(grid.text), kind=only(grid.kind), merges=tuple(one for one in grid.merges if first <= one.left and one.right <= last)
    )


def _is_empty(grid: Grid, column: int, top: int, last: int) -> bool:
    cells = grid.text[f"c{column}"].slice(top - 1, last - top + 1)
    return not (cells.str.strip_chars() != "").any()


def _plan(paths: dict[int, tuple[str, ...]], vocabulary: Vocabulary, sender: str | None, evidence: Evidence) -> ColumnPlan | None:
    plans = [plan_columns(dataset, paths, vocabulary, sender, evidence) for dataset in DATASETS.values()]
    return max((plan for plan in plans if plan.is_anchored), key=lambda plan: plan.score, default=None)


def _is_lost(paths: dict[int, tuple[str, ...]], whole: ColumnPlan) -> bool:
    """Whether the reading of the whole header has no use for most of these columns."""
    taken = set(whole.fields.values())
    return sum(column in taken for column in paths) * 2 <= len(paths)


def _asked(header: Header, sides: list[Header]) -> Header:
    """The header with the fields in doubt that two of its sides name; as it was where hardly any is."""
    doubts: list[Doubt] = []
    for at, side in enumerate(sides[1:], start=1):
        for left in sides[:at]:
            shared = [name for name in side.plan.fields if name in left.plan.fields and left.plan.dataset is side.plan.dataset]
            if len(shared) >= _REPEATED:
                doubts += [Doubt(column, SEPARATOR.join(header.paths[column]), (name,)) for name in shared for column in [side.plan.fields[name]]]
    if not doubts or header.plan.doubts:
        return header
    return Header(header.top, header.bottom, header.paths, replace(header.plan, doubts=tuple(doubts)))
