"""Old runs of Dagster go, for it never removes one by itself. What the pages of assets and the grid of deliveries show stays.

`DagsterInstance.delete_run` would wipe a run's materialisations too, and with them the cells of the grid that this run made last; and it leaves the
run's own database file, emptied, at its full size. So the newest materialisation of each asset and partition stays, and the file goes as a whole.
The private parts of Dagster that this needs are used in `_forget` alone.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path
from typing import Any

import dagster as dg

from assets import running
from assets.installation import settings_at

ONCE = 200
"""Runs that are removed at a time: a tick of the sensor must end within a minute."""
EVERY_SECONDS = 6 * 3600
_ENDED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


@dg.sensor(
    name="old_runs",
    minimum_interval_seconds=EVERY_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Removes runs older than the setting allows; the last ones, the newest success of each job, and what assets show stay.",
)
def old_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """A sensor, so that it makes no run itself."""
    settings = settings_at(None)
    gone = prune(context.instance, settings.keep_runs_days, settings.keep_runs)
    return dg.SkipReason(f"{gone} runs removed that were older than {settings.keep_runs_days} days")


def prune(instance: dg.DagsterInstance, days: int, last: int, once: int = ONCE) -> int:
    """Remove ended runs older than `days` but the `last` ones and each job's newest success, oldest first, `once` at most; gives how many went."""
    before = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
    old = instance.get_run_records(dg.RunsFilter(statuses=_ENDED, created_before=before), limit=once, ascending=True)
    if not old:
        return 0
    kept = {record.dagster_run.run_id for record in instance.get_run_records(limit=last)}
    for job in (running.REFRESH, running.READ_AGAIN, running.FROM_UI):
        newest = instance.get_run_records(dg.RunsFilter(job_name=job, statuses=[dg.DagsterRunStatus.SUCCESS]), limit=1)
        kept |= {record.dagster_run.run_id for record in newest}
    going = [run_id for run_id in (record.dagster_run.run_id for record in old) if run_id not in kept]
    for run_id in going:
        _forget(instance, run_id)
    return len(going)


def _forget(instance: dg.DagsterInstance, run_id: str) -> None:
    """The run, then its events, then its file: what is cut off leaves events of a run that is gone, which the next call for it would remove."""
    import sqlalchemy as sa
    from dagster._core.storage.event_log.schema import AssetEventTagsTable, SqlEventLogStorageTable

    events, tags = SqlEventLogStorageTable, AssetEventTagsTable
    storage: Any = instance.event_log_storage
    storage = getattr(storage, "_storage", storage)
    made = dg.DagsterEventType.ASSET_MATERIALIZATION.value
    with storage.index_connection() as connection:
        own = sa.select(events.c.id, events.c.asset_key, events.c.partition, events.c.dagster_event_type).where(events.c.run_id == run_id)
        rows = connection.execute(own).fetchall()
        of_assets = {row.asset_key for row in rows if row.dagster_event_type == made}
        newest = sa.select(sa.func.max(events.c.id)).where(events.c.dagster_event_type == made, events.c.asset_key.in_(of_assets))
        shown = set(connection.execute(newest.group_by(events.c.asset_key, events.c.partition)).scalars())
        for ids in _by(500, [row.id for row in rows if row.id not in shown]):
            connection.execute(sa.delete(tags).where(tags.c.event_id.in_(ids)))
            connection.execute(sa.delete(events).where(events.c.id.in_(ids)))
    if storage.supports_global_concurrency_limits:
        storage.free_concurrency_slots_for_run(run_id)
    if storage.is_run_sharded:
        shard = Path(storage.path_for_shard(run_id))
        for path in (shard, shard.with_name(f"{shard.name}-wal"), shard.with_name(f"{shard.name}-shm")):
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
    instance.run_storage.delete_run(run_id)


def _by(size: int, ids: list[int]) -> list[list[int]]:
    return [ids[start : start + size] for start in range(0, len(ids), size)]
