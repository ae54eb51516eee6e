"""The contract: every public table as DuckDB DDL with COMMENTs. `docs/contract.sql` is this module's output and a test keeps them equal."""

from __future__ import annotations

from schemas.agency import AGENCY, AGENCY_CODE, INDICATOR
from schemas.audit import AUDIT
from schemas.dataset import Dataset
from schemas.dossier_counts import DOSSIER_COUNTS
from schemas.dossiers import DOSSIERS
from schemas.field import Table
from schemas.frames import DUCKDB
from schemas.indicators import INDICATORS
from schemas.marts import MARTS
from schemas.tasks import TASKS

VERSION = "1"
"""Raised by hand when a public table changes in a way that an old file cannot be altered to."""

DATASETS: dict[str, Dataset] = {dataset.name: dataset for dataset in (TASKS, DOSSIERS, DOSSIER_COUNTS, INDICATORS)}
"""The four datasets by name."""

REGISTERS: tuple[Table, ...] = (AGENCY, AGENCY_CODE, INDICATOR)
"""Core tables that come from config."""

TABLES: tuple[Table, ...] = (
    *REGISTERS,
    *(table for dataset in DATASETS.values() for table in (dataset.report_table, dataset.current_table)),
    *MARTS,
    *AUDIT,
)
"""Every public table, in the order in which it is created."""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def create_table(table: Table) -> str:
    """CREATE TABLE of one table, without comments. Identifiers are quoted: `column` and `field` are words of SQL."""
    columns = ",\n".join(f'  "{field.name}" {DUCKDB[field.type]}{"" if field.nullable else " NOT NULL"}' for field in table.fields)
    return f"CREATE TABLE {table.full_name} (\n{columns}\n);"


def comments(table: Table) -> list[str]:
    """The COMMENT statements of one table and its columns."""
    return [
        f"COMMENT ON TABLE {table.full_name} IS {_quoted(table.comment)};",
        *(f'COMMENT ON COLUMN {table.full_name}."{field.name}" IS {_quoted(field.comment)};' for field in table.fields),
    ]


def ddl() -> str:
    """The whole contract as one SQL script that DuckDB runs."""
    parts = [
        "-- The tables that analysts query. Generated from schemas/ by `make docs`; do not edit.",
        "-- Moments are naive TIMESTAMPs in Asia/Ho_Chi_Minh; percents run from 0 to 100; grain and key stand above each table.",
        *(f"CREATE SCHEMA IF NOT EXISTS {name};" for name in ("core", "mart", "audit")),
    ]
    for table in TABLES:
        key = f" Key: {', '.join(table.key)}." if table.key else ""
        parts += ["", f"-- {table.full_name}: {table.grain}{key}", create_table(table), *comments(table)]
    return "\n".join(parts) + "\n"
