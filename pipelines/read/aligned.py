"""Text whose columns are set by white space (printouts of old programs) cut into rows. Only where columns of blanks run through the whole table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

_EDGE_LINES = 20
"""Lines at the top and at the bottom among which the table may begin and end."""
_NARROWEST_GAP = 2
_FEWEST_COLUMNS = 3
_FEWEST_LINES = 3
_LEAST_FILLED = 0.6
"""The share of filled cells below which gaps are those of prose, not of a table."""
_RULE = re.compile(r"[\s+|:=_\-─━┼]*[=_\-─━]{3}[\s+|:=_\-─━┼]*")
_GAPPED = re.compile(r"^.*?\S {2,}\S.*$", re.MULTILINE)
_APART = re.compile(r"\s{3,}")
_LONGEST_LINE = 2000


def cut_aligned(text: str) -> list[list[str]] | None:
    """The lines as rows of cells, blank ones and drawn rules as empty rows; null where the text is no such table.

    Lines above and below the table are cut at wide gaps only: a letterhead's two halves are two cells.
    """
    if 2 * sum(1 for _ in _GAPPED.finditer(text)) < text.count("\n") - 2 * text.count("\n\n"):
        return None
    lines = [unicodedata.normalize("NFC", line).rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")]
    if any("\t" in line for line in lines) or max(map(len, lines)) > _LONGEST_LINE:
        return None
    masks = [0 if _RULE.fullmatch(line) else _mask(line) for line in lines]
    filled = [at for at, mask in enumerate(masks) if mask]
    if len(filled) < _FEWEST_LINES:
        return None
    first, last, gaps = _extent(masks, filled)
    rows: list[list[str]] = []
    for at, (line, mask) in enumerate(zip(lines, masks, strict=True)):
        if not mask:
            rows.append([])
        elif first <= at <= last:
            rows.append(_cut(line, gaps))
        else:
            rows.append(_APART.split(line.strip()))
    table = [row for row in rows[first : last + 1] if row]
    columns = len(gaps) + 1
    if columns < _FEWEST_COLUMNS or len(table) < _FEWEST_LINES:
        return None
    return rows if sum(bool(cell) for row in table for cell in row) >= _LEAST_FILLED * columns * len(table) else None


def _mask(line: str) -> int:
    """The places of a line that are not blank, as bits."""
    return sum(1 << at for at, letter in enumerate(line) if not letter.isspace())


def _extent(masks: Sequence[int], filled: Sequence[int]) -> tuple[int, int, list[tuple[int, int]]]:
    """First and last line of the table and the gaps (begin, end) between its columns: of stretches over half the text, that with most columns."""
    tops = filled[: min(_EDGE_LINES, max(1, len(filled) - _FEWEST_LINES + 1))]
    best: tuple[int, int, int, list[tuple[int, int]]] | None = None
    for first in tops:
        below = [at for at in filled if at >= first]
        bottoms = below[-min(_EDGE_LINES, max(1, len(below) - _FEWEST_LINES + 1)) :]
        together = 0
        for at in below:
            together |= masks[at]
            if at in bottoms and (at - first + 1) * 2 >= filled[-1] - filled[0] + 1:
                gaps = _gaps(together)
                found = (len(gaps), at - first, first, gaps)
                if best is None or found[:2] > best[:2]:
                    best = found
    assert best is not None, "there are lines"
    _, length, first, gaps = best
    return first, first + length, gaps


def _gaps(mask: int) -> list[tuple[int, int]]:
    """Runs of blanks between the first and the last letter that are wide enough to part columns."""
    bits = bin(mask)[:1:-1]
    begin = bits.find("1")
    return [found.span() for found in re.finditer(rf"0{{{_NARROWEST_GAP},}}", bits) if found.start() > begin]


def _cut(line: str, gaps: Sequence[tuple[int, int]]) -> list[str]:
    edges = [0, *(end for _, end in gaps), len(line)]
    return [line[begin:end].strip() for begin, end in pairwise(edges)]
