"""The contract as Dagster shows it: a table's column schema, with constraints, from the same fields that make the DDL."""

from __future__ import annotations

import dagster as dg

from schemas.field import Field, Table
from schemas.frames import DUCKDB


def column_schema(table: Table) -> dg.TableSchema:
    """The columns of a warehouse table for the UI's asset page."""
    key = table.key[0] if len(table.key) == 1 else None
    return dg.TableSchema(columns=[_column(field, field.name == key) for field in table.fields])


def _column(field: Field, unique: bool) -> dg.TableColumn:
    other = [f"{field.name} in ({', '.join(field.allowed)})"] if field.allowed else []
    if field.minimum is not None:
        other.append(f"{field.name} >= {field.minimum:g}")
    if field.maximum is not None:
        other.append(f"{field.name} <= {field.maximum:g}")
    constraints = dg.TableColumnConstraints(nullable=field.nullable, unique=unique, other=other)
    return dg.TableColumn(field.name, DUCKDB[field.type], f"{field.title_vi} / {field.title_en}", constraints)
