"""The warehouse as assets: one step builds, proves and publishes the file; its tables become materialised only once they can be queried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import dagster as dg

from assets.checks import ON_WAREHOUSE, PUBLISHED, errors_result, lateness_result, pin_result
from assets.columns import column_schema
from assets.deliveries_grid import ZONE, grid_told
from assets.resources import WATCHER, RefreshRun, Watcher
from assets.steps import POOL, counting_submissions, read_submissions
from assets.tables_shown import table
from schemas.audit import ISSUE
from schemas.contract import DATASETS
from schemas.field import Table
from schemas.marts import MARTS

if TYPE_CHECKING:
    import polars as pl
    from duckdb import DuckDBPyConnection

    from pipelines.build import BuildResult
    from pipelines.ledger import Decision
    from pipelines.publish import Check, Publication
    from pipelines.refresh import Run
    from pipelines.report.lateness import Lateness

ENGINEERS = ["team:data-engineers"]
BY_SIX = dg.FreshnessPolicy.cron("0 6 * * *", dt.timedelta(hours=1), ZONE)
"""The file is looked after every morning: the run of 05:30 reports it, also where nothing is new."""
_CORE = {name: dataset.current_table for name, dataset in DATASETS.items()}
_SOURCES_OF = {
    "headline": ["mart.task_progress", "mart.dossier_rate"],
    "task_progress": ["core.task"],
    "dossier_rate": ["core.dossier_count", "core.dossier"],
    "indicator_progress": ["core.indicator_value"],
    "agency_scoreboard": ["mart.task_progress", "mart.dossier_rate", "mart.submission_compliance"],
    "data_quality": ["audit.issue"],
}
SHOWN: tuple[Table, ...] = (
    *_CORE.values(),
    ISSUE,
    *sorted(MARTS, key=lambda mart: any(name.startswith("mart.") for name in _SOURCES_OF.get(mart.name, ()))),
)
"""Tables that are assets of their own, sources first."""

FAMILIES: dict[str, tuple[str, ...]] = {
    "rows_add_up": ("conservation", "skipped_rows", "quarantined_rows", "loaded_rows", "rows_of_"),
    "keys_are_unique": ("key_of_",),
    "file_is_the_ledgers": ("submissions", "dates", "as_of"),
    "contract_is_kept": ("described", "allowed_values", "agencies_of_", "opens"),
}
"""The checks of `pipelines.publish.verify` by what they prove; one that no prefix names belongs to the last family."""


def key_of(one: Table) -> dg.AssetKey:
    """The asset key of a warehouse table: core.task is ['core', 'task']."""
    return dg.AssetKey([one.schema, one.name])


def _spec(one: Table) -> dg.AssetSpec:
    named = [dg.AssetKey(name.split(".")) for name in _SOURCES_OF.get(one.name, ())] if one.schema == "mart" else []
    deps: list[object] = [*named] or [read_submissions] if one is ISSUE else [*named] or [counting_submissions]
    return dg.AssetSpec(
        key_of(one),
        deps=deps,  # type: ignore[arg-type]
        group_name=one.schema,
        kinds={"duckdb", "table"},
        owners=ENGINEERS,
        skippable=True,
        description=f"{one.title_vi}. {one.title_en}: {one.grain}",
        metadata={"dagster/column_schema": column_schema(one), "dagster/table_name": f"tonghop.{one.full_name}"},
    )


SPECS = [
    *(_spec(one) for one in SHOWN),
    dg.AssetSpec(
        PUBLISHED,
        deps=[dg.AssetKey(["mart", name]) for name in ("headline", "agency_scoreboard", "indicator_progress", "data_quality")],
        group_name="publication",
        kinds={"duckdb"},
        owners=ENGINEERS,
        freshness_policy=BY_SIX,
        description="The file that current.duckdb points to. Nothing is published that fails a check; a run without news leaves it as it is.",
    ),
]
CHECKS = [
    *(
        dg.AssetCheckSpec(name, asset=PUBLISHED, blocking=True, description=f"Proven on the file before the pointer moves: {', '.join(prefixes)}.")
        for name, prefixes in FAMILIES.items()
    ),
    *ON_WAREHOUSE,
]


@dg.multi_asset(name="warehouse", specs=SPECS, check_specs=CHECKS, pool=POOL)
def warehouse(refresh_run: RefreshRun) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Steps 4 and 5: build beside, prove, point. Tables are materialised when the published file is another than Dagster knows; else it alone is."""
    context = dg.AssetExecutionContext.get()
    run = refresh_run.open()
    with grid_told(context.instance, run, context.run.run_id):
        yield from _built_and_told(run, context.instance)


def _built_and_told(run: Run, instance: dg.DagsterInstance) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    from pipelines.refresh import build, publish

    built = build(run)
    publication = publish(run, built) if built else None
    (WATCHER.get() or Watcher()).publication = publication
    if publication is not None and publication.failed:
        yield from _proofs(publication.checks)
        raise refusal(publication)
    told = _tell(run)
    if _known_build(instance) != told.build:
        # Published now, or since the last run: by a steward's command, or before a crash that kept Dagster from hearing of it.
        for one in SHOWN:
            metadata: dict[str, Any] = {"dagster/row_count": told.rows[one.full_name]}
            yield dg.MaterializeResult(key_of(one), data_version=dg.DataVersion(told.build), metadata=metadata)
    if publication is None or built is None or not publication.published:
        # Without news, or with the pointer pinned by a steward: the published file stands as it was.
        yield dg.MaterializeResult(PUBLISHED, data_version=dg.DataVersion(told.build), metadata={"news": False, **_shown(run, told)})
        yield from (_passed(name, {"proven_with": told.build}) for name in FAMILIES)
    else:
        yield dg.MaterializeResult(PUBLISHED, data_version=dg.DataVersion(told.build), metadata=_metadata(run, built, told))
        yield from _proofs(publication.checks)
    yield errors_result(told.by_code, told.on)
    yield lateness_result(told.lateness)
    yield pin_result(told.pin, told.build)


def refusal(publication: Publication) -> dg.Failure:
    """What a run fails with whose build was refused."""
    named = ", ".join(f"{check.name}: {check.detail}" for check in publication.failed)
    return dg.Failure(f"the build was refused and stands as {publication.path.name}: {named}", allow_retries=False)


def row_counts(connection: DuckDBPyConnection) -> dict[str, int]:
    """The rows of each table that is shown, by its full name."""
    from pipelines.warehouse import rows_of

    return dict(rows_of(connection, " UNION ALL ".join(f"SELECT '{one.full_name}', count(*) FROM {one.full_name}" for one in SHOWN)))


def _known_build(instance: dg.DagsterInstance) -> str | None:
    """The build of which Dagster last heard the last of the tables."""
    event = instance.get_latest_materialization_event(key_of(SHOWN[-1]))
    return (event.asset_materialization.tags or {}).get("dagster/data_version") if event and event.asset_materialization else None


@dataclass(frozen=True)
class _Told:
    """What the published file says of itself and of its data. Nothing in it tells of a person."""

    build: str
    on: dt.date | None
    rows: dict[str, int]
    by_code: pl.DataFrame
    lateness: Lateness
    headline: list[dict[str, Any]]
    pin: Decision | None


def _tell(run: Run) -> _Told:
    from pipelines.report import headline, status
    from pipelines.report.issue_examples import by_code_on
    from pipelines.report.lateness import lateness
    from pipelines.steward.decisions import ROLLBACK, decided
    from pipelines.warehouse import attached

    # --date names the day that is reported; else yesterday is the last day whose reports should be in.
    closed = run.run_date or run.now.date() - dt.timedelta(days=1)
    with attached(run.home.current) as connection:
        rows = row_counts(connection)
        on = status.latest_date(connection)
        said = headline.headline(connection, on)
        figures = [figure.as_dict() for figure in said.rows] if said else []
        build_name = run.home.current.resolve().stem.removeprefix("warehouse-")
        late = lateness(connection, closed, run.registers.reporting_day)
        pin = decided(run.ledger.decisions(ROLLBACK)).pinned
        return _Told(build_name, on, rows, by_code_on(connection, on), late, figures, pin)


def _metadata(run: Run, built: BuildResult, told: _Told) -> dict[str, Any]:
    return {
        "news": True,
        **_shown(run, told),
        "how": built.how,
        "submissions_added": built.submissions_added,
        "submissions_removed": built.submissions_removed,
    }


def _shown(run: Run, told: _Told) -> dict[str, Any]:
    """What the page of the published file shows after every run, also one without news."""
    path = run.home.current.resolve()
    return {
        "build": told.build,
        "as_of": str(told.on),
        "path": dg.MetadataValue.path(str(path)),
        "bytes": path.stat().st_size,
        **{f"issues_{name}": int(told.by_code.filter(told.by_code["severity"] == name)["issues"].sum()) for name in ("error", "warning")},
        "agencies_expected": told.lateness.expected,
        "agencies_late": told.lateness.absent.height,
        **{f"rows_of_{one.name}": told.rows[one.full_name] for one in _CORE.values()},
        "seconds_build": round(run.watch.seconds.get("build", 0.0), 2),
        "seconds_publish": round(run.watch.seconds.get("publish", 0.0), 2),
        "headline": table(_by_metric(told.headline)),
    }


def _by_metric(figures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row a metric, its blocks side by side."""
    rows: dict[str, dict[str, Any]] = {}
    for figure in figures:
        value = figure["value"]
        row = rows.setdefault(figure["metric"], {"metric": figure["metric"]})
        row[figure["block"]] = "" if value is None else f"{value:,.2f}" if figure["unit"] == "%" else f"{value:,.0f}"
        row["target"] = figure["target"]
    return [{name: row.get(name, "") for name in ("metric", "national", "central", "provincial", "target")} for row in rows.values()]


def _proofs(checks: tuple[Check, ...]) -> Iterator[dg.AssetCheckResult]:
    """The publication's checks by family; a family fails where one of its checks does."""
    for name in FAMILIES:
        own = [check for check in checks if _family(check.name) == name]
        each = table([{"check": check.name, "passed": str(check.passed), "detail": check.detail} for check in own])
        yield _passed(name, {"checks": len(own), "each": each}, passed=all(check.passed for check in own))


def _passed(name: str, metadata: dict[str, Any], *, passed: bool = True) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(asset_key=PUBLISHED, check_name=name, passed=passed, severity=dg.AssetCheckSeverity.ERROR, metadata=metadata)


def _family(check: str) -> str:
    return next((name for name, prefixes in FAMILIES.items() if check.startswith(prefixes)), list(FAMILIES)[-1])
