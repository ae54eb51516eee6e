"""The warehouse's doors: every DuckDB connection is opened here, with its limits set. What is read or written belongs to the callers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Limits:
    """What one connection may take. DuckDB's own default is 80 % of the machine's memory for each connection."""

    memory_limit: str = "2GB"
    threads: int = 2
    temp_limit: str = "20GB"


def connect(path: Path | str, read_only: bool = True, limits: Limits | None = None) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file, or ':memory:'. Symlinks are resolved first: by an unchanged path DuckDB may hand out the file that stood there before.

    Raises duckdb.IOException where the file is missing (read-only) or another process holds it.
    """
    limits = limits or Limits()
    config: dict[str, Any] = {"memory_limit": limits.memory_limit, "threads": limits.threads, "max_temp_directory_size": limits.temp_limit}
    # Kept for files read again; ours are read once, and tens of thousands of small ones stay in memory for nothing.
    config["enable_external_file_cache"] = False
    if str(path) == ":memory:":
        return duckdb.connect(":memory:", config=config)
    target = Path(path).resolve()
    config["temp_directory"] = str(target.parent / ".spill")
    return duckdb.connect(str(target), read_only=read_only, config=config)


def connect_analyst(path: Path | str, limits: Limits | None = None) -> duckdb.DuckDBPyConnection:
    """A read-only connection for SQL that strangers write: no file, no ATTACH, no extension, no setting can be reached from it."""
    connection = connect(path, read_only=True, limits=limits)
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


@contextmanager
def attached(path: Path | str, limits: Limits | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only look into a file that others in this process may have open under other settings: attached, and its names used unqualified."""
    with connect(":memory:", limits=limits) as connection:
        connection.execute(f"ATTACH {quoted(str(Path(path).resolve()))} AS looked_at (READ_ONLY)")
        connection.execute("USE looked_at")
        yield connection


class _Stream:
    """A polars frame as DuckDB can scan it. DuckDB knows polars frames by name and then asks for pyarrow, which is not installed."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)


@contextmanager
def frames(connection: duckdb.DuckDBPyConnection, **named: pl.DataFrame) -> Iterator[None]:
    """Let SQL within the block read polars frames under the given names."""
    for name, frame in named.items():
        connection.register(name, _Stream(frame))
    try:
        yield
    finally:
        for name in named:
            connection.unregister(name)


def frame_of(connection: duckdb.DuckDBPyConnection, sql: str) -> pl.DataFrame:
    """The result of a query as a polars frame."""
    import polars as pl

    return pl.DataFrame(connection.sql(sql))


def rows_of(connection: duckdb.DuckDBPyConnection, sql: str, parameters: object = None) -> list[tuple[Any, ...]]:
    """All rows of a query; for small results."""
    return connection.execute(sql, parameters).fetchall() if parameters is not None else connection.execute(sql).fetchall()


def one_value(connection: duckdb.DuckDBPyConnection, sql: str, parameters: object = None) -> Any:
    """The single value of a query that gives one row and one column."""
    return rows_of(connection, sql, parameters)[0][0]


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def sync_file(path: Path) -> None:
    """Force a file's bytes to disk."""
    _sync(path)


def sync_folder(path: Path) -> None:
    """Force a folder's entries (names, renames) to disk."""
    _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
