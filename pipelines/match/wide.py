"""Wide tables: one column an indicator, beside the agency, unit or period of each row. Which columns are whose figures is told here.

A heading is an indicator's by its registered name, code or alias, or by `wide_columns.csv`, where headings that only mean something together are
one layout. How each column becomes records of its own is for `locate.tables`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipelines.match.columns import ColumnMatch, ColumnPlan, Doubt, Evidence, plan_columns
from pipelines.vocabulary import NO_FIELD, SEPARATOR, Vocabulary, WideHeading
from schemas.contract import DATASETS
from schemas.field import Origin

FEWEST = 2
"""Indicator columns that make a table wide; fewer may be a title or a remark."""
_WHOSE = frozenset({"agency_name", "agency_given_code", "period", "reporting_date"})
"""Fields of which one must stand beside the indicators: whose figure it is, or of when."""


@dataclass(frozen=True, slots=True)
class WideMatch:
    """One indicator column. `parts` are the columns that add up to it where it is a total."""

    column: int
    indicator_code: str
    unit: str | None
    parts: tuple[int, ...] = ()


@dataclass(frozen=True)
class WidePlan(ColumnPlan):
    """A reading of a header as a wide table of indicators."""

    wide: tuple[WideMatch, ...] = ()

    @property
    def is_anchored(self) -> bool:
        """Its indicators are named by its columns, and each cell is a value."""
        return True

    @property
    def missing_anchor(self) -> tuple[str, ...]:
        """Nothing: see `is_anchored`."""
        return ()

    def narrowed(self, one: WideMatch) -> WidePlan:
        """The reading of one indicator's column alone, beside the columns that tell whose figures they are."""
        others = {other.column for other in self.wide} - {one.column}
        return replace(self, columns=tuple(column for column in self.columns if column.column not in others), wide=(one,))


def headings_of(paths: Mapping[int, tuple[str, ...]], vocabulary: Vocabulary) -> dict[int, WideHeading]:
    """The columns whose heading is an indicator's. A heading that only its layout explains counts beside others of that layout."""
    found = {column: heading for column, path in paths.items() if (heading := vocabulary.wide_heading(path[-1])) is not None}
    if len(found) < FEWEST:
        return {}
    by_layout = Counter(heading.layout for heading in found.values())
    found = {column: heading for column, heading in found.items() if not heading.layout or by_layout[heading.layout] >= FEWEST}
    return found if len({heading.indicator_code for heading in found.values()}) >= FEWEST else {}


def plan_wide(paths: dict[int, tuple[str, ...]], vocabulary: Vocabulary, sender: str | None, evidence: Evidence) -> WidePlan | None:
    """Reads header `paths` as a wide table; null where it is none, or where a steward confirmed these columns as something else."""
    named = headings_of(paths, vocabulary)
    if not named:
        return None
    dataset = DATASETS["indicators"]
    plan = plan_columns(dataset, {column: path for column, path in paths.items() if column not in named}, vocabulary, sender, evidence)
    own = {field.name for field in dataset.of(Origin.REPORTED, Origin.PERSONAL)} - {"note", "source"}
    taken = set(plan.fields)
    if own & taken or not _WHOSE & taken or plan.fingerprint:
        return None
    said = vocabulary.confirmed(dataset.name, sender, [SEPARATOR.join(paths[column]) for column in sorted(paths)])
    no_fields = {column for column, name in zip(sorted(paths), said[1], strict=True) if name == NO_FIELD} if said else set()
    named = {column: heading for column, heading in named.items() if column not in no_fields}
    codes = Counter(heading.indicator_code for heading in named.values())
    twice = tuple(Doubt(column, SEPARATOR.join(paths[column]), ("value",)) for column, one in named.items() if codes[one.indicator_code] > 1)
    columns = [ColumnMatch(column, SEPARATOR.join(paths[column]), "value", "exact", 1.0) for column in named]
    columns += [ColumnMatch(column, SEPARATOR.join(paths[column]), None, None, None) for column in no_fields - set(plan.fields.values())]
    every = {one.column: one for one in (*plan.columns, *columns)}
    wide = tuple(WideMatch(column, one.indicator_code, one.unit, _parts(one, named) if one.is_total else ()) for column, one in sorted(named.items()))
    base = replace(plan, columns=tuple(every[column] for column in sorted(every)), doubts=(*plan.doubts, *twice), score=plan.score + len(named))
    return WidePlan(base.dataset, base.columns, base.doubts, base.score, said[0] if said else None, wide)


def _parts(total: WideHeading, named: Mapping[int, WideHeading]) -> tuple[int, ...]:
    return tuple(column for column, one in sorted(named.items()) if one.layout == total.layout and not one.is_total)
