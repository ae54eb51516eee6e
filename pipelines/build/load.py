"""Loading: Parquet files into contract tables, by column name and with the declared types. Which files is decided by the caller."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipelines.warehouse import quoted
from schemas.field import Table
from schemas.frames import DUCKDB

BATCH = 500
"""Files read by one statement: enough to spread the cost of a statement, few enough to keep their footers in memory."""


def insert_parquet(connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[Path]) -> None:
    """Insert the rows of Parquet files, in their order. Columns that a file of an earlier schema lacks become NULL; other columns are ignored."""
    names = ", ".join(f'"{name}"' for name in table.names)
    values = ", ".join(f'CAST("{field.name}" AS {DUCKDB[field.type]}) AS "{field.name}"' for field in table.fields)
    # The empty table lends the files the columns that they lack, so that no file has to be opened twice to be asked for its columns.
    shape = f"SELECT {names} FROM {table.full_name} LIMIT 0"
    for start in range(0, len(files), BATCH):
        listed = ", ".join(quoted(str(path)) for path in files[start : start + BATCH])
        source = f"({shape}) UNION ALL BY NAME (SELECT * FROM read_parquet([{listed}], union_by_name = true))"
        connection.execute(f"INSERT INTO {table.full_name} ({names}) SELECT {values} FROM ({source}) AS stored")


def replace_rows(connection: duckdb.DuckDBPyConnection, table: Table, query: str) -> None:
    """Empty a table and fill it with a query's rows, matched by name."""
    connection.execute(f"DELETE FROM {table.full_name}")
    insert_query(connection, table, query)


def insert_query(connection: duckdb.DuckDBPyConnection, table: Table, query: str) -> None:
    """Insert a query's rows, matched by name; columns of the query that the table has not are ignored."""
    names = ", ".join(f'"{name}"' for name in table.names)
    connection.execute(f"INSERT INTO {table.full_name} ({names}) SELECT {names} FROM ({query}) AS q")
