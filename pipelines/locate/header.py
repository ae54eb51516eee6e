"""The header: which rows of a sheet name the columns, and the path of names over each column.

Windows of one to four rows are tried wherever a row reads like a header; the window under which most columns find a field wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.grid import Grid, Kind
from pipelines.locate.marks import is_page_mark
from pipelines.locate.titles import texts_above
from pipelines.match.columns import ColumnPlan, Evidence, look_below, plan_columns
from pipelines.match.wide import FEWEST, plan_wide
from pipelines.vietnamese.fold import clean
from pipelines.vocabulary import Vocabulary
from schemas.contract import DATASETS

MAX_HEADER_ROWS = 4
SEARCHED_ROWS = 200
"""Rows from the top in which headers are looked for; below, only headers already met are recognised."""
SEARCHED_CLOSELY = 25
"""Rows from the top in which a header is looked for of which no cell is spelled as known."""
LONGEST_NAME = 60
TITLE_ROWS = 15
"""Rows above a header in which its titles tell the form."""
TITLE_CELLS = 2
"""Different texts up to which a row may be a title: an agency at the left, a motto at the right."""
MIN_WORDS = 2
MIN_SHARE = 0.34
"""Least share of a row's filled cells that must be header words; a row of values says 'Trực tuyến' too."""
MIN_SHARE_BELOW = 0.5
"""The same under a first header, where rows of values are likelier."""
_VALUE = re.compile(r"^[\s\d.,/:+\-T%]*\d[\s\d.,/:+\-T%]*$|\d{5,}|^[\w.]*\d[\w.]*-\d+-\d+$")
"""A number, a date, a code: what a header cell is not."""


@dataclass(frozen=True)
class Header:
    """Rows top..bottom (1-based, both included) of a sheet that name its columns, and the best reading of them."""

    top: int
    bottom: int
    paths: dict[int, tuple[str, ...]]
    """Column number to the names over it as written, outermost first."""
    plan: ColumnPlan


def find_headers(grid: Grid, vocabulary: Vocabulary, sender: str | None) -> list[Header]:
    """Every header of the sheet from top to bottom; none overlap. Empty where no dataset's anchor fields are named."""
    words = _header_words(grid, vocabulary)
    found: list[Header] = []
    row = 0
    limit = len(words)
    while row < limit:
        if words[row] < MIN_WORDS or not _reads_like_header(grid, row, words[row], MIN_SHARE_BELOW if found else MIN_SHARE):
            row += 1
            continue
        header = _best_window(grid, vocabulary, sender, found[-1].bottom if found else 0, row)
        if header is None or (found and not header.plan.is_anchored):
            row += 1
            continue
        row = header.bottom
        if not (found and header.paths == found[-1].paths and _goes_on(grid, header.top)):
            found.append(header)
    return found


def _goes_on(grid: Grid, top: int) -> bool:
    """Whether what stands nearest above row `top` is a row of values: the same header below it is a page's turn, under a title a table of its own."""
    for index in range(top - 2, -1, -1):
        filled = [cell for cell in grid.text.row(index) if cell and cell.strip()]
        if filled and not (len(set(filled)) == 1 and is_page_mark(filled[0])):
            return len(set(filled)) > TITLE_CELLS
    return False


def _header_words(grid: Grid, vocabulary: Vocabulary) -> list[int]:
    """For each of the first rows, how many of its cells alone read like header cells."""
    head = grid.text.head(SEARCHED_ROWS)
    kinds = grid.kind.head(SEARCHED_ROWS)
    counts = [0] * head.height
    known: dict[str, bool] = {}
    for name in head.columns:
        for index, (text, kind) in enumerate(zip(head[name].to_list(), kinds[name].to_list(), strict=True)):
            if text is None or kind != Kind.TEXT:
                continue
            hit = known.get(text)
            if hit is None:
                hit = known[text] = vocabulary.is_header_word(text)
            counts[index] += hit
    for index, hits in enumerate(counts):
        others = [text for text, kind in zip(head.row(index), kinds.row(index), strict=True) if text and kind == Kind.TEXT and not known[text]]
        # Names of indicators side by side are headings; under one another they are the rows of a table.
        wide = {heading.indicator_code for text in others if (heading := vocabulary.wide_heading(text)) is not None}
        if len(wide) >= FEWEST:
            counts[index] += len(wide)
        # Names written another way: looked for where some stand as known, and near the top where a row is short names throughout.
        if others and (hits or (index < SEARCHED_CLOSELY and len(others) >= MIN_WORDS and all(len(text) <= LONGEST_NAME for text in others))):
            counts[index] += sum(vocabulary.is_like_header_word(text) for text in others)
    return counts


def _best_window(grid: Grid, vocabulary: Vocabulary, sender: str | None, since: int, row: int) -> Header | None:
    """The best window that holds `row` (0-based) and starts at `row` or the row above it, below the `since` rows that another table has."""
    first = max(row - 1, since)
    best: Header | None = None
    titles = (*grid.context, *texts_above(grid, range(max(since, row - TITLE_ROWS) + 1, row + 1))) if vocabulary.knows_forms else ()
    below: dict[int, Evidence] = {}
    above = row - 1
    tops = [above, row] if above >= first and sum(cell is not None for cell in grid.text.row(above)) >= MIN_WORDS else [row]
    for top in tops:
        for bottom in range(row, min(top + MAX_HEADER_ROWS, grid.height)):
            if bottom > row and not _may_head(grid, bottom):
                break
            paths = column_paths(grid, top + 1, bottom + 1)
            evidence = below.get(bottom)
            if evidence is None:
                evidence = below[bottom] = look_below(grid, bottom + 1)
            for dataset in DATASETS.values():
                spellings = vocabulary.of_form(dataset.name, titles, grid.own_name) if vocabulary.knows_forms else vocabulary
                if not spellings.may_name(dataset.name, sender, paths.values()):
                    continue
                plan = plan_columns(dataset, paths, spellings, sender, evidence)
                if plan.is_table and (best is None or _is_better(plan, bottom - top, best)):
                    best = Header(top + 1, bottom + 1, paths, plan)
            wide = plan_wide(paths, vocabulary, sender, evidence)
            if wide is not None and (best is None or _is_better(wide, bottom - top, best)):
                best = Header(top + 1, bottom + 1, paths, wide)
    return best


def _is_better(plan: ColumnPlan, extent: int, best: Header) -> bool:
    """An anchored reading before one that lacks a required column, then the better score, then fewer rows."""
    if plan.is_anchored != best.plan.is_anchored:
        return plan.is_anchored
    if abs(plan.score - best.plan.score) > 1e-6:
        return plan.score > best.plan.score
    return extent < best.bottom - best.top


def _reads_like_header(grid: Grid, index: int, words: int, share: float) -> bool:
    """Whether enough of the row's cells are header words and hardly any is a value."""
    filled = sum(cell is not None and bool(cell.strip()) for cell in grid.text.row(index))
    return words >= share * filled and not _holds_values(grid, index)


def _may_head(grid: Grid, index: int) -> bool:
    """Whether a further row may belong to the header: text in it, and hardly any value."""
    return Kind.TEXT in grid.kind.row(index) and not _holds_values(grid, index)


def _holds_values(grid: Grid, index: int) -> bool:
    """Whether a quarter or more of a row's filled cells are numbers, dates or codes. Column numbers in brackets are none."""
    cells = [(text, kind) for text, kind in zip(grid.text.row(index), grid.kind.row(index), strict=True) if kind]
    values = sum(kind != Kind.TEXT or _VALUE.search(text or "") is not None for text, kind in cells)
    return values > 0 and values >= 0.25 * len(cells)


def column_paths(grid: Grid, top: int, bottom: int) -> dict[int, tuple[str, ...]]:
    """The names over each column in rows top..bottom (1-based), merged ranges filled, or parents carried right where nothing is merged.

    Columns with no name at all are left out.
    """
    rows = [[clean(cell) if cell else "" for cell in grid.text.row(index)] for index in range(top - 1, bottom)]
    merged = False
    for merge in grid.merges:
        if merge.bottom < top or merge.top > bottom or merge.top < 1:
            continue
        anchor_row = max(merge.top, top)
        if merge.top < top or merge.left > grid.width:
            continue
        text = rows[anchor_row - top][merge.left - 1]
        merged = merged or merge.right > merge.left
        for r in range(anchor_row, min(merge.bottom, bottom) + 1):
            for c in range(merge.left, min(merge.right, grid.width) + 1):
                rows[r - top][c - 1] = text
    if not merged:
        _carry_parents_right(rows)
    paths: dict[int, tuple[str, ...]] = {}
    for column in range(grid.width):
        parts: list[str] = []
        for row in rows:
            if row[column] and (not parts or parts[-1] != row[column]):
                parts.append(row[column])
        if parts:
            paths[column + 1] = tuple(parts)
    return paths


def _carry_parents_right(rows: list[list[str]]) -> None:
    """Without merge information a group's name stands over its first column only: carry it over the columns that have names below."""
    for level in range(len(rows) - 1):
        below = rows[level + 1 :]
        carried = ""
        for column, text in enumerate(rows[level]):
            named_below = any(row[column] for row in below)
            if text:
                carried = text if named_below else ""
            elif (
                carried
                and named_below
                and not any(upper[column] for upper in rows[:level] if upper[column] not in ("", *_ancestors(rows, level, column)))
            ):
                rows[level][column] = carried
            else:
                carried = ""


def _ancestors(rows: list[list[str]], level: int, column: int) -> tuple[str, ...]:
    """Names carried into the levels above from the column to the left: they do not end a group."""
    return tuple(upper[column - 1] for upper in rows[:level]) if column else ()
