"""The build itself, step by step: what changed, the facts, what counts now, the marts, the findings between submissions, the build's own rows.

What a figure means stands in the SQL models; which submissions count was decided by `pipelines.resolve` and stands in the ledger.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from pipelines.build import dates as dates_of
from pipelines.build import findings, internal, models
from pipelines.build.change import changes_between
from pipelines.build.dates import HAS_ROWS
from pipelines.build.difference import Differences, all_new, differences, fingerprints, is_made_by, load_differences, missing_fields, usable_base
from pipelines.build.inputs import BuildSettings, RegisterFrames, limits_of
from pipelines.build.load import insert_parquet, insert_query, replace_rows
from pipelines.build.truth import LedgerFrames, Truth, truth_of
from pipelines.home import Home
from pipelines.warehouse import Limits, connect, frames, one_value, quoted, rows_of, sync_file
from schemas import audit, contract, marts
from schemas.contract import DATASETS
from schemas.field import Table
from schemas.frames import DUCKDB, polars_schema

_OUTCOME_TABLES = (audit.ISSUE, audit.QUARANTINE, audit.SKIPPED_ROW, audit.COLUMN_MAP)
_MODEL_OF = {"dossier_counts": "dossier_counts", "indicators": "indicators", "tasks": "tasks"}
_DOSSIERS = DATASETS["dossiers"]
_ALL_MARTS = (
    marts.TASK_PROGRESS,
    marts.DOSSIER_RATE,
    marts.INDICATOR_PROGRESS,
    marts.SUBMISSION_COMPLIANCE,
    marts.AGENCY_SCOREBOARD,
    marts.DATA_QUALITY,
    marts.HEADLINE,
)
"""In an order in which each finds those that it reads."""
_OF_DOSSIERS = (marts.DOSSIER_RATE, marts.AGENCY_SCOREBOARD, marts.HEADLINE)
"""What hangs on the single dossiers, beside what was sent when."""


@dataclass(frozen=True)
class BuildResult:
    """A built file that waits for `pipelines.publish`. `as_of` is the latest reporting date held; null in a warehouse without any.

    `loaded` are the submissions whose rows a copy build put in; null where every row is new to the file.
    """

    build: str
    path: Path
    how: str
    based_on: str | None
    as_of: dt.date | None
    made_at: dt.datetime
    submissions_added: int
    submissions_removed: int
    dates: int
    loaded: frozenset[str] | None = None


def build(
    home: Home, ledger: LedgerFrames, registers: RegisterFrames, settings: BuildSettings, now: dt.datetime, full: bool = False
) -> BuildResult | None:
    """Build a warehouse file beside the published one; null where the published one already shows all that the ledger and the registers say.

    `now` is the moment of building and enters audit.build alone. With `full` nothing of the published file is used. The caller holds the
    writer's lock. Raises duckdb.Error where a stored file does not have its declared shape; the unfinished file is then removed.
    """
    truth = truth_of(ledger)
    prints = fingerprints(registers, settings)
    base = None if full else usable_base(home, limits_of(settings))
    found = all_new(truth) if base is None else differences(base, truth, limits_of(settings))
    if base is not None and is_made_by(base, prints, limits_of(settings)) and not any(one.height for one in found.values()):
        return None
    home.warehouse.mkdir(parents=True, exist_ok=True)
    path = home.warehouse / f".building-{os.getpid()}.duckdb"
    _remove(path)
    try:
        if base is not None:
            shutil.copyfile(base, path)
            path.chmod(0o644)
            sync_file(path)
        made = _Build(home, registers, settings, now, truth, found, prints, path, base).run()
        if base is None and home.current.exists():
            _tell_changes(home.current, made, limits_of(settings))
        return made
    except BaseException:
        _remove(path)
        raise


def _tell_changes(published: Path, made: BuildResult, limits: Limits) -> None:
    """audit.change of a full build: what differs from the published file."""
    found = changes_between(published, made.path, made.build, limits)
    if found.height:
        with connect(made.path, read_only=False, limits=limits) as connection, frames(connection, found=found):
            insert_query(connection, audit.CHANGE, "SELECT * FROM found")
            connection.execute("CHECKPOINT")


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_name(path.name + ".wal").unlink(missing_ok=True)


class _Build:
    """One build in progress; its methods are the steps, in order."""

    def __init__(
        self,
        home: Home,
        registers: RegisterFrames,
        settings: BuildSettings,
        now: dt.datetime,
        truth: Truth,
        found: Differences,
        prints: dict[str, str],
        path: Path,
        base: Path | None,
    ) -> None:
        self.home, self.registers, self.settings, self.now = home, registers, settings, now
        self.truth, self.found, self.prints, self.path, self.base = truth, found, prints, path, base
        self.connection = connect(path, read_only=False, limits=limits_of(settings))
        self.all_dates = base is None
        self.as_of: dt.date | None = None
        self.based_on: str | None = None

    def run(self) -> BuildResult:
        with self.connection:
            self._prepare()
            self.connection.execute("BEGIN")
            added, removed = self._facts()
            self._audit()
            internal.update_successions(self.connection)
            internal.update_task_gaps(self.connection)
            self._dates_before_dossiers()
            self._current()
            dates = self._marts()
            self._derived_issues()
            name = self._about(added, removed)
            loaded = frozenset(row[0] for row in rows_of(self.connection, "SELECT submission_id FROM new_rows")) if self.base else None
            self.connection.execute("COMMIT")
            self.connection.execute("CHECKPOINT")
        how = "full" if self.base is None else "copy"
        return BuildResult(name, self.path, how, self.based_on, self.as_of, self.now, added, removed, dates, loaded)

    def _do(self, sql: str) -> None:
        self.connection.execute(sql)

    def _model(self, name: str, **parameters: str) -> str:
        return models.render(name, None, **{"carry_days": str(self.settings.carry_days), "known_until": models.KNOWN_NOW, **parameters})

    # -- the file

    def _prepare(self) -> None:
        """The contract's tables, and the differences between what they show and what the ledger says."""
        if self.base is None:
            self._do(contract.ddl())
            internal.create(self.connection)
        else:
            for table, field in missing_fields(self.connection) or []:
                self._do(f'ALTER TABLE {table.full_name} ADD COLUMN "{field.name}" {DUCKDB[field.type]}')
                self._do(f'COMMENT ON COLUMN {table.full_name}."{field.name}" IS {quoted(field.comment)}')
            self.based_on = one_value(self.connection, "SELECT max_by(build, made_at) FROM audit.build")
            old = dict(rows_of(self.connection, "SELECT name, value FROM internal.fingerprint"))
            self.all_dates = old != self.prints
            # Attached under a name of its own: it only serves to say what differs.
            self._do(f"ATTACH {quoted(str(self.base))} AS previous (READ_ONLY)")
        self._do("DELETE FROM internal.fingerprint")
        self.connection.executemany("INSERT INTO internal.fingerprint VALUES (?, ?)", sorted(self.prints.items()))
        for macro in models.macros(self.settings.carry_days):
            self._do(macro)
        load_differences(self.connection, self.found)

    # -- facts, by whole submission

    def _facts(self) -> tuple[int, int]:
        """Take out and put in the rows of whole submissions; gives how many submissions were added and removed."""
        for side, other in (("old", "new"), ("new", "old")):
            self._do(
                f"CREATE OR REPLACE TEMP TABLE {side}_rows AS SELECT s.submission_id, s.dataset, s.reading FROM changed_submission AS s "
                f"WHERE s.side = '{side}' AND s.standing IN {HAS_ROWS} AND NOT EXISTS (SELECT 1 FROM changed_submission AS o "
                f"WHERE o.side = '{other}' AND o.submission_id = s.submission_id AND o.reading = s.reading AND o.standing IN {HAS_ROWS})"
            )
        self._do("CREATE OR REPLACE TEMP TABLE touched_dossier (agency_code VARCHAR, dossier_code VARCHAR)")
        self._touch_dossiers()
        files = self._record_files()
        for name, dataset in DATASETS.items():
            table = dataset.report_table
            self._do(f"DELETE FROM {table.full_name} WHERE submission_id IN (SELECT submission_id FROM old_rows WHERE dataset = '{name}')")
            insert_parquet(self.connection, table, files.get(name, []))
        self._touch_dossiers()
        counts = rows_of(self.connection, "SELECT (SELECT count(*) FROM new_rows), (SELECT count(*) FROM old_rows)")[0]
        return int(counts[0]), int(counts[1])

    def _touch_dossiers(self) -> None:
        """Note the dossiers that changed submissions speak of: once before their rows go, once after new rows came."""
        self._do(
            "INSERT INTO touched_dossier SELECT DISTINCT r.agency_code, r.dossier_code FROM core.dossier_report AS r "
            "WHERE r.submission_id IN (SELECT submission_id FROM changed_submission WHERE dataset = 'dossiers') "
            "EXCEPT SELECT agency_code, dossier_code FROM touched_dossier"
        )

    def _record_files(self) -> dict[str, list[Path]]:
        """The records files to load, by dataset, in the order of date and agency that keeps an agency's rows together."""
        wanted = rows_of(
            self.connection,
            "SELECT n.dataset, n.submission_id, n.reading FROM new_rows AS n INNER JOIN ledger_submission AS s ON s.submission_id = n.submission_id "
            "WHERE s.row_count > 0 ORDER BY s.reported_on, s.agency_code, n.submission_id",
        )
        named = {row[0]: row[1] for row in self.truth.record_paths.select("submission_id", "record_path").iter_rows()}
        files: dict[str, list[Path]] = {}
        for dataset, submission_id, reading in wanted:
            path = named[submission_id]
            files.setdefault(dataset, []).append(self.home.root / path if path else self.home.record_file(dataset, submission_id, reading))
        return files

    # -- audit and registers

    def _audit(self) -> None:
        """The audit tables and the registers as ledger and config have them now."""
        self._do(
            "CREATE OR REPLACE TEMP TABLE gone_table AS SELECT table_id FROM audit.table_read "
            "WHERE delivery_id IN (SELECT delivery_id FROM changed_outcome)"
        )
        self._do("DELETE FROM audit.issue WHERE delivery_id IN (SELECT delivery_id FROM changed_outcome)")
        for table in (audit.QUARANTINE, audit.SKIPPED_ROW, audit.COLUMN_MAP):
            self._do(f"DELETE FROM {table.full_name} WHERE table_id IN (SELECT table_id FROM gone_table)")
        fresh = rows_of(self.connection, "SELECT delivery_id, reading FROM changed_outcome WHERE side = 'new' ORDER BY delivery_id")
        for table in _OUTCOME_TABLES:
            files = [self.home.outcome_dir(delivery_id, reading) / f"{table.name}.parquet" for delivery_id, reading in fresh]
            insert_parquet(self.connection, table, [path for path in files if path.exists()])
        for table, source, key in (
            (audit.SUBMISSION, "submission", "submission_id"),
            (audit.DELIVERY, "delivery", "delivery_id"),
            (audit.TABLE_READ, "table", "table_id"),
        ):
            self._do(f"DELETE FROM {table.full_name} WHERE {key} IN (SELECT {key} FROM changed_{source})")
            insert_query(self.connection, table, f"SELECT * FROM ledger_{source} WHERE {key} IN (SELECT {key} FROM changed_{source})")
        self._do("DELETE FROM internal.outcome_read WHERE delivery_id IN (SELECT delivery_id FROM changed_outcome)")
        self._do("INSERT INTO internal.outcome_read SELECT delivery_id, reading FROM changed_outcome WHERE side = 'new'")
        if self.all_dates:
            for table, frame in (
                (contract.AGENCY, self.registers.agencies),
                (contract.AGENCY_CODE, self.registers.agency_codes),
                (contract.INDICATOR, self.registers.indicators),
            ):
                shaped = frame.select(pl.col(name).cast(dtype) for name, dtype in polars_schema(table.fields).items())
                with frames(self.connection, register_rows=shaped):
                    replace_rows(self.connection, table, "SELECT * FROM register_rows")

    # -- what counts now

    def _dates_before_dossiers(self) -> None:
        """`as_of`: the latest reporting date of what counts; the days of the touched dossiers as they stood."""
        self.as_of = one_value(self.connection, "SELECT max(reported_on) FROM audit.submission WHERE is_counting")
        self._do(f"CREATE OR REPLACE TEMP TABLE event_before AS {self._touched_events()}")

    def _touched_events(self) -> str:
        touched = (
            "SELECT d.* FROM core.dossier AS d INNER JOIN touched_dossier AS k ON k.agency_code = d.agency_code AND k.dossier_code = d.dossier_code"
        )
        return self._model("dossier_event", dossiers=touched)

    def _current(self) -> None:
        """core.F: dossiers by touched key, the other three anew."""
        table = _DOSSIERS.current_table
        self._kept_dossiers(table)
        # Made a table, so that the statement that fetches the rows knows how few they are, and does not put the whole log into memory.
        self._do(f"CREATE OR REPLACE TEMP TABLE won_dossier AS {models.render('dossier_won')}")
        self._do(
            f"DELETE FROM {table.full_name} AS d USING touched_dossier AS k WHERE k.agency_code = d.agency_code AND k.dossier_code = d.dossier_code"
        )
        insert_query(self.connection, table, models.render("dossiers", table))
        self._do(f"CREATE OR REPLACE TEMP TABLE event_after AS {self._touched_events()}")
        dates = f"SELECT DATE '{self.as_of}' AS as_of" if self.as_of else "SELECT CAST(NULL AS DATE) AS as_of WHERE FALSE"
        for model in models.AS_OF_MODELS:
            query = models.facts(model, dates, models.KNOWN_NOW, self.settings.carry_days)
            replace_rows(self.connection, DATASETS[_MODEL_OF[model]].current_table, query)

    def _kept_dossiers(self, table: Table) -> None:
        """Of the touched dossiers, those whose row comes from a submission that did not change, and the others, which are searched in the log."""
        self._do(
            f"CREATE OR REPLACE TEMP TABLE kept_dossier AS SELECT d.* FROM {table.full_name} AS d "
            "INNER JOIN touched_dossier AS k ON k.agency_code = d.agency_code AND k.dossier_code = d.dossier_code "
            "WHERE d.submission_id NOT IN (SELECT submission_id FROM changed_submission)"
        )
        self._do(
            "CREATE OR REPLACE TEMP TABLE searched_dossier AS SELECT agency_code, dossier_code FROM touched_dossier "
            "EXCEPT SELECT agency_code, dossier_code FROM kept_dossier"
        )
        self._do(
            "CREATE OR REPLACE TEMP TABLE new_dossier AS SELECT agency_code, dossier_code, reported_on, delivered_at, submission_id "
            "FROM core.dossier_report WHERE submission_id IN (SELECT submission_id FROM changed_submission "
            "WHERE side = 'new' AND dataset = 'dossiers' AND is_counting)"
        )

    # -- marts

    def _marts(self) -> int:
        """Every mart at every reporting date that can have changed; gives how many dates that were."""
        dates_of.find_dates(self.connection, self.all_dates, self.as_of, self.settings.carry_days)
        # The touched dates come last: the findings between submissions are told from the working tables of the latest one.
        dates = self._fill("dossier_date", _OF_DOSSIERS, "metric LIKE 'dossiers@_%' ESCAPE '@'")
        for table in marts.MARTS:
            self._do(f"DELETE FROM {table.full_name} WHERE as_of NOT IN (SELECT as_of FROM held_date)")
        return dates + self._fill("touched_date", _ALL_MARTS, "TRUE")

    def _fill(self, dates: str, tables: tuple[Table, ...], metrics: str) -> int:
        """The marts `tables` (of the headline the rows that `metrics` names) at the dates of a temp table; gives how many these are."""
        self._do(f"CREATE OR REPLACE TEMP TABLE affected_date AS SELECT as_of FROM {dates}")
        days = [row[0] for row in rows_of(self.connection, "SELECT as_of FROM affected_date ORDER BY as_of")]
        if not days and tables is _OF_DOSSIERS:
            return 0
        with frames(self.connection, expected_rows=self._expected(days)):
            self._do("CREATE OR REPLACE TEMP TABLE expected AS SELECT * FROM expected_rows")
        self._do(f"CREATE OR REPLACE TEMP TABLE dossier_event_now AS {self._model('dossier_event', dossiers='SELECT * FROM core.dossier')}")
        self._do(f"CREATE OR REPLACE TEMP TABLE agency_spoke AS {self._model('agency_spoke')}")
        self._do(f"CREATE OR REPLACE TEMP TABLE table_share AS {self._model('table_share')}")
        for name, model, columns in (
            ("task_at", "tasks", "as_of, agency_code, task_code, status, acceptance, carried"),
            ("count_at", "dossier_counts", "*"),
            ("indicator_at", "indicators", "*"),
        ):
            is_needed = tables is _ALL_MARTS or model == "dossier_counts"
            wanted = "SELECT as_of FROM affected_date" + ("" if is_needed else " WHERE FALSE")
            query = models.facts(model, wanted, models.KNOWN_NOW, self.settings.carry_days)
            self._do(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {columns} FROM ({query}) AS m")
        codes = ", ".join(quoted(code) for code in findings.CODES)
        for table in tables:
            where = metrics if table is marts.HEADLINE else "TRUE"
            self._do(f"DELETE FROM {table.full_name} WHERE as_of IN (SELECT as_of FROM affected_date) AND {where}")
            query = self._model(table.name, derived_codes=codes, min_senders=str(self.settings.headline_min_senders))
            insert_query(self.connection, table, f"SELECT * FROM ({query}) AS m WHERE {where} ORDER BY ALL")
        return len(days)

    def _expected(self, days: list[dt.date]) -> pl.DataFrame:
        schema = {"as_of": pl.Date(), "agency_code": pl.String(), "dataset": pl.String(), "due_on": pl.Date()}
        parts = [
            self.registers.expected(day).select(
                pl.lit(day, pl.Date).alias("as_of"), "agency_code", "dataset", pl.lit(self.registers.due_on(day), pl.Date).alias("due_on")
            )
            for day in days
        ]
        return pl.concat([pl.DataFrame(schema=schema), *parts]).unique(maintain_order=True)

    # -- findings between submissions

    def _derived_issues(self) -> None:
        """Replace the findings that only the warehouse as a whole can make."""
        listed = ", ".join(quoted(code) for code in findings.CODES)
        self._do(f"DELETE FROM audit.issue WHERE code IN ({listed})")
        query = self._model("derived_issue", as_of=f"DATE '{self.as_of}'") if self.as_of else None
        found = findings.between_submissions(self.connection, query)
        held = findings.partial_submissions(self.home.root, self.truth)
        rows = findings.issues(pl.concat([found, held]))
        with frames(self.connection, issue_rows=rows):
            insert_query(self.connection, audit.ISSUE, "SELECT * FROM issue_rows")

    # -- about the build itself

    def _about(self, added: int, removed: int) -> str:
        """audit.build and audit.change; gives the build's name."""
        content = hashlib.sha256(repr(sorted(self.prints.items())).encode())
        for told in (self.truth.submissions, self.truth.deliveries):
            content.update(told.write_csv().encode())
        known = {row[0] for row in rows_of(self.connection, "SELECT build FROM audit.build")}
        name = f"{self.now:%Y%m%dT%H%M%S}-{content.hexdigest()[:6]}"
        while name in known or self.home.warehouse_file(name).exists():
            content.update(b"+")
            name = f"{self.now:%Y%m%dT%H%M%S}-{content.hexdigest()[:6]}"
        how = "full" if self.base is None else "copy"
        self.connection.execute(
            "INSERT INTO audit.build (build, made_at, how, based_on, as_of, submissions_added, submissions_removed, schema_version, config_hash) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [name, self.now, how, self.based_on, self.as_of, added, removed, contract.VERSION, self.registers.content_hash],
        )
        self._do("DELETE FROM audit.change")
        if self.base is not None:
            for dataset in DATASETS.values():
                self._change(dataset.current_table, name, dataset is _DOSSIERS)
                self._report_change(dataset.report_table, dataset.name, name)
        return name

    def _change(self, table: Table, name: str, by_agency: bool) -> None:
        """Rows of a current table that differ, by agency. Of dossiers only agencies with touched ones are compared; the other tables are small."""
        columns = ", ".join(f'"{column}"' for column in table.names if (table.schema, table.name, column) in self._previous_columns)
        where = "WHERE agency_code IN (SELECT agency_code FROM touched_dossier)" if by_agency else ""
        new, old = (f"SELECT {columns} FROM {prefix}{table.full_name} {where}" for prefix in ("", "previous."))
        self._do(
            "INSERT INTO audit.change (build, table_name, agency_code, rows_before, rows_after, rows_added, rows_removed) "
            f"SELECT {quoted(name)}, {quoted(table.full_name)}, agency_code, sum(b)::BIGINT, sum(a)::BIGINT, sum(p)::BIGINT, sum(m)::BIGINT FROM ("
            f"SELECT agency_code, 1 AS b, 0 AS a, 0 AS p, 0 AS m FROM ({old}) AS x1 "
            f"UNION ALL SELECT agency_code, 0, 1, 0, 0 FROM ({new}) AS x2 "
            f"UNION ALL SELECT agency_code, 0, 0, 1, 0 FROM ({new} EXCEPT ALL {old}) AS x3 "
            f"UNION ALL SELECT agency_code, 0, 0, 0, 1 FROM ({old} EXCEPT ALL {new}) AS x4"
            ") AS t GROUP BY agency_code HAVING sum(p) + sum(m) > 0 ORDER BY agency_code"
        )

    @cached_property
    def _previous_columns(self) -> frozenset[tuple[str, ...]]:
        """Schema, table and column of all that the previous build has; asked once, for DuckDB lists its catalog anew at each question."""
        found = rows_of(self.connection, "SELECT schema_name, table_name, column_name FROM duckdb_columns() WHERE database_name = 'previous'")
        return frozenset(found)

    def _report_change(self, table: Table, dataset: str, name: str) -> None:
        """Rows of a report table that came and went with whole submissions, by agency."""
        self._do(
            f"CREATE OR REPLACE TEMP TABLE moved AS SELECT agency_code, count(*) AS p, 0 AS m FROM {table.full_name} "
            f"WHERE submission_id IN (SELECT submission_id FROM new_rows WHERE dataset = '{dataset}') GROUP BY agency_code "
            f"UNION ALL SELECT agency_code, 0, count(*) FROM previous.{table.full_name} "
            f"WHERE submission_id IN (SELECT submission_id FROM old_rows WHERE dataset = '{dataset}') GROUP BY agency_code"
        )
        self._do(
            "INSERT INTO audit.change (build, table_name, agency_code, rows_before, rows_after, rows_added, rows_removed) "
            f"SELECT {quoted(name)}, {quoted(table.full_name)}, m.agency_code, any_value(coalesce(a.n, 0)) - sum(m.p)::BIGINT + sum(m.m)::BIGINT, "
            "any_value(coalesce(a.n, 0)), sum(m.p)::BIGINT, sum(m.m)::BIGINT FROM moved AS m "
            f"LEFT JOIN (SELECT agency_code, count(*) AS n FROM {table.full_name} GROUP BY agency_code) AS a ON a.agency_code = m.agency_code "
            "GROUP BY m.agency_code ORDER BY m.agency_code"
        )
