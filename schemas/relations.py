"""Relations: which column of a public table leads to which other table. Foreign keys of an export and the lines of the diagram come from here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.field import Table


@dataclass(frozen=True, slots=True)
class Relation:
    """`child.column` names a row of `parent` by its `parent_column`. A nullable column, or one that may lead nowhere, is not strict."""

    child: Table
    column: str
    parent: Table
    parent_column: str
    is_strict: bool = True


LEADS_TO: dict[str, tuple[str, str]] = {
    "agency_code": ("core.agency", "agency_code"),
    "successor_code": ("core.agency", "agency_code"),
    "indicator_code": ("core.indicator", "indicator_code"),
    "delivery_id": ("audit.delivery", "delivery_id"),
    "table_id": ("audit.table_read", "table_id"),
    "submission_id": ("audit.submission", "submission_id"),
    "superseded_by": ("audit.submission", "submission_id"),
}
"""Column name to the table and column that it names; a name means the same wherever it stands."""

LOOSE = frozenset(
    {
        ("audit.submission", "table_id"),  # a submission that no single table gave names its delivery instead
        ("audit.issue", "table_id"),
        ("core.indicator_value", "indicator_code"),  # an indicator that the register does not know keeps the sender's own code
        ("core.indicator_value_report", "indicator_code"),
        ("mart.indicator_progress", "indicator_code"),
    }
)
"""Columns whose value may name nothing."""


def relations_of(tables: Sequence[Table]) -> tuple[Relation, ...]:
    """Every relation between the given tables, in their order."""
    known = {table.full_name: table for table in tables}
    found = []
    for table in tables:
        for field in table.fields:
            parent, column = LEADS_TO.get(field.name, ("", ""))
            if parent in known and (parent, column) != (table.full_name, field.name):
                found.append(Relation(table, field.name, known[parent], column, (table.full_name, field.name) not in LOOSE))
    return tuple(found)
