"""The warehouse as assets: one step builds, proves and publishes the file; its tables become materialised only once they can be queried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import dagster as dg

from assets.columns import column_schema
from assets.resources import WATCHER, RefreshRun, Watcher
from assets.steps import POOL, counting_submissions, read_submissions, table
from schemas.audit import ISSUE
from schemas.contract import DATASETS
from schemas.field import Table
from schemas.marts import MARTS

if TYPE_CHECKING:
    import polars as pl

    from pipelines.build import BuildResult
    from pipelines.publish import Check
    from pipelines.refresh import Run

ENGINEERS = ["team:data-engineers"]
PUBLISHED = dg.AssetKey("published_warehouse")
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
        description="The file that current.duckdb points to. Nothing is published that fails a check; a run without news leaves it as it is.",
    ),
]
CHECKS = [
    *(
        dg.AssetCheckSpec(name, asset=PUBLISHED, blocking=True, description=f"Proven on the file before the pointer moves: {', '.join(prefixes)}.")
        for name, prefixes in FAMILIES.items()
    ),
    dg.AssetCheckSpec(
        "data_has_no_errors", asset=key_of(ISSUE), description="Findings of severity error in what counts on the latest date: the senders' to mend."
    ),
    dg.AssetCheckSpec(
        "every_agency_reported",
        asset=dg.AssetKey(["mart", "submission_compliance"]),
        description="Agencies that are late, held or missing on the latest date.",
    ),
]


@dg.multi_asset(name="warehouse", specs=SPECS, check_specs=CHECKS, pool=POOL)
def warehouse(refresh_run: RefreshRun) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Steps 4 and 5: build beside, prove, point. Tables are materialised when the file is published; without news only the published one is."""
    from pipelines.refresh import build, publish

    run = refresh_run.open()
    built = build(run)
    publication = publish(run, built) if built else None
    (WATCHER.get() or Watcher()).publication = publication
    if publication is not None and publication.failed:
        yield from _proofs(publication.checks)
        named = ", ".join(f"{check.name}: {check.detail}" for check in publication.failed)
        raise dg.Failure(f"the build was refused and stands as {publication.path.name}: {named}", allow_retries=False)
    told = _tell(run)
    if publication is None or built is None or not publication.published:
        # Without news, or with the pointer pinned by a steward: the published file stands as it was.
        yield dg.MaterializeResult(PUBLISHED, data_version=dg.DataVersion(told.build), metadata={"news": False, **_shown(run, told)})
        yield from (_passed(name, {"proven_with": told.build}) for name in FAMILIES)
    else:
        for one in SHOWN:
            metadata: dict[str, Any] = {"dagster/row_count": told.rows[one.full_name]}
            if one is ISSUE:
                metadata["by_code"] = table(told.by_code.to_dicts())
            yield dg.MaterializeResult(key_of(one), data_version=dg.DataVersion(built.build), metadata=metadata)
        yield dg.MaterializeResult(PUBLISHED, data_version=dg.DataVersion(built.build), metadata=_metadata(run, built, told))
        yield from _proofs(publication.checks)
    yield from _amber(told)


@dataclass(frozen=True)
class _Told:
    """What the published file says of itself and of its data. Nothing in it tells of a person."""

    build: str
    on: dt.date | None
    rows: dict[str, int]
    by_code: pl.DataFrame
    compliance: pl.DataFrame
    headline: list[dict[str, Any]]


def _tell(run: Run) -> _Told:
    from pipelines.report import headline, status
    from pipelines.warehouse import attached, rows_of

    with attached(run.home.current) as connection:
        rows = dict(rows_of(connection, " UNION ALL ".join(f"SELECT '{one.full_name}', count(*) FROM {one.full_name}" for one in SHOWN)))
        on = status.latest_date(connection)
        said = headline.headline(connection, on)
        figures = [figure.as_dict() for figure in said.rows] if said else []
        build_name = run.home.current.resolve().stem.removeprefix("warehouse-")
        return _Told(build_name, on, rows, status.issues_by_code(connection, on), status.compliance(connection, on), figures)


def _metadata(run: Run, built: BuildResult, told: _Told) -> dict[str, Any]:
    return {
        "news": True,
        **_shown(run, told),
        "how": built.how,
        "submissions_added": built.submissions_added,
        "submissions_removed": built.submissions_removed,
        "seconds_build": round(run.watch.seconds.get("build", 0), 2),
        "seconds_publish": round(run.watch.seconds.get("publish", 0), 2),
    }


def _shown(run: Run, told: _Told) -> dict[str, Any]:
    """What the page of the published file shows after every run, also one without news."""
    path = run.home.current.resolve()
    return {
        "build": told.build,
        "as_of": str(told.on),
        "path": dg.MetadataValue.path(str(path)),
        "bytes": path.stat().st_size,
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


def _amber(told: _Told) -> Iterator[dg.AssetCheckResult]:
    """What is wrong with the data on the latest date: the senders' to mend, so it warns and never stops a publication."""
    errors = told.by_code.filter(told.by_code["severity"] == "error")
    yield dg.AssetCheckResult(
        asset_key=key_of(ISSUE),
        check_name="data_has_no_errors",
        passed=not errors.height,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"as_of": str(told.on), "errors": int(errors["issues"].sum()), "by_code": table(errors.to_dicts())},
    )
    absent = told.compliance.filter(told.compliance["state"] != "reported")
    yield dg.AssetCheckResult(
        asset_key=dg.AssetKey(["mart", "submission_compliance"]),
        check_name="every_agency_reported",
        passed=not absent.height,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"as_of": str(told.on), "agencies": absent["agency_code"].n_unique(), "absent": table(absent.to_dicts())},
    )


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
