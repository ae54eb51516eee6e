"""What a built file and the ledger do not share, and whether a file can be altered into what the contract says. It changes no public table."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from pipelines.build import internal, models
from pipelines.build.inputs import BuildSettings, RegisterFrames
from pipelines.build.truth import Truth
from pipelines.home import Home
from pipelines.warehouse import Limits, attached, frame_of, frames, one_value, rows_of
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


# What the file shows beside what the ledger says: the temp table of the differences, the table that shows, the frame of `Truth`, its columns.
_COMPARED = (
    ("submission", "audit.submission", "submissions", audit.SUBMISSION.names),
    ("delivery", "audit.delivery", "deliveries", audit.DELIVERY.names),
    ("table", "audit.table_read", "tables", audit.TABLE_READ.names),
    ("outcome", "internal.outcome_read", "outcomes", ("delivery_id", "reading")),
)

Differences = dict[str, pl.DataFrame]
"""By name (submission, delivery, table, outcome) the rows that a file and the ledger do not share; `side` is 'old' or 'new'."""


def differences(base: Path, truth: Truth, limits: Limits) -> Differences:
    """What a built file shows otherwise than the ledger says."""
    found = {}
    with attached(base, limits) as connection:
        for name, shown, said, columns in _COMPARED:
            listed = ", ".join(f'"{column}"' for column in columns)
            with frames(connection, told=getattr(truth, said)):
                found[name] = frame_of(
                    connection,
                    f"SELECT 'old' AS side, * FROM (SELECT {listed} FROM {shown} EXCEPT SELECT {listed} FROM told) AS o "
                    f"UNION ALL SELECT 'new', * FROM (SELECT {listed} FROM told EXCEPT SELECT {listed} FROM {shown}) AS n",
                )
    return found


def all_new(truth: Truth) -> Differences:
    """The differences of an empty file: all that the ledger says."""
    return {name: getattr(truth, said).select(pl.lit("new").alias("side"), *columns) for name, _, said, columns in _COMPARED}


def load_differences(connection: duckdb.DuckDBPyConnection, found: Differences) -> None:
    """Temp tables `changed_*`, as found, and `ledger_*`: of what changed that which the ledger says now."""
    for name, *_ in _COMPARED:
        with frames(connection, found=found[name]):
            connection.execute(f"CREATE OR REPLACE TEMP TABLE changed_{name} AS SELECT * FROM found")
        connection.execute(f"CREATE OR REPLACE TEMP TABLE ledger_{name} AS SELECT * EXCLUDE (side) FROM changed_{name} WHERE side = 'new'")


def is_made_by(base: Path, prints: dict[str, str], limits: Limits) -> bool:
    """Whether a built file was made by these rules, registers and settings, and has every field of the contract."""
    with attached(base, limits) as connection:
        return dict(rows_of(connection, "SELECT name, value FROM internal.fingerprint")) == prints and not missing_fields(connection)


def differs(base: Path, truth: Truth, prints: dict[str, str], limits: Limits) -> bool:
    """Whether a built file shows anything else than ledger, registers and settings say."""
    return not is_made_by(base, prints, limits) or any(found.height for found in differences(base, truth, limits).values())
