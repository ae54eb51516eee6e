"""Every DuckDB connection is opened in pipelines/warehouse.py, where its limits are set; and what strangers write can reach nothing else."""

from __future__ import annotations

import ast

import duckdb
import pytest

from pipelines.warehouse import Limits, connect, connect_analyst, one_value
from tests.architecture.source import Module, module, modules

DOOR = "pipelines/warehouse.py"


def opens(module: Module) -> list[int]:
    """Lines that open a DuckDB connection, or ask the one that the library keeps for everybody."""
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "duckdb":
            if node.attr in {"connect", "sql", "query", "execute", "read_parquet", "read_csv", "default_connection"}:
                found.append(node.lineno)
        elif isinstance(node, ast.ImportFrom) and node.module == "duckdb":
            found += [node.lineno for alias in node.names if alias.name in {"connect", "sql", "query", "execute"}]
    return found


def test_nothing_else_connects():
    rooms = modules("schemas", "pipelines", "assets", "examples", "benchmarks")
    assert [f"{one.path}:{line}" for one in rooms if one.path != DOOR for line in opens(one)] == []
    assert any(opens(one) for one in rooms if one.path == DOOR)


@pytest.mark.parametrize("text", ["import duckdb\nduckdb.connect()", "import duckdb\nduckdb.sql('SELECT 1')", "from duckdb import connect"])
def test_an_offender_is_caught(text):
    assert opens(module("pipelines/a.py", text))


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    place = tmp_path_factory.mktemp("warehouse") / "a.duckdb"
    with connect(place, read_only=False) as connection:
        connection.execute("CREATE TABLE t AS SELECT 1 AS n")
    (place.parent / "secret.csv").write_text("a\n1\n")
    return place


def test_limits_are_set(warehouse):
    with connect(warehouse, limits=Limits("300MB", 1, "1GB")) as connection:
        assert one_value(connection, "SELECT current_setting('memory_limit')") == "286.1 MiB"
        assert one_value(connection, "SELECT current_setting('threads')") == 1
        assert one_value(connection, "SELECT current_setting('max_temp_directory_size')") == "953.6 MiB"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('{place}/secret.csv')",
        "SELECT * FROM '{place}/secret.csv'",
        "SELECT * FROM read_text('{place}/secret.csv')",
        "SELECT * FROM read_blob('{place}/secret.csv')",
        "SELECT * FROM glob('{place}/*')",
        "COPY t TO '{place}/out.csv'",
        "COPY t FROM '{place}/secret.csv'",
        "EXPORT DATABASE '{place}/out'",
        "IMPORT DATABASE '{place}'",
        "ATTACH '{place}/b.duckdb'",
        "ATTACH ':memory:' AS m; ATTACH '{place}/b.duckdb' AS b",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "RESET enable_external_access",
        "SET lock_configuration = false",
        "SET memory_limit = '100GB'",
        "SET threads = 64",
        "SET temp_directory = '{place}/elsewhere'",
        "PRAGMA memory_limit = '100GB'",
        "CREATE TABLE u AS SELECT 1",
        "DELETE FROM t",
        "DROP TABLE t",
        "CREATE SECRET s (TYPE s3)",
    ],
)
def test_what_a_stranger_writes_reaches_nothing(warehouse, sql):
    before = sorted(path.name for path in warehouse.parent.iterdir())
    with connect_analyst(warehouse) as connection:
        with pytest.raises(duckdb.Error):
            connection.execute(sql.format(place=warehouse.parent)).fetchall()
        assert one_value(connection, "SELECT n FROM t") == 1
    assert sorted(path.name for path in warehouse.parent.iterdir()) == before
