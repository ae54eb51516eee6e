"""Runs `daily_refresh` in this process and in the home's own Dagster instance, so that it stands in the UI like any other run.

The private parts of Dagster that this needs are used in one function, `_execute_registered`; pyproject.toml pins the series that it was written for.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dagster as dg

from assets.definitions import daily_refresh, defs
from assets.installation import settings_at
from assets.resources import WATCHER, Watcher
from assets.run_pruning import prune
from assets.running import HOST, PID, READ_AGAIN, bury, process_tags
from assets.steps import POOL
from pipelines.home import Home

if TYPE_CHECKING:
    from pipelines.refresh import Progress

LOCATION = "tonghop"
"""The code location's name in workspace.yaml."""
SHIPPED_SETTINGS = Path(__file__).resolve().parent.parent / "deploy" / "dagster.yaml"
_BUILT_IN_SETTINGS = "telemetry:\n  enabled: false\n"
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
PRUNE_ONCE = 20
"""Old runs that a run of the command line removes when it ends: where no daemon is up, nobody else does."""


@dataclass(frozen=True)
class Launched:
    """How a run ended. `failures` name the step and what it said; `watcher` holds what the steps made, as far as they came."""

    run_id: str
    success: bool
    watcher: Watcher
    failures: tuple[str, ...] = field(default=())


def prepare(home: Home) -> Path:
    """DAGSTER_HOME of a home, made with the shipped settings where there are none; gives its path."""
    home.create()
    settings = home.dagster / "dagster.yaml"
    if not settings.exists():
        aside = settings.with_name(f".dagster.yaml.{os.getpid()}")
        if SHIPPED_SETTINGS.exists():
            shutil.copyfile(SHIPPED_SETTINGS, aside)
        else:
            aside.write_text(_BUILT_IN_SETTINGS, encoding="utf-8")
        aside.replace(settings)
    return home.dagster


@contextmanager
def instance_of(home: Home) -> Iterator[dg.DagsterInstance]:
    """The home's Dagster instance, closed when the block ends."""
    with dg.DagsterInstance.from_config(str(prepare(home))) as instance:
        yield instance


def launch(home: Home, run_date: dt.date | None = None, *, rescan: bool = False, progress: Progress | None = None) -> Launched:
    """One run of `daily_refresh` here and now. Raises HomeLocked where another refresh holds the home; what fails in a step is told, not raised."""
    return _launch(home, daily_refresh.name, _run_config(home, run_date, rescan), _tags(run_date, rescan), progress)


def launch_days(home: Home, first: dt.date, last: dt.date, *, progress: Progress | None = None) -> Launched:
    """One run of `read_days_again` for the days from `first` to `last`. Raises and tells as `launch` does."""
    days = {"dagster/asset_partition_range_start": first.isoformat(), "dagster/asset_partition_range_end": last.isoformat()}
    return _launch(home, READ_AGAIN, _run_config(home, None, False), {**_tags(None, False), **days}, progress)


def _launch(home: Home, job_name: str, run_config: dict[str, Any], tags: dict[str, str], progress: Progress | None) -> Launched:
    watcher = Watcher(progress)
    with instance_of(home) as instance:
        # Held for a moment only: whoever has it knows that no other writer lives, and may clear away what a killed one left.
        with home.writer_lock():
            _clear_after_the_dead(instance)
        token = WATCHER.set(watcher)
        try:
            return _told(_execute(instance, job_name, run_config, tags), watcher)
        finally:
            WATCHER.reset(token)
            settings = settings_at(home.root)
            prune(instance, settings.keep_runs_days, settings.keep_runs, PRUNE_ONCE)


def _run_config(home: Home, run_date: dt.date | None, rescan: bool) -> dict[str, Any]:
    resource = {"home": str(home.root), "run_date": run_date.isoformat() if run_date else None, "rescan": rescan}
    return {"resources": {"refresh_run": {"config": resource}}, **_QUIET}


def _tags(run_date: dt.date | None, rescan: bool) -> dict[str, str]:
    tags = {"tonghop/started_by": "command line", **process_tags()}
    if run_date:
        tags["tonghop/date"] = run_date.isoformat()
    if rescan:
        tags["tonghop/rescan"] = "true"
    return tags


def _execute(instance: dg.DagsterInstance, job_name: str, run_config: dict[str, Any], tags: dict[str, str]) -> Any:
    """The run as a registered one; as a bare one, which the timeline does not show, where this Dagster lacks the private parts."""
    job = defs.resolve_job_def(job_name)
    try:
        return _execute_registered(job, instance, run_config, tags)
    except (ImportError, AttributeError, TypeError):
        if instance.get_runs_count(dg.RunsFilter(tags={PID: tags[PID], HOST: tags[HOST]}, statuses=[dg.DagsterRunStatus.STARTED])):
            raise
        return job.execute_in_process(run_config=run_config, instance=instance, tags=tags, raise_on_error=False)


def _execute_registered(job: dg.JobDefinition, instance: dg.DagsterInstance, run_config: dict[str, Any], tags: dict[str, str]) -> Any:
    """With the remote origin that the UI's workspace gives the job: on the timeline, and seen by failure sensors."""
    from dagster._core.definitions.job_base import InMemoryJob
    from dagster._core.execution.api import execute_run
    from dagster._core.remote_origin import RegisteredCodeLocationOrigin, RemoteJobOrigin, RemoteRepositoryOrigin

    repository = RemoteRepositoryOrigin(RegisteredCodeLocationOrigin(LOCATION), "__repository__")
    run = instance.create_run_for_job(
        job_def=job, run_config=run_config, tags={**job.tags, **tags}, remote_job_origin=RemoteJobOrigin(repository, job.name)
    )
    return execute_run(InMemoryJob(job), run, instance)


def _told(result: Any, watcher: Watcher) -> Launched:
    failures = []
    for event in result.all_events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            cause = error.cause if error is not None and error.cause is not None else error
            said = event.step_failure_data.user_failure_data
            told = said.description if said is not None else cause.to_string().strip().splitlines()[0] if cause is not None else "failed"
            failures.append(f"{event.step_key}: {told}")
    if not result.success and not failures:
        failures = [event.message or "" for event in result.all_events if event.is_failure][:1] or ["the run failed before its first step"]
    return Launched(result.run_id, result.success, watcher, tuple(failures))


def _clear_after_the_dead(instance: dg.DagsterInstance) -> None:
    """Frees pool slots that a killed run still holds, and marks runs as failed whose process is no more."""
    storage = instance.event_log_storage
    if storage.supports_global_concurrency_limits:
        info = storage.get_concurrency_info(POOL)
        for run_id in {slot.run_id for slot in info.claimed_slots} | {step.run_id for step in info.pending_steps}:
            storage.free_concurrency_slots_for_run(run_id)
    bury(instance)
