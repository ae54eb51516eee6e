"""The entity-relationship diagram: public tables and what leads to what, as Mermaid that a browser draws. Made from the same fields."""

from __future__ import annotations

from schemas.audit import AUDIT
from schemas.contract import DATASETS, REGISTERS, TABLES
from schemas.field import Field, Table
from schemas.frames import DUCKDB
from schemas.marts import MARTS
from schemas.relations import Relation, relations_of

_FACTS = tuple(table for dataset in DATASETS.values() for table in (dataset.report_table, dataset.current_table))
_PARTS: tuple[tuple[str, tuple[Table, ...]], ...] = (("Facts and registers", (*REGISTERS, *_FACTS)), ("Marts", MARTS), ("Audit", AUDIT))


def markdown() -> str:
    """`docs/er.md`: one diagram a part, with the tables of other parts that it leads to."""
    parts = [
        "# Tables and what leads to what",
        "Generated from `schemas/` by `make docs`; do not edit. A line runs from a table to the one whose row its column names; it is dotted where "
        "the column may name nothing. Only keys and such columns are drawn; all columns stand in [dictionary.md](dictionary.md). "
        "No key is declared in DuckDB: keys are proven by SQL before a build is published.",
    ]
    for title, tables in _PARTS:
        parts += [f"## {title}", diagram(tables)]
    return "\n\n".join(parts) + "\n"


def diagram(tables: tuple[Table, ...]) -> str:
    """One Mermaid erDiagram of some tables, and of those outside that they lead to, by name alone."""
    chosen = {table.full_name for table in tables}
    links = [one for one in relations_of(TABLES) if one.child.full_name in chosen and not _is_repeated(one)]
    lines = ["```mermaid", "erDiagram"]
    for table in tables:
        leading = {one.column for one in links if one.child is table or one.child.full_name == table.full_name}
        shown = [field for field in table.fields if field.name in table.key or field.name in leading]
        lines.append(f'  {_name(table)}["{table.full_name}"] {{')
        lines += [f"    {DUCKDB[field.type]} {field.name}{_marks(field, table, leading)}" for field in shown]
        lines.append("  }")
    outside = {one.parent.full_name: one.parent for one in links if one.parent.full_name not in chosen}
    lines += [f'  {_name(table)}["{name}"]' for name, table in sorted(outside.items())]
    for one in links:
        nullable = next(field.nullable for field in one.child.fields if field.name == one.column)
        line = "||--o{" if one.is_strict and not nullable else "|o..o{"
        lines.append(f"  {_name(one.parent)} {line} {_name(one.child)} : {one.column}")
    return "\n".join([*lines, "```"])


def _is_repeated(one: Relation) -> bool:
    """A line that a nearer one implies: an issue's table and submission lead to its delivery."""
    return one.child.full_name in ("audit.issue",) and one.column == "delivery_id"


def _name(table: Table) -> str:
    return table.full_name.replace(".", "_")


def _marks(field: Field, table: Table, leading: set[str]) -> str:
    marks = [mark for mark, holds in (("PK", field.name in table.key), ("FK", field.name in leading)) if holds]
    return f" {', '.join(marks)}" if marks else ""
