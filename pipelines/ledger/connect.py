"""Opening the ledger's database: the engine, its version, its migration. The one place that knows SQLite from PostgreSQL."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, exc

VERSIONS = ("0001", "0002", "0003")
"""Every version of the ledger's tables, oldest first; one migration each."""
MIGRATIONS = Path(__file__).with_name("migrations")
WAIT_MS = 30_000
"""How long SQLite waits for another process's transaction."""


class LedgerError(RuntimeError):
    """The ledger refuses what was asked of it."""


class LedgerMissing(LedgerError):
    """There is no ledger where one was to be read."""


class LedgerTooNew(LedgerError):
    """The ledger was written by a newer tonghop."""


def engine_of(target: Path | str) -> sa.Engine:
    """An engine for a SQLite file (a path) or for any SQLAlchemy URL."""
    is_url = isinstance(target, str) and "://" in target
    url = sa.make_url(str(target)) if is_url else sa.URL.create("sqlite", database=str(Path(target).absolute()))
    engine = sa.create_engine(url, json_serializer=functools.partial(json.dumps, ensure_ascii=False, default=str))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transaction handling commits before DDL; off, so that a migration is all or nothing.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {WAIT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    # FULL: under WAL anything less may lose the last commits at a power cut, and the ledger is the truth.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    # A writer takes its place at once: a read that turns into a write later can be refused without waiting.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def version_of(connection: sa.Connection) -> str | None:
    """The version that the ledger's tables have; null where there are none yet."""
    try:
        with connection.begin():
            return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    except (exc.OperationalError, exc.ProgrammingError):
        # An empty database. A database that cannot be reached fails here too, and again, with its own message, in the question below.
        if sa.inspect(connection).has_table("alembic_version"):
            raise
        return None


def bring_up_to_date(engine: sa.Engine) -> None:
    """Migrate the ledger to the newest version if it is older; LedgerTooNew if it is newer. One query where nothing is to be done."""
    with engine.connect() as connection:
        version = version_of(connection)
    if version == VERSIONS[-1]:
        return
    if version is not None and version not in VERSIONS:
        raise LedgerTooNew(
            f"the ledger {engine.url.render_as_string(hide_password=True)} has version {version}; this tonghop knows versions up to {VERSIONS[-1]}. "
            "Install the newer tonghop that wrote it, or restore the ledger from a backup."
        )
    migrate(engine, VERSIONS[-1])


def migrate(engine: sa.Engine, version: str) -> None:
    """Bring the ledger's tables to a version, in one transaction; what another process has done meanwhile is not done twice."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.execution_options(writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
