"""What differs between two built files, by table and agency: for a full build, which shares nothing with the published file."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from pipelines.warehouse import Limits, connect, frame_of, quoted, rows_of
from schemas.audit import CHANGE
from schemas.contract import DATASETS
from schemas.field import Table
from schemas.frames import polars_schema


def changes_between(before: Path, after: Path, build: str, limits: Limits) -> pl.DataFrame:
    """Rows of audit.change for the file `after`, named `build`, against the file `before`: every core table of a dataset, by agency.

    Empty where `before` cannot be read: a full build is the remedy for a damaged file, and must not fail on it. A table that `before` lacks is left
    out, a column that it lacks is not compared.
    """
    none = pl.DataFrame(schema=polars_schema(CHANGE.fields))
    try:
        with connect(":memory:", limits=limits) as connection:
            for name, path in (("previous", before), ("made", after)):
                connection.execute(f"ATTACH {quoted(str(path.resolve()))} AS {name} (READ_ONLY)")
            held = rows_of(connection, "SELECT schema_name || '.' || table_name, column_name FROM duckdb_columns() WHERE database_name = 'previous'")
            tables = [table for dataset in DATASETS.values() for table in (dataset.current_table, dataset.report_table)]
            found = [_changes(connection, table, build, {column for name, column in held if name == table.full_name}) for table in tables]
    except duckdb.Error:
        return none
    return pl.concat([none, *(each.select(pl.col(name).cast(dtype) for name, dtype in none.schema.items()) for each in found if each.height)])


def _changes(connection: duckdb.DuckDBPyConnection, table: Table, build: str, held: set[str]) -> pl.DataFrame:
    """One table's. Agencies whose rows hash alike are not compared row by row."""
    if "agency_code" not in held:
        return pl.DataFrame()
    columns = ", ".join(f'"{name}"' for name in table.names if name in held)
    for side in ("previous", "made"):
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {side}_hash AS SELECT agency_code, count(*) AS n, sum(hash({columns})) AS h "
            f"FROM {side}.{table.full_name} GROUP BY agency_code"
        )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE other AS "
        "SELECT coalesce(p.agency_code, m.agency_code) AS agency_code, coalesce(p.n, 0) AS b, coalesce(m.n, 0) AS a "
        "FROM previous_hash AS p FULL OUTER JOIN made_hash AS m ON m.agency_code = p.agency_code WHERE p.h IS DISTINCT FROM m.h"
    )
    was, is_now = (
        f"SELECT {columns} FROM {side}.{table.full_name} WHERE agency_code IN (SELECT agency_code FROM other)" for side in ("previous", "made")
    )
    return frame_of(
        connection,
        f"SELECT {quoted(build)} AS build, {quoted(table.full_name)} AS table_name, o.agency_code, any_value(o.b)::BIGINT AS rows_before, "
        "any_value(o.a)::BIGINT AS rows_after, coalesce(sum(d.p), 0)::BIGINT AS rows_added, coalesce(sum(d.m), 0)::BIGINT AS rows_removed "
        f"FROM other AS o LEFT JOIN (SELECT agency_code, 1 AS p, 0 AS m FROM ({is_now} EXCEPT ALL {was}) AS x1 "
        f"UNION ALL SELECT agency_code, 0, 1 FROM ({was} EXCEPT ALL {is_now}) AS x2) AS d ON d.agency_code = o.agency_code "
        "GROUP BY o.agency_code ORDER BY o.agency_code",
    )
