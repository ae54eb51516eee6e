"""Columns to fields: the best one-to-one reading of a header for one dataset, and what stays in doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.grid import Grid, Kind
from pipelines.match import context
from pipelines.match.context import explained
from pipelines.vocabulary import NO_FIELD, SEPARATOR, Vocabulary
from schemas.dataset import Dataset
from schemas.field import Field, Origin, Type

_LEAST = 0.72
"""A name that is only near, over values that do not fit, is no match."""
_NEARLY = 4
"""Own fields that must be named before a header without its required column is held rather than passed over."""
_CERTAIN = 2.0
"""Above every confidence that names and rows can give: what a steward confirmed; shown as 1."""
_TIE = 0.04
"""Confidences nearer than this are a tie."""
_DATE_LIKE = re.compile(r"\d{1,4}\s*[/.\-]\s*\d{1,4}|\bth[áa]ng\b|\bqu[ýy]\b|\bn[ăa]m\b", re.IGNORECASE)
_NUMBER_LIKE = re.compile(r"\d")
_FIGURE = re.compile(r"[\s\d.,%+\-]*")
"""A number or a share written as text: no words."""
_DATES = frozenset({Kind.DATE, Kind.DATETIME})
_NUMBERS = frozenset({Kind.NUMBER, Kind.PERCENT, Kind.ERROR, Kind.UNCACHED})


@dataclass(frozen=True, slots=True)
class Seen:
    """What a column holds in the first rows under a header: filled cells, and how many could be dates, numbers, plain text."""

    filled: int
    dates: int
    numbers: int
    texts: int
    shown: tuple[str | None, ...] = ()
    """The cells' texts, row by row; null where one is empty."""


Evidence = dict[int, Seen]
"""Column number to what it holds; columns that are empty are left out."""


def look_below(grid: Grid, bottom: int, rows: int = 25) -> Evidence:
    """The evidence in the `rows` sheet rows under row `bottom` (1-based; 0 for none)."""
    kinds, texts = grid.kind.slice(bottom, rows), grid.text.slice(bottom, rows)
    evidence: Evidence = {}
    for name in texts.columns:
        cells = [(kind, text or "") for kind, text in zip(kinds[name].to_list(), texts[name].to_list(), strict=True) if kind]
        if not cells:
            continue
        dated = [
            kind in _DATES or (kind in (Kind.TEXT, Kind.NUMBER) and (kind == Kind.NUMBER or _DATE_LIKE.search(text) is not None))
            for kind, text in cells
        ]
        numbered = [
            kind in _NUMBERS or (kind == Kind.TEXT and _NUMBER_LIKE.search(text) is not None and _DATE_LIKE.search(text) is None)
            for kind, text in cells
        ]
        evidence[int(name[1:])] = Seen(
            len(cells),
            sum(dated),
            sum(numbered),
            sum(kind == Kind.TEXT and not _FIGURE.fullmatch(text) for kind, text in cells),
            tuple(texts[name].to_list()),
        )
    return evidence


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """One column and the field it is read as; `field` is null where none takes it."""

    column: int
    header: str
    field: str | None
    how: str | None
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A column that could be read as any of `fields`, or shares its field with another column."""

    column: int
    header: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class ColumnPlan:
    """A reading of a header as `dataset`. `score` compares readings; `doubts` hold the table."""

    dataset: Dataset
    columns: tuple[ColumnMatch, ...]
    doubts: tuple[Doubt, ...]
    score: float
    fingerprint: str | None = None
    """Names the header where a steward's map of it was used."""

    @property
    def fields(self) -> dict[str, int]:
        """Field name to column number."""
        return {one.field: one.column for one in self.columns if one.field}

    @property
    def is_anchored(self) -> bool:
        """Whether every anchor set of the dataset has a column: only then is this a table of that dataset."""
        named = set(self.fields) | {name for doubt in self.doubts for name in doubt.fields}
        return all(anchor & named for anchor in self.dataset.anchor)

    @property
    def is_table(self) -> bool:
        """Whether this can be a table of the dataset at all: anchored, or so many of its fields named that only a required column is missing."""
        own = {field.name for field in self.dataset.of(Origin.REPORTED, Origin.PERSONAL)}
        return self.is_anchored or len(own & set(self.fields)) >= _NEARLY

    @property
    def missing_anchor(self) -> tuple[str, ...]:
        """The first field of each anchor set that no column names."""
        named = set(self.fields) | {name for doubt in self.doubts for name in doubt.fields}
        return tuple(
            next(field.name for field in self.dataset.fields if field.name in anchor) for anchor in self.dataset.anchor if not anchor & named
        )

    def header_of(self, field: str) -> str | None:
        """The header, as written, of the column read as `field`."""
        return next((one.header for one in self.columns if one.field == field), None)


def plan_columns(dataset: Dataset, paths: dict[int, tuple[str, ...]], vocabulary: Vocabulary, sender: str | None, evidence: Evidence) -> ColumnPlan:
    """Reads header `paths` as `dataset`. Takes the strongest pairs first; type evidence from the rows below breaks what names leave open.

    What a steward confirmed of this header goes before all that names and rows say, and leaves no doubt about its columns and fields.
    """
    by_name = {field.name: field for field in dataset.matchable}
    mark, said = _confirmed(dataset, paths, vocabulary, sender)
    settled = {name for name in said.values() if name in by_name}
    offers: list[tuple[float, int, str, str]] = [(_CERTAIN, column, name, "remembered") for column, name in said.items() if name in by_name]
    for column, path in paths.items():
        if column in said:
            continue
        for candidate in vocabulary.candidates(dataset.name, sender, path):
            confidence = candidate.confidence + _fits(by_name[candidate.field], column, evidence)
            if confidence >= _LEAST:
                offers.append((confidence, column, candidate.field, candidate.how))
    nearby, left_open = explained(paths, vocabulary, sender, evidence) if dataset.name == context.DATASET else ({}, {})
    offers += [(context.CONFIDENCE, column, name, "synonym") for column, name in nearby.items() if column not in said]
    offers.sort(key=lambda offer: (-offer[0], offer[1], offer[2]))
    holder: dict[str, int] = {}
    columns: dict[int, tuple[str, str, float]] = {}
    for confidence, column, name, how in offers:
        if column not in columns and name not in holder:
            holder[name] = column
            columns[column] = (name, how, confidence)
    doubts: dict[int, list[str]] = {}
    for confidence, column, name, _ in offers:
        if not _matters(by_name[name]) or _is_empty(column, evidence) or name in settled:
            continue
        if column in columns:
            mine, _, worth = columns[column]
            if name != mine and name not in holder and worth - confidence < _TIE and _matters(by_name[mine]):
                doubts.setdefault(column, [mine]).append(name)
        elif columns[holder[name]][2] - confidence < _TIE:
            doubts.setdefault(column, []).append(name)
    matches = []
    for column, path in sorted(paths.items()):
        header, taken = SEPARATOR.join(path), columns.get(column)
        matches.append(
            ColumnMatch(column, header, taken[0], taken[1], min(taken[2], 1.0)) if taken else ColumnMatch(column, header, None, None, None)
        )
    own = {field.name for field in dataset.of(Origin.REPORTED, Origin.PERSONAL)}
    score = sum(min(confidence, 1.1) for name, _, confidence in columns.values() if name in own) + 0.25 * sum(
        name not in own for name, _, _ in columns.values()
    )
    plan = ColumnPlan(dataset, tuple(matches), _doubts(doubts, paths), score, mark)
    if left_open and not plan.is_anchored:
        # What the neighbours leave open is kept aside, unless it is all that makes this a table: then it is asked.
        doubts |= {column: list(names) for column, names in left_open.items() if column not in said and not _is_empty(column, evidence)}
        plan = replace(plan, doubts=_doubts(doubts, paths))
    return plan


def _doubts(doubts: dict[int, list[str]], paths: dict[int, tuple[str, ...]]) -> tuple[Doubt, ...]:
    return tuple(Doubt(column, SEPARATOR.join(paths[column]), tuple(names)) for column, names in sorted(doubts.items()))


def _confirmed(dataset: Dataset, paths: dict[int, tuple[str, ...]], vocabulary: Vocabulary, sender: str | None) -> tuple[str | None, dict[int, str]]:
    """The fingerprint of a header that a steward confirmed, and the fields of its columns; a column that is no field is NO_FIELD."""
    if sender not in vocabulary.mapped_senders:
        return None, {}
    columns = sorted(paths)
    found = vocabulary.confirmed(dataset.name, sender, [SEPARATOR.join(paths[column]) for column in columns])
    if found is None:
        return None, {}
    mark, names = found
    by_name = {field.name for field in dataset.matchable} | {NO_FIELD}
    return mark, {column: name for column, name in zip(columns, names, strict=True) if name in by_name}


def _matters(field: Field) -> bool:
    """Fields whose wrong column would change a figure: never settled between near ties."""
    return field.type is not Type.TEXT or field.parser is not None or field.name in ("task_code", "dossier_code", "indicator_code", "title", "field")


def _is_empty(column: int, evidence: Evidence) -> bool:
    return column not in evidence


def _fits(field: Field, column: int, evidence: Evidence) -> float:
    """What the rows below say: a little for a column that holds what the field holds, much against one that does not."""
    seen = evidence.get(column)
    if seen is None or seen.filled < 3:
        return 0.0
    if field.type in (Type.DATE, Type.MOMENT):
        share = seen.dates / seen.filled
    elif field.type in (Type.INTEGER, Type.NUMBER, Type.PERCENT) or field.parser == "quantity":
        share = seen.numbers / seen.filled
    elif field.parser == "task_status" or field.name in ("title", "field", "indicator_name", "agency_name", "lead_text"):
        share = seen.texts / seen.filled
    else:
        return 0.0
    if share >= 0.6:
        return 0.02
    return -0.15 if share < 0.3 else 0.0
