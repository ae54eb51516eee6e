"""Counts named by half: 'Đúng hạn', 'Quá hạn', 'Tổng số' in a header of one row, where the columns before them say of which group they are.

A group is believed where the rows' own sums bear it out, or where its names leave no other. What stays open is told, never chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.vietnamese.fold import fold

if TYPE_CHECKING:
    from pipelines.match.columns import Evidence
    from pipelines.vocabulary import Vocabulary

DATASET = "dossier_counts"
CONFIDENCE = 0.9
"""Of a column that its neighbours explain."""
_ENOUGH = 0.6
"""Share of rows whose sums must bear a group out; some rows may be wrong."""
_OPENING = re.compile(r"^(?:(?:tong )?(?:so )?(?:luong )?(?:ho so|hs) )?(?:duoc )?(?:giai quyet |gq )?")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_GROUPS: Mapping[str, Mapping[str, str]] = {
    "received": {"tong so": "received_total"},
    "done": {
        "tong so": "done_total", "truoc han": "done_early", "som han": "done_early", "dung han": "done_on_time", "trong han": "done_on_time",
        "qua han": "done_late", "tre han": "done_late", "cham han": "done_late",
    },
    "open": {
        "tong so": "open_total", "trong han": "open_in_time", "dung han": "open_in_time", "chua den han": "open_in_time",
        "qua han": "open_overdue", "tre han": "open_overdue", "cham han": "open_overdue",
    },
}  # fmt: skip
_LEAVES = frozenset(leaf for group in _GROUPS.values() for leaf in group)
_GROUP_OF = {
    "received_total": "received", "received_online": "received", "received_offline": "received", "received_post": "received",
    "carried_over": "received", "done_total": "done", "done_early": "done", "done_on_time": "done", "done_late": "done",
    "open_total": "open", "open_in_time": "open", "open_overdue": "open",
}  # fmt: skip


@dataclass
class _Run:
    """Columns of one group side by side; `fields` is field to column, `bare` those of them that the group alone explains."""

    group: str
    fields: dict[str, int] = field(default_factory=dict)
    bare: set[str] = field(default_factory=set)


def explained(
    paths: Mapping[int, tuple[str, ...]], vocabulary: Vocabulary, sender: str | None, evidence: Evidence
) -> tuple[dict[int, str], dict[int, tuple[str, ...]]]:
    """(column to the field that its neighbours make of it, column to the fields between which they leave it open). Both mostly empty."""
    named: dict[int, str | None] = {}
    bare: dict[int, str] = {}
    for column, path in sorted(paths.items()):
        candidates = vocabulary.candidates(DATASET, sender, path)
        named[column] = candidates[0].field if candidates else None
        if not candidates and len(path) == 1 and (leaf := _leaf(path[0])) in _LEAVES:
            bare[column] = leaf
    if not bare:
        return {}, {}
    settled: dict[int, str] = {}
    for run in _runs(named, bare):
        if _is_borne_out(run, evidence):
            settled |= {run.fields[name]: name for name in run.bare}
    opened = {column: tuple(group[leaf] for group in _GROUPS.values() if leaf in group) for column, leaf in bare.items() if column not in settled}
    return settled, opened


def _leaf(text: str) -> str:
    folded = fold(_CAMEL.sub(" ", text) if text.isascii() else text)
    return folded if folded in _LEAVES else _OPENING.sub("", folded, count=1)


def _runs(named: Mapping[int, str | None], bare: Mapping[int, str]) -> Iterator[_Run]:
    """The groups from left to right: opened by a column that names one, or by 'Tổng số' with what follows it."""
    run: _Run | None = None
    before = ""
    for column in sorted(named):
        name, leaf = named[column], bare.get(column)
        if leaf is None:
            group = _GROUP_OF.get(name or "")
            if run is not None and group != run.group:
                yield run
                before, run = run.group, None
            if group is not None:
                run = run or _Run(group)
                run.fields.setdefault(name or "", column)
            continue
        if leaf == "tong so":
            if run is not None:
                yield run
                before = run.group
            group = _group_ahead(column, named, bare, before)
            run = _Run(group) if group else None
        elif run is not None and (_GROUPS[run.group].get(leaf) is None or _GROUPS[run.group][leaf] in run.fields):
            yield run
            before, run = run.group, _Run("open") if run.group == "done" and leaf in _GROUPS["open"] else None
        if run is not None:
            name = _GROUPS[run.group][leaf]
            run.fields[name] = column
            run.bare.add(name)
    if run is not None:
        yield run


def _group_ahead(column: int, named: Mapping[int, str | None], bare: Mapping[int, str], before: str) -> str | None:
    """Of which group a bare 'Tổng số' is, by the columns up to the next one."""
    leaves: set[str] = set()
    for other in sorted(one for one in named if one > column):
        leaf = bare.get(other)
        if leaf == "tong so":
            break
        if leaf is None:
            group = _GROUP_OF.get(named[other] or "")
            return group if group and not leaves else _by_leaves(leaves, before)
        leaves.add(leaf)
    return _by_leaves(leaves, before)


def _by_leaves(leaves: set[str], before: str) -> str | None:
    if not leaves:
        return None
    if leaves & {"truoc han", "som han"}:
        return "done"
    if "chua den han" in leaves or ("trong han" in leaves and "dung han" not in leaves):
        return "open"
    return {"received": "done", "done": "open"}.get(before)


def _is_borne_out(run: _Run, evidence: Evidence) -> bool:
    """Whether the group's total is the sum of its parts in most rows; without a total, whether 'Trước hạn' names it."""
    total = run.fields.get(f"{run.group}_total")
    parts = [column for name, column in run.fields.items() if not name.endswith("_total")]
    if total is None:
        return run.group == "done" and "done_early" in run.fields
    if len(parts) < 2:
        return run.bare == {"received_total"} and bool(parts)
    agree = seen = 0
    numbers = {column: [_integer(text) for text in evidence[column].shown] for column in (total, *parts) if column in evidence}
    for row, stated in enumerate(numbers.get(total, ())):
        cells = [numbers[column][row] for column in parts if column in numbers]
        if not stated or all(cell is None for cell in cells):
            continue
        seen += 1
        agree += stated == sum(cell or 0 for cell in cells)
    return seen > 0 and agree >= _ENOUGH * seen


def _integer(text: str | None) -> int | None:
    digits = re.sub(r"[.,\s]", "", text or "")
    return int(digits) if digits.isascii() and digits.isdigit() else None
