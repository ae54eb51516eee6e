import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from pipelines.ledger import Ledger, LedgerTooNew, connect, tables

ROOT = Path(__file__).resolve().parents[3]
AT = dt.datetime(2025, 10, 28, 4)


@pytest.fixture
def path(tmp_path):
    # A place whose name has what URLs and configuration files trip over.
    place = tmp_path / "100% nhà #1"
    place.mkdir()
    return place / "ledger.sqlite"


def shape(engine):
    """Tables, columns with type and nullability, primary and foreign keys, indexes, as the database tells them."""
    seen = sa.inspect(engine)
    return {
        table: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in seen.get_columns(table)],
            seen.get_pk_constraint(table)["constrained_columns"],
            sorted((key["constrained_columns"], key["referred_table"]) for key in seen.get_foreign_keys(table)),
            sorted((index["name"], index["column_names"], index["unique"]) for index in seen.get_indexes(table)),
            sorted(key["column_names"] for key in seen.get_unique_constraints(table)),
        )
        for table in seen.get_table_names()
        if table != "alembic_version"
    }


def test_migrations_lead_to_the_tables_that_the_code_uses(path, tmp_path):
    Ledger.open(path).close()
    direct = connect.engine_of(tmp_path / "direct.sqlite")
    tables.METADATA.create_all(direct)
    assert shape(connect.engine_of(path)) == shape(direct)


def test_the_known_versions_are_the_migrations(path):
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(connect.MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    assert [script.revision for script in scripts.walk_revisions()][::-1] == list(connect.VERSIONS)


def test_a_ledger_of_version_1_is_brought_up_to_date_with_its_rows(path):
    engine = connect.engine_of(path)
    connect.migrate(engine, "0001")
    assert not sa.inspect(engine).has_table("build")
    with engine.execution_options(writes=True).begin() as connection:
        row = {"delivery_id": "00000001-ab", "intake_no": 1, "path": "G09/a.csv", "file_name": "a.csv", "sha256": "ab", "bytes": 3, "tie": False}
        connection.execute(sa.insert(tables.delivery), {**row, "delivered_at": AT, "received_at": AT})
    with Ledger.open(path) as ledger:
        assert [one.path for one in ledger.deliveries_pending()] == ["G09/a.csv"]
        assert ledger.builds() == []
    with engine.connect() as connection:
        assert connect.version_of(connection) == connect.VERSIONS[-1]


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(path):
    engine = connect.engine_of(path)
    connect.migrate(engine, "0001")
    with engine.execution_options(writes=True).begin() as connection:
        # Stands in the way of the second of the two tables that version 2 makes.
        connection.execute(sa.text("CREATE TABLE published_figure (x INTEGER)"))
    with pytest.raises(sa.exc.OperationalError, match="already exists"):
        Ledger.open(path)
    assert not sa.inspect(engine).has_table("build")
    with engine.connect() as connection:
        assert connect.version_of(connection) == "0001"


@pytest.mark.parametrize("version", ["0004", "0999"])
def test_a_newer_ledger_is_refused_untouched(path, version):
    Ledger.open(path).close()
    engine = connect.engine_of(path)
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    with pytest.raises(LedgerTooNew, match=f"version {version}; this tonghop knows versions up to {connect.VERSIONS[-1]}"):
        Ledger.open(path)
    with engine.connect() as connection:
        assert connect.version_of(connection) == version


def test_many_that_open_a_new_ledger_at_once_make_it_once(path):
    code = "import sys; from pipelines.ledger import Ledger; Ledger.open(sys.argv[1]).close()"
    processes = [subprocess.Popen([sys.executable, "-c", code, str(path)], cwd=ROOT) for _ in range(3)]
    assert [process.wait() for process in processes] == [0, 0, 0]
    with Ledger.open(path) as ledger:
        assert ledger.builds() == []


def loaded_after(code, path):
    """Which of the heavy libraries a fresh interpreter has loaded after `code`."""
    tell = "; print([name for name in ('sqlalchemy', 'alembic') if name in sys.modules])"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", f"import sys; {code}{tell}", str(path)], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_light_paths_load_no_database_library(path):
    assert loaded_after("import pipelines.receive, pipelines.ledger, pipelines.home", path) == "[]"


def test_opening_an_up_to_date_ledger_does_not_load_the_migrations(path):
    Ledger.open(path).close()
    assert loaded_after("from pipelines.ledger import Ledger; Ledger.open(sys.argv[1]).close()", path) == "['sqlalchemy']"


def test_every_table_can_be_made_on_postgresql():
    for table in tables.METADATA.sorted_tables:
        statement = str(CreateTable(table).compile(dialect=postgresql.dialect()))
        assert statement.strip().startswith(f"CREATE TABLE {table.name}")
        assert "BYTEA" in statement or table.name != "submission"
