"""What a built file and the ledger do not share, and whether a file can be altered into what the contract says. It changes no public table."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.build import internal, models
from pipelines.build.inputs import BuildSettings, RegisterFrames
from pipelines.build.truth import Truth
from pipelines.home import Home
from pipelines.warehouse import Limits, attached, frames, one_value, rows_of
from schemas import audit, contract
from schemas.contract import TABLES
from schemas.field import Field, Table
from schemas.frames import DUCKDB


def fingerprints(registers: RegisterFrames, settings: BuildSettings) -> dict[str, str]:
    """What a file was made by beside its submissions: where one of these differs, the marts are made anew or the whole file is."""
    return {
        "schema": contract.VERSION,
        "models": models.models_hash(),
        "registers": registers.content_hash,
        "settings": f"carry_days={settings.carry_days} headline_min_senders={settings.headline_min_senders}",
    }


def usable_base(home: Home, limits: Limits) -> Path | None:
    """The published file, where it can be altered into what the contract says now; null asks for a full build."""
    if not home.current.exists():
        return None
    base = home.current.resolve()
    with attached(base, limits) as connection:
        notes = "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'internal' AND database_name = current_database()"
        if one_value(connection, notes) < internal.COUNT:
            return None
        prints = dict(rows_of(connection, "SELECT name, value FROM internal.fingerprint"))
        if (prints["schema"], prints["models"]) != (contract.VERSION, models.models_hash()):
            return None
        if not _can_be_added(missing_fields(connection)):
            return None
    return base


def _can_be_added(missing: list[tuple[Table, Field]] | None) -> bool:
    """Whether a file with these fields missing can be altered: only new nullable columns can; null says that something else differs."""
    return missing is not None and all(field.nullable for _, field in missing)


def missing_fields(connection: duckdb.DuckDBPyConnection) -> list[tuple[Table, Field]] | None:
    """Fields of the contract that the file lacks; null where a table is missing, or a column has another type or no place in the contract."""
    rows = rows_of(
        connection,
        "SELECT schema_name || '.' || table_name, column_name, data_type FROM duckdb_columns() "
        "WHERE NOT internal AND database_name = current_database()",
    )
    there = {(table, column): type_ for table, column, type_ in rows}
    known_tables = {table for table, _ in there}
    missing = []
    for table in TABLES:
        if table.full_name not in known_tables:
            return None
        for field in table.fields:
            found = there.pop((table.full_name, field.name), None)
            if found is None:
                missing.append((table, field))
            elif found != DUCKDB[field.type]:
                return None
    return None if any(table.split(".")[0] in ("core", "mart", "audit") for table, _ in there) else missing


def load_truth(connection: duckdb.DuckDBPyConnection, truth: Truth) -> None:
    """The ledger's frames as temp tables beside the audit tables that show them."""
    with frames(connection, f_submission=truth.submissions, f_delivery=truth.deliveries, f_table=truth.tables, f_outcome=truth.outcomes):
        for name in ("submission", "delivery", "table", "outcome"):
            connection.execute(f"CREATE OR REPLACE TEMP TABLE ledger_{name} AS SELECT * FROM f_{name}")


_DIFFERENCES = {
    "changed_submission": ("audit.submission", "ledger_submission", audit.SUBMISSION.names),
    "changed_delivery": ("audit.delivery", "ledger_delivery", audit.DELIVERY.names),
    "changed_table": ("audit.table_read", "ledger_table", audit.TABLE_READ.names),
    "changed_outcome": ("internal.outcome_read", "ledger_outcome", ("delivery_id", "reading")),
}


def find_differences(connection: duckdb.DuckDBPyConnection) -> None:
    """Temp tables of the rows that the file and the ledger do not share; `side` is 'old' or 'new'."""
    for name, (shown, true, columns) in _DIFFERENCES.items():
        listed = ", ".join(f'"{column}"' for column in columns)
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS "
            f"SELECT 'old' AS side, * FROM (SELECT {listed} FROM {shown} EXCEPT SELECT {listed} FROM {true}) AS o "
            f"UNION ALL SELECT 'new', * FROM (SELECT {listed} FROM {true} EXCEPT SELECT {listed} FROM {shown}) AS n"
        )


def differs(base: Path, truth: Truth, prints: dict[str, str], limits: Limits) -> bool:
    """Whether a built file shows anything else than ledger, registers and settings say."""
    with attached(base, limits) as connection:
        if dict(rows_of(connection, "SELECT name, value FROM internal.fingerprint")) != prints or missing_fields(connection):
            return True
        load_truth(connection, truth)
        find_differences(connection)
        return any(one_value(connection, f"SELECT count(*) FROM {name}") for name in _DIFFERENCES)
