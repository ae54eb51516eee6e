"""Publish: prove a built file, give it its name, let the pointer name it, keep what was said, prune old files. It computes no figure.

A build that fails one check is never pointed to. The caller holds the writer's lock.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import duckdb
import polars as pl

from pipelines.build.inputs import BuildSettings, limits_of
from pipelines.build.load import replace_rows
from pipelines.build.run import BuildResult
from pipelines.build.truth import LedgerFrames, standings_of
from pipelines.compact import compact
from pipelines.home import Home
from pipelines.ledger.rows import Build
from pipelines.warehouse import Limits, attached, connect, connect_analyst, frame_of, frames, one_value, quoted, rows_of, sync_file, sync_folder
from schemas.audit import PUBLISHED_FIGURE, QUARANTINE, SKIPPED_ROW
from schemas.contract import DATASETS, TABLES
from schemas.field import Origin, Table
from schemas.frames import polars_schema
from schemas.marts import MARTS

_NAME = re.compile(r"^warehouse-((\d{8})T\d{6}-[0-9a-f]{6})\.duckdb$")
LEAST_KEPT = 2
"""Builds that no limit removes: the published one and one to go back to."""


class PublishingLedger(LedgerFrames, Protocol):
    """What of the ledger publication reads and writes."""

    def record_build(self, build: Build) -> None:
        """Record a build, or how it stands now."""
        ...

    def record_published(self, build: str, published_at: dt.datetime, figures: pl.DataFrame) -> None:
        """Record that a build was published, and its figures."""
        ...

    def published_frame(self) -> pl.DataFrame:
        """Every figure ever published."""
        ...


class PublishSettings(BuildSettings, Protocol):
    """What of the settings publication obeys."""

    @property
    def keep_builds(self) -> int:
        """Last builds kept."""
        ...

    @property
    def keep_days(self) -> int:
        """Days of which the last build is kept."""
        ...

    @property
    def keep_bytes(self) -> int:
        """Bytes that kept builds may take."""
        ...


@dataclass(frozen=True, slots=True)
class Check:
    """One named check of a built file."""

    name: str
    passed: bool
    detail: str


@dataclass(frozen=True)
class Publication:
    """What became of a build. `path` is where its file stands now: under its own name, or as refused.duckdb for whoever looks into it."""

    build: str
    path: Path
    published: bool
    checks: tuple[Check, ...]
    published_at: dt.datetime
    pruned: tuple[str, ...] = ()

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that refused it."""
        return tuple(check for check in self.checks if not check.passed)


def publish(
    home: Home, ledger: PublishingLedger, result: BuildResult, settings: PublishSettings, now: dt.datetime, *, point: bool = True
) -> Publication:
    """Check a build and, where every check passes, publish it: figures kept in file and ledger, file read-only under its name, pointer swapped.

    With `point` false (the pointer is pinned) the file is checked, named and kept, but the pointer stays and nothing counts as said.
    """
    limits = limits_of(settings)
    reconcile(home, ledger, limits)
    figures = _say(result, ledger, now, limits) if point else pl.DataFrame()
    compact(result.path, limits)
    checks = verify(result.path, ledger, limits, result.loaded)
    if not all(check.passed for check in checks):
        refused = home.warehouse / "refused.duckdb"
        result.path.replace(refused)
        ledger.record_build(_ledger_row(result, refused.name, "refused: " + ", ".join(check.name for check in checks if not check.passed)))
        return Publication(result.build, refused, False, tuple(checks), now)
    sync_file(result.path)
    result.path.chmod(0o444)
    target = home.warehouse_file(result.build)
    result.path.rename(target)
    sync_folder(home.warehouse)
    ledger.record_build(_ledger_row(result, target.name, "built"))
    if point:
        point_to(home, target)
        ledger.record_build(_ledger_row(result, target.name, "published", now))
        ledger.record_published(result.build, now, figures)
    pruned = prune(home, settings)
    return Publication(result.build, target, point, tuple(checks), now, pruned)


def point_to(home: Home, target: Path) -> None:
    """Let `current.duckdb` name another build, atomically: a reader sees the old one or the new one, never none."""
    aside = home.warehouse / f".current-{os.getpid()}"
    aside.unlink(missing_ok=True)
    aside.symlink_to(target.name)
    aside.replace(home.current)
    sync_folder(home.warehouse)


def current_build(home: Home) -> str | None:
    """The name of the published build; null before the first."""
    match = _NAME.match(home.current.resolve().name) if home.current.exists() else None
    return match.group(1) if match else None


def reconcile(home: Home, ledger: PublishingLedger, limits: Limits | None = None) -> None:
    """Record what the published file said where the ledger does not know it: a run was cut off between the swap and the record."""
    build = current_build(home)
    if build is None or ledger.published_frame().filter(pl.col("build") == build).height:
        return
    with attached(home.current, limits) as connection:
        said = frame_of(connection, f"SELECT * FROM audit.published_figure WHERE build = {quoted(build)}")
        made = frame_of(connection, f"SELECT * FROM audit.build WHERE build = {quoted(build)}").row(0, named=True)
    if said.height:
        published_at = said["published_at"].max()
        assert isinstance(published_at, dt.datetime)
        result = BuildResult(build, home.current, made["how"], made["based_on"], made["as_of"], made["made_at"], 0, 0, 0)
        ledger.record_build(_ledger_row(result, home.warehouse_file(build).name, "published", published_at))
        ledger.record_published(build, published_at, said.drop("build", "published_at"))


def _ledger_row(result: BuildResult, file_name: str, outcome: str, published_at: dt.datetime | None = None) -> Build:
    as_of = result.as_of or result.made_at.date()
    how: Any = result.how
    return Build(result.build, file_name, result.made_at, as_of, how, outcome, result.based_on, published_at)


# -- what is said


def _say(result: BuildResult, ledger: PublishingLedger, now: dt.datetime, limits: Limits) -> pl.DataFrame:
    """Write into the file all that was ever said and what it says anew: the latest date's headlines, and earlier ones that now differ."""
    columns = list(polars_schema(PUBLISHED_FIGURE.fields))
    before = said_before(ledger.published_frame())
    with connect(result.path, read_only=False, limits=limits) as connection:
        headline = frame_of(connection, "SELECT * FROM mart.headline ORDER BY as_of, metric, block").with_columns(
            build=pl.lit(result.build), published_at=pl.lit(now).cast(pl.Datetime("us"))
        )
        key = ["as_of", "metric", "block"]
        last = (
            before.sort("published_at", "build").unique(key, keep="last").select([name for name in columns if name not in ("build", "published_at")])
        )
        unsaid = headline.join(last, on=last.columns, how="anti", nulls_equal=True)
        latest = headline.filter(pl.col("as_of") == result.as_of) if result.as_of else headline.clear()
        said = pl.concat([latest, unsaid.filter(pl.col("as_of") != result.as_of) if result.as_of else unsaid]).sort(key)
        with frames(connection, said=pl.concat([before, said.select(columns)])):
            replace_rows(connection, PUBLISHED_FIGURE, "SELECT * FROM said ORDER BY published_at, build, as_of, metric, block")
        connection.execute("CHECKPOINT")
    return said.drop("build", "published_at")


def said_before(recorded: pl.DataFrame) -> pl.DataFrame:
    """The ledger's published figures in the shape of audit.published_figure; what the ledger has no column for stands in its JSON."""
    schema = polars_schema(PUBLISHED_FIGURE.fields)
    inner = {name: dtype for name, dtype in schema.items() if name not in recorded.columns}
    if not recorded.height:
        return pl.DataFrame(schema=schema)
    more = recorded.with_columns(pl.col("figure").str.json_decode(pl.Struct(inner)).alias("more")).unnest("more")
    return more.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).with_columns(
        pl.col(name).fill_null(0) for name in inner if name.startswith("agencies_")
    )


# -- checks


def verify(path: Path, ledger: LedgerFrames, limits: Limits | None = None, loaded: frozenset[str] | None = None) -> list[Check]:
    """Every check of a built file, run on the file as stored; the caller decides what a failure means. Never raises on what the file holds.

    With `loaded`, the submissions whose rows were put into a copy of a file that passed, the keys of reported rows are looked at in these alone: a
    key of reported rows names its submission, so that no other row can have come to stand twice.
    """
    checks: list[Check] = []
    of_loaded = f"WHERE submission_id IN ({', '.join(map(quoted, sorted(loaded)))})" if loaded else "WHERE FALSE"

    def check(name: str, sql: str, what: str) -> None:
        """`sql` gives one row for every fault."""
        try:
            found = rows_of(connection, sql)
        except duckdb.Error as error:
            checks.append(Check(name, False, str(error).splitlines()[0]))
            return
        shown = "; ".join(" ".join(map(str, row)) for row in found[:3])
        checks.append(Check(name, not found, f"{len(found)} {what}: {shown}" if found else "ok"))

    with connect(path, limits=limits) as connection:
        checks.append(_guarded("described", lambda: _described(connection)))
        check(
            "conservation",
            "SELECT table_id, rows_read FROM audit.table_read WHERE rows_read <> rows_loaded + rows_quarantined + rows_held + rows_skipped "
            "OR least(rows_loaded, rows_quarantined, rows_held, rows_skipped) < 0",
            "tables whose rows do not add up",
        )
        for name, column, table in (("skipped_rows", "rows_skipped", SKIPPED_ROW), ("quarantined_rows", "rows_quarantined", QUARANTINE)):
            check(
                name,
                f"SELECT coalesce(t.table_id, q.table_id), t.{column}, q.n FROM audit.table_read AS t FULL OUTER JOIN "
                f"(SELECT table_id, count(*) AS n FROM {table.full_name} GROUP BY table_id) AS q ON q.table_id = t.table_id "
                f"WHERE coalesce(t.{column}, 0) <> coalesce(q.n, 0)",
                f"tables whose {table.full_name} differs from {column}",
            )
        check(
            "loaded_rows",
            "SELECT t.delivery_id, t.dataset, t.n, s.n FROM "
            "(SELECT delivery_id, dataset, sum(rows_loaded) AS n FROM audit.table_read WHERE dataset IS NOT NULL GROUP BY delivery_id, dataset) AS t "
            "FULL OUTER JOIN (SELECT delivery_id, dataset, sum(row_count) FILTER (WHERE standing <> 'held') AS n, "
            "sum(row_count) FILTER (WHERE standing NOT IN ('held', 'retracted')) AS least FROM audit.submission "
            "GROUP BY delivery_id, dataset) AS s ON s.delivery_id = t.delivery_id AND s.dataset = t.dataset "
            "WHERE coalesce(t.n, 0) NOT BETWEEN coalesce(s.least, 0) AND coalesce(s.n, 0)",
            "deliveries whose tables' loaded rows differ from their submissions'",
        )
        for dataset in DATASETS.values():
            report = dataset.report_table.full_name
            check(
                f"rows_of_{dataset.name}",
                f"SELECT coalesce(s.submission_id, r.submission_id), s.row_count, r.n FROM (SELECT submission_id, row_count FROM audit.submission "
                f"WHERE dataset = '{dataset.name}' AND standing IN ('counts', 'superseded')) AS s FULL OUTER JOIN "
                f"(SELECT submission_id, count(*) AS n FROM {report} GROUP BY submission_id) AS r ON r.submission_id = s.submission_id "
                "WHERE s.submission_id IS NULL OR s.row_count <> coalesce(r.n, 0)",
                f"submissions whose rows in {report} are not those of the ledger",
            )
            check(
                f"agencies_of_{dataset.name}",
                f"SELECT DISTINCT r.agency_code FROM {report} AS r WHERE r.agency_code NOT IN (SELECT agency_code FROM core.agency)",
                "agencies that the register lacks",
            )
        reported = [dataset.report_table for dataset in DATASETS.values()]
        for table in TABLES:
            if table.key:
                key = ", ".join(f'"{name}"' for name in table.key)
                where = of_loaded if loaded is not None and table in reported and "submission_id" in table.key else ""
                check(
                    f"key_of_{table.full_name}",
                    f"SELECT {key}, count(*) FROM {table.full_name} {where} GROUP BY {key} HAVING count(*) > 1",
                    "keys stand twice",
                )
        checks.append(_guarded("allowed_values", lambda: _allowed_values(connection)))
        checks.append(_guarded("submissions", lambda: _all_counting(connection, ledger)))
        check(
            "dates",
            "SELECT reported_on FROM (SELECT DISTINCT reported_on FROM audit.submission WHERE standing IN ('counts', 'superseded')) AS s "
            "FULL OUTER JOIN (SELECT DISTINCT as_of FROM mart.headline) AS h ON h.as_of = s.reported_on "
            "WHERE h.as_of IS NULL OR s.reported_on IS NULL",
            "reporting dates without headlines, or the reverse",
        )
        checks.append(_guarded("as_of", lambda: _as_of_agrees(connection)))
    checks.append(_guarded("opens", lambda: _opens(path, limits)))
    return checks


def _guarded(name: str, run: Callable[[], Check]) -> Check:
    """A check that cannot even be asked has failed."""
    try:
        return run()
    except duckdb.Error as error:
        return Check(name, False, str(error).splitlines()[0])


def _described(connection: duckdb.DuckDBPyConnection) -> Check:
    shown = {
        f"{schema}.{table}.{column}": comment
        for schema, table, column, comment in rows_of(
            connection, "SELECT schema_name, table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal"
        )
    }
    bare = [f"{table.full_name}.{field.name}" for table in TABLES for field in table.fields if not shown.get(f"{table.full_name}.{field.name}")]
    tables = dict(rows_of(connection, "SELECT schema_name || '.' || table_name, comment FROM duckdb_tables() WHERE NOT internal"))
    bare += [table.full_name for table in TABLES if not tables.get(table.full_name)]
    return Check("described", not bare, f"{len(bare)} without a COMMENT: {', '.join(bare[:3])}" if bare else "ok")


def _allowed_values(connection: duckdb.DuckDBPyConnection) -> Check:
    """Derived columns hold only what the contract allows; reported ones were judged at intake."""
    strangers = []
    for table in TABLES:
        for field in table.fields:
            if field.allowed and field.origin is Origin.DERIVED:
                listed = ", ".join(quoted(value) for value in field.allowed)
                found = rows_of(connection, f'SELECT DISTINCT "{field.name}" FROM {table.full_name} WHERE "{field.name}" NOT IN ({listed})')
                strangers += [f"{table.full_name}.{field.name} = {row[0]}" for row in found]
    return Check("allowed_values", not strangers, "; ".join(strangers[:3]) or "ok")


def _all_counting(connection: duckdb.DuckDBPyConnection, ledger: LedgerFrames) -> Check:
    """The file's submissions are the ledger's: what counts there counts here, and nothing else does."""
    truth = standings_of(ledger)
    with frames(connection, true_submission=truth):
        columns = "submission_id, reading, standing, row_count"
        found = rows_of(
            connection,
            f"(SELECT {columns} FROM true_submission EXCEPT SELECT {columns} FROM audit.submission) "
            f"UNION ALL (SELECT {columns} FROM audit.submission EXCEPT SELECT {columns} FROM true_submission)",
        )
    return Check("submissions", not found, f"{len(found)} differ from the ledger: {found[:2]}" if found else "ok")


def _as_of_agrees(connection: duckdb.DuckDBPyConnection) -> Check:
    """The macros answer, and at the latest date they say what the current tables and the marts say."""
    as_of = one_value(connection, "SELECT max(as_of) FROM mart.headline")
    latest = one_value(connection, "SELECT max(reported_on) FROM audit.submission WHERE is_counting")
    faults = []
    if latest is not None:
        for dataset, name in (("tasks", "tasks_as_of"), ("dossier_counts", "dossier_counts_as_of"), ("indicators", "indicator_values_as_of")):
            table = DATASETS[dataset].current_table
            asked = f"SELECT {_listed(table)} FROM core.{name}(DATE '{latest}')"
            shown = f"SELECT {_listed(table)} FROM {table.full_name}"
            if one_value(connection, f"SELECT count(*) FROM (({asked} EXCEPT ALL {shown}) UNION ALL ({shown} EXCEPT ALL {asked})) AS d"):
                faults.append(table.full_name)
    for mart in MARTS if as_of else ():
        rows_of(connection, f"SELECT * FROM {mart.full_name}_as_of(DATE '{as_of}') LIMIT 1")
    return Check("as_of", not faults, f"as-of differs from {', '.join(faults)}" if faults else "ok")


def _opens(path: Path, limits: Limits | None) -> Check:
    """Every table answers from where analysts stand: attached to another database, and in the locked connection."""
    with connect(":memory:", limits=limits) as connection:
        connection.execute(f"ATTACH {quoted(str(path))} AS tonghop (READ_ONLY)")
        for table in TABLES:
            rows_of(connection, f"SELECT {_listed(table)} FROM tonghop.{table.full_name} LIMIT 1")
    with connect_analyst(path, limits) as connection:
        rows_of(connection, "SELECT count(*) FROM mart.headline")
    return Check("opens", True, "ok")


def _listed(table: Table) -> str:
    return ", ".join(f'"{name}"' for name in table.names)


# -- keeping


def prune(home: Home, settings: PublishSettings, protect: Collection[str] = ()) -> tuple[str, ...]:
    """Remove old builds; gives the names of those removed.

    Kept: the last `keep_builds`, the last of each of the last `keep_days` days that have one, the published one and those in `protect`.
    Over `keep_bytes` the oldest of these go too, but never the published one, a protected one or one of the two newest.
    """
    found = sorted((match.group(1), match.group(2), path) for path in home.warehouse.iterdir() if (match := _NAME.match(path.name)))
    last_of_day = {day: build for build, day, _ in found}
    days = sorted(last_of_day, reverse=True)[: settings.keep_days]
    firm = {build for build, _, _ in found[-LEAST_KEPT:]} | set(protect) | {current_build(home) or ""}
    kept = firm | {build for build, _, _ in found[-settings.keep_builds :]} | {last_of_day[day] for day in days}
    sizes = {build: path.stat().st_size for build, _, path in found}
    total = sum(sizes[build] for build in kept if build in sizes)
    for build, _, _ in found:
        if total > settings.keep_bytes and build in kept and build not in firm:
            kept.discard(build)
            total -= sizes[build]
    gone = [(build, path) for build, _, path in found if build not in kept]
    for _, path in gone:
        path.unlink()
    return tuple(build for build, _ in gone)
