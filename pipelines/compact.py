"""Compaction: a built file that mostly holds nothing is written again. Here is when and how; what it says does not change."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from pipelines.build.digest import content_digest
from pipelines.warehouse import Limits, connect, quoted, rows_of, sync_file

EMPTY_SHARE = 0.5
"""Share that holds nothing above which a file is written again: it is then more than twice as large as it need be."""
LEAST_BYTES = 64 * 1024**2
"""Files below this size are left as they are: an empty contract takes some megabytes, and a copy of it costs more than it saves."""


def empty_share(path: Path, limits: Limits | None = None) -> float:
    """About which share of a closed file holds nothing, 0 to 1: its free blocks, and in used ones the rows that were deleted.

    DuckDB frees a block only when all rows of its row group are gone; until then deleted rows stay, and its own estimate of a table's size,
    unlike count(*), counts them.
    """
    with connect(path, limits=limits) as connection:
        total, used = rows_of(connection, "SELECT total_blocks, used_blocks FROM pragma_database_size() WHERE database_name = current_database()")[0]
        tables = rows_of(
            connection,
            "SELECT schema_name || '.' || table_name, estimated_size, column_count FROM duckdb_tables() WHERE NOT internal",
        )
        stored = sum(rows * columns for _, rows, columns in tables)
        counts = " UNION ALL ".join(f"SELECT count(*) * {columns} AS n FROM {name}" for name, _, columns in tables)
        live = int(rows_of(connection, f"SELECT coalesce(sum(n), 0) FROM ({counts})")[0][0]) if tables else 0
    return 1 - used * min(live / stored, 1.0) / total if total and stored else 0.0


def compact(path: Path, limits: Limits | None = None, *, empty: float = EMPTY_SHARE, least_bytes: int = LEAST_BYTES) -> int:
    """Write a closed file again where it is large enough and more than `empty` of it holds nothing; gives the bytes saved, 0 where it was left.

    Tables, rows, their order, COMMENTs and macros are those of before: the rows are proven here, the rest by the checks of publication, which
    come after. The file changes its bytes in one step.
    A copy that cannot be written (a full disk) or that differs is not used: then the file is as it was, and 0 is given.
    """
    before = path.stat().st_size
    if before < least_bytes or empty_share(path, limits) <= empty:
        return 0
    aside = path.with_name(f".compacting-{os.getpid()}.duckdb")
    remove(aside)
    try:
        with connect(":memory:", limits=limits) as connection:
            connection.execute(f"ATTACH {quoted(str(path))} AS loose (READ_ONLY)")
            connection.execute(f"ATTACH {quoted(str(aside))} AS tight")
            connection.execute("COPY FROM DATABASE loose TO tight")
            connection.execute("CHECKPOINT tight")
        if content_digest(aside) != content_digest(path):
            return 0
        sync_file(aside)
        aside.replace(path)
    except (duckdb.Error, OSError):
        return 0
    finally:
        remove(aside)
    return before - path.stat().st_size


def remove(path: Path) -> None:
    """Remove a DuckDB file and its write-ahead log, where they are."""
    path.unlink(missing_ok=True)
    path.with_name(path.name + ".wal").unlink(missing_ok=True)
